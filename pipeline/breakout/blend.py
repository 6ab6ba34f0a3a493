"""The mean of a forest and an additive model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from pipeline.breakout.additive import AdditiveModel
from pipeline.breakout.forest import RegressionForest

MISSING: Final = -99.0
"""What stands for a missing input: below every value, so that a tree can tell it from any number."""


@dataclass(frozen=True)
class Blend:
    """Predicts the mean of what its models predict.

    A forest finds what holds for few tracks, the additive model what holds for all; each errs where the other does not.

    Parameters
    ----------
    forest : RegressionForest
    additive : AdditiveModel or None
        None: the forest alone.
    """

    forest: RegressionForest
    additive: AdditiveModel | None = None

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str) -> Self:
        """The inverse of ``to_arrays``."""
        named = f"{prefix}additive_"
        additive = AdditiveModel.from_arrays(arrays, named) if f"{named}knots" in arrays else None
        return cls(RegressionForest.from_arrays(arrays, prefix), additive)

    def to_arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """As named arrays for a file."""
        additive = self.additive.to_arrays(f"{prefix}additive_") if self.additive else {}
        return {**self.forest.to_arrays(prefix), **additive}

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """The prediction for each row; float64, shape (n,).

        Parameters
        ----------
        rows : float32, shape (n, columns)
            ``MISSING`` where an input is missing.
        """
        return np.asarray(self.contributions(rows, np.zeros(rows.shape[1], dtype=np.intp), 1).sum(axis=1))

    def contributions(self, rows: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
        """What each group of columns adds to the prediction; see ``splitter``."""
        return self.splitter(groups, count)(rows)

    def splitter(self, groups: np.ndarray, count: int) -> Callable[[np.ndarray], np.ndarray]:
        """What splits predictions into what each group of columns adds; as ``RegressionForest.splitter``."""
        of_forest, additive = self.forest.splitter(groups, count), self.additive
        if additive is None:
            return of_forest
        return lambda rows: np.asarray((of_forest(rows) + additive.contributions(rows, groups, count, MISSING)) / 2)
