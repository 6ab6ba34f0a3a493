"""SQLite or PostgreSQL behind one interface: work runs in one transaction, and returns after the commit."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    ExceptionContext,
    Executable,
    Table,
    bindparam,
    create_engine,
    delete,
    event,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from bot.extras import INSTALL
from bot.memory.records import Caller
from bot.memory.revisions import current, upgrade
from bot.memory.schema import ContextRow, InteractionRow, PersonRow, TeamRow, WorkspaceRow
from engine import UserError

log = logging.getLogger(__name__)

T = TypeVar("T")

BUSY_SECONDS: Final = 30
"""How long a writer to SQLite waits for another one."""

REMEMBERED_SECONDS: Final = 7 * 24 * 3600
"""How long an interaction's key is remembered. Platforms deliver again within minutes."""

_ATTEMPTS: Final = 5
_CONFLICTS: Final = frozenset({"40001", "40P01"})  # PostgreSQL: serialization failure, deadlock


class Database:
    """A database at the newest schema.

    Parameters
    ----------
    url : str
        ``sqlite:///FILE`` or ``postgresql+psycopg://...``.
    clock : callable
        Gives the time in seconds since 1970.

    Raises
    ------
    UserError
        If it cannot be opened.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        # How often the database failed us, for metrics; two that were in each other's way are no failure.
        self.errors = 0
        self.engine = open_engine(url)
        event.listen(self.engine, "handle_error", self._failed)
        self._writing = self.engine.execution_options(writes=True)
        self._writing_soon = self.engine.execution_options(writes=True, durable=False)
        # SQLite has one writer, and polls for its turn; the threads of this process wait in line without that.
        self._turn = Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        try:
            upgrade(self.engine)
            self._write(self._tidy)
        except OperationalError as error:
            raise _not_opened(error) from error

    def _failed(self, context: ExceptionContext) -> None:
        conflict = getattr(context.original_exception, "sqlstate", "") in _CONFLICTS
        if not conflict and not isinstance(context.sqlalchemy_exception, IntegrityError):
            self.errors += 1

    def write(self, work: Callable[[Session], T], key: str = "", *, durable: bool = True) -> T | None:
        """Run work in one transaction and commit it.

        Parameters
        ----------
        work : callable
            Is given a session. May run again if another process was in its way, so it does nothing but database work.
        key : str
            Work under a key that was committed before is not run again; empty: always run.
        durable : bool
            Whether the commit waits for the disk. Without it SQLite may lose the last ones when the machine loses
            power, never when the process ends; PostgreSQL waits all the same.

        Returns
        -------
        object
            What ``work`` returned, after the commit; None if it was not run.

        Raises
        ------
        UserError
            If the database does not answer; nothing is written then.
        """
        try:
            return self._write(work, key, durable)
        except (InterfaceError, OperationalError) as error:
            raise _unreachable(error) from error

    def _write(self, work: Callable[[Session], T], key: str = "", durable: bool = True) -> T | None:
        def transaction() -> T | None:
            with Session(self._writing if durable else self._writing_soon) as session, session.begin():
                if key and not self._first(session, key):
                    return None
                return work(session)

        return self._in_turn(transaction)

    def _in_turn(self, transaction: Callable[[], T]) -> T:
        """What a transaction that writes gives; it begins anew where another process was in its way."""
        for attempt in range(_ATTEMPTS):
            try:
                with self._turn:
                    return transaction()
            except (IntegrityError, OperationalError) as error:
                conflict = isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", "") in _CONFLICTS
                if not conflict or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def change(self, statement: Executable, values: Mapping[str, Any], *, durable: bool = True) -> int:
        """Run one statement that was made once, in a transaction of its own; faster than ``write``.

        Returns
        -------
        int
            How many rows it changed. The drivers count those of an insert differently.

        Raises
        ------
        UserError
            As ``write``.
        """

        def transaction() -> int:
            with (self._writing if durable else self._writing_soon).begin() as connection:
                return connection.execute(statement, values).rowcount

        try:
            return self._in_turn(transaction)
        except (InterfaceError, OperationalError) as error:
            raise _unreachable(error) from error

    def rows(self, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows of one statement that was made once; faster than ``read``. UserError as ``read``."""
        try:
            with self.engine.connect() as connection:
                return connection.execute(statement, values).all()
        except (InterfaceError, OperationalError) as error:
            raise _unreachable(error) from error

    def read(self, work: Callable[[Session], T]) -> T:
        """Run work in one transaction that changes nothing. UserError if the database does not answer."""
        try:
            with Session(self.engine) as session:
                return work(session)
        except (InterfaceError, OperationalError) as error:
            raise _unreachable(error) from error

    def _first(self, session: Session, key: str) -> bool:
        """Whether the key is new. Another process that is at it is waited for."""
        return put(session, InteractionRow, {"key": key, "at": self.clock()})

    def _tidy(self, session: Session) -> None:
        now = self.clock()
        session.execute(delete(InteractionRow).where(InteractionRow.at < now - REMEMBERED_SECONDS))
        session.execute(delete(ContextRow).where(ContextRow.expires < now))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _unreachable(error: InterfaceError | OperationalError) -> UserError:
    log.warning("the database of the team's memory does not answer: %s", type(error.orig).__name__)
    return UserError(
        "The team's memory does not answer.", "Try again in a minute; what needs no memory works.", code="busy"
    )


