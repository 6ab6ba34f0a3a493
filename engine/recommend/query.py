"""What somebody wants to hear: soft constraints, hard limits, seeds and how many; and the text that says it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from engine.catalogue.store import Track
from engine.errors import UserError
from engine.features import LEVELS, TRAITS, Feature
from engine.tokens import Token, join

Point: TypeAlias = str | float
"""A level word, or a number in the trait's unit."""

Metric: TypeAlias = Literal["", "cosine", "euclidean"]
Surprise: TypeAlias = Literal["none", "some", "much"]


@dataclass(frozen=True)
class Constraint:
    """What is wished of one trait.

    Parameters
    ----------
    target : Point or None
        The nearer the better.
    low, high : Point or None
        Nothing outside.
    hard : bool
        Whether the limits stand even if nothing is left (said with ``!``); others are widened, with a word.
    """

    target: Point | None = None
    low: Point | None = None
    high: Point | None = None
    hard: bool = False


@dataclass(frozen=True)
class Query:
    """A whole constraint, checked.

    Parameters
    ----------
    constraints : mapping of str to Constraint
        By trait, in the order said.
    moods, genres, not_genres, artists, not_artists : tuple of str
        Names that exist.
    explicit : bool or None
        Only explicit tracks, none, or either.
    like, unlike : tuple of Track
        Seeds and anti-seeds.
    limit, skip : int
        How many tracks, and how many of the nearest to pass over ("others").
    metric : str
        Of whole feature vectors; empty for the usual one.
    surprise : str
        How far from the nearest to choose.
    notes : tuple of str
        What the reader of the text has to tell about it: words passed over, spelling taken as meant.
    """

    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    moods: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    explicit: bool | None = None
    artists: tuple[str, ...] = ()
    not_artists: tuple[str, ...] = ()
    like: tuple[Track, ...] = ()
    unlike: tuple[Track, ...] = ()
    limit: int = 5
    skip: int = 0
    metric: Metric = ""
    surprise: Surprise = "none"
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (
            self.constraints or self.moods or self.genres or self.not_genres or self.artists or self.not_artists
            or self.like or self.unlike or self.explicit is not None
        )  # fmt: skip

    @property
    def text(self) -> str:
        """The constraint in its own grammar; reading it gives the same query (but for the notes)."""
        parts: list[Token] = []
        for trait, constraint in self.constraints.items():
            parts.extend(Token(trait, value) for value in _values(trait, constraint))
        if self.moods:
            parts.append(Token("mood", "+".join(self.moods)))
        parts += [Token("genre", genre) for genre in self.genres]
        parts += [Token("genre", genre, negated=True) for genre in self.not_genres]
        if self.explicit is not None:
            parts.append(Token("explicit", "yes" if self.explicit else "no"))
        parts += [Token("artist", artist, quoted=" " in artist) for artist in self.artists]
        parts += [Token("artist", artist, negated=True, quoted=" " in artist) for artist in self.not_artists]
        parts += [Token("like", track.track_id) for track in self.like]
        parts += [Token("unlike", track.track_id) for track in self.unlike]
        if self.limit != 5:
            parts.append(Token("limit", str(self.limit)))
        if self.skip:
            parts.append(Token("skip", str(self.skip)))
        if self.metric:
            parts.append(Token("metric", self.metric))
        if self.surprise != "none":
            parts.append(Token("surprise", self.surprise))
        return join(parts)

    @property
    def summary(self) -> str:
        """The constraint as a person would say it: ``energy high · mood happy · like Blinding Lights``."""
        parts = [f"{trait} {_spoken(trait, constraint)}" for trait, constraint in self.constraints.items()]
        if self.moods:
            parts.append(f"mood {' + '.join(self.moods)}")
        if self.genres:
            parts.append(" or ".join(self.genres))
        parts += [f"no {genre}" for genre in self.not_genres]
        if self.explicit is not None:
            parts.append("explicit" if self.explicit else "not explicit")
        if self.artists:
            parts.append("by " + " or ".join(artist for artist in self.artists))
        parts += [f"not by {artist}" for artist in self.not_artists]
        if self.like:
            parts.append("like " + " and ".join(track.track_name for track in self.like))
        parts += [f"unlike {track.track_name}" for track in self.unlike]
        if self.surprise != "none":
            parts.append(f"{self.surprise} surprise")
        return " · ".join(parts)

    def with_constraint(self, trait: str, constraint: Constraint) -> "Query":
        """The same with another constraint for one trait."""
        return replace(self, constraints={**self.constraints, trait: constraint}, notes=())


