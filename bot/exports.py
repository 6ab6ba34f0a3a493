"""A list of tracks as files: a table, a list of links that pastes into Spotify, and the links as M3U8."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.reply import File
from engine import TRAITS, Engine, Track, csv_bytes, harmless

LONGEST_NAME: Final = 60
# Excel takes a file without it for one of the local code page, and shows names in other scripts as rubbish.
_BYTE_ORDER_MARK: Final = "\ufeff".encode()
_COLUMNS: Final = (
    "track_id", "track_name", "artists", "album_name", "genres", "explicit", "popularity", "key", "camelot",
    "release_year", "url",
)  # fmt: skip
_VALUES: Final = tuple(trait for trait in TRAITS if trait.name != "popularity")


def files(engine: Engine, tracks: Sequence[Track], *about: str) -> tuple[File, ...]:
    """CSV, links and M3U8; of synthetic tracks, which no page knows, only the CSV.

    Parameters
    ----------
    about : str
        What the list holds, for the names of the files, such as ``playlist`` and ``calm``.
    """
    name = file_name(*(about or ("tracks",)))
    header = (*_COLUMNS, *(trait.name for trait in _VALUES))
    table = csv_file(f"{name}.csv", header, (_row(engine, track) for track in tracks))
    if not tracks or any(track.url is None for track in tracks):
        return (table,)
    links = "".join(f"{track.url}\n" for track in tracks).encode()
    return (
        table,
        File(f"{name}-links.txt", links, "text/plain"),
        File(f"{name}.m3u8", _m3u8(tracks), "audio/x-mpegurl"),
    )


def about(saved: Sequence[File]) -> str:
    """What to do with the files, in a line."""
    if len(saved) == 1:
        return "CSV only: these tracks are synthetic, so there are no links to them."
    return (
        "Links: select all, copy, and paste into an open playlist in Spotify's desktop app. CSV: for a spreadsheet. "
        "M3U8: titles, lengths and the same links; it holds no sound, so a player cannot play it by itself."
    )


def file_name(*parts: str) -> str:
    """A file name without suffix that says what the file holds: ``cratebot-emerging-tracks-jazz``.

    Examples
    --------
    >>> file_name("similar", "Für Elise / Beethoven")
    'cratebot-similar-für-elise-beethoven'
    """
    words = re.findall(r"\w+", " ".join(parts).casefold())
    return "-".join(("cratebot", *words))[:LONGEST_NAME].rstrip("-")


def csv_file(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> File:
    """A table as a CSV file for spreadsheets: with a byte-order mark, and without cells that would run as formulas."""
    return File(name, _BYTE_ORDER_MARK + csv_bytes(header, ([harmless(cell) for cell in row] for row in rows)))


def _row(engine: Engine, track: Track) -> tuple[object, ...]:
    key = engine.key(track)
    words = (
        track.track_id, track.track_name, ";".join(track.artists), track.album_name, ";".join(track.genres),
        track.explicit, track.popularity, key.name, key.camelot, track.release_year, track.url or "",
    )  # fmt: skip
    values = [track.values[trait.name] for trait in _VALUES]
    return (*words, *("" if value != value else f"{value:g}" for value in values))


def _m3u8(tracks: Sequence[Track]) -> bytes:
    """Extended M3U: a line with seconds and title, then the address."""
    lines = ["#EXTM3U"]
    for track in tracks:
        title = " ".join(f"{', '.join(track.artists)} - {track.track_name}".split())
        lines += [f"#EXTINF:{round(track.values['duration'])},{title}", str(track.url)]
    return ("\n".join(lines) + "\n").encode()
