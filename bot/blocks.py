"""What is never shown to whoever asks."""

from functools import cached_property

from bot.memory import Caller, Memory
from bot.memory.records import Opinion
from engine import UserError


class Blocks:
    """The blocks of one person in one place, read once for an answer, when they are first needed.

    Parameters
    ----------
    memory : Memory
    caller : Caller
    """

    def __init__(self, memory: Memory, caller: Caller) -> None:
        self._memory = memory
        self._caller = caller

    @property
    def known(self) -> tuple[Opinion, ...]:
        """The person's own blocks, then the channel's; nothing while the database does not answer."""
        return self._read[0]

    @property
    def unread(self) -> str:
        """Why they could not be read; empty if they were."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[Opinion, ...], str]:
        try:
            return self._memory.blocks(self._caller), ""
        except UserError as error:
            return (), error.message
