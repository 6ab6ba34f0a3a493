"""Clean the rows of tables: tracks (one row a track id) and recordings (one row a sound).

The table lists a track once for every genre it was found under, and one sound stands under many track ids
(singles, albums, compilations). Whoever counts rows counts the same music many times, and whoever splits
rows puts the same music on both sides. Everything downstream therefore works on recordings.

Where rows of several tables are cleaned together, the tables stand in the order of precedence: of a track, and of a
recording, each fact is that of the first table that has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.catalogue.names import fold
from engine.credits import credits_of
from engine.features import AUDIO_NAMES
from pipeline.aside import set_aside

SAME_LENGTH_MS: Final = 2000  # by which the lengths of one recording may differ between tables
_FILLED: Final = ("album_name", "key", "mode", "time_signature", *AUDIO_NAMES)
"""What a release of a recording lacks and another may tell."""


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


def clean(rows: pd.DataFrame, aside: Path | None = None) -> tuple[pd.DataFrame, Cleaning]:
    """One row a track id, with its set of genres and its recording.

    Rows without track id, artist, album, title, genre or length are dropped, as are exact duplicates. A tempo of
    0 BPM or a time signature of 0 means that no beat was found: missing, not slow. Where the rows of an id disagree
    on popularity (the table was collected over some days), the highest counts.

    Parameters
    ----------
    rows : DataFrame
        The canonical columns of ``pipeline.sources.spotify_listing``. Album and genre are None in rows of a table that
        does not tell them. Of several tables also ``source`` (int, in order of precedence), ``isrc`` (str or None) and
        ``release_year`` (float64).
    aside : Path or None
        Where copies of the table lie meanwhile, and the tracks; see ``pipeline.aside``.

    Returns
    -------
    tracks : DataFrame
        The table's columns in the order of each id's first row, without ``track_genre`` but with ``genres``
        (tuple of str, in table order, empty where no table tells), ``main_artist`` (str, the first of ``credited``) and
        ``recording`` (int64, 0 .. recordings - 1, numbered by first appearance). ``tempo``, ``time_signature``,
        ``key``, ``mode`` and ``popularity`` are NaN where missing, the album is "".
    counts : Cleaning
    """
    complete = set_aside(complete_rows(rows), aside)
    distinct = set_aside(distinct_rows(complete), aside)
    counts = {"rows": len(rows), "incomplete": len(rows) - len(complete), "duplicates": len(complete) - len(distinct)}
    del complete
    tracks = set_aside(tracks_of(distinct).reset_index(drop=True), aside)
    del distinct
    return finished(tracks, recording_numbers(tracks), **counts)


def complete_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with track id, artist, album, title, genre and length, as far as their table tells these."""
    lacking = rows["duration_ms"] == 0
    for name in ("track_id", "artists", "album_name", "track_name", "track_genre"):
        lacking |= rows[name].isin([text for text in rows[name].unique() if isinstance(text, str) and not _shows(text)])
    return rows[~lacking] if lacking.any() else rows


def distinct_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without those that stand above in full."""
    # Whoever is the same in all columns is so in these two; few are, and only those are compared in full.
    repeated = rows.duplicated(["track_id", "track_genre"], keep=False).to_numpy(copy=True)
    repeated[repeated] = rows[repeated].duplicated()
    return rows[~repeated] if repeated.any() else rows


def tracks_of(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a track id, as ``clean`` gives it but for the recording, and with a tempo of 0 where there is none.

    Parameters
    ----------
    rows : DataFrame
        Complete and distinct, all of each id.

    Returns
    -------
    DataFrame
        Its index holds those of each id's first row.
    """
    track, _ = pd.factorize(rows["track_id"])
    several = "source" in rows
    tracks = (rows.groupby(track, sort=True).first() if several else rows.drop_duplicates("track_id")).drop(
        columns="track_genre"
    )
    tracks = tracks.reset_index(drop=True)
    tracks["album_name"] = tracks["album_name"].fillna("")
    tracks["popularity"] = _popularity(rows, track)
    listed = ((genre,) if isinstance(genre, str) else () for genre in rows["track_genre"])
    tracks["genres"] = pooled(track, listed, len(tracks))
    tracks["main_artist"] = [credits_of(text)[0] for text in tracks["artists"]]
    return tracks.set_index(rows.index[~rows.duplicated("track_id")])


def finished(
    tracks: pd.DataFrame, recordings: np.ndarray, *, rows: int, incomplete: int, duplicates: int
) -> tuple[pd.DataFrame, Cleaning]:
    """Tracks with the number of each one's recording, and the counts; see ``clean``."""
    tracks = without_zeros(tracks.assign(recording=recordings))
    counts = Cleaning(
        rows=rows,
        incomplete=incomplete,
        duplicates=duplicates,
        tracks=len(tracks),
        recordings=int(recordings.max()) + 1 if len(tracks) else 0,
        genres=len({genre for genres in tracks["genres"] for genre in genres}),
        without_tempo=int(tracks["tempo"].isna().sum()),
    )
    return tracks, counts


def without_zeros(tracks: pd.DataFrame) -> pd.DataFrame:
    """Tracks whose tempo and time signature are NaN where no beat was found."""
    return tracks.assign(**{name: tracks[name].where(tracks[name] > 0) for name in ("tempo", "time_signature")})


def _popularity(rows: pd.DataFrame, track: np.ndarray) -> "pd.Series[float]":
    """The popularity of each track: the highest in the first table that tells it."""
    if "source" not in rows:
        return rows.groupby(track)["popularity"].max()
    return rows.groupby([track, rows["source"].to_numpy()])["popularity"].max().groupby(level=0).first()


