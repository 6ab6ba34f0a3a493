"""A small stand-in for Slack: its Web API, its response URLs and its socket, on loopback, recording what it got.

Every message is checked against the limits that Slack publishes:
https://docs.slack.dev/reference/block-kit/blocks and .../block-elements, .../composition-objects.
"""

import asyncio
import json
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Annotated, Any

import pytest

pytest.importorskip("slack_bolt", reason="Slack is an extra: .venv/bin/pip install -e '.[slack]'")

from aiohttp import WSMsgType, web
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.definition import command
from bot.parameters import Attachment, Text
from bot.platforms.slack.app import serve
from bot.reply import Action, File, Picture, Reply, Row
from bot.request import Upload

TEXT_LIMITS = {"header": 150, "button": 75, "option": 75, "placeholder": 150, "context": 3000}


def problems(message: dict[str, Any]) -> list[str]:
    """What Slack would refuse in a message."""
    found: list[str] = []

    def check(true: bool, what: str) -> None:
        if not true:
            found.append(what)

    def plain(text: dict[str, Any], kind: str) -> None:
        check(text["type"] == "plain_text", f"{kind}: plain text only")
        check(1 <= len(text["text"]) <= TEXT_LIMITS[kind], f"{kind}: {len(text['text'])} characters")

    check(len(message["text"]) <= 40_000, "text of the message")
    check("<" not in message["text"] and ">" not in message["text"], "an unescaped < or > in mrkdwn")
    blocks = message.get("blocks", [])
    check(len(blocks) <= 50, f"{len(blocks)} blocks")
    check(len(json.dumps(blocks, ensure_ascii=False)) <= 13_200, "blocks too long together")
    seen = set()
    for block in blocks:
        match block["type"]:
            case "header":
                plain(block["text"], "header")
            case "context":
                check(1 <= len(block["elements"]) <= 10, "context elements")
                for element in block["elements"]:
                    plain(element, "context")
            case "table":
                check(2 <= len(block["rows"]) <= 100, "rows of a table")
                check(len(block["column_settings"]) <= 20, "columns of a table")
                check(not any(one["type"] == "table" for one in blocks[: blocks.index(block)]), "two tables")
                check(len({len(row) for row in block["rows"]}) == 1, "a table whose rows differ in length")
                for cell in (cell for row in block["rows"] for cell in row):
                    check(cell["type"] in ("raw_text", "rich_text"), f"a cell may not hold {cell['type']}")
                    check(cell["type"] != "raw_text" or bool(cell["text"]), "an empty cell")
            case "rich_text":
                check(bool(block["elements"]), "empty rich text")
                letters = 0
                for section in block["elements"]:
                    check(section["type"] == "rich_text_section" and bool(section["elements"]), "rich text section")
                    for element in section["elements"]:
                        check(element["type"] in ("text", "link"), f"rich text may not hold {element['type']}")
                        check(bool(element["text"]), "empty rich text element")
                        check(element["type"] == "text" or element["url"].startswith("https://"), "link")
                        letters += len(element["text"])
                check(letters <= 3000, f"{letters} characters of rich text")
            case "actions":
                check(1 <= len(block["elements"]) <= 25, f"{len(block['elements'])} elements of actions")
                for element in block["elements"]:
                    check(len(element["action_id"]) <= 255, "action_id")
                    check(element["action_id"] not in seen, "action_id twice")
                    seen.add(element["action_id"])
                    if element["type"] == "button":
                        plain(element["text"], "button")
                        check(len(element.get("value", "")) <= 2000, "button value")
                        check("value" in element or element["url"].startswith("https://"), "what a button opens")
                        check(len(element.get("url", "")) <= 3000, "url of a button")
                    else:
                        check(element["type"] == "static_select", f"unknown element {element['type']}")
                        plain(element["placeholder"], "placeholder")
                        check(1 <= len(element["options"]) <= 100, "options")
                        for option in element["options"]:
                            plain(option["text"], "option")
                            check(1 <= len(option["value"]) <= 150, "option value")
            case other:
                found.append(f"unknown block {other}")
    return found


