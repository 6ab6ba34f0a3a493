"""The genre readings: what a track sounds like, from its audio alone and from audio and names together.

Answering needs NumPy only. See ``training`` for how the parts are fitted.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from engine import artifacts
from engine.genre.artist_history import KINDS, Known, Links
from engine.genre.encoding import COLUMNS, AudioEncoder, Credits, style
from engine.genre.forest import Forest
from engine.genre.name_model import NameModel, Vocabulary
from engine.genre.network import Network, forward, softmax

NAME: Final = "genre"
FOREST_NAME: Final = "genre_forest"
FORM: Final = 2
FLOOR: Final = -12.0
SHORTCUT: Final = 1.5  # how much name inputs count beside what the full networks make of them, found out of fold
BATCH: Final = 2048


@dataclass(frozen=True)
class ConfidenceThresholds:
    """When a reading counts as sure, leaning, or can't tell, by the probability of its first genre."""

    sure: float
    leaning: float

    def __call__(self, probability: float) -> str:
        """``"sure"``, ``"leaning"`` or ``"can't tell"``."""
        if probability >= self.sure:
            return "sure"
        return "leaning" if probability >= self.leaning else "can't tell"


@dataclass(frozen=True)
class Calibration:
    """Temperatures that make stated probabilities come true, and the thresholds that follow.

    Parameters
    ----------
    audio : float
    full, lapse : tuple of float
        Temperature of the full reading, and how much of it is spread evenly, by ``situation``: what is known of an
        artist in another role sometimes misleads, however sure it sounds, and no temperature says so.
    forest_weight : float
        The forest's share of the audio reading; the networks have the rest.
    audio_verdicts, full_verdicts : ConfidenceThresholds
    """

    audio: float
    full: tuple[float, ...]
    lapse: tuple[float, ...]
    forest_weight: float
    audio_verdicts: ConfidenceThresholds
    full_verdicts: ConfidenceThresholds

    def calibrated(self, reading: np.ndarray, of: np.ndarray) -> np.ndarray:
        """A full reading, by the situation of each row."""
        heat, lapse = (np.array(values)[of][:, None] for values in (self.full, self.lapse))
        return spread(tempered(reading, heat), lapse)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From what ``dataclasses.asdict`` made of one."""
        thresholds = {key: ConfidenceThresholds(**values[key]) for key in ("audio_verdicts", "full_verdicts")}
        return cls(**{**values, **thresholds, "full": tuple(values["full"]), "lapse": tuple(values["lapse"])})


def spread(probabilities: np.ndarray, lapse: float | np.ndarray) -> np.ndarray:
    """Probabilities with a part of them spread evenly over all genres; their order stays."""
    return np.asarray((1 - lapse) * probabilities + lapse / probabilities.shape[1])


def name_inputs(logits: np.ndarray) -> np.ndarray:
    """Log-probabilities of the name model as the networks take them: float32, from -4 to 0."""
    logits = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(np.clip(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)), FLOOR, 0) / 3)


def tempered(probabilities: np.ndarray, temperature: float | np.ndarray) -> np.ndarray:
    """Probabilities to the power of 1 / temperature, summing to 1 again (Guo et al. 2017)."""
    return softmax(np.log(np.maximum(probabilities, 1e-9)) / temperature)


@dataclass(frozen=True)
class GenreModel:
    """Fitted readings.

    Parameters
    ----------
    genres : tuple of str
    encoder : AudioEncoder
    audio_networks, full_networks : list of Network
    forest : Forest
    vocabulary : Vocabulary
    names : NameModel
    known : Known
    calibration : Calibration
    """

    genres: tuple[str, ...]
    encoder: AudioEncoder
    audio_networks: list[Network]
    full_networks: list[Network]
    forest: Forest
    vocabulary: Vocabulary
    names: NameModel
    known: Known
    calibration: Calibration

    @classmethod
    def load(cls, directory: Path) -> Self:
        """The model in a models directory.

        Raises
        ------
        UserError
            If its files are absent, damaged, or of another layout: how to train again is said.
        """
        arrays, about = artifacts.load(directory, NAME, form=FORM)
        trees, _ = artifacts.load(directory, FOREST_NAME, form=FORM)
        genres = tuple(about["genres"])
        return cls(
            genres,
            AudioEncoder(**_part(arrays, "encoder")),
            _unpacked(_part(arrays, "audio")),
            _unpacked(_part(arrays, "full")),
            Forest(**trees, genres=len(genres)),
            Vocabulary(**_part(arrays, "vocabulary")),
            NameModel(**_part(arrays, "names")),
            Known(**_part(arrays, "known"), genres=len(genres)),
            Calibration.of(about["calibration"]),
        )

    def save(self, directory: Path, about: Mapping[str, Any]) -> None:
        """Write the model to a models directory; ``about`` is told of in the manifest."""
        parts: dict[str, Mapping[str, np.ndarray]] = {
            "encoder": vars(self.encoder),
            "audio": _packed(self.audio_networks),
            "full": _packed(self.full_networks),
            "vocabulary": vars(self.vocabulary),
            "names": vars(self.names),
            "known": {key: value for key, value in vars(self.known).items() if key != "genres"},
        }
        arrays = {f"{part}.{key}": value for part, members in parts.items() for key, value in members.items()}
        trees = {key: value for key, value in vars(self.forest).items() if key != "genres"}
        described = {"genres": self.genres, "inputs": COLUMNS, "calibration": asdict(self.calibration), **about}
        artifacts.save(directory, NAME, arrays, form=FORM, about=described)
        artifacts.save(directory, FOREST_NAME, trees, form=FORM, about={"genres": self.genres, "inputs": COLUMNS})

    def audio(self, audio: np.ndarray) -> np.ndarray:
        """The audio reading.

        Parameters
        ----------
        audio : float, shape (tracks, columns of ``inputs.COLUMNS``)
            NaN where missing: taken at the training median.

        Returns
        -------
        float32, shape (tracks, genres)
            The probability that the genre is one of the track's; a row sums to 1.
        """
        return _in_batches(self._audio, audio)

    def full(self, audio: np.ndarray, credits: Credits) -> np.ndarray:
        """The full reading, from audio and names: as ``audio``."""
        rows = np.arange(len(audio))
        return _in_batches(lambda part: self._full(audio[part], credits.take(part)), rows)

    def by_forest(self, audio: np.ndarray) -> np.ndarray:
        """The audio reading of the forest alone: as ``audio``."""
        return _in_batches(lambda part: self.forest(self.encoder.filled(part)), audio)

    def _audio(self, audio: np.ndarray) -> np.ndarray:
        mixed = mix(
            mean_of(self.audio_networks, self.encoder(audio)),
            self.forest(self.encoder.filled(audio)),
            self.calibration.forest_weight,
        )
        return tempered(mixed, self.calibration.audio)

    def _full(self, audio: np.ndarray, credits: Credits) -> np.ndarray:
        row, gram, weight = self.vocabulary(credits)
        named = name_inputs(self.names.logits(row, gram, weight, len(credits)))
        evidence = self.known.evidence(Links.of(credits))
        inputs = np.concatenate([self.encoder(audio), style(credits), named, evidence], axis=1, dtype=np.float32)
        reading = read_names(mean_of(self.full_networks, inputs), named)
        return self.calibration.calibrated(reading, situation(evidence, len(self.genres)))


def mean_of(networks: list[Network], inputs: np.ndarray) -> np.ndarray:
    """Probabilities by the mean logits of some networks, float32, shape (rows, genres)."""
    return softmax(np.asarray(np.mean([forward(network, inputs) for network in networks], axis=0)))


def read_names(probabilities: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Probabilities of full networks, with the name inputs on the straight way past them."""
    return softmax(np.log(np.maximum(probabilities, 1e-9)) + SHORTCUT * named)


