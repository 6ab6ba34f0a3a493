"""/why: a recommendation, trait by trait."""

from typing import Annotated

from bot.blocks import Blocks
from bot.definition import command
from bot.parameters import QueryParam
from bot.personal import recommended
from bot.reply import Action, Reply
from bot.say import say
from bot.tracks import match_row
from engine import TRAITS, Engine, Query

_HOW = {
    "": "Match: of a hundred pairs like a track and the one you named, how many editors put into one playlist; for a "
    "description, how far a track is on the way from an average one (0) to an ideal answer (100). A level is a "
    "percentile of the catalogue: very low 5, low 20, medium 50, high 80, very high 95.",
    "cosine": "Match: 100 times the cosine between the two sounds over nine features in standard deviations.",
    "euclidean": "Match: 100 at what you asked for, 61 at one standard deviation from it, 14 at two. A level is a "
    "percentile of the catalogue: very low 5, low 20, medium 50, high 80, very high 95.",
}


@command("why", examples=("/why energy:high mood:happy",))
def why(
    engine: Engine,
    *,
    blocks: Blocks,
    query: Annotated[Query, QueryParam("a query as for /recommend")] = Query(),
) -> Reply:
    """Why these tracks: every trait of each, against what you asked for.

    Takes the same query as /recommend and explains the same list.
    """
    found = recommended(engine, query, blocks)
    rows = []
    for track in found.tracks:
        traits = " · ".join(
            f"{feature.name} {feature.format(track.values[feature.name])}"
            f" ({engine.level(feature.name, track.values[feature.name])})"
            for feature in TRAITS
            if track.values[feature.name] == track.values[feature.name]
        )
        judged = "; ".join(
            [f"meets {', '.join(track.meets)}"] * bool(track.meets)
            + [f"misses {', '.join(track.misses)}"] * bool(track.misses)
        )
        detail = f"{judged}. {traits}" if judged else traits
        rows.append(match_row(track, detail=detail, distance=round(track.distance, 4)))
    return Reply(
        title=f"Why these · {found.query.summary}",
        text=_HOW[found.metric],
        rows=tuple(rows),
        feedback=found.feedback,
        actions=(Action("Back to the list", say("recommend", found.query)),),
    )
