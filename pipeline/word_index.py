"""Build the BM25 index of a catalogue's words, which ``engine.recommend.words.WordIndex`` reads."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.store import Catalogue
from engine.recommend.words import DIRECTORY, IMPACT_SCALE
from pipeline.folding import fold_column, hash_column, without_markup_column
from pipeline.postings import MOST_OWNERS, Part, grouped, list_starts, places

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
# Of fields by their numbers. Sums are multiples of a quarter, which half precision holds exactly.
_WEIGHTS: Final = np.array([TITLE_WEIGHT, ARTIST_WEIGHT, ALBUM_WEIGHT, GENRE_WEIGHT], dtype=np.float16)
_FIELD: Final = 2  # bits of a field's number
_OWNER: Final = (MOST_OWNERS - 1).bit_length()


def write_word_index(catalogue: Catalogue) -> None:
    """Write the index into the catalogue's directory: about 4 MB for 80,000 recordings.

    Files are ``keys.npy`` (uint64, sorted hashes of words), ``starts.npy`` (int32, where each word's list begins),
    ``rows.npy`` (int32, recordings, ascending in each list) and ``impacts.npy`` (uint8, BM25's saturated and
    length-normalised term frequency in hundredths).
    """
    directory = catalogue.directory / DIRECTORY
    directory.mkdir(exist_ok=True)
    parts = list(_parts(catalogue))
    lengths = np.concatenate([np.bincount(part.owners, part.worth, part.size) for part in parts])
    norm = K1 * (1 - B + B * lengths / (lengths.sum() / max(len(lengths), 1)))
    keys, starts = list_starts(parts)
    rows = np.empty(starts[-1], dtype=np.int32)
    impacts = np.empty(starts[-1], dtype=np.uint8)
    for part, _, place in places(parts, keys, starts):
        owners = part.owners.astype(np.int32) + part.first
        frequency = part.worth.astype(np.float64)
        rows[place] = owners
        impacts[place] = np.rint(IMPACT_SCALE * frequency * (K1 + 1) / (frequency + norm[owners]))
    np.save(directory / "keys.npy", keys)
    np.save(directory / "starts.npy", starts.astype(np.int32))
    np.save(directory / "rows.npy", rows)
    np.save(directory / "impacts.npy", impacts)


def _parts(catalogue: Catalogue) -> Iterator[Part]:
    """Which recordings hold which words, by their hashes, and how much of each: its weights, added up.

    A word counts once in each of title, artists, albums and genres.
    """
    releases = catalogue.releases["recording"].to_numpy().astype(np.int64)
    order = np.argsort(releases, kind="stable")
    ends = np.append(0, np.cumsum(np.bincount(releases, minlength=len(catalogue))))
    for first in range(0, max(len(catalogue), 1), MOST_OWNERS):
        words = catalogue.words.slice(first, MOST_OWNERS)
        of_rows = order[ends[first] : ends[first + len(words)]]
        albums = catalogue.releases["album_name"].take(pa.array(of_rows)).combine_chunks()
        texts, owners, fields = _texts(words, albums, releases[of_rows] - first)
        yield _part(texts, owners, fields, first, len(words))


def _texts(
    words: pa.Table, albums: pa.StringArray, album_owners: npt.NDArray[np.int64]
) -> tuple[pa.DictionaryArray, npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """All titles, artists, albums and genres of some recordings; the place of its recording and the field of each."""
    artists, genres = (words[name].combine_chunks() for name in ("artists", "genres"))
    columns = (
        words["track_name"].combine_chunks(),
        artists.flatten(),
        albums,
        pc.replace_substring(genres.flatten(), "-", " "),
    )
    texts = pa.concat_arrays(columns).dictionary_encode()
    owners = [
        np.arange(len(words)),
        pc.list_parent_indices(artists).to_numpy(),
        album_owners,
        pc.list_parent_indices(genres).to_numpy(),
    ]
    kept = np.ones(len(texts), dtype=np.bool_)
    before = len(columns[0]) + len(columns[1])
    here = slice(before, before + len(albums))
    kept[here] = _among_first(album_owners, texts.indices.to_numpy()[here])
    fields = np.repeat(np.arange(len(columns), dtype=np.uint64), [len(column) for column in columns])
    return texts.filter(pa.array(kept)), np.concatenate(owners)[kept], fields[kept]


def _among_first(owners: npt.NDArray[np.int64], albums: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Of albums by their owners, ascending: whether each is one of the first few different ones of its owner."""
    _, first = np.unique(owners << 32 | albums, return_index=True)
    first.sort()
    _, starts, counts = np.unique(owners[first], return_index=True, return_counts=True)
    rank = np.arange(len(first)) - np.repeat(starts, counts)
    among = np.zeros(len(owners), dtype=np.bool_)
    among[first[rank < MOST_ALBUMS]] = True
    return among


def _part(
    texts: pa.DictionaryArray,
    owners: npt.NDArray[np.int64],
    fields: npt.NDArray[np.uint64],
    first: int,
    size: int,
) -> Part:
    """The words of texts, each of which belongs to a field of an owner."""
    folded = fold_column(without_markup_column(texts.dictionary))
    split = pc.split_pattern(folded, " ")
    words = split.flatten().dictionary_encode()
    hashes = hash_column(words.dictionary)
    order = np.argsort(hashes)
    rank = np.empty(len(order), dtype=np.uint64)
    rank[order] = np.arange(len(order))
    # A text without letters splits into one empty word.
    sizes = np.where(pc.binary_length(folded).to_numpy() > 0, np.diff(split.offsets.to_numpy()), 0)
    of_texts = texts.indices.to_numpy()
    repeated = sizes[of_texts]
    starts = split.offsets.to_numpy()[of_texts]
    shift = starts - (np.cumsum(repeated) - repeated)
    held = rank[words.indices.to_numpy()[np.repeat(shift, repeated) + np.arange(repeated.sum())]]
    owner_and_field = owners.astype(np.uint64) << _FIELD | fields
    held = held << (_OWNER + _FIELD) | np.repeat(owner_and_field, repeated)
    held.sort()
    once, _ = grouped(held)
    holdings, counts = grouped(once >> _FIELD)
    weights = _WEIGHTS[once & ((1 << _FIELD) - 1)]
    worth = np.add.reduceat(weights, np.cumsum(counts) - counts) if len(counts) else weights
    numbers, holders = grouped(holdings >> _OWNER)
    return Part(first, size, hashes[order][numbers], holders, (holdings & ((1 << _OWNER) - 1)).astype(np.uint16), worth)
