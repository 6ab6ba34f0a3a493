"""Reading a table part by part: what is in memory at once is a part of it."""

from collections.abc import Callable, Collection, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from pipeline.aside import frame_of
from pipeline.sources.base import CSV_READING, TableFormat

_ROWS: Final = 65_536  # of a part


def read_in_parts(
    path: Path, texts: Collection[str], format_of: Callable[[Collection[str]], TableFormat], aside: Path
) -> tuple[TableFormat, pd.DataFrame] | None:
    """The format and the typed rows of a file, the same as if it was read at once; None where it has to be.

    That is so where something in the file is wrong, as the message is about the whole of it, and where a column is read
    as numbers in one part and as words in another, as words are made numbers in another way.

    Parameters
    ----------
    path : Path
        ``.csv``, ``.csv.gz``, ``.csv.xz`` or ``.parquet``.
    texts : collection of str
        As ``read_columns`` takes them.
    format_of : callable
        Tells the format by the headings.
    aside : Path
        The folder where the rows lie; see ``pipeline.aside``.
    """
    try:
        parts = _parts(path, texts)
        first = next(parts)
        form = format_of(first.columns)
        read = _types(first, form)
        whole = [column.name for column in form.columns if column.kind == "whole"]

        def typed(part: pd.DataFrame) -> pd.DataFrame:
            if _types(part, form) != read:
                raise ValueError("not of one kind")
            return form.typed(part, path.name).astype(dict.fromkeys(whole, "float64"))

        return form, frame_of(map(typed, chain([first], parts)), whole, aside)
    except Exception:  # reading at once says what is wrong
        return None


def _parts(path: Path, texts: Collection[str]) -> Iterator[pd.DataFrame]:
    if path.suffix == ".parquet":
        with pyarrow.parquet.ParquetFile(path) as parquet:
            for batch in parquet.iter_batches(_ROWS):
                yield pa.Table.from_batches([batch]).to_pandas()
    else:
        with pd.read_csv(path, dtype=dict.fromkeys(texts, str), chunksize=_ROWS, **CSV_READING) as parts:
            yield from parts


def _types(part: pd.DataFrame, form: TableFormat) -> dict[str, str]:
    """How each column was read; numbers with and without a point become the same where numbers are asked for."""
    types = {column.label: str(part[column.label].dtype) for column in form.columns if column.label in part.columns}
    numbers = {column.label for column in form.columns if column.kind in ("whole", "number")}
    return {
        label: "number" if label in numbers and said in ("int64", "float64") else said for label, said in types.items()
    }
