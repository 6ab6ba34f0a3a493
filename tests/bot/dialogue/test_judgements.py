"""A complaint about the list moves away from it, a wish towards it, and the rest of what was asked for stays."""

import pytest


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("these are a bit sleepy for us", "energy:>"),
        ("it's getting drowsy", "energy:>"),
        ("way too clubby", "-genre:house"),
        ("they sound very gloomy to be honest", "valence:>"),
        ("too obvious", "popularity:<"),
        ("cuter", "valence:>"),
        ("needs a bit more tension", "energy:>"),
        ("not so corny please", "valence:<"),
        ("more rythm", "danceability:>"),
        ("too polished, something rougher", "acousticness:>"),
    ],
)
def test_a_judgement_moves_the_list_by_its_sign_and_keeps_its_wish(talk, text, limit):
    talk.say("music for a dinner party")
    request = talk.say(text).request
    assert limit in request
    assert "dinner" in request
    assert " like:" not in request


@pytest.mark.parametrize("text", ["too flimsy", "not so wobbly", "it's a bit flumpy for us"])
def test_what_no_data_tell_is_said_by_its_word_and_directions_are_offered(talk, text):
    talk.say("music for a dinner party")
    reply = talk.say(text)
    assert "the data does not tell" in reply.title
    assert len(reply.actions) >= 2


@pytest.mark.parametrize("text", ["these are very nice", "they are so good", "really calm, love it"])
def test_praise_is_no_complaint(talk, text):
    talk.say("calm music for a dinner party")
    assert "energy:>" not in talk.say(text).request


@pytest.mark.parametrize("text", ["number 2 is not techno, it's trance", "the second one isn't techno"])
def test_a_row_that_is_no_such_thing_goes_and_the_rest_of_the_wish_stays(talk, text):
    talk.say("techno")
    gone = talk.ids()[1]
    request = talk.say(text).request
    assert "genre:techno" in request
    assert "-genre" not in request
    assert gone not in talk.ids()


@pytest.mark.parametrize(
    "text", ["songs like {0} but too obvious", "who is like {0} but not as big", "like {0}, not {0} again"]
)
def test_whom_a_list_is_like_may_be_kept_out_of_it(talk, text):
    name = talk.dialogue.engine.recommend("popularity:>80 limit:1").tracks[0].artists[0]
    reply = talk.say(text.format(name))
    assert reply.rows
    assert f'like_artist:"{name}"' in reply.request or f"like_artist:{name}" in reply.request
    assert not any(name in talk.dialogue.engine.find_track(track).artists for track in talk.ids())


@pytest.mark.parametrize("text", ["not indian classical", "no french rap please"])
def test_a_rejected_kind_of_a_genre_asks_for_none(talk, text):
    talk.say("music for a rainy evening")
    request = talk.say(text).request
    assert " genre:" not in request


@pytest.mark.parametrize("text", ["nothing slower", "nothing slower than this please"])
def test_a_rejected_comparative_moves_the_other_way(talk, text):
    talk.say("techno")
    request = talk.say(text).request
    assert "tempo:>" in request
    assert "genre:techno" in request


@pytest.mark.parametrize("text", ["they are too similar", "not enough variety", "a bit samey for us"])
def test_a_list_that_is_all_alike_is_varied(talk, text):
    talk.say("techno")
    assert "per_artist:1" in talk.say(text).request
