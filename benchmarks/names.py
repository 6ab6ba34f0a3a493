"""Name search against comparing the text with every name, as rapidfuzz offers it.

Typed names: titles, titles with artist in both orders, halves of titles and titles with a slip, of recordings drawn
at random. Both find the best five; the ratio is of medians in one run. Processor time is told beside the time that
passed, since on a busy machine they differ.
"""

import random
import statistics
import time

from rapidfuzz import fuzz, process

from benchmarks.build import catalogue
from engine.catalogue.names import Names, fold

QUERIES = 200


def typed_names(tracks: list[tuple[str, str]]) -> list[str]:
    """Ways to type the names of (title, artist)."""
    kinds = (
        lambda title, artist: title,
        lambda title, artist: f"{title} {artist}",
        lambda title, artist: f"{artist} - {title}",
        lambda title, artist: title[: max(2, len(title) // 2)],
        lambda title, artist: title[:2] + title[3:],
    )
    return [kinds[number % len(kinds)](*track) for number, track in enumerate(tracks)]


def milliseconds(ask, texts: list[str], clock=time.perf_counter) -> list[float]:
    """Time of each question, ascending."""
    times = []
    for text in texts:
        began = clock()
        ask(text)
        times.append(1000 * (clock() - began))
    return sorted(times)


def main() -> None:
    read = catalogue()
    names = Names(read)
    rows = random.Random(1).sample(range(len(read)), min(QUERIES, len(read)))
    texts = typed_names([(track.track_name, track.artists[0]) for track in read.tracks(rows)])
    everything = [
        fold(f"{title} {artists[0]}")
        for title, artists in zip(read.words["track_name"].to_pylist(), read.words["artists"].to_pylist(), strict=True)
    ]
    names.find_tracks(texts[0])
    ours = milliseconds(lambda text: names.find_tracks(text, 5), texts)
    # Another one: this one remembers what it found.
    others = Names(read)
    processor = milliseconds(lambda text: others.find_tracks(text, 5), texts, time.process_time)
    theirs = milliseconds(
        lambda text: process.extract(fold(text), everything, scorer=fuzz.WRatio, limit=5), texts[:: len(texts) // 20]
    )
    last = int(0.99 * len(ours))
    print(f"{len(read):,} recordings, {len(texts)} typed names")
    print(f"trigram index      p50 {statistics.median(ours):7.2f} ms   p99 {ours[last]:7.2f} ms")
    print(f"  processor time   p50 {statistics.median(processor):7.2f} ms   p99 {processor[last]:7.2f} ms")
    print(f"rapidfuzz over all p50 {statistics.median(theirs):7.2f} ms")
    print(f"ratio of medians       {statistics.median(theirs) / statistics.median(ours):.0f} times faster")
    print(f"p99 within 10 ms: {'yes' if ours[last] <= 10 else 'NO'}")
