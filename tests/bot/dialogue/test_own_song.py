"""A song of one's own is told in words and compared; what only its file would tell is said to be unknown."""

import pytest


@pytest.mark.parametrize(
    "text", ["i have 12 tracks from my band, which one should be the single?", "can you listen to my demo?"]
)
def test_files_are_not_listened_to(talk, text):
    assert "can't listen" in talk.say(text).title


@pytest.mark.parametrize(
    "text", ["it's very danceable and very energetic, in minor", "mine is danceable, energetic, in a minor key"]
)
def test_what_is_told_of_it_is_compared(talk, text):
    talk.say("i have a track of my own")
    reply = talk.say(text)
    assert reply.request.startswith("/recommend ")
    assert "key:minor" in reply.request


@pytest.mark.parametrize("text", ["which genre would that be", "what genre could it be?"])
def test_the_genre_is_of_the_description_and_not_of_the_first_row(talk, text):
    talk.say("our new song is danceable and energetic")
    assert not talk.say(text).request


@pytest.mark.parametrize("text", ["and how popular are such songs", "how do songs like that do"])
def test_how_popular_such_songs_are(talk, text):
    talk.say("energetic and danceable pop")
    reply = talk.say(text)
    assert "popular" in reply.title
    assert "not what one more" in reply.text


@pytest.mark.parametrize("text", ["swap 3", "replace number 3", "change the third one"])
def test_another_track_takes_the_place(talk, text):
    before = [row.data["track_id"] for row in talk.say("happy pop").rows]
    after = [row.data["track_id"] for row in talk.say(text).rows]
    assert [one == other for one, other in zip(before, after, strict=True)] == [at != 2 for at in range(len(before))]


def test_which_genre_suits_is_told(talk):
    talk.say("is techno or house faster")
    reply = talk.say("so which one would you put on for a party")
    assert "fit best on average" in reply.title


@pytest.mark.parametrize("text", ["and which one is more popular", "which one has the happier music"])
def test_which_has_more_of_a_trait_is_compared(talk, text):
    compared = talk.say("is techno or house faster").request
    assert talk.say(text).request == compared
