"""/trends: how sound changed by year of release, and what rose and fell between two collections."""

from typing import Annotated

from bot.definition import command
from bot.parameters import Choice, Count, GenreName
from bot.pictures import picture
from bot.reply import Action, Reply, Row
from bot.tracks import more_like, provenance, track_row
from charts import trends as charts
from engine import Engine
from engine.features import trait
from engine.tokens import Token
from engine.trends.popularity import Change
from engine.trends.years import FEATURES

_KINDS = {"track": "tracks", "artist": "artists", "genre": "genres"}
_PERIODS = 12


@command("trends", examples=("/trends feature:energy", "/trends feature:tempo genre:pop", "/trends popularity"))
def trends(
    engine: Engine,
    *,
    what: Annotated[str, Choice("sound by year, or popularity between collections", ("sound", "popularity"), free=True)]
    | None = None,
    feature: Annotated[str, Choice("which feature of the sound", FEATURES)] = "energy",
    genre: Annotated[str, GenreName("in one genre")] | None = None,
    by: Annotated[str, Choice("popularity: of what", tuple(_KINDS))] = "track",
    limit: Annotated[int, Count("popularity: how many rises and falls", 1, 12)] = 5,
) -> Reply:
    """How sound changed by year of release, and what rose or fell in popularity between two collections."""
    if what == "popularity":
        return _popularity(engine, by, genre, limit)
    return _sound(engine, feature, genre)


def _sound(engine: Engine, name: str, genre: str | None) -> Reply:
    of = engine.years.feature(name, genre)
    chart = engine.charts.picture(("trend", name, genre), lambda theme: charts.feature(of, theme))
    chosen = f" {Token('genre', genre)}" if genre else ""
    step = -(-len(of.periods) // _PERIODS)
    rows = tuple(
        Row(
            period.label,
            amount=_shown(name, period.mean),
            detail=f"{_shown(name, period.low)} to {_shown(name, period.high)}, {period.recordings:,} recordings",
            data={
                "first": period.first,
                "last": period.last,
                "recordings": period.recordings,
                "mean": round(period.mean, 4),
                "low": round(period.low, 4),
                "high": round(period.high, 4),
            },
        )
        # The last period is always shown.
        for period in of.periods[::-1][::step][::-1]
    )
    return Reply(
        chart.title,
        of.conclusion,
        rows,
        numbered=False,
        feedback=(*of.caveats, *provenance(engine)),
        pictures=(picture(chart),),
        actions=(
            *(
                Action(other, f"/trends feature:{other}{chosen}", group="Another feature ...")
                for other in FEATURES
                if other != name
            ),
            *(
                Action(other, f"/trends feature:{name} {Token('genre', other)}", group="In one genre ...")
                for other in sorted(set(engine.years.genres) & set(engine.catalogue.genres))[:25]
            ),
            *((Action("All genres", f"/trends feature:{name}"),) if genre else ()),
            Action("What rose and fell", f"/trends popularity{chosen}"),
        ),
    )


def _popularity(engine: Engine, by: str, genre: str | None, limit: int) -> Reply:
    of = engine.popularity_history.changes(engine.catalogue, _KINDS[by], genre, limit)
    chart = engine.charts.picture(("movement", by, genre, limit), lambda theme: charts.moved(of, theme))
    chosen = f" {Token('genre', genre)}" if genre else ""
    tracks = [engine.catalogue.track(change.recordings[0]) for change in of.rose]
    return Reply(
        chart.title,
        of.conclusion,
        tuple(_change_row(engine, by, change) for change in (*of.rose, *of.fell[::-1])),
        numbered=False,
        feedback=(of.caveat, *provenance(engine)),
        pictures=(picture(chart),),
        actions=(
            *(
                Action(f"By {other}", f"/trends popularity by:{other}{chosen}")
                for other in _KINDS
                if other != by and not (other == "genre" and genre)
            ),
            *more_like(tracks),
            Action("What is rising now", f"/emerging{chosen}"),
            Action("How sound changed", "/trends feature:energy"),
        ),
    )


def _change_row(engine: Engine, by: str, change: Change) -> Row:
    amount = f"{change.change:+.0f}"
    detail = f"{change.before:.0f} to {change.after:.0f}"
    scores = {"before": round(change.before, 2), "after": round(change.after, 2), "change": round(change.change, 2)}
    if by == "track":
        return track_row(engine.catalogue.track(change.recordings[0]), detail=detail, amount=amount, **scores)
    count = len(change.recordings)
    best = engine.catalogue.track(change.recordings[0]).title
    detail += f", mean of {count:,} recordings ({change.low:+.0f} to {change.high:+.0f}); most: {best}"
    return Row(change.name, amount=amount, detail=detail, data={by: change.name, "recordings": count, **scores})


def _shown(name: str, value: float) -> str:
    return trait(name).format(value)
