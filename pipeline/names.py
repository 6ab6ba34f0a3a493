"""Build the name search of a catalogue: title forms, trigram indexes, track ids, and the dictionary of names."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.catalogue.dictionary import ALBUM, ARTIST, INITIALS, PARTIAL, PARTS, TRACK, key_of
from engine.catalogue.names import GRAM_PARTS, fold, grams, title_forms
from engine.catalogue.store import Catalogue
from pipeline.arrow_files import write_mapped_table

_LEAST_KNOWN: Final = 45
"""Popularity from which an artist goes by initials."""

_LEAST_PARTIAL: Final = 50
_LEAST_FIRST_NAME: Final = 65
"""Popularity from which an artist goes by the last word of the name, and by what stands before it."""
_ENTRY: Final = np.dtype([("keys", np.uint64), ("kinds", np.uint8), ("owners", np.int32), ("popularity", np.uint8)])


def write_names(catalogue: Catalogue) -> None:
    """Make the name index and the dictionary of a catalogue, in the directory ``names`` of its build."""
    directory = catalogue.directory / "names"
    directory.mkdir(exist_ok=True)
    forms = [title_forms(title) for title in catalogue.words["track_name"].to_pylist()]
    artists = [fold(name) for name in catalogue.artist_names.to_pylist()]
    codes: dict[str, int] = {}
    title_codes = [[codes.setdefault(form, len(codes)) for form in of_title] for of_title in forms]
    np.save(directory / "title_codes.npy", np.array(title_codes, dtype=np.int32).T.copy())
    _write_grams(directory, "titles", list(codes))
    _write_grams(directory, "artists", artists)

    releases = catalogue.releases.select(["track_id", "recording"]).to_pydict()
    ids = np.array([track_id.encode() for track_id in releases["track_id"]])
    order = np.argsort(ids)
    np.save(directory / "ids.npy", ids[order])
    np.save(directory / "id_recordings.npy", np.array(releases["recording"], dtype=np.int32)[order])
    _write_dictionary(directory, np.fromiter(_entries(catalogue, forms, artists), _ENTRY))


def _write_grams(directory: Path, name: str, texts: Sequence[str]) -> None:
    """Make the ``GramIndex`` of folded texts."""
    found, owners = grams(texts)
    order = np.argsort(found, kind="stable")
    codes, starts, counts = np.unique(found[order], return_index=True, return_counts=True)
    weights = np.log1p(len(texts) / counts)
    totals = np.bincount(owners, weights[np.searchsorted(codes, found)], minlength=len(texts))
    arrays: tuple[npt.NDArray[Any], ...] = (
        codes,
        np.append(starts, len(found)).astype(np.int32),
        owners[order],
        weights.astype(np.float32),
        totals.astype(np.float32),
    )
    write_mapped_table(pa.table({"text": pa.array(texts, pa.string())}), directory / f"{name}.arrow")
    for part, array in zip(GRAM_PARTS, arrays, strict=True):
        np.save(directory / f"{name}_{part}.npy", array)


def _write_dictionary(directory: Path, entries: npt.NDArray[np.void]) -> None:
    """Write each entry once, by key and kind, the best known first."""
    fall = -entries["popularity"].astype(np.int16)
    entries = entries[np.lexsort((entries["owners"], fall, entries["kinds"], entries["keys"]))]
    fresh = np.ones(len(entries), dtype=np.bool_)
    fresh[1:] = entries[1:] != entries[:-1]
    for part in PARTS:
        np.save(directory / f"dictionary_{part}.npy", entries[part][fresh])


def _entries(
    catalogue: Catalogue, titles: Sequence[Sequence[str]], artists: Sequence[str]
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
    albums = catalogue.words["album_name"].to_pylist()
    main = catalogue.main_artists.tolist()
    leading: dict[tuple[str, int], int] = {}
    for row, (forms, album) in enumerate(zip(titles, albums, strict=True)):
        for form in _compact(forms):
            yield key_of(form), TRACK, row, popularity[row]
        held = leading.setdefault((album, main[row]), row)
        if popularity[row] > popularity[held]:
            leading[album, main[row]] = row
    for (album, _), row in leading.items():
        for form in _compact(title_forms(album)):
            yield key_of(form), ALBUM, row, popularity[row]


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
