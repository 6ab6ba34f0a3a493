"""A crate on Slack, over both databases: one message in the channel that changes as people vote."""

import asyncio
import json

import pytest

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.memory import Caller, Memory
from bot.platforms.slack.app import serve

DISCORD = Caller("discord:1", "5", "discord:zoe", "Zoe", may_manage=True)
TEAM = Caller("slack:T1", "C1", "slack:U1", "ana")


@pytest.fixture
async def crate(slack, engine, url, monkeypatch):
    """The bot at work with a crate of two tracks shown in its channel."""
    monkeypatch.setattr("bot.live.LOOK_EVERY", 0.02)
    conversation = Conversation(engine, cooldown=Cooldown(burst=500), memory=Memory(url), keep_contexts=True)
    task = asyncio.create_task(serve(conversation, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 30)
    slack.memory = conversation.memory
    await slack.send("slash_commands", slack.typed("/crate", 'new "summer ad"'))
    # On a busy machine "Working on it" comes first.
    await until(slack, holds("summer ad"))
    named = " ".join(f"track:{track.track_id}" for track in engine.best_known(2))
    await slack.send("slash_commands", slack.typed("/crate", f"add {named}"))
    yield slack
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    conversation.memory.close()
    conversation.close()


async def until(slack, fits):
    """The next message that fits."""
    while True:
        message = await slack.answer()
        if fits(message):
            return message


def holds(words):
    return lambda message: words in json.dumps(message.get("blocks", []), ensure_ascii=False)


def select(message, placeholder):
    elements = [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]
    return next(one for one in elements if one.get("placeholder", {}).get("text") == placeholder)


async def test_a_vote_takes_the_place_of_the_message_and_the_others_follow(crate):
    # Not the message that /crate new made, which may show both tracks before the one of /crate add comes.
    first = min(crate.messages, key=float)
    shown = await until(crate, lambda one: holds("2 proposed")(one) and one.get("ts", first) != first)
    vote = crate.pressed(select(shown, "Vote for ..."), ts=shown["ts"])
    await crate.send("interactive", vote)
    answer = await until(crate, lambda one: holds("+1 -0")(one) and "response_type" in one)
    assert answer["replace_original"] is True
    # The message that /crate new made shows the vote too.
    while "+1 -0" not in json.dumps(crate.messages[first]["blocks"]):
        await crate.answer()
    # What Slack sends twice counts once, what another platform changes shows too.
    await crate.send("interactive", vote)
    people = crate.memory.people
    people.link(DISCORD, people.link_code(TEAM))
    track = crate.memory.crates.get(TEAM).items[1].track.track_id
    crate.memory.crates.vote(DISCORD, "summer ad", track, -1)
    both = await until(crate, lambda one: holds("+1 -0")(one) and holds("+0 -1")(one))
    assert both["ts"] in crate.messages


async def test_where_the_bot_is_no_member_the_crate_is_shown_all_the_same(crate):
    crate.no_member_of.add("C1")
    await crate.send("slash_commands", crate.typed("/crate", "show"))
    answer = await until(crate, lambda one: "response_type" in one)
    assert answer["response_type"] == "in_channel"


async def test_only_admins_decide_and_a_press_on_like_is_private(crate):
    shown = await until(crate, lambda one: holds("2 proposed")(one) and "response_type" not in one)
    await crate.send("interactive", crate.pressed(select(shown, "Approve ..."), ts=shown["ts"]))
    refused = await until(crate, lambda one: "response_type" in one)
    assert (refused["response_type"], holds("may not")(refused)) == ("ephemeral", True)
    crate.admins.add("U2")
    await crate.send("interactive", crate.pressed(select(shown, "Approve ..."), ts=shown["ts"]))
    await until(crate, holds("1 approved"))
    await crate.send("slash_commands", crate.typed("/recommend", "mood:calm"))
    listed = await until(crate, holds("I like ..."))
    await crate.send("interactive", crate.pressed(select(listed, "I like ...")))
    assert (await until(crate, holds("You like")))["response_type"] == "ephemeral"
