"""Small talk and small questions: who made the bot, a fun fact and another, sorry, averages, a table."""

from dataclasses import replace

import pytest


@pytest.mark.parametrize("text", ["who made you", "who's your creator?", "who is behind this bot"])
def test_who_made_it(talk, text):
    assert "made me" in talk.say(text).title


@pytest.mark.parametrize("text", ["tell me a fun fact about the data", "any interesting trivia?", "got a random fact?"])
def test_a_fun_fact_and_another_one(talk, text):
    first, second = talk.say(text).title, talk.say("another one").title
    assert first.startswith("Fun fact: ")
    assert second.startswith("Fun fact: ")
    assert first != second


@pytest.mark.parametrize("text", ["i asked for nothing yet lol, sorry", "sorry, my bad", "oops, my mistake"])
def test_sorry_is_taken(talk, text):
    assert talk.say(text).title.startswith("No harm done")


@pytest.mark.parametrize("text", ["i mean average", "on average?", "what about the mean"])
def test_averages_of_what_was_compared(talk, text):
    talk.say("is techno or house more popular")
    assert talk.say(text).title.startswith("On average, by the mean popularity: ")


@pytest.mark.parametrize("text", ["put the two in a table", "as a table please", "show them side by side"])
def test_what_was_compared_in_a_table(talk, text):
    compared = talk.say("is techno or house more popular").request
    assert talk.say(text).request == compared


@pytest.mark.parametrize(
    ("text", "word"),
    [("a bit more movement", "energy:>"), ("something less produced", "acousticness:>"), ("weirder", "weird")],
)
def test_what_there_should_be_more_of_goes_on_from_the_list(talk, text, word):
    talk.say("dinner party")
    request = talk.say(text).request
    assert word in request
    assert "dinner party" in request


def test_who_sings_a_title_tells_who_else_has_one_called_so(talk, conversation, monkeypatch):
    one, other = conversation.engine.best_known(2)
    twin = replace(other, track_name=one.track_name)
    monkeypatch.setattr(conversation.engine, "find", lambda text, limit=5: [one, twin])
    text = talk.say(f"who sings {one.track_name}").text
    assert f"is by {', '.join(one.artists)}." in text
    assert f"Others called so are by {other.artists[0]}." in text
