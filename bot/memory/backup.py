"""Back-up and restore: every row as JSON lines, the same file for SQLite and PostgreSQL.

A back-up is one consistent snapshot, taken while the bot runs. Restoring replaces everything in one transaction; a
back-up of an older version is brought to the newest schema on its way. It also moves a team from SQLite to PostgreSQL.
"""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from sqlalchemy import Connection, MetaData, Table, func, insert, select

from bot.memory.database import open_engine
from bot.memory.revisions import HEAD, current, migrate, upgrade
from bot.memory.schema import Base
from engine import UserError

_FORMAT: Final = "cratebot-memory-1"
_AT_ONCE: Final = 1000


def backup(url: str, file: Path) -> int:
    """Write every row into a file; how many. The file appears when it is complete.

    Raises
    ------
    UserError
        If it cannot be written.
    """
    engine = open_engine(url)
    partial = file.with_name(f"{file.name}.part")
    count = 0
    try:
        upgrade(engine)
        # One snapshot: SQLite gives it to every transaction, PostgreSQL at this isolation level.
        isolation = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with engine.connect().execution_options(**isolation) as connection, gzip.open(partial, "wt") as out:
            print(json.dumps({"format": _FORMAT, "revision": current(connection)}), file=out)
            for table in Base.metadata.sorted_tables:
                for row in connection.execute(select(table)).mappings():
                    print(json.dumps([table.name, dict(row)]), file=out)
                    count += 1
        os.replace(partial, file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UserError(f"{file} cannot be written: {error.strerror}.", "Name another file.") from None
    finally:
        engine.dispose()
    return count


def restore(url: str, file: Path) -> int:
    """Replace everything by the rows of a back-up; how many. All of it is done, or nothing.

    Raises
    ------
    UserError
        If the file is no back-up, or one of a newer version.
    """
    engine = open_engine(url)
    try:
        with gzip.open(file, "rt") as lines, engine.execution_options(writes=True).begin() as connection:
            head = json.loads(next(lines, "null"))
            if not isinstance(head, dict) or head.get("format") != _FORMAT:
                raise UserError(f"{file} is no back-up of cratebot's memory.", "python -m bot backup FILE makes one.")
            if head["revision"] > HEAD:
                raise UserError(f"{file} is from a newer version of cratebot.", "Update cratebot, then restore.")
            tables = _emptied(connection, head["revision"])
            count = _fill(connection, tables, lines)
            migrate(connection, HEAD)
            return count
    except (OSError, EOFError, ValueError) as error:
        if isinstance(error, UserError):
            raise
        raise UserError(f"{file} cannot be read as a back-up.", "python -m bot backup FILE makes one.") from None
    finally:
        engine.dispose()


def _emptied(connection: Connection, revision: str) -> dict[str, Table]:
    """Empty tables of a revision, in place of those that are there."""
    there = MetaData()
    there.reflect(connection)
    there.drop_all(connection)
    migrate(connection, revision)
    made = MetaData()
    made.reflect(connection)
    return {table.name: table for table in made.sorted_tables}


def _fill(connection: Connection, tables: dict[str, Table], lines: TextIO) -> int:
    count = 0
    for name, rows in _batches(lines):
        connection.execute(insert(tables[name]), rows)
        count += len(rows)
    if connection.dialect.name == "postgresql":
        for table in tables.values():
            if "id" in table.columns and table.c.id.type.python_type is int:
                last = connection.scalar(select(func.max(table.c.id)))
                sequence = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(select(func.setval(sequence, last or 1, last is not None)))
    return count


def _batches(lines: TextIO) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Runs of rows of one table, in bounded pieces."""
    name, rows = "", list[dict[str, Any]]()
    for line in lines:
        table, row = json.loads(line)
        if rows and (table != name or len(rows) == _AT_ONCE):
            yield name, rows
            rows = []
        name = table
        rows.append(row)
    if rows:
        yield name, rows
