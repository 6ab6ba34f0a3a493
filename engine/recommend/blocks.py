"""Exact nearest neighbours of large catalogues: boxes around blocks of near recordings rule most of them out.

A build divides the recordings into blocks of equal size, as the leaves of a k-d tree, and keeps the least and greatest
value of every trait in each. From these no recording of a block is nearer to a target than the box is, so that blocks
whose box is farther than the k-th found need not be looked at.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.recommend.knn import Doubles, Floats, KnnIndex, NeighbourSearch, Rows

BLOCK: Final = 256
"""Recordings in a block."""
DIRECTORY: Final = "blocks"
LEAST: Final = 300_000
"""Recordings from which on a build makes blocks; smaller catalogues are scanned as fast."""

_ARRAYS: Final = ("points", "rows", "low", "high")
_GROUP: Final = 16  # blocks whose boxes are looked at together
_FIRST_GROUPS: Final = 4
_FIRST_BLOCKS: Final = 8
_NEXT_BLOCKS: Final = 64
# Of a smaller share of the recordings, the few are scanned.
_WEAK: Final = 1 / 30
_MOST: Final = 1 / 4  # of the blocks: from so many on the scan is as fast
# Single precision decides what is looked at; a hundred times what rounding can move.
_SLACK: Final = np.float32(1e-4)

Blocks = npt.NDArray[np.intp]


@dataclass(frozen=True)
class BlockIndex:
    """A ``NeighbourSearch`` by blocks, for weighted distances; for cosines and strong filters the index's scan.

    Parameters
    ----------
    knn : KnnIndex
    points : float32, shape (blocks, 11, 256)
        The standardised traits, block after block. The last block is filled up with NaN.
    rows : int32, shape (blocks, 256)
        Which recordings those are.
    low, high : float32, shape (11, blocks)
        The least and greatest value of each trait in each block.
    """

    knn: KnnIndex
    points: Floats
    rows: npt.NDArray[np.int32]
    low: Floats
    high: Floats

    @classmethod
    def stored(cls, catalogue: Catalogue, knn: KnnIndex) -> Self | None:
        """The index that was built with a catalogue, mapped; None where it is small and has none."""
        if f"{DIRECTORY}/rows.npy" not in catalogue.files:
            return None
        return cls(knn, *(catalogue.files.array(f"{DIRECTORY}/{name}.npy") for name in _ARRAYS))

    def nearest(
        self, target: Doubles, k: int, *, weights: Doubles | None = None, among: Rows | None = None
    ) -> tuple[Rows, Doubles]:
        """See ``KnnIndex.nearest``."""
        count = self.knn.standardised.shape[1]
        weak = among is None or len(among) >= _WEAK * count
        candidates = None
        if weights is not None and weak and k * _GROUP <= count:
            candidates = self._candidates(target, weights, k, None if among is None else _mask(among, count))
        if weights is None or candidates is None:
            return self.knn.nearest(target, k, weights=weights, among=among)
        candidates = np.sort(candidates)
        exact = self.knn.exact_distances(candidates, target, weights)
        order = np.argsort(exact, kind="stable")[:k]
        return candidates[order], exact[order]

    def _candidates(
        self, target: Doubles, weights: Doubles, k: int, allowed: npt.NDArray[np.bool_] | None
    ) -> Rows | None:
        """At least the k nearest recordings, and all that are as near as rounding can tell; None where the boxes rule
        out too little to be worth it."""
        search = _Looking(self, target, weights, k, allowed)
        groups = search.least(*self._groups)
        first = _blocks_of(_smallest(groups, _FIRST_GROUPS), self.low.shape[1])
        within = search.look(first[_smallest(search.least(self.low[:, first], self.high[:, first]), _FIRST_BLOCKS)])[0]
        # What the first look found is only a limit: now everything within it, the nearest blocks first.
        left = _blocks_of(np.flatnonzero(groups <= within), self.low.shape[1])
        least = search.least(self.low[:, left], self.high[:, left])
        distances, rows = np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.intp)
        step, looked = _NEXT_BLOCKS, 0
        while True:
            still = least <= within
            left, least = left[still], least[still]
            if not len(left):
                return rows[distances <= within]
            looked += min(step, len(left))
            if looked > _MOST * self.low.shape[1]:
                return None
            now = _smallest(least, step)
            _, found, theirs = search.look(left[now])
            distances, rows = np.concatenate([distances, found]), np.concatenate([rows, theirs])
            within = min(within, _limit(distances, k))
            keep = distances <= within
            distances, rows = distances[keep], rows[keep]
            least[now] = np.inf
            if np.isinf(within):
                # Fewer than k so far: blocks done are told from those to come by their place alone.
                left, least = np.delete(left, now), np.delete(least, now)
            step *= 2

    @cached_property
    def _groups(self) -> tuple[Floats, Floats]:
        """Boxes around groups of blocks, which are near to one another as they come from one branch of the tree."""
        places = np.arange(0, self.low.shape[1], _GROUP)
        return np.minimum.reduceat(self.low, places, axis=1), np.maximum.reduceat(self.high, places, axis=1)


def in_process(catalogue: Catalogue, knn: KnnIndex, _: Path) -> NeighbourSearch:
    """Search in this process: by blocks where the catalogue is large enough to have them, else by the index's scan."""
    return BlockIndex.stored(catalogue, knn) or knn


