"""Figures of genre predictions: accuracy, calibration, confusion, and what each input contributes.

Everything is counted over recordings, each once, with the genres of all its releases pooled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from engine.genre.model import ConfidenceThresholds
from engine.genre.report import Importance

BINS: Final = 10
MOST_PAIRS: Final = 40
REPEATS: Final = 5


@dataclass(frozen=True)
class Scores:
    """Figures of one set of predictions against the sets of true genres.

    A prediction is right if its first genre (or one of its first 3, 5) is any of the recording's genres. Precision,
    recall and F1 of a genre look at the first genre alone and are averaged over the genres that occur in the test
    part; as a recording with two genres can be predicted as one of them only, recall cannot reach 1.

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
    """Score predictions against the true genres.

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
    """Precision, recall and F1 of each genre by first genre predicted, and whether the genre occurs in ``truth``.

    Where a genre is never predicted its precision counts as 0.
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


def is_right(probabilities: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Whether the first genre of each row is one of its true genres; bool, shape (recordings,)."""
    return np.asarray(truth[np.arange(len(truth)), probabilities.argmax(axis=1)])


def build_report(
    genres: list[str],
    truth: np.ndarray,
    predictions: Mapping[str, np.ndarray],
    thresholds: Mapping[str, ConfidenceThresholds],
    importance: list[Importance],
) -> dict[str, Any]:
    """The report that ``engine.genre.report.Report`` loads, as JSON values.

    Parameters
    ----------
    truth : bool, shape (recordings, genres)
    predictions : mapping of kind to float, shape (recordings, genres)
        Out of fold.
    thresholds : mapping of kind to ConfidenceThresholds
    """
    of_several = truth.sum(axis=1) > 1
    return {
        "scores": {
            kind: {figure: _number(value) for figure, value in vars(score(of, truth)).items()}
            for kind, of in predictions.items()
        },
        "curves": [_curve(kind, of, truth) for kind, of in predictions.items()],
        "confused": confused(genres, truth, predictions["full"]),
        "f1": {kind: _f1(genres, of, truth) for kind, of in predictions.items()},
        "shared": {
            genre: _number(of_several[truth[:, place]].mean()) if truth[:, place].any() else 0.0
            for place, genre in enumerate(genres)
        },
        "importance": [vars(row) for row in importance],
        "thresholds": {kind: label_shares(of, truth, thresholds[kind]) for kind, of in predictions.items()},
    }


def _curve(kind: str, probabilities: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    confidence, right = probabilities.max(axis=1), is_right(probabilities, truth)
    stated, found, count = calibration_curve(confidence, right)
    return {
        "name": kind,
        "stated": [_number(value) for value in stated],
        "found": [_number(value) for value in found],
        "count": [int(value) for value in count],
        "error": _number(calibration_error(confidence, right)),
    }


def _f1(genres: list[str], probabilities: np.ndarray, truth: np.ndarray) -> list[list[Any]]:
    """Genre and F1, best first."""
    values = per_genre(probabilities, truth)[2]
    return [[genres[genre], _number(values[genre])] for genre in np.argsort(-values, kind="stable")]


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 4)


def confused(genres: list[str], truth: np.ndarray, probabilities: np.ndarray) -> list[list[Any]]:
    """The genres most often predicted as another: true genre, predicted genre, share of the true genre's recordings."""
    first = probabilities.argmax(axis=1)
    row, true = np.nonzero(truth & ~is_right(probabilities, truth)[:, None])
    counts = np.zeros((len(genres), len(genres)))
    np.add.at(counts, (true, first[row]), 1)
    shares = counts / np.maximum(truth.sum(axis=0), 1)[:, None]
    best = np.argsort(-shares, axis=None)[:MOST_PAIRS]
    pairs = zip(*np.unravel_index(best, shares.shape), strict=True)
    return [
        [genres[true], genres[other], _number(shares[true, other])] for true, other in pairs if shares[true, other] > 0
    ]


def label_shares(
    probabilities: np.ndarray, truth: np.ndarray, thresholds: ConfidenceThresholds
) -> dict[str, tuple[float, float]]:
    """By confidence label: the share of recordings that get it, and the share of those that are right (0 if none)."""
    confidence, right = probabilities.max(axis=1), is_right(probabilities, truth)
    sure = confidence >= thresholds.sure
    leaning = ~sure & (confidence >= thresholds.leaning)
    parts = {"sure": sure, "leaning": leaning, "can't tell": ~sure & ~leaning}
    return {
        label: (round(float(part.mean()), 4), round(float(right[part].mean()), 4) if part.any() else 0.0)
        for label, part in parts.items()
    }


def permutation_importance(
    kind: str,
    groups: Mapping[tuple[str, str], list[int]],
    inputs: np.ndarray,
    truth: np.ndarray,
    predict: Callable[[np.ndarray], np.ndarray],
    repeats: int = REPEATS,
) -> list[Importance]:
    """How much top-1 accuracy falls when an input is shuffled among recordings (Breiman 2001), largest fall first.

    Parameters
    ----------
    kind : str
        Of prediction, for the result.
    groups : mapping of (label, part) to columns
        Columns that are shuffled together.
    inputs : float, shape (recordings, columns)
        Of recordings that the model was not fitted on.
    predict : callable
        Probabilities from inputs.
    """
    rng = np.random.default_rng(0)
    whole = is_right(predict(inputs), truth).mean()
    found = []
    for (label, part), columns in groups.items():
        lost = []
        for _ in range(repeats):
            shuffled = inputs.copy()
            shuffled[:, columns] = inputs[rng.permutation(len(inputs))][:, columns]
            lost.append(float(whole - is_right(predict(shuffled), truth).mean()))
        found.append(Importance(kind, label, round(float(np.mean(lost)), 5), round(float(np.std(lost)), 5), part))
    return sorted(found, key=lambda row: -row.lost)
