"""Thirty conversations on the real table go as they went before."""

import json

import pytest

from tests.bot.replay import FILE, replay

CONVERSATIONS = json.loads(FILE.read_text())


@pytest.mark.parametrize("one", CONVERSATIONS, ids=lambda one: one["about"])
def test_the_conversation_goes_as_before(real_conversation, one):
    expected = [turn["gist"] for turn in one["turns"]]
    assert replay(real_conversation, one["turns"]) == expected
