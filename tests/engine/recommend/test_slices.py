"""A catalogue held in slices gives the answers of one that is held whole, to the last digit."""

from typing import Any

import numpy as np
import pytest

from engine import Engine, UserError
from engine.catalogue.store import Catalogue
from engine.recommend.knn import KnnIndex
from engine.recommend.recommender import Recommendation
from engine.recommend.slices import Slice
from engine.recommend.spans import Request, Span, Spread, Summary, divided
from tests.conftest import MODELS
from tests.random_queries import random_queries


class InSlices:
    """Slices in this process; one that ``forgets`` computes everything anew each time, as after a restart."""

    def __init__(self, catalogue: Catalogue, knn: KnnIndex, count: int, forgets: bool = False) -> None:
        self.nearest = knn.nearest
        self.forgets = forgets
        features = catalogue.manifest["features"]
        self.slices = [
            Slice.of(catalogue, KnnIndex.of_traits(catalogue.traits[span.rows], features), MODELS, span)
            for span in divided(len(catalogue), count)
        ]

    def ask(self, what: str, *arguments: Any) -> list[Any]:
        if self.forgets:
            self.slices[0]._runs.clear()
        return [getattr(one, what)(*arguments) for one in self.slices]


def answer(engine: Engine, query: Any) -> Recommendation | str:
    try:
        return engine.recommender.recommend(query)
    except UserError as error:
        return str(error)


def assert_answers(engine: Engine, count: int, slices: int, forgets: bool = False) -> None:
    other = Engine(engine.catalogue, engine.models, lambda *held: InSlices(held[0], held[1], slices, forgets))
    for query in random_queries(engine.catalogue, count):
        assert repr(answer(other, query)) == repr(answer(engine, query))


@pytest.mark.parametrize(("slices", "forgets"), [(1, False), (2, False), (5, False), (5, True)])
def test_slices_answer_random_queries_as_one_process_does(engine, slices, forgets):
    assert_answers(engine, 60, slices, forgets)


def test_slices_of_the_real_catalogue_answer_as_one_process_does(real_engine):
    assert_answers(real_engine, 60, 3)


@pytest.mark.parametrize("count", [100, 80_809, 1_000_000])
def test_figures_do_not_depend_on_how_a_catalogue_is_divided(count):
    values = np.random.default_rng(0).normal(3, 1e-3, count).astype(np.float32)
    here = Spread.of([Summary.of(Request(values, [7]), Span(0, count, count))])
    for parts in (2, 3, 5):
        there = [Summary.of(Request(values[span.rows], [7]), span) for span in divided(count, parts)]
        assert Spread.of(there) == here
    assert here.mean == pytest.approx(values.mean(dtype=np.float64), rel=1e-12)
    assert here.deviation == pytest.approx(values.std(dtype=np.float64), rel=1e-5)
    assert here.single == {7: values[7]}
