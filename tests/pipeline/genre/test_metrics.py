"""The figures mean what they say."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from engine.genre.model import ConfidenceThresholds
from engine.genre.report import Report
from pipeline.genre.metrics import build_report, calibration_error, label_shares, permutation_importance, score


def test_any_of_the_genres_of_a_recording_is_right():
    probabilities = np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]])
    truth = np.array([[True, True, False], [True, False, False]])
    scores = score(probabilities, truth)
    assert (scores.top1, scores.top3) == (0.5, 1.0)


def test_macro_figures_agree_with_scikit_learn_when_each_recording_has_one_genre():
    rng = np.random.default_rng(7)
    probabilities = rng.dirichlet(np.ones(5), 200)
    genre = rng.integers(0, 5, 200)
    scores = score(probabilities, np.eye(5, dtype=bool)[genre])
    expected = precision_recall_fscore_support(genre, probabilities.argmax(1), average="macro", zero_division=0)
    assert (scores.macro_precision, scores.macro_recall, scores.macro_f1) == pytest.approx(expected[:3])


def test_calibration_error_is_the_mean_gap_between_confidence_and_share_right():
    confidence = np.array([0.95] * 10 + [0.25] * 10)
    right = np.array([True] * 8 + [False] * 2 + [True] * 3 + [False] * 7)
    assert calibration_error(confidence, right) == pytest.approx((0.15 + 0.05) / 2)


def test_shuffling_an_input_that_decides_costs_accuracy_and_another_nothing():
    inputs = np.random.default_rng(0).random((300, 2))
    truth = np.stack([inputs[:, 0] < 0.5, inputs[:, 0] >= 0.5], axis=1)
    first, second = permutation_importance(
        "audio", {("idle", "audio"): [1], ("deciding", "audio"): [0]}, inputs, truth,
        lambda values: np.stack([1 - values[:, 0], values[:, 0]], axis=1),
    )  # fmt: skip
    assert (first.label, second.label) == ("deciding", "idle")
    assert first.lost > 0.4
    assert (second.lost, second.deviation) == (0, 0)


def test_the_report_comes_back_from_the_manifest(model, tmp_path):
    truth = np.eye(3, dtype=bool)[[0, 1, 2, 0]]
    found = np.array([[0.9, 0.1, 0.0], [0.8, 0.2, 0.0], [0.1, 0.1, 0.8], [0.6, 0.4, 0.0]])
    of = dict.fromkeys(("audio", "full"), found)
    thresholds = {"audio": model.calibration.audio_thresholds, "full": model.calibration.full_thresholds}
    model.save(
        tmp_path, {"headline": {"right": 0.75}, "report": build_report(list(model.genres), truth, of, thresholds, [])}
    )
    report = Report.load(tmp_path)
    assert report.confused == (("metal", "ambient", 1.0),)
    assert report.scores["full"]["top1"] == 0.75
    assert report.curves[0].count.sum() == 4


def test_labels_are_counted_with_the_share_that_is_right():
    found = np.array([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.5, 0.5]])
    truth = np.eye(2, dtype=bool)[[0, 1, 0, 1]]
    shares = label_shares(found, truth, ConfidenceThresholds(sure=0.8, leaning=0.55))
    assert shares == {"sure": (0.5, 0.5), "leaning": (0.25, 1.0), "can't tell": (0.25, 0.0)}
