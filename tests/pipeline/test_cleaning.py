"""One definition of the main artist."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.store import Catalogue
from engine.credits import credits_of
from pipeline import cleaning
from pipeline.breakout.features import build_features
from pipeline.cleaning import first_of_sound, pooled
from pipeline.tables import Tables


@pytest.mark.parametrize("artists", [";Ann", "Ann;", " Ann ;; Bob", ";"])
def test_the_main_artist_is_the_same_in_tracks_catalogue_and_features(tmp_path, make, row, artists):
    rows = [row("a", artists), row("b", "Ann", title="Other", energy=0.1, popularity=40)]
    tables = Tables.of(pd.DataFrame(rows))
    main = credits_of(artists)[0]
    assert main
    assert tables.tracks["main_artist"][0] == main
    catalogue = Catalogue.load(make(tmp_path, rows))
    assert catalogue.artist_names[catalogue.main_artists[0]].as_py() == main
    others = build_features(tables.tracks)["artist_others"]
    assert others.tolist() == ([1, 1] if main == "Ann" else [0, 0])


@pytest.mark.parametrize(
    "lacking",
    [
        {"artists": " "},
        {"album_name": ""},
        {"title": "\u200b\u202e"},
        {"genre": ""},
        {"duration_ms": 0},
        {"track_id": ""},
    ],
)
def test_rows_that_lack_a_name_a_genre_or_a_length_are_dropped_and_counted(row, lacking):
    tables = Tables.of(pd.DataFrame([row("a"), row(**{"track_id": "b"} | lacking)]))
    assert (tables.counts.rows, tables.counts.incomplete, tables.counts.tracks) == (2, 1, 1)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=12))
def test_a_group_has_the_genres_of_all_its_rows_in_order(rows):
    sets = [("a",), (), ("b", "a"), ("c",), ("a", "c", "b")]
    plain = [
        tuple(dict.fromkeys(name for group, one in rows if group == row for name in sets[one])) for row in range(4)
    ]
    groups, codes = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    assert pooled(groups, codes, sets, 4).tolist() == plain


@pytest.mark.parametrize("mixing", [cleaning._MIXING, np.uint64(0)])
def test_sounds_are_the_same_only_if_every_number_is(row, monkeypatch, mixing):
    monkeypatch.setattr(cleaning, "_MIXING", mixing)
    sounds = [{"energy": 0.5}, {"energy": 0.0}, {"energy": -0.0}, {"energy": 0.5}, {"tempo": np.nan}, {"tempo": np.nan}]
    tracks = pd.DataFrame([row(str(place)) | sound for place, sound in enumerate(sounds)])
    assert first_of_sound(tracks).tolist() == [0, 1, 1, 0, 4, 5]