def mix(networks: np.ndarray, forest: np.ndarray, weight: float) -> np.ndarray:
    """Networks and forest, ``weight`` of the forest."""
    return np.asarray((1 - weight) * networks + weight * forest)


def situation(evidence: np.ndarray, genres: int) -> np.ndarray:
    """What is known beside a track: 3 its main artist, 2 as a guest only, 1 another artist or the album, 0 nothing."""
    counts = evidence.reshape(len(evidence), len(KINDS), genres + 1)[:, :, -1]
    return np.select([counts[:, 0] > 0, counts[:, 1] > 0, (counts > 0).any(axis=1)], [3, 2, 1], 0)


def _in_batches(reading: Any, rows: np.ndarray) -> np.ndarray:
    parts = [reading(rows[start : start + BATCH]) for start in range(0, max(len(rows), 1), BATCH)]
    return np.concatenate(parts).astype(np.float32)


def _part(arrays: Mapping[str, np.ndarray], part: str) -> dict[str, np.ndarray]:
    return {key.removeprefix(f"{part}."): array for key, array in arrays.items() if key.startswith(f"{part}.")}


def _packed(networks: list[Network]) -> dict[str, np.ndarray]:
    """Networks as arrays for a file: weights in a byte each, scaled by column, which moves no figure on the card."""
    packed: dict[str, np.ndarray] = {}
    for member, network in enumerate(networks):
        for layer, (weights, bias) in enumerate(zip(network[::2], network[1::2], strict=True)):
            scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
            packed[f"{member}.{layer}.weights"] = np.round(weights / scale).astype(np.int8)
            packed[f"{member}.{layer}.scale"] = scale.astype(np.float32)
            packed[f"{member}.{layer}.bias"] = bias.astype(np.float32)
    return packed


def _unpacked(arrays: Mapping[str, np.ndarray]) -> list[Network]:
    networks: dict[str, Network] = {}
    for key, weights in arrays.items():
        layer, _, what = key.rpartition(".")
        if what == "weights":
            scaled = weights * arrays[f"{layer}.scale"]
            networks.setdefault(layer.split(".")[0], []).extend((scaled, arrays[f"{layer}.bias"]))
    return list(networks.values())
