"""Styles that no genre of the catalogue names are told by artists who play them."""

import numpy as np
import pytest

from engine.recommend.query import Query
from engine.recommend.styles import Styles, _data, _list_called


class Credits:
    """The names of a catalogue that credits just these artists, each as the main artist of one recording."""

    def __init__(self, *held):
        self.main_artists = np.arange(len(held))
        self.artist_code = held.index
        self.credited = {name: name for name in held}.get


def styles(*held):
    return Styles(Credits(*held), Credits(*held))


def test_a_style_is_its_artists_in_the_catalogue_and_needs_more_than_one():
    held = styles("Wizkid", "Burna Boy", "2Pac")
    assert held.artists(Query(scene="afrobeats party")) == ("Burna Boy", "Wizkid")
    assert sorted(held.players("afrobeats")) == ["Burna Boy", "Wizkid"]
    assert styles("Wizkid").players("afrobeats") == ()
    assert styles("Wizkid").artists(Query(scene="afrobeats")) == ()


def test_a_decade_is_told_by_artists_of_the_genres_asked_for():
    held = styles("2Pac", "Nas", "Nirvana", "Oasis", "TLC")
    assert held.artists(Query(scene="1990s", genres=("hip-hop",))) == ("2Pac", "Nas")
    assert held.artists(Query(scene="1990s", genres=("rock", "hip-hop"))) == ("Nirvana", "Oasis", "2Pac", "Nas")
    assert held.artists(Query(scene="1990s", genres=("tango",))) == ()
    assert held.artists(Query(scene="1990s")) == ("Nirvana", "Oasis", "TLC")


@pytest.mark.parametrize("narrower", [{"artists": ("Nas",)}, {"languages": ("german",)}, {"kinds": ("christmas",)}])
def test_no_artist_is_added_to_a_query_that_keeps_to_others(narrower):
    assert styles("2Pac", "Nas").artists(Query(scene="1990s", genres=("hip-hop",), **narrower)) == ()


def test_a_rejected_artist_stands_for_nothing():
    query = Query(scene="afrobeats", not_artists=("Wizkid",))
    assert styles("Wizkid", "Burna Boy", "Rema").artists(query) == ("Burna Boy", "Rema")


def test_the_hip_hop_of_the_nineties_is_by_those_who_made_it(real_engine):
    found = real_engine.recommend(real_engine.parse("90s hip hop"))
    artists = {name for track in found.tracks for name in track.artists}
    assert artists & {"2Pac", "Dr. Dre", "The Notorious B.I.G.", "Nas"}
    assert any("artists such as 2Pac" in line for line in found.feedback)
    assert found.query.like_artists == ()
    # What was asked for reads back to the same list.
    again = real_engine.recommend(real_engine.parse(found.query.text))
    assert [track.track_id for track in again.tracks] == [track.track_id for track in found.tracks]


def test_no_list_of_a_style_is_empty_and_each_is_by_its_artists(real_engine):
    for text in ("shoegaze", "afrobeats", "motown", "pop punk", "80s rock songs", "60s soul", "worship music"):
        query = real_engine.parse(text)
        stand = set(real_engine.recommender.styles.artists(query))
        found = real_engine.recommend(query)
        assert len(found.tracks) == 5, text
        assert stand & {name for track in found.tracks[:2] for name in track.artists}, text


def test_reasons_of_a_style_tell_its_tracks_apart_and_say_nothing_twice(real_engine):
    for text in ("90s hip hop energy:<0.74", "afrobeats party", "rainy sunday morning"):
        tracks = real_engine.recommend(real_engine.parse(text)).tracks
        assert len({track.meets for track in tracks}) == len(tracks), text
        for track in tracks:
            assert sum("energ" in words or "calm" in words for words in track.meets) <= 1, (text, track.meets)


def test_a_genre_holds_the_artists_known_for_it_wherever_they_are_filed():
    held = styles("Shakira", "2Pac", "Nirvana", "Nas")
    assert held.recordings("hip-hop").tolist() == [1, 3]
    assert held.recordings("rock").tolist() == [2]
    assert held.recordings("tango").tolist() == []


def test_the_hip_hop_and_the_heavy_metal_of_the_real_table_are_what_people_mean(real_engine):
    answer = real_engine.recommend(real_engine.parse("genre:heavy-metal"))
    assert {"Metallica", "Guns N' Roses"} <= {artist for track in answer.tracks for artist in track.artists}
    assert any(line.startswith("known for heavy-metal, filed elsewhere: ") for line in answer.feedback)
    without = real_engine.recommend(real_engine.parse("-genre:heavy-metal like_artist:Metallica limit:50"))
    assert all(track.artists[0] != "Metallica" for track in without.tracks)


@pytest.mark.parametrize("part", sorted({part for parts in _data()["genres"].values() for part in parts}))
def test_every_list_that_a_genre_names_is_there(part):
    assert len(_list_called(part)) > 2
