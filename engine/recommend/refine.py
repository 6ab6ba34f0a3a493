"""The next wish: the same with more of one trait, less known, or the next ones."""

from collections.abc import Sequence
from dataclasses import replace

from engine.catalogue.store import Catalogue, Track
from engine.errors import Mistake
from engine.features import LEVELS
from engine.recommend.choose import level_of, raw, value_at
from engine.recommend.moods import percentiles
from engine.recommend.preferences import MOST_TRACKS, Preferences, Wish


def limited(preferences: Preferences, count: int) -> Preferences:
    """The same for another number of tracks.

    Raises
    ------
    Mistake
        If the number is not from 1 to 50.
    """
    if not 1 <= count <= MOST_TRACKS:
        raise Mistake(f"limit goes from 1 to {MOST_TRACKS}; {count} is outside.", "Try limit:5.")
    return replace(preferences, limit=count)


def stepped(catalogue: Catalogue, preferences: Preferences, name: str, step: int) -> Preferences | None:
    """The same with one trait a level further up (1) or down (-1); None if it is at the end.

    Where the trait was not asked for, the step goes from what the moods imply, else from the seeds, else from medium.
    """
    order = list(LEVELS)
    place = order.index(_present(catalogue, preferences, name)) + step
    if not 0 <= place < len(order):
        return None
    return replace(preferences.with_wish(name, Wish(target=order[place])), skip=0)


def _present(catalogue: Catalogue, preferences: Preferences, name: str) -> str:
    levels = catalogue.levels
    wish = preferences.wishes.get(name)
    if wish is not None:
        points = [raw(levels, name, point) for point in (wish.target, wish.low, wish.high) if point is not None]
        return level_of(levels, name, points[0] if wish.target is not None else sum(points) / len(points))
    implied = percentiles(preferences.moods)
    if name in implied:
        return level_of(levels, name, value_at(levels, name, implied[name]))
    if preferences.like:
        values = [track.values[name] for track in preferences.like if track.values[name] == track.values[name]]
        if values:
            return level_of(levels, name, sum(values) / len(values))
    return "medium"


def less_known(preferences: Preferences, shown: Sequence[Track]) -> Preferences | None:
    """The same below the popularity of all but the least popular shown; None if nothing is left to go down to."""
    below = sorted(track.popularity for track in shown)[len(shown) // 2] if shown else 0
    wish = preferences.wishes.get("popularity", Wish())
    if below <= 1:
        return None
    return replace(preferences.with_wish("popularity", replace(wish, target=None, high=float(below - 1))), skip=0)


def others(preferences: Preferences) -> Preferences:
    """The next ones."""
    return replace(preferences, skip=min(preferences.skip + preferences.limit, 1000), notes=())
