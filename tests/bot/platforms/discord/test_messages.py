"""Plain words on Discord: the real client library against the stand-in, with the whole conversation behind it."""

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import Annotated

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.definition import command
from bot.parameters import Text
from bot.platforms import discord as platform
from bot.platforms.discord import messages
from bot.platforms.discord.client import DiscordClient
from bot.reply import Reply
from tests.bot.platforms.discord.stand_in import APPLICATION, COMPONENTS_V2, TOKEN, StandIn

ME = f"<@{APPLICATION}>"
SEND = "POST /channels/.*/messages"
CALLBACK = "POST /interactions/.*/callback"


@pytest.fixture
async def stand_in():
    async with StandIn() as discord:
        yield discord
        assert discord.problems == []


@asynccontextmanager
async def running(stand_in, engine, monkeypatch):
    """The bot, connected; entered again, it is restarted and remembers nothing."""
    monkeypatch.setattr(Route, "BASE", stand_in.api)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(stand_in.address.replace("http", "ws") + "/gateway"))
    conversation = Conversation(engine, cooldown=Cooldown(burst=500))
    stand_in.ready.clear()
    running_client = DiscordClient(conversation)
    life = asyncio.create_task(running_client.start(TOKEN))
    try:
        await asyncio.wait_for(stand_in.ready.wait(), 10)
        yield conversation
    finally:
        await running_client.leave()
        await life
        conversation.close()


@pytest.fixture
async def talk(stand_in, engine, monkeypatch):
    async with running(stand_in, engine, monkeypatch) as conversation:
        yield conversation


def request(message):
    """What stands in small print under an answer."""
    return message.text.rpartition("\n-# ")[2].split("\n")[0].replace("\\", "")


async def settled(stand_in):
    """Until the bot has dealt with what it was sent before: it answers one more message."""
    await (await stand_in.say("hello", channel="999", user=999)).answer()


@pytest.mark.parametrize("where", [{"guild": None}, {"guild": "44"}, {"guild": "44", "thread": True}])
async def test_words_are_answered_by_a_reply_where_they_were_said(stand_in, talk, where):
    said = await stand_in.say(f"{ME} calm jazz", channel="12", **where)
    answer = await said.answer()
    assert (answer.channel, answer.reply_to) == ("12", said.payload["id"])
    assert request(answer) == "/recommend mood:calm genre:jazz"
    assert len(said.answers) == 1


async def test_a_direct_message_needs_no_mention_and_goes_on(stand_in, talk):
    assert request(await (await stand_in.say("calm jazz")).answer()) == "/recommend mood:calm genre:jazz"
    assert "-genre:jazz" not in request(answer := await (await stand_in.say("and for techno?")).answer())
    assert "genre:techno" in request(answer)
    assert "mood:calm" in request(answer)


async def test_a_reply_goes_on_from_the_answer_that_it_replies_to(stand_in, talk):
    first = await (await stand_in.say(f"{ME} calm jazz", guild="44")).answer()
    await (await stand_in.say(f"{ME} happy metal", guild="44")).answer()
    answer = await (await stand_in.say("and for techno?", guild="44", reply_to=first, user=71)).answer()
    assert "mood:calm" in request(answer)
    assert "genre:techno" in request(answer)
    assert "metal" not in request(answer)


async def test_a_chain_of_replies_survives_a_restart(stand_in, engine, monkeypatch):
    async with running(stand_in, engine, monkeypatch):
        first = await (await stand_in.say(f"{ME} calm jazz", guild="44")).answer()
    async with running(stand_in, engine, monkeypatch):
        answer = await (await stand_in.say("and for techno?", guild="44", reply_to=first)).answer()
    assert "mood:calm" in request(answer)
    assert "genre:techno" in request(answer)


async def test_two_people_in_one_channel_are_not_mixed(stand_in, talk):
    await (await stand_in.say(f"{ME} calm jazz", guild="44", user=71)).answer()
    await (await stand_in.say(f"{ME} angry metal", guild="44", user=72)).answer()
    of_one = await (await stand_in.say(f"{ME} and for techno?", guild="44", user=71)).answer()
    of_other = await (await stand_in.say(f"{ME} and for techno?", guild="44", user=72)).answer()
    assert "mood:calm" in request(of_one)
    assert "mood:angry" in request(of_other)


