"""/path: a walk from one track to another."""

from typing import Annotated

from bot.definition import command
from bot.exports import about, files
from bot.parameters import Count, TrackName, YesNo
from bot.reply import Action, Reply
from bot.tracks import more_like, provenance, track_row
from engine import Engine
from engine.catalogue.store import Track
from engine.features import trait
from engine.recommend.path import FEWEST_STEPS, MOST_STEPS
from engine.tokens import Token, join


@command("path", examples=('/path a:"{track}" b:"{second_track}" steps:7',))
def path(
    engine: Engine,
    *,
    a: Annotated[Track, TrackName("the track to start from")],
    b: Annotated[Track, TrackName("the track to arrive at")],
    steps: Annotated[int, Count("how many tracks, both ends among them", FEWEST_STEPS, MOST_STEPS)] = 7,
    save: Annotated[bool, YesNo("also as CSV, M3U8 and Spotify links")] = False,
) -> Reply:
    """A walk from one track to another, each step a little further along.

    Every track stands further along the line between the two sounds than the one before it, and no artist comes
    twice. The bars show how far along a track is.
    """
    walked = engine.path(a, b, steps)
    saved = files(walked) if save else ()
    short = () if len(walked) == steps else (f"{len(walked)} of {steps} tracks: nothing more lies between the two",)

    def again(first: Track, last: Track, *extra: Token) -> str:
        return f"/path {join([Token('a', first.track_id), Token('b', last.track_id), *extra])}"

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
        feedback=(*short, *provenance(engine)),
        files=saved,
        actions=(
            *([Action("More steps", again(a, b, Token("steps", str(steps + 4))))] if steps + 4 <= MOST_STEPS else []),
            Action("The way back", again(b, a, Token("steps", str(steps)))),
            Action("What lies between", f"/blend {join([Token('a', a.track_id), Token('b', b.track_id)])}"),
            *([] if save else [Action("Save", again(a, b, Token("steps", str(steps)), Token("save", "yes")))]),
            *more_like(walked),
        ),
    )
