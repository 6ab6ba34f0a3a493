"""A genre prediction against scikit-learn's usual forest: size, load, memory, time a track, accuracy.

The forest is 50 trees of depth 15 over the nine audio features, kept by joblib with compression 3, as one would.
Accuracies are those that ``engine evaluate --record`` kept beside the models: held-out recordings, and artists.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.build import best
from engine.genre.model import GenreModel
from engine.genre.name_features import Credits

MODELS = Path(os.environ.get("CRATEBOT_MODELS", "models"))
MEMORY = """
import psutil, sys, time
import numpy, {imports}
before = psutil.Process().memory_info().rss
began = time.perf_counter()
model = {load}
took = time.perf_counter() - began
print(took, (psutil.Process().memory_info().rss - before) / 1e6)
"""


def fresh_process(imports: str, load: str) -> tuple[float, float]:
    """Seconds and MB that loading takes in a process of its own, imports left out; the best of three."""
    code = MEMORY.format(imports=imports, load=load)
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    return min((float(seconds), float(megabytes)) for seconds, megabytes in runs)


def accuracy(name: str) -> str:
    """Top-1 of held-out recordings and of held-out artists, as kept by evaluations."""
    path = MODELS / "evaluation.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    told = []
    for split in ("recording", "artist"):
        found = [one["scores"][name]["top1"] for one in kept if one["split"] == split and name in one["scores"]]
        told.append(f"{np.mean(found):.3f}" if found else "  -  ")
    return "  ".join(told)


def line(name: str, size: float, seconds: float, memory: float, reading: float, right: str) -> None:
    print(f"{name:34}{size:8.1f} MB{1000 * seconds:9.0f} ms{memory:9.0f} MB{1000 * reading:9.2f} ms     {right}")


def main() -> None:
    if not (MODELS / "genre.npz").is_file():
        print(f"there are no models in {MODELS}")
        return
    print(f"{'':34}{'file':>11}{'load':>12}{'memory':>12}{'a prediction':>12}     right: recordings, artists")
    model = GenreModel.load(MODELS)
    audio = np.array([[0.6, 0.7, -6.0, 0.05, 0.2, 0.0, 0.1, 0.5, 120.0, 200_000.0, 5, 1, 4, 0]])
    credits = Credits(["The Example; A Guest"], ["An Album"], ["A Song (Live)"])
    seconds, memory = fresh_process(
        "engine.genre.model, pathlib", f"engine.genre.model.GenreModel.load(pathlib.Path({str(MODELS)!r}))"
    )
    size = sum((MODELS / name).stat().st_size for name in ("genre.npz", "genre_forest.npz")) / 1e6
    own = best(lambda: model.predict_proba(audio, credits), 50)
    line("audio and names", size, seconds, memory, own, accuracy("full"))
    line("audio", size, seconds, memory, best(lambda: model.predict_proba(audio), 50), accuracy("audio"))
    table = os.environ.get("CRATEBOT_DATASET")
    if not table:
        print("the real table is not here (CRATEBOT_DATASET); the usual forest is measured on it")
        return
    usual(Path(table), size, own)


def usual(table: Path, size: float, own: float) -> None:
    """The forest on the same table, and the ratios."""
    import joblib
    from sklearn.ensemble import RandomForestClassifier

    from pipeline.genre.fit import training_set
    from pipeline.genre.training import CLASSIC
    from pipeline.tables import read_tables

    tables = read_tables([table])
    data = training_set(tables.tracks, tables.recordings)
    values = np.nan_to_num(data.audio[:, :9])
    row, genre = np.nonzero(data.truth)
    forest = RandomForestClassifier(50, max_depth=15, random_state=0, n_jobs=-1).fit(values[row], genre)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "forest.joblib"
        joblib.dump(forest.set_params(n_jobs=1), path, compress=3)
        megabytes = path.stat().st_size / 1e6
        seconds, memory = fresh_process("joblib, sklearn.ensemble", f"joblib.load({str(path)!r})")
    reading = best(lambda: forest.predict_proba(values[:1]), 20)
    line(CLASSIC, megabytes, seconds, memory, reading, accuracy(CLASSIC))
    print(f"{'times smaller, times faster':34}{megabytes / size:8.1f}{'':36}{reading / own:9.1f}")
