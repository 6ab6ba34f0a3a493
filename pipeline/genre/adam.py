"""The Adam update (Kingma and Ba 2015), shared by the networks and the name model.

The caller updates the moments: the networks in place over whole arrays, the name model for the rows of its sparse
batch alone.
"""

from typing import Final

import numpy as np

FIRST_DECAY: Final = 0.9
SECOND_DECAY: Final = 0.999


def adam_step(first: np.ndarray, second: np.ndarray, step: int, rate: float) -> np.ndarray:
    """The change to subtract from the weights.

    Parameters
    ----------
    first, second : float32
        Exponential moving averages of the gradient and of its square, this step's included.
    step : int
        Counted from 1.
    rate : float
        Step size.
    """
    size = np.float32(rate * np.sqrt(1 - SECOND_DECAY**step) / (1 - FIRST_DECAY**step))
    return np.asarray(size * first / (np.sqrt(second) + np.float32(1e-8)))


def batch_count(rows: int, size: int) -> int:
    """Into how many batches to split some rows: of ``size``, but at least 16 where there are 32 rows for each.

    Examples
    --------
    >>> batch_count(10_000, 512), batch_count(100, 512)
    (20, 4)
    """
    return max(-(-rows // size), min(16, -(-rows // 32)))
