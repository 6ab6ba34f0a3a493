"""Which of the rows shown fits the others least: ``what's the odd one out``, ``which track doesn't fit``."""

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.dialogue import facts
from bot.dialogue.inquiries.said import Said
from bot.dialogue.outcome import Outcome
from bot.dialogue.pattern_table import Pattern
from bot.dialogue.references import value
from bot.reply import Action, Reply
from engine import AUDIO_NAMES, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_ONE: Final = r"(?:(?:one|ones|song|track|tune|row|number|of (?:them|these|those|the (?:lot|bunch|list)|my list)|in (?:there|here|it|the list)) ?)*"
_OTHERS: Final = r"(?: (?:in|with|to|from|at all|here|there|really|it|the (?:others?|rest|list|set|mix|vibe|mood)|so well|that well|well))*"
_ASKS: Final = Pattern(
    rf"(?:(?:which|what|who)(?:['’]?s| is| are)? {_ONE}(?:does ?n['’]?t|does not|do ?n['’]?t|do not|wo ?n['’]?t)(?: (?:really|quite|actually))? (?:fit|belong|match|go|suit|work){_OTHERS}"
    rf"|(?:(?:which|what|who)(?:['’]?s| is| are)? {_ONE})?(?:is )?(?:the |an? |any )?(?:odd ones?(?: out)?|outliers?|misfits?|black sheep){_OTHERS}|is there an? (?:odd one out|outlier|misfit){_OTHERS}"
    rf"|(?:which|what) {_ONE}(?:sticks?|stands?) out(?: (?:the )?most| like a sore thumb)?{_OTHERS}|(?:which|what) {_ONE}(?:fits?|belongs?|matches|suits?) (?:the )?(?:least|worst){_OTHERS}|(?:which|what) {_ONE}is (?:the )?(?:least|most un)(?: ?(?:fitting|typical|like the (?:others?|rest))){_OTHERS})"
)
_FEWEST: Final = 3
_TOLD: Final = 2


def of_rows(turn: "Turn", asked: Said) -> Outcome | None:
    """The row whose audio features lie furthest from the middle of the others, and in which it differs."""
    shown = turn.context.counted
    if turn.fresh or shown is None or shown is not turn.context.last or not _ASKS.fullmatch(asked.text):
        return None
    tracks = shown.tracks
    if len(tracks) < _FEWEST or len(tracks) != len(shown.rows):
        return None
    at, apart = furthest(turn, tracks)
    track = tracks[at]
    told = [_told(track, [one for one in tracks if one is not track], name) for name in apart[:_TOLD]]
    return Outcome(
        reply=Reply(
            title=f"By its sound number {at + 1}, {track.title}, is furthest from the others: {'; '.join(told)}.",
            text="By percentiles of the nine audio features. Whether it fits your taste, they do not tell.",
            actions=(
                Action("Take it out", f"drop number {at + 1}"),
                Action("Another one there", f"swap number {at + 1}"),
            ),
        ),
        focus=(track,),
    )


def furthest(turn: "Turn", tracks: tuple[Track, ...]) -> tuple[int, list[str]]:
    """The place of the track furthest from the median of the others, and the features it differs in, most first."""
    marks = np.array(
        [turn.engine.percentiles(name, [value(track, name) for track in tracks]) for name in AUDIO_NAMES]
    ).T
    gaps = np.zeros_like(marks)
    for at in range(len(tracks)):
        gaps[at] = np.abs(marks[at] - np.nanmedian(np.delete(marks, at, axis=0), axis=0))
    gaps = np.nan_to_num(gaps)
    at = int(np.argmax((gaps**2).sum(axis=1)))
    return at, [AUDIO_NAMES[place] for place in np.argsort(-gaps[at], kind="stable")]


def _told(track: Track, others: list[Track], name: str) -> str:
    known = sorted((one for one in others if value(one, name) == value(one, name)), key=lambda one: value(one, name))
    low, high = facts.value_text(known[0], name), facts.value_text(known[-1], name)
    return f"{name} {facts.value_text(track, name)}, the others {low} to {high}"
