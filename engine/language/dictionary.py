"""Which names a span of words may be: a sorted table of hashed names, mapped from the catalogue.

A name is held under the hash of its folded form without blanks, so that "AC/DC", "ac dc" and "acdc" are one. Artists
are held with and without "the", and under their initials where they have three words or more (RHCP); titles in their
three forms (in full, without what follows a dash, without brackets); albums likewise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from engine.catalogue.names import fold, title_forms
from engine.catalogue.store import Catalogue, mapped_array

ARTIST: Final = 0
TRACK: Final = 1
ALBUM: Final = 2
INITIALS: Final = 3
PARTIAL: Final = 4
_LEAST_KNOWN: Final = 45
"""Popularity from which an artist goes by initials."""

_LEAST_SURNAME: Final = 50
_LEAST_FIRST_NAME: Final = 65
"""Popularity from which an artist goes by the last word of the name, and by what stands before it."""

_PARTS: Final = ("keys", "kinds", "owners", "popularity")


@dataclass(frozen=True)
class Named:
    """Something that a name stands for.

    Parameters
    ----------
    kind : int
        ``ARTIST``, ``TRACK``, ``ALBUM``, or an artist by ``INITIALS`` or a part of the name (``PARTIAL``).
    owner : int
        The artist's code; for a track or an album, a recording.
    popularity : int
        0-100: of the track, of the artist's or the album's best known track.
    """

    kind: int
    owner: int
    popularity: int


def key_of(compact: str) -> int:
    """The hash of a folded name without blanks, 64 bits."""
    return int.from_bytes(blake2b(compact.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Dictionary:
    """Names to what they stand for.

    Attributes
    ----------
    keys : uint64
        Hashes, ascending.
    kinds, owners, popularity : uint8, int32, uint8
        What each stands for; of one key the best known first.
    """

    def __init__(self, directory: Path) -> None:
        arrays = (mapped_array(directory / f"dictionary_{part}.npy") for part in _PARTS)
        self.keys, self.kinds, self.owners, self.popularity = arrays

    def find(self, compacts: Sequence[str]) -> list[tuple[Named, ...]]:
        """For each folded name without blanks, what it stands for, the best known of each kind first."""
        wanted = np.array([key_of(compact) for compact in compacts], dtype=np.uint64)
        first = np.searchsorted(self.keys, wanted, "left")
        last = np.searchsorted(self.keys, wanted, "right")
        return [self._named(start, end) for start, end in zip(first.tolist(), last.tolist(), strict=True)]

    def _named(self, start: int, end: int) -> tuple[Named, ...]:
        return tuple(
            Named(int(self.kinds[place]), int(self.owners[place]), int(self.popularity[place]))
            for place in range(start, end)
        )


def write_dictionary(catalogue: Catalogue) -> None:
    """Make the dictionary of a catalogue, in the directory ``names`` of its build."""
    rows = sorted(set(_entries(catalogue)), key=lambda entry: (entry[0], entry[1], -entry[3], entry[2]))
    columns: list[npt.NDArray[Any]] = [
        np.array(column, dtype=kind)
        for column, kind in zip(zip(*rows, strict=True), (np.uint64, np.uint8, np.int32, np.uint8), strict=True)
    ]
    for part, column in zip(_PARTS, columns, strict=True):
        np.save(catalogue.directory / "names" / f"dictionary_{part}.npy", column)


def _entries(catalogue: Catalogue) -> Iterable[tuple[int, int, int, int]]:
    popularity = np.nan_to_num(catalogue.traits[:, -1]).astype(int).tolist()
    best: dict[int, int] = {}
    for code, name in enumerate(catalogue.artist_names.to_pylist()):
        known = max(popularity[row] for row in catalogue.artist_members(code).tolist())
        best[code] = known
        for form, kind in _artist_forms(name, known):
            yield key_of(form), kind, code, known
    yield from _partial_names(catalogue.artist_names.to_pylist(), best)
    titles = catalogue.words["track_name"].to_pylist()
    albums = catalogue.words["album_name"].to_pylist()
    main = catalogue.main_artists.tolist()
    leading: dict[tuple[str, int], int] = {}
    for row, (title, album) in enumerate(zip(titles, albums, strict=True)):
        for form in {form.replace(" ", "") for form in title_forms(title)}:
            if form:
                yield key_of(form), TRACK, row, popularity[row]
        held = leading.setdefault((album, main[row]), row)
        if popularity[row] > popularity[held]:
            leading[album, main[row]] = row
    for (album, _), row in leading.items():
        for form in {form.replace(" ", "") for form in title_forms(album)}:
            if form:
                yield key_of(form), ALBUM, row, popularity[row]


def _partial_names(names: Sequence[str], known: dict[int, int]) -> Iterable[tuple[int, int, int, int]]:
    """Last words of the names of well-known artists, and what stands before them: "Mozart", "Elvis", "Lil Nas".

    Each stands for the best known artist who bears it.
    """
    bearers: dict[str, int] = {}
    for code, name in enumerate(names):
        parts = fold(name).split()
        if not 2 <= len(parts) <= 3 or known[code] < _LEAST_SURNAME:
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


def _artist_forms(name: str, known: int) -> Iterable[tuple[str, int]]:
    plain = fold(name)
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
