"""The map of all recordings."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from engine import sound_map
from engine.errors import UserError
from pipeline.demo import PROFILES, invent
from pipeline.tables import Tables


@pytest.fixture(scope="module")
def audio():
    """Two clouds of sound, far apart; one recording without a tempo."""
    rng = np.random.default_rng(3)
    points = np.concatenate([rng.normal(0, 1, (150, 9)), rng.normal(8, 1, (150, 9))]).astype(np.float32)
    points[0, 8] = np.nan
    return points


@pytest.fixture(scope="module")
def fitted(audio):
    return sound_map.fit(audio, landmarks=40)


def test_what_sounds_alike_lies_together(fitted, audio):
    places = fitted.place(audio)
    assert np.isfinite(places).all()
    within = np.linalg.norm(places[1:150] - places[1:150].mean(axis=0), axis=1).max()
    between = np.linalg.norm(places[:150].mean(axis=0) - places[150:].mean(axis=0))
    assert between > within
    assert fitted.kept["neighbours"] > 0.5


def test_a_saved_map_places_as_the_fitted_one(fitted, audio, tmp_path):
    sound_map.save(fitted, tmp_path, {})
    again = sound_map.load(tmp_path)
    np.testing.assert_allclose(again.place(audio), fitted.place(audio), atol=1e-3)
    assert again.kept == fitted.kept


def test_training_takes_a_listing_and_says_what_it_kept(tmp_path):
    rows = invent(json.loads(PROFILES.read_text(encoding="utf-8"))).iloc[::30]
    said = sound_map.train(Tables.of(rows).recordings, [], tmp_path / "models")
    assert "landmarks" in said
    assert 2 < len(sound_map.load(tmp_path / "models").centres) <= len(rows) // 4


def catalogue_of(directory, audio, **genres):
    members = list(genres.values())
    return SimpleNamespace(
        directory=directory,
        traits=np.column_stack([audio, np.zeros((len(audio), 2), np.float32)]),
        means=np.nanmean(audio, axis=0, dtype=float),
        deviations=np.nanstd(audio, axis=0, dtype=float),
        manifest={},
        genres=tuple(genres),
        genre_members=lambda name: np.array(genres[name]),
        genre_starts=np.cumsum([0, *map(len, members)]),
    )


def test_without_a_fitted_map_there_are_the_components_and_a_sentence(audio, tmp_path):
    catalogue = catalogue_of(tmp_path, audio)
    with pytest.raises(UserError, match="without a neighbour map"):
        sound_map.sound_map(catalogue, "neighbours")
    components = sound_map.sound_map(catalogue, "components")
    assert components.places.shape == (300, 2)
    assert components.axes[0].endswith("% of variance)")


def test_a_genre_in_a_corner_needs_little_room_and_is_around_its_tracks(audio, tmp_path):
    # The components, and a genre that is one cloud beside one that is everywhere.
    catalogue = catalogue_of(tmp_path, audio, corner=range(150), everywhere=range(0, 300, 2))
    of = sound_map.sound_map(catalogue, "components")
    corner, everywhere = (of.room(catalogue.genre_members(name)) for name in ("corner", "everywhere"))
    assert corner < everywhere < 0.75
    assert sound_map.around(catalogue, of, 10, near=30)[0] == "corner"
    assert np.linalg.norm(of.middle(np.arange(150)) - of.places[:150].mean(axis=0)) < 3
