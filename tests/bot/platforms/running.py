"""The bot running on a stand-in of each platform, for tests that play through all of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from unittest.mock import patch

from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.discord.client import DiscordClient
from bot.platforms.slack.app import serve
from bot.platforms.web.app import serve as serve_web
from bot.platforms.web.channel import Channel
from tests.bot.platforms.discord.stand_in import TOKEN, StandIn
from tests.bot.platforms.slack.conftest import Slack


@asynccontextmanager
async def slack_stand_in() -> AsyncIterator[Slack]:
    """Slack on loopback; clients made meanwhile talk to it."""
    stand_in = Slack()
    runner = web.AppRunner(stand_in.app(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with ExitStack() as stack:
        here = partial(AsyncWebClient, base_url=f"{stand_in.url}/api/")
        stack.enter_context(patch("bot.platforms.slack.app.AsyncWebClient", here))
        own = patch("bot.platforms.slack.files.is_slacks_own", lambda url: str(url).startswith(stand_in.url))
        stack.enter_context(own)
        yield stand_in
    await runner.cleanup()


@asynccontextmanager
async def slack_running(conversation: Conversation, slack: Slack) -> AsyncIterator[None]:
    """The bot, connected to Slack's stand-in."""
    slack.connected.clear()
    task = asyncio.create_task(serve(conversation, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 10)
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def discord_running(conversation: Conversation, stand_in: StandIn) -> AsyncIterator[DiscordClient]:
    """The bot, ready on Discord's stand-in."""
    gateway = URL(stand_in.address.replace("http", "ws") + "/gateway")
    with patch.object(Route, "BASE", stand_in.api), patch.object(DiscordWebSocket, "DEFAULT_GATEWAY", gateway):
        stand_in.ready.clear()
        client = DiscordClient(conversation)
        life = asyncio.create_task(client.start(TOKEN))
        await asyncio.wait_for(stand_in.ready.wait(), 10)
        yield client
        await client.leave()
        await life


@asynccontextmanager
async def web_running(conversation: Conversation) -> AsyncIterator[str]:
    """The web page; its address."""
    channel = Channel(conversation, questions=Cooldown(burst=10**9))
    # Programs may ask as often, too.
    with patch("bot.platforms.web.api.Cooldown", lambda *_, **__: Cooldown(burst=10**9)):
        runner = await serve_web(channel, "127.0.0.1", 0, "")
    yield f"http://localhost:{runner.addresses[0][1]}"
    await runner.cleanup()
