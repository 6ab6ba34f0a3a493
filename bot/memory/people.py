"""Workspaces and people: links between workspaces, what is kept of a person, and forgetting."""

import secrets
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from bot.memory.database import Database, present, team_of
from bot.memory.records import SOMEONE, Caller
from bot.memory.schema import (
    Base,
    ChangeRow,
    ContextRow,
    CrateRow,
    ItemRow,
    LinkCodeRow,
    PersonRow,
    TeamRow,
    WorkspaceRow,
)
from engine import UserError

CODE_SECONDS: Final = 15 * 60.0
"""How long a link code holds."""


class People:
    """Who and where."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Links

    def link_code(self, caller: Caller) -> str:
        """A one-time code; the workspace where it is said within 15 minutes shares this one's crates."""
        code = f"{secrets.randbelow(10**8):08d}"

        def work(session: Session) -> None:
            team = present(session, caller)
            session.execute(delete(LinkCodeRow).where(LinkCodeRow.expires < self._database.clock()))
            session.add(LinkCodeRow(code=code, team_id=team, expires=self._database.clock() + CODE_SECONDS))

        self._database.write(work)
        return code

    def link(self, caller: Caller, code: str) -> None:
        """Join the team whose code this is, and bring this workspace's crates along. UserError if it is none."""

        def work(session: Session) -> None:
            team = present(session, caller)
            row = session.get(LinkCodeRow, code, with_for_update=True)
            if row is None or row.expires < self._database.clock():
                raise UserError("That code is not valid, or no longer.", "Ask for a new one where you come from.")
            if row.team_id == team:
                raise UserError("That code is from here.", "Say it in the other workspace.")
            session.delete(row)
            _merge(session, team, row.team_id)

        self._database.write(work, f"{caller.key}:link" if caller.key else "")

    def linked(self, caller: Caller) -> tuple[str, ...]:
        """The workspaces that share crates with the caller's."""

        def work(session: Session) -> tuple[str, ...]:
            team = team_of(session, caller.workspace)
            others = (WorkspaceRow.team_id == team) & (WorkspaceRow.id != caller.workspace)
            return tuple(session.scalars(select(WorkspaceRow.id).where(others).order_by(WorkspaceRow.id)))

        return self._database.read(work)

    # Time zone

    def zone(self, caller: Caller) -> str:
        """The workspace's time zone, UTC if none was said."""
        zone = select(WorkspaceRow.zone).where(WorkspaceRow.id == caller.workspace)
        return self._database.read(lambda session: session.scalar(zone)) or "UTC"

    def set_zone(self, caller: Caller, zone: str) -> None:
        """Keep the workspace's time zone."""

        def work(session: Session) -> None:
            present(session, caller)
            session.execute(update(WorkspaceRow).where(WorkspaceRow.id == caller.workspace).values(zone=zone))

        self._database.write(work)

    # Privacy

    def export(self, caller: Caller) -> dict[str, list[dict[str, Any]]]:
        """Every row that names the person, by table."""

        def work(session: Session) -> dict[str, list[dict[str, Any]]]:
            found = {}
            for table in Base.metadata.sorted_tables:
                column = "id" if table.name == "people" else "person_id"
                if table.name == "contexts" or column in table.columns:
                    mine = _speaks(caller.person) if table.name == "contexts" else table.c[column] == caller.person
                    rows = session.execute(select(table).where(mine)).mappings()
                    found[table.name] = [dict(row) for row in rows]
            return {name: rows for name, rows in found.items() if rows}

        return self._database.read(work)

    def forget(self, caller: Caller) -> None:
        """Remove the person everywhere at once. Crates stay, with "someone" where the person was."""

        def work(session: Session) -> None:
            crates = select(CrateRow.id).where(CrateRow.team_id == team_of(session, caller.workspace))
            busy = select(ChangeRow.crate_id).where(ChangeRow.person_id == caller.person)
            named = select(PersonRow.name).where(PersonRow.id == caller.person).scalar_subquery()
            same = func.lower(ItemRow.assigned) == func.lower(named)
            session.execute(
                update(ItemRow).where(ItemRow.crate_id.in_(crates.union(busy)), same).values(assigned=SOMEONE)
            )
            session.execute(delete(ContextRow).where(_speaks(caller.person)))
            session.execute(delete(PersonRow).where(PersonRow.id == caller.person))

        self._database.write(work)

    def forget_workspace(self, caller: Caller) -> None:
        """Remove a workspace with all that was said in it; its crates go with the last workspace of the team."""

        def work(session: Session) -> None:
            team = team_of(session, caller.workspace)
            session.execute(delete(ContextRow).where(ContextRow.workspace == caller.workspace))
            session.execute(delete(WorkspaceRow).where(WorkspaceRow.id == caller.workspace))
            left = session.scalar(select(func.count()).select_from(WorkspaceRow).where(WorkspaceRow.team_id == team))
            if not left:
                session.execute(delete(TeamRow).where(TeamRow.id == team))

        self._database.write(work)


def _speaks(person: str) -> ColumnElement[bool]:
    """Whether a person has a part in a context."""
    return (ContextRow.person == person) | ContextRow.data.contains(f'"{person}"', autoescape=True)


def _merge(session: Session, team: int, into: int) -> None:
    """Move workspaces and crates to another team; a crate whose name is taken there is numbered."""
    taken = set(session.scalars(select(CrateRow.name_key).where(CrateRow.team_id == into)))
    for crate in session.scalars(select(CrateRow).where(CrateRow.team_id == team)):
        name, number = crate.name, 2
        while name.casefold() in taken:
            name, number = f"{crate.name} ({number})", number + 1
        taken.add(name.casefold())
        crate.team_id, crate.name, crate.name_key = into, name, name.casefold()
    session.flush()
    session.execute(update(WorkspaceRow).where(WorkspaceRow.team_id == team).values(team_id=into))
    session.execute(delete(TeamRow).where(TeamRow.id == team))
