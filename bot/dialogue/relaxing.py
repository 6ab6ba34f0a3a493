"""A request in plain words that nothing in the catalogue meets to the letter: the nearest one that something meets."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine import Engine, Query

# From so many recordings on, two genres at once are taken to be meant.
_FEW: Final = 5


def within_reach(engine: Engine, query: Query) -> tuple[Query, tuple[str, ...]]:
    """The query itself if any recording is within its limits, else one with fewer limits, and what was given up.

    Words say less exactly than keys what they mean: "folk metal" may be both or something between the two, and "like
    that song by them" names an artist only to say which song. What was not wanted stays out.
    """
    enough = _FEW if query.genres_all and not query.artists else 1
    if query.empty or (held := engine.within(query)) >= min(enough, query.limit):
        return query, ()
    notes: list[str] = []
    for relaxed, note in _relaxations(query):
        notes.append(note)
        if engine.within(relaxed) > held:
            return relaxed, tuple(notes)
    return query, ()


def _relaxations(query: Query) -> Iterator[tuple[Query, str]]:
    """Ever wider queries, each with a line that says what it gives up."""
    if query.artists and (query.named or query.genres or query.genres_all or query.scene or query.constraints):
        names = " and ".join(query.artists)
        query = replace(query, artists=(), like_artists=(*query.like_artists, *query.artists))
        yield query, f"nothing by {names} fits all of that, so this is like {names}"
    if query.genres_all:
        names = " and ".join(query.genres_all)
        query = replace(query, genres=(*query.genres, *query.genres_all), genres_all=())
        yield query, f"hardly anything is {names} at once, so this is one or the other"
    if query.languages and (query.genres or query.genres_all):
        said = " or ".join(one.title() for one in query.languages)
        names = " and ".join(query.genres or query.genres_all)
        query = replace(query, genres=(), genres_all=())
        yield query, f"no {names} here is told to be in {said}, so this is any music in {said}"
    if query.kinds and not replace(query, kinds=()).empty:
        names = " and ".join(query.kinds)
        query = replace(query, kinds=())
        yield query, f"no {names} here is all of that, so this is without {names}"
    limited = {name: one for name, one in query.constraints.items() if one.hard}
    if limited:
        soft = {name: replace(one, hard=False) for name, one in limited.items()}
        query = replace(query, constraints={**query.constraints, **soft})
        yield query, f"not all of it is met: {', '.join(limited)}"
