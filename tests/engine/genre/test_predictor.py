"""Catalogue tracks show an out-of-fold prediction; anything else is predicted when asked."""

import shutil

import numpy as np
import pytest

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import AUDIO, AUDIO_NAMES
from engine.genre.encoding import COLUMNS
from engine.genre.predictor import GenrePredictor
from engine.statistics import standardise
from pipeline.genre import out_of_fold


@pytest.fixture
def predictor(demo_catalogue, unfinished, model, tmp_path) -> GenrePredictor:
    """Over the demo catalogue; its first two recordings have out-of-fold predictions, polka and metal."""
    shutil.copytree(demo_catalogue, tmp_path / "catalogue")
    catalogue = unfinished(tmp_path / "catalogue")
    models = tmp_path / "models"
    model.save(models, {})
    ids = catalogue.words["track_id"].to_pylist()[:2]
    found = np.array([[0.1, 0.1, 0.8], [0.0, 1.0, 0.0]])
    out_of_fold.save(models, ids, list(model.genres), {"audio": found, "full": found})
    out_of_fold.write(catalogue, models)
    return GenrePredictor(catalogue, models)


def test_a_track_of_the_training_set_shows_its_out_of_fold_prediction(predictor):
    prediction = predictor.predict(0, "full")
    assert prediction.out_of_fold
    assert prediction.top[0] == ("polka", pytest.approx(0.8, abs=0.01))


def test_a_track_without_one_is_predicted_now(predictor):
    prediction = predictor.predict(5, "full")
    assert not prediction.out_of_fold
    assert sum(share for _, share in prediction.top) == pytest.approx(1, abs=1e-4)
    assert predictor.predict(0, "forest").out_of_fold is False


def test_predictions_of_other_models_are_not_shown(predictor, model):
    model.save(predictor.models, {})
    track = predictor.catalogue.words["track_id"].to_pylist()[:1]
    out_of_fold.save(predictor.models, track, list(model.genres), dict.fromkeys(("audio", "full"), np.eye(3)[:1]))
    assert not GenrePredictor(predictor.catalogue, predictor.models).predict(0, "full").out_of_fold


def test_typed_features_are_predicted_from_and_the_missing_ones_named(predictor):
    prediction, missing = predictor.predict_typed({"energy": 0.95, "loudness": -8})
    assert prediction.top[0][0] in predictor.model.genres
    assert "tempo" in missing
    assert "energy" not in missing


def test_what_tells_the_genres_apart_argues_for_the_first(predictor):
    audio = predictor.typed_inputs({"energy": 0.9, "loudness": -8})
    arguments = predictor.arguments(audio, "polka", "ambient")
    assert arguments[0].feature in ("energy", "loudness")
    assert arguments[0].factor > 1


def test_typical_tracks_are_of_the_typical_half_and_nearest_first(predictor):
    members = predictor.catalogue.genre_members(predictor.catalogue.genres[0])
    sound = predictor.audio_inputs(int(members[0]))
    found = predictor.typical(members, sound, count=len(members))
    assert set(found) <= set(members.tolist())
    assert len(found) <= (len(members) + 1) // 2
    columns = [COLUMNS.index(name) for name in AUDIO_NAMES]
    sounds = standardise(
        predictor.catalogue.traits[found, : len(AUDIO)], predictor.catalogue.means, predictor.catalogue.deviations
    )
    here = standardise(sound[:, columns], predictor.catalogue.means, predictor.catalogue.deviations)
    distances = np.linalg.norm(sounds - here, axis=1)
    assert (np.diff(distances) >= -1e-6).all()


def test_no_members_no_typical_tracks(predictor):
    assert predictor.typical(np.zeros(0, dtype=np.int32), predictor.audio_inputs(0)) == []


def test_without_models_one_sentence_says_how_to_train(demo_catalogue, tmp_path):
    with pytest.raises(UserError, match="engine train"):
        GenrePredictor(Catalogue.load(demo_catalogue), tmp_path).predict(0, "audio")
