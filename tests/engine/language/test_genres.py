"""Genres as people say them."""

import pytest

from engine.language.lexicon import nearest_to_absent


def genres(query):
    return set(query.genres), set(query.genres_all), set(query.not_genres)


@pytest.mark.parametrize(
    ("text", "either", "both", "none"),
    [
        ("indie or folk", {"indie", "folk"}, set(), set()),
        ("jazz and soul", {"jazz", "soul"}, set(), set()),
        ("french rap", set(), {"french", "hip-hop"}, set()),
        ("indie folk", set(), {"indie", "folk"}, set()),
        ("hiphop", {"hip-hop"}, set(), set()),
        ("some R&B please", {"r-n-b"}, set(), set()),
        ("drum n bass", {"drum-and-bass"}, set(), set()),
        ("kpop", {"k-pop"}, set(), set()),
        ("rap but no rock", {"hip-hop"}, set(), {"rock"}),
        ("no rap, country or pop", set(), set(), {"hip-hop", "country", "pop"}),
        ("everything except techno and house", set(), set(), {"techno", "house"}),
        ("anything but country", set(), set(), {"country"}),
        ("nothing but jazz", {"jazz"}, set(), set()),
        ("deep house", {"deep-house"}, set(), set()),
    ],
)
def test_a_genre_is_read_as_people_say_it(real_engine, text, either, both, none):
    assert genres(real_engine.parse(text)) == (either, both, none)


@pytest.mark.parametrize("name", ["lofi", "psytrance", "zouk"])
def test_a_genre_that_is_not_there_is_said_and_the_nearest_are_named(real_engine, name):
    understood = real_engine.understand(f"some {name} please")
    (missing,) = understood.missing_genres
    assert missing.name == name
    assert set(understood.query.genres) == set(missing.nearest)
    note = next(note for note in understood.query.notes if name in note)
    assert all(genre in note for genre in missing.nearest)


@pytest.mark.parametrize("name", ["shoegaze", "amapiano", "neoclassical", "city pop", "vaporwave"])
def test_a_genre_that_is_not_there_is_taken_from_artists_who_play_it(real_engine, name):
    understood = real_engine.understand(f"some {name} please")
    (missing,) = understood.missing_genres
    assert (missing.name, missing.played) == (name, True)
    assert (understood.query.scene, understood.query.genres) == (name, ())
    assert any(name in note and "artists who play it" in note for note in understood.query.notes)


def test_a_language_is_a_language_and_a_country_is_a_genre(real_engine):
    assert real_engine.parse("songs in spanish").languages == ("spanish",)
    assert real_engine.parse("german songs").genres == ("german",)


@pytest.mark.parametrize("style", ["hard techno", "dub techno", "melodic techno", "industrial techno"])
def test_styles_of_techno_are_never_dub_reggae(style):
    near = nearest_to_absent(style)
    assert any("techno" in genre for genre in near)
    assert "dub" not in near
