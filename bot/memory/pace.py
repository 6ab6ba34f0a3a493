"""Turns at what may be done once in so many seconds, by whichever of the processes that share the database."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.memory.database import Database
from bot.memory.schema import PaceRow


class Pace:
    """Gives turns, kept by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, key: str, every: float) -> float:
        """Take the next turn of a key.

        Parameters
        ----------
        key : str
        every : float
            Seconds between two turns.

        Returns
        -------
        float
            Seconds until the turn. One that is not used is not given back.

        Raises
        ------
        UserError
            If the database does not answer.
        """

        def work(session: Session) -> float:
            lite = session.get_bind().dialect.name == "sqlite"
            # SQLite is shared on one machine; the machines that share PostgreSQL may have clocks that differ.
            clock: ColumnElement[float] = literal_column("extract(epoch from clock_timestamp())::float8")
            now = self._database.clock() if lite else float(session.scalar(select(clock)) or 0.0)
            dialect: Any = sqlite if lite else postgresql
            later = func.max if lite else func.greatest
            statement = dialect.insert(PaceRow.__table__).values(key=key, next_at=now + every)
            statement = statement.on_conflict_do_update(
                index_elements=["key"], set_={"next_at": later(PaceRow.next_at, now) + every}
            )
            taken = session.execute(statement.returning(PaceRow.next_at)).scalar_one() - every
            return max(float(taken) - now, 0.0)

        found = self._database.write(work)
        assert found is not None  # Work without a key is always run.
        return found
