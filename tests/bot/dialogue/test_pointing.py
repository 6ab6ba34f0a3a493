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


@pytest.mark.parametrize(
    ("said", "row"), [("the first one", 0), ("the second one", 1), ("number 3", 2), ("the last one", 4)]
)
def test_a_row_alone_is_asked_about(talk, said, row):
    talk.say("rock")
    assert talk.say(said).request == f"/track track:{talk.ids(0)[row]}"


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
    shown = talk.ids()
    request = talk.say(said).request
    assert request.startswith("/recommend genre:techno ")
    assert f"-track:{shown[-1]}" in request
    assert talk.ids()[:4] == shown[:4]  # the others stay where they were
    assert len(talk.ids()) == 5
    assert shown[-1] not in talk.ids()


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


def test_after_a_fresh_start_nothing_said_before_is_carried_on(talk):
    talk.say("happy techno")
    talk.say("start over")
    assert talk.say("what about jazz?").request == "/recommend genre:jazz"
    assert talk.say("back").request == "/recommend mood:happy genre:techno"


def test_a_row_and_more_is_like_that_row_in_all_that_was_said(talk):
    talk.say("techno")
    second = talk.ids()[1]
    reply = talk.say("the second one but calmer, no remixes")
    assert re.fullmatch(rf"/recommend energy:<[\d.]+ like:{second} -kind:remix", reply.request)


def test_what_is_not_liked_is_never_a_seed(talk):
    talk.say("techno")
    first = talk.ids()[0]
    assert talk.say("I don't like the first one").request == f"/recommend genre:techno -track:{first}"


def test_longer_is_said_of_a_playlist_as_a_whole(talk):
    talk.say("techno")
    talk.say("make it a 30 minute playlist")
    assert talk.say("longer").request == "/playlist genre:techno minutes:45"


def test_which_of_the_rows_are_explicit_is_told(talk, engine):
    talk.say("hip-hop")
    rows = [number for number, one in enumerate(talk.ids(), 1) if engine.find_track(one).explicit]
    told = talk.say("which of those are explicit?").title
    assert [int(number) for number in re.findall(r"number (\d)", told)] == rows


def test_what_was_turned_down_is_told(talk):
    talk.say("techno")
    title = talk.replies[0].rows[1].title
    talk.say("not the second one")
    assert title in talk.say("what did you take out?").text


def test_a_country_narrows_and_takes_the_place_of_the_one_before(engine, talk):
    talk.say("pop")
    narrowed = talk.say("only german").request
    assert narrowed in ("/recommend genre:pop&german", "/recommend genre:german")
    assert "german" not in talk.say("only french").request


def test_the_number_counts_where_a_limit_is_said_beside_a_complaint(talk):
    talk.say("techno")
    assert talk.say("too long, keep them under 4 minutes").request == "/recommend duration:<240s genre:techno"


def test_a_row_is_exchanged_for_something_by_an_artist(talk, engine):
    artist = engine.find_track(talk.say("jazz").rows[0].data["track_id"]).artists[0]
    talk.say("techno")
    reply = talk.say(f"swap number 2 for something by {artist}")
    assert artist in reply.rows[1].data["artists"]
    assert [*talk.ids()[:1], *talk.ids()[2:]] == [*talk.ids(1)[:1], *talk.ids(1)[2:]]
    assert f"-track:{talk.ids(1)[1]}" in reply.request


def test_the_most_of_an_artist_is_looked_for_in_all_there_is(talk, engine):
    artist = engine.find_track(talk.say("rock").rows[0].data["track_id"]).artists[0]
    rows = engine.catalogue.tracks(engine.names.artist_recordings(artist).tolist())
    talk.say(f"songs by {artist}")
    slowest = min(rows, key=lambda track: track.values["tempo"])
    assert talk.say("their slowest song?").request == f"/track track:{slowest.track_id}"


def test_something_similar_is_like_what_was_just_told_of(talk, engine):
    talk.say("techno")
    track = talk.ids()[0]
    artist = engine.find_track(track).artists[0]
    talk.say("what's the bpm of number 1?")
    assert f"like:{track}" in talk.say("anything similar but happier?").request
    talk.say(f"tell me about {artist}")
    assert "like_artist:" in talk.say("someone similar but calmer").request


def test_a_limit_that_is_dropped_leaves_no_opposite_and_no_empty_wish(talk):
    talk.say("pop songs with female vocals around 120 bpm")
    assert "instrumentalness" not in talk.say("forget the vocals").request
    talk.say("songs around 120 bpm")
    reply = talk.say("forget the tempo")
    assert reply.error is None
    assert reply.actions
