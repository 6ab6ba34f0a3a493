from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UserError
from engine.recommend.mixing import camelot, key_gap, tempo_gap, wheel


@pytest.fixture(params=["engine", "real_engine"])
def any_engine(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(
    ("query", "to", "minutes"),
    [
        ("mood:calm", "energetic", 45),
        ("mood:sad", "mood:happy", 90),
        ("mood:party", "", 20),
        ("explicit:no", "energy:low", 60),
    ],
)
def test_a_playlist_is_as_long_as_asked_and_repeats_nothing(any_engine, query, to, minutes):
    made = any_engine.playlist(query, to, minutes)
    assert abs(made.seconds - 60 * minutes) <= 180
    assert made.seconds == pytest.approx(sum(track.values["duration"] for track in made.tracks))
    assert len({track.recording for track in made.tracks}) == len(made.tracks)
    for before, after in pairwise(made.tracks):
        assert not set(before.artists) & set(after.artists)
        assert after.starts == pytest.approx(before.starts + before.values["duration"])


def test_the_same_request_gives_the_same_playlist(engine):
    assert engine.playlist("mood:calm", "energetic", 60) == engine.playlist("mood:calm", "energetic", 60)


def test_a_curve_leads_from_one_wish_to_the_other(any_engine):
    tracks = any_engine.playlist("mood:calm", "energetic", 60).tracks
    energies = [track.values["energy"] for track in tracks]
    third = len(tracks) // 3
    first, middle, last = (np.mean(part) for part in (energies[:third], energies[third:-third], energies[-third:]))
    assert first < middle < last


def test_hard_limits_hold_all_along(any_engine):
    genre = any_engine.catalogue.genres[0]
    made = any_engine.playlist(f"genre:{genre} explicit:no tempo:90-130 mood:calm", "energetic", 20)
    assert made.tracks
    for track in made.tracks:
        assert genre in track.genres
        assert not track.explicit
        assert 90 <= track.values["tempo"] <= 130


def test_changes_are_smoother_than_by_nearness_alone(real_engine, monkeypatch):
    made = real_engine.playlist("mood:sad", "mood:happy", 120)
    for cost in ("_TEMPO", "_KEY", "_ENERGY"):
        monkeypatch.setattr(f"engine.recommend.playlist.{cost}", 0.0)
    plain = real_engine.playlist("mood:sad", "mood:happy", 120)
    assert made.smooth_tempos > 1.1 * plain.smooth_tempos
    assert made.smooth_keys > 2 * plain.smooth_keys


def test_a_hundred_tracks_are_the_most_and_that_is_said(real_engine):
    made = real_engine.playlist("duration:<2m! mood:happy", minutes=400)
    assert len(made.tracks) == 100
    assert "of 400 minutes: 100 tracks are the most" in " ".join(made.feedback)


def test_no_track_is_most_of_a_list_unless_its_length_was_asked_for(real_engine):
    longest = max(track.values["duration"] for track in real_engine.playlist("genre:classical", minutes=60).tracks)
    assert longest <= 15 * 60
    asked = real_engine.playlist("genre:classical duration:>16m!", minutes=60)
    assert min(track.values["duration"] for track in asked.tracks) > 16 * 60


def test_a_list_cut_short_by_its_limits_says_so(engine):
    genre = engine.catalogue.genres[0]
    made = engine.playlist(f"genre:{genre} tempo:100-120", minutes=400)
    assert "nothing more is within your limits" in " ".join(made.feedback)


@pytest.mark.parametrize(("query", "to"), [("", ""), ("mood:calm", "tempo:>120"), ("mood:calm", "explicit:no")])
def test_a_playlist_of_nothing_or_to_a_limit_is_a_mistake_with_a_way_out(engine, query, to):
    with pytest.raises(UserError) as raised:
        engine.playlist(query, to)
    assert "mood:" in raised.value.hint or "to:energetic" in raised.value.hint


def test_where_no_track_is_short_enough_more_minutes_are_proposed(engine):
    with pytest.raises(UserError, match="fits into 5 minutes") as raised:
        engine.playlist("duration:>9m!", minutes=5)
    assert "minutes:20" in raised.value.hint


def test_keys_stand_where_the_camelot_wheel_has_them(engine):
    # A minor 8A, C major 8B, G major 9B, E minor 9A, F sharp major 2B, B major 1B: the wheel as DJ software prints it.
    places = {(9, 0): "8A", (0, 1): "8B", (7, 1): "9B", (4, 0): "9A", (6, 1): "2B", (11, 1): "1B"}
    keys, modes = engine.catalogue.words["key"], engine.catalogue.words["mode"]
    seen = set()
    for row in range(len(engine.catalogue)):
        pitch = keys[row].as_py(), modes[row].as_py()
        if pitch in places:
            assert camelot(int(wheel(engine.catalogue, [row])[0])) == places[pitch]
            seen.add(pitch)
    assert seen == set(places)


@given(st.integers(0, 23), st.integers(0, 23))
def test_keys_are_as_far_apart_one_way_as_the_other(first, second):
    one, other = np.array([first]), np.array([second])
    assert key_gap(one, other) == key_gap(other, one)
    assert 0 <= key_gap(one, other)[0] <= 7
    assert (key_gap(one, other)[0] == 0) == (first == second)


@given(st.floats(20, 250), st.floats(20, 250))
def test_half_and_double_the_tempo_are_the_same_tempo(first, second):
    one, other = np.array([first]), np.array([second])
    assert tempo_gap(one, other)[0] == pytest.approx(tempo_gap(other, one)[0])
    assert tempo_gap(one, 2 * one)[0] == pytest.approx(0, abs=1e-9)
    assert tempo_gap(one, one / 2)[0] == pytest.approx(0, abs=1e-9)
