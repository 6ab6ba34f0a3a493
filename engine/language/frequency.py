"""How common a word is: the Zipf frequency (log10 of uses in a billion words), so that an ordinary word is no name."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from engine import artifacts
from engine.catalogue.dictionary import key_of
from engine.errors import UserError

ARTIFACT: Final = "language"
FORMAT_VERSION: Final = 1
_KEPT: Final = 4096


class Frequencies:
    """Zipf frequencies of the common words of the languages that the lexicons cover.

    Parameters
    ----------
    keys : uint64
        Hashes of folded words (``engine.catalogue.dictionary.key_of``), ascending.
    zipf : uint8
        Ten times the frequency, the highest over the languages.
    """

    def __init__(self, keys: np.ndarray, zipf: np.ndarray) -> None:
        self._keys = keys
        self._zipf = zipf
        self._found = lru_cache(_KEPT)(self._look_up)

    def of(self, word: str) -> float:
        """0 for a word that is not among the common ones, else 3 to 8."""
        return self._found(word)

    def _look_up(self, word: str) -> float:
        key = np.uint64(key_of(word))
        place = int(np.searchsorted(self._keys, key))
        if place < len(self._keys) and self._keys[place] == key:
            return float(self._zipf[place]) / 10
        return 0.0


def nothing() -> Frequencies:
    """Where no frequencies were fitted: every word is rare."""
    return Frequencies(np.empty(0, np.uint64), np.empty(0, np.uint8))


def read(models: Path) -> dict[str, np.ndarray]:
    """The arrays of the fitted file; empty if there are no models: then only marked names are found.

    Raises
    ------
    UserError
        If the file is damaged or of another version.
    """
    try:
        return artifacts.load(models, ARTIFACT, format_version=FORMAT_VERSION)[0]
    except UserError as error:
        if error.code != "no_models":
            raise
        return {}
