import pandas as pd
import pytest

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.trends.movement import Movement, link
from pipeline.build import build, write_catalogue
from pipeline.cleaning import clean
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
    moved = Movement.load(catalogue.directory).moved(catalogue, limit=2)
    assert [(change.name, change.change) for change in moved.rose] == [
        ("Song 9 - Ann, Bob", 12),
        ("Song 6 - Ann, Bob", 11),
    ]
    assert [change.name for change in moved.fell] == ["Song 1 - Cat", "Song 4 - Cat"]
    assert (moved.first, moved.last, moved.recordings, moved.risen, moved.fallen) == ("2022-10", "2024-11-06", 12, 7, 4)
    assert "58% rose and 33% fell, by +2.5 points" in moved.conclusion


def test_every_credited_artist_and_every_genre_has_its_mean_change_with_an_interval(catalogue):
    movement = Movement.load(catalogue.directory)
    artists = movement.moved(catalogue, "artists")
    assert [(change.name, change.change, len(change.recordings)) for change in artists.rose] == [
        ("Ann", 10.5, 4),
        ("Bob", 10.5, 4),
        ("Dan", 1.5, 4),
    ]
    assert artists.rose[0].low < 10.5 < artists.rose[0].high
    assert [change.name for change in movement.moved(catalogue, "genres").rose] == ["pop"]


def test_an_artist_seen_twice_with_two_recordings_is_not_told(tmp_path):
    catalogue = built(tmp_path, later({"t0": 5, "t3": 5}))
    assert Movement.load(catalogue.directory).moved(catalogue, "artists").rose == ()


def test_another_release_of_the_recording_is_no_second_look_at_it(tmp_path):
    catalogue = built(tmp_path, later({"t1": 1}).assign(track_id="unseen"))
    with pytest.raises(UserError, match="No recording was collected both"):
        Movement.load(catalogue.directory).moved(catalogue)


def test_with_one_date_nothing_can_have_moved_and_the_answer_says_how_to_add_another(tmp_path):
    with pytest.raises(UserError, match=r"one date only.*--source LATER_CSV"):
        Movement.load(built(tmp_path).directory)


def test_unknown_kinds_and_genres_are_answered_with_those_there_are(catalogue):
    movement = Movement.load(catalogue.directory)
    with pytest.raises(UserError, match="tracks, artists, genres"):
        movement.moved(catalogue, "albums")
    with pytest.raises(UserError, match="Genres: pop"):
        movement.moved(catalogue, genre="polka")


def test_recordings_are_linked_by_id_then_sound_then_name():
    tracks = clean(listing())[0]
    rows = later({"t1": 0, "t2": 0, "t4": 0, "t5": 0})
    rows["track_id"] = ["t1", "new", "new too", "unknown"]
    rows.loc[0, "danceability"] = 0.02  # as t2 sounds, but the id counts first
    rows.loc[1, "track_name"] = "Retitled"
    rows.loc[2, "energy"] = 7.0
    rows.loc[2, "track_name"] = "SONG 4"
    rows.loc[3, ["energy", "track_name"]] = [7.0, "Unheard"]
    assert link(tracks, rows).fillna(-1).tolist() == [1, 2, 4, -1]


def test_between_2022_and_2024_most_of_the_real_tracks_seen_twice_fell(real_table, later_table, tmp_path):
    build([real_table, later_table], tmp_path, tmp_path / "models")
    catalogue = Catalogue.load(tmp_path)
    moved = Movement.load(catalogue.directory).moved(catalogue)
    assert moved.recordings > 2_900
    assert moved.fallen > 3 * moved.risen
    assert sum(year is not None for year in catalogue.words["release_year"].to_pylist()) > 4_000
