"""Health and metrics over HTTP, for whoever runs the bot: ``/healthz``, ``/readyz`` and Prometheus' ``/metrics``.

The server has threads of its own, so that it answers also while the platform's event loop does not.
"""

import ipaddress
import json
import re
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from bot.conversation import Conversation
from bot.extras import INSTALL
from bot.settings import Settings, UserError

if TYPE_CHECKING:
    from bot.metrics import Metrics

STUCK: Final = 30.0
"""Seconds without a turn of the event loop after which the process is no longer healthy: restart it."""


class Health:
    """The server, as a context; none if no port is set.

    Parameters
    ----------
    conversation : Conversation
        Whose observer is asked.
    settings : Settings

    Raises
    ------
    UserError
        On entering, if the port is taken or ``prometheus_client`` is not installed.
    """

    def __init__(self, conversation: Conversation, settings: Settings) -> None:
        self._conversation = conversation
        self._settings = settings
        self._began = time.monotonic()
        self._metrics: Metrics | None = None
        self._server: _Server | None = None

    def __enter__(self) -> Self:
        port, host = self._settings.health_port, self._settings.health_host
        if port is None:
            return self
        try:
            from bot.metrics import Metrics
        except ModuleNotFoundError:
            raise UserError("CRATEBOT_HEALTH_PORT needs prometheus_client.", INSTALL, code="settings") from None
        self._metrics = Metrics(self._conversation, self._settings.workers)
        self._conversation.observer.loop.wanted = True
        try:
            self._server = _Server((host, port), self.respond, open_to_all=not is_loopback(host))
        except OSError as error:
            said = f"CRATEBOT_HEALTH_PORT: {host} port {port} cannot be used: {error.strerror}."
            raise UserError(said, code="settings") from None
        Thread(target=self._server.serve_forever, name="health", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def respond(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        """Status, media type and body for a path."""
        if path == "/metrics" and self._metrics is not None:
            from bot.metrics import CONTENT_TYPE

            return HTTPStatus.OK, CONTENT_TYPE, self._metrics.text()
        if path not in ("/healthz", "/readyz"):
            return HTTPStatus.NOT_FOUND, "text/plain", b"There are /healthz, /readyz and /metrics.\n"
        observer = self._conversation.observer
        healthy = observer.loop.stopped_for < STUCK
        state = dict(observer.state())
        ready = bool(state.pop("ready")) and healthy and self._conversation.readable
        state |= {"healthy": healthy, "ready": ready, "waiting": self._conversation.waiting}
        state["up_seconds"] = round(time.monotonic() - self._began)
        good = ready if path == "/readyz" else healthy
        status = HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE
        return status, "application/json", json.dumps(state).encode()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


Respond = Callable[[str], tuple[HTTPStatus, str, bytes]]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A second bot on the same port is a mistake to tell, not to share.
    allow_reuse_port = False

    def __init__(self, address: tuple[str, int], respond: Respond, *, open_to_all: bool) -> None:
        self.respond = respond
        self.open_to_all = open_to_all
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who breaks off a request is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "cratebot"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout: ClassVar[float] = 10.0

    def do_GET(self) -> None:
        """Answer."""
        host = re.sub(r":\d+$", "", self.headers.get("Host", ""))
        if not self.server.open_to_all and not is_loopback(host):
            # A page elsewhere whose name was bound to this address.
            status, kind, body = HTTPStatus.FORBIDDEN, "text/plain", b"This answers to localhost only.\n"
        else:
            status, kind, body = self.server.respond(self.path.partition("?")[0])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Whoever scrapes comes every few seconds: not a line for each."""
