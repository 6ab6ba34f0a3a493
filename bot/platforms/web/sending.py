"""Pictures and files as responses."""

from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.platforms.web.names import tidy_name

_CHUNK: Final = 64 * 2**10


async def send_file(request: web.Request, name: str, content: bytes, media_type: str) -> web.StreamResponse:
    """Send a picture or a file, in parts: what a slow reader has not taken yet is not copied for it."""
    headers = {"Cache-Control": "private, max-age=86400, immutable", "Content-Type": media_type}
    if media_type != "image/png":
        # Never shown as part of this site, whatever is in it.
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(tidy_name(name), safe='')}"
    response = web.StreamResponse(headers=headers)
    response.content_length = len(content)
    await response.prepare(request)
    for start in range(0, len(content), _CHUNK):
        await response.write(memoryview(content)[start : start + _CHUNK])
    return response
