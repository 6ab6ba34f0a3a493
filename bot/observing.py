"""Follows each request from the platform to its answer: one id, one log line, and whoever counts."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self

log = logging.getLogger(__name__)

TALK: Final = "talk"
"""In the command's place where plain words came to no command: small talk, a question back."""

_WATCH_EVERY: Final = 0.01


@dataclass
class Observation:
    """One request on its way to its answer. Nothing that anybody wrote belongs in here.

    Parameters
    ----------
    id : str
        In every log line about the request, and shown to the user where the answer is a fault.
    began : float
        ``time.monotonic()`` when the user asked.
    command : str
        The name of a command, or ``talk``.
    outcome : str
        ``answer``, the code of an error, or what kept the answer from being delivered. Empty: nothing was asked.
    acknowledged : float or None
        Seconds until the first sign of life, where a platform gives one.
    answered : float
        Seconds until the answer.
    details : mapping of str to object
        Ids and figures of the platform for the log line.
    """

    id: str
    began: float
    command: str = TALK
    outcome: str = ""
    acknowledged: float | None = None
    answered: float = 0.0
    details: dict[str, object] = field(default_factory=dict)
    open: bool = True


_current: ContextVar[Observation | None] = ContextVar("request", default=None)


def request_id() -> str:
    """The id of the request that this thread or task works on; empty if there is none."""
    current = _current.get()
    return current.id if current else ""


def reference() -> str:
    """What a user can tell whoever runs the bot: the request's id, or a new one outside of any request."""
    return request_id() or new_id()


def new_id() -> str:
    """A fresh id."""
    return secrets.token_hex(4)


class Observer:
    """What one process does for its users.

    Parameters
    ----------
    platform : str
        Its name, in log lines and metrics.
    """

    def __init__(self, platform: str = "") -> None:
        self.platform = platform
        self.loop = LoopWatch()
        self.state: Callable[[], Mapping[str, Any]] = lambda: {"ready": True}
        self.listeners: list[Callable[[Observation], None]] = []
        self._numbers = Lock()
        self._busy = 0
        self._reconnects = 0

    @property
    def busy(self) -> int:
        """Workers that answer now."""
        return self._busy

    @property
    def reconnects(self) -> int:
        """How often the platform was connected to again."""
        return self._reconnects

    def reconnected(self) -> None:
        """Count a connection after the first."""
        with self._numbers:
            self._reconnects += 1

    @contextmanager
    def working(self) -> Iterator[None]:
        """Count a worker as busy."""
        with self._numbers:
            self._busy += 1
        try:
            yield
        finally:
            with self._numbers:
                self._busy -= 1

    @contextmanager
    def request(self, age: float = 0.0) -> Iterator[Observation]:
        """Follow a request; within another one it is that one. At its end it is logged and counted.

        Parameters
        ----------
        age : float
            Seconds since the user asked.
        """
        around = _current.get()
        if around is not None and around.open:
            yield around
            return
        seen = Observation(new_id(), time.monotonic() - age)
        token = _current.set(seen)
        try:
            yield seen
        except BaseException as error:
            seen.outcome = "cancelled" if isinstance(error, asyncio.CancelledError) else "failed"
            raise
        finally:
            seen.open = False
            if seen.outcome:
                self._end(seen)
            _current.reset(token)

    def _end(self, seen: Observation) -> None:
        seen.answered = time.monotonic() - seen.began
        for listener in self.listeners:
            listener(seen)
        fields: dict[str, object] = {"platform": self.platform, "command": seen.command, "outcome": seen.outcome}
        fields["ms"] = round(1000 * seen.answered)
        if seen.acknowledged is not None:
            fields["acknowledged_ms"] = round(1000 * seen.acknowledged)
        fields |= seen.details
        log.info("answered %s", " ".join(f"{key}={value}" for key, value in fields.items()), extra={"fields": fields})


class LoopWatch:
    """Watches an event loop while its context is entered: whether it turns, and how long it was held.

    Nothing is watched unless ``wanted`` is set before: a hundred looks a second cost something on an idle machine.
    """

    def __init__(self) -> None:
        self.wanted = False
        self._worst = {"late": 0.0, "busy": 0.0}
        self._task: asyncio.Task[None] | None = None
        self._turned = 0.0

    @property
    def stopped_for(self) -> float:
        """Seconds since the loop last turned; 0 where none is watched."""
        return 0.0 if self._task is None else max(time.monotonic() - self._turned, 0.0)

    def worst(self, what: str) -> float:
        """The longest since last asked: ``late`` or ``busy``, in seconds."""
        worst, self._worst[what] = self._worst[what], 0.0
        return worst

    async def __aenter__(self) -> Self:
        if self.wanted:
            self._turned = time.monotonic()
            self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        """Note how much too late the loop wakes us, and how much of that time its own work took."""
        while True:
            slept, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_WATCH_EVERY)
            self._turned = time.monotonic()
            found = {"late": time.perf_counter() - slept - _WATCH_EVERY, "busy": time.thread_time() - worked}
            for what, seconds in found.items():
                self._worst[what] = max(seconds, self._worst[what])
