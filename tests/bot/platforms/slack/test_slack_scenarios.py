import asyncio
import json
import os
import signal

import pytest
from slack_sdk.errors import SlackApiError
from yarl import URL

from bot.platforms.slack.app import serve
from bot.platforms.slack.files import is_slacks_own


def shown(message):
    return json.dumps(message["blocks"], ensure_ascii=False)


async def test_a_command_is_acknowledged_and_answered_in_the_channel(connected):
    envelope = await connected.send("slash_commands", connected.typed("/recommend", "loud &amp; happy"))
    assert await asyncio.wait_for(connected.acknowledged.get(), 3) == envelope
    answer = await connected.answer()
    assert answer["response_type"] == "in_channel"
    assert "recommended for loud & happy" in shown(answer)
    assert "ana asked: /recommend" in shown(answer)


async def test_a_command_is_acknowledged_while_its_answer_is_not_ready(connected, gate, monkeypatch):
    monkeypatch.setattr("bot.platforms.slack.app.PATIENCE", 0.01)
    envelope = await connected.send("slash_commands", connected.typed("/slow"))
    assert await asyncio.wait_for(connected.acknowledged.get(), 3) == envelope
    waiting = await connected.answer()
    assert (waiting["response_type"], "blocks" in waiting) == ("ephemeral", False)
    gate.set()
    assert "slow, but here" in shown(await connected.answer())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("recommend happy", "recommended for happy"),
        ("/recommend happy", "recommended for happy"),
        ("happy songs", "asked: happy songs"),
        ("", "what I can do"),
        ("help recommend", "what I can do"),
    ],
)
async def test_the_umbrella_reaches_every_command_and_takes_plain_words(connected, typed, expected):
    await connected.send("slash_commands", connected.typed("/cratebot", typed))
    assert expected in shown(await connected.answer())


async def test_a_button_and_a_select_ask_what_they_carry(connected):
    await connected.send("slash_commands", connected.typed("/recommend", "x"))
    (actions,) = (block for block in (await connected.answer())["blocks"] if block["type"] == "actions")
    button, select = actions["elements"]
    await connected.send("interactive", connected.pressed(button))
    answer = await connected.answer()
    assert "recommended for calmer" in shown(answer)
    assert "bo asked" in shown(answer)
    assert answer["replace_original"] is False
    await connected.send("interactive", connected.pressed(select, option=1))
    assert "recommended for like two" in shown(await connected.answer())


async def test_a_private_reply_is_the_users_and_so_are_its_buttons(connected):
    await connected.send("slash_commands", connected.typed("/recommend", "x private:yes"))
    answer = await connected.answer()
    assert answer["response_type"] == "ephemeral"
    (actions,) = (block for block in answer["blocks"] if block["type"] == "actions")
    await connected.send("interactive", connected.pressed(actions["elements"][0], ephemeral=True))
    assert (await connected.answer())["response_type"] == "ephemeral"


async def test_an_error_is_shown_to_the_user_alone(connected):
    await connected.send("slash_commands", connected.typed("/cratebot", "/recomend x"))
    answer = await connected.answer()
    assert answer["response_type"] == "ephemeral"
    assert "Did you mean recommend?" in shown(answer)


async def test_what_slack_sends_twice_is_answered_once(connected):
    body = connected.typed("/recommend", "first")
    await connected.send("slash_commands", body)
    await connected.send("slash_commands", body)
    await connected.send("slash_commands", connected.typed("/recommend", "second"))
    answers = [shown(await connected.answer()), shown(await connected.answer())]
    assert sorted("first" in answer for answer in answers) == [False, True]
    assert [await asyncio.wait_for(connected.acknowledged.get(), 3) for _ in range(3)]
    assert connected.said.empty()


async def test_pictures_and_files_are_uploaded_with_alt_text(connected):
    await connected.send("slash_commands", connected.typed("/chart"))
    await connected.answer()
    done = await asyncio.wait_for(connected.shared.get(), 10)
    assert done["channel_id"] == "C1"
    assert done["initial_comment"] == "Chart of &lt;!channel&gt;"
    asked = connected.calls["files.getUploadURLExternal"]
    assert [(call["filename"], call.get("alt_txt")) for call in asked] == [
        ("chart.png", "A line that rises."),
        ("a.csv", None),
    ]
    assert [content for content in connected.uploads.values() if b"png" in content]


