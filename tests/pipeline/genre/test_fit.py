"""Each step of the fit keeps what it holds out apart, and the whole is deterministic."""

import numpy as np
import pytest

from engine.errors import UserError
from engine.genre.artist_history import LINKS, HistoryKeys
from engine.genre.encoding import ARTEFACTS
from engine.genre.name_model import Vocabulary
from pipeline.genre.fit import (
    N_FOLD_MODELS,
    NetworkInputs,
    drop_artefacts,
    fit,
    fit_fold_forests,
    fit_forest,
    fold_numbers,
    make_folds,
    out_of_fold_names,
)
from pipeline.genre.metrics import score
from pipeline.genre.names import tf_idf


@pytest.fixture(scope="module")
def views(known):
    vocabulary = Vocabulary.fit(known.credits, known.group)
    weights, keys = tf_idf(vocabulary, known.credits), HistoryKeys.of(known.credits)
    return out_of_fold_names(weights, keys, known.truth, make_folds(known), lambda steps: None)


@pytest.fixture
def inputs(known, views):
    rng = np.random.default_rng(0)
    audio = rng.random((len(known), 5 + ARTEFACTS), dtype=np.float32) + 1
    return NetworkInputs(audio, np.ones((len(known), 3), dtype=np.float32), views, genres=3)


def test_the_same_training_gives_the_same_predictions(known, unseen, model):
    again, _ = fit(known)
    expected = model.predict_proba(unseen.audio, unseen.credits)
    np.testing.assert_array_equal(again.predict_proba(unseen.audio, unseen.credits), expected)


def test_too_few_recordings_are_refused(known):
    with pytest.raises(UserError, match="too few"):
        fit(known.take(np.arange(12)))


def test_an_out_of_fold_prediction_is_no_memory(known):
    """With labels that nothing tells, out-of-fold predictions are right no more often than chance."""
    shuffled = known.take(np.arange(len(known)))
    shuffled.truth[:] = np.eye(3, dtype=bool)[np.random.default_rng(0).integers(0, 3, len(known))]
    _, held = fit(shuffled)
    for found in (held.audio, held.full, held.full_new_artist):
        assert score(found, shuffled.truth).top1 < 0.45


def test_every_fold_is_used_and_no_artist_is_in_two(known):
    fold = make_folds(known)["artist"]
    assert set(fold) == set(range(N_FOLD_MODELS))
    assert len(set(zip(known.group, fold, strict=True))) == len(set(known.group))


def test_with_too_few_artists_to_hold_out_the_folds_are_by_recording(known):
    few = known.take(np.flatnonzero(known.group < 2 * N_FOLD_MODELS - 1))
    folds = make_folds(few)
    np.testing.assert_array_equal(folds["artist"], folds["recording"])


def test_folds_depend_on_the_seed_alone():
    groups = np.arange(100)
    np.testing.assert_array_equal(fold_numbers(groups, 1), fold_numbers(groups, 1))
    assert (fold_numbers(groups, 1) != fold_numbers(groups, 2)).any()


def test_a_held_out_artist_has_no_history_and_a_held_out_recording_has(inputs):
    """Ten recordings an artist: the other nine are known where only the recording is held out."""
    assert set(inputs.evidence_level("artist")) == {0}
    assert (inputs.evidence_level("recording") == 3).mean() > 0.95


def test_a_share_of_the_samples_has_no_artefact_features_and_the_others_are_unchanged():
    rows = np.ones((2000, 3 + ARTEFACTS), dtype=np.float32)
    dropped = drop_artefacts(rows.copy(), np.random.default_rng(0))
    assert (dropped[:, :3] == 1).all()
    without = (dropped[:, 3:] == 0).all(axis=1)
    assert 0.03 < without.mean() < 0.07
    assert (dropped[~without] == 1).all()


def test_full_samples_are_of_either_view_and_the_harder_one_is_more_frequent(inputs):
    rows = np.arange(360)
    sampled = inputs.sample_full(rows, np.random.default_rng(0))
    names = slice(inputs.audio.shape[1] + inputs.spelling.shape[1], None)
    artist, recording = (
        (sampled[:, names] == inputs.full(rows, view)[:, names]).all(axis=1) for view in ("artist", "recording")
    )
    assert (artist | recording).all()
    assert 0.55 < artist.mean() < 0.75


def test_sampling_leaves_the_training_inputs_as_they_are(inputs):
    before = inputs.audio.copy()
    inputs.sample_audio(np.arange(360), np.random.default_rng(0))
    inputs.sample_full(np.arange(360), np.random.default_rng(0))
    np.testing.assert_array_equal(inputs.audio, before)


def test_the_column_groups_cover_every_input_once(inputs):
    columns = [column for group in inputs.column_groups().values() for column in group]
    assert sorted(columns) == list(range(inputs.full(np.arange(1), "artist").shape[1]))
    assert {label for label, _ in inputs.column_groups()} >= {f"known {link}" for link in LINKS}


def test_the_parts_of_the_forest_have_fifty_trees_together(known):
    audio = np.nan_to_num(known.audio).astype(np.float32)
    forests = fit_fold_forests(audio, known.truth, make_folds(known)["artist"], lambda steps: None)
    assert sum(len(forest.trees.roots) for forest in forests) == 50


def test_a_recording_of_two_genres_shares_its_probability_between_them():
    rows = np.repeat(np.arange(3, dtype=np.float32), 40)[:, None]
    truth = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 1]], dtype=bool)[rows[:, 0].astype(int)]
    found = fit_forest(rows, truth, 10, seed=0).predict_proba(np.array([[2]], dtype=np.float32))[0]
    assert found[1] == pytest.approx(found[2], abs=0.1)
    assert found[0] < 0.1
