"""The API for programs: the object of the terminal, for who may ask, and status codes that say what was wrong."""

import contextlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import jsonschema
import pytest

from bot.as_json import REPLY_SCHEMA, reply_object
from bot.bearer import Bearers
from bot.conversation import Conversation, Message
from bot.memory import Memory
from bot.platforms.web.app import serve
from bot.platforms.web.channel import Channel

ANN, BOB = "a" * 24, "b" * 24
AS_ANN, AS_BOB = ({"Authorization": f"Bearer {token}"} for token in (ANN, BOB))
TABLE = "danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,valence,tempo\n"


@pytest.fixture
def talk(engine):
    conversation = Conversation(engine, memory=Memory.temporary(), keep_contexts=True)
    yield conversation
    conversation.close()


@contextlib.asynccontextmanager
async def session(conversation, *, passphrase="", tokens=(), headers=None) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of the running page."""
    channel = Channel(conversation, local=not passphrase)
    runner = await serve(channel, "127.0.0.1", 0, passphrase, bearers=Bearers(tokens))
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(base, headers=headers) as client:
        yield client
    await runner.cleanup()


async def ask(client, body, **more):
    """Status and object of an answer."""
    async with client.post("/api/v1/ask", json=body, **more) as response:
        return response.status, await response.json()


async def test_an_answer_is_the_object_of_the_terminal_and_its_pictures_can_be_read(talk, engine):
    expected = reply_object(Conversation(engine).said(Message("/explore genres")), lambda name, content: name)
    async with session(talk) as client:
        for body in ({"text": "/explore genres"}, {"command": "explore", "options": {"what": "genres"}}):
            status, said = await ask(client, body)
            jsonschema.validate(said, REPLY_SCHEMA)
            assert status == 200
            assert {**said, "images": 0, "elapsed_ms": 0} == {**expected, "images": 0, "elapsed_ms": 0}
            async with client.get(said["images"][0]) as response:
                assert (await response.read()).startswith(b"\x89PNG")
                assert response.content_type == "image/png"


async def test_a_conversation_goes_on_under_its_name_or_from_a_request(talk):
    async with session(talk) as client:
        await ask(client, {"text": "techno", "conversation": "one"})
        assert "genre:techno" in (await ask(client, {"text": "calmer", "conversation": "one"}))[1]["request"]
        assert "genre:techno" not in (await ask(client, {"text": "calmer", "conversation": "two"}))[1]["request"]
        assert "genre:techno" not in (await ask(client, {"text": "calmer"}))[1]["request"]
        gone_on = await ask(client, {"text": "calmer", "reply_to": "/recommend genre:folk"})
        assert "genre:folk" in gone_on[1]["request"]


async def test_names_are_completed(talk):
    async with session(talk) as client:
        async with client.get("/api/v1/complete?command=recommend&option=genre&text=tec&limit=3") as response:
            found = await response.json()
        async with client.post(
            "/api/v1/complete", json={"command": "recommend", "option": "genre", "text": "tec", "limit": 3}
        ) as response:
            assert await response.json() == found
        assert found["suggestions"][0] == {"label": "techno", "value": "techno"}
        assert len(found["suggestions"]) == 3


@pytest.mark.parametrize(
    ("body", "status", "code", "said"),
    [
        ({}, 422, "missing_parameter", "text"),
        ({"text": 1}, 422, "bad_value", "text"),
        ({"text": "hi", "word": 1}, 422, "unknown_parameter", "word"),
        ({"command": "recomend"}, 422, "unknown_command", "Did you mean recommend?"),
        ({"command": "similar", "options": {"track": "no such track"}}, 422, "not_found", "No track"),
        ({"command": "similar", "options": {"track": "x", "limit": "5"}}, 422, "bad_value", "from 1 to 50"),
        ({"command": "similar", "text": "x"}, 422, "unknown_parameter", "field"),
        ({"command": "link"}, 403, "not_allowed", "link workspaces"),
        ({"command": "label", "options": {"file": {"text": "x"}}}, 422, "bad_table", "header"),
        ([], 400, "bad_value", "JSON object"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_with_a_code_and_the_nearest_thing(talk, body, status, code, said):
    async with session(talk) as client:
        found = await ask(client, body)
        assert (found[0], found[1]["error"]["code"]) == (status, code)
        assert said in f"{found[1]['error']['message']} {found[1]['error']['hint']}"
        assert found[1]["ok"] is False


async def test_bodies_that_are_none_are_refused_in_json(talk):
    async with session(talk) as client:
        for data, kind, status in (
            (b'{"text": "techno"}', "text/plain", 415),
            (b'{"text": "techno"}', "application/x-www-form-urlencoded", 415),
            (b'{"text": NaN}', "application/json", 400),
            (b"[" * 50_000, "application/json", 400),
            (b"\xff", "application/json", 400),
        ):
            headers = {"Content-Type": kind}
            async with client.post("/api/v1/ask", data=data, headers=headers) as response:
                assert response.status == status
                assert (await response.json())["error"]["code"]
        for method, path, status in (("GET", "ask", 405), ("GET", "files/nothing", 404), ("GET", "nothing", 404)):
            async with client.request(method, f"/api/v1/{path}") as response:
                assert response.status == status
                assert (await response.json())["ok"] is False


async def test_a_file_larger_than_allowed_is_refused_before_it_is_read(talk):
    async with session(talk) as client:
        headers = {"Content-Type": "application/json", "Content-Length": str(30 * 2**20)}
        async with client.post("/api/v1/ask", data=b"{", headers=headers) as response:
            assert response.status == 413
            assert (await response.json())["error"]["code"] == "too_large"


async def test_a_file_comes_along_and_its_answer_can_be_fetched(talk):
    rows = TABLE + "0.5,0.6,-7,0.05,0.1,0,0.2,0.7,120\n" * 3000
    async with session(talk) as client:
        status, said = await ask(client, {"command": "label", "options": {"file": {"name": "set.csv", "text": rows}}})
        assert (status, said["title"]) == (200, "3,000 of 3,000 rows labelled")
        async with client.get(said["files"][0]) as response:
            assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''set-labelled.csv"
            assert (await response.text()).count("\n") == 3001


@pytest.mark.parametrize(
    ("passphrase", "tokens"), [("", (("ann", ANN),)), ("open-sesame", (("ann", ANN),)), ("open-sesame", ())]
)
async def test_where_a_token_is_needed_nothing_is_answered_without(talk, passphrase, tokens):
    async with session(talk, passphrase=passphrase, tokens=tokens) as client:
        for headers in ({}, {"Authorization": ANN}, AS_BOB, {"Authorization": f"Basic {ANN}"}):
            for path in ("ask", "complete", "files/x", "openapi.json", "nothing"):
                async with client.post(f"/api/v1/{path}", json={"text": "hi"}, headers=headers) as response:
                    assert response.status == 401
                    assert response.headers["WWW-Authenticate"] == "Bearer"
                    assert (await response.json())["error"]["code"] == "not_allowed"
        status, _ = await ask(client, {"text": "hi"}, headers=AS_ANN)
        assert status == (200 if tokens else 401)


async def test_a_cookie_of_the_page_is_no_token(talk):
    async with session(talk, passphrase="open-sesame", tokens=(("ann", ANN),)) as client:
        origin = {"Origin": str(client._base_url).rstrip("/")}
        client.cookie_jar._unsafe = True
        async with client.post("/enter", data={"passphrase": "open-sesame"}, headers=origin) as response:
            assert response.status == 200
        assert len(client.cookie_jar) >= 2
        assert (await ask(client, {"text": "hi"}))[0] == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://music.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "music.example"},
    ],
)
async def test_a_page_of_another_site_cannot_ask(talk, headers):
    async with session(talk) as client:
        assert (await ask(client, {"text": "hi"}, headers=headers))[0] == 403
        async with client.get("/api/v1/openapi.json", headers=headers) as response:
            assert response.status == 403
            assert "Access-Control-Allow-Origin" not in response.headers
        async with client.options("/api/v1/ask", headers={"Access-Control-Request-Method": "POST"}) as response:
            assert response.status == 405


async def test_each_token_has_its_own_taste_talk_and_files_and_all_share_crates(talk):
    artist = talk.engine.best_known(1)[0].artists[0]
    async with session(talk, tokens=(("ann", ANN), ("bob", BOB))) as client:
        await ask(client, {"command": "like", "options": {"artist": artist}}, headers=AS_ANN)
        await ask(client, {"command": "crate", "options": {"do": "new", "name": "summer"}}, headers=AS_ANN)
        await ask(client, {"text": "techno", "conversation": "one"}, headers=AS_ANN)
        file = (await ask(client, {"text": "/genres by:name"}, headers=AS_ANN))[1]["files"][0]

        async def rows(text, headers):
            return (await ask(client, {"text": text}, headers=headers))[1]["rows"]

        assert await rows("/taste", AS_ANN)
        assert not await rows("/taste", AS_BOB)
        assert await rows("/crate list", AS_BOB)
        gone_on = await ask(client, {"text": "calmer", "conversation": "one"}, headers=AS_BOB)
        assert "techno" not in gone_on[1]["request"]
        for headers, status in ((AS_ANN, 200), (AS_BOB, 404)):
            async with client.get(file, headers=headers) as response:
                assert response.status == status


async def test_who_asks_too_fast_is_told_when_again(talk):
    async with session(talk, tokens=(("ann", ANN),), headers=AS_ANN) as client:
        for _ in range(12):
            async with client.post("/api/v1/ask", json={"text": "hi"}) as response:
                said = await response.json()
                if not said["ok"]:
                    break
        assert (response.status, said["error"]["code"]) == (429, "too_fast")
        assert int(response.headers["Retry-After"]) >= 1


async def test_no_number_that_json_has_not_is_sent(talk, monkeypatch):
    from bot.reply import Reply, Row

    async def say(message):
        return Reply("odd", rows=(Row("x", data={"value": float("nan"), "many": [float("inf")]}),), elapsed_ms=1.0)

    monkeypatch.setattr(talk, "say", say)
    async with session(talk) as client, client.post("/api/v1/ask", json={"text": "x"}) as response:
        assert json.loads(await response.text())["rows"] == [{"value": None, "many": [None]}]


async def test_the_examples_of_the_readme_are_understood(talk):
    readme = (Path(__file__).parents[4] / "README.md").read_text()
    bodies, paths = re.findall(r"--json '(\{.*\})'", readme), re.findall(r"8321(/api/v1/complete\?[^']+)'", readme)
    assert len(bodies) == 2
    async with session(talk) as client:
        for body in map(json.loads, bodies):
            status, said = await ask(client, body)
            # The demo catalogue lacks the tracks that are named there.
            assert status == 200 or said["error"]["code"] == "not_found"
        for path in paths:
            async with client.get(path) as response:
                assert (await response.json())["suggestions"]
