"""The web page's history: what was asked in which channel, for a limited time, to be read again and searched."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from bot.memory.database import Database, present, put
from bot.memory.records import MAIN, Caller, Said
from bot.memory.schema import ChannelRow, MessageRow, PersonRow
from engine import UserError

MOST_CHANNELS: Final = 50
LONGEST_CHANNEL: Final = 32
MOST_FOUND: Final = 50
_TIDY_EVERY: Final = 100


class History:
    """Messages by channel.

    Parameters
    ----------
    database : Database
    days : float
        How long a message is kept; with 0 none is.
    """

    def __init__(self, database: Database, days: float) -> None:
        self._database = database
        self._seconds = days * 24 * 3600
        self._added = 0

    def add(self, caller: Caller | None, workspace: str, said: Said) -> None:
        """Keep a message; ``caller`` is None for what the bot posts by itself."""
        if not self._seconds:
            return
        self._added += 1

        def work(session: Session) -> None:
            present(session, caller or Caller(workspace, said.channel, "bot", "cratebot"))
            values = {
                "id": said.id, "workspace_id": workspace, "channel": said.channel,
                "person_id": caller.person if caller else None, "name": said.name, "text": said.text,
                "label": said.label, "title": said.title, "request": said.request, "at": said.at,
            }  # fmt: skip
            put(session, MessageRow, values, replace=("title", "request"))
            if self._added % _TIDY_EVERY == 1:
                old = MessageRow.at < self._database.clock() - self._seconds
                session.execute(delete(MessageRow).where(old))

        self._database.write(work)

    def newest(self, workspace: str, channel: str, most: int, before: float | None = None) -> Sequence[Said]:
        """The newest messages of a channel, or the newest before a moment; oldest first."""
        wanted = self._kept(workspace).where(MessageRow.channel == channel)
        if before is not None:
            wanted = wanted.where(MessageRow.at < before)
        return self._read(wanted, most)[::-1]

    def search(self, workspace: str, words: str, channel: str = "", most: int = MOST_FOUND) -> Sequence[Said]:
        """The newest messages that hold every word in the question, its answer's title or the name; newest first."""
        wanted = self._kept(workspace)
        if channel:
            wanted = wanted.where(MessageRow.channel == channel)
        for word in words.lower().split()[:8]:
            places = (MessageRow.text, MessageRow.label, MessageRow.title, MessageRow.name)
            wanted = wanted.where(or_(*(func.lower(place).contains(word, autoescape=True) for place in places)))
        return self._read(wanted, most)

    def _kept(self, workspace: str) -> Select[Any]:
        since = self._database.clock() - self._seconds
        return select(MessageRow).where(MessageRow.workspace_id == workspace, MessageRow.at > since)

    def _read(self, wanted: Select[Any], most: int) -> list[Said]:
        newest = wanted.order_by(MessageRow.at.desc(), MessageRow.id).limit(most)
        return self._database.read(lambda session: [_said(row) for row in session.scalars(newest)])

    def names(self, workspace: str) -> dict[str, str]:
        """The names of the people of whom a message is kept, by their ids."""
        since = self._database.clock() - self._seconds
        speakers = select(MessageRow.person_id).where(MessageRow.workspace_id == workspace, MessageRow.at > since)
        named = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(speakers))
        return self._database.read(lambda session: {row.id: row.name for row in session.execute(named)})

    # Channels

    def channels(self, workspace: str) -> tuple[str, ...]:
        """The channels by name, the main one first."""
        names = select(ChannelRow.name).where(ChannelRow.workspace_id == workspace).order_by(ChannelRow.name)
        return (MAIN, *self._database.read(lambda session: session.scalars(names).all()))

    def open_channel(self, caller: Caller, name: str) -> str:
        """Make a channel if there is none of that name; its name as it is kept.

        Raises
        ------
        UserError
            If the name has no letter or digit, or there are too many channels.
        """
        tidy = "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())[:LONGEST_CHANNEL].strip("-")
        if not tidy:
            raise UserError("A channel needs a name of letters or digits.", "Try: radio-show.")
        if tidy == MAIN:
            return tidy

        def work(session: Session) -> None:
            present(session, caller)
            here = ChannelRow.workspace_id == caller.workspace
            count: Any = session.scalar(select(func.count()).select_from(ChannelRow).where(here))
            known = session.get(ChannelRow, (caller.workspace, tidy))
            if known is None and count >= MOST_CHANNELS:
                raise UserError(f"There are {MOST_CHANNELS} channels already.", "Use one of them.")
            put(session, ChannelRow, {"workspace_id": caller.workspace, "name": tidy, "at": self._database.clock()})

        self._database.write(work)
        return tidy


def _said(row: MessageRow) -> Said:
    return Said(row.id, row.channel, row.person_id or "", row.name, row.text, row.label, row.at, row.title, row.request)
