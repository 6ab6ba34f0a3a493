"""The connection to Discord: interactions in, answers out, whatever the network and the platform do meanwhile."""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, Literal

import aiohttp
import discord

from bot.conversation import Conversation, failure
from bot.memory import Caller
from bot.platforms.discord.custom_id import STALE
from bot.platforms.discord.draw import Drawing, clean, cut, draw, view
from bot.platforms.discord.health import Record, no_record
from bot.platforms.discord.payload import payload, unchanged
from bot.platforms.discord.read import Attachment, focused, message, press, slash
from bot.posting import ChannelGone, NotPosted
from bot.reply import Error, Reply
from bot.request import Request, Upload

log = logging.getLogger(__name__)

ACKNOWLEDGE_AFTER: Final = 0.5
"""Seconds without an answer after which the user is told that it is coming. Discord gives up after 3."""

CROWD: Final = 25
"""Interactions under way from which on everyone is told so at once: the answer will take its time."""

PROGRESS_EVERY: Final = 2.0
"""Seconds between two words on how far a long command is."""

MOST_UPLOADED: Final = 8 << 20
"""Bytes of a file that somebody attaches."""

_LONGEST_CHOICE: Final = 100
_MOST_CHOICES: Final = 25
# Discord's error codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
_UNKNOWN_MESSAGE: Final = 10008
_GONE: Final = frozenset({10062, 10015, 50027})  # unknown interaction, unknown webhook, invalid webhook token
_ALREADY_ACKNOWLEDGED: Final = 40060
_ATTEMPTS: Final = 3

Outcome = Literal["sent", "expired", "deleted", "unsent"]


class Turns:
    """One task goes on at a time, and the event loop looks around before the next: fifty at once do not hold it."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    async def __call__(self) -> None:
        """Wait for a turn. What follows, up to the next wait for anything, is its work."""
        async with self._one:
            await asyncio.sleep(0)


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
    turn : Turns
        Of all exchanges: waited for before an answer is drawn.
    """

    def __init__(self, interaction: discord.Interaction, private: bool, turn: Turns) -> None:
        self._interaction = interaction
        self._private = private
        self._turn = turn
        self._deferred = False
        self.acknowledged_at: float | None = None

    async def acknowledge(self) -> None:
        """Say that the answer is coming."""
        await self._once(lambda: self._interaction.response.defer(ephemeral=self._private, thinking=True))
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
        drawing = draw(
            reply,
            user=user,
            embeds=allowed.embed_links,
            attachments=allowed.attach_files,
            most_bytes=self._interaction.filesize_limit,
        )
        try:
            await self._deliver(drawing, reply)
        except discord.HTTPException as error:
            if error.code in _GONE or error.code == _UNKNOWN_MESSAGE or error.status not in (400, 403, 413):
                raise
            log.warning("interaction=%s refused status=%s code=%s", self._interaction.id, error.status, error.code)
            await self._deliver(draw(reply, user=user, embeds=False, attachments=False), replace(reply, actions=()))

    async def _deliver(self, drawing: Drawing, reply: Reply) -> None:
        interaction, private = self._interaction, self._private or not reply.ok
        if not self._deferred:
            sent = await self._once(
                lambda: interaction.response.send_message(**_parts(drawing, reply), ephemeral=private)
            )
            if sent:
                return
        if private and not self._private:
            # Everyone sees the acknowledgement; what went wrong concerns the user alone.
            await _persist(interaction.delete_original_response)
            await _persist(lambda: interaction.followup.send(**_parts(drawing, reply), ephemeral=True))
            return
        await _persist(lambda: interaction.edit_original_response(**_edit(drawing, reply)))

    async def _once(self, respond: Callable[[], Awaitable[Any]]) -> bool:
        """Make the first response; whether it was this one that arrived, and not an earlier try whose echo was lost."""
        try:
            await _persist(respond)
            return True
        except discord.HTTPException as error:
            if error.code != _ALREADY_ACKNOWLEDGED:
                raise
            self._deferred = True
            return False
        finally:
            self.acknowledged_at = self.acknowledged_at or time.monotonic()


