"""/path: a walk from one track to another."""

from functools import partial
from typing import Annotated

from bot.blocks import Blocks
from bot.definition import command
from bot.exports import about, files
from bot.parameters import Count, Name, YesNo
from bot.personal import allowed
from bot.reply import Action, Reply
from bot.say import more_like, say
from bot.tracks import track_row
from engine import FEWEST_STEPS, MOST_STEPS, Engine, Track, trait


@command("path", examples=('/path a:"{track}" b:"{second_track}" steps:7',))
def path(
    engine: Engine,
    *,
    blocks: Blocks,
    a: Annotated[Track, Name("the track to start from", source="track")],
    b: Annotated[Track, Name("the track to arrive at", source="track")],
    steps: Annotated[int, Count("how many tracks, both ends among them", FEWEST_STEPS, MOST_STEPS)] = 7,
    save: Annotated[bool, YesNo("also as CSV, M3U8 and Spotify links")] = False,
) -> Reply:
    """A walk from one track to another, each step a little further along.

    Every track stands further along the line between the two sounds than the one before it, and no artist comes
    twice. The bars show how far along a track is.
    """
    whole = engine.path(a, b, steps)
    walked = allowed(whole, blocks.known, (a, b))
    saved = files(engine, walked, "path", a.track_name, b.track_name) if save else ()
    again = partial(say, "path", a=a, b=b)
    more = (Action("More steps", again(steps=steps + 4)),) if steps + 4 <= MOST_STEPS else ()
    return Reply(
        title=f"From {a.title} to {b.title}",
        text=about(saved) if saved else "",
        rows=tuple(
            track_row(
                track,
                detail=f"energy {track.values['energy']:.2f} · tempo {trait('tempo').format(track.values['tempo'])}",
                measure=min(max(track.progress, 0.0), 1.0),
                amount=f"{100 * track.progress:.0f} %",
                progress=round(track.progress, 4),
                distance=round(track.distance, 4),
            )
            for track in walked
        ),
        feedback=(
            *([f"{len(whole)} of {steps} tracks: nothing more lies between the two"] if len(whole) < steps else []),
            *(
                [f"{len(whole) - len(walked)} left out: blocked by you or this channel"]
                if len(walked) < len(whole)
                else []
            ),
        ),
        files=saved,
        actions=(
            *more,
            Action("The way back", say("path", a=b, b=a, steps=steps)),
            Action("What lies between", say("blend", a=a, b=b)),
            *(() if save else (Action("Save", again(steps=steps, save=True)),)),
            *more_like(walked),
        ),
    )
