"""Turns that processes take, such as those of Discord's shards at identifying."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "paces",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("next_at", sa.Double(), nullable=False),
    )
