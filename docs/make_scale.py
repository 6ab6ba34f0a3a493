"""Make docs/SCALE.md of the figures in docs/scale.json, which ``python -m benchmarks.search`` measures."""

import json
from pathlib import Path

DOCS = Path(__file__).parent
LARGE = 100_000_000  # recordings that are projected
PRICE = 0.05  # dollars for an hour of one core: an assumption, about what clouds ask
MACHINE_GB = 16  # of memory; an assumption
FOR_SLICES = 0.5  # share of it that slices may take

PAGE = """# How far it goes

Figures of the search for near sounds (`metric:cosine`, `metric:euclidean`, `/path`, `/blend`) and of lists over
workers, written by `docs/make_scale.py` from what `python -m benchmarks.search` and `python -m benchmarks.lists`
measured. Everything is exact: in each comparison below the neighbours were the same, and ours, by whichever way, are
the same to the last digit.

Measured on two cores that other programs were using as well (load {load}). Where one process searches, times are
therefore its processor time; over workers they are what the caller waits, and would be shorter on an idle machine.
Milliseconds, median / 99th percentile; 80 neighbours, which is what a list of five looks at. 80,809 are the
recordings of the public table, the larger sizes are synthetic: those recordings, drawn again and moved by a tenth
of a standard deviation.

## One process

{ours}

The blocks are made by the build from 300,000 recordings on. They serve distances, without a filter or with a weak
one; cosines and strong filters are scanned. What is left of a strong filter is picked out first.

Memory a recording: {scan_bytes:.0f} bytes for the scan, {block_bytes:.0f} more, mapped, for the blocks. Making the
blocks took {block_build}.

## Beside others

The other's median as a multiple of ours, and its time. One thread each, in one run, in turns.

{others}

Where SciPy's k-d tree is faster than the blocks it serves one choice of weights and no filter, is held in memory
(72 bytes a recording and its nodes) and cannot be mapped. scikit-learn's is the same tree; at 10,000,000 building
it took more than four minutes, so it is left out there.

## Over workers of a cluster

Ray's workers on the same two cores, each with a slice: what sharing out costs, and not what more machines gain.

{cluster}

With answers asked for without a pause, workers were killed one after the other:

{kills}

## Lists over workers of a cluster

Lists by traits, moods, words and likeness (the default), with random limits: filtered, scored and ranked by workers
that each hold a slice of the {size:,} recordings, reasons added by the bot. Milliseconds that the caller waits, median
/ 99th percentile, on the same two cores (load {lists_load}), so that again it is what sharing out costs. Each list was
that of one process to the last digit of every figure.

{lists}

While lists were asked for without a pause, workers were killed one after the other, and then one of three machines
(Ray's cluster utility: processes of Ray with an address each), which Ray takes a quarter of a minute to miss:

{lists_kills}

What a score is measured by over the whole catalogue (mean, deviation, least, most) is asked of all slices in two to
five rounds, as a list's parts depend on one another. Sums are made of blocks of a fixed number of recordings and added
up in catalogue order, which makes them the same however the catalogue is divided. A worker keeps what it has computed
between rounds; one that is new computes it again from the figures that each question carries.

## Projection to {large:,} recordings

Nothing of this is measured; it is arithmetic on the figures above.

{projection}

## What is not spread over machines

Lists by traits, moods, words and likeness (the default) are filtered, scored and ranked by the workers. In the bot's
process stay:

- names, and what is said of the few recordings of a list (reasons, versions of a song, how often an artist stands in
  it): single rows and an index, mapped;
- playlists that follow a curve (`/playlist`), which choose each track by the one before, and `Engine.match`, which
  returns figures of any recordings: both score the whole catalogue;
- which recordings are within the limits of a search by metric, which is sent to the workers as a bit a recording, and
  the sentence that names the limit in the way where nothing is within it.

A catalogue is {stored:,} bytes a recording on disk, mapped where it is used; a worker looks at its own recordings, at
the index of names and at the lists of members of genres and artists. The bot still holds the scan's numbers, for
playlists and paths. A build over a cluster reads,
cleans, groups and aggregates there (`python -m cluster build`); its later steps are one process.
"""

_AFTER_A_KILL = (
    "kills", "answered in full", "told to try again", "wrong or in part", "replaced after, s", "longest wait, s",
)  # fmt: skip


def pair(found: dict) -> str:
    return f"{found['p50']:.1f} / {found['p99']:.1f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def ours(figures: dict[int, dict]) -> str:
    sizes = [size for size in figures if "ours" in figures[size]]
    rows = [
        [case, way, *(pair(figures[size]["ours"][case][way]) for size in sizes)]
        for case in figures[sizes[0]]["ours"]
        for way in ("scan", "blocks")
    ]
    return table(["", "", *(f"{size:,}" for size in sizes)], rows)


def others(figures: dict[int, dict]) -> str:
    sizes = [size for size in figures if "others" in figures[size]]
    rows = []
    for name in figures[sizes[0]]["others"]:
        row = [name]
        for size in sizes:
            found = figures[size]["others"].get(name)
            row.append(f"{found['ratio']:.1f} ({pair(found['theirs'])})" if found else "")
        rows.append(row)
    return table(["", *(f"{size:,}" for size in sizes)], rows)


