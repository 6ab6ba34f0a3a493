"""Plain words that put what was shown into a crate."""

import pytest

from bot.conversation import Conversation, Message


@pytest.fixture
def talk(engine):
    conversation = Conversation(engine)
    yield lambda text: conversation.said(Message(text, conversation="one"))
    conversation.memory.close()
    conversation.close()


def ids(reply):
    return [row.data["track_id"] for row in reply.rows]


def test_rows_that_were_shown_are_put_into_a_crate(talk):
    talk('/crate new "summer ad"')
    shown = ids(talk("/recommend mood:calm"))
    assert ids(talk("put the first three into summer ad")) == shown[:3]
    assert ids(talk("/recommend mood:calm")) == shown
    assert set(ids(talk("add the last one to our summer ad crate please"))) == {*shown[:3], shown[-1]}
    assert ids(talk("show me the summer ad crate"))[:3] == shown[:3]


def test_a_crate_that_is_not_there_is_said_and_offered(talk):
    talk("/recommend mood:calm")
    reply = talk("put the second one into winter ad")
    assert reply.error.code == "not_found"
    assert "/crate new" in reply.error.hint


@pytest.mark.parametrize("text", ["add some piano to it", "add jazz to the mix", "put on something calm"])
def test_other_things_are_not_taken_for_a_crate(talk, text):
    talk("/recommend mood:calm")
    assert not talk(text).request.startswith("/crate")
