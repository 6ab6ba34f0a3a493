"""What the public table says, worked out with pandas alone: nothing here comes from the engine or the pipeline.

A recording is a chain of track ids that share all nine audio values, or artists and title but for case. It is shown as
its most popular release, with the genres of all of them. Requests for a genre hold what is filed under it, and what is
by the artists whom ``styles.json`` names for it.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

AUDIO = [
    "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence",
    "tempo",
]  # fmt: skip
TRAITS = [*AUDIO, "duration", "popularity"]
STYLES = Path(__file__).parents[1] / "engine/recommend/styles.json"
LEVELS = {"very low": 5, "low": 20, "medium": 50, "high": 80, "very high": 95}
COLUMNS = ["track_id", "artists", "album_name", "track_name", "popularity", "duration_ms", "explicit", *AUDIO]


@dataclass
class Limits:
    """What a request wants of a recording.

    Parameters
    ----------
    ranges : dict of str to (low, high)
        By trait, both included; None where there is no limit.
    known : set of str
        Traits that must not be missing.
    """

    ranges: dict[str, tuple[float | None, float | None]]
    known: set[str]
    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    explicit: bool | None = None
    artists: tuple[str, ...] = ()
    not_artists: tuple[str, ...] = ()
    not_recordings: tuple[int, ...] = ()


class Derived:
    """The recordings of a table.

    Parameters
    ----------
    rows : DataFrame
        The public table's columns, as they stand there.

    Attributes
    ----------
    recordings : DataFrame
        One row a recording: the columns of its most popular release, ``genres`` (set), ``duration`` in seconds, and
        NaN where no tempo was found.
    of_id : Series
        The recording of each track id.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        rows = rows[[*COLUMNS, "key", "mode", "time_signature", "track_genre"]]
        named = rows[(rows["artists"] != "") & (rows["album_name"] != "") & (rows["track_name"] != "")]
        self.rows, self.named = rows, named
        distinct = named.drop_duplicates()
        tracks = distinct.drop_duplicates("track_id")[COLUMNS].set_index("track_id")
        tracks["popularity"] = distinct.groupby("track_id")["popularity"].max()
        tracks["genres"] = distinct.groupby("track_id")["track_genre"].agg(set)
        tracks["recording"] = _chains(tracks)
        self.of_id = tracks["recording"]
        tracks["place"] = np.arange(len(tracks))
        best = tracks.sort_values(["popularity", "place"], ascending=[False, True]).drop_duplicates("recording")
        best = best.reset_index().set_index("recording").sort_index()
        best["genres"] = tracks.groupby("recording")["genres"].agg(lambda sets: set().union(*sets))
        best["duration"] = best["duration_ms"] / 1000
        best["tempo"] = best["tempo"].where(best["tempo"] > 0)
        best["names"] = [[name for part in text.split(";") if (name := part.strip())] for text in best["artists"]]
        self.recordings = best

    @cached_property
    def levels(self) -> dict[str, dict[str, float]]:
        """The raw value of each level word, by trait."""
        marks = list(LEVELS.values())
        return {
            name: dict(zip(LEVELS, np.percentile(self.recordings[name].dropna(), marks), strict=True))
            for name in TRAITS
        }

    @cached_property
    def _values(self) -> dict[str, np.ndarray]:
        # As single precision, which is how a catalogue keeps them: 0.7 is then 0.7 on both sides.
        return {name: self.recordings[name].to_numpy(np.float32) for name in TRAITS}

    @cached_property
    def _filed(self) -> dict[str, np.ndarray]:
        return _members(self.recordings["genres"])

    @cached_property
    def _of_genre(self) -> dict[str, np.ndarray]:
        """Recordings filed under a genre, or whose first artist is known for it."""
        data = json.loads(STYLES.read_text(encoding="utf-8"))
        lists = data["styles"] | {
            f"{decade} {family}": artists for decade, of in data["decades"].items() for family, artists in of.items()
        }
        credits = self.recordings[["names", "popularity"]].explode("names").dropna()
        spelled = credits.groupby("names")["popularity"].max().sort_values(kind="stable")
        spellings = {form: name for name in spelled.index for form in (plain(name), plain(name.removeprefix("The ")))}
        first = self.recordings["names"].str[0].to_numpy()
        found = dict(self._filed)
        for genre, parts in data["genres"].items():
            known = {spellings.get(plain(name)) for part in parts for name in lists[part]} - {None}
            found[genre] = np.union1d(found.get(genre, []), np.flatnonzero(np.isin(first, sorted(known)))).astype(int)
        return found

    @cached_property
    def _credited(self) -> dict[str, np.ndarray]:
        return _members([plain(name) for name in names] for names in self.recordings["names"])

    def allowed(self, limits: Limits) -> np.ndarray:
        """Which recordings are within limits; bool, shape (n,)."""
        allowed = np.ones(len(self.recordings), dtype=bool)
        for name, (low, high) in limits.ranges.items():
            values = self._values[name]
            allowed &= (values >= np.float32(-np.inf if low is None else low)) & (
                values <= np.float32(np.inf if high is None else high)
            )
        for name in limits.known:
            allowed &= ~np.isnan(self._values[name])
        if limits.genres:
            allowed &= self._any(self._of_genre, limits.genres)
        if limits.artists:
            allowed &= self._any(self._credited, map(plain, limits.artists))
        allowed &= ~self._any(self._of_genre, limits.not_genres)
        allowed &= ~self._any(self._credited, map(plain, limits.not_artists))
        if limits.explicit is not None:
            allowed &= self.recordings["explicit"].to_numpy() == limits.explicit
        allowed[list(limits.not_recordings)] = False
        return allowed

    def _any(self, members: dict[str, np.ndarray], keys: Iterable[str]) -> np.ndarray:
        any_of = np.zeros(len(self.recordings), dtype=bool)
        for key in keys:
            any_of[members.get(key, [])] = True
        return any_of

    def level_of(self, name: str, value: float) -> str:
        """The level word whose mark is nearest, half-way between marks."""
        marks = list(self.levels[name].values())
        middles = [(low + high) / 2 for low, high in pairwise(marks)]
        return list(LEVELS)[int(np.searchsorted(middles, value, side="right"))]

    def percentile(self, name: str, value: float) -> float:
        """The share of recordings below a value, in percent; half of the equal ones count."""
        known = self._values[name][~np.isnan(self._values[name])]
        below, equal = np.count_nonzero(known < np.float32(value)), np.count_nonzero(known == np.float32(value))
        return 100 * (below + equal / 2) / len(known)

    @cached_property
    def standardised(self) -> np.ndarray:
        """The nine audio features in standard deviations from the mean, missing ones at the mean; shape (n, 9)."""
        values = self.recordings[AUDIO].to_numpy(np.float64)
        return np.nan_to_num((values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0))


def plain(name: str) -> str:
    """A name without case, accents and marks."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _members(sets: Iterable[Iterable[str]]) -> dict[str, np.ndarray]:
    found: dict[str, list[int]] = {}
    for row, keys in enumerate(sets):
        for key in keys:
            found.setdefault(key, []).append(row)
    return {key: np.array(rows) for key, rows in found.items()}


def _chains(tracks: pd.DataFrame) -> np.ndarray:
    """The recording of each track: the smallest place in its chain of tracks that are one sound or one name."""
    sound = tracks.groupby(AUDIO, sort=False, dropna=False).ngroup()
    names = (tracks["artists"].str.casefold() + "\n" + tracks["track_name"].str.casefold()).factorize()[0]
    root = pd.Series(np.arange(len(tracks)), index=tracks.index)
    while True:
        smaller = root.groupby(sound).transform("min")
        smaller = smaller.groupby(names).transform("min")
        if (smaller == root).all():
            return root.factorize()[0]
        root = smaller
