import numpy as np
import pandas as pd
import pytest

from engine.catalogue.files import Files
from engine.drivers import Drivers
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline.drivers import regress, write


@pytest.fixture(scope="module")
def recordings() -> pd.DataFrame:
    """Two genres of 400 recordings: in "lifted" valence adds 8 points a standard deviation, in "flat" nothing does."""
    rng = np.random.default_rng(1)
    audio = rng.normal(size=(800, 9))
    audio[:, 2] = audio[:, 1] + rng.normal(scale=0.1, size=800)
    genre = np.repeat(["lifted", "flat"], 400)
    valence = audio[:, AUDIO_NAMES.index("valence")]
    popularity = np.clip(50 + 8 * valence * (genre == "lifted") + rng.normal(scale=6, size=800), 1, 100)
    popularity[:30] = 0
    frame = pd.DataFrame(audio, columns=list(AUDIO_NAMES)).assign(popularity=popularity.round())
    frame["genres"] = [(name,) for name in genre]
    frame["main_artist"] = [f"artist {number // 4}" for number in range(800)]
    return frame


@pytest.fixture(scope="module")
def drivers(recordings, tmp_path_factory) -> Drivers:
    directory = tmp_path_factory.mktemp("catalogue")
    write(recordings, directory)
    return Drivers.load(Files(directory))


def test_an_effect_that_is_there_is_found_and_one_that_is_not_is_not_claimed(drivers):
    lifted, flat = drivers.genre("lifted"), drivers.genre("flat")
    assert [effect.feature for effect in lifted.effects if effect.significant] == ["valence"]
    assert lifted.ranked[0].low < 8 < lifted.ranked[0].high
    assert lifted.cv_r2 > 0.4
    assert "more popular" in lifted.conclusion
    assert "valence" in lifted.conclusion
    assert flat.conclusion.startswith("Nothing here moves popularity")


def test_popularity_0_is_left_out_counted_and_said(drivers):
    lifted = drivers.genre("lifted")
    assert (lifted.recordings, lifted.zeros) == (370, 30)
    assert "30 with popularity 0" in lifted.caveats[0]


def test_features_that_move_together_are_named(drivers):
    caveat = next(note for note in drivers.genre("flat").caveats if "move together" in note)
    assert caveat.startswith("Energy and loudness")


def test_a_feature_ranks_the_genres_and_two_genres_contrast(drivers):
    assert [entry.genre for entry, _ in drivers.feature("valence")] == ["lifted", "flat"]
    significant = {contrast.feature for contrast in drivers.compare("lifted", "flat") if contrast.significant}
    assert "valence" in significant


def test_a_small_genre_is_flagged_and_an_unknown_one_answered_with_those_there_are(recordings, drivers):
    [lifted, *_] = regress(recordings.iloc[100:200])
    assert lifted.few
    assert any("take the intervals as hints" in note for note in lifted.caveats)
    with pytest.raises(UserError, match="flat, lifted"):
        drivers.genre("metal")
    with pytest.raises(UserError, match="danceability"):
        drivers.feature("duration")
