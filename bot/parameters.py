"""Kinds of command parameters: the fields a platform offers for each, and how their text is read and checked."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from keyword import iskeyword
from typing import Any, Final, Literal, TypeAlias
from zoneinfo import available_timezones

from rapidfuzz import process

from bot.reply import cut
from bot.request import Request, Upload, yes_or_no
from engine import (
    AUDIO,
    DURATION,
    KEYS,
    LEVELS,
    MOODS,
    SYNONYMS,
    Engine,
    Key,
    Part,
    Query,
    Token,
    UserError,
    join,
    read_tokens,
)

Progress: TypeAlias = Callable[[int, int], None]
"""Told (done, total) by a command that takes long. A command gets it by a parameter of this type."""

LONGEST_DESCRIPTION: Final = 100  # that every platform shows in full

Source: TypeAlias = Literal["", "track", "artist", "genre", "dated genre", "subject", "mood", "level", "command"]


@dataclass(frozen=True)
class Option:
    """One field of a command, as a platform offers it.

    Parameters
    ----------
    name, description : str
        At most 32 and 100 characters.
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
    number : bool
        Whether a plain number is among what may be said.
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
    number: bool = False


def nearest(word: str, allowed: Iterable[str]) -> str:
    """``Did you mean X?`` for the allowed word nearest to this one, or nothing if none is near."""
    match = process.extractOne(word.lower(), list(allowed), score_cutoff=60)
    return f"Did you mean {match[0]}?" if match else ""


class Kind(ABC):
    """A kind of parameter. ``free`` kinds also take words without a key."""

    free = False

    @abstractmethod
    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """The fields that a platform offers for it."""

    def fields(self, name: str, required: bool) -> tuple[Option, ...]:
        """The fields for programs, which have room for more than a form."""
        return self.options(name, required)

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
    """A kind with one field and one value. Words without a key that follow it belong to it: names have spaces.

    Parameters
    ----------
    description : str
    source : str
        Where completions come from while typing; empty for none.
    """

    description: str
    source: Source = field(default="", kw_only=True)

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


class Label(Text):
    """Any text that stands behind its key: words without one belong to another parameter."""

    free = False


@dataclass(frozen=True)
class Name(Single):
    """The name of a track, an artist, a genre, any of the three ("subject"), or a command, by its ``source``.

    The value is a Track, the artist's or genre's name, a Subject, or the command's name without its slash; whether
    a command exists is for the command that takes it to say. A "dated genre" may be one that only has years.
    """

    free = True

    def value(self, text: str, name: str, engine: Engine) -> Any:
        """What is called so, or a UserError that names the nearest."""
        if self.source == "command":
            return text.strip().lstrip("/").lower()
        if self.source == "track":
            return engine.find_track(text)
        if self.source == "artist":
            return engine.find_artist(text)
        if self.source == "dated genre":
            return engine.find_dated_genre(text)
        return engine.find_genre(text) if self.source == "genre" else engine.find_subject(text)


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
    """One of a few words; where it is ``free``, it may stand without its key.

    Parameters
    ----------
    also : tuple of (str, str)
        Other words for some of them, which are understood and not offered: (other word, word).
    """

    words: tuple[str, ...]
    free: bool = False
    also: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """An option with fixed choices."""
        return (Option(name, self.description, required=required, choices=self.words),)

    def meant(self, text: str) -> str | None:
        """The word that the text is, also as its singular or plural."""
        return self._meanings.get(text.lower())

    @cached_property
    def _meanings(self) -> dict[str, str]:
        """By what may be said, in small letters, the word that it is."""
        found = {word.removesuffix("s"): word for word in self.words}
        found |= {f"{word}s": word for word in self.words if f"{word}s" not in found}
        found |= {word: word for word in self.words}
        return found | {said: found[word] for said, word in self.also if word in found}

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


@dataclass(frozen=True)
class End(Single):
    """Where a list is to end: a mood, or a query in quotes."""

    source: Source = field(default="mood", kw_only=True)

    @staticmethod
    def is_mood(word: str) -> bool:
        """Whether the word, lower case, is a mood, which may stand without quotes."""
        return word in MOODS or word in SYNONYMS

    def value(self, text: str, name: str, engine: Engine) -> Query:
        """The query that the text makes."""
        return engine.parse(text)


class Parts(Single):
    """The later parts of a playlist in quotes: ``"minutes:20 energy:high; minutes:5 mood:calm"``."""

    def value(self, text: str, name: str, engine: Engine) -> tuple[Part, ...]:
        """The parts that the text makes."""
        return engine.playlist_parts(text)


_COMPARED: Final = re.compile(r"(?P<sign>[<>])=?\s*(?P<number>\d+)")


@dataclass(frozen=True)
class Range(Single):
    """Two whole numbers such as ``40-70``, or a comparison such as ``<40``, within bounds."""

    low: int
    high: int

    def value(self, text: str, name: str, engine: Engine) -> tuple[int, int]:
        """The two numbers, ascending."""
        if compared := _COMPARED.fullmatch(text):
            below = compared["sign"] == "<"
            text = f"{self.low}-{compared['number']}" if below else f"{compared['number']}-{self.high}"
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


