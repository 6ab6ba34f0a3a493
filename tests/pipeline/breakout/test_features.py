import pandas as pd
import pytest

from engine.features import AUDIO_NAMES
from pipeline.breakout.features import FEATURES, build_features, genre_indicators, known_ages


def frame_of(*rows: tuple) -> pd.DataFrame:
    """From (recording, artists, title, album, popularity, genres)."""
    frame = pd.DataFrame(rows, columns=["recording", "artists", "track_name", "album_name", "popularity", "genres"])
    return frame.assign(
        main_artist=frame["artists"].str.split(";").str[0],
        duration_ms=180_000,
        explicit=False,
        mode=1,
        **dict.fromkeys(AUDIO_NAMES, 0.5),
    )


@pytest.fixture
def features() -> pd.DataFrame:
    return build_features(
        frame_of(
            (0, "Ann", "Rise", "Rise", 40, ("pop",)),
            (0, "Ann", "Rise", "Summer Hits 2021", 5, ("pop", "dance")),
            (1, "Ann;Bob", "Star", "Album", 80, ("pop",)),
            (2, "Ann", "Filler", "Album", 60, ("pop",)),
            (3, "Bob", "Snow", "Christmas", 0, ("jazz",)),
            (4, "Eve", "Alone", "Alone", 30, ("jazz",)),
        )
    )


def test_an_artists_other_recordings_leave_out_the_tracks_own_whatever_its_releases(features):
    rise = features.iloc[0]
    assert (rise["artist_others"], rise["artist_mean"], rise["artist_best"]) == (2, 70, 80)
    assert (rise["artist_mean_gap"], rise["artist_rank"], rise["artist_above"]) == (30, 2, 1)
    again = features.iloc[1]
    assert (again["artist_mean"], again["artist_rank"], again["release_gap"], again["release_rank"]) == (70, 2, 35, 2)


def test_every_credited_artist_counts(features):
    snow, star = features.iloc[4], features.iloc[2]
    assert (snow["artist_others"], snow["artist_best"]) == (1, 80)
    assert (star["credited"], star["credited_best"]) == (2, 60)


def test_an_artist_with_one_recording_has_no_others_to_be_compared_with(features):
    alone = features.iloc[5]
    assert alone["artist_others"] == 0
    assert pd.isna(alone["artist_mean"])
    assert pd.isna(alone["artist_best_gap"])


def test_kinds_of_release_are_read_from_the_words(features):
    assert features["single"].tolist() == [1, 0, 0, 0, 0, 1]
    assert features["compilation"].tolist() == [0, 1, 0, 0, 0, 0]
    assert features["seasonal"].tolist() == [0, 0, 0, 0, 1, 0]
    assert features["year_named"].tolist()[1] == 2021
    assert features.loc[2, ["album_others", "album_mean"]].tolist() == [1, 60]


def test_rank_within_the_genre_runs_from_0_to_1(features):
    assert features["genre_rank"].tolist()[2] == 1
    assert features["genre_zeros"].tolist()[4] == 0.5


def test_the_columns_are_the_models_features_but_for_the_era(features):
    assert list(features.columns) == [name for name in FEATURES if name != "era"]


def test_a_genre_the_model_does_not_know_is_passed_over():
    frame = frame_of((0, "Ann", "Rise", "Rise", 40, ("pop", "polka")))
    assert genre_indicators(frame["genres"], ("jazz", "pop")).tolist() == [[0, 1]]


def test_an_age_is_known_from_a_table_of_releases_or_from_the_tracks_own_year_and_only_of_what_was_out_by_then():
    tracks = pd.DataFrame({"track_id": ["dated", "re-released", "listed", "unknown"], "release_year": [0, 0, 2012, 0]})
    snapshot = pd.DataFrame(
        {
            "track_id": ["dated", "re-released"],
            "release_date": ["2021-10-01", "2023-01-01"],
            "data_collection_date": "2024-11-06",
        }
    )
    ages = known_ages(tracks, [snapshot], "2022-10")
    assert ages[[0, 2]] == pytest.approx([1, 10.75], abs=0.01)
    assert pd.isna(ages[[1, 3]]).all()
