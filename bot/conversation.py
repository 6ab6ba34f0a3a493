"""Dispatches a request to its command and turns every exception into a reply."""

import asyncio
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Final

from bot.blocks import Blocks
from bot.changing import unchanging
from bot.chips import Chip, chips
from bot.commands import all_commands, example_names
from bot.cooldown import Cooldown
from bot.definition import Definition
from bot.dialogue.context import Context, Exchange, Task, exchange_of
from bot.dialogue.keeping import opinion
from bot.dialogue.kept import KeptContexts, again
from bot.dialogue.manager import Dialogue
from bot.dialogue.outcome import Outcome
from bot.dialogue.shared import DEFAULT_LIMIT
from bot.dialogue.store import ContextStore
from bot.logs import trace
from bot.memory import Caller, Memory
from bot.observing import TALK, Observation, Observer, reference
from bot.parameters import Option, Progress, levels, nearest
from bot.personal import hidden, keep_action, opinions_of
from bot.reply import LONGEST_ALT, Action, Error, Picture, Reply, cut, with_list
from bot.request import Request, Upload, read_request
from bot.say import say
from bot.serving import Serving
from bot.workers import Who, Workers
from bot.writable import writable
from charts import THEMES, Chart, ChartCache
from engine import Engine, Track, UserError, deadline

log = logging.getLogger(__name__)


LONGEST_S: Final = 120.0
"""Seconds that one answer may be worked on."""

_FIRST_SAID: Final = ("something calm for a rainy evening", "a bit faster please", "why the second one?", "hm")
"""A wish, a change, a question and what nothing reads: together they need nearly every table and pattern."""


class _HeavyWorkError(Exception):
    """A message that was taken for light asks for heavy work."""


@dataclass(frozen=True)
class _Turn:
    """Whose turn it is, and what only one worker at a time works on."""

    who: Who
    conversation: str = ""


@dataclass(frozen=True)
class Suggestion:
    """What a field may be completed to.

    Parameters
    ----------
    label : str
        What the person reads and what may be typed.
    value : str
        What names it without doubt: a track id where there is one, else the label.
    """

    label: str
    value: str


@dataclass(frozen=True)
class Message:
    """What somebody said or pressed, as a platform hands it over.

    Parameters
    ----------
    text : str
        Plain words, a slash command, or the label or command of a button.
    request : Request or None
        A structured request in place of a text, such as a slash command with its fields.
    conversation : str
        What belongs together: a thread, a direct message, a person on the web page, a run of the terminal. Empty for
        a message that stands alone.
    user, name : str
        As in ``Request``.
    reply_to : str
        The request that the replied-to message carries. The conversation goes on from there, also after a restart.
    pressed : bool
        Whether the text is the command of a button.
    uploads : mapping of str to Upload
        As in ``Request``.
    limit : int
        How many tracks a list holds where nothing says how many.
    theme : str
        As in ``Request``.
    caller : Caller or None
        As in ``Request``.
    """

    text: str = ""
    request: Request | None = None
    conversation: str = ""
    user: str = ""
    name: str = ""
    reply_to: str = ""
    pressed: bool = False
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    limit: int = DEFAULT_LIMIT
    theme: str = ""
    caller: Caller | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", writable(self.text))
        object.__setattr__(self, "reply_to", writable(self.reply_to))


