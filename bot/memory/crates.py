"""Shared crates: tracks with votes, statuses and notes, and the audit of who did what."""

from collections.abc import Callable, Sequence
from typing import Final

from rapidfuzz import process
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.memory.database import Database, present, team_of
from bot.memory.records import (
    DECISIONS,
    MOST_TRACKS,
    SOMEONE,
    Caller,
    Change,
    Crate,
    CrateLine,
    Item,
    Note,
    SavedTrack,
)
from bot.memory.schema import ApproverRow, ChangeRow, CrateRow, ItemRow, NoteRow, PersonRow, VoteRow
from engine import UserError

LONGEST_NAME: Final = 40  # so that a button can hold it
LONGEST_NOTE: Final = 500


class Crates:
    """The crates of the caller's team. An empty name stands for the crate that was changed last in the channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Read

    def get(self, caller: Caller, name: str = "") -> Crate:
        """A crate with all that is in it. UserError if there is none of that name."""
        return self._database.read(lambda session: _crate(session, self._find(session, caller, name).id))

    def overview(self, caller: Caller) -> Sequence[CrateLine]:
        """The team's crates, those changed last first, archived ones at the end."""

        def work(session: Session) -> list[CrateLine]:
            rows = session.execute(
                select(CrateRow.name, CrateRow.archived, CrateRow.changed_at, func.count(ItemRow.id))
                .outerjoin(ItemRow, ItemRow.crate_id == CrateRow.id)
                .where(CrateRow.team_id == team_of(session, caller.workspace))
                .group_by(CrateRow.id)
                .order_by(CrateRow.archived, CrateRow.changed_at.desc())
            )
            return [CrateLine(name, count, archived, at) for name, archived, at, count in rows]

        return self._database.read(work)

    def votes(self, caller: Caller, name: str = "") -> dict[str, int]:
        """The caller's own votes in a crate, +1 or -1 by track id."""

        def work(session: Session) -> dict[str, int]:
            crate = self._find(session, caller, name)
            mine = (
                select(ItemRow.track_id, VoteRow.value)
                .join(VoteRow, VoteRow.item_id == ItemRow.id)
                .where(ItemRow.crate_id == crate.id, VoteRow.person_id == caller.person)
            )
            return {row.track_id: row.value for row in session.execute(mine)}

        return self._database.read(work)

    def changed_at(self, caller: Caller) -> tuple[float, int]:
        """When a crate of the team was changed last, in seconds since 1970, and how many crates it has."""

        def work(session: Session) -> tuple[float, int]:
            mine = CrateRow.team_id == team_of(session, caller.workspace)
            found = session.execute(select(func.max(CrateRow.changed_at), func.count()).where(mine)).one()
            return found[0] or 0.0, found[1]

        return self._database.read(work)

    def changes(self, caller: Caller, name: str = "", limit: int = 50) -> Sequence[Change]:
        """The crate's audit, the newest first."""

        def work(session: Session) -> Sequence[Change]:
            crate = self._find(session, caller, name)
            rows = session.scalars(
                select(ChangeRow).where(ChangeRow.crate_id == crate.id).order_by(ChangeRow.id.desc()).limit(limit)
            )
            return [Change(_name(row.person), row.what, row.title, row.at) for row in rows]

        return self._database.read(work)

    # Write

    def new(self, caller: Caller, name: str) -> None:
        """Make an empty crate. UserError if the team has one of that name."""

        def work(session: Session) -> None:
            team = present(session, caller)
            row = CrateRow(
                team_id=team, name=_checked(name), name_key=_key(name), workspace_id=caller.workspace,
                channel=caller.channel, person_id=caller.person, changed_at=self._database.clock(), archived=False,
            )  # fmt: skip
            _not_taken(session, team, name)
            session.add(row)
            session.flush()
            self._log(session, row, caller, "made the crate")

        self._write(caller, "new", work)

    def add(self, caller: Caller, name: str, tracks: Sequence[SavedTrack]) -> None:
        """Add tracks as proposed; those that are there already stay as they are."""

        def work(session: Session) -> None:
            present(session, caller)
            crate = self._find(session, caller, name, changing=True)
            there = set(session.scalars(select(ItemRow.track_id).where(ItemRow.crate_id == crate.id)))
            fresh = [track for track in dict.fromkeys(tracks) if track.track_id not in there]
            if len(there) + len(fresh) > MOST_TRACKS:
                raise UserError(f"A crate holds at most {MOST_TRACKS} tracks.", "Make another one: /crate new.")
            last = session.scalar(select(func.max(ItemRow.place)).where(ItemRow.crate_id == crate.id)) or 0
            for place, track in enumerate(fresh, start=last + 1):
                session.add(
                    ItemRow(
                        crate_id=crate.id, track_id=track.track_id, title=track.title, artist=track.artist,
                        status="proposed", person_id=caller.person, at=self._database.clock(), assigned="", place=place,
                    )
                )  # fmt: skip
                self._log(session, crate, caller, "added", track.title)

        self._write(caller, "add", work)

    def remove(self, caller: Caller, name: str, track_id: str) -> None:
        """Take a track out. Only who added it, who made the crate, an approver or a manager may."""

        def work(session: Session, crate: CrateRow, item: ItemRow) -> None:
            if item.person_id != caller.person:
                _allowed(caller, crate, f'take out "{item.title}", which somebody else added')
            session.delete(item)
            self._log(session, crate, caller, "took out", item.title)

        self._change(caller, "remove", name, track_id, work)

    def vote(self, caller: Caller, name: str, track_id: str, value: int) -> None:
        """Vote +1 or -1 for a track in place of the person's earlier vote; 0 takes it back."""

        def work(session: Session, crate: CrateRow, item: ItemRow) -> None:
            mine = (VoteRow.item_id == item.id) & (VoteRow.person_id == caller.person)
            session.execute(delete(VoteRow).where(mine))
            if value:
                session.add(VoteRow(item_id=item.id, person_id=caller.person, value=value))
            said = {1: "voted for", -1: "voted against", 0: "took back the vote for"}[value]
            self._log(session, crate, caller, said, item.title)

        self._change(caller, "vote", name, track_id, work)

    def status(self, caller: Caller, name: str, track_id: str, status: str) -> None:
        """Give a track a status. Approving, rejecting and licensing is for approvers."""

        def work(session: Session, crate: CrateRow, item: ItemRow) -> None:
            if status in DECISIONS or item.status in DECISIONS:
                _allowed(caller, crate, f"change {item.status} to {status}")
            item.status = status
            self._log(session, crate, caller, f"set to {status}:", item.title)

        self._change(caller, "status", name, track_id, work)

    def note(self, caller: Caller, name: str, track_id: str, text: str) -> None:
        """Add a remark on a track."""

        def work(session: Session, crate: CrateRow, item: ItemRow) -> None:
            kept = text.strip()[:LONGEST_NOTE]
            session.add(NoteRow(item_id=item.id, person_id=caller.person, text=kept, at=self._database.clock()))
            self._log(session, crate, caller, "noted on", item.title)

        self._change(caller, "note", name, track_id, work)

    def assign(self, caller: Caller, name: str, track_id: str, to: str) -> None:
        """Say who sees to a track; an empty name: nobody."""

        def work(session: Session, crate: CrateRow, item: ItemRow) -> None:
            item.assigned = to.strip()[:LONGEST_NAME]
            # Names of others stand in no audit: it must hold when they are forgotten.
            self._log(session, crate, caller, "assigned" if item.assigned else "took off", item.title)

        self._change(caller, "assign", name, track_id, work)

    def move(self, caller: Caller, name: str, track_id: str, place: int) -> None:
        """Put a track at a place of the crate's own order, counted from 1; further than the end is the end."""

        def work(session: Session, crate: CrateRow, item: ItemRow) -> None:
            order = [
                one
                for one in session.scalars(
                    select(ItemRow).where(ItemRow.crate_id == crate.id).order_by(ItemRow.place, ItemRow.id)
                )
                if one.id != item.id
            ]
            order.insert(max(place, 1) - 1, item)
            for number, one in enumerate(order, start=1):
                one.place = number
            self._log(session, crate, caller, f"moved to place {order.index(item) + 1}:", item.title)

        self._change(caller, "move", name, track_id, work)

    def rename(self, caller: Caller, name: str, to: str) -> None:
        """Give a crate another name."""

        def work(session: Session) -> None:
            present(session, caller)
            crate = self._find(session, caller, name, changing=True)
            _allowed(caller, crate, f'rename "{crate.name}"')
            if _key(to) != crate.name_key:
                _not_taken(session, crate.team_id, to)
            self._log(session, crate, caller, f'renamed "{crate.name}" to "{_checked(to)}"')
            crate.name, crate.name_key = _checked(to), _key(to)

        self._write(caller, "rename", work)

    def archive(self, caller: Caller, name: str, archived: bool = True) -> None:
        """Put a crate away, or take it out again: an archived one is shown, but not changed."""

        def work(session: Session) -> None:
            present(session, caller)
            crate = self._find(session, caller, name)
            _allowed(caller, crate, f'archive "{crate.name}"')
            crate.archived = archived
            self._log(session, crate, caller, "archived the crate" if archived else "took the crate out of the archive")

        self._write(caller, "archive", work)

    def approver(self, caller: Caller, name: str, person: str) -> None:
        """Make a person an approver of a crate, by the name that the memory knows. UserError if it knows none."""

        def work(session: Session) -> None:
            present(session, caller)
            crate = self._find(session, caller, name, changing=True)
            _allowed(caller, crate, "name approvers")
            found = [one for one in self._people(session, crate.team_id) if _key(one.name) == _key(person)]
            if len(found) != 1:
                known = ", ".join(sorted(one.name for one in self._people(session, crate.team_id)))
                how = "nobody" if not found else "more than one person"
                raise UserError(f'"{person}" names {how} here.', f"People who worked on crates: {known}.")
            if found[0].id not in {one.id for one in crate.approvers}:
                session.add(ApproverRow(crate_id=crate.id, person_id=found[0].id))
            self._log(session, crate, caller, "named an approver")

        self._write(caller, "approver", work)

    # Inside

    def _people(self, session: Session, team: int) -> Sequence[PersonRow]:
        """Whoever changed a crate of the team."""
        busy = (
            select(ChangeRow.person_id)
            .join(CrateRow, ChangeRow.crate_id == CrateRow.id)
            .where(CrateRow.team_id == team)
            .distinct()
        )
        return session.scalars(select(PersonRow).where(PersonRow.id.in_(busy))).all()

    def _change(
        self, caller: Caller, what: str, name: str, track_id: str, work: Callable[[Session, CrateRow, ItemRow], None]
    ) -> None:
        def on_item(session: Session) -> None:
            present(session, caller)
            crate = self._find(session, caller, name, changing=True)
            item = session.scalar(select(ItemRow).where(ItemRow.crate_id == crate.id, ItemRow.track_id == track_id))
            if item is None:
                raise UserError(f'That track is not in "{crate.name}".', "Add it first: /crate add.", code="not_found")
            work(session, crate, item)

        self._write(caller, what, on_item)

    def _write(self, caller: Caller, what: str, work: Callable[[Session], None]) -> None:
        self._database.write(work, f"{caller.key}:{what}" if caller.key else "")

    def _find(self, session: Session, caller: Caller, name: str, *, changing: bool = False) -> CrateRow:
        team = team_of(session, caller.workspace)
        # Locked on PostgreSQL, so that two changes of one crate follow one another; SQLite has one writer anyway.
        choice = select(CrateRow).where(CrateRow.team_id == team)
        if name:
            choice = choice.where(CrateRow.name_key == _key(name))
        else:
            here = (CrateRow.workspace_id == caller.workspace) & (CrateRow.channel == caller.channel)
            choice = choice.where(CrateRow.archived.is_(False)).order_by(here.desc(), CrateRow.changed_at.desc())
        row = session.scalars((choice.with_for_update() if changing else choice).limit(1)).first()
        if row is None:
            raise _unknown(session, team, name)
        if changing and row.archived:
            raise UserError(f'"{row.name}" is archived.', f'Take it out first: /crate unarchive "{row.name}".')
        return row

    def _log(self, session: Session, crate: CrateRow, caller: Caller, what: str, title: str = "") -> None:
        now = self._database.clock()
        crate.changed_at = now
        session.add(ChangeRow(crate_id=crate.id, person_id=caller.person, what=what, title=title, at=now))


