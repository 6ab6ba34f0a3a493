"""Opening the catalogue against reading the table with pandas; building it, step by step.

Every timing is the best of several in one run: the machine's other work adds, it never takes away.
"""

import os
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from engine.catalogue.store import Catalogue
from pipeline.build import ALL_STEPS, build
from pipeline.demo import write_demo
from pipeline.steps import BuildContext, BuildStep

MODELS = Path(os.environ.get("CRATEBOT_MODELS", "models"))


@cache
def directory() -> Path:
    """A catalogue of the real table if ``CRATEBOT_DATASET`` names it, else the demo; made once a run."""
    out = Path(tempfile.mkdtemp(prefix="benchmark-"))
    table = os.environ.get("CRATEBOT_DATASET")
    if table:
        build([Path(table)], out, MODELS)
    else:
        write_demo(out, MODELS)
    return out


def catalogue() -> Catalogue:
    """The catalogue that benchmarks ask."""
    return Catalogue.load(directory())


def best(action, times: int = 5) -> float:
    """Seconds of the fastest of some runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return min(taken)


def timed(step: BuildStep, printed: list[str]) -> BuildStep:
    """The same step, which notes its time."""

    def run(context: BuildContext) -> None:
        began, worked = time.perf_counter(), time.process_time()
        step.run(context)
        passed, processor = time.perf_counter() - began, time.process_time() - worked
        printed.append(f"  {step.name:<16} {passed:6.2f} s   processor {processor:6.2f} s")

    return replace(step, run=run)


def main() -> None:
    opened = best(lambda: Catalogue.load(directory()).tracks(range(5)))
    print(f"open the catalogue and read five tracks      {1000 * opened:8.1f} ms")
    table = os.environ.get("CRATEBOT_DATASET")
    if not table:
        print("the real table is not here (CRATEBOT_DATASET); the rest is measured on it")
        return
    read = best(lambda: pd.read_csv(table).drop_duplicates("track_id"), 3)
    print(f"read the table with pandas and drop repeats  {1000 * read:8.1f} ms")
    print(f"ratio                                        {read / opened:8.0f} times faster")
    printed: list[str] = []
    steps = [timed(step, printed) for step in ALL_STEPS]
    with tempfile.TemporaryDirectory() as out:
        began, worked = time.perf_counter(), time.process_time()
        build([Path(table)], Path(out), MODELS, steps=steps)
        total, processor = time.perf_counter() - began, time.process_time() - worked
    print(f"build          {total:6.2f} s   processor {processor:6.2f} s, of which", *printed, sep="\n")
    print(f"within 10 s: {'yes' if total <= 10 else 'NO'}")
