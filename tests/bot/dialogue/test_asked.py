"""Short questions about rows, in any order of words: what they ask, and what is no such question."""

import pytest

from bot.dialogue.asked import read


@pytest.mark.parametrize(
    ("text", "aspects", "rows"),
    [
        ("whats the 4th one off?", ("album",), (4,)),
        ("name of 7?", ("title",), (7,)),
        ("number 3 - what album is it on", ("album",), (3,)),
        ("3: which record?", ("album",), (3,)),
        ("and number 2, what key?", ("key",), (2,)),
        ("wat tempo is nubmer 2 an 5", ("tempo",), (2, 5)),
        ("bpm and key of the last one", ("tempo", "key"), (-1,)),
        ("cuanto dura la tercera", ("duration",), (3,)),
        ("quel est le tempo du deuxième ?", ("tempo",), (2,)),
        ("wie lange dauert nummer 2", ("duration",), (2,)),
        ("who made the bottom one", ("artist",), (-1,)),
        ("how long does 3 last", ("duration",), (3,)),
        ("where is number 2 from?", ("origin",), (2,)),
        ("how much would number 1 cost", ("price",), (1,)),
        ("is 3 in japanese", ("language",), (3,)),
        ("number 2 what genre", ("genre",), (2,)),
        ("is any of them sung in portuguese?", ("language",), ()),
        ("bpm?", ("tempo",), ()),
        ("explicit or no", ("explicit",), ()),
        ("are all of them clean?", ("explicit",), ()),
        ("which country is she from?", ("origin",), ()),
    ],
)
def test_a_fact_is_asked_for_in_any_order_of_words(text, aspects, rows):
    found = read(text, 10)
    assert found is not None
    assert (found.aspects, found.rows) == (aspects, rows)
    assert found.asks or found.rows


@pytest.mark.parametrize(
    ("text", "extreme"),
    [
        ("the saddest of all of them?", ("valence", False)),
        ("which track is the peak", ("energy", True)),
        ("which has most words", ("speechiness", True)),
        ("and the least popular one?", ("popularity", False)),
        ("which one has the highest bpm", ("tempo", True)),
        ("cual es la mas lenta", ("tempo", False)),
        ("laquelle est la plus lente ?", ("tempo", False)),
        ("welches ist das langsamste", ("tempo", False)),
    ],
)
def test_the_row_that_has_most_is_asked_for(text, extreme):
    found = read(text, 10)
    assert found is not None
    assert found.extreme == extreme


@pytest.mark.parametrize(
    "text",
    ["something calmer", "fast techno", "drop the slowest", "sad songs in german", "only the first", "mas lenta",
     "same tempo", "what was the biggest song ever", "more like number 2",
     "name that tune from rocky", "tempo around 120"],
)  # fmt: skip
def test_a_word_that_says_more_makes_it_another_message(text):
    assert read(text, 10) is None


def test_questions_about_rows_are_answered_and_the_list_stays(talk, engine):
    talk.say("techno")
    first = engine.find_track(talk.ids()[0])
    reply = talk.say("which album?")
    assert first.album_name in reply.text.splitlines()[0]
    assert "no number 9" in talk.say("bpm of number 9?").error.message
    assert talk.say("are they all clean?").title
    assert talk.say("where is number 1 from?").title.startswith("Where artists come from is not in the data")
    assert talk.say("the saddest of these?").request.startswith("/track")
    assert talk.say("calmer").request.endswith("genre:techno")


def test_a_bare_aspect_is_asked_of_the_track_in_question(talk):
    talk.say("techno")
    track = talk.ids()[1]
    talk.say("what key is number 2 in?")
    for said in ("bpm?", "explicit or not", "what album", "length?", "and the energy"):
        assert talk.say(said).request == f"/track track:{track}", said


def test_what_two_rows_have_in_common_is_told(talk):
    talk.say("techno")
    one, four = talk.ids()[0], talk.ids()[3]
    reply = talk.say("i like 1 and 4. what do they have in common?")
    assert reply.request == f"/compare a:{one} b:{four}"
    assert "techno" in reply.title


@pytest.mark.parametrize("said", ["any live ones?", "do you have clean ones", "in english?", "live?"])
def test_a_quality_that_is_wished_is_no_question_about_rows(talk, said):
    talk.say("techno")
    assert not talk.say(said).request.startswith("/track")
