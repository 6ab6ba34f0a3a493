"""/like: say that you like a track or an artist."""

from typing import Annotated

from bot.definition import command
from bot.memory import Caller, Memory
from bot.memory.records import Feeling, Opinion
from bot.parameters import Name
from bot.personal import saved
from bot.reply import Action, Reply
from bot.say import say
from bot.tracks import track_row
from engine import Engine, Track, UserError

_SAID: dict[Feeling, str] = {"like": "You like", "dislike": "Less like", "block": "Never again for you:"}


@command("like", examples=('/like track:"{track}"', '/like artist:"{artist}"'), provenance=False)
def like(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    track: Annotated[Track, Name("the track that you like", source="track")] | None = None,
    artist: Annotated[str, Name("or the artist that you like", source="artist")] | None = None,
) -> Reply:
    """Like a track or an artist: /recommend for:me goes by it.

    It also counts for the channel, as /recommend for:us has it. /taste shows what was learned and takes it back.
    """
    opinion = opinion_on(track, artist, "like")
    memory.taste.feel(caller, opinion)
    return noted(opinion, track)


def opinion_on(track: Track | None, artist: str | None, feeling: Feeling) -> Opinion:
    """An opinion on the track or the artist that was named. UserError if none was, or both."""
    if track is not None and artist is None:
        kept = saved(track)
        return Opinion("track", kept.track_id, kept.title, kept.artist, feeling)
    if artist is not None and track is None:
        return Opinion("artist", artist, artist, artist, feeling)
    raise UserError("Name a track or an artist.", f'Try /{feeling} track:"..." or /{feeling} artist:"...".')


def noted(opinion: Opinion, track: Track | None, said: str = "") -> Reply:
    """The reply to an opinion that was kept."""
    undo = say("taste", without=opinion.key, for_="us") if said else say("taste", without=opinion.key)
    actions = [Action("For me", say("recommend", for_="me"))] if opinion.feeling == "like" else []
    if track is not None and opinion.feeling == "like":
        actions.insert(0, Action("More like this", say("similar", track=track)))
    return Reply(
        f"{said or _SAID[opinion.feeling]} {opinion.title}" + (f" - {opinion.artist}" if track is not None else ""),
        rows=() if track is None else (track_row(track),),
        numbered=False,
        actions=(*actions, Action("Undo", undo), Action("My taste", say("taste"))),
    )
