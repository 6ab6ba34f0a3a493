"""Who is let in and what the page says, without a browser."""

import asyncio
import json
import math
from typing import Annotated

import aiohttp
import pytest

from bot.as_json import encoded
from bot.cooldown import Cooldown
from bot.definition import command
from bot.parameters import Text
from bot.platforms.web import run
from bot.platforms.web.addresses import is_loopback
from bot.platforms.web.app import WebApp, has_desktop
from bot.platforms.web.channel import Channel, Refused
from bot.platforms.web.line import Line
from bot.platforms.web.panel import NOBODY
from bot.platforms.web.uploads import MOST_UPLOAD
from bot.reply import Reply
from bot.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def get(place, path, **headers):
    async with aiohttp.ClientSession() as session, session.get(place.url + path, headers=headers) as response:
        return response.status, response.headers, await response.read()


async def test_the_whole_page_weighs_less_than_150_kb(place):
    site = WebApp(place.channel)
    assert sum(len(asset.content) for asset in site._assets.values()) < 150_000


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.168.1.5:80", "[::", ""]
)
async def test_a_name_rebound_to_this_address_is_refused(place, host):
    status, _, _ = await get(place, "/", Host=host)
    assert status == 403


@pytest.mark.parametrize("host", ["localhost:8321", "LOCALHOST", "127.0.0.1:80", "127.0.0.2", "[::1]:8321"])
async def test_every_name_of_this_machine_itself_is_answered(place, host):
    status, _, _ = await get(place, "/", Host=host)
    assert status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "null", ""])
async def test_another_sites_page_cannot_open_the_socket(place, person, origin):
    someone = await person()
    await (await someone.session.get(place.url)).read()
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await someone.session.ws_connect(f"{place.url}/socket", headers={"Origin": origin} if origin else {})
    assert refused.value.status == 403


async def test_the_socket_needs_the_cookie_that_the_page_sets(place):
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{place.url}/socket", headers={"Origin": place.url})
    assert refused.value.status == 401


@pytest.mark.parametrize(
    "path",
    ["/page/../app.py", "/page/%2e%2e/app.py", "/page/..%2fapp.py", "/page/enter.html", "/page/", "/blob/x", "/.env"],
)
async def test_nothing_is_served_but_the_listed_files(place, path):
    async with aiohttp.ClientSession() as session:
        await (await session.get(place.url)).read()
        async with session.get(aiohttp.client.URL(place.url + path, encoded=True)) as response:
            assert response.status == 404


@pytest.mark.parametrize("text", ["no json", "[]", '{"type": "ask"}', '{"type": "join", "name": 5}'])
async def test_what_the_page_never_sends_ends_the_connection(person, text):
    someone = await person()
    await (await someone.session.get(someone.place.url)).read()
    socket = await someone.session.ws_connect(f"{someone.place.url}/socket", headers={"Origin": someone.place.url})
    await socket.send_str(text)
    closed = await socket.receive(timeout=5)
    assert (closed.type, closed.data) == (aiohttp.WSMsgType.CLOSE, aiohttp.WSCloseCode.POLICY_VIOLATION)


async def test_half_a_character_does_not_silence_the_channel(person):
    ada, bob = await (await person()).join("Ada"), await (await person()).join("Bob")
    await bob.until("hello")
    await ada.socket.send_str('{"type": "ask", "id": "question1", "text": "calm \\ud800"}')
    assert (await bob.until("exchange"))["text"] == "calm ?"


async def test_deep_nesting_is_refused():
    with pytest.raises(Refused):
        Channel(None).hear(None, "[" * 30_000)


async def test_a_message_too_large_ends_the_connection(person):
    ada = await (await person()).join()
    await ada.until("hello")
    await ada.say(type="rename", name="x" * 100_000)
    while (message := await ada.socket.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
        pass
    assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, aiohttp.WSCloseCode.MESSAGE_TOO_BIG)


