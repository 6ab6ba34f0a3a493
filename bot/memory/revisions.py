"""Brings a database to the newest schema, whatever it is at; several processes at once do it once."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

HEAD: Final = "0004"
_PLACE: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 7_261_120_841  # any number that no other program takes for its advisory lock


def upgrade(engine: Engine, revision: str = HEAD) -> None:
    """Migrate to a revision in one transaction. A database that is there costs one query, and no import of Alembic."""
    with engine.connect() as connection:
        if current(connection) == revision:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if current(connection) != revision:
            migrate(connection, revision)


def current(connection: Connection) -> str:
    """The revision of a database; empty for none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def migrate(connection: Connection, revision: str) -> None:
    """Run the migrations up to a revision within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_PLACE).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
