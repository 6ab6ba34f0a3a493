"""The same dialogues through every platform: the same tracks and the same requests, whatever carries the words."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.conversation import Conversation, Message
from bot.cooldown import Cooldown
from bot.platforms import console
from bot.platforms.discord.client import DiscordClient

pytest.importorskip("slack_bolt", reason="Slack is an extra: .venv/bin/pip install -e '.[slack]'")

from itertools import count

from aiohttp import ClientSession, CookieJar
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.platforms.slack.app import serve
from bot.platforms.slack.read import carried
from bot.platforms.web.app import serve as serve_web
from bot.platforms.web.channel import Channel
from tests.bot.platforms.discord.stand_in import APPLICATION, TOKEN, StandIn
from tests.bot.platforms.slack.conftest import Slack
from tests.bot.platforms.slack.conftest import slack as slack  # the fixture

DIALOGUES = {
    "refine": ("techno", "calmer", "a bit faster", "no explicit ones", "any tempo", "others"),
    "go back": ("reggae", "faster", "happier", "take that back", "no, before that"),
    "rows": ("folk", "more like the second", "not the first one", "drop number 2"),
    "subjects": ("happy country under 4 minutes", "what about bluegrass?", "plus blues", "no jazz"),
    "numbers": ("3 sad piano songs", "make it 8", "same but happy", "10 more"),
    "german": ("traurige musik, techno", "etwas schneller bitte", "mehr wie das zweite"),
    "small talk": ("hi", "disco", "thanks!", "slower"),
}

Turn = tuple[str, tuple[str, ...]]
"""A canonical request, and the ids of the tracks shown; chat messages show titles, which stand for the ids."""

_IDS: dict[str, str] = {}  # of the titles that the expected answers show


def conversation_over(engine) -> Conversation:
    return Conversation(engine, cooldown=Cooldown(burst=5000))


def directly(engine, lines, conversation=None, key="direct") -> list[Turn]:
    """Through ``Conversation`` itself: what the others are compared with."""
    talk = conversation or conversation_over(engine)
    turns = []
    for line in lines:
        reply = talk.said(Message(line, conversation=key))
        _IDS.update((row.title, row.data["track_id"]) for row in reply.rows if "track_id" in row.data)
        turns.append((reply.request, tuple(row.data["track_id"] for row in reply.rows if "track_id" in row.data)))
    return turns


def on_the_terminal(engine, lines, monkeypatch, capsys) -> list[Turn]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    capsys.readouterr()
    assert console.run(conversation_over(engine), as_json=True) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [
        (one["request"], tuple(row["track_id"] for row in one.get("rows", ()) if "track_id" in row)) for one in answers
    ]


def in_blocks(message) -> Turn:
    sections = (section for block in message["blocks"] if block["type"] == "rich_text" for section in block["elements"])
    bold = (one["text"] for section in sections for one in section["elements"] if one.get("style", {}).get("bold"))
    return carried(message), tuple(_IDS.get(title, title) for title in bold)


def in_embed(answer) -> Turn:
    lines = answer.text.split("\n")
    titles = (found[1] for line in lines if (found := re.fullmatch(r"\*\*\d+\*\* \*\*(.+)\*\*", line)))
    requests = [line.removeprefix("-# ").replace("\\", "") for line in lines if line.startswith("-# /")]
    return "".join(requests[-1:]), tuple(_IDS.get(title.replace("\\", ""), title) for title in titles)


Say = Callable[[str, str], Awaitable[Turn]]
"""Write a text as a user; what the answer shows."""


@asynccontextmanager
async def on_slack(engine, slack: Slack) -> AsyncIterator[Say]:
    """The bot on Slack's stand-in; each user writes directly."""
    conversation = conversation_over(engine)
    slack.connected.clear()
    task = asyncio.create_task(serve(conversation, "xoxb-test", "xapp-test"))
    await asyncio.wait_for(slack.connected.wait(), 10)

    async def say(text: str, user: str) -> Turn:
        return in_blocks(await slack.say(text, channel=f"D{user}", user=f"U{user}"))

    yield say
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    conversation.close()


