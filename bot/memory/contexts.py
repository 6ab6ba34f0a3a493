"""What conversations have come to, and the messages that platforms keep up to date."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select, update
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

    def save(
        self, key: str, data: Mapping[str, Any], *, person: str = "", workspace: str = "", going_on: bool = False
    ) -> bool:
        """Keep a context in place of the earlier one; whether it is kept.

        Parameters
        ----------
        key : str
            The conversation.
        data : mapping
            JSON: canonical requests and track ids, no message text.
        person : str
            Who spoke last; it goes when that person is forgotten, or anybody whose id is a string in the data.
        workspace : str
            Where it is; it goes when that workspace is forgotten.
        going_on : bool
            Only in place of an earlier one: if that was forgotten meanwhile, this one is not kept.

        Raises
        ------
        ValueError
            If it is larger than ``MOST_BYTES``: keep fewer requests.
        """
        text = as_text(data)
        if len(text.encode()) > MOST_BYTES:
            raise ValueError(f"a context has at most {MOST_BYTES} bytes")
        values = {"person": person, "workspace": workspace, "data": text, "expires": self._expires}

        def work(session: Session) -> bool:
            if going_on:
                result: Any = session.execute(update(ContextRow).where(ContextRow.key == key).values(**values))
                return bool(result.rowcount)
            return put(session, ContextRow, {"key": key, **values}, replace=tuple(values))

        return bool(self._database.write(work))

    @property
    def _expires(self) -> float:
        return self._database.clock() + self._seconds

    def load(self, key: str) -> dict[str, Any] | None:
        """The context of a key, or None if there is none, or none any more."""
        fresh = (ContextRow.key == key) & (ContextRow.expires > self._database.clock())
        text = self._database.read(lambda session: session.scalar(select(ContextRow.data).where(fresh)))
        return None if text is None else json.loads(text)

    def drop(self, key: str) -> None:
        """Forget a context."""
        self._database.write(lambda session: session.execute(delete(ContextRow).where(ContextRow.key == key)))


def as_text(data: Mapping[str, Any]) -> str:
    """The JSON that is kept of a context."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


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
