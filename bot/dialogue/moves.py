"""Edits of a query: what a refinement, typed or pressed, makes of the query of the list shown.

Every function is pure: the same query and the same rows give the same query, wherever it was said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from bot.dialogue.lexicon import fold
from bot.dialogue.references import value
from engine import Constraint, Engine, Query, Track, styles_in, without_styles
from engine.features import TRAIT_NAMES

MOST_TRACKS: Final = 50
MOST_SKIPPED: Final = 1000
# Percentiles that a plain "calmer" moves the bound away from the mean of what was shown; "a bit" 0.6 times as far.
_STEP: Final = 10.0
# At most this share of the room that is left is taken at once, so that "calmer" can be said again.
_OF_ROOM: Final = 0.45
# Percentiles between two limits on one trait; with less the older limit goes.
_ROOM: Final = 20.0
_OPPOSITE_MOODS: Final[Mapping[tuple[str, int], frozenset[str]]] = {
    ("energy", -1): frozenset({"energetic", "angry", "workout"}),
    ("energy", 1): frozenset({"calm", "sleepy"}),
    ("valence", -1): frozenset({"happy"}),
    ("valence", 1): frozenset({"sad", "dark"}),
}  # fmt: skip

_DECADE: Final = re.compile(r"(?:19|20)\d0s")


def compared(
    engine: Engine, query: Query, shown: Sequence[Track], moves: Mapping[str, int], strength: float = 1.0
) -> Query:
    """The query with limits that move traits away from the mean of what was shown.

    Parameters
    ----------
    shown : sequence of Track
        What "calmer" compares with; not empty.
    moves : mapping of str to int
        By trait: 1 for more, -1 for less.
    strength : float
        How many steps of ten percentiles, at most 45 % of the room left.

    Notes
    -----
    The limit is a percentile of the catalogue below (or above) the mean percentile of ``shown``, so that every track
    of the new list lies beyond the mean of the old one. What the query said of the trait before is replaced, but for
    a limit on the other side that still leaves room. The new limit stands first, since limits that leave too little
    are relaxed from the last to the first: older ones give way.
    """
    asked = query
    for trait, way in moves.items():
        bound = _bound(engine, shown, trait, way, strength)
        if bound is None:
            continue
        before = query.constraints.get(trait, Constraint())
        rest = {name: one for name, one in query.constraints.items() if name != trait}
        low, high = (None, bound) if way < 0 else (bound, None)
        other = before.low if way < 0 else before.high
        if (
            isinstance(other, float)
            and way * (engine.percentile(trait, other) - engine.percentile(trait, bound)) > _ROOM
        ):
            low, high = (other, bound) if way < 0 else (bound, other)
        moods = tuple(mood for mood in query.moods if mood not in _OPPOSITE_MOODS.get((trait, way), frozenset()))
        query = replace(
            query, constraints={trait: Constraint(low=low, high=high), **rest}, moods=moods, skip=0, notes=()
        )
    return kept_songs(engine, asked, query)


def kept_songs(engine: Engine, before: Query, after: Query) -> Query:
    """A changed query of chosen songs without those that are not within its new limits: others take their place.

    All of them go where another genre, situation, mood or artist was asked for.
    """
    chosen = after.tracks
    if len(chosen) < 2 or 4 * len(chosen) < 3 * after.limit or chosen != before.tracks:
        return after
    if replace(before, limit=after.limit, skip=after.skip, sort=after.sort, notes=after.notes) == after:
        return after
    said = [(one.genres, one.genres_all, one.scene) for one in (before, after)]
    other = said[0] != said[1] or not set(after.moods) <= set(before.moods)
    other = other or not set(after.artists) <= set(before.artists)
    return replace(after, tracks=() if other else engine.fitting(after, chosen))


def _bound(engine: Engine, shown: Sequence[Track], trait: str, way: int, strength: float) -> float | None:
    """The raw value that the new list must lie beyond; None if there is no room, or no value is known."""
    marks = [mark for mark in engine.percentiles(trait, [value(track, trait) for track in shown]) if mark == mark]
    if not marks:
        return None
    mean = sum(marks) / len(marks)
    room = mean if way < 0 else 100 - mean
    step = min(_STEP * strength, _OF_ROOM * room)
    bound = _rounded(trait, _at_percentile(engine, trait, mean + way * step), way)
    ends = engine.sorted_values(trait)
    if bound > ends[-1] or bound < ends[0]:
        return None  # nothing lies beyond the end
    return None if trait == "popularity" and bound < 1 else bound  # nothing is less known than what nobody plays


def _at_percentile(engine: Engine, trait: str, percentile: float) -> float:
    values = engine.sorted_values(trait)
    place = min(max(percentile, 0.0), 100.0) / 100 * (len(values) - 1)
    return float(values[round(place)])


def _rounded(trait: str, value: float, way: int) -> float:
    """To a figure that people would say, on the side that was asked for."""
    step = {"tempo": 1.0, "duration": 1.0, "popularity": 1.0, "loudness": 0.1}.get(trait)
    if step is None:
        # Instrumentalness and speechiness crowd near 0.
        step = 0.01 if value >= 0.1 else 0.001
    turned = np.floor(value / step) if way < 0 else np.ceil(value / step)
    return float(f"{turned * step:.10g}")


def others(query: Query, count: int | None = None) -> Query:
    """The next ones, as many as were shown or as said."""
    limit = query.limit if count is None else min(max(count, 1), MOST_TRACKS)
    return replace(query, skip=min(query.skip + query.limit, MOST_SKIPPED), limit=limit, notes=())


def counted(query: Query, count: int) -> Query:
    """The same list with another number of tracks."""
    return replace(query, limit=min(max(count, 1), MOST_TRACKS), notes=())


def without_tracks(query: Query, tracks: Sequence[Track]) -> Query:
    """Never these tracks again."""
    known = {track.recording for track in query.not_tracks}
    new = tuple(track for track in tracks if track.recording not in known)
    seeds = tuple(track for track in query.like if track.recording not in {one.recording for one in tracks})
    like = seeds or query.like
    kept = tuple(track for track in query.tracks if track.recording not in {one.recording for one in tracks})
    return replace(query, not_tracks=query.not_tracks + new, like=like, tracks=kept, notes=())


def without_artists(query: Query, artists: Sequence[str]) -> Query:
    """Nothing by these artists again; who was asked for by name is no longer asked for."""
    gone = {name.casefold() for name in artists}
    return replace(
        query,
        artists=tuple(name for name in query.artists if name.casefold() not in gone),
        not_artists=query.not_artists + tuple(name for name in artists if name not in query.not_artists),
        notes=(),
    )


def without_passed(query: Query) -> Query:
    """The query without artists that it leaves out only to show others like them: whoever is named next counts."""
    passed = {*query.not_artists} & {*query.like_artists}
    return replace(
        query,
        not_artists=tuple(name for name in query.not_artists if name not in passed),
        like_artists=tuple(name for name in query.like_artists if name not in passed),
    )


def undated(query: Query) -> Query:
    """The query without its decade and its style: they are told by artists who are not those asked for next."""
    scene = without_styles(query.scene)
    return replace(query, scene=" ".join(word for word in scene.split() if not _DECADE.fullmatch(word)))


def merged(query: Query, more: Query, *, add: bool = False) -> Query:
    """What was asked for, and one more thing.

    Parameters
    ----------
    query, more : Query
        The list shown, and what the new message says on its own.
    add : bool
        Whether named genres, artists and seeds join those before ("and black metal"); else they take their place.
    """
    if styles_in(more.scene) and not (more.genres or more.genres_all):
        # A style and the genres before it would be asked for at once: "motown" after techno.
        query = replace(query, genres=(), genres_all=())
    elif more.genres or more.genres_all:
        query = replace(query, scene=without_styles(query.scene))
    constraints = {
        name: one
        for name, one in query.constraints.items()
        if name not in more.constraints and not _level_against(name, one, more.moods)
    }
    moods = query.moods
    if more.moods or more.not_moods:
        moods = tuple(mood for mood in query.moods if mood not in more.not_moods and not _against(mood, more.moods))
    if _WAKING.search(more.scene):
        moods = tuple(mood for mood in moods if mood != "sleepy")
    result = replace(
        query,
        constraints={**more.constraints, **constraints},
        moods=_union(moods, more.moods),
        not_moods=_union(tuple(mood for mood in query.not_moods if mood not in more.moods), more.not_moods),
        not_genres=_union(tuple(name for name in query.not_genres if name not in more.genres), more.not_genres),
        explicit=query.explicit if more.explicit is None else more.explicit,
        not_artists=_union(tuple(one for one in query.not_artists if one not in more.artists), more.not_artists),
        not_languages=_union(query.not_languages, more.not_languages),
        languages=more.languages or query.languages,
        keys=more.keys or query.keys,
        kinds=more.kinds or tuple(one for one in query.kinds if one not in more.not_kinds),
        not_kinds=_union(tuple(one for one in query.not_kinds if one not in more.kinds), more.not_kinds),
        include=_union(query.include, more.include),
        years=more.years or query.years,
        most=more.most or query.most,
        sort=more.sort or query.sort,
        scene=_scene(query.scene, more.scene),
        unlike=query.unlike + more.unlike,
        unlike_artists=_union(query.unlike_artists, more.unlike_artists),
        tracks=more.tracks + tuple(one for one in query.tracks if one not in (*more.tracks, *more.not_tracks)),
        not_tracks=query.not_tracks + tuple(one for one in more.not_tracks if one not in query.not_tracks),
        surprise=more.surprise if more.surprise != "none" else query.surprise,
        metric=more.metric or query.metric,
        per_artist=more.per_artist or query.per_artist,
        limit=more.limit if more.limit != Query().limit else query.limit,
        skip=0,
        notes=more.notes,
    )
    genres = tuple(name for name in query.genres if name not in more.not_genres)
    if add:
        return replace(
            result,
            genres=_union(genres, more.genres) if genres or not query.empty else more.genres,
            genres_all=_union(query.genres_all, more.genres_all),
            artists=_union(query.artists, more.artists),
            like=query.like + tuple(track for track in more.like if track not in query.like),
            like_artists=_union(query.like_artists, more.like_artists),
            albums=_union(query.albums, more.albums),
        )
    named = more.genres or more.genres_all
    return replace(
        result,
        genres=more.genres if named else genres,
        genres_all=more.genres_all if named else tuple(one for one in query.genres_all if one not in more.not_genres),
        artists=more.artists or tuple(one for one in query.artists if one not in more.not_artists),
        like=more.like or query.like,
        like_artists=more.like_artists or query.like_artists,
        albums=more.albums or query.albums,
    )


_LIVELY: Final = frozenset({"energetic", "angry", "workout", "party"})
_QUIET: Final = frozenset({"calm", "sleepy"})
# Nobody wakes up to what they fell asleep to.
_WAKING: Final = re.compile(r"\b(?:wak(?:e|ing)|get(?:ting)?) up\b")
_LOW, _HIGH = frozenset({"low", "very low"}), frozenset({"high", "very high"})


def _level_against(trait: str, limit: Constraint, moods: Sequence[str]) -> bool:
    """Whether a level of energy said before is the opposite of a new mood: "low energy", then "now for the party"."""
    if trait != "energy":
        return False
    lively, quiet = _LIVELY.intersection(moods), _QUIET.intersection(moods)
    return (limit.target in _LOW and bool(lively) and not quiet) or (
        limit.target in _HIGH and bool(quiet) and not lively
    )


def decades_in(scene: str) -> list[str]:
    """The decades that words for a scene name: ``["1990s"]`` of ``1990s late night``."""
    return [word for word in scene.split() if _DECADE.fullmatch(word)]


def _scene(before: str, more: str) -> str:
    """The words for a situation after a refinement: a style or a decade takes the place of another, no more.

    >>> _scene("wedding dinner bossa nova", "motown")
    'wedding dinner motown'
    """
    if set(more.split()) <= set(before.split()):
        return before  # "only if they are really from the eighties", beside 1980s new wave
    decades, styles = decades_in(more), styles_in(more)
    if len(decades) < len(without_styles(more).split()):
        return more
    kept = without_styles(before) if styles else before
    if decades:
        kept = " ".join(word for word in kept.split() if not _DECADE.fullmatch(word))
    return f"{kept} {more}".strip()


def _against(mood: str, moods: Sequence[str]) -> bool:
    """Whether a mood said before is the opposite of a new one."""
    sides = (
        {"calm", "sleepy", "dreamy", "focus", "romantic"}, {"energetic", "angry", "workout", "party"},
        {"happy", "party"}, {"sad", "dark", "angry"},
    )  # fmt: skip
    calm, lively, glad, low = sides
    for one, other in ((calm, lively), (lively, calm), (glad, low), (low, glad)):
        if mood in one and any(new in other and new not in one for new in moods):
            return True
    return False


def narrowed(query: Query, genres: Sequence[str]) -> Query:
    """Only what is also filed under these genres ("only german"): with the genres before, all of them at once."""
    if not query.genres and not query.genres_all:
        return replace(query, genres=tuple(genres), skip=0, notes=())
    both = _union(query.genres_all or query.genres, tuple(genres))
    return replace(query, genres=(), genres_all=both, skip=0, notes=())


_LIMITS: Final = ("popularity", "tempo", "duration", "instrumentalness")


def limits_of(query: Query) -> Query:
    """What a query allows at all: a list like one of its rows stays within it."""
    limits = {
        name: one
        for name, one in query.constraints.items()
        if name in _LIMITS and any(isinstance(bound, float | int) for bound in (one.low, one.high))
    }
    return Query(
        constraints=limits, explicit=query.explicit, languages=query.languages, not_languages=query.not_languages,
        not_genres=query.not_genres, not_artists=query.not_artists, not_kinds=query.not_kinds,
    )  # fmt: skip


def freed(query: Query, what: str) -> Query:
    """The query without what it says of one thing: a trait, ``genre``, ``mood``, ``artist``, ``explicit``, ``year``."""
    if what in TRAIT_NAMES:
        kept = {name: one for name, one in query.constraints.items() if name != what}
        return replace(query, constraints=kept, skip=0, notes=())
    nothing = Query()
    names = {
        "genre": ("genres", "genres_all", "not_genres"), "mood": ("moods", "not_moods"),
        "artist": ("artists", "not_artists"), "explicit": ("explicit",), "year": ("years",), "key": ("keys",),
        "language": ("languages", "not_languages"),
        "seed": ("tracks", "like", "unlike", "like_artists", "unlike_artists"),
        "scene": ("scene",), "kind": ("kinds", "not_kinds"), "surprise": ("surprise",), "sort": ("sort", "most"),
    }  # fmt: skip
    fields = {name: getattr(nothing, name) for name in names.get(what, ())}
    if what == "genre":
        fields["scene"] = without_styles(query.scene)
    if what == "year":
        # A catalogue without years takes a decade by how it sounds.
        fields["scene"] = " ".join(word for word in query.scene.split() if not _DECADE.fullmatch(word))
    return replace(query, **fields, skip=0, notes=()) if fields else query


def swapped(query: Query, more: Query) -> Query:
    """The query for another subject ("and for jazz?"): its genre, artist or seed in place of the one before."""
    subject = bool(
        more.genres or more.genres_all or more.artists or more.named or more.like_artists or more.albums
        or styles_in(more.scene)
    )  # fmt: skip
    if not subject:
        return merged(query, more)
    bare = query
    for what in ("genre", "artist", "seed"):
        kept = bare.not_artists
        bare = freed(bare, what)
        bare = replace(bare, not_artists=tuple(one for one in kept if one not in more.artists), albums=())
    bare = undated(bare) if more.artists and not more.scene else bare
    return replace(merged(bare, more), not_tracks=query.not_tracks)


def _union(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def bare(query: Query) -> Query:
    """A query without whom it names and how far it goes: the same for a list and for what goes on from it."""
    return replace(
        query,
        artists=(),
        like_artists=(),
        not_artists=(),
        not_tracks=(),
        albums=(),
        skip=0,
        limit=Query().limit,
        notes=(),
    )


def people(query: Query, *, wanted: bool = False) -> set[str]:
    """The artists that a query names, or whose tracks it names; those alone who are asked for where told so."""
    tracks = (*query.tracks, *query.like, *(() if wanted else (*query.not_tracks, *query.unlike)))
    names = (*query.artists, *query.like_artists, *(() if wanted else (*query.not_artists, *query.unlike_artists)))
    return {*names, *(name for track in tracks for name in track.artists)}


def compared_with(text: str, query: Query) -> bool:
    """Whether a text asks for what is like somebody or something that it names, and does not only speak of it."""
    names = (*query.like_artists, *(track.track_name for track in query.like))
    said = fold(text)
    return any(
        re.search(rf"\b(?:like|similar to|such as)\W+{re.escape(fold(name).split()[0])}\b", said) for name in names
    )