async def test_in_a_thread_all_talk_together(stand_in, talk):
    await (await stand_in.say(f"{ME} calm jazz", channel="5", guild="44", thread=True, user=71)).answer()
    said = await stand_in.say(f"{ME} and for techno?", channel="5", guild="44", thread=True, user=72)
    assert "mood:calm" in request(await said.answer())


async def test_a_command_a_button_and_words_are_one_conversation(stand_in, talk):
    listed = await (await stand_in.slash("recommend", mood="calm", genre="jazz")).answer()
    pressed = await (await stand_in.press(listed, "More energy")).answer()
    answer = await (await stand_in.say("and for techno?")).answer()
    assert "genre:jazz" in request(pressed)
    assert request(answer) == request(pressed).replace("genre:jazz", "genre:techno")


async def test_the_form_under_a_list_takes_words_for_it(stand_in, talk):
    listed = await (await stand_in.slash("recommend", mood="calm", genre="jazz")).answer()
    await (await stand_in.slash("recommend", mood="angry")).answer()
    opened = await stand_in.press(listed, "Refine …")
    await asyncio.wait_for(opened.answered.wait(), 5)
    assert opened.modal["custom_id"] == "refine"
    answer = await (await stand_in.submit(listed, "and for techno?")).answer()
    assert "mood:calm" in request(answer)
    assert "genre:techno" in request(answer)


@pytest.mark.parametrize(
    "more",
    [
        {"author": {"id": "5", "username": "other", "discriminator": "0", "avatar": None, "bot": True}},
        {"author": {"id": APPLICATION, "username": "cratebot", "discriminator": "0", "avatar": None, "bot": True}},
        {"webhook_id": "6"},
        {"mention_everyone": True},
        {"type": 7},
    ],
)
async def test_bots_webhooks_itself_and_calls_to_everyone_are_not_answered(stand_in, talk, more):
    said = await stand_in.say(f"{ME} calm jazz", **more)
    await settled(stand_in)
    assert said.answers == []


async def test_other_peoples_talk_is_not_answered(stand_in, talk):
    listed = await (await stand_in.say(f"{ME} calm jazz", guild="44")).answer()
    said = [
        await stand_in.say("calm jazz", guild="44"),
        await stand_in.say("calm jazz", guild="44", reply_to=listed, ping=False),
    ]
    await settled(stand_in)
    assert [one.answers for one in said] == [[], []]


async def test_a_message_told_twice_is_answered_once(stand_in, talk):
    said = await stand_in.say("calm jazz")
    await said.answer()
    await stand_in.dispatch("MESSAGE_CREATE", said.payload)
    await settled(stand_in)
    assert len(said.answers) == 1


async def test_an_answer_whose_echo_was_lost_stands_once(stand_in, talk):
    stand_in.drop(SEND, after=True)
    said = await stand_in.say("calm jazz")
    await said.answer()
    await settled(stand_in)
    assert len(said.answers) == 1


@pytest.mark.parametrize("status", [500, 503])
async def test_words_are_answered_though_discord_was_not_there(stand_in, talk, status):
    stand_in.fail(SEND, status)
    said = await stand_in.say("calm jazz")
    await said.answer()
    assert len(said.answers) == 1


async def test_a_change_within_a_minute_changes_the_answer(stand_in, talk):
    await (await stand_in.say("calm jazz")).answer()
    said = await stand_in.say("and for metal?")
    first = await said.answer()
    await stand_in.rewrite(said, "and for techno?")
    changed = await said.answer()
    assert (changed.id, changed.edits, len(said.answers)) == (first.id, 1, 1)
    assert "mood:calm" in request(changed)
    assert "genre:techno" in request(changed)
    assert "metal" not in request(changed)


async def test_what_the_first_wording_turned_down_is_not_turned_down(stand_in, talk):
    listed = await (await stand_in.say("techno")).answer()
    said = await stand_in.say("not the first one")
    await said.answer()
    await stand_in.rewrite(said, "not the second one")
    changed = request(await said.answer())
    assert (request(listed), changed.count("-track:")) == ("/recommend genre:techno", 1)


async def test_a_late_change_and_one_that_changes_no_word_leave_the_answer(stand_in, talk):
    said = await stand_in.say("calm jazz")
    answer = await said.answer()
    await stand_in.rewrite(said, "calm jazz")
    await stand_in.rewrite(said, "calm techno", later=61)
    await settled(stand_in)
    assert (answer.edits, len(said.answers)) == (0, 1)


