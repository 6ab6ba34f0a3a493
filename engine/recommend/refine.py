"""The next constraint: the same with more of one trait, less known, or the next ones."""

from collections.abc import Sequence
from dataclasses import replace

from engine.catalogue.store import Catalogue, Track
from engine.errors import UserError
from engine.features import LEVELS
from engine.levels import Levels
from engine.recommend.moods import percentiles
from engine.recommend.query import MOST_TRACKS, Constraint, Query


def limited(query: Query, count: int) -> Query:
    """The same for another number of tracks.

    Raises
    ------
    UserError
        If the number is not from 1 to 50.
    """
    if not 1 <= count <= MOST_TRACKS:
        raise UserError(f"limit goes from 1 to {MOST_TRACKS}; {count} is outside.", "Try limit:5.")
    return replace(query, limit=count)


def stepped(catalogue: Catalogue, query: Query, name: str, step: int) -> Query | None:
    """The same with one trait a level further up (1) or down (-1); None if it is at the end.

    Where the trait was not asked for, the step goes from what the moods imply, else from the seeds, else from medium.
    """
    order = list(LEVELS)
    place = order.index(_present(catalogue, query, name)) + step
    if not 0 <= place < len(order):
        return None
    return replace(query.with_constraint(name, Constraint(target=order[place])), skip=0)


def _present(catalogue: Catalogue, query: Query, name: str) -> str:
    levels = Levels(catalogue.levels)
    constraint = query.constraints.get(name)
    if constraint is not None:
        points = [
            levels.raw(name, point)
            for point in (constraint.target, constraint.low, constraint.high)
            if point is not None
        ]
        return levels.level_of(name, points[0] if constraint.target is not None else sum(points) / len(points))
    implied = percentiles(query.moods)
    if name in implied:
        return levels.level_of(name, levels.value_at(name, implied[name]))
    if query.seeds:
        values = [track.values[name] for track in query.seeds if track.values[name] == track.values[name]]
        if values:
            return levels.level_of(name, sum(values) / len(values))
    return "medium"


def less_known(query: Query, shown: Sequence[Track]) -> Query | None:
    """The same below the median popularity of those shown; None if nothing is left to go down to."""
    below = sorted(track.popularity or 0 for track in shown)[len(shown) // 2] if shown else 0
    constraint = query.constraints.get("popularity", Constraint())
    if below <= 1:
        return None
    return replace(query.with_constraint("popularity", replace(constraint, target=None, high=float(below - 1))), skip=0)


def others(query: Query) -> Query:
    """The next ones."""
    return replace(query, skip=min(query.skip + query.limit, 1000), notes=())
