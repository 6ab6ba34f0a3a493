"""``make soak``: many mixed requests through each platform's stand-in, then more while things go wrong.

After a warm-up of half of the requests memory may grow by 5 % and no file, thread or task may be left; every request
is answered once. ``SOAK_COUNT`` says how many requests a platform gets, 3,000 by default. ``--minutes`` ends the
requests of a platform after a time, in order: the troubles follow, and the report is written. After the requests under
each trouble it is measured how long the first good answer takes once more, and what others get while one person floods.
"""

import argparse
import asyncio
import ctypes
import gc
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot import heap
from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.memory import Memory
from bot.reply import Reply
from bot.serving import Renewal
from engine import Engine
from pipeline.demo import write_demo
from tests.bot.memory.gone import gone
from tests.commit import commit
from tests.soak import flood
from tests.soak.platforms import NAMES, Platform, opened
from tests.soak.requests import Day

MODELS = Path(__file__).resolve().parents[2] / "models"
BATCH = 100
PEOPLE = 20
LOOKS = 20
"""How often what the process holds is looked at on the way."""
TROUBLES = ("database gone", "catalogue replaced", "429", "5xx", "network cut", "broken", "clock jumps")
NETWORK = ("429", "5xx", "network cut", "broken")
MOST_GROWTH = 0.05
RECOVERIES = 5
"""How often each trouble is waited for once more, to see how long recovery takes."""
NEEDS_EVERYTHING = "/crate list"
"""Is answered well only if the platform, the catalogue and the database are there."""


@dataclass
class State:
    """What a process holds: anonymous memory in MB, open files, threads, tasks."""

    memory: float
    files: int
    threads: int
    tasks: int

    @classmethod
    def now(cls) -> "State":
        """After all that can be given back was given back."""
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        status = Path("/proc/self/status").read_text()
        kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon"))
        files = len(os.listdir("/proc/self/fd"))
        return cls(round(kilobytes / 1024, 1), files, threading.active_count(), len(asyncio.all_tasks()))


@dataclass
class Result:
    """What became of one platform's requests.

    Attributes
    ----------
    course : list of tuple of (int, State)
        What the process held after so many requests, from the first look to the end of the mixed requests.
    recovery : dict of str to list of int
        By trouble, the milliseconds to the first good answer, ascending: from the moment it was over, or where
        a trouble is a single event, such as a connection that breaks, from that.
    """

    platform: str
    asked: int = 0
    unanswered: int = 0
    answered_twice: int = 0
    faults: int = 0
    course: list[tuple[int, State]] = field(default_factory=list)
    troubles: dict[str, int] = field(default_factory=dict)
    recovery: dict[str, list[int]] = field(default_factory=dict)

    @property
    def warm(self) -> State | None:
        """What the process held after half of the mixed requests."""
        half = self.course[-1][0] / 2 if self.course else 0
        return next((state for asked, state in self.course if asked >= half), None)

    @property
    def end(self) -> State | None:
        """What the process held after all of them."""
        return self.course[-1][1] if self.course else None

    @property
    def problems(self) -> list[str]:
        """What does not hold."""
        found = [f"{getattr(self, name)} {name}" for name in ("unanswered", "answered_twice", "faults")]
        found = [one for one in found if not one.startswith("0 ")]
        if self.warm and self.end:
            if self.end.memory > self.warm.memory * (1 + MOST_GROWTH):
                found.append(f"memory grew from {self.warm.memory} to {self.end.memory} MB")
            left = (("files", 2), ("threads", 2), ("tasks", 2))
            found += [
                f"{name} grew from {getattr(self.warm, name)} to {getattr(self.end, name)}"
                for name, room in left
                if getattr(self.end, name) > getattr(self.warm, name) + room
            ]
        return found


class Faults(logging.Handler):
    """Counts replies that were our fault."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += record.getMessage().startswith("fault ")


class Watched(Conversation):
    """Counts the answers that were good."""

    good = 0

    def said(self, *asked: Any) -> Reply:
        return self._noted(super().said(*asked))

    async def say(self, *asked: Any) -> Reply:
        return self._noted(await super().say(*asked))

    def _noted(self, reply: Reply) -> Reply:
        self.good += reply.ok
        return reply


class Clock:
    """The time of the memory, which may jump."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


async def batch(platform: Platform, day: Day, result: Result, count: int) -> None:
    """Ask so many requests, some at a time."""
    people = asyncio.Semaphore(8)

    async def one(number: int, text: str) -> None:
        async with people:
            try:
                await platform.ask(number % PEOPLE, text)
            except TimeoutError:
                result.unanswered += 1
                print(f"not answered on {result.platform}: {text!a}", flush=True)

    texts = [day.next() for _ in range(count)]
    await asyncio.gather(*(one(number, text) for number, text in enumerate(texts)))
    await platform.settle()
    result.asked += count
    result.answered_twice += sum(answers > 1 for answers in platform.answers.values())
    platform.answers.clear()


@asynccontextmanager
async def trouble(kind: str, platform: Platform, memory: Memory, clock: Clock, directory: Path) -> AsyncIterator[None]:
    """Let something go wrong while the block runs."""
    if kind == "database gone":
        with gone(memory):
            yield
    elif kind == "catalogue replaced":
        replacing = asyncio.create_task(asyncio.to_thread(write_demo, directory, MODELS))
        yield
        await replacing
    elif kind == "clock jumps":
        clock.ahead = 3600.0
        yield
        clock.ahead = -3600.0
    else:
        breaking = asyncio.create_task(_soon(platform, kind))
        yield
        await breaking
    clock.ahead = 0.0


