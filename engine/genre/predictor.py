"""Predict the genres of catalogue tracks and of typed features, and explain the predictions.

The prediction of a catalogue track is out of fold: made while training by a model that had not seen the track. The
build looks it up. Tracks that were not in the training set are predicted when asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from engine import artifacts
from engine.catalogue.files import Files
from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import AUDIO, AUDIO_NAMES
from engine.genre.encoding import COLUMNS
from engine.genre.model import NAME, OUT_OF_FOLD_NAME, ConfidenceLabel, ConfidenceThresholds, GenreModel
from engine.genre.name_features import Credits
from engine.statistics import standardise

Kind = Literal["audio", "full", "forest"]
OUT_OF_FOLD_KINDS: Final[tuple[Kind, ...]] = ("audio", "full")
TOP: Final = 5
# Written by the build.
GENRES_FILE: Final = "genre_predictions.npy"
SHARES_FILE: Final = "genre_shares.npy"
ABOUT_FILE: Final = "genre_predictions.json"


@dataclass(frozen=True)
class Prediction:
    """The likeliest genres of a track.

    Parameters
    ----------
    top : tuple of (str, float)
        The five likeliest genres with their probabilities, likeliest first.
    confidence_label : {"sure", "leaning", "can't tell"}
    out_of_fold : bool
        Made while training by a model that had not seen the track; otherwise by the final model, which may have.

    Examples
    --------
    >>> Prediction((("jazz", 0.8), ("blues", 0.1)), "sure", out_of_fold=True).top[0][0]
    'jazz'
    """

    top: tuple[tuple[str, float], ...]
    confidence_label: ConfidenceLabel
    out_of_fold: bool


@dataclass(frozen=True)
class Argument:
    """How one audio feature changes the odds of the first genre against the second.

    Parameters
    ----------
    feature : str
    value : float
        The track's.
    factor : float
        The odds with the track's value over the odds with the catalogue's median; below 1 it favours the second.
    """

    feature: str
    value: float
    factor: float


@dataclass(frozen=True)
class StoredPredictions:
    """The out-of-fold predictions of a catalogue's recordings, as the build stored them.

    Parameters
    ----------
    genres : list of str
        The model's.
    best : uint8 or uint16, shape (n, 2, TOP)
        Genre numbers, likeliest first, from audio and from audio and names.
    shares : uint8, shape (n, 2, TOP)
        Probabilities in 255ths; all 0 for a recording that was not in the training set.
    sha256 : str
        Of the file in the models directory that they come from.
    """

    genres: list[str]
    best: np.ndarray
    shares: np.ndarray
    sha256: str

    @classmethod
    def load(cls, files: Files) -> "StoredPredictions | None":
        """The predictions of a catalogue; None if it was built without a genre model."""
        if ABOUT_FILE not in files:
            return None
        about = files.json(ABOUT_FILE)
        return cls(about["genres"], files.array(GENRES_FILE), files.array(SHARES_FILE), about["sha256"])


class GenrePredictor:
    """Genre predictions over one catalogue. The model file is opened when first needed.

    Parameters
    ----------
    catalogue : Catalogue
    models : Path
        Directory of fitted models.
    """

    def __init__(self, catalogue: Catalogue, models: Path) -> None:
        self.catalogue = catalogue
        self.models = models

    @cached_property
    def model(self) -> GenreModel:
        """The fitted model. UserError if there is none or it is damaged."""
        return GenreModel.load(self.models)

    @cached_property
    def _thresholds(self) -> dict[Kind, ConfidenceThresholds]:
        calibration = artifacts.about(self.models, NAME)["calibration"]
        return {kind: ConfidenceThresholds(**calibration[f"{kind}_thresholds"]) for kind in OUT_OF_FOLD_KINDS}

    @cached_property
    def _stored(self) -> StoredPredictions | None:
        """The stored predictions; None if they are absent or of other models."""
        stored = StoredPredictions.load(self.catalogue.files)
        try:
            current = artifacts.about(self.models, OUT_OF_FOLD_NAME)
        except UserError:
            return None
        return stored if stored is not None and stored.sha256 == current["sha256"] else None

    def predict(self, recording: int, kind: Kind) -> Prediction:
        """The prediction of a catalogue track.

        Parameters
        ----------
        recording : int
            Its row in the catalogue.
        kind : {"audio", "full", "forest"}
            From audio alone, from audio and names, or from audio by the forest alone.

        Raises
        ------
        UserError
            If there are no models.
        """
        if self._stored is not None and kind in OUT_OF_FOLD_KINDS:
            stored, place = self._stored, OUT_OF_FOLD_KINDS.index(kind)
            if stored.shares[recording, place, 0]:
                pairs = zip(stored.best[recording, place], stored.shares[recording, place], strict=True)
                top = tuple((stored.genres[genre], float(share) / 255) for genre, share in pairs)
                return Prediction(top, self._thresholds[kind].label(top[0][1]), out_of_fold=True)
        credits = self.credits(recording) if kind == "full" else None
        return self._predict_now(self.audio_inputs(recording), kind, credits)

    def predict_typed(self, values: Mapping[str, float], kind: Kind = "audio") -> tuple[Prediction, tuple[str, ...]]:
        """The prediction from typed features, and the features that were missing.

        Parameters
        ----------
        values : mapping of str to float
            By trait name, in its unit; ``duration`` in seconds. The catalogue's median stands in for a missing one.
        """
        missing = tuple(name for name in AUDIO_NAMES if name not in values)
        return self._predict_now(self.typed_inputs(values), kind, None), missing

    def typed_inputs(self, values: Mapping[str, float]) -> np.ndarray:
        """Typed features as the model takes them, as ``audio_inputs``; the catalogue's medians where missing."""
        return self.inputs_of({**self.medians, **values})

    def track_id(self, recording: int) -> str:
        """The id of a recording."""
        return str(self.catalogue.words["track_id"][recording].as_py())

    def _predict_now(self, audio: np.ndarray, kind: Kind, credits: Credits | None) -> Prediction:
        model = self.model
        if kind == "forest":
            probabilities = model.forest_predict_proba(audio)[0]
        else:
            probabilities = model.predict_proba(audio, credits)[0]
        best = np.argsort(-probabilities, kind="stable")[:TOP]
        top = tuple((model.genres[genre], float(probabilities[genre])) for genre in best)
        calibration = model.calibration
        thresholds = calibration.audio_thresholds if credits is None else calibration.full_thresholds
        return Prediction(top, thresholds.label(top[0][1]), out_of_fold=False)

    def arguments(self, audio: np.ndarray, first: str, second: str, count: int = 3) -> tuple[Argument, ...]:
        """The audio features that favour one genre over another most, by the prediction from audio.

        Each feature in turn is replaced by the catalogue's median; its factor is the odds of the first genre against
        the second before, divided by the odds after.

        Parameters
        ----------
        audio : float, shape (1, columns of ``encoding.COLUMNS``)
        first, second : str
            Genres of the model.
        count : int
            At most so many, the largest factor first.
        """
        rows = np.repeat(audio, len(AUDIO_NAMES) + 1, axis=0)
        for place, name in enumerate(AUDIO_NAMES):
            rows[place + 1, COLUMNS.index(name)] = self.medians[name]
        probabilities = np.maximum(self.model.predict_proba(rows), 1e-6)
        one, other = (self.model.genres.index(genre) for genre in (first, second))
        odds = probabilities[:, one] / probabilities[:, other]
        found = [
            Argument(name, float(audio[0, COLUMNS.index(name)]), float(odds[0] / odds[place + 1]))
            for place, name in enumerate(AUDIO_NAMES)
        ]
        return tuple(sorted(found, key=lambda argument: -argument.factor)[:count])

    @cached_property
    def medians(self) -> dict[str, float]:
        """Medians of the nine audio features over the catalogue, NaN for one that is nowhere known; the tempo whole:
        decimals would be a recording's."""
        columns = self.catalogue.traits[:, : len(AUDIO)].T
        known = {name: column[~np.isnan(column)] for name, column in zip(AUDIO_NAMES, columns, strict=True)}
        medians = {name: float(np.median(values)) if len(values) else float("nan") for name, values in known.items()}
        return {**medians, "tempo": float(np.round(medians["tempo"]))}

    def typical(self, members: np.ndarray, near: np.ndarray, count: int = 3) -> list[int]:
        """Typical recordings of a genre, nearest in sound first.

        Typical is the half of the members that lies closest to their median; distances are Euclidean over the nine
        audio features in standard deviations.

        Parameters
        ----------
        members : int, shape (m,)
            Recordings of the genre.
        near : float, shape (1, columns of ``encoding.COLUMNS``)

        Returns
        -------
        list of int
            At most ``count``.
        """
        if not len(members):
            return []
        catalogue = self.catalogue
        sounds = standardise(catalogue.traits[members, : len(AUDIO)], catalogue.means, catalogue.deviations)
        from_middle = np.linalg.norm(sounds - np.median(sounds, axis=0), axis=1)
        columns = [COLUMNS.index(name) for name in AUDIO_NAMES]
        distance = np.linalg.norm(sounds - standardise(near[0, columns], catalogue.means, catalogue.deviations), axis=1)
        distance[from_middle > np.median(from_middle)] = np.inf
        best = np.argsort(distance, kind="stable")[: min(count, int(np.isfinite(distance).sum()))]
        return [int(row) for row in members[best]]

    def audio_inputs(self, recording: int) -> np.ndarray:
        """A recording's audio as the model takes it; float, shape (1, columns of ``encoding.COLUMNS``)."""
        traits, words = self.catalogue.traits[recording], self.catalogue.words
        values: dict[str, Any] = dict(zip(AUDIO_NAMES, map(float, traits), strict=False))
        values["duration"] = float(traits[len(AUDIO)])
        for name in ("key", "mode", "time_signature", "explicit"):
            value = words[name][recording].as_py()
            values[name] = float("nan") if value is None else float(value)
        return self.inputs_of(values)

    @staticmethod
    def inputs_of(values: Mapping[str, float]) -> np.ndarray:
        """Values by name as the model takes them, NaN where absent; ``duration`` is in seconds."""
        known = {**values, "duration_ms": 1000 * values.get("duration", float("nan"))}
        return np.array([[known.get(name, float("nan")) for name in COLUMNS]])

    def credits(self, recording: int) -> Credits:
        """The names of a recording."""
        words = self.catalogue.words
        artists = ";".join(words["artists"][recording].as_py())
        return Credits([artists], [words["album_name"][recording].as_py()], [words["track_name"][recording].as_py()])
