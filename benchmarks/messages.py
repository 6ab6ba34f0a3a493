"""The most expensive messages of a platform's length: time and memory by shape.

Processor time of one thread, the better of three runs, with nothing remembered of the runs before; memory is the peak
of what one message allocates. Drawing replies is not counted. Heavy commands (``/playlist``, pictures) are told apart:
they have threads of their own.
"""

import time
import tracemalloc

from benchmarks.recommend import catalogue
from bot.conversation import Conversation
from bot.cooldown import Cooldown
from tests.fuzz.growth import ORDINARY, long_messages, ready, send

WORST = 12
MOST_MS = 50
MOST_MB = 20


def milliseconds(talk: Conversation, text: str, runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        ready(talk)
        began = time.thread_time()
        send(talk, text)
        times.append(1000 * (time.thread_time() - began))
    return min(times)


def megabytes(talk: Conversation, text: str) -> float:
    ready(talk)
    tracemalloc.start()
    send(talk, text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    talk = Conversation(catalogue(), cooldown=Cooldown(burst=10**9))
    messages = long_messages(talk.engine)
    milliseconds(talk, ORDINARY)
    print(f"an ordinary message: {milliseconds(talk, ORDINARY):.1f} ms, {megabytes(talk, ORDINARY):.1f} MB")
    print(f"an ordinary playlist: {milliseconds(talk, '/playlist happy'):.1f} ms")
    cost = {name: (milliseconds(talk, text), megabytes(talk, text)) for name, text in messages.items()}
    for name, (taken, held) in sorted(cost.items(), key=lambda one: -one[1][0])[:WORST]:
        print(f"{name:30} {taken:6.1f} ms  {held:5.1f} MB")
    light = {name: one for name, one in cost.items() if not messages[name].startswith("/playlist")}
    slowest, largest = (max(one[place] for one in light.values()) for place in (0, 1))
    print(f"{len(messages)} shapes, the worst of light work: {slowest:.0f} ms, {largest:.1f} MB")
    print(f"within {MOST_MS} ms and {MOST_MB} MB: {'yes' if slowest <= MOST_MS and largest <= MOST_MB else 'NO'}")
    talk.close()


if __name__ == "__main__":
    main()
