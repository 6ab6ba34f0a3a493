"""Genres from names alone: a linear model on words and character n-grams.

Names carry language and scene. N-grams that only a few artists share say who is meant rather than what is
played, so the vocabulary keeps what many artists share.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from engine.genre.encoding import Credits, grams

MIN_ARTISTS: Final = 5
MAX_GRAMS: Final = 48_000
SCALE: Final = np.float32(3)


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams that count, and how rare each is.

    Parameters
    ----------
    grams : uint32, shape (grams,), ascending
    fields : uint8, shape (grams,)
    idf : float32, shape (grams,)
        Log of recordings per recording that holds the gram.
    """

    grams: np.ndarray
    fields: np.ndarray
    idf: np.ndarray

    @classmethod
    def fit(cls, credits: Credits, artist: np.ndarray) -> Self:
        """The grams that the most artists share.

        Parameters
        ----------
        artist : int, shape (tracks,)
            A number for each main artist.
        """
        row, field, gram = grams(credits)
        pairs = np.sort(gram.astype(np.uint64) << np.uint64(32) | artist[row].astype(np.uint64))
        pairs = pairs[np.diff(pairs, prepend=np.uint64(1 << 63)) != 0]
        shared, artists = np.unique(pairs >> np.uint64(32), return_counts=True)
        cut = max(MIN_ARTISTS, np.sort(artists)[-MAX_GRAMS] if len(artists) > MAX_GRAMS else 0)
        kept = shared[artists >= cut].astype(np.uint32)
        place = np.minimum(np.searchsorted(kept, gram), len(kept) - 1)
        inside = kept[place] == gram
        count = np.bincount(place[inside], minlength=len(kept))
        fields = np.zeros(len(kept), dtype=np.uint8)
        fields[place[inside]] = field[inside]
        return cls(kept, fields, np.log(len(credits) / count).astype(np.float32))

    def __call__(self, credits: Credits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, gram number and weight (tf-idf, length 1 per name) of each known gram of some names, by row."""
        row, field, gram = grams(credits)
        if not len(self.grams):
            return row[:0], row[:0], np.zeros(0, dtype=np.float32)
        place = np.minimum(np.searchsorted(self.grams, gram), len(self.grams) - 1)
        inside = self.grams[place] == gram
        row, place, field = row[inside], place[inside], field[inside]
        order = np.argsort(row, kind="stable")
        row, place, field = row[order], place[order], field[order]
        weight = self.idf[place]
        name = row * 3 + field
        length = np.sqrt(np.bincount(name, weight**2, minlength=3 * len(credits)))
        return row, place, (weight / length[name]).astype(np.float32)


@dataclass(frozen=True)
class NameModel:
    """Softmax regression on tf-idf weights of grams.

    Parameters
    ----------
    weights : int8 or float32, shape (grams, genres)
    scale : float32, shape (genres,)
    bias : float32, shape (genres,)
    """

    weights: np.ndarray
    scale: np.ndarray
    bias: np.ndarray

    def logits(self, row: np.ndarray, gram: np.ndarray, weight: np.ndarray, count: int) -> np.ndarray:
        """Log-odds of each genre, up to a constant a row, from what the vocabulary gives: float32 (count, genres)."""
        starts = np.searchsorted(row, np.arange(count + 1))
        out = np.zeros((count, len(self.bias)), dtype=np.float32)
        for number in range(count):
            part = slice(starts[number], starts[number + 1])
            out[number] = weight[part] @ self.weights[gram[part]].astype(np.float32)
        return np.asarray(out * self.scale + self.bias)

    def rounded(self) -> Self:
        """The same with weights in a byte each."""
        largest = np.abs(self.weights).max(axis=0, initial=1e-9)
        return type(self)(
            np.round(self.weights / largest * 127).astype(np.int8),
            (self.scale * largest / 127).astype(np.float32),
            self.bias,
        )
