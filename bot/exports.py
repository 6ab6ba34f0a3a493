"""A list of tracks as files: a table, a playlist for players, and links that paste into a Spotify playlist."""

import re
from collections.abc import Iterable, Sequence

from bot.reply import File
from engine import TRAITS, Track, csv_bytes

LONGEST_NAME = 60
_COLUMNS = ("track_id", "track_name", "artists", "album_name", "genres", "explicit", "url")


def files(tracks: Sequence[Track]) -> tuple[File, ...]:
    """CSV, M3U8 and links; of synthetic tracks, which no player and no page knows, only the CSV."""
    header = (*_COLUMNS, *(trait.name for trait in TRAITS))
    table = csv_file("cratebot-tracks.csv", header, map(_row, tracks))
    if not tracks or any(track.url is None for track in tracks):
        return (table,)
    links = "".join(f"{track.url}\n" for track in tracks).encode()
    return (
        table,
        File("cratebot-tracks.m3u8", _m3u8(tracks), "audio/x-mpegurl"),
        File("cratebot-links.txt", links, "text/plain"),
    )


def about(saved: Sequence[File]) -> str:
    """What to do with the files, in a line."""
    if len(saved) == 1:
        return "CSV only: these tracks are synthetic, so there are no links to them."
    return (
        "Links: select all, copy, and paste into an open playlist in Spotify's desktop app. "
        "M3U8: the same links as a playlist file."
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
    """A table as a CSV file."""
    return File(name, csv_bytes(header, rows))


def _row(track: Track) -> tuple[object, ...]:
    lists = {"artists": ";".join(track.artists), "genres": ";".join(track.genres)}
    words = [lists.get(name, getattr(track, name)) for name in _COLUMNS]
    values = [track.values[trait.name] for trait in TRAITS]
    return (*words, *("" if value != value else f"{value:g}" for value in values))


def _m3u8(tracks: Sequence[Track]) -> bytes:
    """Extended M3U: a line with seconds and title, then the address."""
    lines = ["#EXTM3U"]
    for track in tracks:
        title = " ".join(f"{', '.join(track.artists)} - {track.track_name}".split())
        lines += [f"#EXTINF:{round(track.values['duration'])},{title}", str(track.url)]
    return ("\n".join(lines) + "\n").encode()
