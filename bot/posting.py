"""Posts digests and what watch lists saw move: a loop in the platform's event loop."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeAlias

from bot.conversation import Conversation
from bot.memory.records import Caller, Due, Watch
from bot.memory.store import Memory
from bot.reply import Reply, Row
from bot.request import read_request
from bot.watching import popularity
from engine import UserError

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 20.0
"""Seconds between two looks for what is due."""

ITEMS: Final = 10
"""Of a digest."""


class ChannelGone(Exception):
    """The channel is not there any more, or the bot may not write to it: the digest is paused."""


class NotPosted(Exception):
    """The platform did not take the message, for certain: it is tried again."""


Answer: TypeAlias = Callable[[str, Caller], Awaitable[Reply]]
"""The reply to a request's text, asked by the digest in its channel."""

Post: TypeAlias = Callable[[str, str, Reply, str], Awaitable[None]]
"""Post a reply: (workspace, channel, reply, nonce); a platform that knows nonces does not take one twice."""


class Posting:
    """Posts what is due on one platform. Several processes may run it over one database.

    Parameters
    ----------
    memory : Memory
    platform : str
        The first part of the workspaces' ids.
    answer, post : callable
        See ``Answer`` and ``Post``. ``post`` raises ``ChannelGone`` or ``NotPosted``; after any other exception the
        message may have arrived, and is not sent again.
    as_of : callable
        Says when the popularity of the catalogue in use was collected, in words; empty for nothing to say.
    """

    def __init__(
        self, memory: Memory, platform: str, answer: Answer, post: Post, as_of: Callable[[], str] = str
    ) -> None:
        self._memory = memory
        self._platform = platform
        self._answer = answer
        self._post = post
        self._as_of = as_of
        self._worker = secrets.token_hex(8)

    async def run(self, build: Callable[[], str], popularity: Callable[[Watch], float | None]) -> None:
        """Post what moved since the catalogue before, then digests, until cancelled.

        Parameters
        ----------
        build : callable
            The name of the catalogue in use.
        popularity : callable
            As for ``post_moved``.
        """
        looked = "" if self._memory.started else build()
        while True:
            now = build()
            try:
                if looked != now:
                    await self.post_moved(now, popularity)
                    looked = now
                while self._memory.started and await self.post_next():
                    pass
            except UserError:
                # The database does not answer, which it has logged: the next look may find it.
                pass
            except Exception:
                looked = now
                log.exception("posting a digest failed")
            await asyncio.sleep(LOOK_EVERY)

    async def post_next(self) -> bool:
        """Post one digest that is due; whether there was one."""
        digests = await asyncio.to_thread(lambda: self._memory.digests)
        due = await asyncio.to_thread(digests.lease, self._worker, self._platform)
        if due is None:
            return False
        digest = due.digest
        caller = Caller(digest.workspace, digest.channel, f"digest:{digest.id}", "digest")
        reply = fresh(await self._answer(digest.request, caller), due)
        if not await asyncio.to_thread(digests.sending, self._worker, due):
            return True
        try:
            await self._post(digest.workspace, digest.channel, reply, due.nonce)
        except ChannelGone:
            await asyncio.to_thread(digests.unsent, due, "the channel is gone, or I may not write there")
        except NotPosted:
            await asyncio.to_thread(digests.unsent, due)
        else:
            await asyncio.to_thread(digests.sent, due, [key_of(row) for row in reply.rows])
        return True

    async def post_moved(self, build: str, popularity: Callable[[Watch], float | None]) -> int:
        """Post, channel by channel, whose popularity is another one in this catalogue; how many posts.

        Parameters
        ----------
        build : str
            Names the catalogue.
        popularity : callable
            Of what is watched, in this catalogue; None if it is not there.
        """
        moved: dict[tuple[str, str], list[tuple[Watch, Row]]] = {}
        watches = await asyncio.to_thread(lambda: self._memory.watches)
        for watch in await asyncio.to_thread(watches.outdated, build, self._platform):
            now = await asyncio.to_thread(popularity, watch)
            if now is None or not await asyncio.to_thread(watches.take, watch, build, now):
                continue
            if abs(now - watch.value) >= 1:
                moved.setdefault((watch.workspace, watch.channel), []).append((watch, moved_row(watch, now)))
        for (workspace, channel), found in moved.items():
            title, rows = "What moved on your watch list", tuple(row for _, row in found)
            when = self._as_of()
            reply = Reply(title, rows=rows, feedback=(f"Popularity {when}.",) if when else ())
            try:
                await self._post(workspace, channel, reply, _nonce(build, workspace, channel))
            except ChannelGone:
                log.warning("the channel of a watch list is gone")
            except NotPosted:
                log.warning("a watch list could not be posted: it is at the next start")
                for watch, _ in found:
                    await asyncio.to_thread(watches.give_back, watch)
        return len(moved)


async def post_for(conversation: Conversation, platform: str, post: Post) -> None:
    """Post on a platform what a conversation's commands answer, until cancelled."""

    async def answer(text: str, caller: Caller) -> Reply:
        return await conversation.ask(replace(read_request(text), user=caller.person, caller=caller))

    def now(watch: Watch) -> float | None:
        return popularity(conversation.engine_of(watch.workspace), watch.subject, watch.key)

    posting = Posting(conversation.memory, platform, answer, post, lambda: conversation.engine.popularity_as_of)
    try:
        await posting.run(lambda: conversation.engine.catalogue.directory.name, now)
    except Exception:
        log.exception("posting has ended")


def _nonce(build: str, workspace: str, channel: str) -> str:
    """At most the 25 characters that Discord takes, another one for each channel."""
    return f"watch-{hashlib.sha256(f'{build} {workspace} {channel}'.encode()).hexdigest()[:18]}"


def fresh(reply: Reply, due: Due) -> Reply:
    """The reply without what this digest posted in the last four weeks; it says so when nothing is left."""
    rows = tuple(row for row in reply.rows if key_of(row) not in due.recent)[:ITEMS]
    if reply.rows and not rows:
        return replace(reply, text="Nothing that was not posted here in the last four weeks.", rows=())
    return replace(reply, rows=rows)


def key_of(row: Row) -> str:
    """What makes a row the same item: the track's id, or its title."""
    return str(row.data.get("track_id") or row.title)


def moved_row(watch: Watch, now: float) -> Row:
    """One line of what moved."""
    change = now - watch.value
    return Row(
        watch.title,
        amount=f"{change:+.0f}",
        detail=f"{watch.subject}: popularity {watch.value:.0f} -> {now:.0f}",
        data={"subject": watch.subject, "key": watch.key, "before": watch.value, "now": now},
    )