def _shows(text: str) -> bool:
    """Whether a name shows anything: not of blanks and invisible signs alone."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


def recording_numbers(tracks: pd.DataFrame) -> np.ndarray:
    """Which recording each track id is a release of.

    Two ids are one recording if all nine audio features agree to the last digit, or if artists and title
    are the same but for case (re-analysed releases differ in the third decimal); and so on along the chain. Across
    tables they are also one if they have the same ISRC, or if main artist and title are the same but for case, accents
    and punctuation, and the lengths differ by two seconds at most.

    Returns
    -------
    int64, shape (tracks,)
        Numbered by first appearance.
    """
    pairs = [np.array([np.arange(len(tracks)), first(tracks)]) for first in (first_of_sound, first_of_names)]
    if "source" in tracks:
        pairs.append(_across_tables(tracks))
    return linked(len(tracks), np.concatenate(pairs, axis=1))


def first_of_sound(tracks: pd.DataFrame) -> np.ndarray:
    """The place of the first track with the same nine audio features, the track's own where one is unknown; int64."""
    features = list(AUDIO_NAMES)
    sound = tracks.groupby(features, sort=False, dropna=False).ngroup().to_numpy()
    # Those whose sound is not known in full do not sound alike for that.
    return _first(np.where(tracks[features].notna().all(axis=1), sound, -1 - np.arange(len(tracks))))


def first_of_names(tracks: pd.DataFrame) -> np.ndarray:
    """The place of the first track whose artists and title are the same but for case; int64."""
    return _first((tracks["artists"].str.casefold() + "\n" + tracks["track_name"].str.casefold()).to_numpy())


def _first(keys: np.ndarray) -> np.ndarray:
    return pd.Series(np.arange(len(keys))).groupby(keys).transform("first").to_numpy()


def linked(count: int, pairs: np.ndarray) -> np.ndarray:
    """The connected components of so many tracks, numbered by first appearance: int64, shape (count,).

    Parameters
    ----------
    pairs : int64, shape (2, pairs)
        Places of tracks that are one recording.
    """
    links = coo_array((np.ones(pairs.shape[1], dtype=np.int8), (pairs[0], pairs[1])), (count, count))
    _, component = connected_components(links, directed=False)
    return np.asarray(pd.factorize(component)[0], dtype=np.int64)


def _across_tables(tracks: pd.DataFrame) -> np.ndarray:
    """Pairs of tracks of different tables that are one recording: int64, shape (2, pairs)."""
    codes = tracks["isrc"]
    same_code = codes.groupby(codes).transform(lambda group: group.index[0]).dropna()
    pairs = [np.array([same_code.index, same_code], dtype=np.int64)]
    plain = cache(fold)  # names recur
    keys = [
        f"{artist}\n{title}" if artist and title else None
        for artist, title in zip(map(plain, tracks["main_artist"]), map(plain, tracks["track_name"]), strict=True)
    ]
    near = pd.DataFrame({"key": keys, "length": tracks["duration_ms"], "source": tracks["source"]}).dropna()
    near = near.sort_values(["key", "length"], kind="stable")
    one, next_one = near.iloc[:-1], near.iloc[1:]
    joined = (
        (one["key"].to_numpy() == next_one["key"].to_numpy())
        & (one["source"].to_numpy() != next_one["source"].to_numpy())
        & (next_one["length"].to_numpy() - one["length"].to_numpy() <= SAME_LENGTH_MS)
    )
    pairs.append(np.array([one.index[joined], next_one.index[joined]], dtype=np.int64))
    return np.concatenate(pairs, axis=1)


def to_recordings(tracks: pd.DataFrame) -> pd.DataFrame:
    """One row a recording: its most popular release, with the genres of all of them.

    Returns
    -------
    DataFrame
        The columns of ``tracks``, indexed by recording, ascending. Among equally popular releases
        the one that stands first in the table is shown. What its table does not tell is filled in from the other
        releases.
    """
    order = tracks["popularity"].reset_index(drop=True).sort_values(ascending=False, kind="stable").index
    recording = tracks["recording"].iloc[order]
    shown = order[np.flatnonzero(~recording.duplicated())]
    best = tracks.iloc[shown[np.argsort(tracks["recording"].iloc[shown])]]
    best = best.set_index("recording", drop=False)
    if "source" in tracks:
        ordered = tracks.iloc[order]
        told = ordered.assign(album_name=ordered["album_name"].where(ordered["album_name"] != "", None))
        rest = told[["recording", *_FILLED]].groupby("recording").first()
        best[list(_FILLED)] = best[list(_FILLED)].where(best[list(_FILLED)] != "").combine_first(rest)
        best["album_name"] = best["album_name"].fillna("")
    best["genres"] = pooled(best.index.get_indexer(pd.Index(tracks["recording"])), tracks["genres"], len(best))
    return best


def pooled(groups: Iterable[int], sets: Iterable[Sequence[str]], count: int) -> list[tuple[str, ...]]:
    """The union of the genre sets of each group 0 .. count - 1, in order of first appearance."""
    unions: list[tuple[str, ...]] = [()] * count
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}  # few sets are many tracks': each is kept once
    for group, genres in zip(groups, sets, strict=True):
        union = tuple(dict.fromkeys((*unions[group], *genres)))
        unions[group] = kept.setdefault(union, union)
    return unions
