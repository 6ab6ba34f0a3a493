"""Catalogue tracks show a reading by members that had not seen them; anything else is read when asked."""

import shutil

import numpy as np
import pytest

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.genre import predictor as readings
from engine.genre.predictor import GenrePredictor
from engine.genre.report import Report, measured, permutation_importance


@pytest.fixture
def reader(demo_catalogue, model, tmp_path) -> GenrePredictor:
    """Over the demo catalogue; its first two recordings were read out of fold, as surely polka and surely metal."""
    shutil.copytree(demo_catalogue, tmp_path / "catalogue")
    catalogue = Catalogue.load(tmp_path / "catalogue")
    models = tmp_path / "models"
    model.save(models, {})
    ids = catalogue.words["track_id"].to_pylist()[:2]
    found = np.array([[0.1, 0.1, 0.8], [0.0, 1.0, 0.0]])
    readings.save(models, ids, list(model.genres), {"audio": found, "full": found})
    readings.write(catalogue, models)
    return GenrePredictor(catalogue, models)


def test_a_track_of_the_training_shows_its_out_of_fold_reading(reader):
    reading = reader.track(0, "full")
    assert reading.out_of_fold
    assert reading.top[0] == ("polka", pytest.approx(0.8, abs=0.01))


def test_a_track_that_was_not_read_is_read_now(reader):
    reading = reader.track(5, "full")
    assert not reading.out_of_fold
    assert sum(share for _, share in reading.top) == pytest.approx(1, abs=1e-4)
    assert reader.track(0, "forest").out_of_fold is False


def test_readings_of_other_models_are_not_shown(reader, model):
    model.save(reader.models, {})
    track = reader.catalogue.words["track_id"].to_pylist()[:1]
    readings.save(reader.models, track, list(model.genres), dict.fromkeys(("audio", "full"), np.eye(3)[:1]))
    assert not GenrePredictor(reader.catalogue, reader.models).track(0, "full").out_of_fold


def test_typed_features_are_read_and_the_missing_ones_named(reader):
    reading, missing = reader.typed({"energy": 0.95, "loudness": -8})
    assert reading.top[0][0] in reader.model.genres
    assert "tempo" in missing
    assert "energy" not in missing


def test_what_tells_the_genres_apart_argues_for_the_first(reader):
    audio = reader.typed_inputs({"energy": 0.9, "loudness": -8})
    arguments = reader.arguments(audio, "polka", "ambient")
    assert arguments[0].feature in ("energy", "loudness")
    assert arguments[0].factor > 1


def test_typical_tracks_are_of_the_genre_and_nearest_first(reader):
    genre = reader.catalogue.genres[0]
    row = int(reader.catalogue.genre_members(genre)[0])
    found = reader.typical(genre, reader.audio_inputs(row), count=3, without=row)
    assert row not in found
    assert set(found) <= set(reader.catalogue.genre_members(genre).tolist())


def test_without_models_one_sentence_says_how_to_train(demo_catalogue, tmp_path):
    with pytest.raises(UserError, match="engine train"):
        GenrePredictor(Catalogue.load(demo_catalogue), tmp_path).track(0, "audio")


def test_shuffling_an_input_that_decides_costs_accuracy_and_another_nothing():
    inputs = np.random.default_rng(0).random((300, 2))
    truth = np.stack([inputs[:, 0] < 0.5, inputs[:, 0] >= 0.5], axis=1)
    first, second = permutation_importance(
        "audio", {("idle", "audio"): [1], ("deciding", "audio"): [0]}, inputs, truth,
        lambda values: np.stack([1 - values[:, 0], values[:, 0]], axis=1),
    )  # fmt: skip
    assert (first.label, second.label) == ("deciding", "idle")
    assert first.lost > 0.4
    assert (second.lost, second.spread) == (0, 0)


def test_the_report_comes_back_from_the_manifest(model, tmp_path):
    truth = np.eye(3, dtype=bool)[[0, 1, 2, 0]]
    found = np.array([[0.9, 0.1, 0.0], [0.8, 0.2, 0.0], [0.1, 0.1, 0.8], [0.6, 0.4, 0.0]])
    of = dict.fromkeys(("audio", "full"), found)
    thresholds = {"audio": model.calibration.audio_verdicts, "full": model.calibration.full_verdicts}
    model.save(
        tmp_path, {"headline": {"right": 0.75}, "report": measured(list(model.genres), truth, of, thresholds, [])}
    )
    report = Report.load(tmp_path)
    assert report.confused == (("metal", "ambient", 1.0),)
    assert report.scores["full"]["top1"] == 0.75
    assert report.curves[0].count.sum() == 4
