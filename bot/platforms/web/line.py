"""One open socket: a queue in front of it, within a bound, and a pace for what comes from it."""

import asyncio
import contextlib
import hashlib
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from aiohttp import WSMsgType, web

from bot.as_json import encoded
from bot.memory import Caller
from bot.memory.records import MAIN

WORKSPACE: Final = "web"
_MOST_WAITING: Final = 500
_MOST_BYTES: Final = 2 * 2**20
# Messages that may come at once, and how many a second after that.
_BURST: Final = 60
_A_SECOND: Final = 20
_CLOSE_S: Final = 2


def owner(person: str) -> str:
    """What stands for a person in what is kept: the id itself lets its holder in."""
    return hashlib.sha256(person.encode()).hexdigest()[:32]


class Line:
    """One open socket. What is sent waits in its own queue, so that a slow reader holds up nobody else.

    Parameters
    ----------
    socket : WebSocketResponse
    person : str
    abort : callable
        Closes the connection at once.
    """

    def __init__(self, socket: web.WebSocketResponse, person: str, abort: Callable[[], None] = lambda: None) -> None:
        self.person = person
        self.abort = abort
        self.name = ""
        self.channel = MAIN
        # Whether the crates panel is open, and which crate it shows.
        self.panel = False
        self.crate = ""
        # The completion that is looked up now, and the newest that was asked for meanwhile.
        self.completing = False
        self.completion: tuple[int, str, str, str] | None = None
        self._socket = socket
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self.given_up = False
        self.ended = asyncio.Event()
        self._woken = asyncio.Event()
        self._heard_until = 0.0

    @property
    def caller(self) -> Caller:
        """Who this is, as the memory knows it: by a hash, since the person's id is what the person proves to be it by.

        Everyone who may open the page may manage what is kept.
        """
        return Caller(WORKSPACE, self.channel, f"web:{owner(self.person)}", self.name or "Guest", may_manage=True)

    def send(self, **message: Any) -> None:
        """Send a message."""
        self.send_encoded(encoded(message))

    def send_encoded(self, message: bytes) -> None:
        """Send a message that is JSON already, or give the reader up if too much is unread."""
        if self.given_up:
            return
        if len(self._waiting) >= _MOST_WAITING or (self._waiting and self._bytes + len(message) > _MOST_BYTES):
            self.drop()
            self.abort()
            return
        self._waiting.append(message)
        self._bytes += len(message)
        self._woken.set()

    def drop(self) -> None:
        """Let go of what waits and send no more."""
        self.given_up = True
        self._waiting.clear()
        self._woken.set()

    async def pace(self) -> None:
        """Wait as long as messages come faster than 20 a second: TCP makes the sender wait as well."""
        now = asyncio.get_running_loop().time()
        self._heard_until = max(now, self._heard_until) + 1 / _A_SECOND
        if (ahead := self._heard_until - now - _BURST / _A_SECOND) > 0:
            await asyncio.sleep(ahead)

    async def close(self, code: int) -> None:
        """Hang up, and wait a little for the other end to agree: what it just sent would break the connection off."""
        self.drop()
        with contextlib.suppress(ConnectionError):
            try:
                async with asyncio.timeout(_CLOSE_S):
                    await self._socket.send_frame(code.to_bytes(2, "big"), WSMsgType.CLOSE)
                    await self.ended.wait()
            except TimeoutError:
                self.abort()

    async def drain(self) -> None:
        """Write the queue to the socket until either ends."""
        with contextlib.suppress(ConnectionError):
            while not self.given_up:
                if self._waiting:
                    message = self._waiting.popleft()
                    self._bytes -= len(message)
                    await self._socket.send_frame(message, WSMsgType.TEXT)
                    del message
                else:
                    self._woken.clear()
                    await self._woken.wait()
