"""Plain words on Slack: Bolt against the stand-in, with the whole conversation behind it."""

import asyncio
import json
import logging
from contextlib import asynccontextmanager
from typing import Annotated

import pytest

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.definition import command
from bot.memory import Memory
from bot.parameters import Progress, Text
from bot.platforms.slack.app import serve
from bot.platforms.slack.read import carried
from bot.reply import Reply, Row

ME = "<@UBOT>"


@asynccontextmanager
async def running(slack, engine, memory=None):
    """The bot, connected; entered again without a memory, it is restarted and remembers nothing."""
    conversation = Conversation(engine, cooldown=Cooldown(burst=500), memory=memory)
    slack.connected.clear()
    task = asyncio.create_task(serve(conversation, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 30)
    yield conversation
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    conversation.close()


@pytest.fixture
async def talk(slack, engine):
    async with running(slack, engine):
        yield slack


def last(slack):
    """The ``ts`` of the bot's last message."""
    return max(slack.messages, key=float)


async def settled(slack):
    """Until the bot has dealt with what it was sent before, which was answered by nothing."""
    answer = await slack.say("thanks", channel="D99", user="U99")
    assert answer["channel"] == "D99"


async def home_with_lists(slack):
    """The Home tab of U1, opened until it shows lists: they are kept after their answer was sent."""
    for _ in range(200):
        await slack.event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": "1.0"})
        view = (await asyncio.wait_for(slack.views.get(), 10))["view"]
        if "Your last lists" in json.dumps(view):
            return view
    raise AssertionError("the Home tab shows no lists")


async def test_a_mention_is_answered_in_a_thread_that_goes_on_without_one(talk):
    event = await talk.event(talk.written(f"{ME} calm jazz"))
    answer = await talk.answer()
    assert (answer["channel"], answer["thread_ts"]) == ("C1", event["ts"])
    assert carried(answer) == "/recommend mood:calm genre:jazz"
    assert answer["unfurl_links"] in (False, "False", "0")
    answer = await talk.say("and for techno?", thread=event["ts"], user="U2")
    assert carried(answer) == "/recommend mood:calm genre:techno"


@pytest.mark.parametrize("thread", ["", "7.0"])
async def test_direct_messages_and_the_assistant_pane_need_no_mention(talk, thread):
    assert carried(await talk.say("calm jazz", channel="D1", thread=thread)) == "/recommend mood:calm genre:jazz"
    answer = await talk.say("and for techno?", channel="D1", thread=thread)
    assert carried(answer) == "/recommend mood:calm genre:techno"
    assert answer.get("thread_ts", "") == thread
    # The title of the pane is set behind the answer.
    if thread:
        await asyncio.wait_for(talk.titled.wait(), 30)
    assert bool(talk.calls["assistant.threads.setTitle"]) is bool(thread)


@pytest.mark.parametrize("channel", ["C1", "D1"])
async def test_a_talk_goes_on_after_a_restart(slack, engine, channel):
    async with running(slack, engine):
        event = await slack.event(slack.written(f"{ME} calm jazz", channel=channel))
        await slack.answer()
    thread = event["ts"] if channel == "C1" else ""
    async with running(slack, engine):
        answer = await slack.say("and for techno?", channel=channel, thread=thread)
    assert carried(answer) == "/recommend mood:calm genre:techno"


async def test_threads_in_one_channel_are_not_mixed(talk):
    threads = {}
    for user, words in (("U1", "calm jazz"), ("U2", "angry metal")):
        threads[user] = (await talk.event(talk.written(f"{ME} {words}", user=user)))["ts"]
        await talk.answer()
    for user, mood in (("U1", "mood:calm"), ("U2", "mood:angry")):
        assert mood in carried(await talk.say("and for techno?", user=user, thread=threads[user]))


@pytest.mark.parametrize(
    "event",
    [
        {"text": "calm jazz"},
        {"text": "calm jazz", "thread": "3.0"},
        {"text": f"<!channel> {ME} calm jazz"},
        {"text": f"{ME} calm jazz", "bot_id": "B9"},
        {"text": f"{ME} calm jazz", "user": "UBOT"},
        {"text": "calm jazz", "channel": "D1", "subtype": "channel_join"},
        {"text": "calm jazz", "channel": "D1", "user": None},
    ],
)
async def test_what_is_not_for_the_bot_is_not_answered(talk, event):
    await talk.event(talk.written(**event))
    await settled(talk)
    assert len(talk.messages) == 1


async def test_a_message_is_answered_once_however_often_it_comes(talk):
    event = talk.written(f"{ME} calm jazz")
    await talk.event(event)
    await talk.event({**event, "type": "message", "channel_type": "channel"})
    await talk.event(event)
    await talk.answer()
    await settled(talk)
    assert len(talk.messages) == 2


async def test_an_edit_within_a_minute_changes_the_answer_and_a_later_one_does_not(talk):
    event = await talk.event(talk.written(f"{ME} calm jazz"))
    await talk.answer()

    def edited(text, at):
        now = {**event, "type": "message", "text": text, "edited": {"user": "U1", "ts": at}}
        return {
            "type": "message", "subtype": "message_changed", "channel": "C1", "channel_type": "channel", "message": now,
            "ts": "99.0",
        }  # fmt: skip

    began = float(event["ts"])
    await talk.event(edited(f"{ME} happy metal", str(began + 30)))
    assert carried(await talk.answer()) == "/recommend mood:happy genre:metal"
    await talk.event(edited(f"{ME} sad folk", str(began + 90)))
    await settled(talk)
    assert len(talk.messages) == 2


async def test_a_list_is_changed_by_words_typed_into_its_form(talk):
    answer = await talk.say(f"{ME} calm jazz")
    (element,) = (
        one
        for block in answer["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"] == "refine"
    )
    await talk.send("interactive", talk.pressed(element, ts=last(talk)))
    form = (await asyncio.wait_for(talk.views.get(), 10))["view"]
    form["state"] = {"values": {"words": {"words": {"type": "plain_text_input", "value": "and for techno?"}}}}
    await talk.send(
        "interactive",
        {
            "type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U2", "name": "bo"}, "view": form,
            "trigger_id": "t9",
        },
    )  # fmt: skip
    changed = await talk.answer()
    assert carried(changed) == "/recommend mood:calm genre:techno"
    assert "bo asked: and for techno?" in json.dumps(changed)


