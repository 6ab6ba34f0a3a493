"""Ordinals, pronouns and descriptions to the tracks, artists and genres of earlier answers."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.dialogue.context import Context, Exchange, Shown
from bot.dialogue.lexicon import ADJECTIVES, COMPARATIVES, NUMBERS, ORDINALS, fold
from engine import Track
from engine.features import TRAIT_NAMES

Kind = Literal["row", "rows", "pronoun", "artist", "all", "genre"]

_ORDINAL: Final = "|".join(sorted(ORDINALS, key=len, reverse=True))
_COUNT: Final = "|".join(sorted((word for word in NUMBERS if word and len(word) > 1), key=len, reverse=True))
_THING: Final = (
    r"(?:one|ones|song|songs|track|tracks|tune|tunes|result|results|row|entry|title|lied|lieder|titel|stuck|cancion|"
    r"canciones|tema|temas|chanson|chansons|morceau|morceaux|titre|titres|musica|musicas|faixa|faixas|artist|artists|"
    r"band|guy|guys|act|acts|group|singer|dude|person|pick|option)"
)
_THE: Final = (
    r"(?:the|that|this|das|der|die|den|dem|la|el|lo|le|les|los|las|o|a|os|as|l'|song|track|from the song|du|de la|do|"
    r"da|al|del|no|number)"
)
_FEW: Final = re.compile(
    rf"\b(?:(?:the|die|los|las|les|os|as)\s+)?(?P<end>first|top|last|ersten|primeros|primeras|premiers|premieres|"
    rf"primeiros|primeiras|ultimos|ultimas|derniers|dernieres|letzten)\s+(?P<count>\d{{1,2}}|{_COUNT})\b(?:\s+{_THING})?"
)
_ONE: Final = rf"(?:the\s+|das\s+|la\s+|le\s+)?(?:(?:number|nr\.?|no\.?)\s+(?:{_COUNT})|(?:number\s+|nr\.?\s*|no\.?\s*|#)?(?:\d{{1,2}}|{_ORDINAL}))\b"
_SEVERAL: Final = re.compile(
    rf"\b(?:(?:number|numbers|no\.?|#|nr\.?|tracks?|songs?|rows?)\s*)?{_ONE}(?:\s*+(?:,\s*+)?(?:and|und|y|et|e|&|n|with|vs\.?|to|or|plus)\s*{_ONE}|\s*,\s*{_ONE}|\s+{_ONE}(?=\s+(?:and|n|&)\b))+(?:\s+{_THING})?"
)
_AS_MANY: Final = re.compile(rf"\b(?:those|these|the|all|both)\s+(?P<count>\d{{1,2}}|{_COUNT})\b(?:\s+{_THING})?")
_EACH: Final = re.compile(rf"\d{{1,2}}|\b(?:{_ORDINAL})\b|(?<=number )(?:{_COUNT})\b")
_ROW: Final = re.compile(
    rf"\b{_THE}\s+(?P<ordinal>{_ORDINAL})\b(?:\s+(?!two\b|three\b|four\b|dance\b|year\b|time\b){_THING})?"
    rf"|^(?:nr\.?\s*)?(?P<start>{_ORDINAL})\b(?:\s+{_THING})?"
    r"|^(?P<bare>\d{1,2})(?=(?:['’]s|\s+(?:is|was|sounds?|looks?|feels?|slaps|rocks|sucks))\b)"
    rf"|\b(?P<thing>{_ORDINAL})\s+{_THING}\b"
    rf"|(?:\b(?:song|track|lied)\s+)?(?:\bnumber\s+|\bno\.?\s*|#\s*|\bnr\.?\s*|\bnummer\s+|\bnumero\s+|\btrack\s+|\bsong\s+|\brow\s+|\boption\s+|\bpick\s+)"
    rf"(?P<number>\d{{1,2}}|{_COUNT})\b"
)
_PRONOUN_ARTIST: Final = re.compile(
    r"\b(?:that|this|the|their|same|diese[rn]?|ese|esa|cet|cette|esse|essa)\s+(?:same\s+)?(?:artist|band|singer|group|"
    r"rapper|musician|guy|woman|girl|man|dude|act|person|producer|duo|kunstler|gruppe|artista|grupo|banda|groupe|artiste)(?:'s)?\b"
    r"|\b(?:the same|those|these) (?:people|guys|folks|lot)\b|\b(?:him|her|hers|his|their|theirs|she|he)\b"
)
_PRONOUN: Final = re.compile(
    r"\b(?:that|this|the same)\s+(?:one|song|track|tune|record|recording|thing)(?:'s)?\b"
    r"|\b(?:it|its|that|this|das|eso|esto|ca|cela|isso|that's|davon|ese|esa)\b"
)
_ALL: Final = re.compile(
    r"\b(?:those|these|them|they|all of (?:it|them|those|these)|that list|this list|the list|the whole list|diese|esas|"
    r"estas|esos|estos|ceux-ci|celles-ci|essas|esses|these (?:songs|tracks)|those (?:songs|tracks))\b"
)
_FORMER: Final = re.compile(r"\b(?:the\s+)?(?P<which>former|latter)\b(?:\s+one)?")
_DESCRIBED: Final = re.compile(
    r"\b(?:the|that|das|la|le|el|o|a)\s+(?P<what>[\w&'. -]{2,40}?)\s+"
    r"(?:one|song|track|thing|tune|cover|version|number)\b"
)
_SUPERLATIVE: Final = re.compile(
    r"\b(?:the\s+)?(?:(?P<most>most|least)\s+(?P<adjective>\w+)|(?P<est>\w+?)(?P<ending>est|er))(?:\s+(?:one|song|track|of\b.*))?\b"
)


@dataclass(frozen=True)
class Reference:
    """What part of a text refers to something shown before.

    Parameters
    ----------
    start, end : int
        Its place in the text.
    kind : str
        ``row`` (one row), ``rows``, ``pronoun`` (it), ``artist`` (that band), ``all`` (those), ``genre``.
    rows : tuple of Shown
        The rows meant; none for a pronoun.
    """

    start: int
    end: int
    kind: Kind
    rows: tuple[Shown, ...] = ()

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks of the rows."""
        return tuple(row.track for row in self.rows if row.track is not None)


