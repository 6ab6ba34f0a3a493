"""The search for near sounds at growing sizes, against other exact searches, and over workers of a cluster.

``python -m benchmarks.search [ROWS ...]``: by default the catalogue in use and 1,000,000 synthetic recordings. Each of
those is a recording of the catalogue (``CRATEBOT_CATALOGUE``) with normal noise added to every feature, a tenth of a
standard deviation. Whole sounds are searched by distance over the nine audio features, 80 neighbours: so many a list of
five looks at. Ours and each other take turns of ten queries, one thread each, and must find the same neighbours. What
is not installed is left out: ``pip install faiss-cpu duckdb lancedb ray``.

Where one process searches, times are its processor time, which is what an idle machine takes; over workers they are
what the caller waits. Figures are kept in ``docs/scale.json``; ``docs/make_scale.py`` makes ``docs/SCALE.md`` of them.
"""

import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

for variable in ("OMP_NUM_THREADS", "LANCE_CPU_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
from scipy.spatial import cKDTree  # noqa: E402
from sklearn.neighbors import NearestNeighbors  # noqa: E402

from benchmarks.recommend import catalogue  # noqa: E402
from engine import UserError  # noqa: E402
from engine.catalogue.files import listed  # noqa: E402
from engine.features import AUDIO, TRAIT_NAMES  # noqa: E402
from engine.recommend.blocks import BlockIndex  # noqa: E402
from engine.recommend.knn import KnnIndex  # noqa: E402
from pipeline.blocks import blocks_of  # noqa: E402

FIGURES = Path("docs/scale.json")
K = 80
QUERIES, TURN = 60, 10
OWN_QUERIES = 100
NOISE = 0.1
SLICES = (1, 2, 5)
CLUSTER_QUERIES = 2000
WHOLE = np.where(np.arange(len(TRAIT_NAMES)) < len(AUDIO), 0.25, 0.0)
THREE = np.array([float(name in ("energy", "valence", "tempo")) for name in TRAIT_NAMES])

Search = Callable[[np.ndarray], np.ndarray]


def synthetic(standardised: np.ndarray, count: int) -> np.ndarray:
    """So many recordings; float32, shape (11, count)."""
    chance = np.random.default_rng(0)
    out = np.empty((len(standardised), count), dtype=np.float32)
    for start in range(0, count, 500_000):
        part = out[:, start : start + 500_000]
        part[:] = standardised[:, chance.integers(standardised.shape[1], size=part.shape[1])]
        part += np.float32(NOISE) * chance.standard_normal(part.shape, dtype=np.float32)
    return out


def index_of(standardised: np.ndarray) -> KnnIndex:
    squared = np.square(standardised)
    lengths = np.sqrt(squared[: len(AUDIO)].sum(axis=0))
    none = np.zeros(len(TRAIT_NAMES))
    return KnnIndex(standardised, squared, standardised[: len(AUDIO)] / np.maximum(lengths, 1e-12), none, none + 1)


@contextmanager
def scikit_learn(points: np.ndarray, algorithm: str) -> Iterator[Search]:
    found = NearestNeighbors(n_neighbors=K, algorithm=algorithm).fit(points)
    yield lambda target: found.kneighbors(target[None])[1][0]


@contextmanager
def k_d_tree(points: np.ndarray) -> Iterator[Search]:
    tree = cKDTree(points)
    yield lambda target: tree.query(target, K)[1]


@contextmanager
def faiss_flat(points: np.ndarray) -> Iterator[Search]:
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatL2(points.shape[1])
    index.add(points)
    yield lambda target: index.search(target[None].astype(np.float32), K)[1][0]


def _table(points: np.ndarray):
    import pyarrow as pa

    vectors = pa.FixedSizeListArray.from_arrays(pa.array(points.ravel()), points.shape[1])
    return pa.table({"vector": vectors, "recording": pa.array(np.arange(len(points)))})


@contextmanager
def duckdb_scan(points: np.ndarray) -> Iterator[Search]:
    import duckdb

    with duckdb.connect(config={"threads": 1}) as database:
        database.register("table_of_points", _table(points))
        database.execute("CREATE TABLE sounds AS SELECT * FROM table_of_points")
        said = f"SELECT recording FROM sounds ORDER BY array_distance(vector, ?::FLOAT[{points.shape[1]}]) LIMIT {K}"
        yield lambda target: database.execute(said, [target.tolist()]).fetchnumpy()["recording"]


@contextmanager
def lancedb_flat(points: np.ndarray) -> Iterator[Search]:
    import lancedb

    with tempfile.TemporaryDirectory() as folder:
        table = lancedb.connect(folder).create_table("sounds", _table(points))
        yield lambda target: table.search(target.astype(np.float32)).limit(K).to_arrow()["recording"].to_numpy()


@dataclass(frozen=True)
class Other:
    """Another exact search."""

    name: str
    needs: str
    opened: Callable
    most: int = 10**9  # recordings; building the index of more takes too long


OTHERS = (
    Other("scikit-learn brute", "sklearn", lambda points: scikit_learn(points, "brute")),
    Other("scikit-learn kd_tree", "sklearn", lambda points: scikit_learn(points, "kd_tree"), 2_000_000),
    Other("SciPy cKDTree", "scipy", k_d_tree),
    Other("faiss IndexFlatL2", "faiss", faiss_flat),
    Other("DuckDB", "duckdb", duckdb_scan),
    Other("LanceDB, no index", "lancedb", lancedb_flat),
)


def processor(run: Callable) -> tuple[float, object]:
    """Milliseconds of processor time of this process, to which others on the machine add nothing."""
    began = time.process_time()
    found = run()
    return 1000 * (time.process_time() - began), found


def waited(run: Callable) -> tuple[float, object]:
    """Milliseconds until the answer was there."""
    began = time.perf_counter()
    found = run()
    return 1000 * (time.perf_counter() - began), found


def spread(times: list[float]) -> dict[str, float]:
    return {"p50": round(float(np.median(times)), 3), "p99": round(float(np.quantile(times, 0.99)), 3)}


def compared(knn: KnnIndex, blocks: BlockIndex, other: Other, targets: list[np.ndarray]) -> dict:
    """Times of ours and another; the neighbours must be equally far."""
    points = np.ascontiguousarray(knn.standardised[: len(AUDIO)].T)
    ours, theirs = [], []
    began = time.perf_counter()
    with other.opened(points) as search:
        opened = time.perf_counter() - began
        search(targets[0][: len(AUDIO)])
        for turn in range(0, len(targets), TURN):
            here = [processor(lambda t=t: blocks.nearest(t, K, weights=WHOLE)) for t in targets[turn : turn + TURN]]
            there = [processor(lambda t=t: search(t[: len(AUDIO)])) for t in targets[turn : turn + TURN]]
            for target, (_, (_, distances)), (_, rows) in zip(targets[turn : turn + TURN], here, there, strict=True):
                exact = np.sort(knn.exact_distances(np.asarray(rows, dtype=np.intp), target, WHOLE))
                assert np.allclose(exact, distances, atol=1e-4), other.name
            ours += [one for one, _ in here]
            theirs += [one for one, _ in there]
    ratio = round(float(np.median(theirs) / np.median(ours)), 2)
    return {"ours": spread(ours), "theirs": spread(theirs), "ratio": ratio, "opened_s": round(opened, 2)}


def ours(knn: KnnIndex, blocks: BlockIndex, targets: list[np.ndarray]) -> dict:
    """Times of the scan and of the blocks, without a filter and with some."""
    count = knn.standardised.shape[1]
    chance = np.random.default_rng(2)
    cases = {
        "whole sounds": (WHOLE, None),
        "whole sounds, cosine": (None, None),
        "whole sounds, half within limits": (WHOLE, np.flatnonzero(chance.random(count) < 0.5)),
        "three traits": (THREE, None),
        "three traits, 0.5% within limits": (THREE, np.flatnonzero(chance.random(count) < 0.005)),
    }
    out = {}
    for name, (weights, among) in cases.items():
        times: dict[str, list[float]] = {"scan": [], "blocks": []}
        for target in targets:
            scan, first = processor(lambda t=target, w=weights, a=among: knn.nearest(t, K, weights=w, among=a))
            block, second = processor(lambda t=target, w=weights, a=among: blocks.nearest(t, K, weights=w, among=a))
            assert all(np.array_equal(*pair) for pair in zip(first, second, strict=True)), name
            times["scan"].append(scan)
            times["blocks"].append(block)
        out[name] = {which: spread(found) for which, found in times.items()}
        print(f"  {name}: {out[name]}", flush=True)
    return out


def on_disk(standardised: np.ndarray, folder: Path):
    """What a cluster's workers open, as a catalogue has it."""
    np.save(folder / "traits.npy", standardised.T)
    features = {name: {"mean": 0.0, "std": 1.0} for name in TRAIT_NAMES}
    made = SimpleNamespace(manifest={"files": listed(folder), "features": features}, directory=folder)
    return type("Stored", (SimpleNamespace,), {"__len__": lambda self: standardised.shape[1]})(**vars(made))


def over_workers(knn: KnnIndex, targets: list[np.ndarray]) -> dict:
    """Times over 1, 2 and 5 workers of this machine, and what happens when one is killed."""
    import ray

    from cluster.search import LOCAL, ClusterSearch, connect

    out: dict = {}
    connect(LOCAL, 1)
    with tempfile.TemporaryDirectory() as folder:
        stored = on_disk(knn.standardised, Path(folder))
        here = [waited(lambda t=t: knn.nearest(t, K, weights=WHOLE)) for t in targets]
        out["one process"] = spread([one for one, _ in here])
        for slices in SLICES:
            began = time.perf_counter()
            search = ClusterSearch(stored, slices)
            opened = time.perf_counter() - began
            there = [waited(lambda t=t, s=search: s.nearest(t, K, weights=WHOLE)) for t in targets]
            same = sum(
                all(np.array_equal(*pair) for pair in zip(one, other, strict=True))
                for (_, one), (_, other) in zip(here, there, strict=True)
            )
            assert same == len(targets)
            out[f"{slices} workers"] = spread([one for one, _ in there]) | {"opened_s": round(opened, 1)}
        out["killed"] = killed(search, knn, targets)
    ray.shutdown()
    out["same"] = len(targets)
    print(f"  {out}", flush=True)
    return out


def killed(search, knn: KnnIndex, targets: list[np.ndarray], kills: int = 3) -> dict:
    """Ask on while workers are killed, one after the other: how many answers are whole, refused or wrong."""
    import ray

    expected = [knn.nearest(target, K, weights=WHOLE) for target in targets[:50]]
    counts = {"whole": 0, "told": 0, "wrong": 0}
    waits: list[float] = []
    over = threading.Event()

    def ask() -> None:
        number = 0
        while not over.is_set():
            number = (number + 1) % len(expected)
            began = time.perf_counter()
            try:
                found = search.nearest(targets[number], K, weights=WHOLE)
                right = all(np.array_equal(*pair) for pair in zip(found, expected[number], strict=True))
                counts["whole" if right else "wrong"] += 1
            except UserError:
                counts["told"] += 1
            waits.append(time.perf_counter() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    recovered = []
    for number in range(kills):
        worker = search.workers[number % len(search.workers)]
        process = ray.get(worker.__ray_call__.remote(lambda _: os.getpid()))
        began = time.perf_counter()
        os.kill(process, signal.SIGKILL)
        while True:
            try:
                if ray.get(worker.__ray_call__.remote(lambda _: os.getpid()), timeout=60) != process:
                    break
            except ray.exceptions.RayError:
                time.sleep(0.05)
        recovered.append(round(time.perf_counter() - began, 1))
        time.sleep(2)
    over.set()
    thread.join()
    return counts | {"kills": kills, "recovered_s": recovered, "longest_wait_s": round(max(waits), 1)}


def at(standardised: np.ndarray, parts: set[str]) -> dict:
    """Everything that is measured at one size."""
    knn = index_of(standardised)
    count = standardised.shape[1]
    chance = np.random.default_rng(1)
    targets = [standardised[:, row].astype(np.float64) for row in chance.integers(count, size=QUERIES)]
    out: dict = {"load": round(os.getloadavg()[0], 1)}
    if parts & {"ours", "others"}:
        began = time.perf_counter()
        blocks = BlockIndex(knn, **blocks_of(standardised))
        out["blocks_built_s"] = round(time.perf_counter() - began, 1)
        arrays = (knn.standardised, knn.squared, knn.directions, blocks.points, blocks.rows, blocks.low, blocks.high)
        out["bytes_a_recording"] = {
            "scan": round(sum(array.nbytes for array in arrays[:3]) / count, 1),
            "blocks": round(sum(array.nbytes for array in arrays[3:]) / count, 1),
        }
    if "ours" in parts:
        more = [standardised[:, row].astype(np.float64) for row in chance.integers(count, size=OWN_QUERIES)]
        out["ours"] = ours(knn, blocks, more)
    if "others" in parts:
        out["others"] = {}
        for other in OTHERS:
            if importlib.util.find_spec(other.needs) is not None and count <= other.most:
                out["others"][other.name] = compared(knn, blocks, other, targets)
                print(f"  {other.name}: {out['others'][other.name]}", flush=True)
    if "cluster" in parts and importlib.util.find_spec("ray") is not None:
        many = CLUSTER_QUERIES if count < 500_000 else 200
        out["cluster"] = over_workers(
            knn, [standardised[:, row].astype(np.float64) for row in chance.integers(count, size=many)]
        )
    out["peak_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9, 2)  # KiB on Linux
    return out


def main() -> None:
    parts = {said for said in sys.argv[1:] if not said.isdecimal()} or {"ours", "others", "cluster"}
    engine = catalogue()
    standardised = engine.knn.standardised
    stored = sum(file["bytes"] for file in engine.catalogue.manifest["files"].values())
    sizes = [int(said) for said in sys.argv[1:] if said.isdecimal()] or [standardised.shape[1], 1_000_000]
    for size in sizes:
        print(f"{size:,} recordings", flush=True)
        found = at(standardised if size == standardised.shape[1] else synthetic(standardised, size), parts)
        figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
        if size == standardised.shape[1]:
            found["stored_bytes"] = stored // size
        figures.setdefault(str(size), {}).update(found)
        FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
