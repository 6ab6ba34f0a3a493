"""Connections that say nothing, take nothing, are too many or speak no HTTP."""

import asyncio
import ipaddress
import logging
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.blobs import Blob
from bot.platforms.web.addresses import Proxies
from bot.platforms.web.app import WebApp
from bot.platforms.web.connections import HEADERS, Connections, Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

PERSON = "p" * 22


class Noted(Connections):
    """Tells when a connection has ended, which who does not read does not see."""

    gone = asyncio.Event()

    def lost(self, connection):
        super().lost(connection)
        self.gone.set()


@pytest_asyncio.fixture(loop_scope="session")
async def listening(place):
    """Serves the page's application with other limits, and gives the port."""

    @asynccontextmanager
    async def listen(trusted="192.0.2.1", **limits):
        runner = web.AppRunner(WebApp(place.channel).app(), shutdown_timeout=1)
        await runner.setup()
        Noted.gone.clear()
        await Site(runner, "127.0.0.1", 0, Noted(Proxies((ipaddress.ip_network(trusted),)), **limits)).start()
        yield runner.addresses[0][1]
        await runner.cleanup()

    return listen


async def connect(port, content=b""):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(content)
    return reader, writer


async def ended(reader):
    """Whether the other end closes, within ten seconds."""
    async with asyncio.timeout(10):
        with suppress(ConnectionError):
            while await reader.read(65536):
                pass
    return True


async def page(port):
    async with aiohttp.ClientSession() as session, session.get(f"http://localhost:{port}/healthz") as response:
        return response.status


@pytest.mark.parametrize(
    "said", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /"]
)
async def test_who_sends_no_whole_head_is_closed(listening, said):
    async with listening(head_s=0.2) as port:
        reader, _ = await connect(port, said)
        assert await ended(reader)


async def test_a_trusted_proxy_may_hold_connections_for_reuse(listening):
    async with listening(trusted="127.0.0.1", head_s=0.1, most_of_one=2) as port:
        held = [await connect(port) for _ in range(5)]
        async with listening(head_s=0.3) as other:
            reader, _ = await connect(other)
            assert await ended(reader)
        for reader, writer in held:
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b" 200 " in await reader.readline()


async def test_idle_connections_give_way_to_who_comes(listening):
    async with listening(most=20, most_of_one=10) as port:
        held = [await connect(port) for _ in range(30)]
        assert await page(port) == 200
        for reader, _ in held[:20]:
            assert await ended(reader)
        assert not held[-1][0].at_eof()


async def test_connections_that_are_used_are_not_closed_for_others(listening, place):
    async with listening(most=3) as port:
        url = f"http://localhost:{port}"
        async with aiohttp.ClientSession(cookies={"cratebot_person": PERSON}) as session:
            sockets = [await session.ws_connect(f"{url}/socket", headers={"Origin": url}) for _ in range(3)]
            reader, _ = await connect(port)
            assert await ended(reader)
            await sockets[0].send_str('{"type":"join"}')
            assert (await sockets[0].receive_json(timeout=5))["type"] == "you"


async def test_who_takes_nothing_of_what_waits_is_closed(listening, place):
    key = place.channel.pictures_and_files.put(Blob("a.csv", bytes(20 * 2**20), "text/csv"))
    async with listening(write_s=0.3) as port:
        asked = f"GET /blob/{key} HTTP/1.1\r\nHost: localhost\r\nCookie: cratebot_person={PERSON}\r\n\r\n"
        reader, writer = await connect(port, asked.encode())
        await reader.read(100)
        writer.transport.pause_reading()
        async with asyncio.timeout(10):
            await Noted.gone.wait()


async def test_a_large_file_is_sent_whole_to_who_takes_it(listening, place):
    content = bytes(range(256)) * 2**13
    key = place.channel.pictures_and_files.put(Blob("a.csv", content, "text/csv"))
    async with (
        listening() as port,
        aiohttp.ClientSession(cookies={"cratebot_person": PERSON}) as session,
        session.get(f"http://localhost:{port}/blob/{key}") as response,
    ):
        assert response.headers["Content-Type"] == "text/csv"
        assert await response.read() == content


@pytest.mark.parametrize(
    "said",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"POST /enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nCookie: cratebot_person=pppppppppppppppppppppp\r\n\r\n",
        b"DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /upload HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /socket HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n\r\n",
        *(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for path in (
            "/", "/enter", "/healthz", "/readyz", "/page/chat.js", "/page/none", "/blob/none", "/leave",
        )),
    ],
)  # fmt: skip
async def test_every_response_is_hardened_and_strangers_fill_no_log(place, said, caplog):
    with caplog.at_level(logging.INFO):
        reader, writer = await connect(place.port, said)
        async with asyncio.timeout(10):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        writer.close()
    for name, value in HEADERS.items():
        assert f"{name}: {value}\r\n" in head
    assert "unsafe" not in head
    assert "Python" not in head
    assert "aiohttp" not in head
    assert caplog.records == []


async def test_what_fails_here_is_a_line_without_a_trace_for_the_browser(place, monkeypatch, caplog):
    monkeypatch.setattr(place.channel.pictures_and_files, "get", None)
    async with (
        aiohttp.ClientSession(cookies={"cratebot_person": PERSON}) as session,
        session.get(f"{place.url}/blob/x") as response,
    ):
        assert (response.status, await response.text()) == (500, "That did not work.")
        assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert [record.message for record in caplog.records] == ["a request failed"]
