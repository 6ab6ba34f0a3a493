"""Threads that answer: everybody's requests in turn, and heavy ones never on all threads at once."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")
Who: TypeAlias = tuple[str, str]
"""Workspace and person."""


@dataclass
class Turns(Generic[T]):
    """A queue that gives workspaces their turns, and within one its people theirs.

    Examples
    --------
    >>> turns = Turns()
    >>> for who, what in ((("a", "ann"), 1), (("a", "ann"), 2), (("a", "bob"), 3), (("b", "eve"), 4)):
    ...     turns.put(who, what)
    >>> [turns.take(lambda item: True) for _ in range(len(turns))]
    [1, 4, 3, 2]
    """

    _waiting: OrderedDict[str, OrderedDict[str, deque[T]]] = field(default_factory=OrderedDict)
    _count: int = 0

    def __len__(self) -> int:
        return self._count

    def put(self, who: Who, item: T) -> None:
        """Add an item of somebody's."""
        workspace, person = who
        people = self._waiting.setdefault(workspace, OrderedDict())
        people.setdefault(person, deque()).append(item)
        self._count += 1

    def take(self, fits: Callable[[T], bool]) -> T | None:
        """The next item that fits; None if none does. Whose it was, and the workspace, go to the end of their lines."""
        found = (
            (workspace, person)
            for workspace, people in self._waiting.items()
            for person, items in people.items()
            if fits(items[0])
        )
        place = next(found, None)
        if place is None:
            return None
        workspace, person = place
        people = self._waiting.pop(workspace)
        items = people.pop(person)
        item = items.popleft()
        if items:
            people[person] = items
        if people:
            self._waiting[workspace] = people
        self._count -= 1
        return item


@dataclass(frozen=True)
class _Job:
    future: "Future[Any]"
    work: Callable[[], Any]
    alone: str


class Workers:
    """A fixed number of threads. Heavy work leaves one of them free, where there are two or more.

    Parameters
    ----------
    threads : int
    """

    def __init__(self, threads: int) -> None:
        self._most_heavy = max(1, threads - 1)
        self._light: Turns[_Job] = Turns()
        self._heavy: Turns[_Job] = Turns()
        self._heavy_running = 0
        self._busy: set[str] = set()
        self._heavy_next = False
        self._open = True
        self._changed = threading.Condition()
        self._threads = [
            threading.Thread(target=self._run, name=f"answer_{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, who: Who, work: Callable[[], T], *, heavy: bool = False, alone: str = "") -> "Future[T]":
        """Have work done when its turn comes. RuntimeError after ``shutdown``.

        Parameters
        ----------
        who : tuple of str
            Workspace and person: each has its turn.
        work : callable
        heavy : bool
            Whether it may take long.
        alone : str
            What is worked on by one thread at a time, such as a conversation; empty for nothing.
        """
        future: Future[T] = Future()
        with self._changed:
            if not self._open:
                raise RuntimeError("the workers have gone")
            (self._heavy if heavy else self._light).put(who, _Job(future, work, alone))
            self._changed.notify()
        return future

    def shutdown(self) -> None:
        """Let running work end, cancel what waits, and wait for the threads."""
        with self._changed:
            self._open = False
            waiting = [turns.take(lambda _: True) for turns in (self._light, self._heavy) for _ in range(len(turns))]
            self._changed.notify_all()
        for job in filter(None, waiting):
            job.future.cancel()
            job.future.set_running_or_notify_cancel()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (taken := self._next()) is not None:
            job, heavy = taken
            if job.future.set_running_or_notify_cancel():
                try:
                    job.future.set_result(job.work())
                except BaseException as error:
                    job.future.set_exception(error)
            with self._changed:
                self._heavy_running -= heavy
                self._busy.discard(job.alone)
                self._changed.notify_all()
            del job, taken

    def _next(self) -> tuple[_Job, bool] | None:
        """The next job, light and heavy ones by turns; None once the workers are to go."""
        with self._changed:
            while self._open:
                for heavy in (self._heavy_next, not self._heavy_next):
                    if heavy and self._heavy_running >= self._most_heavy:
                        continue
                    job = (self._heavy if heavy else self._light).take(lambda job: job.alone not in self._busy)
                    if job is not None:
                        self._heavy_next = not heavy
                        self._heavy_running += heavy
                        if job.alone:
                            self._busy.add(job.alone)
                        return job, heavy
                self._changed.wait()
        return None
