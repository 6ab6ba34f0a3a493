"""Contexts by conversation: bounded, expiring, one message of a conversation at a time."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from bot.dialogue.context import Context


@dataclass
class Slot:
    """The context of one conversation, held while a message of it is answered."""

    context: Context = field(default_factory=Context)
    used: float = 0.0
    lock: Lock = field(default_factory=Lock)


class ContextStore:
    """Contexts in memory. Nothing of them is written or logged.

    Parameters
    ----------
    most : int
        Conversations kept; the least recently used one goes first.
    seconds : float
        A conversation that has been silent for so long is forgotten.
    clock : callable
        Seconds that never go back.
    """

    def __init__(
        self, most: int = 2000, seconds: float = 12 * 3600, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._slots: OrderedDict[str, Slot] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._slots)

    @contextmanager
    def turn(self, key: str) -> Iterator[Slot]:
        """The slot of a conversation, to itself until the block ends. Messages of one conversation wait in line."""
        with self._lock:
            now = self._clock()
            self._forget(now)
            slot = self._slots.setdefault(key, Slot())
            slot.used = now
            self._slots.move_to_end(key)
        with slot.lock:
            yield slot

    def drop(self, key: str) -> None:
        """Forget a conversation."""
        with self._lock:
            self._slots.pop(key, None)

    def _forget(self, now: float) -> None:
        while self._slots:
            key, oldest = next(iter(self._slots.items()))
            if oldest.lock.locked() or (len(self._slots) < self._most and now - oldest.used < self._seconds):
                return
            del self._slots[key]
