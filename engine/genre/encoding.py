"""Encode the audio features of tracks as network inputs."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

# Audio inputs by the public table's column names. Popularity is not among them and must not be: in this table it is
# an artefact of how each genre was crawled.
CONTINUOUS: Final = (
    "danceability",
    "energy",
    "loudness",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
    "duration_ms",
)
CATEGORICAL: Final = {"key": 12, "mode": 2, "time_signature": 8, "explicit": 2}  # name to number of values
COLUMNS: Final = (*CONTINUOUS, *CATEGORICAL)

# How a recording was produced shows in the last digits. Sequencers keep whole tempos; what came on CD lasts a whole
# number of frames (75 a second, IEC 60908), a file a whole number of its codec's frames, a sequencer export of beats.
_TEMPO_STEPS: Final = (0.004, 0.008, 0.012, 0.017, 0.023, 0.03, 0.04, 0.055, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4)  # BPM
_CD_FRAMES: Final = tuple(1000 / 75 * frames for frames in (1, 3, 5, 15, 75))  # ms
_CODEC_FRAMES: Final = (1152 / 44.1, 1024 / 44.1, 1152 / 48, 1024 / 48)  # ms: MP3 and AAC, at 44.1 and 48 kHz
_ROUND_LENGTHS: Final = (500.0, 250.0, 100.0, 20.0, 10.0)  # ms
_BEATS: Final = (1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32)
_BEAT_STEPS: Final = (1.01, 4, 16)  # ms
ARTEFACTS: Final = (
    1 + len(_TEMPO_STEPS) + len(_CD_FRAMES) + len(_CODEC_FRAMES) + len(_ROUND_LENGTHS) + len(_BEATS) * len(_BEAT_STEPS)
)
"""Number of production-artefact features, the last columns that ``AudioEncoder`` gives."""
WHOLE_TEMPO_WITHIN: Final = 0.03  # BPM
WHOLE_TEMPO: Final = 1 + _TEMPO_STEPS.index(WHOLE_TEMPO_WITHIN)
"""Column of the artefact features: the tempo is within ``WHOLE_TEMPO_WITHIN`` of a whole one."""
CD_FRAMES: Final = 1 + len(_TEMPO_STEPS)
"""Column of the artefact features: the duration is a whole number of CD frames."""


@dataclass(frozen=True)
class AudioEncoder:
    """Piecewise-linear encoding of continuous features, one-hot encoding of categorical ones.

    A value is given as how far it fills each of the bins between the training quantiles, which lets a small
    network see the exact place of a value in a skewed feature (Gorishniy et al. 2022, "On Embeddings for
    Numerical Features in Tabular Deep Learning").

    Parameters
    ----------
    edges : float32, shape (continuous, bins + 1)
        Quantiles of each continuous feature in training, ascending; equal edges enclose an empty bin.
    medians : float32, shape (columns,)
        Stand in for missing values.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> encoder = AudioEncoder.fit(rng.random((50, len(COLUMNS))), bins=4)
    >>> encoder.transform(rng.random((3, len(COLUMNS)))).shape[0]
    3
    """

    edges: np.ndarray
    medians: np.ndarray

    @classmethod
    def fit(cls, audio: np.ndarray, bins: int) -> Self:
        """Quantiles and medians of ``audio``, float, shape (tracks, columns of ``COLUMNS``), NaN where missing."""
        continuous = audio[:, : len(CONTINUOUS)]
        edges = np.nanquantile(continuous, np.linspace(0, 1, bins + 1), axis=0).T
        return cls(edges.astype(np.float32), np.nanquantile(audio, 0.5, axis=0, method="lower").astype(np.float32))

    def impute(self, audio: np.ndarray) -> np.ndarray:
        """The audio with the training median where a value is missing; float32."""
        return np.where(np.isnan(audio), self.medians, audio).astype(np.float32)

    def transform(self, audio: np.ndarray) -> np.ndarray:
        """Encode audio features.

        Parameters
        ----------
        audio : float, shape (tracks, columns of ``COLUMNS``)
            NaN where missing.

        Returns
        -------
        float32, shape (tracks, inputs)
            The ``ARTEFACTS`` production-artefact features come last.
        """
        filled = self.impute(audio)
        low, high = self.edges[:, :-1], self.edges[:, 1:]
        width = np.where(high > low, high - low, 1)
        bins = np.clip((filled[:, : len(CONTINUOUS), None] - low) / width, 0, 1) * (high > low)
        middle, spread = self.edges.mean(axis=1), self.edges.std(axis=1)
        linear = np.clip((filled[:, : len(CONTINUOUS)] - middle) / np.where(spread > 0, spread, 1), -4, 4)
        one_hot = [
            np.arange(size) == np.clip(filled[:, COLUMNS.index(name)], 0, size - 1).astype(int)[:, None]
            for name, size in CATEGORICAL.items()
        ]
        tempo_known = ~np.isnan(audio[:, [CONTINUOUS.index("tempo")]])
        return np.concatenate(
            [bins.reshape(len(audio), -1), linear, *one_hot, tempo_known, artefact_features(audio)],
            axis=1,
            dtype=np.float32,
        )


def artefact_features(audio: np.ndarray) -> np.ndarray:
    """Distance of tempo and duration to round units, which tells how a recording was produced.

    How near the tempo is to a whole one, and whether the duration is a whole number of CD frames, codec frames, round
    parts of a second, or beats. A tempo without decimals was rounded, or typed: then nothing is known, all is 0.

    Parameters
    ----------
    audio : float, shape (tracks, columns of ``COLUMNS``)
        NaN where missing.

    Returns
    -------
    float32, shape (tracks, ARTEFACTS)
        0 or 1; the first column is whether anything is known.
    """
    tempo, duration = (audio[:, [CONTINUOUS.index(name)]] for name in ("tempo", "duration_ms"))
    whole, duration = np.round(tempo), np.round(duration)
    from_whole = np.abs(tempo - whole)
    known = from_whole > 0.0005
    units = np.array((*_CD_FRAMES, *_CODEC_FRAMES, *_ROUND_LENGTHS))
    # The source cuts durations to milliseconds.
    is_multiple = np.floor(np.ceil(duration / units - 1e-6) * units + 1e-6) == duration
    spans = 60_000 * np.array(_BEATS) / np.maximum(whole, 1)
    over = (duration + 0.5) % spans
    from_beat = np.minimum(over, spans - over)
    near_beat = (from_beat[:, :, None] <= np.array(_BEAT_STEPS)).reshape(len(audio), -1)
    return np.asarray(
        known & np.concatenate([known, from_whole <= np.array(_TEMPO_STEPS), is_multiple, near_beat], axis=1),
        dtype=np.float32,
    )
