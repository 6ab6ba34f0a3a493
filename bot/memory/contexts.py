"""What conversations have come to, and the messages that platforms keep up to date."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, String, bindparam, cast, delete, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.memory.database import Database, present, put, putting
from bot.memory.records import Caller, LiveMessage
from bot.memory.schema import ContextRow, CrateRow, LiveMessageRow

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
        # Written with every answer: what a power cut takes is the end of a conversation.
        if going_on:
            return self._database.change(_GOING_ON, {"wanted": key, **values}, durable=False) > 0
        begun = putting(self._database.engine.dialect.name, ContextRow.__table__, ("key", *values), tuple(values))
        self._database.change(begun, {"key": key, **values}, durable=False)
        return True

    @property
    def _expires(self) -> float:
        return self._database.clock() + self._seconds

    def load(self, key: str) -> dict[str, Any] | None:
        """The context of a key, or None if there is none, or none any more."""
        asked = {"wanted": key, "now": self._database.clock()}
        found = self._database.rows(_FRESH, asked)
        return json.loads(found[0].data) if found else None

    def drop(self, key: str) -> None:
        """Forget a context."""
        self._database.write(lambda session: session.execute(delete(ContextRow).where(ContextRow.key == key)))


# Made once: they are run for every answer, and making them takes longer.
_GOING_ON: Final = (
    update(ContextRow)
    .where(ContextRow.key == bindparam("wanted"))
    .values({name: bindparam(name) for name in ("person", "workspace", "data", "expires")})
)
_FRESH: Final = select(ContextRow.data).where(
    ContextRow.key == bindparam("wanted"), ContextRow.expires > bindparam("now")
)


def as_text(data: Mapping[str, Any]) -> str:
    """The JSON that is kept of a context."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


class LiveMessages:
    """Which messages show a crate, so that a platform can update them when somebody votes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, caller: Caller, key: str, message: str, seen: float, most: int = 5) -> None:
        """Note that a message shows the reply of a ``live`` key as it was at ``seen``, which others may have changed
        since; the newest few of a key are kept."""

        def work(session: Session) -> None:
            present(session, caller)
            values = {
                "key": key, "workspace_id": caller.workspace, "channel": caller.channel, "message": message,
                "at": self._database.clock(), "seen": seen,
            }  # fmt: skip
            put(session, LiveMessageRow, values, replace=("at", "seen"))
            rows = session.scalars(
                select(LiveMessageRow).where(LiveMessageRow.key == key).order_by(LiveMessageRow.at.desc()).offset(most)
            )
            for row in rows:
                session.delete(row)

        self._database.write(work)

    def behind(self, platform: str) -> Sequence[LiveMessage]:
        """The messages of a platform whose crate has changed since."""
        columns = (
            LiveMessageRow.key, LiveMessageRow.workspace_id, LiveMessageRow.channel, LiveMessageRow.message,
            CrateRow.name, LiveMessageRow.seen, CrateRow.changed_at,
        )  # fmt: skip
        here = (LiveMessageRow.workspace_id == platform) | LiveMessageRow.workspace_id.startswith(f"{platform}:")
        wanted = (
            select(*columns)
            .join(CrateRow, _key_of(CrateRow.id) == LiveMessageRow.key)
            .where(here, LiveMessageRow.seen != CrateRow.changed_at)
            .order_by(LiveMessageRow.at)
        )
        return self._database.read(lambda session: [LiveMessage(*row) for row in session.execute(wanted)])

    def take(self, one: LiveMessage) -> bool:
        """Note that a message shows its crate as it is now; True for one process only: that one updates it."""
        unchanged = (*self._is(one), LiveMessageRow.seen == one.seen)

        def work(session: Session) -> bool:
            result: Any = session.execute(update(LiveMessageRow).where(*unchanged).values(seen=one.changed_at))
            return bool(result.rowcount)

        return bool(self._database.write(work))

    def drop(self, one: LiveMessage) -> None:
        """Keep a message up to date no longer."""
        self._database.write(lambda session: session.execute(delete(LiveMessageRow).where(*self._is(one))))

    def _is(self, one: LiveMessage) -> tuple[ColumnElement[bool], ...]:
        return (
            LiveMessageRow.key == one.key,
            LiveMessageRow.workspace_id == one.workspace,
            LiveMessageRow.channel == one.channel,
            LiveMessageRow.message == one.message,
        )


def _key_of(crate: InstrumentedAttribute[int]) -> ColumnElement[str]:
    """The ``live`` key of a crate's replies."""
    return literal("crate:").concat(cast(crate, String))
