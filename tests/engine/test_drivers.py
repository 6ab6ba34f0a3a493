import numpy as np
import pandas as pd
import pytest

from engine.drivers import Drivers, least_squares, regress, write
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline.cleaning import clean, to_recordings
from pipeline.sources import read_source


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
def real_rows(real_table) -> pd.DataFrame:
    return read_source(real_table).rows


@pytest.fixture(scope="module")
def drivers(recordings, tmp_path_factory) -> Drivers:
    directory = tmp_path_factory.mktemp("catalogue")
    write(recordings, directory)
    return Drivers.load(directory)


def test_an_effect_that_is_there_is_found_and_one_that_is_not_is_not_claimed(drivers):
    lifted, flat = drivers.genre("lifted"), drivers.genre("flat")
    assert [effect.feature for effect in lifted.effects if effect.stands] == ["valence"]
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
    standing = {contrast.feature for contrast in drivers.compare("lifted", "flat") if contrast.stands}
    assert "valence" in standing


def test_a_small_genre_is_flagged_and_an_unknown_one_answered_with_those_there_are(recordings, drivers):
    [lifted, *_] = regress(recordings.iloc[100:200])
    assert lifted.few
    assert any("take the intervals as hints" in note for note in lifted.caveats)
    with pytest.raises(UserError, match="flat, lifted"):
        drivers.genre("metal")
    with pytest.raises(UserError, match="danceability"):
        drivers.feature("duration")


def test_an_effect_carried_by_a_few_artists_does_not_stand():
    rng = np.random.default_rng(5)
    artists = np.repeat(np.arange(8), 50)
    audio = rng.normal(size=(400, 9))
    audio[:, 0] = rng.normal(size=8)[artists] + rng.normal(scale=0.1, size=400)
    popularity = 50 + 10 * rng.normal(size=8)[artists] + rng.normal(size=400)
    by_recording, by_artist = least_squares(audio, popularity), least_squares(audio, popularity, artists)
    assert by_recording.p[0] < 0.001
    assert by_artist.p[0] > 0.01


def test_a_feature_that_never_varies_has_no_effect():
    audio = np.random.default_rng(2).normal(size=(100, 9))
    audio[:, 5] = 0.5
    fit = least_squares(audio, audio[:, 0] * 3 + 50)
    assert (fit.points[5], fit.p[5], fit.per_unit[5]) == (0, 1, 0)
    assert fit.per_unit[0] == pytest.approx(3)


@pytest.mark.parametrize(
    ("genre", "feature", "points"),
    [
        ("reggae", "valence", 19.43),
        ("pop", "valence", -39.27),
        ("house", "valence", -51.44),
        ("alternative", "energy", 39.23),
        ("house", "danceability", 72.44),
    ],
)
def test_raw_coefficients_of_the_reference_recipe(real_rows, genre, feature, points):
    rows = real_rows.drop_duplicates("track_id").query("track_genre == @genre")
    fit = least_squares(rows[list(AUDIO_NAMES)].to_numpy(), rows["popularity"].to_numpy(dtype=float))
    assert fit.per_unit[AUDIO_NAMES.index(feature)] == pytest.approx(points, abs=0.005)


def test_in_pop_the_reference_effect_of_valence_is_gone_once_recordings_count_once(real_rows):
    recordings = to_recordings(clean(real_rows)[0])
    in_pop = recordings["genres"].map(lambda genres: "pop" in genres)
    pop = next(entry for entry in regress(recordings[in_pop]) if entry.genre == "pop")
    assert not any(effect.stands for effect in pop.effects)
    assert pop.cv_r2 < 0.02
