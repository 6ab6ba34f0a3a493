import asyncio
import time
from contextlib import AsyncExitStack
from itertools import pairwise

from sqlalchemy import text

from bot.memory import Memory
from bot.memory.database import open_engine
from bot.platforms.discord import identifying
from bot.platforms.discord.identifying import EVERY, HOLD, Identifying, OwnPacing
from tests.bot.platforms.discord.stand_in import APPLICATION, StandIn
from tests.bot.platforms.discord.test_client import World, running


class Clock:
    """Time that passes only while somebody sleeps, or is made late."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        self._pause = asyncio.sleep
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)
        monkeypatch.setattr(asyncio, "sleep", self.sleep)

    async def sleep(self, seconds):
        self.now += seconds
        await self._pause(0)


async def test_each_line_waits_from_when_the_last_was_sent_however_late_that_was(monkeypatch):
    assert EVERY >= 5.0
    clock = Clock(monkeypatch)
    turns, sent = Identifying(16), {3: [], 4: []}
    for late in (0.0, 2.5, 0.0, 4.0, 0.0):
        for line, times in sent.items():
            async with turns.line(line):
                await turns.turn(line)
                # The machine is busy: what is sent now leaves later.
                clock.now += late
                times.append(clock.now)
                await clock.sleep(0)
    for times in sent.values():
        assert min(after - before for before, after in pairwise(times)) >= 5.0
    # Who comes when the line has long been empty waits for nobody.
    clock.now = began = 9000.0
    await turns.turn(3)
    assert clock.now == began


async def test_a_shard_that_learns_of_its_turn_too_late_asks_again(monkeypatch):
    clock, asked = Clock(monkeypatch), []

    class Slow(OwnPacing):
        """A database that takes longer than a turn is kept."""

        async def take(self, line):
            asked.append(wait := await super().take(line))
            clock.now += 20.0 * (len(asked) == 1)
            return wait

    await Identifying(1, Slow(1)).turn(0)
    assert asked[0] == asked[-1] == 0.0
    assert clock.now >= 1000.0 + HOLD


async def test_a_client_connects_all_shards_of_a_turn_together(monkeypatch):
    # One after the other they would take more than two minutes; the test waits for ten seconds.
    async with StandIn(shards=32, at_once=32) as stand_in, running(stand_in, World(), monkeypatch):
        assert sorted(one["shard"][0] for one in stand_in.identified) == list(range(32))


async def test_processes_that_share_a_database_take_turns(monkeypatch, tmp_path):
    monkeypatch.setattr(identifying, "EVERY", 0.3)
    url = f"sqlite:///{tmp_path / 'memory.sqlite'}"
    began = time.time()
    async with StandIn(shards=8, at_once=2) as stand_in, AsyncExitStack() as both:
        for shards in ([0, 1, 2, 3], [4, 5, 6, 7]):
            one = running(stand_in, World(), monkeypatch, memory=Memory(url), wait=False, shards=(shards, 8))
            await both.enter_async_context(one)
        await asyncio.wait_for(stand_in.ready.wait(), 20)
        assert sorted(one["shard"][0] for one in stand_in.identified) == list(range(8))
    # Each line gave four turns, whichever of the two asked.
    with open_engine(url).connect() as connection:
        next_at = dict(connection.execute(text("SELECT key, next_at FROM paces")).all())
    assert sorted(next_at) == [f"discord identify {APPLICATION} {line}" for line in (0, 1)]
    assert min(next_at.values()) >= began + 4 * 0.3


async def test_without_the_database_a_shard_waits_and_still_connects(monkeypatch, tmp_path):
    monkeypatch.setattr(identifying, "EVERY", 0.01)
    memory = Memory(f"sqlite:///{tmp_path}")  # a folder
    async with StandIn() as stand_in, running(stand_in, World(), monkeypatch, memory=memory, shards=([0], 1)):
        assert [one["shard"] for one in stand_in.identified] == [[0, 1]]
