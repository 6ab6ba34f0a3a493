"""Write CSV."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE)


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


def harmless(cell: object) -> object:
    """The cell; text that a spreadsheet would take for a formula gets an apostrophe before it.

    Examples
    --------
    >>> harmless("=HYPERLINK(1)"), harmless("-6.5"), harmless(-6.5)
    ("'=HYPERLINK(1)", '-6.5', -6.5)
    """
    if not isinstance(cell, str) or not cell.startswith(_FORMULA) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
