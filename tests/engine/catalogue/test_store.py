"""The catalogue: what a build promises to those who read it."""

import json
import multiprocessing
import os
import signal

import numpy as np
import pandas as pd
import pytest

from engine.catalogue import build as building
from engine.catalogue.build import build
from engine.catalogue.source import SNAPSHOT_COLUMNS, read_table
from engine.catalogue.store import Catalogue
from engine.errors import Mistake
from engine.features import LEVELS, TRAIT_NAMES


@pytest.fixture(scope="session")
def rows(row):
    return [
        row("a", "Ann;Bob", "NA", "pop", 10),
        row("a", "Ann;Bob", "NA", "rock", 12),
        row("a", "Ann;Bob", "NA", "rock", 12),
        row("b", "Ann;Bob", "Na", "jazz", 90, energy=0.61),  # the same song, analysed again
        row("c", "Cleo", "Slow", "jazz", 5, tempo=0.0, time_signature=0, explicit=True),
        row("d", "", "", "jazz"),
    ]


@pytest.fixture
def catalogue(tmp_path, make, rows):
    return Catalogue.load(make(tmp_path, rows))


def test_a_recording_is_shown_as_its_most_popular_release_with_the_genres_of_all(catalogue):
    track = catalogue.track(0)
    assert (track.track_id, track.popularity, track.title) == ("b", 90, "Na - Ann, Bob")
    assert track.genres == ("pop", "rock", "jazz")
    assert track.values["energy"] == 0.61
    assert track.values["duration"] == 200
    assert track.url == "https://open.spotify.com/track/b"


def test_no_beat_found_is_missing_not_slow(catalogue):
    slow = catalogue.track(1)
    assert np.isnan(slow.values["tempo"])
    assert catalogue.words["time_signature"][1].as_py() is None
    assert catalogue.means[TRAIT_NAMES.index("tempo")] == 120


def test_members_are_all_recordings_of_a_genre_and_of_every_credited_artist(catalogue):
    names = catalogue.artist_names.to_pylist()
    assert {genre: catalogue.genre_members(genre).tolist() for genre in catalogue.genres} == {
        "jazz": [0, 1],
        "pop": [0],
        "rock": [0],
    }
    assert {name: catalogue.artist_members(code).tolist() for code, name in enumerate(names)} == {
        "Ann": [0],
        "Bob": [0],
        "Cleo": [1],
    }
    assert [names[code] for code in catalogue.main_artists] == ["Ann", "Cleo"]


def test_releases_lead_every_track_id_to_its_recording(catalogue):
    releases = catalogue.releases.read().to_pylist()
    assert [(release["track_id"], release["recording"]) for release in releases] == [("a", 0), ("b", 0), ("c", 1)]
    assert releases[0]["genres"] == ["pop", "rock"]
    assert releases[0]["popularity"] == 12


def test_the_manifest_counts_what_was_dropped(catalogue):
    assert catalogue.manifest["counts"] == {
        "rows": 6,
        "nameless": 1,
        "duplicates": 1,
        "tracks": 3,
        "recordings": 2,
        "genres": 3,
        "without_tempo": 1,
    }


def test_levels_are_percentiles_over_recordings(catalogue):
    assert catalogue.levels["popularity"] == np.percentile([90, 5], list(LEVELS.values())).tolist()
    assert catalogue.levels["tempo"] == [120] * 5


def test_a_snapshot_adds_the_earliest_release_year(tmp_path, make, row, rows):
    later = {"artist_name": "Ann", "search_genre": "pop", "data_collection_date": "2024-11-06", "popularity": 1.0}
    snapshot = pd.DataFrame(
        [
            row(track_id, "Eve", **later, title=track_id, energy=0.9, release_date=day)
            for track_id, day in (("a", "2019-03-01"), ("b", "2017"), ("x", "1999"))
        ]
    )
    catalogue = Catalogue.load(make(tmp_path, rows, (snapshot,)))
    assert [catalogue.track(0).release_year, catalogue.track(1).release_year] == [2017, None]


def test_no_catalogue_is_one_sentence_that_says_how_to_build_one(tmp_path):
    with pytest.raises(Mistake, match=r"no catalogue in .*engine build"):
        Catalogue.load(tmp_path)


def test_a_catalogue_of_another_schema_version_is_refused(tmp_path, make, rows):
    manifest = make(tmp_path, rows) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema_version": 0}))
    with pytest.raises(Mistake, match="schema version 0"):
        Catalogue.load(tmp_path)


def kill_while_building(make, out, rows):
    def die(draft):
        os.kill(os.getpid(), signal.SIGKILL)

    building.steps = lambda: (("words", building.write_words), ("die", die))
    make(out, rows)


def test_a_build_killed_halfway_leaves_the_catalogue_as_it_was_and_the_next_sweeps_up(tmp_path, make, rows):
    before = Catalogue.load(make(tmp_path, rows))
    killed = multiprocessing.get_context("fork").Process(target=kill_while_building, args=(make, tmp_path, rows[:1]))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert len(list(tmp_path.glob("build-*"))) == 2
    assert Catalogue.load(tmp_path).manifest == before.manifest

    after = Catalogue.load(make(tmp_path, rows))
    assert {path.name for path in tmp_path.glob("build-*")} == {before.directory.name, after.directory.name}


def test_an_open_catalogue_can_be_read_on_after_two_more_builds(tmp_path, make, rows):
    first = Catalogue.load(make(tmp_path, rows))
    for _ in range(2):
        make(tmp_path, rows[:1])
    assert not first.directory.exists()
    assert [track.track_id for track in first.tracks([0, 1])] == ["b", "c"]
    assert first.releases.read().num_rows == 3


def test_a_table_names_every_missing_and_every_mistyped_column_in_one_sentence(tmp_path, row, rows):
    table = tmp_path / "table.csv"
    pd.DataFrame(rows).drop(columns=["key", "energy"]).to_csv(table, index=False)
    with pytest.raises(Mistake, match=r"table.csv lacks the columns key, energy\."):
        read_table(table)
    pd.DataFrame([row("a"), row("b", tempo="fast", explicit="perhaps")]).to_csv(table, index=False)
    with pytest.raises(Mistake, match=r"explicit \(row 2 holds 'perhaps'.*tempo \(row 2 holds 'fast'"):
        read_table(table)


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".csv.xz", ".parquet"])
def test_a_table_reads_the_same_from_every_kind_of_file(tmp_path, rows, suffix):
    path, table = tmp_path / f"table{suffix}", pd.DataFrame(rows)
    table.to_parquet(path) if suffix == ".parquet" else table.to_csv(path)
    pd.testing.assert_frame_equal(read_table(path)[table.columns], table, check_dtype=False)


def test_dated_tables_alone_are_no_catalogue(tmp_path):
    pd.DataFrame([dict.fromkeys(SNAPSHOT_COLUMNS, "1")]).to_csv(tmp_path / "later.csv")
    with pytest.raises(Mistake, match=r"later.csv: no table here lists tracks by genre"):
        build([tmp_path / "later.csv"], tmp_path / "out", tmp_path)


def test_the_real_table_is_80809_recordings(real_table, tmp_path):
    manifest = build([real_table], tmp_path, tmp_path / "models")
    assert manifest["counts"] == {
        "rows": 114_000,
        "nameless": 1,
        "duplicates": 450,
        "tracks": 89_740,
        "recordings": 80_809,
        "genres": 114,
        "without_tempo": 157,
    }
