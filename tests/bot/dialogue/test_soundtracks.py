"""Songs from a film or a musical are those that say so, and no song that is called like it."""

import pytest

from bot.conversation import Conversation, Message
from engine import Engine
from tests.conftest import MODELS


@pytest.fixture(scope="module")
def screen(tmp_path_factory, row, make):
    rows = [
        row("a" * 22, "Miro Vale", "Icebound", "pop", 90, energy=0.1),
        row("b" * 22, "Ida Berg", 'Snow Song - From "Icebound"/Soundtrack Version', "disney", 60, energy=0.2),
        row(
            "c" * 22,
            "Ida Berg",
            "Far Away",
            "disney",
            50,
            energy=0.3,
            album_name="Icebound (Motion Picture Soundtrack)",
        ),
        row("d" * 22, "Queen", "Harbour", "rock", 70, energy=0.4),
    ]
    return Conversation(Engine.load(make(tmp_path_factory.mktemp("screen"), rows), MODELS))


@pytest.mark.parametrize(
    "wish",
    [
        "please add some songs from the movie Icebound",
        "can we get music from Icebound?",
        "something from films like Icebound. I loved it",
        "got any from the film Icebound?",
        "the Icebound soundtrack",
    ],
)
def test_songs_from_a_film_are_those_that_say_so(screen, wish):
    reply = screen.said(Message(wish, conversation=wish))
    assert [row.data["track_id"][0] for row in reply.rows][:2] == ["b", "c"]


@pytest.mark.parametrize(
    "wish",
    [
        "songs from Queen",
        "a song like Icebound",
        "music from the 80s",
        "music for a movie night",
        "songs from the show me list",
    ],
)
def test_other_songs_from_somewhere_are_read_as_before(screen, wish):
    reply = screen.said(Message(wish, conversation=wish))
    assert "told to be from" not in str(reply)
    assert "track:" not in reply.request


def test_a_film_of_which_no_song_is_here_is_said_to_be_so(screen):
    reply = screen.said(Message("some songs from the movie Zzyxqa", conversation="none"))
    assert 'from "Zzyxqa"' in str(reply)


def test_a_film_has_the_songs_of_its_albums(real_conversation):
    for wish in ("songs from the movie Frozen", "the Frozen soundtrack"):
        reply = real_conversation.said(Message(wish))
        assert reply.rows
        assert all("frozen" in f"{row.data['album_name']} {row.data['track_name']}".lower() for row in reply.rows)
