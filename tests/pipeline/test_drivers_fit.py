"""The regressions agree with the reference, and are not fooled by a few artists or a constant feature."""

import numpy as np
import pandas as pd
import pytest

from engine.features import AUDIO_NAMES
from pipeline.cleaning import clean, to_recordings
from pipeline.drivers import least_squares, regress
from pipeline.sources import read_source


@pytest.fixture(scope="module")
def real_rows(real_table) -> pd.DataFrame:
    return read_source(real_table).rows


def test_an_effect_carried_by_a_few_artists_is_not_significant():
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
    assert not any(effect.significant for effect in pop.effects)
    assert pop.cv_r2 < 0.02
