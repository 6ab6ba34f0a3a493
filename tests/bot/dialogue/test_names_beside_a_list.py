"""Somebody named beside a wish for more is who is wanted; a name that is not there is said to be so."""

import pytest


@pytest.fixture
def artist(engine):
    """An artist of one genre alone, to be asked for beside a list of another."""
    tracks = engine.best_known(200)
    return next(one.artists[0] for one in tracks if one.artists[0].count(" ") == 1 and len(one.artists) == 1)


@pytest.mark.parametrize(
    "wish",
    [
        "nice ones, more of these and a few more from {name}",
        "good start! more like that, and some {name} too",
        "please more of {name}",
    ],
)
def test_who_is_named_beside_a_wish_for_more_is_shown(talk, artist, wish):
    talk.say("music for studying")
    reply = talk.say(wish.format(name=artist))
    assert reply.request.startswith("/recommend")
    assert artist in reply.request


@pytest.mark.parametrize("wish", ["more of these please", "I love them, keep them coming"])
def test_a_wish_for_more_that_names_nobody_goes_on(talk, wish):
    talk.say("music for studying")
    assert "skip:" in talk.say(wish).request


@pytest.mark.parametrize("wish", ["some Qwxzzy would be nice please", "a bit of Qwxzzy would be great"])
def test_a_name_that_is_not_there_is_said_to_be_so(talk, wish):
    talk.say("music for studying")
    reply = talk.say(wish)
    assert "Qwxzzy" in str(reply)


@pytest.mark.parametrize("praise", ["When the Rain Broke is also perfect", "Where We Were is great"])
def test_praise_of_a_title_that_begins_like_a_question_is_none(talk, praise):
    talk.say("music for studying")
    assert "can't answer" not in talk.say(praise).title


@pytest.mark.parametrize(
    "doubt", ["not the biggest fan of {name}", "I don't know if I like {name}", "not sure I like {name}"]
)
def test_who_is_doubted_is_not_wanted(engine, artist, doubt):
    query = engine.parse(doubt.format(name=artist))
    assert query.not_artists == (artist,)
    assert not query.like_artists


def test_a_list_of_the_same_message_is_shown_before_more_of_it(talk):
    talk.say("jazz")
    assert "skip:" not in talk.say("I would love some calm piano. More like that please").request


@pytest.mark.parametrize("done", ["they are good, let's wrap up", "let's round it off here"])
def test_who_wants_to_end_is_asked_for_no_change(talk, done):
    talk.say("jazz")
    assert "did not get" not in talk.say(done).title
