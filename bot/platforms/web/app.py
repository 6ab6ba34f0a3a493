"""The pages, the socket and the checks in front of them. Nothing is read from disk but the page's own files."""

import asyncio
import contextlib
import hashlib
import logging
import os
import re
import secrets
import signal
import sys
import threading
import webbrowser
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from aiohttp import WSCloseCode, WSMsgType, web

from bot.bearer import Bearers
from bot.blobs import Blob
from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.web.addresses import Proxies, is_loopback, without_port
from bot.platforms.web.api import Api
from bot.platforms.web.channel import Channel, Refused
from bot.platforms.web.connections import HEADERS, SHUTDOWN_S, Connection, Connections, Site, raise_file_limit
from bot.platforms.web.entry import Entry
from bot.platforms.web.line import Line
from bot.platforms.web.links import Links
from bot.platforms.web.names import tidy_name
from bot.platforms.web.openapi import PREFIX
from bot.platforms.web.readiness import Readiness
from bot.platforms.web.sending import send_file
from bot.platforms.web.uploads import MOST_UPLOAD, Uploads
from bot.posting import post_for
from bot.settings import Settings

_MOST_MESSAGE = 32 * 2**10
_MOST_SOCKETS = 200
_MOST_SOCKETS_OF_ONE = 5
_HEARTBEAT_S = 20
_FORM_S = 10
_END_S = 9
_INTERRUPTED = 130
_MOST_FORM = 4096
_FORM = "application/x-www-form-urlencoded"
_MEDIA_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
# The whole list: a name that is not in it is not served.
_FILES = (
    "chat.css", "cards.css", "crates.css", "chat.js", "cards.js", "channels.js", "completion.js", "composer.js",
    "connection.js", "crates.js", "dialogs.js", "join.js", "icon.svg",
)  # fmt: skip
# What strangers may have.
_PUBLIC = ("/", "/enter", "/join", "/healthz", "/readyz")

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class _Asset:
    content: bytes
    media_type: str
    tag: str


def _asset(name: str) -> _Asset:
    content = (files("bot.platforms.web") / "page" / name).read_bytes()
    return _Asset(content, _MEDIA_TYPES[name.rpartition(".")[2]], hashlib.sha256(content).hexdigest()[:16])


