"""Each platform as a soak sees it: people ask, and every answer to every request is counted."""

import asyncio
import html
import io
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, redirect_stdout, suppress
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from bot.conversation import Conversation
from bot.platforms import console
from tests.bot.platforms.discord.stand_in import APPLICATION, StandIn
from tests.bot.platforms.running import discord_running, slack_running, slack_stand_in, web_running
from tests.bot.platforms.slack.conftest import Slack

MODELS = Path(__file__).resolve().parents[2] / "models"
PATIENCE = 180.0
"""Seconds after which a request counts as not answered."""


class Platform:
    """One platform with the bot on it.

    Attributes
    ----------
    answers : Counter
        Answers by request.
    """

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.numbers = count()

    async def ask(self, person: int, text: str) -> str:
        """Ask, and wait for the first answer; the key of the request."""
        raise NotImplementedError

    async def settle(self) -> None:
        """Let second answers arrive, and drop what the stand-in recorded."""

    async def trouble(self, kind: str) -> None:
        """Let something go wrong on the platform's side: ``429``, ``5xx``, ``network cut`` or ``broken``."""

    @property
    def has_network(self) -> bool:
        """Whether there is another side that can go wrong."""
        return type(self).trouble is not Platform.trouble


class Terminal(Platform):
    """Lines in, JSON lines out."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self._conversation = conversation

    async def ask(self, person: int, text: str) -> str:
        key = f"line {next(self.numbers)}"
        out, before = io.StringIO(), sys.stdin
        sys.stdin = io.StringIO(f"{text}\n")
        try:
            with redirect_stdout(out):
                console.run(self._conversation, as_json=True)
        finally:
            sys.stdin = before
        self.answers[key] += out.getvalue().count("\n")
        return key


class Web(Platform):
    """The page's socket, one a person; a person whose socket breaks opens another and asks again."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._people: dict[int, tuple[ClientSession, ClientWebSocketResponse]] = {}
        self._turns: dict[int, asyncio.Lock] = {}

    async def _socket(self, person: int) -> ClientWebSocketResponse:
        session, socket = self._people.get(person, (None, None))
        if session is None:
            session = ClientSession(cookie_jar=CookieJar(unsafe=True))
            await (await session.get(self._url)).read()
        if socket is None or socket.closed:
            socket = await session.ws_connect(f"{self._url}/socket", headers={"Origin": self._url}, max_msg_size=0)
            await socket.send_json({"type": "join", "name": f"P{person}"})
        self._people[person] = session, socket
        return socket

    async def ask(self, person: int, text: str) -> str:
        key = f"question-{next(self.numbers):08}"
        async with self._turns.setdefault(person, asyncio.Lock()), asyncio.timeout(PATIENCE):
            while True:
                try:
                    socket = await self._socket(person)
                    await socket.send_json({"type": "ask", "id": key, "text": text, "private": True})
                    while (frame := await socket.receive()).type is WSMsgType.TEXT:
                        message = frame.json()
                        if message["type"] == "exchange" and message["asked_as"] == key and message["reply"]:
                            self.answers[key] += 1
                            return key
                except (ClientError, ConnectionError):
                    continue

    async def trouble(self, kind: str) -> None:
        for _, socket in self._people.values():
            await socket.close()

    async def close(self) -> None:
        for session, socket in self._people.values():
            await socket.close()
            await session.close()


