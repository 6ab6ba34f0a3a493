"""``/talk``: a thread for a talk, in which what is said goes on from what was said before."""

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import aiohttp
import discord

from bot.conversation import Conversation, Message
from bot.live import Live
from bot.memory import Caller
from bot.observing import Observation
from bot.platforms.discord.delivery import Turns, edit, parts, persist, refused
from bot.platforms.discord.draw import clean, cut, draw
from bot.platforms.discord.payload import TALK_ABOUT
from bot.platforms.discord.read import conversation_key, is_thread
from bot.reply import Action, Error, Reply
from bot.welcome import welcome

log = logging.getLogger(__name__)

_LONGEST_NAME: Final = 100
_A_DAY: Final = 1440  # minutes without a message after which Discord puts the thread away
_HOW: Final = (
    "Reply to my messages here, or mention me, and I go on from what was said. Other messages Discord does not show me."
)
_NOT_HERE: Final = Error(
    "not_allowed", "I may not open threads here.", "Mention me in this channel instead, or write to me directly."
)


class Talks:
    """Opens threads.

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
        self._conversation = conversation
        self._client = client
        self._turn = turn
        self._live = live

    async def open(self, interaction: discord.Interaction, caller: Caller, seen: Observation) -> None:
        """Open a thread under a message that says whose talk it is, and begin the talk in it."""
        about = clean(_about(interaction.data or {}))
        if problem := _problem(interaction):
            await self._refuse(interaction, problem, seen)
            return
        head = Reply(f"A talk with {caller.name or 'somebody'}", about or "It goes on in this thread.")
        response = await persist(lambda: interaction.response.send_message(**parts(draw(head), head)))
        seen.acknowledged = time.monotonic() - seen.began
        try:
            name = cut(clean(f"Music: {about}" if about else f"Music with {caller.name}"), _LONGEST_NAME)
            opened = await persist(
                lambda: self._client.http.start_thread_with_message(
                    interaction.channel_id or 0, response.message_id or 0, name=name, auto_archive_duration=_A_DAY
                )
            )
        except discord.HTTPException as error:
            log.warning("interaction=%s no thread status=%s code=%s", interaction.id, error.status, error.code)
            sorry = Reply("That did not work", error=_NOT_HERE)
            seen.outcome = _NOT_HERE.code
            await persist(lambda: interaction.edit_original_response(**edit(draw(sorry), sorry)))
            return
        await self._begin(int(opened["id"]), about, interaction.user.id, caller, seen)

    async def _begin(self, thread: int, about: str, user: int, caller: Caller, seen: Observation) -> None:
        """The first message in the thread: an answer to what the talk is about, or how to begin."""
        here = replace(caller, channel=str(thread))
        if about:
            key = conversation_key(thread, user, thread=True)
            said = Message(about, conversation=key, user=here.person, name=here.name, caller=here)
            reply = await self._conversation.say(said)
            reply = replace(reply, feedback=(*reply.feedback, _HOW))
        else:
            tries = welcome(self._conversation.engine).tries
            actions = tuple(Action(text, text) for text in tries[:3])
            reply = Reply("What would you like to hear?", _HOW, actions=actions)
        seen.outcome = reply.error.code if reply.error else "answer"
        channel = self._client.get_partial_messageable(thread)
        await self._turn()
        try:
            sent = await persist(lambda: channel.send(**parts(draw(reply), reply)))
        except discord.HTTPException as error:
            if not refused(error):
                raise
            bare = replace(reply, actions=())
            plain = draw(bare, embeds=False, attachments=False)
            sent = await persist(lambda: channel.send(**parts(plain, bare)))
        await self._live.shown(here, reply, str(sent.id))

    async def _refuse(self, interaction: discord.Interaction, error: Error, seen: Observation) -> None:
        """Say to the user alone why there is no thread."""
        reply = Reply("No thread", error=error)
        seen.outcome = error.code
        try:
            await persist(lambda: interaction.response.send_message(**parts(draw(reply), reply), ephemeral=True))
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failed:
            log.error("interaction=%s unsent: %s", interaction.id, type(failed).__name__)


def _about(data: Mapping[str, Any]) -> str:
    return next((str(option["value"]) for option in data.get("options", ()) if option["name"] == TALK_ABOUT), "")


def _problem(interaction: discord.Interaction) -> Error | None:
    """Why no thread can be opened where the command was used; None if one can."""
    if interaction.guild_id is None:
        return Error("not_allowed", "This is a talk already.", "Write to me here; no thread is needed.")
    if is_thread(interaction.channel):
        return Error("not_allowed", "This is a thread already.", "Reply to my messages here, or mention me.")
    allowed = interaction.app_permissions
    return None if allowed.create_public_threads and allowed.send_messages_in_threads else _NOT_HERE
