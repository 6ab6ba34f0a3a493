"""The catalogue as answers read it."""

import json
import weakref

import numpy as np
import pytest

from engine.catalogue.store import Catalogue
from engine.drivers import Drivers
from engine.emerging.scores import Scores
from engine.errors import UserError
from engine.features import LEVELS, TRAIT_NAMES


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
    releases = catalogue.releases.to_pylist()
    assert [(release["track_id"], release["recording"]) for release in releases] == [("a", 0), ("b", 0), ("c", 1)]
    assert releases[0]["genres"] == ["pop", "rock"]
    assert releases[0]["popularity"] == 12


def test_levels_are_percentiles_over_recordings(catalogue):
    assert catalogue.levels["popularity"] == np.percentile([90, 5], list(LEVELS.values())).tolist()
    assert catalogue.levels["tempo"] == [120] * 5


def test_no_catalogue_is_one_sentence_that_says_how_to_build_one(tmp_path):
    with pytest.raises(UserError, match=r"no catalogue in .*engine build"):
        Catalogue.load(tmp_path)


def test_a_catalogue_of_another_schema_version_is_refused(tmp_path, make, rows):
    manifest = make(tmp_path, rows) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema_version": 0}))
    with pytest.raises(UserError, match="schema version 0"):
        Catalogue.load(tmp_path)


def test_an_open_catalogue_can_be_read_on_after_two_more_builds(tmp_path, make, rows):
    first = Catalogue.load(make(tmp_path, rows))
    for _ in range(2):
        make(tmp_path, rows[:1])
    assert not first.directory.exists()
    assert [track.track_id for track in first.tracks([0, 1])] == ["b", "c"]
    assert first.releases.num_rows == 3
    assert Scores.load(first.files).formula.shape == (2,)
    assert Drivers.load(first.files).genres == ()


def test_a_track_takes_memory_once_however_many_hold_it(catalogue):
    first = catalogue.track(0)
    assert catalogue.track(0) is first
    assert catalogue.tracks([1, 0])[1] is first
    gone = weakref.ref(first)
    del first
    assert gone() is None
