"""No pattern that messages are read by takes long over a few of its own words, said again and again."""

import importlib
import pkgutil
import random
import re
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

import bot.dialogue
import engine.language
from bot.dialogue.acts import LONGEST
from bot.dialogue.pattern_table import Pattern, PatternTable

SEED = 1
PAIRS = 150
"""Pairs of a pattern's words that are tried, of all that there are."""
MOST_S = 0.15
"""Of processor time for one match. Most take microseconds; one that tries every way to part the words takes minutes."""


class LateError(Exception):
    pass


@contextmanager
def given_up_after(seconds: float) -> Iterator[None]:
    def late(*_: object) -> None:
        raise LateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def patterns_in(value: object) -> Iterable[re.Pattern[str]]:
    if isinstance(value, PatternTable):
        return [pattern for _, pattern in value]
    if isinstance(value, Pattern):
        return [value._compiled]
    if isinstance(value, re.Pattern):
        return [value] if isinstance(value.pattern, str) else []
    if isinstance(value, dict):
        value = list(value.values())
    return [one for part in value for one in patterns_in(part)] if isinstance(value, tuple | list) else []


def every_pattern() -> dict[re.Pattern[str], str]:
    """All patterns of the modules that read messages, by where they stand."""
    found: dict[re.Pattern[str], str] = {}
    for package in (bot.dialogue, engine.language):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(info.name)).items():
                for pattern in patterns_in(value):
                    found.setdefault(pattern, f"{info.name}.{name}")
    return found


def repeated(words: list[str], chance: random.Random) -> Iterator[str]:
    pairs = [(one, other) for one in words for other in words]
    for pair in chance.sample(pairs, min(PAIRS, len(pairs))):
        whole = (" ".join(pair) + " ") * LONGEST
        yield whole[:LONGEST].strip()
        yield f"{whole[: LONGEST - 3].strip()} zz"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timer that interrupts a match")
def test_no_pattern_takes_long_over_its_own_words():
    chance = random.Random(SEED)
    late = {}
    for pattern, where in every_pattern().items():
        words = sorted({word for word in re.findall(r"(?<![\\\w])[a-z]+", pattern.pattern) if len(word) > 1})
        for text in repeated(words, chance):
            began = time.thread_time()
            try:
                with given_up_after(20 * MOST_S):
                    pattern.fullmatch(text)
            except LateError:
                pass
            if (took := time.thread_time() - began) > MOST_S:
                late[where] = f"{took:.2f} s for {text[:40]!r}"
                break
    assert not late


def test_a_pattern_that_tries_every_way_is_found():
    began = time.thread_time()
    with pytest.raises(LateError), given_up_after(MOST_S):
        re.fullmatch(r"(?:(?:the|all|all the)\b ?)*", f"{'the all ' * 40}zz")
    assert time.thread_time() - began > MOST_S / 2
