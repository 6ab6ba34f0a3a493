"""Build the name search of a catalogue: title forms, trigram indexes, track ids, and the dictionary of names."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from engine.catalogue.dictionary import ALBUM, ARTIST, INITIALS, PARTIAL, PARTS, TRACK, key_of
from engine.catalogue.names import GRAM_PARTS, fold, grams, title_forms
from engine.catalogue.store import Catalogue
from pipeline.arrow_files import cells, write_mapped_table

_LEAST_KNOWN: Final = 45
"""Popularity from which an artist goes by initials."""

_LEAST_PARTIAL: Final = 50
_LEAST_FIRST_NAME: Final = 65
"""Popularity from which an artist goes by the last word of the name, and by what stands before it."""
_PART: Final = 65_536  # texts whose trigrams are looked for at once
_ENTRY: Final = np.dtype([("keys", np.uint64), ("kinds", np.uint8), ("owners", np.int32), ("popularity", np.uint8)])


def write_names(catalogue: Catalogue) -> None:
    """Make the name index and the dictionary of a catalogue, in the directory ``names`` of its build."""
    directory = catalogue.directory / "names"
    directory.mkdir(exist_ok=True)
    artists = [fold(name) for name in cells(catalogue.artist_names)]
    codes: dict[str, int] = {}
    title_codes = array("i")
    for title in cells(catalogue.words["track_name"]):
        title_codes.extend(codes.setdefault(form, len(codes)) for form in title_forms(title))
    np.save(directory / "title_codes.npy", np.array(title_codes, dtype=np.int32).reshape(-1, 3).T.copy())
    texts = list(codes)
    del codes
    _write_grams(directory, "titles", texts)
    _write_grams(directory, "artists", artists)
    _write_ids(directory, catalogue.releases)
    code = iter(title_codes)
    titles = ((texts[full], texts[begun], texts[bare]) for full, begun, bare in zip(code, code, code, strict=True))
    _write_dictionary(directory, np.fromiter(_entries(catalogue, titles, artists), _ENTRY))


def _write_ids(directory: Path, releases: pa.Table) -> None:
    """Write track ids, sorted, and the recording of each."""
    longest = pc.max(pc.binary_length(releases["track_id"])).as_py()
    encoded = (track_id.encode() for track_id in cells(releases["track_id"]))
    ids = np.fromiter(encoded, f"S{longest or 1}", count=len(releases))
    order = np.argsort(ids)
    np.save(directory / "ids.npy", ids[order])
    np.save(directory / "id_recordings.npy", releases["recording"].to_numpy().astype(np.int32)[order])


def _write_grams(directory: Path, name: str, texts: Sequence[str]) -> None:
    """Make the ``GramIndex`` of folded texts."""
    codes, held = _held_grams(texts)
    weights = np.log1p(len(texts) / np.bincount(held.indices, minlength=len(codes)))
    totals = np.zeros(len(texts), dtype=np.float32)
    for start in range(0, len(texts), _PART):
        ends = held.indptr[start : start + _PART + 1]
        owners = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        weighed = weights[held.indices[ends[0] : ends[-1]]]
        totals[start : start + _PART] = np.bincount(owners, weighed, minlength=len(ends) - 1)
    by_gram = held.tocsc()
    del held
    arrays: tuple[npt.NDArray[Any], ...] = (
        codes,
        by_gram.indptr.astype(np.int32),
        by_gram.indices.astype(np.int32, copy=False),
        weights.astype(np.float32),
        totals,
    )
    write_mapped_table(pa.table({"text": pa.array(texts, pa.string())}), directory / f"{name}.arrow")
    for part, values in zip(GRAM_PARTS, arrays, strict=True):
        np.save(directory / f"{name}_{part}.npy", values)


def _held_grams(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], csr_array]:
    """The distinct trigrams of folded texts, ascending, and which text holds which: bool, shape (texts, trigrams)."""
    numbers: dict[int, int] = {}  # of trigrams, by appearance
    places, sizes = array("i"), array("i", [0])
    for start in range(0, len(texts), _PART):
        part = texts[start : start + _PART]
        found, owners = grams(part)
        here, place = np.unique(found, return_inverse=True)
        number = np.array([numbers.setdefault(code, len(numbers)) for code in here.tolist()], dtype=np.int32)
        places.frombytes(number[place].tobytes())
        sizes.frombytes(np.bincount(owners, minlength=len(part)).astype(np.int32).tobytes())
    codes = np.fromiter(numbers, np.int64, len(numbers))
    order = np.argsort(codes)
    rank = np.empty(len(codes), dtype=np.int32)
    rank[order] = np.arange(len(codes), dtype=np.int32)
    held = np.ones(len(places), dtype=np.bool_), rank[np.asarray(places)], np.cumsum(sizes)
    return codes[order], csr_array(held, shape=(len(texts), len(codes)))


def _write_dictionary(directory: Path, entries: npt.NDArray[np.void]) -> None:
    """Write each entry once, by key and kind, the best known first."""
    fall = -entries["popularity"].astype(np.int16)
    entries = entries[np.lexsort((entries["owners"], fall, entries["kinds"], entries["keys"]))]
    fresh = np.ones(len(entries), dtype=np.bool_)
    fresh[1:] = entries[1:] != entries[:-1]
    for part in PARTS:
        np.save(directory / f"dictionary_{part}.npy", entries[part][fresh])


def _entries(
    catalogue: Catalogue, titles: Iterable[Sequence[str]], artists: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Keys, kinds, owners and popularities; ``titles`` are forms of each, ``artists`` folded names."""
    popularity = np.nan_to_num(catalogue.traits[:, -1]).astype(int).tolist()
    best: list[int] = []
    for code, name in enumerate(artists):
        known = max(popularity[row] for row in catalogue.artist_members(code).tolist())
        best.append(known)
        for form, kind in _artist_forms(name, known):
            yield key_of(form), kind, code, known
    yield from _partial_names(artists, best)
    for row, forms in enumerate(titles):
        for form in _compact(forms):
            yield key_of(form), TRACK, row, popularity[row]
    leading = _leading(catalogue, np.array(popularity))
    for row, album in zip(leading.tolist(), cells(catalogue.words["album_name"].take(leading)), strict=True):
        for form in _compact(title_forms(album)):
            yield key_of(form), ALBUM, row, popularity[row]


