"""Write CSV."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_bytes(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV: UTF-8, lines ended by a newline, cells quoted where needed.

    Examples
    --------
    >>> csv_bytes(("title", "popularity"), [("Hello, again", 41)])
    b'title,popularity\\n"Hello, again",41\\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
