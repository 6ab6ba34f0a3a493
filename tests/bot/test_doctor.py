"""The doctor finds what keeps a bot from working, changes nothing and tells no secret."""

import json
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot import __main__ as start
from bot.doctor import Check, Remote, clock, examine
from bot.memory import Memory
from bot.platforms.mcp.doctor import examine as examine_mcp
from bot.settings import Settings
from engine import models_directory

PASSWORD = "hush-hush-77"


@pytest.fixture
def environment(demo_catalogue, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.doctor.env_file", lambda: Path(".env"))
    return {
        "CRATEBOT_CATALOGUE": str(demo_catalogue), "CRATEBOT_DATA": str(tmp_path / "data"),
        "CRATEBOT_MODELS": str(models_directory().absolute()),
    }  # fmt: skip


def to_mend(environment):
    return [f"{check.sentence} {check.how}" for check in examine(environment)[0] if check.state == "mend"]


def test_a_set_up_that_works_leaves_nothing_to_mend_and_is_left_alone(environment, tmp_path):
    assert to_mend(environment) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"CRATEBOT_WORKERS": "many"}, "CRATEBOT_WORKERS takes a whole number"),
        ({"CRATEBOT_CATALOGUE": "/nowhere"}, "There is no catalogue in /nowhere."),
        ({"CRATEBOT_DATASET": "/nowhere.csv"}, "CRATEBOT_DATASET names /nowhere.csv, which is not there."),
        ({"DISCORD_TOKEN": "abc"}, "DISCORD_TOKEN does not look like"),
        ({"SLACK_BOT_TOKEN": "xoxp-1", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN does not begin with xoxb-"),
        ({"SLACK_BOT_TOKEN": "wrong"}, "Only one of SLACK_BOT_TOKEN and SLACK_APP_TOKEN is set."),
        ({"CRATEBOT_WEB_PASSPHRASE": "abc"}, "CRATEBOT_WEB_PASSPHRASE has fewer than eight"),
        ({"CRATEBOT_DATA": "/dev/null/data"}, "cannot be written to. Name another with CRATEBOT_DATA."),
        ({"CRATEBOT_CLUSTER": "127.0.0.1:9"}, "CRATEBOT_CLUSTER"),  # without Ray, and where nothing listens
        ({"CRATEBOT_DATABASE": f"postgres://bot:{PASSWORD}@127.0.0.1:9/x"}, "Check CRATEBOT_DATABASE: Operational"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_to_mend_it(environment, change, said):
    assert any(said in one for one in to_mend(environment | change))


TOKENS = Settings(api_tokens=(("ann", "a" * 20), ("bob", "b" * 20)))
TWICE = Settings(api_tokens=(("ann", "a" * 20), ("bob", "a" * 20)))


@pytest.mark.parametrize(
    ("settings", "status", "installed", "state", "said"),
    [
        (Settings(), None, True, "fine", "over HTTP that needs CRATEBOT_API_TOKENS."),
        (TOKENS, None, True, "fine", "will listen on 127.0.0.1:{port}, for this machine alone."),
        (TOKENS, 401, True, "fine", "lets nobody in without a token."),
        (TOKENS, 200, True, "mend", "Another program listens on 127.0.0.1:{port}"),
        (TWICE, None, True, "mend", "A token in CRATEBOT_API_TOKENS is given twice"),
        (
            Settings(web_passphrase="a" * 20, api_tokens=TOKENS.api_tokens),
            None,
            True,
            "mend",
            "a secret of another kind",
        ),
        (TOKENS, None, False, "unknown", "mcp is not installed."),
    ],
)
def test_tokens_address_and_package_of_mcp_are_looked_at(settings, status, installed, state, said, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if installed else None)

    class Other(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *words):
            pass

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        port = server.server_port
        if status is None:
            server.server_close()
        else:
            threading.Thread(target=server.handle_request, daemon=True).start()
        found = list(examine_mcp(settings, port))
    assert any(check.state == state and said.format(port=port) in check.sentence for check in found), found


def test_a_damaged_model_is_found_before_anybody_asks(environment, tmp_path):
    models = tmp_path / "models"
    models.mkdir()
    for file in Path(environment["CRATEBOT_MODELS"]).iterdir():
        content = file.read_bytes()
        (models / file.name).write_bytes(content[:-9] if file.name == "genre.npz" else content)
    assert any(one.startswith("Genre predictions") for one in to_mend(environment | {"CRATEBOT_MODELS": str(models)}))


def test_the_state_of_the_memory_is_told_and_not_changed(environment, tmp_path):
    data = tmp_path / "data"
    memory = Memory.in_directory(data)
    memory.database.close()
    with sqlite3.connect(data / "memory.sqlite") as old:
        old.execute("UPDATE alembic_version SET version_num = '0001'")
    old.close()
    found = next(check for check in examine(environment)[0] if check.name == "memory")
    assert (found.state, "at migration 0001; the next start brings it to" in found.sentence) == ("fine", True)
    assert memory.revision()[0] == "0001"


def test_others_may_not_read_the_file_with_the_tokens(environment):
    Path(".env").write_text("DISCORD_TOKEN=x")
    Path(".env").chmod(0o644)
    assert any("chmod 600 .env" in one for one in to_mend(environment))


@pytest.mark.parametrize(("ahead", "state"), [(None, "unknown"), (1.0, "fine"), (-2.0, "fine"), (60.0, "mend")])
def test_the_clock_is_compared_with_the_platforms(ahead, state):
    assert clock(ahead).state == state


@pytest.mark.parametrize(("wrong", "code"), [("", 0), ("abc", 1)])
def test_the_exit_code_says_whether_anything_is_to_mend_and_no_secret_is_told(
    environment, monkeypatch, capsys, wrong, code
):
    address = f"postgres://bot:{PASSWORD}@127.0.0.1:9/x" if code else ""
    secrets = {
        "DISCORD_TOKEN": wrong,
        "CRATEBOT_DATABASE": address,
        "SLACK_BOT_TOKEN": f"xoxb-{PASSWORD}" if code else "",
    }
    for name, said in (environment | secrets).items():
        monkeypatch.setenv(name, said)
    monkeypatch.setattr(start.logs, "set_up", lambda *settings: None)
    monkeypatch.setattr(
        "bot.doctor._remote", lambda platform, settings: Remote((Check("slack", "fine", str(secrets)),))
    )
    assert start.main(["doctor", "--format", "json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is (code == 0)
    assert {"name", "state", "sentence", "how"} == set(found["checks"][0])
    assert start.main(["doctor"]) == code
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == ("To mend: 3." if code else "Nothing is to mend.")
    assert PASSWORD not in json.dumps(found) + said
