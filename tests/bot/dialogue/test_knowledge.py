"""Questions about what is known, about the talk itself, and small talk, in words of all kinds."""

import pytest

from bot.conversation import Message
from bot.dialogue.smalltalk import talk_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hi im new here what is this thing", "help"),
        ("so what's this bot about?", "help"),
        ("what does this thing do", "help"),
        ("what are you listening to", "listener"),
        ("whats your favourite song?", "listener"),
        ("do you even like music", "listener"),
        ("hmm not my thing", "notmine"),
        ("nah, these aren't really my cup of tea", "notmine"),
        ("pas mon truc", "notmine"),
        ("how's life", "feelings"),
        ("new jazz", ""),
        ("not my usual techno", ""),
        ("my thing is jazz", ""),
    ],
)
def test_small_talk_is_heard_in_many_words(text, kind):
    assert talk_kind(text) == kind


def test_what_this_is_is_asked_before_anything_was_shown(new_talk):
    first, later = new_talk(), new_talk()
    assert first.say("hi, what is this").title.startswith("I find music")
    later.say("techno")
    assert not later.say("what is this?").title.startswith("I find music")


def test_what_was_asked_first_is_told_and_may_be_asked_again(talk):
    assert talk.say("what did i ask first?").title == "Nothing yet in this conversation."
    talk.say("sad jazz")
    talk.say("techno")
    reply = talk.say("hm what did i ask for at the start")
    assert reply.title == "First you asked for: sad, jazz."
    assert reply.actions[0].command == "/recommend mood:sad genre:jazz"
    assert "techno" in talk.say("what did i ask before").text


@pytest.mark.parametrize(
    ("text", "request_is"),
    [
        ("what did we save so far", "/crate list"),
        ("what have I kept already?", "/crate list"),
        ("what do you remember about me", "/taste"),
        ("forget my likes", "/forget what:likes"),
        ("forget that i like anything", "/forget what:likes"),
        ("tell me when theres new stuff in techno", "/watch genre:techno"),
        ("let us know when there is anything new in jazz please", "/watch genre:jazz"),
    ],
)
def test_what_is_kept_is_asked_for_in_many_words(talk, text, request_is):
    assert talk.say(text).request == request_is


def test_likes_are_forgotten_once_that_is_confirmed(talk, engine):
    track = engine.best_known(1)[0].track_id
    talk.say(f"/like track:{track}")
    assert talk.say("/taste").title.endswith("1 liked")
    assert talk.say("forget my likes").title == "Are you sure?"
    assert talk.say("/taste").title.endswith("1 liked")
    talk.say("forget my likes")
    assert talk.say("yes").request == "/forget what:likes sure:yes"
    assert talk.say("/taste").title.endswith("nothing learned yet")


@pytest.mark.parametrize("text", ["what's in the charts this week?", "top 40 right now", "who is number one today"])
def test_charts_of_today_are_said_not_to_be_there(talk, text):
    reply = talk.say(text)
    assert reply.text.startswith("There are no charts here")
    assert reply.rows


@pytest.mark.parametrize(
    ("text", "request_is"),
    [
        ("how do you know a song is 'sad'?", "/explore what:features feature:valence"),
        ("how can you tell whether it's danceable", "/explore what:features feature:danceability"),
        ("what does valence mean in No Such Song Anywhere", "/explore what:features feature:valence"),
        ("how do you know the genre", "/model"),
    ],
)
def test_how_something_is_told_is_explained(talk, text, request_is):
    assert talk.say(text).request == request_is


def test_a_figure_is_set_beside_all_others(talk):
    talk.say("techno")
    talk.say("how loud is number 2?")
    assert "of all recordings" in talk.say("and is that low or high compared with other songs").text.splitlines()[0]


def test_how_sure_it_is_that_nobody_sings_is_told_of_the_rows(talk):
    talk.say("techno")
    assert "estimate" in talk.say("are you sure nobody sings on these?").title


def test_what_comes_first_is_an_order(talk):
    assert talk.say("techno, slowest first").request == "/recommend genre:techno sort:tempo"
    assert talk.say("jazz, best known first").request == "/recommend genre:jazz sort:-popularity"


def test_an_album_by_somebody_that_is_not_there_is_said_so(real_conversation):
    reply = real_conversation.said(Message("do you have taylor swift's midnights", conversation="midnights"))
    assert reply.title.startswith('"midnights" by Taylor Swift is not in the catalogue.')


def test_near_a_tempo_is_near_that_of_the_track_in_question(talk, engine):
    talk.say("techno")
    tempo = round(engine.find_track(talk.ids()[0]).values["tempo"], 1)
    reply = talk.say("keep it within 3 bpm of number 1")
    assert f"tempo:{tempo - 3:g}-{tempo + 3:g}" in reply.request
