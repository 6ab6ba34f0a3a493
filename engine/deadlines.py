"""Until when an answer may be worked on: whoever asks sets it, long loops look at it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from engine.errors import UserError

_until: Final[ContextVar[float | None]] = ContextVar("until", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let what runs inside take that long, in this thread or task.

    Parameters
    ----------
    seconds : float
        From now; must be positive.
    """
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def check_deadline() -> None:
    """Return while there is time left.

    Raises
    ------
    UserError
        If the time is over.
    """
    until = _until.get()
    if until is not None and time.monotonic() > until:
        raise UserError("This took too long, so I stopped it.", "Ask for less at once.", code="busy")
