"""Production-artefact features of a track's audio."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.genre.encoding import ARTEFACTS, CD_FRAMES, COLUMNS, artefact_features

BEAT = 38  # column: within a millisecond of a whole beat


def audio(tempo: float, duration_ms: float) -> np.ndarray:
    """One track of which only this is known."""
    known = {"tempo": tempo, "duration_ms": duration_ms}
    return np.array([[known.get(name, np.nan) for name in COLUMNS]])


@given(frames=st.integers(75, 75 * 3600))
def test_a_length_of_whole_cd_frames_is_told_from_one_a_millisecond_longer(frames):
    length = frames * 1000 // 75
    assert artefact_features(audio(120.4, length))[0, CD_FRAMES] == 1
    assert artefact_features(audio(120.4, length + 1))[0, CD_FRAMES] == 0


@given(tempo=st.integers(40, 220), beats=st.integers(100, 1000))
def test_a_length_of_whole_beats_is_seen_at_a_sequencers_tempo(tempo, beats):
    length = beats * 60_000 // tempo
    assert artefact_features(audio(tempo + 0.002, length))[0, BEAT] == 1
    assert artefact_features(audio(tempo + 0.002, length + 60))[0, BEAT] == 0


def test_the_nearer_a_tempo_is_to_a_whole_one_the_more_is_set():
    near, far = (artefact_features(audio(tempo, 200_007))[0, 1:CD_FRAMES].sum() for tempo in (127.998, 128.27))
    assert near == 14
    assert far == 2


def test_a_rounded_or_missing_tempo_or_duration_tells_nothing_of_the_production():
    for tempo, duration in ((128.0, 200_000), (np.nan, 200_000)):
        assert artefact_features(audio(tempo, duration)).tolist() == [[0] * ARTEFACTS]
    assert artefact_features(audio(127.998, np.nan))[0, CD_FRAMES:].sum() == 0
