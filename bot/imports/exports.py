"""Exports of whole libraries: Spotify's JSON of an account, and the property list that Apple Music writes."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.imports.xml import elements

HEADER: Final = ("title", "artist", "album", "uri", "time")
_TITLES: Final = ("trackName", "track_name", "master_metadata_track_name", "title", "name", "track")
_ARTISTS: Final = ("artistName", "artist_name", "master_metadata_album_artist_name", "artists", "artist")
_ALBUMS: Final = ("albumName", "album_name", "master_metadata_album_album_name", "album")
_LINKS: Final = ("trackUri", "spotify_track_uri", "track_uri", "uri")
_LENGTHS: Final = ("duration_ms", "durationMs")
_DEEPEST: Final = 12


def json_rows(text: str) -> list[Sequence[str]] | None:
    """The tracks of a JSON export as rows of ``HEADER``; None if it is no JSON, or names none.

    Examples
    --------
    >>> json_rows('{"tracks": [{"artist": "ABBA", "album": "Arrival", "track": "Tiger", "uri": "spotify:track:1"}]}')
    [('Tiger', 'ABBA', 'Arrival', 'spotify:track:1', '')]
    """
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return list(_tracks(read, _DEEPEST)) or None


def _tracks(value: Any, deepest: int) -> Iterator[Sequence[str]]:
    """The tracks in a value, however deep they stand in it."""
    if deepest == 0:
        return
    if isinstance(value, Mapping):
        title, artist, link = _said(value, _TITLES), _said(value, _ARTISTS), _said(value, _LINKS)
        if title and artist and (not link.startswith("spotify:") or link.startswith("spotify:track:")):
            yield title, artist, _said(value, _ALBUMS), link, _said(value, _LENGTHS)
            return
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _tracks(one, deepest - 1)


def _said(of: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first of some values that is there: a text, a number, a name, or names."""
    for name in names:
        value = of.get(name)
        value = value if isinstance(value, list) else [value]
        texts = [one.get("name") if isinstance(one, Mapping) else one for one in value]
        found = [str(one) for one in texts if isinstance(one, str | int) and not isinstance(one, bool) and str(one)]
        if found:
            return "; ".join(found)
    return ""


def plist_rows(content: bytes) -> Iterator[Sequence[str]]:
    """The tracks of Apple's property list as rows of ``HEADER``: its dictionaries that have a name and an artist."""
    found: dict[str, str] = {}
    key = ""
    for element in elements(io.BytesIO(content), "key", "string", "integer", "dict"):
        if element.name == "key":
            key = element.text
        elif element.name == "dict":
            if found.get("Name") and found.get("Artist"):
                yield found["Name"], found["Artist"], found.get("Album", ""), "", found.get("Total Time", "")
            found = {}
        else:
            found[key] = element.text
