"""Find the catalogue that a program answers from: the one named, the one built before, or one built now."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from engine.catalogue.store import MANIFEST, Catalogue, left_out, models_fingerprint, read_manifest
from engine.defaults import PYTHON, data_directory, models_directory
from engine.errors import UserError
from pipeline.places import require_writable

# A newcomer without a network should not wait for it.
_QUICK_CONNECT: Final = 1.5


def find_or_make(
    catalogue: Path | None = None,
    dataset: Path | None = None,
    models: Path | None = None,
    data: Path | None = None,
    say: Callable[[str], object] = lambda sentence: None,
) -> tuple[Path, str]:
    """Return the directory of a catalogue that can be loaded; build it if need be.

    In this order: the catalogue named; the one in ``data/catalogue``, built anew if its schema, its table or the
    models have changed; one built from the table named, or from ``data/dataset.csv``; the demo catalogue if it was
    built before; one built from the table as the network gives it; the demo catalogue. Of programs that start at once,
    one builds it and the others wait.

    Parameters
    ----------
    catalogue, dataset : Path or None
        A built catalogue and a table, if the user named any.
    models, data : Path or None
        Directory of fitted models; where catalogues and downloads are kept. None: as ``engine.defaults`` says.
    say : callable
        Takes each sentence about what is being done, before it is done.

    Returns
    -------
    directory : Path
    sentence : str
        Which catalogue it is, and why.

    Raises
    ------
    UserError
        If the catalogue or the table named is not there or cannot be used.
    """
    models, data = models or models_directory(), data or data_directory()
    if catalogue is not None:
        return catalogue, _about(catalogue, read_manifest(catalogue))
    if dataset is not None and not dataset.is_file():
        raise UserError(f"CRATEBOT_DATASET names {dataset}, which is not there.", code="not_found")
    found = _current(dataset, models, data)
    if found is None:
        require_writable(data, "Name another directory with CRATEBOT_DATA.")
        with _locked(data / ".lock", say):
            found = _current(dataset, models, data) or _make(dataset, models, data, say)
    return found


def _locked(path: Path, say: Callable[[str], object]) -> AbstractContextManager[object]:
    """The lock of a data directory; whoever has to wait for it is told."""
    lock = FileLock(path)
    try:
        return lock.acquire(blocking=False)
    except Timeout:
        say("Another program is making the catalogue; waiting for it ...")
        return lock.acquire()


def _current(dataset: Path | None, models: Path, data: Path) -> tuple[Path, str] | None:
    """A catalogue built before, if nothing that it was built from has changed."""
    table = _table(dataset, data)
    real, demo = data / "catalogue", data / "demo"
    manifest = _usable(real)
    if manifest is not None:
        # Without the table there is nothing to build it anew from.
        if table is None or (manifest["models"] == models_fingerprint(models) and _holds(manifest, table)):
            return real, _about(real, manifest)
        return None
    manifest = _usable(demo)
    if table is None and manifest is not None and manifest["models"] == models_fingerprint(models):
        return demo, _about(demo, manifest)
    return None


def _make(dataset: Path | None, models: Path, data: Path, say: Callable[[str], object]) -> tuple[Path, str]:
    # The one import at run time: what builds needs pandas, and a start that finds its catalogue ready does without.
    build, fetch, demo = (import_module(f"pipeline.{name}") for name in ("build", "fetch", "demo"))
    table = _table(dataset, data)
    if table is None and _usable(data / "demo") is None:
        say("First start: downloading the public table (20 MB) ...")
        try:
            fetch.fetch(data / "dataset.csv", connect_timeout=_QUICK_CONNECT, retries=0, show_progress=True)
            table = data / "dataset.csv"
        except UserError as error:
            say(f"{error.message} The demo catalogue takes its place.")
    if table is None:
        say("Building the demo catalogue, a few seconds ...")
        return data / "demo", _about(data / "demo", demo.write_demo(data / "demo", models, show_progress=True))
    say(f"Building the catalogue from {table}, half a minute or less ...")
    real = data / "catalogue"
    return real, _about(real, build.build(_sources(real, table), real, models, show_progress=True))


def _table(dataset: Path | None, data: Path) -> Path | None:
    if dataset is not None:
        return dataset
    return data / "dataset.csv" if (data / "dataset.csv").is_file() else None


def _sources(real: Path, table: Path) -> list[Path]:
    """The table, with the others that the catalogue was built from before, if they are still there."""
    try:
        before = json.loads((real / MANIFEST).read_text(encoding="utf-8"))["sources"]
        paths = [Path(source["path"]) for source in before]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return [table]
    return paths if table.resolve() in paths and all(path.is_file() for path in paths) else [table]


def _usable(directory: Path) -> dict[str, Any] | None:
    """The manifest of the catalogue there, if this program can read it and none of its files is damaged."""
    try:
        return Catalogue.load(directory).manifest
    except UserError:
        return None


def _holds(manifest: dict[str, Any], table: Path) -> bool:
    """Whether the catalogue was built from this very table."""
    state = table.stat()
    return any(
        source["path"] == str(table.resolve()) and source["size"] == state.st_size and source["mtime"] == state.st_mtime
        for source in manifest["sources"]
    )


def _about(directory: Path, manifest: dict[str, Any]) -> str:
    count = manifest["counts"]["recordings"]
    notes = "".join(f"\n{sentence}" for sentence in left_out(manifest))
    if manifest["kind"] == "demo":
        return (
            f"Demo catalogue: {count:,} synthetic tracks, for want of the public table. "
            f"For real ones: {PYTHON} -m engine fetch, then start again.{notes}"
        )
    days = [source["collected"] for source in manifest["sources"] if source["collected"]]
    collected = f", collected {' and '.join(days)}" if days else ""
    return f"Catalogue: {count:,} recordings{collected}, in {directory}.{notes}"
