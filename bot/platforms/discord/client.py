"""The connection to Discord: interactions in, answers out, whatever the network and the platform do meanwhile."""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import aiohttp
import discord
import yarl

from bot.conversation import Conversation, Message, failure
from bot.live import Live, MessageGone, in_place
from bot.logs import trace
from bot.memory import Caller
from bot.memory.records import LiveMessage
from bot.observing import TALK, Observation
from bot.platforms.discord.custom_id import REFINE, STALE
from bot.platforms.discord.delivery import (
    ALREADY_ACKNOWLEDGED,
    GONE,
    UNKNOWN_MESSAGE,
    Outcome,
    Turns,
    edit,
    forms,
    parts,
    persist,
    refused,
)
from bot.platforms.discord.draw import Drawing, clean, cut, draw, refine_modal
from bot.platforms.discord.files import fetched
from bot.platforms.discord.identifying import Identifying, SharedPacing
from bot.platforms.discord.messages import Messages
from bot.platforms.discord.payload import TALK as TALK_COMMAND
from bot.platforms.discord.payload import payload, unchanged
from bot.platforms.discord.read import (
    Attachment,
    carried,
    conversation_key,
    focused,
    is_thread,
    message_request,
    press,
    refinement,
    slash,
)
from bot.platforms.discord.threads import Talks
from bot.posting import ChannelGone, NotPosted
from bot.reply import Error, Reply
from bot.request import Request, Upload

log = logging.getLogger(__name__)

ACKNOWLEDGE_AFTER: Final = 0.5
"""Seconds without an answer after which the user is told that it is coming. Discord gives up after 3."""

CROWD: Final = 25
"""Interactions under way from which on everyone is told so sooner: the answer will take its time."""

ACKNOWLEDGE_IN_A_CROWD_AFTER: Final = 0.2
"""Seconds without an answer after which the user is told so in a crowd. An answer that comes before costs one call to
Discord instead of two."""

PROGRESS_EVERY: Final = 2.0
"""Seconds between two words on how far a long command is."""

_LONGEST_CHOICE: Final = 100
_MOST_CHOICES: Final = 25
_ANSWERED: Final = frozenset(
    {
        discord.InteractionType.application_command,
        discord.InteractionType.component,
        discord.InteractionType.modal_submit,
    }
)


def caller(interaction: discord.Interaction) -> Caller:
    """Who acts, and where, as the memory knows it. Of a direct message, the person alone is the workspace."""
    person = f"discord:{interaction.user.id}"
    return Caller(
        workspace=f"discord:{interaction.guild_id}" if interaction.guild_id else f"{person}:direct",
        channel=str(interaction.channel_id or ""),
        person=person,
        name=interaction.user.display_name,
        may_manage=interaction.guild_id is None or interaction.permissions.manage_guild,
        key=str(interaction.id),
    )


