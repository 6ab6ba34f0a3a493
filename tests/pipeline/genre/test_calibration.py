"""Fitted on out-of-fold predictions, stated probabilities come true and thresholds hold."""

import numpy as np
import pytest

from engine.genre.model import with_temperature
from pipeline.genre.calibration import (
    ENSEMBLE_CORRECTION,
    SURE,
    Uncalibrated,
    best_forest_weight,
    calibrate,
    fit_temperature,
    fit_thresholds,
)
from pipeline.genre.metrics import calibration_error, is_right


@pytest.fixture(scope="module")
def honest():
    """Probabilities that come true, and a true genre drawn by them."""
    rng = np.random.default_rng(3)
    probabilities = rng.dirichlet(np.full(4, 0.4), 4000)
    genre = (probabilities.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1).clip(max=3)
    return probabilities, np.eye(4, dtype=bool)[genre]


def test_the_temperature_undoes_overconfidence(honest):
    probabilities, truth = honest
    overconfident = with_temperature(probabilities, 0.6)
    temperature, smoothing = fit_temperature(overconfident, truth)
    assert temperature == pytest.approx(1 / 0.6, abs=0.15)
    assert smoothing == 0
    right = is_right(probabilities, truth)
    after = calibration_error(with_temperature(overconfident, temperature).max(axis=1), right)
    assert after < calibration_error(overconfident.max(axis=1), right) / 3


def test_too_few_predictions_leave_the_probabilities_as_they_are(honest):
    probabilities, truth = honest
    assert fit_temperature(probabilities[:39], truth[:39]) == (1.0, 0.0)


def test_sure_holds_in_each_of_the_predictions_and_lies_above_leaning(honest):
    probabilities, truth = honest
    thresholds = fit_thresholds([probabilities, with_temperature(probabilities, 0.8)], truth)
    assert thresholds.sure > thresholds.leaning
    for found in (probabilities, with_temperature(probabilities, 0.8)):
        assert is_right(found, truth)[found.max(axis=1) >= thresholds.sure].mean() >= SURE


def test_a_forest_that_knows_nothing_gets_no_weight(honest):
    probabilities, truth = honest
    assert best_forest_weight(probabilities, np.full_like(probabilities, 0.25), truth) == 0


def test_each_evidence_level_is_fitted_on_its_own_predictions(honest):
    probabilities, truth = honest
    level = np.arange(4000) % 4
    overconfident = np.where((level == 2)[:, None], with_temperature(probabilities, 0.5), probabilities)
    found = calibrate(truth, Uncalibrated(probabilities, probabilities, overconfident, overconfident, level, level))
    temperatures = np.array(found.calibration.full_temperature) / ENSEMBLE_CORRECTION
    assert temperatures[2] > 1.6
    assert temperatures[[0, 1, 3]] == pytest.approx(1, abs=0.3)
    assert found.full.sum(axis=1) == pytest.approx(1)
