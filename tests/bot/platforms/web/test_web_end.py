"""The process ends in order, and soon, when it is told to."""

import asyncio
import re
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PROCESS = """
import sys
from made_up_commands import MadeUp
from bot.platforms.web import app
from bot.settings import Settings


async def post_nothing(*_):
    pass


app._END_S = 2
app.post_for = post_nothing
made_up = MadeUp()
made_up.longest = 300.0
try:
    sys.exit(app.run(made_up.conversation(), Settings(), "127.0.0.1", 0))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture
def process(monkeypatch):
    root = Path(__file__).parents[4]
    monkeypatch.setenv("PYTHONPATH", f"{root}:{Path(__file__).parent}")
    with subprocess.Popen([sys.executable, "-c", _PROCESS], cwd=root, stdout=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_sockets_are_closed_in_order_and_an_answer_under_way_holds_nothing_up(process, number, code):
    line = await asyncio.to_thread(process.stdout.readline)
    url = f"http://localhost:{re.search(':([0-9]+)/', line)[1]}"
    sockets = []
    async with aiohttp.ClientSession(headers={"Origin": url}) as session:
        for person in range(8):
            cookie = {"Cookie": f"cratebot_person={person:022}"}
            sockets.append(await session.ws_connect(f"{url}/socket", headers=cookie))
            await sockets[-1].send_str('{"type":"join","name":"Ada"}')
        await sockets[0].send_str('{"type":"ask","id":"question1","text":"/slow"}')
        while (await sockets[0].receive_json(timeout=20))["type"] != "progress":
            pass
        process.send_signal(number)
        # Seven pages agree, the eighth is not there any more to do so.
        for socket in sockets[:7]:
            while (await socket.receive(timeout=20)).type is aiohttp.WSMsgType.TEXT:
                pass
            assert socket.close_code == aiohttp.WSCloseCode.GOING_AWAY
        assert await asyncio.to_thread(process.wait, 30) == code
