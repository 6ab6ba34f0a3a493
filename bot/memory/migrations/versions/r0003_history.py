"""Channels and history of the web page, the order of tracks, what live messages show, whose a context is."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _text(name: str, **options: Any) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), **({"nullable": False} | options))


def _workspace(**options: Any) -> "sa.Column[str]":
    key = sa.ForeignKey("workspaces.id", ondelete="CASCADE")
    return sa.Column("workspace_id", sa.String(), key, **({"nullable": False} | options))


def upgrade() -> None:
    """Add the tables and columns; tracks keep the order in which they were added."""
    op.add_column("items", sa.Column("place", sa.Integer(), server_default="0", nullable=False))
    items = sa.table("items", sa.column("id"), sa.column("place"))
    op.execute(items.update().values(place=items.c.id))
    op.add_column("contexts", _text("workspace", server_default=""))
    op.add_column("live_messages", sa.Column("seen", sa.Double(), server_default="0", nullable=False))
    op.create_table("channels", _workspace(primary_key=True), _text("name", primary_key=True), _time("at"))
    op.create_table(
        "messages",
        _text("id", primary_key=True),
        _workspace(),
        _text("channel"),
        sa.Column("person_id", sa.String(), sa.ForeignKey("people.id", ondelete="CASCADE"), index=True),
        *(_text(name) for name in ("name", "text", "label", "title", "request")),
        _time("at", index=True),
    )
    op.create_index("ix_messages_channel", "messages", ["workspace_id", "channel", "at"])


def _time(name: str, **options: Any) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), **({"nullable": False} | options))
