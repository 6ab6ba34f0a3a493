"""Edits of the list shown, clause by clause: rows moved, exchanged, replaced, taken out or put in; the others stay.

A clause is a verb, the rows or the kind of rows it is done to, and what else it needs: a place, a wish, a number. What
is no such clause is left to others, so that nothing of a message is dropped: ``swap 3 for something by Prince``,
``move the last one up two``, ``lose anything over six minutes and put some Sade in``. A reader takes a clause and gives
the list as it leaves it, or None where the clause is none of its own.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves, set_parts
from bot.dialogue.lexicon import fold
from bot.dialogue.list_edits import adding, at_an_end, exchanging, keeping, moving, removing, sizing
from bot.dialogue.list_edits.screen import Screen, screen_of, which_row
from bot.dialogue.list_edits.wording import plain, without_tail
from bot.dialogue.outcome import Outcome
from engine import Query

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_READERS: Final[tuple[Callable[["Turn", Screen, str], Screen | None], ...]] = (
    moving.moved, exchanging.exchanged, exchanging.replaced, removing.taken_out, keeping.complained,
    exchanging.another, adding.more_beside, sizing.best, sizing.thinned, sizing.refilled, sizing.sized, at_an_end.put_at_end, adding.put_in,
)  # fmt: skip
"""In the order in which they are asked: what several would take is the first one's."""
# "is 3 ...", "which ...": a question, and no edit
_ASKS: Final = re.compile(r"(?:what|which|why|how|who|whose|where|when|is|are|was|were|do|does|did|has|have you)\b")


def read(turn: "Turn", text: str) -> Outcome | None:
    """What a text of nothing but edits makes of the list shown; None if it is no such text."""
    on_screen = screen_of(turn) if len(text) <= acts.LONGEST else None
    said = plain(text)
    if on_screen is None or not said:
        return None
    if _ASKS.match(said) and not moving.OPEN_WITH.fullmatch(said):
        return None
    done = keeping.kept_and_more(turn, on_screen, said) or _clauses(turn, on_screen, said, text)
    if done is None:
        return None
    if done.told is not None:
        return Outcome(reply=done.told)
    if done.gone:
        # What is taken out leaves a shorter list: nobody asked for others.
        done = replace(done, size=len(done.rows))
    turn.notes += list(done.notes)
    before = {track.recording for track in on_screen.rows}
    new = [track for track in done.rows if track.recording not in before]
    if len(new) == 1:
        # "Add Thriller", then "move it to the top".
        return replace(_listed(turn, on_screen, done), focus=tuple(new))
    return _listed(turn, on_screen, done)


def _listed(turn: "Turn", on_screen: Screen, done: Screen) -> Outcome:
    """The list as the edits leave it."""
    if done.rows == on_screen.rows and done.size > on_screen.size and not (done.task.query or Query()).tracks:
        return turn.list_of(done.task, moves.counted(done.task.query or Query(), done.size))
    return _made(turn, done)


def _made(turn: "Turn", done: Screen) -> Outcome:
    """The list of the rows that are left, filled up where rows of it are missing."""
    task = replace(done.task, query=replace(done.task.query or Query(), tracks=(), sort="", most="", skip=0))
    if task.command == "playlist" or len(done.rows) >= done.size:
        return set_parts.with_rows(turn, task, done.rows)
    query = replace(task.query or Query(), tracks=done.rows, limit=done.size, notes=())
    return turn.list_of(task, query)


# "swap 2 and 5, then drop the last one"
_JOINT: Final = re.compile(
    r"\s*[;.!,]+\s*(?:and |but |then |also )*|\s+(?:and then|and also|then|but|and|plus)\s+|\s+[–-]+\s+"
)
_MOST_CLAUSES: Final = 6


def _clauses(turn: "Turn", on_screen: Screen, said: str, text: str) -> Screen | None:
    """The list after the clauses of a text; None if a part of it is none."""
    if (whole := _clause(turn, on_screen, said, text)) is not None:
        return whole
    joints = list(_JOINT.finditer(said))
    for joint in reversed(joints[:_MOST_CLAUSES]):
        first, rest = said[: joint.start()], plain(said[joint.end() :])
        if not first or not rest:
            continue
        done = _clause(turn, on_screen, without_tail(first), text)
        if done is None:
            continue
        if done.told is not None:
            # What cannot be done is told beside what can.
            told = replace(on_screen, notes=(*on_screen.notes, f"{done.told.title.rstrip('.')}"))
            if not {*".;!"} & {*joint[0]}:
                return done
            # Where another sentence is no edit, the message is not all of edits.
            after = _clauses(turn, told, rest, text)
            return done if after is not None and after.told is not None else after
        if (after := _clauses(turn, done, rest, text)) is not None:
            return after
    return None


# "keep the rest", "everything else is fine"
_STAYS: Final = re.compile(
    r"(?:(?:keep|leave) (?:all )?(?:(?:the|my) )?(?:rest|others?|other ones|everything else|order|list|set)(?: .{0,30})?"
    r"|(?:(?:all )?(?:the )?(?:rest|others?|other ones)|everything else) (?:stays?|can stay|should stay|(?:is|are) (?:fine|good|great|ok|okay|perfect|nice))(?: .{0,20})?"
    r"|(?:otherwise|apart from that|other than that|the rest)[, ].{0,30}(?:fine|good|great|same|stay|stays|ok)|nothing else)"
)


def _clause(turn: "Turn", on_screen: Screen, said: str, text: str) -> Screen | None:
    """The list after one clause; None if it is none."""
    if _STAYS.fullmatch(said):
        return on_screen if on_screen.notes else None
    for read_clause in _READERS:
        if (done := read_clause(turn, on_screen, said)) is not None:
            return done
    return None


# "ok do it", "yes, change that"
_AGREED: Final = re.compile(
    r"(?:(?:ok|okay|yes|yeah|yep|sure|right|alright|fine|please|well|so|then|good|great|and|cool|go on)[, .!]*)*(?:do|change|fix|adjust|update|edit|alter)(?: (?:it|that|this|so|them|something))(?: (?:then|now|please|for me|accordingly))*[ .!]*"
)


def agreed(turn: "Turn", text: str) -> Outcome | None:
    """``ok do it`` where nothing was offered: a question about the list shown; None if there is none, or another text."""
    on_screen = screen_of(turn) if _AGREED.fullmatch(fold(text).strip()) else None
    if on_screen is None:
        return None
    if re.search(r"\bdo\b", fold(text)) or (edited := read(turn, text)) is None:
        return Outcome(reply=which_row(on_screen))
    return edited
