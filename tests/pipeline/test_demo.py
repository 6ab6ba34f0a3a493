"""The demo catalogue: synthetic, always the same, and true to what each genre sounds like."""

import json

import numpy as np
import pandas as pd
import pytest

from engine.catalogue.names import fold
from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from pipeline import demo
from pipeline.demo import invent
from pipeline.profiles import PROFILES, write_profiles


@pytest.fixture(scope="module")
def profiles():
    return json.loads(PROFILES.read_text())


@pytest.fixture(scope="module")
def rows(profiles):
    return invent(profiles)


@pytest.fixture(scope="module")
def catalogue(demo_catalogue):
    return Catalogue.load(demo_catalogue)


def test_it_is_114_genres_of_100_recordings_and_says_that_they_are_invented(catalogue):
    assert len(catalogue) == 11_400
    assert len(catalogue.genres) == 114
    assert min(len(catalogue.genre_members(genre)) for genre in catalogue.genres) >= 100
    assert catalogue.synthetic
    assert catalogue.track(0).url is None


def test_it_has_what_makes_real_tables_hard(catalogue):
    releases, recordings = catalogue.releases.num_rows, len(catalogue)
    assert releases > recordings * 1.05
    assert sum(len(genres) > 1 for genres in catalogue.words["genres"].to_pylist()) > recordings * 0.1
    assert set(demo._HOSTILE_TITLES) <= set(catalogue.words["track_name"].to_pylist())
    assert np.bincount(catalogue.main_artists).max() >= 10
    assert 0 < np.isnan(catalogue.traits).sum() < 100


def test_it_is_always_the_same(profiles, rows):
    pd.testing.assert_frame_equal(invent(profiles), rows)


def test_its_genres_sound_as_their_profiles_say(profiles, catalogue):
    for genre, profile in profiles["genres"].items():
        home = [row for row in catalogue.genre_members(genre) if catalogue.words["genres"][row][0].as_py() == genre]
        medians = np.nanmedian(catalogue.traits[home], axis=0)
        for name, median in zip(TRAIT_NAMES, medians, strict=True):
            slack = 0.5 if name == "popularity" else 1e-3  # of rounding
            assert profile["quantiles"][name][5] - slack <= median <= profile["quantiles"][name][7] + slack, (
                genre,
                name,
            )
    ranks = pd.DataFrame(catalogue.traits).corr(method="spearman")
    assert ranks.loc[TRAIT_NAMES.index("energy"), TRAIT_NAMES.index("loudness")] == pytest.approx(0.74, abs=0.05)


def test_nobody_bears_an_invented_name(rows, real_catalogue):
    real = {fold(name) for name in Catalogue.load(real_catalogue).artist_names.to_pylist()}
    synthetic = {fold(name) for names in rows["artists"] for name in names.split(";")}
    assert not real & synthetic


def test_the_committed_profiles_are_what_the_real_table_gives(real_table, tmp_path):
    write_profiles(real_table, tmp_path / "profiles.json")
    made, committed = (json.loads(path.read_text()) for path in (tmp_path / "profiles.json", PROFILES))
    # The file may be packed otherwise; its rows may not differ.
    made.pop("source_sha256"), committed.pop("source_sha256")
    assert made == committed
