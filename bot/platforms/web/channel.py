"""The channels that everybody on the page shares: who is there, what was asked, and who may see the answer."""

import asyncio
import contextlib
import hashlib
import json
import logging
import math
import re
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bot.as_json import encoded
from bot.blobs import Blobs
from bot.changing import unchanging
from bot.conversation import Conversation, Message, failure
from bot.cooldown import Cooldown
from bot.live import Live, MessageGone
from bot.memory import Caller
from bot.memory.records import MAIN, LiveMessage, Said
from bot.platforms.web.draw import commands_json, reply_json, welcome_json
from bot.platforms.web.exchange import Exchange
from bot.platforms.web.line import WORKSPACE, Line, owner
from bot.platforms.web.names import GUEST, free_name, skeleton
from bot.platforms.web.panel import PRESSED, Panel
from bot.platforms.web.taking_up import taken_up
from bot.reply import Error, Reply
from bot.request import Upload, read_request
from bot.settings import UserError
from bot.welcome import welcome

log = logging.getLogger(__name__)

MOST_TEXT = 2000
_KEPT = 200
# Exchanges from before those, looked up in the memory, that can still be asked anew.
_LOOKED_UP = 500
# Exchanges, and their bytes, sent to who joins and each time that the page scrolls to the top.
_PAGE = 20
_PAGE_BYTES = 256 * 2**10
# Exchanges from before a restart whose answers are asked anew without being pressed.
_ASKED_ANEW = 4
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PROGRESS_EVERY_S = 0.1
_PEOPLE_EVERY_S = 0.1
_NAMES_KEPT_S = 5.0


class Refused(ValueError):
    """A message that the page would never send. Its socket is closed."""


