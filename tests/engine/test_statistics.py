import numpy as np

from engine.statistics import standardise


def test_a_missing_value_and_a_feature_that_never_varies_are_at_the_mean():
    values = np.array([[1.0, 5.0], [np.nan, 5.0]])
    found = standardise(values, np.array([3.0, 5.0]), np.array([2.0, 0.0]))
    assert found.tolist() == [[-1.0, 0.0], [0.0, 0.0]]
