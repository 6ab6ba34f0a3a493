"""Readings of catalogue tracks and of typed features, and what argues for them.

A catalogue track's reading was made while training, by members that had not seen it, so that it is no memory; the
build looks it up. Whatever was not among the training tracks is read when asked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from engine import artifacts
from engine.catalogue.store import Catalogue, mapped_array
from engine.errors import UserError
from engine.features import AUDIO, AUDIO_NAMES
from engine.genre.encoding import COLUMNS, Credits
from engine.genre.model import NAME, ConfidenceThresholds, GenreModel

Kind = Literal["audio", "full", "forest"]
KINDS: Final[tuple[Kind, ...]] = ("audio", "full")
READINGS: Final = "genre_readings"
FORM: Final = 1
TOP: Final = 5


@dataclass(frozen=True)
class Prediction:
    """What a track sounds like.

    Parameters
    ----------
    top : tuple of (str, float)
        The five likeliest genres with their probabilities, likeliest first.
    confidence_label : str
        ``"sure"``, ``"leaning"`` or ``"can't tell"``.
    out_of_fold : bool
        Made by members that had not seen the track, while training; otherwise by the whole model, just now.
    """

    top: tuple[tuple[str, float], ...]
    confidence_label: str
    out_of_fold: bool


@dataclass(frozen=True)
class Argument:
    """How a feature speaks for the first genre against the second.

    Parameters
    ----------
    feature : str
    value : float
        The track's.
    factor : float
        How many times likelier it makes the first against the second than the catalogue's median would; below 1
        it speaks for the second.
    """

    feature: str
    value: float
    factor: float


def save(directory: Path, track_ids: list[str], genres: list[str], readings: Mapping[Kind, np.ndarray]) -> None:
    """Write out-of-fold readings of the training recordings to a models directory.

    Parameters
    ----------
    track_ids : list of str
        Of the shown release; kept as hashes.
    readings : mapping of kind to float, shape (recordings, genres)
        Kept as the five likeliest genres, probabilities in 255ths.
    """
    keys = np.array([_key(track_id) for track_id in track_ids], dtype=np.uint64)
    order = np.argsort(keys)
    top, share = zip(*(_top(readings[kind][order]) for kind in KINDS), strict=True)
    arrays = {"keys": keys[order], "genre": np.stack(top, axis=1), "share": np.stack(share, axis=1)}
    artifacts.save(directory, READINGS, arrays, form=FORM, about={"genres": genres, "kinds": KINDS})


def _top(reading: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    best = np.argsort(-reading, axis=1, kind="stable")[:, :TOP]
    small = np.uint8 if reading.shape[1] <= 256 else np.uint16
    return best.astype(small), np.round(np.take_along_axis(reading, best, axis=1) * 255).astype(np.uint8)


def _key(track_id: str) -> int:
    return int.from_bytes(blake2b(track_id.encode(), digest_size=8).digest(), "little")


def write(catalogue: Catalogue, models: Path) -> None:
    """Look up the readings of the catalogue's recordings and write them beside it; a step of the build.

    Raises
    ------
    UserError
        If they are absent or damaged.
    """
    arrays, about = artifacts.load(models, READINGS, form=FORM)
    wanted = np.array([_key(track_id) for track_id in catalogue.words["track_id"].to_pylist()], dtype=np.uint64)
    place = np.minimum(np.searchsorted(arrays["keys"], wanted), len(arrays["keys"]) - 1)
    share = arrays["share"][place]
    share[arrays["keys"][place] != wanted] = 0
    np.save(catalogue.directory / "genre_read.npy", arrays["genre"][place])
    np.save(catalogue.directory / "genre_shares.npy", share)
    described = {"genres": about["genres"], "sha256": about["sha256"]}
    (catalogue.directory / "genre_readings.json").write_text(json.dumps(described), encoding="utf-8")


class GenrePredictor:
    """Readings over one catalogue. The model is opened when first needed."""

    def __init__(self, catalogue: Catalogue, models: Path) -> None:
        self.catalogue = catalogue
        self.models = models

    @cached_property
    def model(self) -> GenreModel:
        """The fitted model. UserError if there is none or it is damaged."""
        return GenreModel.load(self.models)

    @cached_property
    def _verdicts(self) -> dict[str, ConfidenceThresholds]:
        calibration = artifacts.about(self.models, NAME)["calibration"]
        return {kind: ConfidenceThresholds(**calibration[f"{kind}_verdicts"]) for kind in KINDS}

    @cached_property
    def _written(self) -> tuple[list[str], np.ndarray, np.ndarray] | None:
        """Genres, and genre numbers and shares by recording, if the build wrote those of the present models."""
        try:
            about = json.loads((self.catalogue.directory / "genre_readings.json").read_text(encoding="utf-8"))
            present = artifacts.about(self.models, READINGS)
        except (FileNotFoundError, UserError):
            return None
        if about["sha256"] != present["sha256"]:
            return None
        arrays = (mapped_array(self.catalogue.directory / f"{name}.npy") for name in ("genre_read", "genre_shares"))
        read, shares = arrays
        return about["genres"], read, shares

    def track(self, recording: int, kind: Kind) -> Prediction:
        """The reading of a catalogue track.

        Raises
        ------
        UserError
            If there are no models.
        """
        if self._written is not None and kind in KINDS:
            genres, read, shares = self._written
            place = KINDS.index(kind)
            if shares[recording, place, 0]:
                pairs = zip(read[recording, place], shares[recording, place], strict=True)
                top = tuple((genres[genre], float(share) / 255) for genre, share in pairs)
                return Prediction(top, self._verdicts[kind](top[0][1]), out_of_fold=True)
        credits = self.credits(recording) if kind == "full" else None
        return self._fresh(self.audio_inputs(recording), kind, credits)

    def typed(self, values: Mapping[str, float], kind: Kind = "audio") -> tuple[Prediction, tuple[str, ...]]:
        """A reading from typed features, and the inputs that were missing and taken at the catalogue's median.

        Parameters
        ----------
        values : mapping of str to float
            By trait name, in its unit; ``duration`` in seconds.
        """
        missing = tuple(name for name in AUDIO_NAMES if name not in values)
        return self._fresh(self.typed_inputs(values), kind, None), missing

    def typed_inputs(self, values: Mapping[str, float]) -> np.ndarray:
        """Typed features as the model reads them, as ``audio_inputs``; the missing at the catalogue's median."""
        return self.inputs_of({**self.medians, **values})

    def _fresh(self, audio: np.ndarray, kind: Kind, credits: Credits | None) -> Prediction:
        model = self.model
        if kind == "forest":
            reading = model.by_forest(audio)[0]
        elif credits is not None:
            reading = model.full(audio, credits)[0]
        else:
            reading = model.audio(audio)[0]
        best = np.argsort(-reading, kind="stable")[:TOP]
        top = tuple((model.genres[genre], float(reading[genre])) for genre in best)
        confidence_label = model.calibration.full_verdicts if credits is not None else model.calibration.audio_verdicts
        return Prediction(top, confidence_label(top[0][1]), out_of_fold=False)

    def arguments(self, audio: np.ndarray, first: str, second: str, count: int = 3) -> tuple[Argument, ...]:
        """The audio features that speak most for one genre against another, by the audio reading.

        Each feature in turn is put at the catalogue's median; by how much the odds of the first genre against the
        second fall is what the feature said.

        Parameters
        ----------
        audio : float, shape (1, columns of ``inputs.COLUMNS``)
        """
        names = AUDIO_NAMES
        rows = np.repeat(audio, len(names) + 1, axis=0)
        for place, name in enumerate(names):
            rows[place + 1, COLUMNS.index(name)] = self.medians[name]
        reading = np.maximum(self.model.audio(rows), 1e-6)
        one, other = (self.model.genres.index(genre) for genre in (first, second))
        odds = reading[:, one] / reading[:, other]
        found = [
            Argument(name, float(audio[0, COLUMNS.index(name)]), float(odds[0] / odds[place + 1]))
            for place, name in enumerate(names)
        ]
        return tuple(sorted(found, key=lambda argument: -argument.factor)[:count])

    @cached_property
    def medians(self) -> dict[str, float]:
        """Medians of the nine audio features over the catalogue; the tempo whole: decimals would be a recording's."""
        middle = np.nanmedian(self.catalogue.traits[:, : len(AUDIO)], axis=0)
        medians = {name: float(value) for name, value in zip(AUDIO_NAMES, middle, strict=True)}
        return {**medians, "tempo": float(round(medians["tempo"]))}

    def genre_medians(self, genre: str) -> dict[str, float]:
        """Medians of the nine audio features over the recordings of a genre. KeyError if there is no such genre."""
        members = self.catalogue.traits[self.catalogue.genre_members(genre), : len(AUDIO)]
        return {name: float(value) for name, value in zip(AUDIO_NAMES, np.nanmedian(members, axis=0), strict=True)}

    def typical(self, genre: str, near: np.ndarray, count: int = 3, without: int = -1) -> list[int]:
        """Typical recordings of a genre, nearest in sound first.

        Typical is the half of the genre that lies closest to the genre's median; distances are Euclidean over the
        nine audio features in standard deviations.

        Parameters
        ----------
        near : float, shape (1, columns of ``inputs.COLUMNS``)
        without : int
            A recording to leave out.
        """
        members = self.catalogue.genre_members(genre)
        members = members[members != without]
        sounds = np.nan_to_num(
            (self.catalogue.traits[members, : len(AUDIO)] - self.catalogue.means) / self.catalogue.deviations
        )
        middle = np.median(sounds, axis=0)
        from_middle = np.linalg.norm(sounds - middle, axis=1)
        columns = [COLUMNS.index(name) for name in AUDIO_NAMES]
        target = np.nan_to_num((near[0, columns] - self.catalogue.means) / self.catalogue.deviations)
        distance = np.linalg.norm(sounds - target, axis=1)
        distance[from_middle > np.median(from_middle)] = np.inf
        best = np.argsort(distance, kind="stable")[: min(count, int(np.isfinite(distance).sum()))]
        return [int(row) for row in members[best]]

    def audio_inputs(self, recording: int) -> np.ndarray:
        """What the model reads of a recording's audio: float, shape (1, columns of ``inputs.COLUMNS``)."""
        traits, words = self.catalogue.traits[recording], self.catalogue.words
        values: dict[str, Any] = dict(zip(AUDIO_NAMES, map(float, traits), strict=False))
        values["duration"] = float(traits[len(AUDIO)])
        for name in ("key", "mode", "time_signature", "explicit"):
            value = words[name][recording].as_py()
            values[name] = float("nan") if value is None else float(value)
        return self.inputs_of(values)

    @staticmethod
    def inputs_of(values: Mapping[str, float]) -> np.ndarray:
        """Values by name as the model reads them, NaN where absent; ``duration`` is in seconds."""
        known = {**values, "duration_ms": 1000 * values.get("duration", float("nan"))}
        return np.array([[known.get(name, float("nan")) for name in COLUMNS]])

    def credits(self, recording: int) -> Credits:
        """The names of a recording."""
        words = self.catalogue.words
        artists = ";".join(words["artists"][recording].as_py())
        return Credits([artists], [words["album_name"][recording].as_py()], [words["track_name"][recording].as_py()])
