"""Songs from a film are those whose album says so, and never like a song that happens to be called so."""

import pytest

from bot.conversation import Message


def test_a_film_that_is_not_there_is_said_to_be_not_there(talk):
    reply = talk.say("any songs from the movie Wexcombe Hollow?")
    assert not reply.rows
    assert "Wexcombe Hollow" in reply.title


@pytest.mark.parametrize("text", ["music for a movie night", "songs from the show me list", "like a film score"])
def test_films_as_such_name_none(talk, text):
    assert "Nothing from" not in talk.say(text).title


@pytest.mark.parametrize(
    "text", ["songs from the movie Frozen", "the Frozen soundtrack", "got any from the film Frozen?"]
)
def test_a_film_has_the_songs_of_its_albums(real_conversation, text):
    reply = real_conversation.said(Message(text))
    assert reply.rows
    assert all("frozen" in row.data["album_name"].lower() for row in reply.rows)
