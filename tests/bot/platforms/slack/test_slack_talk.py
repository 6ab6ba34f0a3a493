"""Plain words on Slack: direct messages, mentions, threads, the assistant pane, the form and the app's page."""

import asyncio
import json

import pytest

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.slack.app import serve
from bot.platforms.slack.blocks import carried


@pytest.fixture
async def talk(slack, conversation):
    """The stand-in, with a bot over the demo catalogue connected to it."""
    fresh = Conversation(conversation.engine, cooldown=Cooldown(burst=1000))
    task = asyncio.create_task(serve(fresh, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 10)
    yield slack
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    fresh.close()


def shown(message):
    return json.dumps(message["blocks"], ensure_ascii=False)


async def test_a_direct_message_is_answered_where_it_was_written_and_the_talk_goes_on(talk):
    await talk.write("calm jazz")
    answer = await talk.answer()
    assert (answer["channel"], answer.get("thread_ts")) == ("D7", None)
    assert carried(answer) == "/recommend mood:calm genre:jazz"
    await talk.write("and for techno?")
    assert carried(await talk.answer()) == "/recommend mood:calm genre:techno"


async def test_a_mention_is_answered_in_a_thread_that_goes_on_without_mentions(talk):
    asked = await talk.write("<@UBOT> calm jazz", channel="C1", type="app_mention")
    answer = await talk.answer()
    assert (answer["channel"], answer["thread_ts"]) == ("C1", asked["ts"])
    await talk.write("and for techno?", channel="C1", thread_ts=asked["ts"])
    answer = await talk.answer()
    assert answer["thread_ts"] == asked["ts"]
    assert carried(answer) == "/recommend mood:calm genre:techno"


async def test_threads_of_others_bots_and_the_bot_itself_are_left_alone(talk):
    await talk.write("calm jazz", channel="C1", thread_ts="1.0")
    await talk.write("calm jazz", user="UBOT")
    await talk.write("calm jazz", bot_id="B2")
    await talk.write("calm jazz", channel="C1")
    await talk.write("calm techno")
    assert carried(await talk.answer()) == "/recommend mood:calm genre:techno"
    assert talk.said.empty()


async def test_a_message_that_slack_sends_twice_is_answered_once(talk):
    event = await talk.write("calm jazz")
    await talk.event(event)
    await talk.write("happy techno", channel="D8")
    assert {carried(await talk.answer()) for _ in range(2)} == {
        "/recommend mood:calm genre:jazz", "/recommend mood:happy genre:techno",
    }  # fmt: skip
    assert talk.said.empty()


async def test_an_edit_soon_after_changes_the_answer(talk):
    event = await talk.write("calm jazz")
    first = await talk.answer()
    new = event | {"text": "calm techno", "edited": {"user": "U1", "ts": str(float(event["ts"]) + 20)}}
    changed = {"type": "message", "subtype": "message_changed", "channel": "D7", "channel_type": "im"}
    await talk.event(changed | {"message": new, "previous_message": event, "ts": "900.0"})
    second = await talk.answer()
    assert second["ts"] == first["ts"]
    assert carried(second) == "/recommend mood:calm genre:techno"


async def test_words_after_the_umbrella_are_a_message(talk):
    await talk.send("slash_commands", talk.typed("/cratebot", "calm jazz"))
    assert carried(await talk.answer()) == "/recommend mood:calm genre:jazz"
    await talk.send("slash_commands", talk.typed("/cratebot", "and for techno?"))
    assert carried(await talk.answer()) == "/recommend mood:calm genre:techno"


async def test_a_thread_goes_on_after_a_restart_from_the_answer_that_stands_in_it(slack, conversation):
    first = Conversation(conversation.engine, cooldown=Cooldown(burst=1000))
    task = asyncio.create_task(serve(first, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 10)
    asked = await slack.write("<@UBOT> calm jazz", channel="C1", type="app_mention")
    await slack.answer()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    first.close()
    slack.connected.clear()
    second = Conversation(conversation.engine, cooldown=Cooldown(burst=1000))
    task = asyncio.create_task(serve(second, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 10)
    await slack.write("and for techno?", channel="C1", thread_ts=asked["ts"])
    assert carried(await slack.answer()) == "/recommend mood:calm genre:techno"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    second.close()


async def test_the_form_under_a_list_changes_it(talk):
    await talk.write("calm jazz")
    answer = await talk.answer()
    buttons = [one for block in answer["blocks"] if block["type"] == "actions" for one in block["elements"]]
    refine = next(one for one in buttons if one["action_id"] == "refine")
    await talk.send("interactive", talk.pressed(refine, ts=answer["ts"], user="U1"))
    view = await asyncio.wait_for(talk.views.get(), 10)
    values = {"words": {"words": {"type": "plain_text_input", "value": "and for techno?"}}}
    submitted = {
        "type": "view_submission", "user": {"id": "U1", "username": "ana", "team_id": "T1"}, "team": {"id": "T1"},
        "view": view | {"id": "V1", "state": {"values": values}, "hash": "1", "app_id": "A1", "bot_id": "B1"},
    }  # fmt: skip
    await talk.send("interactive", submitted)
    assert carried(await talk.answer()) == "/recommend mood:calm genre:techno"


async def test_the_apps_page_has_sentences_to_try_and_the_last_lists(talk):
    await talk.write("calm jazz")
    await talk.answer()
    await talk.event({"type": "app_home_opened", "user": "U1", "channel": "D7", "tab": "home"})
    page = json.dumps(await asyncio.wait_for(talk.views.get(), 10), ensure_ascii=False)
    assert "rainy sunday" in page
    assert "/recommend mood:calm genre:jazz" in page


async def test_the_assistant_pane_begins_with_prompts_and_shows_that_it_works(talk):
    pane = {"user_id": "U1", "context": {}, "channel_id": "D7", "thread_ts": "77.0"}
    await talk.event({"type": "assistant_thread_started", "assistant_thread": pane, "event_ts": "77.1"})
    prompts = await asyncio.wait_for(talk.pane.get(), 10)
    assert prompts["method"] == "assistant.threads.setSuggestedPrompts"
    await talk.said.get()
    await talk.write("calm jazz", thread_ts="77.0", assistant_thread={"action_token": "1"})
    assert (await asyncio.wait_for(talk.pane.get(), 10))["method"] == "assistant.threads.setStatus"
    answer = await talk.answer()
    assert (answer["thread_ts"], carried(answer)) == ("77.0", "/recommend mood:calm genre:jazz")
    assert (await asyncio.wait_for(talk.pane.get(), 10))["method"] == "assistant.threads.setTitle"


async def test_what_people_write_stands_in_no_log(talk, caplog):
    with caplog.at_level("INFO"):
        await talk.write("a very private wish for jazz")
        await talk.answer()
    assert "private wish" not in "".join(record.getMessage() for record in caplog.records if record.name[:3] == "bot")
