"""When shards may identify: as many at once as Discord allows the bot, and each of those lines every five seconds."""

from typing import Final

EVERY: Final = 5.0
"""Seconds between two of one line; https://discord.com/developers/docs/events/gateway#sharding-max-concurrency."""


class Identifying:
    """Gives turns to shards.

    A shard's line is its number modulo how many may identify at once.

    Parameters
    ----------
    at_once : int
        ``max_concurrency`` of Discord's session start limits.

    Examples
    --------
    >>> turns = Identifying(2)
    >>> [turns.wait(shard, now=100.0) for shard in (0, 1, 2, 3, 4)]
    [0.0, 0.0, 5.0, 5.0, 10.0]
    """

    def __init__(self, at_once: int = 1) -> None:
        self._next = [float("-inf")] * max(at_once, 1)

    def wait(self, shard: int, now: float) -> float:
        """How many seconds a shard waits until its turn, which is then taken.

        Parameters
        ----------
        shard : int
        now : float
            Seconds of a clock that only goes forward.
        """
        line = shard % len(self._next)
        turn = max(now, self._next[line])
        self._next[line] = turn + EVERY
        return turn - now
