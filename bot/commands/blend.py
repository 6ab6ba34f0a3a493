"""/blend: tracks between two."""

from dataclasses import replace
from typing import Annotated

from bot.blocks import Blocks
from bot.definition import command
from bot.parameters import Count, Name
from bot.personal import allowed
from bot.reply import Action, Reply
from bot.say import say
from bot.tracks import match_row, refinements
from engine import MOST_TRACKS, Engine, Track


@command("blend", examples=('/blend a:"{track}" b:"{second_track}"',))
def blend(
    engine: Engine,
    *,
    blocks: Blocks,
    a: Annotated[Track, Name("one track", source="track")],
    b: Annotated[Track, Name("the other track", source="track")],
    limit: Annotated[int, Count("how many tracks", 1, MOST_TRACKS)] = 5,
) -> Reply:
    """Tracks that sound like something between two tracks.

    The nearest to the middle of the two over all nine audio features, each with how much it takes from either.
    """
    found, shares = engine.blend(a, b, limit)
    takes = dict(zip((track.track_id for track in found.tracks), shares, strict=True))
    tracks = allowed(found.tracks, blocks.known)
    if left_out := len(found.tracks) - len(tracks):
        said = f"{left_out} left out: blocked by you or this channel"
        found = replace(found, tracks=tuple(tracks), feedback=(*found.feedback, said))
    return Reply(
        title=f"Between {a.title} and {b.title}",
        rows=tuple(
            match_row(track, detail=_mixture(share, a, b), share=round(share, 4))
            for track in found.tracks
            for share in [takes[track.track_id]]
        ),
        feedback=found.feedback,
        actions=(Action("Walk from one to the other", say("path", a=a, b=b)), *refinements(engine, found)),
    )


def _mixture(share: float, a: Track, b: Track) -> str:
    part = round(100 * min(max(share, 0.0), 1.0))
    return f"{100 - part} % {a.track_name} · {part} % {b.track_name}"
