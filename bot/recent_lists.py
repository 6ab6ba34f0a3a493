"""The last lists that somebody got, to be opened again."""

import asyncio
import logging
from typing import Final

from bot.memory import Caller, Memory
from bot.reply import Reply
from engine import UserError

log = logging.getLogger(__name__)

MOST: Final = 5
"""Lists of a person."""


class RecentLists:
    """The last lists of each person of a workspace, in whatever conversation; kept as long as conversations are.

    Parameters
    ----------
    memory : Memory
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def note(self, caller: Caller, reply: Reply) -> None:
        """Take note of an answer, if it is a list."""
        if reply.ok and reply.request and reply.rows:
            await asyncio.to_thread(self._note, caller, [reply.title, reply.request])

    def _note(self, caller: Caller, newest: list[str]) -> None:
        earlier = [one for one in self._kept(caller) if one != newest]
        data = {"lists": [newest, *earlier][:MOST]}
        try:
            self._memory.contexts.save(_key(caller), data, person=caller.person, workspace=caller.workspace)
        except (UserError, ValueError) as error:
            # The answer is there all the same.
            log.warning("a list is not kept: %s", type(error).__name__)

    async def of(self, caller: Caller) -> tuple[tuple[str, str], ...]:
        """Titles and requests, the newest first; none while the memory does not answer."""
        kept = await asyncio.to_thread(self._kept, caller)
        return tuple((title, request) for title, request in kept)

    def _kept(self, caller: Caller) -> list[list[str]]:
        try:
            found = self._memory.contexts.load(_key(caller))
        except UserError:
            return []
        return found["lists"] if found else []


def _key(caller: Caller) -> str:
    return f"{caller.workspace}:lists:{caller.person}"
