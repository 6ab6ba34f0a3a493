"""Links to listen: pages and searches, the same on every platform."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.listening import listen


@pytest.fixture
def track(engine):
    return replace(engine.catalogue.track(0), url="https://open.spotify.com/track/abc")


def test_the_first_link_is_the_track_itself(track):
    assert listen(track)[0].url == track.url


def test_searches_name_title_and_artist_whatever_stands_in_them(track):
    odd = replace(track, track_name='A & B? #1 "x"', artists=("AC/DC", "Other"))
    apple, youtube = listen(odd)[1:]
    assert parse_qs(urlsplit(apple.url).query)["term"] == ['A & B? #1 "x" AC/DC']
    assert parse_qs(urlsplit(youtube.url).query)["search_query"] == ['A & B? #1 "x" AC/DC']


def test_links_fit_on_every_platform(track):
    long = replace(track, track_name="だ" * 500)
    assert all(len(link.url) <= 512 and link.url.startswith("https://") for link in listen(long))


def test_a_synthetic_track_is_nowhere_to_be_heard(track):
    assert listen(replace(track, url=None)) == ()
