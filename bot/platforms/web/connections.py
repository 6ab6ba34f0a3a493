"""Connections to the page: how many there may be, how long they may say nothing, and how long take nothing."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from bot.platforms.web.addresses import Proxies, network_of

log = logging.getLogger(__name__)

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Server": "cratebot",
}
"""What every response carries."""

MOST: Final = 400
MOST_OF_ONE: Final = 250
HEAD_S: Final = 10
WRITE_S: Final = 30.0
# Proxies keep connections for reuse, mostly for a minute or two, and must not find one just closed.
_PROXY_S = 300
# A reader who takes less than this between two looks takes nothing.
_LEAST_TAKEN = 4096
_LOOKS = 3
# What came after the last response is read for this long; a handler gets as long to end when the page is closed.
_LINGER_S = 1
SHUTDOWN_S: Final = 2


class Connections:
    """Makes the protocol of each new connection and keeps within the limits.

    One connection too many closes the one that has been idle longest: those who connect and say nothing, or hold a
    connection after its answer, give way to who comes. Where none is idle the new one is closed.

    Parameters
    ----------
    proxies : Proxies
        A trusted proxy may have as many as there may be in all.
    most, most_of_one : int
        Connections in all, and from one address.
    head_s : float
        Seconds for the head of a request, also for the next one on the same connection.
    write_s : float
        Seconds after which a connection is closed whose other end takes nothing of what waits for it.
    """

    def __init__(
        self,
        proxies: Proxies,
        *,
        most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
        head_s: float = HEAD_S,
        write_s: float = WRITE_S,
    ) -> None:
        self.proxies = proxies
        self._most = most
        self._most_of_one = most_of_one
        self._head_s = head_s
        self._write_s = write_s
        self._open: set[Connection] = set()
        self._looking: asyncio.TimerHandle | None = None

    def made_for(self, runner: web.AppRunner) -> Callable[[], "Connection"]:
        """What makes a connection of the application that a runner runs."""
        loop = asyncio.get_running_loop()
        assert runner.server is not None
        options = {"access_log": None, "keepalive_timeout": self._head_s, "lingering_time": _LINGER_S}
        return lambda: Connection(self, runner.server, loop=loop, **options)

    def opened(self, connection: "Connection") -> None:
        """Count a connection, and close one if there are too many."""
        of_one = [one for one in self._open if one.network == connection.network]
        if len(of_one) >= self._most_of_one and not connection.trusted:
            self._make_room(of_one, connection)
        elif len(self._open) >= self._most:
            self._make_room(self._open, connection)
        self._open.add(connection)
        if self._looking is None:
            self._look_later()

    def _make_room(self, among: "set[Connection] | list[Connection]", new: "Connection") -> None:
        idle = [one for one in among if not one.busy and not one.cut]
        (min(idle, key=lambda one: one.idle_since) if idle else new).abort()

    def lost(self, connection: "Connection") -> None:
        """Forget a connection that has ended."""
        self._open.discard(connection)

    def _look_later(self) -> None:
        self._looking = asyncio.get_running_loop().call_later(self._write_s / _LOOKS, self._look)

    def _look(self) -> None:
        """Close connections whose other end takes nothing, those included that are about to close."""
        self._looking = None
        for connection in tuple(self._open):
            if connection.looks_stuck(_LOOKS):
                connection.abort()
        if self._open:
            self._look_later()


class Connection(web.RequestHandler):
    """One connection, with aiohttp's time limit for heads and ours for writes."""

    def __init__(self, connections: Connections, server: Any, **options: Any) -> None:
        super().__init__(server, **options)
        self._connections = connections
        self._wire: asyncio.Transport | None = None
        self._left = 0
        self._stuck = 0
        self.address = self.network = ""
        self.busy = self.cut = self.trusted = False
        self.idle_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a new connection."""
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        self.address = str((transport.get_extra_info("peername") or ("",))[0])
        self.network = network_of(self.address)
        self.trusted = self._connections.proxies.trusts(self.address)
        if self.trusted:
            self._keepalive_timeout = _PROXY_S
        super().connection_made(transport)
        self.idle()
        self._connections.opened(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget a connection that has ended."""
        self._connections.lost(self)
        super().connection_lost(exc)

    def idle(self) -> None:
        """Note that no request is being answered."""
        self.busy, self.idle_since = False, asyncio.get_running_loop().time()

    def abort(self) -> None:
        """Close at once, without sending what waits."""
        self.cut = True
        if self._wire is not None:
            self._wire.abort()

    def looks_stuck(self, looks: int) -> bool:
        """Whether, for that many looks in a row, something waited and hardly any of it was taken."""
        left = self._wire.get_write_buffer_size() if self._wire is not None else 0
        self._stuck = self._stuck + 1 if left and left > self._left - _LEAST_TAKEN else 0
        self._left = left
        return self._stuck > looks

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer what is no HTTP, or what failed here, with a line; only the latter is worth a line in the log."""
        if status >= 500 and exc is not None:
            log.error("a request failed", exc_info=exc)
        if request.writer.output_size > 0:
            raise ConnectionError("part of the answer is sent")
        said = "That did not work." if status >= 500 else "That is no request."
        response = web.Response(status=status, text=said, headers={**HEADERS, "Cache-Control": "no-store"})
        response.force_close()
        return response


class Site(web.TCPSite):
    """Listens on an address, within the limits of ``Connections``."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, connections: Connections) -> None:
        super().__init__(runner, host, port)
        self._made = connections.made_for(runner)
        self._address = (host, port)

    async def start(self) -> None:
        """Listen."""
        await web.BaseSite.start(self)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._made, *self._address, backlog=self._backlog)


def raise_file_limit(wanted: int = 4 * MOST) -> int:
    """Let this process open more files where the system allows it; the connections that there may be then."""
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST if soft == resource.RLIM_INFINITY else min(MOST, soft // 2)
