"""/recommend: describe what you want to hear, get the closest tracks and why."""

from dataclasses import replace
from typing import Annotated

from bot.blocks import Blocks
from bot.definition import command
from bot.memory import Caller, Memory
from bot.memory.records import Audience
from bot.parameters import Choice, QueryParam
from bot.personal import as_asked, thumbs, towards, without_blocks
from bot.reply import Action, Reply
from bot.tracks import match_rows, refinements
from engine import Engine, Query, Token


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
    memory: Memory,
    caller: Caller,
    blocks: Blocks,
    query: Annotated[Query, QueryParam("in your own words: upbeat acoustic under 3 minutes", ("metric",))] = Query(),
    for_: Annotated[str, Choice("by what you, or this channel, liked before", ("me", "us"))] = "",
) -> Reply:
    """Tracks that fit what you describe: traits, moods, genres, or tracks you like.

    A trait takes a level (very low, low, medium, high, very high: fixed percentiles of the catalogue), a number,
    >x, <x or a-b; with ! it is a hard limit (energy:high!). Limits that leave too little are relaxed, and the reply
    says so. mood: mixes two (happy+calm). genre:, artist:, like: and unlike: may be said several times; a minus
    excludes (-genre:rock). surprise:some looks further out, metric:euclidean compares whole sounds by distance.
    """
    asked, by_taste = without_blocks(engine, query, blocks.known), tuple[str, ...]()
    if for_:
        audience: Audience = "me" if for_ == "me" else "us"
        asked, line = towards(engine, asked, memory.taste.of(caller, audience), audience)
        by_taste = (line,)
    found = as_asked(engine.recommend(asked), query)
    count = len(found.tracks)
    return Reply(
        title=f"{count} {'track' if count == 1 else 'tracks'} · {found.query.summary or _FOR[for_]}",
        rows=match_rows(found.tracks),
        feedback=(*by_taste, *found.feedback),
        actions=(*_still_for(refinements(engine, found, query), for_), *thumbs(found.tracks)),
    )


_FOR = {"": "anything", "me": "for you", "us": "for this channel"}


def _still_for(actions: tuple[Action, ...], audience: str) -> tuple[Action, ...]:
    """The next requests by the same taste; what explains or saves a query knows nothing of it."""
    if not audience:
        return actions
    return tuple(
        replace(action, command=f"{action.command} {Token('for', audience)}")
        if action.command.startswith("/recommend")
        else action
        for action in actions
        if not action.command.startswith(("/why", "/save"))
    )
