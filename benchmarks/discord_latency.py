"""Discord over the wire: time to the first sign and to the answer, the event loop's worst block, memory.

The unmodified ``python -m bot discord`` answers a stand-in for Discord on this machine, which begins interactions at
once in groups of 1, 10, 50 and 200. Beside it, the least that the same library can do: a bot whose one command sends a
constant text. Both are measured in turn, by the stand-in's clock, so the network is loopback and nothing else.
Last, what two processes of cratebot with a shard each, sharing a fresh memory, give beside one.
"""

import asyncio
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
from tqdm import tqdm

from bot.settings import Settings
from pipeline.bootstrap import find_or_make
from tests.bot.platforms.discord.stand_in import TOKEN, StandIn

GROUPS = {1: 200, 10: 40, 50: 12, 200: 5}
EARLY, LATE = 100, 10_000
PORT = 8799
BOTS = {
    "constant text": ["-m", "benchmarks.discord_latency", "constant"],
    "cratebot": ["-m", "bot", "discord"],
}
TYPED = ("blinding lights", "smells like teen", "the weeknd", "dancing queen", "love me like", "take on me")
LEVELS = ("very low", "low", "medium", "high", "very high")
MOODS = ("happy", "sad", "calm", "energetic", "dark", "romantic", "party", "focus")


def main() -> None:
    """Measure and print."""
    if sys.argv[1:] == ["constant"]:
        return constant()
    settings = Settings.read(os.environ)
    directory, which = find_or_make(settings.catalogue, settings.dataset, settings.models, settings.data)
    print(which)
    asyncio.run(measure(directory))


async def measure(catalogue: Path) -> None:
    """Both bots in turn, each at every group size; then what only cratebot has."""
    chance = random.Random(0)
    heads = "".join(f"{head:>8}" for head in ("p50", "p95", "p99"))
    print(
        f"{'':16}{'at once':>8}   first sign:{heads}   answer:{heads}   a second    lost   loop late by    its own work"
    )
    medians: dict[str, list[float]] = {}
    for name, command in BOTS.items():
        async with running(command, catalogue) as stand_in:
            ours = name == "cratebot"
            await ask(stand_in, chance, 20)
            for at_once, rounds in GROUPS.items():
                if ours:
                    await loop_times()  # They begin anew with each reading.
                began = time.perf_counter()
                asked = [one for _ in range(rounds) for one in await ask(stand_in, chance, at_once)]
                lost = sum(one.lost for one in asked)
                rate = len(asked) / (time.perf_counter() - began)
                signs = 1000 * np.percentile([one.acknowledged_after for one in asked], [50, 95, 99])
                answers = 1000 * np.percentile([one.answered_after for one in asked], [50, 95, 99])
                medians.setdefault(name, []).append(float(answers[0]))
                sign, answer = ("".join(f"{ms:8.0f}" for ms in times) for times in (signs, answers))
                loop = "".join(f"{ms:15.0f}" for ms in await loop_times()) if ours else ""
                print(f"{name:16}{at_once:8}{'':14}{sign}{'':10}{answer}{rate:11.0f}{lost:8}{loop}   (times in ms)")
            if ours:
                await completion(stand_in, chance)
                await memory(stand_in, chance)
    pairs = zip(GROUPS, medians["cratebot"], medians["constant text"], strict=True)
    await shared_out(catalogue, chance)
    ratios = ", ".join(f"{answer / least:.1f} at {at_once}" for at_once, answer, least in pairs)
    print(f"median answer, times that of the constant text: {ratios}")


async def shared_out(catalogue: Path, chance: random.Random) -> None:
    """Print how many answers a second one process and two give, in turn, and their ratio."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for processes in (1, 2) * 3:
        async with running(BOTS["cratebot"], catalogue, processes) as stand_in:
            for _ in range(2):
                await ask(stand_in, chance, 200)  # as a bot that has run for a while
            began = time.perf_counter()
            answers = [one for _ in range(3) for one in await ask(stand_in, chance, 200)]
            rates[processes].append(len(answers) / (time.perf_counter() - began))
    one, two = (float(np.median(rates[processes])) for processes in (1, 2))
    print(f"200 at once: {one:.0f} answers a second by one process, {two:.0f} by two, {two / one:.2f} times")


async def completion(stand_in: StandIn, chance: random.Random) -> None:
    """Print how long the choices take while somebody types a track's name."""
    times = []
    for _ in range(200):
        began = time.perf_counter()
        await stand_in.type("similar", "track", chance.choice(TYPED)[: chance.randint(0, 12)])
        times.append(1000 * (time.perf_counter() - began))
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    print(f"completion of a track's name: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms")


