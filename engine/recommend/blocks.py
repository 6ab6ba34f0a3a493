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

BLOCK: Final = 128
"""Recordings in a block."""
DIRECTORY: Final = "blocks"
LEAST: Final = 300_000
"""Recordings from which on a build makes blocks; smaller catalogues are scanned as fast."""

_ARRAYS: Final = ("points", "rows", "low", "high")
_GROUP: Final = 32  # blocks whose boxes are looked at together
# The nearest groups, and how many of their blocks are looked at, to find a limit before all within it are looked at.
_FIRST: Final = ((4, 16), (24, 64))
# Blocks looked at at once: their numbers stay in the processor's cache, and what they find narrows the limit.
_STEP: Final = 64
# Of a smaller share of the recordings, the few are scanned.
_WEAK: Final = 1 / 30
_MOST: Final = 1 / 4  # of the blocks: from so many on the scan is as fast
# Single precision decides what is looked at; a hundred times what rounding can move.
_SLACK: Final = np.float32(1e-4)
_ANY: Final = np.finfo(np.float32).max  # a limit that is none; what is ruled out is farther, at infinity

Blocks = npt.NDArray[np.intp]


@dataclass(frozen=True)
class BlockIndex:
    """A ``NeighbourSearch`` by blocks, for weighted distances; for cosines and strong filters the index's scan.

    Parameters
    ----------
    knn : KnnIndex
    points : float32, shape (blocks, 11, recordings in a block)
        The standardised traits, block after block. The last block is filled up with NaN.
    rows : int32, shape (blocks, recordings in a block)
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
        for groups, blocks in _FIRST:
            search.open_groups(groups)
            search.look(blocks)
        search.open_groups()
        while search.left:
            if search.looked > _MOST * len(self.points):
                return None
            search.look(_STEP)
        return search.found

    @cached_property
    def boxes(self) -> Floats:
        """The least and greatest values of the blocks of each group, which are near to one another as they come from
        one branch of the tree; float32, shape (groups, 2, 11, 32). What fills up the last group is infinitely far."""
        groups = -(-len(self.points) // _GROUP)
        both = np.full((2, len(self.low), groups * _GROUP), np.inf, dtype=np.float32)
        both[:, :, : len(self.points)] = self.low, self.high
        return np.ascontiguousarray(both.reshape(2, -1, groups, _GROUP).transpose(2, 0, 1, 3))

    @cached_property
    def around(self) -> Floats:
        """A box around each group; float32, shape (2, 11, groups)."""
        starts = np.arange(0, len(self.points), _GROUP)
        low, high = np.minimum.reduceat(self.low, starts, axis=1), np.maximum.reduceat(self.high, starts, axis=1)
        return np.stack([low, high])


def in_process(catalogue: Catalogue, knn: KnnIndex, _: Path) -> NeighbourSearch:
    """Search in this process: by blocks where the catalogue is large enough to have them, else by the index's scan."""
    return BlockIndex.stored(catalogue, knn) or knn


class _Looking:
    """One search under way.

    Attributes
    ----------
    looked : int
        Blocks looked at so far.
    """

    def __init__(
        self, index: BlockIndex, target: Doubles, weights: Doubles, k: int, allowed: npt.NDArray[np.bool_] | None
    ) -> None:
        asked = np.flatnonzero(weights)
        self._traits = slice(int(asked[0]), int(asked[-1]) + 1)
        self._shares = (weights / weights.sum())[self._traits].astype(np.float32)
        self._target = target[self._traits].astype(np.float32)[:, None]
        self._index, self._k, self._allowed = index, k, allowed
        # No recording farther than this is among the k nearest.
        self._within = np.float32(_ANY)
        self._groups = self._shares @ self._beyond(*index.around)
        self._blocks, self._least = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        self._distances, self._rows = np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.intp)
        self.looked = 0

    @property
    def left(self) -> bool:
        """Whether opened blocks are left that may hold one of the k nearest."""
        return bool(len(self._blocks))

    @property
    def found(self) -> Rows:
        """The recordings found within the limit, in any order."""
        return self._rows

    def open_groups(self, count: int | None = None) -> None:
        """Open the nearest groups within the limit, or all: measure how near each of their blocks is."""
        groups = np.flatnonzero(self._groups <= self._within)
        if count is not None:
            groups = groups[_smallest(self._groups[groups], count)]
        self._groups[groups] = np.inf
        boxes = self._index.boxes[groups]
        least = np.einsum("i,gij->gj", self._shares, self._beyond(boxes[:, 0], boxes[:, 1])).ravel()
        self._blocks = np.concatenate([self._blocks, (groups[:, None] * _GROUP + np.arange(_GROUP)).ravel()])
        self._least = np.concatenate([self._least, least])
        self._keep_near()

    def look(self, count: int) -> None:
        """Look at the nearest of the opened blocks."""
        nearest = _smallest(self._least, count)
        blocks = self._blocks[nearest]
        self._least[nearest] = np.inf
        self.looked += len(blocks)
        apart = self._index.points[blocks, self._traits]
        apart -= self._target
        np.square(apart, out=apart)
        distances = np.einsum("ijk,j->ik", apart, self._shares)
        if self._allowed is not None:
            distances[~self._allowed[self._index.rows[blocks]]] = np.inf
        # The filling of the last block is NaN and never within.
        block, place = np.nonzero(distances <= self._within)
        self._distances = np.concatenate([self._distances, distances[block, place]])
        self._rows = np.concatenate([self._rows, self._index.rows[blocks[block], place]])
        if len(self._distances) >= self._k:
            last = np.partition(self._distances, self._k - 1)[self._k - 1]
            self._within = min(self._within, np.float32(last + _SLACK * max(last, np.float32(1))))
            near = self._distances <= self._within
            self._distances, self._rows = self._distances[near], self._rows[near]
        self._keep_near()

    def _beyond(self, low: Floats, high: Floats) -> Floats:
        """The square of how far the target lies outside of boxes, by trait; float32, shape (..., traits, boxes)."""
        apart = np.maximum(low[..., self._traits, :] - self._target, self._target - high[..., self._traits, :])
        np.maximum(apart, 0, out=apart)
        return np.asarray(np.square(apart, out=apart))

    def _keep_near(self) -> None:
        """Forget opened blocks that were looked at or lie beyond the limit."""
        near = self._least <= self._within
        self._blocks, self._least = self._blocks[near], self._least[near]


def _smallest(values: Floats, count: int) -> Blocks:
    """Places of the smallest values, in any order."""
    return np.argpartition(values, count)[:count] if count < len(values) else np.arange(len(values))


def _mask(rows: Rows, count: int) -> npt.NDArray[np.bool_]:
    chosen = np.zeros(count, dtype=bool)
    chosen[rows] = True
    return chosen
