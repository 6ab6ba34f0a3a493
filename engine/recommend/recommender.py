"""From query to tracks: who is in the pool, who is nearest, who is shown, and why."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.errors import UserError
from engine.features import AUDIO_NAMES, LEVELS, TRAIT_NAMES, trait
from engine.recommend.knn import Doubles, KnnIndex, Rows
from engine.recommend.moods import percentiles
from engine.recommend.query import Constraint, Point, Query

MOST_OF_AN_ARTIST: Final = 2
# A constraint said in so many words outweighs what a mood implies, and both outweigh one feature among a seed's nine.
_SAID, _MOOD, _SEED = 1.0, 0.7, 0.25
# Rocchio's formula for relevance feedback: how strongly an anti-seed pushes the target away.
_AWAY: Final = 0.5
_STRIDES: Final = {"none": 1, "some": 8, "much": 40}
_MARKS: Final = tuple(LEVELS.values())


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


@dataclass(frozen=True)
class Aim:
    """Where query point.

    Parameters
    ----------
    target : float64, shape (11,)
        In standard deviations.
    weights : float64, shape (11,), or None
        None: compare the nine audio features by cosine.
    whole : bool
        Whether it is a whole sound, so that distance alone decides; else among equal matches the more popular is first.
    """

    target: Doubles
    weights: Doubles | None
    whole: bool


def recommend(catalogue: Catalogue, knn: KnnIndex, names: Names, query: Query) -> Recommendation:
    """The tracks that meet query best.

    Over recordings; hard limits hold, unless fewer than asked are left: then limits that were not said with ``!`` are
    widened one after the other, the last said first, and the feedback says so. An artist is shown at most twice,
    unless artists were asked for. The same query give the same answer.

    Raises
    ------
    UserError
        If nothing is asked for, or nothing in the catalogue is within the hard limits.
    """
    if query.empty:
        raise UserError(
            "Tell me what you want to hear.", 'Try energy:high mood:happy, genre:techno tempo:>130 or like:"a track".'
        )
    feedback = list(query.notes)
    aim = aim_of(catalogue, knn, query, feedback)
    pool, loosened = _pool(catalogue, names, query)
    needed = (query.limit + query.skip) * _STRIDES[query.surprise]
    within = len(pool)
    chosen = _chosen(catalogue, knn, query, aim, pool, needed)
    asked = query
    while len(chosen) < query.limit + query.skip and loosened:
        name = loosened.pop()
        # An artist shown at most twice may need more than just enough.
        for enough in (query.limit + query.skip, 3 * (query.limit + query.skip)):
            wider, pool = _widened(catalogue, names, asked, name, enough)
            if wider is not None:
                query = asked.with_constraint(name, wider)
                chosen = _unique([*chosen, *_chosen(catalogue, knn, query, aim, pool, needed)])
            if len(chosen) >= query.limit + query.skip:
                break
        if query is not asked:
            feedback.append(_loosened(name, query.constraints[name], within))
        asked = query
    if not chosen:
        raise _nothing(catalogue, names, query)
    limited = within + len(query.like) + len(query.unlike) < len(catalogue)
    pools = f"{len(catalogue):,} recordings" + (f" -> {within:,} within your limits" if limited else " searched")
    feedback.insert(0, pools)
    shown = _slice(chosen, query)
    if not shown:
        raise UserError(
            "That was all: no further track is within your limits.", "Widen a limit, or press Others no more."
        )
    if len(shown) < query.limit:
        feedback.append(f"only {len(shown)} of {query.limit}: nothing else is within your limits")
    tracks = _matches(catalogue, knn, query, aim, np.array(shown))
    return Recommendation(
        query,
        tracks,
        len(catalogue),
        within,
        tuple(feedback),
        "euclidean" if aim.weights is not None else "cosine",
    )


def value_at(levels: Mapping[str, list[float]], name: str, percentile: float) -> float:
    """The raw value of a trait at a percentile, linear between the level marks and flat beyond them."""
    return float(np.interp(percentile, _MARKS, levels[name]))


def level_of(levels: Mapping[str, list[float]], name: str, value: float) -> str:
    """The level word for a raw value: that of the nearest mark, half-way between marks by percentile.

    "high" therefore runs from the 65th to the 87.5th percentile.
    """
    bounds = [(low + high) / 2 for low, high in pairwise(levels[name])]
    return list(LEVELS)[bisect_right(bounds, value)]


def aim_of(catalogue: Catalogue, knn: KnnIndex, query: Query, feedback: list[str]) -> Aim:
    """The target and weights that query make; remarks on them go to ``feedback``."""
    levels = catalogue.levels
    target = np.zeros(len(TRAIT_NAMES))
    weights = np.zeros(len(TRAIT_NAMES))
    seeded = bool(query.like or query.unlike)
    if seeded:
        liked, unliked = (_mean(knn, tracks) for tracks in (query.like, query.unlike))
        target = liked - _AWAY * unliked
        weights[: len(AUDIO_NAMES)] = _SEED
    for name, percentile in percentiles(query.moods).items():
        place = TRAIT_NAMES.index(name)
        target[place] = _standardised(knn, name, value_at(levels, name, percentile))
        weights[place] = _MOOD
    for name, constraint in query.constraints.items():
        if constraint.target is not None:
            place = TRAIT_NAMES.index(name)
            target[place] = _standardised(knn, name, raw(levels, name, constraint.target))
            weights[place] = _SAID
    plain_seeds = (
        seeded
        and not query.moods
        and not any(constraint.target is not None for constraint in query.constraints.values())
    )
    whole = plain_seeds or all(
        name in query.constraints and isinstance(query.constraints[name].target, float) for name in AUDIO_NAMES
    )
    if whole and query.metric != "euclidean" and not weights[len(AUDIO_NAMES) :].any():
        return Aim(target, None, True)
    if query.metric == "cosine":
        feedback.append("cosine compares whole sounds; for a few traits the weighted distance is used")
    return Aim(target, weights, whole)


def raw(levels: Mapping[str, list[float]], name: str, point: Point) -> float:
    """A level word or number as a raw value."""
    return value_at(levels, name, LEVELS[point]) if isinstance(point, str) else point


def _standardised(knn: KnnIndex, name: str, value: float) -> float:
    place = TRAIT_NAMES.index(name)
    return float((value - knn.means[place]) / knn.deviations[place])


def _mean(knn: KnnIndex, tracks: tuple[Track, ...]) -> Doubles:
    if not tracks:
        return np.zeros(len(TRAIT_NAMES))
    return np.asarray(knn.standardised[:, [track.recording for track in tracks]].astype(np.float64).mean(axis=1))


def _bounds(catalogue: Catalogue, name: str, constraint: Constraint) -> tuple[float, float]:
    levels = catalogue.levels
    low = -math.inf if constraint.low is None else raw(levels, name, constraint.low)
    high = math.inf if constraint.high is None else raw(levels, name, constraint.high)
    return low, high


def _mask(catalogue: Catalogue, names: Names, query: Query, without: str = "") -> npt.NDArray[np.bool_]:
    """Which recordings are within all hard limits, but for those on the trait ``without``."""
    if query.genres:
        allowed = np.zeros(len(catalogue), dtype=bool)
        for genre in query.genres:
            allowed[catalogue.genre_members(genre)] = True
    else:
        allowed = np.ones(len(catalogue), dtype=bool)
    for genre in query.not_genres:
        allowed[catalogue.genre_members(genre)] = False
    if query.artists:
        theirs = np.zeros(len(catalogue), dtype=bool)
        for artist in query.artists:
            theirs[names.artist_recordings(artist)] = True
        allowed &= theirs
    for artist in query.not_artists:
        allowed[names.artist_recordings(artist)] = False
    if query.explicit is not None:
        allowed &= catalogue.explicit == query.explicit
    for name, constraint in query.constraints.items():
        low, high = _bounds(catalogue, name, constraint)
        if name != without and (low > -math.inf or high < math.inf):
            values = catalogue.traits[:, TRAIT_NAMES.index(name)]
            # A missing tempo is in no range: every comparison with NaN is false.
            allowed &= (values >= np.float32(low)) & (values <= np.float32(high))
        elif name == "tempo" and constraint.target is not None:
            allowed &= ~np.isnan(catalogue.traits[:, TRAIT_NAMES.index(name)])
    for track in (*query.like, *query.unlike):
        allowed[track.recording] = False
    return allowed


def within(catalogue: Catalogue, names: Names, query: Query) -> Rows:
    """Recordings within all hard limits, ascending. UserError if there is none; the limit in the way is named."""
    rows = np.flatnonzero(_mask(catalogue, names, query))
    if not len(rows):
        raise _nothing(catalogue, names, query)
    return rows


def _pool(catalogue: Catalogue, names: Names, query: Query) -> tuple[Rows, list[str]]:
    """Recordings within the hard limits, and the traits whose limits may be widened, the last said last."""
    loose = [
        name
        for name, constraint in query.constraints.items()
        if not constraint.hard and (constraint.low is not None or constraint.high is not None)
    ]
    return np.flatnonzero(_mask(catalogue, names, query)), loose


def _widened(
    catalogue: Catalogue, names: Names, query: Query, name: str, enough: int
) -> tuple[Constraint | None, Rows]:
    """The constraint for a trait, relaxed until ``enough`` recordings lie within it, and the pool it makes."""
    constraint = query.constraints[name]
    low, high = _bounds(catalogue, name, constraint)
    others = np.flatnonzero(_mask(catalogue, names, query, without=name))
    values = catalogue.traits[others, TRAIT_NAMES.index(name)].astype(np.float64)
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
    return wider, np.flatnonzero(_mask(catalogue, names, query.with_constraint(name, wider)))


def _loosened(name: str, wider: Constraint, within: int) -> str:
    feature = trait(name)
    where = f"only {within}" if within else "nothing"
    parts = []
    if wider.low is not None:
        parts.append(f"down to {feature.format(float(wider.low))}")
    if wider.high is not None:
        parts.append(f"up to {feature.format(float(wider.high))}")
    return f"{where} within your limits: {name} loosened {' and '.join(parts)}"


def _chosen(catalogue: Catalogue, knn: KnnIndex, query: Query, aim: Aim, pool: Rows, needed: int) -> list[int]:
    """The nearest of the pool in order, no artist too often; more are looked at until enough are found."""
    among = None if len(pool) == len(catalogue) else pool
    look = 4 * needed + 60
    while True:
        ordered = _ordered(catalogue, knn, aim, among, look)
        chosen = ordered if query.artists else _capped(catalogue, ordered)
        if len(chosen) >= needed or len(ordered) < look or look >= len(pool):
            return chosen[:needed]
        look *= 4


def _ordered(catalogue: Catalogue, knn: KnnIndex, aim: Aim, among: Rows | None, look: int) -> list[int]:
    if aim.weights is not None and not aim.weights.any():
        # Only limits were asked for: the best known within them.
        rows = np.arange(len(catalogue)) if among is None else among
        return [int(row) for row in rows[np.argsort(-_popularity(catalogue, rows), kind="stable")][:look]]
    if aim.whole:
        return [int(row) for row in knn.nearest(aim.target, look, weights=aim.weights, among=among)[0]]
    assert aim.weights is not None  # a part of a sound has no direction
    # Half a point of match is nothing that anybody hears: among equal matches the better known comes first. All
    # that may share the last match must be seen, hence the wider look.
    rows, distances = knn.nearest(aim.target, max(4 * look, 2000), weights=aim.weights, among=among)
    order = np.lexsort((distances, -_popularity(catalogue, rows), -_match(distances, cosine=False)))
    return [int(row) for row in rows[order][:look]]


def _popularity(catalogue: Catalogue, rows: Rows) -> npt.NDArray[np.float32]:
    return np.asarray(catalogue.traits[rows, TRAIT_NAMES.index("popularity")])


def _match(distances: Doubles, *, cosine: bool) -> npt.NDArray[np.int64]:
    scores = 1 - distances if cosine else np.exp(-np.square(distances) / 2)
    return np.asarray(np.rint(100 * np.clip(scores, 0, 1)), dtype=np.int64)


def _capped(catalogue: Catalogue, rows: list[int]) -> list[int]:
    shown: dict[int, int] = {}
    kept = []
    for row in rows:
        artist = int(catalogue.main_artists[row])
        shown[artist] = shown.get(artist, 0) + 1
        if shown[artist] <= MOST_OF_AN_ARTIST:
            kept.append(row)
    return kept


def _unique(rows: list[int]) -> list[int]:
    return list(dict.fromkeys(rows))


def _slice(chosen: list[int], query: Query) -> list[int]:
    """Those to show: the nearest, or with surprise every so-manyth, beginning at the last of each stride."""
    stride = _STRIDES[query.surprise]
    if len(chosen) < stride * (query.limit + query.skip):
        # A small pool is spread as far as it goes.
        stride = max(1, len(chosen) // (query.limit + query.skip))
    return chosen[stride - 1 :: stride][query.skip : query.skip + query.limit]


def _matches(catalogue: Catalogue, knn: KnnIndex, query: Query, aim: Aim, rows: Rows) -> tuple[Match, ...]:
    if aim.weights is None:
        distances = 1 - knn.exact_cosines(rows, aim.target)
    elif aim.weights.any():
        distances = knn.exact_distances(rows, aim.target, aim.weights)
    else:
        distances = np.zeros(len(rows))
    matches = _match(distances, cosine=aim.weights is None)
    found = []
    for track, match, distance in zip(catalogue.tracks(rows), matches, distances, strict=True):
        meets, misses = _reasons(catalogue, knn, query, aim, track)
        found.append(Match(**vars(track), match=int(match), distance=float(distance), meets=meets, misses=misses))
    return tuple(found)


def _reasons(
    catalogue: Catalogue, knn: KnnIndex, query: Query, aim: Aim, track: Track
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which constraints a track meets and which it misses, in words."""
    levels = catalogue.levels
    meets: list[str] = []
    misses: list[str] = []
    asked = percentiles(query.moods)
    aimed: dict[str, Point] = {
        name: level_of(levels, name, value_at(levels, name, mark)) for name, mark in asked.items()
    }
    aimed |= {
        name: constraint.target for name, constraint in query.constraints.items() if constraint.target is not None
    }
    for name, point in aimed.items():
        value = track.values[name]
        if isinstance(point, str):
            level = level_of(levels, name, value)
            order = list(LEVELS)
            apart = abs(order.index(level) - order.index(point))
            # One level off is near enough for what a mood implies, and beyond an end is more of the same.
            (meets if apart == 0 or (apart == 1 and name not in query.constraints) else misses).append(
                f"{name} {level}"
            )
        else:
            near = abs(value - point) <= knn.deviations[TRAIT_NAMES.index(name)] / 4
            (meets if near else misses).append(f"{name} {trait(name).format(value)}")
    for name, constraint in query.constraints.items():
        if constraint.target is None:
            low, high = _bounds(catalogue, name, constraint)
            (meets if low <= track.values[name] <= high else misses).append(
                f"{name} {trait(name).format(track.values[name])}"
            )
    if (query.like or query.unlike) and not aimed:
        seed_meets, seed_misses = _against_seed(knn, levels, aim.target, track)
        meets += seed_meets
        misses += seed_misses
    return tuple(meets), tuple(misses)


