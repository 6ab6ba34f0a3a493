"""Load the out-of-fold figures of the genre model, for ``/model``. ``pipeline.genre.metrics`` measures them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from engine import artifacts
from engine.genre.model import NAME


@dataclass(frozen=True)
class Curve:
    """Calibration curve of one kind of prediction, in ten bins of the first genre's probability.

    Parameters
    ----------
    name : str
        ``"audio"``, ``"full"`` or ``"full, artist unknown"``.
    stated, found : float64, shape (10,)
        Mean probability, and share of right predictions; NaN where a bin is empty.
    count : int64, shape (10,)
    error : float
        Expected calibration error.
    """

    name: str
    stated: np.ndarray
    found: np.ndarray
    count: np.ndarray
    error: float


@dataclass(frozen=True)
class Importance:
    """Permutation importance: what a prediction loses when one of its inputs is shuffled.

    Parameters
    ----------
    kind : str
        ``"audio"`` or ``"full"``.
    label : str
    lost, deviation : float
        Mean and standard deviation over repeats of the top-1 accuracy lost, as shares.
    part : str
        ``"audio"`` or ``"names"``.
    """

    kind: str
    label: str
    lost: float
    deviation: float
    part: str


@dataclass(frozen=True)
class Report:
    """Out-of-fold figures of the shipped model, over its training recordings.

    Parameters
    ----------
    headline : dict of str to float
    scores : dict of kind to dict of figure to float
        Kinds of prediction are ``"audio"``, ``"full"`` and ``"full, artist unknown"``.
    curves : tuple of Curve
    confused : tuple of (true genre, predicted genre, share of the true genre's recordings)
        From audio and names; recordings filed under both do not count. Largest first.
    f1 : dict of kind to tuple of (genre, F1), best first
    importance : tuple of Importance, largest loss first within a kind
    thresholds : dict of kind to dict of confidence label to (share of recordings, share right)
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
        """Load the report from a models directory. UserError if there is none."""
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
            confused=tuple((true, predicted, share) for true, predicted, share in report["confused"]),
            f1={kind: tuple((genre, value) for genre, value in rows) for kind, rows in report["f1"].items()},
            importance=tuple(Importance(**row) for row in report["importance"]),
            thresholds={
                kind: {label: (share, right) for label, (share, right) in rows.items()}
                for kind, rows in report["thresholds"].items()
            },
        )


def _with_gaps(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values])