@dataclass
class Slack:
    """What the stand-in knows and got."""

    calls: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    said: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    shared: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    uploads: dict[str, bytes] = field(default_factory=dict)
    acknowledged: "asyncio.Queue[str]" = field(default_factory=asyncio.Queue)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    refused_tokens: set[str] = field(default_factory=set)
    no_member_of: set[str] = field(default_factory=set)
    broken_answers: int = 0
    admins: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    views: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    streams: bool = True
    streaming: asyncio.Event = field(default_factory=asyncio.Event)
    titled: asyncio.Event = field(default_factory=asyncio.Event)
    lost: dict[str, int] = field(default_factory=dict)
    refused_blocks: set[str] = field(default_factory=set)
    failures: list[int] = field(default_factory=list)
    foreign: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    url: str = ""
    socket: web.WebSocketResponse | None = None
    numbers: Any = field(default_factory=lambda: count(1))

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_post("/respond", self._respond)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/download/{id}", self._download)
        app.router.add_get("/socket", self._socket)
        return app

    async def _method(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        sent = dict(await request.post()) | dict(request.query)
        if request.content_type == "application/json":
            sent = await request.json()
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls[method].append(sent)
        if method == "assistant.threads.setTitle":
            self.titled.set()
        if method == "chat.startStream":
            self.streaming.set()
        if method == "chat.postMessage" and self.failures:
            status = self.failures.pop()
            if not status and request.transport is not None:
                request.transport.abort()
            return web.Response(status=status or 500, headers={"Retry-After": "0"})
        if token in self.refused_tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer: dict[str, Any] = {}
        match method:
            case "auth.test":
                answer = {
                    "team_id": "T1",
                    "user_id": "UBOT",
                    "bot_id": "B1",
                    "team": "t",
                    "user": "cratebot",
                    "url": "",
                }
            case "apps.connections.open":
                answer = {"url": f"{self.url.replace('http', 'ws')}/socket"}
            case "conversations.open":
                answer = {"channel": {"id": "D" + str(sent["users"])}}
            case "files.getUploadURLExternal":
                number = f"F{next(self.numbers)}"
                answer = {"file_id": number, "upload_url": f"{self.url}/upload/{number}"}
            case "files.completeUploadExternal":
                if sent.get("channel_id") in self.no_member_of:
                    return web.json_response({"ok": False, "error": "not_in_channel"})
                await self.shared.put(sent)
                answer = {"files": [{"id": file["id"]} for file in json.loads(sent["files"])]}
            case "files.info":
                if sent["file"] not in self.files:
                    return web.json_response({"ok": False, "error": "file_not_found"})
                owner, name, content = self.files[str(sent["file"])]
                where = f"{self.url}/download/{sent['file']}"
                file = {"user": owner, "name": name, "size": len(content), "url_private_download": where}
                answer = {"file": file | self.facts.get(str(sent["file"]), {})}
            case "chat.postEphemeral":
                blocks = sent.get("blocks", [])
                said = sent | {"blocks": json.loads(blocks) if isinstance(blocks, str) else blocks}
                await self.said.put(said | {"problems": problems(said)})
            case "conversations.replies" | "conversations.history":
                thread = sent.get("ts")
                answer = {
                    "messages": [
                        one
                        for one in self.messages.values()
                        if one["channel"] == sent["channel"] and (not thread or thread in (one["ts"], one["thread_ts"]))
                    ]
                }
            case "views.publish" | "views.open":
                view = sent["view"]
                await self.views.put(sent | {"view": json.loads(view) if isinstance(view, str) else view})
            case "assistant.threads.setStatus" | "assistant.threads.setTitle" | "assistant.threads.setSuggestedPrompts":
                pass
            case "chat.startStream" if self.streams:
                ts = f"{next(self.numbers)}.0"
                self.messages[ts] = {
                    "user": "UBOT",
                    "channel": sent["channel"],
                    "thread_ts": sent["thread_ts"],
                    "ts": ts,
                }
                answer = {"ts": ts}
            case "chat.appendStream" if self.streams:
                pass
            case "chat.stopStream":
                if not self.streams:
                    return web.json_response({"ok": False, "error": "message_not_in_streaming_state"})
                return web.json_response(await self._chat(method, {"text": "", **sent}))
            case "chat.postMessage" | "chat.update":
                return web.json_response(await self._chat(method, sent))
            case "users.info":
                profile = {"display_name": self.names.get(sent["user"], "")}
                answer = {"user": {"is_admin": sent["user"] in self.admins, "profile": profile}}
            case _:
                return web.json_response({"ok": False, "error": "unknown_method"})
        return web.json_response({"ok": True, **answer})

    async def _chat(self, method: str, sent: dict[str, Any]) -> dict[str, Any]:
        """A message of the bot's own, made or changed."""
        if sent["channel"] in self.no_member_of:
            return {"ok": False, "error": "not_in_channel"}
        ts = sent.get("ts") or f"{next(self.numbers)}.0"
        if any(f'"type": "{kind}"' in str(sent.get("blocks")) for kind in self.refused_blocks):
            return {"ok": False, "error": "invalid_blocks"}
        if method == "chat.update" and ts not in self.messages:
            return {"ok": False, "error": "message_not_found"}
        blocks = sent.get("blocks", [])
        before = self.messages.get(ts, {"user": "UBOT", "thread_ts": sent.get("thread_ts", "")})
        said = before | sent | {"ts": ts, "blocks": json.loads(blocks) if isinstance(blocks, str) else blocks}
        self.messages[ts] = said
        await self.said.put(said | {"problems": problems(said), "method": method})
        return {"ok": True, "ts": ts, "channel": sent["channel"]}

    async def _respond(self, request: web.Request) -> web.Response:
        if self.broken_answers:
            self.broken_answers -= 1
            return web.Response(status=429, headers={"Retry-After": "0"})
        message = await request.json()
        found = problems(message)
        await self.said.put(message | {"problems": found})
        return web.Response(text="ok") if not found else web.Response(status=400, text="invalid_blocks")

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["id"]] = await request.read()
        return web.Response(text="OK")

    async def _download(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        if number in self.foreign:
            return web.Response(status=302, headers={"Location": self.foreign[number]})
        if number in self.lost:
            return web.Response(status=self.lost[number])
        if request.headers.get("Authorization") != "Bearer xoxb-test":
            return web.Response(status=403)
        return web.Response(body=self.files[request.match_info["id"]][2])

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        await self.socket.send_json({"type": "hello", "num_connections": 1})
        self.connected.set()
        async for frame in self.socket:
            if frame.type is WSMsgType.TEXT:
                await self.acknowledged.put(json.loads(frame.data)["envelope_id"])
        return self.socket

    def typed(self, command: str, text: str = "", **other: Any) -> dict[str, Any]:
        """The body of a slash command."""
        return {
            "command": command, "text": text, "user_id": "U1", "user_name": "ana", "team_id": "T1", "channel_id": "C1",
            "response_url": f"{self.url}/respond", "trigger_id": f"trigger-{next(self.numbers)}", **other,
        }  # fmt: skip

    def pressed(
        self, element: dict[str, Any], option: int = 0, *, ephemeral: bool = False, ts: str = "", user: str = "U2"
    ) -> dict[str, Any]:
        """The body of a press on a button, or of a choice in a select."""
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": "b", "action_ts": "1"}
        action |= (
            {"value": element["value"]}
            if element["type"] == "button"
            else {"selected_option": element["options"][option]}
        )
        return {
            "type": "block_actions", "user": {"id": user, "username": "bo", "team_id": "T1"}, "team": {"id": "T1"},
            "channel": {"id": "C1"}, "actions": [action],
            "container": {"type": "message", "is_ephemeral": ephemeral, "message_ts": ts},
            "response_url": f"{self.url}/respond", "trigger_id": f"trigger-{next(self.numbers)}",
        }  # fmt: skip

    def written(self, text: str, *, channel: str = "C1", user: str = "U1", thread: str = "", **other: Any) -> dict:
        """The event of a message; a mention where the text has one."""
        event = {
            "type": "app_mention" if "<@UBOT>" in text else "message",
            "text": text, "user": user, "channel": channel, "ts": f"{next(self.numbers)}.0",
        }  # fmt: skip
        if event["type"] == "message":
            event["channel_type"] = "im" if channel.startswith("D") else "channel"
        return event | ({"thread_ts": thread} if thread else {}) | other

    async def event(self, event: dict[str, Any]) -> dict[str, Any]:
        """Push an event through the socket; the event."""
        payload = {
            "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": f"Ev{next(self.numbers)}",
            "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}], "event": event,
        }  # fmt: skip
        await self.send("events_api", payload)
        return event

    async def say(self, text: str, **where: Any) -> dict[str, Any]:
        """Write a message to the bot; its answer."""
        await self.event(self.written(text, **where))
        return await self.answer()

    async def send(self, kind: str, payload: dict[str, Any], envelope: str = "") -> str:
        """Push an envelope through the socket; its id."""
        envelope = envelope or f"envelope-{next(self.numbers)}"
        assert self.socket is not None
        await self.socket.send_json(
            {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        )
        return envelope

    async def answer(self) -> dict[str, Any]:
        """The next message that arrives; it keeps Slack's limits."""
        message = await asyncio.wait_for(self.said.get(), 30)
        assert message.pop("problems") == []
        message.pop("method", None)
        return message


@pytest.fixture(scope="session")
def problems_of():
    return problems


@pytest.fixture
async def slack(monkeypatch):
    stand_in = Slack()
    runner = web.AppRunner(stand_in.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    here = partial(AsyncWebClient, base_url=f"{stand_in.url}/api/")
    monkeypatch.setattr("bot.platforms.slack.app.AsyncWebClient", here)
    monkeypatch.setattr("bot.platforms.slack.files.is_slacks_own", lambda url: str(url).startswith(stand_in.url))
    yield stand_in
    await runner.cleanup()


@pytest.fixture
async def elsewhere():
    """Another host, which counts what it is asked."""

    class Elsewhere:
        asked = 0
        url = ""

    async def answer(request: web.Request) -> web.Response:
        Elsewhere.asked += 1
        return web.Response(text="mine")

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    Elsewhere.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield Elsewhere
    await runner.cleanup()


@pytest.fixture
async def connected(world, slack):
    """The whole door at work, connected to the stand-in's socket."""
    task = asyncio.create_task(serve(world, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 30)
    yield slack
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def gate():
    return threading.Event()


@pytest.fixture
def world(engine, gate):
    """A conversation with a few commands of its own."""

    @command("recommend", examples=("/recommend energy:high",), provenance=False)
    def recommend(engine: object, *, query: Annotated[str, Text("what to hear")] = "") -> Reply:
        """Tracks for a query."""
        actions = (
            Action("Calmer", "/recommend calmer"),
            Action("One", '/recommend "like one"', "More like ..."),
            Action("Two", '/recommend "like two"', "More like ..."),
        )
        return Reply(f"recommended for {query}", rows=(Row("Song - Artist", measure=0.9),), actions=actions)

    @command("help", examples=("/help",), provenance=False)
    def help_(engine: object, *, about: Annotated[str, Text("a command")] = "") -> Reply:
        """What there is."""
        return Reply("what I can do")

    @command("slow", examples=("/slow",), provenance=False)
    def slow(engine: object) -> Reply:
        """Takes long."""
        gate.wait(10)
        return Reply("slow, but here")

    @command("chart", examples=("/chart",), provenance=False)
    def chart(engine: object) -> Reply:
        """A picture."""
        return Reply(
            "Chart of <!channel>",
            pictures=(Picture("chart.png", b"png", "A line that rises."),),
            files=(File("a.csv", b"1"),),
        )

    @command("label", examples=("/label",), provenance=False)
    def label(engine: object, *, file: Annotated[Upload, Attachment("a table")]) -> Reply:
        """Label a file."""
        return Reply(f"labelled {file.name}: {file.content.decode()}")

    commands = {made.name: made for made in (recommend, help_, slow, chart, label)}
    conversation = Conversation(engine, commands, cooldown=Cooldown(burst=1000))
    yield conversation
    conversation.close()
