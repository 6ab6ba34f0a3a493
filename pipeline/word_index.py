"""Build the BM25 index of a catalogue's words, which ``engine.recommend.words.WordIndex`` reads."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from engine.catalogue.store import Catalogue
from engine.recommend.words import DIRECTORY, IMPACT_SCALE, tokens, word_key

K1 = 1.2
B = 0.6
# A recording may stand on dozens of compilations; the names of the first few say enough.
MOST_ALBUMS = 6
# What one occurrence of a word in each field counts; chosen on dialogues, where it matters little.
TITLE_WEIGHT = 1.0
ARTIST_WEIGHT = 3.0
ALBUM_WEIGHT = 0.5
GENRE_WEIGHT = 1.0


def write_word_index(catalogue: Catalogue) -> None:
    """Write the index into the catalogue's directory: about 4 MB for 80,000 recordings.

    Files are ``keys.npy`` (uint64, sorted hashes of words), ``starts.npy`` (int32, where each word's list begins),
    ``rows.npy`` (int32, recordings, ascending in each list) and ``impacts.npy`` (uint8, BM25's saturated and
    length-normalised term frequency in hundredths).
    """
    directory = catalogue.directory / DIRECTORY
    directory.mkdir(exist_ok=True)
    bags = list(_bags(catalogue))
    lengths = [sum(bag.values()) for bag in bags]
    mean_length = sum(lengths) / max(len(bags), 1)
    postings: dict[str, list[tuple[int, int]]] = {}
    for row, (bag, length) in enumerate(zip(bags, lengths, strict=True)):
        norm = K1 * (1 - B + B * length / mean_length)
        for word, frequency in bag.items():
            impact = round(IMPACT_SCALE * frequency * (K1 + 1) / (frequency + norm))
            postings.setdefault(word, []).append((row, impact))
    by_key = sorted((word_key(word), entries) for word, entries in postings.items())
    ends = np.cumsum([len(entries) for _, entries in by_key])
    np.save(directory / "keys.npy", np.array([key for key, _ in by_key], dtype=np.uint64))
    np.save(directory / "starts.npy", np.concatenate([[0], ends]).astype(np.int32))
    np.save(directory / "rows.npy", np.array([row for _, entries in by_key for row, _ in entries], dtype=np.int32))
    np.save(directory / "impacts.npy", np.array([part for _, entries in by_key for _, part in entries], dtype=np.uint8))


def _bags(catalogue: Catalogue) -> Iterator[dict[str, float]]:
    """The weighted words of each recording; a word counts once in each of title, artists, albums and genres."""
    albums = album_names(catalogue)
    split = lru_cache(maxsize=100_000)(tokens)  # artists, albums and genres recur
    columns = (catalogue.words[name].to_pylist() for name in ("track_name", "artists", "genres"))
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


def album_names(catalogue: Catalogue) -> list[list[str]]:
    """The names of all albums that hold each recording, each once."""
    names: list[dict[str, None]] = [{} for _ in range(len(catalogue))]
    releases = catalogue.releases.read(columns=["recording", "album_name"]).to_pydict()
    for recording, album in zip(releases["recording"], releases["album_name"], strict=True):
        names[recording][album] = None
    return [list(albums) for albums in names]