async def test_a_question_asked_twice_under_one_id_is_answered_once(person, made_up):
    ada = await (await person()).join()
    first = await ada.answer("calm piano")
    again = await ada.answer("calm piano")
    assert first == again
    assert made_up.runs == ["calm piano"]


async def test_a_private_answer_reaches_only_the_user(person):
    ada, bob = await (await person()).join("Ada"), await (await person()).join("Bob")
    await bob.until("people", lambda message: message["names"] == ["Ada", "Bob"])
    await ada.answer("/tune Blue private:yes")
    await ada.answer("/chart", "question2")
    seen = await bob.until("exchange")
    assert seen["text"] == "/chart"
    late = await (await person()).join("Eve")
    assert [exchange["text"] for exchange in (await late.until("hello"))["log"]] == ["/chart"]


async def test_pressing_a_button_under_a_private_answer_stays_private(person):
    ada, bob = await (await person()).join("Ada"), await (await person()).join("Bob")
    await ada.answer("/tune Blue", private=True)
    await ada.answer("/chart", "question2")
    assert (await bob.until("exchange"))["text"] == "/chart"


async def test_the_id_a_question_was_asked_under_is_the_users_secret(person):
    ada, bob = await (await person()).join("Ada"), await (await person()).join("Bob")
    await bob.until("hello")
    await ada.answer("calm piano")
    assert (await bob.until("exchange"))["asked_as"] == ""


async def test_newcomers_see_the_last_200_exchanges(person, place):
    ada = await (await person()).join()
    for number in range(205):
        await ada.answer(f"query {number}", f"question{number:03}")
    late = await (await person()).join("Eve")
    hello = await late.until("hello")
    log, more = hello["log"], hello["more"]
    assert len(log) == 20
    while more:
        await late.say(type="older", before=log[0]["id"])
        older = await late.until("older")
        log, more = older["log"] + log, older["more"]
    assert [exchange["text"] for exchange in log] == [f"query {number}" for number in range(5, 205)]


async def test_too_many_questions_get_a_sentence_that_only_their_asker_sees(person, place):
    place.channel.questions = Cooldown(burst=2)
    ada, bob = await (await person()).join("Ada"), await (await person()).join("Bob")
    errors = [(await ada.answer("calm", f"question{number}"))["error"] for number in range(3)]
    assert errors[:2] == [None, None]
    assert errors[2]["code"] == "too_fast"
    assert errors[2]["hint"]
    await bob.answer("happy")
    late = await (await person()).join("Eve")
    assert [exchange["text"] for exchange in (await late.until("hello"))["log"]] == ["calm", "calm", "happy"]


async def test_who_is_alone_on_this_machine_never_waits(person, place):
    place.channel.questions = Cooldown(burst=2)
    place.channel.local = True
    ada = await (await person()).join("Ada")
    assert [(await ada.answer("calm", f"question{number}"))["error"] for number in range(5)] == [None] * 5
    bob = await (await person()).join("Bob")
    await bob.until("hello")
    assert [(await ada.answer("calm", f"more{number:05}"))["error"] is None for number in range(3)] == [
        True,
        True,
        False,
    ]


