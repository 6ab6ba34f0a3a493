"""A list's query with more in it, as after ``but in Spanish``; where nothing is both, what was said before gives way.

What gives way is told in the notes of the turn.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import moves
from bot.dialogue.shared import FEW
from engine import Query

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_INSTRUMENTS: Final = frozenset({"guitar", "piano"})


def joined(turn: "Turn", query: Query, more: Query, *, add: bool = False) -> Query:
    """A list's query with more in it; where nothing is both, what was said last counts, and that is told."""
    query = moves.without_passed(query) if more.artists or more.like_artists else query
    query = moves.undated(query) if add and more.artists and not more.scene else query
    both = moves.merged(query, more, add=add)
    if query.artists and more.like_artists and not more.artists:
        # "Nothing says the 80's like Def Leppard", said beside a list of somebody else's.
        both = replace(both, artists=(), like_artists=(*query.artists, *both.like_artists))
    both = _with_room(both) if more.artists or more.like_artists else both
    both = reached(turn, both, more.artists) if not (more.genres or more.genres_all) else both
    both = _not_only(turn, both, more) if add else both
    if more.empty or turn.engine.within(both) or not turn.engine.within(more):
        return both
    if query.languages and {*more.genres} <= _INSTRUMENTS and (base := turn.base()) is not None and base[1]:
        told = " or ".join(more.genres)
        turn.notes.append(f"nothing else of that is filed under {told}, so it is taken as more acoustic")
        return moves.compared(turn.engine, query, base[1], {"acousticness": 1})
    bare = replace(both, genres=more.genres, genres_all=more.genres_all)
    if (query.genres or query.genres_all) and turn.engine.within(bare) >= FEW:
        # "The same vibe but in Spanish": the genre gives way, what was said of the sound stays.
        told = " and ".join((*query.genres, *query.genres_all))
        turn.notes.append(f"nothing in the catalogue is that and {told}, so {told} is left out")
        return bare
    turn.notes.append("nothing in the catalogue is all of that, so what you said before is left out")
    return replace(more, limit=query.limit, not_tracks=query.not_tracks, not_artists=query.not_artists)


def reached(turn: "Turn", query: Query, artists: tuple[str, ...]) -> Query:
    """The query without what would leave out an artist who was just asked for: its genres, its kind or language."""
    genres = (*query.genres, *query.genres_all)
    kinds = (*query.kinds, *query.languages)
    for artist in artists if genres or kinds else ():
        alone = replace(query, artists=(artist,))
        free = replace(alone, genres=(), genres_all=(), kinds=(), languages=())
        held = turn.engine.within(alone)
        if held >= min(FEW, turn.engine.within(free)):
            continue
        told = "nothing" if not held else "little"
        if genres:
            turn.notes.append(f"{told} by {artist} is filed under {' or '.join(genres)}, so the genre is left out")
        else:
            turn.notes.append(f"{told} by {artist} is {' or '.join(kinds)}, so that is left out")
        return replace(free, artists=query.artists)
    return query


def _not_only(turn: "Turn", query: Query, more: Query) -> Query:
    """The query no longer bound to its artists where hardly anything of theirs is of a genre just added."""
    genres = (*more.genres, *more.genres_all)
    if not genres or not query.artists or more.artists or turn.engine.within(query) >= FEW:
        return query
    names = " and ".join(query.artists)
    turn.notes.append(f"little by {names} is filed under {' or '.join(genres)}, so this is like {names}")
    return replace(query, artists=(), like_artists=(*query.like_artists, *query.artists))


_LEAST_ROOM: Final = 2  # rows that a list whose rows are kept grows by for somebody named
_MOST_ROOM: Final = 25


def _with_room(query: Query) -> Query:
    """The query of a list whose rows are all kept, longer by some: who was just named would not be seen else."""
    if not query.tracks or len(query.tracks) < query.limit:
        return query
    room = min(max(_LEAST_ROOM, len(query.tracks) // 2), _MOST_ROOM)
    limit = min(len(query.tracks) + room, moves.MOST_TRACKS)
    return replace(query, tracks=query.tracks[: limit - room], limit=limit)
