"""The command line refuses what it cannot do before it does any work, with one sentence and exit code 2."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine import genre
from pipeline.__main__ import main, parser


@pytest.mark.parametrize("command", [["label", "--input", "rows.csv"], ["score"]])
def test_an_output_that_cannot_be_written_is_refused_first(command, tmp_path, capsys, monkeypatch):
    for work in ("label_file", "export"):
        monkeypatch.setattr(f"pipeline.__main__.{work}", lambda *given, **more: pytest.fail("work was done"))
    assert main([*command, "--out", str(tmp_path / "missing" / "x.csv")]) == 2
    errors = capsys.readouterr().err
    assert f"There is no folder {tmp_path / 'missing'}" in errors
    assert errors.count("\n") == 1
    assert main([*command, "--out", str(tmp_path)]) == 2


def test_models_are_found_from_another_folder(tmp_path):
    root = Path(genre.__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-c", "from engine.defaults import models_directory as m; print((m() / 'CARD.md').is_file())"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "True"


def test_the_environment_names_the_defaults():
    options = parser({"CRATEBOT_MODELS": "m", "CRATEBOT_CATALOGUE": "c"}).parse_args(["score", "--out", "x"])
    assert options.catalogue == Path("c")
    assert parser({"CRATEBOT_MODELS": "m"}).parse_args(["train", "--source", "s"]).out == Path("m")
