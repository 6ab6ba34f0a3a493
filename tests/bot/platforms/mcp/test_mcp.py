"""The MCP platform with the package's own client, over both transports."""

import asyncio
import base64
import contextlib
import csv
import io
import json
import os
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import jsonschema
import pytest

pytest.importorskip("mcp", reason="MCP is an extra: .venv/bin/pip install -e '.[mcp]'")

import httpx2
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import PromptReference

from bot.as_json import REPLY_SCHEMA, reply_object
from bot.bearer import Bearers
from bot.commands import all_commands
from bot.conversation import Conversation, Message
from bot.definition import command
from bot.parameters import Progress
from bot.platforms.mcp.prompts import JOBS
from bot.platforms.mcp.serving import address, http_server, listening
from bot.platforms.mcp.tools import in_text, tools
from bot.reply import Reply
from engine import Engine
from engine.features import AUDIO_NAMES

MODELS = Path(__file__).parents[4] / "models"
TOKEN = "t" * 24
TRANSPORTS = pytest.mark.parametrize("transport", ["stdio", "http"])
# Nothing comes back from them but words that differ by the time or by chance.
UNLIKE = {"link", "digest", "privacy"}


@contextlib.asynccontextmanager
async def serving(conversation, tokens=(("ann", TOKEN), ("bob", TOKEN[::-1] + "b"))) -> AsyncIterator[str]:
    """The server on loopback; its address."""
    sock = listening(0)
    server = http_server(conversation, MODELS, Bearers(tokens), sock)
    task = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        yield address(sock)
    finally:
        server.end()
        await task
        sock.close()


@contextlib.asynccontextmanager
async def over_http(url, token=TOKEN, **more) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http,
        Client(streamable_http_client(url, http_client=http), **more) as client,
    ):
        yield client


@contextlib.asynccontextmanager
async def connected(transport, conversation, tmp_path, **more) -> AsyncIterator[Client]:
    if transport == "http":
        async with serving(conversation) as url, over_http(url, **more) as client:
            yield client
    else:
        catalogue = str(conversation.engine.catalogue.directory.parent)
        environment = {**os.environ, "CRATEBOT_CATALOGUE": catalogue, "CRATEBOT_DATA": str(tmp_path)}
        started = StdioServerParameters(
            command=sys.executable, args=["-m", "bot", "mcp"], env=environment, cwd=str(MODELS.parent)
        )
        async with Client(started, **more) as client:
            yield client


@pytest.fixture
def talk(engine):
    conversation = Conversation(engine)
    yield conversation
    conversation.close()