async def test_one_person_cannot_take_all_sockets(person):
    someone = await person()
    sockets = [await someone.join() for _ in range(5)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await someone.join()
    assert not any(one.socket.closed for one in sockets)
    assert refused.value.status == 503
    await (await person()).join()


async def test_two_people_of_one_name_can_be_told_apart(person):
    first = await (await person()).join("Ada")
    second = await (await person()).join("ada")
    bot = await (await person()).join("Cratebot")
    assert (await first.until("you"))["name"] == "Ada"
    assert (await second.until("you"))["name"] == "ada 2"
    assert (await bot.until("you"))["name"] == "Guest"


async def test_completions_come_over_the_socket(person):
    ada = await (await person()).join()
    await ada.say(type="complete", id=7, command="tune", option="track", text="green")
    found = await ada.until("suggestions")
    assert found["id"] == 7
    assert [one["label"] for one in found["values"]] == ["Blue in Green - Miles Davis"]


async def test_a_file_is_a_download_and_never_a_page(person):
    someone = await person()
    ada = await someone.join()
    reply = await ada.answer("/chart")
    async with someone.session.get(f"{someone.place.url}/blob/{reply['files'][0]['id']}") as response:
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''n%C3%A4me%3B%20.csv"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert await response.read() == b"<script>1</script>"


async def test_an_upload_is_read_by_its_sender_only(person):
    ada, bob = await person(), await person()
    hers, his = await ada.join("Ada"), await bob.join("Bob")
    url = f"{ada.place.url}/upload?name=../../songs.csv"
    async with ada.session.post(url, data=b"12345", headers={"Origin": ada.place.url}) as response:
        key = (await response.json())["id"]
    assert (await hers.answer("/label", files={"table": key}))["title"] == "../../songs.csv: 5 bytes"
    stolen = await his.answer("/label", files={"table": key})
    assert stolen["error"]["message"] == "The file for table did not arrive."


async def test_uploads_are_bounded_and_from_this_page_only(person):
    ada = await person()
    await ada.join()
    url = f"{ada.place.url}/upload?name=a"
    async with ada.session.post(url, data=b"x") as response:
        assert response.status == 403
    async with ada.session.post(url, data=bytes(MOST_UPLOAD + 1), headers={"Origin": ada.place.url}) as response:
        assert response.status == 413


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
async def test_loopback_addresses_are_known(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "box", "localhost.evil.example"])
async def test_other_addresses_are_not_taken_for_loopback(host):
    assert not is_loopback(host)


async def test_another_address_needs_a_passphrase(made_up_conversation, capsys):
    assert run(made_up_conversation, Settings(), "0.0.0.0", 0) == 2
    assert "CRATEBOT_WEB_PASSPHRASE" in capsys.readouterr().err


async def test_a_slow_reader_is_given_up_and_holds_nobody_up():
    for messages, size in ((501, 10), (2, 2**20)):
        cut = asyncio.Event()
        line = Line(None, "someone", cut.set)
        for _ in range(messages):
            assert not cut.is_set()
            line.send(type="people", names=["x" * size])
        assert cut.is_set()
        # Nothing is written any more.
        await line.drain()


async def test_an_answer_is_encoded_once_for_everybody_else(person, place, made_up):
    people = [await (await person()).join(name) for name in ("Ada", "Bob", "Eve")]
    await people[0].answer("calm piano")
    (exchange,) = place.channel._log_of("main")
    ada, bob, eve = (next(line for line in place.channel.lines if line.name == name) for name in ("Ada", "Bob", "Eve"))
    assert exchange.seen_by(bob.person) is exchange.seen_by(eve.person)
    assert exchange.seen_by(ada.person) != exchange.seen_by(bob.person)


async def test_a_page_of_heavy_answers_is_bounded_by_its_bytes(person, place):
    ada = await (await person()).join()
    for number in range(12):
        await ada.answer(f"query {number}", f"question{number:03}")
    for exchange in place.channel._log_of("main"):
        exchange.answer({"title": "x" * 100_000})
    hello = await (await (await person()).join("Eve")).until("hello")
    assert [exchange["text"] for exchange in hello["log"]] == ["query 10", "query 11"]
    assert hello["more"]


async def test_completions_asked_for_faster_than_found_are_skipped_but_the_newest(person, place):
    looked_up, go_on = [], asyncio.Event()

    async def complete(command, option, text, limit, workspace):
        looked_up.append(text)
        await go_on.wait()
        return []

    place.channel.conversation.complete = complete
    ada = await (await person()).join()
    for number in range(50):
        await ada.say(type="complete", id=number, command="tune", option="track", text=str(number))
    await ada.answer("calm")
    go_on.set()
    assert (await ada.until("suggestions", lambda found: found["id"] == 49))["values"] == []
    assert len(looked_up) == 2
    assert looked_up[-1] == "49"


