"""How the MCP platform starts: what is missing is told in a sentence; nothing but the protocol is written to stdout."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.platforms import mcp
from bot.settings import Settings

ROOT = Path(__file__).parents[4]
HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


def start(catalogue, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "bot", "mcp", *arguments],
        input="",
        capture_output=True,
        text=True,
        env={**os.environ, "CRATEBOT_CATALOGUE": str(catalogue), "CRATEBOT_API_TOKENS": "", **environment},
        timeout=60,
        check=False,
    )


def test_without_the_extra_it_is_one_sentence_and_exit_code_2(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert mcp.run(None, Settings(), http=False, port=0) == 2
    assert capsys.readouterr().err == (
        "MCP needs an extra: pip install --require-hashes -r requirements-extras.lock.\n"
    )


def test_over_http_there_has_to_be_a_token(demo_catalogue):
    pytest.importorskip("mcp", reason="MCP is an extra: .venv/bin/pip install -e '.[mcp]'")
    done = start(demo_catalogue, "--http")
    assert (done.returncode, done.stdout) == (2, "")
    assert "CRATEBOT_API_TOKENS" in done.stderr.splitlines()[-1]


def test_it_ends_in_order_when_the_assistant_goes_and_writes_nothing_of_its_own(demo_catalogue, tmp_path):
    pytest.importorskip("mcp", reason="MCP is an extra: .venv/bin/pip install -e '.[mcp]'")
    done = start(demo_catalogue, CRATEBOT_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "")
    assert "Traceback" not in done.stderr


def test_other_platforms_do_not_load_it():
    loaded = "import sys, bot.__main__, bot.platforms.console, bot.platforms.web; print('mcp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_readme_says_how_an_assistant_starts_it_from_any_folder(demo_catalogue, tmp_path):
    pytest.importorskip("mcp", reason="MCP is an extra: .venv/bin/pip install -e '.[mcp]'")
    said = re.search(r"```json\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]
    said = said.replace("/opt/cratebot/.venv/bin/python", sys.executable).replace("/opt/cratebot", str(ROOT))
    server = json.loads(said)["mcpServers"]["cratebot"]
    done = subprocess.run(
        [server["command"], *server["args"]],
        input=json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}) + "\n",
        env={**os.environ, "CRATEBOT_CATALOGUE": str(demo_catalogue), "CRATEBOT_DATA": str(tmp_path), **server["env"]},
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    (answer,) = (json.loads(line) for line in done.stdout.splitlines())
    assert answer["result"]["serverInfo"]["name"] == "cratebot"
    assert {"tools", "resources", "prompts", "completions"} <= answer["result"]["capabilities"].keys()