def _allowed(caller: Caller, crate: CrateRow, what: str) -> None:
    approvers = {one.id for one in crate.approvers}
    if not (caller.may_manage or caller.person == crate.person_id or caller.person in approvers):
        who = ", ".join(dict.fromkeys((_name(crate.person), *(one.name for one in crate.approvers))))
        raise UserError(f"You may not {what}.", f"Ask {who}, or whoever manages this workspace.", code="not_allowed")


def _unknown(session: Session, team: int | None, name: str) -> UserError:
    names = session.scalars(select(CrateRow.name).where(CrateRow.team_id == team)).all()
    if not names:
        called = f'There is no crate called "{name}": there is none here yet.' if name else "There is no crate yet."
        return UserError(called, 'Make one: /crate new "summer ad".', code="not_found")
    if not name:
        return UserError("Every crate is archived.", f"Name one: {', '.join(names[:5])}.", code="not_found")
    near = [match[0] for match in process.extract(name, names, limit=3, score_cutoff=50)]
    there = f"Nearest: {', '.join(near)}" if near else f"There are: {', '.join(names[:5])}"
    return UserError(
        f'There is no crate called "{name}".',
        f'{there}. Or make it: /crate new "{name}".',
        code="not_found",
    )


def _not_taken(session: Session, team: int, name: str) -> None:
    if session.scalar(select(CrateRow.id).where(CrateRow.team_id == team, CrateRow.name_key == _key(name))):
        raise UserError(f'There is a crate called "{name}" already.', f'See it: /crate show "{name}".')


