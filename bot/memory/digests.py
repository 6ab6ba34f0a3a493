"""Digests and their lease: of all processes that see one due, one posts it, once."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.memory.database import Database, present, put
from bot.memory.records import Caller, Digest, Due
from bot.memory.schedule import last_until, next_after, patience
from bot.memory.schema import DigestItemRow, DigestRow, DigestRunRow
from engine import UserError

LEASE_SECONDS: Final = 300.0
"""How long a process may take to answer a digest before another one may take over."""

FRESH_SECONDS: Final = 28 * 24 * 3600.0
"""How long an item is not posted again."""

MOST_DIGESTS: Final = 20
"""Of a workspace."""


class Digests:
    """What is posted where, and when.

    A posting goes through three transactions: ``lease`` (one process has it; another takes over when the lease ends),
    ``sending`` (committed just before the platform is asked) and ``sent``. A process that dies in between, after
    ``sending``, leaves one of two things unknown; then it is not sent again: a digest is never posted twice.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, caller: Caller, every: str, at: str, zone: str, request: str) -> None:
        """Post the answer to a request in the caller's channel. UserError if there are too many."""

        def work(session: Session) -> None:
            present(session, caller)
            if len(_of(session, caller.workspace)) >= MOST_DIGESTS:
                raise UserError(f"There are {MOST_DIGESTS} digests already.", "Stop one first: /digest stop.")
            row = DigestRow(
                workspace_id=caller.workspace, channel=caller.channel, person_id=caller.person, every=every, at=at,
                zone=zone, request=request, next_at=next_after(every, at, zone, self._database.clock()),
            )  # fmt: skip
            session.add(row)

        self._database.write(work, f"{caller.key}:digest" if caller.key else "")

    def of(self, workspace: str) -> Sequence[Digest]:
        """The digests of a workspace, in the order of making."""
        return self._database.read(lambda session: [_digest(row) for row in _of(session, workspace)])

    def stop(self, caller: Caller, digest_id: int) -> bool:
        """Remove a digest of the workspace; whether it was there."""

        def work(session: Session) -> bool:
            mine = (DigestRow.id == digest_id) & (DigestRow.workspace_id == caller.workspace)
            return _count(session.execute(delete(DigestRow).where(mine))) > 0

        return bool(self._database.write(work))

    def resume(self, caller: Caller, digest_id: int) -> bool:
        """Post a paused digest again, from its next time on; whether it was there."""

        def work(session: Session) -> bool:
            row = session.get(DigestRow, digest_id)
            if row is None or row.workspace_id != caller.workspace:
                return False
            row.paused, row.next_at = "", next_after(row.every, row.at, row.zone, self._database.clock())
            return True

        return bool(self._database.write(work))

    # Posting

    def lease(self, worker: str, platform: str) -> Due | None:
        """Take the lease of one digest of a platform that is due, or None.

        Of several missed times only the last is caught up, and only within ``schedule.patience``; the others are
        recorded as missed.

        Parameters
        ----------
        worker : str
            Names this process.
        platform : str
            The first part of the workspaces' ids, such as ``discord``.
        """
        return self._database.write(lambda session: self._lease(session, worker, platform))

    def _lease(self, session: Session, worker: str, platform: str) -> Due | None:
        now = self._database.clock()
        ready = session.scalars(
            select(DigestRow)
            .where(
                DigestRow.next_at <= now, DigestRow.leased_until < now, DigestRow.paused == "",
                (DigestRow.workspace_id == platform) | DigestRow.workspace_id.startswith(f"{platform}:"),
            )
            .order_by(DigestRow.next_at)
            .with_for_update(skip_locked=True)
        )  # fmt: skip
        for row in ready:
            due = last_until(row.every, row.at, row.zone, now)
            run = session.get(DigestRunRow, (row.id, due))
            if run is not None and run.state != "leased":
                # Died while sending: whether it arrived nobody knows.
                run.state = "unknown" if run.state == "sending" else run.state
            elif now - due > patience(row.every):
                put(session, DigestRunRow, {"digest_id": row.id, "due": due, "state": "missed"})
            else:
                if run is None:
                    session.add(DigestRunRow(digest_id=row.id, due=due, state="leased"))
                row.leased_by, row.leased_until = worker, now + LEASE_SECONDS
                return Due(_digest(row), due, _recent(session, row.id, now))
            _done(row, due)
        return None

    def sending(self, worker: str, due: Due) -> bool:
        """Say that the platform is about to be asked; False if the lease went to another process: do not send."""

        def work(session: Session) -> bool:
            row = session.get(DigestRow, due.digest.id, with_for_update=True)
            if row is None or row.leased_by != worker or row.leased_until < self._database.clock():
                return False
            run = (DigestRunRow.digest_id == row.id) & (DigestRunRow.due == due.at) & (DigestRunRow.state == "leased")
            return _count(session.execute(update(DigestRunRow).where(run).values(state="sending"))) == 1

        return bool(self._database.write(work))

    def sent(self, due: Due, items: Collection[str]) -> None:
        """Say that it was posted, with these items in it; the next time is set."""

        def work(session: Session) -> None:
            row = session.get(DigestRow, due.digest.id, with_for_update=True)
            if row is None:
                return
            self._state(session, due, "sent")
            now = self._database.clock()
            for key in items:
                put(session, DigestItemRow, {"digest_id": row.id, "key": key, "at": now}, replace=("at",))
            session.execute(delete(DigestItemRow).where(DigestItemRow.at < now - FRESH_SECONDS))
            session.execute(
                delete(DigestRunRow).where(DigestRunRow.digest_id == row.id, DigestRunRow.due < now - 2 * FRESH_SECONDS)
            )
            _done(row, due.at)

        self._database.write(work)

    def unsent(self, due: Due, pause: str = "") -> None:
        """Say that the platform did not take it: it is tried again, or paused with a reason if the channel is gone."""

        def work(session: Session) -> None:
            row = session.get(DigestRow, due.digest.id, with_for_update=True)
            if row is not None:
                self._state(session, due, "leased")
                row.paused, row.leased_by = pause, ""
                row.leased_until = self._database.clock() + 60

        self._database.write(work)

    def next_due(self, platform: str) -> float | None:
        """When the next digest of a platform is due, in seconds since 1970; None if there is none."""
        here = (DigestRow.workspace_id == platform) | DigestRow.workspace_id.startswith(f"{platform}:")
        earliest = select(DigestRow.next_at).where(here, DigestRow.paused == "").order_by(DigestRow.next_at).limit(1)
        return self._database.read(lambda session: session.scalar(earliest))

    def _state(self, session: Session, due: Due, state: str) -> None:
        run = (DigestRunRow.digest_id == due.digest.id) & (DigestRunRow.due == due.at)
        session.execute(update(DigestRunRow).where(run).values(state=state))


def _done(row: DigestRow, due: float) -> None:
    row.next_at = next_after(row.every, row.at, row.zone, due)
    row.leased_by, row.leased_until = "", 0.0


def _of(session: Session, workspace: str) -> Sequence[DigestRow]:
    return session.scalars(select(DigestRow).where(DigestRow.workspace_id == workspace).order_by(DigestRow.id)).all()


def _recent(session: Session, digest_id: int, now: float) -> frozenset[str]:
    recent = (DigestItemRow.digest_id == digest_id) & (DigestItemRow.at > now - FRESH_SECONDS)
    return frozenset(session.scalars(select(DigestItemRow.key).where(recent)))


def _digest(row: DigestRow) -> Digest:
    return Digest(
        row.id, row.workspace_id, row.channel, row.every, row.at, row.zone, row.request, row.next_at, row.paused
    )


def _count(result: Any) -> int:
    return int(result.rowcount)
