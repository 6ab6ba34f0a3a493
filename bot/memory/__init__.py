"""What the team keeps: tastes, crates, watch lists, digests and contexts, in SQLite or PostgreSQL.

Importing this imports no SQLAlchemy; the first use of a ``Memory`` does.
"""

from bot.memory.records import Caller, SavedTrack
from bot.memory.store import Memory

__all__ = ["Caller", "Memory", "SavedTrack"]
