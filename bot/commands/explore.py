"""/explore: what the catalogue looks like, a picture at a time."""

from collections.abc import Callable, Iterable
from typing import Annotated

from bot.commands.model import model_pictures
from bot.definition import command
from bot.parameters import Choice, GenreName, TrackName
from bot.pictures import picture
from bot.reply import Action, Reply, Row
from bot.tracks import provenance
from engine import Engine
from engine.analytics import Distribution, Genre
from engine.catalogue.store import Track
from engine.features import TRAIT_NAMES, TRAITS
from engine.sound_map import METHODS
from engine.tokens import Token

VIEWS = ("popularity", "genres", "features", "correlations", "map", "importance", "confusion")
_SHOWN = 5


@command(
    "explore",
    examples=(
        "/explore genres",
        "/explore popularity",
        "/explore features feature:energy",
        "/explore correlations",
        "/explore map",
        '/explore map track:"{track}"',
    ),
)
def explore(
    engine: Engine,
    *,
    what: Annotated[str, Choice("what to look at", VIEWS, free=True)] | None = None,
    genre: Annotated[str, GenreName("look at one genre")] | None = None,
    vs: Annotated[str, GenreName("map: a second genre")] | None = None,
    feature: Annotated[str, Choice("features: which one", TRAIT_NAMES)] | None = None,
    by: Annotated[str, Choice("genres: the order", ("popularity", "size"))] = "popularity",
    track: Annotated[Track, TrackName("map: show where a track lies")] | None = None,
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
        return _correlations(engine, genre)
    if what == "map":
        return _map(engine, tuple(name for name in (genre, vs) if name), track, method)
    if what == "genres":
        return _genres(engine, by)
    return Reply(
        "What matters to the genre model" if what == "importance" else "What the genre model confuses",
        "Measured on recordings that the models had not seen.",
        pictures=model_pictures(engine, what),
        actions=(Action("How good is the model?", "/model"), *_others(what, None)),
    )


def _popularity(engine: Engine, genre: str | None) -> Reply:
    of, chart = engine.explorer.popularity(genre)
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
        feedback=provenance(engine),
        pictures=(picture(chart),),
        actions=(*_others("popularity", genre), *_pick_genre(engine, lambda name: f"/explore popularity {name}")),
    )


def _feature(engine: Engine, name: str, genre: str | None) -> Reply:
    of, chart = engine.explorer.feature(name, genre)
    show = of.trait.format
    text = (
        f"{name} is {of.trait.about}. Half of these {of.count:,} recordings lie between {show(of.quarter)} and "
        f"{show(of.three_quarters)}, nine in ten between {show(of.low)} and {show(of.high)}."
    )
    if of.missing:
        text += f" {of.missing:,} have none: no beat was found."
    rows = [_spread_row(name, of)] if genre else _ranked_rows(engine.explorer.ranked(name), name)
    return Reply(
        chart.title,
        text,
        tuple(rows),
        numbered=False,
        feedback=provenance(engine),
        pictures=(picture(chart),),
        actions=(
            *_others("features", genre),
            *_pick_genre(engine, lambda chosen: f"/explore features feature:{name} {chosen}"),
            Action(f"What {name} does for popularity", f"/drivers feature:{name}"),
        ),
    )


def _features(engine: Engine, genre: str | None) -> Reply:
    of, chart = engine.explorer.features(genre)
    chosen = f" {Token('genre', genre)}" if genre else ""
    each = tuple(
        Action(one.trait.name, f"/explore features feature:{one.trait.name}{chosen}", group="One feature ...")
        for one in of
    )
    return Reply(
        chart.title,
        "Each line is the median. A bar at either end also holds what lies beyond it.",
        tuple(_spread_row(one.trait.name, one) for one in of),
        numbered=False,
        feedback=provenance(engine),
        pictures=(picture(chart),),
        actions=(*_others("features", genre), *each),
    )


