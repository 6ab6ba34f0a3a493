"""A question about the answer before is answered of that one, and of no list or title that was older."""

import pytest


@pytest.mark.parametrize("text", ["why that one on top?", "how come it's number one", "why is that one leading"])
def test_the_first_of_what_is_rising_is_told_why(talk, text):
    first = talk.say("rising techno").rows[0].data["track_id"]
    assert talk.say(text).request == f"/emerging track:{first}"
    assert talk.say("and for house?").request == "/emerging genre:house"


@pytest.mark.parametrize(
    "text", ["why?", "haha why", "how come", "are you sure?", "says who?", "where do you get that from"]
)
def test_a_question_after_a_fact_speaks_of_it(talk, text):
    talk.say("happy pop")
    told = talk.say("is techno or house faster").title
    reply = talk.say(text)
    assert not reply.request
    assert [action.command for action in reply.actions][:1] == [talk.replies[1].request]
    assert told in reply.text or "medians" in reply.text


def test_a_second_question_is_about_the_same_answer(talk):
    talk.say("which genre is the most boring")
    talk.say("why")
    assert "energy" in talk.say("are you sure").text


@pytest.mark.parametrize(
    "text",
    [
        "so should i master my track louder?",
        "does that mean we should make louder songs?",
        "so i should mix my songs louder?",
    ],
)
def test_what_goes_with_popularity_is_no_advice(talk, text):
    talk.say("does loudness make a song more popular in pop?")
    reply = talk.say(text)
    assert reply.request.startswith("/drivers")
    assert "cannot say" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "how does it work that you say a song is sad",
        "on what basis do you say a song is happy",
        "what makes a song sad for you",
    ],
)
def test_how_a_mood_is_told(talk, text):
    assert talk.say(text).request == "/explore what:features feature:valence"


def test_a_title_that_is_not_there_is_said_so(talk):
    artist = talk.say("happy pop").rows[0].data["artists"][0]
    assert "is not in the catalogue" in talk.say(f"so Zzyzx Hopeless by {artist} is sad in a minor key?").title


@pytest.mark.parametrize(
    "text",
    [
        "how confident are you in these",
        "how likely is that to come true",
        "how sure are u",
        "how sure are you about that",
        "how confident are you about that",
        "how accurate are you",
    ],
)
def test_how_sure_a_forecast_is_is_told_by_its_test(talk, text):
    rising = talk.say("rising techno").request
    for before in ("", "what makes you think the second one would travel"):
        if before:
            talk.say(before)
        reply = talk.say(text)
        assert reply.request.startswith("/emerging")
        assert "ested" in reply.text
    assert rising.startswith("/emerging")
