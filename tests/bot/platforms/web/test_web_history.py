"""What the channels keep over a restart, and find again."""

import pytest

from bot.memory import Memory
from bot.platforms.web.channel import Channel
from bot.settings import UserError

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def restarted(place):
    """The page over the same memory, as after a restart."""
    place.channel = Channel(place.channel.conversation, keep=True, questions=place.channel.questions)
    await place.close()
    await place.open()


async def test_the_talk_goes_on_after_a_restart_and_private_answers_are_not_kept(person, place):
    await restarted(place)
    ada = await person()
    socket = await ada.join()
    await socket.answer("calm piano")
    await socket.answer("a secret query", "question2", private=True)
    await restarted(place)
    socket = await ada.join()
    log = (await socket.until("hello"))["log"]
    assert [(one["text"], one["own"], one["kept"]["title"]) for one in log] == [
        ("calm piano", True, "Heard: calm piano")
    ]
    again = await socket.until("exchange", lambda one: one["reply"] is not None)
    assert again["reply"]["title"] == "Heard: calm piano"
    with place.channel.conversation.memory.database.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM messages").all())
    assert "secret" not in kept
    assert all(cookie.value not in kept for cookie in ada.session.cookie_jar)
    stranger = await (await person()).join("Eve")
    assert (await stranger.until("hello"))["log"][0]["own"] is False


async def test_channels_have_their_own_messages_and_people(person, place):
    await restarted(place)
    ada, bob = await (await person()).join("Ada"), await (await person()).join("Bob")
    await ada.say(type="channel", name="Radio Show!")
    moved = await ada.until("channel")
    assert (moved["channel"], moved["channels"], moved["log"]) == ("radio-show", ["main", "radio-show"], [])
    assert (await bob.until("channels"))["channels"] == ["main", "radio-show"]
    people = await bob.until("people", lambda one: one["elsewhere"])
    assert (people["names"], people["elsewhere"]) == (["Bob"], ["Ada"])
    await ada.answer("calm piano")
    await bob.answer("loud drums", "question2")
    await restarted(place)
    eve = await person()
    back = await (await eve.join("Eve")).until("hello")
    assert [one["text"] for one in back["log"]] == ["loud drums"]
    socket = await eve.join("Eve")
    await socket.say(type="channel", name="radio show")
    assert [one["text"] for one in (await socket.until("channel"))["log"]] == ["calm piano"]
    await socket.say(type="channel", name="!!")
    assert "letters" in (await socket.until("trouble"))["text"]


async def test_words_are_found_in_one_channel_or_in_all(person, place):
    await restarted(place)
    ada = await (await person()).join("Ada")
    await ada.answer("calm piano, 100% sure")
    await ada.say(type="channel", name="radio")
    await ada.until("channel")
    await ada.answer("PIANO and drums", "question2")

    async def found(text, everywhere):
        await ada.say(type="search", text=text, everywhere=everywhere)
        return [one["text"] for one in (await ada.until("found"))["found"]]

    assert await found("piano", False) == ["PIANO and drums"]
    assert await found("piano", True) == ["PIANO and drums", "calm piano, 100% sure"]
    assert await found("piano calm", True) == ["calm piano, 100% sure"]
    assert await found("100%", True) == ["calm piano, 100% sure"]
    assert await found("p%o", True) == await found("  ", True) == []


async def test_messages_before_the_last_two_hundred_are_looked_up(person, place):
    await restarted(place)
    socket = await (await person()).join()
    for number in range(235):
        await socket.answer(f"query {number}", f"question{number:03}")
    await restarted(place)
    late = await (await person()).join("Eve")
    page = await late.until("hello")
    log = page["log"]
    while page["more"]:
        await late.say(type="older", before=log[0]["id"])
        page = await late.until("older")
        log = page["log"] + log
    assert [exchange["text"] for exchange in log] == [f"query {number}" for number in range(235)]


async def test_messages_go_after_their_time_and_with_their_person(person, place, tmp_path):
    now = [1_700_000_000.0]
    memory = Memory(f"sqlite:///{tmp_path / 'memory.sqlite'}", lambda: now[0], history_days=1)
    channel = Channel(place.channel.conversation, keep=True)
    channel.conversation.memory = memory
    place.channel = channel
    await restarted(place)
    socket = await (await person()).join()
    await socket.answer("calm piano")
    kept = memory.history.newest("web", "main", 10)
    assert [one.text for one in kept] == ["calm piano"]
    memory.people.forget(next(iter(place.channel.lines)).caller)
    assert list(memory.history.newest("web", "main", 10)) == []
    memory.close()


async def test_while_the_database_is_gone_the_talk_goes_on(person, place, monkeypatch, caplog):
    await restarted(place)
    ada = await (await person()).join("Ada")
    await ada.answer("calm piano")

    def gone(*_):
        raise UserError("The database does not answer.", code="unavailable")

    for what in ("read", "write"):
        monkeypatch.setattr(place.channel.conversation.memory.database, what, gone)
    bob = await (await person()).join("Bob")
    hello = await bob.until("hello")
    assert (hello["channels"], [one["text"] for one in hello["log"]]) == (["main"], ["calm piano"])
    await bob.say(type="rename", name="Bo")
    assert (await bob.until("you"))["name"] == "Bo"
    for message in (
        {"type": "channel", "name": "radio"},
        {"type": "search", "text": "piano"},
        {"type": "panel", "open": True},
    ):
        await bob.say(**message)
        assert "database" in (await bob.until("trouble"))["text"]
    await bob.say(type="older", before=hello["log"][0]["id"])
    assert (await bob.until("older"))["log"] == []
    assert (await bob.answer("loud drums"))["title"] == "Heard: loud drums"
    assert [record.message for record in caplog.records if record.exc_info] == []