async def test_who_changes_names_all_the_time_is_told_to_wait(person):
    ada = await (await person()).join("Ada")
    for number in range(7):
        await ada.say(type="rename", name=f"Ada {number}")
    assert "changed your name often" in (await ada.until("trouble"))["text"]
    assert (await ada.until("you"))["name"] == "Ada 5"


async def test_a_flood_is_read_at_a_pace(monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr("bot.platforms.web.line.asyncio.sleep", sleep)
    line = Line(None, "someone")
    for _ in range(60):
        await line.pace()
    assert waited == []
    for _ in range(100):
        await line.pace()
    # The hundredth message over the burst waits for its turn, at 20 a second.
    assert waited[-1] == pytest.approx(5, abs=0.5)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
async def test_numbers_that_json_has_not_reach_no_page(number):
    assert (
        encoded({"rows": [{"measure": number}], "pair": (number, 1)}) == b'{"rows":[{"measure":null}],"pair":[null,1]}'
    )


async def test_health_says_alive_and_readiness_what_can_be_used(place):
    status, headers, body = await get(place, "/healthz")
    assert (status, headers["Content-Type"], json.loads(body)) == (
        200,
        "application/json; charset=utf-8",
        {"status": "ok"},
    )
    status, _, body = await get(place, "/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "catalogue": True, "memory": True})
    for path in ("/healthz", "/readyz"):
        assert (await get(place, path, Host="evil.example"))[0] == 403


async def test_a_memory_that_cannot_be_read_is_not_ready(place):
    memory = place.channel.conversation.memory
    memory.taste.of(NOBODY)
    memory.database.read = None
    status, _, body = await get(place, "/readyz")
    assert (status, json.loads(body)) == (503, {"ready": False, "catalogue": True, "memory": False})


async def test_a_browser_is_opened_on_a_desktop_only(monkeypatch):
    monkeypatch.setattr("bot.platforms.web.app.sys.platform", "linux")
    assert has_desktop({"DISPLAY": ":0"})
    assert has_desktop({"WAYLAND_DISPLAY": "wayland-0"})
    assert not has_desktop({})
    assert not has_desktop({"DISPLAY": ":0", "CI": "true"})


@command("faulty", examples=("/faulty",), provenance=False)
def faulty(engine: object, *, query: Annotated[str, Text("what to hear")] = "") -> Reply:
    """Fail with what was asked in the error's words."""
    raise ValueError(f"could not convert {query}")


async def test_neither_words_nor_the_passphrase_reach_the_log_or_an_error_page(locked_place, written):
    """The canary: what is written and secret goes down every path that fails, with everything logged."""
    out = written(secrets=("open sesame",))
    place, pages = locked_place, []
    place.channel.conversation.commands["faulty"] = faulty
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(b"GET /quuxify HTTP/9.9\r\nquuxify\r\n\r\n")
    # Whoever sends no HTTP is told what it was.
    assert b"400" in await reader.read()
    writer.close()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        origin = {"Origin": place.url}
        for passphrase in ("quuxify", "open sesame"):
            async with session.post(f"{place.url}/enter", data={"passphrase": passphrase}, headers=origin) as response:
                pages.append(await response.text())
        for path in ("/blob/quuxify", "/page/quuxify", "/quuxify"):
            async with session.get(f"{place.url}{path}") as response:
                pages.append(await response.text())
        socket = await session.ws_connect(f"{place.url}/socket", headers=origin)
        for said in ({"type": "join", "name": "Quincy"}, {"type": "ask", "id": "question1", "text": "/faulty quuxify"}):
            await socket.send_json(said)
        while (message := await socket.receive_json(timeout=5)).get("reply") is None:
            pass
        assert "reference" in message["reply"]["error"]["hint"]
        await socket.send_str('{"quuxify')
        await socket.receive(timeout=5)
    assert "outcome=fault" in out.getvalue()
    assert "aiohttp.server" not in out.getvalue()
    for secret in ("quuxify", "open sesame", "Quincy"):
        assert secret not in out.getvalue() + "".join(pages)
