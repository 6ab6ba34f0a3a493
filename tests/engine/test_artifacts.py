"""Nothing is opened before its checksum agrees, and what one training writes replaces the models at once."""

import os
from pathlib import Path

import numpy as np
import pytest

from engine import artifacts
from engine.errors import UserError


def test_arrays_and_what_is_said_of_them_come_back(tmp_path):
    artifacts.save(tmp_path, "one", {"a": np.arange(3)}, format_version=1, about={"classes": ["pop"]})
    artifacts.save(tmp_path, "two", {"b": np.ones(2)}, format_version=4, about={})
    arrays, about = artifacts.load(tmp_path, "one", format_version=1)
    assert arrays["a"].tolist() == [0, 1, 2]
    assert about["classes"] == ["pop"]


def damage_file(directory):
    path = directory / "one.npz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def damage_manifest(directory):
    (directory / "manifest.json").write_text('{"schema": 99}')


def remove_file(directory):
    (directory / "one.npz").unlink()


def remove_manifest(directory):
    (directory / "manifest.json").unlink()


def flip_bit(directory):
    path = directory / "manifest.json"
    path.write_text(path.read_text().replace('"pop"', '"pap"'))


def other_version(directory):
    artifacts.save(directory, "one", {"a": np.arange(3)}, format_version=2, about={})


@pytest.mark.parametrize("harm", [damage_file, damage_manifest, remove_file, remove_manifest, flip_bit, other_version])
def test_a_file_that_does_not_match_is_refused_with_how_to_retrain(tmp_path, monkeypatch, harm):
    artifacts.save(tmp_path, "one", {"a": np.arange(3)}, format_version=1, about={"classes": ["pop"]})
    harm(tmp_path)
    monkeypatch.setattr(np, "load", lambda *_, **__: pytest.fail("opened before it was checked"))
    with pytest.raises(UserError, match="engine train"):
        artifacts.load(tmp_path, "one", format_version=1)


@pytest.mark.parametrize(
    "odd", ["[]", "null", "[" * 100_000, '{"schema": 3, "files": []}', '{"schema": 3, "files": null}']
)
def test_an_odd_manifest_is_one_sentence(tmp_path, odd):
    (tmp_path / "manifest.json").write_text(odd)
    with pytest.raises(UserError, match=r"manifest.json is damaged"):
        artifacts.about(tmp_path, "one")


class Mark:
    """An object whose unpickling leaves a directory behind."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_a_pickle_is_never_loaded_even_if_its_checksums_agree(tmp_path, monkeypatch):
    mark, savez = tmp_path / "mark", np.savez
    monkeypatch.setattr(np, "savez", lambda file, allow_pickle, **arrays: savez(file, **arrays))
    evil = {"a": np.array([Mark(mark)], dtype=object)}
    artifacts.save(tmp_path, "one", evil, format_version=1, about={})
    with pytest.raises(UserError, match=r"one.npz holds something else than plain arrays"):
        artifacts.load(tmp_path, "one", format_version=1)
    assert not mark.exists()


def loaded(directory):
    return [int(artifacts.load(directory, name, format_version=1)[0]["a"][0]) for name in ("one", "two")]


def save_both(directory, number):
    for name in ("one", "two"):
        artifacts.save(directory, name, {"a": np.array([number])}, format_version=1, about={})


@pytest.mark.parametrize("steps", range(6))
def test_whatever_interrupts_a_training_all_models_are_old_or_all_are_new(tmp_path, monkeypatch, steps):
    """The renames that put a training into use are cut off after some steps, as a kill would."""
    save_both(tmp_path, 1)
    done = []

    def replace(old, new, real=os.replace):
        if Path(new).parent == tmp_path:
            done.append(new)
            if len(done) > steps:
                raise KeyboardInterrupt
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    try:
        with artifacts.staged(tmp_path) as stage:
            save_both(stage, 2)
            (stage / "CARD.md").write_text("new")
    except KeyboardInterrupt:
        pass
    assert loaded(tmp_path) == ([1, 1] if steps == 0 else [2, 2])
    monkeypatch.undo()
    artifacts.save(tmp_path, "three", {"a": np.zeros(1)}, format_version=1, about={})
    assert loaded(tmp_path) == ([1, 1] if steps == 0 else [2, 2])
    assert (tmp_path / "CARD.md").exists() == (steps > 0)
    assert {path.name for path in tmp_path.iterdir()} >= {"one.npz", "two.npz", "three.npz"}
    assert not list(tmp_path.glob(".*"))


def test_a_training_on_a_full_disk_leaves_the_models_as_they_were(tmp_path, monkeypatch):
    save_both(tmp_path, 1)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        save_both(tmp_path, 2)
    assert loaded(tmp_path) == [1, 1]
    assert not list(tmp_path.glob(".*"))


def test_a_training_that_ends_while_models_are_read_gives_all_of_the_new_ones(tmp_path, monkeypatch):
    save_both(tmp_path, 1)
    read, trained = Path.read_bytes, []

    def read_bytes(path):
        if path == tmp_path / "two.npz" and not trained:
            trained.append(True)
            save_both(tmp_path, 2)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    loaded = artifacts.load_together(tmp_path, {"one": 1, "two": 1})
    assert [int(arrays["a"][0]) for arrays, _ in loaded.values()] == [2, 2]
