from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline.breakout.features import FEATURES, known
from pipeline.breakout.model import PARTS, Breakout, backtest, fit, prepare
from pipeline.breakout.training import evaluate, table, train
from pipeline.cleaning import clean
from pipeline.tables import Tables


@pytest.fixture(scope="module")
def listing() -> pd.DataFrame:
    """150 artists with four songs each, one of them far below the rest."""
    rng = np.random.default_rng(11)
    rows = [
        {
            "track_id": f"a{artist}s{song}",
            "artists": f"Artist {artist}",
            "album_name": f"Album {artist}",
            "track_name": f"Song {artist} {song}",
            "track_genre": f"genre {artist % 5}",
            "popularity": int(rng.integers(58, 70)) if song else int(rng.integers(40, 50)),
            "duration_ms": 200_000,
            "key": 1,
            "mode": 1,
            "time_signature": 4,
            "explicit": False,
            **dict(zip(AUDIO_NAMES, rng.uniform(0.1, 0.9, size=9).round(4), strict=True)),
        }
        for artist in range(150)
        for song in range(4)
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def later(listing) -> pd.DataFrame:
    """Two years on, the song far below the rest has risen by 6 and the others have fallen by 4."""
    low = listing["popularity"] < 55
    noise = np.random.default_rng(12).integers(-2, 3, size=len(listing))
    return listing.rename(columns={"artists": "artist_name"}).assign(
        popularity=listing["popularity"] + np.where(low, 6, -4) + noise,
        release_date="2015-01-01",
        search_genre="pop",
        artist_genres="",
        data_collection_date="2024-11-06",
        artist_popularity=50,
        artist_followers=1000,
    )


@pytest.fixture(scope="module")
def lesson(listing, later):
    return prepare(clean(listing)[0], [later], "2022-10", 0)


def test_what_is_learned_beats_the_formula_on_artists_not_seen(listing, lesson):
    of_tracks, _ = backtest(clean(listing)[0], lesson, (0,))
    tested = {entry.score: entry for entry in of_tracks.tested}
    assert tested["breakout"].correlation > 0.5 > 0.2 > abs(tested["formula"].correlation)
    assert tested["breakout"].risen > 90
    assert tested["majority"].risen == pytest.approx(25, abs=3)


def test_artists_are_tested_back_by_the_means_over_their_recordings(listing, lesson):
    tracks = clean(listing)[0]
    lucky = tracks["genres"].iloc[lesson.rows].map(lambda genres: "genre 0" in genres).to_numpy()
    _, of_artists = backtest(tracks, replace(lesson, change=np.where(lucky, 5.0, -3.0)), (0,))
    tested = {entry.score: entry for entry in of_artists.tested}
    assert (of_artists.count, of_artists.rose) == (150, 0.2)
    assert tested["breakout"].risen == of_artists.top == 20
    assert tested["formula"].risen < 15


def test_nothing_of_the_later_table_but_release_dates_is_an_input(listing, later, lesson):
    changed = later.assign(popularity=0, artist_popularity=99, artist_followers=0, search_genre="jazz")
    again = prepare(clean(listing)[0], [changed], "2022-10", 0)
    np.testing.assert_array_equal(again.inputs, lesson.inputs)
    assert (again.change != lesson.change).any()


def test_no_artist_is_on_both_sides_of_a_split(listing, lesson):
    artists = clean(listing)[0]["main_artist"].to_numpy()[lesson.rows]
    assert len({(artist, group) for artist, group in zip(artists, lesson.groups, strict=True)}) == len(set(artists))


def test_a_saved_model_says_the_same_its_parts_add_up_and_chances_follow_the_change(listing, lesson, tmp_path):
    tracks = clean(listing)[0]
    model = fit(lesson, 0)
    model.save(tmp_path, {"headline": {}})
    standing = known(tracks)
    outlook, again = model.outlook(tracks, standing), Breakout.load(tmp_path).outlook(tracks, standing)
    np.testing.assert_array_equal(outlook.change, again.change)
    np.testing.assert_allclose(outlook.parts.sum(axis=1), outlook.change, atol=1e-9)
    assert outlook.parts.shape == (len(tracks), len(PARTS))
    order = np.argsort(outlook.change)
    assert (np.diff(outlook.chance[order]) >= 0).all()
    assert ((outlook.chance > 0) & (outlook.chance < 1)).all()


def test_one_input_for_each_feature_and_each_genre(lesson):
    assert lesson.inputs.shape[1] == len(FEATURES) + 5
    assert np.isfinite(lesson.inputs).all()


def test_without_a_later_table_training_says_that_it_is_left_out_and_testing_asks_for_one(listing, tmp_path):
    tables = Tables.of(listing)
    assert "left out" in train(tables, tmp_path / "models")
    assert not (tmp_path / "models").exists()
    with pytest.raises(UserError, match="--source LATER"):
        evaluate(tables)


def test_two_tables_with_little_in_common_are_refused_with_the_number(listing, later, tmp_path):
    with pytest.raises(UserError, match=r"Only 7 tracks.*needs 500"):
        train(Tables.of(listing, [later.head(7)]), tmp_path / "models")


def test_the_backtest_table_names_every_score_with_its_spread(listing, lesson):
    text = table(*backtest(clean(listing)[0], lesson, (0,)))
    for score in ("breakout", "formula", "catches up", "majority"):
        assert score in text
    assert "+-" in text
