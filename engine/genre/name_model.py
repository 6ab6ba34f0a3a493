"""Predict genres from names alone: softmax regression on tf-idf weights of words and character n-grams.

Names carry language and scene. N-grams that only a few artists share say who is meant rather than what is
played, so the vocabulary keeps what many artists share.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from engine.genre.name_features import FIELDS, Credits, hashed_ngrams

MIN_ARTISTS: Final = 5
MAX_NGRAMS: Final = 48_000


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams that the name model uses, and how rare each is.

    Parameters
    ----------
    grams : uint32, shape (ngrams,), ascending
        Hashes.
    fields : uint8, shape (ngrams,)
        Place in ``name_features.FIELDS``.
    idf : float32, shape (ngrams,)
        Logarithm of recordings per recording that holds the n-gram.
    """

    grams: np.ndarray
    fields: np.ndarray
    idf: np.ndarray

    @classmethod
    def fit(cls, credits: Credits, artist: np.ndarray) -> Self:
        """Keep the n-grams that the most artists share.

        Parameters
        ----------
        credits : Credits
        artist : int, shape (tracks,)
            A number for each main artist.
        """
        row, field, gram = hashed_ngrams(credits)
        pairs = np.sort(gram.astype(np.uint64) << np.uint64(32) | artist[row].astype(np.uint64))
        pairs = pairs[np.diff(pairs, prepend=np.uint64(1 << 63)) != 0]
        shared, artists = np.unique(pairs >> np.uint64(32), return_counts=True)
        cut = max(MIN_ARTISTS, np.sort(artists)[-MAX_NGRAMS] if len(artists) > MAX_NGRAMS else 0)
        kept = shared[artists >= cut].astype(np.uint32)
        place = np.minimum(np.searchsorted(kept, gram), len(kept) - 1)
        inside = kept[place] == gram
        count = np.bincount(place[inside], minlength=len(kept))
        fields = np.zeros(len(kept), dtype=np.uint8)
        fields[place[inside]] = field[inside]
        return cls(kept, fields, np.log(len(credits) / count).astype(np.float32))

    def transform(self, credits: Credits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Tf-idf weights of the known n-grams of some names, as a sparse matrix in coordinates.

        Returns
        -------
        row : int64, shape (entries,), ascending
        column : int64, shape (entries,)
            Place in the vocabulary.
        weight : float32, shape (entries,)
            Of length 1 for each name.
        """
        row, field, gram = hashed_ngrams(credits)
        if not len(self.grams):
            return row[:0], row[:0], np.zeros(0, dtype=np.float32)
        place = np.minimum(np.searchsorted(self.grams, gram), len(self.grams) - 1)
        inside = self.grams[place] == gram
        row, place, field = row[inside], place[inside], field[inside]
        order = np.argsort(row, kind="stable")
        row, place, field = row[order], place[order], field[order]
        weight = self.idf[place]
        name = row * len(FIELDS) + field
        length = np.sqrt(np.bincount(name, weight**2, minlength=len(FIELDS) * len(credits)))
        return row, place, (weight / length[name]).astype(np.float32)


@dataclass(frozen=True)
class NameModel:
    """Softmax regression on tf-idf weights of n-grams.

    Parameters
    ----------
    weights : int8 or float32, shape (ngrams, genres)
    scale : float32, shape (genres,)
        By which the weights are multiplied.
    bias : float32, shape (genres,)
    """

    weights: np.ndarray
    scale: np.ndarray
    bias: np.ndarray

    def logits(self, row: np.ndarray, column: np.ndarray, weight: np.ndarray, count: int) -> np.ndarray:
        """Logits of each genre for ``count`` tracks, from what ``Vocabulary.transform`` gives.

        Returns
        -------
        float32, shape (count, genres)
        """
        starts = np.searchsorted(row, np.arange(count + 1))
        out = np.zeros((count, len(self.bias)), dtype=np.float32)
        for number in range(count):
            part = slice(starts[number], starts[number + 1])
            out[number] = weight[part] @ self.weights[column[part]].astype(np.float32)
        return np.asarray(out * self.scale + self.bias)

    def quantized(self) -> Self:
        """The same model with weights in a byte each."""
        largest = np.abs(self.weights).max(axis=0, initial=1e-9)
        return type(self)(
            np.round(self.weights / largest * 127).astype(np.int8),
            (self.scale * largest / 127).astype(np.float32),
            self.bias,
        )
