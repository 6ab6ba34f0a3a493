"""Clean the rows of tables: tracks (one row a track id) and recordings (one row a sound).

The table lists a track once for every genre it was found under, and one sound stands under many track ids
(singles, albums, compilations). Whoever counts rows counts the same music many times, and whoever splits
rows puts the same music on both sides. Everything downstream therefore works on recordings.

Where rows of several tables are cleaned together, the tables stand in the order of precedence: of a track, and of a
recording, each fact is that of the first table that has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.catalogue.names import fold
from engine.features import AUDIO_NAMES
from pipeline.aside import set_aside
from pipeline.text_columns import Codes, blank, casefolded, coded, credited, texts_of

SAME_LENGTH_MS: Final = 2000  # by which the lengths of one recording may differ between tables
_MIXING: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits evenly mixed
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
    lacking = (rows["duration_ms"] == 0).to_numpy(copy=True)
    for name in ("track_id", "artists", "album_name", "track_name", "track_genre"):
        lacking |= blank(texts_of(rows[name]))
    return rows[~lacking] if lacking.any() else rows


def distinct_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without those that stand above in full."""
    # Whoever is the same in all columns is so in these two; few are, and only those are compared in full.
    (track, _), (genre, genres) = (coded(texts_of(rows[name])) for name in ("track_id", "track_genre"))
    repeated = pd.Series(track * (len(genres) + 1) + genre).duplicated(keep=False).to_numpy(copy=True)
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
    track, ids = coded(texts_of(rows["track_id"]))
    first = first_places(track, len(ids))
    tracks = rows.take(first).drop(columns="track_genre").reset_index(drop=True)
    if "source" in rows:
        tracks = told_first(tracks, rows, track)
    tracks["album_name"] = tracks["album_name"].fillna("")
    tracks["popularity"] = _popularity(rows, track)
    genre, genres = coded(texts_of(rows["track_genre"]))
    # The last one is of those that no table files.
    tracks["genres"] = pooled(
        track, genre % (len(genres) + 1), [*((name,) for name in genres.to_pylist()), ()], len(ids)
    )
    artists = credited(texts_of(tracks["artists"]))
    tracks["main_artist"] = pd.Series(artists.names.take(pa.array(artists.main)).to_numpy(False), dtype=str)
    return tracks.set_index(rows.index[first])


def told_first(best: pd.DataFrame, rows: pd.DataFrame, groups: Codes) -> pd.DataFrame:
    """The same with what ``best`` lacks, filled in from the first row of each group that tells it.

    Parameters
    ----------
    best : DataFrame
        One row a group, by number.
    rows : DataFrame
    groups : int64, shape (rows,)
    """
    filled = {}
    for name in best.columns[best.isna().any()]:
        known = np.flatnonzero(rows[name].notna())
        place = first_places(groups[known], len(best))
        found = rows[name].array[known].take(place, allow_fill=True)
        filled[name] = pd.Series(found, index=best.index, dtype=rows[name].dtype)
    return best.assign(**filled)


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
        genres=len(set().union(*set(tracks["genres"]))),
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


def first_of_sound(tracks: pd.DataFrame) -> Codes:
    """The place of the first track with the same nine audio features, the track's own where one is unknown; int64."""
    values = [tracks[name].to_numpy(np.float64) + 0.0 for name in AUDIO_NAMES]  # of -0 too this is 0
    mixed = np.zeros(len(tracks), dtype=np.uint64)
    for column in values:
        mixed = (mixed ^ (mixed >> np.uint64(29)) ^ column.view(np.uint64)) * _MIXING
    first = _first(mixed)
    if not all(np.array_equal(column, column[first], equal_nan=True) for column in values):
        # Others have come to the same number by chance.
        first = _first(tracks.groupby(list(AUDIO_NAMES), sort=False, dropna=False).ngroup().to_numpy())
    # Those whose sound is not known in full do not sound alike for that.
    return np.where(np.isnan(values).any(axis=0), np.arange(len(tracks)), first)


def first_of_names(tracks: pd.DataFrame) -> Codes:
    """The place of the first track whose artists and title are the same but for case; int64."""
    (artists, _), (title, titles) = (_coded_without_case(tracks[name]) for name in ("artists", "track_name"))
    return _first(artists * len(titles) + title)


def _coded_without_case(column: "pd.Series[str]") -> tuple[Codes, pa.Array]:
    codes, values = coded(texts_of(column))
    plain, kinds = coded(casefolded(values))
    return plain[codes], kinds


def _first(keys: np.ndarray) -> Codes:
    """The place of the first of the same key; int64, shape (keys,)."""
    codes, kinds = pd.factorize(keys)
    return first_places(codes, len(kinds))[codes]


