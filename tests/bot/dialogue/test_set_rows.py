"""Sets planned in a sentence, and single rows of them: the one that is spoken of changes, the others stay."""

import pytest


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        (
            "2 hour set: first hour jazz, second hour house",
            '/playlist genre:jazz minutes:60 then:"minutes:60 genre:house"',
        ),
        (
            "90 bpm to 128 bpm set, 2 hours, soul first then house",
            "/playlist tempo:90 genre:soul to:tempo:109 minutes:60 "
            'then:"minutes:60 tempo:109 genre:house to:tempo:128"',
        ),
        (
            "techno set that starts calm and ends wild",
            '/playlist mood:calm genre:techno to:"energy:\\"very high\\"" minutes:60',
        ),
        ("i want a one hour playlist of clean upbeat pop", "/playlist valence:high genre:pop explicit:no minutes:60"),
        ("electronic, 2 to 4 minutes long", "/recommend duration:120s-240s genre:electronic"),
        ("jazz, not too known and no more than 10 songs", "/recommend popularity:<medium genre:jazz limit:10"),
    ],
)
def test_a_set_is_as_long_and_in_the_order_that_is_said(talk, text, request_):
    assert talk.say(text).request == request_


def test_one_row_is_replaced_and_going_back_brings_it_back(talk):
    talk.say("techno set 60 minutes, from 120 to 126 bpm")
    first = talk.ids()
    talk.say("swap track 3 its too energetic")
    second = talk.ids()
    assert [at for at, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]] == [2]
    engine = talk.dialogue.engine
    energies = [engine.find_track(ids[2]).values["energy"] for ids in (first, second)]
    assert energies[1] < energies[0]
    talk.say("show me the set again")
    assert talk.ids() == second
    talk.say("the first set was better, go back")
    assert talk.ids() == first


def test_rows_of_a_set_in_parts_are_moved_and_each_part_gets_calmer(talk):
    talk.say("2 hour set: first hour jazz, second hour house")
    first = talk.ids()
    talk.say("move number 2 to the end")
    assert talk.ids() == [first[0], *first[2:], first[1]]
    reply = talk.say("calmer")
    assert reply.request.count("energy:<") == 2


def test_why_speaks_of_the_row_at_that_place_and_the_set_is_what_is_saved(talk):
    talk.say("house set 60 minutes, from 118 to 124 bpm")
    ids = talk.ids()
    assert talk.say("why did you put the last one last?").title.endswith(" is the last.")
    reply = talk.say("save this as warmup friday")
    assert talk.ids() == ids
    assert reply.request.endswith('save:yes name:"warmup friday"')
    assert "warmup friday" in [row.title for row in talk.say("what lists have i saved").rows]
    talk.say("open warmup friday")
    assert talk.ids() == ids
    assert talk.say("delete it").request == '/crate archive name:"warmup friday"'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thanks, that helps! give me some jazz", "rows"),
        ("great, thank you! I also need some jazz", "rows"),
        ("you always give me the same stuff", "change"),
    ],
)
def test_a_wish_beside_thanks_and_a_complaint_are_answered(talk, text, kind):
    reply = talk.say(text)
    assert bool(reply.rows) == (kind == "rows")
    assert kind == "rows" or "What should I change" in reply.title
