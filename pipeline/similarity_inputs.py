"""What the similarity models read of each recording of a catalogue, by names that any catalogue has.

Everything here is computed from the catalogue alone, so that weights fitted on one catalogue serve another: genres
are looked up by name, artists by a hash of their name, and what a catalogue lacks is left at zero.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from engine.catalogue.store import Catalogue
from engine.features import AUDIO_NAMES, TRAIT_NAMES
from engine.genre.encoding import COLUMNS, AudioEncoder
from engine.genre.predictor import StoredPredictions
from pipeline.arrow_files import cells
from pipeline.text_columns import found_in, lower, pieces

Floats = npt.NDArray[np.float32]
Rows = slice | npt.NDArray[np.integer[Any]]

_YEAR: Final = r"\b(?:19[5-9]\d|20[0-2]\d)\b"
_REMASTER: Final = "remaster"
_GUEST: Final = r"\b(?:feat|ft)\b|\bwith\b"
_REISSUE: Final = r"deluxe|anniversary|expanded|reissue"
_COLLECTION: Final = r"best of|greatest|essential|collection|very best|hits|anthology|gold"
_FROM_ELSEWHERE: Final = r"original|motion picture"
EVERY: Final = slice(None)
_PART: Final = 8192
_THREADS: Final = 2
T = TypeVar("T")
WORDINGS: Final = 13
POPULARITY_KNOTS: Final = (0, 20, 40, 55, 65, 75, 85)


def name_key(artist: str) -> int:
    """A hash of an artist's name, case aside: 64 bits."""
    return int.from_bytes(
        blake2b(artist.casefold().strip().encode("utf-8", "replace"), digest_size=8).digest(), "little"
    )


