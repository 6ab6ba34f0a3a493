"""Several liked tracks are blended by fitted weights; match figures of occasions are calibrated."""

import numpy as np

from engine.recommend.people import Odds, People


def test_without_fitted_weights_likeness_is_the_mean(tmp_path):
    plain = Odds(-3.0, 0.6)
    assert People.load(tmp_path, plain) == People(0.0, 0.0, plain, None)


def test_odds_rise_with_the_score():
    assert np.all(np.diff(Odds(-1.0, 2.0)(np.linspace(-5, 5, 50))) > 0)
    assert Odds(0.0, 1.0)(np.zeros(1)) == 0.5


def test_each_of_several_tastes_is_served(engine):
    """Who likes techno and folk gets both, not what lies between them."""
    likes = [
        next(iter(engine.recommend(f"genre:{genre} popularity:high limit:1").tracks)) for genre in ("techno", "folk")
    ]
    found = engine.recommend(" ".join(f"like:{track.track_id}" for track in likes) + " limit:20")
    genres = {genre for track in found.tracks for genre in track.genres}
    assert {"techno", "folk"} <= genres
    matches = [track.match for track in found.tracks]
    assert matches == sorted(matches, reverse=True)
