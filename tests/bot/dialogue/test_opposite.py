"""The opposite of a list turns what can be turned round, and says what stays."""

import pytest


@pytest.mark.parametrize(
    ("wish", "text", "request_is"),
    [
        ("happy fast songs", "the opposite", "/recommend tempo:low mood:sad"),
        ("calm jazz", "ok now the exact opposite please", "/recommend mood:energetic genre:jazz"),
        ("metal below 100 bpm", "do the opposite", "/recommend tempo:>100 genre:metal"),
    ],
)
def test_the_opposite_of_a_list_turns_its_moods_and_levels_round(talk, wish, text, request_is):
    talk.say(wish)
    reply = talk.say(text)
    assert reply.request.startswith(request_is)
    if "genre" in request_is:
        assert any("no opposite here" in note for note in reply.feedback)


def test_where_nothing_can_be_turned_round_it_is_asked_what_should_be(talk):
    talk.say("rock songs")
    reply = talk.say("now the opposite")
    assert not reply.rows
    assert "opposite in what" in reply.title


def test_the_opposite_of_a_track_lies_on_the_other_side(talk, conversation):
    track = next(
        one
        for one in conversation.engine.best_known(20)
        if conversation.engine.level("energy", one.values["energy"]) == "very high"
    )
    reply = talk.say(f"flip it: give me the opposite of {track.title}")
    assert 'energy:"very low"' in reply.request
    assert track.track_id not in talk.ids()
