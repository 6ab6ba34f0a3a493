"""Watch lists: whose popularity a channel follows from one catalogue to the next."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.memory.database import Database, present
from bot.memory.records import Caller, Watch
from bot.memory.schema import WatchRow
from engine import UserError

MOST_WATCHED: Final = 100
"""Of a channel."""


class Watches:
    """What is followed where."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, caller: Caller, subject: str, key: str, title: str, build: str, value: float) -> None:
        """Follow a track, an artist or a genre in the caller's channel, from its popularity today on."""

        def work(session: Session) -> None:
            present(session, caller)
            watched = _here(session, caller)
            if any((row.subject, row.key) == (subject, key) for row in watched):
                return
            if len(watched) >= MOST_WATCHED:
                raise UserError(f"{MOST_WATCHED} are watched here already.", "Stop one first: /watch stop.")
            session.add(
                WatchRow(
                    workspace_id=caller.workspace, channel=caller.channel, person_id=caller.person, subject=subject,
                    key=key, title=title, build=build, value=value,
                )
            )  # fmt: skip

        self._database.write(work)

    def of(self, caller: Caller) -> Sequence[Watch]:
        """What the caller's channel follows, in the order of adding."""
        return self._database.read(lambda session: [_watch(row) for row in _here(session, caller)])

    def stop(self, caller: Caller, subject: str, key: str) -> bool:
        """Follow something no more; whether it was followed."""
        mine = (
            (WatchRow.workspace_id == caller.workspace)
            & (WatchRow.channel == caller.channel)
            & (WatchRow.subject == subject)
            & (WatchRow.key == key)
        )

        def work(session: Session) -> bool:
            result: Any = session.execute(delete(WatchRow).where(mine))
            return bool(result.rowcount)

        return bool(self._database.write(work))

    def outdated(self, build: str, platform: str) -> Sequence[Watch]:
        """What was last looked up in another catalogue than this one."""
        here = (WatchRow.workspace_id == platform) | WatchRow.workspace_id.startswith(f"{platform}:")
        wanted = select(WatchRow).where(WatchRow.build != build, here).order_by(WatchRow.id)
        return self._database.read(lambda session: [_watch(row) for row in session.scalars(wanted)])

    def take(self, watch: Watch, build: str, value: float) -> bool:
        """Note the popularity in a new catalogue; True for one process only: that one posts what moved."""
        unchanged = (WatchRow.id == watch.id) & (WatchRow.build == watch.build)

        def work(session: Session) -> bool:
            result: Any = session.execute(update(WatchRow).where(unchanged).values(build=build, value=value))
            return bool(result.rowcount == 1)

        return bool(self._database.write(work))

    def give_back(self, watch: Watch) -> None:
        """Note what was known before: what moved could not be posted, and is at the next look."""
        before = update(WatchRow).where(WatchRow.id == watch.id).values(build=watch.build, value=watch.value)
        self._database.write(lambda session: session.execute(before))


def _here(session: Session, caller: Caller) -> Sequence[WatchRow]:
    here = (WatchRow.workspace_id == caller.workspace) & (WatchRow.channel == caller.channel)
    return session.scalars(select(WatchRow).where(here).order_by(WatchRow.id)).all()


def _watch(row: WatchRow) -> Watch:
    return Watch(row.id, row.workspace_id, row.channel, row.subject, row.key, row.title, row.build, row.value)
