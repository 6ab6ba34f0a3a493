"""Train the small neural networks: two hidden layers, any-of loss, AdamW."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from engine.genre.network import Network, softmax
from pipeline.genre.adam import FIRST_DECAY, SECOND_DECAY, adam_step, batch_count

BATCH: Final = 512
MIN_STEPS: Final = 400
WEIGHT_DECAY: Final = 1e-2
WARM_UP: Final = 0.15  # share of the steps over which the step size rises

Sampler = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""Row numbers to their inputs, float32, shape (rows, inputs); may draw among several views of a row."""


@dataclass(frozen=True)
class NetworkSettings:
    """Size and training of a network.

    Parameters
    ----------
    hidden : int
        Units in each of the two hidden layers.
    epochs : int
        At least; small tables get more, until ``MIN_STEPS`` steps are done.
    rate : float
        The largest step size.
    dropout : float
        Share of the hidden units left out in each step.
    """

    hidden: int
    epochs: int
    rate: float = 1e-3
    dropout: float = 0.3


def any_of_gradient(logits: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Gradient of ``-log(sum of the probabilities of a row's true genres)`` by its logits.

    Any of a recording's genres counts as right, so the loss asks that they hold the mass between them and leaves
    open which of them does.

    Examples
    --------
    >>> any_of_gradient(np.zeros((1, 4)), np.array([[1, 1, 0, 0]])).tolist()
    [[-0.25, -0.25, 0.25, 0.25]]
    """
    probabilities = softmax(logits)
    mass = probabilities * truth
    return np.asarray(probabilities - mass / np.maximum(mass.sum(axis=1, keepdims=True), 1e-9))


def fit_network(
    sample: Sampler, truth: np.ndarray, rows: np.ndarray, settings: NetworkSettings, *, seed: int = 0
) -> Network:
    """Fit a network by AdamW (Loshchilov and Hutter 2019) with a linear warm-up and decay of the step size.

    Parameters
    ----------
    sample : Sampler
    truth : float32, shape (tracks, genres)
        1 where the track is filed under the genre.
    rows : int
        The rows to train on.
    """
    rng = np.random.default_rng(seed)
    network = _initial(sample(rows[:1], rng).shape[1], settings.hidden, truth.shape[1], rng)
    first, second = ([np.zeros_like(array) for array in network] for _ in range(2))
    batches = batch_count(len(rows), BATCH)
    epochs = max(settings.epochs, -(-MIN_STEPS // batches))
    steps = epochs * batches
    step = 0
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(rows), batches):
            step += 1
            rate = settings.rate * min(step / (WARM_UP * steps), (steps - step + 1) / ((1 - WARM_UP) * steps))
            slopes = _gradients(network, sample(batch, rng), truth[batch], settings.dropout, rng)
            for array, slope, mean, square in zip(network, slopes, first, second, strict=True):
                mean += (slope - mean) * np.float32(1 - FIRST_DECAY)
                square += (slope * slope - square) * np.float32(1 - SECOND_DECAY)
                array -= adam_step(mean, square, step, rate)
                if array.ndim == 2:
                    array *= np.float32(1 - rate * WEIGHT_DECAY)
    return network


def _initial(inputs: int, hidden: int, outputs: int, rng: np.random.Generator) -> Network:
    """Random weights (He et al. 2015), smaller in the last layer, and no bias."""
    network: Network = []
    for fan_in, fan_out in pairwise([inputs, hidden, hidden, outputs]):
        network += [rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(np.float32)]
        network += [np.zeros(fan_out, dtype=np.float32)]
    network[-2] *= np.float32(0.3)
    return network


def _gradients(
    network: Network, inputs: np.ndarray, truth: np.ndarray, dropout: float, rng: np.random.Generator
) -> list[np.ndarray]:
    """The gradient of the mean loss by each array of the network, with dropout in the hidden layers."""
    keep = np.float32(1 - dropout)
    layers = [inputs]
    for layer in (0, 2):
        active = np.maximum(layers[-1] @ network[layer] + network[layer + 1], 0)
        active *= (rng.random(active.shape, dtype=np.float32) < keep) / keep
        layers.append(active)
    gradient = any_of_gradient(layers[-1] @ network[4] + network[5], truth) / np.float32(len(inputs))
    slopes: list[np.ndarray] = []
    for layer in (4, 2, 0):
        slopes = [layers[layer // 2].T @ gradient, gradient.sum(axis=0), *slopes]
        if layer:
            gradient = (gradient @ network[layer].T) * (layers[layer // 2] > 0) / keep
    return slopes
