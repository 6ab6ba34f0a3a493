"""The pages, the socket and the checks in front of them. Nothing is read from disk but the page's own files."""

import asyncio
import contextlib
import hashlib
import hmac
import ipaddress
import os
import re
import secrets
import signal
import sys
import threading
import webbrowser
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

from aiohttp import WSCloseCode, WSMsgType, web

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.web.blobs import Blob
from bot.platforms.web.channel import Channel, Line, Refused, tidy_name
from bot.posting import post_for
from bot.settings import Settings

MOST_UPLOAD = 20 * 2**20
_UPLOAD_S = 60
_MOST_MESSAGE = 32 * 2**10
_MOST_SOCKETS = 200
_MOST_SOCKETS_OF_ONE = 6
_MOST_UPLOADS_OF_ONE = 2
# A connection that has sent no whole head within this time is closed.
_HEAD_S = 15
_FORM_S = 10
_END_S = 9
_MOST_FORM = 4096
_FORM = "application/x-www-form-urlencoded"
_PERSON = "cratebot_person"
_ENTRY = "cratebot_entry"
_PERSON_ID = re.compile(r"[A-Za-z0-9_-]{22,64}")
_MEDIA_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
# The whole list: a name that is not in it is not served.
_FILES = (
    "chat.css", "cards.css", "crates.css", "chat.js", "cards.js", "channels.js", "completion.js", "composer.js",
    "connection.js", "crates.js", "dialogs.js", "icon.svg",
)  # fmt: skip
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

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
    https : bool
        Whether browsers come by HTTPS, through a proxy: then cookies are ``Secure``.
    """

    def __init__(self, channel: Channel, passphrase: str = "", *, https: bool = False) -> None:
        self._channel = channel
        self._https = https
        self._assets = {name: _asset(name) for name in (*_FILES, "index.html", "enter.html")}
        self._open = not passphrase
        # The cookie is a keyed hash of the person's id: it outlives a restart and ends with the passphrase.
        self._key = _stretched(passphrase) if passphrase else b""
        self._attempts = Cooldown(burst=10, seconds=6)
        self._uploading: Counter[str] = Counter()
        self._drawing = asyncio.Semaphore(2)
        self._sockets: Counter[str] = Counter()

    def app(self) -> web.Application:
        """The application."""
        app = web.Application(client_max_size=MOST_UPLOAD, middlewares=[self._check])
        app.router.add_get("/", self._page)
        app.router.add_post("/enter", self._enter)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/blob/{key}", self._blob)
        app.router.add_get("/page/{name}", self._file)
        app.on_response_prepare.append(self._harden)
        app.on_shutdown.append(self._shut)
        return app

    @web.middleware
    async def _check(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Who may come in: against other sites' pages, names that were rebound to this address, and strangers."""
        host = request.headers.get("Host", "")
        if self._open and not is_loopback(re.sub(r":\d+$", "", host)):
            raise web.HTTPForbidden(text="This page answers to localhost only.")
        if request.method == "POST" or request.path == "/socket":
            _, _, origin = request.headers.get("Origin", "").partition("://")
            if not host or origin.lower() != host.lower():
                raise web.HTTPForbidden(text="Another site may not do this.")
        public = request.path in ("/", "/enter") or request.path.startswith("/page/")
        if not public and not self._entered(request):
            raise web.HTTPUnauthorized(text="Reload the page.")
        return await handler(request)

    async def _harden(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Server"] = "cratebot"

    async def _shut(self, app: web.Application) -> None:
        for line in tuple(self._channel.lines):
            await line.close(WSCloseCode.GOING_AWAY)
        await self._channel.close()

    def _person(self, request: web.Request) -> str:
        person = request.cookies.get(_PERSON, "")
        return person if _PERSON_ID.fullmatch(person) else ""

    def _entry(self, person: str) -> str:
        return hmac.new(self._key, person.encode(), "sha256").hexdigest()

    def _entered(self, request: web.Request) -> bool:
        person = self._person(request)
        said = request.cookies.get(_ENTRY, "")
        return bool(person) and (self._open or hmac.compare_digest(said.encode(), self._entry(person).encode()))

    def _keep_cookie(self, response: web.Response, name: str, value: str) -> None:
        response.set_cookie(
            name, value, max_age=30 * 86400, httponly=True, samesite="Strict", path="/", secure=self._https
        )

    async def _page(self, request: web.Request) -> web.Response:
        person = self._person(request)
        if not self._open and not self._entered(request):
            return self._form(401)
        response = self._html("index.html", 200)
        self._keep_cookie(response, _PERSON, person or secrets.token_urlsafe(16))
        return response

    def _html(self, name: str, status: int) -> web.Response:
        return web.Response(body=self._assets[name].content, status=status, content_type="text/html", charset="utf-8")

    def _form(self, status: int, said: str = "") -> web.Response:
        response = self._html("enter.html", status)
        assert isinstance(response.body, bytes)
        response.body = response.body.replace(b"{{said}}", said.encode())
        return response

    async def _enter(self, request: web.Request) -> web.Response:
        if self._attempts.seconds_left(request.remote or "unknown"):
            return self._form(429, "Too many tries. Wait a minute.")
        # Strangers get here: no body of unknown or of more than a form's size, and no parts that would go to disk.
        if request.content_length is None or request.content_length > _MOST_FORM or request.content_type != _FORM:
            return self._form(413, "That is no passphrase.")
        try:
            async with asyncio.timeout(_FORM_S):
                passphrase = str((await request.post()).get("passphrase", ""))
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        key = await asyncio.to_thread(_stretched, passphrase)
        if not hmac.compare_digest(key, self._key):
            return self._form(401, "That is not the passphrase.")
        # Always a new id: one that stood there before may have been planted.
        person = secrets.token_urlsafe(16)
        response = web.Response(status=303, headers={"Location": "/"})
        self._keep_cookie(response, _PERSON, person)
        self._keep_cookie(response, _ENTRY, self._entry(person))
        return response

    async def _file(self, request: web.Request) -> web.Response:
        asset = self._assets.get(request.match_info["name"]) if request.match_info["name"] in _FILES else None
        if asset is None:
            raise web.HTTPNotFound
        headers = {"ETag": f'"{asset.tag}"', "Cache-Control": "no-cache"}
        if any(tag.value == asset.tag for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=asset.content, content_type=asset.media_type, charset="utf-8", headers=headers)

    async def _blob(self, request: web.Request) -> web.Response:
        blob = self._channel.pictures_and_files.get(request.match_info["key"])
        if blob is None:
            raise web.HTTPNotFound(text="No longer kept. Ask again.")
        content = blob.content
        theme, scale = request.query.get("theme", ""), request.query.get("scale", "1")
        if blob.draw is not None and theme in ("dark", "light") and scale in ("1", "2"):
            async with self._drawing:
                content = await asyncio.to_thread(blob.draw, theme, float(scale))
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        if blob.media_type != "image/png":
            # Never shown as part of this site, whatever is in it.
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(tidy_name(blob.name), safe='')}"
        return web.Response(body=content, content_type=blob.media_type, headers=headers)

    async def _upload(self, request: web.Request) -> web.Response:
        if (request.content_length or 0) > MOST_UPLOAD:
            raise web.HTTPRequestEntityTooLarge(MOST_UPLOAD, request.content_length or 0)
        person = self._person(request)
        if self._uploading[person] >= _MOST_UPLOADS_OF_ONE or self._uploading.total() >= 4 * _MOST_UPLOADS_OF_ONE:
            raise web.HTTPTooManyRequests(text="Other files are being sent. Try again in a minute.")
        self._uploading[person] += 1
        try:
            async with asyncio.timeout(_UPLOAD_S):
                content = await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="The file took longer than a minute to arrive.") from None
        finally:
            self._uploading[person] -= 1
            self._uploading += Counter()
        name = tidy_name(request.query.get("name", "")) or "file"
        blob = Blob(name, content, "application/octet-stream", person)
        return web.json_response({"id": self._channel.uploads.put(blob)})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        if self._sockets.total() >= _MOST_SOCKETS or self._sockets[person] >= _MOST_SOCKETS_OF_ONE:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.")
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=_MOST_MESSAGE)
        await socket.prepare(request)
        self._sockets[person] += 1
        line = Line(socket, person, request.transport.abort if request.transport else None)
        writer = asyncio.create_task(line.drain())
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    raise Refused("not text")
                self._channel.hear(line, message.data)
        except Refused as refused:
            await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=str(refused).encode())
        finally:
            self._sockets[person] -= 1
            self._sockets += Counter()
            self._channel.leave(line)
            writer.cancel()
        return socket


