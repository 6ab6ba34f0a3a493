"""The same dialogues through every platform: the same rows and the same requests, whatever carries the words.

CRATEBOT_DIALOGUES names files of further dialogues, parted by colons: a JSON object a line, its ``turns`` with what is
said under ``user`` or ``say``. CRATEBOT_DIALOGUES_MOST says how many of them are played, 6 by default, spread over the
files; 0 is all. They are played over CRATEBOT_REAL_CATALOGUE where it is set, else over the demo catalogue.
"""

import gzip
import html
import io
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.as_json import reply_object
from bot.asking import Program
from bot.conversation import Conversation, Message
from bot.cooldown import Cooldown
from bot.platforms import console
from bot.platforms.discord.draw import draw
from bot.reply import Reply
from engine import Engine

pytest.importorskip("slack_bolt", reason="Slack is an extra: .venv/bin/pip install -e '.[slack]'")

from aiohttp import ClientSession, CookieJar

from bot.blobs import Blobs
from bot.platforms.slack.blocks import message as drawn
from bot.platforms.web.channel import MOST_TEXT
from bot.platforms.web.draw import reply_json
from tests.bot.platforms.discord.stand_in import APPLICATION, StandIn
from tests.bot.platforms.running import discord_running, slack_running, web_running
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
MODELS = Path(__file__).parents[3] / "models"

Turn = Any
"""What a platform shows of an answer: its request and its rows, as far as that platform has room for them."""


def conversation_over(engine) -> Conversation:
    return Conversation(engine, cooldown=Cooldown(burst=100_000))


def directly(engine, lines) -> list[Reply]:
    """Through ``Conversation`` itself: what the others are compared with."""
    talk = conversation_over(engine)
    replies = [talk.said(Message(line, conversation="direct")) for line in lines]
    talk.close()
    return replies


# What each platform makes of a reply, and what it was seen to show.


def terminal_turn(line: dict[str, Any]) -> Turn:
    return line["request"], line["title"], line.get("rows")


def web_turn(reply: dict[str, Any]) -> Turn:
    return json.loads(json.dumps([reply["request"], reply["title"], reply["rows"]]))


def slack_turn(message: dict[str, Any]) -> Turn:
    """Title, rows and request, without buttons and notes."""
    blocks = message["blocks"]
    shown = [block for block in blocks if block["type"] in ("header", "rich_text", "table")]
    return shown, [block for block in blocks if block.get("block_id") == "request"]


def discord_turn(embed: dict[str, Any]) -> Turn:
    """Rows, and the request as the last line."""
    return embed.get("title"), embed.get("description", "")


class Nowhere(console.Folder):
    def keep(self, name: str, content: bytes) -> str:
        return name


def expected_on(platform: str, replies: Sequence[Reply]) -> list[Turn]:
    """What a platform shows of replies."""

    def for_programs(reply: Reply) -> Turn:
        return terminal_turn(json.loads(json.dumps(reply_object(reply, Nowhere().keep))))

    made: dict[str, Callable[[Reply], Turn]] = {
        "terminal": for_programs,
        "api": for_programs,
        "mcp": for_programs,
        "web": lambda reply: web_turn(reply_json(reply, Blobs(1 << 20))),
        "slack": lambda reply: slack_turn(drawn(reply)),
        "discord": lambda reply: discord_turn(draw(reply).embed.to_dict()),
    }
    return [made[platform](reply) for reply in replies]


def on_the_terminal(engine, lines, monkeypatch, capsys) -> list[Turn]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    capsys.readouterr()
    conversation = conversation_over(engine)
    assert console.run(conversation, as_json=True) == 0
    conversation.close()
    return [terminal_turn(json.loads(line)) for line in capsys.readouterr().out.splitlines()]


Say = Callable[[str, str], Awaitable[Turn]]
"""Write a text as a user; what the answer shows."""


@asynccontextmanager
async def on_slack(engine, slack: Slack) -> AsyncIterator[Say]:
    """The bot on Slack's stand-in; each user writes directly."""
    conversation = conversation_over(engine)

    async def say(text: str, user: str) -> Turn:
        return slack_turn(await slack.say(html.escape(text, quote=False), channel=f"D{user}", user=f"U{user}"))

    async with slack_running(conversation, slack):
        yield say
    conversation.close()


