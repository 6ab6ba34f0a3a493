"""Imported lists, kept in the team's memory for as long as conversations are, so that actions can go on from them."""

import json
import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final, Self

from bot.memory import Caller, Memory
from bot.reply import cut
from engine import UserError

MOST_KEPT: Final = 10_000
"""Tracks of a list that is kept."""

MOST_DOUBTS: Final = 25
"""Doubtful lines that are kept with a list."""

LINKS_ARE_CLOSED: Final = (
    "Links to playlists, albums and other sites are not opened: export the list as a file (Exportify does it for "
    "Spotify), or paste its tracks."
)
"""Said of links that name no track."""

_LONGEST_LINE: Final = 60
_IN_ONE: Final = 500  # track ids in one entry of the memory
NAME: Final = re.compile(r"list-[0-9a-f]{8}")


@dataclass(frozen=True)
class Doubt:
    """A doubtful line: its text, and the ids of the tracks that it may be, the nearest first."""

    text: str
    track_ids: tuple[str, ...]


@dataclass(frozen=True)
class KeptList:
    """A list of tracks by their ids. It never changes: another choice makes another list.

    Parameters
    ----------
    track_ids : tuple of str
        Each once.
    doubts : tuple of Doubt
        Lines still to be decided, at most ``MOST_DOUBTS``.
    title : str
        What it is called, such as the name of its file; empty if nothing names it.
    """

    track_ids: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    title: str = ""

    @property
    def name(self) -> str:
        """What names it: the beginning of a hash of what it holds, so the same list has the same name."""
        content = json.dumps([self.title, self.track_ids, [[one.text, one.track_ids] for one in self.doubts]])
        return f"list-{sha256(content.encode()).hexdigest()[:8]}"

    def with_track(self, track_id: str) -> Self:
        """The list with a track that was chosen for a doubtful line, which is decided by it."""
        decided = next((one for one in self.doubts if track_id in one.track_ids), None)
        return replace(
            self,
            track_ids=tuple(dict.fromkeys((*self.track_ids, track_id))),
            doubts=tuple(one for one in self.doubts if one is not decided),
        )

    def with_nearest(self) -> Self:
        """The list with the nearest track of each doubtful line."""
        nearest = (one.track_ids[0] for one in self.doubts)
        return replace(self, track_ids=tuple(dict.fromkeys((*self.track_ids, *nearest))), doubts=())


def doubt(text: str, track_ids: tuple[str, ...]) -> Doubt:
    """A doubtful line, its text cut to what is kept of it."""
    return Doubt(cut(text, _LONGEST_LINE), track_ids)


def save(memory: Memory, caller: Caller, kept: KeptList) -> str:
    """Keep a list for the caller's workspace; its name. UserError if the database does not answer."""
    parts = [kept.track_ids[at : at + _IN_ONE] for at in range(0, len(kept.track_ids), _IN_ONE)] or [()]
    for number, part in enumerate(parts):
        data: dict[str, Any] = {"list": list(part), "parts": len(parts)}
        if number == 0:
            data["title"] = kept.title
            data["doubts"] = [[one.text, *one.track_ids] for one in kept.doubts]
        memory.contexts.save(_key(caller, kept.name, number), data, person=caller.person, workspace=caller.workspace)
    return kept.name


def load(memory: Memory, caller: Caller, name: str) -> KeptList:
    """The list of a name, if it was kept in the caller's workspace.

    Raises
    ------
    UserError
        If there is none, or none any more.
    """
    track_ids: list[str] = []
    doubts: list[Doubt] = []
    title = ""
    number, parts = 0, 1
    while number < parts:
        data = memory.contexts.load(_key(caller, name, number)) if memory.started and NAME.fullmatch(name) else None
        if data is None:
            raise UserError("That list is not kept any more.", "Import it again: /import", code="not_found")
        track_ids += data["list"]
        doubts += (Doubt(text, tuple(ids)) for text, *ids in data.get("doubts", ()))
        title = data.get("title", title)
        parts = data["parts"]
        number += 1
    return KeptList(tuple(track_ids), tuple(doubts), title)


def _key(caller: Caller, name: str, part: int) -> str:
    return f"{name}:{caller.workspace}:{part}"
