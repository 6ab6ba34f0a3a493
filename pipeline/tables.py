"""The tables that a catalogue is built from and models are trained on, read and cleaned once."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from tqdm import tqdm

from engine.catalogue.store import OWN
from engine.errors import UserError
from pipeline.aside import set_aside
from pipeline.cleaning import SAME_LENGTH_MS, Cleaning, clean, to_recordings
from pipeline.popularity_history import at_last_date, by_date
from pipeline.sources import read_source
from pipeline.sources.base import Source
from pipeline.sources.spotify_listing import SPOTIFY_LISTING

_ISRC: Final = r"[A-Z]{2}[A-Z0-9]{3}\d{7}"
_SPOTIFY_ID: Final = re.compile(r"[0-9A-Za-z]{22}")
_LINK: Final = r"(?:spotify:track:|open\.spotify\.com/(?:[a-z-]+/)?track/)([0-9A-Za-z]{22})\b"


@dataclass(frozen=True)
class Tables:
    """Tables made into tracks and recordings, and the snapshots beside them.

    Parameters
    ----------
    tracks, recordings : DataFrame
        As ``pipeline.cleaning.clean`` and ``to_recordings`` give them.
    counts : Cleaning
    joined : dict or None
        Of several tables of tracks: recordings that are ``shared`` by some of them, and how many of those are
        ``differing`` in title, length or popularity. None of a single table.
    snapshots : tuple of DataFrame
        Dated tables (columns of ``SPOTIFY_SNAPSHOT``), rows without popularity left out; may be empty.
    dated : DataFrame or None
        Popularity by track id and date, as ``pipeline.popularity_history.by_date`` gives it.
    entries : tuple of dict
        What manifests say of each source: ``name`` (of the file), ``path``, ``size``, ``mtime``, ``sha256``,
        ``content_sha256``, ``rows``, ``dated``, ``tells_years``, ``collected``, ``title``, ``publisher``, ``licence``.
    """

    tracks: pd.DataFrame
    recordings: pd.DataFrame
    counts: Cleaning
    snapshots: tuple[pd.DataFrame, ...] = ()
    entries: tuple[dict[str, Any], ...] = ()
    joined: dict[str, int] | None = None
    dated: pd.DataFrame | None = None

    @classmethod
    def of(
        cls,
        rows: pd.DataFrame,
        snapshots: Sequence[pd.DataFrame] = (),
        entries: Sequence[dict[str, Any]] = (),
        aside: Path | None = None,
    ) -> "Tables":
        """Clean the rows of tables of tracks.

        Parameters
        ----------
        rows : DataFrame
            As ``pipeline.cleaning.clean`` takes them.
        snapshots, entries
            As in ``Tables``.
        aside : Path or None
            Where tracks and recordings lie; see ``pipeline.aside``.

        Raises
        ------
        UserError
            If no row has artist, album, title, genre and length.
        """
        tracks, counts = clean(rows, aside)
        if not counts.tracks:
            raise UserError("The table holds no track with artist, album, title, genre and length.", code="bad_table")
        known = tuple(snapshot[snapshot["popularity"].notna()].reset_index(drop=True) for snapshot in snapshots)
        return cls(
            tracks,
            set_aside(to_recordings(tracks), aside),
            counts,
            tuple(part for part in known if len(part)),
            tuple(entries),
            shared(rows, tracks) if "source" in rows and rows["source"].nunique() > 1 else None,
            by_date(rows, [entry["collected"] for entry in entries if not entry["dated"]] or [""], known),
        )

    def brought_up_to_date(self) -> "Tables":
        """The same with the popularity of each track at the last date that tells it, whatever the order of the tables.

        ``tracks`` and ``recordings`` then have the column ``popularity_date`` (str, empty where no table with a date
        tells it). Training sees the popularity of the listings, since it learns what became of that.
        """
        if self.dated is None:
            return self
        tracks = at_last_date(self.tracks, self.dated)
        return replace(self, tracks=tracks, recordings=to_recordings(tracks))

    def without_frames(self) -> "Tables":
        """The same without tracks, recordings and snapshots."""
        return replace(self, tracks=pd.DataFrame(), recordings=pd.DataFrame(), snapshots=(), dated=None)

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
    """Read tables of any format; those that list tracks make the tracks, snapshots stand beside them.

    Private tables are left out.

    Raises
    ------
    UserError
        If a table cannot be read, or none lists tracks.
    """
    return combined(read_sources(paths, show_progress=show_progress))


def read_sources(paths: Sequence[Path], *, aside: Path | None = None, show_progress: bool = False) -> list[Source]:
    """Read tables of any format, in order of precedence. UserError if one cannot be read.

    Their rows lie in the folder ``aside``, if one is given; see ``pipeline.aside``.
    """
    shown = tqdm(paths, "reading", leave=False, disable=None if show_progress else True)
    return [read_source(path, aside) for path in shown]


def combined(sources: Sequence[Source], workspace: str = "", *, aside: Path | None = None) -> Tables:
    """Join the tables that a workspace may see.

    Parameters
    ----------
    sources : sequence of Source
        In order of precedence.
    workspace : str
        Empty for the tables that everyone may see.
    aside : Path or None
        Where tracks and recordings lie; see ``pipeline.aside``.

    Raises
    ------
    UserError
        If none of them lists tracks.
    """
    seen = [source for source in sources if source.workspace in ("", workspace)]
    lists = [source for source in seen if not source.dated]
    if not lists:
        private = any(source.workspace for source in sources)
        raise UserError(
            f"{' and '.join(source.path.name for source in sources)}: no table here lists tracks"
            f"{' for everyone' if private else ''}.",
            "Name one that does, such as the public one with a track_genre column; dated and private tables only add "
            "to it.",
            code="bad_table",
        )
    return Tables.of(
        _joined(lists), [source.rows for source in seen if source.dated], [entry(source) for source in seen], aside
    )


def _joined(sources: Sequence[Source]) -> pd.DataFrame:
    """The rows of tables that list tracks, as ``pipeline.cleaning.clean`` takes them."""
    if len(sources) == 1 and sources[0].format.filed:
        return sources[0].rows
    return pd.concat(
        [as_listing(source.rows, source.format.filed).assign(source=place) for place, source in enumerate(sources)],
        ignore_index=True,
    )


def as_listing(rows: pd.DataFrame, filed: bool) -> pd.DataFrame:
    """Rows of any table of tracks as rows of a listing, with ``isrc`` and ``release_year``.

    Parameters
    ----------
    rows : DataFrame
        Canonical columns of a format of ``pipeline.sources``.
    filed : bool
        Whether each row has to have an album and a genre. If not, they are None where they are absent, and an id is
        made where there is none of Spotify's.
    """
    listing = rows.reindex(columns=[*SPOTIFY_LISTING.names, "isrc"])
    listing["release_year"] = _release_years(rows)
    listing["isrc"] = _codes(listing["isrc"])
    if filed:
        return listing
    listing["track_id"] = _track_ids(listing)
    listing["album_name"] = listing["album_name"].where(listing["album_name"].str.strip() != "", None)
    listing["duration_ms"] = listing["duration_ms"].round().astype("int64")
    listing["popularity"] = listing["popularity"].round()
    genres = listing["track_genre"].astype(object).fillna("").astype(str)
    # A track stands once for every genre, as in a listing.
    split = (list(filter(None, map(str.strip, said.split(";")))) for said in genres)
    listing["track_genre"] = pd.Series([names or None for names in split], index=listing.index, dtype=object)
    return listing.explode("track_genre", ignore_index=True)


def _release_years(rows: pd.DataFrame) -> "pd.Series[float]":
    """The year of release that each row tells: of its date, else of its year; NaN where unknown."""
    nothing = pd.Series(np.nan, index=rows.index)
    dates = rows["release_date"].str[:4] if "release_date" in rows else nothing
    return pd.to_numeric(dates, errors="coerce").fillna(rows.get("year", nothing))


def _codes(codes: "pd.Series[Any]") -> "pd.Series[Any]":
    """ISRCs without hyphens, None where absent or malformed."""
    plain = codes.astype(object).fillna("").astype(str).str.upper().str.replace(r"[\s-]", "", regex=True)
    return plain.where(plain.str.fullmatch(_ISRC), None).astype(object)


def _track_ids(rows: pd.DataFrame) -> list[str]:
    """Spotify's track ids, out of links where there are links; of another id, or of the names, an id is made."""
    texts = rows["track_id"].astype(object).fillna("").astype(str).str.strip()
    ids = texts.str.extract(_LINK, expand=False).fillna(texts)
    names = zip(rows["artists"], rows["track_name"], rows["album_name"].fillna(""), strict=True)
    return [
        track_id if _SPOTIFY_ID.fullmatch(track_id) else own_id(track_id or "\n".join(map(str, said)))
        for track_id, said in zip(ids, names, strict=True)
    ]


