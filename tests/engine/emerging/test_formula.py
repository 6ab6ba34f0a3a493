import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.emerging.formula import WEIGHTS, formula_parts, formula_score, in_band
from engine.features import AUDIO, AUDIO_NAMES
from pipeline.sources import read_source

audio_rows = st.lists(st.tuples(*(st.floats(f.low, f.high) for f in AUDIO)), min_size=1, max_size=5).map(np.array)


def test_incredible_by_m_beat_scores_3_660003(real_table):
    rows = read_source(real_table).rows
    row = rows[(rows["track_name"] == "Incredible") & rows["artists"].str.startswith("M-Beat")].iloc[:1]
    assert formula_score(row[list(AUDIO_NAMES)].to_numpy(), 120)[0] == pytest.approx(3.660003, abs=5e-7)


@given(audio_rows)
def test_the_score_is_the_sum_as_published(audio):
    danceability, energy, loudness, *_, valence, tempo = audio.T
    expected = danceability + energy + valence + tempo / 200 - loudness / 60
    np.testing.assert_allclose(formula_score(audio, 120), expected, rtol=1e-12, atol=1e-12)
    assert formula_parts(audio, 120).shape == (len(audio), len(WEIGHTS))


def test_a_missing_tempo_counts_as_a_typical_one():
    missing, typical = np.full((1, 9), 0.5), np.full((1, 9), 0.5)
    missing[0, 8], typical[0, 8] = np.nan, 122.0
    assert formula_score(missing, 122.0) == formula_score(typical, 0)


def test_the_band_is_40_to_70_both_included():
    assert in_band(np.array([39, 40, 70, 71])).tolist() == [False, True, True, False]
