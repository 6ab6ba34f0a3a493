"""A list that is asked for and saved in one sentence; what asks for something is never taken for an okay."""

import pytest

from bot.conversation import Conversation, Message


@pytest.fixture
def say(conversation):
    talk = Conversation(conversation.engine)
    yield lambda text: talk.said(Message(text, conversation="saving"))
    talk.close()


def test_a_new_list_is_saved_in_the_same_sentence(say):
    reply = say("find calm jazz and save it")
    assert reply.request == "/save mood:calm genre:jazz"
    assert reply.files


def test_a_playlist_of_the_list_shown_is_saved_in_the_same_sentence(say):
    say("calm jazz")
    reply = say("make it a 40 minute playlist and save it")
    assert reply.request == "/playlist mood:calm genre:jazz minutes:40 save:yes"
    assert reply.files


def test_thanks_and_okay_after_a_list_show_no_tracks(say):
    say("calm jazz")
    assert [len(say(text).rows) for text in ("thanks", "ok", "great!")] == [0, 0, 0]


@pytest.mark.parametrize(
    "text", ["save number 2", "the second one is perfect, save it", "ok save the second one please"]
)
def test_one_row_of_the_list_is_saved_by_itself(say, text):
    second = say("calm jazz").rows[1]
    reply = say(text)
    assert reply.request == f"/save mood:calm genre:jazz track:{second.data['track_id']} limit:1"
    assert [row.title for row in reply.rows] == [second.title]