async def _soon(platform: Platform, kind: str) -> None:
    # A gateway that breaks again while a session is resumed begins a new one, and what was said between is lost.
    for _ in range(1 if kind == "broken" else 3):
        await asyncio.sleep(0.2)
        await platform.trouble(kind)


async def recovery(
    kind: str, platform: Platform, conversation: Watched, memory: Memory, clock: Clock, directory: Path
) -> int:
    """Milliseconds to the first good answer after a trouble, with nobody else asking."""
    before = conversation.engine.catalogue.directory
    if kind in NETWORK:
        over = time.perf_counter()
        await platform.trouble(kind)
    else:
        async with trouble(kind, platform, memory, clock, directory):
            await platform.ask(0, NEEDS_EVERYTHING)
        over = time.perf_counter()
    while True:
        good = conversation.good
        await platform.ask(0, NEEDS_EVERYTHING)
        taken_up = kind != "catalogue replaced" or conversation.engine.catalogue.directory != before
        if conversation.good > good and taken_up:
            return round(1000 * (time.perf_counter() - over))


async def mixed(platform: Platform, day: Day, result: Result, count: int, minutes: float) -> None:
    """Ask so many requests, or as many as the time allows, and look on the way at what the process holds."""
    over = time.monotonic() + 60 * minutes
    step = min(max(BATCH, count // LOOKS), 1000)
    while result.asked < count and time.monotonic() < over:
        await batch(platform, day, result, min(BATCH, count - result.asked))
        if result.asked >= (result.course[-1][0] if result.course else 0) + step:
            result.course.append((result.asked, State.now()))
            print(f"    {result.asked:,}: {result.course[-1][1]}", flush=True)
    if not result.course or result.course[-1][0] < result.asked:
        result.course.append((result.asked, State.now()))


async def soak(
    name: str, directory: Path, scratch: Path, count: int, seed: int, replaced: bool, minutes: float, under: int
) -> Result:
    """One platform: requests until its memory is warm, as many again, then some under each trouble."""
    clock, result, faults = Clock(), Result(name), Faults()
    logging.getLogger("bot.conversation").addHandler(faults)
    memory = Memory(f"sqlite:///{scratch}/{name}.sqlite", clock)
    conversation = Watched(
        Engine.load(directory, MODELS), cooldown=Cooldown(burst=10**9), memory=memory, keep_contexts=True
    )
    day = Day(conversation, seed)
    async with opened(name, conversation) as platform:
        await mixed(platform, day, result, count, minutes)
        for kind in TROUBLES:
            if kind == "catalogue replaced" and not replaced:
                continue
            async with trouble(kind, platform, memory, clock, directory):
                await batch(platform, day, result, under)
            result.troubles[kind] = under
        # Whatever was wrong is over: everything is as before.
        await batch(platform, day, result, under)
        with Renewal(conversation.renew):
            for kind in result.troubles:
                if kind in NETWORK and not platform.has_network:
                    continue
                many = 1 if kind == "catalogue replaced" else RECOVERIES
                taken = [await recovery(kind, platform, conversation, memory, clock, directory) for _ in range(many)]
                result.recovery[kind] = sorted(taken)
                await platform.settle()
                platform.answers.clear()
    conversation.close()
    memory.close()
    result.faults = faults.count
    logging.getLogger("bot.conversation").removeHandler(faults)
    return result


def described(result: Result) -> dict[str, Any]:
    """A result as reports hold it."""
    held = {"warm": result.warm and asdict(result.warm), "end": result.end and asdict(result.end)}
    return asdict(result) | held | {"problems": result.problems}


async def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    options.add_argument("--count", type=int, default=int(os.environ.get("SOAK_COUNT", "3000")))
    options.add_argument("--minutes", type=float, default=float("inf"), help="end a platform's requests after these")
    options.add_argument("--under-trouble", type=int, default=BATCH, help="requests under each trouble")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--platform", choices=NAMES, action="append")
    options.add_argument("--flood", action="store_true", help="no soak: what others get while one person floods")
    options.add_argument("--catalogue", type=Path, help="a built one; by default the demo catalogue, also replaced")
    options.add_argument("--report", type=Path, help="write what was asked and found as JSON")
    chosen = options.parse_args()
    logging.getLogger("bot").setLevel(logging.ERROR)
    heap.share()
    results = []
    with tempfile.TemporaryDirectory() as directory:
        scratch = Path(directory)
        tempfile.tempdir = directory
        catalogue = chosen.catalogue or scratch / "demo"
        if chosen.catalogue is None:
            write_demo(catalogue, MODELS)
        if chosen.flood:
            conversation = Conversation(Engine.load(catalogue, MODELS))
            flooded = await flood.measure(conversation, Day(conversation, chosen.seed))
            conversation.close()
        for name in () if chosen.flood else chosen.platform or NAMES:
            began = time.monotonic()
            replaced = chosen.catalogue is None
            result = await soak(
                name, catalogue, scratch, chosen.count, chosen.seed, replaced, chosen.minutes, chosen.under_trouble
            )
            results.append(result)
            print(f"{name}: {result.asked:,} requests, {time.monotonic() - began:.0f} s, {result.warm} -> {result.end}")
            print(f"    {'; '.join(result.problems) or 'nothing wrong'}", flush=True)
        tempfile.tempdir = None
    if chosen.report:
        platforms = [described(one) for one in results]
        made = {"commit": commit(), "seed": chosen.seed}
        made |= {"flood": flooded} if chosen.flood else {"platforms": platforms}
        chosen.report.write_text(json.dumps(made, indent=1) + "\n")
    return 1 if any(one.problems for one in results) else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
