"""No part of a request is lost in silence: how long, from where to where, who may hear it, what no data tell."""

import pytest


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("music for a yoga class, 60 minutes", '/playlist scene:"yoga class" minutes:60'),
        ("techno for an hour", "/playlist genre:techno minutes:60"),
        ("techno set, 45 minutes, start at 120 bpm and finish around 130",
         "/playlist tempo:120 genre:techno to:tempo:130 minutes:45"),
        ("techno that my mum could hear", "/recommend genre:techno explicit:no"),
        ("techno, safe for work", "/recommend genre:techno explicit:no"),
        ("techno, under 3 minutes", "/recommend duration:<180s genre:techno"),
    ],
)  # fmt: skip
def test_lengths_tempos_and_listeners_are_kept(talk, text, request_):
    assert talk.say(text).request.replace('to:"tempo:130"', "to:tempo:130") == request_


@pytest.mark.parametrize(
    ("text", "said"), [("a woman singing would be great", "woman"), ("more recent stuff", "How new or old")]
)
def test_what_no_data_tell_is_said_beside_the_list(talk, text, said):
    talk.say("techno")
    assert any(said in line for line in talk.say(text).feedback)
