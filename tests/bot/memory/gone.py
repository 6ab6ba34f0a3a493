"""A database that does not answer for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine

from bot.memory import Memory


@contextmanager
def gone(memory: Memory) -> Iterator[None]:
    """Within the block no connection to the memory's database can be made."""
    database = memory.database
    before = database.engine, database._writing
    database.engine = database._writing = create_engine("sqlite:////nowhere/at/all.sqlite")
    yield
    database.engine, database._writing = before
