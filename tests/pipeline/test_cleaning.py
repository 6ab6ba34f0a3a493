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
