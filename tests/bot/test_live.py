"""Messages in channels that follow their crate."""

import asyncio

import pytest

from bot.conversation import Conversation
from bot.live import Live
from bot.memory import Caller, Memory
from bot.reply import Reply


async def test_it_ends_when_it_is_cancelled_just_as_a_message_is_shown(engine, tmp_path):
    conversation = Conversation(engine, memory=Memory(f"sqlite:///{tmp_path}/memory.db"))
    live = Live(conversation, "web", lambda *_: pytest.fail("nothing to show"))
    task = asyncio.create_task(live.run())
    shown = Reply(title="summer ad", live="summer ad")
    await live.shown(Caller("web", "1", "web:ana", "ana"), shown, "m1")
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=5)
    conversation.memory.close()
    assert task in done
    assert task.cancelled()
