"""The tables that a catalogue is built from and models are trained on, read and cleaned once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from engine.errors import UserError
from pipeline.cleaning import Cleaning, clean, to_recordings
from pipeline.sources import read_source
from pipeline.sources.base import Source


@dataclass(frozen=True)
class Tables:
    """Listings made into tracks and recordings, and the snapshots beside them.

    Parameters
    ----------
    tracks, recordings : DataFrame
        As ``pipeline.cleaning.clean`` and ``to_recordings`` give them.
    counts : Cleaning
    snapshots : tuple of DataFrame
        Dated tables (columns of ``SPOTIFY_SNAPSHOT``), rows without popularity left out; may be empty.
    entries : tuple of dict
        What manifests say of each source: ``name`` (of the file), ``path``, ``size``, ``mtime``, ``sha256``,
        ``content_sha256``, ``rows``, ``dated``, ``collected``, ``title``, ``publisher`` and ``licence``.
    """

    tracks: pd.DataFrame
    recordings: pd.DataFrame
    counts: Cleaning
    snapshots: tuple[pd.DataFrame, ...] = ()
    entries: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(
        cls, rows: pd.DataFrame, snapshots: Sequence[pd.DataFrame] = (), entries: Sequence[dict[str, Any]] = ()
    ) -> "Tables":
        """Clean the rows of listings.

        Raises
        ------
        UserError
            If no row has artist, album, title, genre and length.
        """
        tracks, counts = clean(rows)
        if not counts.tracks:
            raise UserError("The table holds no track with artist, album, title, genre and length.", code="bad_table")
        known = tuple(snapshot[snapshot["popularity"].notna()].reset_index(drop=True) for snapshot in snapshots)
        return cls(tracks, to_recordings(tracks), counts, tuple(part for part in known if len(part)), tuple(entries))

    @cached_property
    def collected(self) -> str:
        """Day or month on which the listings were collected, the last one; empty where nobody knows."""
        return max((entry["collected"] for entry in self.entries if not entry["dated"]), default="")

    @property
    def listings(self) -> list[dict[str, Any]]:
        """The entries of the listings."""
        return [entry for entry in self.entries if not entry["dated"]]

    @property
    def summary(self) -> dict[str, Any]:
        """What a model's manifest entry says of its training table: name, checksum and the counts of cleaning."""
        names = " and ".join(entry["name"] for entry in self.listings)
        checksums = " and ".join(entry["sha256"] for entry in self.listings)
        return {"name": names, "sha256": checksums, **asdict(self.counts)}


def read_tables(paths: Sequence[Path], *, show_progress: bool = False) -> Tables:
    """Read tables of any format; listings make the tracks, snapshots stand beside them.

    Raises
    ------
    UserError
        If a table cannot be read, or none is a listing.
    """
    shown = tqdm(paths, "reading", leave=False, disable=None if show_progress else True)
    sources = [read_source(path) for path in shown]
    listings = [source.rows for source in sources if not source.dated]
    if not listings:
        raise UserError(
            f"{' and '.join(path.name for path in paths)}: no table here lists tracks by genre.",
            "Name one with a track_genre column first; dated tables only add to it.",
            code="bad_table",
        )
    return Tables.of(
        pd.concat(listings, ignore_index=True),
        [source.rows for source in sources if source.dated],
        [entry(source) for source in sources],
    )


def entry(source: Source) -> dict[str, Any]:
    """Describe a source for a manifest."""
    state = source.path.stat()
    return {
        "name": source.path.name,
        "path": str(source.path.resolve()),
        "size": state.st_size,
        "mtime": state.st_mtime,
        "sha256": source.sha256,
        "content_sha256": source.content_sha256,
        "rows": len(source.rows),
        "dated": source.dated,
        **asdict(source.provenance),
        "collected": source.collected,
    }
