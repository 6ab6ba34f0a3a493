"""Save and load fitted models: plain arrays, a manifest, checksums.

Every fitted model is a ``.npz`` of plain NumPy arrays beside one ``manifest.json`` that says what each file is.
Nothing is pickled, and nothing is opened before its SHA-256 agrees with the manifest, which holds its own as well.

What one training writes is put into use at once: its files are written into a directory beside the models, its manifest
replaces theirs in one rename, and then the files move to their places. Until a file has moved, it is read where it was
written, so whoever reads, and whatever interrupts, finds all of the old models or all of the new ones.
"""

import hashlib
import io
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.defaults import PYTHON
from engine.errors import UserError

MANIFEST: Final = "manifest.json"
SCHEMA: Final = 3
RETRAIN: Final = f"Train again with: {PYTHON} -m engine train --source CSV --out DIR."
_MOVING: Final = ".moving"  # holds the files of the manifest in use that have not moved to their places yet


@contextmanager
def staged(directory: Path) -> Iterator[Path]:
    """A copy of a models directory to write into; what it holds replaces the models when the block ends well.

    Parameters
    ----------
    directory : Path
        Made if absent. One process at a time may write to it.

    Raises
    ------
    OSError
        If writing fails. The models stay as they were.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _finish_moving(directory)
    for interrupted in directory.glob(".stage-*"):
        shutil.rmtree(interrupted, ignore_errors=True)
    stage = directory / f".stage-{uuid.uuid4().hex[:12]}"
    try:
        stage.mkdir()
        for path in directory.iterdir():
            if path.is_file() and not path.name.startswith("."):
                shutil.copy2(path, stage)
        yield stage
        stage.rename(directory / _MOVING)
        _finish_moving(directory, manifest=True)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _finish_moving(directory: Path, *, manifest: bool = False) -> None:
    """Put a staged manifest into use, and move what belongs to the manifest in use to its place."""
    moving = directory / _MOVING
    if manifest and (moving / MANIFEST).is_file():
        os.replace(moving / MANIFEST, directory / MANIFEST)
    # A manifest that is still there was never put into use, and neither are the files beside it.
    if moving.is_dir() and not (moving / MANIFEST).exists():
        for path in moving.iterdir():
            os.replace(path, directory / path.name)
    shutil.rmtree(moving, ignore_errors=True)


def save(
    directory: Path,
    name: str,
    arrays: Mapping[str, np.ndarray],
    *,
    format_version: int,
    about: Mapping[str, Any],
) -> Path:
    """Save one model and enter it in the manifest, which keeps its entries for other files.

    Parameters
    ----------
    directory : Path
        Made if absent.
    name : str
        Without suffix: ``"genre"`` becomes ``genre.npz``.
    arrays : mapping of str to ndarray
        No object arrays.
    format_version : int
        Of the arrays and of ``about``. Raise it whenever older code could misread newer files or the other way round.
    about : mapping
        JSON values: classes, feature order, training table checksum, figures and the like.
    """
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    entry = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "format_version": format_version,
        "made_with": {package: version(package) for package in ("numpy", "scikit-learn")},
        **about,
    }
    with staged(directory) as stage:
        (stage / f"{name}.npz").write_bytes(content)
        files = _manifest(stage)["files"] if (stage / MANIFEST).is_file() else {}
        _write_manifest(stage, {**files, f"{name}.npz": entry})
    return directory / f"{name}.npz"


Loaded = tuple[dict[str, np.ndarray], dict[str, Any]]


def load(directory: Path, name: str, *, format_version: int) -> Loaded:
    """Load the arrays of a model and its manifest entry.

    Raises
    ------
    UserError
        If the manifest or the file is absent or damaged, its checksum differs, or its format version is another.
        One sentence says which, the hint how to retrain.
    """
    return load_together(directory, {name: format_version})[name]


def load_together(directory: Path, format_versions: Mapping[str, int]) -> dict[str, Loaded]:
    """Load several models as one training wrote them, by name; otherwise as ``load``."""
    manifest = _manifest(directory)
    while True:
        entries = {name: _entry(manifest, directory, name) for name in format_versions}
        for name, entry in entries.items():
            if (found := entry.get("format_version")) != (read := format_versions[name]):
                path = directory / f"{name}.npz"
                raise UserError(
                    f"{path} has format version {found}; this program reads {read}.", RETRAIN, code="bad_models"
                )
        contents = {name: _content(directory / f"{name}.npz", entry["sha256"]) for name, entry in entries.items()}
        absent = [name for name, content in contents.items() if content is None]
        if not absent:
            return {name: (_arrays(directory, name, contents[name] or b""), entries[name]) for name in entries}
        # A training may have ended since the manifest was read.
        latest = _manifest(directory)
        if latest == manifest:
            path = directory / f"{absent[0]}.npz"
            what = "does not match its checksum in" if path.is_file() else "is absent but named in"
            raise UserError(f"{path} {what} {MANIFEST}.", RETRAIN, code="bad_models")
        manifest = latest


def _arrays(directory: Path, name: str, content: bytes) -> dict[str, np.ndarray]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return {key: arrays[key] for key in arrays.files}
    except Exception as error:  # zipfile, zlib and NumPy have their own families of errors
        path = directory / f"{name}.npz"
        raise UserError(f"{path} holds something else than plain arrays.", RETRAIN, code="bad_models") from error


def _content(path: Path, sha256: str) -> bytes | None:
    """The content of a model's file that has the checksum, still to be moved to its place or already there."""
    # In this order, so that a file which moves meanwhile is found.
    for place in (path.parent / _MOVING / path.name, path):
        try:
            content = place.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    return None


def check(directory: Path) -> int:
    """Read every model and count them. UserError for the first that is absent or damaged."""
    files = _manifest(directory)["files"]
    for name, entry in files.items():
        load(directory, name.removesuffix(".npz"), format_version=entry["format_version"])
    return len(files)


def about(directory: Path, name: str) -> dict[str, Any]:
    """The manifest entry of a model, without opening its file.

    Raises
    ------
    UserError
        If there is no manifest, or it has no entry of that name.
    """
    return _entry(_manifest(directory), directory, name)


def _entry(manifest: Mapping[str, Any], directory: Path, name: str) -> dict[str, Any]:
    entry = manifest["files"].get(f"{name}.npz")
    if entry is None or "sha256" not in entry:
        raise UserError(f"{directory / MANIFEST} has no entry for {name}.npz.", RETRAIN, code="no_models")
    return dict(entry)


def _manifest(directory: Path) -> dict[str, Any]:
    path = directory / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest["schema"] == SCHEMA and manifest["sha256"] == _checksum(manifest["files"]):
            return dict(manifest)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"There are no models in {directory}.", RETRAIN, code="no_models") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UserError(f"{path} is damaged or of another version.", RETRAIN, code="bad_models")


def _write_manifest(directory: Path, files: Mapping[str, Any]) -> None:
    manifest = {"schema": SCHEMA, "sha256": _checksum(files), "files": files}
    (directory / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _checksum(files: Any) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