class Conversation:
    """Answers requests with the commands, in worker threads, so that a platform's event loop never waits.

    Parameters
    ----------
    engine : Engine
    commands : mapping of str to Definition, or None
        By name; None for all.
    workers : int
        Threads that answer.
    most_waiting : int
        Requests that may wait for one; further ones are told so at once.
    cooldown : Cooldown or None
        How often one user may ask; None for the usual.
    theme : str
        ``dark`` or ``light``: of pictures, where a request does not say.
    memory : Memory or None
        What the team keeps; None for one that ends with this object.
    keep_contexts : bool
        Whether talks go on after a restart: their contexts are kept in the memory.
    observer : Observer or None
        Told of each request; None for one that only logs.
    """

    def __init__(
        self,
        engine: Engine,
        commands: Mapping[str, Definition] | None = None,
        *,
        workers: int = 2,
        most_waiting: int = 500,
        cooldown: Cooldown | None = None,
        theme: str = "dark",
        memory: Memory | None = None,
        keep_contexts: bool = False,
        observer: Observer | None = None,
    ) -> None:
        self.observer = observer or Observer()
        self.memory = memory or Memory.temporary()
        self.commands = all_commands(example_names(engine)) if commands is None else commands
        self._serving = Serving(engine, lambda over: Dialogue(over, self.commands))
        self._keeps = keep_contexts
        kept = KeptContexts(self.memory, lambda text: self.dialogue.task(read_request(text)), self._track)
        self.contexts = ContextStore(kept=kept if keep_contexts and self.memory.context_days else None)
        self._most_waiting = most_waiting
        self._waiting = 0
        self._counting = Lock()
        self._cooldown = cooldown or Cooldown()
        self._theme = theme
        self._workers = Workers(workers)
        # Completions have a thread of their own: they are worth nothing when late.
        self._completions = ThreadPoolExecutor(1, thread_name_prefix="complete")

    @property
    def engine(self) -> Engine:
        """The engine that answers the request at hand; outside of requests, the one that answers everyone."""
        return self._serving.current.engine

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue over ``engine``."""
        return self._serving.current.dialogue

    @dialogue.setter
    def dialogue(self, dialogue: Dialogue) -> None:
        self._serving.current.dialogue = dialogue

    @property
    def _charts(self) -> ChartCache:
        return self._serving.current.charts

    def renew(self, *, again: bool = False) -> bool:
        """Take up a catalogue that was built meanwhile; see ``Serving.renew``."""
        return self._serving.renew(again=again)

    @property
    def readable(self) -> bool:
        """Whether the catalogue in use can be read: nobody wrote into its files."""
        return self._serving.readable

    def engine_of(self, workspace: str) -> Engine:
        """The engine that answers a workspace. UserError if its catalogue cannot be read."""
        with self._serving.request(workspace):
            self._serving.check()
            return self.engine

    @property
    def waiting(self) -> int:
        """Requests under way."""
        return self._waiting

    async def say(self, message: Message, progress: Progress | None = None) -> Reply:
        """The reply to a message, in its conversation. Never raises, except when cancelled.

        ``reply.request`` is the canonical text of what the message was understood as: keep it with the message that
        shows the reply, and hand it in as ``reply_to`` when somebody replies to it.
        """
        with self.observer.request() as seen, self._serving.request(_workspace(message.caller)):
            turn = _Turn(_who(message.caller, message.user), message.conversation)
            heavy = message.request is not None and self._heavy(message.request)
            try:
                reply = await self._worked(message.user, turn, partial(self._said, message, progress, heavy), heavy)
            except _HeavyWorkError:
                # Plain words tell only once they are understood that a lot of work is asked for.
                reply = await self._worked("", turn, partial(self._said, message, progress, True), True)
            self._note(seen, reply, message.request)
            return reply

    async def ask(self, request: Request, progress: Progress | None = None) -> Reply:
        """The reply to a request, outside of any conversation. Never raises, except when cancelled."""
        with self.observer.request() as seen, self._serving.request(_workspace(request.caller)):
            turn = _Turn(_who(request.caller, request.user))
            reply = await self._worked(
                request.user, turn, partial(self.answer, request, progress), self._heavy(request)
            )
            self._note(seen, reply, request)
            return reply

    def _note(self, seen: Observation, reply: Reply, asked: Request | None) -> None:
        """Note what a request came to: the name of a command that exists, and the code of the error if there is one."""
        command = reply.request.partition(" ")[0].removeprefix("/") or (asked.command if asked else "")
        seen.command = command if command in self.commands else TALK
        seen.outcome = reply.error.code if reply.error else "answer"

    def _heavy(self, request: Request) -> bool:
        definition = self.commands.get(request.command)
        return definition is not None and definition.heavy

    async def _worked(self, user: str, turn: "_Turn", work: Callable[[], Reply], heavy: bool) -> Reply:
        """What the work gives, done by a worker; refused at once if the user or everybody asks too much."""
        if seconds := self._cooldown.seconds_left(user):
            return failure(Error("too_fast", "You ask faster than I can answer everyone.", f"Again in {seconds} s."))
        with self._counting:
            if self._waiting >= self._most_waiting:
                return failure(Error("busy", "Too many people are asking at once.", "Try again in a few seconds."))
            self._waiting += 1
        began = time.perf_counter()
        # The worker knows which request it works on.
        counted = partial(copy_context().run, self._counted, work)
        future = self._workers.submit(turn.who, counted, heavy=heavy, alone=turn.conversation)
        # The work counts until it is done, also if nobody waits for it any more.
        future.add_done_callback(self._worked_off)
        reply = await asyncio.wrap_future(future)
        return replace(reply, elapsed_ms=round(1000 * (time.perf_counter() - began), 2))

    def _counted(self, work: Callable[[], Reply]) -> Reply:
        with self.observer.working(), deadline(LONGEST_S):
            return work()

    def _worked_off(self, _: "Future[Reply]") -> None:
        with self._counting:
            self._waiting -= 1

    def said(self, message: Message, progress: Progress | None = None) -> Reply:
        """``say`` in this thread."""
        with self.observer.request() as seen, self._serving.request(_workspace(message.caller)):
            reply = self._said(message, progress, True)
            self._note(seen, reply, message.request)
            return reply

    def _said(self, message: Message, progress: Progress | None, heavy: bool) -> Reply:
        """The reply, kept in its conversation. _HeavyWorkError, and nothing done, if it is heavy and may not be."""
        began = time.perf_counter()
        try:
            self._serving.check()
        except UserError as error:
            return failure(Error(error.code, error.message, error.hint))
        if not message.conversation:
            reply, _ = self._turn(message, Context(), progress, heavy)
        else:
            caller = message.caller
            person, workspace = (caller.person, caller.workspace) if caller else (message.user, "")
            with self.contexts.turn(message.conversation, person, workspace) as slot:
                if slot.catalogue != self._serving.number:
                    # Its tracks are numbered as in the catalogue before.
                    slot.context = again(slot.context, lambda text: self.dialogue.task(read_request(text)), self._track)
                    slot.before, slot.said = Context(), ""
                    slot.catalogue = self._serving.number
                # A message that was rewritten counts as said for the first time, whatever its first wording did.
                rewritten = caller is not None and bool(caller.key) and slot.said == caller.key and not message.pressed
                before = slot.before if rewritten else slot.context
                reply, slot.context = self._turn(message, before, progress, heavy)
                slot.before, slot.said = before, caller.key if caller is not None else ""
        return replace(reply, elapsed_ms=round(1000 * (time.perf_counter() - began), 2))

    def _turn(
        self, message: Message, context: Context, progress: Progress | None, heavy: bool
    ) -> tuple[Reply, Context]:
        """The reply to a message, and the context after it."""
        if message.reply_to:
            context = self._from(message.reply_to, context, message.caller)
        outcome = self._understood(message, context)
        task = Task("")
        if outcome.reply is not None:
            reply = outcome.reply
        else:
            assert outcome.request is not None  # an outcome has one of the two
            if not heavy and self._heavy(outcome.request):
                raise _HeavyWorkError
            request = replace(
                outcome.request,
                user=message.user,
                name=message.name,
                uploads=message.uploads,
                theme=message.theme or outcome.request.theme,
                caller=message.caller,
            )
            task = self.dialogue.task(request)
            reply = self._told(outcome, self.answer(request, progress))
            if outcome.beside and reply.ok:
                after = context.with_exchange(exchange_of(task, reply, self._track), message.text)
                return self._beside(outcome.beside, request, reply, after)
        if task.command == "forget" and task.fields.get("sure") and reply.ok:
            # Not even that somebody was forgotten is kept.
            return reply, Context()
        if message.request is None and not message.pressed:
            reply = self._learned(message, context, reply)
        exchange = exchange_of(task, reply, self._track, outcome.question)
        exchange = replace(exchange, focus=outcome.focus, fresh=outcome.fresh, allowed=outcome.allowed)
        return reply, context.with_exchange(exchange, message.text)

    def _beside(self, said: str, asked: Request, imported: Reply, context: Context) -> tuple[Reply, Context]:
        """The reply to the words that came with a list, after the answer to its import; and the context after it."""
        try:
            found = self.dialogue.beside(said, context)
        except Exception as error:
            return with_list(imported, _fault("understanding words beside a list", error)), context
        reply = imported
        for outcome in found.outcomes:
            assert outcome.request is not None  # words beside a list become requests
            request = replace(asked, command=outcome.request.command, tokens=outcome.request.tokens)
            if request.command == "label":
                request = replace(request, tokens=asked.tokens)  # it takes the list itself
            else:
                request = replace(request, uploads={})
            task = self.dialogue.task(request)
            answer = self._told(outcome, self.answer(request))
            context = context.with_exchange(exchange_of(task, answer, self._track))
            reply = with_list(reply, answer)
        told = tuple(f'Not understood: "{cut(part)}"' for part in found.unknown)
        return replace(reply, feedback=(*told, *reply.feedback)), context

    def _understood(self, message: Message, context: Context) -> Outcome:
        request = message.request
        # Buttons that suggest what to say hold plain words.
        if request is None and message.pressed and message.text.startswith("/"):
            request = read_request(message.text)
        if request is None and message.uploads and not message.text.lstrip().startswith("/"):
            # A list that comes with plain words, or with none.
            return Outcome(Request("import"), beside=message.text.strip())
        try:
            if request is not None:
                return Outcome(self.dialogue.settled(request, context) if message.pressed else request)
            return self.dialogue.understand(message.text, context, limit=message.limit)
        except Exception as error:
            return Outcome(reply=_fault("understanding a message", error))

    def _learned(self, message: Message, context: Context, reply: Reply) -> Reply:
        """The reply after an opinion in passing: kept where talks are kept, and that is said; else it is offered."""
        said = opinion(message.text, context)
        if said is None or not reply.ok or reply.request.startswith("/block"):
            return reply
        opinions = opinions_of(self.engine, said)
        if not opinions:
            return reply
        if self._keeps and message.caller is not None:
            try:
                for one in opinions:
                    self.memory.taste.feel(replace(message.caller, key=""), one)
            except UserError as error:
                return replace(reply, feedback=(f"Not kept: {error.message}", *reply.feedback))
            titles = ", ".join(one.title for one in opinions)
            what = "you like" if said.feeling == "like" else "never again for you:"
            return replace(reply, feedback=(f"Kept: {what} {titles}. /taste takes it back.", *reply.feedback))
        return replace(reply, actions=(*map(keep_action, opinions), *reply.actions))

    def _told(self, outcome: Outcome, reply: Reply) -> Reply:
        """The reply with what the dialogue has to say about the message."""
        words = [outcome.lead] if outcome.lead else []
        if outcome.before is not None:
            first = self.answer(outcome.before)
            words.append(f"{first.title}. {first.text.partition(chr(10))[0]}" if first.ok else first.title)
        if reply.ok and outcome.lead and reply.request.startswith("/compare"):
            # Which of them is faster was the question: its answer is the headline.
            words = [reply.title + ".", *words[1:]]
            reply = replace(reply, title=outcome.lead.removesuffix("."))
        if reply.ok and outcome.headline:
            rows = reply.rows[::-1] if outcome.last_first else reply.rows
            reply = replace(reply, title=outcome.headline.removesuffix("."), rows=rows)
        if reply.ok and words:
            reply = replace(reply, text="\n\n".join((*words, *([reply.text] if reply.text else []))))
        notes = tuple(note for note in outcome.notes if note not in reply.feedback)
        if outcome.question is not None and reply.ok:
            notes = (outcome.question.text, *notes)
            reply = replace(reply, actions=(*outcome.question.readings, *reply.actions))
        return replace(reply, feedback=(*notes, *reply.feedback))

    def _from(self, request: str, context: Context, caller: Caller | None) -> Context:
        """The context with a request as its last: found in it, or replayed."""
        last = context.last
        if last is not None and last.request == request:
            return context
        known = next((one for one in reversed(context.exchanges) if one.request == request), None)
        return context.with_exchange(known or self._replayed(request, caller))

    def _replayed(self, request: str, caller: Caller | None = None) -> Exchange:
        """The exchange of a request from before a restart; one that changed something is not done again."""
        read = replace(read_request(request), caller=caller)
        asked = unchanging(read)
        if asked is None:
            return Exchange(request, self.dialogue.task(read))
        reply = self.answer(replace(asked, caller=caller), pictures=False)
        return exchange_of(self.dialogue.task(read), reply, self._track)

    def replay(self, requests: Iterable[str]) -> Context:
        """The context of a conversation from its requests alone, oldest first; empty ones are small talk."""
        context = Context()
        for request in requests:
            if request:
                context = context.with_exchange(self._replayed(request))
        return context

    def chips(self, request: str, workspace: str = "") -> tuple[Chip, ...]:
        """The parts of a canonical request in words, each with the request without it."""

        def title(value: str) -> str:
            track = self._track(value) if re.fullmatch(r"[0-9A-Za-z]{22}", value) else None
            return track.track_name if track else value

        with self._serving.request(workspace):
            try:
                self._serving.check()
            except UserError:
                return chips(request, self.commands, str)
            return chips(request, self.commands, title)

    def _track(self, track_id: str) -> Track | None:
        recording = self.engine.names.recording_of(track_id)
        return None if recording is None else self.engine.catalogue.track(recording)

    def answer(self, request: Request, progress: Progress | None = None, *, pictures: bool = True) -> Reply:
        """The reply to a request, in this thread. Every error becomes a reply here and nowhere else.

        Without ``pictures`` its charts stay as they are.
        """
        with self._serving.request(_workspace(request.caller)):
            return self._answered(request, progress, pictures)

    def _answered(self, request: Request, progress: Progress | None, pictures: bool) -> Reply:
        began = time.perf_counter()
        try:
            self._serving.check()
        except UserError as error:
            return failure(Error(error.code, error.message, error.hint))
        try:
            definition = self.definition(request.command)
            bound = definition.bind(request, self.engine)
            if definition.wants_progress:
                bound["progress"] = progress or (lambda done, total: None)
            if definition.wants_memory:
                bound |= {"memory": self.memory, "caller": request.asked_by}
            blocks = Blocks(self.memory, request.asked_by)
            if definition.wants_blocks:
                bound["blocks"] = blocks
            if definition.wants_commands:
                bound["commands"] = self.commands
            reply = definition.run(self.engine, **bound)
            if pictures:
                reply = self._drawn(reply, request.theme or self._theme)
            if definition.provenance:
                asked = [value for value in bound.values() if isinstance(value, Track)]
                reply = hidden(reply, blocks, asked)
                reply = replace(reply, feedback=(*reply.feedback, provenance(self.engine)))
        except UserError as error:
            reply = failure(Error(error.code, error.message, error.hint), self._way_out(request))
        except Exception as error:
            reply = _fault(f"/{request.command}", error)
        return replace(
            reply, request=self.dialogue.canonical(request), elapsed_ms=round(1000 * (time.perf_counter() - began), 2)
        )

    def _drawn(self, reply: Reply, theme: str) -> Reply:
        """The reply with its charts drawn."""
        pictures = tuple(self._picture(chart, theme) for chart in reply.charts)
        return replace(reply, charts=(), pictures=(*pictures, *reply.pictures))

    def _picture(self, chart: Chart, theme: str) -> Picture:
        def draw(theme: str, scale: float = 1.0) -> bytes:
            return self._charts.png(chart, replace(THEMES[theme], scale=scale))

        return Picture(f"{chart.name}.png", draw(theme), cut(chart.alt, LONGEST_ALT), draw)

    def warm(self) -> None:
        """Load and compile what the first picture and the first messages would wait for (seconds), for servers."""
        self._charts.warm()
        self.engine.warm()
        context = Context()
        for said in _FIRST_SAID:
            _, context = self._turn(Message(said), context, None, True)

    def definition(self, name: str) -> Definition:
        """The command of that name.

        Raises
        ------
        UserError
            If there is none: the nearest is named.
        """
        if name not in self.commands:
            raise UserError(
                f"There is no command /{name}.",
                f"{nearest(name, self.commands)} /help shows them all.".strip(),
                code="unknown_command",
            )
        return self.commands[name]

    async def complete(
        self, command: str, option: str, text: str, limit: int = 25, workspace: str = ""
    ) -> list[Suggestion]:
        """What the text typed so far into a field may become; the best first, at most ``limit``, never raising.

        Without a command, ``name`` and ``artist`` stand for a name inside a sentence.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._completions, self.suggestions, command, option, text, limit, workspace
        )

    def suggestions(
        self, command: str, option: str, text: str, limit: int = 25, workspace: str = ""
    ) -> list[Suggestion]:
        """``complete`` in this thread."""
        with self._serving.request(workspace):
            try:
                self._serving.check()
            except UserError:
                return []
            return self._suggestions(command, option, text, limit)

    def _suggestions(self, command: str, option: str, text: str, limit: int) -> list[Suggestion]:
        if not command:
            return self._names(text, limit, artists=option == "artist")
        definition = self.commands.get(command)
        field = next((field for field in definition.options if field.name == option), None) if definition else None
        if field is None:
            return []
        if field.source in ("track", "artist", "genre", "dated genre", "subject", "mood"):
            found = self.engine.suggest(field.source, text, limit)[:limit]
            return [Suggestion(label, value) for label, value in found]
        words = self._words(field)
        begins = [word for word in words if word.startswith(text.lower())]
        inside = [word for word in words if text.lower() in word and word not in begins]
        return [Suggestion(word, word) for word in (begins + inside)[:limit]]

    def _names(self, text: str, limit: int, *, artists: bool) -> list[Suggestion]:
        """Names inside a sentence that begin as typed: the best known track, two artists, more tracks."""
        typed = text.casefold()
        known = [name for name, _ in self.engine.suggest("artist", text, limit) if name.casefold().startswith(typed)]
        if artists:
            return [Suggestion(name, name) for name in known[:limit]]
        tracks = [track for track in self.engine.find(text, 2 * limit) if track.title.casefold().startswith(typed)]
        tracks.sort(key=lambda track: -(track.popularity or 0))
        titles = [track.title for track in tracks]
        names = dict.fromkeys((*titles[:1], *known[:2], *titles[1:]))
        return [Suggestion(name, name) for name in list(names)[:limit]]

    def _words(self, field: Option) -> tuple[str, ...]:
        if field.source == "command":
            return tuple(self.commands)
        if field.source == "level":
            return levels()
        return ("yes", "no") if field.type == "yes/no" else field.choices

    def _way_out(self, request: Request) -> tuple[Action, ...]:
        """What to press after an error."""
        if request.command in self.commands:
            return (Action(f"Help on /{request.command}", say("help", request.command)),)
        return (Action("Help", say("help")),)

    def close(self) -> None:
        """Let the workers finish what they do and end."""
        self._workers.shutdown()
        self._completions.shutdown(cancel_futures=True)


def _who(caller: Caller | None, user: str) -> Who:
    """Whose turn among the workers it is."""
    return (caller.workspace, caller.person) if caller is not None else ("", user)


def _workspace(caller: Caller | None) -> str:
    """The workspace that asks, whose private tables it may see."""
    return caller.workspace if caller is not None else ""


def _fault(where: str, error: Exception) -> Reply:
    """Log an error without its words, which may quote what was written, and tell the user under which reference."""
    name = reference()
    log.error("fault %s in %s\n%s", name, where, trace(error))
    return failure(
        Error("fault", "Something went wrong on our side.", f"Tell whoever runs the bot this reference: {name}.")
    )


def failure(error: Error, actions: tuple[Action, ...] = ()) -> Reply:
    """A reply that says why there is no answer."""
    return Reply(title="That did not work", error=error, actions=actions)


def provenance(engine: Engine) -> str:
    """The line under answers that says which catalogue they come from, and of when."""
    if engine.catalogue.synthetic:
        return "Demo catalogue: these tracks are synthetic. The README says how to load real ones."
    return f"From a catalogue of {len(engine.catalogue):,} recordings, popularity {engine.popularity_as_of}."
