"""The sign of a wish: what is praised is not left out, what is left behind is not asked for."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "could we get away from the techno genre?",
        "let's steer clear of techno",
        "I'm not the biggest fan of techno",
        "not sure I like techno",
        "techno isn't really my thing",
        "I'm not a techno person",
    ],
)
def test_what_is_left_behind_is_rejected(talk, text):
    talk.say("music for a rainy evening")
    request = talk.say(text).request
    assert "-genre:techno" in request
    assert " genre:techno" not in request


@pytest.mark.parametrize(
    "text",
    [
        "nothing beats techno",
        "there's nothing quite like techno!",
        "you can't go wrong with techno",
        "I can't get enough of techno",
        "who doesn't love techno",
    ],
)
def test_praise_in_the_form_of_a_negation_asks_for_what_it_praises(talk, text):
    request = talk.say(text).request
    assert "genre:techno" in request
    assert "-genre" not in request


@pytest.mark.parametrize("text", ["nothing like techno please", "I want nothing like techno in it"])
def test_nothing_like_it_still_rejects(talk, text):
    talk.say("music for a rainy evening")
    assert "-genre:techno" in talk.say(text).request


def test_what_is_moved_to_is_asked_for(talk):
    talk.say("rock")
    request = talk.say("can we move away from rock and into jazz").request
    assert "genre:jazz" in request
    assert " genre:rock" not in request


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I don't like the songs by the other artists", True),
        ("no other artists please", True),
        ("any other artists like this?", False),
    ],
)
def test_who_was_asked_for_stays_where_the_others_are_rejected(talk, text, kept):
    artist = talk.dialogue.engine.recommend("popularity:>80 limit:1").tracks[0].artists[0]
    talk.say(f"more by {artist}")
    request = talk.say(text).request
    assert (f'-artist:"{artist}"' not in request and f"-artist:{artist}" not in request) is kept


def test_other_artists_such_as_somebody_are_those_named(talk):
    engine = talk.dialogue.engine
    one, other, *_ = dict.fromkeys(track.artists[0] for track in engine.recommend("popularity:>80 limit:9").tracks)
    talk.say("pop music")
    request = talk.say(f"I like other artists such as {one} and {other}").request
    assert "-artist" not in request
    assert "like_artist" in request


@pytest.mark.parametrize("text", ["could you add more", "add some more of them", "Yes!! More of this."])
def test_more_of_what_is_shown_names_nobody(talk, text):
    shown = talk.say("pop music")
    reply = talk.say(text)
    assert reply.request == f"{shown.request} skip:5"


@pytest.mark.parametrize("text", ["songs for our 5 year anniversary", "I like all 3 of these, more pop please"])
def test_a_number_of_something_else_is_no_number_of_tracks(talk, text):
    assert "limit:12" in talk.say(text, limit=12).request


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("I enjoy artists like {0}", "recommend"),
        ("can you add other artists similar to {0}", "recommend"),
        ("which artists are like {0}?", "artists"),
        ("artists like {0}", "artists"),
    ],
)
def test_who_fills_a_list_gets_songs_and_who_asks_for_artists_gets_artists(talk, text, command):
    artist = talk.dialogue.engine.recommend("popularity:>80 limit:1").tracks[0].artists[0]
    talk.say("pop music")
    assert talk.say(text.format(artist)).request.startswith(f"/{command} ")


@pytest.mark.parametrize(
    "text", ["{0} doesn't fit the list", "I think {0} is more of a metal thing and doesn't belong"]
)
def test_who_does_not_fit_is_left_out(talk, text):
    shown = talk.say("pop music", limit=10)
    artist = shown.rows[0].data["artists"][0]
    request = talk.say(text.format(artist)).request
    assert f'-artist:"{artist}"' in request or f"-artist:{artist}" in request
    assert "genre:metal" not in request


@pytest.mark.parametrize(
    "text",
    [
        "techno, avoid anything that sounds like {title}",
        "techno but nothing similar to {title}",
        "techno. it must not sound like {title}",
    ],
)
def test_what_should_not_sound_like_a_track_is_unlike_it(new_talk, conversation, text):
    track = conversation.engine.recommend("genre:techno", 1).tracks[0]
    request = new_talk().say(text.format(title=f"{track.track_name} by {track.artists[0]}")).request
    assert f"unlike:{track.track_id}" in request
    assert " like:" not in request


def test_what_still_stands_there_is_left_out(talk):
    talk.say("pop")
    assert "-kind:remix" in talk.say("there's still a remix in there!!").request