def _leading(catalogue: Catalogue, popularity: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The most popular recording of each album of a main artist, the first among equals."""
    albums = catalogue.words["album_name"].combine_chunks().dictionary_encode().indices.to_numpy()
    main = np.asarray(catalogue.main_artists)
    order = np.lexsort((-popularity, main, albums))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (np.diff(albums[order]) != 0) | (np.diff(main[order]) != 0)
    return order[fresh]


def _compact(forms: Sequence[str]) -> set[str]:
    return {form.replace(" ", "") for form in forms} - {""}


def _partial_names(names: Sequence[str], known: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Last words of the folded names of well-known artists, and what stands before them: "mozart", "elvis", "lil nas".

    Each stands for the best known artist who bears it.
    """
    bearers: dict[str, int] = {}
    for code, name in enumerate(names):
        parts = name.split()
        if not 2 <= len(parts) <= 3 or known[code] < _LEAST_PARTIAL:
            continue
        forms = [parts[-1]]
        if known[code] >= _LEAST_FIRST_NAME:
            forms.append("".join(parts[:-1]))
        for form in forms:
            if len(form) >= 4 and form.isalpha():
                held = bearers.setdefault(form, code)
                if known[code] > known[held]:
                    bearers[form] = code
    for form, code in bearers.items():
        yield key_of(form), PARTIAL, code, known[code]


def _artist_forms(plain: str, known: int) -> Iterator[tuple[str, int]]:
    compact = plain.replace(" ", "")
    if compact:
        yield compact, ARTIST
    if plain.startswith("the ") and len(plain) > 4:
        yield plain.removeprefix("the ").replace(" ", ""), ARTIST
    parts = plain.split()
    if len(parts) >= 3 and known >= _LEAST_KNOWN:
        initials = "".join(word[0] for word in parts)
        if initials.isalpha() and len(initials) >= 3:
            yield initials, INITIALS
