"""Names of people on Slack: asked for once, and nobody is pinged where Slack tells none."""

import asyncio
import json

import pytest

pytest.importorskip("slack_bolt", reason="Slack is an extra: .venv/bin/pip install -e '.[slack]'")

from slack_sdk.errors import SlackApiError

from bot.platforms.slack.people import NAME_LASTS, UNKNOWN_LASTS, People


class Client:
    """What Slack's ``users.info`` gives."""

    def __init__(self, user):
        self.user, self.asked = user, 0

    async def users_info(self, *, user):
        self.asked += 1
        if self.user is None:
            raise SlackApiError("missing_scope", {"error": "missing_scope"})
        return {"user": self.user}


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"profile": {"display_name": "Ana", "real_name": "Ana Silva"}, "name": "asilva"}, "Ana"),
        ({"profile": {"display_name": "", "real_name": "Ana Silva"}}, "Ana Silva"),
        ({"name": "asilva"}, "asilva"),
        ({"profile": {"display_name": "Two\n lines"}}, "Two lines"),
        ({}, ""),
        (None, ""),
    ],
)
async def test_a_name_is_what_others_see(user, name):
    assert (await People().of(Client(user), "T1", "U1")).name == name


async def test_a_name_is_asked_for_once_in_a_while():
    now = [0.0]
    people, client = People(lambda: now[0]), Client({"name": "ana"})
    assert [await people.name(client, "T1", "U1") for _ in range(3)] == ["ana"] * 3
    assert client.asked == 1
    now[0] = NAME_LASTS
    client.user = {"name": "ann"}
    assert await people.name(client, "T1", "U1") == "ann"


async def test_without_the_scope_it_is_the_handle_or_the_form_of_a_mention():
    now = [0.0]
    people, client = People(lambda: now[0]), Client(None)
    assert await people.name(client, "T1", "U1", "ana") == "ana"
    assert await people.name(client, "T1", "U1") == "<@U1>"
    assert client.asked == 1
    now[0] = UNKNOWN_LASTS
    await people.name(client, "T1", "U1")
    assert client.asked == 2


async def test_who_asked_is_named_as_others_see_them(connected):
    connected.names["U1"] = "Ana Silva"
    await connected.send("slash_commands", connected.typed("/recommend", "x"))
    assert "Ana Silva asked: /recommend" in json.dumps(await connected.answer())


async def test_an_unknown_name_in_an_answer_pings_nobody(connected):
    await connected.send("slash_commands", connected.typed("/recommend", "x", user_name=""))
    answer = await connected.answer()
    assert "<@U1> asked" in json.dumps(answer["blocks"])
    assert not [block for block in answer["blocks"] if "mrkdwn" in json.dumps(block) or '"user"' in json.dumps(block)]
    assert "<" not in answer["text"]


async def test_opening_a_page_is_acknowledged_and_answered_by_nothing(connected):
    body = connected.pressed({"type": "button", "action_id": "open-0", "value": "", "text": {}})
    envelope = await connected.send("interactive", body)
    assert await asyncio.wait_for(connected.acknowledged.get(), 3) == envelope
    await connected.send("slash_commands", connected.typed("/recommend", "next"))
    assert "recommended for next" in json.dumps(await connected.answer())
