"""Aggregate the sound of a dated table by year of release."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from engine.trends.years import FEATURES, FILE
from pipeline.cleaning import recording_numbers

MIN_RECORDINGS: Final = 30  # in a period; one with fewer is left out
MIN_PERIODS: Final = 3  # of a genre; one with fewer is left out
GENRE_YEARS: Final = 5  # years to a period within a genre, where single years are too thin
SHIPPED_SOURCE: Final = "public Spotify table by search genre"
"""What answers call the table behind the aggregates that ship with the project."""

# The dated table's names for genres that the listing spells otherwise, once spaces are hyphens.
_SPELLINGS: Final = {"r&b": "r-n-b", "synthpop": "synth-pop", "world": "world-music"}


def aggregate(snapshots: Sequence[pd.DataFrame], source: str) -> dict[str, Any]:
    """Counts, means and deviations of the features by year of release, each recording once.

    Parameters
    ----------
    snapshots : sequence of DataFrame
        Columns of ``SPOTIFY_SNAPSHOT``.
    source : str
        What to call the table in an answer.

    Returns
    -------
    dict
        ``source``, ``collected``, ``all`` by single years, and ``genres``, each by periods of five years. An entry
        holds ``first``, ``last``, ``recordings`` (one number a period) and ``means``, ``deviations`` (one row a
        period, one column a feature of ``FEATURES``). Recordings without a tempo are left out.
    """
    rows = pd.concat(snapshots, ignore_index=True)
    rows = rows.assign(
        year=pd.to_numeric(rows["release_date"].str[:4], errors="coerce"),
        genre=rows["search_genre"].map(genre_name),
        duration=rows["duration_ms"] / 1000,
        artists=rows["artist_name"],
    )
    rows = rows[(rows["year"] > 0) & (rows["tempo"] > 0)].dropna(subset=list(FEATURES))
    rows["recording"] = recording_numbers(rows)
    # The earliest known release stands for the recording.
    rows = rows.sort_values("year", kind="stable")
    genres = {
        genre: entry
        for genre, members in rows.drop_duplicates(["recording", "genre"]).groupby("genre")
        if genre and len((entry := _periods(members, GENRE_YEARS))["first"]) >= MIN_PERIODS
    }
    return {
        "source": source,
        "collected": max(rows["data_collection_date"], default=""),
        "features": list(FEATURES),
        "all": _periods(rows.drop_duplicates("recording"), 1),
        "genres": genres,
    }


def of_tracks(tracks: pd.DataFrame, collected: str) -> pd.DataFrame:
    """The tracks whose year of release a table tells, as rows of a snapshot; one row a genre, "" for no genre.

    Parameters
    ----------
    tracks : DataFrame
        As ``pipeline.cleaning.clean`` gives them, with ``release_year``.
    collected : str
    """
    told = tracks[tracks["release_year"] > 0]
    return told.assign(
        release_date=told["release_year"].astype(int).astype(str),
        search_genre=told["genres"].map(lambda genres: genres or ("",)),
        artist_name=told["artists"],
        data_collection_date=collected,
    ).explode("search_genre", ignore_index=True)


def genre_name(name: str) -> str:
    """The listing's spelling of a snapshot's genre: ``hip hop`` is ``hip-hop``."""
    hyphenated = name.strip().casefold().replace(" ", "-")
    return _SPELLINGS.get(hyphenated, hyphenated)


def _periods(rows: pd.DataFrame, years: int) -> dict[str, Any]:
    by_period = rows.groupby(rows["year"].astype(int) // years * years)[list(FEATURES)]
    counts = by_period.size()
    kept = counts.index[counts >= MIN_RECORDINGS]
    return {
        "first": kept.tolist(),
        "last": (kept + years - 1).tolist(),
        "recordings": counts[kept].tolist(),
        "means": by_period.mean().loc[kept].round(4).to_numpy().tolist(),
        "deviations": by_period.std().loc[kept].round(4).to_numpy().tolist(),
    }


def write(snapshots: Sequence[pd.DataFrame], source: str, directory: Path) -> None:
    """Aggregate and write ``yearly_features.json`` into a directory; nothing where too few years have recordings."""
    found = aggregate(snapshots, source) if snapshots else None
    if found is not None and len(found["all"]["first"]) >= MIN_PERIODS:
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        (directory / FILE).write_text(text + "\n", encoding="utf-8")
