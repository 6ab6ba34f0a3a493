"""Nothing is opened before its checksum agrees."""

import json

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


def other_version(directory):
    manifest = json.loads((directory / "manifest.json").read_text())
    manifest["files"]["one.npz"]["format_version"] = 2
    (directory / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("harm", [damage_file, damage_manifest, remove_file, remove_manifest, other_version])
def test_a_file_that_does_not_match_is_refused_with_how_to_retrain(tmp_path, monkeypatch, harm):
    artifacts.save(tmp_path, "one", {"a": np.arange(3)}, format_version=1, about={})
    harm(tmp_path)
    monkeypatch.setattr(np, "load", lambda *_, **__: pytest.fail("opened before it was checked"))
    with pytest.raises(UserError, match="engine train"):
        artifacts.load(tmp_path, "one", format_version=1)
