"""The neighbour map keeps together what sounds alike."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from engine.catalogue.files import Files
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline import sound_map


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


def test_training_takes_recordings_and_says_how_well_neighbours_are_kept(audio, tmp_path):
    recordings = pd.DataFrame(audio, columns=list(AUDIO_NAMES))
    assert "landmarks" in sound_map.train(recordings, [{"name": "listing", "sha256": "0"}], tmp_path)
    assert 2 < len(sound_map.load(tmp_path).centres) <= len(recordings) // 4


def test_a_damaged_map_is_an_error_in_a_build(audio, fitted, tmp_path):
    catalogue = SimpleNamespace(directory=tmp_path, files=Files(tmp_path), traits=audio)
    sound_map.save(fitted, tmp_path, {})
    (tmp_path / "sound_map.npz").write_bytes(b"damaged")
    with pytest.raises(UserError, match="checksum"):
        sound_map.write(catalogue, tmp_path)
