"""What a DJ looks at between two tracks: change of tempo, and keys on the Camelot wheel."""

import math
import re
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.recommend.knn import Doubles, Rows

# Up to this, and down to it, a change of tempo is smooth: the range of a DJ deck's pitch fader.
SMOOTH_TEMPO: Final = math.log2(1.06)
_TONICS: Final = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_CAMELOT: Final = re.compile(r"(1[0-2]|[1-9])\s*([abAB])")
_NAMED: Final = re.compile(r"([a-g])\s*(#|♯|b|♭|-?sharp|-?flat)?\s*-?(major|maj|minor|min|m|moll|dur)?", re.IGNORECASE)


def tempo_gap(first: Doubles, second: Doubles) -> Doubles:
    """How far apart tempos are, in octaves, where half and double count as the same; NaN if one is missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        gap: Doubles = np.abs(np.log2(second / first))
    return np.asarray(np.minimum(gap, np.abs(gap - 1)))


def key_gap(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Steps between places on the Camelot wheel: round the circle of fifths, and one more for the other mode.

    0 and 1 are harmonically close: the same key, its relative, and a fifth up or down. 3 if a key is missing.
    """
    round_ = np.abs(first // 2 - second // 2) % 12
    steps = np.minimum(round_, 12 - round_) + (first % 2 != second % 2)
    return np.where((first < 0) | (second < 0), 3, steps)


MODES: Final = ("minor", "major")
"""Of a place on the wheel, by its remainder by two."""


def wheel(catalogue: Catalogue, rows: Rows | list[int] | slice = slice(None)) -> npt.NDArray[np.int64]:
    """Places on the Camelot wheel: twice the number less one (0-11), plus 1 for major; -1 if the key is unknown.

    The wheel is the circle of fifths with each minor key beside its relative major: A minor is 8A, C major 8B.
    """
    if isinstance(rows, slice):
        return _places(catalogue.integers("key", rows=rows), catalogue.integers("mode", rows=rows))
    return _places(catalogue.integers("key")[rows], catalogue.integers("mode")[rows])


def camelot(place: int) -> str:
    """The name of a place on the wheel: ``8A``; empty if it is unknown."""
    return "" if place < 0 else f"{place // 2 + 1}{'AB'[place % 2]}"


def key_named(text: str) -> str:
    """A key as people write it, by its name on the wheel; ``minor`` and ``major`` are all keys of that mode.

    Raises
    ------
    UserError
        If the text is no key.

    >>> key_named("A minor"), key_named("Minor")
    ('8A', 'minor')
    """
    said = text.strip().lower()
    return said if said in MODES else camelot(key_place(text))


def key_place(text: str) -> int:
    """The place on the Camelot wheel of a key as people write it: ``8A``, ``Am``, ``A minor``, ``F# major``, ``Bb``.

    Raises
    ------
    UserError
        If the text is no key.

    >>> camelot(key_place("A minor")), camelot(key_place("Eb")), camelot(key_place("8b"))
    ('8A', '5B', '8B')
    """
    said = text.strip()
    if match := _CAMELOT.fullmatch(said):
        return 2 * (int(match[1]) - 1) + (match[2] in "bB")
    match = _NAMED.fullmatch(said)
    if not match:
        raise UserError(f'key takes a musical key such as Am, F# major or 8A; "{text}" is none.', "Try key:Am.")
    sign = (match[2] or "").lower().lstrip("-")
    tonic = (_TONICS[match[1].lower()] + (sign in ("#", "♯", "sharp")) - (sign in ("b", "♭", "flat"))) % 12
    mode = match[3] or "major"
    minor = mode.lower() in ("minor", "min", "moll") or mode == "m"
    return int(_places(np.array(tonic), np.array(int(not minor))))


def _places(keys: npt.NDArray[np.int64], modes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    fifths = np.where(modes == 1, keys, keys + 3) * 7 % 12
    return np.where((keys < 0) | (modes < 0), -1, 2 * ((fifths + 7) % 12) + (modes == 1))
