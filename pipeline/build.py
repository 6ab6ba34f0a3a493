"""Build a catalogue directory from tables, as one transaction.

Every build is written into a sub-directory of its own. Only when it is complete does its manifest replace the one
in use, in one rename: whatever interrupts a build leaves the catalogue as it was. The build before the one in use
stays until the next one is complete, so that a program which has found it in the manifest can still open it.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from filelock import FileLock
from tqdm import tqdm

from engine.catalogue.files import listed
from engine.catalogue.store import MANIFEST, SCHEMA_VERSION, left_out, manifest_checksum, models_fingerprint
from pipeline.cleaning import Cleaning
from pipeline.freeing import give_back
from pipeline.models import MODELS
from pipeline.places import require_writable
from pipeline.steps import STEPS, BuildContext, BuildStep
from pipeline.tables import Tables, combined, read_sources

WORKSPACES: Final = "workspaces"
"""The directory of a build that holds a catalogue for each workspace with private tables."""

_LARGE: Final = 20_000
"""Track ids from which on a build gives the memory of each step back to the system."""

_ALONE: Final = 200_000
"""Track ids from which on memory counts more than time, and each step that reads frames runs alone."""

ALL_STEPS: Final[tuple[BuildStep, ...]] = (
    *STEPS,
    *(BuildStep(model.title, model.build, frames=model.reads_frames, last=model.reads_others) for model in MODELS),
)


def build(
    sources: Sequence[Path],
    out: Path,
    models: Path,
    *,
    steps: Sequence[BuildStep] = ALL_STEPS,
    show_progress: bool = False,
) -> dict[str, Any]:
    """Build the catalogue in ``out`` from tables.

    Parameters
    ----------
    sources : sequence of Path
        At least one listing; snapshots add what became of its tracks.
    models : Path
        Directory of fitted models, for predictions about the catalogue's tracks. May hold none.
    steps : sequence of BuildStep
    show_progress : bool
        Draw a progress bar on stderr.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    UserError
        If a table cannot be read, none is a listing, ``out`` cannot be written to, or a model is damaged or of another
        version. A catalogue that was in ``out`` before stays as it was.
    """
    require_writable(out)
    read = read_sources(sources, aside=out, show_progress=show_progress)
    workspaces = sorted({source.workspace for source in read} - {""})
    tables = [combined(read, aside=out)]
    private = {workspace: partial(combined, list(read), workspace, aside=out) for workspace in workspaces}
    read.clear()
    # Popped, so that nothing here keeps the frames while steps run that do without.
    return _put_into_use(tables.pop, private, out, models, "real", steps, show_progress)


def write_catalogue(
    tables: Tables,
    out: Path,
    models: Path,
    *,
    kind: str = "real",
    steps: Sequence[BuildStep] = ALL_STEPS,
    show_progress: bool = False,
) -> dict[str, Any]:
    """Run every step of a build and put the result into use. Builds into one directory wait for one another.

    Parameters
    ----------
    kind : {"real", "demo"}
        The tracks of a demo catalogue do not exist.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    UserError
        As ``build``.
    """
    require_writable(out)
    held = [tables]
    del tables  # as in build
    return _put_into_use(held.pop, {}, out, models, kind, steps, show_progress)


def _put_into_use(
    make: Callable[[], Tables],
    private: Mapping[str, Callable[[], Tables]],
    out: Path,
    models: Path,
    kind: str,
    steps: Sequence[BuildStep],
    show_progress: bool,
) -> dict[str, Any]:
    """Build of the tables that ``make`` gives.

    ``private`` gives, by workspace, the tables that it may see: the private ones and those for everyone. A catalogue of
    its own is built of them, so that nothing that others are answered from holds a row or a figure of a private table.
    """
    with FileLock(out / ".lock"):
        in_use, before = _builds_named(out)
        if in_use:
            _remove_builds(out, keep={in_use, before})  # interrupted ones
        name = f"build-{uuid.uuid4().hex[:12]}"
        directory = out / name
        try:
            about = {"kind": kind, "build": name, "build_before": in_use}
            manifest = _written(make, directory, models, about, steps, show_progress)
            for workspace, theirs in private.items():
                place = f"{WORKSPACES}/{hashlib.sha256(workspace.encode()).hexdigest()[:16]}"
                about = {"kind": kind, "build": name, "workspace": workspace}
                _seal(directory / place, _written(theirs, directory / place, models, about, steps, show_progress))
                manifest.setdefault("workspaces", {})[workspace] = place
            _seal(directory, manifest)
            os.replace(directory / MANIFEST, out / MANIFEST)
        except BaseException:
            shutil.rmtree(directory, ignore_errors=True)
            raise
        _remove_builds(out, keep={name, in_use})
    return manifest


def _written(
    make: Callable[[], Tables],
    directory: Path,
    models: Path,
    about: Mapping[str, Any],
    steps: Sequence[BuildStep],
    show_progress: bool,
) -> dict[str, Any]:
    """Write the files of one catalogue into a directory of their own; the manifest but for its checksum."""
    context = BuildContext(directory, models, make().brought_up_to_date(), {"schema_version": SCHEMA_VERSION, **about})
    manifest, tables = context.manifest, context.tables.without_frames()
    manifest |= {
        "sources": list(tables.entries),
        "models": models_fingerprint(models),
        "counts": asdict(tables.counts),
        **({"joined": tables.joined} if tables.joined else {}),
    }
    directory.mkdir(parents=True)
    _run_steps(steps, context, show_progress)
    manifest["files"] = listed(directory)
    return manifest


def _seal(directory: Path, manifest: dict[str, Any]) -> None:
    """Write a manifest with its checksum into a directory."""
    manifest["sha256"] = manifest_checksum(manifest)
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _run_steps(steps: Sequence[BuildStep], context: BuildContext, show_progress: bool) -> None:
    rest = [step for step in steps if not step.foundation and not step.last]
    # Of a small table it takes longer than the steps themselves.
    tidy = give_back if len(context.tracks) >= _LARGE else lambda: None
    # Bars go to a terminal only, so that a log or a pipe holds sentences alone: disable=None.
    with tqdm(total=len(steps), desc="building", disable=None if show_progress else True) as bar:

        def alone(some: Iterable[BuildStep]) -> None:
            for step in some:
                bar.set_description(step.name)
                step.run(context)
                tidy()
                bar.update()

        def side_by_side(some: Iterable[BuildStep]) -> None:
            # They need nothing of each other, and sorting and counting let threads run side by side.
            with ThreadPoolExecutor(2) as pool:
                running = {pool.submit(step.run, context): step.name for step in some}
                for done in as_completed(running):
                    done.result()
                    tidy()
                    bar.set_description(running[done])
                    bar.update()

        alone(step for step in steps if step.foundation)
        of_frames = [step for step in rest if step.frames]
        alone(of_frames) if len(context.tracks) >= _ALONE else side_by_side(of_frames)
        context.let_go()
        tidy()
        alone(step for step in rest if step.large)
        side_by_side(step for step in rest if not (step.frames or step.large))
        alone(step for step in steps if step.last)


def _builds_named(out: Path) -> tuple[str, str]:
    """The build in use and the one before it, empty where there is none or the manifest is damaged."""
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return str(manifest["build"]), str(manifest.get("build_before", ""))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", ""


def _remove_builds(out: Path, keep: set[str]) -> None:
    """Remove every build but some."""
    for stale in out.glob("build-*"):
        if stale.name not in keep:
            shutil.rmtree(stale, ignore_errors=True)


def summary(manifest: dict[str, Any]) -> str:
    """Say in a few lines what a build did and what it left out."""
    counts = Cleaning(**manifest["counts"])
    sources = ", ".join(
        f"{source['name']} ({source['collected'] or 'date of collection unknown'})" for source in manifest["sources"]
    )
    lines = [
        f"{counts.rows:,} rows read from {sources}",
        f"{counts.incomplete:,} dropped without artist, album, title, genre or length; "
        f"{counts.duplicates:,} exact duplicates dropped",
        f"{counts.without_tempo:,} tracks have no tempo (0 in the table)",
        f"{counts.tracks:,} track ids are {counts.recordings:,} recordings in {counts.genres:,} genres",
        *_told_joined(manifest),
        *left_out(manifest),
    ]
    return "\n".join(lines)


def _told_joined(manifest: dict[str, Any]) -> list[str]:
    """What there is to say of several tables, of years, of predicted genres and of private tables."""
    recordings = manifest["counts"]["recordings"]
    lines = []
    if joined := manifest.get("joined"):
        lines.append(
            f"{joined['shared']:,} recordings stand in more than one table; where they differ, the first table named "
            f"counts ({joined['differing']:,} do)"
        )
    if years := manifest.get("years_known"):
        lines.append(f"{years:,} recordings have a year of release ({100 * years / recordings:.0f}%)")
    if codes := manifest.get("isrcs_known"):
        lines.append(f"{codes:,} ISRCs are known, by which lists are matched")
    if predicted := manifest.get("predicted_genres"):
        lines.append(
            f"{predicted['unfiled']:,} recordings are filed under no genre; for {predicted['count']:,} one is predicted"
        )
    if workspaces := manifest.get("workspaces"):
        lines.append(f"Private tables: a catalogue of its own for {', '.join(workspaces)}")
    return lines
