"""Arrow files that a catalogue maps into memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.ipc

_PART: Final = 8192  # cells that are Python objects at once


def write_mapped_table(table: pa.Table, path: Path) -> None:
    """Write a table for ``engine.catalogue.files.Files.table``, in one chunk."""
    with pyarrow.ipc.new_file(path, table.schema) as file:
        for batch in table.combine_chunks().to_batches():
            file.write(batch)


def cells(column: pa.ChunkedArray | pa.Array) -> Iterator[Any]:
    """The values of a column as Python objects, made as they are asked for: all at once take several times its size."""
    for start in range(0, len(column), _PART):
        yield from column.slice(start, _PART).to_pylist()
