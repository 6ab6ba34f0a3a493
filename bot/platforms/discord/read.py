"""What an interaction asks, as data: the command and its tokens, the files, whether the answer is private."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.platforms.discord.custom_id import unpack
from bot.request import Request, Token, read_request

_ATTACHMENT: Final = 11
_LINK: Final = re.compile(
    r"open\.spotify\.com/(?:intl-[a-z-]+/)?track/([0-9A-Za-z]{22})|spotify:track:([0-9A-Za-z]{22})"
)
_ARTIST_AND_TITLE: Final = re.compile(r"\S.*\s[-–—]\s.*\S")
_LONGEST_NAME: Final = 150
_ANSWERED_KINDS: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
_SMALL_PRINT: Final = re.compile(r"-# (/.+)")
# A link in angle brackets is one without a preview; the rest are mentions, custom emoji and times.
_BRACKETED_LINK: Final = re.compile(r"<(https?://[^>\s]+)>")
_TOKENS: Final = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:)[\d:A-Za-z]+>")
_THREADS: Final = frozenset(
    {discord.ChannelType.news_thread, discord.ChannelType.public_thread, discord.ChannelType.private_thread}
)


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


def message_request(data: Mapping[str, Any]) -> Request:
    """The request that "Find music like this" makes of the message it was used on."""
    found = data["resolved"]["messages"][data["target_id"]]
    embeds = [embed.get(key) or "" for embed in found.get("embeds", ()) for key in ("url", "title", "description")]
    return Request("similar", (Token("track", named_track([found.get("content", ""), *embeds]), quoted=True),))


def refinement(data: Mapping[str, Any]) -> str:
    """The words that somebody typed into the form under a list."""
    parts = [component for row in data.get("components", ()) for component in row.get("components", [row])]
    fields = [part.get("component", part) for part in parts]
    return " ".join(str(field["value"]) for field in fields if "value" in field).strip()


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


def said_to(message: discord.Message, me: int) -> str | None:
    """What a message says to the bot, without mentions; None if it is not for the bot.

    For the bot are direct messages, mentions of it, and replies to its messages with the ping on, which Discord counts
    as mentions. Nothing that a bot, a webhook or Discord itself wrote is, nor what mentions everyone.

    Parameters
    ----------
    me : int
        The bot's own id.
    """
    if message.author.bot or message.webhook_id or message.type not in _ANSWERED_KINDS or message.mention_everyone:
        return None
    if not isinstance(message.channel, discord.DMChannel) and all(user.id != me for user in message.mentions):
        return None
    text = _BRACKETED_LINK.sub(r"\1", message.content)
    # Lines stay apart: they may be a pasted list.
    lines = (" ".join(line.split()) for line in _TOKENS.sub(" ", text).splitlines())
    return "\n".join(filter(None, lines))


def replied_request(message: discord.Message, me: int) -> str:
    """The request that the message of ours carries to which somebody replied; empty if there is none."""
    replied = message.reference.resolved if message.reference else None
    return carried(replied) if isinstance(replied, discord.Message) and replied.author.id == me else ""


def carried(message: discord.Message) -> str:
    """The request in the small print of an answer: it is there after a restart as well."""
    for text in _texts(message):
        if found := _SMALL_PRINT.fullmatch(text.rpartition("\n")[2]):
            return re.sub(r"\\(.)", r"\1", found[1])
    return ""


def _texts(message: discord.Message) -> Iterator[str]:
    yield message.content
    for embed in message.embeds:
        yield embed.description or ""
    yield from _texts_of(message.components)


def _texts_of(components: Iterable[Any]) -> Iterator[str]:
    """The texts of a message of components, in order."""
    for one in components:
        if one.type is discord.ComponentType.text_display:
            yield one.content
        elif one.type is discord.ComponentType.container:
            yield from _texts_of(one.children)


def conversation_key(channel: int, user: int, *, thread: bool, private: bool = False) -> str:
    """What belongs together: a thread, or what one person and the bot say in a channel or in direct messages.

    Whoever replies to an answer goes on from that answer, whose request comes along. Private answers are apart, so that
    nothing of them shows up in a thread.
    """
    apart = f":{user}" if private or not thread else ""
    return f"discord:{channel}{apart}{':private' if private else ''}"


def in_thread(message: discord.Message) -> bool:
    """Whether a message stands in a thread. Messages do not tell the type of their channel; only threads count them."""
    return message.position is not None


def is_thread(channel: object) -> bool:
    """Whether a channel, as an interaction brings it, is a thread."""
    return getattr(channel, "type", None) in _THREADS