class OnSlack(Platform):
    """Direct messages to the bot, one at a time a person; an answer is a message of the bot's in the same channel."""

    def __init__(self, slack: Slack) -> None:
        super().__init__()
        self.slack = slack
        self._turns: dict[int, asyncio.Lock] = {}
        self._reading = asyncio.create_task(self._read())
        self._waiting: dict[str, tuple[str, asyncio.Event]] = {}

    async def _read(self) -> None:
        while True:
            said = await self.slack.said.get()
            assert said["problems"] == [], said["problems"]
            if said.get("method") == "chat.postMessage" and said["channel"] in self._waiting:
                key, answered = self._waiting[said["channel"]]
                self.answers[key] += 1
                answered.set()

    async def ask(self, person: int, text: str) -> str:
        key, channel = f"message {next(self.numbers)}", f"D{person}"
        async with self._turns.setdefault(person, asyncio.Lock()), asyncio.timeout(PATIENCE):
            answered = asyncio.Event()
            self._waiting[channel] = key, answered
            written = self.slack.written(html.escape(text, quote=False), channel=channel, user=f"U{person}")
            while not answered.is_set():
                await self.slack.connected.wait()
                try:
                    await self.slack.event(written)
                except ConnectionError:
                    # The bot has closed the connection and opens another.
                    await asyncio.sleep(0.1)
                    continue
                # What was lost with a connection is delivered again, as Slack does.
                with suppress(TimeoutError):
                    await asyncio.wait_for(answered.wait(), 10)
        return key

    async def settle(self) -> None:
        await asyncio.sleep(0.2)
        self.slack.calls.clear()
        self.slack.uploads.clear()
        for ts in list(self.slack.messages)[:-200]:
            del self.slack.messages[ts]
        for queue in (self.slack.shared, self.slack.acknowledged, self.slack.views):
            while not queue.empty():
                queue.get_nowait()

    async def trouble(self, kind: str) -> None:
        if kind == "broken":
            assert self.slack.socket is not None
            self.slack.connected.clear()
            await self.slack.socket.close()
        else:
            self.slack.failures += [{"429": 429, "5xx": 503, "network cut": 0}[kind]]

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)


class OnDiscord(Platform):
    """Mentions of the bot in one channel, each answered by a reply."""

    def __init__(self, stand_in: StandIn) -> None:
        super().__init__()
        self.stand_in = stand_in
        self._turns: dict[int, asyncio.Lock] = {}
        self._said: dict[str, Any] = {}

    async def ask(self, person: int, text: str) -> str:
        key = f"message {next(self.numbers)}"
        async with self._turns.setdefault(person, asyncio.Lock()), asyncio.timeout(PATIENCE):
            said = await self.stand_in.say(f"<@{APPLICATION}> {text}", guild="44", user=1000 + person)
            self._said[key] = said
            await asyncio.wait_for(said.answered.wait(), PATIENCE)
        return key

    async def settle(self) -> None:
        await asyncio.sleep(0.2)
        self.answers.update({key: len(said.answers) for key, said in self._said.items()})
        assert self.stand_in.problems == [], self.stand_in.problems
        self._said.clear()
        self.stand_in.forget()
        self.stand_in._said.clear()
        # Old events keep their numbers; nobody resumes from so far back.
        events = self.stand_in._events
        events[:-50] = [("", {})] * len(events[:-50])
        while not self.stand_in.typing.empty():
            self.stand_in.typing.get_nowait()

    async def trouble(self, kind: str) -> None:
        if kind == "broken":
            await self.stand_in.disconnect()
        elif kind == "429":
            self.stand_in.limit("POST .*/messages$", 0.05)
        elif kind == "network cut":
            self.stand_in.drop("POST .*/messages$")
            self.stand_in.drop("POST .*/messages$", after=True)
        else:
            self.stand_in.fail("POST .*/messages$", 503)