def unit(vectors: npt.NDArray[Any]) -> Floats:
    """Rows scaled to length 1; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


@dataclass(frozen=True)
class Inputs:
    """The recordings of a catalogue as numbers.

    Parameters
    ----------
    catalogue : Catalogue
    genres : tuple of str
        The genres that the models know; the catalogue's others are left out of ``filed`` and ``predicted``.
    """

    catalogue: Catalogue
    genres: tuple[str, ...]

    @cached_property
    def titles(self) -> list[str]:
        """Of the recordings."""
        return list(self.catalogue.words["track_name"].to_pylist())

    @cached_property
    def albums(self) -> list[str]:
        """Of the release shown."""
        return list(self.catalogue.words["album_name"].to_pylist())

    @cached_property
    def artist_keys(self) -> npt.NDArray[np.uint64]:
        """``name_key`` of each credited artist of the catalogue, in its order."""
        return np.array([name_key(name) for name in cells(self.catalogue.artist_names)], dtype=np.uint64)

    @cached_property
    def main(self) -> npt.NDArray[np.int32]:
        """Code of the main artist; int32, shape (n,)."""
        return np.asarray(self.catalogue.main_artists)

    @cached_property
    def credits(self) -> csr_array:
        """Which recording credits which artist: shape (n, artists), ones."""
        starts, rows = np.asarray(self.catalogue.artist_starts), np.asarray(self.catalogue.artist_rows)
        codes = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        shape = (len(self.catalogue), len(starts) - 1)
        return csr_array((np.ones(len(rows), dtype=np.float32), (rows, codes)), shape=shape)

    @cached_property
    def filings(self) -> csr_array:
        """Which genres each recording is filed under: shape (n, genres), ones; genres ascending in each row."""
        members = [
            self.catalogue.genre_members(genre) if genre in self.catalogue.genres else np.zeros(0, dtype=np.int32)
            for genre in self.genres
        ]
        places = np.repeat(np.arange(len(members)), [len(rows) for rows in members])
        rows = np.concatenate([np.zeros(0, dtype=np.int32), *members])
        shape = (len(self.catalogue), len(self.genres))
        return csr_array((np.ones(len(rows), dtype=np.float32), (rows, places)), shape=shape)

    @cached_property
    def filed(self) -> Floats:
        """``filings`` in full: float32, shape (n, genres), ones and zeros. A build takes them in parts."""
        return self.filed_of(EVERY)

    def filed_of(self, rows: Rows) -> Floats:
        """``filed`` of some recordings."""
        return np.asarray(self.filings[rows].toarray(), dtype=np.float32)

    @cached_property
    def _stored(self) -> StoredPredictions | None:
        return StoredPredictions.load(self.catalogue.files)

    def probabilities(self, kind: int, rows: Rows = EVERY) -> Floats:
        """Out-of-fold genre probabilities of the genre model where there are some, else the filed genres.

        Parameters
        ----------
        kind : int
            0: from audio; 1: from audio and names.
        rows : slice or int array
            Of these recordings.

        Returns
        -------
        float32, shape (rows, genres)
            What the five likeliest leave is spread evenly.
        """
        stored, count = self._stored, len(self.genres)
        if stored is None:
            return _evenly(self.filed_of(rows))
        best, shares = stored.best[rows, kind], stored.shares[rows, kind]
        # A recording that the genre model was not trained on has no out-of-fold prediction.
        told = shares[:, 0] > 0
        if not told.any():
            return _evenly(self.filed_of(rows))
        places = {genre: place for place, genre in enumerate(self.genres)}
        top = np.array([places.get(genre, count) for genre in stored.genres])[best[told].astype(np.intp)]
        out = np.zeros((len(top), count + 1), dtype=np.float32)
        np.put_along_axis(out, top, shares[told].astype(np.float32) / 255, axis=1)
        rest = np.clip(1 - out.sum(axis=1, keepdims=True), 0, 1)
        predicted: Floats = out[:, :count] + rest / max(count, 1)
        if told.all():
            return predicted
        probabilities = np.empty((len(told), count), dtype=np.float32)
        probabilities[told] = predicted
        probabilities[~told] = _evenly(np.asarray(self.filings[rows][~told].toarray(), dtype=np.float32))
        return probabilities

    @cached_property
    def predicted(self) -> bool:
        """Whether most recordings have out-of-fold genre predictions: the models were fitted on such a table."""
        stored = self._stored
        return stored is not None and bool((stored.shares[:, 1, 0] > 0).mean() > 0.5)

    @cached_property
    def from_audio(self) -> Floats:
        """``probabilities`` from audio."""
        return self.probabilities(0)

    @cached_property
    def from_all(self) -> Floats:
        """``probabilities`` from audio and names."""
        return self.probabilities(1)

    @cached_property
    def credited_counts(self) -> Floats:
        """How many recordings credit each artist: float32, shape (artists,)."""
        return np.asarray(self.credits.sum(axis=0), dtype=np.float32).ravel()

    def of_artists(self, values: npt.NDArray[Any]) -> Floats:
        """The mean over the recordings of each artist: float32, shape (artists, columns)."""
        counts = np.maximum(self.credited_counts, 1)
        return np.asarray(self.credits.T @ values / counts[:, None], dtype=np.float32)

    def summed(self, values_of: Callable[[Rows], Floats], out: Floats, artists: slice = EVERY) -> None:
        """Add up values over the recordings of each artist, part by part: no array of all recordings is made.

        Sums are the same to the last bit as ``credits.T @ values``, since each artist's recordings are added in turn.

        Parameters
        ----------
        values_of : callable
            Values of some recordings, float32, shape (rows, columns).
        out : float32, shape (artists, columns)
            Zeros.
        artists : slice
            Of these artists: only their recordings are read.
        """
        first, last, _ = artists.indices(len(self.credited_counts))
        starts = self.catalogue.artist_starts
        rows = np.unique(self.catalogue.artist_rows[int(starts[first]) : int(starts[last])])
        for part in parts(len(rows)):
            credits = self.credits[rows[part]][:, first:last]
            there, local = np.unique(credits.indices, return_inverse=True)
            # What was summed before stands in the first rows, one for each artist of this part.
            known = len(there)
            members = np.concatenate([np.arange(known), local])
            ends = np.concatenate([np.arange(known), known + credits.indptr])
            ones = np.ones(len(members), dtype=np.float32)
            adding = csr_array((ones, members, ends), shape=(len(ends) - 1, known))
            out[there] = adding.T @ np.concatenate([out[there], values_of(rows[part])])

    @cached_property
    def company(self) -> Floats:
        """``company_of`` all artists. A build takes them in parts."""
        return self.company_of(EVERY)

    def company_of(self, artists: Rows) -> Floats:
        """Genres of the recordings of some artists, scaled to length 1: float32, shape (artists, genres)."""
        return unit(self._filed_by_artist[artists].toarray())

    @cached_property
    def _filed_by_artist(self) -> csr_array:
        return csr_array(self.credits.T @ self.filings)

    def let_go(self, *names: str) -> None:
        """Forget some of what was computed; it is computed anew if it is asked for."""
        for name in names:
            self.__dict__.pop(name, None)

    @cached_property
    def audio(self) -> npt.NDArray[np.float64]:
        """The columns of ``engine.genre.encoding.COLUMNS``; NaN where missing. A build takes them in parts."""
        return self.audio_of(EVERY)

    def audio_of(self, rows: Rows) -> npt.NDArray[np.float64]:
        """``audio`` of some recordings."""
        traits = np.asarray(self.catalogue.traits[rows], dtype=np.float64)
        columns = {name: traits[:, TRAIT_NAMES.index(name)] for name in AUDIO_NAMES}
        columns["duration_ms"] = traits[:, TRAIT_NAMES.index("duration")] * 1000
        columns |= {name: values[rows].astype(np.float64) for name, values in self._signs.items()}
        return np.column_stack([columns[name] for name in COLUMNS])

    @cached_property
    def _signs(self) -> dict[str, Floats]:
        """Those columns of ``audio`` that are small whole numbers."""
        words = self.catalogue.words.select(["key", "mode", "time_signature", "explicit"])
        return {name: words[name].cast(pa.float32()).to_numpy() for name in words.column_names}

    @cached_property
    def standardised(self) -> Floats:
        """The nine audio features in standard deviations from the catalogue's mean; 0 where missing."""
        traits = np.asarray(self.catalogue.traits[:, : len(AUDIO_NAMES)], dtype=np.float64)
        deviations = np.where(self.catalogue.deviations > 0, self.catalogue.deviations, 1)
        return np.nan_to_num((traits - self.catalogue.means) / deviations).astype(np.float32)

    def standardised_of(self, rows: Rows) -> Floats:
        """``standardised`` of some recordings: in columns, so that sums do not depend on how rows are named."""
        return np.asfortranarray(self.standardised[rows])

    @cached_property
    def popularity(self) -> Floats:
        """0-100; 0 means unknown."""
        return self.catalogue.rank_popularity

    @cached_property
    def years(self) -> npt.NDArray[np.int16]:
        """The year that each recording came out; 0 where unknown."""
        return np.asarray(self.catalogue.words["release_year"].fill_null(0).to_numpy(), dtype=np.int16)

    @cached_property
    def releases(self) -> npt.NDArray[np.int64]:
        """How many track ids each recording has."""
        owner = self.catalogue.releases["recording"].to_numpy()
        return np.bincount(owner, minlength=len(self.catalogue))

    @cached_property
    def wording(self) -> Floats:
        """What titles and album names tell of a recording's age: float32, shape (n, WORDINGS)."""
        out = np.empty((len(self.catalogue), WORDINGS), dtype=np.float32)
        names = (pieces(self.catalogue.words[name]) for name in ("track_name", "album_name"))
        told = (wordings(lower(titles), lower(albums)) for titles, albums in zip(*names, strict=True))
        np.concatenate(list(told), out=out[:, :-1])
        out[:, -1] = np.diff(self.credits.indptr) - 1
        return out

    @cached_property
    def standing(self) -> Floats:
        """Popularity, whether it is unknown, releases and recordings of the main artist, on log scales; (n, 4)."""
        of_artist = self.credited_counts[self.main]
        columns = (
            self.popularity / 50,
            self.popularity == 0,
            np.log(np.maximum(self.releases, 1)),
            np.log1p(of_artist),
        )
        return np.column_stack(columns).astype(np.float32)

    def encoded(self, encoder: AudioEncoder, rows: Rows = EVERY) -> Floats:
        """The audio of some recordings as the encoder gives it."""
        audio = self.audio_of(rows)
        return np.concatenate([encoder.transform(audio[part]) for part in parts(len(audio))], dtype=np.float32)