@pytest.mark.parametrize("private", [False, True])
async def test_files_go_to_the_user_where_they_may_not_be_shared(connected, private):
    connected.no_member_of.add("C1")
    await connected.send("slash_commands", connected.typed("/chart", "private:yes" if private else ""))
    await connected.answer()
    note = await connected.answer()
    assert note["response_type"] == "ephemeral"
    assert ("Invite me" in note["text"]) is not private
    assert connected.calls["files.completeUploadExternal"][-1]["channel_id"] == "DU1"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "takes the link of one"),
        ("file:/etc/passwd", "takes the link of one"),
        ("file:https://t.slack.com/files/U1/F404/a.csv", "I cannot see that file"),
        ("file:https://t.slack.com/files/U9/F9/secret.csv", "somebody else's"),
        ("file:https://t.slack.com/files/U1/F2/big.csv", "larger than 20 MB"),
    ],
)
async def test_a_command_that_needs_a_file_says_how_to_give_it_one(connected, typed, expected):
    connected.files |= {"F9": ("U9", "secret.csv", b"x"), "F2": ("U1", "big.csv", bytes((20 << 20) + 1))}
    await connected.send("slash_commands", connected.typed("/label", typed))
    answer = await connected.answer()
    assert answer["response_type"] == "ephemeral"
    assert expected in shown(answer)


async def test_a_file_comes_along_by_its_link(connected):
    connected.files["F1"] = ("U1", "mine.csv", b"energy")
    await connected.send("slash_commands", connected.typed("/label", "file:https://t.slack.com/files/U1/F1/mine.csv"))
    assert "labelled mine.csv: energy" in shown(await connected.answer())


async def test_a_rate_limited_answer_is_sent_again(connected):
    connected.broken_answers = 1
    await connected.send("slash_commands", connected.typed("/recommend", "patience"))
    assert "patience" in shown(await connected.answer())


async def test_a_closed_socket_is_opened_again(connected):
    connected.connected.clear()
    await connected.socket.close()
    await asyncio.wait_for(connected.connected.wait(), 30)
    await connected.send("slash_commands", connected.typed("/recommend", "again"))
    assert "recommended for again" in shown(await connected.answer())
    assert len(connected.calls["apps.connections.open"]) == 2


async def test_sigterm_ends_it_after_the_answers_under_way(world, slack, gate):
    at_work = asyncio.create_task(serve(world, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 30)
    await slack.send("slash_commands", slack.typed("/slow"))
    await asyncio.wait_for(slack.acknowledged.get(), 3)
    os.kill(os.getpid(), signal.SIGTERM)
    gate.set()
    assert "slow, but here" in shown(await slack.answer())
    await asyncio.wait_for(at_work, 10)
    assert slack.socket.closed


@pytest.mark.parametrize("token", ["xoxb-test", "xapp-test"])
async def test_a_refused_token_ends_it_at_once(world, slack, token):
    slack.refused_tokens.add(token)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await asyncio.wait_for(serve(world, "xoxb-test", "xapp-test"), 10)


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_file_that_cannot_be_fetched_is_said(connected, status):
    connected.files["F1"] = ("U1", "mine.csv", b"energy")
    connected.lost["F1"] = status
    await connected.send("slash_commands", connected.typed("/label", "file:https://t.slack.com/files/U1/F1/mine.csv"))
    assert "could not be downloaded" in shown(await connected.answer())


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"is_external": True}, "mine.csv is not kept on Slack"),
        ({"url_private_download": None}, "mine.csv is not kept on Slack"),
        ({"mode": "tombstone", "name": None, "size": None}, "The file is not kept on Slack"),
        ({"size": 1}, "mine.csv is larger than"),
    ],
    ids=["of another app", "without an address", "deleted", "larger than announced"],
)
async def test_a_file_that_is_not_as_it_should_be_is_said(connected, monkeypatch, facts, sentence):
    monkeypatch.setattr("bot.platforms.slack.files.LARGEST", 6)
    connected.files["F1"] = ("U1", "mine.csv", b"energy,tempo")
    connected.facts["F1"] = {"size": 6, **facts}
    await connected.send("slash_commands", connected.typed("/label", "file:https://t.slack.com/files/U1/F1/mine.csv"))
    assert sentence in shown(await connected.answer())


async def test_the_token_goes_to_no_other_host(connected, elsewhere):
    connected.files["F1"] = ("U1", "mine.csv", b"energy")
    connected.foreign["F1"] = elsewhere.url
    await connected.send("slash_commands", connected.typed("/label", "file:https://t.slack.com/files/U1/F1/mine.csv"))
    assert "could not be downloaded" in shown(await connected.answer())
    assert elsewhere.asked == 0


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://files.slack.com/a", True),
        ("http://files.slack.com/a", False),
        ("https://slack.com.evil.org/a", False),
        ("https://evilslack.com/a", False),
        ("https://files.slack.com:8443/a", False),
    ],
)
def test_slacks_own_hosts(address, own):
    assert is_slacks_own(URL(address)) is own
