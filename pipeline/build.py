"""From the public table to a catalogue directory, in named steps.

Every build is written into a sub-directory of its own. Only when it is complete does its manifest replace the one
in use, in one rename: whatever interrupts a build leaves the catalogue as it was. The build before the one in use
stays until the next, so that a program which has it open can finish its reading.
"""

import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock
from tqdm import tqdm

from engine.catalogue.names import write_names
from engine.catalogue.store import MANIFEST, SCHEMA_VERSION, Catalogue, models_fingerprint, write_mapped_table
from engine.emerging.ranking import typical_tempo
from engine.errors import UserError
from engine.features import LEVELS, TRAIT_NAMES
from engine.sound_map import NAME
from pipeline import drivers, popularity_history, sound_map, years
from pipeline.breakout import scores
from pipeline.cleaning import Cleaning, clean, to_recordings
from pipeline.genre import out_of_fold
from pipeline.source import Source, read_source

# The undated public table was collected in autumn 2022, as its page says.
LISTING_COLLECTED: Final = "2022-10"


@dataclass(frozen=True)
class Draft:
    """What a step of the build may use.

    Parameters
    ----------
    directory : Path
        Where to write. Nothing reads it before the build is complete.
    models : Path
        Directory of fitted models; may hold none.
    tracks, recordings : DataFrame
        As ``pipeline.cleaning.clean`` and ``to_recordings`` give them.
    snapshots : tuple of DataFrame
        Dated tables, as ``pipeline.source.typed_snapshot`` gives them; may be empty.
    manifest : dict
        A step may add its own key.
    """

    directory: Path
    models: Path
    tracks: pd.DataFrame
    recordings: pd.DataFrame
    snapshots: tuple[pd.DataFrame, ...]
    manifest: dict[str, Any]

    @cached_property
    def credits(self) -> list[list[str]]:
        """The credited artists of each recording, main artist first, each once."""
        return credits(self.recordings)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue as written so far: for steps after the words and arrays."""
        return Catalogue(self.directory, self.manifest)


Step = Callable[[Draft], None]

_FOUNDATIONS: Final = 3
"""Steps that the others stand on."""


def steps() -> tuple[tuple[str, Step], ...]:
    """What a build does: three steps in order, then the others, which may use ``draft.catalogue``, two at a time.

    A new step, or a changed one, raises ``engine.catalogue.store.SCHEMA_VERSION``, so that catalogues are made anew.
    """
    return (
        ("words", write_words),
        ("traits", write_traits),
        ("members", write_members),
        ("emerging", write_emerging),
        ("names", lambda draft: write_names(draft.catalogue)),
        ("drivers", lambda draft: drivers.write(draft.recordings, draft.directory)),
        ("trends", write_trends),
        ("genre predictions", lambda draft: out_of_fold.write(draft.catalogue, draft.models)),
        ("map", write_map),
    )


def build(sources: Sequence[Path], out: Path, models: Path, *, show_progress: bool = False) -> dict[str, Any]:
    """Make the catalogue in ``out`` from public tables.

    Parameters
    ----------
    sources : sequence of Path
        At least one listing; snapshots add what became of its tracks.
    models : Path
        Directory of fitted models, for the genre predictions of known tracks. May hold none.
    show_progress : bool
        Draw a progress bar on stderr.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    UserError
        If a table cannot be read, or none is a listing.
    """
    read = [read_source(path) for path in tqdm(sources, "reading", leave=False, disable=_hidden(show_progress))]
    listings = [source for source in read if not source.dated]
    if not listings:
        raise UserError(
            f"{' and '.join(source.path.name for source in read)}: no table here lists tracks by genre.",
            "Name one with a track_genre column first; dated tables only add to it.",
            code="bad_table",
        )
    return write_catalogue(
        pd.concat([source.rows for source in listings], ignore_index=True),
        tuple(source.rows for source in read if source.dated),
        out,
        models,
        kind="real",
        sources=[describe(source) for source in read],
        show_progress=show_progress,
    )


def describe(source: Source) -> dict[str, Any]:
    """What the manifest says of a table."""
    days = source.rows["data_collection_date"] if source.dated else [LISTING_COLLECTED]
    state = source.path.stat()
    return {
        "name": source.path.name,
        "path": str(source.path.resolve()),
        "size": state.st_size,
        "mtime": state.st_mtime,
        "sha256": source.sha256,
        "rows": len(source.rows),
        "collected": max(days),
        "dated": source.dated,
    }


def write_catalogue(
    rows: pd.DataFrame,
    snapshots: tuple[pd.DataFrame, ...],
    out: Path,
    models: Path,
    *,
    kind: str,
    sources: list[dict[str, Any]],
    show_progress: bool = False,
) -> dict[str, Any]:
    """Clean the rows of a listing, run every step and put the result into use.

    Builds into the same directory wait for one another.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    UserError
        If ``out`` cannot be written to, or no row has artist, album and title.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / ".lock").touch()
    except OSError as error:
        raise UserError(f"{out} cannot be written to: {error.strerror}.", "Name another directory.") from None
    with FileLock(out / ".lock"):
        previous = _build_in_use(out)
        _remove_builds(out, keep={previous})
        manifest: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "kind": kind,
            "build": f"build-{uuid.uuid4().hex[:12]}",
            "sources": sources,
            "models": models_fingerprint(models),
        }
        directory = out / manifest["build"]
        try:
            directory.mkdir()
            _run_steps(rows, snapshots, directory, models, manifest, show_progress)
            fresh = directory / MANIFEST
            fresh.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            os.replace(fresh, out / MANIFEST)
        except BaseException:
            shutil.rmtree(directory, ignore_errors=True)
            raise
    return manifest


