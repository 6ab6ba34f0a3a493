"""The kinds of parameter a command may have: what a door offers for each, and how its text is read and checked."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

from rapidfuzz import process

from bot.request import Request, Upload, yes_or_no
from engine import Engine
from engine.catalogue.store import Track
from engine.errors import UserError
from engine.explore import Subject
from engine.features import AUDIO, DURATION, LEVELS
from engine.recommend.moods import MOODS, SYNONYMS
from engine.recommend.query import KEYS, Query
from engine.tokens import Token, join, tokens

Progress: TypeAlias = Callable[[int, int], None]
"""Told (done, total) by a command that takes long. A command gets it by a parameter of this type."""

Source: TypeAlias = Literal["", "track", "artist", "genre", "subject", "mood", "level", "command"]


@dataclass(frozen=True)
class Option:
    """What a door needs to know to offer one field.

    Parameters
    ----------
    name, description : str
        At most 32 and 100 characters (Discord's limits).
    type : str
        ``text``, ``whole`` (a whole number), ``yes/no`` or ``file``.
    required : bool
    choices : tuple of str
        All that is allowed, at most 25; empty where anything goes.
    low, high : int or None
        Bounds of a whole number.
    source : str
        Where completions come from while typing; empty for none.
    many : bool
        Whether it may be said several times.
    """

    name: str
    description: str
    type: Literal["text", "whole", "yes/no", "file"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    source: Source = ""
    many: bool = False


def nearest(word: str, allowed: Iterable[str]) -> str:
    """``Did you mean X?`` for the allowed word nearest to this one, or nothing if none is near."""
    match = process.extractOne(word.lower(), list(allowed), score_cutoff=60)
    return f"Did you mean {match[0]}?" if match else ""


class Kind(ABC):
    """A kind of parameter. ``free`` kinds also take the words that stand without a key."""

    free = False

    @abstractmethod
    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """The fields that a door offers for it."""

    @abstractmethod
    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Any:
        """The value that the tokens said for it make. At least one token or upload was given.

        Raises
        ------
        UserError
            If they make none.
        """


@dataclass(frozen=True)
class Single(Kind):
    """A kind with one field and one value. Free words after it belong to it: names have spaces."""

    source: ClassVar[Source] = ""
    description: str

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """One option of the parameter's own name, completed from the kind's source."""
        return (Option(name, self.description, required=required, source=self.source),)

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Any:
        """The value of the joined text."""
        if sum(bool(token.key) for token in said) > 1:
            raise UserError(f"{name} was said twice.", f"Say {name}: once.")
        return self.value(" ".join(token.value for token in said).strip(), name, engine)

    @abstractmethod
    def value(self, text: str, name: str, engine: Engine) -> Any:
        """The value of the text, or a UserError."""


class Text(Single):
    """Any text."""

    free = True

    def value(self, text: str, name: str, engine: Engine) -> str:
        """The text itself."""
        return text


@dataclass(frozen=True)
class Count(Single):
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """A bounded whole number."""
        return (Option(name, self.description, "whole", required, low=self.low, high=self.high),)

    def value(self, text: str, name: str, engine: Engine) -> int:
        """The number."""
        try:
            number = int(text)
        except ValueError:
            raise UserError(
                f'{name} takes a whole number from {self.low} to {self.high}; "{text}" is none.',
                f"Try {name}:{self.low}.",
            ) from None
        if not self.low <= number <= self.high:
            near = min(max(number, self.low), self.high)
            raise UserError(
                f"{name} goes from {self.low} to {self.high}; {number} is outside.", f"Nearest: {name}:{near}."
            )
        return number


@dataclass(frozen=True)
class Choice(Single):
    """One of a few words; where it is ``free``, it may stand without its key."""

    words: tuple[str, ...]
    free: bool = False

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """An option with fixed choices."""
        return (Option(name, self.description, required=required, choices=self.words),)

    def meant(self, text: str) -> str | None:
        """The word that the text is, also as its singular or plural."""
        said = text.lower()
        return next((word for word in (said, f"{said}s", said.removesuffix("s")) if word in self.words), None)

    def value(self, text: str, name: str, engine: Engine) -> str:
        """The word."""
        if word := self.meant(text):
            return word
        near = nearest(text, self.words)
        raise UserError(f'{name} takes one of {", ".join(self.words)}; "{text}" is none.', near)


class YesNo(Single):
    """Yes or no."""

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """A truth value."""
        return (Option(name, self.description, "yes/no", required),)

    def value(self, text: str, name: str, engine: Engine) -> bool:
        """The truth."""
        return yes_or_no(text, name)


class TrackName(Single):
    """A track of the catalogue, by title, title and artist, id or link."""

    source = "track"
    free = True

    def value(self, text: str, name: str, engine: Engine) -> Track:
        """The track, or a UserError that names the nearest."""
        return engine.find_track(text)


class ArtistName(Single):
    """An artist of the catalogue."""

    source = "artist"
    free = True

    def value(self, text: str, name: str, engine: Engine) -> str:
        """The artist's name, or a UserError that names the nearest."""
        return engine.find_artist(text)


class SubjectName(Single):
    """A track, an artist or a genre of the catalogue."""

    source = "subject"
    free = True

    def value(self, text: str, name: str, engine: Engine) -> Subject:
        """The subject, or a UserError that names the nearest."""
        return engine.find_subject(text)


class GenreName(Single):
    """A genre of the catalogue."""

    source = "genre"
    free = True

    def value(self, text: str, name: str, engine: Engine) -> str:
        """The genre's name, or a UserError that names the nearest."""
        return engine.find_genre(text)


class End(Single):
    """Where a list is to end: a mood, or a wish in quotes."""

    source = "mood"

    @staticmethod
    def is_mood(word: str) -> bool:
        """Whether the word, lower case, is a mood, which may stand without quotes."""
        return word in MOODS or word in SYNONYMS

    def value(self, text: str, name: str, engine: Engine) -> Query:
        """The query that the text makes."""
        return engine.parse(text)


@dataclass(frozen=True)
class Range(Single):
    """Two whole numbers such as ``40-70``, within bounds."""

    low: int
    high: int

    def value(self, text: str, name: str, engine: Engine) -> tuple[int, int]:
        """The two numbers, ascending."""
        low, dash, high = text.replace("–", "-").partition("-")
        try:
            bounds = (int(low), int(high if dash else low))
        except ValueError:
            raise UserError(
                f'{name} takes a range such as {self.low}-{self.high}; "{text}" is none.', f"Try {name}:40-70."
            ) from None
        if not self.low <= bounds[0] <= bounds[1] <= self.high:
            raise UserError(
                f"{name} goes from {self.low} to {self.high}, ascending; {text} does not.", f"Try {name}:40-70."
            )
        return bounds


class CommandName(Single):
    """The name of a command; whether it exists is for the command to say."""

    source = "command"
    free = True

    def value(self, text: str, name: str, engine: Engine) -> str:
        """The name without its slash, lower case."""
        return text.strip().lstrip("/").lower()


@dataclass(frozen=True)
class Attachment(Kind):
    """A file: an attachment, or a path in the terminal."""

    description: str

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """A file."""
        return (Option(name, self.description, "file", required),)

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Upload:
        """The upload that the door attached under this name."""
        if name not in request.uploads:
            raise UserError(
                f"{name} takes an attached file; none came along.", "Attach one and ask again.", code="missing_file"
            )
        return request.uploads[name]


@dataclass(frozen=True)
class Features(Kind):
    """Typed audio features: ``energy:0.9 danceability:0.7``, numbers in the feature's own unit."""

    description: str

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """One option a feature."""
        return tuple(
            Option(feature.name, f"{feature.about}, {feature.low:g} to {feature.high:g} {feature.unit}".rstrip())
            for feature in (*AUDIO, DURATION)
        )

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> dict[str, float]:
        """Feature name to value."""
        values: dict[str, float] = {}
        for feature in (*AUDIO, DURATION):
            for token in said:
                if token.key == feature.name:
                    values[feature.name] = engine.read_feature(feature.name, token.value)
        return values


@dataclass(frozen=True)
class QueryParam(Kind):
    """What somebody wants to hear, in keys and free text; takes every word that no other parameter takes.

    ``unoffered`` keys have no field of their own where a command has others, since a form on Discord holds 25.
    """

    description: str
    unoffered: tuple[str, ...] = ()
    free = True

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """The free text and one option a key."""
        sources: dict[str, Source] = {
            "mood": "mood", "genre": "genre", "not_genre": "genre", "artist": "artist", "not_artist": "artist",
            "like": "track", "like_2": "track", "unlike": "track",
        }  # fmt: skip
        keys = []
        for key in KEYS:
            if key.hidden or key.name in self.unoffered:
                continue
            if key.choices:
                keys.append(Option(key.name, key.about, choices=key.choices))
            elif key.low is not None:
                keys.append(Option(key.name, key.about, "whole", low=key.low, high=key.high))
            else:
                source = sources.get(key.name, "level" if key.trait else "")
                keys.append(Option(key.name, key.about, source=source, many=key.many))
        return (Option(name, self.description, required=required), *keys)

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Query:
        """The query that the tokens make."""
        spread: list[Token] = []
        for token in said:
            spread.extend(tokens(token.value) if token.key == name else (token,))
        return engine.parse(join(spread))


def levels() -> tuple[str, ...]:
    """The level words, ascending."""
    return tuple(LEVELS)
