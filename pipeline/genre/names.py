"""Fit the name model, and predict from names and artist history out of fold."""

from typing import Final

import numpy as np
from scipy.sparse import csr_array

from engine.genre.artist_history import HistoryKeys, TargetEncoder
from engine.genre.model import name_inputs
from engine.genre.name_features import Credits
from engine.genre.name_model import NameModel, Vocabulary
from pipeline.genre.adam import FIRST_DECAY, SECOND_DECAY, adam_step, batch_count
from pipeline.genre.networks import any_of_gradient

SCALE: Final = np.float32(3)  # of the logits: the weights stay small, and so do the steps
BATCH: Final = 1024
EPOCHS: Final = 2
MIN_STEPS: Final = 120  # small tables get more epochs
RATE: Final = 6e-3
RIDGE: Final = 3e-3  # pulls the logits toward the bias


def tf_idf(vocabulary: Vocabulary, credits: Credits) -> csr_array:
    """The tf-idf weights of some names, float32, shape (tracks, ngrams)."""
    row, column, weight = vocabulary.transform(credits)
    return csr_array((weight, (row, column)), (len(credits), len(vocabulary.grams)))


def fit_name_model(weights: csr_array, truth: np.ndarray, rows: np.ndarray) -> NameModel:
    """Softmax regression by Adam, whose moments are updated for the n-grams of the batch alone.

    Parameters
    ----------
    weights : csr_array, shape (tracks, ngrams)
        As ``tf_idf`` gives them.
    truth : float32, shape (tracks, genres)
    rows : int
        The rows to train on.
    """
    rng = np.random.default_rng(0)
    coefficients = np.zeros((weights.shape[1], truth.shape[1]), dtype=np.float32)
    first, second = np.zeros_like(coefficients), np.zeros_like(coefficients)
    bias = np.log((truth[rows].sum(axis=0) + 1) / len(rows)).astype(np.float32)
    batches = batch_count(len(rows), BATCH)
    epochs = max(EPOCHS, -(-MIN_STEPS // batches))
    step = 0
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(rows), batches):
            step += 1
            held = weights[batch]
            seen, place = np.unique(held.indices, return_inverse=True)
            held = csr_array((held.data, place, held.indptr), (len(batch), len(seen)))
            logits = SCALE * (held @ coefficients[seen]) + bias
            slope = (any_of_gradient(logits, truth[batch]) + 2 * RIDGE * (logits - bias)) / np.float32(len(batch))
            slope = SCALE * (held.T @ slope)
            first[seen] = mean = first[seen] * np.float32(FIRST_DECAY) + slope * np.float32(1 - FIRST_DECAY)
            second[seen] = square = second[seen] * np.float32(SECOND_DECAY) + slope**2 * np.float32(1 - SECOND_DECAY)
            coefficients[seen] -= adam_step(mean, square, step, RATE * (1 - step / (batches * epochs)))
    return NameModel(coefficients, np.full(truth.shape[1], SCALE), bias)


def name_view(
    weights: csr_array, keys: HistoryKeys, truth: np.ndarray, train: np.ndarray, test: np.ndarray
) -> np.ndarray:
    """What names and artist history, fitted on some rows, tell of others.

    Parameters
    ----------
    weights : csr_array, shape (tracks, ngrams)
    keys : HistoryKeys
    truth : bool, shape (tracks, genres)
    train, test : int
        Rows.

    Returns
    -------
    float16, shape (len(test), genres + links * (genres + 1))
        Inputs from the name model, then the target encoding.
    """
    model = fit_name_model(weights, truth.astype(np.float32), train)
    names = name_inputs(SCALE * (weights[test] @ model.weights) + model.bias)
    history = TargetEncoder.fit(keys, truth, train).transform(keys)[test]
    return np.concatenate([names, history], axis=1, dtype=np.float16)
