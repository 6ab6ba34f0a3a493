"""Health and metrics on loopback, for whoever runs the bot."""

import aiohttp
import pytest

from bot.platforms.discord.health import Health, no_record
from engine.errors import UserError

pytest.importorskip("prometheus_client")


async def test_nothing_is_served_unless_asked_for():
    async with Health("web", None, lambda: 0, dict) as record:
        assert record is no_record


async def test_health_follows_readiness_and_metrics_count_by_command_and_outcome(unused_tcp_port):
    state = {"ready": False}
    async with (
        Health("web", unused_tcp_port, lambda: 3, lambda: state) as record,
        aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as session,
    ):
        record("recommend", "answer", 0.1, 0.7)
        record("recommend", "not_found", 0.1, 0.2)
        async with session.get("/healthz") as response:
            assert response.status == 503
        state["ready"] = True
        async with session.get("/healthz") as response:
            assert (response.status, (await response.json())["waiting"]) == (200, 3)
        async with session.get("/metrics") as response:
            lines = (await response.text()).splitlines()
    assert 'cratebot_requests_total{command="recommend",outcome="not_found",platform="web"} 1.0' in lines
    assert 'cratebot_acknowledged_seconds_bucket{le="0.1",platform="web"} 2.0' in lines
    assert 'cratebot_answered_seconds_bucket{le="0.5",platform="web"} 1.0' in lines
    assert "cratebot_waiting 3.0" in lines
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines)


async def test_a_port_that_is_taken_is_told_in_a_sentence(unused_tcp_port):
    async with Health("web", unused_tcp_port, lambda: 0, dict):
        with pytest.raises(UserError, match=f"port {unused_tcp_port} cannot be used"):
            async with Health("web", unused_tcp_port, lambda: 0, dict):
                pass
