"""/dislike: say that you want less like a track or an artist."""

from typing import Annotated

from bot.commands.like import noted, opinion_on
from bot.definition import command
from bot.memory import Caller, Memory
from bot.parameters import Name
from bot.reply import Reply
from engine import Engine, Track


@command("dislike", examples=('/dislike track:"{track}"',), provenance=False)
def dislike(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    track: Annotated[Track, Name("the track that you like less", source="track")] | None = None,
    artist: Annotated[str, Name("or the artist", source="artist")] | None = None,
) -> Reply:
    """Want less like a track or an artist. To see it never again: /block."""
    opinion = opinion_on(track, artist, "dislike")
    memory.taste.feel(caller, opinion)
    return noted(opinion, track)