async def test_the_home_tab_shows_the_last_lists_whose_buttons_answer_directly(talk):
    answer = await talk.say(f"{ME} calm jazz")
    view = await home_with_lists(talk)
    element = view["blocks"][-1]["elements"][0]
    assert element["value"] == carried(answer)
    pressed = talk.pressed(element, user="U1")
    for key in ("channel", "response_url"):
        del pressed[key]
    pressed["container"] = {"type": "view", "view_id": "V1"}
    await talk.send("interactive", pressed)
    again = await talk.answer()
    assert (again["channel"], carried(again)) == ("DU1", carried(answer))


async def test_the_home_tab_shows_the_last_lists_of_before_a_restart(slack, engine, tmp_path):
    async with running(slack, engine, Memory.in_directory(tmp_path)):
        first = await slack.say(f"{ME} calm jazz")
        await slack.say(f"{ME} happy metal", user="U2")
        await home_with_lists(slack)
    async with running(slack, engine, Memory.in_directory(tmp_path)):
        view = await home_with_lists(slack)
    assert [one["value"] for one in view["blocks"][-1]["elements"]] == [carried(first)]


@pytest.mark.parametrize("ends", ["with the answer", "too early", "never begins"])
async def test_the_assistant_pane_streams_how_far_long_work_is(slack, engine, gate, monkeypatch, ends):
    monkeypatch.setattr("bot.platforms.slack.messages.STATUS_AFTER", 0.001)
    monkeypatch.setattr("bot.platforms.slack.messages.EVERY", 0.01)

    @command("label", examples=("/label",), provenance=False, heavy=True)
    def label(engine: object, *, progress: Progress) -> Reply:
        """Label a list."""
        progress(1_000, 2_500)
        gate.wait(10)
        return Reply("2,500 of 2,500 rows labelled", rows=(Row("sure", amount="2,500"),))

    slack.streams = ends != "never begins"
    conversation = Conversation(engine, {"label": label})
    slack.connected.clear()
    serving = asyncio.create_task(serve(conversation, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 30)
    await slack.event(slack.written("/label", channel="D1", thread="7.0"))
    await asyncio.wait_for(slack.streaming.wait(), 10)
    (begun,) = slack.calls["chat.startStream"]
    assert "1,000 of 2,500" in str(begun["chunks"])
    assert begun["recipient_user_id"] == "U1"
    slack.streams = ends == "with the answer"
    gate.set()
    answer = await slack.answer()
    assert "2,500 of 2,500 rows labelled" in json.dumps(answer["blocks"])
    assert (ends == "with the answer") is bool(slack.calls["chat.stopStream"] and not slack.calls["chat.postMessage"])
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    conversation.close()


async def test_the_assistant_pane_opens_with_prompts(talk):
    await talk.event(
        {
            "type": "assistant_thread_started",
            "assistant_thread": {"user_id": "U1", "channel_id": "D1", "thread_ts": "5.0", "context": {}},
            "event_ts": "1.0",
        }
    )
    await settled(talk)
    (call,) = talk.calls["assistant.threads.setSuggestedPrompts"]
    prompts = json.loads(call["prompts"]) if isinstance(call["prompts"], str) else call["prompts"]
    assert 1 <= len(prompts) <= 4


async def test_a_refused_table_is_sent_as_lines(talk):
    asked = "which genres are there?"
    assert any(block["type"] == "table" for block in (await talk.say(asked, channel="D1"))["blocks"])
    talk.refused_blocks.add("table")
    answer = await talk.say(asked, channel="D2")
    assert {block["type"] for block in answer["blocks"]} >= {"header", "rich_text"}


async def test_strange_events_and_broken_calls_end_nothing_and_nothing_written_is_logged(talk, caplog):
    caplog.set_level(logging.INFO)
    talk.no_member_of.add("C2")
    for event in (
        {"type": "message", "subtype": "message_changed", "channel": "C1", "message": None},
        {"type": "message", "channel": "C1"},
        {"type": "app_home_opened"},
        {"type": "assistant_thread_started", "assistant_thread": "x"},
        talk.written(f"{ME} unmistakable jazz", channel="C2"),
    ):
        await talk.event(event)
    await settled(talk)
    assert carried(await talk.say("calm jazz", channel="D1")) == "/recommend mood:calm genre:jazz"
    assert "unmistakable" not in caplog.text
    assert "xoxb" not in caplog.text


@command("broken", examples=("/broken",), provenance=False)
def broken(engine: object, *, query: Annotated[str, Text("what to hear")] = "") -> Reply:
    """Fail with what was asked in the error's words."""
    raise ValueError(f"could not convert {query}")


async def test_neither_words_nor_names_nor_tokens_reach_the_log_at_any_level(slack, engine, written):
    """The canary: what is written and secret goes down every path that fails, with everything logged."""
    out = written(secrets=("xoxb-test", "xapp-test"))
    async with running(slack, engine) as conversation:
        conversation.commands = {**conversation.commands, "broken": broken}
        await slack.send("slash_commands", slack.typed("/cratebot", "broken quuxify"))
        fault = await slack.answer()
        await slack.say(f"{ME} calm jazz like quuxify")
        slack.broken_answers = 1
        await slack.send("slash_commands", slack.typed("/recommend", "calm quuxify"))
        await slack.answer()
        slack.no_member_of.add("C2")
        await slack.event(slack.written(f"{ME} quuxify jazz", channel="C2"))
        await slack.send("slash_commands", {"command": "/recommend", "text": "quuxify", "user_name": "ana"})
        await slack.send("slash_commands", slack.typed("/recommend", "quuxify", response_url=f"{slack.url}/nowhere"))
        await slack.send("interactive", {"type": "block_actions", "user": {"username": "ana"}, "actions": ["quuxify"]})
        await slack.event({"type": "strange_event", "text": "quuxify", "user": "ana"})
        await slack.socket.send_str('{"type": "quuxify"')
        await settled(slack)
        slack.connected.clear()
        await slack.socket.close()
        await asyncio.wait_for(slack.connected.wait(), 30)
        assert conversation.observer.reconnects == 1
        await settled(slack)
        assert conversation.observer.state() == {"ready": True}
        for _ in range(100):
            # Messages of different people are answered side by side.
            if "outcome=unsent" in out.getvalue():
                break
            await settled(slack)
    lines = out.getvalue()
    for expected in (
        "outcome=fault",
        "outcome=unsent",
        "user=U1 team=T1",
        "Slack did not take an answer: SlackApiError",
        "slack_",
    ):
        assert expected in lines
    assert "could not convert" not in json.dumps(fault)
    for secret in ("quuxify", "ana", "xoxb", "xapp"):
        assert secret not in lines.replace("analysis", "")


@pytest.mark.parametrize("status", [429, 503, 0])
async def test_words_are_answered_though_slack_did_not_take_the_answer_at_first(slack, talk, status):
    slack.failures.append(status)
    answer = await talk.say("calm jazz", channel="D1")
    assert answer["blocks"]
    assert len(slack.calls["chat.postMessage"]) == 2


@pytest.mark.parametrize(
    ("words", "title"),
    [("", "1 of 1 lines found"), ("fill this up to 3 tracks", "3 tracks: 1 of yours and 2 that fit")],
)
async def test_a_file_is_a_list_and_the_words_beside_it_are_answered_in_the_same_reply(talk, engine, words, title):
    track = engine.best_known(1)[0]
    talk.files["F7"] = ("U1", "set.txt", f"{track.artists[0]} - {track.track_name}".encode())
    event = talk.written(words, channel="D1", user="U1")
    event |= {"subtype": "file_share", "files": [{"name": "set.txt", "permalink": "https://t.slack.com/files/U1/F7/s"}]}
    await talk.event(event)
    answer = json.dumps(await talk.answer())
    assert title in answer
    assert "1 of 1 lines found" in answer


async def test_pasted_lines_are_a_list_and_the_words_below_them_are_answered(talk, engine):
    lines = [f"{track.artists[0]} - {track.track_name}" for track in engine.best_known(3)]
    answer = await talk.say("\n".join((*lines, "put these in order")), channel="D1")
    assert "Your list in order: 3 tracks" in json.dumps(answer)