class WebApp:
    """The handlers of one running page.

    Parameters
    ----------
    channel : Channel
    passphrase : str
        Asked for before anything but the form is served; empty for none, which only loopback addresses may have.
    proxies : Proxies
        Whose headers say where requests come from.
    bearers : Bearers
        The programs that may use the API.
    """

    def __init__(
        self, channel: Channel, passphrase: str = "", proxies: Proxies | None = None, bearers: Bearers | None = None
    ) -> None:
        self._channel = channel
        self._assets = {name: _asset(name) for name in (*_FILES, "index.html", "enter.html", "join.html")}
        self._entry = Entry(passphrase, proxies or Proxies())
        self._api = Api(channel, self._entry, bearers or Bearers(()))
        self._links = Links()
        self._linking = Cooldown(burst=5, seconds=30)
        self._uploads = Uploads()
        self._ready = Readiness(channel.conversation)
        self._drawing = asyncio.Semaphore(2)
        # Sockets by person, those included that are just being opened, and those that are open.
        self._sockets: Counter[str] = Counter()
        self._lines: set[Line] = set()

    def app(self) -> web.Application:
        """The application."""
        app = web.Application(client_max_size=MOST_UPLOAD, middlewares=[self._check])
        app.router.add_get("/", self._page)
        app.router.add_post("/enter", self._enter)
        app.router.add_post("/leave", self._leave)
        app.router.add_post("/link/{whom}", self._link)
        app.router.add_get("/join", self._join_form)
        app.router.add_post("/join", self._join)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/blob/{key}", self._blob)
        app.router.add_get("/page/{name}", self._file)
        self._api.add_routes(app.router)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/readyz", self._readiness)
        app.on_response_prepare.append(self._harden)
        app.on_shutdown.append(self._shut)
        return app

    @web.middleware
    async def _check(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Who may come in: against other sites' pages, names that were rebound to this address, and strangers."""
        connection = request.protocol
        assert isinstance(connection, Connection)
        connection.busy = True
        try:
            if request.path.startswith(f"{PREFIX}/"):
                return await self._api.answer(request, handler)
            self._check_site(request)
            public = request.path in _PUBLIC or request.path.startswith("/page/")
            if not public and not self._entry.allows(request):
                raise web.HTTPUnauthorized(text="Reload the page.")
            return await handler(request)
        finally:
            connection.idle()

    def _check_site(self, request: web.Request) -> None:
        host = request.headers.get("Host", "")
        if self._entry.open and not is_loopback(without_port(host)):
            raise web.HTTPForbidden(text="This page answers to localhost only.")
        if request.method == "POST" or request.path == "/socket":
            _, _, origin = request.headers.get("Origin", "").partition("://")
            if not host or origin.lower() != host.lower():
                raise web.HTTPForbidden(text="Another site may not do this.")

    async def _harden(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")

    async def _shut(self, app: web.Application) -> None:
        await self._hang_up(self._lines, WSCloseCode.GOING_AWAY)
        await self._channel.close()

    async def _hang_up(self, lines: Iterable[Line], code: int) -> None:
        await asyncio.gather(*(line.close(code) for line in tuple(lines)))

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _readiness(self, request: web.Request) -> web.Response:
        found = await self._ready()
        ready = all(found.values())
        return web.json_response({"ready": ready, **found}, status=200 if ready else 503)

    async def _page(self, request: web.Request) -> web.Response:
        if not self._entry.open and not self._entry.allows(request):
            return self._form(401)
        response = self._html("index.html", 200, b"hidden" if self._entry.open else b"")
        self._entry.keep(request, response, self._entry.person(request) or secrets.token_urlsafe(16))
        return response

    def _html(self, name: str, status: int, said: bytes, token: bytes = b"", sure: bytes = b"") -> web.Response:
        words = {b"said": said, b"token": token, b"sure": sure}
        body = re.sub(rb"\{\{(\w+)\}\}", lambda place: words[place[1]], self._assets[name].content)
        return web.Response(body=body, status=status, content_type="text/html", charset="utf-8")

    def _form(self, status: int, said: str = "") -> web.Response:
        return self._html("enter.html", status, said.encode())

    async def _posted(self, request: web.Request) -> Mapping[str, str]:
        """A form. Strangers send it: no body of unknown or of more than a form's size, and no parts that go to disk."""
        if request.content_length is None or request.content_length > _MOST_FORM or request.content_type != _FORM:
            raise web.HTTPRequestEntityTooLarge(_MOST_FORM, request.content_length or 0, text="That is no form.")
        try:
            async with asyncio.timeout(_FORM_S):
                return {name: str(value) for name, value in (await request.post()).items()}
        except TimeoutError:
            raise web.HTTPRequestTimeout from None

    async def _enter(self, request: web.Request) -> web.Response:
        passphrase = (await self._posted(request)).get("passphrase", "")
        who = self._entry.who(request)
        if wait := self._entry.guesses.seconds_left(who):
            return self._form(429, f"Too many tries. Wait {wait} s.")
        if not await self._entry.is_right(passphrase):
            return self._form(401, "That is not the passphrase.")
        self._entry.guesses.was_right(who)
        return self._let_in(request)

    def _let_in(self, request: web.Request, person: str = "") -> web.Response:
        response = web.Response(status=303, headers={"Location": "/"})
        self._entry.let_in(request, response, person)
        return response

    async def _link(self, request: web.Request) -> web.Response:
        """Make a link that lets somebody new in, or another device of who asks."""
        person = self._entry.person(request)
        if wait := self._linking.seconds_left(person):
            raise web.HTTPTooManyRequests(text=f"You make many links. Again in {wait} s.")
        whom = request.match_info["whom"]
        if self._entry.open or whom not in ("invite", "device"):
            raise web.HTTPNotFound
        return web.json_response({"path": f"/join#{self._links.make(person if whom == 'device' else '')}"})

    async def _join_form(self, request: web.Request) -> web.Response:
        if self._entry.open:
            raise web.HTTPSeeOther("/")
        return self._html("join.html", 200, b"You have been given a link into this channel.")

    async def _join(self, request: web.Request) -> web.Response:
        posted = await self._posted(request)
        token = posted.get("token", "")
        person = self._links.look(token)
        if person is None:
            return self._form(401, "That link is used or too old. Ask for another one, or enter the passphrase.")
        if person and not posted.get("sure"):
            # Who is given another's link would go on as that person, and be read by that person.
            said = f"You go on as {escape(self._channel.name_of(person))}. Come in only if that is you."
            return self._html("join.html", 200, said.encode(), token.encode(), b"yes")
        self._links.use(token)
        return self._let_in(request, person)

    async def _leave(self, request: web.Request) -> web.Response:
        response = web.Response(status=303, headers={"Location": "/"})
        self._entry.log_out(request, response)
        person = self._entry.person(request)
        self._links.end(person)
        await self._hang_up((line for line in self._lines if line.person == person), WSCloseCode.POLICY_VIOLATION)
        return response

    async def _file(self, request: web.Request) -> web.Response:
        asset = self._assets.get(request.match_info["name"]) if request.match_info["name"] in _FILES else None
        if asset is None:
            raise web.HTTPNotFound
        headers = {"ETag": f'"{asset.tag}"', "Cache-Control": "no-cache"}
        if any(tag.value == asset.tag for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=asset.content, content_type=asset.media_type, charset="utf-8", headers=headers)

    async def _blob(self, request: web.Request) -> web.StreamResponse:
        blob = self._channel.pictures_and_files.get(request.match_info["key"])
        if blob is None:
            raise web.HTTPNotFound(text="No longer kept. Ask again.")
        content = blob.content
        theme, scale = request.query.get("theme", ""), request.query.get("scale", "1")
        if blob.draw is not None and theme in ("dark", "light") and scale in ("1", "2"):
            async with self._drawing:
                content = await asyncio.to_thread(blob.draw, theme, float(scale))
        return await send_file(request, blob.name, content, blob.media_type)

    async def _upload(self, request: web.Request) -> web.Response:
        person = self._entry.person(request)
        content = await self._uploads.read(request, person)
        name = tidy_name(request.query.get("name", "")) or "file"
        blob = Blob(name, content, "application/octet-stream", person)
        return web.json_response({"id": self._channel.uploads.put(blob)})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        person = self._entry.person(request)
        if self._sockets.total() >= _MOST_SOCKETS or self._sockets[person] >= _MOST_SOCKETS_OF_ONE:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.")
        self._sockets[person] += 1
        try:
            socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_S, max_msg_size=_MOST_MESSAGE, autoclose=False)
            await socket.prepare(request)
            assert isinstance(request.protocol, Connection)
            await self._listen(socket, Line(socket, person, request.protocol.abort))
        finally:
            self._sockets[person] -= 1
            self._sockets += Counter()
        return socket

    async def _listen(self, socket: web.WebSocketResponse, line: Line) -> None:
        self._lines.add(line)
        writer = asyncio.create_task(line.drain())
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    raise Refused("not text")
                if not line.given_up:
                    self._channel.hear(line, message.data)
                    await line.pace()
            if line.given_up:
                # The other end has agreed; aiohttp would send it another close frame.
                line.abort()
        except Refused as refused:
            await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=str(refused).encode())
        finally:
            self._lines.discard(line)
            line.ended.set()
            self._channel.leave(line)
            writer.cancel()


