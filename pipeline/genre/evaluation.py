"""Honest splits and figures for genre readings.

One sound stands under many track ids and one artist under many tracks. A split by rows puts the same music on
both sides and measures memory. Here everything is counted over recordings, each once, with the genres of all its
releases pooled, and a split keeps whole recordings, or whole artists, on one side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

FOLDS: Final = 5
BINS: Final = 10
Split = Literal["recording", "artist"]


def artist_groups(tracks: "pd.DataFrame") -> np.ndarray:
    """Which recordings may not be parted when artists are held out.

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
    import pandas as pd
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    recordings = int(tracks["recording"].max()) + 1
    artists, names = pd.factorize(tracks["main_artist"].str.casefold())
    size = recordings + len(names)
    links = coo_array((np.ones(len(tracks)), (tracks["recording"].to_numpy(), recordings + artists)), (size, size))
    _, component = connected_components(links, directed=False)
    return np.asarray(component[:recordings], dtype=np.int64)


def folds(
    tracks: "pd.DataFrame", split: Split, seed: int, count: int = FOLDS
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Train and test recordings, ``count`` times over, every recording in the test part once.

    Parameters
    ----------
    tracks : DataFrame
        One row a track id, as ``pipeline.cleaning.clean`` gives it.
    split : {"recording", "artist"}
        What never stands on both sides: a recording (any of its releases), or a main artist (with all recordings).

    Yields
    ------
    train, test : int64
        Recording numbers, ascending.
    """
    from sklearn.model_selection import GroupKFold

    recordings = np.arange(int(tracks["recording"].max()) + 1)
    groups = recordings if split == "recording" else artist_groups(tracks)
    yield from GroupKFold(count, shuffle=True, random_state=seed).split(recordings, groups=groups)


def hold_out(tracks: "pd.DataFrame", split: Split, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Train and test recordings: about a fifth of all recordings, or of all artists, is tested."""
    return next(folds(tracks, split, seed))


@dataclass(frozen=True)
class Scores:
    """Figures of one set of readings against the sets of true genres.

    A reading is right if its first genre (or one of its first 3, 5) is any of the recording's genres. Precision,
    recall and F1 of a genre look at the first genre alone and are averaged over the genres that occur in the test
    part; as a recording with two genres can be read as one of them only, recall cannot reach 1.

    ``calibration_error`` is the expected calibration error of the first genre's probability over ten equal bins
    (Guo et al. 2017, "On Calibration of Modern Neural Networks").
    """

    top1: float
    top3: float
    top5: float
    macro_precision: float
    macro_recall: float
    macro_f1: float
    calibration_error: float
    recordings: int


def score(probabilities: np.ndarray, truth: np.ndarray) -> Scores:
    """Scores of readings.

    Parameters
    ----------
    probabilities : float, shape (recordings, genres)
    truth : bool, shape (recordings, genres)
        Whether the recording is filed under the genre; at least one a row.
    """
    hits = np.take_along_axis(truth, ranked(probabilities, 5), axis=1)
    precision, recall, f1, present = per_genre(probabilities, truth)
    return Scores(
        top1=float(hits[:, 0].mean()),
        top3=float(hits[:, :3].any(axis=1).mean()),
        top5=float(hits.any(axis=1).mean()),
        macro_precision=float(precision[present].mean()),
        macro_recall=float(recall[present].mean()),
        macro_f1=float(f1[present].mean()),
        calibration_error=calibration_error(probabilities.max(axis=1), hits[:, 0]),
        recordings=len(truth),
    )


def ranked(probabilities: np.ndarray, count: int) -> np.ndarray:
    """The columns of the ``count`` largest probabilities of each row, largest first; ties in genre order."""
    return np.argsort(-probabilities, axis=1, kind="stable")[:, :count]


def per_genre(probabilities: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 of each genre by first genre read, and whether the genre occurs in ``truth``.

    Where a genre is never read its precision counts as 0.
    """
    first = np.zeros_like(truth)
    first[np.arange(len(truth)), probabilities.argmax(axis=1)] = True
    right = (first & truth).sum(axis=0)
    precision = right / np.maximum(first.sum(axis=0), 1)
    recall = right / np.maximum(truth.sum(axis=0), 1)
    f1 = 2 * right / np.maximum(first.sum(axis=0) + truth.sum(axis=0), 1)
    return precision, recall, f1, np.asarray(truth.any(axis=0))


def calibration_curve(confidence: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean confidence, share right, and count in each of ten equal bins of confidence; NaN where a bin is empty."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    count = np.bincount(bins, minlength=BINS)
    filled = np.where(count > 0, count, np.nan)
    return (
        np.bincount(bins, confidence, minlength=BINS) / filled,
        np.bincount(bins, right, minlength=BINS) / filled,
        count,
    )


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error: mean gap between confidence and share right, weighted by bin count."""
    stated, found, count = calibration_curve(confidence, right)
    return float(np.nansum(np.abs(stated - found) * count) / max(count.sum(), 1))


def truth_table(genre_sets: "pd.Series[Any]", genres: list[str]) -> np.ndarray:
    """Which recording is filed under which genre: bool, shape (recordings, genres)."""
    column = {genre: index for index, genre in enumerate(genres)}
    table = np.zeros((len(genre_sets), len(genres)), dtype=bool)
    for row, names in enumerate(genre_sets):
        table[row, [column[name] for name in names if name in column]] = True
    return table
