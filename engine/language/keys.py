"""Keyed words of the slash grammar: ``genre:jazz``, ``-artist:"Drake"``, ``key:Am`` to fields of a query."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from rapidfuzz import process

from engine.catalogue.store import Track
from engine.errors import UserError
from engine.features import TRAIT_NAMES, trait
from engine.languages import BY_WORD, UNTOLD
from engine.recommend.mixing import key_named
from engine.recommend.moods import MOODS, SYNONYMS
from engine.recommend.query import KEYS, YEAR, Constraint, Query, merge, read_value
from engine.recommend.similarity import KINDS
from engine.tokens import Token

LANGUAGES: Final = tuple(BY_WORD)
"""Languages that ``language:`` names."""

TRAIT_WORDS: Final = {name: name for name in TRAIT_NAMES} | {
    "bpm": "tempo",
    "length": "duration",
    "volume": "loudness",
    "mood": "valence",
    "happiness": "valence",
}
_LONGEST_SCENE: Final = 1000
_SEARCHED: Final = {
    "like": "track", "unlike": "track", "track": "track", "artist": "artist", "like_artist": "artist",
    "unlike_artist": "artist",
}  # fmt: skip
_MINUS: Final = ("genre", "artist", "mood", "like", "explicit", "language", "track", "like_artist", "kind")


class NameSearch(Protocol):
    """What keys need of a catalogue's names. Each raises UserError, naming the nearest, if there is none."""

    def resolve_genre(self, text: str) -> str:
        """The genre's name."""

    def resolve_artist(self, text: str) -> str:
        """The artist's name as credited."""

    def resolve_track(self, text: str) -> int:
        """The recording."""

    def held_as(self, text: str, kind: str) -> bool:
        """Whether a ``track`` or an ``artist`` is found without a search."""


def read_key(
    query: Query,
    token: Token,
    names: NameSearch,
    track: Callable[[int], Track],
    levels: Mapping[str, list[float]],
) -> Query:
    """The query with what one keyed word adds to it.

    Raises
    ------
    UserError
        If the key or its value is wrong: the word is named, with what is allowed and the nearest allowed one.
    """
    key, negated = _key_of(token)
    if negated and key not in _MINUS:
        raise UserError(f'A minus before "{key}" means nothing.', "It works before genre: and artist:.")
    if key in TRAIT_NAMES:
        return with_value(query, key, token.value, levels)
    if key == "mood":
        return _with(query, "not_moods" if negated else "moods", *(mood_of(part) for part in _parts(token.value)))
    if key == "genre":
        return _with_genres(query, token.value, negated, names)
    if key == "artist":
        return _with(query, "not_artists" if negated else "artists", names.resolve_artist(token.value))
    if key in ("like_artist", "unlike_artist"):
        away = negated or key == "unlike_artist"
        return _with(query, "unlike_artists" if away else "like_artists", names.resolve_artist(token.value))
    if key in ("like", "unlike", "track"):
        return _with_track(query, key, token, negated, track(names.resolve_track(token.value)))
    if key == "year":
        return replace(query, years=_year(query.years, token.value))
    if key == "decade":
        return replace(query, years=_year(query.years, _decade(token.value)))
    simple = _SIMPLE.get(key)
    if simple is None:
        raise unknown_key(token.key)
    return simple(query, token.value, negated)


def _key_of(token: Token) -> tuple[str, bool]:
    """The key that a keyed word is meant as, and whether it is negated."""
    key = token.key if token.key == "mood" else TRAIT_WORDS.get(token.key, token.key)
    negated = token.negated
    if key.startswith("not_"):
        key, negated = key.removeprefix("not_"), True
    return "like" if re.fullmatch(r"like_\d", key) else key, negated


def searches(token: Token, names: NameSearch) -> bool:
    """Whether reading a keyed word searches for a name: those held by id or as credited are found at once."""
    kind = _SEARCHED.get(_key_of(token)[0])
    return kind is not None and not names.held_as(token.value, kind)


def with_value(query: Query, name: str, text: str, levels: Mapping[str, list[float]]) -> Query:
    """The query with a typed value of a trait, merged with what is asked of the trait already."""
    return with_merged(query, name, read_value(trait(name), text, levels), levels)


