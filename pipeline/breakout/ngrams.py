"""Character n-grams of whole columns of names, hashed as scikit-learn's ``HashingVectorizer`` hashes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix, csr_matrix

from pipeline.aside import joined_aside
from pipeline.text_columns import coded, texts_of

FEATURES: Final = 2**18
SIZES: Final = (3, 4)  # characters

_PART: Final = 65_536  # texts that are looked at at once
_PLAIN: Final = "^[ -~]*$"  # texts whose letters and spaces are the same to Arrow and to Python


@dataclass(frozen=True)
class Ngrams:
    """The character n-grams that each of some texts holds.

    Parameters
    ----------
    columns : int32, shape (ngrams,)
        What they hash to, below ``FEATURES``: those of a text after those of the text before, each once.
    starts : int64, shape (texts + 1,)
        Where those of each text start.
    """

    columns: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, names: pd.DataFrame, aside: Path | None = None) -> Self:
        """The n-grams of all words in a row of names.

        Parameters
        ----------
        names : DataFrame of str
        aside : Path or None
            The folder where they lie in a file without a name, mapped; None keeps them in memory.
        """
        sizes = [np.zeros(1, dtype=np.int64)]

        def parts() -> Iterator[npt.NDArray[np.int32]]:
            for start in range(0, len(names), _PART):
                found = of_texts(_joined(names.iloc[start : start + _PART]))
                sizes.append(np.diff(found.indptr))
                yield found.indices

        columns = joined_aside(parts(), np.int32, aside)
        return cls(columns, np.cumsum(np.concatenate(sizes)))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def part(self, start: int, end: int) -> csr_matrix:
        """Some texts, ones where they hold a column; float64, shape (end - start, FEATURES)."""
        starts = self.starts[start : end + 1]
        columns = self.columns[starts[0] : starts[-1]]
        return csr_matrix((np.ones(len(columns)), columns, starts - starts[0]), (len(starts) - 1, FEATURES))


def of_texts(texts: pa.Array) -> csr_matrix:
    """How many different words of each text hold each n-gram; float32, shape (texts, FEATURES).

    Words are looked at once each. An n-gram at the edge of a word counts the space beside it.

    Parameters
    ----------
    texts : Array of large string, shape (texts,)
        None of them null.
    """
    words = pc.split_pattern(_normal(texts), " ")
    places, different = coded(words.flatten())
    starts = words.offsets.to_numpy()
    held = csr_matrix((np.ones(len(places), np.float32), places, starts - starts[0]), (len(texts), len(different)))
    return csr_matrix(held @ _of_words(different))


def _joined(names: pd.DataFrame) -> pa.Array:
    return pc.binary_join_element_wise(*(texts_of(names[name]) for name in names), pa.scalar(" \\ ", pa.large_string()))


def _normal(texts: pa.Array) -> pa.Array:
    """Texts without differences of case, and no other blanks than spaces between words."""
    plain = pc.match_substring_regex(texts, _PLAIN)
    lower = pc.ascii_lower(texts)
    others = pc.invert(plain)
    # As the vectoriser does, which lowers what it is given.
    folded = [" ".join(text.casefold().lower().split()) for text in texts.filter(others).to_pylist()]
    return pc.replace_with_mask(lower, others, pa.array(folded, texts.type))


def _of_words(words: pa.Array) -> csr_matrix:
    """How often each n-gram is in each word; float32, shape (words, FEATURES). An empty word has none."""
    space, nothing = (pa.scalar(text, words.type) for text in (" ", ""))
    padded = pc.binary_join_element_wise(space, words, space, nothing)
    _, offsets, letters = padded.buffers()
    ends_of_words = np.frombuffer(offsets, np.int64)[1 : len(words) + 1]
    text = np.frombuffer(letters or b"", np.uint8)
    starts = np.flatnonzero((text & 0xC0) != 0x80)  # of the characters in UTF-8
    word = np.searchsorted(ends_of_words, starts, side="right").astype(np.int32)
    bounds = np.append(starts, len(text))
    rows, columns = [], []
    for size in SIZES:
        within = np.flatnonzero(word[: 1 - size] == word[size - 1 :])
        rows.append(word[within])
        columns.append(_columns(text, bounds[within], bounds[within + size] - bounds[within]))
    row, column = np.concatenate(rows), np.concatenate(columns)
    return coo_matrix((np.ones(len(row), np.float32), (row, column)), (len(words), FEATURES)).tocsr()


def _columns(text: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> np.ndarray:
    """The columns of the n-grams that start at some bytes of a text, by their sizes in bytes; int32."""
    columns = np.empty(len(starts), dtype=np.int32)
    for size in np.unique(sizes).tolist():
        chosen = np.flatnonzero(sizes == size)
        # The magnitude of a number with a sign, as the vectoriser takes it.
        hashed = murmur_hash([text[starts[chosen] + place] for place in range(size)]).view(np.int32)
        columns[chosen] = np.abs(hashed.astype(np.int64)) % FEATURES
    return columns


def murmur_hash(letters: list[npt.NDArray[np.uint8]]) -> npt.NDArray[np.uint32]:
    """MurmurHash3 (32 bits, seed 0) of many keys of one length.

    Parameters
    ----------
    letters : list of uint8, shape (keys,)
        The first byte of each key, the second, and so on.

    Returns
    -------
    uint32, shape (keys,)
    """
    hashed = np.zeros(len(letters[0]), dtype=np.uint32)
    for start in range(0, len(letters), 4):
        block = np.zeros(len(hashed), dtype=np.uint32)
        for place, byte in enumerate(letters[start : start + 4]):
            block |= byte.astype(np.uint32) << np.uint32(8 * place)
        hashed ^= _rotated(block * np.uint32(0xCC9E2D51), 15) * np.uint32(0x1B873593)
        if start + 4 <= len(letters):
            hashed = _rotated(hashed, 13) * np.uint32(5) + np.uint32(0xE6546B64)
    hashed ^= np.uint32(len(letters))
    hashed = (hashed ^ hashed >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    hashed = (hashed ^ hashed >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return hashed ^ hashed >> np.uint32(16)


def _rotated(numbers: npt.NDArray[np.uint32], bits: int) -> npt.NDArray[np.uint32]:
    return numbers << np.uint32(bits) | numbers >> np.uint32(32 - bits)
