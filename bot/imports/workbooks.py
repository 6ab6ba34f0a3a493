"""The first sheet of an Excel workbook (Office Open XML) as rows of text."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from bot.imports.xml import Readable, damaged, elements
from engine import UserError

MOST_UNPACKED: Final = 100_000_000
_MOST_SHARED: Final = 20_000_000  # characters of the texts that cells share
_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_PLACE: Final = re.compile(r"([A-Z]{1,3})\d+")
_MOST_COLUMNS: Final = 200
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip


class _Bounded:
    """A member of an archive that unfolds to so many bytes at most, whatever the archive says of its size."""

    def __init__(self, stream: Readable, left: int) -> None:
        self._stream = stream
        self._left = left

    def read(self, size: int, /) -> bytes:
        """The next bytes. UserError beyond the limit."""
        found = self._stream.read(size)
        self._left -= len(found)
        if self._left < 0:
            raise UserError("The workbook is too large when unpacked.", "Save it as CSV.", code="too_large")
        return found


def rows_of(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet, empty ones left out.

    Raises
    ------
    UserError
        If it is no workbook, is damaged, or unfolds to more than ``MOST_UNPACKED`` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            sheets = sorted((int(found[1]), name) for name in names if (found := _SHEET.fullmatch(name)))
            if not sheets:
                raise damaged()
            shared = _shared(archive) if "xl/sharedStrings.xml" in names else []
            with archive.open(sheets[0][1]) as sheet:
                yield from _rows(_Bounded(sheet, MOST_UNPACKED), shared)
    except UserError:
        raise
    except _DAMAGED:
        raise damaged() from None


def _shared(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells refer to by number. A text of several formats stands in several ``t``."""
    found: list[str] = []
    parts: list[str] = []
    size = 0
    with archive.open("xl/sharedStrings.xml") as stream:
        for element in elements(_Bounded(stream, MOST_UNPACKED), "t", "si"):
            if element.name == "t":
                parts.append(element.text)
                size += len(element.text)
            else:
                found.append("".join(parts))
                parts.clear()
            if size > _MOST_SHARED or len(found) > _MOST_SHARED // 10:
                raise UserError("The workbook holds too much text.", "Save it as CSV.", code="too_large")
    return found


def _rows(stream: Readable, shared: list[str]) -> Iterator[list[str]]:
    cells: dict[int, str] = {}
    text = ""
    for element in elements(stream, "row", "c", "v", "t"):
        if element.name in ("v", "t"):
            text += element.text
        elif element.name == "c":
            place = _column(element.attributes.get("r", ""), len(cells))
            if place < _MOST_COLUMNS:
                cells[place] = _value(element.attributes.get("t", ""), text, shared)
            text = ""
        else:
            if any(cells.values()):
                yield [cells.get(place, "") for place in range(max(cells) + 1)]
            cells = {}


def _value(kind: str, text: str, shared: list[str]) -> str:
    if kind != "s":
        return text
    number = int(text) if text.isdecimal() else -1
    return shared[number] if 0 <= number < len(shared) else ""


def _column(place: str, default: int) -> int:
    """The number of a column from 0 by a place such as ``AB12``."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return default
    number = 0
    for letter in found[1]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