@dataclass(frozen=True)
class Key:
    """One key of the grammar, for help and for the doors' fields."""

    name: str
    about: str
    trait: Feature | None = None
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    many: bool = False
    hidden: bool = False


MOST_TRACKS: Final = 50

KEYS: Final[tuple[Key, ...]] = (
    Key("mood", "happy, sad, calm, energetic, party, focus ...; two may be mixed: happy+calm"),
    Key("genre", "only this genre; several: pop+rock", many=True),
    Key("not_genre", "none of this genre (typed: -genre:rock)", many=True),
    Key("like", "sounds like this track", many=True),
    Key("like_2", "and like this one", hidden=False),
    Key("unlike", "does not sound like this track", many=True),
    *(
        Key(feature.name, f"{feature.about}: low, high, a number, >x, <x, a-b, high!"[:100], trait=feature)
        for feature in TRAITS
    ),
    Key("explicit", "yes: only explicit tracks; no: none", choices=("yes", "no")),
    Key("artist", "only this artist", many=True),
    Key("not_artist", "not this artist (typed: -artist:)", many=True),
    Key("limit", "how many tracks", low=1, high=MOST_TRACKS),
    Key("metric", "how whole sounds are compared", choices=("cosine", "euclidean")),
    Key("surprise", "how far from the nearest to choose", choices=("none", "some", "much")),
    Key("skip", "pass over this many of the nearest", low=0, high=1000, hidden=True),
)

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
        order = list(LEVELS)
        if point == "medium":
            return Constraint(point, "low", "high", hard=True)
        above = order.index(point) > order.index("medium")
        return Constraint(point, low=point if above else None, high=None if above else point, hard=True)
    digits = len(said.replace(",", ".").partition(".")[2]) if trait.name != "duration" else 0
    half = 0.5 * 10.0**-digits
    return Constraint(point, round(point - half, 9), round(point + half, 9), hard=True)


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
    from rapidfuzz import process

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


def merge(trait: str, first: Constraint, second: Constraint) -> Constraint:
    """Two constraints for one trait as one; what was said later counts where both say the same thing.

    Raises
    ------
    UserError
        If nothing can meet both.
    """
    low = second.low if second.low is not None else first.low
    high = second.high if second.high is not None else first.high
    if isinstance(low, float) and isinstance(high, float) and low > high:
        raise UserError(
            f"{trait} cannot be over {_plain(low)} and under {_plain(high)} at once.", "Say one of the two."
        )
    target = second.target if second.target is not None else first.target
    return Constraint(target, low, high, first.hard or second.hard)


def _values(trait: str, constraint: Constraint) -> list[str]:
    """The values that say the constraint, such as ``["high", ">0.5"]``."""
    target, low, high = (_plain(point, trait) for point in (constraint.target, constraint.low, constraint.high))
    if constraint.hard and isinstance(constraint.target, str):
        return [f"{target}!"]
    mark = "!" if constraint.hard else ""
    values = [target] if target else []
    if low and high:
        values.append(f"{low}-{high}{mark}")
    elif low:
        values.append(f">{low}{mark}")
    elif high:
        values.append(f"<{high}{mark}")
    return values


def _plain(point: Point | None, trait: str = "") -> str:
    if point is None or isinstance(point, str):
        return point or ""
    # Seconds are named, since a bare small number would be read as minutes.
    return f"{point:.10g}{'s' if trait == 'duration' else ''}"


def _spoken(trait: str, constraint: Constraint) -> str:
    feature = next(feature for feature in TRAITS if feature.name == trait)

    def say(point: Point) -> str:
        return point if isinstance(point, str) else feature.format(point)

    if constraint.target is not None:
        return say(constraint.target) + ("!" if constraint.hard else "")
    if constraint.low is not None and constraint.high is not None:
        return f"{say(constraint.low)} to {say(constraint.high)}"
    return (
        f"over {say(constraint.low)}"
        if constraint.low is not None
        else f"under {say(constraint.high if constraint.high is not None else math.inf)}"
    )