@asynccontextmanager
async def on_discord(engine, stand_in: StandIn) -> AsyncIterator[Say]:
    """The bot on Discord's stand-in; all write in one channel, and reply to the answer that they had last."""
    conversation = conversation_over(engine)
    answers = _ANSWERS.setdefault(stand_in.address, {})

    async def say(text: str, user: str) -> Turn:
        before = answers.get(user)
        said = await stand_in.say(f"<@{APPLICATION}> {text}", guild="44", user=int(user), reply_to=before)
        answers[user] = answer = await said.answer()
        return discord_turn(answer.embeds[0])

    async with discord_running(conversation, stand_in):
        yield say
    conversation.close()


# The answers that each user had last, by stand-in: they outlive a restart of the bot.
_ANSWERS: dict[str, dict] = {}


@asynccontextmanager
async def on_the_web(engine) -> AsyncIterator[Say]:
    """The web page's socket; each user has a browser."""
    conversation = conversation_over(engine)
    numbers = count()
    now: dict[str, Any] = {}

    async def joined(url: str, user: str) -> Any:
        """The socket of one user at a time: the last one's is closed."""
        if now.get("user") != user:
            await left()
            session = ClientSession(cookie_jar=CookieJar(unsafe=True))
            await (await session.get(url)).read()
            socket = await session.ws_connect(f"{url}/socket", headers={"Origin": url})
            now.update(user=user, session=session, socket=socket)
            await socket.send_json({"type": "join", "name": "Ada"})
        return now["socket"]

    async def left() -> None:
        if now:
            await now["socket"].close()
            await now["session"].close()

    async def say(url: str, text: str, user: str) -> Turn:
        socket, number = await joined(url, user), f"question{next(numbers)}"
        await socket.send_json({"type": "ask", "id": number, "text": text})
        while True:
            message = await socket.receive_json(timeout=10)
            if message["type"] == "exchange" and message["asked_as"] == number and message["reply"] is not None:
                return web_turn(message["reply"])

    async with web_running(conversation) as url:
        yield partial(say, url)
        await left()
    conversation.close()


@asynccontextmanager
async def on_the_api(engine) -> AsyncIterator[Say]:
    """JSON over HTTP; each user has a conversation by name."""
    conversation = conversation_over(engine)
    async with web_running(conversation) as url, ClientSession(url) as session:

        async def say(text: str, user: str) -> Turn:
            async with session.post("/api/v1/ask", json={"text": text, "conversation": user}) as response:
                return terminal_turn(await response.json())

        yield say
    conversation.close()


@asynccontextmanager
async def on_mcp(engine) -> AsyncIterator[Say]:
    """An assistant that hands on the words; each user has a conversation by name."""
    mcp = pytest.importorskip("mcp", reason="MCP is an extra: .venv/bin/pip install -e '.[mcp]'")
    from bot.platforms.mcp.server import Assistants

    conversation = conversation_over(engine)
    server = Assistants(conversation, MODELS, lambda _: Program("mcp")).server("0", "")
    async with mcp.Client(server) as client:

        async def say(text: str, user: str) -> Turn:
            answer = await client.call_tool("ask", {"text": text, "conversation": user})
            return terminal_turn(answer.structured_content)

        yield say
    conversation.close()


@pytest.fixture
async def discord():
    async with StandIn() as stand_in:
        yield stand_in
        assert stand_in.problems == []


@pytest.mark.parametrize("name", DIALOGUES)
async def test_a_dialogue_is_the_same_on_every_platform(name, engine, slack, discord, monkeypatch, capsys):
    lines = DIALOGUES[name]
    replies = directly(engine, lines)
    assert on_the_terminal(engine, lines, monkeypatch, capsys) == expected_on("terminal", replies)
    async with on_the_web(engine) as say:
        assert [await say(line, "7") for line in lines] == expected_on("web", replies)
    async with on_slack(engine, slack) as say:
        assert [await say(line, "7") for line in lines] == expected_on("slack", replies)
    async with on_discord(engine, discord) as say:
        assert [await say(line, "7") for line in lines] == expected_on("discord", replies)
    async with on_the_api(engine) as say:
        assert [await say(line, "7") for line in lines] == expected_on("api", replies)
    async with on_mcp(engine) as say:
        assert [await say(line, "7") for line in lines] == expected_on("mcp", replies)


