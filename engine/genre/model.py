"""The fitted genre classifier: probabilities from audio alone, and from audio and names together.

NumPy only. ``pipeline.genre.fit`` fits the parts.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

import numpy as np

from engine import artifacts
from engine.genre.artist_history import HistoryKeys, TargetEncoder, evidence_level
from engine.genre.encoding import COLUMNS, AudioEncoder
from engine.genre.name_features import Credits, spelling_features
from engine.genre.name_model import NameModel, Vocabulary
from engine.genre.network import Network, dequantize, predict_proba, quantize, softmax
from engine.trees import ClassForest

NAME: Final = "genre"
FOREST_NAME: Final = "genre_forest"
OUT_OF_FOLD_NAME: Final = "genre_predictions"  # of the training recordings
FORMAT_VERSION: Final = 3
FOREST_FORMAT_VERSION: Final = 2
BATCH: Final = 2048
NAME_RESIDUAL: Final = 1.5
"""Weight of the residual connection from the name model's log-probabilities, chosen out of fold."""

_LOG_FLOOR: Final = -12.0
ConfidenceLabel = Literal["sure", "leaning", "can't tell"]


@dataclass(frozen=True)
class ConfidenceThresholds:
    """Thresholds on the probability of a prediction's first genre.

    Parameters
    ----------
    sure, leaning : float
        The lowest probability that gets the label.

    Examples
    --------
    >>> ConfidenceThresholds(sure=0.7, leaning=0.4).label(0.5)
    'leaning'
    """

    sure: float
    leaning: float

    def label(self, probability: float) -> ConfidenceLabel:
        """The confidence label of a prediction."""
        if probability >= self.sure:
            return "sure"
        return "leaning" if probability >= self.leaning else "can't tell"


@dataclass(frozen=True)
class Calibration:
    """Calibration temperature and label smoothing per evidence level, and the confidence thresholds that follow.

    Parameters
    ----------
    audio_temperature : float
    full_temperature, full_smoothing : tuple of float
        By ``evidence_level``: what is known of an artist in another role sometimes misleads however high the
        probability, which no temperature corrects; a uniform share does.
    forest_weight : float
        Share of the forest in the audio prediction, 0-1; the networks have the rest.
    audio_thresholds, full_thresholds : ConfidenceThresholds
    """

    audio_temperature: float
    full_temperature: tuple[float, ...]
    full_smoothing: tuple[float, ...]
    forest_weight: float
    audio_thresholds: ConfidenceThresholds
    full_thresholds: ConfidenceThresholds

    def calibrate_full(self, probabilities: np.ndarray, level: np.ndarray) -> np.ndarray:
        """Full predictions, calibrated by the evidence level of each row."""
        temperature, smoothing = (
            np.array(values)[level][:, None] for values in (self.full_temperature, self.full_smoothing)
        )
        return smooth(with_temperature(probabilities, temperature), smoothing)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The inverse of ``dataclasses.asdict``, also after a trip through JSON."""
        thresholds = {key: ConfidenceThresholds(**values[key]) for key in ("audio_thresholds", "full_thresholds")}
        by_level = {key: tuple(values[key]) for key in ("full_temperature", "full_smoothing")}
        return cls(**{**values, **thresholds, **by_level})


def smooth(probabilities: np.ndarray, smoothing: float | np.ndarray) -> np.ndarray:
    """Mix probabilities with the uniform distribution; their order stays.

    Examples
    --------
    >>> smooth(np.array([[0.9, 0.1]]), 0.5).round(2).tolist()
    [[0.7, 0.3]]
    """
    return np.asarray((1 - smoothing) * probabilities + smoothing / probabilities.shape[1])


def with_temperature(probabilities: np.ndarray, temperature: float | np.ndarray) -> np.ndarray:
    """Probabilities to the power of 1 / temperature, summing to 1 again (Guo et al. 2017).

    Examples
    --------
    >>> with_temperature(np.array([[0.8, 0.2]]), 0.5).round(2).tolist()
    [[0.94, 0.06]]
    """
    return softmax(np.log(np.maximum(probabilities, 1e-9)) / temperature)


def name_inputs(logits: np.ndarray) -> np.ndarray:
    """Log-probabilities of the name model, scaled as the networks take them; float32, from -4 to 0."""
    logits = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(np.clip(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)), _LOG_FLOOR, 0) / 3)


def add_name_logits(probabilities: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Add the name model's log-probabilities to the logits of the full networks.

    Parameters
    ----------
    probabilities : float, shape (rows, genres)
        Of the networks.
    names : float, shape (rows, genres)
        As ``name_inputs`` gives them.
    """
    return softmax(np.log(np.maximum(probabilities, 1e-9)) + NAME_RESIDUAL * names)


def mix(networks: np.ndarray, forest: np.ndarray, weight: float) -> np.ndarray:
    """Weighted mean of the networks' and the forest's probabilities; ``weight`` is the forest's."""
    return np.asarray((1 - weight) * networks + weight * forest)


