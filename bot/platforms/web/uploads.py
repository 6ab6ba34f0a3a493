"""Files on their way to the page: within bounds, and none that stays away is waited for."""

import asyncio
from collections import Counter
from typing import Final

from aiohttp import web

from bot.cooldown import Cooldown

MOST_UPLOAD: Final = 20 * 2**20
_MOST_ARRIVING: Final = 5 * MOST_UPLOAD
_MOST_OF_ONE: Final = 2
_WHOLE_S: Final = 60
_PAUSE_S: Final = 5.0
_CHUNK: Final = 64 * 2**10


class Uploads:
    """Reads uploads.

    Parameters
    ----------
    pause_s : float
        A file of which nothing arrives for so many seconds is not waited for.
    """

    def __init__(self, pause_s: float = _PAUSE_S) -> None:
        self._pause_s = pause_s
        self._of_one: Counter[str] = Counter()
        # Bytes of all files that are arriving: what a file takes up is what has come of it.
        self._arriving = 0
        self._often = Cooldown(burst=12, seconds=2)

    async def read(self, request: web.Request, person: str) -> bytes:
        """The content of an upload.

        Raises
        ------
        HTTPRequestEntityTooLarge, HTTPTooManyRequests, HTTPRequestTimeout
        """
        if (request.content_length or 0) > MOST_UPLOAD:
            raise web.HTTPRequestEntityTooLarge(MOST_UPLOAD, request.content_length or 0)
        if self._of_one[person] >= _MOST_OF_ONE:
            raise web.HTTPTooManyRequests(text="Other files of yours are being sent. Try again in a minute.")
        if wait := self._often.seconds_left(person):
            raise web.HTTPTooManyRequests(text=f"You send many files. Try again in {wait} s.")
        self._of_one[person] += 1
        chunks: list[bytes] = []
        try:
            async with asyncio.timeout(_WHOLE_S):
                await self._receive(request, chunks)
            return b"".join(chunks)
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="The file took too long to arrive.") from None
        finally:
            self._arriving -= sum(map(len, chunks))
            self._of_one[person] -= 1
            self._of_one += Counter()

    async def _receive(self, request: web.Request, chunks: list[bytes]) -> None:
        size = 0
        while True:
            async with asyncio.timeout(self._pause_s):
                chunk = await request.content.read(_CHUNK)
            if not chunk:
                return
            chunks.append(chunk)
            size += len(chunk)
            self._arriving += len(chunk)
            if size > MOST_UPLOAD:
                raise web.HTTPRequestEntityTooLarge(MOST_UPLOAD, size)
            if self._arriving > _MOST_ARRIVING:
                raise web.HTTPTooManyRequests(text="Other files are being sent. Try again in a minute.")