def find(text: str, context: Context) -> Reference | None:
    """The first thing of the text that refers to rows shown before, rows before pronouns; None if nothing does."""
    return rows_of(text, context) or pronoun(text, context)


def rows_of(text: str, context: Context) -> Reference | None:
    """The rows that the text counts or describes: ``the second one``, ``first two``, ``the Queen one``."""
    shown = context.counted
    if shown is None:
        return None
    said, rows = fold(text), shown.rows
    if match := _FEW.search(said):
        size = int(match["count"]) if match["count"].isdecimal() else NUMBERS[match["count"]]
        last = match["end"][:2] in ("la", "ul", "de", "le")
        kind: Kind = "row" if size == 1 else "rows"
        return Reference(*match.span(), kind, rows[-size:] if last else rows[:size])
    if (match := _AS_MANY.search(said)) and _number(match["count"]) == len(rows):
        return Reference(*match.span(), "rows", rows)
    if (match := _SEVERAL.search(said)) and all(several := [_row(rows, one) for one in _EACH.findall(match[0])]):
        return Reference(*match.span(), "rows", tuple(row for row in several if row is not None))
    if match := _ROW.search(said):
        row = _row(rows, _word(match))
        if row is not None:
            return Reference(*match.span(), "row", (row,))
    return described(text, shown)


def beyond(text: str, context: Context) -> int | None:
    """The number of a row that is asked for and was not shown; None if there is none such."""
    shown = context.counted
    match = _ROW.search(fold(text)) if shown is not None else None
    if match is None or shown is None:
        return None
    word = _word(match)
    return _number(word) if _row(shown.rows, word) is None else None


def described(text: str, shown: Exchange) -> Reference | None:
    """``the Queen one``, ``the piano thing``, ``the heavier one``: by artist, title, genre or a trait of the rows."""
    said = fold(text)
    for match in _DESCRIBED.finditer(said):
        if (found := _extreme(match["what"].split()[-1], match["what"].split()[:-1], shown.rows)) is not None:
            return Reference(*match.span(), "row", (found,))
        fits = _fitting(match["what"].strip(), shown.rows)
        if fits:
            return Reference(*match.span(), "row", fits[:1])
    return None


def all_described(text: str, shown: Exchange) -> tuple[Shown, ...]:
    """Every row that a description by name fits: two where two are by the same artist."""
    match = _DESCRIBED.search(fold(text))
    return _fitting(match["what"].strip(), shown.rows) if match else ()


def pronoun(text: str, context: Context, *, said_now: bool = False) -> Reference | None:
    """``it``, ``that artist``, ``those``; None before anything was answered, or ``said_now`` in the same message."""
    if context.last is None and not context.focus and not said_now:
        return None
    said = fold(text)
    tests: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_PRONOUN_ARTIST, "artist"),
        (_ALL, "all"),
        (_PRONOUN, "pronoun"),
    )
    for pattern, kind in tests:
        if match := pattern.search(said):
            return Reference(*match.span(), kind)
    return None


def extreme(text: str, rows: Sequence[Shown]) -> tuple[Shown, str, bool] | None:
    """The row that has most or least of a trait (``the fastest``, ``most popular``), the trait, and whether most."""
    said = fold(text)
    for match in re.finditer(r"\b(?:(most|least|more|less)\s+([\w-]+)|([\w-]+?)(?:est|er|ste))\b", said):
        stem = match[2] or match[3]
        moves = _moves(stem)
        if not moves:
            continue
        trait, way = next(iter(moves.items()))
        most = (way > 0) != (match[1] in ("least", "less"))
        found = _end(rows, trait, most=most)
        if found is not None:
            return found, trait, most
    return None


