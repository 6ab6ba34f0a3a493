from collections import Counter

from bot.platforms.discord.identifying import Identifying
from tests.bot.platforms.discord.stand_in import StandIn
from tests.bot.platforms.discord.test_client import World, running


def test_as_many_shards_at_once_as_discord_allows_and_each_line_every_five_seconds():
    turns = Identifying(16)
    waits = {shard: turns.wait(shard, 0.0) for shard in range(1024)}
    assert max(Counter(waits.values()).values()) == 16
    assert max(waits.values()) == 5.0 * (1024 / 16 - 1)
    for line in range(16):
        assert [waits[shard] for shard in range(line, 1024, 16)] == [5.0 * turn for turn in range(64)]
    # Who comes when the line has long been empty waits for nobody.
    assert turns.wait(3, 1000.0) == 0.0


async def test_a_client_connects_all_shards_of_a_turn_together(monkeypatch):
    # One after the other they would take more than two minutes; the test waits for ten seconds.
    async with StandIn(shards=32, at_once=32) as stand_in, running(stand_in, World(), monkeypatch):
        assert sorted(one["shard"][0] for one in stand_in.identified) == list(range(32))
