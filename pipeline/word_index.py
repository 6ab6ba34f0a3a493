"""Build the BM25 index of a catalogue's words, which ``engine.recommend.words.WordIndex`` reads."""

from array import array
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from engine.catalogue.store import Catalogue
from engine.recommend.words import DIRECTORY, IMPACT_SCALE, tokens, word_key
from pipeline.arrow_files import cells

K1 = 1.2
B = 0.6
# A recording may stand on dozens of compilations; the names of the first few say enough.
MOST_ALBUMS = 6
# What one occurrence of a word in each field counts. Artists who are meant are found by name before; of other words,
# "a girl alone" does not mean girl in red. On dialogues the weights matter little.
TITLE_WEIGHT = 1.0
ARTIST_WEIGHT = 0.25
ALBUM_WEIGHT = 0.5
GENRE_WEIGHT = 1.0
_PART = 65_536  # recordings whose impacts or albums are worked out at once


def write_word_index(catalogue: Catalogue) -> None:
    """Write the index into the catalogue's directory: about 4 MB for 80,000 recordings.

    Files are ``keys.npy`` (uint64, sorted hashes of words), ``starts.npy`` (int32, where each word's list begins),
    ``rows.npy`` (int32, recordings, ascending in each list) and ``impacts.npy`` (uint8, BM25's saturated and
    length-normalised term frequency in hundredths).
    """
    directory = catalogue.directory / DIRECTORY
    directory.mkdir(exist_ok=True)
    numbers: dict[str, int] = {}
    # Counts are multiples of a half, which single precision holds exactly.
    words, counts, lengths, ends = array("i"), array("f"), array("d"), array("i", [0])
    for bag in _bags(catalogue):
        words.extend(numbers.setdefault(word, len(numbers)) for word in bag)
        counts.extend(bag.values())
        lengths.append(sum(bag.values()))
        ends.append(len(words))
    keys = np.array([word_key(word) for word in numbers], dtype=np.uint64)
    del numbers
    by_key = np.argsort(keys)
    places = np.argsort(by_key).astype(np.int32)[np.asarray(words)]
    del words
    impacts = _impacts(np.asarray(counts), np.asarray(lengths), np.asarray(ends))
    del counts
    by_word = csr_array((impacts, places, np.asarray(ends)), shape=(len(lengths), len(keys))).tocsc()
    np.save(directory / "keys.npy", keys[by_key])
    np.save(directory / "starts.npy", by_word.indptr.astype(np.int32))
    np.save(directory / "rows.npy", by_word.indices.astype(np.int32, copy=False))
    np.save(directory / "impacts.npy", by_word.data)


def _impacts(
    counts: npt.NDArray[np.float32], lengths: npt.NDArray[np.float64], ends: npt.NDArray[np.int32]
) -> npt.NDArray[np.uint8]:
    """What each word of each recording counts: uint8, as ``counts``, of which a recording's end where ``ends`` says."""
    norm = K1 * (1 - B + B * lengths / (lengths.sum() / max(len(lengths), 1)))
    impacts = np.empty(len(counts), dtype=np.uint8)
    for first in range(0, len(lengths), _PART):
        of_rows = norm[first : first + _PART]
        here = ends[first : first + len(of_rows) + 1]
        frequency = counts[here[0] : here[-1]].astype(np.float64)
        saturated = IMPACT_SCALE * frequency * (K1 + 1) / (frequency + np.repeat(of_rows, np.diff(here)))
        impacts[here[0] : here[-1]] = np.rint(saturated)
    return impacts


def _bags(catalogue: Catalogue) -> Iterator[dict[str, float]]:
    """The weighted words of each recording; a word counts once in each of title, artists, albums and genres."""
    albums = album_names(catalogue)
    split = lru_cache(maxsize=100_000)(tokens)  # artists, albums and genres recur
    columns = (cells(catalogue.words[name]) for name in ("track_name", "artists", "genres"))
    for title, artists, genres, names in zip(*columns, albums, strict=True):
        bag: dict[str, float] = {}
        fields = (
            (TITLE_WEIGHT, [title]),
            (ARTIST_WEIGHT, artists),
            (ALBUM_WEIGHT, names[:MOST_ALBUMS]),
            (GENRE_WEIGHT, [genre.replace("-", " ") for genre in genres]),
        )
        for weight, texts in fields:
            for word in {word for text in texts for word in split(text)}:
                bag[word] = bag.get(word, 0.0) + weight
        yield bag


def album_names(catalogue: Catalogue) -> Iterator[list[str]]:
    """The names of all albums that hold each recording, each once."""
    owners = catalogue.releases["recording"].to_numpy()
    order = np.argsort(owners, kind="stable")
    ends = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(catalogue)))]).tolist()
    for first in range(0, len(catalogue), _PART):
        last = min(first + _PART, len(catalogue))
        albums = catalogue.releases["album_name"].take(order[ends[first] : ends[last]]).to_pylist()
        for row in range(first, last):
            yield list(dict.fromkeys(albums[ends[row] - ends[first] : ends[row + 1] - ends[first]]))
