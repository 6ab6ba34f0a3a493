"""Time to answer with a picture, by kind: the first of a process, one never asked before, and one asked again."""

import os
import platform
import subprocess
import sys
from statistics import median, quantiles

from benchmarks.recommend import catalogue, timed
from bot.conversation import Conversation
from bot.request import read_request

# Each kind with questions that differ, so that none but the last column is answered from the cache.
KINDS = {
    "popularity": [f"/explore popularity genre:{genre}" for genre in ("pop", "jazz", "metal", "house", "sleep")],
    "one feature": [
        f"/explore features feature:{name}" for name in ("energy", "tempo", "valence", "loudness", "duration")
    ],
    "all features": [f"/explore features genre:{genre}" for genre in ("pop", "jazz", "metal", "house", "sleep")],
    "genres": ["/explore genres by:popularity", "/explore genres by:size"],
    "correlations": [f"/explore correlations genre:{genre}" for genre in ("pop", "jazz", "metal", "house", "sleep")],
    "map": ["/explore map", *(f"/explore map genre:{genre} vs:opera" for genre in ("pop", "jazz", "metal", "house"))],
    "comparison": [f"/compare a:{genre} b:opera" for genre in ("pop", "jazz", "metal", "house", "sleep")],
    "drivers": [f"/drivers genre:{genre}" for genre in ("pop", "jazz", "metal", "house", "sleep")],
    "trend": [f"/trends feature:{name}" for name in ("energy", "tempo", "valence", "loudness", "duration")],
}
_FIRST = """
import sys, time
began = time.perf_counter()
from benchmarks.pictures import catalogue, Conversation, read_request
conversation = Conversation(catalogue())
ready = time.perf_counter()
if "warm" in sys.argv:
    conversation.warm()
warm = time.perf_counter()
assert conversation.answer(read_request("/explore popularity")).ok
print(ready - began, warm - ready, time.perf_counter() - warm)
"""


def main() -> None:
    for name, extra in (("not warmed", []), ("warmed after start-up", ["warm"])):
        runs = [_first(extra) for _ in range(3)]
        warming, first = (1000 * median(run[at] for run in runs) for at in (1, 2))
        print(f"first picture of a process, {name}: {first:.0f} ms" + (f" (warming {warming:.0f} ms)" if extra else ""))
    conversation = Conversation(catalogue())
    conversation.warm()
    print(f"{os.cpu_count()} cores, {platform.machine()}; a question never asked, the same again; kB a picture")
    everything = []
    for kind, questions in KINDS.items():
        requests = [read_request(question) for question in questions]
        sizes = [len(conversation.answer(request).pictures[0].png) / 1024 for request in requests[:1]]
        fresh = [timed(lambda request=request: conversation.answer(request)) for request in requests[1:]]
        again = [timed(lambda request=request: conversation.answer(request)) for request in requests]
        everything += fresh
        print(f"{kind:14s} {median(fresh):6.0f} ms {median(again):6.1f} ms {sizes[0]:5.0f} kB")
    print(f"95 of 100 under {quantiles(everything, n=20)[-1]:.0f} ms, the slowest {max(everything):.0f} ms")


def _first(extra: list[str]) -> list[float]:
    """Seconds to be ready, to warm, and to the first picture, in a process of its own."""
    run = subprocess.run([sys.executable, "-c", _FIRST, *extra], check=True, capture_output=True, text=True)
    return [float(part) for part in run.stdout.splitlines()[-1].split()]


if __name__ == "__main__":
    main()
