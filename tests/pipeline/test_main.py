"""The command line refuses what it cannot do before it does any work, with one sentence and exit code 2."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import artifacts, genre
from engine.writing import write_whole
from pipeline.__main__ import main, parser


@pytest.mark.parametrize("command", [["label", "--input", "rows.csv"], ["score"]])
def test_an_output_that_cannot_be_written_is_refused_first(command, tmp_path, capsys, monkeypatch):
    for work in ("label_file", "export"):
        monkeypatch.setattr(f"pipeline.__main__.{work}", lambda *given, **more: pytest.fail("work was done"))
    assert main([*command, "--out", str(tmp_path / "missing" / "x.csv")]) == 2
    errors = capsys.readouterr().err
    assert f"There is no directory {tmp_path / 'missing'}" in errors
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


def test_the_output_may_not_be_the_input(tmp_path, capsys):
    table = tmp_path / "rows.csv"
    table.write_text("energy\n1\n")
    assert main(["label", "--input", str(table), "--out", str(tmp_path / "." / "rows.csv")]) == 2
    assert "is the file that is read" in capsys.readouterr().err
    assert table.read_text() == "energy\n1\n"


def test_a_corrupt_gzip_is_one_sentence_and_the_output_stays(tmp_path, capsys):
    table, out = tmp_path / "rows.csv.gz", tmp_path / "out.csv"
    packed = bytearray(gzip.compress(b"energy\n" + bytes(range(256)) * 50))
    packed[40:200] = bytes(160)
    table.write_bytes(packed)
    out.write_text("before")
    assert main(["label", "--input", str(table), "--out", str(out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert out.read_text() == "before"


def test_a_full_disk_is_one_sentence(tmp_path, capsys, monkeypatch):
    def full(*given, **more):
        raise OSError(28, "No space left on device", str(tmp_path / "words.arrow"))

    monkeypatch.setattr("pipeline.__main__.build", full)
    assert main(["build", "--source", "x.csv", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"No space left on device ({tmp_path / 'words.arrow'}).\n"


def test_a_whole_file_replaces_another_or_none_does(tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_text("before")
    real = Path.write_bytes

    def half(path, content):
        real(path, content[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_text() == "before"
    monkeypatch.undo()
    write_whole(path, b"after")
    assert path.read_text() == "after"


def test_a_check_reads_every_file_of_catalogue_and_models(tmp_path, make, row, capsys):
    catalogue, models = make(tmp_path / "catalogue", [row("a")]), tmp_path / "models"
    artifacts.save(models, "one", {"a": np.zeros(3)}, format_version=1, about={})
    asked = ["check", "--catalogue", str(catalogue), "--models", str(models)]
    assert main(asked) == 0
    assert "is whole" in capsys.readouterr().out
    (models / "one.npz").write_bytes(b"half")
    assert main(asked) == 2
    assert "one.npz does not match its checksum" in capsys.readouterr().err
    (next(catalogue.glob("build-*")) / "traits.npy").unlink()
    assert main(asked) == 2
    assert "traits.npy of the catalogue in" in capsys.readouterr().err


def test_the_home_of_a_user_who_is_not_there_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("CRATEBOT_MODELS", "~nosuchuser/models")
    assert main(["check"]) == 2
    assert capsys.readouterr().err.startswith("CRATEBOT_MODELS begins with the home directory of a user")
