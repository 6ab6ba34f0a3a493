"""From preferences to tracks: who is in the pool, who is nearest, who is shown, and why."""

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
from engine.errors import Mistake
from engine.features import AUDIO_NAMES, LEVELS, TRAIT_NAMES, trait
from engine.recommend.moods import percentiles
from engine.recommend.neighbours import Doubles, Rows, Space
from engine.recommend.preferences import Point, Preferences, Wish

MOST_OF_AN_ARTIST: Final = 2
# A wish said in so many words outweighs what a mood implies, and both outweigh one feature among a seed's nine.
_SAID, _MOOD, _SEED = 1.0, 0.7, 0.25
# Rocchio's formula for relevance feedback: how strongly an anti-seed pushes the target away.
_AWAY: Final = 0.5
_STRIDES: Final = {"none": 1, "some": 8, "much": 40}
_MARKS: Final = tuple(LEVELS.values())


@dataclass(frozen=True)
class Match(Track):
    """A track with how well it meets a wish.

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
    """The answer to a wish.

    Parameters
    ----------
    preferences : Preferences
    tracks : tuple of Match
        Nearest first.
    searched, within : int
        Recordings in the catalogue, and those within the hard limits.
    feedback : tuple of str
        What was done to the wish.
    metric : str
        What ``distance`` and ``match`` were measured by.
    """

    preferences: Preferences
    tracks: tuple[Match, ...]
    searched: int
    within: int
    feedback: tuple[str, ...]
    metric: Literal["cosine", "euclidean"]


@dataclass(frozen=True)
class Aim:
    """Where preferences point.

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


