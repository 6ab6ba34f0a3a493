"""No message within 4,000 characters costs many times what an ordinary one does."""

import time
import tracemalloc
from collections.abc import Callable

import pytest

from bot.conversation import Conversation, Message
from bot.cooldown import Cooldown

LONGEST = 4000
MANY_TIMES = 30
"""Of the processor time of an ordinary message. What grew with the square of a message's length took thousands."""
MOST_BYTES = 20_000_000

ORDINARY = "happy pop songs like Wonderwall, not too fast, without live ones"
SHAPES: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: '"' * n,
    "backslashes": lambda n: '"' + "\\" * n,
    "keys": lambda n: "a:" * n,
    "minus": lambda n: "-" * n,
    "blanks": lambda n: "x" + " " * n + "x",
    "words": lambda n: "upbeat " * n,
    "unknown words": lambda n: "qwxz " * n,
    "one long word": lambda n: "q" * n,
    "between": lambda n: "between 1 and " * n,
    "amounts": lambda n: "100 bpm " * n,
    "under": lambda n: "under " * n,
    "digits": lambda n: "9" * n,
    "vs": lambda n: "compare a" + " vs b" * n,
    "what genre": lambda n: "what genre is " + "a?" * n,
    "playlist": lambda n: "playlist 45 minutes " * n,
    "like": lambda n: "like " * n,
    "like love": lambda n: "happy " + "like love " * n,
    "like words": lambda n: "happy like " + "q " * n,
    "quoted likes": lambda n: "like " + '"love" ' * n,
    "by": lambda n: "by " + "love and " * n,
    "names": lambda n: "Love, Home, Blue, " * n,
    "not": lambda n: "not " * n,
    "without": lambda n: "without sad without rock " * n,
    "link paths": lambda n: "open.spotify.com/" + "a/" * n,
    "a long link": lambda n: "/similar spotify:track:" + "a" * n,
    "a long link of rare letters": lambda n: "/similar spotify:track:" + "\U00020000" * n,
    "a long id": lambda n: "/track " + "0" * n,
    "a title of many words": lambda n: "/track " + "love " * n,
    "combining marks": lambda n: "/track e" + "\u0301" * n,
    "genres": lambda n: "genre:" + "pop+" * n + "rock",
    "moods": lambda n: "mood:" + "happy+" * n + "calm",
    "levels": lambda n: "energy:" + "very " * n + "high",
    "ranges": lambda n: "tempo:" + "1-" * n,
    "queries": lambda n: "/recommend " + "energy:high " * n,
    "help": lambda n: "/help " + "x" * n,
    "commas": lambda n: ",;.!?()" * n,
    "ordinals": lambda n: "the first and the second and " * n,
    "comparisons": lambda n: "calmer and faster but less sad " * n,
    "rejections": lambda n: "not the first one, " * n,
    "german": lambda n: "etwas schneller bitte und " * n,
    "and then": lambda n: "happy pop and then sad jazz. " * n,
    "negated keys": lambda n: "-genre:rock " * n,
    "emoji": lambda n: "👩‍👩‍👧‍👦" * n,
    "crate": lambda n: "put the first and the second into the crate x and " * n,
    "dashes": lambda n: "a - b - " * n,
    "slashes": lambda n: "/" * n,
    "full width": lambda n: "ｅｎｅｒｇｙ：ｈｉｇｈ　" * n,
}


@pytest.fixture(scope="module")
def talk(engine):
    conversation = Conversation(engine, cooldown=Cooldown(burst=10**9))
    seconds_of(conversation, ORDINARY)
    yield conversation
    conversation.close()


def seconds_of(talk: Conversation, text: str) -> float:
    """Of processor time in this thread, for a text that goes on from a list."""
    talk.contexts.drop("growth")
    talk.said(Message("techno", conversation="growth"))
    began = time.thread_time()
    talk.said(Message(text[:LONGEST], conversation="growth"))
    return time.thread_time() - began


@pytest.fixture(scope="module")
def ordinary(talk):
    return min(seconds_of(talk, ORDINARY) for _ in range(5))


@pytest.mark.parametrize("shape", SHAPES)
def test_no_long_message_costs_many_times_what_an_ordinary_one_does(talk, ordinary, shape):
    text = SHAPES[shape](LONGEST)
    assert any(seconds_of(talk, text) < MANY_TIMES * ordinary for _ in range(3))


def test_no_long_message_takes_much_memory(talk):
    for shape in ("a long link", "a long link of rare letters", "names", "quoted likes", "words", "combining marks"):
        tracemalloc.start()
        seconds_of(talk, SHAPES[shape](LONGEST))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < MOST_BYTES
