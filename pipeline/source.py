"""Prediction the public tables from a file: CSV (also .gz, .xz) or Parquet, checked column by column.

There are two kinds. A *listing* has one row for each genre a track was found under (``track_genre``). A *snapshot*
was collected on a known day (``data_collection_date``) and tells what had become of tracks by then.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from engine.errors import UserError
from engine.features import AUDIO_NAMES

WORDS: Final = ("track_id", "artists", "album_name", "track_name", "track_genre")
WHOLE: Final = ("popularity", "duration_ms", "key", "mode", "time_signature")
COLUMNS: Final = (*WORDS, *WHOLE, "explicit", *AUDIO_NAMES)

SNAPSHOT_WORDS: Final = (
    "track_id",
    "artist_name",
    "album_name",
    "track_name",
    "release_date",
    "artist_genres",
    "search_genre",
    "data_collection_date",
)
SNAPSHOT_NUMBERS: Final = ("popularity", "artist_popularity", "artist_followers", "duration_ms")
SNAPSHOT_COLUMNS: Final = (*SNAPSHOT_WORDS, *SNAPSHOT_NUMBERS, *AUDIO_NAMES)

_TRUE_FALSE: Final = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}


@dataclass(frozen=True)
class Source:
    """A table as it was read.

    Parameters
    ----------
    path : Path
    rows : DataFrame
        The columns of ``COLUMNS``, or of ``SNAPSHOT_COLUMNS`` for a snapshot.
    sha256 : str
        Of the file.
    dated : bool
        Whether it is a snapshot.
    """

    path: Path
    sha256: str
    rows: pd.DataFrame
    dated: bool


def read_source(path: Path) -> Source:
    """A table of either kind; which of them, its columns say.

    Raises
    ------
    UserError
        As ``read_table``.
    """
    raw = read_raw(path)
    dated = "data_collection_date" in raw.columns
    rows = typed_snapshot(raw, path.name) if dated else typed(raw, path.name)
    return Source(path, checksum(path), rows, dated)


def read_table(path: Path) -> pd.DataFrame:
    """The rows of a listing as they stand in the file, typed, in their order.

    Parameters
    ----------
    path : Path
        ``.csv``, ``.csv.gz``, ``.csv.xz`` or ``.parquet``.

    Returns
    -------
    DataFrame
        The columns of ``COLUMNS``, in that order; words as str, never NaN.

    Raises
    ------
    UserError
        If the file is absent, is not such a table, or a column is missing or mistyped: one sentence names them all.
    """
    return typed(read_raw(path), path.name)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_raw(path: Path) -> pd.DataFrame:
    """The file's columns, untyped. Words such as "NA" stay words: a track is called so."""
    if not path.is_file():
        raise UserError(f"There is no file {path}.", code="not_found")
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, keep_default_na=False, na_filter=False, low_memory=False)
    except Exception as error:  # each reader has its own family of errors; all mean the same to the person
        reason = " ".join(str(error).split()).rstrip(".")
        raise UserError(f"{path.name} cannot be read as a table: {reason}.", code="bad_table") from error


def typed(raw: pd.DataFrame, name: str) -> pd.DataFrame:
    """A listing's own columns with their types, or one sentence that names each missing and mistyped one."""
    columns: dict[str, pd.Series] = {}
    wrong: list[str] = []
    for column in (column for column in COLUMNS if column in raw.columns):
        values = raw[column]
        if column in WORDS:
            columns[column] = values.fillna("").astype(str)
            continue
        if column == "explicit":
            kind = "true or false"
            columns[column] = values.astype(str).str.strip().str.lower().map(_TRUE_FALSE)
            bad = columns[column].isna()
        else:
            kind = "a whole number" if column in WHOLE else "a number"
            columns[column] = pd.to_numeric(values, errors="coerce").astype("float64")
            bad = ~np.isfinite(columns[column])
            if column in WHOLE:
                bad |= columns[column] % 1 != 0
        if bad.any():
            row = int(bad.to_numpy().argmax())
            wrong.append(f"{column} is mistyped (row {row + 1} holds {str(values.iloc[row])!r}, not {kind})")
    _refuse(raw, COLUMNS, name, wrong)
    table = pd.DataFrame(columns)[list(COLUMNS)]
    return table.astype(dict.fromkeys(WHOLE, "int64") | {"explicit": bool}).reset_index(drop=True)


def typed_snapshot(raw: pd.DataFrame, name: str) -> pd.DataFrame:
    """A snapshot's own columns: words as str, numbers as float64 with NaN where the table has none."""
    _refuse(raw, SNAPSHOT_COLUMNS, name, [])
    words = {column: raw[column].fillna("").astype(str) for column in SNAPSHOT_WORDS}
    numbers = {
        column: pd.to_numeric(raw[column], errors="coerce").astype("float64")
        for column in (*SNAPSHOT_NUMBERS, *AUDIO_NAMES)
    }
    return pd.DataFrame(words | numbers).reset_index(drop=True)


def _refuse(raw: pd.DataFrame, needed: tuple[str, ...], name: str, wrong: list[str]) -> None:
    """Raise the one sentence about what is missing or wrong, if anything is."""
    missing = [column for column in needed if column not in raw.columns]
    if missing:
        wrong = [f"lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}", *wrong]
    if wrong:
        hint = f"The table needs {', '.join(needed)}." if missing else ""
        raise UserError(f"{name} cannot be used: {'; '.join(wrong)}.", hint, code="bad_table")
