"""Which recordings are all that a query says: for counts and shares, where a list would only prefer them."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from engine.catalogue.store import Catalogue
from engine.features import LEVELS, trait
from engine.levels import Levels
from engine.recommend.filters import Filters
from engine.recommend.knn import Rows
from engine.recommend.moods import MOODS
from engine.recommend.query import Constraint, Query

# Half of the last digit that a number is said with: "at 120 BPM" is 119.5 to 120.5.
_HALF_A_STEP: Final = {"tempo": 0.5, "duration": 0.5, "loudness": 0.5, "popularity": 0.0}
_ELSE: Final = 0.005


def rows_within(catalogue: Catalogue, filters: Filters, levels: Levels, query: Query) -> Rows:
    """Recordings that are all that a query says, ascending.

    Unlike in a list, nothing is relaxed, no kind of recording is left out, levels and moods are limits, and a genre
    holds what is filed under it and nothing else.

    Parameters
    ----------
    query : Query
        Its scene, seeds, order and number of tracks do not count.

    Returns
    -------
    int array, shape (m,)
    """
    bare = replace(query, genres=(), genres_all=(), moods=(), constraints=limits(levels, query))
    allowed = filters.mask(bare, everything=True)
    for wanted in (query.genres, *((genre,) for genre in query.genres_all)):
        if wanted:
            members = np.zeros(len(catalogue), dtype=bool)
            for genre in wanted:
                members[catalogue.genre_members(genre)] = True
            allowed &= members
    return np.flatnonzero(allowed)


def limits(levels: Levels, query: Query) -> Mapping[str, Constraint]:
    """What a query asks of traits, each as limits. A mood counts by the trait that says most of it."""
    found = {name: _limit(levels, name, one) for name, one in query.constraints.items()}
    for mood in query.moods:
        name, level = next((name, level) for name, level in MOODS[mood].items() if level != "medium")
        found.setdefault(name, _limit(levels, name, Constraint(level.removeprefix("very "))))
    return found


def _limit(levels: Levels, name: str, asked: Constraint) -> Constraint:
    if asked.target is None:
        return asked
    if not isinstance(asked.target, str):
        step = _HALF_A_STEP.get(name, _ELSE)
        return Constraint(low=asked.target - step, high=asked.target + step)
    low, high = _band(asked.target)
    return Constraint(
        low=None if low <= 0 else max(levels.value_at(name, low), trait(name).low),
        high=None if math.isinf(high) else levels.value_at(name, high),
    )


def _band(level: str) -> tuple[float, float]:
    """The percentiles between which a level word stands; "high" lets in what is very high."""
    marks = list(LEVELS.values())
    place = list(LEVELS).index(level)
    below = (marks[place - 1] + marks[place]) / 2 if place else 0.0
    above = (marks[place] + marks[place + 1]) / 2 if place + 1 < len(marks) else math.inf
    middle = (len(marks) - 1) / 2
    return (0.0 if place < middle else below), (math.inf if place > middle else above)
