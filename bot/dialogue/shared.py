"""What the handlers of acts share: the next rows of a list, what is not there, genres and artists in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import moves, references, smalltalk
from bot.dialogue.context import Exchange, Task
from bot.dialogue.language import artist_named, genre_or_nearest
from bot.dialogue.lexicon import FILLERS, fold
from bot.dialogue.outcome import Outcome
from bot.dialogue.subjects import clean
from bot.reply import Action, Error, Reply
from bot.request import Request, read_request
from engine import Query, Track, UserError
from engine.features import AUDIO_NAMES
from engine.tokens import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

DEFAULT_LIMIT: Final = Query().limit
FEW: Final = 5
"""Recordings under which a list is too short to be what was meant."""
MOST_MINUTES: Final = 180
"""Of a playlist."""
_MOST_SEEDS: Final = 5
FEATURES: Final = frozenset((*AUDIO_NAMES, "duration"))
_NOBODY: Final = frozenset(("it", "its", "this", "that", "he", "she", "they", "them", "her", "his", "their"))
# Words that name a genre, or nearly so, and mean none in a question.
_NO_GENRE: Final = frozenset(
    [
        "song",
        "songs",
        "track",
        "tracks",
        "music",
        "artist",
        "artists",
        "band",
        "bands",
        "popular",
        "popularity",
        "big",
        "famous",
        "hit",
        "hits",
        "rising",
        "year",
        "years",
        "who",
        "what",
        "which",
        "makes",
        "make",
        "drives",
        "chart",
        "charts",
        "happy",
        "sad",
        "sleep",
        "study",
        "party",
        "chill",
        "dance",
        "comedy",
        "guitar",
        "piano",
        "club",
        "disney",
        "kids",
        "children",
        "romance",
        "show",
        "house's",
        "going",
        "will",
        "break",
        "next",
        "up",
        "coming",
        "how",
        "many",
        "faster",
        "slower",
        "louder",
        "good",
        "great",
    ]
)


def missing(turn: "Turn", text: str, kind: str = "track") -> Outcome:
    """A name that is not in the catalogue, with the nearest."""
    name = clean(text)
    if fold(name) in _NOBODY:
        return Outcome(reply=smalltalk.reply("which"))
    near = turn.engine.near(name) if name else []
    hint = f"Nearest: {'; '.join(track.title for track in near)}." if near else ""
    return Outcome(reply=not_there(f'"{name}" is not in the catalogue.', hint, near))


_LINK: Final = re.compile(r"\s*(?:,\s*(?:and |or )?|\band\b|\bvs\.?(?=\s)|\bversus\b|\bagainst\b|&)\s*")
_LONGEST_NAME: Final = 4  # words
_POINTS: Final = re.compile(
    r"\b(?:it|this|that|these|those|them|they|both|two|three|one|ones|more|most|less|least|is|are|in|of|for|too|which|who|what)\b"
)


def names_in(turn: "Turn", text: str) -> tuple[list[str], list[str]]:
    """The genres and artists that a list of names has, and what of it is neither."""
    known: list[str] = []
    unknown: list[str] = []
    for part in map(str.strip, _LINK.split(fold(text))):
        if not part or len(part.split()) > _LONGEST_NAME:
            continue
        if name := genre_or_nearest(turn.engine, part) or artist_named(turn.engine, part):
            known.append(name)
        elif not _POINTS.search(part):
            unknown.append(part)
    return known, unknown


def not_there(message: str, hint: str = "", near: Sequence[Track] = ()) -> Reply:
    """A name that the catalogue lacks, with the nearest to press. No error: nobody can know what is there."""
    return Reply(
        title=message,
        text=hint or ("" if near else "Say what it sounds like, or name somebody like it, and I go by that."),
        actions=tuple(Action(track.title[:80], f"/track {Token('track', track.track_id)}") for track in near),
    )


def failed(error: UserError) -> Reply:
    """The reply that says why there is no answer."""
    return Reply(
        title="Not here", error=Error(error.code, error.message, error.hint), actions=(Action("Help", "/help"),)
    )


def beyond(turn: "Turn", text: str) -> Outcome | None:
    """A row that the last list does not have."""
    number = references.beyond(text, turn.context)
    if number is None or turn.context.counted is None:
        return None
    count = len(turn.context.counted.rows)
    error = UserError(
        f"The last list has {count} rows, so there is no number {number}.", f"Say a number from 1 to {count}."
    )
    return Outcome(reply=failed(error))


def read_again(exchange: Exchange) -> Request:
    """The request of an exchange."""
    return read_request(exchange.request)


def fields_of(exchange: Exchange) -> list[Token]:
    """The fields of a request, but for its query, as tokens."""
    return [Token(name, value, quoted=" " in value) for name, value in exchange.task.fields.items()]


def last_two(turn: "Turn") -> list[Track]:
    """The two tracks that the last exchanges were about, the earlier first."""
    found: list[Track] = []
    for exchange in reversed([one for one in turn.context.exchanges if one.request][-4:]):
        if exchange.task.command not in ("track", "genre", "compare"):
            break
        found = [track for track in exchange.task.tracks.values() if track not in found] + found
    return found[-2:]


def single_seed(exchange: Exchange) -> bool:
    """Whether a list was made from one track."""
    return exchange.task.query is not None and len(exchange.task.query.like) == 1


def artist_of(turn: "Turn", text: str) -> str:
    """The artist that a text names or refers to, by a pronoun or a track of theirs; empty for none."""
    found = turn.subjects.resolve(text, ("artist", "track"))
    if found is not None and (found.artist or found.track):
        return found.artist or (found.track.artists[0] if found.track else "")
    named = re.sub(r"(?i)'s$", "", text)
    if re.fullmatch(r"(?:their|his|her|him|them|she|he|they)", fold(named)):
        return turn.mentioned_artist() or references.focus_artist(turn.context)
    return artist_named(turn.engine, named)


def genre_in(turn: "Turn", text: str) -> str:
    """A genre named anywhere in a text, the longest first; else the one that "there" or "its" means."""
    for part in phrases(text):
        if (" " in part or fold(part) not in FILLERS | _NO_GENRE) and (genre := genre_or_nearest(turn.engine, part)):
            return genre
    return ""


def phrases(text: str) -> Iterator[str]:
    """One to three words of a text that stand together, the longest first."""
    said = re.findall(r"[\w&'-]+", text)
    for size in (3, 2, 1):
        for start in range(len(said) - size + 1):
            yield " ".join(said[start : start + size])


def artist_of_task(task: Task) -> str:
    """The artist that a question about artists was about; empty for any other request."""
    name = {"artist": "name", "artists": "like", "compare": "a"}.get(task.command, "")
    return task.fields.get(name, "") if name not in task.tracks else ""


def focus_genre(turn: "Turn", text: str) -> str:
    """The genre that "there" or "its" means; empty if the text has no such word."""
    if re.search(
        r"\b(?:there|it|its|that|those|these|this|they|them|their|here|the genre|dort|alli|la|lo)\b", fold(text)
    ):
        last = turn.context.last
        tracks = last.tracks if last is not None else ()
        artist = artist_of_task(last.task) if last is not None else ""
        if artist and artist not in turn.engine.catalogue.genres:
            tracks = tuple(turn.subjects.recordings(artist))
        elif last is not None and last.task.tracks:
            tracks = tuple(last.task.tracks.values())
        elif genres := references.focus_genres(turn.context, turn.engine.catalogue.genres):
            return genres[0]
        names = [name for track in tracks for name in track.genres]
        return max(names, key=names.count) if names else ""
    return ""


def more(turn: "Turn", count: int | None = None) -> Outcome | None:
    """The next tracks of the list shown; a longer playlist. None if there is no list."""
    if (base := turn.base()) is None:
        return None
    task, shown = base
    query = task.query or Query()
    if task.command == "playlist":
        longer = str(min(int(task.fields.get("minutes", 45)) + 15, MOST_MINUTES))
        return turn.list_of(replace(task, fields={**task.fields, "minutes": longer}), query)
    before = turn.context.last_list
    if turn.task is not None and (before is None or moves.bare(query) != moves.bare(before.task.query or Query())):
        # A list that the sentence before asks for was not shown yet: "songs like X. More of that please".
        return turn.list_of(task, query if count is None else moves.counted(query, count))
    before = turn.context.last_list
    if turn.task is not None and (before is None or moves.bare(query) != moves.bare(before.task.query or Query())):
        # A list that the sentence before asks for was not shown yet: "songs like X. More of that please".
        return turn.list_of(task, query if count is None else moves.counted(query, count))
    following = moves.others(query, count)
    used_up = len(shown) < query.limit or turn.engine.within(query) <= following.skip
    if (query.artists or query.albums) and used_up:
        # Their recordings are used up: what is like them comes next.
        names = tuple(query.artists) or tuple(track.artists[0] for track in shown[:1])
        turn.notes.append(f"that was all by {' and '.join(names)}, so these are like it")
        following = _by_others(following, names)
    elif shown and not query.named and turn.engine.within(query) <= following.skip:
        following = _wider(turn, query, shown)
    return turn.list_of(task, following)


def _wider(turn: "Turn", query: Query, shown: Sequence[Track]) -> Query:
    """The query behind a list that is used up: one of its genres where they were asked for at once, else what is like it."""
    if query.genres_all:
        turn.notes.append(
            f"that was all that is {' and '.join(query.genres_all)} at once, so these are one or the other"
        )
        return replace(query, genres=(*query.genres, *query.genres_all), genres_all=(), skip=0, notes=())
    turn.notes.append("that was all within these limits, so these are like it")
    return replace(moves.limits_of(query), like=tuple(shown[:_MOST_SEEDS]), kinds=query.kinds, limit=query.limit)


def other_artists(turn: "Turn") -> Outcome | None:
    """The list shown by other artists: like those who were asked for, without them. None if there is no list."""
    if (base := turn.base()) is None:
        return None
    task, shown = base
    query = task.query or Query()
    named = tuple(dict.fromkeys((*query.artists, *query.like_artists)))
    if named:
        return turn.list_of(task, _by_others(query, named))
    return turn.list_of(task, moves.without_artists(query, tuple(dict.fromkeys(one.artists[0] for one in shown))))


def _by_others(query: Query, artists: Sequence[str]) -> Query:
    liked = tuple(dict.fromkeys((*query.like_artists, *artists)))
    return moves.without_artists(replace(query, artists=(), albums=(), like_artists=liked, skip=0), artists)


def failure(error: UserError) -> Reply:
    """The reply to what could not be done."""
    return Reply(
        title="I could not do that",
        error=Error(error.code, error.message, error.hint),
        actions=(Action("Help", "/help"),),
    )
