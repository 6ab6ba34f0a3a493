"""Query: constraints, seeds, exclusions and how many tracks; and the canonical text that says it."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from rapidfuzz import process

from engine.catalogue.store import Track
from engine.errors import UserError
from engine.features import LEVELS, TRAITS, WORDS, Feature, Words
from engine.tokens import Token, join

Point: TypeAlias = str | float
"""A level word, or a number in the trait's unit."""

Metric: TypeAlias = Literal["", "cosine", "euclidean"]
Surprise: TypeAlias = Literal["none", "some", "much"]


@dataclass(frozen=True)
class Constraint:
    """What is asked of one trait.

    Parameters
    ----------
    target : Point or None
        The nearer the better.
    low, high : Point or None
        Nothing outside.
    hard : bool
        Whether the limits are never relaxed (said with ``!``); other limits are, if fewer tracks than asked are left.
    """

    target: Point | None = None
    low: Point | None = None
    high: Point | None = None
    hard: bool = False


@dataclass(frozen=True)
class Query:
    """A checked request for tracks.

    Parameters
    ----------
    constraints : mapping of str to Constraint
        By trait, in the order said.
    moods, not_moods : tuple of str
        Moods to be near to, and moods to stay away from.
    genres, genres_all, not_genres : tuple of str
        Filed under any of these, under all of these, under none of these.
    explicit : bool or None
        Only explicit tracks, none, or either.
    artists, not_artists : tuple of str
        Credited names: only by one of these, by none of these.
    albums : tuple of str
        Only from an album of one of these names.
    tracks : tuple of Track
        Lead the list themselves: "add Poker Face". Where nothing else is asked for, the rest is like them.
    like, unlike : tuple of Track
        Seeds and negative seeds.
    like_artists, unlike_artists : tuple of str
        Artists whose typical recordings are seeds or negative seeds.
    not_tracks : tuple of Track
        Never shown: what the user has rejected.
    keys : tuple of str
        Musical keys on the Camelot wheel, such as ``8A``, or ``minor`` or ``major``; any of them.
    languages, not_languages : tuple of str
        Languages of titles and artists, lower-case English names, as far as names tell.
    kinds, not_kinds, include : tuple of str
        Kinds of recording (``christmas``, ``karaoke`` ...): only these, none of these, and those let in that are left
        out by default.
    scene : str
        Words for a situation, an activity or anything else that no other field holds.
    years : Constraint or None
        Limits on the year of release.
    most : str
        The trait of which those that have least come first, out of all within the limits; with ``-`` before it those
        that have most: "the fastest punk songs". Empty for the best match first.
    sort : str
        The trait to order the list by once it is chosen, ascending; with ``-`` before it descending; empty for best
        first.
    limit, skip : int
        How many tracks, and how many of the best to pass over.
    per_artist : int
        How many tracks of one artist at most; 0 for the usual two.
    metric : str
        Of whole feature vectors; empty for the default likeness.
    surprise : str
        How far from the nearest to choose.
    notes : tuple of str
        What the parser has to tell about the text: words passed over, spelling taken as meant.
    """

    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    moods: tuple[str, ...] = ()
    not_moods: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    genres_all: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    explicit: bool | None = None
    artists: tuple[str, ...] = ()
    not_artists: tuple[str, ...] = ()
    albums: tuple[str, ...] = ()
    tracks: tuple[Track, ...] = ()
    like: tuple[Track, ...] = ()
    unlike: tuple[Track, ...] = ()
    like_artists: tuple[str, ...] = ()
    unlike_artists: tuple[str, ...] = ()
    not_tracks: tuple[Track, ...] = ()
    keys: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    not_languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    scene: str = ""
    years: Constraint | None = None
    most: str = ""
    sort: str = ""
    limit: int = 5
    skip: int = 0
    per_artist: int = 0
    metric: Metric = ""
    surprise: Surprise = "none"
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for: no field but how many, in which order and what to let in."""
        default = Query(
            include=self.include, most=self.most, sort=self.sort, limit=self.limit, skip=self.skip,
            per_artist=self.per_artist, metric=self.metric, surprise=self.surprise, notes=self.notes,
            not_tracks=self.not_tracks,
        )  # fmt: skip
        return self == default

    @property
    def seeded(self) -> bool:
        """Whether tracks or artists are named that the answer should, or should not, sound like."""
        return bool(self.seeds or self.unlike or self.like_artists or self.unlike_artists)

    @property
    def preferring(self) -> bool:
        """Whether some tracks within the limits answer better than others: by mood, occasion, likeness or a trait."""
        aimed = any(one.target is not None for one in self.constraints.values())
        return bool(self.moods or self.not_moods or self.scene or self.seeded or aimed)

    @property
    def measured(self) -> bool:
        """Whether ``most`` is of what people want the very first of: the fastest, longest, best known or newest.

        By the other traits, several tracks of one artist say little.
        """
        return self.most.lstrip("-") in ("tempo", "duration", "popularity", "year")

    @property
    def seeds(self) -> tuple[Track, ...]:
        """The tracks that the answer should sound like; where nothing else describes it, those that lead it."""
        described = (
            self.genres, self.genres_all, self.artists, self.albums, self.like_artists, self.moods, self.scene,
            self.constraints, self.kinds, self.languages,
        )  # fmt: skip
        return self.like or (() if any(described) else self.tracks)

    @property
    def named(self) -> tuple[Track, ...]:
        """The tracks that are named: those to lead the answer and those it should sound like."""
        return tuple({track.recording: track for track in (*self.tracks, *self.like)}.values())

    @cached_property
    def identity(self) -> tuple[Hashable, ...]:
        """What tells the query from others on the same catalogue, the order of its limits included."""
        return tuple(_hashable(getattr(self, one.name)) for one in fields(self))

    @cached_property
    def text(self) -> str:
        """The query in its own grammar; parsing it gives the same query (but for the notes).

        >>> Query({"energy": Constraint("high")}, moods=("happy",), limit=3).text
        'energy:high mood:happy limit:3'
        """
        parts = [Token(name, value) for name, one in self.constraints.items() for value in _values(name, one)]
        if self.moods:
            parts.append(Token("mood", "+".join(self.moods)))
        parts += [Token("mood", mood, negated=True) for mood in self.not_moods]
        parts += [Token("genre", genre) for genre in self.genres]
        if self.genres_all:
            parts.append(Token("genre", "&".join(self.genres_all)))
        parts += [Token("genre", genre, negated=True) for genre in self.not_genres]
        if self.explicit is not None:
            parts.append(Token("explicit", "yes" if self.explicit else "no"))
        parts += _named("artist", self.artists) + _named("artist", self.not_artists, negated=True)
        parts += _named("album", self.albums)
        parts += [Token("track", track.track_id) for track in self.tracks]
        parts += [Token("like", track.track_id) for track in self.like]
        parts += [Token("unlike", track.track_id) for track in self.unlike]
        parts += _named("like_artist", self.like_artists) + _named("unlike_artist", self.unlike_artists)
        parts += [Token("track", track.track_id, negated=True) for track in self.not_tracks]
        parts += [Token("key", key) for key in self.keys]
        parts += [Token("language", language) for language in self.languages]
        parts += [Token("language", language, negated=True) for language in self.not_languages]
        parts += [Token("kind", kind, quoted=" " in kind) for kind in self.kinds]
        parts += [Token("kind", kind, quoted=" " in kind, negated=True) for kind in self.not_kinds]
        parts += [Token("include", kind, quoted=" " in kind) for kind in self.include]
        if self.scene:
            parts.append(Token("scene", self.scene, quoted=True))
        if self.years is not None:
            parts += [Token("year", value) for value in _values("year", self.years)]
        settings = (
            ("most" if self.most.startswith("-") else "least", self.most.lstrip("-")), ("sort", self.sort),
            ("limit", "" if self.limit == 5 else str(self.limit)),
            ("skip", str(self.skip or "")), ("per_artist", str(self.per_artist or "")), ("metric", self.metric),
            ("surprise", "" if self.surprise == "none" else self.surprise),
        )  # fmt: skip
        return join([*parts, *(Token(name, value) for name, value in settings if value)])

    @property
    def summary(self) -> str:
        """The query as a person would say it: ``energy high · mood happy · like Blinding Lights``."""
        parts = [f"{name} {_spoken(name, one)}" for name, one in self.constraints.items()]
        if self.moods:
            parts.append(f"mood {' + '.join(self.moods)}")
        parts += [f"not {mood}" for mood in self.not_moods]
        if self.genres:
            parts.append(" or ".join(self.genres))
        if self.genres_all:
            parts.append(" and ".join(self.genres_all))
        parts += [f"no {genre}" for genre in self.not_genres]
        if self.explicit is not None:
            parts.append("explicit" if self.explicit else "not explicit")
        if self.artists:
            parts.append("by " + " or ".join(self.artists))
        parts += [f"not by {artist}" for artist in self.not_artists]
        parts += [f"from {album}" for album in self.albums]
        if self.tracks:
            names = list(dict.fromkeys(track.track_name for track in self.tracks))
            more = len(names) - _MOST_SAID
            said = names if more <= 1 else [*names[:_MOST_SAID], f"{more} more"]
            parts.append("with " + " and ".join(said))
        if liked := [*(track.track_name for track in self.like), *self.like_artists]:
            parts.append("like " + " and ".join(liked))
        parts += [f"unlike {name}" for name in (*(track.track_name for track in self.unlike), *self.unlike_artists)]
        parts += [f"without {track.track_name}" for track in self.not_tracks]
        if self.keys:
            parts.append("key " + " or ".join(self.keys))
        if self.languages:
            parts.append("in " + " or ".join(language.capitalize() for language in self.languages))
        parts += [f"not in {language.capitalize()}" for language in self.not_languages]
        if self.kinds:
            parts.append("only " + " or ".join(self.kinds))
        parts += [f"no {kind}" for kind in self.not_kinds]
        parts += [f"{kind} let in" for kind in self.include]
        if self.scene:
            parts.append(self.scene)
        if self.years is not None:
            parts.append(f"year {_spoken('year', self.years)}")
        if self.most:
            parts.append(f"the {_end_word(self.most)}")
        if self.sort:
            parts.append(f"by {self.sort.lstrip('-')}, {'highest' if self.sort.startswith('-') else 'lowest'} first")
        if self.per_artist:
            parts.append(f"{self.per_artist} an artist at most")
        if self.surprise != "none":
            parts.append(f"{self.surprise} surprise")
        return " · ".join(parts)

    def with_constraint(self, name: str, constraint: Constraint) -> "Query":
        """The same with another constraint on one trait."""
        return replace(self, constraints={**self.constraints, name: constraint}, notes=())


@dataclass(frozen=True)
class Key:
    """One key of the grammar, for help and for the fields that a platform offers."""

    name: str
    about: str
    trait: Feature | None = None
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    many: bool = False
    hidden: bool = False


MOST_TRACKS: Final = 50
_MOST_SAID: Final = 3  # tracks that are called by name in a summary

KEYS: Final[tuple[Key, ...]] = (
    Key("mood", "happy, sad, calm, energetic, party, focus ...; two may be mixed: happy+calm"),
    Key("genre", "only this genre; several: pop+rock", many=True),
    Key("not_genre", "none of this genre (typed: -genre:rock)", many=True),
    Key("like", "sounds like this track", many=True),
    Key("unlike", "does not sound like this track", many=True),
    *(
        Key(feature.name, f"{feature.about}: low, high, a number, >x, <x, a-b, high!", trait=feature)
        for feature in TRAITS
    ),
    Key("explicit", "yes: only explicit tracks; no: none", choices=("yes", "no")),
    Key("artist", "only this artist", many=True),
    Key("not_artist", "not this artist (typed: -artist:)", many=True),
    Key("limit", "how many tracks", low=1, high=MOST_TRACKS),
    Key("metric", "how whole sounds are compared", choices=("cosine", "euclidean")),
    Key("surprise", "how far from the nearest to choose", choices=("none", "some", "much")),
    Key("skip", "pass over this many of the nearest", low=0, high=1000, hidden=True),
    Key("per_artist", "how many tracks of one artist at most", low=1, high=MOST_TRACKS, hidden=True),
    # A form on Discord holds 25 fields: these are typed, or come from plain words.
    Key("scene", "a situation in words: rainy sunday morning", hidden=True),
    Key("like_artist", "sounds like this artist", many=True, hidden=True),
    Key("unlike_artist", "does not sound like this artist", many=True, hidden=True),
    Key("album", "only from this album", many=True, hidden=True),
    Key("key", "only in this key: Am, F# minor, 8A, minor", many=True, hidden=True),
    Key("language", "only in this language: spanish (-language: for none in it)", many=True, hidden=True),
    Key("kind", "only this kind of recording: christmas, live, remix ... (-kind: for none)", many=True, hidden=True),
    Key("include", "let in what is left out by default: christmas, children ...", many=True, hidden=True),
    Key("year", "year of release: 1994, 1990-1999, >2010", hidden=True),
    Key("decade", "decade of release: 1990s", hidden=True),
    Key("most", "of all within the limits those with most of a trait: tempo, duration, popularity ...", hidden=True),
    Key("least", "of all within the limits those with least of a trait", hidden=True),
    Key("sort", "order by a trait or by year: tempo, or -tempo for highest first", hidden=True),
    Key("track", "this track first, then what fits it; -track: never show it", many=True, hidden=True),
)

_BY_YEAR: Final = Words("newer", "older", "newest", "oldest")
YEAR: Final = Feature("year", "", 1860, 2100, "year of release")

_NUMBER = r"[-−]?\d+(?:[.,]\d+)?(?::\d{2})?"
_UNIT = r"\s*(?:bpm|db|%|s|sec|secs|seconds?|m|min|mins|minutes?)?"
_ONE: Final = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})", re.IGNORECASE)
_RANGE: Final = re.compile(
    rf"(?P<low>{_NUMBER})(?P<low_unit>{_UNIT})\s*(?:-|–|\.\.|to)\s*(?P<high>{_NUMBER})(?P<high_unit>{_UNIT})",
    re.IGNORECASE,
)
_LEVEL_RANGE: Final = re.compile(
    r"(?P<low>very low|low|medium|high|very high)\s*(?:-|–|\.\.|to)\s*(?P<high>very low|low|medium|high|very high)"
)
_SYNONYMS: Final = {
    "very-low": "very low", "verylow": "very low", "lowest": "very low", "tiny": "very low", "none": "very low",
    "little": "low", "some": "medium", "mid": "medium", "middle": "medium", "average": "medium", "normal": "medium",
    "much": "high", "lots": "high", "very-high": "very high", "veryhigh": "very high", "highest": "very high",
    "max": "very high", "hi": "high", "lo": "low", "min": "very low",
}  # fmt: skip


def read_value(trait: Feature, text: str, levels: Mapping[str, list[float]]) -> Constraint:
    """The constraint that a value makes: a level, a number, ``>x``, ``<x``, ``a-b``; with ``!`` it is hard.

    A hard level is a limit at that level's percentile (``high!``: nothing below the 80th; ``medium!``: from the
    20th to the 80th); a hard number allows half a unit of its last digit either way. Ranges and comparisons are
    limits without a target.

    Raises
    ------
    UserError
        If it is none of these, or lies outside the trait's range.
    """
    said = " ".join(text.replace("_", " ").split()).strip().lower()
    hard = said.endswith("!")
    said = said.rstrip("!").strip()
    if said[:1] in "<>≤≥" and said:
        point = _point(trait, said[1:].lstrip("=").strip(), text, levels)
        return Constraint(low=point, hard=hard) if said[0] in ">≥" else Constraint(high=point, hard=hard)
    if match := _LEVEL_RANGE.fullmatch(said):
        words = sorted((match["low"], match["high"]), key=list(LEVELS).index)
        return Constraint(low=words[0], high=words[1], hard=hard)
    if match := _RANGE.fullmatch(said):
        # "3-4 min": the unit at the end counts for both.
        low = _number(trait, match["low"], match["low_unit"] or match["high_unit"], text, levels)
        high = _number(trait, match["high"], match["high_unit"], text, levels)
        if low > high:
            raise UserError(
                f"{trait.name}:{text} runs from more to less.",
                f"Try {trait.name}:{_plain(high, trait.name)}-{_plain(low, trait.name)}.",
            )
        return Constraint(low=low, high=high, hard=hard)
    point = _point(trait, said, text, levels)
    if not hard:
        return Constraint(target=point)
    if isinstance(point, str):
        return _hard_level(point)
    digits = len(said.replace(",", ".").partition(".")[2]) if trait.name != "duration" else 0
    half = 0.5 * 10.0**-digits
    low, high = max(trait.low, round(point - half, 9)), min(trait.high, round(point + half, 9))
    return Constraint(point, low, high, hard=True)


def _point(trait: Feature, said: str, text: str, levels: Mapping[str, list[float]]) -> Point:
    word = _SYNONYMS.get(said, said)
    if word in LEVELS:
        return word
    match = _ONE.fullmatch(said)
    if not match:
        unit = f"a number in {trait.unit}" if trait.unit else "a number"
        raise UserError(
            f"{trait.name} takes a level (very low, low, medium, high, very high), {unit} ({trait.low:g} to "
            f'{trait.high:g}), a comparison such as >{_example(trait, levels)} or a range; "{text}" is none.',
            _nearest_level(trait, said, levels),
        )
    return _number(trait, match["number"], match["unit"], text, levels)


def _number(trait: Feature, number: str, unit: str, text: str, levels: Mapping[str, list[float]]) -> float:
    unit = unit.strip().lower()
    number = number.replace("−", "-").replace(",", ".")
    if ":" in number:
        minutes, _, seconds = number.partition(":")
        value = 60 * float(minutes) + float(seconds)
    else:
        value = float(number)
        if unit == "%":
            value /= 100
        elif trait.name == "duration" and (unit.startswith("m") or (not unit and value < 20)):
            # A bare small number is minutes: nobody asks for three seconds of music.
            value *= 60
    if not trait.low <= value <= trait.high:
        near = min(max(value, trait.low), trait.high)
        meant = f" or {trait.name}:{value / 100:g}" if trait.high == 1 and 1 < value <= 100 else ""
        raise UserError(
            f"{trait.name} goes from {trait.low:g} to {trait.high:g}{' ' + trait.unit if trait.unit else ''}; "
            f"{text} is outside.",
            f"Try {trait.name}:{near:g}{meant}.",
        )
    return value


def _example(trait: Feature, levels: Mapping[str, list[float]]) -> str:
    return f"{levels[trait.name][3]:.3g}"


def _nearest_level(trait: Feature, said: str, levels: Mapping[str, list[float]]) -> str:
    guesses = {
        "fast": "high", "slow": "low", "loud": "high", "quiet": "low", "long": "high", "short": "low", "strong": "high",
        "weak": "low", "hi": "high", "lo": "low", "big": "high", "small": "low",
    }  # fmt: skip
    level = next((level for word, level in guesses.items() if said.startswith(word)), None)
    if level is None:
        match = process.extractOne(said, list(LEVELS), score_cutoff=50)
        level = match[0] if match else "high"
    value = trait.format(levels[trait.name][list(LEVELS).index(level)])
    return f"Nearest: {Token(trait.name, level)} (about {value})."


def merge(trait: str, first: Constraint, second: Constraint, levels: Mapping[str, list[float]]) -> Constraint:
    """Two constraints on one trait as one; what was said later counts where both say the same thing.

    Raises
    ------
    UserError
        If nothing can meet both.
    """
    low = second.low if second.low is not None else first.low
    high = second.high if second.high is not None else first.high
    if low is not None and high is not None and raw_value(levels, trait, low) > raw_value(levels, trait, high):
        raise UserError(
            f"{trait} cannot be over {_plain(low)} and under {_plain(high)} at once.", "Say one of the two."
        )
    target = second.target if second.target is not None else first.target
    return Constraint(target, low, high, first.hard or second.hard)


def raw_value(levels: Mapping[str, list[float]], trait: str, point: Point) -> float:
    """A level word or number as a raw value of a trait."""
    return levels[trait][list(LEVELS).index(point)] if isinstance(point, str) else point


def _hashable(value: Any) -> Hashable:
    """A field of a query, its tracks by their numbers."""
    if isinstance(value, Mapping):
        return tuple(value.items())
    if isinstance(value, tuple | list):
        return tuple(one.recording if isinstance(one, Track) else one for one in value)
    assert isinstance(value, Hashable)
    return value


def _values(trait: str, constraint: Constraint) -> list[str]:
    """The values that say the constraint, such as ``["high", ">0.5!"]``; read in turn they give it again."""
    if constraint.hard and isinstance(constraint.target, str) and constraint == _hard_level(constraint.target):
        return [f"{constraint.target}!"]
    target, low, high = (_plain(point, trait) for point in (constraint.target, constraint.low, constraint.high))
    mark = "!" if constraint.hard else ""
    values = [target] if target else []
    if low and high and isinstance(constraint.low, str) == isinstance(constraint.high, str):
        values.append(f"{low}-{high}{mark}")
    else:
        values += [f">{low}{mark}"] if low else []
        values += [f"<{high}{mark}"] if high else []
    return values


def _hard_level(level: str) -> Constraint:
    """What ``level!`` makes: nothing beyond the level's percentile on the side of the middle."""
    if level == "medium":
        return Constraint(level, "low", "high", hard=True)
    above = list(LEVELS).index(level) > list(LEVELS).index("medium")
    return Constraint(level, low=level if above else None, high=None if above else level, hard=True)


