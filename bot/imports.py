"""A list of tracks from elsewhere: links, ids or names, a line each, or a table with a column for them."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from engine import Engine, Track, UserError

MOST_LINES: Final = 500
MOST_COLUMNS: Final = 200
MOST_BYTES: Final = 2_000_000
_BY_ID: Final = (
    "track_id",
    "spotify id",
    "spotify uri",
    "track uri",
    "uri",
    "url",
    "track url",
    "link",
    "spotify link",
)
_TITLES: Final = ("title", "track_name", "track name", "track", "song", "name")
_ARTISTS: Final = ("artist", "artists", "artist name(s)", "artist name", "artist(s)")


def tracks_in(engine: Engine, content: bytes | str) -> tuple[list[Track], list[str]]:
    """The tracks that a list names and the catalogue has, and the lines that it has not.

    Parameters
    ----------
    content : bytes or str
        Text, M3U, or CSV with a header such as other programs and /crate export write.

    Raises
    ------
    UserError
        If it is no text, or is larger than ``MOST_LINES``, ``MOST_COLUMNS`` or ``MOST_BYTES``.
    """
    if len(content) > MOST_BYTES:
        raise UserError("That is more than any list of tracks.", "Import it in parts.", code="too_large")
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("That is no text file in UTF-8.", "Attach a list of links or names, or a CSV.") from None
    named: dict[str, None] = {}
    try:
        for line in _named(text):
            named[line] = None
            if len(named) > MOST_LINES:
                raise UserError(f"The list has more than {MOST_LINES} lines.", "Import it in parts.", code="too_large")
    except csv.Error:
        raise UserError("That is no list of tracks.", "Attach a list of links or names, or a CSV.") from None
    found: dict[str, Track] = {}
    missing = []
    for line in named:
        try:
            track = engine.find_track(line)
        except UserError:
            missing.append(line)
        else:
            found.setdefault(track.track_id, track)
    return list(found.values()), missing


def _named(text: str) -> Iterator[str]:
    """What names a track, line by line."""
    first = io.StringIO(text, newline=None).readline()
    header = [cell.strip().lower() for cell in next(csv.reader([first]), [])]
    if len(header) > MOST_COLUMNS:
        raise UserError(f"The list has {len(header):,} columns; at most {MOST_COLUMNS} are read.", "Leave some out.")
    ids = next((name for name in _BY_ID if name in header), None)
    title = next((name for name in _TITLES if name in header), None)
    artist = next((name for name in _ARTISTS if name in header), None)
    if ids is None and (title is None or artist is None):
        yield from (line for part in text.splitlines() for line in _plain(part))
        return
    for row in csv.DictReader(io.StringIO(text), fieldnames=header):
        if list(row.values()) == header or [str(value).strip().lower() for value in row.values()] == header:
            continue
        if ids is not None and (value := (row.get(ids) or "").strip()):
            yield value
        elif title is not None and (name := (row.get(title) or "").strip()):
            by = (row.get(artist) or "").split(";")[0].split(",")[0].strip() if artist else ""
            yield f"{name} - {by}" if by else name


def _plain(line: str) -> Iterator[str]:
    """The names in a line of text: parted by semicolons; comments of M3U files are none."""
    if not line.lstrip().startswith("#"):
        yield from (part.strip() for part in line.split(";") if part.strip())