class Exchange:
    """One interaction's way to its answer: acknowledge once, say how far, send.

    Parameters
    ----------
    interaction : discord.Interaction
    private : bool
        Whether only the user is to see the answer. Discord fixes it with the acknowledgement.
    in_place : bool
        Whether the answer changes the message whose button was pressed.
    turn : Turns
        Of all exchanges: waited for before an answer is drawn.
    """

    def __init__(self, interaction: discord.Interaction, private: bool, turn: Turns, *, in_place: bool = False) -> None:
        self._interaction = interaction
        self._private = private
        self._in_place = in_place and interaction.message is not None
        # The message that shows the answer, once it is sent to everybody.
        self.message = ""
        self._turn = turn
        self._deferred = False
        self.acknowledged_at: float | None = None

    async def acknowledge(self) -> None:
        """Say that the answer is coming."""
        thinking = not self._in_place
        await self._once(
            lambda: self._interaction.response.defer(ephemeral=self._private and thinking, thinking=thinking)
        )
        self._deferred = True

    async def progress(self, done: int, total: int) -> None:
        """Say how far the command is; if that cannot be delivered now, the answer still may."""
        with contextlib.suppress(discord.DiscordServerError, aiohttp.ClientError, OSError):
            await self._interaction.edit_original_response(content=f"Working: {done / max(total, 1):.0%}")

    async def send(self, reply: Reply, user: str) -> None:
        """Send the answer. Where Discord refuses its form, in words alone."""
        allowed = self._interaction.app_permissions
        # A mistake is told to its maker alone.
        user = user if reply.ok else ""
        await self._turn()
        pressed = self._interaction.message
        made = forms(
            reply,
            standing=self._in_place and pressed is not None and pressed.flags.components_v2,
            user=user,
            embeds=allowed.embed_links,
            attachments=allowed.attach_files,
            most_bytes=self._interaction.filesize_limit,
        )
        failed: discord.HTTPException | None = None
        for drawing, said in made:
            try:
                await self._deliver(drawing, said)
                return
            except discord.HTTPException as error:
                if not refused(error):
                    raise
                failed = error
                log.warning("interaction=%s refused status=%s code=%s", self._interaction.id, error.status, error.code)
        if failed is not None:
            raise failed

    async def _deliver(self, drawing: Drawing, reply: Reply) -> None:
        interaction, private = self._interaction, self._private or not reply.ok
        if self._in_place:
            await self._deliver_in_place(drawing, reply)
            return
        if not self._deferred:
            sent = await self._once(
                lambda: interaction.response.send_message(**parts(drawing, reply), ephemeral=private)
            )
            if sent is not None:
                self.message = "" if private else str(sent.message_id or "")
                return
        if private and not self._private:
            # Everyone sees the acknowledgement; what went wrong concerns the user alone.
            await persist(interaction.delete_original_response)
            await persist(lambda: interaction.followup.send(**parts(drawing, reply), ephemeral=True))
            return
        message = await persist(lambda: interaction.edit_original_response(**edit(drawing, reply)))
        self.message = "" if private else str(message.id)

    async def _deliver_in_place(self, drawing: Drawing, reply: Reply) -> None:
        """Change the message whose button was pressed; a mistake is told to its maker beside it."""
        interaction = self._interaction
        if self._deferred and reply.ok:
            await persist(lambda: interaction.edit_original_response(**edit(drawing, reply)))
        elif self._deferred:
            await persist(lambda: interaction.followup.send(**parts(drawing, reply), ephemeral=True))
        elif reply.ok:
            await self._once(lambda: interaction.response.edit_message(**edit(drawing, reply)))
        else:
            await self._once(lambda: interaction.response.send_message(**parts(drawing, reply), ephemeral=True))
        if reply.ok and interaction.message is not None and not self._private:
            self.message = str(interaction.message.id)

    async def _once(self, respond: Callable[[], Awaitable[Any]]) -> Any:
        """Make the first response, and give what it gave; None if an earlier try, whose echo was lost, had arrived."""
        try:
            return await persist(respond)
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            self._deferred = True
            return None
        finally:
            self.acknowledged_at = self.acknowledged_at or time.monotonic()


