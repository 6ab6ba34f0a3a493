"""``/talk`` on Discord: a thread of its own, begun by an answer, going on by replies."""

import asyncio
from contextlib import asynccontextmanager

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.discord.client import DiscordClient
from tests.bot.platforms.discord.stand_in import TOKEN, StandIn

NO_THREADS = discord.Permissions.all().value & ~discord.Permissions(create_public_threads=True).value


@asynccontextmanager
async def running(engine, monkeypatch):
    async with StandIn() as stand_in:
        monkeypatch.setattr(Route, "BASE", stand_in.api)
        gateway = URL(stand_in.address.replace("http", "ws") + "/gateway")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        conversation = Conversation(engine, cooldown=Cooldown(burst=500))
        client = DiscordClient(conversation)
        life = asyncio.create_task(client.start(TOKEN))
        await asyncio.wait_for(stand_in.ready.wait(), 10)
        yield stand_in
        await client.leave()
        await life
        conversation.close()
        assert stand_in.problems == []


@pytest.fixture
async def talk(engine, monkeypatch):
    async with running(engine, monkeypatch) as stand_in:
        yield stand_in


async def begun(stand_in, **options):
    """The thread that somebody opened, and the bot's first message in it."""
    asked = await stand_in.slash("talk", _guild="4", **options)
    head = await asked.answer()
    for _ in range(200):
        thread = stand_in.threads.get(head.id)
        first = stand_in.standing(thread["id"]) if thread else []
        if first:
            return head, thread, first[0]
        await asyncio.sleep(0.05)
    raise AssertionError("nothing was said in a thread")


async def test_a_talk_begins_with_an_answer_in_its_thread_and_goes_on_there(talk):
    head, thread, first = await begun(talk, about="calm jazz")
    assert "A talk with Ana" in head.text
    assert not head.private
    assert thread["name"] == "Music: calm jazz"
    assert "/recommend mood:calm genre:jazz" in first.text
    said = await talk.say("and for techno?", guild="4", channel=thread["id"], thread=True, reply_to=first, user=71)
    assert "/recommend mood:calm genre:techno" in (await said.answer()).text


async def test_without_words_it_says_how_to_go_on(talk):
    _, thread, first = await begun(talk)
    assert thread["name"] == "Music with Ana *Star*"
    assert "Reply to my messages here" in first.text
    assert first.buttons


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ({}, "a talk already"),
        ({"_guild": "4", "_channel": 11}, "a thread already"),
        ({"_guild": "4", "_permissions": NO_THREADS}, "may not open threads"),
    ],
)
async def test_where_no_thread_can_be_the_user_alone_is_told_why(talk, where, why):
    asked = await talk.slash("talk", **where)
    answer = await asked.answer()
    assert why in answer.text
    assert answer.private
    assert not talk.threads


async def test_a_thread_that_discord_refuses_is_said(talk):
    talk.fail("POST /channels/.*/threads", 403, code=50013)
    asked = await talk.slash("talk", _guild="4", about="calm jazz")
    await asked.answer()
    for _ in range(100):
        if "may not open threads" in asked.message.text:
            break
        await asyncio.sleep(0.05)
    assert "may not open threads" in asked.message.text
