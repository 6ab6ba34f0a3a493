"""Which engine answers a request: that of its workspace, over the catalogue in use when the request came.

A catalogue that is built while the bot runs is taken up whole: requests under way keep the one before.
"""

import gc
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread, current_thread, main_thread
from types import TracebackType
from typing import Any, Final, Self

from bot.dialogue.manager import Dialogue
from charts import ChartCache
from engine import Engine, UserError

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 3.0
"""Seconds between two looks for a new catalogue."""

_MANIFEST: Final = "manifest.json"


@dataclass
class Answering:
    """What answers over one catalogue."""

    engine: Engine
    dialogue: Dialogue
    charts: ChartCache


class _Generation:
    """One build of the catalogue: what answers everyone, and what answers workspaces with private tables."""

    def __init__(self, number: int, engine: Engine, understand: Callable[[Engine], Dialogue]) -> None:
        self.number = number
        self.public = Answering(engine, understand(engine), ChartCache())
        self._understand = understand
        # Stand-ins for an engine have no private tables.
        self._workspaces: frozenset[str] = getattr(engine, "workspaces", frozenset())
        self._private: dict[str, Answering] = {}
        self._opening = Lock()

    def of(self, workspace: str) -> Answering:
        """What answers a workspace. UserError if its catalogue cannot be opened."""
        if workspace not in self._workspaces:
            return self.public
        with self._opening:
            if workspace not in self._private:
                engine = self.public.engine.of_workspace(workspace)
                self._private[workspace] = Answering(engine, self._understand(engine), ChartCache())
            return self._private[workspace]

    def changed(self) -> bool:
        """Whether files of it that are open were written into, so that nothing may be read from them any more."""
        open_now = (self.public, *list(self._private.values()))
        # Stand-ins for an engine have no files.
        return any(getattr(one.engine, "changed_on_disk", bool)() for one in open_now)


class Serving:
    """The engines of a conversation. Safe to use from several threads.

    Parameters
    ----------
    engine : Engine
        Over what everyone may see.
    understand : callable
        Makes the dialogue over an engine.
    """

    def __init__(self, engine: Engine, understand: Callable[[Engine], Dialogue]) -> None:
        self._understand = understand
        self._latest = _Generation(0, engine, understand)
        # The request that a thread or task works on: its catalogue and its workspace.
        self._request: ContextVar[tuple[_Generation, str] | None] = ContextVar("serving", default=None)
        self._renewing = Lock()
        self._seen = _state(engine)
        # When files that somebody wrote into could not be opened again, if that is so.
        self._refused_at: float | None = None

    @contextmanager
    def request(self, workspace: str = "") -> Iterator[None]:
        """Answer one request from one catalogue, that of its workspace. Within another request nothing changes."""
        if self._request.get() is not None:
            yield
            return
        token = self._request.set((self._latest, workspace))
        try:
            yield
        finally:
            self._request.reset(token)

    @property
    def current(self) -> Answering:
        """What answers the request at hand; outside of requests, what answers everyone."""
        generation, workspace = self._request.get() or (self._latest, "")
        return generation.of(workspace)

    def check(self) -> None:
        """Make sure, before an answer is worked on, that the files it is read from are as they were when opened.

        If somebody wrote into them, what lies there now is taken up, also for the request at hand.

        Raises
        ------
        UserError
            If that cannot be opened, or the catalogue of the workspace cannot.
        """
        generation, workspace = self._request.get() or (self._latest, "")
        if generation.changed():
            if self._latest.changed():
                self.renew()
            generation = self._latest
            if generation.changed():
                raise UserError(
                    "The files of my catalogue were changed while I had them open, and I am reloading them.",
                    "Ask again in a few seconds. If this stays, the catalogue has to be built again.",
                    code="no_catalogue",
                )
            if self._request.get() is not None:
                self._request.set((generation, workspace))
        generation.of(workspace)

    @property
    def readable(self) -> bool:
        """Whether the files in use are as they were when opened."""
        return not self._latest.changed()

    @property
    def number(self) -> int:
        """How many catalogues were taken up before that of the request at hand."""
        generation, _ = self._request.get() or (self._latest, "")
        return generation.number

    def renew(self, *, again: bool = False) -> bool:
        """Take up the catalogue that was built in place of this one, if there is one.

        Parameters
        ----------
        again : bool
            Look into the manifest also if it has not changed since the last look.

        Returns
        -------
        bool
            Whether a new one is in use. One that cannot be opened is logged, and the one in use stays.
        """
        with self._renewing:
            before = self._latest.public.engine
            seen, changed = _state(before), self._latest.changed()
            if not (again or seen != self._seen or (changed and self._may_try())):
                return False
            if seen is None and not changed:
                return False
            self._seen = seen
            try:
                engine = before.reopened()
            except UserError as error:
                if not changed:
                    log.warning("catalogue: the new one cannot be used, the one before stays in use: %s", error.code)
                elif self._refused_at is None:
                    log.warning("catalogue: files in use were changed and cannot be opened again: %s", error.code)
                self._refused_at = time.monotonic() if changed else None
                return False
            if engine.catalogue.directory == before.catalogue.directory and not changed:
                return False
            self._refused_at = None
            engine.warm()
            self._latest = _Generation(self._latest.number + 1, engine, self._understand)
        log.info("catalogue: a new one of %d recordings is in use", len(engine.catalogue))
        return True

    def _may_try(self) -> bool:
        """Whether files that could not be opened again may be tried once more: opening reads all of them."""
        return self._refused_at is None or time.monotonic() >= self._refused_at + LOOK_EVERY


def _state(engine: Engine) -> tuple[int, int, int] | None:
    """What changes when a manifest is replaced; None if there is none, or no catalogue on disk."""
    directory: Any = getattr(getattr(engine, "catalogue", None), "directory", None)
    try:
        found = os.stat(directory.parent / _MANIFEST) if isinstance(directory, Path) else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None


class Renewal:
    """Looks for a new catalogue every few seconds, and at once at the signal HUP, while it is entered.

    Parameters
    ----------
    renew : callable
        ``Serving.renew``.
    every : float
        Seconds.
    """

    def __init__(self, renew: Callable[..., bool], every: float = LOOK_EVERY) -> None:
        self._renew = renew
        self._every = every
        self._woken = Event()
        self._ended = False
        self._thread = Thread(target=self._look, name="catalogue", daemon=True)
        self._handler: Any = None

    def __enter__(self) -> Self:
        if hasattr(signal, "SIGHUP") and current_thread() is main_thread():
            self._handler = signal.signal(signal.SIGHUP, lambda *_: self._woken.set())
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        self._woken.set()
        self._thread.join()
        if self._handler is not None:
            signal.signal(signal.SIGHUP, self._handler)

    def _look(self) -> None:
        while not self._ended:
            asked = self._woken.wait(self._every)
            self._woken.clear()
            if self._ended:
                return
            try:
                renewed = self._renew(again=asked)
            except Exception:
                log.exception("catalogue: looking for a new one failed")
                continue
            if renewed:
                # The objects of the catalogue before were kept out of garbage collection.
                gc.unfreeze()
                gc.collect()
                gc.freeze()
