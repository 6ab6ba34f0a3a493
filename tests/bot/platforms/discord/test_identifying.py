import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack

from sqlalchemy import text

from bot.memory import Memory
from bot.memory.database import open_engine
from bot.platforms.discord import client
from bot.platforms.discord.identifying import EVERY, Identifying
from tests.bot.platforms.discord.stand_in import APPLICATION, StandIn
from tests.bot.platforms.discord.test_client import World, running


async def test_as_many_shards_at_once_as_discord_allows_and_each_line_every_five_seconds(monkeypatch):
    assert EVERY >= 5.0
    waits = {}
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: 1000.0)
    turns = Identifying(16)
    for shard in range(1024):
        waits[shard] = await turns._own(shard % 16)
    assert max(Counter(waits.values()).values()) == 16
    for line in range(16):
        expected = [EVERY * turn for turn in range(64)]
        assert [round(waits[shard], 6) for shard in range(line, 1024, 16)] == [round(one, 6) for one in expected]
    # Who comes when the line has long been empty waits for nobody.
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: 9000.0)
    assert await turns._own(3) == 0.0


async def test_a_client_connects_all_shards_of_a_turn_together(monkeypatch):
    # One after the other they would take more than two minutes; the test waits for ten seconds.
    async with StandIn(shards=32, at_once=32) as stand_in, running(stand_in, World(), monkeypatch):
        assert sorted(one["shard"][0] for one in stand_in.identified) == list(range(32))


async def test_processes_that_share_a_database_take_turns(monkeypatch, tmp_path):
    monkeypatch.setattr(client, "EVERY", 0.3)
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
    monkeypatch.setattr(client, "EVERY", 0.01)
    memory = Memory(f"sqlite:///{tmp_path}")  # a folder
    async with StandIn() as stand_in, running(stand_in, World(), monkeypatch, memory=memory, shards=([0], 1)):
        assert [one["shard"] for one in stand_in.identified] == [[0, 1]]
