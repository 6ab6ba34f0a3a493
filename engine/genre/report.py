"""What is measured about the readings while training: for ``/model``, the manifest and the card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from engine import artifacts
from engine.genre.model import NAME, ConfidenceThresholds
from pipeline.genre.evaluation import calibration_curve, calibration_error, per_genre, score

REPEATS: Final = 5
MOST_PAIRS: Final = 40


@dataclass(frozen=True)
class Curve:
    """Calibration of one reading by ten bins of the first genre's probability; NaN where a bin is empty."""

    name: str
    stated: np.ndarray
    found: np.ndarray
    count: np.ndarray
    error: float


@dataclass(frozen=True)
class Importance:
    """What a reading loses when one of its inputs is shuffled.

    Parameters
    ----------
    reading : str
        ``"audio"`` or ``"full"``.
    label : str
    lost, spread : float
        Mean and standard deviation over repeats of the top-1 accuracy lost, as shares.
    part : str
        ``"audio"`` or ``"names"``.
    """

    reading: str
    label: str
    lost: float
    spread: float
    part: str


@dataclass(frozen=True)
class Report:
    """Out-of-fold figures of the shipped model, over its training recordings.

    Parameters
    ----------
    headline : dict of str to float
    scores : dict of reading to dict of figure to float
    curves : tuple of Curve
    confused : tuple of (true genre, genre read, share of the true genre's recordings)
        By the full reading; recordings filed under both do not count. Largest first.
    f1 : dict of reading to tuple of (genre, F1), best first
    importance : tuple of Importance, largest loss first within a reading
    thresholds : dict of reading to dict of confidence_label to (share of recordings, share right)
    """

    headline: dict[str, float]
    scores: dict[str, dict[str, float]]
    curves: tuple[Curve, ...]
    confused: tuple[tuple[str, str, float], ...]
    f1: dict[str, tuple[tuple[str, float], ...]]
    importance: tuple[Importance, ...]
    thresholds: dict[str, dict[str, tuple[float, float]]]

    @classmethod
    def load(cls, models: Path) -> Self:
        """The report in a models directory. UserError if there is none."""
        about = artifacts.about(models, NAME)
        report = about["report"]
        return cls(
            headline=about["headline"],
            scores=report["scores"],
            curves=tuple(
                Curve(
                    name=curve["name"],
                    stated=_with_gaps(curve["stated"]),
                    found=_with_gaps(curve["found"]),
                    count=np.array(curve["count"]),
                    error=curve["error"],
                )
                for curve in report["curves"]
            ),
            confused=tuple((true, read, share) for true, read, share in report["confused"]),
            f1={reading: tuple((genre, value) for genre, value in rows) for reading, rows in report["f1"].items()},
            importance=tuple(Importance(**row) for row in report["importance"]),
            thresholds={
                reading: {confidence_label: (share, right) for confidence_label, (share, right) in rows.items()}
                for reading, rows in report["thresholds"].items()
            },
        )


def measured(
    genres: list[str],
    truth: np.ndarray,
    readings: Mapping[str, np.ndarray],
    thresholds: Mapping[str, ConfidenceThresholds],
    importance: list[Importance],
) -> dict[str, Any]:
    """The report as JSON values.

    Parameters
    ----------
    truth : bool, shape (recordings, genres)
    readings : mapping of reading to float, shape (recordings, genres)
        Out of fold.
    """
    curves, f1 = [], {}
    for name, reading in readings.items():
        stated, found, count = calibration_curve(reading.max(axis=1), _right(reading, truth))
        curves.append(
            {
                "name": name,
                "stated": [_number(value) for value in stated],
                "found": [_number(value) for value in found],
                "count": [int(value) for value in count],
                "error": _number(calibration_error(reading.max(axis=1), _right(reading, truth))),
            }
        )
        values = per_genre(reading, truth)[2]
        f1[name] = [[genres[genre], _number(values[genre])] for genre in np.argsort(-values, kind="stable")]
    return {
        "scores": {
            name: {figure: _number(value) for figure, value in vars(score(reading, truth)).items()}
            for name, reading in readings.items()
        },
        "curves": curves,
        "confused": confused(genres, truth, readings["full"]),
        "f1": f1,
        "shared": {
            genre: _number((truth[truth[:, place]].sum(axis=1) > 1).mean()) if truth[:, place].any() else 0.0
            for place, genre in enumerate(genres)
        },
        "importance": [vars(row) for row in importance],
        "thresholds": {name: verdict_shares(reading, truth, thresholds[name]) for name, reading in readings.items()},
    }


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 4)


def _with_gaps(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values])


def _right(reading: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return np.asarray(truth[np.arange(len(truth)), reading.argmax(axis=1)])


def confused(genres: list[str], truth: np.ndarray, reading: np.ndarray) -> list[list[Any]]:
    """The genres most often read as another: true genre, genre read, share of the true genre's recordings."""
    first = reading.argmax(axis=1)
    wrong = ~_right(reading, truth)
    row, true = np.nonzero(truth & wrong[:, None])
    counts = np.zeros((len(genres), len(genres)))
    np.add.at(counts, (true, first[row]), 1)
    shares = counts / np.maximum(truth.sum(axis=0), 1)[:, None]
    best = np.argsort(-shares, axis=None)[:MOST_PAIRS]
    pairs = zip(*np.unravel_index(best, shares.shape), strict=True)
    return [[genres[true], genres[read], _number(shares[true, read])] for true, read in pairs if shares[true, read] > 0]


def verdict_shares(
    reading: np.ndarray, truth: np.ndarray, thresholds: ConfidenceThresholds
) -> dict[str, tuple[float, float]]:
    """By confidence label: the share of recordings that get it, and the share of those that are right (0 if none)."""
    probability, right = reading.max(axis=1), _right(reading, truth)
    sure = probability >= thresholds.sure
    leaning = ~sure & (probability >= thresholds.leaning)
    parts = {"sure": sure, "leaning": leaning, "can't tell": ~sure & ~leaning}
    return {
        name: (round(float(part.mean()), 4), round(float(right[part].mean()), 4) if part.any() else 0.0)
        for name, part in parts.items()
    }


def permutation_importance(
    reading: str,
    groups: Mapping[tuple[str, str], list[int]],
    inputs: np.ndarray,
    truth: np.ndarray,
    read: Callable[[np.ndarray], np.ndarray],
    repeats: int = REPEATS,
) -> list[Importance]:
    """How much top-1 accuracy falls when an input is shuffled among recordings (Breiman 2001), largest fall first.

    Parameters
    ----------
    groups : mapping of (label, part) to columns
        Columns that are shuffled together.
    inputs : float, shape (recordings, columns)
        Of recordings that ``read`` was not fitted on.
    """
    rng = np.random.default_rng(0)
    whole = _right(read(inputs), truth).mean()
    found = []
    for (label, part), columns in groups.items():
        lost = []
        for _ in range(repeats):
            shuffled = inputs.copy()
            shuffled[:, columns] = inputs[rng.permutation(len(inputs))][:, columns]
            lost.append(float(whole - _right(read(shuffled), truth).mean()))
        found.append(Importance(reading, label, round(float(np.mean(lost)), 5), round(float(np.std(lost)), 5), part))
    return sorted(found, key=lambda row: -row.lost)
