"""Slack's events to messages, and replies back: every press and command is acknowledged at once, answered after."""

import asyncio
import logging
import re
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.conversation import Conversation, Message, failure
from bot.live import Live, MessageGone, in_place
from bot.logs import trace
from bot.memory import Caller
from bot.memory.records import LiveMessage
from bot.observing import Observer
from bot.platforms.recent import Recent
from bot.platforms.slack.blocks import ACTION, LINK, REFINE, message
from bot.platforms.slack.files import fetched, send
from bot.platforms.slack.home import home, prompts, refine_form, refined
from bot.platforms.slack.messages import REFUSED, Messages, code_of
from bot.platforms.slack.people import People
from bot.platforms.slack.read import Place, conversation_key, pressed_at, read
from bot.posting import ChannelGone, NotPosted, post_for
from bot.recent_lists import RecentLists
from bot.reply import Error, Reply
from bot.request import Upload, read_request
from bot.welcome import welcome

log = logging.getLogger(__name__)

PATIENCE: Final = 2.0  # seconds until the user is told that it takes longer
GRACE: Final = 10.0  # seconds that answers under way have when the bot is stopped
GONE: Final = frozenset({"channel_not_found", "is_archived", "not_in_channel", "restricted_action"})
MANAGED: Final = frozenset({"crate", "digest", "forget", "link"})  # where it matters who runs the workspace
_EXPECTED: Final = (SlackApiError, ClientError, OSError, TimeoutError)
_OPINIONS: Final = frozenset({"like", "dislike", "block"})


