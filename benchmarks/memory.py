"""The team's memory: operations a second, size on disk, digests in simulated weeks, what a taste predicts.

``python -m benchmarks.memory [URL]``: SQLite in a temporary folder, and PostgreSQL where a URL of an empty database is
given (``postgresql+psycopg://...``).
"""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.memory import Caller, Memory, SavedTrack
from bot.memory.taste import of_track
from bot.posting import NotPosted, Posting
from bot.reply import Reply, Row

TRACKS = [SavedTrack(f"track{n}", f"Song {n}", f"Artist {n % 50}") for n in range(200)]
WEEK = 7 * 24 * 3600


def act(memory: Memory, caller: Caller, chance: random.Random) -> None:
    """One thing that a person does: mostly votes and likes, some notes, every fifth time a look at the crate."""
    track = chance.choice(TRACKS)
    kind = chance.random()
    if kind < 0.2:
        memory.crates.get(caller, "crate")
    elif kind < 0.55:
        memory.crates.vote(caller, "crate", track.track_id, chance.choice((1, -1)))
    elif kind < 0.9:
        memory.taste.feel(caller, of_track(track, "like"))
    else:
        memory.crates.note(caller, "crate", track.track_id, "a remark of the usual length")


async def rate(memory: Memory, people: int, actions: int) -> tuple[float, float, float]:
    """(operations a second, median and 99th percentile in ms) of so many people at once.

    As in the bot, each person waits for the answer, and two worker threads answer everybody in turn; times are from
    the asking to the answer.
    """
    loop = asyncio.get_running_loop()
    took = []

    async def person(number: int) -> None:
        chance = random.Random(number)
        caller = Caller("discord:1", "general", f"discord:{number}", f"Person {number}")
        for step in range(actions // people):
            began = time.perf_counter()
            key = f"{time.monotonic_ns()}-{number}-{step}"
            await loop.run_in_executor(pool, act, memory, replace(caller, key=key), chance)
            took.append(1000 * (time.perf_counter() - began))

    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        await asyncio.gather(*map(person, range(people)))
    return len(took) / (time.perf_counter() - began), *np.percentile(took, [50, 99])


def size(memory: Memory) -> int:
    """Bytes of the database."""
    with memory.database.engine.connect() as connection:
        if memory.url.startswith("sqlite"):
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return Path(memory.url.removeprefix("sqlite:///")).stat().st_size
        return connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()


def operations(url: str) -> None:
    """Print rates at 1 and 50 people, and the size of 10,000 actions."""
    memory = Memory(url)
    setup = Caller("discord:1", "general", "discord:0", "Person 0")
    memory.crates.new(setup, "crate")
    memory.crates.add(setup, "crate", TRACKS)
    empty, done = size(memory), 0
    for people, actions in ((1, 500), (50, 1500)):
        each, median, slow = asyncio.run(rate(memory, people, actions))
        done += actions
        print(f"{people:3} people: {each:6.0f} operations a second, median {median:.1f} ms, p99 {slow:.1f} ms")
    print(f"size: {(size(memory) - empty) / done * 10_000 / 2**20:.1f} MB for 10,000 actions")
    memory.close()


class World:
    """A channel in a world where processes stop, platforms refuse, and several look at once."""

    def __init__(self, url: str, seed: int) -> None:
        self.now = 1_700_000_000.0
        self.posts: list[tuple[str, int]] = []
        self.chance = random.Random(seed)
        self.processes = [Memory(url, lambda: self.now) for _ in range(3)]

    async def answer(self, request: str, caller: Caller) -> Reply:
        return Reply("", rows=tuple(Row(f"t{self.chance.randrange(10**6)}") for _ in range(10)))

    async def post(self, workspace: str, channel: str, reply: Reply, nonce: str) -> None:
        if self.chance.random() < 0.1:
            raise NotPosted
        _, digest, due = nonce.split("-")
        self.posts.append((digest, int(due)))


async def simulate(url: str, weeks: int) -> str:
    """Weekly and daily digests under three processes that race, with refusals and downtimes."""
    world = World(url, 1)
    boss = Caller("discord:1", "general", "discord:0", "Boss", may_manage=True)
    for every in ("monday", "day", "sunday"):
        world.processes[0].digests.add(boss, every, "02:30", "Europe/Berlin", "/emerging")
    postings = [Posting(one, "discord", world.answer, world.post) for one in world.processes]
    began, missed = world.now, 0.0
    while world.now < began + weeks * WEEK:
        # Every now and then everything is down for up to two days.
        step = 3600.0 if world.chance.random() > 0.01 else world.chance.uniform(3600, 48 * 3600)
        missed += step - 3600
        world.now += step
        await asyncio.gather(*(one.post_next() for one in postings for _ in range(2)))
    for one in world.processes:
        one.close()
    twice = sum(count > 1 for count in Counter(world.posts).values())
    return (
        f"{weeks} simulated weeks, 3 processes, {missed / 3600:.0f} hours down: "
        f"{len(world.posts)} digests posted of {9 * weeks} due, {twice} of them twice"
    )


def main() -> None:
    given = [argument for argument in sys.argv[1:] if "://" in argument]
    with tempfile.TemporaryDirectory() as folder:
        for url in (f"sqlite:///{Path(folder) / 'memory.sqlite'}", *given):
            print(f"## {url.partition(':')[0]}")
            operations(url)
        print(asyncio.run(simulate(f"sqlite:///{Path(folder) / 'weeks.sqlite'}", 20)))


if __name__ == "__main__":
    main()
