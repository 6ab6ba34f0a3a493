"""What a Slack event says, as data: the words for the bot, the conversation that they belong to, an earlier request."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.platforms.slack.blocks import REQUEST_BLOCK
from bot.platforms.slack.manifest import UMBRELLA

_LETTERS: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_KINDS: Final = frozenset({None, "file_share", "thread_broadcast"})
_EVERYBODY: Final = re.compile(r"<!(?:channel|everyone|here)\b")
_LINK: Final = re.compile(r"<((?:https?|spotify):[^|>\s]+)(?:\|[^>]*)?>")
_TOKENS: Final = re.compile(r"<[@#!][^>]*>")


@dataclass(frozen=True)
class Place:
    """Where an answer goes.

    Parameters
    ----------
    channel : str
        Empty for a press on the Home tab: the answer goes to the user directly.
    thread : str
        The ``ts`` of the message that the thread hangs on; empty outside of threads.
    url : str
        Slack's response URL, which works where the bot is no member; empty for plain messages.
    message : str
        The message whose button was pressed.
    private : bool
        Whether only the user sees that message.
    """

    channel: str
    thread: str = ""
    url: str = ""
    message: str = ""
    private: bool = False


def unescape(text: str) -> str:
    """Slack's text with the three letters back that it escapes."""
    for code, letter in _LETTERS:
        text = text.replace(code, letter)
    return text


def read(command: str, text: str, commands: Iterable[str]) -> str:
    """The line that a slash command makes. Under the umbrella: a command by its name, or else plain words."""
    text = unescape(text)
    if command != UMBRELLA:
        return f"{command} {text}"
    first = text.split(maxsplit=1)[0].lower() if text.strip() else "help"
    return f"/{text.strip() or first}" if first in set(commands) else text


def said_to(event: Mapping[str, Any], me: str) -> str | None:
    """What a message says to the bot, without mentions; None if it is not for the bot.

    For the bot are direct messages, mentions of it, and messages in a thread that mention nobody; whether the bot takes
    part in that thread is for the caller to find out. What a bot or Slack itself wrote is not for it, nor what calls
    everybody.

    Parameters
    ----------
    me : str
        The bot's own user id.
    """
    text = str(event.get("text") or "")
    if event.get("bot_id") or event.get("bot_profile") or event.get("subtype") not in _KINDS:
        return None
    if event.get("user") in (None, "", me, "USLACKBOT") or _EVERYBODY.search(text):
        return None
    if not (is_direct(event) or f"<@{me}>" in text or (event.get("thread_ts") and "<@" not in text)):
        return None
    # Lines stay apart: they may be a pasted list.
    lines = (" ".join(line.split()) for line in _TOKENS.sub(" ", _LINK.sub(r"\1", text)).splitlines())
    return unescape("\n".join(filter(None, lines)))


def is_direct(event: Mapping[str, Any]) -> bool:
    """Whether a message was written to the bot directly, the assistant pane included."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def place_of(event: Mapping[str, Any]) -> Place:
    """Where a message is answered: in its thread, which a message in a channel begins."""
    thread = str(event.get("thread_ts") or ("" if is_direct(event) else event["ts"]))
    return Place(str(event["channel"]), thread)


def pressed_at(body: Mapping[str, Any]) -> Place:
    """Where a press is answered."""
    container = body.get("container", {})
    message = body.get("message") or {}
    return Place(
        channel=str(body.get("channel", {}).get("id") or container.get("channel_id") or ""),
        thread=str(container.get("thread_ts") or message.get("thread_ts") or ""),
        url=str(body.get("response_url") or ""),
        message=str(container.get("message_ts") or ""),
        private=bool(container.get("is_ephemeral")),
    )


def conversation_key(team: str, place: Place, user: str, *, private: bool = False) -> str:
    """What belongs together: a thread, a direct message, or what one person asks by commands in a channel.

    Private answers are apart, so that nothing of them shows up in a thread.
    """
    here = f"slack:{team}:{place.channel or user}"
    if private:
        return f"{here}:{user}:private"
    if place.thread:
        return f"{here}:{place.thread}"
    return here if place.channel.startswith("D") else f"{here}:{user}"


def carried(message: Mapping[str, Any]) -> str:
    """The request in the small print of an answer: it is there after a restart as well."""
    for block in message.get("blocks") or ():
        if block.get("block_id") == REQUEST_BLOCK and block.get("elements"):
            return unescape(str(block["elements"][0].get("text", "")))
    return ""


def last_carried(messages: Iterable[Mapping[str, Any]], me: str, before: str) -> str | None:
    """The last request that the bot's own messages carry; empty if they carry none, None if none is the bot's."""
    ours = [one for one in messages if one.get("user") == me and float(one.get("ts", 0)) < float(before)]
    if not ours:
        return None
    ours.sort(key=lambda one: float(one["ts"]), reverse=True)
    return next(filter(None, map(carried, ours)), "")
