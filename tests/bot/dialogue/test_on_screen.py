"""Questions about the rows on screen are answered from them."""

import pytest


@pytest.mark.parametrize(
    "text", ["how many is that now", "how many songs are in the list?", "and how many have we got there"]
)
def test_the_rows_are_counted(talk, text):
    talk.say("4 techno tracks")
    assert talk.say(text).title == "4 tracks."


@pytest.mark.parametrize(
    "text",
    ["which of these would you take", "what's your pick", "if you had to choose one", "which would you go for and why"],
)
def test_one_row_is_taken_with_a_reason(talk, text):
    title = talk.say("techno").rows[0].title
    reply = talk.say(text)
    assert title in reply.title
    assert "Match" in reply.text


@pytest.mark.parametrize("text", ["pick better songs", "what did you take out?", "use these for a set"])
def test_a_wish_is_no_question_which_to_take(talk, text):
    talk.say("techno")
    assert "I go by figures" not in talk.say(text).text


@pytest.mark.parametrize(
    "text",
    ["is any of them growing right now?", "which of these has the best chance to break", "are they on the rise?"],
)
def test_which_row_may_rise_is_told_from_the_forecast(talk, text):
    talk.say("techno")
    reply = talk.say(text)
    assert "points" in reply.title
    assert "Tested on" in reply.text


@pytest.mark.parametrize("text", ["who else makes stuff like number 2", "anyone else similar to the second one?"])
def test_who_else_is_like_a_row_asks_for_artists(talk, text):
    artist = talk.say("techno").rows[1].data["artists"][0]
    assert talk.say(text).request.startswith("/artists like:")
    assert artist.split()[0] in talk.replies[-1].request


def test_each_row_gets_one_like_it(talk):
    talk.say("3 techno tracks")
    before = talk.ids()
    talk.say("and for each one a similar slower track")
    assert len(talk.ids()) == 3
    assert not set(before) & set(talk.ids())


def test_what_is_not_in_the_list_is_told_so(talk):
    talk.say("techno")
    assert "not in the catalogue" in talk.say("why isn't Xyzzy Plugh higher").title
