"""A list in equal parts of two genres."""

import pytest


def filed(reply) -> list[set[str]]:
    return [set(row.data["genres"]) for row in reply.rows]


@pytest.mark.parametrize(
    "text",
    [
        "half techno, half jazz, 6 tracks",
        "50/50 techno and jazz, 6 songs",
        "an even mix of techno and jazz, six tracks",
    ],
)
def test_halves_of_a_list_come_in_turns(talk, text):
    reply = talk.say(text)
    assert [("techno" in genres, "jazz" in genres) for genres in filed(reply)] == [(True, False), (False, True)] * 3
    assert "3 of techno, 3 of jazz, in turns" in reply.feedback


def test_halves_are_equal_where_no_number_is_said(talk):
    reply = talk.say("half techno, half jazz")
    assert "3 of techno, 3 of jazz, in turns" in reply.feedback


def test_a_list_is_mixed_with_as_much_of_another_genre(talk):
    talk.say("jazz under 130 bpm")
    reply = talk.say("now mix that with techno, half and half")
    assert "tempo:<130" in reply.request
    assert [("jazz" in genres, "techno" in genres) for genres in filed(reply)][:4] == [(True, False), (False, True)] * 2


def test_half_of_the_rows_is_no_mix(talk):
    talk.say("jazz")
    assert "in turns" not in " ".join(talk.say("half of them are too slow").feedback)
