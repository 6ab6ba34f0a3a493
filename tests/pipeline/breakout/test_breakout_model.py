"""The breakout model learns from the first table alone, and its forecast is the sum of its parts."""

from dataclasses import replace

import numpy as np

from engine.emerging.scores import PARTS
from pipeline.breakout.features import FEATURES, GROUPS, build_features, known_ages
from pipeline.breakout.model import (
    BreakoutModel,
    cross_validated,
    drift_of,
    fit,
    genre_drift,
    training_set,
    undated,
)


def test_nothing_of_the_later_table_but_release_dates_is_an_input(tracks, later, data):
    changed = later.assign(popularity=0, artist_popularity=99, artist_followers=0, search_genre="jazz")
    again = training_set(tracks, [changed], "2022-10", 0)
    np.testing.assert_array_equal(again.inputs, data.inputs)
    assert (again.change != data.change).any()


def test_no_artist_is_on_both_sides_of_a_split(tracks, data):
    artists = tracks["main_artist"].to_numpy()[data.rows]
    assert len({(artist, group) for artist, group in zip(artists, data.groups, strict=True)}) == len(set(artists))


def test_a_saved_model_forecasts_the_same_its_parts_add_up_and_chances_follow_the_change(tracks, data, tmp_path):
    model = fit(data, tracks["main_artist"].iloc[data.rows], 0)
    model.save(tmp_path, {"headline": {}})
    features = build_features(tracks, age=np.where(np.arange(len(tracks)) % 2, 3.0, np.nan))
    forecast, again = model.predict(tracks, features), BreakoutModel.load(tmp_path).predict(tracks, features)
    np.testing.assert_array_equal(forecast.change, again.change)
    np.testing.assert_array_equal(forecast.relative, again.relative)
    np.testing.assert_allclose(forecast.parts.sum(axis=1), forecast.change, atol=1e-9)
    np.testing.assert_allclose(forecast.relative_parts.sum(axis=1), forecast.relative, atol=1e-9)
    assert forecast.parts.shape == (len(tracks), len(PARTS))
    for dated in (0, 1):
        order = np.argsort(forecast.change[dated::2])
        assert (np.diff(forecast.chance[dated::2][order]) >= 0).all()
    assert ((forecast.chance > 0) & (forecast.chance < 1)).all()


def test_one_input_for_each_feature_and_each_genre(data):
    assert data.inputs.shape[1] == len(FEATURES) + 5
    assert np.isfinite(data.inputs).all()


def test_the_groups_of_features_are_the_parts_that_answers_name():
    assert (*GROUPS, "to begin with") == PARTS


def test_a_track_is_judged_by_trees_that_have_not_seen_its_artist(tracks, later, data):
    artists = tracks["main_artist"].iloc[data.rows]
    model = fit(data, artists, 0)
    ages = known_ages(tracks, [later], "2022-10")
    for of, age in ((data, ages), (undated(data), None)):
        forecast = model.predict(tracks, build_features(tracks, age=age))
        held_out = cross_validated(of, 0).expected
        # The era of a training track is out of fold, that of a served one is not, so single trees may differ.
        close = np.abs(forecast.change[data.rows] - held_out) < 2
        assert close.mean() > 0.95


def test_a_release_date_is_used_where_it_is_known_and_withheld_where_it_is_not(tracks, data):
    rising = data.change - data.change.min() + 0.5  # years: the younger, the less it rises
    inputs = data.inputs.copy()
    inputs[:, FEATURES.index("age")] = rising
    model = fit(replace(data, inputs=inputs), tracks["main_artist"].iloc[data.rows], 0)
    seen = tracks.iloc[data.rows]
    features = build_features(tracks).iloc[data.rows]
    young, old = (model.predict(seen, features.assign(age=float(np.quantile(rising, share)))) for share in (0.1, 0.9))
    assert (old.change - young.change).mean() > 3
    without = model.predict(seen, features)
    assert np.corrcoef(without.change, model.predict(seen, features.assign(age=rising)).change)[0, 1] < 0.99


def test_the_drift_of_a_genre_is_its_median_drawn_toward_that_of_all():
    listed = np.array([[1, 0]] * 10 + [[0, 0]] * 30)
    drift = genre_drift(np.array([8.0] * 10 + [0.0] * 30), listed)
    assert drift.tolist() == [4.0, 0.0, 0.0]
    assert drift_of(np.array([[1, 0], [1, 1], [0, 0]]), drift).tolist() == [4.0, 2.0, 0.0]
