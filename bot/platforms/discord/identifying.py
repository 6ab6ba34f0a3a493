"""When shards may identify: as many at once as Discord allows the bot, and each of those lines every five seconds."""

import asyncio
import contextlib
import logging
from typing import Final, Protocol

from bot.memory import Memory
from bot.memory.records import Turn
from bot.settings import UserError

log = logging.getLogger(__name__)

EVERY: Final = 5.25
"""Seconds between two of one line, from when one was sent. Discord asks for 5
(https://discord.com/developers/docs/events/gateway#sharding-max-concurrency); what is sent evenly arrives unevenly."""
HOLD: Final = 30.0
"""Seconds for which a line is kept for the shard whose turn it is; it identifies in the first half of them, or asks
again."""


class Pacing(Protocol):
    """Keeps the turns of lines, of this process or of several."""

    async def take(self, line: int) -> float:
        """Take the turn of a line if it is free, for ``HOLD`` seconds: 0; else seconds after which to ask again."""

    async def used(self, line: int) -> None:
        """Tell that a shard has identified: the next turn of the line is free ``EVERY`` seconds from now."""


class OwnPacing:
    """The turns of a process that shares lines with no other.

    Parameters
    ----------
    lines : int
    """

    def __init__(self, lines: int) -> None:
        self._next = [float("-inf")] * lines

    async def take(self, line: int) -> float:
        """See ``Pacing``."""
        now = asyncio.get_running_loop().time()
        if self._next[line] > now:
            return self._next[line] - now
        self._next[line] = now + HOLD
        return 0.0

    async def used(self, line: int) -> None:
        """See ``Pacing``."""
        self._next[line] = asyncio.get_running_loop().time() + EVERY


class SharedPacing:
    """The turns of the processes of a bot that share a database.

    Parameters
    ----------
    memory : Memory
    name : str
        Of the bot, in the database.
    """

    def __init__(self, memory: Memory, name: str) -> None:
        self._memory = memory
        self._name = name
        self._turns: dict[int, Turn] = {}

    async def take(self, line: int) -> float:
        """See ``Pacing``. Where the database does not answer a turn is given after a while."""
        try:
            turn = await asyncio.to_thread(lambda: self._memory.pace.take(f"{self._name} {line}", HOLD))
        except UserError:
            log.warning("a shard identifies without the turns that processes share: the database does not answer")
            await asyncio.sleep(EVERY)
            return 0.0
        self._turns[line] = turn
        return turn.wait

    async def used(self, line: int) -> None:
        """See ``Pacing``."""
        turn = self._turns.pop(line, None)
        # Where it is not told, the line is free when it is no longer kept.
        with contextlib.suppress(UserError):
            if turn is not None:
                await asyncio.to_thread(lambda: self._memory.pace.used(f"{self._name} {line}", turn, EVERY))


class Identifying:
    """Gives turns to shards.

    A shard's line is its number modulo how many may identify at once. A turn is taken just before a shard identifies
    and ends once it has, so that whatever delays it delays those behind it. Only the first of a line in this process
    asks, so that a process that ends keeps at most one turn of each line.

    Parameters
    ----------
    at_once : int
        ``max_concurrency`` of Discord's session start limits.
    pacing : Pacing, optional
        Where it is left out, no other process identifies.
    """

    def __init__(self, at_once: int = 1, pacing: Pacing | None = None) -> None:
        self._lines = [asyncio.Lock() for _ in range(max(at_once, 1))]
        self._pacing: Pacing = pacing or OwnPacing(len(self._lines))
        self._telling: set[asyncio.Task[None]] = set()

    def line(self, shard: int) -> asyncio.Lock:
        """What a shard holds from before its turn until it has identified."""
        return self._lines[shard % len(self._lines)]

    async def turn(self, shard: int) -> None:
        """Wait for the turn of a shard that is the first of its line, and that identifies when this returns."""
        line, clock = shard % len(self._lines), asyncio.get_running_loop().time
        while True:
            asked = clock()
            wait = await self._pacing.take(line)
            if not wait and clock() - asked < HOLD / 2:
                break
            # Another process may have said meanwhile that its turn is over, which it kept for longer.
            await asyncio.sleep(min(wait or HOLD, EVERY))
        # It is told once this task gives way, and discord.py sends before it does.
        telling = asyncio.create_task(self._pacing.used(line))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
