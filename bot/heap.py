"""Keeps the memory of a process that runs for weeks near what it uses."""

import contextlib
import ctypes
from typing import Final

_M_ARENA_MAX: Final = -8
"""The option of ``mallopt``, from glibc's ``malloc.h``."""


def share() -> None:
    """Let all threads take memory from one heap of the C library, before they start.

    glibc gives each thread a heap of its own, up to eight for each processor. What one answer keeps holds a heap open
    that was large for another answer, so with a dozen threads far more is held than is used. The interpreter lets
    one thread run at a time, so sharing costs nothing. Systems without ``mallopt`` are left as they are.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
