"""Train/test splits that keep whole recordings, or whole artists, on one side.

One sound stands under many track ids and one artist under many tracks. A split by rows puts the same music on
both sides and measures memory.
"""

from collections.abc import Iterator
from typing import Final, Literal

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import GroupKFold

FOLDS: Final = 5
Split = Literal["recording", "artist"]


def artist_groups(tracks: pd.DataFrame) -> np.ndarray:
    """Number the recordings so that those of one artist share a number.

    Two recordings belong together if a release of the one and a release of the other have the same main
    artist (case aside), and so on along the chain.

    Parameters
    ----------
    tracks : DataFrame
        One row a track id, as ``pipeline.cleaning.clean`` gives it.

    Returns
    -------
    int64, shape (recordings,)
    """
    recordings = int(tracks["recording"].max()) + 1
    artists, names = pd.factorize(tracks["main_artist"].str.casefold())
    size = recordings + len(names)
    links = coo_array((np.ones(len(tracks)), (tracks["recording"].to_numpy(), recordings + artists)), (size, size))
    _, component = connected_components(links, directed=False)
    return np.asarray(component[:recordings], dtype=np.int64)


def grouped_folds(groups: np.ndarray, seed: int, count: int = FOLDS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Train and test rows, ``count`` times over; every row is tested once, and no group is on both sides.

    Parameters
    ----------
    groups : shape (rows,)
    seed : int
        Which groups are tested together.

    Yields
    ------
    train, test : int64
        Row numbers, ascending.
    """
    yield from GroupKFold(count, shuffle=True, random_state=seed).split(groups, groups=groups)


def folds(tracks: pd.DataFrame, split: Split, seed: int, count: int = FOLDS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Train and test recordings, ``count`` times over; every recording is tested once.

    Parameters
    ----------
    tracks : DataFrame
        One row a track id, as ``pipeline.cleaning.clean`` gives it.
    split : {"recording", "artist"}
        What is never on both sides: a recording (with all its releases), or a main artist (with all recordings).

    Yields
    ------
    train, test : int64
        Recording numbers, ascending.
    """
    recordings = np.arange(int(tracks["recording"].max()) + 1)
    yield from grouped_folds(recordings if split == "recording" else artist_groups(tracks), seed, count)


def hold_out(tracks: pd.DataFrame, split: Split, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Train and test recordings: about a fifth of all recordings, or of all artists, is tested."""
    return next(folds(tracks, split, seed))
