"""Messages that show a crate are kept up to date: whoever changes it, from whatever message, platform or process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from bot.conversation import Conversation
from bot.memory import Caller
from bot.memory.records import LiveMessage
from bot.reply import Reply
from bot.request import Request, Token
from engine import UserError

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 3.0
"""Seconds between two looks for what others changed; what is changed here is shown at once."""

_IN_PLACE: Final = frozenset({"vote", "status"})


class MessageGone(Exception):
    """The message is not there any more, or may not be changed: it is not kept up to date any longer."""


Update: TypeAlias = Callable[[LiveMessage, Reply], Awaitable[None]]
"""Show a reply in place of what a message shows. May raise ``MessageGone``; after anything else it is left as it is."""


def in_place(request: Request | None) -> bool:
    """Whether a press changes the message that it stands under: votes and decisions make no message of their own."""
    if request is None or request.command != "crate":
        return False
    return any(not token.key and token.value in _IN_PLACE for token in request.tokens[:1])


class Live:
    """The live messages of one platform. Several processes may run it over one database: one of them updates each.

    Parameters
    ----------
    conversation : Conversation
    platform : str
        The first part of the workspaces' ids.
    update : callable
        See ``Update``.
    """

    def __init__(self, conversation: Conversation, platform: str, update: Update) -> None:
        self._conversation = conversation
        self._platform = platform
        self._update = update
        self._changed = asyncio.Event()

    async def shown(self, caller: Caller | None, reply: Reply, message: str) -> None:
        """Take note that a message shows a reply."""
        if reply.ok and reply.live and caller is not None and message:
            live = await asyncio.to_thread(lambda: self._conversation.memory.live)
            await asyncio.to_thread(live.remember, caller, reply.live, message, reply.live_at)
            self._changed.set()

    async def run(self) -> None:
        """Update what is behind, until cancelled."""
        while True:
            try:
                await self.refresh()
            except UserError:
                # The database does not answer, which it has logged: the next look may find it.
                pass
            except Exception:
                log.exception("live messages could not be updated")
            try:
                # asyncio.wait_for of Python 3.11 loses a cancellation that comes as the event is set.
                async with asyncio.timeout(LOOK_EVERY):
                    await self._changed.wait()
            except TimeoutError:
                continue
            self._changed.clear()

    async def refresh(self) -> int:
        """Update the messages whose crate has changed since they were written; how many."""
        memory = self._conversation.memory
        if not memory.started:
            return 0
        count = 0
        for one in await asyncio.to_thread(lambda: memory.live.behind(self._platform)):
            if await asyncio.to_thread(memory.live.take, one):
                count += 1
                await self._show(one)
        return count

    async def _show(self, one: LiveMessage) -> None:
        caller = Caller(one.workspace, one.channel, f"{self._platform}:live", "cratebot")
        named = (Token("", "show"), Token("name", one.crate, quoted=True))
        reply = await self._conversation.ask(Request("crate", named, caller=caller))
        if not reply.ok:
            return
        try:
            await self._update(one, reply)
        except MessageGone:
            await asyncio.to_thread(self._conversation.memory.live.drop, one)
        except Exception as error:
            log.warning("a live message could not be updated: %s", type(error).__name__)