def focus_tracks(context: Context) -> tuple[Track, ...]:
    """What "it" means: the track that the last request was about, else the seed, else the only or first row."""
    if context.focus:
        return context.focus
    for exchange in reversed([one for one in context.current if one.request][-6:]):
        task = exchange.task
        if task.tracks:
            return tuple(task.tracks.values())
        if task.query is not None and task.query.named and not task.query.like_artists:
            return task.query.named
        if exchange.counts and exchange.tracks:
            return exchange.tracks[:1]
    return ()


def focus_artist(context: Context) -> str:
    """Whom "that artist" means: asked for, or of the track in focus, or the one most often shown; empty for nobody."""
    if context.focus:
        return context.focus[0].artists[0]
    for exchange in reversed([one for one in context.current if one.request][-6:]):
        task = exchange.task
        query = task.query
        if "name" in task.fields and task.command == "artist":
            return task.fields["name"]
        if task.tracks:
            return next(iter(task.tracks.values())).artists[0]
        compared = [task.fields[key] for key in "abc" if key in task.fields] if task.command == "compare" else []
        if first := next((name for name in compared if _leads(exchange.told, name)), ""):
            return first
        if query is not None and (query.artists or query.like_artists):
            return (*query.artists, *query.like_artists)[-1]
        if query is not None and query.named:
            return query.named[-1].artists[0]
        if exchange.counts and exchange.tracks:
            names = [track.artists[0] for track in exchange.tracks]
            return max(names, key=lambda name: (names.count(name), -names.index(name)))
    return ""


def focus_genres(context: Context, known: Collection[str]) -> tuple[str, ...]:
    """Which genres "there" means: those of the last request that named any of the ``known`` ones."""
    for exchange in reversed([one for one in context.current if one.request][-6:]):
        task = exchange.task
        named = [task.fields[key] for key in ("genre", "vs", "like", "a", "b") if task.fields.get(key) in known]
        if task.command == "compare" and (first := [name for name in named if _leads(exchange.told, name)]):
            return tuple(first)  # which of the two it is was asked last
        if named:
            return tuple(named)
        if task.query is not None and (task.query.genres or task.query.genres_all):
            return (*task.query.genres, *task.query.genres_all)
    return ()


def _leads(told: str, name: str) -> bool:
    """Whether an answer says of two that are compared that it is this one: "Indie-pop is more popular"."""
    return re.match(rf"{re.escape(fold(name))} is (?:more|less|\w+er)\b", fold(told)) is not None


def _word(match: re.Match[str]) -> str:
    """The word that counts the row."""
    return next(filter(None, (match[name] for name in ("ordinal", "start", "bare", "thing", "number"))), "")


def _number(word: str) -> int:
    return ORDINALS.get(word) or (int(word) if word.isdecimal() else NUMBERS.get(word, 0))


def _row(rows: Sequence[Shown], word: str) -> Shown | None:
    number = _number(word)
    if number == -1:
        return rows[-1] if rows else None
    return rows[number - 1] if 1 <= number <= len(rows) else None


def _fitting(what: str, rows: Sequence[Shown]) -> tuple[Shown, ...]:
    def texts(row: Shown) -> list[str]:
        if row.track is None:
            return [fold(row.title), fold(row.artist), fold(row.genre)]
        return [fold(row.track.track_name), *map(fold, row.track.artists), *map(fold, row.track.genres)]

    wanted = f" {what.removesuffix(chr(39) + 's')} "
    return tuple(row for row in rows if any(wanted in f" {text.replace('-', ' ')} " for text in texts(row)))


def _moves(stem: str) -> dict[str, int]:
    for word in (stem, stem + "e", stem.removesuffix("i") + "y" if stem.endswith("i") else stem, stem[:-1]):
        if word in ADJECTIVES and len(word) > 2:
            return ADJECTIVES[word]
    return {}


def _extreme(word: str, before: Sequence[str], rows: Sequence[Shown]) -> Shown | None:
    moves = COMPARATIVES.get(word) or (_moves(word.removesuffix("est")) if word.endswith("est") else {})
    sign = 1
    if not moves and before and before[-1] in ("most", "more", "least", "less"):
        moves, sign = ADJECTIVES.get(word, {}), 1 if before[-1] in ("most", "more") else -1
    if not moves:
        return None
    trait, way = next(iter(moves.items()))
    return _end(rows, trait, most=way * sign > 0)


def _end(rows: Sequence[Shown], trait: str, *, most: bool) -> Shown | None:
    known = [row for row in rows if row.track is not None and value(row.track, trait) == value(row.track, trait)]
    if trait not in TRAIT_NAMES or not known:
        return None
    sign = 1 if most else -1
    return max(known, key=lambda row: sign * value(row.track, trait) if row.track else 0.0)


def value(track: Track, trait: str) -> float:
    """A trait of a track, popularity included; NaN where unknown."""
    if trait == "popularity":
        return math.nan if track.popularity is None else float(track.popularity)
    return track.values[trait]
