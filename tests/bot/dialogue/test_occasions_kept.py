"""What was asked for stays when a time or a genre is added: the occasion, the word in the title."""

import pytest


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("and friday at 11pm?", "wine bar friday late night"),
        ("what about saturday morning", "wine bar saturday morning"),
        ("and at 9 am", "wine bar morning"),
    ],
)
def test_another_time_keeps_the_occasion(talk, text, scene):
    talk.say("music for a wine bar on a tuesday")
    assert talk.say(text).request == f'/recommend scene:"{scene}"'


@pytest.mark.parametrize("text", ["songs for a 6 year old", "music for my 4-year-old daughter"])
def test_a_child_is_not_old(talk, text):
    assert talk.say(text).request in ("/recommend genre:kids", "/recommend scene:kids")


def test_a_narrower_list_keeps_the_word_in_the_title(talk):
    word = talk.say("happy pop").rows[0].data["track_name"].split()[0]
    talk.say(f'songs with "{word}" in the title')
    reply = talk.say("only the pop ones")
    assert all(word.lower() in row.data["track_name"].lower() for row in reply.rows)


@pytest.mark.parametrize("aside", ["weird.", "how strange!", "too bad..."])
def test_an_aside_is_no_occasion(talk, aside):
    artist = talk.say("happy pop").rows[0].data["artists"][0]
    assert "scene:" not in talk.say(f"{aside} what about {artist}?").request


def test_a_place_is_a_language_and_no_artist(talk):
    assert talk.say("something from napoli").request == "/recommend language:italian"


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("hi, i run a wine bar. what should i play in the evening?", "wine bar evening"),
        ("We own a coffee shop. Any ideas for the morning?", "coffee shop morning"),
        ("we are a yoga studio. what would you play?", "yoga"),
    ],
)
def test_a_place_told_first_belongs_to_what_is_asked_next(talk, text, scene):
    assert talk.say(text).request == f'/recommend scene:"{scene}"'


@pytest.mark.parametrize(
    "text", ["the same but for waking up", "jetzt das gleiche aber zum aufwachen", "but for waking up"]
)
def test_nobody_wakes_up_to_what_is_for_sleep(talk, text):
    assert "sleepy" in talk.say("techno for falling asleep").request
    request = talk.say(text).request
    assert "sleepy" not in request
    assert "wak" in request
    assert "genre:techno" in request
