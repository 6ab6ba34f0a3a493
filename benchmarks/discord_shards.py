"""How long many shards take to connect to the stand-in for Discord, which checks every message.

``python -m benchmarks.discord_shards [SHARDS AT_ONCE [PROCESSES [DATABASE]]]``: by default 1,024 shards of one process,
of which 64 may identify at once, as Discord allows bots of that size. Several processes share a database, by default a
fresh SQLite file.
"""

import asyncio
import sys
import tempfile
import time
from types import SimpleNamespace

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.conversation import Conversation
from bot.memory import Memory
from bot.platforms.discord.client import DiscordClient
from bot.settings import Settings
from tests.bot.platforms.discord.stand_in import TOKEN, StandIn

CHILD = "process"


async def run(address: str, shards: str, database: str) -> None:
    """Be a bot that runs some shards, or all, until the standard input ends."""
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = URL(address.replace("http", "ws") + "/gateway")
    conversation = Conversation(SimpleNamespace(), {}, memory=Memory(database) if database else None)
    client = DiscordClient(conversation, Settings.read({"CRATEBOT_SHARDS": shards}).shards)
    life = asyncio.create_task(client.start(TOKEN))
    await asyncio.to_thread(sys.stdin.read)
    await client.leave()
    await life
    conversation.close()


async def connected(shards: int, at_once: int, processes: int, database: str) -> tuple[float, float]:
    """Seconds from the start of all processes until all shards are ready, and the shortest wait within a line."""
    async with StandIn(shards=shards, at_once=at_once) as stand_in:
        bounds = [number * shards // processes for number in range(processes + 1)]
        ranges = [f"{bounds[n]}-{bounds[n + 1] - 1}/{shards}" for n in range(processes)] if processes > 1 else [""]
        began = time.perf_counter()
        bots = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.discord_shards", CHILD, stand_in.address, one, database,
                stdin=asyncio.subprocess.PIPE,
            )
            for one in ranges
        ]  # fmt: skip
        await stand_in.ready.wait()
        seconds = time.perf_counter() - began
        await asyncio.gather(*(bot.communicate(b"") for bot in bots))
        assert sorted(one["shard"][0] for one in stand_in.identified) == list(range(shards))
        return seconds, stand_in.shortest_wait()


def main() -> None:
    if sys.argv[1:2] == [CHILD]:
        return asyncio.run(run(*sys.argv[2:5]))
    shards, at_once = (int(said) for said in sys.argv[1:3]) if len(sys.argv) > 2 else (1024, 64)
    processes = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as folder:
        database = sys.argv[4] if len(sys.argv) > 4 else f"sqlite:///{folder}/memory.sqlite"
        seconds, shortest = asyncio.run(connected(shards, at_once, processes, database))
    one_by_one = 5 * (shards - 1)
    print(
        f"{shards:,} shards of {processes} processes, {at_once} at once: {seconds:.1f} s, of a line never two within "
        f"{shortest:.2f} s; one every five seconds would take {one_by_one:,} s ({one_by_one / seconds:.0f} times)"
    )
    return None


if __name__ == "__main__":
    main()
