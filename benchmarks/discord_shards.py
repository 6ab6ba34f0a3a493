"""How long many shards of one process take to connect to the stand-in for Discord, which checks every message.

``python -m benchmarks.discord_shards [SHARDS AT_ONCE]``: by default 1,024 shards, of which 64 may identify at once, as
Discord allows bots of that size.
"""

import asyncio
import sys
import time
from types import SimpleNamespace

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.conversation import Conversation
from bot.platforms.discord.client import DiscordClient
from tests.bot.platforms.discord.stand_in import TOKEN, StandIn


async def connected(shards: int, at_once: int) -> float:
    """Seconds from the start until all shards are ready."""
    async with StandIn(shards=shards, at_once=at_once) as stand_in:
        Route.BASE = stand_in.api
        DiscordWebSocket.DEFAULT_GATEWAY = URL(stand_in.address.replace("http", "ws") + "/gateway")
        conversation = Conversation(SimpleNamespace(), {})
        client = DiscordClient(conversation)
        began = time.perf_counter()
        life = asyncio.create_task(client.start(TOKEN))
        await stand_in.ready.wait()
        seconds = time.perf_counter() - began
        await client.leave()
        await life
        conversation.close()
        return seconds


def main() -> None:
    shards, at_once = (int(said) for said in sys.argv[1:3]) if len(sys.argv) > 2 else (1024, 64)
    seconds = asyncio.run(connected(shards, at_once))
    one_by_one = 5 * (shards - 1)
    print(f"{shards:,} shards, {at_once} at once: {seconds:.1f} s; one every five seconds would take {one_by_one:,} s")


if __name__ == "__main__":
    main()
