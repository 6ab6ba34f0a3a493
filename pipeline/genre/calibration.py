"""Fit the calibration on out-of-fold predictions: forest weight, temperatures, smoothing and confidence thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from engine.genre.model import Calibration, ConfidenceThresholds, mix, smooth, with_temperature
from pipeline.genre.metrics import calibration_error, is_right

FOREST_WEIGHTS: Final = tuple(step / 10 for step in range(7))
TEMPERATURES: Final = tuple(round(0.6 + 0.04 * step, 2) for step in range(30))
SMOOTHINGS: Final = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.18)
MIN_PREDICTIONS: Final = 40  # to fit a temperature on
SURE: Final = 0.84  # accuracy asked of out-of-fold predictions, so that four in five holds on new data
LEANING: Final = 0.5
ENSEMBLE_CORRECTION: Final = 0.96
"""Factor on the temperatures: several networks together are more often right than one, at flatter probabilities."""


@dataclass(frozen=True)
class Uncalibrated:
    """Out-of-fold predictions before calibration; float32, shape (recordings, genres).

    Parameters
    ----------
    networks, forest
        From audio.
    full, full_new_artist
        From audio and names, with the recording held out, and with its whole artist held out.
    level, level_new_artist : int, shape (recordings,)
        Evidence level of each recording in the two.
    """

    networks: np.ndarray
    forest: np.ndarray
    full: np.ndarray
    full_new_artist: np.ndarray
    level: np.ndarray
    level_new_artist: np.ndarray


@dataclass(frozen=True)
class Calibrated:
    """The same predictions after calibration, and the calibration of the final model."""

    audio: np.ndarray
    full: np.ndarray
    full_new_artist: np.ndarray
    calibration: Calibration


def calibrate(truth: np.ndarray, predictions: Uncalibrated) -> Calibrated:
    """Fit mixture, temperatures, smoothing and thresholds.

    Parameters
    ----------
    truth : bool, shape (recordings, genres)
    predictions : Uncalibrated
    """
    weight = best_forest_weight(predictions.networks, predictions.forest, truth)
    mixed = mix(predictions.networks, predictions.forest, weight)
    temperature, _ = fit_temperature(mixed, truth)
    audio = with_temperature(mixed, temperature)
    temperatures, smoothings = _by_evidence_level(predictions, truth)
    fitted = Calibration(
        audio_temperature=temperature,
        full_temperature=temperatures,
        full_smoothing=smoothings,
        forest_weight=weight,
        audio_thresholds=fit_thresholds([audio], truth),
        full_thresholds=ConfidenceThresholds(1, 1),
    )
    full = fitted.calibrate_full(predictions.full, predictions.level)
    new_artist = fitted.calibrate_full(predictions.full_new_artist, predictions.level_new_artist)
    final = replace(
        fitted,
        audio_temperature=temperature * ENSEMBLE_CORRECTION,
        full_temperature=tuple(value * ENSEMBLE_CORRECTION for value in temperatures),
        full_thresholds=fit_thresholds([full, new_artist], truth),
    )
    return Calibrated(audio, full, new_artist, final)


def _by_evidence_level(predictions: Uncalibrated, truth: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Temperature and smoothing of each evidence level.

    New artists are rare where only recordings are held out, and other than the usual ones: the levels below 3 are
    fitted where whole artists are held out.
    """
    fitted = []
    for level in (0, 1, 2):
        at_level = predictions.level_new_artist == level
        fitted.append(fit_temperature(predictions.full_new_artist[at_level], truth[at_level], SMOOTHINGS))
    at_level = predictions.level == 3
    fitted.append(fit_temperature(predictions.full[at_level], truth[at_level], SMOOTHINGS))
    temperatures, smoothings = zip(*fitted, strict=True)
    return temperatures, smoothings


def best_forest_weight(networks: np.ndarray, forest: np.ndarray, truth: np.ndarray) -> float:
    """The share of the forest with the highest top-1 accuracy; the lowest of equal ones."""
    return max(FOREST_WEIGHTS, key=lambda weight: is_right(mix(networks, forest, weight), truth).mean())


def fit_temperature(
    probabilities: np.ndarray, truth: np.ndarray, smoothings: Sequence[float] = (0.0,)
) -> tuple[float, float]:
    """Temperature and smoothing with the least calibration error; 1 and 0 if there are too few predictions to tell."""
    if len(probabilities) < MIN_PREDICTIONS:
        return 1.0, 0.0
    right = is_right(probabilities, truth)
    errors = {
        (temperature, smoothing): calibration_error(smooth(tempered, smoothing).max(axis=1), right)
        for temperature in TEMPERATURES
        for tempered in [with_temperature(probabilities, temperature)]
        for smoothing in smoothings
    }
    return min(errors, key=lambda pair: errors[pair])


def fit_thresholds(predictions: Sequence[np.ndarray], truth: np.ndarray) -> ConfidenceThresholds:
    """The lowest thresholds that hold in each of some predictions.

    "Sure" is right in at least ``SURE`` of them, "leaning" in at least ``LEANING``.
    """
    confidence = [of.max(axis=1) for of in predictions]
    right = [is_right(of, truth) for of in predictions]

    def lowest(below: float, share: float) -> float:
        for step in range(round(60 * share), 100):  # whatever holds on average, 0.3 is not "sure"
            low = step / 100
            inside = [(low <= probability) & (probability < below) for probability in confidence]
            if all(part.any() and hit[part].mean() >= share for part, hit in zip(inside, right, strict=True)):
                return low
        return min(below, 1.01)

    sure = lowest(1.01, SURE)
    return ConfidenceThresholds(sure, lowest(sure, LEANING))
