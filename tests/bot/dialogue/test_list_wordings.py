"""What is done with a list and asked of it is understood in the words that people use for it."""

import pytest


def test_a_list_is_put_in_order_from_slow_to_fast_and_back(talk):
    talk.say("quiet folk")
    reply = talk.say("ok now put them in order slow to fast")
    assert "sort:tempo" in reply.request
    assert all(row.detail.startswith("tempo ") for row in reply.rows)
    assert "sort:-tempo" in talk.say("fastest to slowest").request


def test_fewer_like_three_cuts_the_list_that_is_shown(talk):
    talk.say("quiet folk")
    shown = talk.ids()
    talk.say("better. can you give me fewer, like 3")
    assert talk.ids() == shown[:3]


def test_a_row_that_is_too_sleepy_is_followed_by_livelier_ones(talk):
    talk.say("quiet folk")
    request = talk.say("the second one is nice but a bit sleepy. more like that with a pulse").request
    assert "energy:>" in request
    assert "sleepy" not in request


def test_a_limit_beside_a_trait_leaves_the_trait(talk):
    talk.say("house")
    request = talk.say("same but instrumental and faster than 120").request
    assert "tempo:>120" in request
    assert "instrumental" in request


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("how is energy spread across techno and ambient", "/compare a:techno b:ambient"),
        ("which rock songs should be hits by that logic but arent", "/emerging genre:rock"),
        ("clean happy songs for a gym about 15", "limit:15"),
        ("what do i like so far?", "/taste"),
        ("qué hay en mis listas", "/crate list"),
    ],
)
def test_questions_are_read_in_other_words(talk, text, request_):
    assert request_ in talk.say(text).request


@pytest.mark.parametrize(
    "text", ["wie lang ist die Liste jetzt?", "combien de temps dure la liste?", "cuánto dura la lista?"]
)
def test_the_length_of_the_list_is_told_in_other_languages(talk, text):
    talk.say("quiet folk")
    assert "over 5 tracks" in talk.say(text).title


def test_songs_of_a_mood_are_added_to_the_list_and_at_its_end_where_that_is_said(talk):
    talk.say("folk")
    shown = talk.ids()
    talk.say("add 2 calm songs")
    assert len(talk.ids()) == 7
    assert talk.ids()[2:] == shown
    now = talk.ids()
    talk.say("also add a cool down at the end, 2 songs")
    assert talk.ids()[:7] == now
    assert len(talk.ids()) == 9


def test_several_who_swear_are_asked_for_as_explicit_ones(talk):
    talk.say("quiet folk")
    assert "marked explicit" in talk.say("are u sure none of them swear").title


def test_an_artist_himself_is_left_out_of_those_like_him(talk):
    name = talk.dialogue.engine.recommend("popularity:>80 limit:1").tracks[0].artists[0]
    assert talk.say(f"10 songs like {name} but not {name.split()[0]} himself").rows
    assert not any(name in talk.dialogue.engine.find_track(track).artists for track in talk.ids())


def test_a_new_crate_is_made_out_of_the_list_that_is_shown(talk):
    talk.say("quiet folk")
    request = talk.say("make a crate out of it called Studio").request
    assert 'name:"Studio"' in request or "name:Studio" in request
    assert request.count("track:") == 5


def test_which_row_has_most_of_a_trait_is_one_row(talk):
    talk.say("techno")
    assert talk.say("which one has the most energy").request.startswith("/track")


def test_how_popular_a_genre_is_now_is_asked_of_the_genre(talk):
    assert talk.say("how popular is rock these days").request == "/explore what:popularity genre:rock"


@pytest.mark.parametrize(
    "text", ["actually {} is fine, take him off the list", "take {} off the block list", "unblock {}"]
)
def test_who_was_blocked_is_unblocked_by_a_word_of_the_name(talk, text):
    name = talk.dialogue.engine.recommend("popularity:>80 limit:1").tracks[0].artists[0]
    talk.say(f"block {name}")
    assert "nothing learned yet" in talk.say(text.format(name.split()[0])).title


def test_an_answer_that_can_be_drawn_is_shown_when_that_is_asked(talk):
    request = talk.say("what makes a song popular in rock").request
    reply = talk.say("show me")
    assert reply.request == request
    assert reply.pictures
