"""Metadata of a catalogue and its models: provenance, sizes, dates and the models' figures."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.version import VERSION


@dataclass(frozen=True)
class Facts:
    """Facts for people.

    Parameters
    ----------
    version : str
    paragraphs : tuple of str
        Where the data comes from and what it is not.
    figures : tuple of (str, str)
        Name and amount.
    """

    version: str
    paragraphs: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]


def describe(catalogue: Catalogue, models: Path) -> Facts:
    """The facts of a catalogue and the models beside it; what is not there is said to be so."""
    manifest = catalogue.manifest
    counts = manifest["counts"]
    figures = [
        ("Recordings", f"{counts['recordings']:,}"),
        ("Track ids", f"{counts['tracks']:,}"),
        ("Genres", f"{counts['genres']}"),
        ("Collected", ", ".join(source["collected"] or "unknown" for source in manifest["sources"])),
        *_figures_of_tables(catalogue),
    ]
    for name, what in (("genre", "Genre model"), ("emerging", "Breakout score")):
        try:
            headline = artifacts.about(models, name).get("headline", {})
        except UserError as mistake:
            figures.append((what, str(mistake)))
        else:
            figures += [(f"{what}: {figure}", _amount(value)) for figure, value in headline.items()]
    return Facts(
        VERSION,
        (
            provenance(manifest),
            "A recording is one sound, under which many track ids may stand; answers are over recordings. "
            f"Popularity is that of the day of collection, {popularity_as_of(catalogue.popularity_dates)}, and no "
            "genre prediction uses it.",
            *(
                ["No table files a track under a genre: all genres are predicted."]
                if catalogue.genres_are_predicted
                else []
            ),
        ),
        tuple(figures),
    )


def _figures_of_tables(catalogue: Catalogue) -> list[tuple[str, str]]:
    """What several tables, or one with dates or without genres, add to the figures."""
    manifest, count = catalogue.manifest, len(catalogue)
    figures = []
    if joined := manifest.get("joined"):
        figures += [("Rows", f"{manifest['counts']['rows']:,}"), ("In several tables", f"{joined['shared']:,}")]
    if known := catalogue.years_known:
        figures.append(("Year of release known", f"{known:,} of {count:,} ({100 * known / count:.0f}%)"))
    if predicted := manifest.get("predicted_genres"):
        figures.append(("Genre predicted, not filed", f"{predicted['count']:,} of {predicted['unfiled']:,}"))
    return figures


def provenance(manifest: Mapping[str, Any]) -> str:
    """Say where a catalogue's tracks come from: title, publisher, licence and date of each table, as far as known.

    Parameters
    ----------
    manifest : mapping
        Of the catalogue.
    """
    tables = "; ".join(_table(source) for source in manifest["sources"]) or "a table without a name"
    if manifest["kind"] == "demo":
        return f"The tracks are synthetic, drawn from aggregates of a real table: {tables}."
    return f"Tracks: {tables}."


def _table(source: Mapping[str, Any]) -> str:
    when = as_of(source["collected"]) or "date of collection unknown"
    parts = (source.get("publisher"), source.get("licence") or "licence unknown", when)
    return f"{source.get('title', source['name'])} ({', '.join(part for part in parts if part)})"


def as_of(collected: str) -> str:
    """Write a day or month of collection for people; empty if it is unknown.

    Examples
    --------
    >>> as_of("2022-10")
    'as of October 2022'
    >>> as_of("2024-11-06")
    'as of 6 November 2024'
    """
    year, month, day = [*collected.split("-"), "", ""][:3]
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
        return f"as of {collected}" if collected else ""
    return f"as of {f'{int(day)} ' if day.isdecimal() else ''}{calendar.month_name[int(month)]} {year}"


def popularity_as_of(dates: Mapping[str, int]) -> str:
    """Say when popularity was collected.

    Parameters
    ----------
    dates : mapping of str to int
        Of how many recordings at each date, the most first, as ``Catalogue.popularity_dates`` gives it.

    Examples
    --------
    >>> popularity_as_of({"2022-10": 77_000, "2024-11-06": 3_012})
    'as of October 2022 (of 3,012 recordings as of 6 November 2024)'
    """
    most, *others = [(as_of(date) or "of an unknown date", count) for date, count in dates.items()] or [("", 0)]
    several = ", ".join(f"of {count:,} recording{'s' * (count != 1)} {when}" for when, count in others[:2])
    rest = sum(count for _, count in others[2:])
    more = f", of {rest:,} of other dates" if rest else ""
    return f"{most[0]} ({several}{more})" if several else most[0]


def _amount(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
