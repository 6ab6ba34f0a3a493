"""The start: whatever is wrong is told in a sentence with its exit code, without a trace or a secret."""

import pytest

from bot import __main__ as start

PASSWORD = "hush-hush-77"


@pytest.fixture
def run(monkeypatch, demo_catalogue, tmp_path, capsys):
    """Run ``python -m bot`` with an environment; its exit code and what it wrote on standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(start, "env_file", lambda: tmp_path / ".env")
    monkeypatch.setattr(start.logs, "set_up", lambda *settings: None)

    def run(*arguments, **environment):
        for name in ("DISCORD_TOKEN", "CRATEBOT_DATASET"):
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"CRATEBOT_CATALOGUE": str(demo_catalogue)} | environment).items():
            monkeypatch.setenv(name, value)
        return start.main(arguments), capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CRATEBOT_WORKERS": "9" * 5000}, "CRATEBOT_WORKERS takes a whole number from 1 to 64"),
        ({"CRATEBOT_SHARDS": "0/" + "9" * 5000}, "CRATEBOT_SHARDS takes shard numbers"),
        (
            {"CRATEBOT_CATALOGUE": "~nosuchuser/x"},
            "CRATEBOT_CATALOGUE is in the home folder of a user who is not there",
        ),
        ({"CRATEBOT_LOG_FORMAT": "XML"}, "CRATEBOT_LOG_FORMAT takes TEXT, JSON; 'XML' is none of them."),
        (
            {"CRATEBOT_CATALOGUE": "", "CRATEBOT_DATA": "/dev/null/x"},
            "/dev/null/x cannot be written to: Not a directory.",
        ),
        ({"CRATEBOT_DATABASE": f"postgres://bot:{PASSWORD}@127.0.0.1:9/x"}, "The database of the team's memory cannot"),
        ({"CRATEBOT_DATABASE": f"mysql://bot:{PASSWORD}@127.0.0.1:9/x"}, "CRATEBOT_DATABASE takes sqlite:///FILE"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence_and_is_exit_code_2(run, environment, said):
    code, errors = run("web", "--port", "0", **environment)
    assert code == 2
    assert said in errors.splitlines()[-1]
    assert len(errors.splitlines()[-1]) < 250
    assert PASSWORD not in errors
    assert "Traceback" not in errors


def test_a_catalogue_named_in_thousands_of_letters_is_told_in_a_sentence(run):
    code, errors = run("console", CRATEBOT_CATALOGUE="a" * 5000)
    assert code == 2
    assert errors.startswith("There is no catalogue in aaa")
    assert len(errors) < 1000


@pytest.mark.parametrize("port", ["70000", "-1", "65536", "9" * 5000, "http"])
def test_a_port_that_cannot_be_is_told_in_a_sentence(run, capsys, port):
    with pytest.raises(SystemExit) as ended:
        run("web", "--port", port)
    assert ended.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert "a port is a whole number from 0 to 65535" in last
    assert len(last) < 250


def test_our_own_mistake_is_exit_code_1_and_logged_without_its_words(run, monkeypatch, caplog):
    def fail(*settings):
        raise ValueError(f"could not read {PASSWORD}")

    monkeypatch.setattr(start, "run", fail)
    code, errors = run("console")
    assert (code, errors) == (1, "")
    assert "ends the program" in caplog.text
    assert "ValueError" in caplog.text
    assert PASSWORD not in caplog.text
