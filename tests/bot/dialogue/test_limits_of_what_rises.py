"""Limits of popularity that plain words set to what is rising."""

import pytest


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ("emerging techno tracks with popularity below 45", "popularity:0-45"),
        ("rising tracks with popularity 20 to 40", "popularity:20-40"),
        ("what's bubbling up in techno with popularity under 50?", "popularity:0-50"),
        ("emerging techno tracks", ""),
    ],
)
def test_numbers_limit_the_popularity_of_what_rises(talk, said, band):
    words = talk.say(said).request.split()
    assert words[0] == "/emerging"
    assert [word for word in words if word.startswith("popularity:")] == ([band] if band else [])
