"""The format of AcousticBrainz and of Essentia's music extractor: a JSON document for each recording, one a line.

Only what is documented to be the same as a column here is taken: names, length, tempo (``rhythm.bpm``, in BPM), key
and mode (``tonal.key_key``, ``tonal.key_scale``), ISRC and date of release. Loudness there is a share without unit, and
mood and danceability are probabilities of a classifier, so the other audio features stay missing. See
https://essentia.upf.edu/streaming_extractor_music.html.
"""

import gzip
import json
import lzma
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

import pandas as pd

from engine.errors import UserError, shortened
from pipeline.sources.base import AUDIO_RANGES, Column, TableFormat

ENDINGS: Final = (".jsonl", ".ndjson")
"""Of files of JSON lines, before ``.gz`` or ``.xz``."""

ACOUSTICBRAINZ: Final = TableFormat(
    title="AcousticBrainz documents",
    marker="musicbrainz_recordingid",
    columns=(
        Column("track_id", "text", longest=100, heading="musicbrainz_recordingid"),
        Column("isrc", "text", longest=200),
        Column("artists", "names"),
        Column("track_name", "text"),
        Column("album_name", "text"),
        Column("duration_ms", "number", 0, 1e9),
        Column("release_date", "date", empty=True),
        Column("tempo", "number", *AUDIO_RANGES["tempo"], empty=True),
        Column("key", "whole", 0, 11, empty=True),
        Column("mode", "whole", 0, 1, empty=True),
    ),
    filed=False,
)

_PITCHES: Final = {
    name: pitch
    for pitch, names in enumerate(
        ("C B#", "C# Db", "D", "D# Eb", "E Fb", "F E#", "F# Gb", "G", "G# Ab", "A", "A# Bb", "B Cb")
    )
    for name in names.split()
}
_MODES: Final = {"minor": 0, "major": 1}
_KEYS: Final = ("key_edma", "key_krumhansl", "key_temperley")  # of extractors since 2.1, which have no key_key
_DATE: Final = re.compile(r"(?:1[89]|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def is_documents(path: Path) -> bool:
    """Whether a file is one of JSON lines, by its name."""
    return path.name.removesuffix(".gz").removesuffix(".xz").endswith(ENDINGS)


def read_documents(path: Path) -> pd.DataFrame:
    """Read the documents of a file as rows with the headings of ``ACOUSTICBRAINZ``.

    A document without artist, title or length is a row without them, which cleaning drops and counts.

    Raises
    ------
    UserError
        If there is no such file (``not_found``), or a line is no JSON object (``bad_table``).
    """
    if not path.is_file():
        raise UserError(f"There is no file {shortened(path)}.", code="not_found")
    openers: dict[str, Callable[..., TextIO]] = {".gz": gzip.open, ".xz": lzma.open}
    rows: list[dict[str, Any]] = []
    lines = 0
    try:
        with openers.get(path.suffix, open)(path, "rt", encoding="utf-8") as file:
            for line in file:
                lines += 1
                if line.strip():
                    rows.append(row_of(json.loads(line)))
    except (ValueError, AttributeError, RecursionError, OSError, EOFError, lzma.LZMAError) as error:
        said = f"line {lines} is no AcousticBrainz document" if lines else "it is no text file"
        hint = "Each line is one JSON object with metadata.tags."
        raise UserError(f"{shortened(path.name)} cannot be read: {said}.", hint, code="bad_table") from error
    return pd.DataFrame(rows, columns=[column.label for column in ACOUSTICBRAINZ.columns])


def row_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """One document as a row; what it does not tell is "" or None, a length that it does not tell 0.

    Parameters
    ----------
    document : mapping
        Of low-level data, of high-level data, or both in one.
    """
    metadata, tonal = _part(document, "metadata"), _part(document, "tonal")
    tags = _part(metadata, "tags")
    named: Mapping[str, Any] = next((tonal[name] for name in _KEYS if isinstance(tonal.get(name), dict)), {})
    key, scale = tonal.get("key_key", named.get("key")), tonal.get("key_scale", named.get("scale"))
    dates = (_first(tags, name) for name in ("originaldate", "date"))
    return {
        "musicbrainz_recordingid": _first(tags, "musicbrainz_recordingid") or _first(tags, "musicbrainz_trackid"),
        "isrc": _first(tags, "isrc"),
        "artists": ";".join(name.replace(";", ",") for name in _texts(tags, "artist")),
        "track_name": _first(tags, "title"),
        "album_name": _first(tags, "album"),
        "duration_ms": 1000 * _number(_part(metadata, "audio_properties").get("length")),
        "release_date": next((found[0] for date in dates if (found := _DATE.match(date))), ""),
        "tempo": _number(_part(document, "rhythm").get("bpm")) or None,
        "key": _PITCHES.get(str(key)),
        "mode": _MODES.get(str(scale)),
    }


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _texts(tags: Mapping[str, Any], name: str) -> list[str]:
    """The values of a tag: a list in most documents, one text in some."""
    said = tags.get(name, [])
    return [value.strip() for value in (said if isinstance(said, list) else [said]) if isinstance(value, str)]


def _first(tags: Mapping[str, Any], name: str) -> str:
    return next(iter(_texts(tags, name)), "")


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
