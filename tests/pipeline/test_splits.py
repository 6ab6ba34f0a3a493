"""The splits keep each recording, and each artist, on one side."""

import numpy as np
import pandas as pd
import pytest

from pipeline.splits import artist_groups, folds


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