def _crate(session: Session, crate_id: int) -> Crate:
    """All of a crate in four queries, by columns: objects of the ORM would take ten times as long."""
    row = session.scalars(select(CrateRow).where(CrateRow.id == crate_id)).one()
    inside = select(ItemRow.id).where(ItemRow.crate_id == crate_id)
    votes: dict[int, list[int]] = {}
    for item_id, value in session.execute(select(VoteRow.item_id, VoteRow.value).where(VoteRow.item_id.in_(inside))):
        votes.setdefault(item_id, []).append(value)
    notes: dict[int, list[Note]] = {}
    for item_id, by, said, at in session.execute(
        select(NoteRow.item_id, PersonRow.name, NoteRow.text, NoteRow.at)
        .outerjoin(PersonRow, PersonRow.id == NoteRow.person_id)
        .where(NoteRow.item_id.in_(inside))
        .order_by(NoteRow.id)
    ):
        notes.setdefault(item_id, []).append(Note(by or SOMEONE, said, at))
    columns = (
        ItemRow.id,
        ItemRow.track_id,
        ItemRow.title,
        ItemRow.artist,
        ItemRow.status,
        ItemRow.at,
        ItemRow.assigned,
    )
    items = [
        Item(
            track=SavedTrack(track_id, title, artist),
            status=status,
            added_by=by or SOMEONE,
            added_at=at,
            assigned=assigned,
            up=sum(value > 0 for value in votes.get(item_id, ())),
            down=sum(value < 0 for value in votes.get(item_id, ())),
            notes=tuple(notes.get(item_id, ())),
        )
        for item_id, track_id, title, artist, status, at, assigned, by in session.execute(
            select(*columns, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == ItemRow.person_id)
            .where(ItemRow.crate_id == crate_id)
            .order_by(ItemRow.place, ItemRow.id)
        )
    ]
    approvers = tuple(one.name for one in row.approvers)
    return Crate(row.id, row.name, _name(row.person), row.archived, approvers, tuple(items), row.changed_at)


def _name(person: PersonRow | None) -> str:
    return person.name if person else SOMEONE


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _checked(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise UserError("A crate needs a name.", 'Try /crate new "summer ad".')
    if len(tidy) > LONGEST_NAME:
        raise UserError(f"A crate's name has at most {LONGEST_NAME} characters.", "Shorten it.")
    return tidy
