"""A machine of the cluster that ends is done without: lists are whole or it is told, and soon they are whole again."""

import os
import secrets
import sys
import threading

import pytest

from engine import Engine, UserError
from tests.conftest import MODELS

ray = pytest.importorskip("ray", reason="ray, of the extra cluster, is not installed")

from ray.cluster_utils import Cluster  # noqa: E402

from cluster.search import connect  # noqa: E402

BUSY = "The search is not complete at the moment. Try again in a minute."
SIZE = {"num_cpus": 1, "object_store_memory": 10**8}
# Machines are found to be gone sooner than by default, which takes a quarter of a minute.
SOON = {"health_check_period_ms": 1000, "health_check_timeout_ms": 3000, "health_check_failure_threshold": 3}


@pytest.fixture
def cluster(monkeypatch):
    """Three machines, each with an address of its own, as far as one can have them on one."""
    if sys.platform != "linux":
        pytest.skip("only Linux has more than one address of its own without setting it up")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    head = {**SIZE, "include_dashboard": False, "node_ip_address": "127.0.0.2", "_system_config": SOON}
    made = Cluster(initialize_head=True, head_node_args=head)
    for number in (3, 4):
        made.add_node(**SIZE, node_ip_address=f"127.0.0.{number}")
    yield made
    ray.shutdown()
    made.shutdown()


def machines(search):
    """On which machines the workers run; none while one is not back."""
    try:
        where = [one.__ray_call__.remote(lambda _: ray.get_runtime_context().get_node_id()) for one in search.workers]
        return set(ray.get(where, timeout=60))
    except ray.exceptions.RayError:
        return set()


def load_with_a_worker_beside_the_head(catalogue, cluster):
    """An engine that searches on the cluster, and a machine that one of its workers runs on and that can be lost.

    On a busy machine Ray may hold a new machine for dead, or place all workers on the head: then one more is added.
    """
    open_search = connect(cluster.address, 3)
    for number in range(5, 12):
        loaded = Engine.load(catalogue, MODELS, open_search=open_search)
        used = machines(loaded.search)
        for node in cluster.worker_nodes:
            if node.node_id in used:
                return loaded, node
        cluster.add_node(**SIZE, node_ip_address=f"127.0.0.{number}")
    raise AssertionError("no worker was placed beside the head")


def test_a_machine_that_is_lost_is_done_without_and_until_then_nothing_is_answered_from_a_part(
    engine, demo_catalogue, cluster
):
    other, victim = load_with_a_worker_beside_the_head(demo_catalogue, cluster)
    query = engine.parse("mood:calm genre:jazz limit:10")
    expected, answers, over = repr(engine.recommender.recommend(query)), [], threading.Event()

    def ask():
        """Ask without a pause, so that the loss interrupts a search."""
        while not over.is_set():
            try:
                answers.append(repr(other.recommender.recommend(query)))
            except UserError as error:
                answers.append(str(error))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        cluster.remove_node(victim, allow_graceful=False)
        while not (used := machines(other.search)) or victim.node_id in used:
            assert set(answers) <= {expected, BUSY}
    finally:
        over.set()
        asking.join()
    assert set(answers) <= {expected, BUSY}
    assert repr(other.recommender.recommend(query)) == expected
