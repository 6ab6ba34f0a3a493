"""/trends: how sound changed by year of release, and what rose and fell between two collections."""

from typing import Annotated

import charts
from bot.definition import command
from bot.parameters import Choice, Count, Name
from bot.reply import Action, Reply, Row
from bot.say import more_like, pick_genre, say
from bot.tracks import track_row
from bot.trend_rows import change_row, period_row
from engine import YEARLY_FEATURES, Change, Engine

_KINDS = {"track": "tracks", "artist": "artists", "genre": "genres"}
_PERIODS = 12


@command("trends", examples=("/trends feature:energy", "/trends feature:tempo genre:pop vs:metal"))
def trends(
    engine: Engine,
    *,
    what: Annotated[str, Choice("sound by year, or popularity between collections", ("sound", "popularity"), free=True)]
    | None = None,
    feature: Annotated[str, Choice("which feature of the sound", YEARLY_FEATURES)] = "energy",
    genre: Annotated[str, Name("in one genre", source="dated genre")] | None = None,
    vs: Annotated[str, Name("sound: a second genre beside it", source="dated genre")] | None = None,
    by: Annotated[str, Choice("popularity: of what", tuple(_KINDS))] = "track",
    limit: Annotated[int, Count("popularity: how many rises and falls", 1, 12)] = 5,
) -> Reply:
    """How sound changed by year of release, and what rose or fell in popularity between two collections."""
    if what == "popularity":
        return _popularity(engine, by, genre, limit)
    return _sound(engine, feature, genre) if vs is None else _two(engine, feature, genre, vs)


def _two(engine: Engine, name: str, one: str | None, other: str) -> Reply:
    """A feature in two genres, or in a genre beside all."""
    found = [engine.trend(name, genre) for genre in (one, other)]
    chart = charts.feature_trend(*found)
    each = [
        Action(f"{genre.capitalize()} alone", say("trends", feature=name, genre=genre))
        for genre in (one, other)
        if genre
    ]
    others = [
        Action(feature, say("trends", feature=feature, genre=one, vs=other), group="Another feature ...")
        for feature in YEARLY_FEATURES
        if feature != name
    ]
    return Reply(
        chart.title,
        " ".join(trend.conclusion.partition(". ")[0] + "." for trend in found),
        tuple(change_row(trend) for trend in found),
        numbered=False,
        feedback=found[0].caveats[1:],
        charts=(chart,),
        actions=(*each, *others),
    )


def _sound(engine: Engine, name: str, genre: str | None) -> Reply:
    found = engine.trend(name, genre)
    chart = charts.feature_trend(found)
    step = -(-len(found.periods) // _PERIODS)
    # The last period is always shown.
    shown = found.periods[::-1][::step][::-1]
    # Of a genre that only has years the catalogue holds nothing.
    held = genre if genre is None or genre in engine.catalogue.genres else None
    fell = Action("What rose and fell", say("trends", "popularity", genre=held))
    return Reply(
        chart.title,
        found.conclusion,
        tuple(period_row(name, period) for period in shown),
        numbered=False,
        feedback=found.caveats,
        charts=(chart,),
        actions=(
            *(
                Action(other, say("trends", feature=other, genre=genre), group="Another feature ...")
                for other in YEARLY_FEATURES
                if other != name
            ),
            *pick_genre(engine, "trends", among=engine.years.genres, feature=name),
            *((Action("All genres", say("trends", feature=name)),) if genre else ()),
            *((fell,) if engine.has_popularity_history else ()),
            Action(f"How {name} is spread", say("explore", "features", feature=name, genre=held)),
        ),
    )


def _popularity(engine: Engine, by: str, genre: str | None, limit: int) -> Reply:
    found = engine.popularity_changes(_KINDS[by], genre, limit)
    chart = charts.popularity_changes(found)
    return Reply(
        chart.title,
        found.conclusion,
        tuple(_change_row(engine, by, change) for change in (*found.rose, *found.fell[::-1])),
        numbered=False,
        feedback=(found.caveat,),
        charts=(chart,),
        actions=(
            *(
                Action(f"By {other}", say("trends", "popularity", by=other, genre=genre))
                for other in _KINDS
                if other != by and not (other == "genre" and genre)
            ),
            *more_like([engine.catalogue.track(change.recordings[0]) for change in found.rose]),
            Action("What is rising now", say("emerging", genre=genre)),
            Action("How sound changed", say("trends", feature="energy")),
        ),
    )


def _change_row(engine: Engine, by: str, change: Change) -> Row:
    amount = f"{change.change:+.0f}"
    detail = f"{change.before:.0f} to {change.after:.0f}"
    scores = {"before": round(change.before, 2), "after": round(change.after, 2), "change": round(change.change, 2)}
    best = engine.catalogue.track(change.recordings[0])
    if by == "track":
        return track_row(best, detail=detail, amount=amount, **scores)
    count = len(change.recordings)
    detail += f", mean of {count:,} recordings ({change.low:+.0f} to {change.high:+.0f}); most: {best.title}"
    return Row(change.name, amount=amount, detail=detail, data={by: change.name, "recordings": count, **scores})