async def test_a_restart_in_the_middle_changes_nothing(engine, slack, discord):
    lines = DIALOGUES["subjects"]
    replies = directly(engine, lines)
    platforms = {"slack": lambda: on_slack(engine, slack), "discord": lambda: on_discord(engine, discord)}
    for name, platform in platforms.items():
        async with platform() as say:
            turns = [await say(line, "7") for line in lines[:2]]
        async with platform() as say:
            turns += [await say(line, "7") for line in lines[2:]]
        assert turns == expected_on(name, replies)


async def test_two_people_in_one_channel_are_not_mixed(engine, slack, discord):
    talks = {"7": DIALOGUES["refine"], "8": DIALOGUES["german"]}
    turns = [(user, at) for at in range(3) for user in talks]
    replies = {user: directly(engine, lines) for user, lines in talks.items()}
    platforms = {"slack": on_slack(engine, slack), "discord": on_discord(engine, discord)}
    for name, platform in platforms.items():
        expected = {user: expected_on(name, replies[user]) for user in talks}
        async with platform as say:
            for user, at in turns:
                assert await say(talks[user][at], user) == expected[user][at]


def further_dialogues() -> list[tuple[str, ...]]:
    """Those of the files that CRATEBOT_DIALOGUES names, as many of them as are played."""
    found = []
    for path in filter(None, os.environ.get("CRATEBOT_DIALOGUES", "").split(":")):
        text = gzip.decompress(Path(path).read_bytes()) if path.endswith(".gz") else Path(path).read_bytes()
        for line in text.decode().splitlines():
            said = (" ".join((turn.get("user") or turn.get("say") or "").split()) for turn in json.loads(line)["turns"])
            found.append(tuple(one for one in said if one and len(one) <= MOST_TEXT))
    most = int(os.environ.get("CRATEBOT_DIALOGUES_MOST", "6")) or len(found)
    return found[:: max(1, -(-len(found) // most))] if found else []


@pytest.fixture
def talked_of(request) -> Engine:
    """The engine that further dialogues are played over."""
    directory = os.environ.get("CRATEBOT_REAL_CATALOGUE")
    return Engine.load(directory, MODELS) if directory else request.getfixturevalue("engine")


async def test_further_dialogues_are_the_same_on_every_platform(talked_of, slack, discord, monkeypatch, capsys):
    dialogues = dict(enumerate(further_dialogues(), start=1000))
    if not dialogues:
        pytest.skip("CRATEBOT_DIALOGUES is not set: no further dialogues")
    different: list[str] = []

    async def compare(platform: str, said: Callable[[tuple[str, ...], str], Awaitable[list[Turn]]]) -> None:
        for number, lines in dialogues.items():
            shown, expected = await said(lines, str(number)), expected_on(platform, replies[number])
            different.extend(
                f"{platform}: {line!r} of {lines[0]!r}: {one} instead of {other}"[:1500]
                for line, one, other in zip(lines, shown, expected, strict=True)
                if one != other
            )

    replies = {number: directly(talked_of, lines) for number, lines in dialogues.items()}

    async def typed(lines: tuple[str, ...], user: str) -> list[Turn]:
        return on_the_terminal(talked_of, lines, monkeypatch, capsys)

    await compare("terminal", typed)
    platforms = {
        "web": on_the_web(talked_of),
        "slack": on_slack(talked_of, slack),
        "discord": on_discord(talked_of, discord),
        "api": on_the_api(talked_of),
        "mcp": on_mcp(talked_of),
    }
    for name, platform in platforms.items():
        async with platform as say:

            async def written(lines: tuple[str, ...], user: str, say: Say = say) -> list[Turn]:
                return [await say(line, user) for line in lines]

            await compare(name, written)
    with capsys.disabled():
        print(f"\n{len(dialogues)} dialogues, {sum(map(len, dialogues.values()))} turns on each of six")
    assert not different, "\n".join(different[:20])
