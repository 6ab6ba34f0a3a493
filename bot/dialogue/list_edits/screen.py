"""The list shown while it is edited, the rows of it that a text means, and what is said where it means none."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import moves, rows_said
from bot.dialogue.context import Task
from bot.dialogue.rows_said import Rows
from bot.dialogue.shared import failed
from bot.reply import Action, Reply
from bot.say import say
from engine import Query, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


@dataclass(frozen=True)
class Screen:
    """The list shown, as the clauses before have left it.

    Parameters
    ----------
    task : Task
    rows : tuple of Track
    size : int
        How many rows it is to have: with fewer, others fill it up.
    notes : tuple of str
    gone : tuple of (int, Track)
        Rows that were taken out by a clause before, and where they stood.
    told : Reply or None
        What is said instead of a changed list.
    """

    task: Task
    rows: tuple[Track, ...]
    size: int
    notes: tuple[str, ...] = ()
    gone: tuple[tuple[int, Track], ...] = ()
    told: Reply | None = None


def screen_of(turn: "Turn") -> Screen | None:
    """The list that numbers count through, to be edited; None where none is shown."""
    shown = turn.context.counted
    if shown is None or turn.fresh or not shown.tracks or len(shown.tracks) != len(shown.rows):
        return None
    base = turn.base()
    if base is None or shown is not turn.context.last_list:
        # Rows of another answer, as of an artist: a list of these.
        return Screen(Task("recommend", Query()), shown.tracks, len(shown.tracks))
    task, rows = base
    if turn.task is not None and task.query is not None and task.query.tracks:
        rows = task.query.tracks
    return Screen(task, rows, len(rows)) if rows else None


def rows_meant(turn: "Turn", on_screen: Screen, text: str) -> tuple[list[int], Rows] | None:
    """Where the rows that a text means stand now; None if it means none."""
    shown = turn.context.counted
    meant = rows_said.read(text, turn.context)
    if meant is None or shown is None:
        return None
    places = {track.recording: at for at, track in enumerate(on_screen.rows)}
    found = [places[track.recording] for track in rows_said.tracks(meant, shown) if track.recording in places]
    return (found, meant) if found or meant.beyond else None


def no_such_row(on_screen: Screen, number: int) -> Screen:
    """The list as it is, and that it has no row of this number."""
    count = len(on_screen.rows)
    error = UserError(f"The list has {count} rows, so there is no number {number}.", f"Say a number from 1 to {count}.")
    return replace(on_screen, told=failed(error))


# "this one", "that song": a row that nobody named
THIS_ONE: Final = re.compile(r"(?:this|that)(?: (?:one|song|track))")


def which_row(on_screen: Screen) -> Reply:
    """What is to be changed, asked back with what can be said."""
    count = len(on_screen.rows)
    actions = [Action(f"Swap number {at + 1}", f"swap number {at + 1}") for at in range(min(count, 3))]
    if on_screen.task.command != "playlist":
        actions.append(Action("Others", say("recommend", moves.others(on_screen.task.query or Query()))))
    line = "What should I change: one of the rows (say its number), or the whole list?"
    text = f'The list has {count}: for example "swap 2", "move 3 to the top", "calmer", or "others".'
    return Reply(title=line, text=text, actions=tuple(actions))
