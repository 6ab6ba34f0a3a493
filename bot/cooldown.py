"""How often one person may ask: a token bucket each, so that nobody keeps the others waiting."""

import math
import time
from collections.abc import Callable


class Cooldown:
    """A token bucket per user.

    Parameters
    ----------
    burst : int
        Requests that may follow each other at once.
    seconds : float
        Until one more is allowed.
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, burst: int = 8, seconds: float = 2.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._window = burst * seconds
        self._seconds = seconds
        self._clock = clock
        # When each user's bucket is full again. Only who asked within the window is kept.
        self._full_at: dict[str, float] = {}
        self._swept = clock()

    def seconds_left(self, user: str) -> int:
        """Take a token. 0 if there was one; else, taking none, the whole seconds until there is.

        Parameters
        ----------
        user : str
            Empty for the only person there is, who never waits.
        """
        if not user:
            return 0
        now = self._clock()
        self._forget(now)
        full_at = max(self._full_at.get(user, now), now) + self._seconds
        # Rounding must not deny the last token of a burst.
        excess = full_at - now - self._window
        if excess > 1e-9:
            return math.ceil(excess)
        self._full_at[user] = full_at
        return 0

    def _forget(self, now: float) -> None:
        """Drop full buckets, once a window at most: they say nothing."""
        if now - self._swept >= self._window:
            self._full_at = {user: full_at for user, full_at in self._full_at.items() if full_at > now}
            self._swept = now
