"""Which of the rows shown are as somebody describes: an answer about them, and no new list."""

import pytest


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("anything in there under 3 minutes?", lambda track: track.values["duration"] <= 180),
        ("are any of these over 120 bpm", lambda track: track.values["tempo"] >= 120),
        ("are all of them over 120 bpm?", lambda track: track.values["tempo"] >= 120),
        ("do any of these have vocals?", lambda track: track.values["instrumentalness"] < 0.5),
        ("has it got anything explicit in it? there are kids in the room", lambda track: track.explicit),
        ("which ones are longer than 4 minutes", lambda track: track.values["duration"] >= 240),
    ],
)
def test_rows_that_are_as_described_are_told_by_number(talk, conversation, text, so):
    shown = talk.say("techno or pop, 10 songs")
    tracks = [conversation.engine.find_track(one) for one in talk.ids()]
    wanted = [number for number, track in enumerate(tracks, start=1) if so(track)]
    reply = talk.say(text)
    assert reply.request == ""
    assert not reply.rows
    told = reply.title
    if not wanted:
        assert told.startswith("None of the 10")
    elif len(wanted) == 10:
        assert "all 10" in told
    else:
        assert f"{len(wanted)} of the 10" in told
        assert all(f"number {number} (" in told or told.endswith("…") for number in wanted)
    assert talk.say("what is number 1 called").title or shown.rows


def test_a_wish_for_more_stays_a_wish(talk):
    talk.say("techno")
    assert talk.say("anything faster than these?").rows
    assert talk.say("do you have any in a minor key?").rows


def test_decades_are_not_told_where_the_catalogue_has_no_years(talk, conversation):
    talk.say("techno")
    if conversation.engine.catalogue.track(0).release_year is None:
        assert "no release years" in talk.say("any songs in there from the 80s").title
