"""Why a row stands in its list, in a sentence."""

from typing import TYPE_CHECKING

from bot.dialogue import facts
from bot.dialogue.context import Exchange, Shown
from engine import Query, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def of_row(turn: "Turn", listed: Exchange, row: Shown) -> str:
    """Why a row stands in its list: what of the request it meets and misses, and how well it fits."""
    query = turn.kept_out(listed.task.query or Query())
    if row.track is None or listed.task.command not in ("recommend", "similar", "save", "why"):
        return facts.because(listed, row)
    try:
        found = turn.engine.recommend(query).tracks
    except UserError:
        return facts.because(listed, row)
    one = next((track for track in found if track.recording == row.track.recording), None)
    if one is None or not one.meets:
        return facts.because(listed, row)
    misses = f" Against it: {', '.join(one.misses)}." if one.misses else ""
    return f"Number {row.number}, {row.title}: {', '.join(one.meets)}.{misses} Match {one.match} of 100."
