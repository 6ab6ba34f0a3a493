"""A genre prediction with what argues for it and with typical tracks of the predicted genre."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.catalogue.store import Catalogue, Track
from engine.genre.predictor import Argument, GenrePredictor, Kind, Prediction
from engine.recommend.filters import Filters
from engine.recommend.query import Query


@dataclass(frozen=True)
class GenreExplanation:
    """What a track, or a set of typed features, sounds like.

    Parameters
    ----------
    predictions : dict of kind to Prediction
        The main one first.
    arguments : tuple of Argument
        The features that speak most for the first genre against the second.
    typical : tuple of Track
        Typical recordings of the first genre, nearest in sound first; none if the catalogue lacks that genre.
    missing : tuple of str
        Features that were not given and were taken at the catalogue's median.
    in_catalogue : bool
        Whether the first genre is one of the catalogue's own. The model may know others.
    """

    predictions: dict[Kind, Prediction]
    arguments: tuple[Argument, ...]
    typical: tuple[Track, ...]
    missing: tuple[str, ...]
    in_catalogue: bool

    @property
    def main(self) -> Prediction:
        """The first prediction."""
        return next(iter(self.predictions.values()))

    @property
    def first(self) -> str:
        """The likeliest genre."""
        return self.main.top[0][0]

    @property
    def second(self) -> str:
        """The next likely one."""
        return self.main.top[1][0]


def explain_track(
    catalogue: Catalogue, filters: Filters, predictor: GenrePredictor, track: Track, kinds: tuple[Kind, ...]
) -> GenreExplanation:
    """Explain the predictions for a track. UserError if there are no models."""
    predictions = {kind: predictor.predict(track.recording, kind) for kind in kinds}
    audio = predictor.audio_inputs(track.recording)
    return _explained(catalogue, filters, predictor, predictions, audio, (), track.recording)


def explain_features(
    catalogue: Catalogue, filters: Filters, predictor: GenrePredictor, features: Mapping[str, float], kind: Kind
) -> GenreExplanation:
    """Explain the prediction for typed features. UserError if there are no models."""
    prediction, missing = predictor.predict_typed(features, kind)
    return _explained(catalogue, filters, predictor, {kind: prediction}, predictor.typed_inputs(features), missing, -1)


def _explained(
    catalogue: Catalogue,
    filters: Filters,
    predictor: GenrePredictor,
    predictions: dict[Kind, Prediction],
    audio: np.ndarray,
    missing: tuple[str, ...],
    without: int,
) -> GenreExplanation:
    first, second = (genre for genre, _ in next(iter(predictions.values())).top[:2])
    known = first in catalogue.genres
    # As a list of the genre would have it: no doubtful members, and no christmas song is typical of rock.
    members = np.flatnonzero(filters.mask(Query(genres=(first,)))) if known else np.zeros(0, dtype=np.intp)
    typical = catalogue.tracks(predictor.typical(members[members != without], audio))
    arguments = predictor.arguments(audio, first, second)
    return GenreExplanation(predictions, arguments, tuple(typical), missing, known)
