"""Contexts as JSON: canonical requests and what their answers showed, without a word of what was written.

A talk that was kept goes on after a restart with its lists, counts and rejections. Labels of buttons and a question
are kept of the last exchange only: they are what may still be answered.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.dialogue.context import Context, Exchange, Question, Shown, Task
from bot.memory import Memory
from bot.reply import Action
from engine import Track

MOST_EXCHANGES: Final = 12
"""Kept of a conversation, the newest."""

_MOST_BYTES: Final = 16_000  # the memory takes a little more
_FORMAT: Final = 1


def to_json(context: Context, people: Sequence[str] = ()) -> dict[str, Any]:
    """A context as JSON, within the memory's limit: older exchanges go first, then the buttons, then the last exchange.

    Parameters
    ----------
    people : sequence of str
        The ids of those who spoke, so that the context goes when one of them is forgotten.
    """
    exchanges = context.exchanges[-MOST_EXCHANGES:]
    data: dict[str, Any] = {
        "format": _FORMAT,
        "people": list(people),
        "exchanges": [_exchange(one) for one in exchanges],
        "not_tracks": [track.track_id for track in context.rejected_tracks],
        "not_artists": list(context.rejected_artists),
    }
    if exchanges:
        last = exchanges[-1]
        data["actions"] = [[action.label, action.command] for action in last.actions]
        if last.question is not None:
            data["question"] = [last.question.text, [[one.label, one.command] for one in last.question.readings]]
    if _fits(data):
        return data
    while not _fits(data) and len(data["exchanges"]) > 1:
        del data["exchanges"][0]
    while not _fits(data) and data.get("actions"):
        data["actions"] = data["actions"][: len(data["actions"]) // 2]
    if not _fits(data):
        # One request of thousands of characters: the talk cannot go on from it after a restart.
        data |= {"exchanges": [], "question": ["", []]}
    return data


def _fits(data: Mapping[str, Any]) -> bool:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()) <= _MOST_BYTES


def _exchange(exchange: Exchange) -> list[Any]:
    return [exchange.request, exchange.ok, [_row(row) for row in exchange.rows]]


def _row(row: Shown) -> str | list[str]:
    """A track by its id alone; anything else by title, artist and genre."""
    return row.track.track_id if row.track is not None else [row.title, row.artist, row.genre]


def from_json(data: Mapping[str, Any], task_of: Callable[[str], Task], find: Callable[[str], Track | None]) -> Context:
    """The context that was kept; a row whose track the catalogue no longer has keeps its number only.

    Parameters
    ----------
    task_of : callable
        The task of a canonical request.
    find : callable
        The track of an id, None if there is none.
    """
    if data.get("format") != _FORMAT:
        return Context()
    exchanges = [
        Exchange(
            request,
            task_of(request) if request else Task(""),
            tuple(_shown(number, row, find) for number, row in enumerate(rows, start=1)),
            ok=ok,
        )
        for request, ok, rows in data["exchanges"]
    ]
    if exchanges:
        last = exchanges[-1]
        text, readings = data.get("question") or ("", [])
        exchanges[-1] = Exchange(
            last.request, last.task, last.rows, tuple(Action(*one) for one in data.get("actions", ())), last.ok,
            Question(text, tuple(Action(*one) for one in readings)) if readings else None,
        )  # fmt: skip
    rejected = [track for track_id in data["not_tracks"] if (track := find(track_id)) is not None]
    return Context(tuple(exchanges), tuple(rejected), tuple(data["not_artists"]))


def again(context: Context, task_of: Callable[[str], Task], find: Callable[[str], Track | None]) -> Context:
    """A context over another catalogue, as after a restart. Parameters: ``from_json``."""
    if not context.exchanges and not context.rejected_tracks:
        return context
    return replace(from_json(to_json(context), task_of, find), said=context.said)


def _shown(number: int, row: str | list[str], find: Callable[[str], Track | None]) -> Shown:
    if isinstance(row, list):
        return Shown(number, row[0], artist=row[1], genre=row[2])
    track = find(row)
    return Shown(number, track.title if track else "", track)


class KeptContexts:
    """Contexts in the team's memory, for a ``ContextStore``.

    Parameters
    ----------
    memory : Memory
    task_of, find : callable
        As for ``from_json``.
    """

    def __init__(self, memory: Memory, task_of: Callable[[str], Task], find: Callable[[str], Track | None]) -> None:
        self._memory = memory
        self._task_of = task_of
        self._find = find

    def load(self, key: str) -> dict[str, Any] | None:
        """The JSON of a conversation, None if there is none."""
        return self._memory.contexts.load(key) if self._memory.started else None

    def context(self, data: Mapping[str, Any]) -> Context:
        """The context of its JSON."""
        return from_json(data, self._task_of, self._find)

    def save(
        self, key: str, context: Context, before: Mapping[str, Any] | None, person: str, workspace: str
    ) -> dict[str, Any] | None:
        """Keep a context in place of the one before; its JSON, or None if that one was forgotten meanwhile."""
        people = dict.fromkeys((*(before["people"] if before else ()), *([person] if person else ())))
        data = to_json(context, tuple(people))
        kept = self._memory.contexts.save(key, data, person=person, workspace=workspace, going_on=before is not None)
        return data if kept else None

    def drop(self, key: str) -> None:
        """Forget a conversation."""
        if self._memory.started:
            self._memory.contexts.drop(key)