def _evenly(filed: Floats) -> Floats:
    """Filed genres as probabilities: each of a recording's as likely as the others."""
    return np.asarray(filed / np.maximum(filed.sum(axis=1, keepdims=True), 1), dtype=np.float32)


def parts(count: int) -> list[slice]:
    """Slices that together hold so many rows, each small enough to be computed in the processor's caches."""
    return [slice(start, min(start + _PART, count)) for start in range(0, max(count, 1), _PART)]


def worked(work: Callable[[slice], T], some: Iterable[slice]) -> Iterator[T]:
    """What ``work`` gives of each part, in their order. Two parts are at work at once, and no more results wait."""
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        for part in some:
            waiting.append(pool.submit(work, part))
            if len(waiting) == _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def side_by_side(*blocks: npt.NDArray[Any]) -> Floats:
    """Columns of several arrays in one, without intermediate copies in double precision."""
    return np.concatenate([block.reshape(len(block), -1) for block in blocks], axis=1, dtype=np.float32)


def wordings(titles: pa.Array, albums: pa.Array) -> Floats:
    """What titles and album names in lower case tell of an age: float32, shape (n, WORDINGS - 1)."""
    remaster = found_in(titles, _REMASTER) | found_in(albums, _REMASTER)
    years = np.where(remaster, 0, _first_years(titles, albums))
    works = [pc.replace_substring_regex(names, r"(?s) \(.*", "") for names in (titles, albums)]
    columns = (
        remaster,
        found_in(titles, _GUEST),
        found_in(titles, "version"),
        found_in(titles, "live"),
        found_in(albums, _REISSUE),
        found_in(albums, _COLLECTION),
        found_in(albums, _FROM_ELSEWHERE),
        found_in(titles, "remix"),
        pc.equal(*works).to_numpy(zero_copy_only=False),
        np.where(years > 0, years / 20 - 100, 0),
        years > 0,
        pc.utf8_length(titles).to_numpy() / 40,
    )
    return np.column_stack(columns).astype(np.float32)


