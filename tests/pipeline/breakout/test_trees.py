import numpy as np
import pytest
from pipeline.breakout.trees import Forest
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor


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
def test_flat_trees_say_what_the_fitted_ones_say(rows, model):
    model.fit(rows, 10 * rows[:, 0] + rows[:, 1] ** 2)
    forest = Forest.of(model.estimators_)
    copy = Forest.from_arrays(forest.arrays("x_"), "x_")
    np.testing.assert_allclose(copy.predict(rows), model.predict(rows), atol=0.02)  # values are float16


def test_the_parts_of_a_prediction_add_up_to_it_and_go_to_the_features_that_made_it(rows):
    model = ExtraTreesRegressor(8, random_state=0).fit(rows, 10 * rows[:, 0])
    forest = Forest.of(model.estimators_)
    parts = forest.parts(rows, np.array([0, 1, 1, 1, 1, 1]), 2)
    np.testing.assert_allclose(parts.sum(axis=1), forest.predict(rows), atol=1e-9)
    assert np.abs(parts[:, 0]).mean() > 5 * np.abs(parts[:, 1]).mean()
    assert np.ptp(parts[:, 2]) == pytest.approx(0)