def _run_steps(
    rows: pd.DataFrame,
    snapshots: tuple[pd.DataFrame, ...],
    directory: Path,
    models: Path,
    manifest: dict[str, Any],
    show_progress: bool,
) -> None:
    todo = steps()
    with tqdm(total=1 + len(todo), desc="cleaning", disable=_hidden(show_progress)) as bar:
        tracks, counts = clean(rows)
        if not counts.tracks:
            raise UserError("The table holds no track with artist, album and title.", code="bad_table")
        manifest["counts"] = asdict(counts)
        draft = Draft(directory, models, tracks, to_recordings(tracks), snapshots, manifest)
        bar.update()
        for name, step in todo[:_FOUNDATIONS]:
            bar.set_description(name)
            step(draft)
            bar.update()
        # The others need nothing of each other, and sorting and counting let threads run side by side.
        with ThreadPoolExecutor(2) as pool:
            running = {pool.submit(step, draft): name for name, step in todo[_FOUNDATIONS:]}
            for done in as_completed(running):
                done.result()
                bar.set_description(running[done])
                bar.update()


def _hidden(show_progress: bool) -> bool | None:
    """What tqdm is told: bars go to a terminal only, so that a log or a pipe holds sentences alone."""
    return None if show_progress else True


def _build_in_use(out: Path) -> str | None:
    try:
        return str(json.loads((out / MANIFEST).read_text(encoding="utf-8"))["build"])
    except (OSError, ValueError, KeyError):
        return None


def _remove_builds(out: Path, keep: set[str | None]) -> None:
    """Builds that nothing names any more: interrupted ones, and those before the one in use."""
    for stale in out.glob("build-*"):
        if stale.name not in keep:
            shutil.rmtree(stale, ignore_errors=True)


def summary(manifest: dict[str, Any]) -> str:
    """What a build did, in a few lines."""
    counts = Cleaning(**manifest["counts"])
    sources = ", ".join(f"{source['name']} ({source['collected']})" for source in manifest["sources"])
    return (
        f"{counts.rows:,} rows read from {sources}\n"
        f"{counts.nameless:,} dropped without artist, album or title; {counts.duplicates:,} exact duplicates dropped\n"
        f"{counts.without_tempo:,} tracks have no tempo (0 in the table)\n"
        f"{counts.tracks:,} track ids are {counts.recordings:,} recordings in {counts.genres:,} genres"
    )


def write_words(draft: Draft) -> None:
    """Names and other words, of recordings and of their releases."""
    recordings, tracks = draft.recordings, draft.tracks
    released = release_years(tracks, draft.snapshots)
    words = pa.table(
        {
            "track_id": pa.array(recordings["track_id"], pa.string()),
            "track_name": pa.array(recordings["track_name"], pa.string()),
            "artists": pa.array(draft.credits, pa.list_(pa.string())),
            "album_name": pa.array(recordings["album_name"], pa.string()),
            "genres": pa.array(map(list, recordings["genres"]), pa.list_(pa.string())),
            "explicit": pa.array(recordings["explicit"], pa.bool_()),
            "key": pa.array(recordings["key"], pa.int8()),
            "mode": pa.array(recordings["mode"], pa.int8()),
            "time_signature": pa.array(recordings["time_signature"], pa.int8(), from_pandas=True),
            "main_artist": pa.array(recordings["main_artist"], pa.string()),
            "release_year": pa.array(recordings["recording"].map(released), pa.int16(), from_pandas=True),
        }
    )
    releases = pa.table(
        {
            "track_id": pa.array(tracks["track_id"], pa.string()),
            "recording": pa.array(tracks["recording"], pa.int32()),
            "popularity": pa.array(tracks["popularity"], pa.int8()),
            "album_name": pa.array(tracks["album_name"], pa.string()),
            "duration_ms": pa.array(tracks["duration_ms"], pa.int32()),
            "genres": pa.array(map(list, tracks["genres"]), pa.list_(pa.string())),
        }
    )
    write_mapped_table(words, draft.directory / "words.arrow")
    pq.write_table(releases, draft.directory / "releases.parquet")


