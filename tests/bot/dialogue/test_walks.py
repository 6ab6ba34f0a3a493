"""Random walks over buttons, their labels and refinements: what holds on every one of them."""

import pytest

from bot.cooldown import Cooldown
from tests.fuzz.runner import MostlyUndrawn
from tests.fuzz.walks import walk


@pytest.fixture(scope="module")
def undrawn(engine):
    conversation = MostlyUndrawn(engine, cooldown=Cooldown(burst=10**9))
    yield conversation
    conversation.close()


@pytest.mark.parametrize("seed", range(40))
def test_a_walk_keeps_its_promises(undrawn, seed):
    assert walk(undrawn, seed) == []
