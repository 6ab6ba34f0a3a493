"""A regression that adds up what each input says by itself, along a curve of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from scipy.stats import norm
from sklearn.linear_model import Ridge

KNOTS: Final = 16
PENALTY: Final = 300.0  # 1,000 does about as well


@dataclass(frozen=True)
class AdditiveModel:
    """A sum of one piecewise linear function an input.

    Each function is the input's normal score (the standard normal quantile of its rank among the training rows) times
    a weight. The weights are fitted together by ridge regression.

    Parameters
    ----------
    knots : float32, shape (columns, KNOTS)
        Ascending values of each input; the last is repeated where an input has fewer.
    values : float32, shape (columns, KNOTS)
        What the input adds at each of them; between two of them on a straight line, beyond the ends as at the end.
    missing : float32, shape (columns,)
        What it adds where it is missing.
    intercept : float
        The prediction for a row whose inputs add nothing: the mean of the target.
    """

    knots: np.ndarray
    values: np.ndarray
    missing: np.ndarray
    intercept: float

    @classmethod
    def fit(cls, rows: np.ndarray, target: np.ndarray, no_value: float) -> Self:
        """Fit to training rows.

        Parameters
        ----------
        rows : float32, shape (m, columns)
        target : float, shape (m,)
        no_value : float
            What stands in ``rows`` where an input is missing; below every value.
        """
        absent = rows == no_value
        curves = [_normal_scores(column[~gone]) for column, gone in zip(rows.T, absent.T, strict=True)]
        knots, scores = (np.array(part, dtype=np.float64) for part in zip(*curves, strict=True))
        told = np.column_stack([np.interp(*curve) for curve in zip(rows.T, knots, scores, strict=True)])
        told[absent] = 0
        inputs = np.hstack([told, absent])
        means, deviations = inputs.mean(axis=0), inputs.std(axis=0)
        deviations[deviations == 0] = np.inf  # an input that is always the same says nothing
        ridge = Ridge(PENALTY).fit((inputs - means) / deviations, target)
        weights = ridge.coef_ / deviations
        centred = scores - means[: len(knots), None]
        of_value, of_absence = weights[: len(knots)], weights[len(knots) :]
        shares = means[len(knots) :]
        return cls(
            knots.astype(np.float32),
            (of_value[:, None] * centred - (of_absence * shares)[:, None]).astype(np.float32),
            (of_absence * (1 - shares) - of_value * means[: len(knots)]).astype(np.float32),
            float(ridge.intercept_),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str) -> Self:
        """The inverse of ``to_arrays``."""
        knots, values, missing, intercept = (
            arrays[f"{prefix}{name}"] for name in ("knots", "values", "missing", "intercept")
        )
        return cls(knots, values, missing, float(intercept))

    def to_arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """As named arrays for a file."""
        return {f"{prefix}{name}": np.asarray(value) for name, value in vars(self).items()}

    def contributions(self, rows: np.ndarray, groups: np.ndarray, count: int, no_value: float) -> np.ndarray:
        """What each group of columns adds to the prediction.

        Parameters
        ----------
        rows : float32, shape (n, columns)
        groups : intp, shape (columns,)
            The group of each column, 0 to ``count - 1``.
        no_value : float
            As in ``fit``.

        Returns
        -------
        float64, shape (n, count + 1)
            The last column is the intercept; a row's sum is its prediction.
        """
        parts = np.zeros((len(rows), count + 1))
        parts[:, count] = self.intercept
        for column, group, knots, values, missing in zip(
            rows.T, groups.tolist(), self.knots, self.values, self.missing, strict=True
        ):
            parts[:, group] += np.where(column == no_value, missing, np.interp(column, knots, values))
        return parts


def _normal_scores(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values at evenly spaced ranks and their normal scores; a yes-or-no input keeps its own two values.

    Returns
    -------
    knots, scores : float, shape (KNOTS,)
    """
    distinct = np.unique(values)
    if len(distinct) <= 2:
        knots = scores = distinct if len(distinct) else np.zeros(1)
    else:
        ranks = (np.arange(KNOTS) + 0.5) / KNOTS
        knots, place = np.unique(np.quantile(values, ranks), return_inverse=True)
        # Of values that hold several ranks, the mean of their scores.
        scores = np.bincount(place, norm.ppf(ranks)) / np.bincount(place)
    filling = (0, KNOTS - len(knots))
    return np.pad(knots, filling, mode="edge"), np.pad(scores, filling, mode="edge")
