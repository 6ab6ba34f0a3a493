"""The region of the world whose music a recording is, told from its names.

Genres of public tables are noisy: film songs from India are filed under k-pop. A naive Bayes classifier over
character n-grams of title, artists and album learns what names of a region look like from recordings that are filed
under genres of that region alone, and is asked about all recordings.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from engine.emerging.scores import MIXED_GENRES, REGIONAL_GENRES, REGIONS
from pipeline.breakout.ngrams import FEATURES, Ngrams

_MOST_ABROAD: Final = 0.1  # share of a genre that may be of a region, for it to teach what is of none
_ROUNDS: Final = 2  # after the first
_CERTAIN: Final = 0.5
_SMOOTHING: Final = 0.05  # of how often a region's recordings hold an n-gram
_PART: Final = 32_768  # recordings whose n-grams are looked at at once


def regions(recordings: pd.DataFrame, aside: Path | None = None) -> np.ndarray:
    """The region of each recording, as a place in ``engine.emerging.scores.REGIONS``; 0 where none is likely.

    Parameters
    ----------
    recordings : DataFrame
        As ``pipeline.cleaning.to_recordings`` gives them.
    aside : Path or None
        The folder where what is read of their names lies meanwhile, mapped; None keeps it in memory.

    Returns
    -------
    uint8, shape (n,)
    """
    owner = {genre: place for place, name in enumerate(REGIONS) for genre in REGIONAL_GENRES.get(name, ())}
    # Few sets of genres are many recordings', so that each is looked at once.
    of_recordings = recordings["genres"].to_numpy()
    genre_sets = list(dict.fromkeys(of_recordings))
    numbers = {genres: number for number, genres in enumerate(genre_sets)}
    filed = np.fromiter(map(numbers.__getitem__, of_recordings), np.int32, len(of_recordings))
    owners = [{owner[genre] for genre in genres if genre in owner} for genres in genre_sets]
    label = np.array([min(of, default=0) for of in owners], dtype=np.intp)[filed]
    # What is filed nowhere teaches nothing.
    teaching = [
        bool(genres) and MIXED_GENRES.isdisjoint(genres) and len(of) <= 1
        for genres, of in zip(genre_sets, owners, strict=True)
    ]
    taught = np.array(teaching, dtype=np.bool_)[filed]
    if len(set(label[taught].tolist())) < 2:
        return np.zeros(len(recordings), dtype=np.uint8)
    artists = pd.factorize(recordings["main_artist"])[0]
    classifier = _Classifier(Ngrams.of(recordings[["track_name", "artists", "album_name"]], aside))
    found = _by_artist(classifier.likeliest(np.where(taught, label, -1)), artists)
    for _ in range(_ROUNDS):
        # Genres that hold much of a region without being of it teach the wrong names: what was found in them teaches
        # its region in the next round, and the rest of them nothing.
        mixed = MIXED_GENRES | _abroad(genre_sets, filed, (found > 0) & (label == 0))
        pure = np.array([mixed.isdisjoint(genres) for genres in genre_sets])[filed]
        known = np.where(taught & (label > 0), label, found)
        found = _by_artist(classifier.likeliest(np.where((known > 0) | (taught & pure), known, -1)), artists)
    return found


def _abroad(genre_sets: list[tuple[str, ...]], filed: np.ndarray, abroad: np.ndarray) -> set[str]:
    """The genres of which more than a certain share is of a region that is not theirs."""
    sizes, counts = np.bincount(filed), np.bincount(filed, abroad)
    of_genre: dict[str, list[float]] = {}
    for genres, size, count in zip(genre_sets, sizes.tolist(), counts.tolist(), strict=True):
        for genre in genres:
            sums = of_genre.setdefault(genre, [0, 0])
            sums[0] += size
            sums[1] += count
    return {genre for genre, (size, count) in of_genre.items() if count / size > _MOST_ABROAD}


class _Classifier:
    """A multinomial naive Bayes classifier of recordings by the n-grams of their names."""

    def __init__(self, grams: Ngrams) -> None:
        self._grams = grams
        self._learned = np.full(len(grams), -1)
        self._counts = np.zeros(len(REGIONS) * FEATURES, dtype=np.int64)

    def likeliest(self, known: np.ndarray) -> np.ndarray:
        """The likeliest region of each recording; uint8, shape (n,).

        Parameters
        ----------
        known : int64, shape (n,)
            The regions to learn from; -1 where a recording teaches nothing.
        """
        self._learn(known)
        sizes = np.bincount(known[known >= 0], minlength=len(REGIONS))
        classes = np.flatnonzero(sizes)
        smoothed = self._counts.reshape(len(REGIONS), FEATURES)[classes] + _SMOOTHING
        of_grams = np.ascontiguousarray((np.log(smoothed) - np.log(smoothed.sum(axis=1))[:, None]).T)
        of_classes = np.log(sizes[classes]) - np.log(sizes.sum())
        places = [(part @ of_grams + of_classes).argmax(axis=1) for _, part in self._parts(np.arange(len(known)))]
        return np.asarray(classes[np.concatenate(places)], dtype=np.uint8)

    def _learn(self, known: np.ndarray) -> None:
        """Count how many recordings of each region hold each n-gram: what another round changes is counted anew."""
        changed = known != self._learned
        for regions, one in ((known, 1), (self._learned, -1)):
            for rows, part in self._parts(np.flatnonzero(changed & (regions >= 0))):
                places = np.repeat(regions[rows] * FEATURES, np.diff(part.indptr)) + part.indices
                self._counts += one * np.bincount(places, minlength=len(self._counts))
        self._learned = known

    def _parts(self, rows: np.ndarray) -> Iterator[tuple[np.ndarray, csr_matrix]]:
        """Ascending rows and which n-grams they hold, part by part."""
        for start in range(0, len(self._grams), _PART):
            end = min(start + _PART, len(self._grams))
            chosen = rows[slice(*np.searchsorted(rows, [start, end]))]
            part = self._grams.part(start, end)
            yield chosen, part if len(chosen) == end - start else part[chosen - start]


def _by_artist(found: np.ndarray, artists: np.ndarray) -> np.ndarray:
    """The region of each recording after its artist's others, each of which has a number; 0 where it is not clear."""
    # Naive Bayes is as good as certain of every name, so each recording votes, and its artist's mean counts twice.
    works, highest = np.bincount(artists), np.zeros(len(found))
    best = np.zeros(len(found), dtype=np.uint8)
    for region in np.unique(found).tolist():
        votes = found == region
        score = (votes + 2 * (np.bincount(artists, votes) / works)[artists]) / 3
        clearer = score > highest
        best[clearer], highest[clearer] = region, score[clearer]
    return np.where(highest >= _CERTAIN, best, 0).astype(np.uint8)
