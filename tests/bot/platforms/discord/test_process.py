"""The unmodified ``python -m bot discord`` over the wire, on the demo catalogue: what an administrator runs."""

import asyncio
import json
import os
import signal
import sys
import tempfile
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.commands import all_commands
from bot.request import read_request
from tests.bot.platforms.discord.stand_in import TOKEN, StandIn

CALLBACK = "POST /interactions/.*/callback"


@asynccontextmanager
async def running(stand_in, catalogue, **settings):
    """The process, once it is connected."""
    stand_in.ready.clear()
    with tempfile.TemporaryFile() as log:
        process = await started(stand_in, catalogue, log, **settings)
        try:
            await asyncio.wait_for(stand_in.ready.wait(), 30)
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 30)
            log.seek(0)
            process.log = log.read().decode()
            print(process.log)


async def started(stand_in, catalogue, log=asyncio.subprocess.PIPE, **settings):
    defaults = {"DISCORD_TOKEN": TOKEN, "CRATEBOT_DISCORD_API": stand_in.api, "CRATEBOT_LOG": "INFO"}
    environment = {**os.environ, **defaults, "CRATEBOT_CATALOGUE": str(catalogue), **settings}
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "discord", env=environment, stderr=log)


@pytest.fixture
async def stand_in():
    async with StandIn() as discord:
        yield discord
        assert discord.problems == []


def options_of(example):
    """What Discord's fields would hold for a request that is written as text."""
    request = read_request(example)
    fields = {option.name: option for option in all_commands()[request.command].options}
    texts = [name for name, option in fields.items() if option.type == "text"]
    free = next((name for name in texts if not fields[name].choices), texts[0] if texts else None)
    said = {}
    for token in request.tokens:
        name = token.key if token.key in fields else free
        value = token.value if token.key in fields or not token.key else str(token)
        said[name] = f"{said[name]} {value}" if name in said else value
    return request.command, {
        name: int(value) if fields[name].type == "whole" else value == "yes" if fields[name].type == "yes/no" else value
        for name, value in said.items()
    }


async def test_a_day_on_discord(stand_in, demo_catalogue):
    """One process: registration, every command by its examples, completion, fifty at once, a broken connection."""
    async with running(stand_in, demo_catalogue) as process:
        assert {one["name"] for one in stand_in.commands if one.get("type") == 1} == {*all_commands(), "talk"}

        examples = [example for definition in all_commands().values() for example in definition.examples]
        for number, example in enumerate(examples):
            name, options = options_of(example)
            message = await (await stand_in.slash(name, **options, _user=number)).answer()
            # The demo catalogue may not have whom an example names, nor models: that, too, is an answer.
            assert not message.private or len(message.embeds[0]["description"].splitlines()) > 1, example

        choices = await stand_in.type("recommend", "mood", "ha")
        assert [choice["value"] for choice in choices][:2] == ["ha", "happy"]

        asked = [await stand_in.slash("recommend", energy="high", _user=1000 + n) for n in range(50)]
        messages = await asyncio.gather(*(one.answer() for one in asked))
        assert len({message.text for message in messages}) == 1
        assert all(one.answers == 1 for one in asked)

        hasty = [await stand_in.slash("recommend", energy="high", _user=2000) for _ in range(20)]
        assert "Again in" in (await hasty[-1].answer()).text

        stand_in.delay("GET /cdn", 1.0)
        slow = await stand_in.slash("label", file=b"danceability,energy\n0.5,0.5\n", _user=4000)
        await asyncio.wait_for(slow.acknowledged.wait(), 5)
        assert slow.original.loading
        assert (await slow.answer()).embeds

        await stand_in.disconnect()
        late = await stand_in.slash("recommend", energy="high", _user=3000)
        assert (await late.answer()).text == messages[0].text
        assert (stand_in.resumed, late.answers) == (1, 1)
    assert process.returncode == 0
    assert "Traceback" not in process.log
    assert "kind=fault" not in process.log
    assert TOKEN not in process.log
    assert "Ana" not in process.log
    assert "command=recommend" in process.log


async def test_buttons_work_after_a_restart_on_another_process(stand_in, demo_catalogue):
    async with running(stand_in, demo_catalogue):
        before = await (await stand_in.slash("recommend", mood="happy")).answer()
    registrations = sum(call.method == "PUT" for call in stand_in.calls)
    async with running(stand_in, demo_catalogue):
        for number, label in enumerate(
            (*[label for label in before.buttons if label != "Refine …"][:6], *list(before.options)[:2])
        ):
            message = await (await stand_in.press(before, label, _user=number)).answer()
            # What somebody likes or blocks is for that person's eyes.
            assert message.private or message.embeds[0]["author"]["name"] == "Ana *Star* asked", label
    assert registrations == sum(call.method == "PUT" for call in stand_in.calls) == 1


async def test_a_reply_under_way_is_finished_before_the_process_ends(stand_in, demo_catalogue):
    async with running(stand_in, demo_catalogue) as process:
        arrived, go_on = stand_in.hold(CALLBACK)
        asked = await stand_in.slash("recommend", mood="happy")
        await asyncio.wait_for(arrived.wait(), 10)
        process.send_signal(signal.SIGTERM)
        refused = await (await stand_in.slash("recommend", mood="happy")).answer()
        assert "restarted" in refused.text or refused.embeds
        assert process.returncode is None
        go_on.set()
        assert (await asked.answer()).embeds
        await asyncio.wait_for(process.wait(), 30)
    assert process.returncode == 0


async def test_health_and_metrics_are_served_when_asked_for(stand_in, demo_catalogue, unused_tcp_port):
    pytest.importorskip("prometheus_client")
    async with (
        running(stand_in, demo_catalogue, CRATEBOT_HEALTH_PORT=str(unused_tcp_port)),
        aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as session,
    ):
        await (await stand_in.slash("recommend", mood="happy")).answer()
        await (await stand_in.slash("recommend", mood="hapy")).answer()
        # A request is counted just after its answer is sent.
        async with asyncio.timeout(10):
            metrics = ""
            while 'outcome="bad_value"' not in metrics:
                async with session.get("/metrics") as response:
                    metrics = await response.text()
        async with session.get("/healthz") as response:
            health = json.loads(await response.text())
    for outcome in ("answer", "bad_value"):
        assert f'cratebot_requests_total{{command="recommend",outcome="{outcome}",platform="discord"}} 1.0' in metrics
    assert 'cratebot_acknowledged_seconds_count{platform="discord"} 2.0' in metrics
    assert "process_resident_memory_bytes" in metrics
    assert {"ready", "shards", "waiting", "up_seconds"} <= set(health)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"DISCORD_TOKEN": ""}, "DISCORD_TOKEN is not set"),
        ({"DISCORD_TOKEN": "wrong"}, "does not accept DISCORD_TOKEN"),
        ({"DISCORD_TOKEN": "wröng"}, "does not accept DISCORD_TOKEN"),
        ({"CRATEBOT_SHARDS": "4/4"}, "CRATEBOT_SHARDS takes"),
    ],
)
async def test_a_setting_that_cannot_work_is_told_in_one_sentence(stand_in, demo_catalogue, settings, word):
    process = await started(stand_in, demo_catalogue, CRATEBOT_LOG="WARNING", **settings)
    said = (await process.stderr.read()).decode().strip().splitlines()
    assert await process.wait() == 2
    assert word in said[-1]
    assert "Traceback" not in " ".join(said)