class DiscordClient(discord.AutoShardedClient):
    """The bot on Discord.

    Parameters
    ----------
    conversation : Conversation
    shards : tuple of list of int and int, or None
        Which shards this process runs, and of how many; None for all that Discord recommends.
    """

    def __init__(self, conversation: Conversation, shards: tuple[list[int], int] | None = None) -> None:
        options: Any = {} if shards is None else {"shard_ids": shards[0], "shard_count": shards[1]}
        # The content of direct messages, mentions and replies comes without the privileged intent for all messages.
        # Nothing is worth a cache: each event brings all that it needs.
        super().__init__(
            intents=discord.Intents(guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self._conversation = conversation
        self._under_way: set[asyncio.Task[Any]] = set()
        # A resumed connection may repeat what was sent shortly before it broke.
        self._seen: deque[int] = deque(maxlen=1000)
        self._leaving = False
        self._met: set[int] = set()
        self._identifying = Identifying()
        self._launching: set[asyncio.Task[None]] = set()
        self._turn = Turns()
        self.live = Live(conversation, "discord", self._update)
        self._messages = Messages(conversation, self, self._turn, self.live)
        self._talks = Talks(conversation, self, self._turn, self.live)
        parsers = self._connection.parsers
        self._connection.parsers = {name: _guarded(name, parser) for name, parser in parsers.items()}

    def state(self) -> dict[str, Any]:
        """For ``/readyz``."""
        return {
            "ready": self.is_ready() and not self._leaving,
            "shards": {str(shard): round(latency, 3) for shard, latency in self.latencies if latency == latency},
        }

    async def launch_shards(self) -> None:
        """Connect all shards, as many at once as Discord allows; discord.py connects one every five seconds."""
        at_once = 1  # Where the limits are not told.
        with contextlib.suppress(discord.DiscordException):
            at_once = (await self.fetch_session_start_limits()).max_concurrency
        shared = SharedPacing(self._conversation.memory, f"discord identify {self.application_id}")
        self._identifying = Identifying(at_once, shared if self.shard_ids else None)
        await super().launch_shards()
        try:
            # A shard that could not connect is launched again meanwhile.
            while self._launching:
                done, _ = await asyncio.wait(self._launching, return_when=asyncio.FIRST_COMPLETED)
                self._launching -= done
                for one in done:
                    one.result()
        finally:
            for one in self._launching:
                one.cancel()

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Begin to connect a shard when its turn is; ``launch_shards`` waits for it."""
        self._launching.add(asyncio.create_task(self._launch_shard(gateway, shard_id)))

    async def _launch_shard(self, gateway: yarl.URL, shard_id: int) -> None:
        # Waited for here: discord.py counts what is waited for in its hook as time of connecting.
        async with self._identifying.line(shard_id):
            await super().launch_shard(gateway, shard_id, initial=True)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for a shard's turn. Discord.py calls this when it is connected, just before it identifies."""
        number = shard_id or 0
        async with contextlib.nullcontext() if initial else self._identifying.line(number):
            await self._identifying.turn(number)

    async def setup_hook(self) -> None:
        """Register the commands if Discord has others than ours."""
        if self.shard_ids and 0 not in self.shard_ids:
            return
        ours = payload(self._conversation.commands)
        try:
            registered = await self.http.get_global_commands(self.application_id or 0)
            if unchanged(ours, registered):
                log.info("commands=%d unchanged", len(ours))
                return
            await self.http.bulk_upsert_global_commands(self.application_id or 0, payload=ours)
            log.info("commands=%d registered", len(ours))
        except discord.HTTPException as error:
            # Those registered earlier still work; better than not to come up at all.
            log.error(
                "the commands could not be registered: status=%s code=%s %s", error.status, error.code, error.text
            )

    async def leave(self, patience: float = 20.0) -> None:
        """Take no more requests, finish those under way, and close."""
        self._leaving = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=patience)
        await self.close()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is for the bot."""
        if not self._leaving:
            written = message.created_at
            await self._work("message", message.id, written, lambda seen: self._messages.received(message, seen))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Answer a message anew that was changed soon after it was written."""
        if not self._leaving:
            message = event.message
            written = message.edited_at or message.created_at
            await self._work("message", message.id, written, lambda seen: self._messages.edited(message, seen))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Forget a message that is gone."""
        self._messages.deleted(event.message_id)

    async def post(self, workspace: str, channel: str, reply: Reply, nonce: str) -> None:
        """Post a reply that nobody waits for. Discord takes a nonce once, so that trying again is safe."""
        await self._turn()
        try:
            await self.get_partial_messageable(int(channel)).send(
                **parts(draw(reply, layout=False), reply), nonce=nonce
            )
        except (discord.NotFound, discord.Forbidden) as error:
            raise ChannelGone from error
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise NotPosted from error

    async def _update(self, one: LiveMessage, reply: Reply) -> None:
        """Show a reply in place of what a message shows."""
        await self._turn()
        message = self.get_partial_messageable(int(one.channel)).get_partial_message(int(one.message))
        try:
            await persist(lambda: message.edit(**edit(draw(reply), reply)))
        except (discord.NotFound, discord.Forbidden) as error:
            raise MessageGone from error

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer an interaction. Discord hands each one over once."""
        if interaction.id in self._seen:
            return
        self._seen.append(interaction.id)
        used = interaction.created_at
        await self._work("interaction", interaction.id, used, lambda seen: self._interact(interaction, seen))

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Count a connection that was taken up again."""
        self._conversation.observer.reconnected()

    async def on_shard_ready(self, shard_id: int) -> None:
        """Count a connection that was made anew: the first of each shard does not count."""
        if shard_id in self._met:
            self._conversation.observer.reconnected()
        self._met.add(shard_id)

    async def _work(self, what: str, number: int, at: datetime, work: Callable[[Observation], Awaitable[None]]) -> None:
        """Do what an event asks for; what goes wrong with it ends neither the process nor another answer."""
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        age = max((discord.utils.utcnow() - at).total_seconds(), 0.0)
        try:
            with self._conversation.observer.request(age) as seen:
                seen.details[what] = number
                try:
                    await work(seen)
                except Exception as error:
                    seen.outcome = "failed"
                    log.error("%s=%s failed\n%s", what, number, trace(error))
        finally:
            self._under_way.discard(task)

    async def _interact(self, interaction: discord.Interaction, seen: Observation) -> None:
        kind = interaction.type
        if kind is discord.InteractionType.autocomplete:
            await self._complete(interaction)
        elif kind is discord.InteractionType.component and _custom_id(interaction) == REFINE:
            await persist(lambda: interaction.response.send_modal(refine_modal()))
        elif kind is discord.InteractionType.application_command and _command_name(interaction) == TALK_COMMAND:
            seen.details |= {"user": interaction.user.id, "guild": interaction.guild_id, "type": kind.name}
            await self._talks.open(interaction, caller(interaction), seen)
        elif kind in _ANSWERED:
            await self._converse(interaction, seen)

    async def _complete(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        option, typed = focused(data)
        workspace = caller(interaction).workspace
        suggestions = await self._conversation.complete(data["name"], option, typed, _MOST_CHOICES, workspace)
        typed = cut(clean(typed), _LONGEST_CHOICE)
        choices = {cut(clean(one.label), _LONGEST_CHOICE): one.value for one in suggestions if one.value}
        # What was typed stands first: it may be just what is meant, such as "110-125".
        if typed.lower() not in map(str.lower, choices):
            choices = {typed: typed, **choices}
        choices.pop("", None)
        offered = [
            discord.app_commands.Choice(name=name, value=value if len(value) <= _LONGEST_CHOICE else name)
            for name, value in list(choices.items())[:_MOST_CHOICES]
        ]
        try:
            await interaction.response.autocomplete(offered)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            # The next letter asks anew.
            log.debug("interaction=%s completion not delivered: %s", interaction.id, type(error).__name__)

    async def _converse(self, interaction: discord.Interaction, seen: Observation) -> None:
        await self._turn()
        asked = self._read(interaction)
        seen.command = self._command(asked.message.request)
        pressed = interaction.type is discord.InteractionType.component
        exchange = Exchange(
            interaction, asked.private, self._turn, in_place=pressed and in_place(asked.message.request)
        )
        # A command shows who used it; of what was pressed or typed into a form the answer says it.
        slash = interaction.type is discord.InteractionType.application_command
        user = interaction.user.display_name if not (slash or asked.private) else ""
        outcome = await self._answer(interaction, exchange, asked, user, seen)
        if outcome != "sent":
            seen.outcome = outcome
        seen.acknowledged = (exchange.acknowledged_at or time.monotonic()) - seen.began
        seen.details |= {"user": interaction.user.id, "guild": interaction.guild_id, "type": interaction.type.name}

    def _read(self, interaction: discord.Interaction) -> "Asked":
        data: Any = interaction.data
        request: Request | None = None
        files: tuple[Attachment, ...] = ()
        text, reply_to, stale = "", "", False
        if interaction.type is discord.InteractionType.component:
            request = press(data)
            stale = request is None
        elif interaction.type is discord.InteractionType.modal_submit:
            text = refinement(data)
            reply_to = carried(interaction.message) if interaction.message else ""
        elif data.get("type") == discord.AppCommandType.message.value:
            request = message_request(data)
        else:
            request, files = slash(data)
        of_private = interaction.message is not None and interaction.message.flags.ephemeral
        # What somebody likes or blocks by a press is no message for everybody.
        pressed = interaction.type is discord.InteractionType.component
        opinion = pressed and request is not None and request.command in ("like", "dislike", "block")
        private = of_private or opinion or (request is not None and request.private)
        message = Message(
            text,
            request,
            conversation=conversation_key(
                interaction.channel_id or 0, interaction.user.id, thread=is_thread(interaction.channel), private=private
            ),
            user=f"discord:{interaction.user.id}",
            name=interaction.user.display_name,
            reply_to=reply_to,
            caller=caller(interaction),
            pressed=interaction.type is discord.InteractionType.component,
        )
        return Asked(message, files, private=private, stale=stale)

    async def _answer(
        self, interaction: discord.Interaction, exchange: Exchange, asked: "Asked", user: str, seen: Observation
    ) -> Outcome:
        """Ask and send; how the sending went."""
        try:
            reply = await self._reply_in_time(exchange, asked)
            seen.outcome = reply.error.code if reply.error else "answer"
            await exchange.send(reply, user)
            await self.live.shown(asked.message.caller, reply, exchange.message)
        except discord.HTTPException as error:
            if error.code in GONE:
                return "expired"
            if error.code == UNKNOWN_MESSAGE:
                return "deleted"
            log.error("interaction=%s unsent status=%s code=%s", interaction.id, error.status, error.code)
            return "unsent"
        except (aiohttp.ClientError, OSError) as error:
            log.error("interaction=%s unsent: %s", interaction.id, type(error).__name__)
            return "unsent"
        return "sent"

    def _command(self, request: Request | None) -> str:
        return request.command if request and request.command in self._conversation.commands else TALK

    async def _reply_in_time(self, exchange: Exchange, asked: "Asked") -> Reply:
        """The reply, after an acknowledgement and words on progress if it takes long."""
        patience = ACKNOWLEDGE_AFTER if len(self._under_way) < CROWD else ACKNOWLEDGE_IN_A_CROWD_AFTER
        far: deque[tuple[int, int]] = deque(maxlen=1)
        working = asyncio.create_task(self._reply(asked, lambda done, total: far.append((done, total))))
        try:
            if not (await asyncio.wait({working}, timeout=patience))[0]:
                await exchange.acknowledge()
            while not (await asyncio.wait({working}, timeout=PROGRESS_EVERY))[0]:
                if far:
                    await exchange.progress(*far.pop())
            return working.result()
        finally:
            # Nobody waits for an answer that cannot be delivered.
            working.cancel()

    async def _reply(self, asked: "Asked", progress: Callable[[int, int], None]) -> Reply:
        if asked.stale:
            return failure(STALE)
        if self._leaving:
            return failure(Error("busy", "I am being restarted.", "Ask again in a few seconds."))
        uploads: dict[str, Upload] = {}
        for file in asked.files:
            found = await fetched(file)
            if isinstance(found, Error):
                return failure(found)
            uploads[file.option] = found
        return await self._conversation.say(replace(asked.message, uploads=uploads), progress)


@dataclass(frozen=True)
class Asked:
    """What an interaction asks.

    Parameters
    ----------
    message : Message
    files : tuple of Attachment
        To be downloaded first.
    private : bool
        Whether only the user is to see the answer.
    stale : bool
        Whether the button was not packed by this version.
    """

    message: Message
    files: tuple[Attachment, ...] = ()
    private: bool = False
    stale: bool = field(default=False, kw_only=True)


def _command_name(interaction: discord.Interaction) -> str:
    data: Any = interaction.data
    return str(data.get("name", ""))


def _custom_id(interaction: discord.Interaction) -> str:
    data: Any = interaction.data
    return str(data.get("custom_id", ""))


def _guarded(name: str, parser: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The library's parser of an event, so that an event of unknown shape is logged by its id and passed over."""
    if name in ("READY", "RESUMED"):
        return parser

    def parse(data: Any) -> Any:
        try:
            return parser(data)
        except Exception as error:
            number = str(data.get("id", "")) if isinstance(data, dict) else ""
            log.error(
                "event=%s id=%s not understood: %s",
                name,
                number if number.isdecimal() else "unknown",
                type(error).__name__,
            )
            return None

    return parse
