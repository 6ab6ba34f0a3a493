"""The training loop: gradients are those of the loss, small problems are learned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.genre.network import dequantize, forward, quantize, softmax
from pipeline.genre.adam import adam_step, batch_count
from pipeline.genre.networks import NetworkSettings, any_of_gradient, fit_network


def any_of_loss(logits, truth):
    return -np.log((softmax(logits) * truth).sum())


@given(st.lists(st.floats(-3, 3), min_size=4, max_size=4), st.integers(1, 14))
def test_the_gradient_is_that_of_the_any_of_loss(logits, genres):
    logits, truth = np.array([logits]), np.array([[genres >> place & 1 for place in range(4)]])
    numeric = [
        (any_of_loss(logits + step, truth) - any_of_loss(logits - step, truth)) / 2e-5 for step in 1e-5 * np.eye(4)
    ]
    assert any_of_gradient(logits, truth)[0] == pytest.approx(numeric, abs=1e-4)


def test_the_first_step_of_adam_has_the_size_of_the_rate():
    slope = np.array([4.0, -0.01], dtype=np.float32)
    change = adam_step(np.float32(0.1) * slope, np.float32(0.001) * slope**2, 1, 0.5)
    assert change == pytest.approx([0.5, -0.5], rel=1e-3)


@pytest.fixture(scope="module")
def corners():
    """Which of four corners a point is in: no linear model tells the diagonal ones apart."""
    points = np.random.default_rng(0).uniform(-1, 1, (600, 2)).astype(np.float32)
    return points, np.eye(2, dtype=np.float32)[(points[:, 0] * points[:, 1] > 0).astype(int)]


def test_a_network_learns_what_no_linear_model_can_and_survives_a_byte_a_weight(corners):
    points, truth = corners
    settings = NetworkSettings(hidden=32, epochs=40, rate=1e-2, dropout=0.1)
    network = fit_network(lambda rows, rng: points[rows], truth, np.arange(400), settings, seed=1)
    for fitted in (network, dequantize(quantize([network]))[0]):
        right = forward(fitted, points[400:]).argmax(axis=1) == truth[400:].argmax(axis=1)
        assert right.mean() > 0.9


def test_rows_are_split_into_batches_of_the_size_but_small_tables_into_more():
    assert batch_count(512 * 40, 512) == 40
    assert batch_count(640, 512) == 16
    assert batch_count(20, 512) == 1
