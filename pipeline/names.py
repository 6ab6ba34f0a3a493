"""Build the name search of a catalogue: title forms, trigram indexes, track ids, and the dictionary of names."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.dictionary import ALBUM, ARTIST, INITIALS, PARTIAL, PARTS, TRACK
from engine.catalogue.names import GRAM_PARTS
from engine.catalogue.store import Catalogue
from pipeline.arrow_files import write_mapped_table
from pipeline.folding import fold_column, hash_column, title_forms_column
from pipeline.grams import gram_parts
from pipeline.postings import list_starts, places

_LEAST_KNOWN: Final = 45
"""Popularity from which an artist goes by initials."""

_LEAST_PARTIAL: Final = 50
_LEAST_FIRST_NAME: Final = 65
"""Popularity from which an artist goes by the last word of the name, and by what stands before it."""
_PART: Final = 65_536  # ids that are bytes apart at once

# Keys, kinds, owners and popularities of entries of the dictionary: uint64, uint8, int32 and uint8.
Entries = tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8], npt.NDArray[np.int32], npt.NDArray[np.uint8]]


def write_names(catalogue: Catalogue) -> None:
    """Make the name index and the dictionary of a catalogue, in the directory ``names`` of its build."""
    directory = catalogue.directory / "names"
    directory.mkdir(exist_ok=True)
    titles, title_codes = title_forms_column(catalogue.words["track_name"].combine_chunks())
    np.save(directory / "title_codes.npy", title_codes.T.copy())
    artists = fold_column(catalogue.artist_names)
    _write_grams(directory, "titles", titles)
    _write_grams(directory, "artists", artists)
    _write_ids(directory, catalogue.releases)
    popularity = catalogue.rank_popularity.astype(np.uint8)
    entries = [
        *_artist_entries(catalogue, popularity, artists),
        _form_entries(TRACK, titles, title_codes, np.arange(len(catalogue), dtype=np.int32), popularity),
        _album_entries(catalogue, popularity),
    ]
    del titles, title_codes, artists
    _write_dictionary(directory, entries)


def _write_ids(directory: Path, releases: pa.Table) -> None:
    """Write track ids, sorted, and the recording of each."""
    column = releases["track_id"]
    ids = np.zeros(len(column), dtype=f"S{pc.max(pc.binary_length(column)).as_py() or 1}")
    for start in range(0, len(column), _PART):
        ids[start : start + _PART] = column.slice(start, _PART).cast(pa.binary()).to_numpy()
    order = np.argsort(ids)
    np.save(directory / "ids.npy", ids[order])
    np.save(directory / "id_recordings.npy", releases["recording"].to_numpy().astype(np.int32)[order])


def _write_grams(directory: Path, name: str, texts: pa.StringArray) -> None:
    """Make the ``GramIndex`` of folded texts."""
    parts = list(gram_parts(texts))
    codes, starts = list_starts(parts)
    weights = np.log1p(len(texts) / np.diff(starts))
    owners = np.empty(starts[-1], dtype=np.int32)
    totals = np.empty(len(texts), dtype=np.float32)
    for part, gram, place in places(parts, codes, starts):
        owners[place] = part.owners.astype(np.int32) + part.first
        totals[part.first : part.first + part.size] = np.bincount(part.owners, weights[gram], part.size)
    arrays: tuple[npt.NDArray[Any], ...] = (
        codes,
        starts.astype(np.int32),
        owners,
        weights.astype(np.float32),
        totals,
    )
    write_mapped_table(pa.table({"text": texts}), directory / f"{name}.arrow")
    for part_name, values in zip(GRAM_PARTS, arrays, strict=True):
        np.save(directory / f"{name}_{part_name}.npy", values)


def _write_dictionary(directory: Path, entries: Sequence[Entries]) -> None:
    """Write each entry once, by key and kind, the best known first."""
    keys, kinds, owners, popularity = (np.concatenate(column) for column in zip(*entries, strict=True))
    # Kind, fall of popularity and owner, in one number.
    rest = kinds.astype(np.int64) << 40 | (255 - popularity.astype(np.int64)) << 32 | owners
    order = np.lexsort((rest, keys))
    keys, rest = keys[order], rest[order]
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (rest[1:] != rest[:-1])
    once = order[fresh]
    columns = keys[fresh], kinds[once], owners[once], popularity[once]
    for part, values in zip(PARTS, columns, strict=True):
        np.save(directory / f"dictionary_{part}.npy", values)


def _form_entries(
    kind: int,
    forms: pa.StringArray,
    codes: npt.NDArray[np.int32],
    owners: npt.NDArray[np.int32],
    popularity: npt.NDArray[np.uint8],
) -> Entries:
    """Entries of titles, each by its forms: ``codes``, shape (n, 3), are their places in ``forms``."""
    full, begun, bare = codes.T
    # A form that is another one, too, counts once; so do no letters at all.
    other = np.flatnonzero(begun != full), np.flatnonzero((bare != full) & (bare != begun))
    rows = np.concatenate([np.arange(len(codes)), *other])
    held = np.concatenate([full, begun[other[0]], bare[other[1]]])
    some = pc.greater(pc.binary_length(forms), 0).to_numpy(zero_copy_only=False)[held]
    rows = rows[some]
    return _entries(kind, _hash_compact(forms)[held[some]], owners[rows], popularity[rows])


def _album_entries(catalogue: Catalogue, popularity: npt.NDArray[np.uint8]) -> Entries:
    """Entries of albums, each by its most popular recording of each main artist."""
    leading = _leading(catalogue, popularity)
    forms, codes = title_forms_column(catalogue.words["album_name"].take(pa.array(leading)).combine_chunks())
    return _form_entries(ALBUM, forms, codes, leading, popularity[leading])


def _leading(catalogue: Catalogue, popularity: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """The most popular recording of each album of a main artist, the first among equals."""
    albums = catalogue.words["album_name"].combine_chunks().dictionary_encode().indices.to_numpy()
    # Album and main artist, in one number.
    held = albums.astype(np.int64) << 32 | catalogue.main_artists
    order = np.lexsort((255 - popularity, held))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = np.diff(held[order]) != 0
    return order[fresh].astype(np.int32)


def _artist_entries(
    catalogue: Catalogue, popularity: npt.NDArray[np.uint8], names: pa.StringArray
) -> Iterator[Entries]:
    """Entries of artists by their folded names, with and without "the", and of well-known ones by parts of them."""
    known = np.maximum.reduceat(popularity[catalogue.artist_rows], catalogue.artist_starts[:-1])
    named = np.flatnonzero(pc.greater(pc.binary_length(names), 0).to_numpy(zero_copy_only=False))
    yield _entries(ARTIST, _hash_compact(names.take(pa.array(named))), named, known[named])
    articled = pc.starts_with(names, "the ")
    codes = np.flatnonzero(articled.to_numpy(zero_copy_only=False))
    without = pc.utf8_slice_codeunits(names.filter(articled), len("the "))
    yield _entries(ARTIST, _hash_compact(without), codes, known[codes])
    codes = np.flatnonzero(known >= min(_LEAST_KNOWN, _LEAST_PARTIAL))
    some = dict(zip(codes.tolist(), names.take(pa.array(codes)).to_pylist(), strict=True))
    for kind, forms in ((INITIALS, _initials(some, known)), (PARTIAL, _partial_names(some, known))):
        pairs = list(forms)
        owners = np.array([code for code, _ in pairs], dtype=np.int32)
        yield _entries(kind, hash_column(pa.array([form for _, form in pairs], pa.string())), owners, known[owners])


def _entries(
    kind: int,
    keys: npt.NDArray[np.uint64],
    owners: npt.NDArray[np.integer],
    popularity: npt.NDArray[np.uint8],
) -> Entries:
    return keys, np.full(len(keys), kind, dtype=np.uint8), owners.astype(np.int32), popularity


def _hash_compact(texts: pa.StringArray) -> npt.NDArray[np.uint64]:
    return hash_column(pc.replace_substring(texts, " ", ""))


def _initials(names: dict[int, str], known: npt.NDArray[np.uint8]) -> Iterator[tuple[int, str]]:
    """Codes and initials of well-known artists whose folded names have three words or more: "rhcp"."""
    for code, name in names.items():
        words = name.split()
        if len(words) >= 3 and known[code] >= _LEAST_KNOWN:
            initials = "".join(word[0] for word in words)
            if initials.isalpha():
                yield code, initials


def _partial_names(names: dict[int, str], known: npt.NDArray[np.uint8]) -> Iterator[tuple[int, str]]:
    """Last words of the folded names of well-known artists, and what stands before them: "mozart", "elvis", "lil nas".

    Each stands for the best known artist who bears it, whose code is given.
    """
    bearers: dict[str, int] = {}
    for code, name in names.items():
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
        yield code, form
