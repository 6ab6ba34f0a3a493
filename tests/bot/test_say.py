"""Texts of actions are right when they are made, not when somebody presses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.request import read_request
from bot.say import pick_genre, say
from engine import Query


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda: say("help"), "/help"),
        (lambda: say("compare", a="techno", b="classical"), "/compare a:techno b:classical"),
        (lambda: say("explore", "map", genre="drum-and-bass", vs=None), "/explore map genre:drum-and-bass"),
        (lambda: say("path", steps=7, save=True), "/path steps:7 save:yes"),
        (lambda: say("genre", energy=0.9, tempo=174.0), "/genre energy:0.9 tempo:174"),
        (lambda: say("playlist", Query(moods=("calm",)), to=Query(moods=("sad",))), "/playlist mood:calm to:mood:sad"),
        (lambda: say("recommend", Query(moods=("calm",), genres=("jazz",))), "/recommend mood:calm genre:jazz"),
    ],
)
def test_what_is_said_is_canonical(made, text):
    assert made() == text == read_request(text).text


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: say("recomend"),
        lambda: say("compare", a="techno", d="jazz"),
        lambda: say("explore", "maps"),
        lambda: say("trends", feature="popularity"),
        lambda: say("about", "everything"),
    ],
)
def test_a_wrong_command_key_or_choice_is_refused_when_it_is_made(wrong):
    with pytest.raises(ValueError, match=r"^/|command"):
        wrong()


@given(st.text(min_size=1))
def test_any_name_is_read_back_as_it_was_said(name):
    (token,) = read_request(say("artist", name=name)).tokens
    assert (token.key, token.value) == ("name", name)


def test_a_track_is_said_by_its_id(engine):
    track = engine.catalogue.track(3)
    assert say("similar", track=track) == f"/similar track:{track.track_id}"


def test_the_genres_that_cannot_be_answered_are_not_offered(engine):
    among = ("jazz", "techno")
    assert {action.label for action in pick_genre(engine, "emerging", among=among)} == set(among)
    assert len(pick_genre(engine, "explore", "popularity")) == 25
