"""The formula score: five terms anybody can recompute by hand."""

from typing import Final

import numpy as np

from engine.features import AUDIO_NAMES

BAND: Final = (40, 70)  # popularity: known to some, not yet to all
MINIMUM: Final = 3  # recordings within the band for an artist to be judged by
# Points of the score per unit of each feature. The loudness term is -dB / 60, so louder masters score lower.
WEIGHTS: Final[dict[str, float]] = {
    "danceability": 1.0,
    "energy": 1.0,
    "valence": 1.0,
    "tempo": 1 / 200,
    "loudness": -1 / 60,
}


def formula_parts(audio: np.ndarray, typical_tempo: float) -> np.ndarray:
    """The five terms of the formula score: ``danceability + energy + valence + tempo/200 - loudness/60``.

    Parameters
    ----------
    audio : float, shape (n, 9) or more columns
        In the order of ``engine.features.AUDIO_NAMES``; tempo in BPM, NaN where no beat was found; loudness in dB.
    typical_tempo : float
        In BPM; stands in for a missing tempo, so that its absence neither lifts nor sinks a track.

    Returns
    -------
    float64, shape (n, 5)
        In the order of ``WEIGHTS``. A row's sum is its score: about 0.5 to 4 on the public table ("Incredible" by
        M-Beat: 3.660003).
    """
    columns = [AUDIO_NAMES.index(name) for name in WEIGHTS]
    parts = np.array(audio, dtype=np.float64)[:, columns]
    tempo = list(WEIGHTS).index("tempo")
    parts[np.isnan(parts[:, tempo]), tempo] = typical_tempo
    return np.asarray(parts * np.array(list(WEIGHTS.values())))


def formula_score(audio: np.ndarray, typical_tempo: float) -> np.ndarray:
    """The sum of ``formula_parts``, float64, shape (n,)."""
    return np.asarray(formula_parts(audio, typical_tempo).sum(axis=1))


def in_band(popularity: np.ndarray) -> np.ndarray:
    """Whether the formula is meant for a track of this popularity: 40 to 70, both included."""
    return (popularity >= BAND[0]) & (popularity <= BAND[1])
