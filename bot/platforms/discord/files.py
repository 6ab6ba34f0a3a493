"""Files that somebody attached, fetched from Discord's own hosts alone and never beyond their limit."""

from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout
from discord.http import Route
from yarl import URL

from bot.platforms.discord.read import Attachment
from bot.reply import Error
from bot.request import Upload

MOST_UPLOADED: Final = 8 << 20
"""Bytes of a file that somebody attaches."""

_HOSTS: Final = (".discordapp.com", ".discordapp.net")
_PATIENCE: Final = ClientTimeout(total=60)


async def fetched(file: Attachment) -> Upload | Error:
    """The file, or why there is none. What Discord says of its size is not relied on."""
    limit = f"{MOST_UPLOADED >> 20} MB"
    too_large = Error("bad_value", f"{file.name} is larger than {limit}.", f"Attach at most {limit}.")
    lost = Error("bad_value", f"{file.name} could not be downloaded.", "Attach it again.")
    if file.size > MOST_UPLOADED:
        return too_large
    if not _is_discord(file.url):
        return lost
    try:
        async with (
            ClientSession(timeout=_PATIENCE) as session,
            session.get(file.url, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                return lost
            content = bytearray()
            async for chunk in answer.content.iter_chunked(1 << 16):
                content += chunk
                if len(content) > MOST_UPLOADED:
                    return too_large
    except (ClientError, OSError, TimeoutError, ValueError):
        return lost
    return Upload(file.name, bytes(content))


def _is_discord(address: str) -> bool:
    """Whether an address is one of Discord's file hosts, or that of the API where another one is set."""
    try:
        url, api = URL(address), URL(Route.BASE)
    except ValueError:
        return False
    if (url.scheme, url.host, url.port) == (api.scheme, api.host, api.port):
        return True
    return url.scheme == "https" and f".{url.host}".endswith(_HOSTS)
