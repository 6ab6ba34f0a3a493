"""A large catalogue is searched by blocks, and finds what a scan of everything finds."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Engine
from engine.features import TRAIT_NAMES
from engine.recommend import blocks
from engine.recommend.blocks import BlockIndex
from engine.recommend.knn import KnnIndex
from pipeline.blocks import blocks_of
from pipeline.demo import write_demo
from tests.conftest import MODELS

COUNT = 20_001  # not a multiple of a block


@pytest.fixture(scope="module")
def knn():
    rng = np.random.default_rng(0)
    # Few different values, so that many recordings are equally far; some far away from all others.
    standardised = rng.integers(-3, 4, (len(TRAIT_NAMES), COUNT)).astype(np.float32)
    standardised[:, :2000] = rng.standard_normal((len(TRAIT_NAMES), 2000))
    standardised[:, 100:110] *= 20
    none = np.zeros(len(TRAIT_NAMES))
    return KnnIndex(standardised, np.square(standardised), standardised[:9], none, none + 1)


@pytest.mark.parametrize("share", [None, 1.0, 0.5, 0.04, 0.01])
def test_blocks_find_what_a_scan_finds_to_the_last_digit_and_in_the_same_order(knn, share):
    index = BlockIndex(knn, **blocks_of(knn.standardised))
    rng = np.random.default_rng(1)
    among = None if share is None else np.flatnonzero(rng.random(COUNT) < share)
    for number in range(60):
        target = knn.standardised[:, rng.integers(COUNT)] + rng.choice([0, 0.3, 5]) * rng.standard_normal(11)
        weights = np.array([[0.25] * 9 + [0, 0], [0, 0, 1, 0, 0, 0.7, 0, 0, 0, 0, 1]])[number % 2]
        k = int(rng.choice([1, 20, 80, 300, 5000]))
        found = index.nearest(target.astype(np.float64), k, weights=weights, among=among)
        expected = knn.nearest(target.astype(np.float64), k, weights=weights, among=among)
        np.testing.assert_array_equal(found[0], expected[0])
        np.testing.assert_array_equal(found[1], expected[1])


def test_most_blocks_are_not_looked_at(knn, monkeypatch):
    looked = []
    found = blocks._Looking.found
    monkeypatch.setattr(
        blocks._Looking, "found", property(lambda self: looked.append(self.looked) or found.__get__(self))
    )
    monkeypatch.setattr(KnnIndex, "nearest", None)  # no scan
    # Sounds along a line: those near to one are in few blocks.
    rng = np.random.default_rng(2)
    line = (rng.standard_normal(COUNT) + 0.1 * rng.standard_normal((11, COUNT))).astype(np.float32)
    index = BlockIndex(replace(knn, standardised=line), **blocks_of(line))
    index.nearest(line[:, 5].astype(np.float64), 10, weights=np.ones(11))
    assert 0 < looked[0] < len(index.rows) / 2


def test_every_recording_is_in_one_block_and_within_its_box(knn):
    built = blocks_of(knn.standardised)
    filled = ~np.isnan(built["points"][:, 0])
    assert np.array_equal(np.sort(built["rows"][filled]), np.arange(COUNT))
    np.testing.assert_array_equal(
        built["points"].transpose(1, 0, 2)[:, filled], knn.standardised[:, built["rows"][filled]]
    )
    low, high = built["low"].T[..., None], built["high"].T[..., None]
    assert ((built["points"] >= low) & (built["points"] <= high) | np.isnan(built["points"])).all()


def test_a_large_catalogue_is_built_with_blocks_and_answers_the_same(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.blocks.LEAST", 1000)
    write_demo(tmp_path, MODELS)
    large = Engine.load(tmp_path, MODELS)
    assert isinstance(large.search, BlockIndex)
    assert isinstance(engine.search, KnnIndex)
    asked = f"like:{engine.catalogue.track(7).track_id} metric:euclidean popularity:>10 limit:30"
    assert large.recommend(asked) == engine.recommend(asked)
