"""What somebody does not want is in no answer, however it is said."""

import random

import pytest

from bot.conversation import Message

FORMS = (
    "music for {scene}, no {thing}", "music for {scene} but not {thing}", "songs for {scene} without {thing}",
    "something for {scene}, anything but {thing}", "{scene} music except {thing}", "tracks for {scene}, avoid {thing}",
    "I hate {thing}, give me something for {scene}", "please never {thing}: music for {scene}",
    "songs for {scene} minus {thing}", "nothing {thing}, for {scene}", "music for {scene}, I don't like {thing}",
    "music for {scene} excluding {thing}",
)  # fmt: skip
SCENES = ("a road trip", "cooking dinner", "studying", "a party", "the gym", "a rainy evening", "a wedding")
GENRES = ("rock", "pop", "jazz", "techno", "house", "country", "metal", "reggae", "hip-hop", "folk", "blues", "disco")
MOODS = ("sad", "happy", "calm", "energetic")


@pytest.mark.parametrize("seed", range(3))
def test_a_rejected_genre_mood_or_artist_is_in_no_answer(conversation, seed):
    chance = random.Random(seed)
    engine = conversation.engine
    known = [track.artists[0] for track in engine.recommend("popularity:>80 limit:20").tracks]
    for _ in range(80):
        kind = chance.choice(("genre", "mood", "artist"))
        thing = chance.choice({"genre": GENRES, "mood": MOODS, "artist": known}[kind])
        text = chance.choice(FORMS).format(scene=chance.choice(SCENES), thing=thing)
        reply = conversation.said(Message(text, limit=10))
        tracks = [engine.find_track(row.data["track_id"]) for row in reply.rows]
        assert reply.ok, text
        assert tracks, text
        if kind == "genre":
            assert not any(thing in track.genres for track in tracks), text
        elif kind == "artist":
            assert not any(thing in track.artists for track in tracks), text
        else:
            assert f"-mood:{thing}" in reply.request or "valence:" in reply.request or "energy:" in reply.request, text


@pytest.mark.parametrize(
    "text",
    [
        "keep techno out of it",
        "techno is off limits",
        "nothing that has techno in it",
        "i've had enough of techno",
        "ban techno",
        "nothing with techno please, everyone does that",
    ],
)
def test_what_is_kept_out_of_the_list_shown_is_rejected_and_never_asked_for(talk, text):
    talk.say("music for a rainy evening")
    request = talk.say(text).request
    assert "-genre:techno" in request
    assert " genre:techno" not in request


@pytest.mark.parametrize("before", ["without {0}", "techno"])
@pytest.mark.parametrize("text", ["and without feat. {0} too", "nothing ft. {0}", "no collabs with {0} please"])
def test_a_guest_is_rejected_as_an_artist_is(talk, engine, before, text):
    artist = engine.find_track(talk.say("techno").rows[0].data["track_id"]).artists[0]
    talk.say(before.format(artist))
    request = talk.say(text.format(artist)).request
    assert "-artist:" in request
    assert " artist:" not in request


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("techno, no one with more than 50 popularity", "/recommend popularity:<50 genre:techno"),
        ("nobody over 50 popularity, techno", "/recommend popularity:<50 genre:techno"),
        ("no artists above popularity 50, techno", "/recommend popularity:<50 genre:techno"),
        ("techno, nobody under 50 popularity", "/recommend popularity:>50 genre:techno"),
        ("jazz without bebop", "/recommend genre:jazz"),
    ],
)
def test_nobody_over_a_popularity_sets_the_limit_and_rejects_no_genre(talk, text, request_):
    assert talk.say(text).request == request_


@pytest.mark.parametrize("text", ["too much sleeping. More awake", "this puts me to sleep", "wake it up a bit"])
def test_who_falls_asleep_wants_more_energy_and_no_music_for_sleep(talk, text):
    talk.say("techno")
    assert talk.say(text).request.startswith("/recommend energy:>")


def test_nothing_is_less_known_than_what_nobody_plays_and_others_are_shown(talk):
    first = talk.say("/recommend mood:calm popularity:<1")
    reply = talk.say("still too famous")
    assert "popularity:<1" in reply.request
    assert any("less known" in line for line in reply.feedback)
    assert not {row.title for row in first.rows} & {row.title for row in reply.rows}


def test_cheaper_means_less_known_and_is_said(talk):
    talk.say("techno")
    reply = talk.say("something cheaper")
    assert "popularity:<" in reply.request
    assert any("costs" in line for line in reply.feedback)
