import pandas as pd
import pytest

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.trends.popularity import PopularityHistory
from pipeline.build import build, write_catalogue
from pipeline.tables import Tables

LISTED = {"name": "listing.csv", "dated": False, "collected": "2022-10"}


def listing() -> pd.DataFrame:
    """Twelve songs of popularity 50, one by "Ann;Bob", "Cat" and "Dan" in turn; "t12" is song 0 on another album."""
    rows = [
        {
            "track_id": f"t{n}",
            "artists": ["Ann;Bob", "Cat", "Dan"][n % 3],
            "album_name": "Album" if n < 12 else "Hits",
            "track_name": f"Song {n % 12}",
            "track_genre": "pop",
            "popularity": 50 if n < 12 else 3,
            "duration_ms": 200_000,
            "key": 1,
            "mode": 1,
            "time_signature": 4,
            "explicit": False,
            **{name: 0.01 * (n % 12) + place for place, name in enumerate(AUDIO_NAMES)},
        }
        for n in range(13)
    ]
    return pd.DataFrame(rows)


def later(changes: dict[str, int]) -> pd.DataFrame:
    rows = listing().set_index("track_id").loc[list(changes)].reset_index()
    return rows.assign(
        artist_name=rows["artists"].str.split(";").str[0],
        popularity=[50.0 + change for change in changes.values()],
        search_genre="pop",
        release_date="2019",
        data_collection_date="2024-11-06",
    )


def built(tmp_path, *snapshots) -> Catalogue:
    write_catalogue(Tables.of(listing(), snapshots, [LISTED]), tmp_path, tmp_path)
    return Catalogue.load(tmp_path)


@pytest.fixture
def catalogue(tmp_path) -> Catalogue:
    return built(tmp_path, later({f"t{n}": [9, -6, 0][n % 3] + n // 3 for n in range(12)}))


def test_tracks_rise_and_fall_between_the_dates(catalogue):
    found = PopularityHistory.load(catalogue.files).changes(catalogue, limit=2)
    assert [(change.name, change.change) for change in found.rose] == [
        ("Song 9 - Ann, Bob", 12),
        ("Song 6 - Ann, Bob", 11),
    ]
    assert [change.name for change in found.fell] == ["Song 1 - Cat", "Song 4 - Cat"]
    assert (found.first, found.last, found.recordings, found.risen, found.fallen) == ("2022-10", "2024-11-06", 12, 7, 4)
    assert "58% rose and 33% fell, by +2.5 points" in found.conclusion


def test_every_credited_artist_and_every_genre_has_its_mean_change_with_an_interval(catalogue):
    history = PopularityHistory.load(catalogue.files)
    artists = history.changes(catalogue, "artists")
    assert [(change.name, change.change, len(change.recordings)) for change in artists.rose] == [
        ("Ann", 10.5, 4),
        ("Bob", 10.5, 4),
        ("Dan", 1.5, 4),
    ]
    assert artists.rose[0].low < 10.5 < artists.rose[0].high
    assert [change.name for change in history.changes(catalogue, "genres").rose] == ["pop"]


def test_an_artist_seen_twice_with_two_recordings_is_not_told(tmp_path):
    catalogue = built(tmp_path, later({"t0": 5, "t3": 5}))
    assert PopularityHistory.load(catalogue.files).changes(catalogue, "artists").rose == ()


def test_another_release_of_the_recording_is_no_second_look_at_it(tmp_path):
    catalogue = built(tmp_path, later({"t1": 1}).assign(track_id="unseen"))
    with pytest.raises(UserError, match="No recording was collected both"):
        PopularityHistory.load(catalogue.files).changes(catalogue)


def test_with_one_date_nothing_can_have_moved_and_the_answer_says_how_to_add_another(tmp_path):
    with pytest.raises(UserError, match=r"one date only.*second, later table"):
        PopularityHistory.load(built(tmp_path).files)


def test_unknown_kinds_and_genres_are_answered_with_those_there_are(catalogue):
    history = PopularityHistory.load(catalogue.files)
    with pytest.raises(UserError, match="tracks, artists, genres"):
        history.changes(catalogue, "albums")
    with pytest.raises(UserError, match="Genres: pop"):
        history.changes(catalogue, genre="polka")


def test_between_2022_and_2024_most_of_the_real_tracks_seen_twice_fell(real_table, later_table, tmp_path):
    build([real_table, later_table], tmp_path, tmp_path / "models")
    catalogue = Catalogue.load(tmp_path)
    found = PopularityHistory.load(catalogue.files).changes(catalogue)
    assert found.recordings > 2_900
    assert found.fallen > 3 * found.risen
    assert sum(year is not None for year in catalogue.words["release_year"].to_pylist()) > 4_000
