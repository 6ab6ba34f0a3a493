"""Clean the rows of a listing: tracks (one row a track id) and recordings (one row a sound).

The table lists a track once for every genre it was found under, and one sound stands under many track ids
(singles, albums, compilations). Whoever counts rows counts the same music many times, and whoever splits
rows puts the same music on both sides. Everything downstream therefore works on recordings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.credits import credited
from engine.features import AUDIO_NAMES


@dataclass(frozen=True)
class Cleaning:
    """What cleaning did, in counts."""

    rows: int
    incomplete: int
    duplicates: int
    tracks: int
    recordings: int
    genres: int
    without_tempo: int


def clean(rows: pd.DataFrame) -> tuple[pd.DataFrame, Cleaning]:
    """One row a track id, with its set of genres and its recording.

    Rows without track id, artist, album, title, genre or length are dropped, as are exact duplicates. A tempo of
    0 BPM or a time signature of 0 means that no beat was found: missing, not slow. Where the rows of an id disagree
    on popularity (the table was collected over some days), the highest counts.

    Parameters
    ----------
    rows : DataFrame
        The canonical columns of ``pipeline.sources.spotify_listing``.

    Returns
    -------
    tracks : DataFrame
        The table's columns in the order of each id's first row, without ``track_genre`` but with ``genres``
        (tuple of str, in table order), ``main_artist`` (str, the first of ``credited``) and ``recording`` (int64,
        0 .. recordings - 1, numbered by first appearance). ``tempo``, ``time_signature``, ``key``, ``mode`` and
        ``popularity`` are NaN where missing.
    counts : Cleaning
    """
    lacking = rows["duration_ms"] == 0
    for name in ("track_id", "artists", "album_name", "track_name", "track_genre"):
        lacking |= rows[name].isin([text for text in rows[name].unique() if not _is_visible(text)])
    complete = rows[~lacking]
    distinct = complete.drop_duplicates()
    track, _ = pd.factorize(distinct["track_id"])
    tracks = distinct.drop_duplicates("track_id").drop(columns="track_genre").reset_index(drop=True)
    tracks["popularity"] = distinct.groupby(track)["popularity"].max()
    tracks["genres"] = pooled(track, ((genre,) for genre in distinct["track_genre"]), len(tracks))
    tracks["main_artist"] = [names[0] for names in credited(tracks["artists"])]
    tracks["recording"] = recording_numbers(tracks)
    tracks["tempo"] = tracks["tempo"].where(tracks["tempo"] > 0)
    tracks["time_signature"] = tracks["time_signature"].where(tracks["time_signature"] > 0)
    counts = Cleaning(
        rows=len(rows),
        incomplete=int(lacking.sum()),
        duplicates=len(complete) - len(distinct),
        tracks=len(tracks),
        recordings=int(tracks["recording"].max()) + 1 if len(tracks) else 0,
        genres=int(distinct["track_genre"].nunique()),
        without_tempo=int(tracks["tempo"].isna().sum()),
    )
    return tracks, counts


def _is_visible(text: str) -> bool:
    """Whether a name shows anything: not of blanks and invisible signs alone."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


def recording_numbers(tracks: pd.DataFrame) -> np.ndarray:
    """Which recording each track id is a release of.

    Two ids are one recording if all nine audio features agree to the last digit, or if artists and title
    are the same but for case (re-analysed releases differ in the third decimal); and so on along the chain.

    Returns
    -------
    int64, shape (tracks,)
        Numbered by first appearance.
    """
    count = len(tracks)
    position = pd.Series(np.arange(count))
    sound = tracks.groupby(list(AUDIO_NAMES), sort=False, dropna=False).ngroup().to_numpy()
    names = tracks["artists"].str.casefold() + "\n" + tracks["track_name"].str.casefold()
    pairs = [position.groupby(keys).transform("first").to_numpy() for keys in (sound, names.to_numpy())]
    links = coo_array(
        (np.ones(2 * count, dtype=np.int8), (np.tile(np.arange(count), 2), np.concatenate(pairs))), (count, count)
    )
    _, component = connected_components(links, directed=False)
    return np.asarray(pd.factorize(component)[0], dtype=np.int64)


def to_recordings(tracks: pd.DataFrame) -> pd.DataFrame:
    """One row a recording: its most popular release, with the genres of all of them.

    Returns
    -------
    DataFrame
        The columns of ``tracks``, indexed 0 .. recordings - 1 by recording. Among equally popular releases
        the one that stands first in the table is shown.
    """
    best = tracks.sort_values("popularity", ascending=False, kind="stable").drop_duplicates("recording")
    best = best.set_index("recording", drop=False).sort_index()
    best["genres"] = pooled(tracks["recording"], tracks["genres"], len(best))
    return best


def pooled(groups: Iterable[int], sets: Iterable[Sequence[str]], count: int) -> list[tuple[str, ...]]:
    """The union of the genre sets of each group 0 .. count - 1, in order of first appearance."""
    unions: list[dict[str, None]] = [{} for _ in range(count)]
    for group, genres in zip(groups, sets, strict=True):
        unions[group].update(dict.fromkeys(genres))
    return [tuple(union) for union in unions]
