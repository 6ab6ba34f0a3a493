"""A list in equal parts: ``half rock, half electronic``, ``50/50 jazz and soul``, ``mix that with soul, half and half``."""

import re
from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves
from bot.dialogue.context import Task
from bot.dialogue.language import hear
from bot.dialogue.outcome import Outcome
from engine import Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_EQUAL: Final = re.compile(
    r"(?i)\b(?:half[- ](?:and|n|&)[- ]half|50\s?[/-]\s?50|fifty[- ]fifty|(?:in |with )?equal (?:parts|shares|measure)(?: of)?|"
    r"an? (?:even|equal) (?:mix|split|share)(?: of| between)?|an? (?:good |nice )?mix (?:of|between)|half(?: of (?:it|them))?|the other half|"
    r"(?:an? )?(?:third|one third)(?: of (?:it|them))?)\b"
)
_HALVES: Final = re.compile(r"(?i)\bhalf\b.*\bhalf\b")
# "mix that with soul" goes on from the list shown; "half of them" alone is about its rows.
_WITH_IT: Final = re.compile(
    r"(?i)\b(?:mix|blend|combine|cut|split)\b.*\bwith\b|\bhalf\b.*\b(?:that|this|these|those|it)\b"
)
_ASKING: Final = re.compile(
    r"(?i)\b(?:mix|blend|combine|cut|split)(?:ed)?\b(?: (?:that|this|it|these|those|them))?(?: with)?"
)
_FEWEST: Final = 2
_MOST: Final = 3


def read(turn: "Turn", text: str) -> Outcome | None:
    """As many tracks of one genre as of the other, in turns; None if the text asks for no equal parts of genres."""
    if len(text) > acts.LONGEST or not _EQUAL.search(text):
        return None
    one_half = re.search(r"(?i)\bhalf\b", text) and not (_HALVES.search(text) or _WITH_IT.search(text))
    if one_half and not re.search(r"(?i)half[- ](?:and|n|&)[- ]half", text):
        return None
    heard = hear(turn.engine, _ASKING.sub(" ", _EQUAL.sub(" , ", text)))
    query = heard.query
    genres = query.genres or query.genres_all
    base = turn.base()
    if len(genres) == 1 and base is not None and base[0].query is not None and _WITH_IT.search(text):
        before = base[0].query
        query = moves.merged(before, replace(query, genres=(), genres_all=()))
        genres = tuple(dict.fromkeys((*(before.genres or before.genres_all), *genres)))
    if not _FEWEST <= len(genres) <= _MOST or query.artists or query.like:
        return None
    limit = query.limit if heard.counted else turn.list_limit() + -turn.list_limit() % len(genres)
    chosen = _in_turns(turn, replace(query, genres=(), genres_all=(), tracks=(), skip=0, notes=()), genres, limit)
    whole = replace(query, genres=genres, genres_all=(), tracks=chosen, limit=limit, skip=0, notes=())
    counts = [sum(genre in track.genres for track in chosen[at :: len(genres)]) for at, genre in enumerate(genres)]
    turn.notes.append(
        ", ".join(f"{count} of {genre}" for genre, count in zip(genres, counts, strict=True)) + ", in turns"
    )
    turn.notes += [note for note in query.notes if note]
    return turn.list_of(Task("recommend"), whole)


def _in_turns(turn: "Turn", query: Query, genres: tuple[str, ...], limit: int) -> tuple[Track, ...]:
    """The best of each genre, one after the other, no recording twice."""
    of_each = []
    for genre in genres:
        only = turn.kept_out(replace(query, genres=(genre,), limit=limit))
        others = {*genres} - {genre}
        tracks = turn.engine.recommend(only).tracks
        # A track that is filed under both would count for both.
        of_each.append(sorted(tracks, key=lambda track: bool(others & {*track.genres})))
    chosen: dict[int, Track] = {}
    for ranked in cycle([iter(tracks) for tracks in of_each]):
        following = next((track for track in ranked if track.recording not in chosen), None)
        if following is None or len(chosen) == limit:
            break
        chosen[following.recording] = following
    return tuple(chosen.values())
