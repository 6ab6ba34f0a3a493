"""A well-known artist whom the catalogue lacks is told to be missing, and is read as no word or title."""

import pytest


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("play savage garden please", "savage garden"),
        ("I like Savage Garden and jazz", "Savage Garden"),
        ("songs by Tank", "Tank"),
        ("outkast", "outkast"),
        ("my favourite band is Slipknot", "Slipknot"),
    ],
)
def test_a_known_artist_is_missing_by_name(engine, text, name):
    assert [one.text for one in engine.understand(text).missing_names] == [name]


@pytest.mark.parametrize(
    "text", ["music for a garden party", "a fun road trip", "songs in common time", "yes please", "a train journey"]
)
def test_ordinary_words_are_nobody(engine, text):
    assert not engine.understand(text).missing_names


@pytest.mark.parametrize(
    "text", ["my favourite artist is {0}", "my favorite bands are {0} and jazz trios", "{0} is my favourite singer"]
)
def test_a_favourite_artist_is_asked_for(engine, text):
    artist = engine.recommend("popularity:>80 limit:1").tracks[0].artists[0]
    query = engine.parse(text.format(artist))
    assert artist in (*query.artists, *query.like_artists)


def test_what_such_an_artist_plays_stands_in(real_engine):
    missing = real_engine.understand("something by Depeche Mode").missing_names[0]
    assert missing.alike
    assert all(real_engine.find_artist(name) == name for name in missing.alike)


@pytest.mark.parametrize("text", ["oldies like rock and roll", "something like drum and bass please"])
def test_what_a_genre_is_called_is_no_title(engine, text):
    query = engine.parse(text)
    assert query.genres
    assert not query.named