def with_merged(query: Query, name: str, constraint: Constraint, levels: Mapping[str, list[float]]) -> Query:
    """The query with one more constraint on a trait. UserError if nothing can meet both."""
    before = query.constraints.get(name)
    merged = merge(name, before, constraint, levels) if before else constraint
    return replace(query, constraints={**query.constraints, name: merged})


def mood_of(text: str) -> str:
    """The mood of that name or synonym.

    Raises
    ------
    UserError
        If it is none.
    """
    word = text.lower()
    if word in MOODS:
        return word
    if word in SYNONYMS:
        return SYNONYMS[word]
    match = process.extractOne(word, [*MOODS, *SYNONYMS], score_cutoff=50)
    near = f"Nearest: {SYNONYMS.get(match[0], match[0])}." if match else "Try mood:happy."
    raise UserError(f'mood takes {", ".join(MOODS)}; "{word}" is none.', near)


def unknown_key(key: str) -> UserError:
    """The error for a key that the grammar does not have."""
    known = [name.name for name in KEYS if not name.hidden]
    match = process.extractOne(key, [*known, *TRAIT_WORDS], score_cutoff=60)
    near = f" Did you mean {TRAIT_WORDS.get(match[0], match[0])}?" if match else ""
    others = ", ".join(name for name in known if name not in TRAIT_NAMES and not name.startswith("not_"))
    return UserError(
        f'I don\'t know "{key}".{near}',
        f"Traits: {', '.join(sorted(TRAIT_NAMES))}. Also: {others}.",
        code="unknown_parameter",
    )


def whole(key: str, text: str, low: int, high: int) -> int:
    """A whole number within bounds. UserError if it is none."""
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise UserError(
            f'{key} takes a whole number from {low} to {high}; "{text}" is none.', f"Try {key}:{max(low, 5)}."
        )
    number = int(text)
    if not low <= number <= high:
        near = min(max(number, low), high)
        raise UserError(f"{key} goes from {low} to {high}; {number} is outside.", f"Nearest: {key}:{near}.")
    return number


