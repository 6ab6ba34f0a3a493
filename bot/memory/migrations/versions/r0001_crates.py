"""Teams and workspaces, people, opinions, crates with votes and notes, contexts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _reference(name: str, table: str, *, gone: str = "CASCADE", **options: Any) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), sa.ForeignKey(f"{table}.id", ondelete=gone), **options)


def _number(name: str, table: str, **options: Any) -> "sa.Column[int]":
    options = {"nullable": False} | options
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), **options)


def _person() -> "sa.Column[str]":
    return _reference("person_id", "people", gone="SET NULL", nullable=True, index=True)


def _text(name: str, **options: Any) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), **({"nullable": False} | options))


def _time(name: str, **options: Any) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), **({"nullable": False} | options))


def upgrade() -> None:
    """Make the tables."""
    op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("workspaces", _text("id", primary_key=True), _number("team_id", "teams", index=True))
    op.create_table("link_codes", _text("code", primary_key=True), _number("team_id", "teams"), _time("expires"))
    op.create_table("people", _text("id", primary_key=True), _text("name"))
    op.create_table(
        "opinions",
        _reference("person_id", "people", primary_key=True),
        _reference("workspace_id", "workspaces", primary_key=True),
        *(_text(name, primary_key=True) for name in ("channel", "subject", "key")),
        *(_text(name) for name in ("title", "artist", "feeling")),
        _time("at"),
    )
    op.create_index("ix_opinions_channel", "opinions", ["workspace_id", "channel"])
    op.create_table(
        "channel_blocks",
        _reference("workspace_id", "workspaces", primary_key=True),
        *(_text(name, primary_key=True) for name in ("channel", "subject", "key")),
        _text("title"),
        _text("artist"),
        _person(),
        _time("at"),
    )
    _crates()
    op.create_table("interactions", _text("key", primary_key=True), _time("at", index=True))
    op.create_table(
        "contexts", _text("key", primary_key=True), _text("person", index=True), _text("data"),
        _time("expires", index=True),
    )  # fmt: skip


def _crates() -> None:
    op.create_table(
        "crates",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("team_id", "teams"),
        _text("name"),
        _text("workspace_id"),
        _text("channel"),
        _person(),
        _time("changed_at"),
        sa.Column("archived", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_crates_team", "crates", ["team_id"])
    op.create_table(
        "approvers",
        _number("crate_id", "crates", primary_key=True),
        _reference("person_id", "people", primary_key=True),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("crate_id", "crates"),
        *(_text(name) for name in ("track_id", "title", "artist", "status")),
        _person(),
        _time("at"),
        sa.UniqueConstraint("crate_id", "track_id"),
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("item_id", "items"),
        _person(),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.UniqueConstraint("item_id", "person_id"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("item_id", "items", index=True),
        _person(),
        _text("text"),
        _time("at"),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("crate_id", "crates", index=True),
        _person(),
        _text("what"),
        _text("title"),
        _time("at"),
    )