def first_places(groups: Codes, count: int) -> Codes:
    """The place of the first row of each group 0 .. count - 1, -1 where there is none; int64, shape (count,)."""
    places = np.full(count, -1)
    places[groups[::-1]] = np.arange(len(groups))[::-1]  # of several the last one counts
    return places


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
    code, _ = coded(texts_of(tracks["isrc"]))
    with_code = np.flatnonzero(code >= 0)
    pairs = [np.array([with_code, with_code[_first(code[with_code])]])]
    (artist, artists), (title, titles) = (_coded_folded(tracks[name]) for name in ("main_artist", "track_name"))
    keys = np.where(artists.astype(bool)[artist] & titles.astype(bool)[title], artist * len(titles) + title, -1)
    near = pd.DataFrame({"key": keys, "length": tracks["duration_ms"], "source": tracks["source"]})
    near = near[keys >= 0].dropna()
    near = near.sort_values(["key", "length"], kind="stable")
    one, next_one = near.iloc[:-1], near.iloc[1:]
    joined = (
        (one["key"].to_numpy() == next_one["key"].to_numpy())
        & (one["source"].to_numpy() != next_one["source"].to_numpy())
        & (next_one["length"].to_numpy() - one["length"].to_numpy() <= SAME_LENGTH_MS)
    )
    pairs.append(np.array([one.index[joined], next_one.index[joined]], dtype=np.int64))
    return np.concatenate(pairs, axis=1)


def _coded_folded(column: "pd.Series[str]") -> tuple[Codes, np.ndarray]:
    """Each text as the number of a different one but for case, accents and punctuation, and these."""
    codes, values = coded(texts_of(column))
    plain, kinds = pd.factorize(np.array([fold(text) for text in values.to_pylist()], dtype=object))
    return plain[codes], kinds


def to_recordings(tracks: pd.DataFrame) -> pd.DataFrame:
    """One row a recording: its most popular release, with the genres of all of them.

    Returns
    -------
    DataFrame
        The columns of ``tracks``, indexed by recording, ascending. Among equally popular releases
        the one that stands first in the table is shown. What its table does not tell is filled in from the other
        releases.
    """
    order = tracks["popularity"].reset_index(drop=True).sort_values(ascending=False, kind="stable").index.to_numpy()
    recording = tracks["recording"].to_numpy()
    number = np.sort(pd.unique(recording))
    group = number.searchsorted(recording)
    best = tracks.iloc[order[first_places(group[order], len(number))]].set_index("recording", drop=False)
    if "source" in tracks:
        named = {"album_name": lambda some: some["album_name"].where(some["album_name"] != "", None)}
        told = told_first(
            best[list(_FILLED)].assign(**named), tracks[list(_FILLED)].iloc[order].assign(**named), group[order]
        )
        best[list(_FILLED)] = told.assign(album_name=told["album_name"].fillna(""))
    codes, sets = pd.factorize(tracks["genres"].to_numpy())
    best["genres"] = pooled(group, codes, sets.tolist(), len(best))
    return best


def pooled(groups: Codes, codes: Codes, sets: Sequence[tuple[str, ...]], count: int) -> npt.NDArray[np.object_]:
    """The union of the sets of each group 0 .. count - 1, in order of first appearance.

    Parameters
    ----------
    groups, codes : int64, shape (rows,)
        The group of each row, and which of the sets it has.
    sets : sequence of tuple of str
        All different.

    Returns
    -------
    object, shape (count,)
        Tuples of str. Few sets are many groups': each is kept once.
    """
    new = ~pd.Series(groups * len(sets) + codes).duplicated().to_numpy()
    groups, codes = groups[new], codes[new]
    turn = pd.Series(groups).groupby(groups).cumcount().to_numpy()
    by_turn = np.split(np.argsort(turn, kind="stable"), np.cumsum(np.bincount(turn))[:-1])
    unions: dict[tuple[str, ...], int] = {(): 0}
    union = np.zeros(count, dtype=np.int64)
    # The first set of every group, then the second of those that have one: few different ones meet.
    for rows in by_turn:
        pairs, different = pd.factorize(union[groups[rows]] * len(sets) + codes[rows])
        before, kinds = list(unions), different.tolist()
        met = (tuple(dict.fromkeys((*before[kind // len(sets)], *sets[kind % len(sets)]))) for kind in kinds)
        union[groups[rows]] = np.array([unions.setdefault(one, len(unions)) for one in met], dtype=np.int64)[pairs]
    found = np.empty(len(unions), dtype=object)
    for union_of, number in unions.items():
        found[number] = union_of
    return found[union]
