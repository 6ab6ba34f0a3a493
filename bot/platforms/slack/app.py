"""Slack's events to requests, and replies back: every press and command is acknowledged at once, answered after."""

import asyncio
import logging
import re
import signal
from collections import OrderedDict
from collections.abc import Mapping
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

from bot.conversation import Conversation, failure
from bot.live import Live, MessageGone, in_place
from bot.memory import Caller
from bot.memory.records import LiveMessage
from bot.platforms.slack.blocks import message
from bot.platforms.slack.files import fetched, send
from bot.platforms.slack.manifest import UMBRELLA
from bot.posting import ChannelGone, NotPosted, post_for
from bot.reply import Error, Reply
from bot.request import Request, Upload, read_request

log = logging.getLogger(__name__)

PATIENCE: Final = 2.0  # seconds until the user is told that it takes longer
GRACE: Final = 10.0  # seconds that answers under way have when the bot is stopped
GONE: Final = frozenset({"channel_not_found", "is_archived", "not_in_channel", "restricted_action"})
MANAGED: Final = frozenset({"crate", "digest", "forget", "link"})  # where it matters who runs the workspace
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


class Door:
    """Slack's side of a conversation.

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
        self._under_way: set[asyncio.Task[None]] = set()

    async def app(self) -> AsyncApp:
        """The Bolt app. Who we are is asked once, here: asking at the first command could cost its three seconds.

        Raises
        ------
        SlackApiError
            If Slack refuses the token.
        """
        known = AuthorizeResult.from_auth_test_response(
            auth_test_response=await self.client.auth_test(), bot_token=self.client.token
        )

        async def authorize() -> AuthorizeResult:
            return known

        app = AsyncApp(client=AsyncWebClient(), authorize=authorize)
        app.command(re.compile("^/"))(self._typed)
        app.action(re.compile("^ask-"))(self._pressed)
        return app

    async def _typed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        line = read(body["command"], body.get("text", ""), self.conversation)
        request = read_request(line, user=body["user_id"], name=body.get("user_name", ""))
        self._start(request, body, body.get("team_id", ""), body.get("channel_id", ""))

    async def _pressed(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        line = action.get("selected_option", action)["value"]
        user = body["user"]
        request = read_request(line, user=user["id"], name=user.get("username") or user.get("name", ""))
        self._start(request, body, body.get("team", {}).get("id", ""), body.get("channel", {}).get("id", ""))

    def _start(self, request: Request, body: Mapping[str, Any], team: str, channel: str) -> None:
        if body["trigger_id"] in self._seen:
            return
        key = body["trigger_id"]
        request = replace(
            request, caller=Caller(f"slack:{team}", channel, f"slack:{request.user}", request.name, key=key)
        )
        self._seen[body["trigger_id"]] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        task = asyncio.create_task(self._answer(request, body))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _answer(self, request: Request, body: Mapping[str, Any]) -> None:
        """Ask, and send what comes back to where the question came from. A private reply's buttons answer privately."""
        private = request.private or bool(body.get("container", {}).get("is_ephemeral"))
        # What somebody likes or blocks by a press is no message for everybody.
        private = private or ("container" in body and request.command in ("like", "dislike", "block"))
        try:
            work = asyncio.create_task(self._ask(request))
            done, _ = await asyncio.wait({work}, timeout=PATIENCE)
            if not done:
                await self._say(body, {"text": "Working on it; the answer comes here."}, private=True)
            reply = await work
            asked = f"{request.name or 'Somebody'} asked: {request.text}"[:300]
            await self._show(body, request, reply, message(reply, asked), private=private or not reply.ok)
            if reply.pictures or reply.files:
                channel = body["channel_id"] if "channel_id" in body else body["channel"]["id"]
                if not await send(self.client, reply, channel, request.user, private=private):
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

    async def _ask(self, request: Request) -> Reply:
        definition = self.conversation.commands.get(request.command)
        said = {token.key: token.value for token in request.tokens}
        uploads: dict[str, Upload] = {}
        for option in definition.options if definition else ():
            if option.type == "file" and (option.required or option.name in said):
                file = await fetched(self.client, said.get(option.name, ""), request.user)
                if isinstance(file, Error):
                    return failure(file)
                uploads[option.name] = file
        if request.caller is not None and request.command in MANAGED:
            caller = replace(request.caller, may_manage=await self._manages(request.user))
            request = replace(request, caller=caller)
        return await self.conversation.ask(replace(request, uploads=uploads))

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


async def serve(conversation: Conversation, bot_token: str, app_token: str) -> None:
    """Answer until SIGTERM or SIGINT.

    Raises
    ------
    SlackApiError
        If Slack refuses one of the two tokens.
    """
    client = AsyncWebClient(bot_token)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    door = Door(conversation, client)
    handler: Any = AsyncSocketModeHandler(await door.app(), app_token, web_client=client)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        # Asked for here because the library's own loop would try a refused token again for ever.
        handler.client.wss_uri = await handler.client.issue_new_wss_url()
        await handler.connect_async()
        log.info("connected to Slack")
        loops = [asyncio.create_task(one) for one in (post_for(conversation, "slack", door.post), door.live.run())]
        await stop.wait()
        for one in loops:
            one.cancel()
        await door.finish()
    finally:
        await handler.close_async()
