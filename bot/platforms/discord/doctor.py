"""Asks Discord whether the token, the shards and the permissions are as they should be."""

from collections import Counter
from typing import Any, Final

import aiohttp
import discord

from bot.doctor import Check, Remote, seconds_ahead
from bot.settings import Settings

API: Final = "https://discord.com/api/v10"
_PATIENCE: Final = aiohttp.ClientTimeout(total=10)
_WANTED: Final = {
    "view_channel": "see its channels",
    "send_messages": "send messages",
    "read_message_history": "answer as a reply",
    "embed_links": "show answers as cards",
    "attach_files": "attach pictures and files",
}


async def examine(settings: Settings) -> Remote:
    """What Discord says to the token. Nothing is changed there."""
    base = (settings.discord_api or API).rstrip("/")
    headers = {"Authorization": f"Bot {settings.discord_token}", "User-Agent": "DiscordBot (cratebot, doctor)"}
    checks = [Check("discord", "fine", "Of Discord's intents only messages are asked for; none is privileged.")]
    ahead: float | None = None
    try:
        async with aiohttp.ClientSession(headers=headers, timeout=_PATIENCE) as session:

            async def get(path: str) -> tuple[int, Any]:
                nonlocal ahead
                async with session.get(f"{base}{path}") as response:
                    ahead = seconds_ahead(response.headers.get("Date", ""))
                    return response.status, await response.json(content_type=None)

            checks += _login(*await get("/users/@me"))
            if checks[-1].state == "fine":
                checks += _gateway(*await get("/gateway/bot"), settings)
                checks += _servers(*await get("/users/@me/guilds?limit=200"))
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        checks.append(Check("discord", "unknown", "Discord cannot be reached from here: the token was not tried."))
    return Remote(tuple(checks), ahead)


def _login(status: int, body: Any) -> list[Check]:
    if status == 401:
        how = "Reset it on the page Bot of the application, and copy it into .env."
        return [Check("discord", "mend", "Discord does not accept DISCORD_TOKEN.", how)]
    if status != 200 or not isinstance(body, dict):
        return [Check("discord", "unknown", f"Discord answered the log-in with status {status}.")]
    return [Check("discord", "fine", f"Discord knows the bot as {body.get('username', 'unnamed')}.")]


def _gateway(status: int, body: Any, settings: Settings) -> list[Check]:
    if status != 200 or not isinstance(body, dict):
        return [Check("discord", "unknown", f"Discord answered the question for shards with status {status}.")]
    needed, limit = int(body.get("shards", 1)), body.get("session_start_limit", {})
    found = []
    if settings.shards is not None and settings.shards[1] < needed:
        said = f"CRATEBOT_SHARDS divides the servers into {settings.shards[1]}; Discord recommends {needed}."
        found.append(Check("discord", "mend", said, "Raise it in every process at once."))
    left = int(limit.get("remaining", needed))
    if left < needed:
        said = f"Discord allows {left} more connections today, and {needed} are needed."
        found.append(Check("discord", "mend", said, f"Wait {int(limit.get('reset_after', 0)) // 60000} minutes."))
    return found or [
        Check("discord", "fine", f"Discord recommends {needed} shards and allows {left} connections today.")
    ]


def _servers(status: int, body: Any) -> list[Check]:
    """Permissions in the servers; where some are missing, the bot answers in words or not at all."""
    if status != 200 or not isinstance(body, list):
        return [Check("discord", "unknown", f"Discord answered the question for servers with status {status}.")]
    lacking: Counter[str] = Counter()
    for server in body:
        allowed = discord.Permissions(int(server.get("permissions", 0)))
        if not allowed.administrator:
            lacking.update(what for name, what in _WANTED.items() if not getattr(allowed, name))
    if not lacking:
        return [Check("discord", "fine", f"In the {len(body)} servers looked at the bot has the permissions it uses.")]
    how = "Their administrators can allow it in the role of the bot."
    return [
        Check("discord", "mend", f"In {count} of the {len(body)} servers looked at the bot may not {what}.", how)
        for what, count in lacking.items()
    ]