@dataclass(frozen=True)
class GenreModel:
    """A fitted genre classifier.

    Parameters
    ----------
    genres : tuple of str
        The classes.
    encoder : AudioEncoder
    audio_networks, full_networks : list of Network
    forest : ClassForest
    vocabulary : Vocabulary
    name_model : NameModel
    history : TargetEncoder
    calibration : Calibration
    """

    genres: tuple[str, ...]
    encoder: AudioEncoder
    audio_networks: list[Network]
    full_networks: list[Network]
    forest: ClassForest
    vocabulary: Vocabulary
    name_model: NameModel
    history: TargetEncoder
    calibration: Calibration

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Load the model from a models directory.

        Raises
        ------
        UserError
            If its files are absent, damaged, or of another format version; the hint says how to train again.
        """
        versions = {NAME: FORMAT_VERSION, FOREST_NAME: FOREST_FORMAT_VERSION}
        loaded = artifacts.load_together(directory, versions)
        (arrays, about), (forest, _) = loaded[NAME], loaded[FOREST_NAME]
        genres = tuple(about["genres"])
        return cls(
            genres,
            AudioEncoder(**_part(arrays, "encoder")),
            dequantize(_part(arrays, "audio")),
            dequantize(_part(arrays, "full")),
            ClassForest.from_arrays(forest, len(genres)),
            Vocabulary(**_part(arrays, "vocabulary")),
            NameModel(**_part(arrays, "names")),
            TargetEncoder(**_part(arrays, "known"), genres=len(genres)),
            Calibration.from_dict(about["calibration"]),
        )

    def save(self, directory: Path, about: Mapping[str, Any]) -> None:
        """Save the model to a models directory; ``about`` is added to its manifest entry."""
        parts: dict[str, Mapping[str, np.ndarray]] = {
            "encoder": vars(self.encoder),
            "audio": quantize(self.audio_networks),
            "full": quantize(self.full_networks),
            "vocabulary": vars(self.vocabulary),
            "names": vars(self.name_model),
            "known": {key: value for key, value in vars(self.history).items() if key != "genres"},
        }
        arrays = {f"{part}.{key}": value for part, members in parts.items() for key, value in members.items()}
        classes = {"genres": self.genres, "inputs": COLUMNS}
        described = {**classes, "calibration": asdict(self.calibration), **about}
        artifacts.save(directory, NAME, arrays, format_version=FORMAT_VERSION, about=described)
        forest = self.forest.to_arrays()
        artifacts.save(directory, FOREST_NAME, forest, format_version=FOREST_FORMAT_VERSION, about=classes)

    def predict_proba(self, audio: np.ndarray, credits: Credits | None = None) -> np.ndarray:
        """Genre probabilities of some tracks, from audio and names, or from audio alone without ``credits``.

        Parameters
        ----------
        audio : float, shape (tracks, columns of ``encoding.COLUMNS``)
            NaN where missing: the training median stands in.
        credits : Credits, optional
            Names of the same tracks.

        Returns
        -------
        float32, shape (tracks, genres)
            The probability that the genre is one of the track's; a row sums to 1.
        """
        if credits is None:
            return _in_batches(self._predict_audio, audio)
        rows = np.arange(len(audio))
        return _in_batches(lambda part: self._predict_full(audio[part], credits.take(part)), rows)

    def forest_predict_proba(self, audio: np.ndarray) -> np.ndarray:
        """The same from audio alone by the forest alone, which is not calibrated."""
        return _in_batches(lambda part: self.forest.predict_proba(self.encoder.impute(part)), audio)

    def _predict_audio(self, audio: np.ndarray) -> np.ndarray:
        mixed = mix(
            predict_proba(self.audio_networks, self.encoder.transform(audio)),
            self.forest.predict_proba(self.encoder.impute(audio)),
            self.calibration.forest_weight,
        )
        return with_temperature(mixed, self.calibration.audio_temperature)

    def _predict_full(self, audio: np.ndarray, credits: Credits) -> np.ndarray:
        row, column, weight = self.vocabulary.transform(credits)
        names = name_inputs(self.name_model.logits(row, column, weight, len(credits)))
        history = self.history.transform(HistoryKeys.of(credits))
        parts = [self.encoder.transform(audio), spelling_features(credits), names, history]
        networks = predict_proba(self.full_networks, np.concatenate(parts, axis=1, dtype=np.float32))
        level = evidence_level(history, len(self.genres))
        return self.calibration.calibrate_full(add_name_logits(networks, names), level)


def _in_batches(predict: Callable[[np.ndarray], np.ndarray], rows: np.ndarray) -> np.ndarray:
    parts = [predict(rows[start : start + BATCH]) for start in range(0, max(len(rows), 1), BATCH)]
    return np.concatenate(parts).astype(np.float32)


def _part(arrays: Mapping[str, np.ndarray], part: str) -> dict[str, np.ndarray]:
    return {key.removeprefix(f"{part}."): array for key, array in arrays.items() if key.startswith(f"{part}.")}
