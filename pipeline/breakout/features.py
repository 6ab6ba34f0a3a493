"""Feature engineering for the breakout model.

Nothing here may come from a later table but the date of a release before it. Popularity of "others" never includes the
track's own recording.
"""

from array import array
from collections.abc import Iterator, Sequence
from operator import contains
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engine.credits import credits_of
from engine.emerging.scores import REGIONS
from engine.features import AUDIO_NAMES
from pipeline.aside import zeros_aside
from pipeline.text_columns import casefolded, found_in, texts_of

Column: TypeAlias = "pd.Series[float]"

# The features by what they are about: the parts of a breakout score, in the order of ``engine.emerging.scores.PARTS``.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "popularity now": ("popularity",),
    "artist": (
        "artist_others",
        "artist_mean",
        "artist_best",
        "artist_deviation",
        "artist_above",
        "artist_rank",
        "artist_zeros",
        "artist_mean_gap",
        "artist_best_gap",
        "credited",
        "credited_best",
        "credited_best_gap",
        "credited_others",
    ),
    "release": (
        "album_others",
        "album_mean",
        "album_gap",
        "album_best",
        "album_rank",
        "album_name_others",
        "album_name_mean",
        "album_name_artists",
        "releases",
        "release_gap",
        "release_rank",
        "single",
        "title_in_album",
        "compilation",
        "deluxe",
        "soundtrack",
        "year_named",
        "age",
    ),
    "genre": (
        "genres",
        "genre_rank",
        "genre_rank_best",
        "genre_rank_worst",
        "genre_mean",
        "genre_z",
        "genre_zeros",
        *(f"region {name}" for name in REGIONS if name),
    ),
    "sound": (*AUDIO_NAMES, "duration", "explicit", "mode", "era"),
    "words": ("seasonal", "live", "remix", "featuring", "remaster", "from_film", "latin_letters", "title_length"),
}
FEATURES: Final[tuple[str, ...]] = tuple(name for names in GROUPS.values() for name in names)
DAYS: Final = 365.25  # a year
SOUND: Final[tuple[str, ...]] = (*AUDIO_NAMES, "duration")  # what the era is predicted from

_PART: Final = 65_536  # tracks whose words are looked at at once
_ARTISTS: Final = 32_768  # whose credits are compared at once
# Patterns in what casefolded names say; of literals, ``\b`` and ``\d``, so that ``found_in`` can find them.
EITHER_WORDS: Final[dict[str, str]] = {
    "seasonal": r"christmas|xmas|santa|noel|navidad|natal|weihnacht|jingle|holiday|snow|halloween",
    "remaster": "remaster",
}
TITLE_WORDS: Final[dict[str, str]] = {
    "live": r"\blive\b|ao vivo|en vivo",
    "remix": r"remix|\bmix\b|edit|sped|slowed|version",
    "featuring": r"feat|ft\.|with ",
    "from_film": r"\(from|- from|soundtrack|theme",
}
ALBUM_WORDS: Final[dict[str, str]] = {
    "compilation": (
        r"hits|best of|greatest|collection|essential|\bmix\b|playlist|party|classics|anthems|vol\.|summer|feel good"
        r"|chill|workout|\b20[012]\d\b"
    ),
    "deluxe": "deluxe|expanded|edition|anniversary",
    "soundtrack": "soundtrack|motion picture|original",
}
YEAR: Final = r"\b((?:19|20)\d\d)\b"


def build_features(
    tracks: pd.DataFrame,
    region: np.ndarray | None = None,
    age: np.ndarray | None = None,
    aside: Path | None = None,
) -> pd.DataFrame:
    """The features of the breakout model but for ``era``, which is predicted from the sound.

    Parameters
    ----------
    tracks : DataFrame
        As ``pipeline.cleaning.clean`` gives them.
    region : uint8, shape (tracks,), optional
        As ``pipeline.breakout.regions.regions`` tells it from names; where not given, unknown.
    age : float64, shape (tracks,), optional
        Years from each track's release to the day of its popularity, as ``known_ages`` gives them; where not given,
        unknown.
    aside : Path or None
        The folder where they lie in a file without a name, mapped; None makes them in memory.

    Returns
    -------
    DataFrame
        One row a track id, in the order given; the columns of ``FEATURES`` without ``era``, float64. NaN where there
        is no such value, such as the mean of an artist's other recordings where there are none.
    """
    tracks = tracks.reset_index(drop=True)
    popularity = tracks["popularity"].astype("float64")
    places = {name: place for place, name in enumerate(name for name in FEATURES if name != "era")}
    values = zeros_aside((len(places), len(tracks)), aside)
    values[places["age"]] = np.nan if age is None else age
    for family in _families(tracks, popularity, np.zeros(len(tracks)) if region is None else region):
        # Emptied before the next is made: all of a million rows would take half a gigabyte once more.
        while family:
            name, column = family.popitem()
            values[places[name]] = column.reindex(tracks.index)
    for start in range(0, len(tracks), _PART):
        part = slice(start, start + _PART)
        for name, told in _words(tracks.iloc[part]).items():
            values[places[name], part] = told
    return pd.DataFrame(values.T, columns=list(places), copy=False)