def _stretched(passphrase: str) -> bytes:
    """The passphrase as a key that is slow to guess."""
    return hashlib.scrypt(passphrase.encode(), salt=b"cratebot web", n=2**14, r=8, p=1)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


async def serve(channel: Channel, host: str, port: int, passphrase: str = "", *, https: bool = False) -> web.AppRunner:
    """Start the page; ``runner.addresses`` says where, ``await runner.cleanup()`` stops it."""
    app = WebApp(channel, passphrase, https=https).app()
    runner = web.AppRunner(app, access_log=None, lingering_time=1, shutdown_timeout=2, keepalive_timeout=_HEAD_S)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


def run(conversation: Conversation, settings: Settings, host: str, port: int) -> int:
    """Serve the page until interrupted; the exit code."""
    if not settings.web_passphrase and not is_loopback(host):
        print(f"{host} is reachable from other machines: set CRATEBOT_WEB_PASSPHRASE first.", file=sys.stderr)
        return 2
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
    runner = await serve(channel, host, port, passphrase, https=settings.web_https)
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
        _end_soon()
    finally:
        posting.cancel()
        await runner.cleanup()


def _end_soon() -> None:
    """End the process although an answer is still under way: whoever sent the signal waits ten seconds, mostly."""
    timer = threading.Timer(_END_S, os._exit, (0,))
    timer.daemon = True
    timer.start()
