"""Watch lists, digests, live messages; who is on a track; a crate's name once a team, however it is written."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _text(name: str, **options: Any) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), **({"nullable": False} | options))


def _workspace(**options: Any) -> "sa.Column[str]":
    key = sa.ForeignKey("workspaces.id", ondelete="CASCADE")
    return sa.Column("workspace_id", sa.String(), key, **({"nullable": False} | options))


def _person() -> "sa.Column[str]":
    key = sa.ForeignKey("people.id", ondelete="SET NULL")
    return sa.Column("person_id", sa.String(), key, nullable=True, index=True)


def _digest() -> "sa.Column[int]":
    return sa.Column("digest_id", sa.Integer(), sa.ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True)


def _time(name: str, **options: Any) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), **({"nullable": False} | options))


def upgrade() -> None:
    """Add the tables and columns, and give every crate its name key."""
    op.add_column("workspaces", sa.Column("zone", sa.String(), server_default="UTC", nullable=False))
    op.add_column("items", sa.Column("assigned", sa.String(), server_default="", nullable=False))
    op.add_column("crates", sa.Column("name_key", sa.String(), server_default="", nullable=False))
    _name_keys()
    op.create_index("ix_crates_team_name", "crates", ["team_id", "name_key"], unique=True)
    op.drop_index("ix_crates_team", "crates")
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), primary_key=True),
        _workspace(),
        _text("channel"),
        _person(),
        *(_text(name) for name in ("subject", "key", "title", "build")),
        _time("value"),
        sa.UniqueConstraint("workspace_id", "channel", "subject", "key"),
    )
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), primary_key=True),
        _workspace(index=True),
        _text("channel"),
        _person(),
        *(_text(name) for name in ("every", "at", "zone", "request")),
        _time("next_at", index=True),
        _text("paused"),
        _text("leased_by"),
        _time("leased_until"),
    )
    op.create_table("digest_runs", _digest(), _time("due", primary_key=True), _text("state"))
    op.create_table("digest_items", _digest(), _text("key", primary_key=True), _time("at"))
    op.create_table(
        "live_messages",
        _text("key", primary_key=True),
        _workspace(primary_key=True),
        _text("channel", primary_key=True),
        _text("message", primary_key=True),
        _time("at"),
    )


def _name_keys() -> None:
    """Names that differ in their case only were two crates; the later one is numbered."""
    crates = sa.table("crates", *(sa.column(name) for name in ("id", "team_id", "name", "name_key")))
    taken: set[tuple[int, str]] = set()
    for row in op.get_bind().execute(sa.select(crates).order_by(crates.c.id)).all():
        name, number = row.name, 2
        while (row.team_id, name.casefold()) in taken:
            name, number = f"{row.name} ({number})", number + 1
        taken.add((row.team_id, name.casefold()))
        op.execute(crates.update().where(crates.c.id == row.id).values(name=name, name_key=name.casefold()))