class Api(Platform):
    """Programs that ask over HTTP, each person in a conversation of their own; what is cut off is asked again."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._session = ClientSession()
        self._turns: dict[int, asyncio.Lock] = {}

    async def ask(self, person: int, text: str) -> str:
        key = f"request {next(self.numbers)}"
        body = {"text": text, "conversation": f"person-{person}"}
        async with self._turns.setdefault(person, asyncio.Lock()), asyncio.timeout(PATIENCE):
            while not self.answers[key]:
                # A session that was closed under way, or just before.
                with suppress(ClientError, RuntimeError):
                    async with self._session.post(f"{self._url}/api/v1/ask", json=body) as response:
                        self.answers[key] += "ok" in await response.json()
        return key

    async def trouble(self, kind: str) -> None:
        before, self._session = self._session, ClientSession()
        await before.close()

    async def close(self) -> None:
        await self._session.close()


class OnMcp(Platform):
    """Assistants in sessions over HTTP that ask in plain words, each person in a conversation of their own.

    A request and its result belong together by the protocol, so a second answer can only be an error. Trouble is a
    call that is cancelled and made again, or, if ``broken``, every connection cut by the server's side.
    """

    def __init__(self, clients: list[Any], server: Any) -> None:
        super().__init__()
        self._clients = clients
        self._server = server
        self._turns: dict[int, asyncio.Lock] = {}
        self._calls: set[asyncio.Task[Any]] = set()

    async def ask(self, person: int, text: str) -> str:
        key = f"call {next(self.numbers)}"
        values = {"text": text, "conversation": f"person-{person}"}
        client = self._clients[person % len(self._clients)]
        async with self._turns.setdefault(person, asyncio.Lock()), asyncio.timeout(PATIENCE):
            while not self.answers[key]:
                call = asyncio.create_task(client.call_tool("ask", values))
                self._calls.add(call)
                await asyncio.wait([call])
                self._calls.discard(call)
                if not call.cancelled() and not self._broke(call.exception()):
                    assert call.result().structured_content
                    self.answers[key] += 1
        return key

    @staticmethod
    def _broke(error: BaseException | None) -> bool:
        return type(error).__name__ in ("MCPError", "ReadError", "RemoteProtocolError", "ConnectError")

    async def trouble(self, kind: str) -> None:
        if kind == "broken":
            for connection in list(self._server.server_state.connections):
                connection.transport.abort()
        else:
            for call in self._calls:
                call.cancel()


@asynccontextmanager
async def mcp_opened(conversation: Conversation) -> AsyncIterator[Platform]:
    """Four assistants with sessions at the server on loopback. The package is an extra, so imported here."""
    import httpx2
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    from bot.bearer import Bearers
    from bot.platforms.mcp.serving import address, http_server, listening

    token = "t" * 24
    with closing(listening(0)) as sock:
        server = http_server(conversation, MODELS, Bearers([("ann", token)]), sock)
        serving = asyncio.create_task(server.serve(sockets=[sock]))
        async with AsyncExitStack() as stack:
            clients = []
            for _ in range(4):
                timeout = httpx2.Timeout(30, read=300)
                headers = {"Authorization": f"Bearer {token}"}
                http = await stack.enter_async_context(httpx2.AsyncClient(headers=headers, timeout=timeout))
                transport = streamable_http_client(address(sock), http_client=http)
                clients.append(await stack.enter_async_context(Client(transport, mode="legacy")))
            yield OnMcp(clients, server)
        server.end()
        await serving


@asynccontextmanager
async def opened(name: str, conversation: Conversation) -> AsyncIterator[Platform]:
    """The platform of that name, with the bot on it."""
    if name == "terminal":
        yield Terminal(conversation)
    elif name == "web":
        async with web_running(conversation) as url:
            web = Web(url)
            yield web
            await web.close()
    elif name == "api":
        # What is kept for programs to fetch has reached its bound before memory is looked at.
        with patch("bot.platforms.web.api._MOST_KEPT", 2**20):
            async with web_running(conversation) as url:
                api = Api(url)
                yield api
                await api.close()
    elif name == "slack":
        async with slack_stand_in() as stand_in, slack_running(conversation, stand_in):
            slack = OnSlack(stand_in)
            yield slack
            await slack.close()
    elif name == "mcp":
        async with mcp_opened(conversation) as platform:
            yield platform
    else:
        async with StandIn() as discord, discord_running(conversation, discord):
            yield OnDiscord(discord)


NAMES = ("terminal", "web", "api", "slack", "discord", "mcp")
