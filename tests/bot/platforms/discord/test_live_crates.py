"""A crate on Discord, over both databases: one message in the channel that changes as people vote."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.memory import Caller, Memory
from bot.platforms.discord import client
from bot.platforms.discord.client import DiscordClient
from tests.bot.platforms.discord.stand_in import COMPONENT, TOKEN, StandIn

SLACK = Caller("slack:1", "general", "slack:zoe", "Zoe", may_manage=True)
CALLBACK = "POST /interactions/.*/callback"


@pytest.fixture
async def stand_in():
    async with StandIn() as discord:
        yield discord
        assert discord.problems == []


@asynccontextmanager
async def running(stand_in, engine, monkeypatch, url):
    """The bot, connected; entered again, it is restarted over the same database."""
    monkeypatch.setattr(Route, "BASE", stand_in.api)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(stand_in.address.replace("http", "ws") + "/gateway"))
    conversation = Conversation(engine, cooldown=Cooldown(burst=500), memory=Memory(url), keep_contexts=True)
    stand_in.ready.clear()
    running_client = DiscordClient(conversation)
    running_client.conversation = conversation
    life = asyncio.create_task(running_client.start(TOKEN))
    try:
        await asyncio.wait_for(stand_in.ready.wait(), 10)
        yield running_client
    finally:
        await running_client.leave()
        await life
        conversation.memory.close()
        conversation.close()


@pytest.fixture
async def running_client(stand_in, engine, monkeypatch, url):
    async with running(stand_in, engine, monkeypatch, url) as running_client:
        yield running_client


@pytest.fixture
def tracks(engine):
    return engine.best_known(2)


async def crate(stand_in, tracks, **more):
    """The message that shows a new crate."""
    await (await stand_in.slash("crate", do="new", name="summer ad", _guild="9")).answer()
    added = [await stand_in.slash("crate", do="add", track=track.track_id, _guild="9", **more) for track in tracks]
    return [await one.answer() for one in added][-1]


async def choose(stand_in, message, group, number=1, **settings):
    """Somebody chooses a row from the select of a placeholder."""
    items = [item for row in message.components for item in row["components"]]
    select = next(item for item in items if item["type"] == 3 and item["placeholder"] == group)
    value = next(one["value"] for one in select["options"] if one["label"].startswith(f"{number}. "))
    data = {"custom_id": select["custom_id"], "component_type": 3, "values": [value]}
    return await stand_in.interact(COMPONENT, data, message=message.raw(), _guild="9", **settings)


async def test_a_vote_changes_the_message_that_shows_the_crate(stand_in, running_client, tracks):
    message = await crate(stand_in, tracks)
    assert "no votes" in message.text
    pressed = await choose(stand_in, message, "Vote for ...")
    assert (await pressed.answer()).id == message.id
    assert "+1 -0" in message.text
    other = await choose(stand_in, message, "Vote for ...", _user=71)
    await other.answer()
    assert "+2 -0" in message.text
    # The same person again: still one vote.
    await (await choose(stand_in, message, "Vote for ...", _user=71)).answer()
    assert "+2 -0" in message.text


async def test_every_message_that_shows_the_crate_follows_also_what_others_change(stand_in, running_client, tracks):
    message = await crate(stand_in, tracks)
    again = await (await stand_in.slash("crate", do="show", _guild="9")).answer()
    await running_client.live.refresh()
    await (await choose(stand_in, again, "Vote for ...")).answer()
    assert "+1" not in message.text
    assert await running_client.live.refresh() >= 1
    assert "+1 -0" in message.text
    memory = running_client.conversation.memory
    memory.people.link(SLACK, memory.people.link_code(Caller("discord:9", "1", "discord:70", "Ana")))
    memory.crates.vote(SLACK, "summer ad", tracks[1].track_id, -1)
    assert await running_client.live.refresh() >= 2
    assert "-1" in message.text
    assert "-1" in again.text
    assert await running_client.live.refresh() == 0


async def test_a_live_message_is_kept_up_to_date_after_a_restart_and_left_when_it_is_gone(
    stand_in, engine, monkeypatch, url, tracks
):
    async with running(stand_in, engine, monkeypatch, url):
        message = await crate(stand_in, tracks)
        gone = await (await stand_in.slash("crate", do="show", _guild="9")).answer()
    gone.deleted = True
    async with running(stand_in, engine, monkeypatch, url) as running_client:
        memory = running_client.conversation.memory
        for value in (1, -1):
            memory.crates.vote(replace(SLACK, workspace="discord:9"), "summer ad", tracks[0].track_id, value)
            await running_client.live.refresh()
        assert "+0 -1" in message.text
        memory.crates.note(replace(SLACK, workspace="discord:9"), "summer ad", tracks[0].track_id, "x")
        assert gone.id not in [one.message for one in memory.live.behind("discord")]


async def test_a_late_vote_and_a_refused_one_leave_the_message_as_it_is(stand_in, running_client, tracks, monkeypatch):
    message = await crate(stand_in, tracks)
    monkeypatch.setattr(client, "ACKNOWLEDGE_AFTER", 0.0)
    await (await choose(stand_in, message, "Vote for ...")).answer()
    assert "+1 -0" in message.text
    running_client.conversation.memory.crates.remove(
        Caller("discord:9", "1", "discord:70", "Ana", may_manage=True), "summer ad", tracks[0].track_id
    )
    refused = await choose(stand_in, message, "Vote for ...")
    told = await refused.answer()
    assert told.private
    assert "not in" in told.text
    assert "+1 -0" in message.text


async def test_what_somebody_likes_by_a_press_is_told_to_nobody_else(stand_in, running_client):
    listed = await (await stand_in.slash("recommend", mood="calm", _guild="9")).answer()
    liked = await (await choose(stand_in, listed, "I like ...")).answer()
    assert liked.private
    assert "You like" in liked.text
    assert not listed.private


async def test_a_talk_is_kept_over_a_restart(stand_in, engine, monkeypatch, url):
    async with running(stand_in, engine, monkeypatch, url):
        first = await (await stand_in.slash("recommend", genre="jazz", _guild="9")).answer()
        assert first.text
    async with running(stand_in, engine, monkeypatch, url) as running_client:
        kept = running_client.conversation.memory.database.read(
            lambda session: session.connection().exec_driver_sql("SELECT data FROM contexts").scalars().all()
        )
        assert len(kept) == 1
        assert "genre:jazz" in kept[0]
