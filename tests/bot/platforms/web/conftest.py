"""The web platform with made-up commands, its visitors in a real browser, and plain sockets to it."""

import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from made_up_commands import MadeUp

from bot.cooldown import Cooldown
from bot.platforms.web.app import serve
from bot.platforms.web.channel import Channel

_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Place:
    """A running platform that can be closed and opened again under the same address."""

    channel: Channel
    passphrase: str = ""
    port: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    async def open(self) -> "Place":
        self._runner = await serve(self.channel, "127.0.0.1", self.port, self.passphrase)
        self.port = self._runner.addresses[0][1]
        return self

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None


@dataclass
class Socket:
    """A person without a browser."""

    socket: aiohttp.ClientWebSocketResponse

    async def say(self, **message: Any) -> None:
        await self.socket.send_str(json.dumps(message))

    async def until(self, kind: str, fits: Callable[[dict[str, Any]], bool] = lambda message: True) -> dict[str, Any]:
        """The next message of that type that fits; fails when the socket closes or is silent for five seconds."""
        while True:
            message = await self.socket.receive_json(timeout=5)
            if message["type"] == kind and fits(message):
                return message

    async def answer(self, text: str, asked_as: str = "question1", **more: Any) -> dict[str, Any]:
        await self.say(type="ask", id=asked_as, text=text, **more)
        exchange = await self.until("exchange", lambda e: e["asked_as"] == asked_as and e["reply"] is not None)
        return exchange["reply"]


@dataclass
class Person:
    """A browser's cookies and requests, without the browser."""

    place: Place
    session: aiohttp.ClientSession
    headers: dict[str, str] = field(default_factory=dict)

    async def join(self, name: str = "Ada") -> Socket:
        await (await self.session.get(self.place.url)).read()
        headers = {"Origin": self.place.url}
        socket = Socket(await self.session.ws_connect(f"{self.place.url}/socket", headers=headers))
        await socket.say(type="join", name=name)
        return socket


@pytest.fixture
def made_up():
    return MadeUp()


@pytest.fixture
def made_up_conversation(made_up):
    conversation = made_up.conversation()
    yield conversation
    made_up.may_end.set()
    conversation.close()


@pytest_asyncio.fixture(loop_scope="session")
async def place(made_up_conversation) -> AsyncIterator[Place]:
    place = await Place(Channel(made_up_conversation, questions=Cooldown(burst=250))).open()
    yield place
    await place.close()


@pytest_asyncio.fixture(loop_scope="session")
async def demo_place(conversation) -> AsyncIterator[Place]:
    """The real commands over the demo catalogue."""
    place = await Place(Channel(conversation)).open()
    yield place
    await place.close()


@pytest_asyncio.fixture(loop_scope="session")
async def locked_place(made_up_conversation) -> AsyncIterator[Place]:
    place = await Place(Channel(made_up_conversation, questions=Cooldown(burst=250)), passphrase="open sesame").open()
    yield place
    await place.close()


@pytest_asyncio.fixture(loop_scope="session")
async def person(place):
    """Makes people."""
    async with AsyncExitStack() as stack:

        async def make() -> Person:
            session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
            return Person(place, await stack.enter_async_context(session))

        yield make


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no browser is installed: apt-get install chromium")
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    async with playwright.async_playwright() as running:
        browser = await running.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser, place):
    """Opens the page as somebody new; whatever the console complains of fails the test."""
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def open_page(url: str | None = None, **options: Any) -> Any:
            context = await browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
            stack.push_async_callback(context.close)
            context.set_default_timeout(30_000)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            await page.goto(url or place.url)
            return page

        open_page.complaints = complaints
        yield open_page
        assert complaints == []
