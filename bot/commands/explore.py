"""/explore: what the catalogue looks like, a picture at a time."""

from collections.abc import Iterable, Sequence
from typing import Annotated

import charts
from bot.commands.model import model_charts
from bot.definition import command
from bot.parameters import Choice, Name
from bot.reply import Action, Reply, Row
from bot.say import pick_genre, say
from engine import AUDIO_NAMES, METHODS, TRAIT_NAMES, TRAITS, Distribution, Engine, Feature, Genre, Track

VIEWS = ("popularity", "genres", "features", "correlations", "map", "importance", "confusion")
_SHOWN = 5
# Up to which correlation two traits are said to have how much of a connection.
_STRENGTHS = ((0.1, "next to no"), (0.3, "a weak"), (0.5, "a moderate"), (float("inf"), "a strong"))


@command(
    "explore",
    examples=(
        "/explore genres",
        "/explore popularity",
        "/explore features feature:energy",
        "/explore correlations",
        "/explore correlations feature:loudness with:popularity",
        "/explore map",
        '/explore map track:"{track}"',
    ),
    heavy=True,
)
def explore(
    engine: Engine,
    *,
    what: Annotated[str, Choice("what to look at", VIEWS, free=True)] | None = None,
    genre: Annotated[str, Name("look at one genre", source="genre")] | None = None,
    vs: Annotated[str, Name("map: a second genre", source="genre")] | None = None,
    feature: Annotated[str, Choice("features and correlations: which one", TRAIT_NAMES)] | None = None,
    with_: Annotated[str, Choice("correlations: with which other one", TRAIT_NAMES)] | None = None,
    by: Annotated[str, Choice("genres: the order", ("popularity", "size"))] = "popularity",
    track: Annotated[Track, Name("map: show where a track lies", source="track")] | None = None,
    method: Annotated[str, Choice("map: neighbours keep together, or principal components", METHODS)] | None = None,
) -> Reply:
    """What the catalogue looks like: popularity, genres, features, correlations, a map of all tracks.

    /explore features shows all nine; name one to see it by genre. The map takes a genre, a second one with vs:, or
    a track.
    """
    what = what or ("features" if feature else "map" if vs or track or method else "genres")
    if what == "popularity":
        return _popularity(engine, genre)
    if what == "features":
        return _feature(engine, feature, genre) if feature else _features(engine, genre)
    if what == "correlations":
        return _correlations(engine, genre, feature, with_)
    if what == "map":
        return _map(engine, tuple(name for name in (genre, vs) if name), track, method)
    if what == "genres":
        return _genres(engine, by)
    return Reply(
        "What matters to the genre model" if what == "importance" else "What the genre model confuses",
        "Measured on recordings that the models had not seen.",
        charts=model_charts(engine, what),
        actions=(Action("How good is the model?", say("model")), *_others(what, None)),
    )


def _popularity(engine: Engine, genre: str | None) -> Reply:
    found = engine.spread("popularity", genre)
    chart, of = charts.distribution(found), found.of
    text = (
        f"Half have {of.median:.0f} or more, a quarter {of.three_quarters:.0f} or more, one in twenty {of.high:.0f} or "
        "more.\n\n"
        "Popularity 0 is mostly a release whose plays are counted elsewhere, rather than a track nobody likes."
    )
    return Reply(
        chart.title,
        text,
        (_spread_row("popularity", of),),
        numbered=False,
        charts=(chart,),
        actions=(*_others("popularity", genre), *pick_genre(engine, "explore", "popularity")),
    )


def _feature(engine: Engine, name: str, genre: str | None) -> Reply:
    found = engine.spread(name, genre)
    chart, of = charts.distribution(found), found.of
    show = of.trait.format
    text = (
        f"{name} is {of.trait.about}. Half of these {of.count:,} recordings lie between {show(of.quarter)} and "
        f"{show(of.three_quarters)}, nine in ten between {show(of.low)} and {show(of.high)}."
    )
    if of.missing:
        text += f" {of.missing:,} have none: no beat was found."
    drivers: tuple[Action, ...] = ()
    if name in AUDIO_NAMES:
        drivers = (Action(f"What {name} does for popularity", say("drivers", feature=name)),)
    return Reply(
        chart.title,
        text,
        tuple([_spread_row(name, of)] if genre else _ranked_rows(found.ranked, name)),
        numbered=False,
        charts=(chart,),
        actions=(
            *_others("features", genre),
            *pick_genre(engine, "explore", "features", feature=name),
            *drivers,
        ),
    )


def _features(engine: Engine, genre: str | None) -> Reply:
    found = engine.spreads(genre)
    chart = charts.feature_grid(found)
    names = [one.of.trait.name for one in found]
    return Reply(
        chart.title,
        "Each line is the median. A bar at either end also holds what lies beyond it.",
        tuple(_spread_row(name, one.of) for name, one in zip(names, found, strict=True)),
        numbered=False,
        charts=(chart,),
        actions=(
            *_others("features", genre),
            *(
                Action(name, say("explore", "features", feature=name, genre=genre), group="One feature ...")
                for name in names
            ),
        ),
    )