class _Looking:
    """One search under way."""

    def __init__(
        self, index: BlockIndex, target: Doubles, weights: Doubles, k: int, allowed: npt.NDArray[np.bool_] | None
    ) -> None:
        asked = np.flatnonzero(weights)
        self._traits = slice(int(asked[0]), int(asked[-1]) + 1)
        self._shares = (weights / weights.sum())[self._traits].astype(np.float32)
        self._target = target[self._traits].astype(np.float32)
        self._index, self._k, self._allowed = index, k, allowed

    def least(self, low: Floats, high: Floats) -> Floats:
        """How near a recording in each box may be: weighted mean squared distance; float32, shape (boxes,)."""
        target = self._target[:, None]
        apart = np.maximum(low[self._traits] - target, target - high[self._traits])
        np.maximum(apart, 0, out=apart)
        np.square(apart, out=apart)
        return np.asarray(np.einsum("i,ij->j", self._shares, apart))

    def look(self, blocks: Blocks) -> tuple[np.float32, Floats, Rows]:
        """The limit that the k-th of some blocks sets, and the distances and rows of those within it."""
        apart = self._index.points[blocks, self._traits]
        apart -= self._target[:, None]
        np.square(apart, out=apart)
        distances = np.einsum("ijk,j->ik", apart, self._shares).ravel()
        rows = self._index.rows[blocks].ravel()
        if self._allowed is not None:
            distances = np.where(self._allowed[rows], distances, np.float32(np.inf))
        within = _limit(distances, self._k)
        # The filling of the last block is NaN and never within.
        near = np.flatnonzero((distances <= within) & (distances < np.inf))
        return within, distances[near], rows[near].astype(np.intp)


def _limit(distances: Floats, k: int) -> np.float32:
    """The k-th smallest distance and what rounding may move it; infinite where there are fewer."""
    if len(distances) < k:
        return np.float32(np.inf)
    last = np.partition(distances, k - 1)[k - 1]
    return np.float32(np.inf) if np.isnan(last) else np.float32(last + _SLACK * max(last, np.float32(1)))


def _smallest(values: Floats, count: int) -> Blocks:
    """Places of the smallest values, in any order."""
    return np.argpartition(values, count)[:count] if count < len(values) else np.arange(len(values))


def _blocks_of(groups: Blocks, blocks: int) -> Blocks:
    found = (groups[:, None] * _GROUP + np.arange(_GROUP)).ravel()
    return found[found < blocks]


def _mask(rows: Rows, count: int) -> npt.NDArray[np.bool_]:
    chosen = np.zeros(count, dtype=bool)
    chosen[rows] = True
    return chosen
