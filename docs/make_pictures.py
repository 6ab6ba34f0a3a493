"""The README's pictures of the web chat, taken from a conversation with the catalogue in use.

``python -m docs.make_pictures`` from the repository's root writes ``desktop-*.png``, ``phone-*.png`` and
``talk-*.png`` into ``docs``. It needs Chromium.
"""

import asyncio
import io
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.platforms.web.app import serve
from bot.platforms.web.channel import Channel
from bot.settings import Settings
from docs.talk_pictures import TURNS, discord_page, slack_page, terminal_page
from engine import Engine
from pipeline.bootstrap import find_or_make

ROOT = Path(__file__).resolve().parent.parent
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 960}, "device_scale_factor": 1.25}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
MOST_BYTES = 600_000


async def main() -> None:
    settings = Settings.read(os.environ)
    directory, which = find_or_make(settings.catalogue, settings.dataset, settings.models, settings.data)
    print(which)
    unlimited = Cooldown(burst=1000)
    conversation = Conversation(Engine.load(directory, settings.models), cooldown=unlimited)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No browser is installed: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium,
            args=["--headless=new", "--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
        )
        for scheme in ("dark", "light"):
            runner = await serve(Channel(conversation, questions=unlimited), "127.0.0.1", 0)
            await take(browser, f"http://localhost:{runner.addresses[0][1]}", scheme)
            await runner.cleanup()
        await talk_on_the_web(browser, conversation)
        pages = (("discord", discord_page), ("slack", slack_page), ("terminal", terminal_page))
        for platform, page in pages:
            await save_page(browser, page(conversation), f"talk-{platform}.png")
        await browser.close()
    conversation.close()


async def talk_on_the_web(browser: Browser, conversation: Conversation) -> None:
    """The ten turns on the page, in one tall picture."""
    runner = await serve(Channel(conversation, questions=Cooldown(burst=1000)), "127.0.0.1", 0)
    tall: dict[str, Any] = {"viewport": {"width": 1000, "height": 800}}
    page = await visit(browser, f"http://localhost:{runner.addresses[0][1]}", "Ana", "light", tall)
    for text in TURNS:
        await ask(page, text)
    for _ in range(2):  # Without its scroll bar the log is wider, and may be of another height.
        height = await page.evaluate("innerHeight + log.scrollHeight - log.clientHeight")
        await page.set_viewport_size({"width": 1000, "height": height})
    await save(page, "talk-web.png")
    await page.context.close()
    await runner.cleanup()


async def save_page(browser: Browser, content: str, name: str) -> None:
    """A picture of a page of HTML or SVG, as tall as it is."""
    context = await browser.new_context(viewport={"width": 820, "height": 600})
    page = await context.new_page()
    await page.set_content(content)
    write(await page.screenshot(full_page=True), name)
    await context.close()


async def take(browser: Browser, url: str, scheme: str) -> None:
    """Two people talk: a picture of each one's screen, with a name being completed in the light one of the desktop."""
    ada = await visit(browser, url, "Ada", scheme, DESKTOP)
    ben = await visit(browser, url, "Ben", scheme, PHONE)
    await ask(ada, "three calm songs for a rainy sunday morning")
    await ask(ada, "less sad")
    if scheme == "light":
        await ask(ada, "more like the second one")
        await ada.locator("#text").press_sequentially("songs like blinding")
        await ada.locator("#options li").first.wait_for()
    await save(ada, f"desktop-{scheme}.png")
    await ask(ben, "compare techno and jazz" if scheme == "dark" else "happy disco around 120 bpm, but less known")
    if scheme == "dark":
        await ben.locator(".picture").last.scroll_into_view_if_needed()
    await save(ben, f"phone-{scheme}.png")
    await ada.context.close()
    await ben.context.close()


async def visit(browser: Browser, url: str, name: str, scheme: Any, screen: dict[str, Any]) -> Page:
    context = await browser.new_context(**screen, color_scheme=scheme, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(url)
    await page.evaluate("name => localStorage.setItem('name', name)", name)
    await page.reload()
    await page.locator("#tries button").first.wait_for()
    return page


async def ask(page: Page, text: str) -> None:
    before = await page.locator(".exchange").count()
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Escape")
    await page.locator("#text").press("Enter")
    await answered(page, before)


async def press(page: Page, label: str) -> None:
    before = await page.locator(".exchange").count()
    await page.locator(".exchange").last.get_by_role("button", name=label, exact=True).click()
    await answered(page, before)


async def answered(page: Page, before: int) -> None:
    exchange = page.locator(".exchange").nth(before)
    await exchange.locator(".card").wait_for()
    await page.mouse.move(0, 0)
    for image in await exchange.locator(".picture img").all():
        await image.evaluate("image => image.decode()")
    await page.wait_for_timeout(300)


async def save(page: Page, name: str) -> None:
    write(await page.screenshot(), name)


def write(png: bytes, name: str) -> None:
    """Write a picture with 256 colours, which screens of text do not exceed visibly."""
    shot = Image.open(io.BytesIO(png)).convert("RGB").quantize(256)
    path = ROOT / "docs" / name
    shot.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {shot.width} x {shot.height}, {size / 1000:.0f} kB")
    assert size < MOST_BYTES, f"{name} is too large"


if __name__ == "__main__":
    asyncio.run(main())
