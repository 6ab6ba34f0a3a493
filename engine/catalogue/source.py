"""Reading the public table from a file: CSV (also .gz, .xz) or Parquet, checked column by column."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd

from engine.errors import Mistake
from engine.features import AUDIO_NAMES

WORDS: Final = ("track_id", "artists", "album_name", "track_name", "track_genre")
WHOLE: Final = ("popularity", "duration_ms", "key", "mode", "time_signature")
COLUMNS: Final = (*WORDS, *WHOLE, "explicit", *AUDIO_NAMES)

_TRUE_FALSE: Final = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}


def read_table(path: Path, on_bytes: Callable[[int], None] = lambda count: None) -> pd.DataFrame:
    """The rows of the table as they stand in the file, typed, in their order.

    Parameters
    ----------
    path : Path
        ``.csv``, ``.csv.gz``, ``.csv.xz`` or ``.parquet``.
    on_bytes : callable
        Told the size of the file in bytes once it is read, for a progress bar.

    Returns
    -------
    DataFrame
        The columns of ``COLUMNS``, in that order; words as str, never NaN.

    Raises
    ------
    Mistake
        If the file is absent, is not such a table, or a column is missing or mistyped: one sentence names them all.
    """
    raw = read_raw(path)
    on_bytes(path.stat().st_size)
    return typed(raw, str(path.name))


def read_raw(path: Path) -> pd.DataFrame:
    """The file as text columns (Parquet keeps its types). Words such as "NA" stay words: a track is called so."""
    if not path.is_file():
        raise Mistake(f"There is no file {path}.", code="not_found")
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, keep_default_na=False, na_filter=False, low_memory=False)
    except Mistake:
        raise
    except Exception as error:  # each reader has its own family of errors; all mean the same to the person
        raise Mistake(f"{path.name} cannot be read as a table: {error}.", code="bad_table") from error


def typed(raw: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table's own columns with their types, or one sentence that names each missing and mistyped one."""
    missing = [column for column in COLUMNS if column not in raw.columns]
    if missing:
        raise Mistake(
            f"{name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.",
            f"The table needs {', '.join(COLUMNS)}.",
            code="bad_table",
        )
    columns: dict[str, pd.Series] = {}
    wrong: list[str] = []
    for column in COLUMNS:
        values = raw[column]
        if column in WORDS:
            columns[column] = values.fillna("").astype(str)
        elif column == "explicit":
            columns[column] = values.astype(str).str.strip().str.lower().map(_TRUE_FALSE)
        else:
            columns[column] = pd.to_numeric(values, errors="coerce")
        bad = columns[column].isna()
        if bad.any():
            row = int(bad.to_numpy().argmax())
            kind = "true or false" if column == "explicit" else "a number"
            wrong.append(f"{column} (row {row + 1} holds {str(values.iloc[row])!r}, not {kind})")
    if wrong:
        raise Mistake(f"{name} has mistyped columns: {'; '.join(wrong)}.", code="bad_table")
    table = pd.DataFrame(columns)
    table = table.astype({column: "int64" for column in WHOLE} | {"explicit": bool})
    return table.astype({column: "float64" for column in AUDIO_NAMES}).reset_index(drop=True)
