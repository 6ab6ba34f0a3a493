"""Whether the page can answer: the catalogue is open and the memory can be read."""

import asyncio
import time
from typing import Final

from bot.conversation import Conversation
from bot.platforms.web.panel import NOBODY

_WAIT_S: Final = 3
# Anybody may ask, so the memory is not read anew for each.
_KEPT_S: Final = 2.0


class Readiness:
    """Looks, at most every two seconds."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._found: dict[str, bool] = {}
        self._at = -_KEPT_S
        self._looking = asyncio.Lock()

    async def __call__(self) -> dict[str, bool]:
        """``catalogue`` and ``memory``, each whether it can be used."""
        async with self._looking:
            if time.monotonic() - self._at >= _KEPT_S:
                self._found = {
                    "catalogue": self._conversation.readable and len(self._conversation.engine.catalogue) > 0,
                    "memory": await self._memory_answers(),
                }
                self._at = time.monotonic()
        return self._found

    async def _memory_answers(self) -> bool:
        memory = self._conversation.memory
        if not memory.started:
            return True  # Nothing is kept yet: the file is made when something is.
        try:
            async with asyncio.timeout(_WAIT_S):
                await asyncio.to_thread(lambda: memory.people.zone(NOBODY))
        except Exception:
            return False
        return True
