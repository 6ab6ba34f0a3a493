"""Files and pasted text as tables: CSV, TSV, semicolons, XLSX, M3U, rekordbox and Apple XML, JSON, lines and links.

Whatever the format, a ``Table`` comes of it: a header and rows of text, read one after the other.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from bot.imports.exports import HEADER, json_rows, plist_rows
from bot.imports.workbooks import rows_of
from bot.imports.xml import elements
from engine import AUDIO_NAMES, LINE, ListColumns, UserError

MOST_BYTES: Final = 20_000_000
MOST_COLUMNS: Final = 200
_LONGEST_LINE: Final = 1 << 18
_LINES_OF_A_ROW: Final = 100  # where quoted cells hold line breaks
_HEADER_WITHIN: Final = 5  # rows of a workbook: titles may stand above the header
_SOUND_COLUMNS: Final = 3
_COMMA: Final = re.compile(r"-?\d+,\d+")
_HINT: Final = "Attach CSV, XLSX, M3U, rekordbox XML or a text with a line for each track."
_HEAD: Final = 2000  # bytes within which an XML file says what it is
_PATH: Final = re.compile(r"(?:~?/|\.{1,2}/|[A-Za-z]:[\\/]|file://)\S.*\.\w{2,4}$")
_ENTRY: Final = re.compile(r"#EXTINF:\s*(-?\d+)[^,]*,(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A list as a table.

    Parameters
    ----------
    header : tuple of str
        Names of the columns; only ``LINE`` for a list of plain lines.
    rows : iterator of sequence of str
        Each row once.
    plain : bool
        Whether the list had no header of its own.
    """

    header: tuple[str, ...]
    rows: Iterator[Sequence[str]]
    plain: bool = False


def table(content: bytes | str) -> Table:
    """The table that a file or a pasted text is.

    Raises
    ------
    UserError
        If it is too large or no list; also while the rows are read.
    """
    if len(content) > MOST_BYTES:
        raise UserError("That is more than any list of tracks.", "Send it in parts.", code="too_large")
    if isinstance(content, bytes):
        if content.startswith(b"PK\3\4"):
            return _workbook(content)
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return Table(HEADER, plist_rows(content)) if b"<plist" in content[:_HEAD] else _rekordbox(content)
        content = _decoded(content)
    if "\0" in content:
        raise UserError("That is no text file.", _HINT, code="bad_table")
    if content.lstrip("\ufeff \r\n").startswith("#EXT"):
        return Table((LINE, "seconds", "link"), _m3u(content), plain=True)
    if content.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") and (rows := json_rows(content)) is not None:
        return Table(HEADER, iter(rows))
    return _text(content)


def _decoded(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 as Apple Music and rekordbox write it, else the code page of Western Europe."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError("That is no text file.", _HINT, code="bad_table")


def _text(content: str) -> Table:
    first = next((line for line in io.StringIO(content[: _LONGEST_LINE + 1], newline=None) if line.strip()), "")
    delimiter = max("\t;,", key=first.count) if first else ","
    try:
        header = [cell.strip().lstrip("\ufeff") for cell in next(csv.reader([first], delimiter=delimiter), [])]
    except csv.Error:
        header = []
    if len(header) > MOST_COLUMNS:
        raise UserError(f"The list has {len(header):,} columns; at most {MOST_COLUMNS} are read.", "Leave some out.")
    if ListColumns.of(header) is None and not _tells_sound(header):
        return Table((LINE,), ([part] for line in _plain_lines(content) for part in _parts(line)), plain=True)
    return Table(tuple(header), _cells(_Lines(content), header, delimiter))


def _tells_sound(header: Sequence[str]) -> bool:
    """Whether a header names audio features: tracks that ``/label`` reads without any name."""
    return len({name.casefold() for name in header} & set(AUDIO_NAMES)) >= _SOUND_COLUMNS


def _cells(lines: "_Lines", header: Sequence[str], delimiter: str) -> Iterator[Sequence[str]]:
    reader = csv.reader(lines, delimiter=delimiter)
    names = [name.casefold() for name in header]
    try:
        for cells in reader:
            lines.taken = 0
            # Lists that were put together have the header again.
            if any(cells) and [cell.strip().lstrip("\ufeff").casefold() for cell in cells] != names:
                yield [_point(cell) for cell in cells] if delimiter != "," else cells
    except csv.Error:
        raise UserError("That is no list of tracks.", _HINT, code="bad_table") from None


def _point(cell: str) -> str:
    """A number with its decimal comma as a point."""
    return cell.replace(",", ".") if _COMMA.fullmatch(cell.strip()) else cell


class _Lines:
    """The lines of a text, none of them and no row of it longer than a table of tracks has."""

    def __init__(self, text: str) -> None:
        self._text = io.StringIO(text, newline=None)
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST_LINE + 1):
            self.taken += 1
            if len(line) > _LONGEST_LINE or self.taken > _LINES_OF_A_ROW:
                raise csv.Error("a row is longer than any of a table of tracks")
            yield line


def _plain_lines(content: str) -> Iterator[str]:
    text = io.StringIO(content, newline=None)
    while line := text.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise UserError("That is no list of tracks.", _HINT, code="bad_table")
        yield line


def _parts(line: str) -> Iterator[str]:
    """The names in a line of plain text: parted by semicolons; comments are none."""
    if not line.lstrip().startswith("#"):
        yield from (_file_name(part.strip()) for part in line.split(";") if part.strip())


def _file_name(line: str) -> str:
    """The name of a file from its path; other lines as they are: ``AC/DC - Thunderstruck`` is no path."""
    return PurePosixPath(line.replace("\\", "/")).name if _PATH.match(line) else line


def _m3u(content: str) -> Iterator[Sequence[str]]:
    """Entries of an M3U: what the comment before the address says; else the file's name."""
    said, seconds = "", ""
    for line in io.StringIO(content, newline=None):
        line = line.strip()
        if entry := _ENTRY.match(line):
            seconds, said = entry[1], entry[2].strip()
        elif line and not line.startswith("#"):
            name = PurePosixPath(unquote(line).replace("\\", "/").partition("?")[0]).name
            yield [said or (line if "spotify" in line else name), seconds, line]
            said, seconds = "", ""


def _rekordbox(content: bytes) -> Table:
    """The collection of a rekordbox library: elements ``TRACK`` with attributes; those of playlists have no name."""
    header = ("Name", "Artist", "Album", "TotalTime", "Genre", "AverageBpm", "Tonality")
    found = (element.attributes for element in elements(io.BytesIO(content), "TRACK"))
    return Table(header, ([one.get(name, "") for name in header] for one in found if one.get("Name")))


def _workbook(content: bytes) -> Table:
    rows = rows_of(content)
    first: list[list[str]] = []
    for cells in rows:
        if len(cells) > 1 and ListColumns.of(cells) is not None:
            return Table(tuple(cells), rows)
        first.append(cells)
        if len(first) == _HEADER_WITHIN:
            break

    def lines() -> Iterator[Sequence[str]]:
        for cells in (*first, *rows):
            yield [" - ".join(cell.strip() for cell in cells[:2] if cell.strip())]

    return Table((LINE,), lines(), plain=True)
