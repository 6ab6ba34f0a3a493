"""The backtest holds whole artists out and judges artists by their means."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.breakout.backtest import backtest


def test_the_model_beats_the_formula_on_artists_not_seen(tracks, data):
    of_tracks = backtest(tracks, data, (0,))["tracks"]
    results = {entry.score: entry for entry in of_tracks.results}
    assert results["absolute"].correlation > 0.5 > 0.2 > abs(results["formula"].correlation)
    assert results["absolute"].risen > 90
    assert results["majority"].risen == pytest.approx(25, abs=3)


def test_artists_are_judged_by_the_means_over_their_recordings(tracks, data):
    lucky = tracks["genres"].iloc[data.rows].map(lambda genres: "genre 0" in genres).to_numpy()
    of_artists = backtest(tracks, replace(data, change=np.where(lucky, 5.0, -3.0)), (0,))["artists"]
    results = {entry.score: entry for entry in of_artists.results}
    assert (of_artists.count, of_artists.rose) == (150, 0.2)
    assert results["absolute"].risen == of_artists.top == 20
    assert results["formula"].risen < 15


def test_what_a_whole_genre_gained_is_no_merit_of_a_track(tracks, data):
    lucky = tracks["genres"].iloc[data.rows].map(lambda genres: "genre 0" in genres).to_numpy()
    tested = backtest(tracks, replace(data, change=np.where(lucky, 12.0, -3.0)), (0,))
    assert tested["tracks"].rose == pytest.approx(0.2, abs=0.02)
    assert tested["relative tracks"].rose == 0
