"""A small neural network in NumPy: two hidden layers, fitted to sets of genres.

Small enough that a framework would weigh more than it gives: a fitted network is six arrays.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np

Network = list[np.ndarray]  # weights and bias of each layer in turn, float32 (bytes in files)
Draw = Callable[[np.ndarray, np.random.Generator], np.ndarray]  # rows to their inputs

BATCH: Final = 512
FEWEST_STEPS: Final = 400


def forward(network: Network, inputs: np.ndarray) -> np.ndarray:
    """Logits, float32, shape (rows, genres), of ``inputs``, float32, shape (rows, inputs)."""
    hidden = inputs
    for layer in range(0, len(network), 2):
        if layer:
            hidden = np.maximum(hidden, 0)
        hidden = hidden @ network[layer] + network[layer + 1]
    return hidden


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def any_of_gradient(logits: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Gradient of ``-log(sum of the probabilities of a row's true genres)`` by its logits.

    Any of a recording's genres counts as right, so the loss asks that they hold the mass between them and leaves
    open which of them does.
    """
    probabilities = softmax(logits)
    mass = probabilities * truth
    return np.asarray(probabilities - mass / np.maximum(mass.sum(axis=1, keepdims=True), 1e-9))


def batches_of(rows: int, size: int) -> int:
    """Into how many batches to part some rows: of ``size``, but at least 16 where there are 32 rows for each."""
    return max(-(-rows // size), min(16, -(-rows // 32)))


def fit(
    draw: Draw,
    truth: np.ndarray,
    rows: np.ndarray,
    *,
    hidden: int,
    epochs: int,
    dropout: float,
    rate: float = 1e-3,
    decay: float = 1e-2,
    seed: int = 0,
    on_epoch: Callable[[], object] = lambda: None,
) -> Network:
    """Fit by AdamW (Loshchilov and Hutter 2019) with a linear warm-up and decay of the step size.

    Parameters
    ----------
    draw : Draw
        Inputs of some rows, float32, shape (rows, inputs); may draw among several views of a row.
    truth : float32, shape (tracks, genres)
        1 where the track is filed under the genre.
    rows : int
        The rows to train on.
    epochs : int
        At least; small tables get more, until ``FEWEST_STEPS`` steps are done.
    """
    rng = np.random.default_rng(seed)
    sizes = [draw(rows[:1], rng).shape[1], hidden, hidden, truth.shape[1]]
    network: Network = []
    for fan_in, fan_out in pairwise(sizes):
        network += [rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(np.float32)]
        network += [np.zeros(fan_out, dtype=np.float32)]
    network[-2] *= np.float32(0.3)
    first, second = ([np.zeros_like(array) for array in network] for _ in range(2))
    batches = batches_of(len(rows), BATCH)
    epochs = max(epochs, -(-FEWEST_STEPS // batches))
    steps = epochs * batches
    keep = np.float32(1 - dropout)
    step = 0
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(rows), batches):
            step += 1
            speed = rate * min(step / (0.15 * steps), (steps - step + 1) / (0.85 * steps))
            inputs = draw(batch, rng)
            layers = [inputs]
            for layer in (0, 2):
                active = np.maximum(layers[-1] @ network[layer] + network[layer + 1], 0)
                active *= (rng.random(active.shape, dtype=np.float32) < keep) / keep
                layers.append(active)
            gradient = any_of_gradient(layers[-1] @ network[4] + network[5], truth[batch]) / np.float32(len(batch))
            slopes: list[np.ndarray] = []
            for layer in (4, 2, 0):
                slopes = [layers[layer // 2].T @ gradient, gradient.sum(axis=0), *slopes]
                if layer:
                    gradient = (gradient @ network[layer].T) * (layers[layer // 2] > 0) / keep
            for array, slope, mean, square in zip(network, slopes, first, second, strict=True):
                mean += (slope - mean) * np.float32(0.1)
                square += (slope * slope - square) * np.float32(0.001)
                size = np.float32(speed * np.sqrt(1 - 0.999**step) / (1 - 0.9**step))
                array -= size * mean / (np.sqrt(square) + np.float32(1e-8))
                if array.ndim == 2:
                    array *= np.float32(1 - speed * decay)
        on_epoch()
    return network
