"""Slack's events to requests, and replies back: every press and command is acknowledged at once, answered after."""

import asyncio
import json
import logging
import re
import signal
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.conversation import Conversation, Message, failure
from bot.live import Live, MessageGone, in_place
from bot.memory.records import LiveMessage
from bot.platforms.slack.blocks import REFINE, home, message, refine_modal
from bot.platforms.slack.files import fetched, send
from bot.platforms.slack.manifest import UMBRELLA
from bot.platforms.slack.talk import Recent, Talk, caller, conversation_key
from bot.posting import ChannelGone, NotPosted, post_for
from bot.reply import Action, Error, Reply
from bot.request import Request, Upload, read_request
from bot.welcome import welcome

log = logging.getLogger(__name__)

PATIENCE: Final = 2.0  # seconds until the user is told that it takes longer
GRACE: Final = 10.0  # seconds that answers under way have when the bot is stopped
GONE: Final = frozenset({"channel_not_found", "is_archived", "not_in_channel", "restricted_action"})
MANAGED: Final = frozenset({"crate", "digest", "forget", "link"})  # where it matters who runs the workspace
MOST_LISTS: Final = 5  # on the page of the app
REMEMBERED: Final = 1000  # triggers, so that one that Slack sends again is answered once
_LETTERS: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def read(command: str, text: str, conversation: Conversation) -> str:
    """The line that a slash command makes. Under the umbrella the first word is the command, or all of it a wish."""
    for code, letter in _LETTERS:
        text = text.replace(code, letter)
    if command != UMBRELLA:
        return f"{command} {text}"
    first = text.split(maxsplit=1)[0].lower() if text.strip() else "help"
    return f"/{text.strip() or first}" if first in conversation.commands else text