async def memory(stand_in: StandIn, chance: random.Random) -> None:
    """Print the memory in use after some and after many interactions of a fresh count."""
    figures = []
    with tqdm(total=LATE, desc="interactions", file=sys.stderr) as bar:
        for goal in (EARLY, LATE):
            while bar.n < goal:
                bar.update(len(await ask(stand_in, chance, 50)))
                stand_in.forget()
            figures.append((await metrics("process_resident_memory_bytes"))[0] / 2**20)
    print(f"memory: {figures[0]:.0f} MB after {EARLY}, {figures[1]:.0f} MB after {LATE:,} further interactions")


async def ask(stand_in: StandIn, chance: random.Random, at_once: int) -> list[Any]:
    """Begin so many interactions, each by another person, and wait for all answers."""
    asked = []
    for number in range(at_once):
        query = {"energy": chance.choice(LEVELS), "mood": chance.choice(MOODS), "_user": chance.getrandbits(60)}
        if stand_in.shards > 1:
            query["_guild"] = str((number % stand_in.shards) << 22 | 1)
        asked.append(await stand_in.slash("recommend", **query))
    await asyncio.wait_for(asyncio.gather(*(one.answered.wait() for one in asked)), 120)
    return asked


async def loop_times() -> list[float]:
    """Milliseconds: the latest that the bot's event loop came to a task, and its own longest work."""
    return [1000 * seconds for seconds in await metrics("cratebot_loop_late_seconds", "cratebot_loop_busy_seconds")]


async def metrics(*names: str) -> list[float]:
    """The bot's own metrics, in one reading."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{PORT}/metrics") as response:
        text = await response.text()
    return [float(re.search(rf"^{name} (\S+)", text, re.MULTILINE)[1]) for name in names]


@asynccontextmanager
async def running(command: list[str], catalogue: Path, processes: int = 1) -> AsyncIterator[StandIn]:
    """The processes of a bot, a shard each, that share a fresh memory, connected to a stand-in."""
    async with StandIn(shards=processes, at_once=processes, checks=False) as stand_in:
        with tempfile.TemporaryDirectory() as data, tempfile.TemporaryFile() as log:
            environment = {
                **os.environ, "DISCORD_TOKEN": TOKEN, "CRATEBOT_DISCORD_API": stand_in.api,
                "CRATEBOT_CATALOGUE": str(catalogue), "CRATEBOT_DATA": data, "CRATEBOT_LOG": "ERROR",
            }  # fmt: skip
            started = [
                await asyncio.create_subprocess_exec(
                    sys.executable, *command, stderr=log, env=environment | {
                        "CRATEBOT_HEALTH_PORT": str(PORT + number), "CRATEBOT_SHARDS": f"{number}/{processes}",
                    },
                )
                for number in range(processes)
            ]  # fmt: skip
            try:
                ready = asyncio.ensure_future(stand_in.ready.wait())
                ends = [asyncio.ensure_future(process.wait()) for process in started]
                await asyncio.wait([ready, *ends], timeout=60, return_when=asyncio.FIRST_COMPLETED)
                if not ready.done():
                    log.seek(0)
                    raise RuntimeError(f"The bot did not come up: {log.read().decode(errors='replace')[-2000:]}")
                yield stand_in
            finally:
                for process in started:
                    if process.returncode is None:
                        process.send_signal(signal.SIGTERM)
                    await process.wait()


def constant() -> None:
    """The other bot: discord.py's own command tree and one text."""
    import discord
    from discord import app_commands
    from discord.http import Route

    Route.BASE = os.environ["CRATEBOT_DISCORD_API"]
    client = discord.AutoShardedClient(intents=discord.Intents.none(), allowed_mentions=discord.AllowedMentions.none())
    tree = app_commands.CommandTree(client)

    @tree.command(description="A constant text")
    async def recommend(interaction: discord.Interaction, energy: str, mood: str) -> None:
        await interaction.response.send_message("constant")

    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
