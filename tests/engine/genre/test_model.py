"""The readings: probabilities, honest out of fold, the same after a trip through files."""

import subprocess
import sys

import numpy as np
import pytest
from pipeline.genre.evaluation import score

from engine.errors import UserError
from engine.genre.encoding import Credits
from engine.genre.model import GenreModel
from pipeline.genre.fit import fit


def test_readings_are_probabilities_over_the_genres(model, unseen):
    for reading in (model.audio(unseen.audio), model.full(unseen.audio, unseen.credits), model.by_forest(unseen.audio)):
        assert reading.shape == (90, 3)
        assert reading.sum(axis=1) == pytest.approx(1, abs=1e-4)
        assert (reading >= 0).all()


def test_strangers_are_read_far_better_than_chance(model, unseen):
    audio = score(model.audio(unseen.audio), unseen.truth).top1
    full = score(model.full(unseen.audio, unseen.credits), unseen.truth).top1
    assert audio > 0.7
    assert full > 0.85


def test_the_same_training_gives_the_same_readings(learnt, unseen, model):
    again, _ = fit(learnt)
    assert np.array_equal(again.full(unseen.audio, unseen.credits), model.full(unseen.audio, unseen.credits))


def test_saved_and_loaded_readings_agree_within_rounding(model, unseen, tmp_path):
    model.save(tmp_path, {})
    loaded = GenreModel.load(tmp_path)
    assert loaded.audio(unseen.audio) == pytest.approx(model.audio(unseen.audio), abs=0.02)
    assert loaded.full(unseen.audio, unseen.credits) == pytest.approx(
        model.full(unseen.audio, unseen.credits), abs=0.02
    )
    assert loaded.genres == model.genres


def test_a_reading_does_not_depend_on_its_neighbours_in_the_batch(model, unseen):
    alone = model.full(unseen.audio[7:8], unseen.credits.take(np.array([7])))
    together = model.full(unseen.audio, unseen.credits)[7:8]
    assert alone == pytest.approx(together, abs=1e-5)


@pytest.mark.parametrize("name", ["", "\ud800", "😀" * 300, "*_|[](`)", "مرحبا", ";;;"])
def test_any_name_can_be_read(model, unseen, name):
    reading = model.full(unseen.audio[:1], Credits([name], [name], [name]))
    assert np.isfinite(reading).all()


def test_too_little_to_learn_from_is_said_so(learnt):
    with pytest.raises(UserError, match="too few"):
        fit(learnt.take(np.arange(12)))


def test_an_out_of_fold_reading_is_no_memory(learnt):
    """With labels that nothing tells, out-of-fold readings are right no more often than chance."""
    shuffled = learnt.take(np.arange(len(learnt)))
    shuffled.truth[:] = np.eye(3, dtype=bool)[np.random.default_rng(0).integers(0, 3, len(learnt))]
    _, held = fit(shuffled)
    for reading in (held.audio, held.full, held.full_stranger):
        assert score(reading, shuffled.truth).top1 < 0.45


def test_answering_needs_neither_pandas_nor_scikit_learn():
    code = "import sys, engine.genre.label, engine.genre.predictor; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "sklearn", "scipy", "lightgbm"} & set(loaded)
