"""Statistics that several parts of the engine share."""

from typing import Any

import numpy as np
import numpy.typing as npt


def standardise(
    values: npt.NDArray[np.floating[Any]], means: npt.NDArray[np.float64], deviations: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Values in standard deviations from the mean, float64; a missing value becomes the mean.

    Parameters
    ----------
    values : float, shape (features,) or (n, features)
        NaN where missing.
    means, deviations : float64, shape (features,)
        Where a deviation is 0 the feature does not vary: its values become 0.

    Examples
    --------
    >>> standardise(np.array([3.0, np.nan, 5.0]), np.array([1.0, 1.0, 5.0]), np.array([2.0, 2.0, 0.0])).tolist()
    [1.0, 0.0, 0.0]
    """
    scale = np.where(deviations > 0, deviations, 1.0)
    return np.nan_to_num((np.asarray(values, dtype=np.float64) - means) / scale)