@asynccontextmanager
async def on_discord(engine, stand_in: StandIn, monkeypatch) -> AsyncIterator[Say]:
    """The bot on Discord's stand-in; all write in one channel, and reply to the answer that they had last."""
    monkeypatch.setattr(Route, "BASE", stand_in.api)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(stand_in.address.replace("http", "ws") + "/gateway"))
    conversation = conversation_over(engine)
    stand_in.ready.clear()
    client = DiscordClient(conversation)
    life = asyncio.create_task(client.start(TOKEN))
    await asyncio.wait_for(stand_in.ready.wait(), 10)

    answers = _ANSWERS.setdefault(stand_in.address, {})

    async def say(text: str, user: str) -> Turn:
        before = answers.get(user)
        said = await stand_in.say(f"<@{APPLICATION}> {text}", guild="44", user=int(user), reply_to=before)
        answer = await said.answer()
        if in_embed(answer)[0]:
            answers[user] = answer
        return in_embed(answer)

    yield say
    await client.leave()
    await life
    conversation.close()


# The answers that each user had last, by stand-in: they outlive a restart of the bot.
_ANSWERS: dict[str, dict] = {}


@asynccontextmanager
async def on_the_web(engine) -> AsyncIterator[Say]:
    """The web page's socket."""
    conversation = conversation_over(engine)
    runner = await serve_web(Channel(conversation, questions=Cooldown(burst=250)), "127.0.0.1", 0, "")
    url = f"http://localhost:{runner.addresses[0][1]}"
    numbers = count()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        await (await session.get(url)).read()
        socket = await session.ws_connect(f"{url}/socket", headers={"Origin": url})
        await socket.send_json({"type": "join", "name": "Ada"})

        async def say(text: str, user: str) -> Turn:
            number = f"question{next(numbers)}"
            await socket.send_json({"type": "ask", "id": number, "text": text})
            while True:
                message = await socket.receive_json(timeout=5)
                if message["type"] == "exchange" and message["asked_as"] == number and message["reply"] is not None:
                    reply = message["reply"]
                    return reply["request"], tuple(row["track"] for row in reply["rows"] if row["track"])

        yield say
    await runner.cleanup()
    conversation.close()


@pytest.fixture
async def discord():
    async with StandIn() as stand_in:
        yield stand_in
        assert stand_in.problems == []


@pytest.mark.parametrize("name", DIALOGUES)
async def test_a_dialogue_is_the_same_on_every_platform(name, engine, slack, discord, monkeypatch, capsys):
    lines = DIALOGUES[name]
    expected = directly(engine, lines)
    assert on_the_terminal(engine, lines, monkeypatch, capsys) == expected
    async with on_the_web(engine) as say:
        assert [await say(line, "7") for line in lines] == expected
    async with on_slack(engine, slack) as say:
        assert [await say(line, "7") for line in lines] == expected
    async with on_discord(engine, discord, monkeypatch) as say:
        assert [await say(line, "7") for line in lines] == expected


async def test_a_restart_in_the_middle_changes_nothing(engine, slack, discord, monkeypatch):
    lines = DIALOGUES["subjects"]
    expected = directly(engine, lines)
    for platform in (lambda: on_slack(engine, slack), lambda: on_discord(engine, discord, monkeypatch)):
        async with platform() as say:
            turns = [await say(line, "7") for line in lines[:2]]
        async with platform() as say:
            turns += [await say(line, "7") for line in lines[2:]]
        assert turns == expected


async def test_two_people_in_one_channel_are_not_mixed(engine, slack, discord, monkeypatch):
    talks = {"7": DIALOGUES["refine"], "8": DIALOGUES["german"]}
    turns = [(user, at) for at in range(3) for user in talks]
    expected = {user: directly(engine, lines) for user, lines in talks.items()}
    async with on_slack(engine, slack) as say:
        for user, at in turns:
            assert await say(talks[user][at], user) == expected[user][at]
    async with on_discord(engine, discord, monkeypatch) as say:
        for user, at in turns:
            assert await say(talks[user][at], user) == expected[user][at]
