"""A small stand-in for Discord on loopback: its gateway and the routes that a bot of interactions uses.

It keeps Discord's rules of time and state (three seconds, one first response, ephemeral fixed by the deferral, a token
that expires), checks each body against Discord's description, records all that it gets, and fails on demand.
"""

import asyncio
import itertools
import json
import re
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.bot.platforms.discord.description import problems

TOKEN = "stand-in-token"
APPLICATION = "900000000000000001"
EPOCH_MS = 1_420_070_400_000
EPHEMERAL, LOADING, COMPONENTS_V2 = 64, 128, 1 << 15
SLASH, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
ALL_PERMISSIONS = (1 << 53) - 1
ATTACH_FILES, EMBED_LINKS = 1 << 15, 1 << 14

_numbers = itertools.count(1)


def snowflake(age: float = 0.0) -> str:
    """A fresh id that was made so many seconds ago."""
    return str(int(1000 * (time.time() - age)) - EPOCH_MS << 22 | next(_numbers) % (1 << 22))


def nested(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All components of a message, those in others included."""
    return [one for part in components for one in (part, *nested(part.get("components", [])))]


@dataclass
class Call:
    """One request that the bot made."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes]
    at: float
    status: int = 0


@dataclass
class Fault:
    """What goes wrong with the next requests whose ``METHOD path`` matches."""

    pattern: str
    act: Callable[[web.Request], Awaitable[web.StreamResponse | None]]
    times: int = 1
    after: bool = False
    met: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Message:
    """A message as people see it."""

    id: str
    flags: int = 0
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    deleted: bool = False
    channel: str = "1"
    reply_to: str | None = None
    nonce: str = ""
    edits: int = 0

    @property
    def private(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """All its words."""
        words = [self.content]
        for embed in self.embeds:
            words += [embed.get("author", {}).get("name", ""), embed.get("title", ""), embed.get("description", "")]
            words.append(embed.get("footer", {}).get("text", ""))
        words += [one["content"] for one in nested(self.components) if one["type"] == 10]
        return "\n".join(filter(None, words))

    @property
    def gallery(self) -> list[dict[str, Any]]:
        """What its galleries show."""
        return [item for one in nested(self.components) if one["type"] == 12 for item in one["items"]]

    @property
    def buttons(self) -> dict[str, str]:
        """Custom ids by label."""
        items = nested(self.components)
        return {item["label"]: item["custom_id"] for item in items if item["type"] == 2 and "custom_id" in item}

    @property
    def options(self) -> dict[str, str]:
        """Values by label of all selects."""
        items = nested(self.components)
        return {option["label"]: option["value"] for item in items if item["type"] == 3 for option in item["options"]}

    def take(self, body: dict[str, Any], files: dict[str, bytes]) -> None:
        """Change it as a body says."""
        for key in ("content", "embeds", "components"):
            if key in body:
                setattr(self, key, body[key] or type(getattr(self, key))())
        if "attachments" in body:
            self.attachments = [
                {**attachment, "content": files[f"files[{attachment['id']}]"]}
                for attachment in body["attachments"] or ()
            ]
        self.flags = (self.flags | int(body.get("flags") or 0) & COMPONENTS_V2) & ~LOADING

    def raw(self) -> dict[str, Any]:
        """As Discord tells it."""
        author = {"id": APPLICATION, "username": "cratebot", "discriminator": "0", "avatar": None, "bot": True}
        return {
            "id": self.id, "channel_id": self.channel, "author": author, "content": self.content, "embeds": self.embeds,
            "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": [], "mention_roles": [], "attachments": [], "pinned": False, "type": 0, "flags": self.flags,
            "components": self.components,
        }  # fmt: skip


@dataclass
class Said:
    """A message that somebody wrote."""

    payload: dict[str, Any]
    answers: list[Message] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self) -> Message:
        """Wait for the answer, or for the change of it."""
        await asyncio.wait_for(self.answered.wait(), 15)
        self.answered.clear()
        return self.answers[-1]


@dataclass
class Asked:
    """An interaction that somebody began, and what became of it."""

    payload: dict[str, Any]
    began: float
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged_after: float = 0.0
    answered_after: float = 0.0
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    progressed: asyncio.Event = field(default_factory=asyncio.Event)
    answers: int = 0
    lost: bool = False

    @property
    def message(self) -> Message:
        """The message that answers."""
        standing = [message for message in (self.original, *self.follow_ups) if message and not message.deleted]
        assert standing, "no message stands"
        return standing[-1]

    async def answer(self) -> Message:
        """Wait for the answer."""
        await asyncio.wait_for(self.answered.wait(), 15)
        return self.message

    def _note(self) -> None:
        self.acknowledged_after = self.acknowledged_after or time.monotonic() - self.began
        self.acknowledged.set()

    def _done(self) -> None:
        self._note()
        self.answers += 1
        self.answered_after = time.monotonic() - self.began
        self.answered.set()


class Connection:
    """One socket of the gateway."""

    def __init__(self, socket: web.WebSocketResponse, compress: bool) -> None:
        self.socket = socket
        self.deflate = zlib.compressobj() if compress else None
        self.session = ""
        self.shard = 0

    async def send(self, op: int, data: Any = None, kind: str | None = None, sequence: int | None = None) -> None:
        text = json.dumps({"op": op, "d": data, "t": kind, "s": sequence})
        if self.deflate is None:
            await self.socket.send_str(text)
        else:
            await self.socket.send_bytes(self.deflate.compress(text.encode()) + self.deflate.flush(zlib.Z_SYNC_FLUSH))


class StandIn:
    """Discord, as far as a bot of interactions sees it. An async context; give the bot ``api`` as its base address."""

    def __init__(self, *, shards: int = 1, at_once: int = 1, patience: float = 3.0, checks: bool = True) -> None:
        self.shards, self.at_once = shards, at_once
        self.patience = patience
        self.checks = checks
        self.calls: list[Call] = []
        self.problems: list[str] = []
        self.commands: list[dict[str, Any]] = []
        self.faults: list[Fault] = []
        self.uploads: dict[str, bytes] = {}
        self.identified: list[dict[str, Any]] = []
        self.identified_at: list[float] = []
        self.servers: list[dict[str, Any]] = []
        self.resumed = 0
        self.connections: list[Connection] = []
        self.ready = asyncio.Event()
        self._asked: dict[str, Asked] = {}
        self._messages: dict[str, Message] = {}
        self._said: dict[str, Said] = {}
        self.threads: dict[str, dict[str, Any]] = {}
        self.typing: asyncio.Queue[str] = asyncio.Queue()
        self._events: list[tuple[str, dict[str, Any]]] = []
        self._app = web.Application(client_max_size=64 << 20)
        self._app.router.add_get("/gateway", self._gateway)
        self._app.router.add_route("*", "/{path:.*}", self._rest)
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.5)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = "http://{}:{}".format(*self._runner.addresses[0][:2])
        self.api = f"{self.address}/api/v10"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self.connections:
            await connection.socket.close()
        await self._runner.cleanup()

    def shortest_wait(self) -> float:
        """Seconds between the two identifies of one line that came closest; Discord asks for 5."""
        latest: dict[int, float] = {}
        shortest = float("inf")
        for data, at in zip(self.identified, self.identified_at, strict=True):
            line = data.get("shard", [0, 1])[0] % self.at_once
            shortest = min(shortest, at - latest.get(line, float("-inf")))
            latest[line] = at
        return shortest

    # What people do

    async def slash(self, name: str, /, **options: Any) -> Asked:
        """Somebody uses a slash command. Options by their own type; bytes are an attached file."""
        resolved: dict[str, Any] = {}
        said = []
        settings = {key: options.pop(key) for key in list(options) if key.startswith("_")}
        for option, value in options.items():
            kind = {bool: 5, int: 4, bytes: 11}.get(type(value), 3)
            if isinstance(value, bytes):
                file = snowflake()
                self.uploads[file] = value
                resolved[file] = {"id": file, "filename": "upload.csv", "size": len(value), "proxy_url": ""}
                resolved[file]["url"] = f"{self.address}/cdn/{file}"
                value = file
            said.append({"name": option, "type": kind, "value": value})
        data = {"id": "5", "name": name, "type": 1, "options": said, "resolved": {"attachments": resolved}}
        return await self.interact(SLASH, data, **settings)

    async def use_on(self, message: dict[str, Any], name: str = "Find music like this") -> Asked:
        """Somebody uses the message command on a message."""
        found = {**Message(snowflake()).raw(), **message}
        data = {"id": "6", "name": name, "type": 3, "target_id": found["id"]}
        return await self.interact(SLASH, {**data, "resolved": {"messages": {found["id"]: found}}})

    async def press(self, message: Message, label: str, **settings: Any) -> Asked:
        """Somebody presses a button or chooses an option of a message."""
        if label in message.buttons:
            data = {"custom_id": message.buttons[label], "component_type": 2}
        else:
            data = {"custom_id": "select-0", "component_type": 3, "values": [message.options[label]]}
        return await self.interact(COMPONENT, data, message=message.raw(), **settings)

    async def type(self, name: str, option: str, text: str) -> list[dict[str, Any]]:
        """Somebody types into a field; the completions."""
        options = [{"name": option, "type": 3, "value": text, "focused": True}]
        asked = await self.interact(AUTOCOMPLETE, {"id": "5", "name": name, "type": 1, "options": options})
        await asyncio.wait_for(asked.answered.wait(), 5)
        self.last = asked
        return asked.choices

    async def interact(
        self,
        kind: int,
        data: dict[str, Any],
        *,
        _user: int = 70,
        _permissions: int = ALL_PERMISSIONS,
        _guild: str | None = None,
        _channel: int = 0,
        _age: float = 0.0,
        **more: Any,
    ) -> Asked:
        """Any interaction."""
        user = {"id": str(_user), "username": "ana", "global_name": "Ana *Star*", "discriminator": "0", "avatar": None}
        payload: dict[str, Any] = {
            "id": snowflake(_age), "application_id": APPLICATION, "type": kind, "token": f"token-{snowflake()}",
            "version": 1, "data": data, "channel": {"id": "1", "type": 1, "recipients": []}, "channel_id": "1",
            "app_permissions": str(_permissions), "locale": "en-US", "attachment_size_limit": 10 << 20,
            "entitlements": [], "authorizing_integration_owners": {"1": str(_user)}, "context": 1, **more,
        }  # fmt: skip
        if _guild:
            payload |= {"guild_id": _guild, "guild": {"id": _guild, "locale": "en-US", "features": []}, "context": 0}
            payload["channel"] = {"id": "1", "type": _channel, "name": "music", "guild_id": _guild, "position": 0}
            if _channel:
                archive = {"archived": False, "auto_archive_duration": 1440, "locked": False}
                archive["archive_timestamp"] = "2026-01-01T00:00:00+00:00"
                payload["channel"] |= {"parent_id": "2", "owner_id": APPLICATION, "thread_metadata": archive}
                payload["channel"] |= {"message_count": 1, "member_count": 1}
            payload["member"] = {
                "user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False,
                "flags": 0, "permissions": str(ALL_PERMISSIONS),
            }  # fmt: skip
        else:
            payload["user"] = user
        asked = Asked(payload, time.monotonic())
        self._asked[payload["token"]] = asked
        await self.dispatch("INTERACTION_CREATE", payload)
        return asked

    async def say(
        self,
        text: str,
        *,
        user: int = 70,
        channel: str = "1",
        guild: str | None = None,
        thread: bool = False,
        reply_to: Message | None = None,
        ping: bool = True,
        age: float = 0.0,
        **more: Any,
    ) -> Said:
        """Somebody writes a message: a direct one, or in a server; with the ping on, a reply mentions whom it answers.

        As without the privileged intent, the bot gets the content of direct messages and of mentions alone.
        """
        author = {"id": str(user), "username": f"u{user}", "global_name": None, "discriminator": "0", "avatar": None}
        me = {"id": APPLICATION, "username": "cratebot", "discriminator": "0", "avatar": None, "bot": True}
        mentioned = f"<@{APPLICATION}>" in text or (reply_to is not None and ping)
        payload: dict[str, Any] = {
            **Message(snowflake(age)).raw(), "channel_id": channel, "author": author, "type": 19 if reply_to else 0,
            "content": text if mentioned or guild is None else "", "mentions": [me] if mentioned else [], **more,
            "timestamp": datetime.fromtimestamp(time.time() - age, UTC).isoformat(),
        }  # fmt: skip
        if reply_to is not None:
            payload["message_reference"] = {"message_id": reply_to.id, "channel_id": channel, "type": 0}
            payload["referenced_message"] = None if reply_to.deleted else reply_to.raw()
        if guild:
            payload |= {"guild_id": guild, "member": {"roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}}
        if thread:
            payload["position"] = 3
        said = self._said[payload["id"]] = Said(payload)
        await self.dispatch("MESSAGE_CREATE", payload)
        return said

    async def rewrite(self, said: Said, text: str, *, later: float = 5.0) -> None:
        """Somebody changes a message so many seconds after writing it."""
        written = datetime.fromisoformat(said.payload["timestamp"])
        said.payload |= {"content": text, "edited_timestamp": (written + timedelta(seconds=later)).isoformat()}
        await self.dispatch("MESSAGE_UPDATE", said.payload)

    def standing(self, channel: str) -> list[Message]:
        """The bot's messages in a channel, oldest first."""
        return [message for message in self._messages.values() if message.channel == channel and not message.deleted]

    async def remove(self, said: Said) -> None:
        """Somebody deletes a message."""
        del self._said[said.payload["id"]]
        gone = {key: said.payload[key] for key in ("id", "channel_id", "guild_id") if key in said.payload}
        await self.dispatch("MESSAGE_DELETE", gone)

    async def submit(self, message: Message, text: str, **settings: Any) -> Asked:
        """Somebody fills in the form that a button of a message opened."""
        words = {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "words", "value": text}}
        data = {"custom_id": "refine", "components": [words], "resolved": {}}
        return await self.interact(MODAL, data, message=message.raw(), **settings)

    def forget(self) -> None:
        """Drop what was recorded, for those who ask very often."""
        self.calls.clear()
        self._asked.clear()
        self._messages.clear()

    # The gateway

    async def dispatch(self, kind: str, data: dict[str, Any]) -> None:
        """Send an event to the newest connection of its server's shard; without one it is replayed on resuming."""
        self._events.append((kind, data))
        of_shard = self.connections
        if self.shards > 1 and data.get("guild_id"):
            shard = (int(data["guild_id"]) >> 22) % self.shards
            of_shard = [connection for connection in self.connections if connection.shard == shard]
        for connection in of_shard[-1:]:
            if connection.session and not connection.socket.closed:
                await connection.send(0, data, kind, len(self._events))

    async def disconnect(self, code: int = 4000) -> None:
        """Close every socket, as the platform does when it restarts a gateway."""
        connections, self.connections = self.connections, []
        for connection in connections:
            await connection.socket.close(code=code)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request.query.get("compress") == "zlib-stream")
        await connection.send(10, {"heartbeat_interval": 41_250})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                message = json.loads(frame.data)
                await self._receive(connection, message["op"], message["d"])
        return socket

    async def _receive(self, connection: Connection, op: int, data: Any) -> None:
        if op == 1:
            await connection.send(11)
        elif op == 2:
            self.identified.append(data)
            self.identified_at.append(time.monotonic())
            connection.session = f"session-{len(self.identified)}"
            connection.shard = data.get("shard", [0, 1])[0]
            self._events.append(("READY", {}))
            user = {"id": APPLICATION, "username": "cratebot", "discriminator": "0", "avatar": None, "bot": True}
            ready = {
                "v": 10, "user": user, "guilds": [], "session_id": connection.session,
                "resume_gateway_url": self.address.replace("http", "ws") + "/gateway",
                "shard": data.get("shard", [0, 1]), "application": {"id": APPLICATION, "flags": 0},
            }  # fmt: skip
            await connection.send(0, ready, "READY", len(self._events))
            self.connections.append(connection)
            if len(self.connections) >= self.shards:
                self.ready.set()
        elif op == 6:
            connection.session = data["session_id"]
            self.resumed += 1
            for number, (kind, event) in enumerate(list(self._events), 1):
                if number > data["seq"] and kind != "READY":
                    await connection.send(0, event, kind, number)
            await connection.send(0, {}, "RESUMED", len(self._events))
            self.connections.append(connection)

    # The routes

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"].removeprefix("api/v10/")
        body, files = await _body(request)
        call = Call(request.method, path, body, files, time.monotonic())
        self.calls.append(call)
        fault = next((one for one in self.faults if re.search(one.pattern, f"{request.method} {path}")), None)
        if fault is not None:
            fault.met.set()
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            if not fault.after and (response := await fault.act(request)):
                call.status = response.status
                return response
        response = self._answer(request, path, body, files)
        if fault is not None and fault.after and (broken := await fault.act(request)):
            response = broken
        call.status = response.status
        return response

    def _answer(self, request: web.Request, path: str, body: Any, files: dict[str, bytes]) -> web.Response:
        if path.startswith("/cdn/"):
            return web.Response(body=self.uploads[path.rpartition("/")[2]])
        if self.checks:
            self.problems += problems(request.method, path, body)
        match path.strip("/").split("/"):
            case ["interactions", _, token, "callback"]:
                return self._first(token, body, files)
            case ["webhooks", _, token, "messages", message]:
                return self._change(request.method, token, message, body, files)
            case ["webhooks", _, token]:
                return self._follow_up(token, body, files)
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _error(401, 0, "401: Unauthorized")
        user = {"id": APPLICATION, "username": "cratebot", "discriminator": "0", "avatar": None, "bot": True}
        if path == "/users/@me":
            return _json(user)
        if path == "/oauth2/applications/@me":
            application = {"id": APPLICATION, "name": "cratebot", "description": "", "icon": None, "verify_key": ""}
            return _json(
                {**application, "bot_public": True, "bot_require_code_grant": False, "owner": user, "team": None}
            )
        if path == "/users/@me/guilds":
            return _json(self.servers)
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": self.at_once}
            url = self.address.replace("http", "ws") + "/gateway"
            return _json({"url": url, "shards": self.shards, "session_start_limit": limit})
        if path == f"/applications/{APPLICATION}/commands":
            if request.method == "PUT":
                self.commands = [{"id": snowflake(), "version": "1", "default_permission": True, **one} for one in body]
            return _json(self.commands)
        match path.strip("/").split("/"):
            case ["channels", channel, "typing"]:
                self.typing.put_nowait(channel)
                return web.Response(status=204)
            case ["channels", channel, "messages"]:
                return self._post(channel, body, files)
            case ["channels", _, "messages", name]:
                return self._edit(name, body, files)
            case ["channels", channel, "messages", name, "threads"]:
                self.threads[name] = {"id": f"9{name}", "type": 11, "name": body["name"], "parent_id": channel}
                return _json(self.threads[name], 201)
        return _error(404, 0, f"404: {request.method} {path}")

    def _post(self, channel: str, body: Any, files: dict[str, bytes]) -> web.Response:
        """A message into a channel. One nonce makes one message, as ``enforce_nonce`` asks."""
        self._check(body)
        said = self._said.get(str(body.get("message_reference", {}).get("message_id")))
        known = next((one for one in self._messages.values() if body.get("nonce") and one.nonce == body["nonce"]), None)
        if known is not None and body.get("enforce_nonce"):
            return _json(known.raw())
        message = Message(snowflake(), channel=channel, nonce=str(body.get("nonce", "")))
        message.take(body, files)
        self._messages[message.id] = message
        if said is not None:
            message.reply_to = said.payload["id"]
            said.answers.append(message)
            said.answered.set()
        return _json(message.raw())

    def _edit(self, name: str, body: Any, files: dict[str, bytes]) -> web.Response:
        message = self._messages.get(name)
        if message is None or message.deleted:
            return _error(404, 10008, "Unknown Message")
        self._check(body)
        if message.flags & COMPONENTS_V2 and (body.get("content") or body.get("embeds")):
            return _error(400, 50035, "Invalid Form Body")
        message.take(body, files)
        message.edits += 1
        if said := self._said.get(message.reply_to or ""):
            said.answered.set()
        return _json(message.raw())

    def _first(self, token: str, body: Any, files: dict[str, bytes]) -> web.Response:
        asked = self._asked.get(token)
        if asked is not None and time.monotonic() - asked.began > self.patience:
            asked.lost = True
            asked._done()
        if asked is None or asked.lost:
            return _error(404, 10062, "Unknown interaction")
        if asked.acknowledged.is_set():
            return _error(400, 40060, "Interaction has already been acknowledged.")
        kind, data = body["type"], body.get("data") or {}
        if kind == 9:
            asked.modal = data
            asked._done()
            return _json({"interaction": {"id": asked.payload["id"], "type": 3}, "resource": {"type": 9}})
        if kind == 8:
            asked.choices = data["choices"]
            asked._done()
            return _json({"interaction": {"id": asked.payload["id"], "type": 4}, "resource": {"type": 8}})
        if kind in (6, 7):
            return self._in_place(asked, kind, data, files)
        message = asked.original = Message(snowflake(), data.get("flags", 0) & EPHEMERAL)
        self._messages[message.id] = message
        if kind == 5:
            message.flags |= LOADING
            asked._note()
        else:
            self._check(data)
            message.take(data, files)
            asked._done()
        interaction = {
            "id": asked.payload["id"], "type": asked.payload["type"], "response_message_id": message.id,
            "response_message_loading": message.loading, "response_message_ephemeral": message.private,
        }  # fmt: skip
        return _json({"interaction": interaction, "resource": {"type": kind, "message": message.raw()}})

    def _in_place(self, asked: Asked, kind: int, data: Any, files: dict[str, bytes]) -> web.Response:
        """The press changes its own message, now or later."""
        message = asked.original = self._messages[asked.payload["message"]["id"]]
        if kind == 6:
            asked._note()
        else:
            self._check(data)
            message.take(data, files)
            asked._done()
        interaction = {"id": asked.payload["id"], "type": 3, "response_message_id": message.id}
        return _json({"interaction": interaction, "resource": {"type": kind, "message": message.raw()}})

    def _change(self, method: str, token: str, name: str, body: Any, files: dict[str, bytes]) -> web.Response:
        asked = self._asked.get(token)
        if asked is None or not asked.acknowledged.is_set():
            return _error(404, 10015, "Unknown Webhook")
        message = asked.original if name == "@original" else self._messages.get(name)
        if message is None or message.deleted:
            return _error(404, 10008, "Unknown Message")
        if method == "DELETE":
            message.deleted = True
            return web.Response(status=204)
        working = message.loading and not body.get("embeds") and (body.get("content") or "").startswith("Working")
        self._check(body)
        message.take(body, files)
        if working:
            message.flags |= LOADING
            asked.progressed.set()
        else:
            asked._done()
        return _json(message.raw())

    def _follow_up(self, token: str, body: Any, files: dict[str, bytes]) -> web.Response:
        asked = self._asked.get(token)
        if asked is None or not asked.acknowledged.is_set():
            return _error(404, 10015, "Unknown Webhook")
        self._check(body)
        message = Message(snowflake(), body.get("flags", 0) & EPHEMERAL)
        message.take(body, files)
        self._messages[message.id] = message
        asked.follow_ups.append(message)
        asked._done()
        return _json(message.raw())

    def _check(self, body: dict[str, Any]) -> None:
        """Rules of messages that the description does not hold."""
        if not any(body.get(key) for key in ("content", "embeds", "attachments", "components")):
            self.problems.append("an empty message")
        inside = nested(body.get("components") or [])
        if int(body.get("flags") or 0) & COMPONENTS_V2:
            if body.get("content") or body.get("embeds"):
                self.problems.append("content or embeds beside components")
            texts = [one["content"] for one in inside if one["type"] == 10]
            if len(inside) > 40 or sum(len(text.encode("utf-16-le")) // 2 for text in texts) > 4000:
                self.problems.append("too many components, or too much text in them")
        elif any(one["type"] > 9 for one in inside):
            self.problems.append("components of the second version without their flag")
        if (body.get("allowed_mentions") or {}).get("parse") != []:
            self.problems.append("mentions are allowed")
        for embed in body.get("embeds") or ():
            words = [embed.get("title", ""), embed.get("description", ""), embed.get("footer", {}).get("text", "")]
            words.append(embed.get("author", {}).get("name", ""))
            if sum(map(len, words)) > 6000:
                self.problems.append("an embed of more than 6000 characters")
        ids = [item["custom_id"] for item in inside if "custom_id" in item]
        if len(set(ids)) < len(ids):
            self.problems.append("a custom id twice")

    # What goes wrong

    def fail(self, pattern: str, status: int, times: int = 1, code: int = 0) -> Fault:
        """Answer with an error."""
        fault = Fault(pattern, _responding(lambda: _error(status, code, "injected")), times)
        self.faults.append(fault)
        return fault

    def limit(self, pattern: str, seconds: float, times: int = 1) -> None:
        """Answer 429."""
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
        headers = {"Retry-After": str(seconds), "Via": "1.1 stand-in"}
        self.faults.append(Fault(pattern, _responding(lambda: _json(body, status=429, headers=headers)), times))

    def delay(self, pattern: str, seconds: float, times: int = 1) -> None:
        """Answer late."""

        async def wait(request: web.Request) -> None:
            await asyncio.sleep(seconds)

        self.faults.append(Fault(pattern, wait, times))

    def hold(self, pattern: str) -> tuple[asyncio.Event, asyncio.Event]:
        """Keep the next request waiting: it has arrived once the first event is set, and goes on with the second."""
        arrived, go_on = asyncio.Event(), asyncio.Event()

        async def wait(request: web.Request) -> None:
            arrived.set()
            await go_on.wait()

        self.faults.append(Fault(pattern, wait))
        return arrived, go_on

    def drop(self, pattern: str, times: int = 1, *, after: bool = False) -> None:
        """Close the connection without an answer, before or after acting on the request."""

        async def close(request: web.Request) -> web.StreamResponse:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)

        self.faults.append(Fault(pattern, close, times, after))

    def expire(self, asked: Asked) -> None:
        """Let an interaction's fifteen minutes be over."""
        del self._asked[asked.payload["token"]]


def _responding(make: Callable[[], web.Response]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def respond(request: web.Request) -> web.Response:
        return make()

    return respond


def _json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """With the content type that Discord sends, which names no character set."""
    return web.Response(
        body=json.dumps(value).encode(), status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def _error(status: int, code: int, message: str) -> web.Response:
    return _json({"message": message, "code": code}, status=status)


async def _body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON of a request, and its files by the names of their parts."""
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else None), {}
    body, files = None, {}
    async for part in await request.multipart():
        content = await part.read(decode=False)
        if part.name == "payload_json":
            body = json.loads(content)
        else:
            files[part.name] = bytes(content)
    return body, files
