"""The splits keep music on one side, and the figures mean what they say."""

import numpy as np
import pandas as pd
import pytest
from pipeline.genre.evaluation import artist_groups, calibration_error, folds, score


@pytest.fixture
def tracks() -> pd.DataFrame:
    """Forty recordings of ten artists; recording 0 was also released under the second artist's name."""
    table = pd.DataFrame({"recording": np.arange(40), "main_artist": [f"Artist {row % 10}" for row in range(40)]})
    return pd.concat([table, pd.DataFrame({"recording": [0], "main_artist": ["ARTIST 1"]})], ignore_index=True)


@pytest.mark.parametrize("seed", range(3))
def test_no_main_artist_stands_on_both_sides(tracks, seed):
    tested = []
    for train, test in folds(tracks, "artist", seed):
        artists = tracks["main_artist"].str.casefold()
        assert not set(artists[tracks["recording"].isin(train)]) & set(artists[tracks["recording"].isin(test)])
        tested.extend(test)
    assert sorted(tested) == list(range(40))


def test_no_recording_stands_on_both_sides(tracks):
    for train, test in folds(tracks, "recording", 0):
        assert not set(train) & set(test)
        assert len(train) + len(test) == 40


def test_artists_who_share_a_recording_are_never_parted(tracks):
    groups = artist_groups(tracks)
    assert groups[0] == groups[1]
    assert groups[0] != groups[2]


def test_any_of_the_genres_of_a_recording_is_right():
    probabilities = np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]])
    truth = np.array([[True, True, False], [True, False, False]])
    scores = score(probabilities, truth)
    assert (scores.top1, scores.top3) == (0.5, 1.0)


def test_macro_figures_agree_with_scikit_learn_when_each_recording_has_one_genre():
    from sklearn.metrics import precision_recall_fscore_support

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
