"""/genres: the genres of the catalogue, or those that sound like one."""

import csv
import io
from collections.abc import Sequence
from typing import Annotated

from bot.definition import command
from bot.parameters import Choice, Count, GenreName
from bot.pictures import picture
from bot.reply import Action, File, Picture, Reply, Row
from bot.tracks import provenance
from engine import Engine
from engine.analytics import Genre
from engine.features import TRAIT_NAMES
from engine.tokens import Token

_ORDERS = ("popularity", "size", "name")


@command("genres", examples=("/genres", "/genres like:techno", "/genres by:name"))
def genres(
    engine: Engine,
    *,
    like: Annotated[str, GenreName("genres that sound like this one")] | None = None,
    by: Annotated[str, Choice("the order", _ORDERS)] = "popularity",
    limit: Annotated[int, Count("how many to show; the file holds all", 1, 25)] = 10,
) -> Reply:
    """The genres with their size, popularity and usual sound, or those that sound most like one.

    Likeness is the distance between the genres' medians of the nine audio features, in standard deviations.
    """
    if like:
        return _like(engine, like, limit)
    if by == "name":
        ranked: Sequence[Genre] = engine.explorer.genre_table
        pictures: tuple[Picture, ...] = ()
        title = f"{len(ranked)} genres by name"
    else:
        ranked, chart = engine.explorer.genres("size" if by == "size" else "popularity")
        pictures = (picture(chart),)
        title = chart.title
    shown = ranked[:limit]
    return Reply(
        title,
        f"{len(ranked)} genres, each told by what sets it apart; {len(shown)} are shown, the file holds all.",
        tuple(_row(engine, genre) for genre in shown),
        feedback=provenance(engine),
        pictures=pictures,
        files=(_table(ranked),),
        actions=(
            *(Action(f"By {other}", f"/genres by:{other}") for other in _ORDERS if other != by),
            *_like_each(shown),
            *_drivers_of(shown[:3]),
        ),
    )


def _like(engine: Engine, name: str, limit: int) -> Reply:
    found = engine.explorer.nearest_genres(name, limit)
    first = found[0][0].name if found else ""
    asked = next(genre for genre in engine.explorer.genre_table if genre.name == name)
    rows = [
        _row(engine, genre, amount=f"{distance:.2f}", measure=1 / (1 + distance), distance=round(distance, 4))
        for genre, distance in found
    ]
    return Reply(
        f"{first} sounds most like {name}" if found else f"There is no genre beside {name}",
        f"{name} itself is {', '.join(engine.explorer.typical(asked))} than most. The figure is the distance in "
        "standard deviations; 0 would be the same.",
        tuple(rows),
        feedback=provenance(engine),
        actions=(
            *((Action(f"{name} and {first}", f"/compare {Token('a', name)} {Token('b', first)}"),) if found else ()),
            *(
                (Action("Both on the map", f"/explore map {Token('genre', name)} {Token('vs', first)}"),)
                if found
                else ()
            ),
            Action(f"Tracks of {name}", f"/recommend {Token('genre', name)}"),
            *_like_each([genre for genre, _ in found]),
        ),
    )


def _both(name: str, other: str) -> tuple[Action, ...]:
    return (
        Action(f"{name} and {other}", f"/compare {Token('a', name)} {Token('b', other)}"),
        Action("Both on the map", f"/explore map {Token('genre', name)} {Token('vs', other)}"),
    )


def _row(
    engine: Engine, genre: Genre, *, amount: str | None = None, measure: float | None = None, **more: float
) -> Row:
    sound = engine.explorer.typical(genre)
    return Row(
        genre.name,
        measure=genre.popularity / 100 if measure is None else measure,
        amount=f"{genre.popularity:.0f}" if amount is None else amount,
        detail=f"{genre.count:,} recordings, popularity {genre.popularity:.0f}; {', '.join(sound)}",
        data={
            "genre": genre.name,
            "count": genre.count,
            "popularity": round(genre.popularity, 2),
            "sound": list(sound),
            **more,
        },
    )


def _like_each(shown: Sequence[Genre]) -> tuple[Action, ...]:
    return tuple(
        Action(genre.name, f"/genres {Token('like', genre.name)}", group="Genres that sound like ...")
        for genre in shown
    )


def _drivers_of(shown: Sequence[Genre]) -> tuple[Action, ...]:
    return tuple(Action(f"What moves {genre.name}", f"/drivers {Token('genre', genre.name)}") for genre in shown)


def _table(ranked: Sequence[Genre]) -> File:
    """Every genre as CSV: count, mean popularity, median of each trait."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("genre", "recordings", "mean_popularity", *(f"median_{name}" for name in TRAIT_NAMES)))
    for genre in ranked:
        medians = ("" if value != value else f"{value:.6g}" for value in genre.medians)
        writer.writerow((genre.name, genre.count, f"{genre.popularity:.2f}", *medians))
    return File("genres.csv", text.getvalue().encode())
