"""From the words of a constraint to query: keys first, then the free text between them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import process

from engine.catalogue.names import Names
from engine.catalogue.store import Track
from engine.errors import UserError
from engine.features import LEVELS, TRAIT_NAMES, trait
from engine.language.keys import TRAIT_WORDS, mood_of, read_key, whole, with_merged
from engine.recommend.moods import MOODS, SYNONYMS
from engine.recommend.query import Constraint, Query, read_value
from engine.tokens import Token, tokens

# What an adjective says of one trait. "very" before it goes one level further.
ADJECTIVES: Final[dict[str, tuple[str, str]]] = {
    "upbeat": ("valence", "high"), "uplifting": ("valence", "high"), "bright": ("valence", "high"),
    "bleak": ("valence", "low"), "negative": ("valence", "low"),
    "acoustic": ("acousticness", "high"), "unplugged": ("acousticness", "high"), "electronic": ("acousticness", "low"),
    "electric": ("acousticness", "low"), "synthetic": ("acousticness", "low"),
    "danceable": ("danceability", "high"), "dancey": ("danceability", "high"), "groovy": ("danceability", "high"),
    "dance": ("danceability", "high"),
    "fast": ("tempo", "high"), "quick": ("tempo", "high"), "uptempo": ("tempo", "high"), "slow": ("tempo", "low"),
    "downtempo": ("tempo", "low"), "midtempo": ("tempo", "medium"),
    "loud": ("loudness", "high"), "quiet": ("loudness", "low"), "soft": ("loudness", "low"),
    "instrumental": ("instrumentalness", "very high"), "vocal": ("instrumentalness", "low"),
    "vocals": ("instrumentalness", "low"), "sung": ("instrumentalness", "low"), "lyrics": ("instrumentalness", "low"),
    "spoken": ("speechiness", "very high"), "wordy": ("speechiness", "high"), "talky": ("speechiness", "high"),
    "live": ("liveness", "very high"), "studio": ("liveness", "low"), "lively": ("energy", "high"),
    "strong": ("energy", "high"), "hard": ("energy", "high"), "heavy": ("energy", "very high"),
    "gentle": ("energy", "low"), "lazy": ("energy", "low"),
    "long": ("duration", "high"), "short": ("duration", "low"),
    "popular": ("popularity", "very high"), "famous": ("popularity", "very high"), "known": ("popularity", "high"),
    "hits": ("popularity", "very high"), "mainstream": ("popularity", "very high"),
    "obscure": ("popularity", "low"), "unknown": ("popularity", "low"), "underground": ("popularity", "low"),
    "hidden": ("popularity", "low"), "rare": ("popularity", "low"),
}  # fmt: skip

_FEELINGS: Final = frozenset({*ADJECTIVES, *MOODS, *SYNONYMS})

_FILLERS: Final = frozenset(
    "a an the and with some any music song songs track tracks tune tunes that is are be to for me please i want would "  # noqa: SIM905
    "something of in my it its but give play find recommend show more stuff things sounding sound sounds very really "
    "quite good great nice new can you we us need looking vibe vibes feel feeling kind while when at on so just also "
    "too or s t m d gems gem".split()
)

_FLIPPED: Final = dict(zip(LEVELS, reversed(LEVELS), strict=True))
_UP: Final = {"high": "very high", "low": "very low"}

_UNDER: Final = r"(?:under|below|less than|shorter than|slower than|at most|up to|no more than|max(?:imum)?|fewer than)"
_OVER: Final = r"(?:over|above|more than|longer than|faster than|at least|min(?:imum)?|no less than)"
_AMOUNT: Final = r"(?P<{0}>\d+(?:[.:]\d+)?)"
_UNITS: Final = r"\s*(?P<unit>bpm|beats per minute|beats|minutes?|mins?|seconds?|secs?|popularity|db)\b"

_PHRASES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (rf"\bbetween\s+{_AMOUNT.format('low')}\s+and\s+{_AMOUNT.format('high')}{_UNITS}", "{low}-{high}"),
        (rf"\b{_UNDER}\s+{_AMOUNT.format('high')}{_UNITS}", "<{high}"),
        (rf"\b{_OVER}\s+{_AMOUNT.format('low')}{_UNITS}", ">{low}"),
        (rf"(?:\b(?:around|about|roughly|at)\s+)?\b{_AMOUNT.format('low')}\s*-?{_UNITS}", "{low}"),
    )
)


@dataclass
class _Parse:
    """Query as they grow, word by word."""

    query: Query
    levels: Mapping[str, list[float]]
    understood: int = 0

    def constraint(self, name: str, constraint: Constraint) -> None:
        """Add a constraint on a trait."""
        self.query = with_merged(self.query, name, constraint, self.levels)
        self.understood += 1

    def change(self, **fields: object) -> None:
        """Set fields of the query."""
        self.understood += 1
        self.query = replace(self.query, **fields)  # type: ignore[arg-type]

    def add(self, name: str, value: object) -> None:
        """Add to a field that holds several, once."""
        held = getattr(self.query, name)
        self.change(**{name: held if value in held else (*held, value)})


def parse(text: str, names: Names, track: Callable[[int], Track], levels: Mapping[str, list[float]]) -> Query:
    """The query that a constraint makes.

    Parameters
    ----------
    text : str
        ``energy:high mood:happy``, or free text, or both.
    names : Names
    track : callable
        The track of a recording.
    levels : mapping
        By trait, the raw values at the level percentiles.

    Raises
    ------
    UserError
        If a key or value is wrong: the word is named, with what is allowed and the nearest allowed one.
    """
    parsed = _Parse(Query(), levels)
    loose: list[Token] = []
    parts = list(tokens(text))
    for place, token in enumerate(parts):
        after = parts[place + 1] if place + 1 < len(parts) else None
        if not token.key:
            loose.append(token)
            continue
        if (
            token.value.lower() == "very"
            and after
            and not after.key
            and after.value.lower().rstrip("!") in ("high", "low")
        ):
            # "energy:very high" without quotes is meant as one value.
            parts[place + 1] = token = replace(token, value=f"very {after.value}", quoted=True)
            continue
        if not token.value:
            raise UserError(f"{token.key}: has no value.", f"Try {_try(token.key)}")
        _read_key(parsed, token, names, track)
    _read_free(parsed, loose, names, track)
    return parsed.query


def _try(key: str) -> str:
    return f"{key}:{'high' if key in TRAIT_NAMES else '...'}."


def _read_key(parsed: _Parse, token: Token, names: Names, track: Callable[[int], Track]) -> None:
    parsed.query = read_key(parsed.query, token, names, track, parsed.levels)
    parsed.understood += 1


def _flipmood_of(parsed: _Parse, mood: str) -> None:
    parsed.add("not_moods", mood)


def _read_free(parsed: _Parse, loose: Sequence[Token], names: Names, track: Callable[[int], Track]) -> None:
    """Free text: quoted names, amounts with units, then word by word."""
    words: list[str] = []
    for token in loose:
        if not token.quoted:
            words.extend(["not"] * token.negated + [token.value])
            continue
        asked = " ".join(words[-2:]).lower()
        if re.search(r"\b(not like|unlike)$", asked):
            kind, drop = "unlike", 2 if asked.endswith("not like") else 1
        elif re.search(r"\bnot (by|from)$", asked):
            kind, drop = "not_artists", 2
        elif re.search(r"\b(by|from)$", asked):
            kind, drop = "artists", 1
        else:
            kind, drop = "unlike" if token.negated else "like", int(bool(re.search(r"\blike$", asked)))
        del words[len(words) - drop :]
        if kind in ("like", "unlike"):
            parsed.add(kind, track(names.resolve_track(token.value)))
        else:
            parsed.add(kind, names.resolve_artist(token.value))
    text = " ".join(words)
    for pattern, form in _PHRASES:
        while match := pattern.search(text):
            unit = match["unit"].lower()
            name = "tempo" if unit.startswith(("b",)) else "loudness" if unit == "db" else (
                "popularity" if unit == "popularity" else "duration"
            )  # fmt: skip
            suffix = unit[0] if name == "duration" else ""
            value = "-".join(part + suffix for part in form.format(**match.groupdict()).split("-"))
            parsed.constraint(name, read_value(trait(name), value, parsed.levels))
            text = f"{text[: match.start()]} {text[match.end() :]}"
    if match := re.search(r"\b(\d{1,2})\s+(?:tracks|songs|tunes|results)\b", text, re.IGNORECASE):
        parsed.change(limit=whole("limit", match[1], 1, 50))
        text = text.replace(match[0], " ")
    _read_words(parsed, re.findall(r"[^\s,;.!?()]+", text), names, track)


def _read_words(parsed: _Parse, words: list[str], names: Names, track: Callable[[int], Track]) -> None:
    unknown: list[str] = []
    place = 0
    negated = False
    while place < len(words):
        taken = _one(parsed, [word.lower() for word in words[place : place + 3]], negated, names)
        if taken:
            place, negated = place + taken, False
            continue
        word = words[place].lower()
        if word in ("not", "no", "without", "never", "non", "isn't", "don't"):
            negated = True
        elif word in ("like", "unlike") and place + 1 < len(words):
            name, place = _name_after(words, place + 1, names)
            parsed.add("unlike" if negated or word == "unlike" else "like", track(name))
            negated = False
            continue
        elif word == "from" and words[place + 1 : place + 2] and words[place + 1].lower() in _FEELINGS:
            negated = False  # Where a playlist starts, not whose tracks.
        elif word in ("by", "from") and place + 1 < len(words):
            parsed.add("not_artists" if negated else "artists", names.resolve_artist(" ".join(words[place + 1 :])))
            place = len(words)
            continue
        elif word not in _FILLERS:
            unknown.append(words[place])
            negated = False
        place += 1
    if unknown:
        _read_unknown(parsed, words, unknown, names, track)


def _one(parsed: _Parse, words: list[str], negated: bool, names: Names) -> int:
    """How many of the next words were understood together: ``very high energy``, ``hip hop``, ``happy``."""
    if words[0] in ("clean", "explicit") or (words[0] in ("family", "kid") and words[1:2] == ["friendly"]):
        parsed.change(explicit=(words[0] == "explicit") != negated)
        return 2 if words[1:2] == ["friendly"] else 1
    if taken := _level_and_trait(parsed, words, negated):
        return taken
    for size in (3, 2, 1):
        genre = _genre("-".join(words[:size]), names) if len(words) >= size else None
        if genre and words[0] not in _FEELINGS:
            parsed.add("not_genres" if negated else "genres", genre)
            return size
    very = words[0] in ("very", "really", "extremely", "super") and len(words) > 1
    word = words[1] if very else words[0]
    if word in ADJECTIVES:
        name, level = ADJECTIVES[word]
        level = _UP.get(level, level) if very else level
        parsed.constraint(name, Constraint(_FLIPPED[level] if negated else level))
    elif word in MOODS or word in SYNONYMS:
        if negated:
            _flipmood_of(parsed, mood_of(word))
        else:
            parsed.add("moods", mood_of(word))
    else:
        return 0
    return 2 if very else 1


def _level_and_trait(parsed: _Parse, words: list[str], negated: bool) -> int:
    """How many words name a level and a trait: ``very high energy``, ``energy very high``, ``low valence``."""
    for size in (3, 2):
        said = words[:size]
        for level_words, trait_word in ((said[:-1], said[-1]), (said[1:], said[0])):
            wished = " ".join(level_words)
            if len(said) == size and wished in LEVELS and trait_word in TRAIT_WORDS:
                parsed.constraint(TRAIT_WORDS[trait_word], Constraint(_FLIPPED[wished] if negated else wished))
                return size
    return 0


def _genre(word: str, names: Names) -> str | None:
    """The genre that is written so but for its separators and case; typing errors are not genres in free text."""
    try:
        genre = names.resolve_genre(word)
    except UserError:
        return None

    def plain(name: str) -> str:
        return re.sub(r"[^a-z0-9]", "", name.lower())

    return genre if plain(genre) == plain(word) or (word in _GENRE_WORDS and len(word) > 2) else None


_GENRE_WORDS: Final = frozenset({"rnb", "r&b", "hiphop", "dnb", "kpop", "jpop", "drum-and-bass", "rock-n-roll", "rap"})


def _name_after(words: list[str], start: int, names: Names) -> tuple[int, int]:
    """The track named by the words from here on, the longest that is one, and where the rest begins."""
    stops = {"under", "over", "but", "not", "no", "with", "without", "below", "above", "between"}
    end = next((place for place in range(start + 1, len(words)) if words[place].lower() in stops), len(words))
    for last in range(end, start, -1):
        try:
            return names.resolve_track(" ".join(words[start:last])), last
        except UserError as mistake:
            if last == end:
                first = mistake
    raise first


def _read_unknown(
    parsed: _Parse, words: list[str], unknown: list[str], names: Names, track: Callable[[int], Track]
) -> None:
    """Words that no list holds: a typing error, else the title of a track, else passed over with a word."""
    vocabulary = [*ADJECTIVES, *MOODS, *SYNONYMS]
    if not parsed.understood:
        try:
            parsed.add("like", track(names.resolve_track(" ".join(words))))
            return
        except UserError:
            pass
    notes = []
    for word in unknown:
        match = process.extractOne(word.lower(), vocabulary, score_cutoff=80) if len(word) > 3 else None
        if match and _one(parsed, [match[0]], False, names):
            notes.append(f'read "{word}" as {match[0]}')
        elif parsed.understood or len(unknown) < len(words):
            notes.append(f'passed over "{word}"')
    if not parsed.understood:
        match = process.extractOne(unknown[0].lower(), vocabulary, score_cutoff=50)
        near = f"Nearest word: {match[0]}. " if match else ""
        raise UserError(
            f'I don\'t understand "{" ".join(unknown)}".',
            f'{near}Try moods (happy, calm), traits (energy:high), genres (techno) or like:"a track".',
        )
    parsed.query = replace(parsed.query, notes=tuple(notes))
