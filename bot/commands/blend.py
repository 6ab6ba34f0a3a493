"""/blend: tracks between two."""

from dataclasses import replace
from typing import Annotated

from bot.definition import command
from bot.parameters import Count, TrackName
from bot.reply import Action, Reply
from bot.tracks import match_rows, provenance, refinements
from engine import Engine
from engine.catalogue.store import Track
from engine.recommend.query import MOST_TRACKS
from engine.tokens import Token, join


@command("blend", examples=('/blend a:"{track}" b:"{second_track}"',))
def blend(
    engine: Engine,
    *,
    a: Annotated[Track, TrackName("one track")],
    b: Annotated[Track, TrackName("the other track")],
    limit: Annotated[int, Count("how many tracks", 1, MOST_TRACKS)] = 5,
) -> Reply:
    """Tracks that sound like something between two tracks.

    The nearest to the middle of the two over all nine audio features, each with how much it takes from either.
    """
    found, shares = engine.blend(a, b, limit)
    rows = tuple(
        replace(row, detail=_mixture(share, a, b), data={**row.data, "share": round(share, 4)})
        for row, share in zip(match_rows(found.tracks), shares, strict=True)
    )
    ends = join([Token("a", a.track_id), Token("b", b.track_id)])
    return Reply(
        title=f"Between {a.title} and {b.title}",
        rows=rows,
        feedback=(*found.feedback, *provenance(engine)),
        actions=(Action("Walk from one to the other", f"/path {ends}"), *refinements(engine, found)),
    )


def _mixture(share: float, a: Track, b: Track) -> str:
    part = round(100 * min(max(share, 0.0), 1.0))
    return f"{100 - part} % {a.track_name} · {part} % {b.track_name}"
