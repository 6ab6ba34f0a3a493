"""What an interaction asks, as data: the command and its tokens, the files, whether the answer is private."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.platforms.discord.custom_id import unpack
from bot.request import Request, Token, read_request

_ATTACHMENT: Final = 11
_LINK: Final = re.compile(
    r"open\.spotify\.com/(?:intl-[a-z-]+/)?track/([0-9A-Za-z]{22})|spotify:track:([0-9A-Za-z]{22})"
)
_ARTIST_AND_TITLE: Final = re.compile(r"\S.*\s[-–—]\s.*\S")
_LONGEST_NAME: Final = 150


@dataclass(frozen=True)
class Attachment:
    """A file that came along, not yet downloaded."""

    option: str
    name: str
    size: int
    url: str


def slash(data: Mapping[str, Any]) -> tuple[Request, tuple[Attachment, ...]]:
    """The request of a slash command. Values may be any text: Discord's client checks them, Discord does not."""
    tokens, files = [], []
    for option in data.get("options", ()):
        name, value = option["name"], option["value"]
        if option["type"] == _ATTACHMENT:
            found = data["resolved"]["attachments"][value]
            files.append(Attachment(name, found["filename"], found["size"], found["url"]))
        else:
            said = ("no", "yes")[value] if isinstance(value, bool) else str(value)
            tokens.append(Token(name, said, quoted=True))
    return Request(data["name"], tuple(tokens)), tuple(files)


def press(data: Mapping[str, Any]) -> Request | None:
    """The request of a pressed button or a chosen option; None if it was not packed by this version."""
    text = unpack((data.get("values") or [data["custom_id"]])[0])
    return None if text is None else read_request(text)


def message(data: Mapping[str, Any]) -> Request:
    """The request that "Find music like this" makes of the message it was used on."""
    found = data["resolved"]["messages"][data["target_id"]]
    embeds = [embed.get(key) or "" for embed in found.get("embeds", ()) for key in ("url", "title", "description")]
    return Request("similar", (Token("track", named_track([found.get("content", ""), *embeds]), quoted=True),))


def named_track(texts: list[str]) -> str:
    """The track that a message names: a link first, then a line such as ``artist - title``, then its first words."""
    for text in texts:
        if link := _LINK.search(text):
            return link[1] or link[2]
    lines = [re.sub(r"[*_~`|>#]+", "", line).strip() for text in texts for line in text.splitlines()]
    lines = [line for line in lines if line and "://" not in line] or [""]
    return next(filter(_ARTIST_AND_TITLE.fullmatch, lines), lines[0])[:_LONGEST_NAME]


def focused(data: Mapping[str, Any]) -> tuple[str, str]:
    """The option that is being typed, and what stands in it so far."""
    return next((str(o["name"]), str(o["value"])) for o in data.get("options", ()) if o.get("focused"))
