"""Health and metrics over HTTP, the same for every platform."""

import asyncio

import aiohttp
import pytest

from bot.conversation import Conversation, Message
from bot.health import STUCK, Health
from bot.observing import LoopWatch, Observer
from bot.settings import Settings
from engine.errors import UserError

pytest.importorskip("prometheus_client")


@pytest.fixture
def talk(engine):
    made = Conversation(engine, observer=Observer("web"))
    yield made
    made.close()


@pytest.fixture
async def ask(unused_tcp_port):
    """Get a path of the server; its status and text."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as session:

        async def get(path, **headers):
            async with session.get(path, headers=headers) as response:
                return response.status, await response.text()

        yield get


async def test_nothing_is_served_or_watched_unless_asked_for(talk, unused_tcp_port):
    with Health(talk, Settings()):
        assert talk.observer.listeners == []
        async with talk.observer.loop as loop:
            assert len(asyncio.all_tasks()) == 1
    with Health(talk, Settings(health_port=unused_tcp_port)):
        async with talk.observer.loop as loop:
            assert len(asyncio.all_tasks()) == 2
            assert loop.stopped_for < STUCK


async def test_readiness_is_the_platforms_and_health_is_the_event_loops(talk, ask, unused_tcp_port, monkeypatch):
    with Health(talk, Settings(health_port=unused_tcp_port)):
        assert [(await ask(path))[0] for path in ("/healthz", "/readyz", "/other")] == [200, 200, 404]
        talk.observer.state = lambda: {"ready": False, "shards": {"0": 0.1}}
        assert [(await ask(path))[0] for path in ("/healthz", "/readyz")] == [200, 503]
        assert '"shards": {"0": 0.1}' in (await ask("/readyz"))[1]
        monkeypatch.setattr(LoopWatch, "stopped_for", STUCK + 1)
        assert (await ask("/healthz"))[0] == 503


async def test_a_page_elsewhere_that_was_given_this_address_reads_nothing(talk, ask, unused_tcp_port):
    with Health(talk, Settings(health_port=unused_tcp_port)):
        assert (await ask("/metrics", Host="evil.example"))[0] == 403
        assert (await ask("/metrics", Host=f"localhost:{unused_tcp_port}"))[0] == 200


async def test_requests_are_counted_by_command_and_outcome(talk, ask, unused_tcp_port):
    with Health(talk, Settings(health_port=unused_tcp_port)):
        for said in ("/recommend energy:high", "/recommend mood:hapy", "hello"):
            await talk.say(Message(said))
        lines = (await ask("/metrics"))[1].splitlines()
    for command, outcome in (("recommend", "answer"), ("recommend", "bad_value"), ("talk", "answer")):
        assert f'cratebot_requests_total{{command="{command}",outcome="{outcome}",platform="web"}} 1.0' in lines
    assert 'cratebot_answered_seconds_count{command="recommend",platform="web"} 2.0' in lines
    assert {"cratebot_waiting 0.0", "cratebot_workers_busy 0.0", "cratebot_workers 2.0", "cratebot_ready 1.0"} <= {
        *lines
    }
    assert {"cratebot_reconnects_total 0.0", "cratebot_memory_errors_total 0.0"} <= {*lines}
    assert any(line.startswith("cratebot_catalogue_age_seconds ") for line in lines)
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines)


def test_a_port_that_is_taken_is_told_in_a_sentence(talk, unused_tcp_port):
    with (
        Health(talk, Settings(health_port=unused_tcp_port)),
        pytest.raises(UserError, match=f"port {unused_tcp_port} cannot be used"),
        Health(talk, Settings(health_port=unused_tcp_port)),
    ):
        pass


def test_a_database_that_fails_is_counted_and_a_conflict_is_not(tmp_path):
    from sqlalchemy import text
    from sqlalchemy.exc import OperationalError

    from bot.memory import Memory

    memory = Memory.in_directory(tmp_path)
    with pytest.raises((OperationalError, UserError)):
        memory.database.read(lambda session: session.execute(text("SELECT * FROM nowhere")))
    assert memory.errors == 1
    memory.close()
