"""Flat trees predict what the fitted scikit-learn trees do, and regressions split into parts."""

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor

from engine.trees import KEPT, ClassForest, RegressionForest


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(500, 6)).astype(np.float32)


@pytest.mark.parametrize(
    "model",
    [
        ExtraTreesRegressor(8, min_samples_leaf=3, random_state=0),
        RandomForestRegressor(8, max_leaf_nodes=20, random_state=0),
    ],
    ids=["depth first", "best first"],
)
def test_a_regression_predicts_as_the_fitted_one_also_after_a_trip_through_arrays(rows, model):
    model.fit(rows, 10 * rows[:, 0] + rows[:, 1] ** 2)
    forest = RegressionForest.from_sklearn(model.estimators_)
    copy = RegressionForest.from_arrays(forest.to_arrays("x_"), "x_")
    np.testing.assert_allclose(copy.predict(rows), model.predict(rows), atol=0.02)  # values are float16
    np.testing.assert_array_equal(copy.predict(rows), forest.predict(rows))


def test_the_contributions_add_up_to_the_prediction_and_go_to_the_columns_that_made_it(rows):
    model = ExtraTreesRegressor(8, random_state=0).fit(rows, 10 * rows[:, 0])
    forest = RegressionForest.from_sklearn(model.estimators_)
    parts = forest.contributions(rows, np.array([0, 1, 1, 1, 1, 1]), 2)
    np.testing.assert_allclose(parts.sum(axis=1), forest.predict(rows), atol=1e-9)
    assert np.abs(parts[:, 0]).mean() > 5 * np.abs(parts[:, 1]).mean()
    assert np.ptp(parts[:, 2]) == pytest.approx(0)


def test_both_ways_down_the_trees_reach_the_same_leaves(rows):
    trees = RegressionForest.from_sklearn(
        ExtraTreesRegressor(5, random_state=0).fit(rows, rows[:, 0]).estimators_
    ).trees
    np.testing.assert_array_equal(np.stack(list(trees.leaves_by_tree(rows)), axis=1), trees.apply(rows))


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
