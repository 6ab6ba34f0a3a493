"""From query to tracks: filter, rank, relax, explain."""

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.errors import UserError
from engine.features import TRAIT_NAMES, trait
from engine.recommend.aim import Aim, aim_of
from engine.recommend.filters import Filters
from engine.recommend.knn import Doubles, KnnIndex, Rows
from engine.recommend.query import Constraint, Query
from engine.recommend.reasons import reasons

MOST_OF_AN_ARTIST: Final = 2
_STRIDES: Final = {"none": 1, "some": 8, "much": 40}


@dataclass(frozen=True)
class Match(Track):
    """A track with how well it meets a constraint.

    Parameters
    ----------
    match : int
        0-100. For whole sounds compared by cosine: 100 times the cosine, at least 0. Else ``100 exp(-d^2 / 2)`` with
        d the root mean square distance in standard deviations: 100 at the target, 61 one deviation off, 14 two.
    distance : float
        1 - cosine, or d.
    meets, misses : tuple of str
        ``energy high``; ``tempo low``.
    """

    match: int
    distance: float
    meets: tuple[str, ...]
    misses: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What it meets, then what it misses, marked so."""
        return (*self.meets, *(f"but {missed}" for missed in self.misses))


@dataclass(frozen=True)
class Recommendation:
    """The answer to a constraint.

    Parameters
    ----------
    query : Query
    tracks : tuple of Match
        Nearest first.
    searched, within : int
        Recordings in the catalogue, and those within the hard limits.
    feedback : tuple of str
        What was done to the constraint.
    metric : str
        What ``distance`` and ``match`` were measured by.
    """

    query: Query
    tracks: tuple[Match, ...]
    searched: int
    within: int
    feedback: tuple[str, ...]
    metric: Literal["cosine", "euclidean"]


class Recommender:
    """Recommends tracks of one catalogue. Safe to use from several threads.

    Parameters
    ----------
    catalogue : Catalogue
    knn : KnnIndex
    names : Names

    Attributes
    ----------
    filters : Filters
    """

    def __init__(self, catalogue: Catalogue, knn: KnnIndex, names: Names) -> None:
        self.catalogue = catalogue
        self.knn = knn
        self.names = names
        self.filters = Filters(catalogue, names)

    def recommend(self, query: Query) -> Recommendation:
        """The tracks that meet a query best.

        Over recordings; limits hold, unless fewer than asked are left: then limits that are not hard are relaxed one
        after the other, the last said first, and the feedback says so. An artist is shown at most twice, unless
        artists were asked for. The same query gives the same answer.

        Raises
        ------
        UserError
            If nothing is asked for, or nothing in the catalogue is within the hard limits.
        """
        if query.empty:
            raise UserError(
                "Tell me what you want to hear.",
                'Try energy:high mood:happy, genre:techno tempo:>130 or like:"a track".',
            )
        feedback = list(query.notes)
        aim = aim_of(self.catalogue.levels, self.knn, query, feedback)
        pool = np.flatnonzero(self.filters.mask(query))
        within = len(pool)
        query, chosen = self._relaxed(query, aim, pool, feedback)
        if not chosen:
            raise self.filters.nothing_within(query)
        limited = within + len(query.like) + len(query.unlike) < len(self.catalogue)
        pools = f"{len(self.catalogue):,} recordings" + (
            f" -> {within:,} within your limits" if limited else " searched"
        )
        feedback.insert(0, pools)
        shown = _slice(chosen, query)
        if not shown:
            raise UserError("That was all: no further track is within your limits.", "Relax a limit.")
        if len(shown) < query.limit:
            feedback.append(f"only {len(shown)} of {query.limit}: nothing else is within your limits")
        tracks = self._matches(query, aim, np.array(shown))
        metric: Literal["cosine", "euclidean"] = "euclidean" if aim.weights is not None else "cosine"
        return Recommendation(query, tracks, len(self.catalogue), within, tuple(feedback), metric)

    def _relaxed(self, query: Query, aim: Aim, pool: Rows, feedback: list[str]) -> tuple[Query, list[int]]:
        """The query relaxed as far as it takes to find enough, and the recordings found, best first."""
        wanted = query.limit + query.skip
        needed = wanted * _STRIDES[query.surprise]
        within = len(pool)
        chosen = self._best(query, aim, pool, needed)
        loose = [
            name
            for name, constraint in query.constraints.items()
            if not constraint.hard and (constraint.low is not None or constraint.high is not None)
        ]
        while len(chosen) < wanted and loose:
            name, before = loose.pop(), query
            # An artist shown at most twice may need more than just enough.
            for enough in (wanted, 3 * wanted):
                wider, pool = self._widened(before, name, enough)
                if wider is not None:
                    query = before.with_constraint(name, wider)
                    chosen = list(dict.fromkeys([*chosen, *self._best(query, aim, pool, needed)]))
                if len(chosen) >= wanted:
                    break
            if query is not before:
                feedback.append(_told_relaxed(name, query.constraints[name], within))
        return query, chosen

    def _widened(self, query: Query, name: str, enough: int) -> tuple[Constraint | None, Rows]:
        """The constraint on a trait, relaxed until ``enough`` recordings lie within it, and the pool it makes."""
        constraint = query.constraints[name]
        low, high = self.filters.bounds(name, constraint)
        others = np.flatnonzero(self.filters.mask(query, without=name))
        values = self.catalogue.traits[others, TRAIT_NAMES.index(name)].astype(np.float64)
        beyond = np.maximum(np.maximum(low - values, values - high), 0)
        others, beyond = others[~np.isnan(beyond)], beyond[~np.isnan(beyond)]
        reach = float(np.sort(beyond)[min(enough, len(beyond)) - 1]) if len(beyond) else 0.0
        if reach == 0:
            return None, others[beyond == 0]
        # Rounded outward to a figure that people would say.
        step = 1.0 if trait(name).high > 1 else 0.01
        wider = replace(
            constraint,
            low=None if constraint.low is None else round(math.floor((low - reach) / step) * step, 2),
            high=None if constraint.high is None else round(math.ceil((high + reach) / step) * step, 2),
        )
        return wider, np.flatnonzero(self.filters.mask(query.with_constraint(name, wider)))

    def _best(self, query: Query, aim: Aim, pool: Rows, needed: int) -> list[int]:
        """The best of the pool in order, no artist too often; more are looked at until enough are found."""
        among = None if len(pool) == len(self.catalogue) else pool
        look = 4 * needed + 60
        while True:
            ordered = self._ordered(aim, among, look)
            chosen = ordered if query.artists else self._capped(ordered)
            if len(chosen) >= needed or len(ordered) < look or look >= len(pool):
                return chosen[:needed]
            look *= 4

    def _ordered(self, aim: Aim, among: Rows | None, look: int) -> list[int]:
        if aim.weights is not None and not aim.weights.any():
            # Only limits were asked for: the best known within them.
            rows = np.arange(len(self.catalogue)) if among is None else among
            return [int(row) for row in rows[np.argsort(-self._popularity(rows), kind="stable")][:look]]
        if aim.whole:
            return [int(row) for row in self.knn.nearest(aim.target, look, weights=aim.weights, among=among)[0]]
        assert aim.weights is not None  # a part of a sound has no direction
        # Half a point of match is nothing that anybody hears: among equal matches the better known comes first. All
        # that may share the last match must be seen, so more are fetched.
        rows, distances = self.knn.nearest(aim.target, max(4 * look, 2000), weights=aim.weights, among=among)
        order = np.lexsort((distances, -self._popularity(rows), -_match(distances, cosine=False)))
        return [int(row) for row in rows[order][:look]]

    def _popularity(self, rows: Rows) -> npt.NDArray[np.float32]:
        return self.catalogue.rank_popularity[rows]

    def _capped(self, rows: list[int]) -> list[int]:
        shown: dict[int, int] = {}
        kept = []
        for row in rows:
            artist = int(self.catalogue.main_artists[row])
            shown[artist] = shown.get(artist, 0) + 1
            if shown[artist] <= MOST_OF_AN_ARTIST:
                kept.append(row)
        return kept

    def _matches(self, query: Query, aim: Aim, rows: Rows) -> tuple[Match, ...]:
        if aim.weights is None:
            distances = 1 - self.knn.exact_cosines(rows, aim.target)
        elif aim.weights.any():
            distances = self.knn.exact_distances(rows, aim.target, aim.weights)
        else:
            distances = np.zeros(len(rows))
        matches = _match(distances, cosine=aim.weights is None)
        found = []
        for track, match, distance in zip(self.catalogue.tracks(rows), matches, distances, strict=True):
            meets, misses = reasons(self.catalogue.levels, self.knn, query, aim, track)
            found.append(Match(**vars(track), match=int(match), distance=float(distance), meets=meets, misses=misses))
        return tuple(found)


def _match(distances: Doubles, *, cosine: bool) -> npt.NDArray[np.int64]:
    scores = 1 - distances if cosine else np.exp(-np.square(distances) / 2)
    return np.asarray(np.rint(100 * np.clip(scores, 0, 1)), dtype=np.int64)


def _slice(chosen: list[int], query: Query) -> list[int]:
    """Those to show: the nearest, or with surprise every so-manyth, beginning at the last of each stride."""
    stride = _STRIDES[query.surprise]
    if len(chosen) < stride * (query.limit + query.skip):
        # A small pool is spread as far as it goes.
        stride = max(1, len(chosen) // (query.limit + query.skip))
    return chosen[stride - 1 :: stride][query.skip : query.skip + query.limit]


def _told_relaxed(name: str, wider: Constraint, within: int) -> str:
    feature = trait(name)
    where = f"only {within}" if within else "nothing"
    parts = []
    if wider.low is not None:
        parts.append(f"down to {feature.format(float(wider.low))}")
    if wider.high is not None:
        parts.append(f"up to {feature.format(float(wider.high))}")
    return f"{where} within your limits: {name} relaxed {' and '.join(parts)}"
