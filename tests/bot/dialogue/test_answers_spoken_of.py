"""What is said or asked of the answer shown changes it, or is asked back: it is no search for its words."""

import pytest


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("make a 40 minute techno set", "the ending is too soft"),
        ("sad rock", "is it snowing?"),
        ("sad rock", "wobbly compatible?"),
    ],
)
def test_a_remark_on_the_answer_is_no_occasion(talk, before, text):
    talk.say(before)
    assert "scene:" not in talk.say(text).request


@pytest.mark.parametrize(
    "text", ["something for a rainy evening", "what about a dinner party?", "songs for a road trip"]
)
def test_another_occasion_is_a_list(talk, text):
    talk.say("sad rock")
    assert "scene:" in talk.say(text).request


@pytest.mark.parametrize("text", ["key compatible?", "is it harmonic"])
def test_whether_the_rows_mix_is_told_of_them(talk, text):
    talk.say("make a 40 minute techno set")
    reply = talk.say(text)
    assert "neighbouring key" in reply.title


def test_vocals_complained_of_are_left_out(talk):
    talk.say("hip-hop around 90 bpm")
    request = talk.say("these have vocals. i asked for beats").request
    assert "instrumentalness:>" in request
    assert "genre:hip-hop" in request


@pytest.mark.parametrize("text", ["the list again please", "again the list"])
def test_the_list_again_is_the_same_list(talk, text):
    rows = talk.say("techno").rows
    assert [row.title for row in talk.say(text).rows] == [row.title for row in rows]


@pytest.mark.parametrize(
    ("text", "band"), [("exclude anyone already over 60", "40-60"), ("drop everyone who is under 50", "50-70")]
)
def test_whom_a_popularity_excludes_is_beyond_the_limit(talk, text, band):
    talk.say("what is rising in rock?")
    assert talk.say(text).request == f"/emerging genre:rock popularity:{band}"


def test_watching_in_plain_words_watches_nobody_called_something(talk, engine):
    artist = engine.recommend("genre:rock").tracks[0].artists[0]
    talk.say(f"tell me about {artist}")
    assert talk.say("put that artist on my watchlist").request.startswith("/watch artist:")
    assert talk.say("and tell me when something moves").request == "/watch do:list"


@pytest.mark.parametrize("text", ["does it have repeats?", "any duplicates in there?"])
def test_repeats_are_told_of_the_rows(talk, text):
    talk.say("rock songs")
    reply = talk.say(text)
    assert reply.title.startswith("No song stands twice")


def test_years_that_are_not_wanted_are_never_those_shown(talk):
    for text in ("rock, no 80s", "rock but less 80s", "rock songs, nothing from the 80s"):
        assert "1980-1989" not in talk.say(text).request
