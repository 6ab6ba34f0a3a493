"""Which names a span of words may be: a sorted table of hashed names, mapped from the catalogue.

A name is held under the hash of its folded form without blanks, so that "AC/DC", "ac dc" and "acdc" are one. Artists
are held with and without "the", and under their initials where they have three words or more (RHCP); titles in their
three forms (in full, without what follows a dash, without brackets); albums likewise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Final

import numpy as np

from engine.catalogue.files import Files

ARTIST: Final = 0
TRACK: Final = 1
ALBUM: Final = 2
INITIALS: Final = 3
PARTIAL: Final = 4
HASH: Final = partial(blake2b, digest_size=8)
"""Of names and words: their digest is a number of 64 bits, the least byte first."""
PARTS: Final = ("keys", "kinds", "owners", "popularity")


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
    return int.from_bytes(HASH(compact.encode("utf-8", "surrogatepass")).digest(), "little")


class Dictionary:
    """Names to what they stand for.

    Attributes
    ----------
    keys : uint64
        Hashes, ascending.
    kinds, owners, popularity : uint8, int32, uint8
        What each stands for; of one key the best known first.
    """

    def __init__(self, files: Files) -> None:
        arrays = (files.array(f"names/dictionary_{part}.npy") for part in PARTS)
        self.keys, self.kinds, self.owners, self.popularity = arrays

    def find(self, compacts: Sequence[str]) -> list[tuple[Named, ...]]:
        """For each folded name without blanks, what it stands for, the best known of each kind first."""
        wanted = np.array([key_of(compact) for compact in compacts], dtype=np.uint64)
        first = np.searchsorted(self.keys, wanted, "left")
        last = np.searchsorted(self.keys, wanted, "right")
        places = list(zip(first.tolist(), last.tolist(), strict=True))
        # A word that a text repeats is read once: hundreds of titles may be called by it.
        held = {place: self._named(*place) for place in set(places)}
        return [held[place] for place in places]

    def _named(self, start: int, end: int) -> tuple[Named, ...]:
        if start == end:
            return ()
        place = slice(start, end)
        columns = (array[place].tolist() for array in (self.kinds, self.owners, self.popularity))
        return tuple(map(Named, *columns))
