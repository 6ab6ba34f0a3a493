"""Rows put elsewhere in the list, the others in their order: ``move 3 to the top``, ``4 goes after 1``."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.lexicon import NUMBERS, ORDINALS
from bot.dialogue.list_edits.screen import Screen, no_such_row, rows_meant

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "move 3 to the top", "put the last two first"
_MOVE: Final = re.compile(
    r"(?P<verb>move|put|place|shift|push|drag|bring|stick|bump|pull|slot|slide|have|play|make|send) (?P<rest>.+)"
)
# "4 goes after 1", "the second one should be last"
_GOES: Final = re.compile(
    r"(?P<rows>.+?) (?:goes|go|should (?:be|go|come)|comes|must (?:be|go|come)|has to (?:be|go|come)|belongs|needs to (?:be|go|come)) (?P<place>.+)"
)
# "start with 3", "it should end on the last two"
OPEN_WITH: Final = re.compile(
    r"(?:it |that |the (?:list|set) )?(?:should )?(?P<verb>start|open|begin|kick off|lead|end|close|finish|wrap up)(?:s)?(?: (?:it|the (?:list|set|playlist)))?(?: off| out| up)? (?:with|on) (?P<rows>.+)"
)


def moved(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``move 3 to the top``, ``put the last two first``, ``4 goes after 1``: those rows, the others in their order."""
    pairs: list[tuple[str, str]] = []
    strict = False
    if (goes := _GOES.fullmatch(said)) is not None:
        pairs.append((goes["rows"], goes["place"]))
    if (opens := OPEN_WITH.fullmatch(said)) is not None:
        pairs.append((opens["rows"], "last" if re.match(r"end|clos|finish|wrap", opens["verb"]) else "first"))
    if (moved := _MOVE.fullmatch(said)) is not None:
        strict = moved["verb"] in ("have", "play", "send")
        pairs += _splits(moved["rest"])
    elif not pairs:
        pairs = [
            (rows, place)
            for rows, place in _splits(said)
            if re.match(r"(?:first|last|to the|up|down|before|after)\b", place)
        ]
    for rows, place in pairs:
        if (found := rows_meant(turn, on_screen, rows)) is None or found[1].kind == "all":
            continue
        if opens is not None and found[1].kind == "described":
            continue  # "start with the fastest one" is an order of all
        if found[1].beyond:
            return (
                no_such_row(on_screen, found[1].beyond) if _goal(turn, on_screen, place, found[0]) is not None else None
            )
        if strict and place not in ("first", "last"):
            continue
        goal = _goal(turn, on_screen, place, found[0])
        if goal is not None:
            return _at(on_screen, found[0], goal)
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    """A text cut in two between any of its words, the longest first part last."""
    words = text.split()
    return [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]


def _at(on_screen: Screen, places: Sequence[int], goal: int) -> Screen:
    """The rows at these places put together where they stand before the row at ``goal``, counted without them."""
    taken = [on_screen.rows[at] for at in places]
    rest = [track for at, track in enumerate(on_screen.rows) if at not in places]
    goal = min(max(goal, 0), len(rest))
    names = " and ".join(track.track_name for track in taken[:3])
    now = (
        "now; the others keep their order"
        if rest[:goal] != list(on_screen.rows[:goal]) or places != [*range(goal, goal + len(taken))]
        else "already"
    )
    note = f"{names} {'are' if len(taken) > 1 else 'is'} number {goal + 1} {now}"
    return replace(on_screen, rows=(*rest[:goal], *taken, *rest[goal:]), notes=(*on_screen.notes, note))


# "to the top", "second place", "last"
_PLACE: Final = re.compile(
    r"(?P<to>(?:(?:right|straight|all the way|directly|back|up|down) )*(?:to|at|in|into|on|onto|as) )?(?:the |its )?(?:very )?"
    r"(?:(?P<top>top|start|beginning|front|opening|opener|head)|(?P<first>first(?: (?:place|position|spot|slot|one|row|song|track))?|up front|number one|number 1)"
    r"|(?P<end>end|bottom|back|finish|closing|closer|close)|(?P<last>last(?: (?:place|position|spot|slot|one|row|song|track))?)|(?P<middle>middle|centre|center|halfway(?: point)?)"
    r"|(?:(?P<word>place|position|spot|slot|number|no\.?|row|#) ?)?(?P<number>\d{1,2}(?:st|nd|rd|th)?|[a-z]+)(?: (?P<word2>place|position|spot|slot|one|row))?)(?: (?:of|in) (?:it|the (?:list|set|playlist|order)))?"
)
# "before 2", "right after the first one"
_SIDE: Final = re.compile(
    r"(?:to )?(?:right |just |straight |directly )?(?P<side>before|above|ahead of|in front of|after|behind|below|under|beneath|following) (?P<row>.+)"
)
# "up", "down two", "back a bit"
_STEPS: Final = re.compile(
    r"(?P<way>up|down|earlier|later|forward|back)(?: (?:by )?(?P<count>one|two|three|four|five|\d|a|a bit|a little|some)(?: (?:places?|rows?|spots?|steps?|slots?|notch|notches))?)?"
)


def _goal(turn: "Turn", on_screen: Screen, place: str, moved: Sequence[int]) -> int | None:
    """The place, from 0 and counted without the rows that move, that words for a place mean; None if they mean none."""
    left = len(on_screen.rows) - len(moved)
    if (side := _SIDE.fullmatch(place)) is not None:
        other = rows_meant(turn, on_screen, side["row"])
        if other is None or len(other[0]) != 1 or other[0][0] in moved:
            return None
        before = other[0][0] - sum(at < other[0][0] for at in moved)
        return before + (side["side"] in ("after", "behind", "below", "under", "beneath", "following"))
    if (steps := _STEPS.fullmatch(place)) is not None:
        by = acts.count(steps["count"] or "") or 1
        return (min(moved, default=0)) + (-by if steps["way"] in ("up", "earlier", "forward") else by)
    match = _PLACE.fullmatch(place)
    if match is None:
        return None
    if match["first"] or (match["top"] and match["to"]):
        return 0
    if match["last"] or (match["end"] and match["to"]):
        return left
    if match["middle"]:
        return left // 2 if match["to"] else None
    word = match["number"] or ""
    number = int(re.sub(r"\D", "", word)) if word[:1].isdecimal() else ORDINALS.get(word) or NUMBERS.get(word, 0)
    said_so = word in ORDINALS or match["to"] or match["word"] or match["word2"]
    return number - 1 if number > 0 and said_so else None
