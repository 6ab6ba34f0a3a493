"""How old listeners are is no decade of music."""

import pytest


@pytest.mark.parametrize(
    "text", ["party for people in their 30s", "a party, guests mostly in their late forties", "party, aged 30 to 40"]
)
def test_the_age_of_guests_is_no_decade(talk, text):
    reply = talk.say(text)
    assert "mood:party" in reply.request
    assert "scene" not in reply.request
    assert any("passed over" in line for line in reply.feedback)


def test_a_decade_of_music_still_is_one(talk):
    assert "1980s" in talk.say("party music from the 80s").request
