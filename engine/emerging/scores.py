"""Load the emerging scores of a catalogue. ``pipeline.breakout.scores`` computes them when it is built."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from engine.errors import UserError

BY_ID: Final = "emerging.parquet"  # both scores of every track id
BUILD_AGAIN: Final = "Build it again: python -m engine build --source CSV --out DIR."
PARTS: Final = ("popularity now", "artist", "release", "genre", "sound", "words", "to begin with")
"""Groups of inputs that a breakout score is the sum of; the last is the mean change of all training tracks."""
FACTS: Final = ("artist_others", "artist_mean", "artist_best", "artist_rank", "seasonal")
"""Features of the release shown that a reason may name."""
ARRAYS: Final = ("formula", "change", "chance", "parts", "facts")


@dataclass(frozen=True)
class Scores:
    """Scores by recording, those of the release shown.

    Parameters
    ----------
    formula : float32, shape (n,)
    change, chance : float32, shape (n,)
        Of the breakout score: points over two years, and the chance to rise, 0-1. NaN if the catalogue was built
        without its model.
    parts : float16, shape (n, len(PARTS))
        Of ``change``, in the order of ``PARTS``.
    facts : float32, shape (n, len(FACTS))
        In the order of ``FACTS``; NaN where there is no such value.
    """

    formula: np.ndarray
    change: np.ndarray
    chance: np.ndarray
    parts: np.ndarray
    facts: np.ndarray

    @classmethod
    def load(cls, directory: Path) -> "Scores":
        """Map the scores of a catalogue directory.

        Raises
        ------
        UserError
            If the catalogue was built without them.
        """
        try:
            return cls(*(np.load(array_file(directory, name), mmap_mode="r") for name in ARRAYS))
        except FileNotFoundError:
            raise UserError("The catalogue holds no emerging scores.", BUILD_AGAIN, code="not_found") from None

    @property
    def learned(self) -> bool:
        """Whether the breakout score is there."""
        return not bool(np.isnan(self.change[:1]).any())


def array_file(directory: Path, name: str) -> Path:
    """Where one of ``ARRAYS`` lies in a catalogue directory."""
    return directory / f"emerging_{name}.npy"
