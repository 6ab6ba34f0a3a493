"""Lists of who holds what, such as the texts that hold a trigram, made part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

MOST_OWNERS: Final = 65_536
"""Owners in a part, whose numbers 16 bits hold."""


@dataclass(frozen=True)
class Part:
    """What some owners that follow one another hold.

    Parameters
    ----------
    first, size : int
        The first owner, and how many there are, ``MOST_OWNERS`` at most.
    keys : uint64 or int64, ascending
        Everything that one of them holds.
    counts : int64, as keys
        How many hold it.
    owners : uint16
        Those who hold each, one after another and ascending, counted from the first.
    worth : float16, as owners
        What each holds of it; empty where that is not told.
    """

    first: int
    size: int
    keys: npt.NDArray[np.uint64] | npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    owners: npt.NDArray[np.uint16]
    worth: npt.NDArray[np.float16] = field(default_factory=lambda: np.empty(0, dtype=np.float16))


def grouped(
    ascending: npt.NDArray[np.integer[Any]],
) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    """The different ones of ascending numbers, and how often each stands there."""
    fresh = np.ones(len(ascending), dtype=np.bool_)
    fresh[1:] = ascending[1:] != ascending[:-1]
    starts = np.flatnonzero(fresh)
    return ascending[starts], np.diff(starts, append=len(ascending))


def list_starts(
    parts: Sequence[Part],
) -> tuple[npt.NDArray[np.uint64] | npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The keys of all parts, ascending, and where the list of each begins; at last where the last one ends."""
    keys = np.unique(np.concatenate([part.keys for part in parts]))
    starts = np.zeros(len(keys) + 1, dtype=np.int64)
    for part in parts:
        starts[np.searchsorted(keys, part.keys) + 1] += part.counts
    return keys, np.cumsum(starts)


def places(
    parts: Sequence[Part], keys: npt.NDArray[np.uint64] | npt.NDArray[np.int64], starts: npt.NDArray[np.int64]
) -> Iterator[tuple[Part, npt.NDArray[np.intp], npt.NDArray[np.int64]]]:
    """Each part, with the place among all keys and the place in the lists of each of its owners."""
    ends = starts[:-1].copy()  # of what is listed so far
    for part in parts:
        numbers = np.searchsorted(keys, part.keys)
        before = np.cumsum(part.counts) - part.counts
        shift = ends[numbers] - before
        ends[numbers] += part.counts
        yield (
            part,
            np.repeat(numbers, part.counts),
            np.repeat(shift, part.counts) + np.arange(len(part.owners)),
        )
