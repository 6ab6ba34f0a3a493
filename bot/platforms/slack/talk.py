"""Plain words on Slack: mentions, direct messages, replies in a thread of the bot, and the assistant pane."""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAssistant, AsyncSay, AsyncSetStatus, AsyncSetSuggestedPrompts, AsyncSetTitle
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversation, Message
from bot.memory import Caller
from bot.platforms.slack.blocks import carried, message, plain_words
from bot.platforms.slack.files import send
from bot.reply import Reply
from bot.welcome import welcome

log = logging.getLogger(__name__)

EDIT_WITHIN: Final = 60.0
"""Seconds after a message in which a change of it changes the answer."""

_REMEMBERED: Final = 1000
_THREAD: Final = 50  # messages of a thread that are looked through for one of ours
_K = TypeVar("_K")
_T = TypeVar("_T")


class Recent(OrderedDict[_K, _T]):
    """A mapping of the thousand keys that were set last."""

    def __setitem__(self, key: _K, value: _T) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > _REMEMBERED:
            self.popitem(last=False)


@dataclass
class Asked:
    """A message that was answered, or is about to be.

    Parameters
    ----------
    text : str
        What it says to the bot.
    before : str
        The request that its conversation stood at before it.
    answer : str
        The ``ts`` of the message that answers it; empty until it is sent.
    lock : asyncio.Lock
        Held while it is answered: an edit waits.
    """

    text: str
    before: str
    answer: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Talk:
    """Answers what people write to the bot.

    Parameters
    ----------
    conversation : Conversation
    client : AsyncWebClient
        With the bot's token.
    me : str
        The bot's own user id.
    shown : callable
        Told who was shown which reply: for the page of the app.
    """

    def __init__(
        self, conversation: Conversation, client: AsyncWebClient, me: str, shown: Callable[[str, Reply], None]
    ) -> None:
        self._conversation = conversation
        self._client = client
        self._me = me
        self._shown = shown
        self._asked: Recent[tuple[str, str], Asked] = Recent()
        # The last request of each conversation, and whether a thread is one of ours.
        self._last: Recent[str, str] = Recent()
        self._threads: Recent[str, bool] = Recent()

    # Events

    async def mentioned(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        """Answer a mention, in a thread below it."""
        await self._received(event, body, event.get("thread_ts") or event["ts"])

    async def messaged(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        """Answer a direct message, or a reply in one of our threads; take note of changes of what was answered."""
        kind = event.get("subtype", "")
        if kind == "message_changed":
            await self._changed(event, body)
        elif kind == "message_deleted":
            self._asked.pop((event["channel"], event.get("deleted_ts", "")), None)
        elif kind in ("", "file_share", "thread_broadcast"):
            if event.get("channel_type") == "im":
                await self._received(event, body, event.get("thread_ts", ""))
            elif event.get("thread_ts") and f"<@{self._me}>" not in event.get("text", ""):
                # What mentions us comes as a mention, too.
                await self._in_thread(event, body)

    def assistant(self) -> AsyncAssistant:
        """The assistant pane: prompts to begin with, a status while working, and a title."""
        assistant = AsyncAssistant()

        @assistant.thread_started
        async def started(say: AsyncSay, set_suggested_prompts: AsyncSetSuggestedPrompts) -> None:
            found = await asyncio.to_thread(welcome, self._conversation.engine)
            await say(f"{found.catalogue} {found.notice}".strip())
            await set_suggested_prompts(prompts=[{"title": text, "message": text} for text in found.tries[:4]])

        @assistant.user_message
        async def wrote(
            payload: dict[str, Any], body: dict[str, Any], set_status: AsyncSetStatus, set_title: AsyncSetTitle
        ) -> None:
            await set_status("is listening ...")
            reply = await self._received(payload, body, payload.get("thread_ts", ""))
            await set_title((reply.title if reply else "cratebot")[:100])

        return assistant

    # Answers

    async def _in_thread(self, event: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        thread = event["thread_ts"]
        key = _key(body, event, thread)
        before = ""
        if key not in self._threads:
            ours, before = await self._ours(event["channel"], thread)
            self._threads[key] = ours
        if self._threads[key]:
            await self._received(event, body, thread, before)

    async def _ours(self, channel: str, thread: str) -> tuple[bool, str]:
        """Whether the bot has written in a thread, and the request of the last that it wrote there."""
        try:
            found = await self._client.conversations_replies(channel=channel, ts=thread, limit=_THREAD)
        except (SlackApiError, ClientError, TimeoutError):
            return False, ""
        own = [one for one in found["messages"] if one.get("user") == self._me]
        return bool(own), next((request for one in reversed(own) if (request := carried(one))), "")

    async def _received(
        self, event: Mapping[str, Any], body: Mapping[str, Any], thread: str, before: str = ""
    ) -> Reply | None:
        """Answer a message once, however often Slack sends it; None if it is not for us."""
        name = (event["channel"], event["ts"])
        if event.get("bot_id") or event.get("user") in (None, self._me) or name in self._asked:
            return None
        key = _key(body, event, thread)
        asked = Asked(plain_words(event.get("text", "")), before or self._last.get(key, ""))
        self._asked[name] = asked
        return await self._answer(event, body, thread, asked, before)

    async def _changed(self, event: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        """Answer a message anew that was changed soon after it was written, in place of the first answer."""
        new = event["message"]
        asked = self._asked.get((event["channel"], new["ts"]))
        text = plain_words(new.get("text", ""))
        edited = float(new.get("edited", {}).get("ts", 0) or 0)
        if asked is None or text == asked.text or not 0 < edited - float(new["ts"]) <= EDIT_WITHIN:
            return
        asked.text = text
        thread = new.get("thread_ts") or ("" if event.get("channel_type") == "im" else new["ts"])
        whole = {**new, "channel": event["channel"], "channel_type": event.get("channel_type", "")}
        if not asked.before:
            # The first wording began the conversation; it counts as not said.
            self._conversation.contexts.drop(_key(body, whole, thread))
        await self._answer(whole, body, thread, asked, asked.before)

    async def _answer(
        self, event: Mapping[str, Any], body: Mapping[str, Any], thread: str, asked: Asked, reply_to: str
    ) -> Reply | None:
        key = _key(body, event, thread)
        said = Message(
            asked.text,
            conversation=key,
            user=f"slack:{event['user']}",
            name=event.get("user_profile", {}).get("display_name", "") or "Somebody",
            reply_to=reply_to,
            caller=caller(body, event["channel"], event["user"], "", event.get("client_msg_id") or event["ts"]),
        )
        async with asked.lock:
            reply = await self._conversation.say(said)
            if reply.request:
                self._last[key] = reply.request
            self._threads[key] = True
            if (event["channel"], event["ts"]) not in self._asked:
                return None
            await self._delivered(self._deliver(event, thread, asked, reply))
        self._shown(event["user"], reply)
        return reply

    async def _deliver(self, event: Mapping[str, Any], thread: str, asked: Asked, reply: Reply) -> None:
        channel, said = event["channel"], message(reply)
        if asked.answer:
            await self._client.chat_update(channel=channel, ts=asked.answer, **said)
            return
        sent = await self._client.chat_postMessage(
            channel=channel, thread_ts=thread or None, **said, unfurl_links=False, unfurl_media=False
        )
        asked.answer = sent["ts"]
        if reply.pictures or reply.files:
            await send(self._client, reply, channel, event["user"], private=False, thread=thread)

    async def _delivered(self, work: Awaitable[None]) -> None:
        try:
            await work
        except (SlackApiError, ClientError, TimeoutError) as error:
            code = error.response.get("error", "") if isinstance(error, SlackApiError) else ""
            log.error("Slack did not take an answer: %s %s", type(error).__name__, code)


def caller(body: Mapping[str, Any], channel: str, user: str, name: str, key: str) -> Caller:
    """Who acts, and where, as the memory knows it."""
    return Caller(f"slack:{team(body)}", channel, f"slack:{user}", name or "Somebody", key=key)


def team(body: Mapping[str, Any]) -> str:
    """The workspace that an event, a command or a press comes from."""
    found = body.get("team_id") or body.get("team") or ""
    return str(found.get("id", "") if isinstance(found, dict) else found)


def _key(body: Mapping[str, Any], event: Mapping[str, Any], thread: str) -> str:
    """What belongs together: a thread, or a direct message."""
    return conversation_key(body, event["channel"], thread)


def conversation_key(body: Mapping[str, Any], channel: str, thread: str) -> str:
    """The conversation of a thread; of a direct message without one the channel's."""
    return re.sub(r":$", "", f"slack:{team(body)}:{channel}:{thread}")
