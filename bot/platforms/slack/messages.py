"""Plain words on Slack: mentions, direct messages, the assistant pane and threads, each answered once."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversation, Message, failure
from bot.live import Live
from bot.memory import Caller
from bot.platforms.recent import Recent
from bot.platforms.slack.blocks import message as drawn
from bot.platforms.slack.files import fetched, send
from bot.platforms.slack.people import People
from bot.platforms.slack.read import Place, conversation_key, is_direct, last_carried, place_of, said_to
from bot.platforms.slack.stream import EVERY, ProgressStream
from bot.recent_lists import RecentLists
from bot.reply import Error, Reply
from bot.request import may_list_tracks, read_request

log = logging.getLogger(__name__)

EDIT_WITHIN: Final = 60.0
"""Seconds after a message in which a change of it changes the answer."""

STATUS_AFTER: Final = 0.3
"""Seconds without an answer after which the assistant pane says that the bot is at work."""

_HISTORY: Final = 200
REFUSED: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
# The stream ended before the answer was there: it is sent as a message of its own.
_NOT_STREAMING: Final = frozenset({"message_not_in_streaming_state", "message_not_found"})
_BROKEN: Final = (SlackApiError, ClientError, OSError, TimeoutError)


@dataclass
class Asked:
    """A message that was answered, or is about to be.

    Parameters
    ----------
    event : mapping
        As Slack sent it first.
    text : str
        What it says to the bot.
    before : str
        The request that its conversation stood at before it.
    answer : str
        The ``ts`` of the message that answers it.
    gone : bool
        Whether it was deleted meanwhile.
    lock : asyncio.Lock
        Held while it is answered: an edit waits.
    """

    event: Mapping[str, Any]
    text: str
    before: str = ""
    answer: str = ""
    gone: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Messages:
    """Answers what people write to the bot.

    Parameters
    ----------
    conversation : Conversation
    live : Live
        Keeps messages that show a crate up to date.
    lists : RecentLists
        Told of each answer.
    people : People
        Tells names, and who runs the workspace.
    """

    def __init__(self, conversation: Conversation, live: Live, lists: RecentLists, people: People) -> None:
        self._conversation = conversation
        self._live = live
        self._lists = lists
        self._people = people
        self._asked: Recent[tuple[str, str], Asked] = Recent()
        # The last request of each conversation that this process has taken part in; None where it has no part.
        self._last: Recent[str, str | None] = Recent()

    async def received(self, event: Mapping[str, Any], client: AsyncWebClient, me: str, team: str) -> None:
        """Deal with a message event: a new message, a changed one or a deleted one."""
        kind = event.get("subtype")
        if kind == "message_deleted":
            if asked := self._asked.get((event["channel"], event.get("deleted_ts", ""))):
                asked.gone = True
        elif kind == "message_changed":
            await self._changed(event, client, me, team)
        else:
            await self._new(event, client, me, team)

    async def _new(self, event: Mapping[str, Any], client: AsyncWebClient, me: str, team: str) -> None:
        """Answer a message that is for the bot, once: a mention comes as two events, and any may come again."""
        text = said_to(event, me)
        key = (str(event.get("channel", "")), str(event.get("ts", "")))
        if text is None or key in self._asked:
            return
        asked = self._asked[key] = Asked(event, text)
        place = place_of(event)
        talk = conversation_key(team, place, event["user"])
        reply_to = ""
        if talk not in self._last:
            found = await self._found(event, client, me)
            self._last[talk] = found
            reply_to = found or ""
        for_us = is_direct(event) or f"<@{me}>" in event["text"] or self._last[talk] is not None
        if not for_us:
            del self._asked[key]
            return
        asked.before = self._last[talk] or ""
        await self._answer(asked, reply_to, client, team)

    async def _changed(self, event: Mapping[str, Any], client: AsyncWebClient, me: str, team: str) -> None:
        """Answer a message anew that was changed soon after it was written, in place of the first answer."""
        now = event["message"]
        asked = self._asked.get((event["channel"], now.get("ts", "")))
        edited = now.get("edited")
        if asked is None or not edited or float(edited["ts"]) - float(now["ts"]) > EDIT_WITHIN:
            return
        text = said_to({**now, "channel": event["channel"], "channel_type": event.get("channel_type")}, me)
        if text is None or text == asked.text:
            return
        asked.text = text
        if not asked.before:
            # The first wording began the conversation; it counts as not said.
            self._conversation.contexts.drop(conversation_key(team, place_of(asked.event), asked.event["user"]))
        await self._answer(asked, asked.before, client, team)

    async def _found(self, event: Mapping[str, Any], client: AsyncWebClient, me: str) -> str | None:
        """The request that the talk stood at before this process; empty if there is none, None if we have no part."""
        thread, channel, now = event.get("thread_ts"), event["channel"], event["ts"]
        try:
            if thread:
                said = await client.conversations_replies(channel=channel, ts=thread, limit=_HISTORY)
            elif is_direct(event):
                said = await client.conversations_history(channel=channel, latest=now, limit=20)
            else:
                return None
        except _BROKEN as error:
            log.warning("the talk so far could not be read: %s", type(error).__name__)
            return None
        return last_carried(said["messages"], me, now)

    async def _answer(self, asked: Asked, reply_to: str, client: AsyncWebClient, team: str) -> None:
        event, place = asked.event, place_of(asked.event)
        user, person = str(event["user"]), f"slack:{event['user']}"
        talk = conversation_key(team, place, user)
        who = await self._people.of(client, team, user)
        name = who.name or f"<@{user}>"
        caller = Caller(f"slack:{team}", place.channel, person, name, may_manage=who.manages, key=str(event["ts"]))
        async with asked.lock:
            said = Message(asked.text, conversation=talk, user=person, name=name, reply_to=reply_to, caller=caller)
            stream = ProgressStream(client, place, user, team)
            reply = await self._working(event, client, self._reply(event, client, said, stream), stream)
            self._last[talk] = reply.request or self._last.get(talk) or ""
            if asked.gone:
                return
            first = not asked.answer
            await self._send(asked, place, client, reply, stream)
        await self._lists.note(caller, reply)
        await self._live.shown(caller, reply, asked.answer)
        if first and is_direct(event) and place.thread and reply.ok:
            await _quietly(
                client.assistant_threads_setTitle(
                    channel_id=place.channel, thread_ts=place.thread, title=reply.title[:100]
                )
            )
        if reply.pictures or reply.files:
            private = read_request(reply.request).private
            await send(client, reply, place.channel, user, private=private, thread=place.thread)

    async def _reply(
        self, event: Mapping[str, Any], client: AsyncWebClient, said: Message, stream: ProgressStream
    ) -> Reply:
        """The reply to a message with the first list of tracks that was uploaded with it."""
        shared = next((file for file in event.get("files", ()) if may_list_tracks(str(file.get("name", "")))), None)
        if shared is not None:
            file = await fetched(client, str(shared.get("permalink", "")), str(event["user"]))
            if isinstance(file, Error):
                return failure(file)
            said = replace(said, uploads={"file": file})
        return await self._conversation.say(said, stream.note)

    async def _send(
        self, asked: Asked, place: Place, client: AsyncWebClient, reply: Reply, stream: ProgressStream
    ) -> None:
        """Send or change the answer. Where Slack refuses its form, without tables; then in words alone."""
        full = drawn(reply)
        forms = [full, drawn(reply, tables=False), {"text": full["text"]}]
        for number, form in enumerate(forms, 1):
            try:
                await self._deliver(asked, place, client, reply, form, stream)
                return
            except SlackApiError as error:
                if code_of(error) not in REFUSED or number == len(forms):
                    raise
                log.warning("Slack refused the form of an answer: %s", code_of(error))

    async def _deliver(
        self,
        asked: Asked,
        place: Place,
        client: AsyncWebClient,
        reply: Reply,
        form: dict[str, Any],
        stream: ProgressStream,
    ) -> None:
        if asked.answer:
            await client.chat_update(channel=place.channel, ts=asked.answer, **form)
            return
        where: dict[str, Any] = {"channel": place.channel, "thread_ts": place.thread or None}
        if reply.request and read_request(reply.request).private and not is_direct(asked.event):
            await client.chat_postEphemeral(user=asked.event["user"], **where, **form)
            return
        if stream.ts and await _ended(stream, form):
            asked.answer = stream.ts
            return
        sent = await client.chat_postMessage(**where, unfurl_links=False, unfurl_media=False, **form)
        asked.answer = str(sent["ts"])

    async def _working(
        self, event: Mapping[str, Any], client: AsyncWebClient, work: Awaitable[Reply], stream: ProgressStream
    ) -> Reply:
        """What the work gives; the assistant pane says that the bot is at work while it takes long, and how far."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=STATUS_AFTER)
        if done or not (is_direct(event) and event.get("thread_ts")):
            return await task
        shown = await _quietly(
            client.assistant_threads_setStatus(
                channel_id=event["channel"], thread_ts=event["thread_ts"], status="is looking through the catalogue"
            )
        )
        while shown and not (await asyncio.wait({task}, timeout=EVERY))[0]:
            shown = await _quietly(stream.show())
        return await task


async def _ended(stream: ProgressStream, form: dict[str, Any]) -> bool:
    """Whether the stream could be ended with the answer; a form that Slack refuses is raised."""
    try:
        await stream.end(form)
    except SlackApiError as error:
        if code_of(error) not in _NOT_STREAMING:
            raise
        return False
    return True


def code_of(error: SlackApiError) -> str:
    """Slack's code for what went wrong; empty where what answered was no JSON."""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", "")) if isinstance(data, dict) else ""


async def _quietly(call: Awaitable[Any]) -> bool:
    """Whether a call that is only for show was made: outside of the assistant pane Slack refuses it."""
    try:
        await call
    except _BROKEN as error:
        log.debug("Slack did not show it: %s", type(error).__name__)
        return False
    return True
