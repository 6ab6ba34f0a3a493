"""A damaged catalogue is told in one sentence before anything is answered from it."""

import io
import json
import os
import shutil

import numpy as np
import pytest

from engine.catalogue.files import Files, listed
from engine.catalogue.store import Catalogue, manifest_checksum
from engine.errors import UserError


@pytest.fixture(scope="module")
def built(tmp_path_factory, make, row):
    """A catalogue of two recordings."""
    return make(tmp_path_factory.mktemp("built"), [row("a"), row("b", "Bob", energy=0.1)])


@pytest.fixture
def copy(built, tmp_path):
    return shutil.copytree(built, tmp_path / "copy")


def told(directory):
    """What is said of a damaged catalogue."""
    with pytest.raises(UserError) as raised:
        Catalogue.load(directory)
    assert raised.value.code == "no_catalogue"
    assert "engine build --source CSV --out" in raised.value.hint
    return raised.value.message


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :]


def test_every_damaged_file_is_named_and_the_manifest_lists_them_all(copy):
    build = Catalogue.load(copy).directory
    paths = sorted(path for path in build.rglob("*") if path.is_file())
    assert len(paths) > 40
    for path in paths:
        whole = path.read_bytes()
        for content in (
            whole[: len(whole) // 2],
            b"",
            flipped(whole, 9 % len(whole)),
            flipped(whole, len(whole) - 1),
            whole + b"x",
        ):
            path.write_bytes(content)
            assert told(copy).startswith(path.relative_to(build).as_posix())
        path.unlink()
        assert "is absent" in told(copy)
        path.mkdir()
        assert told(copy).startswith(path.relative_to(build).as_posix())
        path.rmdir()
        path.write_bytes(whole)
    Catalogue.load(copy)


def test_every_flipped_bit_of_a_manifest_is_noticed(copy):
    path = copy / "manifest.json"
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        path.write_bytes(flipped(whole, at))
        assert told(copy)


def without(key):
    return lambda manifest: json.dumps({name: value for name, value in manifest.items() if name != key})


@pytest.mark.parametrize(
    "odd",
    [
        lambda manifest: "[]",
        lambda manifest: "null",
        lambda manifest: "[" * 100_000,
        lambda manifest: '{"schema_version": "10"}',
        lambda manifest: json.dumps(manifest | {"build": "../../etc"}),
        lambda manifest: json.dumps(manifest | {"files": []}),
        without("counts"),
        without("sources"),
        without("sha256"),
    ],
)
def test_an_odd_manifest_is_called_damaged(copy, odd):
    path = copy / "manifest.json"
    path.write_text(odd(json.loads(path.read_text())))
    assert told(copy) == f"manifest.json of the catalogue in {copy} is damaged."


def test_a_directory_in_place_of_the_manifest_is_called_damaged(copy):
    (copy / "manifest.json").unlink()
    (copy / "manifest.json").mkdir()
    assert "manifest.json" in told(copy)


class Mark:
    """An object whose unpickling leaves a directory behind."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_a_pickle_is_never_loaded_even_if_its_checksum_agrees(copy, tmp_path):
    build, mark = Catalogue.load(copy).directory, tmp_path / "mark"
    np.save(build / "traits.npy", np.array([Mark(mark)], dtype=object), allow_pickle=True)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"] = listed(build)
    manifest["sha256"] = manifest_checksum(manifest)
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert "traits.npy" in told(copy)
    stored = io.BytesIO()
    np.savez(stored, dates=np.array([Mark(mark)], dtype=object))
    (build / "history.npz").write_bytes(stored.getvalue())
    with pytest.raises(UserError, match=r"history.npz"):
        Files(build).arrays("history.npz")
    assert not mark.exists()