def _genres(engine: Engine, by: str) -> Reply:
    ranked = engine.genres("size" if by == "size" else "popularity")
    chart = charts.genre_ranking(ranked, by)
    other = "popularity" if by == "size" else "size"
    spread = max(genre.popularity for genre in ranked) - min(genre.popularity for genre in ranked)
    return Reply(
        chart.title,
        f"{len(ranked)} genres; a track may be in several. The means differ by {spread:.0f} points, most of "
        "which is how the table was collected, genre by genre.",
        tuple(_genre_row(genre) for genre in _ends(ranked)),
        numbered=False,
        charts=(chart,),
        actions=(
            Action(f"By {other}", say("explore", "genres", by=other)),
            *_others("genres", None),
            Action("All genres", say("genres")),
        ),
    )


def _correlations(engine: Engine, genre: str | None, feature: str | None, other: str | None) -> Reply:
    found = engine.correlations(genre)
    chart = charts.correlation_matrix(found)
    asked = {name for name in (feature, other) if name}
    pairs = [pair for pair in found.pairs if asked <= {pair[0].name, pair[1].name}]
    rows = tuple(
        Row(
            f"{first.name} and {second.name}",
            measure=abs(value),
            amount=f"{value:+.2f}",
            data={"a": first.name, "b": second.name, "correlation": round(value, 4)},
        )
        for first, second, value in pairs[:_SHOWN]
    )
    several = [one.name for one in engine.genre_table if one.count > 2]
    title = chart.title
    if asked:
        where = f"{genre} ({found.count:,} recordings)" if genre else f"all {found.count:,} recordings"
        title = f"{_strength(pairs[0])}, in {where}" if pairs else f"{feature} does not vary in {where}"
    return Reply(
        title,
        "From −1 (one rises as the other falls) to 1 (they rise together); near 0 they have nothing to do with each "
        "other in a straight line." + (" What goes together need not cause one another." if asked else ""),
        rows,
        charts=(chart,),
        actions=(
            *_others("correlations", genre),
            *pick_genre(engine, "explore", "correlations", among=several, feature=feature, with_=other),
        ),
    )


def _strength(pair: tuple[Feature, Feature, float]) -> str:
    """How closely two traits go together, in words and as r."""
    first, second, value = pair
    size = next(word for limit, word in _STRENGTHS if abs(value) < limit)
    sign = (
        "" if abs(value) < _STRENGTHS[0][0] else ", rising together" if value > 0 else ", one rising as the other falls"
    )
    return f"{first.name.capitalize()} and {second.name}: {size} connection{sign}, r = {value:.2f}"


def _map(engine: Engine, genres: tuple[str, ...], track: Track | None, method: str | None) -> Reply:
    methods = engine.map_methods
    chosen = "components" if method == "components" else "neighbours" if method else methods[0]
    view = engine.map(chosen, genres, track)
    chart = charts.map_of_sounds(view)
    text = (
        "Tracks that sound alike lie near each other; directions and distances beyond that mean little."
        if chosen == "neighbours"
        else "The plane that keeps most of the variance of the nine audio features."
    )
    if view.map.kept is not None:
        text += f" {view.map.kept:.0%} of a track's ten nearest in sound are among its hundred nearest here."
    shown = {**dict(zip(("genre", "vs"), genres, strict=False)), "track": track}
    missing = () if "neighbours" in methods else (
        "No neighbour map here: it needs trained models at build time. This one is the principal components.",
    )  # fmt: skip
    return Reply(
        chart.title,
        text,
        tuple(Row(name, data={"genre": name}, detail="near the track on this map") for name in view.near),
        numbered=False,
        feedback=missing,
        charts=(chart,),
        actions=(
            *(
                Action(f"As {other}", say("explore", "map", **shown, method=other))
                for other in methods
                if other != chosen
            ),
            *_others("map", None),
            *pick_genre(engine, "explore", "map"),
        ),
    )


def _others(shown: str, genre: str | None) -> tuple[Action, ...]:
    """The other views, of the same genre where they have one."""
    return tuple(
        Action(view.capitalize(), say("explore", view, genre=None if view == "genres" else genre))
        for view in VIEWS[:5]
        if view != shown
    )


def _spread_row(name: str, of: Distribution) -> Row:
    show = of.trait.format
    return Row(
        name,
        amount=show(of.median),
        detail=f"middle half {show(of.quarter)} to {show(of.three_quarters)}",
        data={
            "trait": name,
            "count": of.count,
            "missing": of.missing,
            "zeros": round(of.zero, 4),
            "p5": round(of.low, 4),
            "p25": round(of.quarter, 4),
            "median": round(of.median, 4),
            "p75": round(of.three_quarters, 4),
            "p95": round(of.high, 4),
        },
    )


def _ends(ranked: Iterable[Genre]) -> list[Genre]:
    shown = list(ranked)
    return shown if len(shown) <= 2 * _SHOWN else shown[:_SHOWN] + shown[-_SHOWN:]


def _ranked_rows(ranked: Sequence[Genre], name: str) -> list[Row]:
    trait = TRAIT_NAMES.index(name)
    return [
        Row(
            genre.name,
            amount=TRAITS[trait].format(genre.medians[trait]),
            detail=f"median of {genre.count:,} recordings",
            data={"genre": genre.name, "count": genre.count, "median": round(genre.median(name), 4)},
        )
        for genre in _ends(ranked)
    ]


def _genre_row(genre: Genre) -> Row:
    return Row(
        genre.name,
        measure=genre.popularity / 100,
        amount=f"{genre.popularity:.0f}",
        detail=f"{genre.count:,} recordings",
        data={"genre": genre.name, "count": genre.count, "popularity": round(genre.popularity, 2)},
    )
