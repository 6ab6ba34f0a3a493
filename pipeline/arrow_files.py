"""Arrow files that a catalogue maps into memory."""

from pathlib import Path

import pyarrow as pa
import pyarrow.ipc


def write_mapped_table(table: pa.Table, path: Path) -> None:
    """Write a table for ``engine.catalogue.files.Files.table``, in one chunk."""
    with pyarrow.ipc.new_file(path, table.schema) as file:
        for batch in table.combine_chunks().to_batches():
            file.write(batch)
