"""What replaying people's choices taught: how several liked tracks are blended, and what match figures mean."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from engine import artifacts
from engine.errors import UserError
from engine.recommend.knn import Doubles

NAME: Final = "people"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True)
class Odds:
    """Log odds as a linear function of a score.

    Parameters
    ----------
    offset, slope : float
    """

    offset: float
    slope: float

    def __call__(self, scores: Doubles) -> Doubles:
        """Probabilities, in the order of the scores."""
        out: Doubles = 1 / (1 + np.exp(-self.offset - self.slope * scores))
        return out


@dataclass(frozen=True)
class People:
    """Weights fitted to dialogues and playlists; see ``models/PEOPLE.md``.

    Parameters
    ----------
    nearest : float
        0-1: of the likeness to several tracks, the share of the likest one; the rest is the mean over all.
    popularity : float
        What a point of popularity adds to likeness to several tracks.
    several : Odds
        That editors put a recording into one playlist with several others, by its likeness to them.
    described : Odds or None
        That a recording is one that editors chose for a description rather than one that they chose for others, of as
        many, by how far it stands on the way from an average recording to an ideal one; None where nothing was fitted.
    """

    nearest: float
    popularity: float
    several: Odds
    described: Odds | None

    @classmethod
    def load(cls, models: Path, plain: Odds) -> Self:
        """The weights in a directory of models; where nothing was fitted the mean of all, and ``plain`` odds."""
        try:
            arrays, _ = artifacts.load(models, NAME, format_version=FORMAT_VERSION)
        except UserError as error:
            if error.code != "no_models":
                raise
            return cls(0.0, 0.0, plain, None)
        nearest, popularity = (float(value) for value in arrays["taste"])
        several, described = (Odds(float(row[0]), float(row[1])) for row in (arrays["several"], arrays["described"]))
        return cls(nearest, popularity, several, described)
