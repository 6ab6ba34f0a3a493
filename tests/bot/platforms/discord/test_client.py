"""The real client library against the stand-in: every way that an answer may take, and everything that may go wrong."""

import asyncio
import threading
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Annotated, Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.definition import command
from bot.parameters import Attachment, Progress, Text
from bot.platforms.discord import client, files, read
from bot.platforms.discord.client import DiscordClient
from bot.platforms.discord.custom_id import pack
from bot.platforms.discord.delivery import Turns
from bot.reply import Action, Error, File, Picture, Reply, Row
from bot.request import Upload
from engine.errors import UserError
from tests.bot.platforms.discord.stand_in import ATTACH_FILES, EMBED_LINKS, TOKEN, Message, StandIn

CALLBACK = "POST /interactions/.*/callback"
ORIGINAL = "PATCH /webhooks/.*/@original"


class World:
    """In the engine's place: gates that the test opens."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.runs = 0

    def suggest(self, source: str, text: str, limit: int) -> list[tuple[str, str]]:
        return [(f"{text} {n} " + "x" * 120 * (n == 3), f"id{n}") for n in range(40)][:limit]


@command("similar", examples=("/similar track:blue",), provenance=False)
def similar(world: Any, *, track: Annotated[str, Text("a track")]) -> Reply:
    """Tracks like one."""
    world.runs += 1
    actions = (Action("More", "/similar track:more"), Action("Blue", "/similar track:blue", group="More like"))
    return Reply(f"Like {track}", rows=(Row("A [b] - @everyone", "https://x.y/z"),), feedback=("two",), actions=actions)


@command("slow", examples=("/slow",), provenance=False)
def slow(world: Any, *, progress: Progress) -> Reply:
    """Wait for the gate."""
    progress(40, 100)
    world.gate.wait(20)
    return Reply("At last")


@command("picky", examples=("/picky",), provenance=False)
def picky(world: Any, *, wait: Annotated[str | None, Text("wait")] = None) -> Reply:
    """Refuse."""
    if wait:
        world.gate.wait(20)
    raise UserError("Not *that*.", "This.")


@command("broken", examples=("/broken",), provenance=False)
def broken(world: Any) -> Reply:
    """Fail."""
    raise RuntimeError("secret detail")


@command("chart", examples=("/chart",), provenance=False)
def chart(world: Any) -> Reply:
    """Draw."""
    return Reply("Chart", pictures=(Picture("c.png", b"\x89PNG", "Pop rises"),), files=(File("c.csv", b"a,b"),))


@command("label", examples=("/label",), provenance=False)
def label(world: Any, *, file: Annotated[Upload, Attachment("a table")]) -> Reply:
    """Read a file."""
    return Reply(f"{file.name}: {len(file.content)} bytes")


@pytest.fixture
async def stand_in():
    async with StandIn() as discord:
        yield discord
        assert discord.problems == []


@pytest.fixture
def world():
    return World()


@asynccontextmanager
async def running(stand_in, world, monkeypatch, *, memory=None, wait=True, **options):
    monkeypatch.setattr(Route, "BASE", stand_in.api)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(stand_in.address.replace("http", "ws") + "/gateway"))
    commands = {one.name: one for one in (similar, slow, picky, broken, chart, label)}
    conversation = Conversation(world, commands, cooldown=Cooldown(burst=50), memory=memory)
    stand_in.ready.clear()
    running_client = DiscordClient(conversation, **options)
    life = asyncio.create_task(running_client.start(TOKEN))
    try:
        up = asyncio.create_task(stand_in.ready.wait())
        if wait:
            await asyncio.wait({life, up}, timeout=10, return_when="FIRST_COMPLETED")
            assert up.done(), "the bot did not connect"
        yield running_client
    finally:
        world.gate.set()
        await running_client.leave()
        await life
        conversation.close()
        up.cancel()


@pytest.fixture
async def running_client(stand_in, world, monkeypatch):
    async with running(stand_in, world, monkeypatch) as running_client:
        yield running_client


async def test_a_command_is_answered_with_an_embed_and_buttons(stand_in, running_client):
    message = await (await stand_in.slash("similar", track="blue")).answer()
    assert message.embeds[0]["title"] == "Like blue"
    assert message.embeds[0]["description"] == (
        r"**1** A \[b\] - \@everyone [↗](https://x.y/z)" "\n-# /similar track:blue"
    )
    assert message.embeds[0]["footer"]["text"] == "two"
    assert (message.buttons, message.options) == (
        {"More": pack("/similar track:more")},
        {"Blue": pack("/similar track:blue")},
    )
    assert not message.private


async def test_private_answers_only_the_user_and_so_do_its_buttons(stand_in, running_client):
    message = await (await stand_in.slash("similar", track="blue", private=True)).answer()
    assert message.private
    pressed = await (await stand_in.press(message, "More")).answer()
    assert pressed.private
    assert "asked" not in pressed.text


async def test_anyone_may_press_in_a_channel_and_the_answer_names_who(stand_in, running_client):
    message = await (await stand_in.slash("similar", track="blue", _guild="44")).answer()
    for label, title in (("More", "Like more"), ("Blue", "Like blue")):
        pressed = await (await stand_in.press(message, label, _user=71, _guild="44")).answer()
        assert pressed.id != message.id
        assert (pressed.embeds[0]["author"]["name"], pressed.embeds[0]["title"]) == ("Ana *Star* asked", title)


@pytest.mark.parametrize("custom_id", ["forged", "1*scK{U?|$SO-dJ`v->EmQQuudV#1w;;wu1", "0" + "x" * 99])
async def test_an_old_or_forged_button_gets_a_sentence(stand_in, running_client, custom_id):
    old = Message("77", components=[{"type": 1, "components": [{"type": 2, "label": "Old", "custom_id": custom_id}]}])
    message = await (await stand_in.press(old, "Old")).answer()
    assert message.private
    assert "another version" in message.text


async def test_a_slow_command_is_acknowledged_and_told_of_and_edited(stand_in, running_client, world, monkeypatch):
    monkeypatch.setattr(client, "PROGRESS_EVERY", 0.05)
    asked = await stand_in.slash("slow", private=True)
    await asyncio.wait_for(asked.acknowledged.wait(), 5)
    assert asked.acknowledged_after < 1.0
    assert asked.original.loading
    await asyncio.wait_for(asked.progressed.wait(), 5)
    assert asked.original.content == "Working: 40%"
    world.gate.set()
    message = await asked.answer()
    assert (message.embeds[0]["title"], message.content, message.private) == ("At last", "", True)


async def test_in_a_crowd_everyone_is_told_sooner_that_the_answer_is_coming(
    stand_in, running_client, world, monkeypatch
):
    monkeypatch.setattr(client, "ACKNOWLEDGE_AFTER", 60)
    asked = [await stand_in.slash("slow", _user=100 + number) for number in range(client.CROWD + 5)]
    late = asked[client.CROWD :]
    for one in late:
        await asyncio.wait_for(one.acknowledged.wait(), 20)
        assert not one.answered.is_set()
    world.gate.set()
    assert {(await one.answer()).embeds[0]["title"] for one in late} == {"At last"}


async def test_a_mistake_is_told_to_the_user_alone(stand_in, running_client):
    message = await (await stand_in.slash("picky")).answer()
    assert message.private
    assert message.embeds[0]["description"] == "Not \\*that\\*.\nThis."


async def test_a_mistake_after_a_public_acknowledgement_is_still_told_to_the_user_alone(
    stand_in, running_client, world
):
    asked = await stand_in.slash("picky", wait="yes")
    await asyncio.wait_for(asked.acknowledged.wait(), 5)
    assert not asked.original.private
    world.gate.set()
    message = await asked.answer()
    assert message.private
    assert asked.original.deleted


async def test_a_fault_gives_a_reference_and_no_detail(stand_in, running_client, caplog):
    message = await (await stand_in.slash("broken")).answer()
    reference = message.text.rpartition(": ")[2].strip(".")
    assert reference in caplog.text
    assert "secret" not in message.text


async def test_pictures_and_files_are_attached_with_alt_text(stand_in, running_client):
    message = await (await stand_in.slash("chart")).answer()
    shown = [(file["filename"], file.get("description"), file["content"]) for file in message.attachments]
    assert shown == [("c.png", "Pop rises", b"\x89PNG"), ("c.csv", None, b"a,b")]


async def test_without_the_permission_to_attach_or_to_embed_there_are_words(stand_in, running_client):
    message = await (await stand_in.slash("chart", _permissions=0)).answer()
    assert (message.embeds, message.attachments) == ([], [])
    assert "Pop rises" in message.content
    message = await (await stand_in.slash("chart", _permissions=EMBED_LINKS)).answer()
    assert (len(message.embeds), message.attachments) == (1, [])
    message = await (await stand_in.slash("chart", _permissions=ATTACH_FILES)).answer()
    assert (message.embeds, len(message.attachments)) == ([], 2)


@pytest.mark.parametrize("status", [400, 403, 413])
async def test_what_discord_refuses_is_said_in_words(stand_in, running_client, status):
    stand_in.fail(CALLBACK, status, code=50013)
    message = await (await stand_in.slash("chart")).answer()
    assert (message.embeds, message.attachments) == ([], [])
    assert message.content.startswith("**Chart**")


async def test_an_attachment_is_downloaded_and_one_that_is_too_large_is_not(stand_in, running_client, monkeypatch):
    message = await (await stand_in.slash("label", file=b"a,b,c")).answer()
    assert message.embeds[0]["title"] == "upload.csv: 5 bytes"
    monkeypatch.setattr(files, "MOST_UPLOADED", 4)
    before = len(stand_in.calls)
    message = await (await stand_in.slash("label", file=b"a,b,c")).answer()
    assert "larger than" in message.text
    assert not any(call.path.startswith("/cdn") for call in stand_in.calls[before:])


async def test_an_attachment_that_is_larger_than_was_announced_is_cut_off(stand_in, running_client, monkeypatch):
    monkeypatch.setattr(files, "MOST_UPLOADED", 4)
    stand_in.uploads["9"] = b"a,b,c"
    found = await files.fetched(read.Attachment("file", "upload.csv", 1, f"{stand_in.address}/cdn/9"))
    assert isinstance(found, Error)
    assert "larger than" in found.message


async def test_a_message_is_read_for_the_track_it_names(stand_in, running_client):
    link = "https://open.spotify.com/track/0VjIjW4GlUZAMYd2vXMi3b"
    message = await (await stand_in.use_on({"content": f"hear {link}"})).answer()
    assert message.embeds[0]["title"] == "Like 0VjIjW4GlUZAMYd2vXMi3b"


async def test_completion_offers_the_typed_text_first_and_keeps_the_limits(
    stand_in, world, monkeypatch, running_client
):
    monkeypatch.setitem(vars(similar), "options", (similar_option("track"),))
    choices = await stand_in.type("similar", "track", "blue")
    assert choices[0] == {"name": "blue", "value": "blue"}
    assert choices[1] == {"name": "blue 0", "value": "id0"}
    assert len(choices) == 25
    assert all(1 <= len(choice["name"]) <= 100 for choice in choices)
    assert (await stand_in.type("similar", "track", "x" * 3000))[0]["name"].startswith("xxx")
    assert len(await stand_in.type("similar", "track", "")) == 25


def similar_option(name):
    from bot.parameters import Option

    return Option(name, "a track", required=True, source="track")


# What goes wrong


@pytest.mark.parametrize("pattern", [CALLBACK, ORIGINAL])
@pytest.mark.parametrize("trouble", ["slow", "429", "500", "503", "drop", "drop after"])
async def test_trouble_on_the_way_is_outlived_and_answers_once(stand_in, running_client, world, pattern, trouble):
    if trouble == "slow":
        stand_in.delay(pattern, 0.8)
    elif trouble == "429":
        stand_in.limit(pattern, 0.05, times=2)
    elif trouble.isdecimal():
        stand_in.fail(pattern, int(trouble))
    else:
        stand_in.drop(pattern, after=trouble.endswith("after"))
    if pattern is CALLBACK:
        asked = await stand_in.slash("similar", track="blue")
    else:
        asked = await stand_in.slash("slow")
        await asyncio.wait_for(asked.acknowledged.wait(), 5)
        world.gate.set()
    message = await asked.answer()
    await running_client.leave()
    assert message.embeds[0]["title"] in ("Like blue", "At last")
    assert world.runs <= 1
    assert not asked.follow_ups


async def test_a_token_that_is_late_costs_nothing_else(stand_in, running_client, world, caplog):
    stand_in.expire(await stand_in.slash("slow"))
    asked = await stand_in.slash("slow")
    await asyncio.wait_for(asked.acknowledged.wait(), 5)
    stand_in.expire(asked)
    world.gate.set()
    assert (await (await stand_in.slash("similar", track="blue")).answer()).embeds
    await running_client.leave()
    assert "Traceback" not in caplog.text


async def test_an_answer_whose_message_was_deleted_is_dropped(stand_in, running_client, world, caplog):
    asked = await stand_in.slash("slow")
    await asyncio.wait_for(asked.acknowledged.wait(), 5)
    asked.original.deleted = True
    world.gate.set()
    await running_client.leave()
    assert not asked.follow_ups
    assert "Traceback" not in caplog.text


async def test_a_broken_connection_is_resumed_and_nothing_is_lost_or_said_twice(stand_in, running_client, world):
    arrived, go_on = stand_in.hold(CALLBACK)
    first = await stand_in.slash("similar", track="first")
    await asyncio.wait_for(arrived.wait(), 5)
    await stand_in.disconnect()
    second = await stand_in.slash("similar", track="second")
    go_on.set()
    assert (await first.answer()).embeds[0]["title"] == "Like first"
    assert (await second.answer()).embeds[0]["title"] == "Like second"
    assert stand_in.resumed == 1
    await stand_in.dispatch("INTERACTION_CREATE", first.payload)  # Told twice, as after some resumptions.
    assert (await (await stand_in.slash("similar", track="third")).answer()).embeds
    assert (world.runs, first.answers, second.answers) == (3, 1, 1)


async def test_an_invalid_session_is_begun_anew(stand_in, running_client):
    stand_in.ready.clear()
    await stand_in.connections[-1].send(9, False)
    await asyncio.wait_for(stand_in.ready.wait(), 10)
    assert len(stand_in.identified) == 2
    assert (await (await stand_in.slash("similar", track="blue")).answer()).embeds


async def test_commands_are_registered_once(stand_in, world, monkeypatch):
    for _ in range(2):
        async with running(stand_in, world, monkeypatch):
            pass
    puts = [call for call in stand_in.calls if call.method == "PUT"]
    assert len(puts) == 1
    assert [one["name"] for one in stand_in.commands if one.get("type") == 1] == [
        "similar", "slow", "picky", "broken", "chart", "label", "talk"
    ]  # fmt: skip


async def test_a_failed_registration_does_not_keep_the_bot_away(stand_in, world, monkeypatch):
    stand_in.fail("PUT .*/commands", 400)
    async with running(stand_in, world, monkeypatch):
        assert (await (await stand_in.slash("similar", track="blue")).answer()).embeds


async def test_no_privileged_intent_is_asked_for(stand_in, running_client):
    guild_messages, direct_messages = 1 << 9, 1 << 12
    assert [identify["intents"] for identify in stand_in.identified] == [guild_messages | direct_messages]


async def test_as_many_shards_run_as_discord_recommends(world, monkeypatch):
    async with StandIn(shards=2) as stand_in, running(stand_in, world, monkeypatch):
        assert [identify["shard"] for identify in stand_in.identified] == [[0, 2], [1, 2]]


async def test_some_shards_may_run_here_and_only_the_first_registers(stand_in, world, monkeypatch):
    async with running(stand_in, world, monkeypatch, shards=([3], 4)):
        assert [identify["shard"] for identify in stand_in.identified] == [[3, 4]]
    assert stand_in.commands == []


async def test_the_library_remembers_nothing_of_what_was_sent(stand_in, running_client):
    for _ in range(3):
        await (await stand_in.slash("similar", track="blue", _guild="44")).answer()
    assert list(running_client.cached_messages) == []
    assert list(running_client.guilds) == []
    assert running_client.persistent_views == []
    assert running_client._connection._view_store._views == {}


async def test_many_at_once_go_on_one_by_one_and_the_event_loop_looks_around_between():
    turn = Turns()
    gone: list[int] = []

    async def work(number: int) -> None:
        await turn()
        gone.append(number)

    tasks = [asyncio.create_task(work(number)) for number in range(50)]
    seen = [0]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        seen.append(len(gone))
    assert gone == list(range(50))
    assert max(later - earlier for earlier, later in pairwise(seen)) == 1
