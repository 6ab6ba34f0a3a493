"""Read, clean and group a listing that lies in many Parquet files over the workers of a cluster, with Ray Data.

The tables are those that one process makes of the same rows, value for value: nothing is added up, and each row carries
its place in the listing, which says what comes first. Which tracks are one recording is put together in this process,
of two numbers for each track that is like one before it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import ray
import ray.data

from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline.cleaning import (
    complete_rows,
    finished,
    first_of_names,
    first_of_sound,
    linked,
    to_recordings,
    tracks_of,
    without_zeros,
)
from pipeline.sources.base import Source, checksum, read_columns
from pipeline.sources.description import read_description
from pipeline.sources.spotify_listing import SPOTIFY_LISTING
from pipeline.tables import Tables, entry

Places = npt.NDArray[np.int64]
_Work = Callable[[pd.DataFrame], pd.DataFrame]

_ALIKE: Final[tuple[tuple[Sequence[str], Callable[[pd.DataFrame], Places]], ...]] = (
    (AUDIO_NAMES, first_of_sound),
    (("artists", "track_name"), first_of_names),
)
"""What tracks of one recording agree in, and the function that finds the first of those that do."""

_PLACE: Final = "place"  # of a row in the listing: its file's number, and its own in that
_MOST_ROWS: Final = 2**32  # of a file
_PART: Final = "part"
_TYPES: Final = {"text": pa.string(), "flag": pa.bool_(), "whole": pa.float64(), "number": pa.float64()}
_FIELDS: Final = [(column.name, _TYPES[column.kind]) for column in SPOTIFY_LISTING.columns]
_OF_TRACKS: Final = [
    (_PLACE, pa.int64()),
    *(field for field in _FIELDS if field[0] != "track_genre"),
    ("genres", pa.list_(pa.string())),
    ("main_artist", pa.string()),
]
_ROWS: Final = pa.schema([(_PLACE, pa.int64()), *_FIELDS])
_TRACKS: Final = pa.schema([*_OF_TRACKS, ("complete", pa.int64()), ("distinct", pa.int64())])
_NUMBERED: Final = pa.schema([*_OF_TRACKS, ("recording", pa.int64())])
_PAIRS: Final = pa.schema([("one", pa.int64()), ("other", pa.int64())])


def read_listing(folder: Path) -> Tables:
    """Make the tables of a listing, over the cluster that Ray is connected to.

    Parameters
    ----------
    folder : Path
        Holds the rows in ``.parquet`` files, in the order of their names; ``FOLDER.toml`` beside it may say where they
        are from. Every machine of the cluster must see it at this path.

    Raises
    ------
    UserError
        If there is no such folder, or one of its files is no listing.
    """
    paths = sorted(folder.glob("*.parquet"))
    if not paths:
        raise UserError(f"There is no folder {folder} with .parquet files.", code="not_found")
    about = read_description(folder)
    if about.workspace or about.columns:
        raise UserError(f"{folder.name} is no listing for everyone; only such a one is read over a cluster.")
    parts = max(len(paths), int(ray.cluster_resources()["CPU"]))
    files = ray.data.from_items(
        [{"path": str(path), "number": number} for number, path in enumerate(paths)], override_num_blocks=len(paths)
    )
    with _problems_of(files):
        rows = files.map_batches(_framed(_read, _ROWS), batch_size=1, batch_format="pyarrow").materialize()
    listed = _grouped(rows, ("track_id",), parts, _tracks, _TRACKS).materialize()
    pairs = [_gathered(_grouped(listed, alike, parts, partial(_pairs, first=first), _PAIRS)) for alike, first in _ALIKE]
    tracks = _gathered(listed).sort_values(_PLACE, ignore_index=True)
    places = tracks.pop(_PLACE).to_numpy()
    complete, distinct = (int(tracks.pop(name).sum()) for name in ("complete", "distinct"))
    recording = linked(len(places), np.searchsorted(places, pd.concat(pairs).to_numpy().T))
    known = ray.put((places, recording))
    numbered = listed.map_batches(_framed(partial(_numbered, known=known), _NUMBERED), batch_format="pyarrow")
    recordings = _gathered(_grouped(numbered, ("recording",), parts, _recordings, _NUMBERED)).drop(columns=_PLACE)
    count = rows.count()
    tracks, counts = finished(
        tracks, recording, rows=count, incomplete=count - complete, duplicates=complete - distinct
    )
    recordings = recordings.set_index("recording", drop=False).sort_index()
    return Tables(_typed(tracks), _typed(recordings), counts, entries=(_entry(folder, files, count),))


def _read(files: pd.DataFrame) -> pd.DataFrame:
    """The rows of one file."""
    path, number = Path(files["path"].iloc[0]), int(files["number"].iloc[0])
    rows = SPOTIFY_LISTING.typed(read_columns(path), path.name)
    return rows.assign(**{_PLACE: number * _MOST_ROWS + np.arange(len(rows))})


def _tracks(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a track id, with how many of its rows are complete, and how many of these distinct."""
    complete = complete_rows(rows.set_index(_PLACE))
    distinct = complete[~complete.duplicated()]
    tracks = tracks_of(distinct)
    for name, some in (("complete", complete), ("distinct", distinct)):
        tracks[name] = tracks["track_id"].map(some["track_id"].value_counts())
    return tracks.rename_axis(_PLACE).reset_index()


