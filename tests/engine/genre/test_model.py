"""Predictions are probabilities, far better than chance, and the same after a trip through files."""

import subprocess
import sys

import numpy as np
import pytest

from engine.genre.model import Calibration, ConfidenceThresholds, GenreModel, with_temperature
from engine.genre.name_features import Credits


def top1(probabilities, truth):
    return truth[np.arange(len(truth)), probabilities.argmax(axis=1)].mean()


def test_predictions_are_probabilities_over_the_genres(model, unseen):
    for found in (
        model.predict_proba(unseen.audio),
        model.predict_proba(unseen.audio, unseen.credits),
        model.forest_predict_proba(unseen.audio),
    ):
        assert found.shape == (90, 3)
        assert found.sum(axis=1) == pytest.approx(1, abs=1e-4)
        assert (found >= 0).all()


def test_new_artists_are_predicted_far_better_than_chance(model, unseen):
    assert top1(model.predict_proba(unseen.audio), unseen.truth) > 0.7
    assert top1(model.predict_proba(unseen.audio, unseen.credits), unseen.truth) > 0.85


def test_saved_and_loaded_predictions_agree_within_rounding(model, unseen, tmp_path):
    model.save(tmp_path, {})
    loaded = GenreModel.load(tmp_path)
    for credits in (None, unseen.credits):
        expected = model.predict_proba(unseen.audio, credits)
        assert loaded.predict_proba(unseen.audio, credits) == pytest.approx(expected, abs=0.02)
    np.testing.assert_array_equal(loaded.forest_predict_proba(unseen.audio), model.forest_predict_proba(unseen.audio))
    assert (loaded.genres, loaded.calibration) == (model.genres, model.calibration)


def test_a_prediction_does_not_depend_on_its_neighbours_in_the_batch(model, unseen):
    alone = model.predict_proba(unseen.audio[7:8], unseen.credits.take(np.array([7])))
    together = model.predict_proba(unseen.audio, unseen.credits)[7:8]
    assert alone == pytest.approx(together, abs=1e-5)


@pytest.mark.parametrize("name", ["", "\ud800", "😀" * 300, "*_|[](`)", "مرحبا", ";;;"])
def test_any_name_can_be_predicted_from(model, unseen, name):
    found = model.predict_proba(unseen.audio[:1], Credits([name], [name], [name]))
    assert np.isfinite(found).all()


def test_a_higher_temperature_flattens_and_keeps_the_order():
    sharp = np.array([[0.7, 0.2, 0.1]])
    flat = with_temperature(sharp, 2.0)
    assert flat[0, 0] < 0.7
    assert flat[0].argsort().tolist() == sharp[0].argsort().tolist()
    assert with_temperature(sharp, 1.0) == pytest.approx(sharp)


def test_each_evidence_level_has_its_own_calibration():
    thresholds = ConfidenceThresholds(0.8, 0.5)
    calibration = Calibration(1.0, (1.0, 1.0, 1.0, 0.5), (0.3, 0.0, 0.0, 0.0), 0.0, thresholds, thresholds)
    unknown, other, known = calibration.calibrate_full(np.array([[0.8, 0.2]] * 3), np.array([0, 1, 3]))[:, 0]
    assert unknown == pytest.approx(0.7 * 0.8 + 0.3 / 2)
    assert other == pytest.approx(0.8)
    assert known == pytest.approx(0.64 / 0.68)


def test_answering_needs_neither_pandas_nor_scikit_learn():
    code = "import sys, engine.genre.label, engine.genre.predictor; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    unwanted = {"pandas", "sklearn", "scipy", "statsmodels", "joblib", "tqdm", "threadpoolctl", "lightgbm", "pipeline"}
    assert not unwanted & set(loaded)
