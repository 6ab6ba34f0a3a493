"""Lists over workers of a cluster: what sharing out costs, and what happens when a worker or a machine ends.

``python -m benchmarks.lists [QUERIES]``: by default 2,000 random queries with limits, over 1, 2 and 5 workers of this
machine; each answer must be the one of a single process, to the last digit of every figure. Then workers are killed,
and at last one of three machines (processes of Ray with an address each), while lists are asked for without a pause.
The figures go into ``docs/scale.json``. Times are what the caller waits.
"""

import json
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

import ray
from ray.cluster_utils import Cluster

from benchmarks.recommend import catalogue
from benchmarks.search import FIGURES, SLICES, spread, waited
from cluster.search import LOCAL, ClusterSearch, connect
from engine import Engine, UserError
from engine.recommend.query import Query
from tests.random_queries import random_queries

KILLS = 3
OBJECTS = 10**8  # bytes shared between the processes of a machine


def said(engine: Engine, query: Query) -> str:
    """A list with all its figures, or what is said instead."""
    try:
        return repr(engine.recommender.recommend(query))
    except UserError as error:
        return str(error)


def over_workers(here: Engine, queries: list[Query]) -> dict:
    """Times, and what happens when workers are killed."""
    connect(LOCAL, 1)
    expected = [waited(partial(said, here, query)) for query in queries]
    out: dict = {"one process": spread([one for one, _ in expected])}
    for slices in SLICES:
        there = Engine(here.catalogue, here.models, lambda held, _, models, n=slices: ClusterSearch(held, n, models))
        answers = [waited(partial(said, there, query)) for query in queries]
        assert [one for _, one in answers] == [one for _, one in expected]
        out[f"{slices} workers"] = spread([one for one, _ in answers])
        print(f"  {slices}: {out}", flush=True)
    workers = there.search.workers
    texts = [text for _, text in expected]
    out |= {"same": len(queries), "killed": interrupted(there, queries, texts, [_end(one) for one in workers[:KILLS]])}
    ray.shutdown()
    return out


def over_machines(here: Engine, queries: list[Query]) -> dict:
    """What happens when one of three machines is lost."""
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    size = {"num_cpus": 1, "object_store_memory": OBJECTS}
    machines = Cluster(True, head_node_args={**size, "include_dashboard": False, "node_ip_address": "127.0.0.2"})
    for number in (3, 4):
        machines.add_node(**size, node_ip_address=f"127.0.0.{number}")
    there = Engine(here.catalogue, here.models, connect(machines.address, len(machines.list_all_nodes())))
    places = [_asked(one, _machine) for one in there.search.workers]
    victim = next(node for node in machines.worker_nodes if node.node_id in places)
    worker = there.search.workers[places.index(victim.node_id)]

    def end() -> Callable[[], bool]:
        machines.remove_node(victim, allow_graceful=False)
        return lambda: _asked(worker, _machine) not in (None, victim.node_id)

    try:
        return interrupted(there, queries, [said(here, query) for query in queries], [end])
    finally:
        ray.shutdown()
        machines.shutdown()


def interrupted(
    engine: Engine, queries: list[Query], expected: list[str], ends: list[Callable[[], Callable[[], bool]]]
) -> dict:
    """Ask on while something ends, several times: how many lists are whole, refused or wrong, and when it is back.

    Parameters
    ----------
    engine : Engine
    queries : list of Query
    expected : list of str
        By query.
    ends : list of callable
        Each ends something and returns what tells whether there is another in its place.
    """
    counts, waits, over = {"whole": 0, "told": 0, "wrong": 0}, [], threading.Event()

    def ask() -> None:
        while not over.is_set():
            number = len(waits) % len(queries)
            wait, text = waited(partial(said, engine, queries[number]))
            told = text.startswith("The search is not complete")
            counts["whole" if text == expected[number] else "told" if told else "wrong"] += 1
            waits.append(wait / 1000)

    thread = threading.Thread(target=ask)
    thread.start()
    recovered = []
    for end in ends:
        began = time.perf_counter()
        back = end()
        while not back():
            time.sleep(0.05)
        recovered.append(round(time.perf_counter() - began, 1))
        time.sleep(2)
    over.set()
    thread.join()
    return counts | {"kills": len(ends), "recovered_s": recovered, "longest_wait_s": round(max(waits), 1)}


def _end(worker) -> Callable[[], Callable[[], bool]]:
    def end() -> Callable[[], bool]:
        process = _asked(worker, os.getpid)
        os.kill(process, signal.SIGKILL)
        return lambda: _asked(worker, os.getpid) not in (None, process)

    return end


def _machine() -> str:
    return ray.get_runtime_context().get_node_id()


def _asked(worker, question: Callable):
    """What a worker's process answers; None while there is none."""
    try:
        return ray.get(worker.__ray_call__.remote(lambda _: question()), timeout=60)
    except ray.exceptions.RayError:
        return None


def main() -> None:
    engine = catalogue()
    queries = list(random_queries(engine.catalogue, int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
    found = {"lists": over_workers(engine, queries) | {"load": round(os.getloadavg()[0], 1)}}
    found["lists"]["machine"] = over_machines(engine, queries[:50])
    print(found)
    figures = json.loads(FIGURES.read_text())
    figures[str(len(engine.catalogue))].update(found)
    FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
