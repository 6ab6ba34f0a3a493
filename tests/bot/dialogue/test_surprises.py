"""A list that looked further out than wanted comes nearer, step by step."""

import pytest


@pytest.mark.parametrize(
    "text", ["hmm not that weird", "haha ok that's a bit much, something more normal", "too random"]
)
def test_less_surprise_is_taken_back_by_one_step(talk, text):
    assert "surprise:much" in talk.say("/recommend mood:happy surprise:much").request
    assert "surprise:some" in talk.say(text).request
    assert "surprise" not in talk.say(text).request


def test_of_a_list_without_surprise_it_is_asked_back(talk):
    before = talk.say("happy pop")
    asked = talk.say("too weird")
    assert asked.request == ""
    assert not asked.rows
    assert before.rows
