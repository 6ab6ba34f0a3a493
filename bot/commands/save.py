"""/save: a recommended list as files."""

from dataclasses import replace
from typing import Annotated

from bot import crates
from bot.blocks import Blocks
from bot.definition import command
from bot.exports import about, files
from bot.memory import Caller, Memory
from bot.parameters import Label, QueryParam
from bot.personal import recommended
from bot.reply import Action, Reply
from bot.say import say
from bot.tracks import match_rows
from engine import Engine, Query


@command(
    "save",
    examples=(
        "/save energy:high mood:happy limit:20",
        '/save mood:calm name:"coast ad"',
        "/save genre:techno tempo:>130 limit:50",
    ),
)
def save(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    blocks: Blocks,
    query: Annotated[Query, QueryParam("a query as for /recommend", ("metric",))] = Query(),
    name: Annotated[str, Label("what to call the files")] = "",
) -> Reply:
    """The list that /recommend gives, as CSV, M3U8 and Spotify links.

    The same query gives the same list. limit: says how many tracks, at most 50; /playlist makes longer ones, in order.
    name: says what the files are called, and keeps the list as a crate of that name; without it they are called after
    the query.
    """
    found = recommended(engine, query, blocks)
    saved = files(engine, found.tracks, *((name,) if name else ("tracks", found.query.summary)))
    count = len(found.tracks)
    called = f' as "{name}"' if name else ""
    kept = crates.kept_as(memory, caller, name, found.tracks) if name else ""
    return Reply(
        title=f"Saved{called}: {count} {'track' if count == 1 else 'tracks'} · {found.query.summary}",
        text=about(saved),
        rows=match_rows(found.tracks),
        feedback=(*((kept,) if kept else ()), *found.feedback),
        files=saved,
        actions=(
            Action("Back to the list", say("recommend", found.query)),
            Action("As a playlist", say("playlist", replace(found.query, limit=5, skip=0))),
        ),
    )
