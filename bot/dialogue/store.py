"""Contexts by conversation: bounded, expiring, one message of a conversation at a time, kept over a restart or not."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from bot.dialogue.context import Context
from bot.dialogue.kept import KeptContexts
from engine import UserError

MOST: Final = 1000
"""Conversations in one process. A long one takes 0.5 MB."""
MOST_BESIDE_MEMORY: Final = 300
"""Where the team's memory keeps them, too: one that goes on after it was put away is read from there."""


@dataclass
class Slot:
    """The context of one conversation, held while a message of it is answered.

    Parameters
    ----------
    before : Context
        What it was before the last message.
    said : str
        The id of that message; empty where it has none.
    catalogue : int
        The catalogue that its tracks are numbered by, as ``bot.serving.Serving.number`` counts.
    """

    context: Context = field(default_factory=Context)
    before: Context = field(default_factory=Context)
    said: str = ""
    used: float = 0.0
    kept: dict[str, Any] | None = None
    catalogue: int = 0
    lock: Lock = field(default_factory=Lock)


class ContextStore:
    """Contexts in this process, and in the team's memory where it is given. Nothing of them is logged.

    Parameters
    ----------
    kept : KeptContexts or None
        Where they are kept over a restart; None for nowhere.
    most : int or None
        Conversations kept in this process; the least recently used one goes first. None: as many as suit ``kept``.
    seconds : float
        A conversation that has been silent for so long is forgotten.
    clock : callable
        Seconds that never go back.
    """

    def __init__(
        self,
        most: int | None = None,
        seconds: float = 12 * 3600,
        clock: Callable[[], float] = time.monotonic,
        kept: KeptContexts | None = None,
    ) -> None:
        self._kept = kept
        self._most = most or (MOST if kept is None else MOST_BESIDE_MEMORY)
        self._seconds = seconds
        self._clock = clock
        self._slots: OrderedDict[str, Slot] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._slots)

    @contextmanager
    def turn(self, key: str, person: str = "", workspace: str = "") -> Iterator[Slot]:
        """The slot of a conversation, to itself until the block ends. Messages of one conversation wait in line.

        Parameters
        ----------
        key : str
        person, workspace : str
            Who speaks, and where: with either of them, what is kept of the conversation is forgotten.
        """
        with self._lock:
            now = self._clock()
            self._forget(now)
            slot = self._slots.setdefault(key, Slot())
            slot.used = now
            self._slots.move_to_end(key)
        with slot.lock:
            if self._kept is None:
                yield slot
                return
            # While the memory does not answer, talks go on in this process alone.
            with suppress(UserError):
                self._refresh(key, slot, self._kept)
            before = slot.context
            yield slot
            with suppress(UserError):
                self._keep(key, slot, self._kept, before, person, workspace)

    def _keep(self, key: str, slot: Slot, kept: KeptContexts, before: Context, person: str, workspace: str) -> None:
        """Keep what a conversation has come to, if it has come to anything else."""
        if not slot.context.exchanges:
            kept.drop(key)
            slot.kept = None
        elif slot.context is not before:
            slot.kept = kept.save(key, slot.context, slot.kept, person, workspace)
            if slot.kept is None:
                slot.context = Context()

    def _refresh(self, key: str, slot: Slot, kept: KeptContexts) -> None:
        """Take up what the memory holds where it is not what this process left: after a restart, or forgotten."""
        there = kept.load(key)
        if there != slot.kept:
            slot.kept = there
            slot.context = kept.context(there) if there is not None else Context()

    def drop(self, key: str) -> None:
        """Forget a conversation."""
        with self._lock:
            self._slots.pop(key, None)
        if self._kept is not None:
            with suppress(UserError):
                self._kept.drop(key)

    def _forget(self, now: float) -> None:
        while self._slots:
            key, oldest = next(iter(self._slots.items()))
            if oldest.lock.locked() or (len(self._slots) < self._most and now - oldest.used < self._seconds):
                return
            del self._slots[key]
