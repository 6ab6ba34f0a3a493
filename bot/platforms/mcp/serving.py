"""The two transports: standard input and output, and streamable HTTP on loopback behind a token."""

import asyncio
import contextlib
import json
import secrets
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import uvicorn
from mcp.server import Server
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from bot.asking import Program
from bot.bearer import Bearers
from bot.conversation import Conversation
from bot.fields import LARGEST_FILE
from bot.local_files import Folder, read_upload
from bot.memory import Caller
from bot.platforms.mcp import HOST, PATH
from bot.platforms.mcp.server import Assistants, Context, ProgramOf
from bot.request import Upload
from bot.settings import UserError
from bot.welcome import welcome

WORKSPACE: Final = "mcp"
_MOST_SESSIONS: Final = 200
_MOST_CONNECTIONS: Final = 400
# A file takes a third more in Base64, and JSON some more around it.
_MOST_BODY: Final = LARGEST_FILE * 4 // 3 + 2**16
_END_S: Final = 8
_TABLES: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".m3u", ".m3u8", ".xml"})


async def serve_stdio(conversation: Conversation, models: Path) -> None:
    """Answer the one assistant at standard input and output until it closes them."""
    # Whoever starts the process is the person of a terminal; each run is a conversation, unless one is named.
    program = Program("mcp:stdio", session=secrets.token_hex(8), read=read_table)
    server = _server(conversation, models, lambda _: program, Folder())
    async with stdio_server() as (read, write), conversation.observer.loop:
        await server.run(read, write, server.create_initialization_options())


def read_table(said: str) -> Upload:
    """The table or list at a path; UserError if it is none. Whatever else lies on the machine is not read."""
    if Path(said).suffix.lower() not in _TABLES:
        raise UserError("That is no table or list.", f"Files to read end in {', '.join(sorted(_TABLES))}.")
    return read_upload(said, LARGEST_FILE)


async def serve_http(conversation: Conversation, models: Path, bearers: Bearers, port: int) -> None:
    """Answer on a port of this machine until SIGTERM. OSError if it cannot be listened on."""
    with contextlib.closing(listening(port)) as sock:
        server = http_server(conversation, models, bearers, sock)
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.end)
        print(f"cratebot is listening on {address(sock)}  (Ctrl+C ends it)", file=sys.stderr, flush=True)
        async with conversation.observer.loop:
            await server.serve(sockets=[sock])


def listening(port: int) -> socket.socket:
    """A socket that listens on loopback; port 0 takes a free one."""
    return socket.create_server((HOST, port))


def address(sock: socket.socket) -> str:
    """Where assistants find it."""
    return f"http://{HOST}:{sock.getsockname()[1]}{PATH}"


class HttpServer(uvicorn.Server):
    """Uvicorn, ended by ``end`` and not by signals of its own: it would hand SIGTERM on to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    def end(self) -> None:
        """Take no more requests, and stop."""
        self.should_exit = True


def http_server(conversation: Conversation, models: Path, bearers: Bearers, sock: socket.socket) -> HttpServer:
    """The server for a listening socket."""
    port = sock.getsockname()[1]
    names = [f"{host}:{port}" for host in (HOST, "localhost")]
    app = _server(conversation, models, _holder).streamable_http_app(
        streamable_http_path=PATH,
        max_request_body_size=_MOST_BODY,
        max_sessions=_MOST_SESSIONS,
        transport_security=TransportSecuritySettings(
            allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names]
        ),
    )
    config = uvicorn.Config(
        TokenNeeded(app, bearers),
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_END_S,
    )
    return HttpServer(config)


def _server(
    conversation: Conversation, models: Path, program_of: ProgramOf, folder: Folder | None = None
) -> Server[Any]:
    engine = conversation.engine
    return Assistants(conversation, models, program_of, folder).server(
        engine.metadata().version, welcome(engine).catalogue
    )


def _holder(context: Context) -> Program:
    """Whose token a request came with, and the session that the assistant opened."""
    assert context.request is not None
    name = context.request.user.username
    session = context.request.headers.get("mcp-session-id", "")
    # Assistants ask several things at once: they take turns with others, and are not told to wait.
    return Program(f"mcp:{name}", caller=Caller(WORKSPACE, "", f"token:{name}", name), session=session)


class TokenNeeded:
    """ASGI middleware that lets nobody in without a token.

    Parameters
    ----------
    app : callable
        The ASGI application behind it; the user of its requests is who holds the token, and so is that of its sessions.
    bearers : Bearers
    """

    def __init__(self, app: Any, bearers: Bearers) -> None:
        self._app = app
        self._bearers = bearers

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = [value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"]
        name = self._bearers.name(headers[0]) if len(headers) == 1 else ""
        if name:
            user = AuthenticatedUser(AccessToken(token="", client_id=name, scopes=[]))
            await self._app({**scope, "user": user}, receive, send)
        elif scope["type"] == "http":
            await _refuse(send)
        else:
            await send({"type": "websocket.close"})


async def _refuse(send: Any) -> None:
    body = json.dumps({"error": "invalid_token", "error_description": "Send Authorization: Bearer TOKEN."}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"www-authenticate", b"Bearer"),
    ]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})
