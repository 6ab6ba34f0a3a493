"""Kinds of recording are told from words, genres and speech."""

import pytest

from engine.catalogue.store import Catalogue
from engine.recommend.similarity import KINDS
from pipeline.kinds import kind_flags

CASES = {
    "xmas": ({"title": "Last Christmas"}, {"christmas"}),
    "navidad": ({"title": "Feliz Navidad"}, {"christmas"}),
    "album": ({"title": "Let Her Go", "album_name": "Weihnachten mit Freunden"}, {"christmas"}),
    "edition": ({"title": "Bebeto", "album_name": "Mi Vida (Edition de Noël)"}, set()),
    "deluxe": ({"title": "Holly", "album_name": "Christmas (Deluxe Special Edition)"}, {"christmas"}),
    "rhyme": ({"title": "Five Little Ducks", "album_name": "Nursery Rhymes for You"}, {"children"}),
    "noise": ({"title": "White Noise Loop", "genre": "sleep"}, {"sleep"}),
    "piano": ({"title": "Becalming", "genre": "sleep"}, set()),
    "joke": ({"title": "Airports", "genre": "comedy", "speechiness": 0.93}, {"comedy"}),
    "funny song": ({"title": "Classico", "genre": "comedy", "speechiness": 0.1}, set()),
    "rap": ({"title": "Bars", "genre": "hip-hop", "speechiness": 0.7}, set()),
    "cast": ({"title": "Burn", "album_name": "Hamilton (Original Broadway Cast Recording)"}, {"show tunes"}),
    "karaoke": ({"title": "Hello (Karaoke Version)"}, {"karaoke"}),
    "style": ({"title": "Hello (In the Style of Adele)"}, {"cover"}),
    "fast": ({"title": "Escapism - Sped Up"}, {"sped up"}),
    "live": ({"title": "Evidências - Ao Vivo"}, {"live"}),
    "remix": ({"title": "Roses - Imanbek Remix"}, {"remix"}),
    "alive": ({"title": "Alive and Remixable Santana"}, set()),
    "plain": ({"title": "Song"}, set()),
}


@pytest.fixture(scope="module")
def kinds(tmp_path_factory, make, row):
    rows = [
        row(name, f"Artist of {place}", energy=place / 100, **given)
        for place, (name, (given, _)) in enumerate(CASES.items())
    ]
    catalogue = Catalogue.load(make(tmp_path_factory.mktemp("kinds"), rows))
    flags = kind_flags(catalogue)
    return {
        track: {kind for place, kind in enumerate(KINDS) if int(flags[number]) >> place & 1}
        for number, track in enumerate(catalogue.words["track_id"].to_pylist())
    }


@pytest.mark.parametrize("name", CASES)
def test_a_recording_is_of_the_kinds_that_its_words_and_speech_tell(kinds, name):
    assert kinds[name] == CASES[name][1]