class Door(discord.AutoShardedClient):
    """The bot on Discord.

    Parameters
    ----------
    conversation : Conversation
    shards : tuple of list of int and int, or None
        Which shards this process runs, and of how many; None for all that Discord recommends.
    """

    def __init__(self, conversation: Conversation, shards: tuple[list[int], int] | None = None) -> None:
        options: Any = {} if shards is None else {"shard_ids": shards[0], "shard_count": shards[1]}
        # Interactions need no intent, and nothing is worth a cache: each brings all that it needs.
        super().__init__(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self._conversation = conversation
        self.record: Record = no_record
        self._under_way: set[asyncio.Task[Any]] = set()
        # A resumed connection may repeat what was sent shortly before it broke.
        self._seen: deque[int] = deque(maxlen=1000)
        self._leaving = False
        self._turn = Turns()

    def state(self) -> dict[str, Any]:
        """For ``/healthz``."""
        return {
            "ready": self.is_ready() and not self._leaving,
            "shards": {str(shard): round(latency, 3) for shard, latency in self.latencies if latency == latency},
        }

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

    async def post(self, workspace: str, channel: str, reply: Reply, nonce: str) -> None:
        """Post a reply that nobody waits for. Discord takes a nonce once, so that trying again is safe."""
        await self._turn()
        try:
            await self.get_partial_messageable(int(channel)).send(**_parts(draw(reply), reply), nonce=nonce)
        except (discord.NotFound, discord.Forbidden) as error:
            raise ChannelGone from error
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise NotPosted from error

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer an interaction. Discord hands each one over once."""
        if interaction.id in self._seen:
            return
        self._seen.append(interaction.id)
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            if interaction.type is discord.InteractionType.autocomplete:
                await self._complete(interaction)
            elif interaction.type in (discord.InteractionType.application_command, discord.InteractionType.component):
                await self._converse(interaction)
        except Exception:
            log.exception("interaction=%s failed", interaction.id)
        finally:
            self._under_way.discard(task)

    async def _complete(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        option, typed = focused(data)
        suggestions = await self._conversation.complete(data["name"], option, typed, _MOST_CHOICES)
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

    async def _converse(self, interaction: discord.Interaction) -> None:
        began = time.monotonic()
        age = max((discord.utils.utcnow() - interaction.created_at).total_seconds(), 0.0)
        await self._turn()
        request, files = self._read(interaction)
        pressed = interaction.type is discord.InteractionType.component
        private = (interaction.message is not None and interaction.message.flags.ephemeral) or (
            request is not None and request.private
        )
        exchange = Exchange(interaction, private, self._turn)
        user = interaction.user.display_name if pressed and not private else ""
        outcome, kind = await self._answer(interaction, exchange, request, files, user)
        answered = time.monotonic() - began + age
        acknowledged = (exchange.acknowledged_at or time.monotonic()) - began + age
        command = request.command if request and request.command in self._conversation.commands else "unknown"
        self.record(command, kind if outcome == "sent" else outcome, acknowledged, answered)
        log.info(
            "interaction=%s user=%s guild=%s command=%s pressed=%s outcome=%s kind=%s signed_ms=%d answered_ms=%d",
            interaction.id, interaction.user.id, interaction.guild_id, command, pressed, outcome, kind,
            1000 * acknowledged, 1000 * answered,
        )  # fmt: skip

    def _read(self, interaction: discord.Interaction) -> tuple[Request | None, tuple[Attachment, ...]]:
        data: Any = interaction.data
        files: tuple[Attachment, ...] = ()
        request: Request | None
        if interaction.type is discord.InteractionType.component:
            request = press(data)
        elif data.get("type") == discord.AppCommandType.message.value:
            request = message(data)
        else:
            request, files = slash(data)
        if request is not None:
            user, name = f"discord:{interaction.user.id}", interaction.user.display_name
            request = replace(request, user=user, name=name, caller=caller(interaction))
        return request, files

    async def _answer(
        self,
        interaction: discord.Interaction,
        exchange: Exchange,
        request: Request | None,
        files: tuple[Attachment, ...],
        user: str,
    ) -> tuple[Outcome, str]:
        """Ask and send; how the sending went, and what kind of reply it was."""
        kind = "answer"
        try:
            reply = await self._reply_in_time(exchange, request, files)
            kind = reply.error.code if reply.error else "answer"
            await exchange.send(reply, user)
        except discord.HTTPException as error:
            if error.code in _GONE:
                return "expired", kind
            if error.code == _UNKNOWN_MESSAGE:
                return "deleted", kind
            log.error("interaction=%s unsent status=%s code=%s", interaction.id, error.status, error.code)
            return "unsent", kind
        except (aiohttp.ClientError, OSError) as error:
            log.error("interaction=%s unsent: %s", interaction.id, type(error).__name__)
            return "unsent", kind
        return "sent", kind

    async def _reply_in_time(self, exchange: Exchange, request: Request | None, files: tuple[Attachment, ...]) -> Reply:
        """The reply, after an acknowledgement and words on progress if it takes long."""
        crowded = len(self._under_way) >= CROWD
        if crowded:
            await exchange.acknowledge()
        far: deque[tuple[int, int]] = deque(maxlen=1)
        working = asyncio.create_task(self._reply(request, files, lambda done, total: far.append((done, total))))
        try:
            if not crowded and not (await asyncio.wait({working}, timeout=ACKNOWLEDGE_AFTER))[0]:
                await exchange.acknowledge()
            while not (await asyncio.wait({working}, timeout=PROGRESS_EVERY))[0]:
                if far:
                    await exchange.progress(*far.pop())
            return working.result()
        finally:
            # Nobody waits for an answer that cannot be delivered.
            working.cancel()

    async def _reply(
        self, request: Request | None, files: tuple[Attachment, ...], progress: Callable[[int, int], None]
    ) -> Reply:
        if request is None:
            return failure(STALE)
        if self._leaving:
            return failure(Error("busy", "I am being restarted.", "Ask again in a few seconds."))
        uploads = {}
        for file in files:
            if file.size > MOST_UPLOADED:
                limit = f"{MOST_UPLOADED >> 20} MB"
                return failure(Error("bad_value", f"{file.name} is larger than {limit}.", f"Attach at most {limit}."))
            try:
                uploads[file.option] = Upload(file.name, await self.http.get_from_cdn(file.url))
            except (discord.HTTPException, aiohttp.ClientError, OSError):
                return failure(Error("bad_value", f"{file.name} could not be downloaded.", "Attach it again."))
        return await self._conversation.ask(replace(request, uploads=uploads), progress)


async def _persist(call: Callable[[], Awaitable[Any]]) -> Any:
    """The call's result, tried again when the connection breaks: the library tries again on 429 and 5xx alone."""
    for attempt in range(1, _ATTEMPTS):
        try:
            return await call()
        except (aiohttp.ClientError, OSError):
            await asyncio.sleep(0.2 * attempt)
    return await call()


def _parts(drawing: Drawing, reply: Reply) -> dict[str, Any]:
    """What a new message takes; its attachments are fresh, since sending uses them up."""
    parts: dict[str, Any] = {"content": drawing.content, "files": [file.file() for file in drawing.attached]}
    if drawing.embed is not None:
        parts["embed"] = drawing.embed
    buttons = view(reply.actions)
    return parts | ({"view": buttons} if buttons.children else {})


def _edit(drawing: Drawing, reply: Reply) -> dict[str, Any]:
    """The same for a message that stands already: what it had is taken away."""
    parts = _parts(drawing, reply)
    return {"content": None, "embed": None, "view": None, "attachments": parts.pop("files"), **parts}
