"""The backtest holds whole artists out and judges artists by their means."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.breakout.backtest import backtest


def test_the_model_beats_the_formula_on_artists_not_seen(tracks, data):
    of_tracks, _ = backtest(tracks, data, (0,))
    results = {entry.score: entry for entry in of_tracks.results}
    assert results["breakout"].correlation > 0.5 > 0.2 > abs(results["formula"].correlation)
    assert results["breakout"].risen > 90
    assert results["majority"].risen == pytest.approx(25, abs=3)


def test_artists_are_judged_by_the_means_over_their_recordings(tracks, data):
    lucky = tracks["genres"].iloc[data.rows].map(lambda genres: "genre 0" in genres).to_numpy()
    _, of_artists = backtest(tracks, replace(data, change=np.where(lucky, 5.0, -3.0)), (0,))
    results = {entry.score: entry for entry in of_artists.results}
    assert (of_artists.count, of_artists.rose) == (150, 0.2)
    assert results["breakout"].risen == of_artists.top == 20
    assert results["formula"].risen < 15
