"""What is said of the list shown is no wish for another; what is wanted of it, or wrong with it, is."""

import pytest

from bot.dialogue import patterns


@pytest.mark.parametrize(
    "text",
    [
        "wow, these are bangers",
        "that takes me back to my school days",
        "my kids adore it, they love this one",
        "I haven't heard those in years",
        "you read my mind",
        "I can't stop listening to these",
        "this one is my jam!",
    ],
)
def test_remarks_on_a_list_are_told(text):
    assert patterns.remarks(text)


@pytest.mark.parametrize(
    "text",
    [
        "these are too slow",
        "this needs more bass",
        "it is for a wedding",
        "they sound sad",
        "they love rock",
        "I love these, add some soul",
        "that one but calmer",
        "it's raining here",
        "are these all remixes?",
        "jazz for my kids",
    ],
)
def test_wishes_and_complaints_are_no_remarks(text):
    assert not patterns.remarks(text)


@pytest.mark.parametrize("text", ["my kids love this one", "wow these are bangers", "this is my jam"])
def test_praise_that_holds_a_genre_or_a_mood_makes_no_list_of_it(talk, text):
    talk.say("jazz")
    assert not talk.say(text).rows


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("toss in some {name}", True),
        ("drop in some {name}", True),
        ("nothing beats {name}", True),
        ("what would a party be without {name}?", True),
        ("drop {name}", False),
        ("nothing by {name}", False),
    ],
)
def test_who_is_put_in_or_praised_is_not_kept_out(talk, engine, text, kept):
    name = next(one.artists[0] for one in engine.best_known(200) if one.artists[0].count(" ") == 1)
    talk.say("music for studying")
    query = engine.parse(talk.say(text.format(name=name)).request.removeprefix("/recommend "))
    assert (name not in query.not_artists) == kept
