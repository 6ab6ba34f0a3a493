"""Messages that point at what was shown, or go on from it in half a sentence."""

import re

import pytest


def test_what_was_liked_is_what_that_means_next(talk):
    talk.say("techno")
    liked = talk.ids()[1]
    talk.say("love the second one")
    assert talk.say("more like that").request == f"/recommend like:{liked}"


def test_praise_and_request_may_stand_in_one_sentence(talk):
    talk.say("techno")
    assert talk.say("number 4 is great, more like it").request == f"/recommend like:{talk.ids(0)[3]}"


def test_half_a_question_is_about_the_same_track(talk):
    talk.say("techno")
    asked = f"/track track:{talk.ids()[1]}"
    for question in ("what's the bpm of number 2?", "and the key?", "and the album?"):
        assert talk.say(question).request == asked, question


@pytest.mark.parametrize("said", ["any others by him?", "what else do they have?", "more by the same artist"])
def test_more_of_the_artist_of_the_track_in_question(talk, engine, said):
    talk.say("rock")
    talk.say("how fast is the first one?")
    artist = engine.find_track(talk.ids(0)[0]).artists[0]
    reply = talk.say(said)
    assert all(artist in row.data["artists"] for row in reply.rows), reply.request


def test_the_row_of_an_artist_is_found_by_name_and_others_are_offered(talk, engine):
    talk.say("rock")
    artist = engine.find_track(talk.ids()[2]).artists[0]
    first = next(at for at, track_id in enumerate(talk.ids()) if artist in engine.find_track(track_id).artists)
    assert talk.say(f"the {artist} one").request == f"/track track:{talk.ids(0)[first]}"


def test_who_is_in_the_list_is_told(talk, engine):
    talk.say("rock")
    artist = engine.find_track(talk.ids()[0]).artists[0]
    other = engine.find_track(talk.say("jazz").rows[0].data["track_id"]).artists[0]
    talk.say("rock")
    assert talk.say(f"anything by {artist} in there?").title.startswith("Yes: number 1")
    assert talk.say(f"anything by {other} in there?").title.startswith("No, none of the 5")


def test_not_that_one_beside_several_asks_which_and_takes_the_number(talk):
    talk.say("techno")
    shown = talk.ids()
    assert talk.say("not that one").title == "Which one should go? Say its number."
    assert talk.say("3").request == f"/recommend genre:techno -track:{shown[2]}"
    for _ in range(10):
        talk.say("more")
        assert shown[2] not in talk.ids()


@pytest.mark.parametrize("said", ["can you swap the last one out?", "replace number 5 with something else"])
def test_a_row_is_exchanged(talk, said):
    talk.say("techno")
    last = talk.ids()[-1]
    assert talk.say(said).request == f"/recommend genre:techno -track:{last}"
    assert len(talk.ids()) == 5


@pytest.mark.parametrize("verb", ["remove", "drop", "lose", "ditch", "kick out", "no", "without"])
def test_what_shall_go_is_never_asked_for(talk, verb):
    talk.say("techno")
    assert talk.say(f"{verb} the remixes").request == "/recommend genre:techno -kind:remix"
    assert not any(re.search(r"\bremix\b", row.title, re.IGNORECASE) for row in talk.replies[-1].rows)


def test_another_subject_instead_keeps_what_was_said_beside_it(talk):
    talk.say("fast techno")
    for said in ("house instead", "instead house"):
        assert talk.say(said).request == "/recommend tempo:high genre:house"
        talk.say("back")


def test_a_list_is_put_in_order_and_a_playlist_gets_another_end(talk):
    talk.say("techno")
    assert talk.say("sort by tempo").request == "/recommend genre:techno sort:-tempo"
    assert talk.say("order them from slow to fast").request == "/recommend genre:techno sort:tempo"
    talk.say("make it a 30 minute playlist")
    assert talk.say("end it on something calm").request == "/playlist genre:techno to:mood:calm minutes:30"


def test_there_after_two_tracks_is_their_genre(talk):
    talk.say("techno")
    talk.say("compare the first two")
    reply = talk.say("who is rising there?")
    assert "genre:techno" in reply.request
    assert reply.ok


def test_versions_of_the_track_in_question(talk):
    talk.say("techno")
    talk.say("how fast is the first one?")
    reply = talk.say("is there a karaoke version?")
    assert reply.title.startswith("There is no karaoke version of")


def test_back_to_a_list_by_its_subject_or_not_at_all(talk):
    talk.say("reggae")
    talk.say("folk")
    assert talk.say("back to the reggae list").request == "/recommend genre:reggae"
