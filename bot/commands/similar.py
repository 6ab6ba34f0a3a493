"""/similar: tracks that sound like one you name."""

from typing import Annotated, Literal

from bot.definition import command
from bot.parameters import Choice, Count, Name
from bot.reply import Reply
from bot.tracks import match_rows, refinements
from engine import MOST_TRACKS, Engine, Track


@command("similar", examples=('/similar track:"{track}"',))
def similar(
    engine: Engine,
    *,
    track: Annotated[Track, Name("title, title and artist, or a link", source="track")],
    metric: Annotated[
        Literal["cosine", "euclidean"], Choice("how sounds are compared", ("cosine", "euclidean"))
    ] = "cosine",
    limit: Annotated[int, Count("how many tracks", 1, MOST_TRACKS)] = 5,
) -> Reply:
    """Tracks that sound like one you name.

    All nine audio features are compared, each in standard deviations; popularity and genre play no part.
    """
    found = engine.similar(track, k=limit, metric=metric)
    return Reply(
        title=f"Like {track.title}",
        rows=match_rows(found.tracks),
        feedback=found.feedback,
        actions=refinements(engine, found),
    )
