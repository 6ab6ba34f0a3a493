"""Whatever arrives on the socket."""

import asyncio
import json
from contextlib import closing, suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_commands import MadeUp

from bot.cooldown import Cooldown
from bot.platforms.web.channel import Channel, Refused
from bot.platforms.web.line import Line

_WORDS = st.sampled_from(["ask", "complete", "rename", "join", "question1", "/tune", "\ud800", "x" * 3000]) | st.text()
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=5,
)
_KEYS = st.sampled_from(["id", "text", "label", "private", "files", "name", "command", "option"])


class Unheard:
    """A socket of which nothing is read."""


@given(kind=_WORDS, more=st.dictionaries(_KEYS, _VALUES, max_size=6), joined=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_message_is_done_or_refused(kind, more, joined):
    made_up = MadeUp()
    conversation = made_up.conversation()

    async def hear():
        channel, line = Channel(conversation, questions=Cooldown(burst=10_000)), Line(Unheard(), "someone")
        if joined:
            channel.hear(line, '{"type": "join"}')
        with suppress(Refused):
            channel.hear(line, json.dumps({**more, "type": kind}))
        made_up.may_end.set()
        await channel.close()

    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(hear())
    conversation.close()
