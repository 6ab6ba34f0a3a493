"""The index of words counts each word of a recording by the fields in which it stands."""

from collections import defaultdict

import numpy as np
import pytest

from engine.catalogue.store import Catalogue
from engine.recommend.words import DIRECTORY, IMPACT_SCALE, tokens, word_key
from pipeline import word_index
from pipeline.word_index import (
    ALBUM_WEIGHT,
    ARTIST_WEIGHT,
    GENRE_WEIGHT,
    K1,
    MOST_ALBUMS,
    TITLE_WEIGHT,
    B,
    write_word_index,
)


def bag(catalogue, row):
    """The weighted words of a recording."""
    releases = catalogue.releases.to_pylist()
    albums = list(dict.fromkeys(one["album_name"] for one in releases if one["recording"] == row))
    track = catalogue.track(row)
    words = defaultdict(float)
    for weight, texts in (
        (TITLE_WEIGHT, [track.track_name]),
        (ARTIST_WEIGHT, track.artists),
        (ALBUM_WEIGHT, albums[:MOST_ALBUMS]),
        (GENRE_WEIGHT, [genre.replace("-", " ") for genre in track.genres]),
    ):
        for word in {word for text in texts for word in tokens(text)}:
            words[word_key(word)] += weight
    return words


@pytest.mark.parametrize("part", [2, 65_536])
def test_every_list_holds_the_recordings_of_its_word_with_their_impacts(tmp_path, make, row, monkeypatch, part):
    monkeypatch.setattr(word_index, "MOST_OWNERS", part)
    rows = [
        row("a", "Ann;Ann Lee", "Ann &amp; <i>Été</i> Été", "hip-hop"),
        row("b", "÷", "÷", "pop", energy=0.1),
        row("c", "Bo", " Part One ", "pop", energy=0.2),
        *(row(f"d{at}", "Cy", "Song", "pop", energy=0.3, album_name=f"Album {at // 2}") for at in range(16)),
    ]
    catalogue = Catalogue.load(make(tmp_path, rows))
    write_word_index(catalogue)
    keys, starts, owners, impacts = (
        np.load(catalogue.directory / DIRECTORY / f"{name}.npy") for name in ("keys", "starts", "rows", "impacts")
    )
    bags = [bag(catalogue, at) for at in range(len(catalogue))]
    mean = sum(sum(words.values()) for words in bags) / len(bags)
    assert keys.tolist() == sorted({key for words in bags for key in words})
    for number, key in enumerate(keys.tolist()):
        place = slice(starts[number], starts[number + 1])
        assert owners[place].tolist() == [at for at, words in enumerate(bags) if key in words]
        for at, impact in zip(owners[place].tolist(), impacts[place].tolist(), strict=True):
            count = bags[at][key]
            norm = K1 * (1 - B + B * sum(bags[at].values()) / mean)
            assert impact == round(IMPACT_SCALE * count * (K1 + 1) / (count + norm))