def table(rows):
    """A CSV with the nine audio columns."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("track_id", *AUDIO_NAMES))
    for number in range(rows):
        writer.writerow((f"t{number}", 0.5, number % 100 / 100, -7.0, 0.05, 0.1, 0.0, 0.2, 0.7, 120.0))
    return out.getvalue()


def values_for(tool):
    """Values for each field that is required, or those of the first example."""
    if examples := tool.input_schema.get("examples"):
        return examples[0]
    return {"file": {"name": "a.csv", "text": table(3)}} if tool.name == "label" else {}


@TRANSPORTS
async def test_every_tool_is_listed_and_answers_as_the_terminal_does(transport, talk, tmp_path):
    other = Conversation(talk.engine)
    async with connected(transport, talk, tmp_path) as client:
        listed = (await client.list_tools()).tools
        assert {tool.name for tool in listed} == {"ask", *talk.commands}
        for tool in listed:
            values = {"text": "happy techno"} if tool.name == "ask" else values_for(tool)
            jsonschema.Draft202012Validator.check_schema(tool.input_schema)
            jsonschema.validate(values, tool.input_schema)
            answer = await client.call_tool(tool.name, values)
            said = answer.structured_content
            jsonschema.validate(said, REPLY_SCHEMA)
            assert answer.is_error is (not said["ok"]), tool.name
            # Who holds a token does not manage the workspace.
            assert said["ok"] or said["error"]["code"] == "not_allowed", said
            assert "NaN" not in json.dumps(said)
            if tool.name not in UNLIKE | {"ask", "label", "export", "taste", "crate", "watch"}:
                expected = reply_object(other.said(Message(said["request"])), lambda name, content: name)
                assert {**said, "elapsed_ms": 0, "images": [], "files": []} == {
                    **expected, "elapsed_ms": 0, "images": [], "files": [],
                }, tool.name  # fmt: skip
                assert len(said["images"]) == len(expected["images"])
    other.close()


@TRANSPORTS
async def test_a_conversation_goes_on_in_its_session_by_its_name_and_from_a_request(transport, talk, tmp_path):
    async with connected(transport, talk, tmp_path, mode="legacy") as client:

        async def ask(text, **more):
            return (await client.call_tool("ask", {"text": text, **more})).structured_content["request"]

        await client.call_tool("recommend", {"genre": ["techno"], "limit": 3})
        assert "genre:techno" in await ask("calmer")
        assert "genre:techno" not in await ask("calmer", conversation="other")
        await ask("reggae", conversation="other")
        assert "genre:reggae" in await ask("calmer", conversation="other")
        assert "genre:folk" in await ask("calmer", reply_to="/recommend genre:folk", conversation="third")


@TRANSPORTS
async def test_a_mistake_is_a_result_that_says_the_nearest_thing(transport, talk, tmp_path):
    artist = talk.engine.best_known(1)[0].artists[0]
    async with connected(transport, talk, tmp_path) as client:
        for tool, values, code, said in (
            ("recommend", {"energie": 1}, "unknown_parameter", "Did you mean energy?"),
            ("recommend", {"genre": "techno"}, "bad_value", "list of texts"),
            ("recommend", {"genre": ["tekno"]}, "not_found", "techno"),
            ("similar", {}, "missing_parameter", "/similar needs track."),
            ("artists", {"like": artist, "limit": 1000}, "bad_value", "from 1 to 50"),
            ("label", {"file": {"name": "a.csv", "text": "nothing"}}, "bad_table", "header"),
            ("label", {"file": {"base64": "%"}}, "bad_value", "base64"),
            ("ask", {"text": ""}, "missing_parameter", "text is missing"),
            ("ask", {"text": "hi", "conversation": "a b"}, "bad_value", "conversation"),
        ):
            answer = await client.call_tool(tool, values)
            assert answer.is_error, (tool, values)
            assert said in answer.content[0].text, answer.content[0].text
            assert answer.structured_content["error"]["code"] == code
        # What is left out may be null.
        assert not (await client.call_tool("recommend", {"genre": ["techno"], "mood": None})).is_error
        with pytest.raises(MCPError, match="Did you mean recommend"):
            await client.call_tool("recomend", {})


@TRANSPORTS
async def test_pictures_and_files_come_along_and_can_be_read_again(transport, talk, tmp_path):
    async with connected(transport, talk, tmp_path) as client:
        answer = await client.call_tool("explore", {"what": "genres"})
        picture = next(one for one in answer.content if one.type == "image")
        (where,) = answer.structured_content["images"]
        (again,) = (await client.read_resource(where)).contents
        assert base64.b64decode(picture.data).startswith(b"\x89PNG")
        assert (again.blob, again.mime_type) == (picture.data, "image/png")
        answer = await client.call_tool("genres", {"by": "name"})
        (where,) = answer.structured_content["files"]
        (file,) = (await client.read_resource(where)).contents
        assert file.text.startswith("genre,")
        with pytest.raises(MCPError, match=r"nothing at that address"):
            await client.read_resource("cratebot://files/nothing/x.png")


@TRANSPORTS
async def test_resources_and_prompts_are_there_and_name_what_exists(transport, talk, tmp_path):
    async with connected(transport, talk, tmp_path) as client:
        resources = {str(one.uri): one for one in (await client.list_resources()).resources}
        assert {f"cratebot://models/{card.stem.lower()}" for card in MODELS.glob("*.md")} <= resources.keys()
        for uri in resources:
            assert (await client.read_resource(uri)).contents[0].text.strip()
        listed = (await client.list_prompts()).prompts
        assert {one.name for one in listed} == set(JOBS)
        for one in listed:
            said = {argument.name: "techno" for argument in one.arguments if argument.required}
            text = (await client.get_prompt(one.name, said)).messages[0].content.text
            assert "{" not in text
        with pytest.raises(MCPError, match=r"needs brief"):
            await client.get_prompt("shortlist", {})
        found = await client.complete(PromptReference(name="rising"), {"name": "genre", "value": "tec"})
        assert found.completion.values[0] == "techno"


@TRANSPORTS
async def test_label_tells_how_far_it_is(transport, talk, tmp_path):
    told = []

    async def on_progress(done, total, message):
        told.append((done, total))

    async with connected(transport, talk, tmp_path) as client:
        file = {"name": "set.csv", "text": table(5000)}
        answer = await client.call_tool("label", {"file": file}, progress_callback=on_progress)
    assert not answer.is_error
    assert told[-1] == (5000, 5000)
    assert told == sorted(set(told))
    link = next(one for one in answer.content if one.type == "resource_link")
    assert link.name == "set-labelled.csv"


@TRANSPORTS
async def test_what_is_cancelled_makes_room(transport, talk, tmp_path):
    begun = asyncio.Event()

    async def on_progress(done, total, message):
        begun.set()

    async with connected(transport, talk, tmp_path) as client:
        long = {"file": {"name": "long.csv", "text": table(40_000)}}
        call = asyncio.create_task(client.call_tool("label", long, progress_callback=on_progress))
        await asyncio.wait_for(begun.wait(), 60)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        # One heavy command runs at a time, so this one waits for the other to end.
        answer = await asyncio.wait_for(client.call_tool("label", {"file": {"text": table(3)}}), 60)
        assert not answer.is_error


async def test_a_cancelled_import_matches_no_more_lines(talk, tmp_path, monkeypatch):
    begun, ended, matched = asyncio.Event(), threading.Event(), []
    match = Engine.match_list

    def counted(engine, lines):
        try:
            for one in match(engine, lines):
                matched.append(one.recording)
                yield one
        finally:
            ended.set()

    async def on_progress(done, total, message):
        begun.set()

    monkeypatch.setattr(Engine, "match_list", counted)
    async with connected("http", talk, tmp_path) as client:
        long = {"file": {"name": "long.txt", "text": "Nobody - Nothing\n" * 50_000}}
        call = asyncio.create_task(client.call_tool("import", long, progress_callback=on_progress))
        await asyncio.wait_for(begun.wait(), 60)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert await asyncio.to_thread(ended.wait, 60)
    assert 500 <= len(matched) < 50_000


async def test_a_file_of_this_machine_is_named_by_its_path_and_its_answer_lies_there(talk, tmp_path):
    asked = tmp_path / "set.csv"
    asked.write_text(table(30))
    (tmp_path / "secret.env").write_text(table(3))
    async with connected("stdio", talk, tmp_path) as client:
        answer = await client.call_tool("label", {"file": {"path": str(asked)}})
        (where,) = answer.structured_content["files"]
        assert where.endswith("/set-labelled.csv")
        labelled = await asyncio.to_thread(Path(where.removeprefix("file://")).read_text, encoding="utf-8-sig")
        assert labelled.count("\n") == 31
        assert f"File: {where}" in answer.content[0].text
        (again,) = (await client.read_resource(where)).contents
        assert again.text.startswith("track_id,")
        for other, said in (("secret.env", "no table or list"), ("nothing.csv", "cannot be read")):
            answer = await client.call_tool("label", {"file": {"path": str(tmp_path / other)}})
            assert answer.is_error
            assert said in answer.content[0].text
        with pytest.raises(MCPError, match=r"nothing at that address"):
            await client.read_resource(asked.as_uri())
    async with connected("http", talk, tmp_path) as client:
        assert (await client.call_tool("label", {"file": {"path": str(asked)}})).is_error


async def test_cancelling_ends_the_work_where_it_tells_its_progress(engine, tmp_path):
    begun, ended = threading.Event(), threading.Event()

    @command("endless", examples=("/endless",), heavy=True)
    def endless(engine: Engine, *, progress: Progress) -> Reply:
        """Tells its progress and never ends."""
        try:
            for number in range(10**9):
                progress(number, 10**9)
                begun.set()
        finally:
            ended.set()
        return Reply("never")

    conversation = Conversation(engine, {**all_commands(), "endless": endless})
    async with connected("http", conversation, tmp_path) as client:
        call = asyncio.create_task(client.call_tool("endless", {}))
        assert await asyncio.to_thread(begun.wait, 20)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert await asyncio.to_thread(ended.wait, 20)
    conversation.close()


async def test_nobody_comes_in_without_a_token_by_another_name_or_from_another_site(talk):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    async with serving(talk) as url, httpx2.AsyncClient() as http:
        right = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json, text/event-stream"}
        for headers, status in (
            ({}, 401),
            ({"Authorization": TOKEN}, 401),
            ({"Authorization": f"Bearer {TOKEN}x"}, 401),
            ({"Authorization": f"Basic {TOKEN}"}, 401),
            ({**right, "Host": "music.example"}, 421),
            ({**right, "Origin": "https://music.example"}, 403),
        ):
            answer = await http.post(url, json=body, headers=headers)
            assert answer.status_code == status, headers
            assert TOKEN not in answer.text
        with pytest.raises(Exception, match=r"."):
            async with over_http(url, "wrong" * 5):
                pass


async def test_people_of_other_tokens_see_neither_files_nor_taste_nor_talk(talk):
    async with serving(talk) as url, over_http(url, mode="legacy") as ann:
        file = (await ann.call_tool("genres", {"by": "name"})).structured_content["files"][0]
        await ann.call_tool("like", {"artist": talk.engine.best_known(1)[0].artists[0]})
        await ann.call_tool("ask", {"text": "techno", "conversation": "one"})
        async with over_http(url, TOKEN[::-1] + "b", mode="legacy") as bob:
            with pytest.raises(MCPError, match=r"nothing at that address"):
                await bob.read_resource(file)
            assert not (await bob.call_tool("taste", {})).structured_content["rows"]
            gone_on = await bob.call_tool("ask", {"text": "calmer", "conversation": "one"})
            assert "techno" not in gone_on.structured_content["request"]
        assert (await ann.call_tool("taste", {})).structured_content["rows"]


def test_tools_say_what_they_change(conversation):
    hints = {tool.name: tool.annotations for tool in tools(conversation.commands.values())}
    assert hints["recommend"].read_only_hint
    assert hints["recommend"].destructive_hint is None
    assert not hints["like"].read_only_hint
    assert not hints["like"].destructive_hint
    assert hints["forget"].destructive_hint
    assert hints["crate"].destructive_hint


def test_figures_are_named_in_what_an_assistant_reads(conversation):
    reply = conversation.said(Message("/recommend energy:high limit:2"))
    text = in_text(reply)
    assert f"| match {reply.rows[0].data['match']} |" in text
    assert reply.rows[0].title in text
    assert f"Understood as: {reply.request}" in text
