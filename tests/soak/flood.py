"""What others get while one person floods: answers a second, and how long they wait, beside quiet times."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from statistics import median, quantiles
from typing import Final

from bot.conversation import Conversation, Message
from bot.memory import Caller
from tests.fuzz.growth import LONGEST, SHAPES
from tests.soak.requests import Day

OTHERS: Final = 10
ASKED: Final = 6
"""Requests of each of the others in one time, quiet or not."""
TIMES: Final = 3
OUTSTANDING: Final = 100
"""Requests that the flood always has under way, which is more than the usual limit on one person lets through."""
FLOODS: Final = {
    "lists": "/recommend energy:high mood:happy limit:20",
    "long messages": SHAPES["names"](LONGEST // 18)[:LONGEST],
    "playlists": "/playlist mood:calm to:energetic minutes:400",
    "pictures": "/explore features feature:energy",
}


@dataclass
class Waits:
    """Seconds that others waited for each answer, and that all of them took together."""

    each: list[float] = field(default_factory=list)
    whole: float = 0.0
    failed: int = 0

    @property
    def report(self) -> dict[str, float]:
        """Answers a second, and milliseconds to an answer."""
        return {
            "a_second": round(len(self.each) / self.whole, 1),
            "median_ms": round(1000 * median(self.each), 1),
            "p95_ms": round(1000 * quantiles(self.each, n=20)[-1], 1),
            "failed": self.failed,
        }


@asynccontextmanager
async def flooding(conversation: Conversation, text: str, asked: list[int]) -> AsyncIterator[None]:
    """Let one person ask without a pause while the block runs. Counts what was asked in ``asked[0]``."""
    caller = Caller("web", "", "web:flood", "flood")
    over = asyncio.Event()

    async def again() -> None:
        while not over.is_set():
            asked[0] += 1
            await conversation.say(Message(text, user=caller.person, caller=caller))
            # Who is refused at once comes back at once, but lets others be heard.
            await asyncio.sleep(0.001)

    tasks = [asyncio.create_task(again()) for _ in range(OUTSTANDING)]
    await asyncio.sleep(0.2)
    try:
        yield
    finally:
        # What is under way is worked off: quiet times begin in quiet.
        over.set()
        await asyncio.gather(*tasks)


async def others(conversation: Conversation, day: Day, waits: Waits, numbers: "count[int]") -> None:
    """Ten people who ask one thing after the other."""

    async def person() -> None:
        number = next(numbers)
        for _ in range(ASKED):
            # Somebody new each time: what is measured is the flood, and not the limit on each of the others.
            caller = Caller("web", "", f"web:{number}-{next(numbers)}", "somebody")
            began = time.perf_counter()
            reply = await conversation.say(Message(day.light(), user=caller.person, caller=caller))
            waits.each.append(time.perf_counter() - began)
            waits.failed += reply.error is not None and reply.error.code in ("busy", "too_fast", "fault")

    began = time.perf_counter()
    await asyncio.gather(*(person() for _ in range(OTHERS)))
    waits.whole += time.perf_counter() - began


async def measure(conversation: Conversation, day: Day) -> dict[str, dict[str, object]]:
    """By kind of flood: what others get in quiet times and beside it, three times in turn.

    Parameters
    ----------
    conversation : Conversation
        With the usual limits on each person.
    day : Day
        What others ask.
    """
    found: dict[str, dict[str, object]] = {}
    numbers = count()
    await others(conversation, day, Waits(), numbers)  # what is read late is read now
    for kind, text in FLOODS.items():
        quiet, beside, asked = Waits(), Waits(), [0]
        for _ in range(TIMES):
            await others(conversation, day, quiet, numbers)
            async with flooding(conversation, text, asked):
                await others(conversation, day, beside, numbers)
        found[kind] = {"asked": asked[0], "quiet": quiet.report, "beside": beside.report}
        print(f"flood of {kind}: {found[kind]}", flush=True)
    return found