@dataclass
class Channel:
    """The shared logs, by channel, of the last 200 exchanges, and the lines to those who are there.

    Parameters
    ----------
    conversation : Conversation
    keep : bool
        Whether what was asked is kept in the memory, over a restart and to be searched.
    local : bool
        Whether only this machine reaches the page: then a person who is alone there never waits for anybody's turn.
    """

    conversation: Conversation
    keep: bool = False
    local: bool = False
    pictures_and_files: Blobs = field(default_factory=lambda: Blobs(64 * 2**20))
    uploads: Blobs = field(default_factory=lambda: Blobs(64 * 2**20))
    # The conversation has the same limit; asking this one first keeps what it would refuse out of everybody's sight.
    questions: Cooldown = field(default_factory=Cooldown)
    lines: set[Line] = field(default_factory=set)
    _logs: dict[str, deque[Exchange]] = field(default_factory=dict)
    _older: OrderedDict[str, Exchange] = field(default_factory=OrderedDict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _renames: Cooldown = field(default_factory=lambda: Cooldown(burst=6, seconds=5))
    _names: dict[str, str] = field(default_factory=dict)
    _names_at: float = -math.inf
    _telling_people: asyncio.TimerHandle | None = None
    # Conversations that have gone on since the start: others are taken up from the history.
    _met: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.keep = self.keep and bool(self.conversation.memory.history_days)
        self._panel = Panel(self.conversation, lambda: self.lines)
        self._live = Live(self.conversation, WORKSPACE, self._redraw)
        self._following = False

    def hear(self, line: Line, text: str) -> None:
        """Do what a message from the page asks for.

        Raises
        ------
        Refused
            If it is none of the messages that the page sends.
        """
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            raise Refused("not JSON") from None
        if not isinstance(message, dict):
            raise Refused("not an object")
        kind = message.get("type")
        if kind == "join" and not line.name:
            self._join(line, _text(message, "name"), _text(message, "channel"))
        elif not line.name:
            raise Refused("not joined")
        elif kind == "ask":
            self._ask(line, message)
        elif kind == "complete":
            number = message.get("id")
            if not isinstance(number, int):
                raise Refused("id")
            command, option, typed = (_text(message, key) for key in ("command", "option", "text"))
            line.completion = (number, command, option, typed)
            self._start(self._complete(line))
        elif kind == "older":
            self._send_older(line, _text(message, "before"))
        elif kind == "again":
            self._again(_text(message, "id"))
        elif kind == "rename":
            self._rename_in_turn(line, _text(message, "name"))
        elif kind == "channel":
            self._start(self._change_channel(line, _text(message, "name")), line)
        elif kind == "search":
            self._start(self._search(line, _text(message, "text"), message.get("everywhere") is True), line)
        elif kind == "panel":
            self._show_panel(line, message.get("open") is True, _text(message, "crate"))
        elif kind == "press":
            self._press(line, _text(message, "id"), _text(message, "command"))
        else:
            raise Refused("unknown type")

    async def post(self, workspace: str, channel: str, reply: Reply, nonce: str) -> None:
        """Show a reply that nobody asked for to everybody in a channel."""
        channel = channel or MAIN
        if any(exchange.asked_as == nonce for exchange in self._log_of(channel)):
            return
        exchange = Exchange(secrets.token_urlsafe(9), "", nonce, "cratebot", reply.title, "", time.time(), False)
        exchange.channel = channel
        self._log_of(channel).append(exchange)
        await self._answered(exchange, reply)
        await self._keep(exchange, reply, None)

    def leave(self, line: Line) -> None:
        """The socket has closed. What it asked goes on."""
        self.lines.discard(line)
        line.drop()
        self._tell_who_is_here()

    async def close(self) -> None:
        """Stop what is under way."""
        if self._telling_people is not None:
            self._telling_people.cancel()
        self._panel.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _log_of(self, channel: str) -> deque[Exchange]:
        """The log of a channel, taken up from the memory when it is first looked at."""
        if channel not in self._logs:
            log = self._logs.setdefault(channel, deque(maxlen=_KEPT))
            if self.keep and self.conversation.memory.started:
                with contextlib.suppress(UserError):
                    said = self.conversation.memory.history.newest(WORKSPACE, channel, _KEPT)
                    log.extend(map(Exchange.kept, said))
        return self._logs[channel]

    def _channels(self) -> tuple[str, ...]:
        """The names of all channels, the main one first."""
        if self.keep and self.conversation.memory.started:
            # Without the database, those that are in use.
            with contextlib.suppress(UserError):
                return self.conversation.memory.history.channels(WORKSPACE)
        return tuple(dict.fromkeys((MAIN, *sorted(self._logs))))

    def _join(self, line: Line, name: str, channel: str) -> None:
        channels = self._channels()
        if channel in channels:
            line.channel = channel
        self.lines.add(line)
        # A browser that knows no name is a person's new device, or a new person's.
        self._rename(line, name or self.name_of(line.person))
        self._show_log(line, type="hello", channels=channels)

    @cached_property
    def _first(self) -> bytes:
        """What everybody who joins is told, as a part of a JSON object."""
        commands = commands_json(self.conversation.commands)
        return encoded({"commands": commands, "welcome": welcome_json(welcome(self.conversation.engine))})[1:-1]

    def _show_log(self, line: Line, **head: Any) -> None:
        """Send a line that comes to its channel the newest page of it."""
        seen = self._seen_by(line)
        for exchange in seen[-_ASKED_ANEW:]:
            self._again(exchange.id)
        page = _page(seen, line.person)
        more = len(seen) > len(page) or (len(self._log_of(line.channel)) == _KEPT and self.keep)
        first = [self._first] if head["type"] == "hello" else []
        _send_page(line, page, first, channel=line.channel, more=more, **head)

    async def _change_channel(self, line: Line, name: str) -> None:
        """Go to a channel, which is made if there is none of that name."""
        history = self.conversation.memory.history
        line.channel = await asyncio.to_thread(history.open_channel, line.caller, name)
        self._log_of(line.channel)
        channels = self._channels()
        self._show_log(line, type="channel", channels=channels)
        self._tell_who_is_here()
        for other in self.lines:
            other.send(type="channels", channels=channels)

    async def _search(self, line: Line, text: str, everywhere: bool) -> None:
        """Tell what was asked with these words in it."""
        found: Iterable[Said] = ()
        if self.keep and text.strip() and self.conversation.memory.started:
            history = self.conversation.memory.history
            found = await asyncio.to_thread(history.search, WORKSPACE, text, "" if everywhere else line.channel)
        shown = ("id", "channel", "name", "text", "label", "at", "title")
        line.send(type="found", text=text, found=[{key: getattr(one, key) for key in shown} for one in found])

    def _show_panel(self, line: Line, is_open: bool, crate: str) -> None:
        if is_open:
            self._start(self._panel.open(line, crate), line)
        else:
            line.panel = False

    def _press(self, line: Line, number: str, command: str) -> None:
        """Run a command of a button that is no message of the channel."""
        if not _ID.fullmatch(number) or read_request(command).command not in PRESSED:
            raise Refused("press")
        self._start(self._do_press(line, number, command))

    async def _do_press(self, line: Line, number: str, command: str) -> None:
        await self._panel.press(line, number, command, key=_key(f"{line.person}:{number}"))
        await self._live.refresh()

    def _seen_by(self, line: Line) -> list[Exchange]:
        return [one for one in self._log_of(line.channel) if not one.private or one.user == line.person]

    def _send_older(self, line: Line, before: str) -> None:
        """The page of exchanges before one."""
        seen = self._seen_by(line)
        place = next((place for place, exchange in enumerate(seen) if exchange.id == before), None)
        if place:
            page = _page(seen[:place], line.person)
            more = len(page) < place or (self.keep and len(self._log_of(line.channel)) == _KEPT)
            _send_page(line, page, type="older", more=more)
        else:
            first = seen[0] if place == 0 else self._older.get(before)
            self._start(self._look_up(line, first))

    async def _look_up(self, line: Line, first: Exchange | None) -> None:
        """The page of exchanges before one, from the memory."""
        found: list[Exchange] = []
        memory = self.conversation.memory
        if first is not None and self.keep and memory.started:
            with contextlib.suppress(UserError):
                said = await asyncio.to_thread(memory.history.newest, WORKSPACE, line.channel, _PAGE, first.at)
                found = list(map(Exchange.kept, said))
        for one in found:
            self._older[one.id] = one
        while len(self._older) > _LOOKED_UP:
            self._older.popitem(last=False)
        # None of them has its answer yet, so they weigh little.
        _send_page(line, [one.seen_by(line.person) for one in found], type="older", more=len(found) == _PAGE)

    def _again(self, number: str) -> None:
        """Ask anew what was answered before a restart."""
        logged = (one for log in self._logs.values() for one in log)
        exchange = self._older.get(number) or next((one for one in logged if one.id == number), None)
        if exchange is not None and not exchange.answered and exchange.request and exchange.id not in self._met:
            self._met.add(exchange.id)
            self._start(self._anew(exchange))

    async def _anew(self, exchange: Exchange) -> None:
        # With the taste and the blocks of who asked it, as it was answered then.
        asked = Caller(WORKSPACE, exchange.channel, f"web:{exchange.owner}", exchange.name)
        reply = await self.conversation.ask(replace(read_request(exchange.request), caller=asked))
        self._met.discard(exchange.id)
        await self._answered(exchange, reply)

    def _rename_in_turn(self, line: Line, name: str) -> None:
        """Rename who has not done so too often."""
        if wait := self._renames.seconds_left(line.person):
            line.send(type="trouble", text=f"You have changed your name often. Again in {wait} s.")
            line.send(type="you", name=line.name)
        else:
            self._rename(line, name)

    def _rename(self, line: Line, name: str) -> None:
        here = {owner(other.person): other.name for other in self.lines}
        names = {**self._names_kept(), **here}
        unique = free_name(name, {skeleton(one) for who, one in names.items() if who != owner(line.person)})
        for other in self.lines:
            if other.person == line.person:
                other.name = unique
                other.send(type="you", name=unique)
        self._tell_who_is_here()

    def _names_kept(self) -> dict[str, str]:
        """The names, by owner, of people who have said something that is kept; on one machine there are no rivals."""
        memory = self.conversation.memory
        if self.local or not self.keep or not memory.started:
            return {}
        now = time.monotonic()
        if now - self._names_at > _NAMES_KEPT_S:
            self._names_at = now
            with contextlib.suppress(UserError):
                found = memory.history.names(WORKSPACE)
                self._names = {person.removeprefix("web:"): name for person, name in found.items()}
        return self._names

    def name_of(self, person: str) -> str:
        """What a person is called, or was called last."""
        here = (line.name for line in self.lines if line.person == person and line.name)
        return next(here, self._names_kept().get(owner(person), GUEST))

    def _tell_who_is_here(self) -> None:
        """Tell everybody in a moment: many may come at once."""
        if self._telling_people is None:
            self._telling_people = asyncio.get_running_loop().call_later(_PEOPLE_EVERY_S, self._tell_people)

    def _tell_people(self) -> None:
        self._telling_people = None
        everybody = {line.person: line.name for line in self.lines}
        for channel in {line.channel for line in self.lines}:
            lines = [line for line in self.lines if line.channel == channel]
            here = {line.person: line.name for line in lines}
            elsewhere = {person: name for person, name in everybody.items() if person not in here}
            names, others = (sorted(who.values(), key=str.casefold) for who in (here, elsewhere))
            told = encoded({"type": "people", "names": names, "elsewhere": others})
            for line in lines:
                line.send_encoded(told)

    async def _complete(self, line: Line) -> None:
        """Look up completions, one at a time for a line; of those asked for meanwhile the newest alone."""
        if line.completing:
            return
        line.completing = True
        try:
            while line.completion is not None:
                (number, command, option, text), line.completion = line.completion, None
                found = await self.conversation.complete(command, option, text, 12, WORKSPACE)
                values = [{"label": one.label, "value": one.value} for one in found]
                line.send(type="suggestions", id=number, values=values)
        finally:
            line.completing = False

    def _ask(self, line: Line, message: Mapping[str, Any]) -> None:
        asked_as, text = _text(message, "id"), _text(message, "text").strip()
        if not _ID.fullmatch(asked_as) or not text:
            raise Refused("no id or no text")
        logged = (one for log in self._logs.values() for one in log)
        known = next((one for one in logged if one.user == line.person and one.asked_as == asked_as), None)
        if known is not None:
            line.send_encoded(known.seen_by(line.person))
            return
        uploads, missing = self._uploads(line.person, message.get("files"))
        private = message.get("private") is True or read_request(text).private
        exchange = Exchange(
            secrets.token_urlsafe(9),
            line.person,
            asked_as,
            line.name,
            text,
            _text(message, "label"),
            time.time(),
            private,
            owner=owner(line.person),
            channel=line.channel,
        )
        taken = taken_up(text, self._log_of(line.channel))
        alone = self.local and all(other.person == line.person for other in self.lines)
        refusal, wait = None, 0
        if not alone and (wait := self.questions.seconds_left(line.person)):
            refusal = Error("too_fast", "You ask faster than I can answer everyone.", f"Again in {wait} s.")
        elif missing:
            refusal = Error("bad_value", f"The file for {missing} did not arrive.", "Attach it and ask again.")
        elif isinstance(taken, Error):
            refusal = taken
        if refusal:
            # Said to the user alone and not kept: asking again under the same id must work.
            exchange.answer(reply_json(failure(refusal), self.pictures_and_files))
            line.send_encoded(exchange.refusal(wait))
            return
        self._log_of(line.channel).append(exchange)
        self._tell(exchange)
        caller = replace(line.caller, key=_key(f"{line.person}:{asked_as}"))
        key = f"{caller.person}:{line.channel}{':private' if private else ''}"
        theme = _text(message, "theme")
        words, reply_to = taken if not isinstance(taken, Error) else (text, "")
        said = Message(
            words,
            reply_to=reply_to,
            conversation=key,
            user="" if alone else line.person,
            name=line.name,
            # The text of a button may be a sentence, which is understood like any other.
            pressed=message.get("pressed") is True and text.startswith("/"),
            uploads=uploads,
            caller=caller,
            theme=theme if theme in ("dark", "light") else "",
        )
        self._start(self._answer(exchange, said))

    def _uploads(self, person: str, files: Any) -> tuple[dict[str, Upload], str]:
        """The uploads by option, and the first option whose upload is not, or no longer, here."""
        if files is None:
            return {}, ""
        if not isinstance(files, dict) or len(files) > 5:
            raise Refused("files")
        uploads = {}
        for option, key in files.items():
            blob = self.uploads.get(key) if isinstance(key, str) else None
            if blob is None or blob.owner != person:
                return {}, option
            uploads[option] = Upload(blob.name, blob.content)
        return uploads, ""

    async def _answer(self, exchange: Exchange, message: Message) -> None:
        loop = asyncio.get_running_loop()
        told = 0.0

        def progress(done: int, total: int) -> None:
            """Called in the worker."""
            nonlocal told
            if time.monotonic() - told >= _PROGRESS_EVERY_S:
                told = time.monotonic()
                loop.call_soon_threadsafe(self._tell_progress, exchange, done, total)

        reply = await self.conversation.say(message, progress)
        if not exchange.private and not message.uploads:
            # Before it is shown: what somebody has seen is not lost.
            await self._keep(exchange, reply, message.caller)
        await self._answered(exchange, reply)
        await self.changed(reply)

    async def changed(self, reply: Reply) -> None:
        """Show to everybody what a request changed."""
        await self._panel.changed(reply)
        if reply.live:
            await self._live.refresh()

    async def _keep(self, exchange: Exchange, reply: Reply, caller: Caller | None) -> None:
        """Keep what was asked; what changed something is not asked anew, and of a forgotten person nothing is kept."""
        asked = read_request(reply.request) if reply.ok and reply.request else None
        if not self.keep or (asked and asked.command == "forget" and "sure:" in asked.text):
            return
        again = unchanging(asked) if asked else None
        said = Said(
            exchange.id, exchange.channel, caller.person if caller else "", exchange.name, exchange.text,
            exchange.label, exchange.at, reply.title, again.text if again else "",
        )  # fmt: skip
        # Whoever asked has the answer all the same while the database does not answer; that is logged there.
        with contextlib.suppress(UserError):
            await asyncio.to_thread(self.conversation.memory.history.add, caller, WORKSPACE, said)

    async def _answered(self, exchange: Exchange, reply: Reply) -> None:
        exchange.request = reply.request if reply.ok else ""
        await self._draw(exchange, reply)
        if reply.live:
            caller = Caller(WORKSPACE, exchange.channel, f"web:{exchange.owner}", exchange.name)
            await self._live.shown(caller, reply, exchange.id)
            if not self._following:
                self._following = True
                self._start(self._live.run())

    async def _draw(self, exchange: Exchange, reply: Reply) -> None:
        chips = await asyncio.to_thread(self.conversation.chips, reply.request) if reply.request else ()
        exchange.answer(reply_json(reply, self.pictures_and_files, chips))
        self._tell(exchange)

    async def _redraw(self, one: LiveMessage, reply: Reply) -> None:
        """Show a crate that has changed in the answer that shows it."""
        exchange = next((exchange for exchange in self._log_of(one.channel) if exchange.id == one.message), None)
        if exchange is None:
            raise MessageGone
        if exchange.answered:
            await self._draw(exchange, reply)

    def _tell(self, exchange: Exchange) -> None:
        for line in self._audience(exchange):
            line.send_encoded(exchange.seen_by(line.person))

    def _tell_progress(self, exchange: Exchange, done: int, total: int) -> None:
        for line in self._audience(exchange):
            line.send(type="progress", id=exchange.id, done=done, total=total)

    def _audience(self, exchange: Exchange) -> list[Line]:
        here = [line for line in self.lines if line.channel == exchange.channel]
        return [line for line in here if not exchange.private or line.person == exchange.user]

    def _start(self, work: Coroutine[Any, Any, None], line: Line | None = None) -> None:
        """Do something beside all else; a line is told of what its user has to know."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(done, line))

    def _done(self, task: asyncio.Task[None], line: Line | None) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, UserError):
            # Without a line it is about what is kept, and is logged where it came up.
            if line is not None:
                line.send(type="trouble", text=str(error))
        elif error is not None:
            log.error("a task of the web page failed", exc_info=error)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _page(exchanges: Sequence[Exchange], person: str) -> list[bytes]:
    """The last exchanges, as a person sees them, that make a page: as many and as large as a page may be."""
    page: list[bytes] = []
    size = 0
    for exchange in reversed(exchanges[-_PAGE:]):
        seen = exchange.seen_by(person)
        size += len(seen)
        if page and size > _PAGE_BYTES:
            break
        page.append(seen)
    return page[::-1]


def _send_page(line: Line, page: Sequence[bytes], parts: Sequence[bytes] = (), **head: Any) -> None:
    line.send_encoded(b",".join((encoded(head)[:-1], *parts, b'"log":[%s]}' % b",".join(page))))


def _text(message: Mapping[str, Any], key: str) -> str:
    value = message.get(key, "")
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise Refused(key)
    # Half a surrogate pair is no text that could be written anywhere.
    return value.encode(errors="replace").decode()
