"""Limits alone, after an answer that is no list: never a list of the whole catalogue that nobody asked for."""


def test_after_a_track_limits_are_of_what_sounds_like_it(talk, conversation):
    track = conversation.engine.best_known(1)[0]
    talk.say(f"/track track:{track.track_id}")
    reply = talk.say("under 3 minutes")
    assert f"like:{track.track_id}" in reply.request
    assert "duration:<180s" in reply.request
    assert any(action.label == "Of all music" for action in reply.actions)


def test_after_a_comparison_of_genres_it_is_asked_of_what(talk):
    talk.say("compare techno with jazz")
    reply = talk.say("under 3 minutes")
    assert (reply.request, reply.rows) == ("", ())
    assert "of what?" in reply.title


def test_what_rises_is_looked_for_further_down_without_those_everybody_knows(talk, conversation):
    talk.say("/emerging kind:artists")
    known = conversation.engine.best_known(1)[0].artists[0]
    reply = talk.say(f"not {known} obviously, smaller ones")
    assert reply.request == "/emerging kind:artists popularity:40-55"
    assert f"{known} is not in this list" in reply.feedback
