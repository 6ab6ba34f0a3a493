"""When shards may identify: as many at once as Discord allows the bot, and each of those lines every five seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

EVERY: Final = 5.4
"""Seconds between two of one line. Discord asks for 5
(https://discord.com/developers/docs/events/gateway#sharding-max-concurrency); what is sent evenly arrives unevenly."""


class Identifying:
    """Gives turns to shards.

    A shard's line is its number modulo how many may identify at once. Only the first of a line in this process takes
    a turn, so that a process that ends leaves at most one turn of each line unused.

    Parameters
    ----------
    at_once : int
        ``max_concurrency`` of Discord's session start limits.
    take : callable, optional
        Takes the next turn of a line, by its number, and gives the seconds until then. Where it is left out, no other
        process identifies.
    """

    def __init__(self, at_once: int = 1, take: Callable[[int], Awaitable[float]] | None = None) -> None:
        self._lines = [asyncio.Lock() for _ in range(max(at_once, 1))]
        self._next = [float("-inf")] * len(self._lines)
        self._take = take or self._own

    def line(self, shard: int) -> asyncio.Lock:
        """What a shard holds from before its turn until it has identified."""
        return self._lines[shard % len(self._lines)]

    async def turn(self, shard: int) -> None:
        """Wait for the turn of a shard that is the first of its line."""
        await asyncio.sleep(await self._take(shard % len(self._lines)))

    async def _own(self, line: int) -> float:
        now = asyncio.get_running_loop().time()
        turn = max(now, self._next[line])
        self._next[line] = turn + EVERY
        return turn - now
