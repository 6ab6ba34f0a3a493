"""The map of all recordings."""

from types import SimpleNamespace

import numpy as np
import pytest

from engine import sound_map
from engine.catalogue.files import Files
from engine.errors import UserError


@pytest.fixture(scope="module")
def audio():
    """Two clouds of sound, far apart; one recording without a tempo."""
    rng = np.random.default_rng(3)
    points = np.concatenate([rng.normal(0, 1, (150, 9)), rng.normal(8, 1, (150, 9))]).astype(np.float32)
    points[0, 8] = np.nan
    return points


def catalogue_of(directory, audio, **genres):
    members = list(genres.values())
    return SimpleNamespace(
        files=Files(directory),
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
