"""A longer list along a curve: each track near where the curve stands, and easy to mix after the one before it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.deadlines import check_deadline
from engine.errors import UserError
from engine.features import AUDIO_NAMES, TRAIT_NAMES, TRAITS
from engine.recommend.aim import Aim, aim_of
from engine.recommend.knn import Doubles, Rows, smallest
from engine.recommend.mixing import SMOOTH_TEMPO, camelot, key_gap, tempo_gap, wheel
from engine.recommend.query import Constraint, Query
from engine.recommend.recommender import Recommender

MOST_MINUTES: Final = 400
MOST_IN_A_PLAYLIST: Final = 100
_NEAR: Final = 45.0  # seconds from the length asked for that are no matter
_NEAR_CHOSEN: Final = 420.0  # where its first tracks are chosen
_SHARE_LEFT: Final = 0.4  # of a short list, at most
_LOOK: Final = 400  # recordings nearest to the curve that are weighed against each other
_RANKED: Final = 8000  # recordings that are put in order once where the curve stays in one place
# What a candidate costs, in standard deviations from the curve: a change of tempo by a smooth step, a step round the
# circle of fifths beyond the neighbour, a standard deviation of energy; and what a point of its score saves.
_TEMPO, _KEY, _ENERGY, _FIT = 0.15, 0.1, 0.25, 0.3
_ENERGY_PLACE, _TEMPO_PLACE, _DURATION_PLACE, _POPULARITY_PLACE = (
    TRAIT_NAMES.index(name) for name in ("energy", "tempo", "duration", "popularity")
)

# BPM off a tempo that is said as a number which cost as much as a standard deviation from the curve.
_BPM: Final = 2.0
_FAR: Final = 20.0  # what an unknown tempo costs then
_FEWEST_NEAR: Final = 20
Rise: TypeAlias = Literal["even", "late", "early"]
RISES: Final[tuple[Rise, ...]] = ("even", "late", "early")
_POWERS: Final = {"even": 1.0, "late": 2.0, "early": 0.5}

_SHARES: Final = np.array([feature.high == 1 for feature in TRAITS])

End: TypeAlias = tuple[Doubles, Doubles]
"""Where a list begins or ends: target and weights, each float64 of shape (11,), in standard deviations."""


@dataclass(frozen=True)
class Listed(Track):
    """A track of a playlist.

    Parameters
    ----------
    key : str
        Its place on the Camelot wheel (``8A`` is A minor, ``8B`` C major); empty if unknown.
    starts : float
        Seconds from the beginning of the list.
    """

    key: str
    starts: float


@dataclass(frozen=True)
class Playlist:
    """A list in playing order.

    Parameters
    ----------
    query : Query
        Where it starts, and its hard limits.
    to : Query
        Where it ends; empty if it stays.
    tracks : tuple of Listed
    curve : str
        The feature that changes most on the way, of those measured from 0 to 1; ``energy`` if none is to.
    seconds : float
        Length in all.
    smooth_tempos, smooth_keys : int
        Of the ``len(tracks) - 1`` changes, those within 6 % of the tempo (or of its half or double), and those
        between keys that are the same, relative or a fifth apart.
    feedback : tuple of str
    counts : tuple of int
        Tracks of each part.
    """

    query: Query
    to: Query
    tracks: tuple[Listed, ...]
    curve: str
    seconds: float
    smooth_tempos: int
    smooth_keys: int
    feedback: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """A stretch of a playlist.

    Parameters
    ----------
    query, to : Query
        Where it starts and ends; an empty ``to`` to stay.
    minutes : int
        How long it lasts.
    """

    query: Query
    to: Query
    minutes: int


def following(first: Query, part: Query) -> Query:
    """A later part's query: what it does not say itself holds from the part before.

    A genre, artist or seed of its own takes the place of those before; a mood or a level the place of moods and levels.
    Limits, exclusions and the situation stay. The tracks that open a part open no other.
    """
    first = replace(first, tracks=())
    if _subject(part):
        first = replace(first, genres=(), genres_all=(), artists=(), albums=(), like=(), like_artists=())
    levels = any(one.target is not None for one in part.constraints.values())
    if part.moods or levels:
        limits = {name: one for name, one in first.constraints.items() if one.target is None}
        first = replace(first, moods=(), constraints=limits)
    default = Query()
    said = {
        name: getattr(part, name) for name in vars(default)
        if name not in ("constraints", "notes") and getattr(part, name) != getattr(default, name)
    }  # fmt: skip
    joined = {name: getattr(first, name) + said[name] for name in _EXCLUSIONS if name in said}
    return replace(first, constraints={**first.constraints, **part.constraints}, notes=part.notes, **(said | joined))


_TOLD_TRACKS: Final = 2
_SUBJECT: Final = ("genres", "genres_all", "artists", "albums", "like", "like_artists")
_EXCLUSIONS: Final = (
    "not_genres", "not_artists", "not_tracks", "not_moods", "not_kinds", "not_languages", "unlike", "unlike_artists",
)  # fmt: skip


def _subject(query: Query) -> bool:
    return any(getattr(query, name) for name in _SUBJECT)


def in_parts(recommender: Recommender, parts: Sequence[Part], rise: Rise = "even") -> Playlist:
    """Playlists one after the other as one; no song comes twice.

    Parameters
    ----------
    parts : sequence of Part
        At least one. What a later one leaves open holds from the end of the one before (``following``).
    rise : str
        See ``playlist``.
    """
    made: list[Playlist] = []
    used: tuple[Track, ...] = ()
    before = Query()
    for number, part in enumerate(parts):
        query = part.query if not number else following(before, part.query)
        before = query if part.to.empty else following(query, part.to)
        later = tuple(track for one in parts[number + 1 :] for track in one.query.tracks)
        gone = (*query.not_tracks, *used, *later)
        one = playlist(recommender, replace(query, not_tracks=gone), part.to, part.minutes, rise)
        used += one.tracks
        made.append(one)
    if len(made) == 1:
        return replace(made[0], query=parts[0].query)
    tracks: list[Listed] = []
    for one in made:
        played = sum(track.values["duration"] for track in tracks)
        tracks += [replace(track, starts=track.starts + played) for track in one.tracks]
    rows = [track.recording for track in tracks]
    tempos, keys = _smooth(recommender.catalogue, rows)
    told = [
        f"part {number}, {len(one.tracks)} tracks, {round(one.seconds / 60)} min: {_says(one)}"
        for number, one in enumerate(made, start=1)
    ]
    notes = [
        line for one in made for line in one.feedback if "changes keep" not in line and "within your limits" not in line
    ]
    notes += [line for one in made for line in one.feedback if "minutes: " in line]
    seconds = sum(one.seconds for one in made)
    last = made[-1]
    return Playlist(
        parts[0].query, last.to, tuple(tracks), made[0].curve, seconds, tempos, keys,
        (*told, *dict.fromkeys(notes), _told_smooth(len(rows) - 1, tempos, keys)),
        tuple(len(one.tracks) for one in made),
    )  # fmt: skip


def unpinned(query: Query) -> Query:
    """A query as it is told: without the tracks left out, and without those that open it where they are many."""
    return replace(query, not_tracks=(), tracks=query.tracks if len(query.tracks) <= _TOLD_TRACKS else ())


def _says(part: Playlist) -> str:
    said = unpinned(part.query).summary or "anything"
    return said if part.to.empty else f"{said} → {part.to.summary}"


def playlist(recommender: Recommender, query: Query, to: Query, minutes: int, rise: Rise = "even") -> Playlist:
    """A list of about so many minutes from one query to another.

    The tracks that the query names open it, in their order and whatever the limits. Then
    track by track: the query is moved along by the share of time that has passed, and of the recordings nearest to it
    the one is taken that costs least in distance, change of tempo, key and energy, and obscurity. No artist comes
    twice in a row, and none a second time before the pool is used up, unless artists were asked for.

    Parameters
    ----------
    query : Query
        Its moods, targets and seeds are where the list starts; its hard limits hold throughout.
    to : Query
        Moods, targets and seeds of the end; empty to stay where it starts.
    minutes : int
        At most 100 tracks are taken for it.
    rise : str
        ``even``; ``late``: slowly at first, half of the way after 71 % of the time; ``early``: after 25 %.

    Raises
    ------
    UserError
        If nothing is asked for, nothing is within the limits or short enough, or ``to`` sets limits.
    """
    if query.empty and to.empty:
        raise UserError("Tell me what the playlist is to sound like.", "Try mood:calm to:energetic minutes:45.")
    if _limits(to):
        raise UserError(
            "to: takes where the list is to end: moods, levels or a track; limits hold for all of it.",
            'Try to:energetic or to:"energy:high tempo:high", and say genre, artist and ranges before it.',
        )
    feedback = [*query.notes, *to.notes]
    if query.limit != Query().limit or query.skip:
        feedback.append("minutes: says how long a playlist is; limit: and skip: are passed over")
    catalogue, levels = recommender.catalogue, recommender.levels
    start = _weighted(aim_of(levels, recommender.knn, query, feedback))
    end = _weighted(aim_of(levels, recommender.knn, to, feedback)) if not to.empty else start
    if not to.empty and not start[1].any():
        # Only limits were said of the start: it begins in the middle of what the end asks for.
        start = np.zeros_like(end[0]), end[1]
    styled, told = recommender.styles.applied(query)
    feedback += told
    pool = recommender.filters.within(styled)
    tempos = _exact_tempo(query), _exact_tempo(to)
    if tempos[0] is not None and tempos[1] is not None:
        pool = _between(catalogue, pool, tempos[0], tempos[1])
    rows = _Growth(recommender, styled, pool, tempos, rise).rows((start, end), 60.0 * minutes)
    if not rows:
        raise UserError(
            f"No track within your limits fits into {minutes} minutes.",
            f"Try minutes:{min(4 * minutes, MOST_MINUTES)}, or another limit.",
            code="not_found",
        )
    tracks = _listed(catalogue, rows)
    seconds = sum(track.values["duration"] for track in tracks)
    if len(pool) < len(catalogue):
        feedback.insert(0, f"{len(catalogue):,} recordings -> {len(pool):,} within your limits")
    if 60 * minutes - seconds > (_NEAR_CHOSEN if query.tracks else 180):
        why = "100 tracks are the most" if len(rows) == MOST_IN_A_PLAYLIST else "nothing more is within your limits"
        feedback.append(f"{seconds / 60:.0f} of {minutes} minutes: {why}")
    smooth_tempos, smooth_keys = _smooth(catalogue, rows)
    if len(rows) > 1:
        feedback.append(_told_smooth(len(rows) - 1, smooth_tempos, smooth_keys))
    return Playlist(
        query, to, tracks, _curve(start, end), seconds, smooth_tempos, smooth_keys, tuple(feedback), (len(tracks),)
    )


def _smooth(catalogue: Catalogue, rows: list[int]) -> tuple[int, int]:
    """How many changes keep the tempo, and how many the key or a neighbour of it."""
    tempos, keys = _tempos(catalogue, rows), wheel(catalogue, rows)
    tempo_gaps = tempo_gap(tempos[:-1], tempos[1:])
    key_gaps = key_gap(keys[:-1], keys[1:])
    return int((tempo_gaps <= SMOOTH_TEMPO).sum()), int((key_gaps <= 1).sum())


def _told_smooth(changes: int, tempos: int, keys: int) -> str:
    return f"{tempos} of {changes} changes keep the tempo within 6 %, {keys} stay in a neighbouring key"


def _exact_tempo(query: Query) -> float | None:
    """The tempo that a query names as a number, in BPM."""
    target = query.constraints.get("tempo", Constraint()).target
    return float(target) if isinstance(target, int | float) else None


def _between(catalogue: Catalogue, pool: Rows, start: float, end: float) -> Rows:
    """The recordings of a pool whose tempo is between two that a list goes from and to; all if hardly any is."""
    low, high = min(start, end) - _BPM, max(start, end) + _BPM
    tempos = _tempos(catalogue, pool)
    near = pool[(tempos >= low) & (tempos <= high)]
    return near if len(near) >= _FEWEST_NEAR else pool


def _limits(query: Query) -> bool:
    return bool(
        query.genres or query.not_genres or query.artists or query.not_artists or query.explicit is not None
        or any(one.low is not None or one.high is not None for one in query.constraints.values())
    )  # fmt: skip


def _weighted(aim: Aim) -> End:
    """Target and weights; a whole sound without weights is asked for in all nine features."""
    if aim.weights is not None:
        return aim.target, aim.weights
    return aim.target, np.where(np.arange(len(TRAIT_NAMES)) < len(AUDIO_NAMES), 0.25, 0.0)


def _curve(start: End, end: End) -> str:
    change = np.abs(end[0] - start[0]) * ((start[1] > 0) & (end[1] > 0) & _SHARES)
    return TRAIT_NAMES[int(np.argmax(change))] if change.any() else "energy"


def _along(start: End, end: End, share: float) -> End:
    """Target and weights at a share of the way. What only one end asks for fades out or in."""
    first, last = (1 - share) * start[1], share * end[1]
    weights = first + last
    target = (first * start[0] + last * end[0]) / np.where(weights > 0, weights, 1)
    return target, weights


class _Growth:
    """Makes a list track by track.

    Parameters
    ----------
    recommender : Recommender
    query : Query
        Its words, likeness and genres tell the tracks of the pool apart wherever the curve stands.
    pool : intp, ascending
        Recordings within the limits.
    tempos : (float or None, float or None)
        The tempos in BPM from which and to which the list goes, where both are numbers.
    rise : str
        See ``playlist``.
    """

    def __init__(
        self,
        recommender: Recommender,
        query: Query,
        pool: Rows,
        tempos: tuple[float | None, float | None] = (None, None),
        rise: Rise = "even",
    ) -> None:
        self._tempos = tempos
        self._power = _POWERS[rise]
        self._recommender = recommender
        self._catalogue = recommender.catalogue
        self._query = query
        self._pool = pool
        # The curve takes care of traits and moods.
        levels_apart = {name: replace(one, target=None) for name, one in query.constraints.items()}
        self._scores = recommender.scorer.scores(replace(query, moods=(), constraints=levels_apart)).total

    def rows(self, ends: tuple[End, End], goal: float) -> list[int]:
        """The rows of the list, in order, for a curve between two ends and a length in seconds."""
        catalogue, query = self._catalogue, self._query
        durations = catalogue.traits[:, _DURATION_PLACE].astype(np.float64)
        short, typical = np.percentile(durations[self._pool], (20, 50))
        free = np.zeros(len(catalogue), dtype=bool)
        # One track is not to be most of the list, unless it was asked how long they are.
        longest = math.inf if "duration" in query.constraints else max(goal / 4, 1.5 * typical)
        free[self._pool] = durations[self._pool] <= longest
        nobody = np.zeros(len(catalogue), dtype=bool)
        last, spent = nobody, nobody  # recordings of the last artists, and of all who had their turn
        songs = self._recommender.similarity.songs
        rows = list(dict.fromkeys(self._recommender.filters.leading(query)))
        rows = rows[:MOST_IN_A_PLAYLIST]
        left = goal - float(np.nansum(durations[rows]))
        for row in rows:
            free[songs == songs[row]] = False
            if not query.artists:
                last = recordings_of_its_artists(catalogue, self._recommender.names, row)
                spent = spent | last
        # Whoever chose all of its tracks wants no other for the sake of a few minutes.
        near = max(_NEAR, min(_NEAR_CHOSEN, _SHARE_LEFT * goal)) if rows else _NEAR
        ranked = self._nearest(self._pool, ends[0], 0.0, _RANKED) if ends[0] is ends[1] else None

        def next_of(among: Rows | slice) -> tuple[Rows, bool]:
            """Places of what may come next, and whether those are recordings of artists who had no turn yet."""
            open_, lengths = free[among], durations[among]
            # Either it ends the list in time, or it leaves enough for one more.
            timely = open_ & ((np.abs(left - lengths) <= _NEAR) | (left - lengths >= short))
            first = np.flatnonzero(timely & ~spent[among])
            if len(first):
                return first, True
            rested = ~last[among]
            then = np.flatnonzero(timely & rested)
            return then if len(then) else np.flatnonzero(open_ & rested & (lengths < left + 3 * _NEAR)), False

        while left > near and len(rows) < MOST_IN_A_PLAYLIST:
            check_deadline()
            share = min((goal - left) / max(goal - typical, 1.0), 1.0) ** self._power
            found = None
            if ranked is not None:
                places, unheard = next_of(ranked[0])
                if len(ranked[0]) == len(self._pool) or (unheard and len(places) >= _LOOK):
                    found = ranked[0][places[:_LOOK]], ranked[1][places[:_LOOK]]
            if found is None:
                found = self._nearest(next_of(slice(None))[0], _along(*ends, share), share, _LOOK)
            if not len(found[0]):
                break
            row = self._best(*found, rows[-1] if rows else None)
            rows.append(row)
            left -= durations[row]
            free[songs == songs[row]] = False
            if not query.artists:
                last = recordings_of_its_artists(catalogue, self._recommender.names, row)
                spent = spent | last
        return rows

    def _nearest(self, among: Rows, aim: End, share: float, count: int) -> tuple[Rows, Doubles]:
        """The recordings that are nearest to a place on the curve and their cost, ascending; equal ones by row."""
        catalogue, knn = self._catalogue, self._recommender.knn
        target, weights = aim
        if weights.any():
            squared = np.maximum(knn.distances(target, weights)[among], 0)
            cost = np.sqrt(squared.astype(np.float64)) - _FIT * self._scores[among]
        else:
            cost = -_FIT * self._scores[among].astype(np.float64)
        first, last = self._tempos
        if first is not None and last is not None:
            # Who names two tempos in BPM hears every one of them.
            wanted = first + share * (last - first)
            cost = cost + np.nan_to_num(np.abs(_tempos(catalogue, among) - wanted) / _BPM, nan=_FAR)
        few = _least(cost, count)
        return among[few], cost[few]

    def _best(self, rows: Rows, cost: Doubles, before: int | None) -> int:
        """The recording that costs least after the one before; the first among equals. ``cost`` is changed."""
        catalogue, knn = self._catalogue, self._recommender.knn
        if before is not None:
            gap = tempo_gap(_tempos(catalogue, [before]), _tempos(catalogue, rows))
            cost += _TEMPO * np.minimum(np.nan_to_num(gap, nan=2 * SMOOTH_TEMPO) / SMOOTH_TEMPO, 4)
            cost += _KEY * np.maximum(key_gap(wheel(catalogue, [before]), wheel(catalogue, rows)) - 1, 0)
            energy = knn.standardised[_ENERGY_PLACE]
            cost += _ENERGY * np.abs(energy[rows] - energy[before])
        return int(rows[np.argmin(cost)])


def _least(cost: Doubles, count: int) -> Rows:
    """Places of the least costs, ascending; equal ones in the order in which they stand."""
    places = smallest(cost, count)
    return np.asarray(places[np.argsort(cost[places], kind="stable")][:count], dtype=np.intp)


def recordings_of_its_artists(catalogue: Catalogue, names: Names, row: int) -> npt.NDArray[np.bool_]:
    """Which recordings credit one of the artists of this one."""
    theirs = np.zeros(len(catalogue), dtype=bool)
    for artist in catalogue.words["artists"][row].as_py():
        theirs[names.artist_recordings(artist)] = True
    theirs[row] = True
    return theirs


def _tempos(catalogue: Catalogue, rows: Rows | list[int]) -> Doubles:
    return catalogue.traits[rows, _TEMPO_PLACE].astype(np.float64)


def _listed(catalogue: Catalogue, rows: list[int]) -> tuple[Listed, ...]:
    listed: list[Listed] = []
    starts = 0.0
    for track, place in zip(catalogue.tracks(rows), wheel(catalogue, rows), strict=True):
        listed.append(Listed(**vars(track), key=camelot(int(place)), starts=starts))
        starts += track.values["duration"]
    return tuple(listed)
