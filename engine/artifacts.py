"""Save and load fitted models: plain arrays, a manifest, checksums.

Every fitted model is a ``.npz`` of plain NumPy arrays beside one ``manifest.json`` that says what each file is.
Nothing is pickled, and nothing is opened before its SHA-256 agrees with the manifest.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.defaults import PYTHON
from engine.errors import UserError

MANIFEST: Final = "manifest.json"
SCHEMA: Final = 2
RETRAIN: Final = f"Train again with: {PYTHON} -m engine train --source CSV --out DIR."


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
    directory.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    path = directory / f"{name}.npz"
    path.write_bytes(content)
    manifest: dict[str, Any] = {"schema": SCHEMA, "files": {}}
    if (directory / MANIFEST).is_file():
        manifest = _manifest(directory)
    manifest["files"][path.name] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "format_version": format_version,
        "made_with": {package: version(package) for package in ("numpy", "scikit-learn")},
        **about,
    }
    (directory / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load(directory: Path, name: str, *, format_version: int) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Load the arrays of a model and its manifest entry.

    Raises
    ------
    UserError
        If the manifest or the file is absent or damaged, its checksum differs, or its format version is another.
        One sentence says which, the hint how to retrain.
    """
    path = directory / f"{name}.npz"
    entry = about(directory, name)
    if (found := entry.get("format_version")) != format_version:
        raise UserError(
            f"{path} has format version {found}; this program reads {format_version}.", RETRAIN, code="bad_models"
        )
    if not path.is_file():
        raise UserError(f"{path} is named in the manifest but absent.", RETRAIN, code="bad_models")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise UserError(f"{path} does not match its checksum in {MANIFEST}.", RETRAIN, code="bad_models")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return {key: arrays[key] for key in arrays.files}, entry


def about(directory: Path, name: str) -> dict[str, Any]:
    """The manifest entry of a model, without opening its file.

    Raises
    ------
    UserError
        If there is no manifest, or it has no entry of that name.
    """
    entry = _manifest(directory)["files"].get(f"{name}.npz")
    if entry is None or "sha256" not in entry:
        raise UserError(f"{directory / MANIFEST} has no entry for {name}.npz.", RETRAIN, code="no_models")
    return dict(entry)


def _manifest(directory: Path) -> dict[str, Any]:
    path = directory / MANIFEST
    if not path.is_file():
        raise UserError(f"There are no models in {directory}.", RETRAIN, code="no_models")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest["schema"] == SCHEMA and isinstance(manifest["files"], dict):
            return dict(manifest)
    except (ValueError, KeyError, TypeError):
        pass
    raise UserError(f"{path} is damaged or of another version.", RETRAIN, code="bad_models")