class SlackPlatform:
    """Slack's side of a conversation.

    Parameters
    ----------
    conversation : Conversation
    client : AsyncWebClient
        With the bot's token.
    installations : AsyncInstallationStore or None
        Where the tokens of several workspaces are kept; None for the one workspace of the client's token.
    """

    def __init__(
        self,
        conversation: Conversation,
        client: AsyncWebClient,
        installations: AsyncInstallationStore | None = None,
    ) -> None:
        self.conversation = conversation
        self.client = client
        self.live = Live(conversation, "slack", self._update)
        self._installations = installations
        self._lists = RecentLists(conversation.memory)
        self._people = People()
        self._messages = Messages(conversation, self.live, self._lists, self._people)
        # Triggers, so that one that Slack sends again is answered once.
        self._seen: Recent[str, None] = Recent()
        self._under_way: set[asyncio.Task[None]] = set()

    async def app(self) -> AsyncApp:
        """The Bolt app. Who we are is asked once, here: asking at the first command could cost its three seconds.

        Bolt's ``AsyncAssistant`` is not used: it keeps edits of messages in the pane from every other listener, and
        reads the thread's history for a context that nothing here needs. The same three calls are made directly.

        Raises
        ------
        SlackApiError
            If Slack refuses the token.
        """
        if self._installations is not None:
            app = AsyncApp(client=web_client(), installation_store=self._installations)
        else:
            known = AuthorizeResult.from_auth_test_response(
                auth_test_response=await self.client.auth_test(), bot_token=self.client.token
            )

            async def authorize() -> AuthorizeResult:
                return known

            app = AsyncApp(client=web_client(), authorize=authorize)
        app.command(re.compile("^/"))(self._typed)
        app.action(re.compile(f"^{ACTION}"))(self._pressed)
        app.action(re.compile(f"^{LINK}"))(_opened_page)
        app.action(REFINE)(self._opened_form)
        app.view(REFINE)(self._sent_form)
        app.event("app_mention")(self._written)
        app.event("message")(self._written)
        app.event("app_home_opened")(self._opened_home)
        app.event("assistant_thread_started")(self._opened_pane)
        app.error(_failed)
        return app

    async def _written(self, event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        team = str(context.team_id or event.get("team") or "")
        work = self._messages.received(event, client, context.bot_user_id or "", team)
        self._start(work, {"user": _id(event.get("user")), "team": _id(team)})

    async def _opened_home(self, event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if event.get("tab") == "home":
            person = Caller(f"slack:{context.team_id or ''}", "", f"slack:{event['user']}")
            lists = await self._lists.of(person)
            shown = home(welcome(self.conversation.engine), lists)
            await client.views_publish(user_id=event["user"], view=shown)

    async def _opened_pane(self, event: dict[str, Any], client: AsyncWebClient) -> None:
        pane = event["assistant_thread"]
        await client.assistant_threads_setSuggestedPrompts(
            channel_id=pane["channel_id"],
            thread_ts=pane["thread_ts"],
            title="Try one of these",
            prompts=prompts(welcome(self.conversation.engine)),
        )

    async def _opened_form(
        self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient
    ) -> None:
        await ack()
        form = refine_form(action["value"], pressed_at(body))
        if form is not None:
            await client.views_open(trigger_id=body["trigger_id"], view=form)

    async def _sent_form(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        words, request, place = refined(body["view"])
        said = Message(words, reply_to=request)
        await self._begin(said, body, place, client)

    async def _typed(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        line = read(body["command"], body.get("text", ""), self.conversation.commands)
        request = read_request(line) if line.startswith("/") else None
        place = Place(body.get("channel_id", ""), url=body["response_url"])
        await self._begin(Message(line, request), body, place, client)

    async def _pressed(
        self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient
    ) -> None:
        await ack()
        line = action.get("selected_option", action)["value"]
        request = read_request(line) if line.startswith("/") else None
        said = Message(line, request, pressed=request is not None)
        await self._begin(said, body, pressed_at(body), client)

    async def _begin(self, said: Message, body: Mapping[str, Any], place: Place, client: AsyncWebClient) -> None:
        """Answer a command, a press or a form, once."""
        trigger = str(body["trigger_id"])
        if trigger in self._seen:
            return
        self._seen[trigger] = None
        by: Mapping[str, Any] = body.get("user") or {"id": body.get("user_id", ""), "name": body.get("user_name", "")}
        team = str(body.get("team_id") or (body.get("team") or {}).get("id", ""))
        name = str(by.get("username") or by.get("name") or "")
        private = place.private or (said.request is not None and said.request.private)
        # What somebody likes or blocks by a press is no message for everybody.
        private = private or (said.pressed and said.request is not None and said.request.command in _OPINIONS)
        person = f"slack:{by['id']}"
        said = replace(
            said,
            conversation=conversation_key(team, place, by["id"], private=private),
            user=person,
            name=name,
            caller=Caller(f"slack:{team}", place.channel or by["id"], person, name, key=trigger),
        )
        work = self._answer(said, replace(place, private=private), str(by["id"]), client)
        self._start(work, {"user": _id(by["id"]), "team": _id(team)})

    def _start(self, work: Awaitable[None], who: Mapping[str, object]) -> None:
        """Do it beside everything else; what goes wrong with it is logged without anybody's words."""
        task = asyncio.ensure_future(self._careful(work, who))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _careful(self, work: Awaitable[None], who: Mapping[str, object]) -> None:
        with self.conversation.observer.request() as seen:
            seen.details |= who
            try:
                await work
            except Exception as error:
                seen.outcome = "unsent" if isinstance(error, _EXPECTED) else "failed"
                _log_failure(error)

    async def _answer(self, said: Message, place: Place, user: str, client: AsyncWebClient) -> None:
        """Ask, and send what comes back to where the question came from. A private reply's buttons answer privately."""
        if not place.channel:
            opened = await client.conversations_open(users=user)
            place = replace(place, channel=opened["channel"]["id"])
        private = place.private
        if said.caller is not None:
            team = said.caller.workspace.removeprefix("slack:")
            name = await self._people.name(client, team, user, said.name)
            said = replace(said, name=name, caller=replace(said.caller, name=name))
        work = asyncio.create_task(self._ask(said, user, client))
        done, _ = await asyncio.wait({work}, timeout=PATIENCE)
        if not done:
            await self._say(place, user, client, {"text": "Working on it; the answer comes here."}, private=True)
        reply = await work
        shown = said.request.text if said.request else said.text
        asked = f"{said.name or 'Somebody'} asked: {shown}"[:300]
        await self._show(said, place, user, client, reply, asked, private=private or not reply.ok)
        if said.caller is not None:
            await self._lists.note(said.caller, reply)
        if reply.pictures or reply.files:
            there = await send(client, reply, place.channel, user, private=private, thread=place.thread)
            if not there:
                why = "" if private else " Invite me to this channel to have them here."
                note = {"text": f"Pictures and files went to you directly.{why}"}
                await self._say(place, user, client, note, private=True)

    async def _show(
        self,
        said: Message,
        place: Place,
        user: str,
        client: AsyncWebClient,
        reply: Reply,
        asked: str,
        *,
        private: bool,
    ) -> None:
        """Send an answer. One that shows a crate is a message of our own, so that it can be kept up to date."""
        drawn = message(reply, asked)
        if not private and in_place(said.request) and place.message:
            await self._say(place, user, client, drawn, private=False, replace=True)
            await self.live.shown(said.caller, reply, place.message)
            return
        if reply.live and not private:
            try:
                sent = await client.chat_postMessage(
                    channel=place.channel, thread_ts=place.thread or None, unfurl_links=False, **drawn
                )
            except SlackApiError:
                # Not a member of the channel: it is shown all the same, as it is now.
                pass
            else:
                await self.live.shown(said.caller, reply, sent["ts"])
                return
        if not await self._say(place, user, client, drawn, private=private):
            await self._say(place, user, client, message(reply, asked, tables=False), private=private)

    async def _update(self, one: LiveMessage, reply: Reply) -> None:
        """Show a reply in place of what a message shows."""
        client = await self._client_of(one.workspace)
        try:
            await client.chat_update(channel=one.channel, ts=one.message, **message(reply, f"Crate {one.crate}"))
        except SlackApiError as error:
            if code_of(error) != "ratelimited":
                raise MessageGone from error
            raise

    async def _ask(self, said: Message, user: str, client: AsyncWebClient) -> Reply:
        request = said.request
        definition = self.conversation.commands.get(request.command) if request else None
        typed = {token.key: token.value for token in request.tokens} if request else {}
        uploads: dict[str, Upload] = {}
        for option in definition.options if definition else ():
            if option.type == "file" and (option.required or option.name in typed):
                file = await fetched(client, typed.get(option.name, ""), user)
                if isinstance(file, Error):
                    return failure(file)
                uploads[option.name] = file
        # Words may come to any command.
        asks = request is None or request.command in MANAGED
        caller = said.caller
        if caller is not None and asks:
            person = await self._people.of(client, caller.workspace.removeprefix("slack:"), user)
            caller = replace(caller, may_manage=person.manages)
        return await self.conversation.say(replace(said, uploads=uploads, caller=caller))

    async def _say(
        self,
        place: Place,
        user: str,
        client: AsyncWebClient,
        said: dict[str, Any],
        *,
        private: bool,
        replace: bool = False,
    ) -> bool:
        """Send through the response URL, which works where the bot is no member; without one, by our own message.

        Returns
        -------
        bool
            False if Slack refused the form of the message: another form may pass.
        """
        if not place.url:
            return await _post(client, place, user if private else "", said)
        where = AsyncWebhookClient(place.url, retry_handlers=_retries())
        answer = await where.send_dict(
            said
            | {
                "response_type": "ephemeral" if private else "in_channel",
                "replace_original": replace,
                "unfurl_links": False,
                "unfurl_media": False,
            }
            | ({"thread_ts": place.thread} if place.thread and not replace else {})
        )
        if answer.status_code != 200:
            code = str(answer.body)[:40]
            log.error("Slack refused a message: %d %s", answer.status_code, code if code.isidentifier() else "")
        return not (answer.status_code == 400 and str(answer.body).strip() in REFUSED)

    async def _client_of(self, workspace: str) -> AsyncWebClient:
        """The client with the token of a workspace."""
        if self._installations is None:
            return self.client
        team = workspace.removeprefix("slack:")
        bot = await self._installations.async_find_bot(enterprise_id=None, team_id=team)
        return web_client(bot.bot_token) if bot else self.client

    async def post(self, workspace: str, channel: str, reply: Reply, nonce: str) -> None:
        """Post a reply that nobody waits for. What breaks off under way may have arrived, and is not sent again."""
        client = await self._client_of(workspace)
        try:
            await client.chat_postMessage(
                channel=channel, unfurl_links=False, **message(reply, "A digest of this channel", tables=False)
            )
        except SlackApiError as error:
            code = code_of(error)
            raise (ChannelGone if code in GONE else NotPosted) from error

    async def finish(self) -> None:
        """Wait for the answers under way, though not for ever."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE)


def web_client(token: str | None = None) -> AsyncWebClient:
    """A client that tries again what Slack did not take; Bolt gives listeners copies of the app's."""
    return AsyncWebClient(token, retry_handlers=_retries())


def _retries() -> list[AsyncRetryHandler]:
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncRateLimitErrorRetryHandler(max_retry_count=3),
        AsyncServerErrorRetryHandler(max_retry_count=3),
    ]


async def _post(client: AsyncWebClient, place: Place, only_for: str, said: dict[str, Any]) -> bool:
    """A message of our own, seen by one person alone if one is named; False if Slack refused its form."""
    where: dict[str, Any] = {"channel": place.channel, "thread_ts": place.thread or None}
    try:
        if only_for:
            await client.chat_postEphemeral(user=only_for, **where, **said)
        else:
            await client.chat_postMessage(**where, unfurl_links=False, unfurl_media=False, **said)
    except SlackApiError as error:
        if code_of(error) in REFUSED:
            return False
        raise
    return True


async def _opened_page(ack: AsyncAck) -> None:
    """Somebody opened a page: Slack has to hear that it was told."""
    await ack()


async def _failed(error: Exception) -> None:
    """What Bolt calls when a listener fails. Its own way is to log the whole event."""
    _log_failure(error)


def _log_failure(error: Exception) -> None:
    """Log what went wrong. An exception of the library may quote what was sent, so its kind and Slack's code say it."""
    code = code_of(error) if isinstance(error, SlackApiError) else ""
    what = type(error).__name__ if isinstance(error, _EXPECTED) else trace(error)
    log.error("Slack did not take an answer: %s", f"{what} {code}".rstrip())


def _id(said: object) -> str:
    """An id for the log; of an event of unknown shape nothing that may be somebody's words."""
    return said if isinstance(said, str) and said.isalnum() else ""


def _open(session: Any) -> bool:
    return session is not None and not session.closed


def _counted(connect: Callable[..., Awaitable[None]], observer: Observer) -> Callable[..., Awaitable[None]]:
    """The library's way to connect again, which is counted."""

    async def again(*arguments: Any, **named: Any) -> None:
        observer.reconnected()
        await connect(*arguments, **named)

    return again


async def serve(
    conversation: Conversation,
    bot_token: str,
    app_token: str,
    installations: AsyncInstallationStore | None = None,
) -> None:
    """Answer until SIGTERM or SIGINT.

    Parameters
    ----------
    conversation : Conversation
    bot_token, app_token : str
        ``xoxb-...`` and ``xapp-...``.
    installations : AsyncInstallationStore or None
        As in ``SlackPlatform``.

    Raises
    ------
    SlackApiError
        If Slack refuses one of the two tokens.
    """
    client = web_client(bot_token)
    platform = SlackPlatform(conversation, client, installations)
    handler: Any = AsyncSocketModeHandler(await platform.app(), app_token, web_client=client)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        # Asked for here because the library's own loop would try a refused token again for ever.
        handler.client.wss_uri = await handler.client.issue_new_wss_url()
        handler.client.connect_to_new_endpoint = _counted(handler.client.connect_to_new_endpoint, conversation.observer)
        await handler.connect_async()
        conversation.observer.state = lambda: {"ready": _open(handler.client.current_session) and not stop.is_set()}
        log.info("connected to Slack")
        loops = [
            asyncio.create_task(one) for one in (post_for(conversation, "slack", platform.post), platform.live.run())
        ]
        async with conversation.observer.loop:
            await stop.wait()
        for one in loops:
            one.cancel()
        await platform.finish()
    finally:
        await handler.close_async()
