"""Which columns of a table of tracks hold id, title, artist, album and length, by the headings that programs write."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from engine.catalogue.names import fold
from engine.matching import ListLine

# Headings of Spotify, Exportify, Apple Music, rekordbox, Serato, Deezer and /crate export, folded; the likelier first.
_LINKS: Final = (
    "track id", "spotify id", "spotify uri", "track uri", "uri", "url", "track url", "link", "spotify link",
    "spotify track id", "spotify url", "trackuri", "spotify track uri",
)  # fmt: skip
_TITLES: Final = (
    "title", "track name", "track title", "song title", "song name", "track", "song", "name", "trackname", "titel",
    "titre", "titulo", "titolo", "master metadata track name", "nom", "nombre", "nome", "naam", "lied",
)  # fmt: skip
_ARTISTS: Final = (
    "artist", "artists", "artist name s", "artist name", "artist s", "artistname", "track artist", "track artists",
    "song artist", "performer", "interpret", "artiste", "artista", "creator", "master metadata album artist name",
    "album artist", "kunstler", "kuenstler", "interprete", "cantante", "artiest",
)  # fmt: skip
_ALBUMS: Final = ("album", "album name", "album title", "albumname", "release", "master metadata album album name")
_LENGTHS: Final = (
    "duration ms", "track duration ms", "duration", "length", "time", "total time", "totaltime", "seconds",
    "duration s", "duration seconds", "dauer", "duree", "duracion", "durata", "duracao",
)  # fmt: skip
_ISRCS: Final = ("isrc", "isrc code", "track isrc")
LINE: Final = "line"
"""The heading of whole lines of text, where nothing parts title and artist."""

_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?")
_LONGEST_TRACK: Final = 36_000.0  # seconds; a larger number stands in milliseconds


@dataclass(frozen=True)
class ListColumns:
    """The places of the columns that name tracks, None where there is no such column."""

    link: int | None
    title: int | None
    artist: int | None
    album: int | None
    length: int | None
    text: int | None = None
    isrc: int | None = None

    @classmethod
    def of(cls, header: Sequence[str]) -> Self | None:
        """The columns of a header; None if nothing in it names tracks.

        Examples
        --------
        >>> ListColumns.of(("Track URI", "Track Name", "Artist Name(s)"))
        ListColumns(link=0, title=1, artist=2, album=None, length=None, text=None, isrc=None)
        """
        places: dict[str, int] = {}
        for place, name in enumerate(header):
            places.setdefault(fold(name.replace("_", " ")), place)
        link, title, artist, album, length, isrc = (
            next((places[name] for name in names if name in places), None)
            for names in (_LINKS, _TITLES, _ARTISTS, _ALBUMS, _LENGTHS, _ISRCS)
        )
        text = places.get(LINE)
        if link is None and text is None and isrc is None and (title is None or artist is None):
            return None
        return cls(link, title, artist, album, length, text, isrc)

    def line(self, cells: Sequence[str]) -> ListLine | None:
        """The line of a row; None if the row names nothing."""
        title, artist, album, link, text, isrc = (
            self._cell(cells, place) for place in (self.title, self.artist, self.album, self.link, self.text, self.isrc)
        )
        if not (title or link or text or isrc):
            return None
        shown = " - ".join(part for part in (title, artist) if part) or text or link or isrc
        return ListLine(shown, title, artist, album, link, seconds_of(self._cell(cells, self.length)), isrc)

    @staticmethod
    def _cell(cells: Sequence[str], place: int | None) -> str:
        return cells[place].strip() if place is not None and place < len(cells) else ""


def seconds_of(text: str) -> float:
    """Seconds of a length as programs write it: ``3:45``, seconds or milliseconds; NaN if it is none.

    Examples
    --------
    >>> seconds_of("3:45"), seconds_of("225000"), seconds_of("225,3"), seconds_of("long")
    (225.0, 225.0, 225.3, nan)
    """
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return float(3600 * hours + 60 * minutes + seconds)
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return math.nan
    if not 0 < value < 1e9:
        return math.nan
    return value / 1000 if value > _LONGEST_TRACK else value


def line_of(row: Mapping[str, str]) -> ListLine | None:
    """The line of a row of a table by its column names; None if it names nothing."""
    columns = ListColumns.of(tuple(row))
    return columns.line(tuple(row.values())) if columns else None