async def serve(
    channel: Channel,
    host: str,
    port: int,
    passphrase: str = "",
    proxies: Proxies | None = None,
    bearers: Bearers | None = None,
) -> web.AppRunner:
    """Start the page; ``runner.addresses`` says where, ``await runner.cleanup()`` stops it."""
    proxies = proxies or Proxies()
    runner = web.AppRunner(WebApp(channel, passphrase, proxies, bearers).app(), shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    await Site(runner, host, port, Connections(proxies, most=raise_file_limit())).start()
    return runner


def run(conversation: Conversation, settings: Settings, host: str, port: int) -> int:
    """Serve the page until interrupted; the exit code."""
    if not settings.web_passphrase and not is_loopback(host):
        print(f"{host} is reachable from other machines: set CRATEBOT_WEB_PASSPHRASE first.", file=sys.stderr)
        return 2
    # It would log words of whoever connects.
    logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)
    try:
        asyncio.run(_stay(conversation, settings, host, port))
    except OSError as error:
        print(f"Cannot listen on {host} port {port}: {error.strerror}. Try --port 0.", file=sys.stderr)
        return 2
    return 0


def has_desktop(environment: Mapping[str, str]) -> bool:
    """Whether a browser window can be opened: a terminal alone would get a text browser in the middle of the log."""
    if environment.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys())


async def _stay(conversation: Conversation, settings: Settings, host: str, port: int) -> None:
    passphrase = settings.web_passphrase
    channel = Channel(conversation, keep=True, local=not passphrase)
    proxies = Proxies(settings.trusted_proxies, https=settings.web_https)
    runner = await serve(channel, host, port, passphrase, proxies, Bearers(settings.api_tokens))
    stop = asyncio.Event()
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    posting = asyncio.create_task(post_for(conversation, "web", channel.post))
    try:
        address = f"http://{f'[{host}]' if ':' in host else host}:{runner.addresses[0][1]}/"
        print(f"cratebot is listening on {address}  (Ctrl+C ends it)", flush=True)
        if is_loopback(host) and sys.stdout.isatty() and has_desktop(os.environ):
            await asyncio.to_thread(webbrowser.open, address)
        async with conversation.observer.loop:
            await stop.wait()
    finally:
        _end_soon(0 if stop.is_set() else _INTERRUPTED)
        posting.cancel()
        await runner.cleanup()


def _end_soon(code: int) -> None:
    """End the process although an answer is still under way: whoever sent the signal waits ten seconds, mostly."""
    timer = threading.Timer(_END_S, os._exit, (code,))
    timer.daemon = True
    timer.start()
