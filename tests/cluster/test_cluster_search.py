"""One process and a cluster of any size give the same answers, or the cluster says that it cannot answer."""

import os
import signal

import numpy as np
import pytest

from engine import Engine, UserError
from engine.features import TRAIT_NAMES
from tests.conftest import MODELS
from tests.random_queries import random_queries

ray = pytest.importorskip("ray", reason="ray, of the extra cluster, is not installed")

from cluster import search as cluster_search  # noqa: E402
from cluster.address import LOCAL  # noqa: E402
from cluster.search import ClusterSearch, connect  # noqa: E402

QUERIES = int(os.environ.get("CLUSTER_QUERIES", "40"))
BUSY = "The search is not complete at the moment. Try again in a minute."


@pytest.fixture(scope="module", autouse=True)
def connected():
    try:
        connect(LOCAL, 1)
    except UserError as error:
        pytest.skip(f"Ray does not start on this machine: {error.__cause__}")
    yield
    ray.shutdown()


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A machine that is busy with something else is no reason to be told."""
    monkeypatch.setattr(cluster_search, "WITHIN", 60)


def questions(knn, count):
    """Random searches: by distance or cosine, from a recording or from anywhere, of all recordings or of some."""
    rng = np.random.default_rng(0)
    size = knn.standardised.shape[1]
    for _ in range(count):
        target = rng.standard_normal(len(TRAIT_NAMES))
        if rng.random() < 0.5:
            target = knn.standardised[:, rng.integers(size)].astype(np.float64)
        weights = rng.choice([0.0, 0.25, 1.0], len(TRAIT_NAMES))
        weights = None if rng.random() < 0.5 or not weights.any() else weights
        among = np.flatnonzero(rng.random(size) < rng.choice([1, 0.9, 0.3, 0.01, 0]))
        yield target, int(rng.integers(1, 100)), weights, None if rng.random() < 0.3 else among


def answer(search, target, weights):
    """What is found, or what is said instead."""
    try:
        return search.nearest(target, 20, weights=weights)
    except UserError as error:
        return str(error)


def kill(worker):
    """End a worker's process without warning; its number."""
    process = ray.get(worker.__ray_call__.remote(lambda _: os.getpid()))
    os.kill(process, signal.SIGKILL)
    return process


def assert_same(found, expected):
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("which", "slices"), [("engine", 1), ("engine", 2), ("engine", 5), ("real_engine", 2)])
def test_slices_find_what_one_process_finds_to_the_last_digit(which, slices, request):
    engine = request.getfixturevalue(which)
    found = ClusterSearch(engine.catalogue, slices)
    for target, k, weights, among in questions(engine.knn, 200):
        here = engine.knn.nearest(target, k, weights=weights, among=among)
        assert_same(found.nearest(target, k, weights=weights, among=among), here)


def in_cluster(directory, slices):
    """An engine whose catalogue is held by so many workers."""
    return Engine.load(directory, MODELS, open_search=lambda held, _, models: ClusterSearch(held, slices, models))


def recommended(engine, query):
    """The list, or what is said instead, to the last digit of every figure."""
    try:
        return repr(engine.recommender.recommend(query))
    except UserError as error:
        return str(error)


@pytest.mark.parametrize("slices", [1, 2, 5])
def test_workers_filter_and_score_random_queries_as_one_process_does(engine, demo_catalogue, slices):
    other = in_cluster(demo_catalogue, slices)
    for query in random_queries(engine.catalogue, QUERIES):
        assert recommended(other, query) == recommended(engine, query)


def test_an_engine_that_searches_in_a_cluster_gives_the_same_answers(engine, demo_catalogue):
    other = in_cluster(demo_catalogue, 2)
    first, last = engine.catalogue.track(3), engine.catalogue.track(700)
    for metric in ("cosine", "euclidean"):
        asked = f"like:{first.track_id} metric:{metric} popularity:>20 limit:20"
        assert other.recommend(asked) == engine.recommend(asked)
    assert other.path(first, last) == engine.path(first, last)
    assert isinstance(other.reopened().search, ClusterSearch)


def test_a_killed_worker_is_replaced_and_until_then_nothing_is_answered_from_a_part(engine):
    found = ClusterSearch(engine.catalogue, 2)
    target, weights = np.zeros(len(TRAIT_NAMES)), np.ones(len(TRAIT_NAMES))
    here = engine.knn.nearest(target, 20, weights=weights)
    victim = found.workers[1]
    before = kill(victim)
    answers = [answer(found, target, weights) for _ in range(3)]
    while answers[-1] == BUSY and len(answers) < 20:
        answers.append(answer(found, target, weights))
    for one in answers:
        if one != BUSY:
            assert_same(one, here)
    assert answers[-1] != BUSY
    assert ray.get(victim.__ray_call__.remote(lambda _: os.getpid())) != before


def test_workers_killed_while_a_list_is_made_change_nothing_in_it(engine, demo_catalogue, monkeypatch):
    other = in_cluster(demo_catalogue, 3)
    query = engine.parse('mood:calm mood:dark scene:"rainy night" popularity:>20 limit:20')
    expected, asked, steps = recommended(engine, query), ClusterSearch.ask, []

    def ask_after_a_kill(search, *what):
        """Before each step of the answer another worker ends, and with it all that it had computed."""
        steps.append(what[0])
        kill(search.workers[len(steps) % 3])
        return asked(search, *what)

    monkeypatch.setattr(ClusterSearch, "ask", ask_after_a_kill)
    said = recommended(other, query)
    while said == BUSY and len(steps) < 100:
        said = recommended(other, query)
    assert said == expected
    assert steps.count("best") > 3


def test_without_one_of_the_workers_the_search_says_so(engine, monkeypatch):
    found = ClusterSearch(engine.catalogue, 2)
    target = np.zeros(len(TRAIT_NAMES))
    ray.kill(found.workers[0], no_restart=True)
    with pytest.raises(UserError, match=BUSY):
        found.nearest(target, 5)
    # What the other worker holds can be searched in full.
    last = np.array([len(engine.catalogue) - 1])
    assert_same(found.nearest(target, 5, among=last), engine.knn.nearest(target, 5, among=last))
    monkeypatch.setattr(cluster_search, "WITHIN", 0)
    with pytest.raises(UserError, match=BUSY):
        found.nearest(target, 5, among=last)


def test_a_lost_connection_is_told(engine, monkeypatch):
    found = ClusterSearch(engine.catalogue, 1)

    def lost(*_, **__):
        raise Exception("not connected")

    monkeypatch.setattr(ray, "get", lost)
    with pytest.raises(Exception, match="not connected"):
        found.nearest(np.zeros(len(TRAIT_NAMES)), 5)
    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    with pytest.raises(UserError, match=BUSY):
        found.nearest(np.zeros(len(TRAIT_NAMES)), 5)


def test_workers_refuse_the_files_of_another_build(engine, monkeypatch):
    monkeypatch.setitem(engine.catalogue.manifest["files"]["traits.npy"], "crc32", "00000000")
    with pytest.raises(UserError, match="cannot open the catalogue"):
        ClusterSearch(engine.catalogue, 1)


def test_a_cluster_that_is_not_there_is_told():
    with pytest.raises(UserError, match=r"No Ray cluster answers at 127\.0\.0\.1:9\.") as told:
        connect("127.0.0.1:9", 1)
    assert told.value.code == "settings"
