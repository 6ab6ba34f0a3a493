"""/recommend: describe what you want to hear, get the closest tracks and why."""

from typing import Annotated

from bot.definition import command
from bot.parameters import QueryParam
from bot.reply import Reply
from bot.tracks import match_rows, refinements
from engine import Engine, Query


@command(
    "recommend",
    examples=(
        "/recommend energy:high mood:happy",
        "/recommend upbeat acoustic under 3 minutes not explicit",
        "/recommend genre:techno tempo:>130 instrumentalness:high!",
        "/recommend mood:calm+happy -genre:sleep popularity:40-70 limit:10",
        '/recommend like:"{track}" acousticness:high',
    ),
)
def recommend(
    engine: Engine,
    *,
    wish: Annotated[Query, QueryParam("in your own words: upbeat acoustic under 3 minutes")] = Query(),
) -> Reply:
    """Tracks that fit what you describe: traits, moods, genres, or tracks you like.

    A trait takes a level (very low, low, medium, high, very high: fixed percentiles of the catalogue), a number,
    >x, <x or a-b; with ! it is a hard limit (energy:high!). Limits that leave too little are relaxed, and the reply
    says so. mood: mixes two (happy+calm). genre:, artist:, like: and unlike: may be said several times; a minus
    excludes (-genre:rock). surprise:some looks further out, metric:euclidean compares whole sounds by distance.
    """
    found = engine.recommend(wish)
    count = len(found.tracks)
    return Reply(
        title=f"{count} {'track' if count == 1 else 'tracks'} · {found.query.summary}",
        rows=match_rows(found.tracks),
        feedback=found.feedback,
        actions=refinements(engine, found),
    )