def known_ages(tracks: pd.DataFrame, snapshots: Sequence[pd.DataFrame], collected: str) -> np.ndarray:
    """Years from a track's release to the day of its popularity; float64, shape (tracks,), NaN where unknown.

    Parameters
    ----------
    tracks : DataFrame
        As ``pipeline.cleaning.clean`` gives them; with ``popularity_date`` and ``release_year`` where those are known.
    snapshots : sequence of DataFrame
        Columns of ``SPOTIFY_SNAPSHOT``; where a track is in several, the last counts.
    collected : str
        Day or month of the popularity of tracks without a date of its own; empty where nobody knows.
    """
    told = pd.Series("", index=tracks.index, dtype=object)
    if "release_year" in tracks:
        years = tracks["release_year"]
        told = years.where(years > 0, 0).astype(int).astype(str).where(years > 0, "").astype(object)
    if snapshots:
        dated = pd.concat(snapshots).sort_values("data_collection_date", kind="stable")
        dates = dated.drop_duplicates("track_id", keep="last").set_index("track_id")["release_date"]
        dates = tracks["track_id"].map(dates).fillna("").str[:10]
        told = dates.where(dates != "", told)
    released = pd.to_datetime(told, format="mixed", errors="coerce")
    of = tracks["popularity_date"] if "popularity_date" in tracks else pd.Series("", index=tracks.index)
    day = pd.to_datetime(of.where(of != "", collected), format="mixed", errors="coerce")
    ages = ((day - released).dt.days / DAYS).to_numpy(dtype=np.float64)
    # Another release under the old id, after the popularity was told: nobody knew that date then.
    return np.where(ages > 0, ages, np.nan)


def _families(tracks: pd.DataFrame, popularity: Column, region: np.ndarray) -> Iterator[dict[str, Column]]:
    """The features by name, one kind after the other."""
    yield {"popularity": popularity, "duration": tracks["duration_ms"] / 1000}
    yield {name: tracks[name] for name in (*AUDIO_NAMES, "explicit", "mode")}
    yield _artist(tracks, popularity)
    yield _album(tracks, popularity)
    yield _recording(tracks, popularity)
    yield _genre(tracks, popularity)
    yield {f"region {name}": pd.Series(region == place) for place, name in enumerate(REGIONS) if name}


def _artist(tracks: pd.DataFrame, popularity: Column) -> dict[str, Column]:
    """Against the other recordings of the main artist, and the best of every credited artist."""
    track, artist, leads = _credits(tracks)
    columns = {name: np.full(len(tracks), np.nan) for name in GROUPS["artist"]}
    columns["credited"] = np.bincount(track, minlength=len(tracks)).astype(np.float64)
    recording, values = tracks["recording"].to_numpy(), popularity.to_numpy()
    # All artists of a large table at once take a quarter of a gigabyte for each million rows.
    for first in range(0, int(artist.max(initial=0)) + 1, _ARTISTS):
        chosen = np.flatnonzero((artist >= first) & (artist < first + _ARTISTS))
        of, main = track[chosen], leads[chosen]
        standing = _standing(
            pd.DataFrame({"artist": artist[chosen], "recording": recording[of], "popularity": values[of]})
        )
        for name, column in standing.items():
            columns[name][of[main]] = column[main]
        for name, highest in (("artist_best", "credited_best"), ("artist_others", "credited_others")):
            np.fmax.at(columns[highest], of, standing[name])
    for name in ("artist_mean", "artist_best", "credited_best"):
        columns[f"{name}_gap"] = columns[name] - values
    return {name: pd.Series(column, index=tracks.index) for name, column in columns.items()}