def _named(key: str, names: tuple[str, ...], *, negated: bool = False) -> list[Token]:
    return [Token(key, name, negated, quoted=" " in name) for name in names]


def _plain(point: Point | None, trait: str = "") -> str:
    if point is None or isinstance(point, str):
        return point or ""
    # Seconds are named, since a bare small number would be read as minutes.
    return f"{point:.10g}{'s' if trait == 'duration' else ''}"


def _end_word(most: str) -> str:
    """``fastest`` of ``-tempo``, ``least energetic`` of ``energy``."""
    words = WORDS.get(most.lstrip("-"), _BY_YEAR)
    return words.most if most.startswith("-") else words.least


def _spoken(name: str, constraint: Constraint) -> str:
    feature = next((feature for feature in TRAITS if feature.name == name), None)

    def say(point: Point) -> str:
        if isinstance(point, str):
            return point
        return feature.format(point) if feature else f"{point:.0f}"

    if constraint.target is not None:
        return say(constraint.target) + ("!" if constraint.hard else "")
    if constraint.low is not None and constraint.high is not None:
        return f"{say(constraint.low)} to {say(constraint.high)}"
    if constraint.low is not None:
        return f"over {say(constraint.low)}"
    return f"under {say(constraint.high)}" if constraint.high is not None else "any"