def _first_years(titles: pa.Array, albums: pa.Array) -> npt.NDArray[np.int64]:
    """The earliest year that a title or album names; 0 where there is none."""
    out = np.zeros(len(titles), dtype=np.int64)
    rows = np.flatnonzero(found_in(titles, _YEAR) | found_in(albums, _YEAR))
    names = (texts.take(pa.array(rows)).to_pylist() for texts in (titles, albums))
    out[rows] = [min(map(int, re.findall(_YEAR, f"{title} {album}"))) for title, album in zip(*names, strict=True)]
    return out


def hinges(values: npt.NDArray[Any], knots: Sequence[float]) -> Floats:
    """How far values lie above each knot: float32, shape (n, knots); a linear model of them bends at the knots."""
    return np.asarray(np.maximum(0, np.asarray(values)[:, None] - np.asarray(knots)), dtype=np.float32)


def ppmi(counts: csr_array, smoothing: float = 0.75) -> csr_array:
    """Positive pointwise mutual information of rows and columns (Levy, Goldberg, Dagan 2015).

    ``max(0, log p(row, column) / (p(row) p(column)))``, with column counts raised to ``smoothing``, so that rare
    columns do not weigh too much.
    """
    cells = counts.tocoo()
    of_row = np.asarray(counts.sum(axis=1)).ravel()
    of_column = np.asarray(counts.sum(axis=0)).ravel() ** smoothing
    of_column = of_column / max(of_column.sum(), 1e-9)
    row, column = cells.coords
    values = np.log(cells.data / (of_row[row] * of_column[column]))
    return csr_array((np.maximum(values, 0), (row, column)), shape=counts.shape)
