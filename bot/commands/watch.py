"""/watch: follow a track, an artist or a genre; what moved is posted when a newer table is loaded."""

from typing import Annotated

from bot.definition import command
from bot.memory import Caller, Memory
from bot.parameters import Choice, Name, Tracks
from bot.reply import Action, Reply, Row
from bot.say import say
from bot.watching import popularity
from engine import Engine, Track, UserError


@command("watch", examples=('/watch artist:"{artist}"', "/watch genre:techno", "/watch list"), provenance=False)
def watch(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    do: Annotated[str, Choice("what to do", ("add", "list", "stop"), free=True)] = "add",
    track: Annotated[tuple[Track, ...], Tracks("a track to follow", source="track")] = (),
    artist: Annotated[tuple[str, ...], Tracks("an artist to follow", source="artist")] = (),
    genre: Annotated[str, Name("a genre to follow", source="genre")] | None = None,
) -> Reply:
    """Follow a track, an artist or a genre here: what moved is posted when a newer catalogue is loaded."""
    named = [
        (kind, key, title)
        for kind, key, title in (
            *(("track", one.track_id, one.title) for one in track),
            *(("artist", one, one) for one in artist),
            ("genre", genre, genre),
        )
        if key and title
    ]
    if do == "list" or (not named and do == "add"):
        return _listed(memory, caller)
    if not named:
        hint = "Try /watch stop genre:techno."
        raise UserError("Name a track, an artist or a genre.", hint, code="missing_parameter")
    for kind, key, title in named:
        if do == "stop":
            memory.watches.stop(caller, kind, key)
        else:
            value = popularity(engine, kind, key) or 0.0
            memory.watches.add(caller, kind, key, title, engine.catalogue.directory.name, value)
    names = ", ".join(title for _, _, title in named)
    done = "no longer watched" if do == "stop" else "watched"
    told = "" if caller.reached or do == "stop" else " Nothing is posted here: ask for /watch list."
    return _listed(memory, caller, f"{names}: {done} here.{told}")


def _listed(memory: Memory, caller: Caller, said: str = "") -> Reply:
    watched = memory.watches.of(caller)
    return Reply(
        f"{len(watched)} on the watch list of this channel",
        "" if watched else 'Follow something: /watch artist:"..."',
        tuple(
            Row(
                one.title, amount=f"{one.value:.0f}", measure=one.value / 100, detail=one.subject,
                data={one.subject: one.key, "popularity": one.value},
            )
            for one in watched
        ),
        numbered=False,
        feedback=(said,) if said else (),
        actions=tuple(
            Action(one.title, say("watch", "stop", **{one.subject: one.key}), group="Stop watching ...")
            for one in watched[:25]
        ),
    )  # fmt: skip
