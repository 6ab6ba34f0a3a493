"""Forward pass of the small neural networks. A fitted network is six arrays, so NumPy is enough."""

import numpy as np

Network = list[np.ndarray]
"""Weights and bias of each layer in turn, float32; ReLU between layers."""


def forward(network: Network, inputs: np.ndarray) -> np.ndarray:
    """The logits of a network.

    Parameters
    ----------
    network : Network
    inputs : float32, shape (rows, inputs)

    Returns
    -------
    float32, shape (rows, genres)

    Examples
    --------
    >>> weights, bias = np.eye(2, dtype=np.float32), np.array([0, 1], dtype=np.float32)
    >>> forward([weights, bias], np.array([[3, 4]], dtype=np.float32)).tolist()
    [[3.0, 5.0]]
    """
    hidden = inputs
    for layer in range(0, len(network), 2):
        if layer:
            hidden = np.maximum(hidden, 0)
        hidden = hidden @ network[layer] + network[layer + 1]
    return hidden


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis.

    Examples
    --------
    >>> softmax(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def predict_proba(networks: list[Network], inputs: np.ndarray) -> np.ndarray:
    """Probabilities by the mean logits of some networks; float32, shape (rows, genres)."""
    return softmax(np.asarray(np.mean([forward(network, inputs) for network in networks], axis=0)))


def quantize(networks: list[Network]) -> dict[str, np.ndarray]:
    """Networks as arrays for a file: weights in a byte each, scaled by column.

    The rounding changes no figure of the model card.
    """
    arrays: dict[str, np.ndarray] = {}
    for member, network in enumerate(networks):
        for layer, (weights, bias) in enumerate(zip(network[::2], network[1::2], strict=True)):
            scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
            arrays[f"{member}.{layer}.weights"] = np.round(weights / scale).astype(np.int8)
            arrays[f"{member}.{layer}.scale"] = scale.astype(np.float32)
            arrays[f"{member}.{layer}.bias"] = bias.astype(np.float32)
    return arrays


def dequantize(arrays: dict[str, np.ndarray]) -> list[Network]:
    """The networks that ``quantize`` made arrays of."""
    networks: dict[str, Network] = {}
    for key, weights in arrays.items():
        layer, _, part = key.rpartition(".")
        if part == "weights":
            scaled = weights * arrays[f"{layer}.scale"]
            networks.setdefault(layer.split(".")[0], []).extend((scaled, arrays[f"{layer}.bias"]))
    return list(networks.values())
