"""Doubtful labels by confident learning; artist genres as the measure."""

import numpy as np

from engine.recommend.similarity import DOUBTFUL
from pipeline.credibility import FEWEST, artist_truth, credibility, thresholds


def test_artist_genres_decide_which_filed_genres_are_right():
    genres = ("reggae", "k-pop", "happy")
    artists = [["reggae fusion"]] * FEWEST + [["reggaeton", "trap latino"]] + [["k-pop girl group"]] * FEWEST
    truth = artist_truth(genres, artists)
    assert truth[0].tolist()[:2] == [1, 0]
    assert truth[FEWEST].tolist()[:2] == [0, 0]  # reggaeton is no reggae
    assert np.isnan(truth[:, 2]).all()  # no artist genre says who is happy


def test_a_label_well_below_its_classs_mean_is_doubtful():
    probabilities = np.array([[0.9, 0.0], [0.8, 0.1], [0.1, 0.9], [0.85, 0.0]])
    filed = np.array([[1, 0], [1, 0], [1, 1], [1, 0]], dtype=float)
    limits = thresholds(probabilities, filed)
    assert np.isclose(limits[0], 0.6625)
    found = credibility(probabilities, limits, np.array([True, True]))
    assert (found[:, 0] >= DOUBTFUL).tolist() == [True, True, False, True]
    assert found.min() >= 0
    assert found.max() <= 1


def test_a_class_that_is_mostly_wrong_does_not_set_its_own_measure():
    probabilities = np.array([[0.1], [0.12], [0.1], [0.9]])
    limits = thresholds(probabilities, np.ones((4, 1)))
    found = credibility(probabilities, limits, np.array([True]))
    assert (found[:, 0] >= DOUBTFUL).tolist() == [False, False, False, True]
