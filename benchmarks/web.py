"""The web page: what the page weighs, when it first paints, how long a question takes over the socket.

The paint is Chromium's own PerformancePaintTiming, each load in a fresh profile without cache; the latencies are
taken by a socket client on loopback, from sending the message to having the answer. Beside the paint stands that of
a page of one word from the same server: what the browser and the machine take for themselves.
"""

import asyncio
import json
import shutil
from statistics import median, quantiles
from time import perf_counter

import aiohttp

from benchmarks.recommend import catalogue
from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.web.app import serve
from bot.platforms.web.channel import Channel
from engine import Engine

LOADS = 15
QUESTIONS = 50

_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_WEIGHT = """() => performance.getEntries().filter((e) => e.encodedBodySize && !e.name.includes('/blob/'))
    .reduce((sum, e) => sum + e.encodedBodySize, 0)"""


def main() -> None:
    asyncio.run(measure(catalogue()))


async def measure(engine: Engine) -> None:
    unlimited = Cooldown(burst=10_000)
    conversation = Conversation(engine, cooldown=unlimited)
    runner = await serve(Channel(conversation, questions=unlimited), "127.0.0.1", 0)
    url = f"http://localhost:{runner.addresses[0][1]}"
    try:
        await first_paint(url)
        await latency(url, "ask", "exchange", text="/recommend energy:high mood:happy")
        await latency(url, "ask", "exchange", text="/similar track:blue")
        await latency(url, "complete", "suggestions", command="similar", option="track", text="blu")
    finally:
        await runner.cleanup()
        conversation.close()


async def first_paint(url: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no browser is installed: page not measured")
        return
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--headless=new", "--no-sandbox", "--disable-gpu"]
        )
        paints: dict[str, list[float]] = {"/": [], "/page/none": []}
        for _ in range(LOADS):
            for path, times in paints.items():
                context = await browser.new_context()
                page = await context.new_page()
                await page.goto(url + path)
                await page.wait_for_load_state("networkidle")
                times.append(await page.evaluate(_PAINT))
                if path == "/":
                    weight = await page.evaluate(_WEIGHT)
                await context.close()
        await browser.close()
    print(f"page: {weight / 1000:.1f} kB in all, uncompressed")
    print(f"first contentful paint, {LOADS} fresh profiles: {spread(paints['/'])}")
    print(f"that of a page of one word: {spread(paints['/page/none'])}")


async def latency(url: str, kind: str, answer: str, **message: str) -> None:
    """Questions one after the other, each sent when the one before is answered."""
    took, inside = [], []
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await (await session.get(url)).read()
        socket = await session.ws_connect(f"{url}/socket", headers={"Origin": url})
        await socket.send_json({"type": "join", "name": "Ada"})
        for number in range(QUESTIONS):
            began = perf_counter()
            await socket.send_json({"type": kind, "id": f"question{number:03}", **message})
            while True:
                heard = json.loads((await socket.receive()).data)
                if heard["type"] == answer and heard.get("reply", {}) is not None:
                    break
            took.append(1000 * (perf_counter() - began))
            inside.append(heard.get("reply", {}).get("elapsed_ms", 0.0))
    of_it = f", of it in the conversation {median(inside):.2f}" if any(inside) else ""
    print(f"{kind} {message.get('text')!r}: {spread(took)}{of_it}")


def spread(values: list[float]) -> str:
    return f"median {median(values):.1f} ms, 95th percentile {quantiles(values, n=20)[-1]:.1f} ms"


if __name__ == "__main__":
    main()
