"""The Discord platform: messages in plain words, slash commands from the definitions, buttons that carry requests."""

import asyncio
import logging
import signal
import sys

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.conversation import Conversation
from bot.platforms.discord.client import DiscordClient
from bot.posting import post_for
from bot.settings import Settings

# Gateway close codes that the settings cause: token, shard, sharding, intents.
_SETTINGS = frozenset({4004, 4010, 4011, 4013, 4014})


def run(conversation: Conversation, settings: Settings) -> int:
    """Be on Discord until SIGTERM or SIGINT; the exit code."""
    if not settings.discord_token:
        print("DISCORD_TOKEN is not set: put the bot's token into .env (README, Discord).", file=sys.stderr)
        return 2
    if not settings.discord_token.isascii() or not settings.discord_token.isprintable():
        return _refused()  # No header could even carry it.
    _hush()
    # Threads that answer give way to the event loop within half a millisecond instead of five.
    sys.setswitchinterval(0.0005)
    return asyncio.run(_run(conversation, settings))


def _refused() -> int:
    print("Discord does not accept DISCORD_TOKEN: copy the bot's token anew (README, Discord).", file=sys.stderr)
    return 2


def _hush() -> None:
    """Keep the library from warning of what is as it should be."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    logging.getLogger("discord.state").addFilter(lambda record: "Guilds intent" not in record.msg)


async def _run(conversation: Conversation, settings: Settings) -> int:
    if settings.discord_api:
        Route.BASE = settings.discord_api.rstrip("/")
    client = DiscordClient(conversation, settings.shards)
    loop = asyncio.get_running_loop()
    # In asyncio's debug mode what holds the loop longer is logged.
    loop.slow_callback_duration = 0.05
    leaving: set[asyncio.Task[None]] = set()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: leaving.add(loop.create_task(client.leave())))
    try:
        conversation.observer.state = client.state
        async with client, conversation.observer.loop:
            await client.login(settings.discord_token)
            loops = [
                loop.create_task(one) for one in (post_for(conversation, "discord", client.post), client.live.run())
            ]
            if settings.discord_api:
                DiscordWebSocket.DEFAULT_GATEWAY = URL((await client.http.get_bot_gateway())[1])
            await client.connect()
    except discord.LoginFailure:
        return _refused()
    except discord.ConnectionClosed as error:
        print(f"Discord closed the connection for good (code {error.code}).", file=sys.stderr)
        return 2 if error.code in _SETTINGS else 1
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        if leaving:
            return 0
        print(f"Discord cannot be reached: {error}", file=sys.stderr)
        return 1
    for one in loops:
        one.cancel()
    await asyncio.gather(*leaving)
    return 0
