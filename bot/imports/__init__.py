"""A list of tracks from elsewhere: its lines, and what they are in the catalogue."""

from collections.abc import Iterator
from typing import Final

from bot.imports.tables import MOST_BYTES, MOST_COLUMNS, Table, table
from engine import Engine, ListColumns, ListLine, ListMatch, Track, UserError, csv_bytes

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_LINES", "Table", "as_csv", "lines_of", "matches", "table", "tracks_in"]

MOST_LINES: Final = 100_000
MOST_IN_A_CRATE: Final = 500


def lines_of(found: Table, most: int = MOST_LINES) -> Iterator[ListLine]:
    """The lines of a table that name something.

    Raises
    ------
    UserError
        If there are more than ``most``.
    """
    columns = ListColumns.of(found.header)
    if columns is None:
        raise UserError("No column names tracks.", "It needs title and artist, a link or an ISRC.", code="bad_table")
    count = 0
    for cells in found.rows:
        line = columns.line(cells)
        if line is not None:
            count += 1
            if count > most:
                raise UserError(f"The list has more than {most:,} lines.", "Send it in parts.", code="too_large")
            yield line


def matches(engine: Engine, content: bytes | str, most: int = MOST_LINES) -> Iterator[ListMatch]:
    """What each line of a file or a pasted text is in the catalogue. UserError as for ``table`` and ``lines_of``."""
    return engine.match_list(lines_of(table(content), most))


def tracks_in(engine: Engine, content: bytes | str) -> tuple[list[Track], list[str], list[str]]:
    """The tracks that a list of at most ``MOST_IN_A_CRATE`` lines names; its doubtful lines; and those not found.

    Raises
    ------
    UserError
        If it is no list, or is too large.
    """
    found: dict[int, None] = {}
    others: dict[str, dict[str, None]] = {"doubtful": {}, "missing": {}}
    for match in matches(engine, content, MOST_IN_A_CRATE):
        if match.verdict == "found" and match.recording is not None:
            found[match.recording] = None
        else:
            others[match.verdict][match.line.text] = None
    return engine.catalogue.tracks(found), list(others["doubtful"]), list(others["missing"])


def as_csv(content: bytes | str) -> bytes:
    """A list as CSV with commas and points, which ``Engine.label_list`` reads."""
    found = table(content)
    return csv_bytes(found.header, found.rows)
