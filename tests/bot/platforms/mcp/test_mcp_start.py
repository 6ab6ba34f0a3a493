"""How the MCP platform starts: what is missing is told in a sentence; nothing but the protocol is written to stdout."""

import os
import subprocess
import sys

import pytest

from bot.platforms import mcp
from bot.settings import Settings


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
