"""A flat regression forest predicts what the fitted scikit-learn one does, and predictions split into parts."""

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesRegressor, GradientBoostingRegressor, RandomForestRegressor

from pipeline.breakout.forest import RegressionForest, compiled_trees


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


def test_scaled_trees_and_a_start_make_one_forest_of_a_mean_and_a_sum(rows):
    target = 10 * rows[:, 0] + rows[:, 1] ** 2
    boosted = GradientBoostingRegressor(n_estimators=20, learning_rate=0.1, random_state=0).fit(rows, target)
    trees = boosted.estimators_.ravel()
    forest = RegressionForest.from_sklearn(trees, [len(trees) * 0.1] * len(trees), float(target.mean()))
    np.testing.assert_allclose(forest.predict(rows), boosted.predict(rows), atol=0.05)  # values are float16


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
    leaves = [root + tree.apply(rows) for root, tree in zip(trees.roots, compiled_trees(trees, 6), strict=True)]
    np.testing.assert_array_equal(np.stack(leaves, axis=1), trees.apply(rows))
