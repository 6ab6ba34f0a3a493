"""Dispatches a request to its command and turns every exception into a reply."""

import asyncio
import logging
import secrets
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands import all_commands, example_names
from bot.cooldown import Cooldown
from bot.definition import Definition
from bot.memory import Memory
from bot.parameters import Option, Progress, levels, nearest
from bot.personal import hidden
from bot.reply import LONGEST_ALT, Action, Error, Picture, Reply, cut
from bot.request import Request
from bot.say import say
from charts import THEMES, Chart, ChartCache
from engine import Engine, UserError

log = logging.getLogger(__name__)


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
    ) -> None:
        self.engine = engine
        self.memory = memory or Memory.temporary()
        self.commands = all_commands(example_names(engine)) if commands is None else commands
        self._most_waiting = most_waiting
        self._waiting = 0
        self._cooldown = cooldown or Cooldown()
        self._theme = theme
        self._charts = ChartCache()
        self._provenance = provenance(engine)
        # Completions have a thread of their own: they are worth nothing when late.
        self._answers = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._completions = ThreadPoolExecutor(1, thread_name_prefix="complete")

    @property
    def waiting(self) -> int:
        """Requests under way."""
        return self._waiting

    async def ask(self, request: Request, progress: Progress | None = None) -> Reply:
        """The reply to a request. Never raises, except when cancelled."""
        if seconds := self._cooldown.seconds_left(request.user):
            return failure(Error("too_fast", "You ask faster than I can answer everyone.", f"Again in {seconds} s."))
        if self._waiting >= self._most_waiting:
            return failure(Error("busy", "Too many people are asking at once.", "Try again in a few seconds."))
        self._waiting += 1
        began = time.perf_counter()
        try:
            reply = await asyncio.get_running_loop().run_in_executor(self._answers, self.answer, request, progress)
        finally:
            self._waiting -= 1
        return replace(reply, elapsed_ms=round(1000 * (time.perf_counter() - began), 2))

    def answer(self, request: Request, progress: Progress | None = None) -> Reply:
        """The reply to a request, in this thread. Every error becomes a reply here and nowhere else."""
        began = time.perf_counter()
        try:
            definition = self.definition(request.command)
            bound = definition.bind(request, self.engine)
            if definition.wants_progress:
                bound["progress"] = progress or (lambda done, total: None)
            if definition.wants_memory:
                bound |= {"memory": self.memory, "caller": request.caller}
            if definition.wants_commands:
                bound["commands"] = self.commands
            reply = self._drawn(definition.run(self.engine, **bound), request.theme or self._theme)
            if definition.provenance:
                reply = hidden(reply, self.memory, request.caller)
                reply = replace(reply, feedback=(*reply.feedback, self._provenance))
        except UserError as error:
            reply = failure(Error(error.code, error.message, error.hint), self._way_out(request))
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("fault %s in /%s", reference, request.command)
            reply = failure(
                Error(
                    "fault",
                    "Something went wrong on our side.",
                    f"Tell whoever runs the bot this reference: {reference}.",
                )
            )
        return replace(reply, elapsed_ms=round(1000 * (time.perf_counter() - began), 2))

    def _drawn(self, reply: Reply, theme: str) -> Reply:
        """The reply with its charts drawn."""
        pictures = tuple(self._picture(chart, theme) for chart in reply.charts)
        return replace(reply, charts=(), pictures=(*pictures, *reply.pictures))

    def _picture(self, chart: Chart, theme: str) -> Picture:
        def draw(theme: str, scale: float = 1.0) -> bytes:
            return self._charts.png(chart, replace(THEMES[theme], scale=scale))

        return Picture(f"{chart.name}.png", draw(theme), cut(chart.alt, LONGEST_ALT), draw)

    def warm(self) -> None:
        """Load what the first picture would wait for (half a second), for servers."""
        self._charts.warm()
        self.engine.warm()

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

    async def complete(self, command: str, option: str, text: str, limit: int = 25) -> list[Suggestion]:
        """What the text typed so far into a field may become; the best first, at most ``limit``, never raising."""
        return await asyncio.get_running_loop().run_in_executor(
            self._completions, self.suggestions, command, option, text, limit
        )

    def suggestions(self, command: str, option: str, text: str, limit: int = 25) -> list[Suggestion]:
        """``complete`` in this thread."""
        definition = self.commands.get(command)
        field = next((field for field in definition.options if field.name == option), None) if definition else None
        if field is None:
            return []
        if field.source in ("track", "artist", "genre", "subject", "mood"):
            return [Suggestion(label, value) for label, value in self.engine.suggest(field.source, text, limit)]
        words = self._words(field)
        begins = [word for word in words if word.startswith(text.lower())]
        inside = [word for word in words if text.lower() in word and word not in begins]
        return [Suggestion(word, word) for word in (begins + inside)[:limit]]

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
        self._answers.shutdown(cancel_futures=True)
        self._completions.shutdown(cancel_futures=True)


def failure(error: Error, actions: tuple[Action, ...] = ()) -> Reply:
    """A reply that says why there is no answer."""
    return Reply(title="That did not work", error=error, actions=actions)


def provenance(engine: Engine) -> str:
    """The line under answers that says which catalogue they come from, and of when."""
    if engine.catalogue.synthetic:
        return "Demo catalogue: these tracks are synthetic. The README says how to load real ones."
    return f"From a catalogue of {len(engine.catalogue):,} recordings, popularity {_when(engine.collected)}."


def _when(collected: str) -> str:
    """``as of October 2022`` for ``2022-10``."""
    for written, shown in (("%Y-%m-%d", "%-d %B %Y"), ("%Y-%m", "%B %Y"), ("%Y", "%Y")):
        try:
            return f"as of {datetime.strptime(collected, written).strftime(shown)}"
        except ValueError:
            continue
    return f"as of {collected}" if collected else "of an unknown date"
