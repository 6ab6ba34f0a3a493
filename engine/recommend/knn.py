"""Exact k-nearest neighbours over standardised features: one pass over the matrix, then the few that remain."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.features import AUDIO, TRAITS

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_BLOCK: Final = 64
# A smaller share of the recordings is picked out first; of a greater one it costs more than to look at all.
_FEW: Final = 1 / 30
# Single precision decides who is examined; double precision decides who is nearer. Those within this of the
# k-th in single precision are examined too, which is a hundred times what rounding can move.
_SLACK: Final = 1e-4


class NeighbourSearch(Protocol):
    """Finds the recordings nearest to a target, exactly, wherever the numbers lie.

    Every implementation gives the same rows and distances, to the last digit and with the same order of ties.
    """

    def nearest(
        self, target: Doubles, k: int, *, weights: Doubles | None = None, among: Rows | None = None
    ) -> tuple[Rows, Doubles]:
        """See ``KnnIndex.nearest``.

        Raises
        ------
        UserError
            If a part of the catalogue cannot be searched at the moment (``busy``).
        """


@dataclass(frozen=True)
class KnnIndex:
    """The catalogue's traits in standard deviations from their mean; a missing value stands at the mean.

    Parameters
    ----------
    standardised : float32, shape (11, n)
        One row a trait, in the order of ``engine.features.TRAITS``.
    squared : float32, shape (11, n)
        Its square.
    directions : float32, shape (9, n)
        The nine audio features, each recording scaled to length 1.
    means, deviations : float64, shape (11,)
    """

    standardised: Floats
    squared: Floats
    directions: Floats
    means: Doubles
    deviations: Doubles

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """The space of a catalogue."""
        return cls.of_traits(catalogue.traits, catalogue.manifest["features"])

    @classmethod
    def of_traits(cls, traits: Floats, features: Mapping[str, Mapping[str, Any]]) -> Self:
        """The space of some rows of a catalogue.

        Parameters
        ----------
        traits : float32, shape (n, 11)
            Raw values, NaN where missing.
        features : mapping
            By trait, ``mean`` and ``std`` over the whole catalogue, as its manifest has them.
        """
        standardised, means, deviations = standardised_traits(traits, features)
        audio = standardised[: len(AUDIO)]
        squared = np.square(standardised)
        lengths = np.sqrt(squared[: len(AUDIO)].sum(axis=0))
        return cls(standardised, squared, audio / np.maximum(lengths, 1e-12), means, deviations)

    def standardise(self, values: Doubles) -> Doubles:
        """Raw trait values, shape (11,), in standard deviations from the mean; NaN becomes 0."""
        return np.nan_to_num((values - self.means) / self.deviations)

    def distances(self, target: Doubles, weights: Doubles, among: Rows | None = None) -> Floats:
        """Weighted mean squared distance of every recording, or of some, to a target.

        ``sum w (x - t)^2 / sum w``, expanded to ``w . x^2 - 2 (w t) . x + const``, so that two matrix-vector
        products serve any choice of weights.

        Parameters
        ----------
        target, weights : float64, shape (11,)
            In standard deviations. Where a weight is 0 the trait is not asked for.
        among : intp, or None
            Only these recordings. As fast as all of them unless they are few.

        Returns
        -------
        float32, shape (n,) or shape of ``among``

        Raises
        ------
        ValueError
            If no weight is positive.
        """
        if not (weights > 0).any():
            raise ValueError("at least one feature must be asked for")
        asked = np.flatnonzero(weights)
        shares = (weights / weights.sum())[asked]
        first, last = int(asked[0]), int(asked[-1]) + 1
        full = np.zeros(last - first)
        full[asked - first] = shares
        aim = target[first:last]
        squared, standardised = self.squared[first:last], self.standardised[first:last]
        if among is not None:
            squared, standardised = squared[:, among], standardised[:, among]
        square: Floats = _combined(full, squared)
        square -= _combined(2 * full * aim, standardised)
        square += np.float32((full * aim**2).sum())
        return square

    def exact_distances(self, rows: Rows, target: Doubles, weights: Doubles) -> Doubles:
        """Root of the weighted mean squared distance of some recordings, in double precision.

        To the last digit the same for a recording, whichever others are asked about with it.
        """
        asked = np.flatnonzero(weights)
        apart = self.standardised[asked[:, None], rows].astype(np.float64) - target[asked, None]
        return np.sqrt(_one_by_one(weights[asked] / math.fsum(weights), np.square(apart)))

    def cosines(self, target: Doubles, among: Rows | None = None) -> Floats:
        """Cosine similarity of the nine audio features of every recording, or of some, to a target; float32."""
        aim = target[: len(AUDIO)]
        directions = self.directions if among is None else self.directions[:, among]
        return _combined(aim / max(float(np.linalg.norm(aim)), 1e-12), directions)

    def exact_cosines(self, rows: Rows, target: Doubles) -> Doubles:
        """``cosines`` of some recordings in double precision, to the last digit as ``exact_distances`` is."""
        audio = self.standardised[: len(AUDIO), rows].astype(np.float64)
        aim = target[: len(AUDIO)]
        lengths = np.sqrt(_one_by_one(np.ones(len(AUDIO)), np.square(audio))) * math.sqrt(math.fsum(aim * aim))
        return np.asarray(_one_by_one(aim, audio) / np.maximum(lengths, 1e-12))

    def nearest(
        self, target: Doubles, k: int, *, weights: Doubles | None = None, among: Rows | None = None
    ) -> tuple[Rows, Doubles]:
        """The k recordings closest to a target, exactly.

        Parameters
        ----------
        target : float64, shape (11,)
            In standard deviations.
        k : int
        weights : float64, shape (11,), or None
            Weighted Euclidean distance; None compares the nine audio features by cosine.
        among : intp, ascending, or None
            Only these recordings.

        Returns
        -------
        rows : intp, shape (min(k, candidates),)
        distances : float64
            Ascending; root mean square distance, or 1 - cosine. Ties in catalogue order.
        """
        few = among if among is not None and len(among) < _FEW * self.standardised.shape[1] else None
        scores = -self.cosines(target, few) if weights is None else self.distances(target, weights, few)
        if among is not None and few is None:
            scores = scores[among]
        candidates = smallest(scores, k, slack=_SLACK)
        rows = candidates if among is None else among[candidates]
        exact = 1 - self.exact_cosines(rows, target) if weights is None else self.exact_distances(rows, target, weights)
        order = np.argsort(exact, kind="stable")[:k]
        return rows[order], exact[order]


def standardised_traits(traits: Floats, features: Mapping[str, Mapping[str, Any]]) -> tuple[Floats, Doubles, Doubles]:
    """Standardise raw values as ``KnnIndex.of_traits`` takes them.

    Returns
    -------
    standardised : float32, shape (11, n)
        A missing value stands at the mean.
    means, deviations : float64, shape (11,)
    """
    means = np.array([features[feature.name]["mean"] for feature in TRAITS])
    deviations = np.array([features[feature.name]["std"] or 1.0 for feature in TRAITS])
    standardised = np.array(traits.T, dtype=np.float32, order="C")
    standardised -= means[:, None].astype(np.float32)
    standardised /= deviations[:, None].astype(np.float32)
    return np.nan_to_num(standardised, copy=False), means, deviations


OpenSearch: TypeAlias = Callable[[Catalogue, KnnIndex, Path], NeighbourSearch]
"""Opens the search of a catalogue, given a directory of fitted models."""


def merged(parts: Sequence[tuple[Rows, Doubles]], k: int) -> tuple[Rows, Doubles]:
    """The k nearest among what searches of different recordings found, each its own k nearest.

    Examples
    --------
    >>> rows, distances = merged([(np.array([7, 3]), np.array([0.1, 0.5])), (np.array([1]), np.array([0.5]))], 2)
    >>> rows.tolist(), distances.tolist()
    ([7, 1], [0.1, 0.5])
    """
    if not parts:
        return np.zeros(0, dtype=np.intp), np.zeros(0)
    rows, distances = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((rows, distances))[:k]
    return rows[order], distances[order]


def _one_by_one(weights: Doubles, rows: Doubles) -> Doubles:
    """The weighted sum of rows, added one after the other.

    A product of matrices rounds a column by the columns beside it; then the same sound, searched in two places, would
    stand at two distances.
    """
    total = np.zeros(rows.shape[1])
    for weight, row in zip(weights, rows, strict=True):
        total += weight * row
    return total


def _combined(weights: Doubles, rows: Floats) -> Floats:
    """The weighted sum of rows. Not BLAS, whose threads take turns of 50 ms where the cores are busy; 0.1 ms here."""
    return np.asarray(np.einsum("i,ij->j", weights.astype(np.float32), rows))


def smallest(scores: Floats | Doubles, k: int, *, slack: float = 0.0) -> Rows:
    """Places of at least the k smallest scores, ascending by place, and of all within ``slack`` of the k-th.

    The k-th smallest of the minima of blocks is a bound on the k-th smallest score, since k blocks hold one at or
    below it. Finding it is cheaper than partitioning all scores, and few of them pass it.
    """
    count = len(scores)
    if k >= count:
        return np.arange(count)
    blocks = count // _BLOCK
    if k < blocks:
        # A block is a column here, every so-manyth score: so minima are taken along the memory, ten times faster.
        minima = scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).min(axis=0)
        bound = np.partition(minima, k - 1)[k - 1] if k else minima.min()
        few = np.flatnonzero(scores <= bound + np.float32(slack))
    else:
        few = np.arange(count)
    if k and len(few) > k:
        last = np.partition(scores[few], k - 1)[k - 1]
        few = few[scores[few] <= last + np.float32(slack)]
    return few