def write_traits(draft: Draft) -> None:
    """The numbers: traits, feature means and deviations, level percentiles."""
    recordings = draft.recordings
    traits = recordings.assign(duration=recordings["duration_ms"] / 1000)[list(TRAIT_NAMES)].to_numpy(np.float64)
    np.save(draft.directory / "traits.npy", traits.astype(np.float32))
    np.save(draft.directory / "explicit.npy", recordings["explicit"].to_numpy(np.bool_))
    draft.manifest["features"] = {
        name: {"mean": float(mean), "std": float(deviation)}
        for name, mean, deviation in zip(TRAIT_NAMES, np.nanmean(traits, 0), np.nanstd(traits, 0), strict=True)
    }
    percentiles = np.nanpercentile(traits, list(LEVELS.values()), axis=0).T
    draft.manifest["levels"] = {
        name: [float(value) for value in values] for name, values in zip(TRAIT_NAMES, percentiles, strict=True)
    }


def write_members(draft: Draft) -> None:
    """Which recordings each genre and each credited artist has."""
    genre_sets = draft.recordings["genres"].tolist()
    genres = sorted(set().union(*genre_sets))
    draft.manifest["genres"] = genres
    _save_members(draft.directory, "genre", genres, genre_sets)

    credited = draft.credits
    artists = sorted({artist for names in credited for artist in names})
    write_mapped_table(pa.table({"name": pa.array(artists, pa.string())}), draft.directory / "artists.arrow")
    _save_members(draft.directory, "artist", artists, credited)
    codes = {artist: code for code, artist in enumerate(artists)}
    main = np.array([codes[names[0]] for names in credited], dtype=np.int32)
    np.save(draft.directory / "main_artists.npy", main)


def _save_members(directory: Path, name: str, groups: Sequence[str], of_rows: Sequence[Sequence[str]]) -> None:
    codes = {group: code for code, group in enumerate(groups)}
    of_pairs = np.array([codes[group] for names in of_rows for group in names], dtype=np.int32)
    rows = np.repeat(np.arange(len(of_rows), dtype=np.int32), [len(names) for names in of_rows])
    starts, members = compressed(of_pairs, rows, len(groups))
    np.save(directory / f"{name}_starts.npy", starts)
    np.save(directory / f"{name}_rows.npy", members)


def compressed(
    groups: npt.NDArray[np.int32], rows: npt.NDArray[np.int32], count: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Pairs of group and row as a compressed sparse row index.

    Returns
    -------
    starts : int32, shape (count + 1,)
    rows : int32
        Those of group ``g`` are ``rows[starts[g]:starts[g + 1]]``, ascending.
    """
    order = np.lexsort((rows, groups))
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(groups, minlength=count), out=starts[1:])
    return starts, rows[order].astype(np.int32)


def credits(recordings: pd.DataFrame) -> list[list[str]]:
    """The credited artists of each row, main artist first, each once."""
    return [
        list(dict.fromkeys(name for part in artists.split(";") if (name := part.strip()))) or [artists]
        for artists in recordings["artists"]
    ]


def release_years(tracks: pd.DataFrame, snapshots: Iterable[pd.DataFrame]) -> "pd.Series[float]":
    """By recording, the earliest year that a snapshot gives for one of its releases."""
    dated = [
        pd.DataFrame(
            {
                "recording": popularity_history.link(tracks, snapshot),
                "year": pd.to_numeric(snapshot["release_date"].str[:4], errors="coerce"),
            }
        )
        for snapshot in snapshots
    ]
    if not dated:
        return pd.Series(dtype="float64")
    known = pd.concat(dated).dropna()
    return known[known["year"] > 0].groupby("recording")["year"].min()


def write_map(draft: Draft) -> None:
    """Where each recording lies on the neighbour map, if one is among the models."""
    draft.manifest[NAME] = sound_map.write(draft.catalogue, draft.models)


def write_trends(draft: Draft) -> None:
    """Sound by release year, and popularity by date, where snapshots tell."""
    dated = [source["name"] for source in draft.manifest["sources"] if source["dated"]]
    years.write(draft.snapshots, f"table {' and '.join(dated)}", draft.directory)
    popularity_history.write(draft.tracks, draft.snapshots, LISTING_COLLECTED, draft.directory)


def write_emerging(draft: Draft) -> None:
    """Both emerging scores of every track id; the learned one if its model is there."""
    draft.manifest["emerging"] = scores.write(
        draft.tracks, draft.recordings, draft.models, typical_tempo(draft.manifest), draft.directory
    )