def _pairs(tracks: pd.DataFrame, first: Callable[[pd.DataFrame], Places]) -> pd.DataFrame:
    """The places of tracks that are like one before them, and of the first like them."""
    one = tracks[_PLACE].to_numpy()
    other = one[first(tracks)]
    later = one != other
    return pd.DataFrame({"one": one[later], "other": other[later]})


def _numbered(tracks: pd.DataFrame, known: ray.ObjectRef) -> pd.DataFrame:
    """Tracks with the number of their recording."""
    places, recordings = ray.get(known)
    return tracks.assign(recording=recordings[np.searchsorted(places, tracks[_PLACE])])


def _recordings(tracks: pd.DataFrame) -> pd.DataFrame:
    return to_recordings(without_zeros(tracks))


def _grouped(
    rows: ray.data.Dataset, alike: Sequence[str], parts: int, work: _Work, schema: pa.Schema
) -> ray.data.Dataset:
    """The results of work on so many parts of the rows, where rows that agree in some columns are in one part."""
    dealt = rows.map_batches(partial(_dealt, alike=alike, parts=parts), batch_format="pyarrow")
    return dealt.groupby(_PART, num_partitions=parts).map_groups(_framed(work, schema), batch_format="pyarrow")


def _dealt(table: pa.Table, alike: Sequence[str], parts: int) -> pa.Table:
    """Rows with the part they go to. Those whose texts agree but for case, or whose numbers do, go to the same."""
    keys = table.select(list(alike)).to_pandas()
    for name in alike:
        # 0 and -0 are equal, and differ in a bit.
        keys[name] = (
            keys[name].str.casefold() if pa.types.is_string(table.schema.field(name).type) else keys[name] + 0.0
        )
    part = pd.util.hash_pandas_object(keys, index=False).to_numpy() % np.uint64(parts)
    return table.append_column(_PART, pa.array(part.astype(np.int64)))


def _framed(work: _Work, schema: pa.Schema) -> Callable[[pa.Table], pa.Table]:
    """Work on frames as work on Arrow tables, whose rows are first brought into the order of the listing."""

    def on_table(table: pa.Table) -> pa.Table:
        return pa.Table.from_pandas(work(_frame(table)), schema, preserve_index=False)

    return on_table


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.drop_columns([_PART] if _PART in table.column_names else []).to_pandas()
    if "genres" in frame:
        frame["genres"] = frame["genres"].map(tuple)
    return frame.sort_values(_PLACE, ignore_index=True) if _PLACE in frame else frame


def _gathered(rows: ray.data.Dataset) -> pd.DataFrame:
    """All rows, in this process."""
    batches = rows.iter_batches(batch_size=None, batch_format="pyarrow")
    return pd.concat([_frame(batch) for batch in batches], ignore_index=True)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers as integers where none is missing, as in one process."""
    whole = [column.name for column in SPOTIFY_LISTING.columns if column.kind == "whole"]
    return frame.astype({name: "int64" for name in whole if frame[name].notna().all()})


@contextmanager
def _problems_of(files: ray.data.Dataset) -> Iterator[None]:
    """Turn an error of a worker into the UserError that it is of, which Ray knows as text only."""
    try:
        yield
    except ray.exceptions.RayTaskError:
        for said in files.map(_problem).take_all():
            if said["message"]:
                raise UserError(said["message"], said["hint"], code=said["code"]) from None
        raise


def _problem(file: Mapping[str, Any]) -> dict[str, str]:
    try:
        _read(pd.DataFrame([file]))
    except UserError as error:
        return {"message": error.message, "hint": error.hint, "code": error.code}
    return {"message": "", "hint": "", "code": ""}


def _entry(folder: Path, files: ray.data.Dataset, rows: int) -> dict[str, Any]:
    """What a manifest says of the listing. Its checksum is that of its files' checksums."""
    found = files.map(_checked).take_all()
    sums = "".join(one["sha256"] for one in sorted(found, key=lambda one: int(one["number"])))
    whole = sha256(sums.encode()).hexdigest()
    about = read_description(folder).provenance
    return {**entry(Source(folder, SPOTIFY_LISTING, pd.DataFrame(), about, whole, whole)), "rows": rows}


def _checked(file: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": file["number"], "sha256": checksum(Path(file["path"]))}
