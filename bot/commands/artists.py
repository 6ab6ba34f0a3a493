"""/artists: artists like one."""

from typing import Annotated

from bot.definition import command
from bot.parameters import Count, Name
from bot.reply import Action, Reply, Row
from bot.say import say
from engine import MOST_TRACKS, Engine, Portrait, Query, SimilarArtist


@command("artists", examples=('/artists like:"{artist}"',))
def artists(
    engine: Engine,
    *,
    like: Annotated[str, Name("the artist that the others are like", source="artist")],
    limit: Annotated[int, Count("how many artists", 1, MOST_TRACKS)] = 10,
) -> Reply:
    """Artists like one, with reasons.

    Artists are compared by the usual sound, genres, era and popularity of their recordings here, and by who recorded
    with whom.
    """
    found = engine.similar_artists(like, limit)
    portrait = engine.artist(like)
    name, count = portrait.profile.name, portrait.profile.count
    few = f"Only {count} {'recording' if count == 1 else 'recordings'} of {name} here: a rough guess." * (count < 3)
    return Reply(
        title=f"Artists like {name}" if found else f"Nobody here is like {name}",
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