def _credits(tracks: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each credit, the place of the track, the number of the artist (int32) and whether it is the main artist."""
    of_track, texts = pd.factorize(tracks["artists"])  # which recur
    numbers: dict[str, int] = {}
    named, counts = array("i"), array("i")
    for text in texts.tolist():
        names = credits_of(text)
        counts.append(len(names))
        named.extend(numbers.setdefault(name, len(numbers)) for name in names)
    of_main, mains = pd.factorize(tracks["main_artist"])
    main = np.array([numbers.get(name, -1) for name in mains.tolist()], dtype=np.int32)[of_main]
    sizes = np.asarray(counts)[of_track]
    track = np.repeat(np.arange(len(tracks), dtype=np.int32), sizes)
    # The credits of a track lie where those of its text start.
    moved = (np.cumsum(counts) - counts)[of_track] - (np.cumsum(sizes) - sizes)
    artist = np.asarray(named)[np.arange(len(track)) + moved[track]]
    return track, artist, artist == main[track]


def _standing(credits: pd.DataFrame) -> dict[str, np.ndarray]:
    """What each credit of some artists says of the artist's other recordings; float64, in the order of the credits."""
    best = credits.groupby(["artist", "recording"], sort=False)["popularity"].max().reset_index(name="best")
    best = best.sort_values(["artist", "best"], ascending=[True, False], kind="stable")
    best["place"] = best.groupby("artist").cumcount()
    sums = best.assign(n=1, sum=best["best"], squares=best["best"] ** 2, zeros=best["best"] == 0).groupby("artist")
    totals = sums[["n", "sum", "squares", "zeros"]].sum()
    first = best[best["place"] == 0].set_index("artist")["best"]
    second = best[best["place"] == 1].set_index("artist")["best"]

    credits = credits.assign(credit=np.arange(len(credits)))
    credits = credits.merge(best, on=["artist", "recording"]).merge(totals, left_on="artist", right_index=True)
    credits = credits.sort_values("credit")
    others = credits["n"] - 1
    some = others.where(others > 0)
    mean = (credits["sum"] - credits["best"]) / some
    spread = (credits["squares"] - credits["best"] ** 2) / some - mean**2
    top = credits["artist"].map(first).where(credits["place"] > 0, credits["artist"].map(second))
    # How many of the artist's other recordings stand above this release: search its popularity among theirs.
    above = _above(best, credits) - (credits["best"] > credits["popularity"])
    columns = {
        "artist_others": others,
        "artist_mean": mean,
        "artist_best": top,
        "artist_deviation": np.sqrt(spread.clip(lower=0)),
        "artist_above": above / some,
        "artist_rank": above,
        "artist_zeros": (credits["zeros"] - (credits["best"] == 0)) / some,
    }
    return {name: column.to_numpy(dtype=np.float64) for name, column in columns.items()}


def _above(best: pd.DataFrame, credits: pd.DataFrame) -> np.ndarray:
    """For each credit, the number of the artist's recordings with a popularity above the release's."""
    # One ascending ladder for all artists: popularity lies in 0-100, so artists are 1,000 apart.
    ladder = np.sort(best["artist"].to_numpy() * 1000.0 + best["best"].to_numpy())
    foot = credits["artist"].to_numpy() * 1000.0
    top = np.searchsorted(ladder, foot + 999, side="right")
    return np.asarray(top - np.searchsorted(ladder, foot + credits["popularity"].to_numpy(), side="right"))


def _album(tracks: pd.DataFrame, popularity: Column) -> dict[str, Column]:
    """Against the rest of its album."""
    album = _numbered(tracks["album_name"] + "\n" + tracks["main_artist"])
    name, artist = _numbered(tracks["album_name"]), _numbered(tracks["main_artist"])
    album_others, album_mean = _others(album, popularity)
    named_others, named_mean = _others(name, popularity)
    return {
        "album_others": album_others,
        "album_mean": album_mean,
        "album_gap": album_mean - popularity,
        "album_best": popularity.groupby(album).transform("max"),
        "album_rank": popularity.groupby(album).rank(ascending=False, pct=True),
        "album_name_others": named_others,
        "album_name_mean": named_mean,
        "album_name_artists": artist.groupby(name).transform("nunique"),
    }


def _numbered(texts: "pd.Series[str]") -> "pd.Series[int]":
    """The same number for the same text."""
    return pd.Series(pd.factorize(texts)[0], index=texts.index)


def _recording(tracks: pd.DataFrame, popularity: Column) -> dict[str, Column]:
    """Against other releases of the same recording."""
    by_recording = popularity.groupby(tracks["recording"])
    return {
        "releases": by_recording.transform("size"),
        "release_gap": by_recording.transform("max") - popularity,
        "release_rank": by_recording.rank(ascending=False, method="min"),
    }


def _others(groups: "pd.Series[int]", popularity: Column) -> tuple[Column, Column]:
    """How many other tracks of the group there are, and their mean popularity."""
    grouped = popularity.groupby(groups)
    others = grouped.transform("size") - 1
    return others, (grouped.transform("sum") - popularity) / others.where(others > 0)


def _genre(tracks: pd.DataFrame, popularity: Column) -> dict[str, Column]:
    """Rank and mean popularity within each genre it is listed under."""
    listed = tracks[["genres"]].assign(popularity=popularity).explode("genres")
    within = listed.groupby("genres")["popularity"]
    mean = within.transform("mean")
    listed = listed.assign(
        rank=within.rank(pct=True),
        mean=mean,
        z=(listed["popularity"] - mean) / within.transform("std").where(lambda v: v > 0),
        zeros=(listed["popularity"] == 0).groupby(listed["genres"]).transform("mean"),
    )
    by_track = listed.groupby(level=0)
    return {
        "genres": by_track.size(),
        "genre_rank": by_track["rank"].mean(),
        "genre_rank_best": by_track["rank"].max(),
        "genre_rank_worst": by_track["rank"].min(),
        "genre_mean": by_track["mean"].mean(),
        "genre_z": by_track["z"].mean(),
        "genre_zeros": by_track["zeros"].mean(),
    }


def _words(tracks: pd.DataFrame) -> dict[str, np.ndarray]:
    """Keywords in title and album: what kind of release each of some tracks is; float64 or bool, shape (tracks,)."""
    given = texts_of(tracks["track_name"])
    titles, albums = casefolded(given), casefolded(texts_of(tracks["album_name"]))
    either = pc.binary_join_element_wise(titles, albums, pa.scalar(" ", pa.large_string()))
    words = {
        name: found_in(texts, pattern)
        for texts, patterns in ((either, EITHER_WORDS), (titles, TITLE_WORDS), (albums, ALBUM_WORDS))
        for name, pattern in patterns.items()
    }
    return words | {
        "latin_letters": _latin(given),
        "title_length": pc.utf8_length(titles).to_numpy(),
        "single": pc.equal(titles, albums).to_numpy(zero_copy_only=False),
        "title_in_album": np.fromiter(map(contains, _strings(albums), _strings(titles)), np.bool_, len(tracks)),
        "year_named": _year(either),
    }


def _strings(texts: pa.Array) -> np.ndarray:
    """Texts as objects of Python."""
    return np.asarray(texts.to_numpy(zero_copy_only=False))


def _latin(texts: pa.Array) -> np.ndarray:
    """The share of ASCII among the characters of each text; float64."""
    shares: np.ndarray = (pc.binary_length(texts).to_numpy() > 0).astype(np.float64)
    others = pc.invert(pc.string_is_ascii(texts))
    shares[np.array(others, dtype=np.bool_)] = [
        len(text.encode("ascii", "ignore")) / len(text) for text in texts.filter(others).to_pylist()
    ]
    return shares


def _year(texts: pa.Array) -> np.ndarray:
    """The first year that each text names; float64, NaN where there is none."""
    years = np.full(len(texts), np.nan)
    rows = np.flatnonzero(found_in(texts, YEAR))
    named = pd.Series(texts.take(pa.array(rows)).to_pylist(), dtype="str")
    years[rows] = pd.to_numeric(named.str.extract(YEAR)[0], errors="coerce")
    return years


def genre_indicators(filed: "pd.Series[Any]", genres: tuple[str, ...]) -> np.ndarray:
    """Whether each track is listed under each genre; float32, shape (tracks, genres).

    Parameters
    ----------
    filed : Series of tuple of str
        The genres of each track.
    genres : tuple of str
    """
    codes = {genre: code for code, genre in enumerate(genres)}
    listed = np.zeros((len(filed), len(genres)), dtype=np.float32)
    for row, names in enumerate(filed):
        for name in names:
            if name in codes:
                listed[row, codes[name]] = 1
    return listed