@dataclass(frozen=True)
class Attachment(Kind):
    """A file: an attachment, or a path in the terminal."""

    description: str

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """A file."""
        return (Option(name, self.description, "file", required),)

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Upload:
        """The upload that the platform attached under this name."""
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
            Option(
                feature.name,
                f"{feature.about}, {feature.low:g} to {feature.high:g} {feature.unit}".rstrip(),
                number=True,
            )
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

    ``unoffered`` keys have no field of their own: a form holds at most 25.
    """

    description: str
    unoffered: tuple[str, ...] = ()
    free = True

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """The free text and one option a key."""
        keys = [_option(key) for key in KEYS if not key.hidden and key.name not in self.unoffered]
        # A form holds a field once, where typed text may say like: several times.
        place = next((at for at, option in enumerate(keys, start=1) if option.name == "like"), 0)
        second = (Option(_SECOND, "and like this one", source="track"),) if place else ()
        return (Option(name, self.description, required=required), *keys[:place], *second, *keys[place:])

    def fields(self, name: str, required: bool) -> tuple[Option, ...]:
        """The free text and one option a key, those included that are only typed otherwise."""
        keys = (_option(key) for key in KEYS if key.name not in (*self.unoffered, "track"))
        return (Option(name, self.description, required=required), *keys)

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Query:
        """The query that the tokens make."""
        spread: list[Token] = []
        for token in said:
            if token.key == _SECOND:
                token = replace(token, key="like")
            spread.extend(read_tokens(token.value) if token.key == name else (token,))
        return engine.parse(join(spread))


@dataclass(frozen=True)
class Limits(Kind):
    """Constraints by key, such as ``genre:jazz tempo:<100``, beside parameters that say what they narrow.

    Parameters
    ----------
    keys : tuple of str
        Those that may be said.
    """

    keys: tuple[str, ...]

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """One option a key."""
        known = {key.name: key for key in KEYS}
        return tuple(_option(known[key]) for key in self.keys)

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Query:
        """The query that the tokens make."""
        return engine.parse(join(said))


_SECOND: Final = "like_2"
_SOURCES: Final[dict[str, Source]] = {
    "mood": "mood", "genre": "genre", "not_genre": "genre", "artist": "artist", "not_artist": "artist",
    "like": "track", "unlike": "track",
}  # fmt: skip


@cache
def _option(key: Key) -> Option:
    """The field for one key of a query."""
    about = cut(key.about, LONGEST_DESCRIPTION)
    if key.choices:
        return Option(key.name, about, choices=key.choices)
    if key.low is not None:
        return Option(key.name, about, "whole", low=key.low, high=key.high)
    source = _SOURCES.get(key.name, "level" if key.trait else "")
    return Option(key.name, about, source=source, many=key.many, number=key.trait is not None or key.name == "year")


MOST_SEARCHED: Final = 10
"""Titles that one message may name where each is searched for; tracks named by id or link are not counted."""


class Tracks(Name):
    """Tracks, each said with a key of its own: ``track:"..." track:"..."``."""

    def options(self, name: str, required: bool) -> tuple[Option, ...]:
        """One option that may be said several times."""
        return tuple(replace(option, many=True) for option in super().options(name, required))

    def read(self, name: str, said: tuple[Token, ...], request: Request, engine: Engine) -> Any:
        """The tracks in the order said."""
        names: list[str] = []
        for token in said:
            if token.key or not names:
                names.append(token.value)
            else:
                names[-1] += f" {token.value}"
        searched = sum(not engine.names.held_as(text, self.source) for text in names)
        if searched > MOST_SEARCHED:
            raise UserError(
                f"{name} takes at most {MOST_SEARCHED} titles at once; {searched} are named.",
                "Name the others in another message, or by links.",
            )
        return tuple(self.value(text, name, engine) for text in names)


class ClockTime(Single):
    """A time of day such as ``09:00`` or ``9``."""

    def value(self, text: str, name: str, engine: Engine) -> str:
        """Hours and minutes, two digits each."""
        if match := re.fullmatch(r"(\d{1,2})(?::(\d{0,2}))?", text.strip()):
            hours, minutes = int(match[1]), int(match[2] or 0)
            if hours < 24 and minutes < 60:
                return f"{hours:02}:{minutes:02}"
        raise UserError(f'{name} takes a time of day from 00:00 to 23:59; "{text}" is none.', f"Try {name}:09:00.")


class Zone(Single):
    """A time zone of the IANA database, such as ``Europe/Berlin``."""

    def value(self, text: str, name: str, engine: Engine) -> str:
        """Its name as the database writes it."""
        zones = {zone.lower(): zone for zone in available_timezones()}
        said = text.strip().replace(" ", "_").lower()
        # A city names its zone.
        found = zones.get(said) or next((zones[zone] for zone in sorted(zones) if zone.endswith(f"/{said}")), None)
        if found is None:
            raise UserError(
                f'There is no time zone "{text}".', f"{nearest(said, zones)} Try {name}:Europe/Berlin.".strip()
            )
        return found


@dataclass(frozen=True)
class Parameter:
    """One parameter of a command's function."""

    name: str
    kind: Kind
    required: bool

    @property
    def argument(self) -> str:
        """The function's own name for it: keywords of Python have an underscore after them."""
        return f"{self.name}_" if iskeyword(self.name) else self.name

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The fields that a platform offers for it."""
        return self.kind.options(self.name, self.required)


PRIVATE: Final = Option("private", "show the answer to me alone", "yes/no")


def options_of(parameters: Sequence[Parameter]) -> tuple[Option, ...]:
    """All fields that a platform offers for a command, required ones first, ``private`` last."""
    fields = [option for parameter in parameters for option in parameter.options]
    return (*sorted(fields, key=lambda option: not option.required), PRIVATE)


def levels() -> tuple[str, ...]:
    """The level words, ascending."""
    return tuple(LEVELS)
