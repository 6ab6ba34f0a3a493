"""The crates panel: the team's crates as JSON, kept up to date for everybody who has the panel open.

Changes are pressed as commands, like in the channel, but answered to whoever pressed alone.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import Any, Final, Protocol

from bot.conversation import Conversation
from bot.memory import Caller
from bot.memory.records import Crate
from bot.reply import Reply
from bot.request import read_request
from bot.settings import UserError

LOOK_EVERY: Final = 2.0
"""Seconds between two looks for what another platform or process changed."""

PRESSED: Final = frozenset({"crate", "like", "dislike", "block", "taste"})
"""The commands that may be pressed without a message in the channel."""

NOBODY: Final = Caller("web", "main", "web", "")


class Reader(Protocol):
    """An open page with the panel on it or not."""

    panel: bool
    crate: str

    @property
    def caller(self) -> Caller:
        """Who reads, as the memory knows it."""

    def send(self, **message: Any) -> None:
        """Send a message to the page."""


class Panel:
    """Shows crates to those who have the panel open.

    Parameters
    ----------
    conversation : Conversation
    readers : callable
        Everybody who is there.
    """

    def __init__(self, conversation: Conversation, readers: Callable[[], Iterable[Reader]]) -> None:
        self._conversation = conversation
        self._readers = readers
        self._shown: tuple[float, int] = (0.0, 0)
        self._looking: asyncio.Task[None] | None = None

    async def open(self, reader: Reader, crate: str) -> None:
        """Show the panel with a crate on it, the one changed last if there is none of that name."""
        reader.panel, reader.crate = True, crate
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            # What changes from here on is looked for.
            self._shown = await asyncio.to_thread(self._changed_at)
        await self._show(reader)

    async def press(self, reader: Reader, number: str, command: str, key: str) -> None:
        """Run a command and tell whoever pressed how it went; a change shows on every panel."""
        request = replace(read_request(command), caller=replace(reader.caller, key=key))
        reply = await self._conversation.ask(request)
        said = reply.title if reply.error is None else f"{reply.error.message} {reply.error.hint}".strip()
        reader.send(type="pressed", id=number, ok=reply.ok, text=said)
        if request.command == "crate":
            await self.changed(reply)

    async def changed(self, reply: Reply) -> None:
        """Show a crate anew on every panel, if a reply shows one that was changed."""
        if reply.live or not reply.ok:
            await self._show_all()

    def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()

    async def _look(self) -> None:
        while any(reader.panel for reader in self._readers()):
            await asyncio.sleep(LOOK_EVERY)
            # While the database does not answer, nothing changes.
            with contextlib.suppress(UserError):
                if await asyncio.to_thread(self._changed_at) != self._shown:
                    await self._show_all()

    def _changed_at(self) -> tuple[float, int]:
        memory = self._conversation.memory
        return memory.crates.changed_at(NOBODY) if memory.started else (0.0, 0)

    async def _show_all(self) -> None:
        self._shown = await asyncio.to_thread(self._changed_at)
        for reader in [one for one in self._readers() if one.panel]:
            await self._show(reader)

    async def _show(self, reader: Reader) -> None:
        reader.send(type="crates", **await asyncio.to_thread(self._json, reader.caller, reader.crate))

    def _json(self, caller: Caller, name: str) -> dict[str, Any]:
        """The team's crates, and one of them in full."""
        memory = self._conversation.memory
        lines = memory.crates.overview(caller) if memory.started else ()
        open_ones = [line.name for line in lines if not line.archived]
        named = (line.name for line in lines if line.name.casefold() == name.casefold())
        shown = next(named, next(iter(open_ones), ""))
        crate = None
        if shown:
            # It may have been renamed a moment ago; the next look shows it.
            with contextlib.suppress(UserError):
                crate = crate_json(memory.crates.get(caller, shown), memory.crates.votes(caller, shown))
        return {"crates": [asdict(line) for line in lines], "crate": crate}


def crate_json(crate: Crate, mine: dict[str, int]) -> dict[str, Any]:
    """A crate with one person's own votes in it."""
    return {
        "name": crate.name,
        "by": crate.created_by,
        "archived": crate.archived,
        "approvers": crate.approvers,
        "items": [
            {
                **asdict(item.track),
                "status": item.status,
                "up": item.up,
                "down": item.down,
                "mine": mine.get(item.track.track_id, 0),
                "added_by": item.added_by,
                "assigned": item.assigned,
                "notes": [f"{note.by}: {note.text}" for note in item.notes],
            }
            for item in crate.items
        ],
    }
