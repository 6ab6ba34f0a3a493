"""Flat trees predict what the fitted scikit-learn trees do."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from engine.trees import KEPT, ClassForest


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(500, 6)).astype(np.float32)


@pytest.fixture(scope="module")
def classifier(rows) -> RandomForestClassifier:
    """Over five of six classes: class 2 is absent from training."""
    target = np.digitize(rows[:, 0] + 0.3 * rows[:, 1], [-1, -0.3, 0.3, 1])
    return RandomForestClassifier(6, max_depth=5, random_state=0).fit(rows, np.array([0, 1, 3, 4, 5])[target])


def test_a_classifier_predicts_as_the_fitted_one_within_a_byte(rows, classifier):
    forest = ClassForest.from_sklearn(classifier.estimators_, 6, classifier.classes_.astype(int))
    copy = ClassForest.from_arrays(forest.to_arrays(), 6)
    found = copy.predict_proba(rows)
    np.testing.assert_allclose(found[:, [0, 1, 3, 4, 5]], classifier.predict_proba(rows), atol=2 / 255)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert found[:, 2].max() < 2 / 255
    assert forest.classes.shape[1] == KEPT


def test_two_halves_of_a_forest_joined_are_the_whole(rows, classifier):
    classes = classifier.classes_.astype(int)
    whole = ClassForest.from_sklearn(classifier.estimators_, 6, classes)
    halves = [ClassForest.from_sklearn(classifier.estimators_[part], 6, classes) for part in (slice(3), slice(3, 6))]
    np.testing.assert_array_equal(ClassForest.concatenate(halves).predict_proba(rows), whole.predict_proba(rows))
