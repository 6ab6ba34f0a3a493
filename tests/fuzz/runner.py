"""Runs random inputs through a conversation and notes what does not hold."""

import logging
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from bot.conversation import Conversation, Message
from bot.platforms.discord.custom_id import LONGEST, pack, unpack
from bot.reply import Picture, Reply
from bot.request import read_request
from charts import Chart
from tests.fuzz.drawing import problems, where
from tests.fuzz.inputs import Input, Inputs, Pressed, Said, Typed, caller

PICTURES: Final = 0.05
"""The share of pictures that are really drawn; each takes up to 300 ms."""

_PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10"


class MostlyUndrawn(Conversation):
    """A conversation that draws a share of its pictures and stands in for the others with an empty one."""

    chance = random.Random(0)

    def _picture(self, chart: Chart, theme: str) -> Picture:
        if self.chance.random() < PICTURES:
            return super()._picture(chart, theme)
        return Picture(f"{chart.name}.png", _PNG, chart.alt[:1000])


@dataclass
class Findings:
    """What was tried, by kind, and what did not hold: each once, with its shortest example and how often."""

    tried: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    found: dict[str, tuple[int, str]] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    slowest_by: dict[tuple[str, str], float] = field(default_factory=dict)
    """Seconds of processor time, by command and by what kind of work it is."""

    def took(self, seconds: float, command: str, work: str, example: str) -> None:
        """Note how long an answer took, if none like it took longer."""
        self.slowest = max(self.slowest, (seconds, example))
        self.slowest_by[command, work] = max(seconds, self.slowest_by.get((command, work), 0.0))

    def add(self, what: str, example: object) -> None:
        """Note something that does not hold."""
        shown = ascii(example)[:1500]
        if what not in self.found:
            print(f"FAULT {what}\n    {shown}", flush=True)
        times, known = self.found.get(what, (0, shown))
        self.found[what] = (times + 1, min(shown, known, key=len))

    @property
    def report(self) -> dict[str, Any]:
        """All of it as JSON, without what was said."""
        return {
            "inputs": dict(sorted(self.tried.items())),
            "answers": dict(self.codes.most_common()),
            "slowest_cpu_ms": round(1000 * self.slowest[0]),
            "slowest": [
                {"command": command, "work": work, "cpu_ms": round(1000 * seconds)}
                for (command, work), seconds in sorted(self.slowest_by.items(), key=lambda one: -one[1])
            ],
            "faults": {what: times for what, (times, _) in self.found.items()},
        }


class _Errors(logging.Handler):
    """Keeps the last exception that was logged."""

    last: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.last = record.exc_info[1]


@contextmanager
def _logged() -> Iterator[_Errors]:
    handler, log = _Errors(), logging.getLogger("bot")
    before = log.level, log.propagate
    log.addHandler(handler)
    log.propagate = False
    yield handler
    log.removeHandler(handler)
    log.setLevel(before[0])
    log.propagate = before[1]


def run(conversation: Conversation, seed: int, count: int, seconds: float = float("inf")) -> Findings:
    """Try ``count`` inputs, or as many as the time allows. Must run in an event loop, which drawing needs."""
    chance = random.Random(seed)
    inputs, findings = Inputs(conversation, chance), Findings()
    ends = time.monotonic() + seconds
    with _logged() as errors:
        for number in range(count):
            if time.monotonic() > ends:
                break
            kind, made = inputs.next()
            findings.tried[kind] += 1
            try:
                _try(conversation, inputs, made, findings, errors)
            except KeyboardInterrupt:
                break
            except Exception as error:
                findings.add(f"{kind}: {where(error)}", made)
            if number % 10_000 == 9_999:
                print(f"{number + 1:,} inputs, {len(findings.found)} kinds of fault", flush=True)
    return findings


def _try(conversation: Conversation, inputs: Inputs, made: Input, findings: Findings, errors: _Errors) -> None:
    if isinstance(made, Typed):
        found = conversation.suggestions(made.command, made.option, made.text, made.limit)
        if len(found) > made.limit:
            findings.add("more completions than asked for", made)
        return
    if isinstance(made, Pressed):
        text = unpack(made.custom_id)
        if made.of and text != made.of:
            findings.add("a custom id does not give its text again", made)
        if text is None:
            return
        if len(text) > 20_000:
            findings.add("a custom id unfolds to much", made)
        made = Said(text, pressed=True)
    said = caller(inputs.chance)
    message = Message(
        made.text, made.request, made.conversation, said.person, said.name, made.reply_to, made.pressed,
        made.request.uploads if made.request else {}, caller=said,
    )  # fmt: skip
    began = time.thread_time()
    reply = conversation.said(message)
    findings.took(time.thread_time() - began, *_work(conversation, reply), ascii(made))
    _check(conversation, made, reply, findings, errors, inputs.chance.choice((60, 120)))
    if made.conversation and reply.request:
        offered = [(action.label, action.command) for action in reply.actions]
        inputs.answered(made.conversation, reply.request, offered)


def _work(conversation: Conversation, reply: Reply) -> tuple[str, str]:
    """The command that a reply answers, and what kind of work it was."""
    command = read_request(reply.request).command if reply.request else ""
    definition = conversation.commands.get(command)
    if definition is None:
        return "", "light"
    if any(len(picture.png) > len(_PNG) for picture in reply.pictures):
        return command, "with a picture drawn"
    return command, "heavy" if definition.heavy else "light"


def _check(
    conversation: Conversation, made: Said, reply: Reply, findings: Findings, errors: _Errors, width: int
) -> None:
    """What holds of every reply."""
    code = reply.error.code if reply.error else "answer"
    findings.codes[code] += 1
    if code == "fault":
        findings.add(f"fault: {where(errors.last) if errors.last else '?'}", made)
    try:
        chips = conversation.chips(reply.request) if reply.request else ()
    except Exception as error:
        findings.add(f"chips: {where(error)}", reply.request)
        chips = ()
    for problem in problems(reply, chips, width):
        findings.add(problem, made)
    if reply.ok and reply.request:
        again = conversation.dialogue.canonical(read_request(reply.request))
        if again != reply.request:
            findings.add("a request does not read back to itself", (reply.request, again))
    for action in reply.actions:
        packed = pack(action.command)
        if packed is not None and (len(packed) > LONGEST or unpack(packed) != action.command):
            findings.add("a button does not give its text again", action.command)