async def test_a_message_deleted_meanwhile_is_not_answered(stand_in, talk, caplog):
    slot = talk.contexts.turn("discord:1:70")
    with slot:
        said = await stand_in.say("calm jazz")
        await stand_in.remove(said)
        await settled(stand_in)
    await settled(stand_in)
    assert said.answers == []
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_typing_is_shown_while_it_takes_long(stand_in, talk, monkeypatch):
    monkeypatch.setattr(messages, "TYPING_AFTER", 0.01)
    with talk.contexts.turn("discord:12:70"):
        said = await stand_in.say(f"{ME} calm jazz", channel="12", guild="44")
        assert await asyncio.wait_for(stand_in.typing.get(), 10) == "12"
    await said.answer()


async def test_pictures_stand_between_the_words_and_the_buttons_and_the_talk_goes_on(stand_in, engine, monkeypatch):
    async with running(stand_in, engine, monkeypatch):
        shown = await (await stand_in.say("show me a map of jazz")).answer()
    assert (shown.flags & COMPONENTS_V2, shown.embeds, shown.content) == (COMPONENTS_V2, [], "")
    assert [item["media"]["url"] for item in shown.gallery] == [f"attachment://{shown.attachments[0]['filename']}"]
    assert shown.gallery[0]["description"]
    assert request(shown) == "/explore what:map genre:jazz"
    async with running(stand_in, engine, monkeypatch):
        answer = await (await stand_in.say("and for techno?", reply_to=shown)).answer()
        assert request(answer) == "/explore what:map genre:techno"
        pressed = await (await stand_in.press(answer, "Genres")).answer()
        assert request(pressed).startswith("/explore what:genres")


async def test_an_answer_of_components_is_changed_into_another_one(stand_in, talk):
    said = await stand_in.say("show me a map of jazz")
    await said.answer()
    await stand_in.rewrite(said, "calm jazz")
    changed = await said.answer()
    assert (request(changed), changed.gallery, changed.edits) == ("/recommend mood:calm genre:jazz", [], 1)


@pytest.mark.parametrize(("times", "embeds"), [(1, 1), (2, 0)])
async def test_where_components_are_refused_there_is_an_embed_and_then_words(stand_in, talk, times, embeds):
    stand_in.fail(SEND, 400, times=times, code=50035)
    answer = await (await stand_in.say("show me a map of jazz")).answer()
    assert (len(answer.embeds), answer.flags & COMPONENTS_V2) == (embeds, 0)
    assert request(answer) == "/explore what:map genre:jazz"


async def test_where_embeds_are_refused_there_are_words(stand_in, talk):
    stand_in.fail(SEND, 403, code=50013)
    answer = await (await stand_in.say("calm jazz")).answer()
    assert answer.embeds == []
    assert request(answer) == "/recommend mood:calm genre:jazz"
    assert "genre:techno" in request(await (await stand_in.say("and for techno?", reply_to=answer)).answer())


async def test_other_mentions_links_and_emoji_do_not_disturb(stand_in, talk):
    mentioned = {"id": APPLICATION, "username": "c", "discriminator": "0", "avatar": None}
    said = await stand_in.say(f"<@!{APPLICATION}> calm <:sax:123> jazz <@5>", mentions=[mentioned])
    assert request(await said.answer()) == "/recommend mood:calm genre:jazz"


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("INTERACTION_CREATE", {"id": "77", "type": 2, "user": None}),
        ("MESSAGE_CREATE", {"id": "78", "content": "secret words"}),
        ("MESSAGE_UPDATE", {"id": None}),
        ("MESSAGE_DELETE", {}),
    ],
)
async def test_an_event_of_unknown_shape_is_logged_by_its_id_and_ends_nothing(stand_in, talk, caplog, kind, event):
    await stand_in.dispatch(kind, event)
    await settled(stand_in)
    assert f"event={kind} id={event.get('id') or 'unknown'} not understood" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "change",
    [
        {"user": None}, {"app_permissions": "x"}, {"channel": None}, {"attachment_size_limit": None}, {"data": None},
        {"data": {}}, {"type": 99}, {"token": None}, {"created_at": "x"}, {"data": {"name": "recommend", "options": 5}},
    ],
)  # fmt: skip
async def test_an_interaction_of_unknown_shape_ends_nothing(stand_in, talk, caplog, change):
    known = await stand_in.slash("help")
    await known.answer()
    await stand_in.dispatch("INTERACTION_CREATE", {**known.payload, "id": "77", **change})
    again = await stand_in.slash("help")
    assert "What you can ask" in (await again.answer()).text
    assert all("77" in record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)


