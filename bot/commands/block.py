"""/block: never show a track or an artist again, to you or in this channel."""

from typing import Annotated

from bot.commands.like import noted, opinion_on
from bot.definition import command
from bot.memory import Caller, Memory
from bot.parameters import Choice, Name
from bot.reply import Reply
from engine import Engine, Track


@command("block", examples=('/block artist:"{artist}"', '/block track:"{track}" for:us'), provenance=False)
def block(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    track: Annotated[Track, Name("the track to see never again", source="track")] | None = None,
    artist: Annotated[str, Name("or the artist", source="artist")] | None = None,
    for_: Annotated[str, Choice("for you alone, or for everyone in this channel", ("me", "us"))] = "me",
) -> Reply:
    """Never show a track or an artist again: to you, or with for:us to everyone in this channel."""
    opinion = opinion_on(track, artist, "block")
    memory.taste.feel(caller, opinion, "us" if for_ == "us" else "me")
    return noted(opinion, track, "Never again in this channel:" if for_ == "us" else "")
