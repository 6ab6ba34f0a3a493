"""The format of a team's own table: its columns are named in the TOML file beside it.

::

    title = "Our library"
    licence = "internal"
    collected = "2026-01"
    visibility = "workspace:slack:T0123"

    [columns]
    artists = "Artist"
    track_name = "Title"
    duration_ms = { heading = "Length", unit = "s" }
    energy = { heading = "Energy", unit = "percent" }

A column that has its canonical name as heading needs no entry.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from engine.errors import UserError, shortened
from engine.features import AUDIO_NAMES
from pipeline.sources.base import AUDIO_RANGES, Column, TableFormat

_COLUMNS: Final = (
    Column("track_id", "text", required=False, longest=100),
    Column("isrc", "text", required=False, longest=40),
    Column("artists", "names"),
    Column("track_name", "text"),
    Column("album_name", "text", required=False),
    Column("track_genre", "names", required=False),
    Column("duration_ms", "number", 0, 1e9),
    Column("popularity", "number", 0, 100, required=False),
    Column("explicit", "flag", required=False, empty=True),
    Column("release_date", "date", required=False, empty=True),
    Column("year", "whole", 0, 2100, required=False, missing=0),
    Column("key", "whole", -1, 11, required=False, missing=-1),
    Column("mode", "whole", 0, 1, required=False),
    Column("time_signature", "whole", 0, 16, required=False, missing=0),
    *(Column(name, "number", *AUDIO_RANGES[name], required=False) for name in AUDIO_NAMES),
)
_LENGTHS: Final = {"ms": 1.0, "s": 1000.0, "min": 60_000.0}
_SHARES: Final = {"share": 1.0, "percent": 0.01}
_UNITS: Final[Mapping[str, Mapping[str, float]]] = {
    "duration_ms": _LENGTHS,
    "popularity": {"percent": 1.0, "share": 100.0},
    "loudness": {"dB": 1.0},
    "tempo": {"BPM": 1.0},
    **{name: _SHARES for name in AUDIO_NAMES if AUDIO_RANGES[name] == (0.0, 1.0)},
}
"""What a value in a unit is multiplied by; the first unit of each is the canonical one."""


def own_format(columns: Mapping[str, Any], name: str) -> TableFormat:
    """Make the format of a table from its description.

    Parameters
    ----------
    columns : mapping
        As ``pipeline.sources.description.Description`` has it.
    name : str
        Of the file, for error messages.

    Raises
    ------
    UserError
        If a column or a unit is unknown; those that there are are named.
    """
    known = {column.name for column in _COLUMNS}
    for column in columns:
        if column not in known:
            said = f'{shortened(name)}: there is no column "{shortened(column, 40)}" to fill.'
            raise UserError(said, f"Columns: {', '.join(sorted(known))}.", code="bad_table")
    told = tuple(_told(column, columns.get(column.name), name) for column in _COLUMNS)
    return TableFormat("team's own table", "", told, filed=False)


def _told(column: Column, said: Any, name: str) -> Column:
    """A column with the heading and the unit that were said of it, if any were."""
    if said is None:
        return column
    entry = {"heading": said} if isinstance(said, str) else said
    units = _UNITS.get(column.name, {})
    if not isinstance(entry, dict) or not entry.keys() <= {"heading", "unit"} or not _is_text(entry):
        raise UserError(
            f"{shortened(name)}: {column.name} takes a heading, or heading and unit.",
            f'Such as {column.name} = "Its heading".',
            code="bad_table",
        )
    unit = entry.get("unit")
    if unit is not None and unit not in units:
        allowed = f"Units: {', '.join(units)}." if units else "It takes none."
        raise UserError(
            f'{shortened(name)}: {column.name} has no unit "{shortened(unit, 40)}".', allowed, code="bad_table"
        )
    # What the description names has to be there; single cells may be empty, but for what a track is called.
    return replace(
        column,
        heading=entry.get("heading", column.name),
        required=True,
        empty=column.name != "duration_ms",
        scale=units[unit] if unit is not None else 1.0,
    )


def _is_text(entry: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) for value in entry.values())
