"""Whom "that artist" means where several stand on the list: asked back, with their names to press."""


def test_one_of_several_artists_is_asked_for_with_their_names(talk):
    shown = talk.say("techno")
    reply = talk.say("show me tracks by that artist")
    assert (reply.request, reply.rows) == ("", ())
    names = list(dict.fromkeys(row.data["artists"][0] for row in shown.rows))
    assert [action.label for action in reply.actions][: len(names)] == [f"Songs by {name}" for name in names]
