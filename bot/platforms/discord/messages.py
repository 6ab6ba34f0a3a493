"""Plain words on Discord: mentions of the bot, replies to it and direct messages, each answered once by a reply."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

import aiohttp
import discord

from bot.conversation import Conversation, Message, failure
from bot.live import Live
from bot.memory import Caller
from bot.observing import Observation
from bot.platforms.discord.delivery import UNKNOWN_MESSAGE, Outcome, Turns, edit, forms, parts, persist, refused
from bot.platforms.discord.draw import Drawing
from bot.platforms.discord.files import fetched
from bot.platforms.discord.read import Attachment, conversation_key, in_thread, replied_request, said_to
from bot.platforms.recent import Recent
from bot.reply import Error, Reply
from bot.request import may_list_tracks, read_request

log = logging.getLogger(__name__)

EDIT_WITHIN: Final = 60.0
"""Seconds after a message in which a change of it changes the answer."""

TYPING_AFTER: Final = 0.3
"""Seconds without an answer after which the bot is shown as typing."""

TYPING_LASTS: Final = 8.0
"""Seconds after which that is said again; Discord shows it for ten."""

_T = TypeVar("_T")


@dataclass
class Asked:
    """A message that was answered, or is about to be.

    Parameters
    ----------
    text : str
        What it says to the bot.
    before : str
        The request that its conversation stood at before it.
    answer : int or None
        The message that answers it.
    layout : bool
        Whether that is a message of components.
    lock : asyncio.Lock
        Held while it is answered: an edit waits.
    """

    text: str
    before: str
    answer: int | None = None
    layout: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Messages:
    """Answers what people write to the bot.

    Parameters
    ----------
    conversation : Conversation
    client : discord.Client
    turn : Turns
        Of everything that the bot answers.
    live : Live
        Keeps messages that show a crate up to date.
    """

    def __init__(self, conversation: Conversation, client: discord.Client, turn: Turns, live: Live) -> None:
        self._live = live
        self._conversation = conversation
        self._client = client
        self._turn = turn
        self._asked: Recent[int, Asked] = Recent()
        # The last request of each conversation: what an edited message goes on from.
        self._last: Recent[str, str] = Recent()

    async def received(self, message: discord.Message, seen: Observation) -> None:
        """Answer a message that is for the bot, once, however often Discord hands it over."""
        text = said_to(message, self._me)
        if text is None or message.id in self._asked:
            return
        key = _key(message)
        asked = Asked(text, replied_request(message, self._me) or self._last.get(key, ""))
        self._asked[message.id] = asked
        await self._answer(message, asked, replied_request(message, self._me), seen)

    async def edited(self, message: discord.Message, seen: Observation) -> None:
        """Answer a message anew that was changed soon after it was written, in place of the first answer."""
        text = said_to(message, self._me)
        asked = self._asked.get(message.id)
        if text is None or asked is None or text == asked.text or message.edited_at is None:
            return
        if (message.edited_at - message.created_at).total_seconds() > EDIT_WITHIN:
            return
        asked.text = text
        if not asked.before:
            # The first wording began the conversation; it counts as not said.
            self._conversation.contexts.drop(_key(message))
        await self._answer(message, asked, asked.before, seen)

    def deleted(self, message: int) -> None:
        """Forget a message; what is under way for it will not be sent."""
        self._asked.pop(message, None)

    @property
    def _me(self) -> int:
        return self._client.user.id if self._client.user else 0

    async def _answer(self, message: discord.Message, asked: Asked, reply_to: str, seen: Observation) -> None:
        async with asked.lock:
            outcome = await self._answered(message, asked, reply_to)
        seen.outcome = seen.outcome if outcome == "sent" else outcome
        seen.details["user"] = message.author.id

    async def _answered(self, message: discord.Message, asked: Asked, reply_to: str) -> Outcome:
        """Ask and send; how the sending went."""
        key = _key(message)
        said = Message(
            asked.text,
            conversation=key,
            user=f"discord:{message.author.id}",
            name=message.author.display_name,
            reply_to=reply_to,
            caller=_caller(message),
        )
        reply = await self._typing(message.channel.id, self._reply(message, said))
        if reply.request:
            self._last[key] = reply.request
        await self._turn()
        if message.id not in self._asked:
            return "deleted"
        if _server(message) is not None:
            reply = _for_all(reply)
        try:
            await self._send(message, asked, reply)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_MESSAGE:
                return "deleted"
            log.error("message=%s unsent status=%s code=%s", message.id, error.status, error.code)
            return "unsent"
        except (aiohttp.ClientError, OSError) as error:
            log.error("message=%s unsent: %s", message.id, type(error).__name__)
            return "unsent"
        await self._live.shown(said.caller, reply, str(asked.answer or ""))
        return "sent"

    async def _reply(self, message: discord.Message, said: Message) -> Reply:
        """The reply to a message with the first list of tracks that is attached to it."""
        attached = next((file for file in message.attachments if may_list_tracks(file.filename)), None)
        if attached is not None:
            file = await fetched(Attachment("file", attached.filename, attached.size, attached.url))
            if isinstance(file, Error):
                return failure(file)
            said = replace(said, uploads={"file": file})
        return await self._conversation.say(said)

    async def _send(self, message: discord.Message, asked: Asked, reply: Reply) -> None:
        """Send or change the answer. Where Discord refuses its form, in words alone."""
        failed: discord.HTTPException | None = None
        for drawing, said in forms(reply, standing=asked.layout):
            try:
                await self._deliver(message, asked, drawing, said)
                return
            except discord.HTTPException as error:
                if not refused(error):
                    raise
                failed = error
                log.warning("message=%s refused status=%s code=%s", message.id, error.status, error.code)
        if failed is not None:
            raise failed

    async def _deliver(self, message: discord.Message, asked: Asked, drawing: Drawing, reply: Reply) -> None:
        channel = self._client.get_partial_messageable(message.channel.id)
        if asked.answer is not None:
            answer = channel.get_partial_message(asked.answer)
            await persist(lambda: answer.edit(**edit(drawing, reply)))
            asked.layout = drawing.layout is not None
            return
        # Of a message that was deleted a moment ago the answer is sent all the same; the nonce makes a second try of
        # the same answer, by whichever process, the first one's.
        where = discord.MessageReference(message_id=message.id, channel_id=message.channel.id, fail_if_not_exists=False)
        sent = await persist(
            lambda: channel.send(**parts(drawing, reply), reference=where, mention_author=False, nonce=message.id)
        )
        asked.answer, asked.layout = sent.id, drawing.layout is not None

    async def _typing(self, channel: int, work: Awaitable[_T]) -> _T:
        """What the work gives; the bot is shown as typing while it takes long."""
        task = asyncio.ensure_future(work)
        wait = TYPING_AFTER
        while not (await asyncio.wait({task}, timeout=wait))[0]:
            wait = TYPING_LASTS
            try:
                await self._client.http.send_typing(channel)
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                log.debug("typing is not shown: %s", type(error).__name__)
        return task.result()


def _for_all(reply: Reply) -> Reply:
    """The answer as everybody may read it: an answer to a message in a server cannot be shown to one person alone."""
    request = read_request(reply.request)
    if not (reply.ok and reply.request and request.private) or request.command == "forget":
        return reply
    way = f"Use the slash command /{request.command} here, or write to me directly."
    return Reply("That is for you alone", way, request=reply.request)


def _key(message: discord.Message) -> str:
    return conversation_key(message.channel.id, message.author.id, thread=in_thread(message))


def _server(message: discord.Message) -> int | None:
    """The server of a message, also of one that the bot joined since it connected: those are in no cache."""
    if message.guild is not None:
        return message.guild.id
    channel = message.channel
    return channel.guild_id if isinstance(channel, discord.PartialMessageable) else None


def _caller(message: discord.Message) -> Caller:
    """Who writes, and where, as the memory knows it. Of a direct message, the person alone is the workspace."""
    person = f"discord:{message.author.id}"
    member = message.author if isinstance(message.author, discord.Member) else None
    server = _server(message)
    permissions = message.channel.permissions_for(member) if member and message.guild else None
    return Caller(
        workspace=f"discord:{server}" if server else f"{person}:direct",
        channel=str(message.channel.id),
        person=person,
        name=message.author.display_name,
        may_manage=server is None or (permissions is not None and permissions.manage_guild),
        key=str(message.id),
    )
