import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neighbors import NearestNeighbors

from engine.features import TRAIT_NAMES
from engine.recommend.knn import KnnIndex, smallest


def space(count, seed=0):
    rng = np.random.default_rng(seed)
    standardised = rng.standard_normal((len(TRAIT_NAMES), count)).astype(np.float32)
    # Repeated recordings make ties.
    standardised[:, count // 2 : count // 2 + 5] = standardised[:, :5]
    audio = standardised[:9]
    return KnnIndex(
        standardised,
        np.square(standardised),
        audio / np.linalg.norm(audio, axis=0),
        np.zeros(len(TRAIT_NAMES)),
        np.ones(len(TRAIT_NAMES)),
    )


SPACE = space(3000)
targets = st.lists(st.floats(-3, 3), min_size=11, max_size=11).map(np.array)
weights = st.lists(st.sampled_from([0.0, 0.25, 0.7, 1.0]), min_size=11, max_size=11).map(np.array)


@given(targets, weights.filter(np.any), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_weighted_neighbours_are_those_of_the_plain_formula(target, weight, k):
    rows, distances = SPACE.nearest(target, k, weights=weight)
    apart = SPACE.standardised.astype(np.float64) - target[:, None]
    expected = np.sqrt((weight[:, None] * apart**2).sum(axis=0) / weight.sum())
    order = np.argsort(expected, kind="stable")[:k]
    assert np.allclose(distances, expected[order], atol=1e-9)
    assert np.allclose(expected[rows], expected[order], atol=1e-9)


@given(targets.filter(lambda target: np.linalg.norm(target[:9]) > 0.1), st.integers(1, 60))
@settings(max_examples=30, deadline=None)
def test_cosine_neighbours_are_those_of_brute_force(target, k):
    rows, distances = SPACE.nearest(target, k)
    brute = NearestNeighbors(metric="cosine", algorithm="brute").fit(SPACE.standardised[:9].T.astype(np.float64))
    expected, _ = brute.kneighbors(target[None, :9], n_neighbors=k)
    assert np.allclose(distances, expected[0], atol=1e-9)
    assert len(set(rows.tolist())) == k


@given(st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=400), st.integers(1, 400))
def test_the_smallest_are_all_among_the_candidates(scores, k):
    scores = np.array(scores, dtype=np.float32)
    kept = smallest(scores, k)
    wanted = np.sort(scores)[: min(k, len(scores))]
    assert np.array_equal(np.sort(scores[kept])[: len(wanted)], wanted)


def test_only_the_pool_is_searched():
    pool = np.arange(100, 200)
    rows, _ = SPACE.nearest(np.zeros(11), 50, weights=np.ones(11), among=pool)
    assert set(rows.tolist()) <= set(pool.tolist())


def test_a_distance_needs_a_feature():
    with pytest.raises(ValueError, match="at least one feature"):
        SPACE.distances(np.zeros(11), np.zeros(11))
