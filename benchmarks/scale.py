"""Build time and memory at growing numbers of rows, on synthetic tables with the public table's statistics.

``python -m benchmarks.scale [ROWS ...]``: by default 114,000, 500,000 and 1,000,000 rows. A synthetic table is made of
copies of the public one (``CRATEBOT_DATASET``; else of the demo's rows). In each copy ids are new, the letters of names
are exchanged for others and audio values are moved a little, so that names, genres and releases are as long, as many
and as often repeated as in the public table, and nothing belongs to two copies.

Two figures of memory are given: the peak of what the process holds itself (``RssAnon`` of Linux), and of all its pages.
The others are of mapped files, written and read, which the system drops from memory where that is needed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from engine.features import AUDIO_NAMES
from pipeline.demo import invent
from pipeline.profiles import PROFILES
from pipeline.sources import read_source

MODELS = Path(os.environ.get("CRATEBOT_MODELS", "models"))
ROWS = (114_000, 500_000, 1_000_000)
PER_MILLION, FLOOR = 0.55, 0.5  # GB that a build may hold itself
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


def originals() -> pd.DataFrame:
    """The rows that are copied."""
    table = os.environ.get("CRATEBOT_DATASET")
    rows = read_source(Path(table)).rows if table else invent(json.loads(PROFILES.read_text(encoding="utf-8")))
    return rows.sample(frac=1, random_state=0)


def write_synthetic(rows: pd.DataFrame, count: int, path: Path) -> None:
    """Write so many rows, of as many copies as it takes; the first copy is of other names and values, too."""
    chance = np.random.default_rng(1)
    for number, start in enumerate(range(0, count, len(rows))):
        copied = _copy(rows, number, chance).head(count - start)
        copied.to_csv(path, mode="a" if number else "w", header=not number, index=False)


def _copy(rows: pd.DataFrame, number: int, chance: np.random.Generator) -> pd.DataFrame:
    letters = {
        old.upper() if upper else old: new.upper() if upper else new
        for kind in (_VOWELS, _CONSONANTS)
        for old, new in zip(kind, chance.permutation(list(kind)), strict=True)
        for upper in (False, True)
    }
    exchange = str.maketrans(letters)
    renamed = {name: rows[name].str.translate(exchange) for name in ("artists", "album_name", "track_name")}
    moved = rows[list(AUDIO_NAMES)].astype("float64")
    for name in AUDIO_NAMES:
        # The same for rows of the same value, so that one sound stays one sound; absence stays absence.
        values, place = np.unique(moved[name], return_inverse=True)
        span = values.max() - values.min()
        near = np.clip(values + chance.normal(0, 1e-3 * span, len(values)), values.min(), values.max())
        moved[name] = np.where(values == 0, 0, near.round(6))[place]
    ids = [f"{number:03d}{track_id[3:]}" for track_id in rows["track_id"]]
    return rows.assign(track_id=ids, **renamed, **{name: moved[name] for name in AUDIO_NAMES})


def build(table: Path, out: Path) -> tuple[float, float, float]:
    """Seconds of a build in a process of its own, and the peaks of its memory in GB: its own, and all pages."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "build", "--source", str(table), "--out", str(out)]
    process = subprocess.Popen([*command, "--models", str(MODELS)], stdout=subprocess.DEVNULL)
    own, ended = 0, 0
    while not ended:
        own = max(own, _own_memory(process.pid))
        time.sleep(0.02)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    if status:
        raise SystemExit(f"the build of {table.name} failed")
    return time.perf_counter() - began, own * 1024 / 1e9, used.ru_maxrss * 1024 / 1e9


def _own_memory(process: int) -> int:
    """KiB of a process that are of no file."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


def main() -> None:
    rows = originals()
    for count in [int(said) for said in sys.argv[1:] if said.isdecimal()] or ROWS:
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "synthetic.csv"
            write_synthetic(rows, count, table)
            seconds, own, pages = build(table, Path(folder) / "catalogue")
        allowed = FLOOR + PER_MILLION * count / 1e6
        print(
            f"{count:9,} rows: {seconds:6.1f} s ({1e6 * seconds / count:5.1f} s a million), peak {own:.2f} GB, "
            f"allowed {allowed:.2f}: {'yes' if own <= allowed else 'NO'}; with mapped files {pages:.2f} GB",
            flush=True,
        )


if __name__ == "__main__":
    main()
