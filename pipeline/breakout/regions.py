"""The region of the world whose music a recording is, told from its names.

Genres of public tables are noisy: film songs from India are filed under k-pop. A naive Bayes classifier over
character n-grams of title, artists and album learns what names of a region look like from recordings that are filed
under genres of that region alone, and is asked about all recordings.
"""

from array import array
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.naive_bayes import MultinomialNB

from engine.emerging.scores import MIXED_GENRES, REGIONAL_GENRES, REGIONS

_MOST_ABROAD: Final = 0.1  # share of a genre that may be of a region, for it to teach what is of none
_ROUNDS: Final = 2  # after the first
_CERTAIN: Final = 0.5
_FEATURES: Final = 2**18
_PART: Final = 32_768  # recordings whose n-grams are held at once


def regions(recordings: pd.DataFrame) -> np.ndarray:
    """The region of each recording, as a place in ``engine.emerging.scores.REGIONS``; 0 where none is likely.

    Parameters
    ----------
    recordings : DataFrame
        As ``pipeline.cleaning.to_recordings`` gives them.

    Returns
    -------
    uint8, shape (n,)
    """
    owner = {genre: place for place, name in enumerate(REGIONS) for genre in REGIONAL_GENRES.get(name, ())}
    genre_sets = recordings["genres"]
    # Few sets are many recordings', so that each is looked at once.
    filed = {genres: {owner[genre] for genre in genres if genre in owner} for genres in set(genre_sets)}
    label = np.array([min(filed[genres], default=0) for genres in genre_sets])
    # What is filed nowhere teaches nothing.
    teaches = {genres for genres in filed if genres and MIXED_GENRES.isdisjoint(genres) and len(filed[genres]) <= 1}
    taught = np.array([genres in teaches for genres in genre_sets], dtype=np.bool_)
    if len(set(label[taught].tolist())) < 2:
        return np.zeros(len(recordings), dtype=np.uint8)
    texts = _ngrams(recordings)
    artists = pd.factorize(recordings["main_artist"])[0]
    found = _classified(texts, label, taught, artists)
    for _ in range(_ROUNDS):
        # Genres that hold much of a region without being of it teach the wrong names: what was found in them teaches
        # its region in the next round, and the rest of them nothing.
        listed = genre_sets.explode()
        abroad = pd.Series((found > 0) & (label == 0), index=recordings.index).reindex(listed.index)
        share = abroad.groupby(listed.to_numpy()).mean()
        mixed = MIXED_GENRES | set(share.index[share > _MOST_ABROAD])
        pure = np.array([mixed.isdisjoint(genres) for genres in genre_sets])
        known = np.where(taught & (label > 0), label, found)
        found = _classified(texts, known, (known > 0) | (taught & pure), artists)
    return found


def _ngrams(recordings: pd.DataFrame) -> Callable[[np.ndarray], csr_matrix]:
    """Which character n-grams the names of recordings hold: those of its words, each of which is read once.

    Returns
    -------
    callable
        The n-grams of the recordings in some rows, ones. Those of all recordings of a large table would take a
        gigabyte for each million rows.
    """
    columns = (recordings[name] for name in ("track_name", "artists", "album_name"))
    numbers: dict[str, int] = {}
    words, sizes = array("i"), array("i")
    for names in zip(*columns, strict=True):
        found = {numbers.setdefault(word, len(numbers)) for word in " \\ ".join(names).casefold().split()}
        words.extend(found)
        sizes.append(len(found))
    places, starts = np.asarray(words), np.concatenate([[0], np.cumsum(sizes)])
    held = csr_matrix((np.ones(len(places), np.float32), places, starts), shape=(len(sizes), len(numbers)))
    counted = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), n_features=_FEATURES, alternate_sign=False, norm=None, binary=True,
        dtype=np.float32,
    )  # fmt: skip
    of_words = counted.transform(numbers)

    def grams_of(rows: np.ndarray) -> csr_matrix:
        grams = csr_matrix(held[rows] @ of_words)
        grams.data[:] = 1
        return grams

    return grams_of


def _classified(
    grams_of: Callable[[np.ndarray], csr_matrix], label: np.ndarray, taught: np.ndarray, artists: np.ndarray
) -> np.ndarray:
    """The likeliest region of each recording, whose main artist has a number; 0 where it is not clear."""
    model, classes = MultinomialNB(alpha=0.05), np.unique(label[taught])
    known = np.flatnonzero(taught)
    # Counts are whole numbers, so that their order changes nothing.
    for start in range(0, len(known), _PART):
        rows = known[start : start + _PART]
        model.partial_fit(grams_of(rows), label[rows], classes)
    every = np.arange(len(label))
    parts = [model.predict(grams_of(every[start : start + _PART])) for start in range(0, len(every), _PART)]
    found = np.concatenate(parts).astype(np.uint8)
    # Naive Bayes is as good as certain of every name, so each recording votes, and its artist's mean counts twice.
    works, highest = np.bincount(artists), np.zeros(len(found))
    best = np.zeros(len(found), dtype=np.uint8)
    for region in classes:
        votes = found == region
        score = (votes + 2 * (np.bincount(artists, votes) / works)[artists]) / 3
        clearer = score > highest
        best[clearer], highest[clearer] = region, score[clearer]
    return np.where(highest >= _CERTAIN, best, 0).astype(np.uint8)
