"""What an answer rests on is told of the answer on screen."""

import pytest


@pytest.mark.parametrize(
    "text", ["how many songs is that based on", "based on how many tracks?", "what's the sample size"]
)
def test_how_many_recordings_an_answer_rests_on(talk, text):
    talk.say("what makes techno popular")
    assert "recordings of techno" in talk.say(text).title


@pytest.mark.parametrize("text", ["is it really right now?", "how old are these figures", "as of when is that"])
def test_the_day_of_the_figures_is_told(talk, text):
    talk.say("what makes techno popular")
    assert "as of" in talk.say(text).title


@pytest.mark.parametrize("text", ["why is number 2 up there", "what makes you think the second one would travel"])
def test_a_row_that_may_rise_is_told_by_its_evidence(talk, text):
    second = talk.say("rising techno").rows[1].data["track_id"]
    assert talk.say(text).request == f"/emerging track:{second}"
    assert "tested" in talk.replies[-1].text


@pytest.mark.parametrize("text", ["is that really no jazz? how can you tell", "how do you know there's no jazz"])
def test_what_is_filed_is_not_heard(talk, text):
    talk.say("calm music, no jazz")
    reply = talk.say(text)
    assert reply.title.startswith("I can't hear it")
    assert "filed under jazz" in reply.title


def test_more_or_less_of_a_trait_after_what_goes_with_popularity(talk):
    talk.say("what do the popular ones have in common in techno")
    assert talk.replies[-1].request == "/drivers genre:techno"
    assert "Energy in techno" in talk.say("so more energy or less?").text
