"""Frames that lie in files: the system drops their pages from memory while nothing reads them."""

from collections.abc import Collection, Iterable
from itertools import chain
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc


def set_aside(frame: pd.DataFrame, folder: Path | None) -> pd.DataFrame:
    """The same frame with its numbers and texts in files without a name, mapped.

    Parameters
    ----------
    frame : DataFrame
        Columns of other objects, such as tuples, stay in memory.
    folder : Path or None
        Where the files lie; they are gone with the frame. None leaves the frame as it is.
    """
    if folder is None or not len(frame):
        return frame
    columns = {
        name: _mapped_column(values, folder).set_axis(frame.index) if (values := _arrow(column)) else column
        for name, column in frame.items()
    }
    return pd.DataFrame(columns, index=frame.index, copy=False)


def frame_of(parts: Iterable[pd.DataFrame], whole: Collection[str], folder: Path) -> pd.DataFrame:
    """The rows of several frames in one that is set aside.

    Parameters
    ----------
    parts : iterable of DataFrame
        All of the same columns and types: numbers, texts and flags. At least one.
    whole : collection of str
        Columns of float64 that become int64 if none of their values is NaN.
    folder : Path
        As ``set_aside`` takes it.
    """
    tables = (pa.table({name: _arrow(column) for name, column in part.items()}) for part in parts)
    first = next(tables)
    with TemporaryFile(dir=folder) as file:
        with pyarrow.ipc.new_stream(file, first.schema) as writer:
            for table in chain([first], tables):
                writer.write_table(table)
        rows = pyarrow.ipc.open_stream(_mapped(file)).read_all()
    columns = {}
    for name in rows.column_names:
        values = rows[name]
        if name in whole and not pc.any(pc.is_nan(values)).as_py():
            values = values.cast(pa.int64())
        columns[name] = _mapped_column(values, folder)
    return pd.DataFrame(columns, copy=False)


def zeros_aside(
    shape: tuple[int, ...], folder: Path | None, kind: npt.DTypeLike = np.float64, order: Literal["C", "F"] = "C"
) -> npt.NDArray[Any]:
    """Zeros to be written over, in a file without a name, mapped; in memory without a folder or without any."""
    if folder is None or 0 in shape:
        return np.zeros(shape, kind, order)
    with TemporaryFile(dir=folder) as file:
        return np.memmap(file, kind, "w+", shape=shape, order=order)


def joined_aside(parts: Iterable[npt.NDArray[Any]], kind: npt.DTypeLike, folder: Path | None) -> npt.NDArray[Any]:
    """The numbers of several arrays of one kind in one that is set aside, read-only; in memory without a folder."""
    if folder is None:
        return np.concatenate([np.zeros(0, kind), *parts])
    with TemporaryFile(dir=folder) as file:
        for part in parts:
            file.write(np.ascontiguousarray(part, kind).data)
        return np.frombuffer(_mapped(file), kind) if file.tell() else np.zeros(0, kind)


def _arrow(column: "pd.Series[Any]") -> pa.ChunkedArray | None:
    """A column of texts, numbers or flags as Arrow has it; NaN stays a number. None of other columns."""
    if isinstance(column.dtype, pd.StringDtype):
        return pa.chunked_array([pa.array(column.array, pa.large_string())])
    if column.dtype.kind in "iufb":
        return pa.chunked_array([pa.array(column.to_numpy(), from_pandas=False)])
    return None


def _mapped_column(values: pa.ChunkedArray, folder: Path) -> "pd.Series[Any]":
    """A column in a file of its own, in one chunk, as only that needs no copy in memory."""
    table = pa.table({"": values}).combine_chunks()
    with TemporaryFile(dir=folder) as file:
        with pyarrow.ipc.new_stream(file, table.schema) as writer:
            writer.write_table(table)
        mapped = pyarrow.ipc.open_stream(_mapped(file)).read_all()
    column: pd.Series[Any] = mapped.to_pandas(split_blocks=True)[""]
    return column


def _mapped(file: IO[bytes]) -> pa.Buffer:
    file.flush()
    return pa.py_buffer(mmap(file.fileno(), 0, access=ACCESS_READ))