def cluster(figures: dict[int, dict]) -> str:
    sizes = [size for size in figures if "cluster" in figures[size]]
    ways = [way for way in figures[sizes[0]]["cluster"] if way not in ("killed", "same")]
    rows = [
        [way.replace("1 workers", "1 worker"), *(pair(figures[size]["cluster"][way]) for size in sizes)]
        for way in sorted(ways, key=order)
    ]
    rows.append(["the same answers, of", *(f"{figures[size]['cluster']['same']:,}" for size in sizes)])
    return table(["", *(f"{size:,}" for size in sizes)], rows)


def order(way: str) -> int:
    return 0 if way == "one process" else int(way.split()[0])


def lists(found: dict) -> str:
    ways = sorted((way for way in found if way.endswith(("process", "worker", "workers"))), key=order)
    rows = [[way.replace("1 workers", "1 worker"), pair(found[way])] for way in ways]
    return table(["", "ms"], [*rows, ["the same answers, of", f"{found['same']:,}"]])


def lists_kills(found: dict) -> str:
    rows = [kill(name, found[key]) for name, key in (("workers", "killed"), ("a machine", "machine"))]
    return table(["ended", *_AFTER_A_KILL], rows)


def kill(name: str, found: dict) -> list[str]:
    seconds = ", ".join(f"{one:.1f}" for one in found["recovered_s"])
    counts = [f"{found[name]:,}" for name in ("whole", "told", "wrong")]
    return [name, str(found["kills"]), *counts, seconds, f"{found['longest_wait_s']:.1f}"]


def kills(figures: dict[int, dict]) -> str:
    rows = [kill(f"{size:,}", found["cluster"]["killed"]) for size, found in figures.items() if "cluster" in found]
    return table(["recordings", *_AFTER_A_KILL], rows)


def projection(figures: dict[int, dict]) -> str:
    large, small = sorted((size for size in figures if "ours" in figures[size]), reverse=True)[:2]
    bytes_ = figures[large]["bytes_a_recording"]
    found = {size: figures[size]["ours"]["whole sounds"] for size in (small, large)}
    scan, block = found[large]["scan"]["p50"], {size: found[size]["blocks"] for size in found}
    tenfold = LARGE / large
    held = LARGE * bytes_["scan"] / 1e9
    machines = -(-held // (MACHINE_GB * FOR_SLICES))
    growth = {at: block[large][at] / block[small][at] for at in ("p50", "p99")}
    projected = {at: block[large][at] * growth[at] for at in growth}
    lines = (
        f"**Memory of the scan**: {LARGE:,} x {bytes_['scan']:.0f} bytes = {held:.1f} GB. With {FOR_SLICES:.0%} of a",
        f"{MACHINE_GB} GB machine for it, {held:.1f} / {MACHINE_GB * FOR_SLICES:.0f}: {machines:.0f} machines.",
        f"**Scan over {machines:.0f} workers**: {scan:.1f} ms at {large:,}. From {small:,} on it grew by a factor of",
        f"{scan / found[small]['scan']['p50']:.1f}, leaving the processor's cache; taken as linear from there,",
        f"{scan:.1f} x {tenfold:.0f} / {machines:.0f} = {scan * tenfold / machines:.0f} ms each, and the merge.",
        f"**Blocks on one machine**: {block[small]['p50']:.1f} / {block[small]['p99']:.1f} ms at {small:,},",
        f"{block[large]['p50']:.1f} / {block[large]['p99']:.1f} at {large:,}, factors of {growth['p50']:.2f} and",
        f"{growth['p99']:.2f}; the same once more gives {projected['p50']:.1f} / {projected['p99']:.1f} ms. Mapped,",
        f"they are {LARGE:,} x {bytes_['blocks']:.0f} bytes = {LARGE * bytes_['blocks'] / 1e9:.1f} GB.",
        f"**Cost of a million searches**, at {PRICE} dollars for an hour of a core (an assumption): by the scan",
        f"1,000,000 x {scan * tenfold / 1000:.2f} s / 3,600 x {PRICE} = {dollars(scan * tenfold)}; by blocks",
        f"1,000,000 x {projected['p50'] / 1000:.4f} s / 3,600 x {PRICE} = {dollars(projected['p50'])}.",
    )
    return "\n".join(f"- {line}" if line.startswith("**") else f"  {line}" for line in lines)


def dollars(milliseconds: float) -> str:
    """What a million searches of so many milliseconds cost."""
    return f"{1e6 * milliseconds / 1000 / 3600 * PRICE:.2f} dollars"


def page(figures: dict[int, dict]) -> str:
    large = max(figures)
    built = ", ".join(
        f"{found['blocks_built_s']:.0f} s at {size:,}" for size, found in figures.items() if "blocks_built_s" in found
    )
    loads = [found["load"] for found in figures.values()]
    size, of_lists = next((size, found["lists"]) for size, found in figures.items() if "lists" in found)
    return PAGE.format(
        load=f"{min(loads):.0f} to {max(loads):.0f}",
        ours=ours(figures), others=others(figures), cluster=cluster(figures), kills=kills(figures),
        scan_bytes=figures[large]["bytes_a_recording"]["scan"],
        block_bytes=figures[large]["bytes_a_recording"]["blocks"],
        lists=lists(of_lists), lists_kills=lists_kills(of_lists), lists_load=f"{of_lists['load']:.0f}", size=size,
        block_build=built, projection=projection(figures), large=LARGE,
        stored=next(found["stored_bytes"] for found in figures.values() if "stored_bytes" in found),
    )  # fmt: skip


def main() -> None:
    found = json.loads((DOCS / "scale.json").read_text(encoding="utf-8"))
    figures = {int(size): found[size] for size in sorted(found, key=int)}
    (DOCS / "SCALE.md").write_text(page(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
