"""A row that a message names or judges is what "it" means, in the rest of the message and after it."""

import pytest


def shown(talk, said="techno"):
    talk.say(said)
    return talk.ids()


@pytest.mark.parametrize(
    "text",
    [
        "4 is perfect. who is that?",
        "love the fourth one, who is it",
        "number 4 caught my ear - what is it",
        "the fuorth one. who made it?",
        "i'm not sure about 4, who's that",
    ],
)
def test_a_row_named_before_a_question_is_what_it_means(talk, text):
    ids = shown(talk)
    assert talk.say(text).request == f"/track track:{ids[3]}"


@pytest.mark.parametrize("text", ["3 is close. more like that", "the third is nearly there. something similar"])
def test_a_number_that_judges_a_row_is_no_length_of_a_list(talk, text):
    ids = shown(talk)
    assert talk.say(text).request == f"/recommend like:{ids[2]}"


def test_the_row_judged_stays_what_it_means_in_the_next_messages(talk):
    ids = shown(talk, "techno like number")
    ids = shown(talk)
    talk.say("2 is great")
    talk.say("what else have they got")
    assert f"track:{ids[1]}" in talk.say("add it to late night").request


@pytest.mark.parametrize("text", ["3 is enough", "4 would be better", "2 songs", "2 is too few"])
def test_a_number_of_tracks_is_no_row(talk, text):
    shown(talk)
    assert not talk.say(text).title.startswith(("Noted", "Number"))


@pytest.mark.parametrize("text", ["9 is too loud", "number 12 does nothing for me", "what's track 30"])
def test_a_row_that_was_not_shown_is_told_so(talk, text):
    shown(talk)
    assert "there is no number" in talk.say(text).error.message


def test_a_row_judged_too_much_of_something_is_replaced_alone(talk):
    ids = shown(talk)
    talk.say("the third one is too fast")
    assert [one for one in talk.ids() if one in ids] == [*ids[:2], *ids[3:]]


def test_a_judgement_asked_about_is_answered_and_changes_nothing(talk):
    shown(talk)
    reply = talk.say("the third one is too sad, no?")
    assert reply.title.startswith("Valence")
    assert reply.actions[0].label == "Without number 3"
