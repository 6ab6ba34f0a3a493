"""Playlists in parts, from one tempo to another, and with a rise that comes late; lists with so many of an artist."""

import numpy as np
import pytest

from engine import Part, Query, UserError
from engine.recommend.playlist import following


def test_the_tempo_follows_a_line_between_two_that_are_named(engine):
    made = engine.playlist("tempo:118", "tempo:126", 60)
    tempos = [track.values["tempo"] for track in made.tracks]
    wanted = [118 + 8 * track.starts / made.seconds for track in made.tracks]
    assert np.abs(np.subtract(tempos, wanted)).max() < 4


def test_a_late_rise_is_behind_an_even_one_in_the_middle(engine):
    even, late = (engine.playlist("tempo:110", "tempo:130", 60, rise=rise) for rise in ("even", "late"))
    middle = [next(track.values["tempo"] for track in made.tracks if track.starts > 1500) for made in (even, late)]
    assert middle[1] < middle[0]


def test_parts_follow_one_another_and_repeat_no_song(engine):
    then = engine.playlist_parts("minutes:20 energy:very-high; minutes:10 mood:calm")
    made = engine.playlist("energy:low explicit:no", "", 10, then)
    assert abs(made.seconds - 40 * 60) < 240
    assert len({track.recording for track in made.tracks}) == len(made.tracks)
    assert not any(track.explicit for track in made.tracks)
    hard = [track.values["energy"] for track in made.tracks if 700 < track.starts < 1700]
    calm = [track.values["energy"] for track in made.tracks if track.starts < 500 or track.starts > 1900]
    assert np.mean(hard) > np.mean(calm)


def test_a_part_says_what_changes_and_keeps_the_limits(engine):
    first = engine.parse("genre:techno explicit:no tempo:>120 mood:dark -genre:house")
    part = following(first, engine.parse("genre:jazz mood:calm -genre:rock"))
    assert part == engine.parse("genre:jazz explicit:no tempo:>120 mood:calm -genre:house -genre:rock")
    assert following(first, Query()) == first


def test_parts_that_are_too_long_or_no_numbers_are_refused(engine):
    with pytest.raises(UserError):
        engine.playlist("mood:calm", "", 300, (Part(Query(), Query(), 200),))
    with pytest.raises(UserError):
        engine.playlist_parts("minutes:ten mood:calm")


def test_one_song_an_artist_holds_and_is_read_again(engine):
    query = engine.parse("genre:rock limit:20 per_artist:1")
    assert engine.parse(query.text) == query
    names = [name for track in engine.recommend(query).tracks for name in track.artists]
    assert len(names) == len(set(names))
    assert len(names) > 5


def test_a_list_of_named_songs_relaxes_nothing_and_gives_their_reasons(engine):
    named = engine.recommend("mood:calm limit:3").tracks
    query = engine.parse("mood:calm energy:<0.01 " + " ".join(f"track:{one.track_id}" for one in named) + " limit:3")
    found = engine.recommend(query)
    assert [one.recording for one in found.tracks] == [one.recording for one in named]
    assert not any("relaxed" in line for line in found.feedback)
    assert all(one.meets != ("asked for by name",) for one in found.tracks)
