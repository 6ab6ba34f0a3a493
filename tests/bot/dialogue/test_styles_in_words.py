"""A style that is no genre of the catalogue is told as such, whatever is asked about it."""

import pytest

from bot.conversation import Message
from bot.dialogue import moves
from engine import Query


@pytest.mark.parametrize(
    ("text", "command", "genre"),
    [
        ("who is rising in shoegaze?", "emerging", "alt-rock"),
        ("map of pop punk", "explore", "punk"),
        ("what makes motown popular", "drivers", "soul"),
    ],
)
def test_the_nearest_genre_is_shown_and_told(real_conversation, text, command, genre):
    reply = real_conversation.said(Message(text))
    assert reply.request.startswith(f"/{command} ")
    assert f"genre:{genre}" in reply.request
    assert any("is not one of the genres here" in line for line in reply.feedback)


def test_a_style_takes_the_place_of_a_genre_and_the_other_way_round():
    techno = Query(genres=("techno",), moods=("happy",))
    motown = moves.swapped(techno, Query(scene="motown"))
    assert (motown.genres, motown.scene, motown.moods) == ((), "motown", ("happy",))
    back = moves.swapped(motown, Query(genres=("jazz",)))
    assert (back.genres, back.scene) == (("jazz",), "")
    party = Query(scene="motown party")
    assert moves.freed(party, "genre").scene == "party"


def test_others_of_the_kind_stand_in_for_a_well_known_artist_who_is_not_there(real_conversation):
    real_conversation.said(Message("music for a party", conversation="absent"))
    reply = real_conversation.said(Message("can you add some Depeche Mode?", conversation="absent"))
    assert 'No artist called "Depeche Mode"' in reply.text
    assert reply.rows
