"""How a reply becomes a message that Discord has: the calls, tried again when the connection breaks."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, Final, Literal

import aiohttp
import discord

from bot.platforms.discord.draw import Drawing, can_be_refined, draw, layout_view, view
from bot.reply import Reply

# Discord's error codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
UNKNOWN_MESSAGE: Final = 10008
GONE: Final = frozenset({10062, 10015, 50027})  # unknown interaction, unknown webhook, invalid webhook token
ALREADY_ACKNOWLEDGED: Final = 40060
_REFUSED: Final = frozenset({400, 403, 413})
_WAITS_S: Final = (0.2, 1.0, 4.0)
"""Seconds before each further try."""

Outcome = Literal["sent", "expired", "deleted", "unsent"]


class Turns:
    """One task goes on at a time, and the event loop looks around before the next: fifty at once do not hold it."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    async def __call__(self) -> None:
        """Wait for a turn. What follows, up to the next wait for anything, is its work."""
        async with self._one:
            await asyncio.sleep(0)


async def persist(call: Callable[[], Awaitable[Any]]) -> Any:
    """The call's result, tried again when the connection breaks or Discord is not there.

    The library tries again by itself on 429, 500, 502, 504 and 524, but not on 503 and its like.
    """
    for wait in _WAITS_S:
        try:
            return await call()
        except (aiohttp.ClientError, OSError, discord.DiscordServerError):
            await asyncio.sleep(wait)
    return await call()


def refused(error: discord.HTTPException) -> bool:
    """Whether Discord refused the form of a message, so that words alone may still pass."""
    return error.status in _REFUSED and error.code not in GONE and error.code != UNKNOWN_MESSAGE


def parts(drawing: Drawing, reply: Reply) -> dict[str, Any]:
    """What a new message takes; its attachments are fresh, since sending uses them up."""
    files = [file.file() for file in drawing.attached]
    refine = can_be_refined(reply)
    if drawing.layout is not None:
        box = layout_view(drawing.layout, drawing.attached, reply.actions, reply.links, refine=refine)
        return {"files": files, "view": box}
    made: dict[str, Any] = {"content": drawing.content, "files": files}
    if drawing.embed is not None:
        made["embed"] = drawing.embed
    buttons = view(reply.actions, reply.links, refine=refine)
    return made | ({"view": buttons} if buttons.children else {})


def forms(reply: Reply, *, standing: bool = False, **allowed: Any) -> Iterator[tuple[Drawing, Reply]]:
    """The forms of an answer, from the best down: each is for where Discord refused the one before.

    Parameters
    ----------
    standing : bool
        Whether it takes the place of a message of components, which can only be one again.
    allowed : Any
        As ``draw`` takes it.
    """
    best = draw(reply, layout=True if standing else None, **allowed)
    yield best, reply
    bare = replace(reply, actions=(), links=())
    if standing:
        yield draw(replace(bare, pictures=(), files=()), layout=True), bare
        return
    if best.layout is not None:
        yield draw(reply, layout=False, **allowed), reply
    user = allowed.get("user", "")
    yield draw(reply, user=user, embeds=False, attachments=False), bare


def edit(drawing: Drawing, reply: Reply) -> dict[str, Any]:
    """The same for a message that stands already: what it had is taken away."""
    made = parts(drawing, reply)
    return {"content": None, "embed": None, "view": None, "attachments": made.pop("files"), **made}
