"""/artists: artists like one, and those of a genre."""

from typing import Annotated

from bot.definition import command
from bot.parameters import Choice, Count, Name, Range
from bot.reply import Action, Reply, Row
from bot.say import say
from engine import ARTIST_ORDERS, MOST_TRACKS, Engine, GenreArtist, Portrait, Query, SimilarArtist, UserError

_ANY = (0, 100)


@command(
    "artists",
    examples=(
        '/artists like:"{artist}"',
        "/artists genre:techno sort:recordings",
        "/artists genre:k-pop popularity:0-60",
    ),
)
def artists(
    engine: Engine,
    *,
    like: Annotated[str, Name("the artist that the others are like", source="artist")] = "",
    genre: Annotated[str, Name("the genre that they record in", source="genre")] = "",
    popularity: Annotated[
        tuple[int, int], Range("popularity of their best known recording, such as 0-50", 0, 100)
    ] = _ANY,
    sort: Annotated[str, Choice("of a genre, what the first have most of", ARTIST_ORDERS)] = "popularity",
    limit: Annotated[int, Count("how many artists", 1, MOST_TRACKS)] = 10,
) -> Reply:
    """Artists like one, with reasons; or the artists of a genre.

    Artists are compared by the usual sound, genres, era and popularity of their recordings here, and by who recorded
    with whom. An artist is of a genre if a third or more of their recordings here are credibly filed under it.
    """
    if like and genre:
        raise UserError("Name an artist or a genre, not both.", f"Try {say('artists', genre=genre)}", code="bad_value")
    if genre:
        return _of_genre(engine, genre, popularity, sort, limit)
    if not like:
        raise UserError("/artists needs an artist or a genre.", "Try /artists genre:techno", code="missing_parameter")
    found = engine.similar_artists(like, limit, popularity)
    portrait = engine.artist(like)
    name, count = portrait.profile.name, portrait.profile.count
    few = f"Only {count} {'recording' if count == 1 else 'recordings'} of {name} here: a rough guess." * (count < 3)
    return Reply(
        title=_title(name, popularity) if found else f"Nobody here is like {name}{_band(popularity)}",
        rows=tuple(_row(engine, artist, portrait) for artist in found),
        feedback=(few,) if few else (),
        actions=(
            *(Action(f"About {artist.name}", say("artist", name=artist.name)) for artist in found[:1]),
            Action(f"Tracks like {name}", say("recommend", Query(like_artists=(name,)))),
            Action(f"About {name}", say("artist", name=name)),
            *(
                Action(f"{place}. {artist.name}", say("artists", like=artist.name), group="Artists like ...")
                for place, artist in enumerate(found[:25], start=1)
            ),
        ),
    )


def _of_genre(engine: Engine, genre: str, popularity: tuple[int, int], sort: str, limit: int) -> Reply:
    """The artists of a genre."""
    found = engine.genre_artists(genre, limit, popularity, sort)
    band = None if popularity == _ANY else f"{popularity[0]}-{popularity[1]}"
    other = next(order for order in ARTIST_ORDERS if order != sort)
    first = "best known first" if sort == "popularity" else "most recordings first"
    return Reply(
        title=(
            f"{genre.capitalize()} artists{_band(popularity)}, {first}"
            if found
            else f"Nobody here records {genre}{_band(popularity)}"
        ),
        text=f"A third or more of their recordings here are credibly {genre}; popularity {engine.popularity_as_of}.",
        rows=tuple(_genre_row(artist, genre) for artist in found),
        actions=(
            Action(
                "Most recordings first" if other == "recordings" else "Best known first",
                say("artists", genre=genre, popularity=band, sort=other),
            ),
            Action(f"Who is rising in {genre}", say("emerging", kind="artists", genre=genre)),
            Action(f"Tracks of {genre}", say("recommend", Query(genres=(genre,)))),
            *(
                Action(f"{place}. {artist.name}", say("artists", like=artist.name), group="Artists like ...")
                for place, artist in enumerate(found[:25], start=1)
            ),
        ),
    )


def _genre_row(artist: GenreArtist, genre: str) -> Row:
    known = artist.best
    recordings = f"{artist.count} {'recording' if artist.count == 1 else 'recordings'} of {genre}"
    popularity = known.popularity or 0
    return Row(
        artist.name,
        detail=f"{recordings} · best known here: {known.track_name} (popularity {popularity})",
        data={
            "artist": artist.name,
            "track_id": known.track_id,
            "track_name": known.track_name,
            "artists": list(known.artists),
            "recordings": artist.count,
            "recordings_here": artist.recordings,
            "popularity": popularity,
        },
    )


def _title(name: str, popularity: tuple[int, int]) -> str:
    return f"Artists like {name}{_band(popularity)}"


def _band(popularity: tuple[int, int]) -> str:
    return (
        "" if popularity == _ANY else f" whose best known recording has popularity {popularity[0]} to {popularity[1]}"
    )


def _row(engine: Engine, artist: SimilarArtist, like: Portrait) -> Row:
    portrait = engine.artist(artist.name)
    reasons = artist.reasons or (_in_common(portrait, like),)
    genres = tuple(genre for genre, _ in portrait.genres[:3])
    others = (track for track in portrait.popular if like.profile.name not in track.artists)
    known = next(others, portrait.popular[0])
    count = portrait.profile.count
    return Row(
        artist.name,
        chips=genres,
        detail=" · ".join((*reasons, f"best known here: {known.track_name}")),
        data={
            "artist": artist.name,
            # What to listen to first, so that the list goes on as one of tracks.
            "track_id": known.track_id,
            "track_name": known.track_name,
            "artists": list(known.artists),
            "score": round(artist.score, 4),
            "recordings": count,
            "popularity": known.popularity,
            "genres": list(genres),
            "reasons": list(reasons),
            "best": [track.track_id for track in portrait.popular],
        },
    )


def _in_common(one: Portrait, other: Portrait) -> str:
    """What stands behind a likeness that the engine gives no reason for."""
    theirs = {genre for genre, _ in other.genres}
    shared = [genre for genre, _ in one.genres if genre in theirs]
    return f"both filed under {' and '.join(shared[:2])}" if shared else "close in usual sound, era and popularity"