def _genres(engine: Engine, by: str) -> Reply:
    ranked, chart = engine.explorer.genres("size" if by == "size" else "popularity")
    other = "popularity" if by == "size" else "size"
    spread = max(genre.popularity for genre in ranked) - min(genre.popularity for genre in ranked)
    return Reply(
        chart.title,
        f"{len(ranked)} genres; a track may be in several. The means differ by {spread:.0f} points, most of "
        "which is how the table was collected, genre by genre.",
        tuple(_genre_row(genre) for genre in _ends(ranked)),
        numbered=False,
        feedback=provenance(engine),
        pictures=(picture(chart),),
        actions=(
            Action(f"By {other}", f"/explore genres by:{other}"),
            *_others("genres", None),
            Action("All genres", "/genres"),
        ),
    )


def _correlations(engine: Engine, genre: str | None) -> Reply:
    pairs, chart = engine.explorer.correlations(genre)
    rows = tuple(
        Row(
            f"{first.name} and {second.name}",
            measure=abs(value),
            amount=f"{value:+.2f}",
            data={"a": first.name, "b": second.name, "correlation": round(value, 4)},
        )
        for first, second, value in pairs[:_SHOWN]
    )
    return Reply(
        chart.title,
        "From −1 (one rises as the other falls) to 1 (they rise together); near 0 they have nothing to do with each "
        "other in a straight line.",
        rows,
        feedback=provenance(engine),
        pictures=(picture(chart),),
        actions=(
            *_others("correlations", genre),
            *_pick_genre(engine, lambda name: f"/explore correlations {name}"),
        ),
    )


def _map(engine: Engine, genres: tuple[str, ...], track: Track | None, method: str | None) -> Reply:
    methods = engine.explorer.methods
    chosen = "components" if method == "components" else "neighbours" if method else methods[0]
    of, near, chart = engine.explorer.map(chosen, genres, track)
    text = (
        "Tracks that sound alike lie near each other; directions and distances beyond that mean little."
        if chosen == "neighbours"
        else "The plane that keeps most of the variance of the nine audio features."
    )
    if of.kept is not None:
        text += f" {of.kept:.0%} of a track's ten nearest in sound are among its hundred nearest here."
    parts = [str(Token(key, name)) for key, name in zip(("genre", "vs"), genres, strict=False)]
    parts += [str(Token("track", track.track_id))] if track else []
    others = [other for other in METHODS if other != chosen and (other in methods)]
    switch = tuple(Action(f"As {other}", " ".join(("/explore map", *parts, f"method:{other}"))) for other in others)
    feedback = provenance(engine)
    if "neighbours" not in methods:
        feedback += (
            "No neighbour map here: it needs trained models at build time. This one is the principal components.",
        )
    return Reply(
        chart.title,
        text,
        tuple(Row(name, data={"genre": name}, detail="near the track on this map") for name in near),
        numbered=False,
        feedback=feedback,
        pictures=(picture(chart),),
        actions=(
            *switch,
            *_others("map", None),
            *_pick_genre(engine, lambda name: f"/explore map {name}"),
        ),
    )


def _others(shown: str, genre: str | None) -> tuple[Action, ...]:
    """The other views, of the same genre where they have one."""
    chosen = f" {Token('genre', genre)}" if genre else ""
    return tuple(
        Action(view.capitalize(), f"/explore {view}" + ("" if view == "genres" else chosen))
        for view in VIEWS[:5]
        if view != shown
    )


def _pick_genre(engine: Engine, text: Callable[[Token], str]) -> tuple[Action, ...]:
    """A select of the best known genres."""
    known = sorted(engine.explorer.genre_table, key=lambda genre: -genre.popularity)[:25]
    return tuple(Action(genre.name, text(Token("genre", genre.name)), group="In one genre ...") for genre in known)


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


def _ranked_rows(ranked: list[Genre], name: str) -> list[Row]:
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
