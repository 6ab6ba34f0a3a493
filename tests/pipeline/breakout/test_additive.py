"""An additive model follows curves, tells what each input adds, and counts as much as the forest beside it."""

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesRegressor

from pipeline.breakout.additive import AdditiveModel
from pipeline.breakout.blend import MISSING, Blend
from pipeline.breakout.forest import RegressionForest

GROUPS = np.array([0, 1, 1, 1])


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    chance = np.random.default_rng(0)
    rows = np.column_stack([chance.lognormal(size=3000), chance.normal(size=3000), chance.integers(0, 2, 3000)])
    with_gaps = np.where(chance.random((3000, 1)) < 0.2, MISSING, chance.normal(size=(3000, 1)))
    return np.hstack([rows, with_gaps]).astype(np.float32)


@pytest.fixture(scope="module")
def target(rows) -> np.ndarray:
    return 3 * np.log(rows[:, 0]) + 2 * rows[:, 2] + 4 * (rows[:, 3] == MISSING)


@pytest.fixture(scope="module")
def model(rows, target) -> AdditiveModel:
    return AdditiveModel.fit(rows, target, MISSING)


def predicted(model, rows):
    return model.contributions(rows, GROUPS, 2, MISSING).sum(axis=1)


def test_a_skewed_input_a_yes_or_no_and_a_missing_value_are_each_followed(model, rows, target):
    assert np.corrcoef(predicted(model, rows), target)[0, 1] > 0.99


def test_each_input_adds_to_its_own_group_and_nothing_on_average(model, rows):
    parts = model.contributions(rows, GROUPS, 2, MISSING)
    assert np.corrcoef(parts[:, 0], np.log(rows[:, 0]))[0, 1] > 0.99
    np.testing.assert_allclose(parts[:, :2].mean(axis=0), 0, atol=0.05)
    assert np.ptp(parts[:, 2]) == 0


def test_a_value_beyond_all_that_were_seen_adds_what_the_nearest_one_does(model, rows):
    far = rows[:1].repeat(2, axis=0)
    far[:, 0] = [rows[:, 0].max(), 1e9]
    assert np.ptp(predicted(model, far)) == pytest.approx(0)


def test_an_input_that_is_always_missing_or_always_the_same_adds_nothing(rows, target):
    constant = rows.copy()
    constant[:, 1], constant[:, 2] = MISSING, 1
    parts = AdditiveModel.fit(constant, target, MISSING).contributions(constant, np.arange(4), 4, MISSING)
    assert not parts[:, [1, 2]].any()


@pytest.mark.parametrize("beside", [True, False])
def test_a_blend_is_the_mean_of_both_also_after_a_trip_through_arrays(model, rows, target, beside):
    forest = RegressionForest.from_sklearn(ExtraTreesRegressor(5, random_state=0).fit(rows, target).estimators_)
    blend = Blend(forest, model if beside else None)
    expected = (forest.predict(rows) + predicted(model, rows)) / 2 if beside else forest.predict(rows)
    np.testing.assert_allclose(blend.predict(rows), expected)
    copy = Blend.from_arrays(blend.to_arrays("x_"), "x_")
    np.testing.assert_array_equal(copy.predict(rows), blend.predict(rows))
