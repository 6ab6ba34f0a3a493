"""Files on their way to the page."""

import asyncio
from types import SimpleNamespace

import pytest
from aiohttp import web

from bot.platforms.web.uploads import MOST_UPLOAD, Uploads

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Arriving:
    """A request whose body comes in parts, and not at all once they are used up."""

    content_length = None

    def __init__(self, *parts):
        self.parts = list(parts)
        self.content = SimpleNamespace(read=self.read)

    async def read(self, most):
        if not self.parts:
            await asyncio.Event().wait()
        return self.parts.pop(0)


async def test_a_file_that_stays_away_is_not_waited_for_and_holds_nobody_up():
    uploads = Uploads(pause_s=0.2)
    stuck = [asyncio.create_task(uploads.read(Arriving(b"x"), f"p{number // 2}")) for number in range(20)]
    await asyncio.sleep(0)
    assert await uploads.read(Arriving(b"abc", b"def", b""), "ada") == b"abcdef"
    for one in stuck:
        with pytest.raises(web.HTTPRequestTimeout):
            await one
    assert await uploads.read(Arriving(b"abc", b""), "p0") == b"abc"


async def test_one_person_sends_two_files_at_once_and_a_dozen_soon_after_each_other():
    uploads = Uploads()
    waiting = [asyncio.create_task(uploads.read(Arriving(b"x"), "ada")) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(web.HTTPTooManyRequests):
        await uploads.read(Arriving(b"x", b""), "ada")
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    for _ in range(10):
        await uploads.read(Arriving(b"x", b""), "ada")
    with pytest.raises(web.HTTPTooManyRequests):
        await uploads.read(Arriving(b"x", b""), "ada")


async def test_what_arrives_is_bounded_in_each_file_and_in_all():
    uploads = Uploads()
    with pytest.raises(web.HTTPRequestEntityTooLarge):
        await uploads.read(Arriving(*[bytes(MOST_UPLOAD // 2)] * 3, b""), "ada")
    large = [bytes(MOST_UPLOAD // 2)] * 2
    waiting = [asyncio.create_task(uploads.read(Arriving(*large), f"p{number}")) for number in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(web.HTTPTooManyRequests):
        await uploads.read(Arriving(b"x", b""), "eve")
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await uploads.read(Arriving(b"x", b""), "eve") == b"x"
