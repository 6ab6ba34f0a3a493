"""The team's memory as commands use it. The first use opens the database, and imports SQLAlchemy."""

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Final, Self

from bot.memory.records import Caller, Opinion

if TYPE_CHECKING:
    from bot.memory.contexts import Contexts, LiveMessages
    from bot.memory.crates import Crates
    from bot.memory.database import Database
    from bot.memory.digests import Digests
    from bot.memory.history import History
    from bot.memory.pace import Pace
    from bot.memory.people import People
    from bot.memory.taste import Tastes
    from bot.memory.watches import Watches

CONTEXT_DAYS: Final = 30.0
HISTORY_DAYS: Final = 90.0
_SQLITE: Final = "sqlite:///"


class Memory:
    """What the team keeps: tastes, crates, watch lists, digests, contexts. Safe to use from several threads.

    Parameters
    ----------
    url : str
        ``sqlite:///FILE`` or ``postgresql+psycopg://...``. Tables are made, or brought up to date, when it is opened.
    clock : callable
        Gives the time in seconds since 1970.
    context_days : float
        How long a conversation's context is kept after its last message.
    history_days : float
        How long the web page's messages are kept.
    """

    def __init__(
        self,
        url: str,
        clock: Callable[[], float] = time.time,
        *,
        context_days: float = CONTEXT_DAYS,
        history_days: float = HISTORY_DAYS,
    ) -> None:
        self.url = url
        self.clock = clock
        self.context_days = context_days
        self.history_days = history_days
        self._opening = Lock()
        self._opened: Database | None = None
        self._folder: TemporaryDirectory[str] | None = None

    @classmethod
    def in_directory(
        cls, directory: Path, *, context_days: float = CONTEXT_DAYS, history_days: float = HISTORY_DAYS
    ) -> Self:
        """In an SQLite file of a directory, which is made when something is first kept."""
        url = f"{_SQLITE}{(directory / 'memory.sqlite').absolute()}"
        return cls(url, context_days=context_days, history_days=history_days)

    @classmethod
    def temporary(cls) -> Self:
        """One that ends with this object."""
        folder = TemporaryDirectory(prefix="cratebot-memory-")
        memory = cls.in_directory(Path(folder.name))
        memory._folder = folder
        return memory

    @property
    def started(self) -> bool:
        """Whether anything can have been kept. Costs no import: an answer that needs no memory does not wait for it."""
        return self._opened is not None or not self.url.startswith(_SQLITE) or Path(self.url[len(_SQLITE) :]).exists()

    def revision(self) -> tuple[str, str]:
        """The migration that the database is at (empty for none) and the newest. UserError if it cannot be reached."""
        from bot.memory.database import revision
        from bot.memory.revisions import HEAD

        return revision(self.url), HEAD

    @property
    def errors(self) -> int:
        """How often the database failed since it was opened."""
        return self._opened.errors if self._opened is not None else 0

    @property
    def database(self) -> "Database":
        """The database, opened if it is not. UserError if it cannot be."""
        with self._opening:
            if self._opened is None:
                from bot.memory.database import Database

                self._opened = Database(self.url, self.clock)
            return self._opened

    @cached_property
    def taste(self) -> "Tastes":
        """Likes, dislikes and blocks."""
        from bot.memory.taste import Tastes

        return Tastes(self.database)

    @cached_property
    def crates(self) -> "Crates":
        """Shared lists with votes."""
        from bot.memory.crates import Crates

        return Crates(self.database)

    @cached_property
    def watches(self) -> "Watches":
        """What channels follow."""
        from bot.memory.watches import Watches

        return Watches(self.database)

    @cached_property
    def digests(self) -> "Digests":
        """What is posted at fixed times."""
        from bot.memory.digests import Digests

        return Digests(self.database)

    @cached_property
    def people(self) -> "People":
        """Links between workspaces, and what is kept of a person."""
        from bot.memory.people import People

        return People(self.database)

    @cached_property
    def contexts(self) -> "Contexts":
        """What conversations have come to."""
        from bot.memory.contexts import Contexts

        return Contexts(self.database, self.context_days)

    @cached_property
    def history(self) -> "History":
        """What was asked on the web page."""
        from bot.memory.history import History

        return History(self.database, self.history_days)

    @cached_property
    def live(self) -> "LiveMessages":
        """Messages that are kept up to date."""
        from bot.memory.contexts import LiveMessages

        return LiveMessages(self.database)

    @cached_property
    def pace(self) -> "Pace":
        """Turns that processes take."""
        from bot.memory.pace import Pace

        return Pace(self.database)

    def blocks(self, caller: Caller) -> tuple[Opinion, ...]:
        """What is never shown to the caller here; nothing where nothing was ever kept."""
        return self.taste.blocks(caller) if self.started else ()

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()