def open_engine(url: str) -> Engine:
    """An SQLAlchemy engine; SQLite in WAL mode, with foreign keys, every durable commit on disk before it returns."""
    if not url.startswith("sqlite"):
        try:
            return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15)
        except ModuleNotFoundError:
            how = f"Install its driver: {INSTALL}."
            raise UserError("CRATEBOT_DATABASE names a PostgreSQL database.", how, code="settings") from None
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    if engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: object) -> None:
        # The driver would begin transactions by itself, and too late: with the first write.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("writes"):
            # Said to the driver itself, which takes a tenth of the time: a reader waits for nobody, so it cannot fail.
            _driver(connection).execute("BEGIN")
            return
        synchronous = "FULL" if options.get("durable", True) else "NORMAL"
        if connection.info.get("synchronous") != synchronous:
            connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
            connection.info["synchronous"] = synchronous
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _driver(connection: Connection) -> Any:
    """The driver's own connection."""
    return connection.connection.driver_connection


def revision(url: str) -> str:
    """The migration that a database is at, without changing it; empty for none.

    Raises
    ------
    UserError
        If it cannot be reached.
    """
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return current(connection)
    except DatabaseError as error:
        raise _not_opened(error) from error
    finally:
        engine.dispose()


def _not_opened(error: DatabaseError) -> UserError:
    """What to say of a database that cannot be opened; the driver's own words may quote its address."""
    what = "The database of the team's memory cannot be opened."
    return UserError(what, f"Check CRATEBOT_DATABASE: {type(error.orig).__name__}.", code="settings")


def put(session: Session, table: type[Any], values: dict[str, Any], replace: tuple[str, ...] = ()) -> bool:
    """Insert a row; where its primary key is there, replace some columns. Whether a row was written."""
    statement = putting(session.get_bind().dialect.name, table.__table__, tuple(values), replace)
    # The drivers count the rows of an insert differently; a row that is given back was written.
    return session.connection().execute(statement, values).first() is not None


@cache
def putting(dialect: str, table: Table, columns: tuple[str, ...], replace: tuple[str, ...]) -> Executable:
    """The statement of ``put``. Making one takes longer than running it."""
    made: Any = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    made = made.values({name: bindparam(name) for name in columns})
    if replace:
        keys = [column.name for column in table.primary_key]
        made = made.on_conflict_do_update(index_elements=keys, set_={name: made.excluded[name] for name in replace})
    else:
        made = made.on_conflict_do_nothing()
    statement: Executable = made.returning(*table.primary_key)
    return statement


def team_of(session: Session, workspace: str) -> int | None:
    """The team of a workspace, or None if it never wrote anything."""
    return session.scalar(select(WorkspaceRow.team_id).where(WorkspaceRow.id == workspace))


def present(session: Session, caller: Caller) -> int:
    """Make sure that the caller's workspace and person are there; the workspace's team."""
    team = team_of(session, caller.workspace)
    if team is None:
        made = session.execute(insert(TeamRow).returning(TeamRow.id)).scalar_one()
        # Two at once: the second fails here and begins anew, its team with it.
        session.execute(insert(WorkspaceRow).values(id=caller.workspace, team_id=made))
        team = made
    name = session.scalar(select(PersonRow.name).where(PersonRow.id == caller.person))
    if name != caller.name:
        put(session, PersonRow, {"id": caller.person, "name": caller.name}, replace=("name",))
    return team