def recommend(catalogue: Catalogue, space: Space, names: Names, preferences: Preferences) -> Recommendation:
    """The tracks that meet preferences best.

    Over recordings; hard limits hold, unless fewer than asked are left: then limits that were not said with ``!`` are
    widened one after the other, the last said first, and the feedback says so. An artist is shown at most twice,
    unless artists were asked for. The same preferences give the same answer.

    Raises
    ------
    Mistake
        If nothing is asked for, or nothing in the catalogue is within the firm limits.
    """
    if preferences.empty:
        raise Mistake(
            "Tell me what you want to hear.", 'Try energy:high mood:happy, genre:techno tempo:>130 or like:"a track".'
        )
    feedback = list(preferences.notes)
    aim = aim_of(catalogue, space, preferences, feedback)
    pool, loosened = _pool(catalogue, names, preferences)
    needed = (preferences.limit + preferences.skip) * _STRIDES[preferences.surprise]
    within = len(pool)
    chosen = _chosen(catalogue, space, preferences, aim, pool, needed)
    asked = preferences
    while len(chosen) < preferences.limit + preferences.skip and loosened:
        name = loosened.pop()
        # An artist shown at most twice may need more than just enough.
        for enough in (preferences.limit + preferences.skip, 3 * (preferences.limit + preferences.skip)):
            wider, pool = _widened(catalogue, names, asked, name, enough)
            if wider is not None:
                preferences = asked.with_wish(name, wider)
                chosen = _unique([*chosen, *_chosen(catalogue, space, preferences, aim, pool, needed)])
            if len(chosen) >= preferences.limit + preferences.skip:
                break
        if preferences is not asked:
            feedback.append(_loosened(name, preferences.wishes[name], within))
        asked = preferences
    if not chosen:
        raise _nothing(catalogue, names, preferences)
    limited = within + len(preferences.like) + len(preferences.unlike) < len(catalogue)
    pools = f"{len(catalogue):,} recordings" + (f" -> {within:,} within your limits" if limited else " searched")
    feedback.insert(0, pools)
    shown = _slice(chosen, preferences)
    if not shown:
        raise Mistake(
            "That was all: no further track is within your limits.", "Widen a limit, or press Others no more."
        )
    if len(shown) < preferences.limit:
        feedback.append(f"only {len(shown)} of {preferences.limit}: nothing else is within your limits")
    tracks = _matches(catalogue, space, preferences, aim, np.array(shown))
    return Recommendation(
        preferences,
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


def aim_of(catalogue: Catalogue, space: Space, preferences: Preferences, feedback: list[str]) -> Aim:
    """The target and weights that preferences make; remarks on them go to ``feedback``."""
    levels = catalogue.levels
    target = np.zeros(len(TRAIT_NAMES))
    weights = np.zeros(len(TRAIT_NAMES))
    seeded = bool(preferences.like or preferences.unlike)
    if seeded:
        liked, unliked = (_mean(space, tracks) for tracks in (preferences.like, preferences.unlike))
        target = liked - _AWAY * unliked
        weights[: len(AUDIO_NAMES)] = _SEED
    for name, percentile in percentiles(preferences.moods).items():
        place = TRAIT_NAMES.index(name)
        target[place] = _standardised(space, name, value_at(levels, name, percentile))
        weights[place] = _MOOD
    for name, wish in preferences.wishes.items():
        if wish.target is not None:
            place = TRAIT_NAMES.index(name)
            target[place] = _standardised(space, name, raw(levels, name, wish.target))
            weights[place] = _SAID
    plain_seeds = (
        seeded and not preferences.moods and not any(wish.target is not None for wish in preferences.wishes.values())
    )
    whole = plain_seeds or all(
        name in preferences.wishes and isinstance(preferences.wishes[name].target, float) for name in AUDIO_NAMES
    )
    if whole and preferences.metric != "euclidean" and not weights[len(AUDIO_NAMES) :].any():
        return Aim(target, None, True)
    if preferences.metric == "cosine":
        feedback.append("cosine compares whole sounds; for a few traits the weighted distance is used")
    return Aim(target, weights, whole)


def raw(levels: Mapping[str, list[float]], name: str, point: Point) -> float:
    """A level word or number as a raw value."""
    return value_at(levels, name, LEVELS[point]) if isinstance(point, str) else point


def _standardised(space: Space, name: str, value: float) -> float:
    place = TRAIT_NAMES.index(name)
    return float((value - space.means[place]) / space.deviations[place])


def _mean(space: Space, tracks: tuple[Track, ...]) -> Doubles:
    if not tracks:
        return np.zeros(len(TRAIT_NAMES))
    return np.asarray(space.standardised[:, [track.recording for track in tracks]].astype(np.float64).mean(axis=1))


def _bounds(catalogue: Catalogue, name: str, wish: Wish) -> tuple[float, float]:
    levels = catalogue.levels
    low = -math.inf if wish.low is None else raw(levels, name, wish.low)
    high = math.inf if wish.high is None else raw(levels, name, wish.high)
    return low, high


def _mask(catalogue: Catalogue, names: Names, preferences: Preferences, without: str = "") -> npt.NDArray[np.bool_]:
    """Which recordings are within all hard limits, but for those on the trait ``without``."""
    if preferences.genres:
        allowed = np.zeros(len(catalogue), dtype=bool)
        for genre in preferences.genres:
            allowed[catalogue.genre_members(genre)] = True
    else:
        allowed = np.ones(len(catalogue), dtype=bool)
    for genre in preferences.not_genres:
        allowed[catalogue.genre_members(genre)] = False
    if preferences.artists:
        theirs = np.zeros(len(catalogue), dtype=bool)
        for artist in preferences.artists:
            theirs[names.artist_recordings(artist)] = True
        allowed &= theirs
    for artist in preferences.not_artists:
        allowed[names.artist_recordings(artist)] = False
    if preferences.explicit is not None:
        allowed &= catalogue.explicit == preferences.explicit
    for name, wish in preferences.wishes.items():
        low, high = _bounds(catalogue, name, wish)
        if name != without and (low > -math.inf or high < math.inf):
            values = catalogue.traits[:, TRAIT_NAMES.index(name)]
            # A missing tempo is in no range: every comparison with NaN is false.
            allowed &= (values >= np.float32(low)) & (values <= np.float32(high))
        elif name == "tempo" and wish.target is not None:
            allowed &= ~np.isnan(catalogue.traits[:, TRAIT_NAMES.index(name)])
    for track in (*preferences.like, *preferences.unlike):
        allowed[track.recording] = False
    return allowed


def within(catalogue: Catalogue, names: Names, preferences: Preferences) -> Rows:
    """Recordings within all hard limits, ascending. Mistake if there is none; the limit in the way is named."""
    rows = np.flatnonzero(_mask(catalogue, names, preferences))
    if not len(rows):
        raise _nothing(catalogue, names, preferences)
    return rows


def _pool(catalogue: Catalogue, names: Names, preferences: Preferences) -> tuple[Rows, list[str]]:
    """Recordings within the hard limits, and the traits whose limits may be widened, the last said last."""
    loose = [
        name
        for name, wish in preferences.wishes.items()
        if not wish.firm and (wish.low is not None or wish.high is not None)
    ]
    return np.flatnonzero(_mask(catalogue, names, preferences)), loose


def _widened(
    catalogue: Catalogue, names: Names, preferences: Preferences, name: str, enough: int
) -> tuple[Wish | None, Rows]:
    """The wish for a trait with its limits moved out as far as ``enough`` recordings lie, and the pool it makes."""
    wish = preferences.wishes[name]
    low, high = _bounds(catalogue, name, wish)
    others = np.flatnonzero(_mask(catalogue, names, preferences, without=name))
    values = catalogue.traits[others, TRAIT_NAMES.index(name)].astype(np.float64)
    beyond = np.maximum(np.maximum(low - values, values - high), 0)
    others, beyond = others[~np.isnan(beyond)], beyond[~np.isnan(beyond)]
    reach = float(np.sort(beyond)[min(enough, len(beyond)) - 1]) if len(beyond) else 0.0
    if reach == 0:
        return None, others[beyond == 0]
    # Rounded outward to a figure that people would say.
    step = 1.0 if trait(name).high > 1 else 0.01
    wider = replace(
        wish,
        low=None if wish.low is None else round(math.floor((low - reach) / step) * step, 2),
        high=None if wish.high is None else round(math.ceil((high + reach) / step) * step, 2),
    )
    return wider, np.flatnonzero(_mask(catalogue, names, preferences.with_wish(name, wider)))


def _loosened(name: str, wider: Wish, within: int) -> str:
    feature = trait(name)
    where = f"only {within}" if within else "nothing"
    parts = []
    if wider.low is not None:
        parts.append(f"down to {feature.format(float(wider.low))}")
    if wider.high is not None:
        parts.append(f"up to {feature.format(float(wider.high))}")
    return f"{where} within your limits: {name} loosened {' and '.join(parts)}"


def _chosen(
    catalogue: Catalogue, space: Space, preferences: Preferences, aim: Aim, pool: Rows, needed: int
) -> list[int]:
    """The nearest of the pool in order, no artist too often; more are looked at until enough are found."""
    among = None if len(pool) == len(catalogue) else pool
    look = 4 * needed + 60
    while True:
        ordered = _ordered(catalogue, space, aim, among, look)
        chosen = ordered if preferences.artists else _capped(catalogue, ordered)
        if len(chosen) >= needed or len(ordered) < look or look >= len(pool):
            return chosen[:needed]
        look *= 4


def _ordered(catalogue: Catalogue, space: Space, aim: Aim, among: Rows | None, look: int) -> list[int]:
    if aim.weights is not None and not aim.weights.any():
        # Only limits were asked for: the best known within them.
        rows = np.arange(len(catalogue)) if among is None else among
        return [int(row) for row in rows[np.argsort(-_popularity(catalogue, rows), kind="stable")][:look]]
    if aim.whole:
        return [int(row) for row in space.nearest(aim.target, look, weights=aim.weights, among=among)[0]]
    assert aim.weights is not None  # a part of a sound has no direction
    # Half a point of match is nothing that anybody hears: among equal matches the better known comes first. All
    # that may share the last match must be seen, hence the wider look.
    rows, distances = space.nearest(aim.target, max(4 * look, 2000), weights=aim.weights, among=among)
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


def _slice(chosen: list[int], preferences: Preferences) -> list[int]:
    """Those to show: the nearest, or with surprise every so-manyth, beginning at the last of each stride."""
    stride = _STRIDES[preferences.surprise]
    if len(chosen) < stride * (preferences.limit + preferences.skip):
        # A small pool is spread as far as it goes.
        stride = max(1, len(chosen) // (preferences.limit + preferences.skip))
    return chosen[stride - 1 :: stride][preferences.skip : preferences.skip + preferences.limit]


def _matches(catalogue: Catalogue, space: Space, preferences: Preferences, aim: Aim, rows: Rows) -> tuple[Match, ...]:
    if aim.weights is None:
        distances = 1 - space.exact_cosines(rows, aim.target)
    elif aim.weights.any():
        distances = space.exact_distances(rows, aim.target, aim.weights)
    else:
        distances = np.zeros(len(rows))
    matches = _match(distances, cosine=aim.weights is None)
    found = []
    for track, match, distance in zip(catalogue.tracks(rows), matches, distances, strict=True):
        meets, misses = _reasons(catalogue, space, preferences, aim, track)
        found.append(Match(**vars(track), match=int(match), distance=float(distance), meets=meets, misses=misses))
    return tuple(found)


def _reasons(
    catalogue: Catalogue, space: Space, preferences: Preferences, aim: Aim, track: Track
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which wishes a track meets and which it misses, in words."""
    levels = catalogue.levels
    meets: list[str] = []
    misses: list[str] = []
    asked = percentiles(preferences.moods)
    aimed: dict[str, Point] = {
        name: level_of(levels, name, value_at(levels, name, mark)) for name, mark in asked.items()
    }
    aimed |= {name: wish.target for name, wish in preferences.wishes.items() if wish.target is not None}
    for name, point in aimed.items():
        value = track.values[name]
        if isinstance(point, str):
            level = level_of(levels, name, value)
            order = list(LEVELS)
            apart = abs(order.index(level) - order.index(point))
            # One level off is near enough for what a mood implies, and beyond an end is more of the same.
            (meets if apart == 0 or (apart == 1 and name not in preferences.wishes) else misses).append(
                f"{name} {level}"
            )
        else:
            near = abs(value - point) <= space.deviations[TRAIT_NAMES.index(name)] / 4
            (meets if near else misses).append(f"{name} {trait(name).format(value)}")
    for name, wish in preferences.wishes.items():
        if wish.target is None:
            low, high = _bounds(catalogue, name, wish)
            (meets if low <= track.values[name] <= high else misses).append(
                f"{name} {trait(name).format(track.values[name])}"
            )
    if (preferences.like or preferences.unlike) and not aimed:
        seed_meets, seed_misses = _against_seed(space, levels, aim.target, track)
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
    space: Space, levels: Mapping[str, list[float]], target: Doubles, track: Track
) -> tuple[list[str], list[str]]:
    """The three features nearest to a whole sound, and the one furthest if it can be heard."""
    own = space.standardised[: len(AUDIO_NAMES), track.recording].astype(np.float64)
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


def _nothing(catalogue: Catalogue, names: Names, preferences: Preferences) -> Mistake:
    """No recording is within firm limits: say which limit, and what would do."""
    for name, wish in reversed(list(preferences.wishes.items())):
        low, high = _bounds(catalogue, name, wish)
        if low == -math.inf and high == math.inf:
            continue
        values = catalogue.traits[_mask(catalogue, names, preferences, without=name), TRAIT_NAMES.index(name)]
        values = values[~np.isnan(values)]
        if len(values):
            near = float(values[np.argmin(np.maximum(low - values, values - high))])
            way_out = "without the !, or another limit" if wish.firm else "another limit"
            return Mistake(
                f"No recording is within your limits: {name} stands in the way.",
                f"The nearest has {name} {trait(name).format(near)}; try {way_out}.",
                code="not_found",
            )
    return Mistake(
        "No recording is within your limits.", "Take away one of genre, artist or explicit.", code="not_found"
    )