@command("broken", examples=("/broken",), provenance=False)
def broken(engine: object, *, query: Annotated[str, Text("what to hear")] = "") -> Reply:
    """Fail with what was asked in the error's words."""
    raise ValueError(f"could not convert {query}")


SECRETS = ("quuxify", "zorkcore", "Ana", TOKEN, "token-")


async def test_neither_words_nor_names_nor_tokens_reach_the_log_at_any_level(stand_in, engine, monkeypatch, written):
    """The canary: what is written and secret goes down every path that fails, with everything logged."""
    platform._hush()
    out = written(secrets=(TOKEN,))
    async with running(stand_in, engine, monkeypatch) as conversation:
        conversation.commands = {**conversation.commands, "broken": broken}
        fault = await (await stand_in.slash("broken", query="quuxify")).answer()
        await (await stand_in.slash("recommend", mood="calm", genre="zorkcore")).answer()
        await (await stand_in.say("calm jazz like quuxify")).answer()
        for status, code in ((400, 50035), (403, 50013), (413, 40005)):
            stand_in.fail(CALLBACK, status, code=code)
            await (await stand_in.slash("recommend", query="calm quuxify")).answer()
        for lost in (10062, 40060, 10008):
            fault_met = stand_in.fail(CALLBACK, 404 if lost != 40060 else 400, code=lost).met
            await stand_in.slash("recommend", query="calm quuxify")
            await asyncio.wait_for(fault_met.wait(), 15)
        stand_in.limit(CALLBACK, 0.01)
        await (await stand_in.slash("recommend", query="calm quuxify")).answer()
        stand_in.drop(SEND, 3)
        await stand_in.say("calm jazz like quuxify")
        await stand_in.dispatch("MESSAGE_CREATE", {"id": "78", "content": "quuxify", "author": {"username": "Ana"}})
        await stand_in.dispatch("INTERACTION_CREATE", {"id": "79", "type": 2, "token": "token-9", "user": None})
        await settled(stand_in)
        await stand_in.disconnect()
        await settled(stand_in)
        assert conversation.observer.reconnects == 1
    lines = out.getvalue()
    for expected in ("discord.gateway", "outcome=fault", "outcome=not_found", "refused status=400", "rate limited"):
        assert expected in lines
    assert "could not convert" not in fault.text
    for secret in SECRETS:
        assert secret not in lines


@pytest.mark.parametrize(
    ("words", "title"),
    [("", "1 of 1 lines found"), ("fill this up to 3 tracks", "3 tracks: 1 of yours and 2 that fit")],
)
async def test_a_file_is_a_list_and_the_words_beside_it_are_answered_in_the_same_reply(stand_in, talk, words, title):
    track = talk.engine.best_known(1)[0]
    stand_in.uploads["7"] = f"{track.artists[0]} - {track.track_name}".encode()
    picture = {"id": "6", "filename": "cat.png", "size": 3, "url": f"{stand_in.address}/cdn/6", "proxy_url": ""}
    listed = {**picture, "id": "7", "filename": "set.txt", "url": f"{stand_in.address}/cdn/7"}
    said = await stand_in.say(words, channel="12", guild=None, attachments=[picture, listed])
    answer = (await said.answer()).text
    assert title in answer
    assert "1 of 1 lines found" in answer
    said = await stand_in.say("calm jazz", channel="12", guild=None, attachments=[picture])
    assert request(await said.answer()) == "/recommend mood:calm genre:jazz"


async def test_pasted_lines_are_a_list_and_the_words_above_them_are_answered(stand_in, talk):
    lines = [f"{track.artists[0]} - {track.track_name}" for track in talk.engine.best_known(3)]
    said = await stand_in.say("\n".join(("put these in order", *lines)), channel="12", guild=None)
    assert "Your list in order: 3 tracks" in (await said.answer()).text