_MORE_LESS: Final = {
    "danceability": ("more danceable", "less danceable"), "energy": ("more energy", "less energy"),
    "loudness": ("louder", "quieter"), "speechiness": ("more spoken", "less spoken"),
    "acousticness": ("more acoustic", "less acoustic"), "instrumentalness": ("more instrumental", "more vocals"),
    "liveness": ("more live", "less live"), "valence": ("happier", "darker"), "tempo": ("faster", "slower"),
}  # fmt: skip


def _against_seed(
    knn: KnnIndex, levels: Mapping[str, list[float]], target: Doubles, track: Track
) -> tuple[list[str], list[str]]:
    """The three features nearest to a whole sound, and the one furthest if it can be heard."""
    own = knn.standardised[: len(AUDIO_NAMES), track.recording].astype(np.float64)
    apart = own - target[: len(AUDIO_NAMES)]
    # What stands out in the sound argues for it; that neither is live argues for nothing.
    tells = np.abs(target[: len(AUDIO_NAMES)]) - 2 * np.abs(apart)
    meets = [
        f"{AUDIO_NAMES[place]} {level_of(levels, AUDIO_NAMES[place], track.values[AUDIO_NAMES[place]])}"
        for place in np.argsort(-tells, kind="stable")[:3]
        if abs(apart[place]) < 0.5 and not math.isnan(track.values[AUDIO_NAMES[place]])
    ]
    far = int(np.argmax(np.abs(apart)))
    misses = [_MORE_LESS[AUDIO_NAMES[far]][int(apart[far] < 0)]] if abs(apart[far]) >= 0.5 else []
    return meets, misses


def _nothing(catalogue: Catalogue, names: Names, query: Query) -> UserError:
    """No recording is within hard limits: say which limit, and what would do."""
    for name, constraint in reversed(list(query.constraints.items())):
        low, high = _bounds(catalogue, name, constraint)
        if low == -math.inf and high == math.inf:
            continue
        values = catalogue.traits[_mask(catalogue, names, query, without=name), TRAIT_NAMES.index(name)]
        values = values[~np.isnan(values)]
        if len(values):
            near = float(values[np.argmin(np.maximum(low - values, values - high))])
            way_out = "without the !, or another limit" if constraint.hard else "another limit"
            return UserError(
                f"No recording is within your limits: {name} stands in the way.",
                f"The nearest has {name} {trait(name).format(near)}; try {way_out}.",
                code="not_found",
            )
    return UserError(
        "No recording is within your limits.", "Take away one of genre, artist or explicit.", code="not_found"
    )
