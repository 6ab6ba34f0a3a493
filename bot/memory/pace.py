"""Turns at what may be done once in so many seconds, by whichever of the processes that share the database."""

from typing import Any

from sqlalchemy import ColumnElement, Float, literal, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.memory.database import Database
from bot.memory.records import Turn
from bot.memory.schema import PaceRow


class Pace:
    """Gives turns, one at a time for each key: the next is free some seconds after the last was used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, key: str, hold: float) -> Turn:
        """Take the turn of a key if it is free.

        Parameters
        ----------
        key : str
        hold : float
            Seconds for which the key is kept. A turn is used within them and told (``used``); else the next may be
            taken when they are over.

        Raises
        ------
        UserError
            If the database does not answer.
        """

        def work(session: Session) -> Turn:
            now = session.execute(select(self._now(session))).scalar_one()
            dialect: Any = sqlite if _lite(session) else postgresql
            statement = dialect.insert(PaceRow.__table__).values(key=key, next_at=now + hold)
            statement = statement.on_conflict_do_update(
                index_elements=["key"], set_={"next_at": now + hold}, where=PaceRow.next_at <= now
            )
            taken = session.execute(statement.returning(PaceRow.next_at)).scalar()
            if taken is not None:
                return Turn(0.0, float(taken))
            until = session.scalars(select(PaceRow.next_at).where(PaceRow.key == key)).one()
            return Turn(max(until - now, 0.001), until)

        found = self._database.write(work)
        assert found is not None  # Work without a key is always run.
        return found

    def used(self, key: str, turn: Turn, every: float) -> None:
        """Tell that a turn was used just now: the next is free in so many seconds.

        A turn that was not told in time, so that another one has been given since, changes nothing.

        Raises
        ------
        UserError
            If the database does not answer.
        """

        def work(session: Session) -> bool:
            mine = (PaceRow.key == key) & (PaceRow.next_at == turn.until)
            session.execute(update(PaceRow).where(mine).values(next_at=self._now(session) + every))
            return True

        self._database.write(work)

    def _now(self, session: Session) -> ColumnElement[float]:
        """The time. SQLite is shared on one machine; the machines that share PostgreSQL may have clocks that differ."""
        if _lite(session):
            return literal(self._database.clock(), Float)
        return literal_column("extract(epoch from clock_timestamp())::float8", Float)


def _lite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