def _parts(value: str) -> list[str]:
    """The values that one value lists, each once."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[+,]", value)))


def _set(query: Query, **fields: Any) -> Query:
    # ``replace`` checks and sets all fields of a query again: 5 ms for the eighty keys that a long message holds.
    changed = object.__new__(Query)
    changed.__dict__.update(query.__dict__, **fields)
    return changed


def _with(query: Query, field: str, *values: Any) -> Query:
    """The query with values added to a field that holds several, each once."""
    held = getattr(query, field)
    return _set(query, **{field: tuple(dict.fromkeys((*held, *values)))})


def _with_genres(query: Query, value: str, negated: bool, names: NameSearch) -> Query:
    if "&" in value and not negated:
        return _with(query, "genres_all", *(names.resolve_genre(part.strip()) for part in value.split("&")))
    return _with(query, "not_genres" if negated else "genres", *(names.resolve_genre(part) for part in _parts(value)))


def _with_track(query: Query, key: str, token: Token, negated: bool, found: Track) -> Query:
    if key == "track":
        field = "not_tracks" if negated else "tracks"
    else:
        field = "unlike" if negated or key == "unlike" else "like"
    held = getattr(query, field)
    if any(track.recording == found.recording for track in held):
        return query
    return _set(query, **{field: (*held, found)})


def _decade(text: str) -> str:
    """A decade as ``year`` takes it: ``1980s`` for ``1980``, ``80s`` or a year in it. UserError if it is none."""
    match = re.fullmatch(r"((?:1[89]|20)?\d)\d(?:['’]?s)?", text.strip().lower())
    if not match:
        raise UserError(f'decade takes a decade; "{text}" is none.', "Try decade:1980s.")
    return f"{match[1]}0s"


def _year(before: Constraint | None, text: str) -> Constraint:
    said = text.strip().lower().removesuffix("!")
    if match := re.fullmatch(r"(\d{2}|\d{3}0)s", said):
        first = int(match[1]) if len(match[1]) == 4 else int(match[1]) + (2000 if int(match[1]) < 30 else 1900)
        made = Constraint(low=float(first), high=float(first + 9), hard=True)
    else:
        value = read_value(YEAR, said, {"year": [1950.0, 1970.0, 1990.0, 2010.0, 2020.0]})
        if any(isinstance(point, str) for point in (value.target, value.low, value.high)):
            raise UserError(
                f'year takes years, not levels; "{text}" is none.', "Try year:1994, year:1990s or year:>2010."
            )
        made = Constraint(low=value.target, high=value.target) if value.target is not None else value
        made = replace(made, hard=True)
    if before is None:
        return made
    return merge("year", before, made, {})


def _explicit(query: Query, value: str, negated: bool) -> Query:
    if value.lower() not in ("yes", "no", "true", "false"):
        raise UserError(f'explicit takes yes or no; "{value}" is neither.', "Try explicit:no.")
    return replace(query, explicit=(value.lower() in ("yes", "true")) != negated)


def _number(key: str) -> Callable[[Query, str, bool], Query]:
    allowed = next(known for known in KEYS if known.name == key)

    def read(query: Query, value: str, negated: bool) -> Query:
        return _set(query, **{key: whole(key, value, allowed.low or 0, allowed.high or 0)})

    return read


def _choice(key: str, words: tuple[str, ...]) -> Callable[[Query, str, bool], Query]:
    def read(query: Query, value: str, negated: bool) -> Query:
        return _set(query, **{key: one_of(key, value, words)})

    return read


def one_of(key: str, value: str, words: tuple[str, ...]) -> str:
    """The value if it is one of the words. UserError, naming the nearest, if it is none."""
    word = " ".join(value.lower().replace("_", " ").split())
    if word in words:
        return word
    near = process.extractOne(word, words)[0]
    shown = f'{key}:"{near}"' if " " in near else f"{key}:{near}"
    raise UserError(f'{key} takes {", ".join(words)}; "{value}" is none.', f"Nearest: {shown}.")


def _album(query: Query, value: str, negated: bool) -> Query:
    return _with(query, "albums", value.strip())


def _key(query: Query, value: str, negated: bool) -> Query:
    return _with(query, "keys", *(key_named(part) for part in re.split(r"[+,|]", value)))


def _language(query: Query, value: str, negated: bool) -> Query:
    untold = [part for part in _parts(value.lower()) if part in UNTOLD]
    if untold:
        raise UserError(f"Names do not tell {untold[0].title()} here.", f"Languages: {', '.join(LANGUAGES)}.")
    found = [one_of("language", part, LANGUAGES) for part in _parts(value)]
    return _with(query, "not_languages" if negated else "languages", *found)


def _kind(field: str) -> Callable[[Query, str, bool], Query]:
    key = "kind" if field == "kinds" else field

    def read(query: Query, value: str, negated: bool) -> Query:
        return _with(query, f"not_{field}" if negated else field, *(one_of(key, part, KINDS) for part in _parts(value)))

    return read


def _scene(query: Query, value: str, negated: bool) -> Query:
    return with_scene(query, value)


def with_scene(query: Query, text: str) -> Query:
    """The query with words for a situation after those that it has, cut where they are very long."""
    return replace(query, scene=" ".join(f"{query.scene} {text}".split())[:_LONGEST_SCENE].strip())


def _sort(query: Query, value: str, negated: bool) -> Query:
    said = value.strip().lower()
    name = TRAIT_WORDS.get(said.lstrip("-"), said.lstrip("-"))
    return replace(query, sort=("-" if said.startswith("-") else "") + one_of("sort", name, (*TRAIT_NAMES, "year")))


def _end(sign: str) -> Callable[[Query, str, bool], Query]:
    def read(query: Query, value: str, negated: bool) -> Query:
        said = value.strip().lower()
        return replace(query, most=sign + one_of("most", TRAIT_WORDS.get(said, said), (*TRAIT_NAMES, "year")))

    return read


_SIMPLE: Final[dict[str, Callable[[Query, str, bool], Query]]] = {
    "explicit": _explicit,
    "limit": _number("limit"),
    "skip": _number("skip"),
    "per_artist": _number("per_artist"),
    "metric": _choice("metric", ("cosine", "euclidean")),
    "surprise": _choice("surprise", ("none", "some", "much")),
    "album": _album,
    "key": _key,
    "language": _language,
    "kind": _kind("kinds"),
    "include": _kind("include"),
    "scene": _scene,
    "most": _end("-"),
    "least": _end(""),
    "sort": _sort,
}
