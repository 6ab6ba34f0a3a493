"""A short run of random calls of assistants: the same ones each time. ``python -m tests.fuzz --calls`` makes more."""

import pytest

pytest.importorskip("mcp", reason="MCP is an extra: .venv/bin/pip install -e '.[mcp]'")

from bot.cooldown import Cooldown
from bot.memory import Memory
from tests.fuzz.calls import Calls
from tests.fuzz.runner import Findings, MostlyUndrawn

COUNT = 150


async def test_no_call_of_an_assistant_is_a_fault(engine, tmp_path):
    memory = Memory(f"sqlite:///{tmp_path}/memory.sqlite")
    conversation = MostlyUndrawn(engine, cooldown=Cooldown(burst=10**9), memory=memory, keep_contexts=True)
    findings = Findings()
    await Calls(conversation, 1, findings).run(COUNT)
    conversation.close()
    memory.close()
    assert findings.tried.total() == COUNT
    assert not findings.found