class SlackBot:
    """The bot on Slack: commands, presses, forms, the page of the app, and what is said (``Talk``).

    Parameters
    ----------
    conversation : Conversation
    client : AsyncWebClient
        With the bot's token.
    """

    def __init__(self, conversation: Conversation, client: AsyncWebClient) -> None:
        self.conversation = conversation
        self.client = client
        self.live = Live(conversation, "slack", self._update)
        self._seen: OrderedDict[str, None] = OrderedDict()
        # The last lists of each user, newest first, for the page of the app.
        self._lists: Recent[str, tuple[Action, ...]] = Recent()
        self._under_way: set[asyncio.Task[None]] = set()

    async def app(self) -> AsyncApp:
        """The Bolt app. Who we are is asked once, here: asking at the first command could cost its three seconds.

        Raises
        ------
        SlackApiError
            If Slack refuses the token.
        """
        us = await self.client.auth_test()
        known = AuthorizeResult.from_auth_test_response(auth_test_response=us, bot_token=self.client.token)
        talk = Talk(self.conversation, self.client, us["user_id"], self._shown)

        async def authorize() -> AuthorizeResult:
            return known

        app = AsyncApp(client=AsyncWebClient(), authorize=authorize)
        app.command(re.compile("^/"))(self._typed)
        app.action(re.compile("^ask-"))(self._pressed)
        app.action(REFINE)(self._asked_to_refine)
        app.view(REFINE)(self._refined)
        app.event("app_home_opened")(self._home)
        app.assistant(talk.assistant())
        app.event("app_mention")(self._event(talk.mentioned))
        app.event("message")(self._event(talk.messaged))
        return app

    def _event(self, answer: Callable[[dict[str, Any], dict[str, Any]], Coroutine[Any, Any, None]]) -> Any:
        """A listener that lets Slack know at once, and answers after."""

        async def listener(ack: AsyncAck, event: dict[str, Any], body: dict[str, Any]) -> None:
            await ack()
            self._run(answer(event, body))

        return listener

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _shown(self, user: str, reply: Reply) -> None:
        """Take note of a list for the user's page."""
        if reply.ok and reply.request and reply.rows and "track_id" in reply.rows[0].data:
            before = (one for one in self._lists.get(user, ()) if one.command != reply.request)
            self._lists[user] = (Action(reply.title, reply.request), *before)[:MOST_LISTS]

    async def _home(self, event: dict[str, Any]) -> None:
        found = await asyncio.to_thread(welcome, self.conversation.engine)
        view = home(f"{found.catalogue} {found.notice}".strip(), found.tries, self._lists.get(event["user"], ()))
        await self.client.views_publish(user_id=event["user"], view=view)

    async def _asked_to_refine(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        where = {
            "channel": body.get("channel", {}).get("id", ""), "request": action["value"],
            "thread": _thread(body), "response_url": body.get("response_url", ""),
            "private": bool(body.get("container", {}).get("is_ephemeral")),
        }  # fmt: skip
        await self.client.views_open(trigger_id=body["trigger_id"], view=refine_modal(json.dumps(where)))

    async def _refined(self, ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        await ack()
        where = json.loads(view["private_metadata"])
        text = str(view["state"]["values"]["words"]["words"].get("value") or "")
        user, channel = body["user"], where["channel"]
        name = user.get("username") or user.get("name", "")
        said = Message(
            text,
            conversation=conversation_key(body, channel, where["thread"]),
            user=user["id"],
            name=name,
            reply_to=where["request"],
            caller=caller(body, channel, user["id"], name, view["id"]),
        )
        pressed = {"response_url": where["response_url"], "container": {"is_ephemeral": where["private"]}}
        self._run(self._answer(said, {**body, **pressed, "channel": {"id": channel}}, text))

    async def _typed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        line = read(body["command"], body.get("text", ""), self.conversation)
        user, channel = body["user_id"], body.get("channel_id", "")
        name = body.get("user_name", "")
        if line.startswith("/"):
            self._start(read_request(line), body, user, name, channel, thread=user)
        else:
            self._start(None, body, user, name, channel, thread=user, text=line)

    async def _pressed(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        line = action.get("selected_option", action)["value"]
        user = body["user"]
        # A press on the page of the app is answered in a direct message.
        channel = body.get("channel", {}).get("id", "") or await self._direct(user["id"])
        name = user.get("username") or user.get("name", "")
        self._start(read_request(line), {**body, "channel": {"id": channel}}, user["id"], name, channel, _thread(body))

    async def _direct(self, user: str) -> str:
        opened = await self.client.conversations_open(users=user)
        return str(opened["channel"]["id"])

    def _start(
        self, request: Request | None, body: Mapping[str, Any], user: str, name: str, channel: str, thread: str,
        text: str = "",
    ) -> None:  # fmt: skip
        key = body["trigger_id"]
        if key in self._seen:
            return
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        said = Message(
            text,
            request,
            conversation=conversation_key(body, channel, thread),
            user=user,
            name=name,
            pressed="container" in body,
            caller=caller(body, channel, user, name, key),
        )
        self._run(self._answer(said, body, request.text if request else text))

    async def _answer(self, said: Message, body: Mapping[str, Any], text: str) -> None:
        """Ask, and send what comes back to where the question came from. A private reply's buttons answer privately."""
        request = said.request or Request("")
        private = request.private or bool(body.get("container", {}).get("is_ephemeral"))
        # What somebody likes or blocks by a press is no message for everybody.
        private = private or ("container" in body and request.command in ("like", "dislike", "block"))
        try:
            work = asyncio.create_task(self._ask(said))
            done, _ = await asyncio.wait({work}, timeout=PATIENCE)
            if not done:
                await self._say(body, {"text": "Working on it; the answer comes here."}, private=True)
            reply = await work
            asked = f"{said.name or 'Somebody'} asked: {text}"[:300]
            acted = replace(request, caller=said.caller)
            await self._show(body, acted, reply, message(reply, asked), private=private or not reply.ok)
            self._shown(said.user, reply)
            if reply.pictures or reply.files:
                channel = body["channel_id"] if "channel_id" in body else body["channel"]["id"]
                if not await send(self.client, reply, channel, said.user, private=private):
                    why = "" if private else " Invite me to this channel to have them here."
                    await self._say(body, {"text": f"Pictures and files went to you directly.{why}"}, private=True)
        except (SlackApiError, ClientError, TimeoutError) as error:
            # The exception of the library may quote what was sent; its kind and Slack's code say enough.
            code = error.response.get("error", "") if isinstance(error, SlackApiError) else ""
            log.error("Slack did not take the answer to /%s: %s %s", request.command, type(error).__name__, code)

    async def _show(
        self, body: Mapping[str, Any], request: Request, reply: Reply, said: dict[str, Any], *, private: bool
    ) -> None:
        """Send an answer. One that shows a crate is a message of our own, so that it can be kept up to date."""
        container = body.get("container", {})
        if not private and in_place(request) and container.get("message_ts"):
            await self._say(body, said, private=False, replace=True)
            await self.live.shown(request.caller, reply, container["message_ts"])
        elif reply.live and not private and request.caller is not None:
            try:
                sent = await self.client.chat_postMessage(channel=request.caller.channel, **said)
            except SlackApiError:
                # Not a member of the channel: it is shown all the same, as it is now.
                await self._say(body, said, private=False)
            else:
                await self.live.shown(request.caller, reply, sent["ts"])
        else:
            await self._say(body, said, private=private)

    async def _update(self, one: LiveMessage, reply: Reply) -> None:
        """Show a reply in place of what a message shows."""
        try:
            await self.client.chat_update(channel=one.channel, ts=one.message, **message(reply, f"Crate {one.crate}"))
        except SlackApiError as error:
            if error.response.get("error") != "ratelimited":
                raise MessageGone from error
            raise

    async def _ask(self, message: Message) -> Reply:
        request = message.request
        if request is None:
            return await self.conversation.say(message)
        definition = self.conversation.commands.get(request.command)
        said = {token.key: token.value for token in request.tokens}
        uploads: dict[str, Upload] = {}
        for option in definition.options if definition else ():
            if option.type == "file" and (option.required or option.name in said):
                file = await fetched(self.client, said.get(option.name, ""), message.user)
                if isinstance(file, Error):
                    return failure(file)
                uploads[option.name] = file
        if message.caller is not None and request.command in MANAGED:
            known = replace(message.caller, may_manage=await self._manages(message.user))
            message = replace(message, caller=known)
        return await self.conversation.say(replace(message, uploads=uploads))

    async def _manages(self, user: str) -> bool:
        """Whether Slack says that the user is an admin of the workspace; no where the app may not ask."""
        try:
            found = await self.client.users_info(user=user)
        except SlackApiError:
            return False
        return bool(found["user"].get("is_admin") or found["user"].get("is_owner"))

    async def _say(
        self, body: Mapping[str, Any], said: dict[str, Any], *, private: bool, replace: bool = False
    ) -> None:
        """Through the response URL: it works where the bot is no member, direct messages of others among them."""
        retries = [
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=2),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        ]
        where = AsyncWebhookClient(body["response_url"], retry_handlers=retries)
        answer = await where.send_dict(
            said
            | {
                "response_type": "ephemeral" if private else "in_channel",
                "replace_original": replace,
                "unfurl_links": False,
                "unfurl_media": False,
            }
        )
        if answer.status_code != 200:
            log.error("Slack refused a message: %d %s", answer.status_code, answer.body[:200])

    async def post(self, workspace: str, channel: str, reply: Reply, nonce: str) -> None:
        """Post a reply that nobody waits for. What breaks off under way may have arrived, and is not sent again."""
        try:
            await self.client.chat_postMessage(channel=channel, **message(reply, "A digest of this channel"))
        except SlackApiError as error:
            code = error.response.get("error", "")
            raise (ChannelGone if code in GONE else NotPosted) from error

    async def finish(self) -> None:
        """Wait for the answers under way, though not for ever."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE)


def _thread(body: Mapping[str, Any]) -> str:
    """The thread of the message that was pressed, or the one that replies to it would make."""
    container = body.get("container", {})
    return str(container.get("thread_ts") or container.get("message_ts") or "")


async def serve(conversation: Conversation, bot_token: str, app_token: str) -> None:
    """Answer until SIGTERM or SIGINT.

    Raises
    ------
    SlackApiError
        If Slack refuses one of the two tokens.
    """
    client = AsyncWebClient(bot_token)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    bot = SlackBot(conversation, client)
    handler: Any = AsyncSocketModeHandler(await bot.app(), app_token, web_client=client)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        # Asked for here because the library's own loop would try a refused token again for ever.
        handler.client.wss_uri = await handler.client.issue_new_wss_url()
        await handler.connect_async()
        log.info("connected to Slack")
        loops = [asyncio.create_task(one) for one in (post_for(conversation, "slack", bot.post), bot.live.run())]
        await stop.wait()
        for one in loops:
            one.cancel()
        await bot.finish()
    finally:
        await handler.close_async()
