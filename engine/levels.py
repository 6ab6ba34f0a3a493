"""Levels: words from very low to very high for raw values, at fixed percentiles of a catalogue."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, Self

import numpy as np

from engine.features import LEVELS

_WORDS: Final = tuple(LEVELS)
_PERCENTILES: Final = tuple(LEVELS.values())


class Levels(Mapping[str, Sequence[float]]):
    """The raw values of every trait at the percentiles of ``engine.features.LEVELS`` (5, 20, 50, 80, 95).

    As a mapping it gives the five values of a trait, ascending.

    Parameters
    ----------
    marks : mapping of str to sequence of float
        By trait, in its unit.

    Examples
    --------
    >>> levels = Levels({"tempo": [76.0, 95.0, 122.0, 144.0, 174.0]})
    >>> levels.value_at("tempo", 50), levels.raw("tempo", "high"), levels.raw("tempo", 128.0)
    (122.0, 144.0, 128.0)
    >>> levels.level_of("tempo", 140.0), levels.level_of("tempo", float("nan"))
    ('high', 'unknown')
    """

    def __init__(self, marks: Mapping[str, Sequence[float]]) -> None:
        self._marks = marks

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> Self:
        """The levels in the manifest of a catalogue."""
        return cls(manifest["levels"])

    def __getitem__(self, name: str) -> Sequence[float]:
        return self._marks[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    def value_at(self, name: str, percentile: float) -> float:
        """The raw value of a trait at a percentile (0-100), linear between the level marks and flat beyond them."""
        return float(np.interp(percentile, _PERCENTILES, self._marks[name]))

    def level_of(self, name: str, value: float) -> str:
        """The level word for a raw value: that of the nearest mark, half-way between marks; ``unknown`` for NaN.

        "high" therefore runs from about the 65th to about the 87.5th percentile.
        """
        if math.isnan(value):
            return "unknown"
        bounds = [(low + high) / 2 for low, high in pairwise(self._marks[name])]
        return _WORDS[bisect_right(bounds, value)]

    def raw(self, name: str, point: str | float) -> float:
        """A level word or a number as a raw value."""
        return self.value_at(name, LEVELS[point]) if isinstance(point, str) else point
