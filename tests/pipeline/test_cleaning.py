"""One definition of the main artist."""

import pandas as pd
import pytest

from engine.catalogue.store import Catalogue
from engine.credits import credited
from pipeline.breakout.features import build_features
from pipeline.tables import Tables


@pytest.mark.parametrize("artists", [";Ann", "Ann;", " Ann ;; Bob", ";"])
def test_the_main_artist_is_the_same_in_tracks_catalogue_and_features(tmp_path, make, row, artists):
    rows = [row("a", artists), row("b", "Ann", title="Other", energy=0.1, popularity=40)]
    tables = Tables.of(pd.DataFrame(rows))
    main = credited([artists])[0][0]
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
