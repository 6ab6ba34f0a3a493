"""/genres: the genres of the catalogue, one of them in detail, or those that sound like one."""

from collections.abc import Sequence
from typing import Annotated, get_args

import charts
from bot.definition import command
from bot.exports import csv_file
from bot.parameters import Choice, Count, Name
from bot.reply import Action, File, Reply, Row
from bot.say import more_like, say
from bot.tracks import track_row
from engine import TRAIT_NAMES, Engine, Genre, GenreOrder, Track

_ORDERS: tuple[GenreOrder, ...] = get_args(GenreOrder)
_DRIVERS_OF = 3
_MEMBERS = 5


@command("genres", examples=("/genres", "/genres jazz", "/genres like:techno", "/genres by:name"))
def genres(
    engine: Engine,
    *,
    name: Annotated[str, Name("one genre: its typical and its doubtful members", source="genre")] | None = None,
    like: Annotated[str, Name("genres that sound like this one", source="genre")] | None = None,
    by: Annotated[GenreOrder, Choice("the order", _ORDERS)] = "popularity",
    limit: Annotated[int, Count("how many to show; the file holds all", 1, 25)] = 10,
) -> Reply:
    """The genres with their size, popularity and sound; one in detail; or those that sound like one.

    One genre shows its most typical members and the doubtful ones: filed there, though artist and sound speak against
    it. Likeness is the distance between the genres' medians of the nine audio features, in standard deviations.
    """
    if name:
        return _one(engine, name, limit)
    if like:
        return _like(engine, like, limit)
    ranked = engine.genres(by)
    chart = () if by == "name" else (charts.genre_ranking(ranked, by),)
    shown = ranked[:limit]
    there = engine.driver_table.genres
    return Reply(
        chart[0].title if chart else f"{len(ranked)} genres by name",
        f"{len(ranked)} genres, each described by what sets it apart; {len(shown)} are shown, the file holds all.",
        tuple(_row(engine, genre) for genre in shown),
        charts=chart,
        files=(_table(ranked),),
        actions=(
            *(Action(f"By {other}", say("genres", by=other)) for other in _ORDERS if other != by),
            *_like_each(shown),
            *(
                Action(f"What moves {genre.name}", say("drivers", genre=genre.name))
                for genre in shown[:_DRIVERS_OF]
                if genre.name in there
            ),
        ),
    )


def _one(engine: Engine, name: str, limit: int) -> Reply:
    """One genre by its members."""
    genre = next(genre for genre in engine.genre_table if genre.name == name)
    found = engine.genre_members(name, min(limit, _MEMBERS))
    share = found.doubtful_count / max(1, found.count)
    reliable = (
        f"{found.doubtful_count:,} of them ({share:.0%}) are doubtful: filed there, though artist and sound speak "
        "against it."
        if found.doubtful_count
        else "None of them looks doubtful."
    )
    rows = [_member(track, "typical") for track in found.typical]
    rows += [
        _member(one.track, f"doubtful{f': rather {one.rather}' if one.rather else ''}", round(one.credibility, 3))
        for one in found.doubtful
    ]
    there = name in engine.driver_table.genres
    return Reply(
        f"{name}: {', '.join(engine.genre_sound(genre))} than most",
        f"{found.count:,} recordings are filed under {name}. {reliable}",
        tuple(rows),
        numbered=False,
        actions=(
            Action(f"Tracks of {name}", say("recommend", genre=name)),
            Action("Genres that sound like it", say("genres", like=name)),
            *((Action(f"What moves {name}", say("drivers", genre=name)),) if there else ()),
            Action("Its sound in a picture", say("explore", genre=name)),
            *more_like(found.typical),
        ),
    )


def _member(track: Track, why: str, credibility: float | None = None) -> Row:
    return track_row(
        track,
        detail=why,
        amount="" if track.popularity is None else f"popularity {track.popularity}",
        reasons=[why],
        credibility=credibility,
    )


def _like(engine: Engine, name: str, limit: int) -> Reply:
    found = engine.nearest_genres(name, limit)
    asked = next(genre for genre in engine.genre_table if genre.name == name)
    rows = [
        _row(engine, genre, amount=f"{distance:.2f}", measure=1 / (1 + distance), distance=round(distance, 4))
        for genre, distance in found
    ]
    return Reply(
        f"{found[0][0].name} sounds most like {name}" if found else f"There is no genre beside {name}",
        f"{name} itself is {', '.join(engine.genre_sound(asked))} than most. The figure is the distance in "
        "standard deviations; 0 would be the same.",
        tuple(rows),
        actions=(
            *(_both(name, found[0][0].name) if found else ()),
            Action(f"Tracks of {name}", say("recommend", genre=name)),
            Action(f"Typical of {name}", say("genres", name=name)),
            *_like_each([genre for genre, _ in found]),
        ),
    )


def _both(name: str, other: str) -> tuple[Action, ...]:
    return (
        Action(f"{name} and {other}", say("compare", a=name, b=other)),
        Action("Both on the map", say("explore", "map", genre=name, vs=other)),
    )


def _row(
    engine: Engine, genre: Genre, *, amount: str | None = None, measure: float | None = None, **more: float
) -> Row:
    sound = engine.genre_sound(genre)
    known = genre.popularity == genre.popularity
    popularity = f"popularity {genre.popularity:.0f}" if known else "popularity not known"
    own = (genre.popularity / 100, f"{genre.popularity:.0f}") if known else (None, "")
    return Row(
        genre.name,
        measure=own[0] if measure is None else measure,
        amount=own[1] if amount is None else amount,
        detail=f"{genre.count:,} recordings, {popularity}; {', '.join(sound)}",
        data={
            "genre": genre.name,
            "count": genre.count,
            "popularity": round(genre.popularity, 2) if known else None,
            "sound": list(sound),
            **more,
        },
    )


def _like_each(shown: Sequence[Genre]) -> tuple[Action, ...]:
    return tuple(
        Action(genre.name, say("genres", like=genre.name), group="Genres that sound like ...") for genre in shown
    )


def _table(ranked: Sequence[Genre]) -> File:
    """Every genre as CSV: count, mean popularity, median of each trait."""
    header = ("genre", "recordings", "mean_popularity", *(f"median_{name}" for name in TRAIT_NAMES))
    lines = [
        (
            genre.name,
            genre.count,
            f"{genre.popularity:.2f}",
            *("" if value != value else f"{value:.6g}" for value in genre.medians),
        )
        for genre in ranked
    ]
    return csv_file("cratebot-genres.csv", header, lines)
