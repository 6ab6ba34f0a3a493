"""A short run of random inputs: the same ones each time. ``make fuzz`` makes a long one of new ones."""

import pytest

from bot.cooldown import Cooldown
from bot.memory import Memory
from engine import Engine
from tests.fuzz.runner import MostlyUndrawn, run

COUNT = 250


@pytest.fixture
def fuzzed(engine: Engine, tmp_path):
    memory = Memory(f"sqlite:///{tmp_path}/memory.sqlite")
    conversation = MostlyUndrawn(engine, cooldown=Cooldown(burst=10**9), memory=memory, keep_contexts=True)
    yield conversation
    conversation.close()
    memory.close()


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_input_is_a_fault_or_breaks_a_platforms_limits(fuzzed, seed):
    findings = run(fuzzed, seed, COUNT)
    assert findings.tried.total() == COUNT
    assert not findings.found
