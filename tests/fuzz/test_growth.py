"""No message of a platform's length costs many times what an ordinary one does."""

import time
import tracemalloc
from cProfile import Profile
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from engine.catalogue.names import GramIndex
from tests.fuzz.growth import LONGEST, ORDINARY, SHAPES, long_messages, ready, send

MANY_TIMES = 15
"""Of the function calls of an ordinary message. What grew with the square of a message's length took thousands."""
MOST_SEARCHES = 40
MOST_WORDS = 240
"""That the parser reads of one message, all of its readings together: 80 of it, and some of them again."""
MOST_BYTES = 20_000_000
TOO_LONG_S = 3.0
"""Seconds of processor time that only a loop inside of one call takes; ``benchmarks.messages`` measures time."""


@dataclass
class Cost:
    """What one message took: function calls, searches over all names, words read, seconds of processor time."""

    calls: int
    searches: int
    words: int
    seconds: float

    @classmethod
    def of(cls, talk: Conversation, text: str) -> "Cost":
        """Of a message with nothing remembered from those before."""
        ready(talk)
        profile = Profile()
        finder = talk.engine._parser._mention_finder
        read: list[int] = []

        def counted(context):
            read.append(len(context.words))
            return type(finder).find(finder, context)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(finder, "find", counted)
            began = time.thread_time()
            with profile:
                send(talk, text)
            seconds = time.thread_time() - began
        found = {entry.code: entry.callcount for entry in profile.getstats()}
        return cls(sum(found.values()), found.get(GramIndex._summed.__code__, 0), sum(read), seconds)


@pytest.fixture(scope="module")
def talk(engine):
    conversation = Conversation(engine, cooldown=Cooldown(burst=10**9))
    for text in (
        ORDINARY,
        "/recommend like:love",
        "/playlist happy",
        "put the first into the crate x",
        "what genre is love?",
    ):
        # What is loaded on first use is no cost of a message.
        Cost.of(conversation, text)
    yield conversation
    conversation.close()


@pytest.fixture(scope="module")
def ordinary(talk):
    return Cost.of(talk, ORDINARY)


@pytest.fixture(scope="module")
def messages(engine):
    return long_messages(engine)


def check(cost: Cost, ordinary: Cost) -> None:
    assert cost.calls < MANY_TIMES * ordinary.calls
    assert cost.searches <= MOST_SEARCHES
    assert cost.words <= MOST_WORDS
    assert cost.seconds < TOO_LONG_S


def test_no_long_message_costs_many_times_what_an_ordinary_one_does(talk, ordinary, messages, subtests):
    for name, text in messages.items():
        with subtests.test(name):
            check(Cost.of(talk, text), ordinary)


@settings(max_examples=15)
@given(
    st.lists(st.sampled_from(sorted(SHAPES)), min_size=2, max_size=5, unique=True),
    st.sampled_from((" ", ". ", ", ", " and ", "\n")),
)
def test_no_mixture_of_them_costs_more(talk, ordinary, shapes, joint):
    parts = [SHAPES[name](LONGEST)[: LONGEST // len(shapes)] for name in shapes]
    check(Cost.of(talk, joint.join(parts)[:LONGEST]), ordinary)


def test_seeds_are_bounded_and_what_is_left_out_is_said(engine):
    ids = engine.catalogue.words["track_id"][:60].to_pylist()
    for text in (" ".join(ids), " ".join(f"like:{one}" for one in ids)):
        query = engine.parse(text)
        assert len(query.like) == 20
        assert "only the first 20 tracks to be like were read" in query.notes
    artists = [name.replace('"', "") for name in engine.catalogue.artist_names[:60].to_pylist()]
    query = engine.parse(" ".join(f'like_artist:"{name}"' for name in artists))
    assert len(query.like_artists) == 20
    assert "only the first 20 artists to be like were read" in query.notes


def test_no_long_message_takes_much_memory(talk, messages):
    for shape in (
        "a long link",
        "a long link of rare letters",
        "like keys",
        "quoted likes",
        "words",
        "combining marks",
    ):
        ready(talk)
        tracemalloc.start()
        send(talk, messages[shape])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < MOST_BYTES
