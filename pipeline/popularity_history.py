"""Popularity of the same track ids at several dates, written when a catalogue is built."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from engine.features import AUDIO_NAMES
from engine.trends.popularity import FILE


def by_date(rows: pd.DataFrame, collected: Sequence[str], snapshots: Sequence[pd.DataFrame]) -> pd.DataFrame | None:
    """Popularity by track id and date of collection; None if all is of one date.

    Parameters
    ----------
    rows : DataFrame
        Of tables of tracks: ``track_id``, ``popularity``, and if there are several tables ``source``, their place.
    collected : sequence of str
        When each of these tables was collected, empty where nobody knows: that counts as before all dates.
    snapshots : sequence of DataFrame
        Dated tables, columns of ``SPOTIFY_SNAPSHOT``.

    Returns
    -------
    DataFrame
        Indexed by the track ids of ``rows`` whose popularity some table tells, a column a date, ascending; NaN where it
        was not collected. Of several values of one date the highest counts in one table, and the first table before
        others.
    """
    days = {*collected, *(day for snapshot in snapshots for day in snapshot["data_collection_date"].unique())}
    if len(days) < 2:
        return None
    sources = rows["source"] if "source" in rows else pd.Series(0, index=rows.index)
    parts = [
        rows.loc[sources == place, ["track_id", "popularity"]].assign(day=day, table=place)
        for place, day in enumerate(collected)
    ]
    parts += [
        snapshot[["track_id", "popularity"]].assign(day=snapshot["data_collection_date"], table=len(collected) + place)
        for place, snapshot in enumerate(snapshots)
    ]
    told = pd.concat(parts, ignore_index=True).dropna(subset=["popularity"])
    told = told[told["track_id"].isin(rows["track_id"])]
    told = told.sort_values(["table", "popularity"], ascending=[True, False], kind="stable")
    told = told.drop_duplicates(["track_id", "day"])
    return told.pivot(index="track_id", columns="day", values="popularity").reindex(columns=sorted(days))


def at_last_date(tracks: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """Tracks with the popularity of the last date that tells it, and that date as ``popularity_date``.

    Parameters
    ----------
    tracks : DataFrame
        As ``pipeline.cleaning.clean`` gives them.
    dated : DataFrame
        As ``by_date`` gives it.
    """
    last = dated.ffill(axis=1).iloc[:, -1]
    day = dated.notna().iloc[:, ::-1].idxmax(axis=1)
    return tracks.assign(
        popularity=tracks["track_id"].map(last).round().fillna(tracks["popularity"]),
        popularity_date=tracks["track_id"].map(day).fillna(""),
    )


def write(tracks: pd.DataFrame, dated: pd.DataFrame, directory: Path) -> bool:
    """Write ``popularity_history.npz`` into a catalogue directory, if the tables tell two dates.

    Parameters
    ----------
    tracks : DataFrame
        As ``pipeline.cleaning.clean`` gives them.
    dated : DataFrame
        As ``by_date`` gives it.

    Returns
    -------
    bool
        Whether it was written.
    """
    table = dated.drop(columns="", errors="ignore")
    if len(table.columns) < 2:
        return False
    table = table[table.notna().sum(axis=1) > 1]
    recording = tracks.set_index("track_id")["recording"].reindex(table.index)
    # Of a recording's ids, the one that was most popular at first.
    order = table.bfill(axis=1).iloc[:, 0].sort_values(ascending=False, kind="stable").index
    seen = recording[order].dropna().drop_duplicates().sort_values()
    np.savez_compressed(
        directory / FILE,
        dates=np.array(list(table.columns), dtype=np.str_),
        recordings=seen.to_numpy(dtype=np.int32),
        popularity=table.loc[seen.index].to_numpy(dtype=np.float32),
    )
    return True


def link(tracks: pd.DataFrame, snapshot: pd.DataFrame) -> "pd.Series[float]":
    """Match each row of a snapshot to the recording that it is a release of.

    By track id; else by the same nine audio values; else by main artist and title, but for case. On the public
    tables the second agrees with the first in 99.8% of rows and the third in 99.3%.

    Returns
    -------
    Series of float64
        With the index of ``snapshot``; NaN where the recording is not in ``tracks``.
    """
    by_id = _lookup(tracks["track_id"], tracks["recording"])
    sound = [_sounds(frame) for frame in (tracks, snapshot)]
    names = [
        frame[artist].str.casefold() + "\n" + frame["track_name"].str.casefold()
        for frame, artist in ((tracks, "main_artist"), (snapshot, "artist_name"))
    ]
    linked = snapshot["track_id"].map(by_id)
    for ours, theirs in (sound, names):
        linked = linked.fillna(theirs.map(_lookup(ours, tracks["recording"])))
    return pd.Series(linked, dtype="float64")


def _lookup(keys: "pd.Series[str]", recordings: "pd.Series[int]") -> dict[str, int]:
    return dict(zip(keys[::-1], recordings[::-1], strict=True))  # the first in the table wins


def _sounds(rows: pd.DataFrame) -> "pd.Series[str]":
    # A missing tempo is NaN in a cleaned table and 0 in a raw one.
    values = rows[list(AUDIO_NAMES)].fillna(0).round(6).to_numpy(dtype=np.float64) + 0.0
    return pd.Series([row.tobytes() for row in values], index=rows.index)