def own_id(text: str) -> str:
    """A track id for what Spotify does not know by one: as long as Spotify's, always the same for a text.

    Examples
    --------
    >>> own_id("CAT 001")
    'own4ad5b3153f0cabc97b7'
    """
    return f"{OWN}{blake2b(text.encode('utf-8', 'replace'), digest_size=10).hexdigest()[: 22 - len(OWN)]}"


def shared(rows: pd.DataFrame, tracks: pd.DataFrame) -> dict[str, int]:
    """How many recordings several tables hold, and of how many of these their facts differ.

    Facts differ if titles do but for case, if lengths do by more than two seconds, or if popularities do.
    """
    recording = dict(zip(tracks["track_id"], tracks["recording"], strict=True))
    known = rows.assign(recording=rows["track_id"].map(recording), title=rows["track_name"].str.casefold())
    known = known.dropna(subset=["recording"]).drop_duplicates(["recording", "source"])
    of_each = known.groupby("recording").agg(
        tables=("source", "size"),
        titles=("title", "nunique"),
        shortest=("duration_ms", "min"),
        longest=("duration_ms", "max"),
        popularities=("popularity", "nunique"),
    )
    several = of_each[of_each["tables"] > 1]
    apart = several["longest"] - several["shortest"] > SAME_LENGTH_MS
    differing = (several["titles"] > 1) | apart | (several["popularities"] > 1)
    return {"shared": len(several), "differing": int(differing.sum())}


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
        "tells_years": bool(_release_years(source.rows).notna().any()),
        **asdict(source.provenance),
        "collected": source.collected,
        **({"workspace": source.workspace} if source.workspace else {}),
    }
