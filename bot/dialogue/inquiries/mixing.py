"""Questions about how rows mix: whether one goes into another by key and tempo, which change is the worst."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.dialogue import list_orders, references
from bot.dialogue.inquiries.said import Said, said
from bot.dialogue.outcome import Outcome
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from engine import Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_ORDINAL: Final = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|opener|closer"
_ROW: Final = rf"(?:the )?(?:(?:number|no\.?|track|song|#|row) ?)?(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL})(?: (?:one|track|song))?"
_PAIR: Final = Pattern(
    rf"(?:(?:is|are|was|will|would|do|does|can|could|did|how|what about|check|good|smooth)\b[\w' ]*? ?)?(?P<a>{_ROW})(?: (?:mix|blend|go|work|fit|lead|flow|segue)(?:s|es)?(?: (?:well|nicely|ok|smoothly|together))?)? (?:and|into|to|with|onto|then|after|->) (?P<b>{_ROW})\b[\w' ,-]*"
)
_MIXING: Final = Pattern(
    r"\b(?:mix(?:es|ed|ing)?|blends?|clash(?:es)?|jumps?|transitions?|segues?|chang(?:es?|ing)|harmonic\w*|beat ?match\w*|compatible|in key|keys?|tempos?|bpm|flows?|switch(?:es)?|fits? together|work together|go(?:es)? together|crossfade)\b"
)
_WORST: Final = Pattern(
    r"(?:(?>(?:which|what|where|show me|tell me|is|are|the|'s)(?: is| are)?) ?)*(?:the )?(?P<how>worst|roughest|weakest|hardest|biggest|harshest|most awkward|bumpiest|best|smoothest|cleanest|easiest)"
    r" (?:transitions?|changes?|jumps?|mix(?:es)?|segues?|blends?|clash(?:es)?|key change|tempo change)(?: (?:in (?:it|there|this|that|the set|the list)|here|of (?:them|these)))*"
    r"|(?:which|what) (?:transition|change|jump|mix|segue|blend)(?: (?:is|would be))?(?: the)? (?P<how2>worst|roughest|weakest|hardest|biggest|harshest|most awkward|best|smoothest|cleanest|easiest)(?: one)?"
)
_GOOD: Final = frozenset({"best", "smoothest", "cleanest", "easiest"})


def between(turn: "Turn", text: str) -> Outcome | None:
    """``does 3 mix into 4?``, ``is the jump from the second to the third ok in key``: their keys and tempos."""
    asked = said(text).text
    match = _PAIR.fullmatch(asked) if _MIXING.search(asked) else None
    if match is None or turn.fresh:
        return None
    named = [re.sub(r"^(\d+)$", r"number \1", match[name]) for name in ("a", "b")]
    rows = [references.rows_of(one, turn.context) for one in named]
    tracks = [row.tracks[0] for row in rows if row is not None and len(row.tracks) == 1]
    if len(tracks) < 2 or tracks[0] == tracks[1]:
        return None
    first, second = tracks
    keeps_tempo, keeps_key = list_orders.gap(turn, first, second)
    verdict = {
        (True, True): "mix by key and by tempo",
        (True, False): "keep the tempo, but their keys clash",
        (False, True): "keep the key, but the tempo jumps",
        (False, False): "clash in key and in tempo",
    }[keeps_tempo, keeps_key]
    codes = [turn.engine.key(one).camelot for one in tracks]
    if not all(codes):
        verdict = f"{'keep the tempo' if keeps_tempo else 'differ in tempo'}; the key of one is not known"
    return Outcome(
        reply=Reply(
            title=f"{first.track_name} into {second.track_name}: they {verdict}.",
            text=f"{_figures(turn, first)} to {_figures(turn, second)}. Keys mix that are the same, relative or neighbours on the "
            "Camelot wheel; a tempo may move by 6 % without being heard, or by half and double.",
            actions=(Action("Order it so it mixes", "order it so it mixes"),)
            if not (keeps_tempo and keeps_key)
            else (),
        ),
        focus=(first, second),
    )


def worst(turn: "Turn", asked: Said) -> Outcome | None:
    """``which transition is the worst``: the change between neighbouring rows that keeps key and tempo least, or most."""
    match = _WORST.fullmatch(asked.text)
    shown = turn.context.counted
    if match is None or turn.fresh or shown is None or len(shown.tracks) < 2:
        return None
    how = match["how"] or match["how2"]
    pairs = list(enumerate(pairwise(shown.tracks), start=1))
    at, (first, second) = (min if how in _GOOD else max)(pairs, key=lambda one: list_orders.cost(turn, one[1]))
    keeps_tempo, keeps_key = list_orders.gap(turn, first, second)
    if how not in _GOOD and keeps_tempo and keeps_key:
        told = f"None is rough: every change keeps the tempo within 6 % and a neighbouring key. The widest is from {at} to {at + 1}"
    else:
        told = f"The {re.sub(r'^most ', '', how) if how in _GOOD else 'roughest'} change is from {at} to {at + 1}"
    return Outcome(
        reply=Reply(
            title=f"{told}: {first.track_name} into {second.track_name}.",
            text=f"{_figures(turn, first)} to {_figures(turn, second)}.",
            actions=() if how in _GOOD else (Action("Order it so it mixes", "order it so it mixes"),),
        ),
        focus=(first, second),
    )


def _figures(turn: "Turn", track: Track) -> str:
    """The key and the tempo of a track."""
    key, tempo = turn.engine.key(track).camelot or "key not known", track.values["tempo"]
    return f"{key}, {tempo:.0f} BPM" if tempo == tempo else f"{key}, tempo not known"
