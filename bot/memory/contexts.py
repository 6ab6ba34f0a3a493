"""What conversations have come to, and the messages that platforms keep up to date."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.memory.database import Database, present, put
from bot.memory.records import Caller
from bot.memory.schema import ContextRow, LiveMessageRow

MOST_BYTES: Final = 16_384
"""Of one context as JSON."""


class Contexts:
    """Dialogue contexts by key, each for a limited time."""

    def __init__(self, database: Database, days: float) -> None:
        self._database = database
        self._seconds = days * 24 * 3600

    def save(self, key: str, data: Mapping[str, Any], person: str = "") -> None:
        """Keep a context in place of the earlier one.

        Parameters
        ----------
        key : str
            ``workspace/channel`` or ``workspace/channel/person``.
        data : mapping
            JSON: canonical requests and track ids, no message text.
        person : str
            Whose it is; it goes when that person is forgotten.

        Raises
        ------
        ValueError
            If it is larger than ``MOST_BYTES``: keep fewer requests.
        """
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        if len(text.encode()) > MOST_BYTES:
            raise ValueError(f"a context has at most {MOST_BYTES} bytes")
        values = {"key": key, "person": person, "data": text, "expires": self._database.clock() + self._seconds}

        def work(session: Session) -> None:
            put(session, ContextRow, values, replace=("person", "data", "expires"))

        self._database.write(work)

    def load(self, key: str) -> dict[str, Any] | None:
        """The context of a key, or None if there is none, or none any more."""
        fresh = (ContextRow.key == key) & (ContextRow.expires > self._database.clock())
        text = self._database.read(lambda session: session.scalar(select(ContextRow.data).where(fresh)))
        return None if text is None else json.loads(text)

    def drop(self, key: str) -> None:
        """Forget a context."""
        self._database.write(lambda session: session.execute(delete(ContextRow).where(ContextRow.key == key)))


class LiveMessages:
    """Which messages show a crate, so that a platform can update them when somebody votes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, caller: Caller, key: str, message: str, most: int = 5) -> None:
        """Note that a message shows the reply of a ``live`` key; the newest few of a key are kept."""

        def work(session: Session) -> None:
            present(session, caller)
            values = {
                "key": key, "workspace_id": caller.workspace, "channel": caller.channel, "message": message,
                "at": self._database.clock(),
            }  # fmt: skip
            put(session, LiveMessageRow, values)
            rows = session.scalars(
                select(LiveMessageRow).where(LiveMessageRow.key == key).order_by(LiveMessageRow.at.desc()).offset(most)
            )
            for row in rows:
                session.delete(row)

        self._database.write(work)

    def of(self, key: str) -> Sequence[tuple[str, str, str]]:
        """(workspace, channel, message) of those that show it."""
        columns = (LiveMessageRow.workspace_id, LiveMessageRow.channel, LiveMessageRow.message)
        wanted = select(*columns).where(LiveMessageRow.key == key).order_by(LiveMessageRow.at.desc())
        return self._database.read(lambda session: [(a, b, c) for a, b, c in session.execute(wanted)])
