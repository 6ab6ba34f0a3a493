"""A refinement that is a whole sentence keeps what was asked for; a new wish starts anew."""

import pytest

BRIEF = "calm acoustic for a family car ad, no explicit lyrics, 80-140 bpm"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("can we try soul", "genre:soul"),
        ("thats too folky. more jazz", "genre:jazz -genre:folk"),
        ("or disco", "genre:disco"),
        ("i think classical would be better actually", "genre:classical"),
        ("what if we went with reggae", "genre:reggae"),
        ("older feeling, soul maybe", "genre:soul"),
        ("i'd rather have blues", "genre:blues"),
    ],
)
def test_another_genre_in_a_sentence_keeps_the_brief(talk, text, changed):
    before = talk.say(BRIEF).request
    after = talk.say(text).request
    assert changed in after
    for kept in ("tempo:80-140", "explicit:no", 'scene:"'):
        assert kept in before
        assert kept in after


def test_what_works_too_stands_beside_what_was_asked_for(talk):
    talk.say(BRIEF)
    talk.say("maybe soul?")
    assert "genre:soul genre:blues" in talk.say("blues works too").request


def test_a_decade_or_a_style_keeps_the_genre_and_the_occasion(talk):
    talk.say("rock for a late drive")
    request = talk.say("anything there from the 90s?").request
    assert "genre:rock" in request
    assert "1990s" in request
    assert "drive" in request


@pytest.mark.parametrize("text", ["give me some sad piano for studying", "now techno for a club night"])
def test_a_wish_with_an_occasion_of_its_own_starts_anew(talk, text):
    talk.say(BRIEF)
    assert "explicit:no" not in talk.say(text).request


def test_an_answer_to_what_was_told_is_no_scene(talk):
    talk.say("how old is the data?")
    request = talk.say("ok fair. hidden gems in jazz then").request
    assert "genre:jazz" in request
    assert "popularity:<" in request
    assert "fair" not in request


def test_what_no_data_tells_is_said_and_the_list_stays(talk):
    talk.say("happy pop")
    reply = talk.say("any of those solo acts?")
    assert "not in the data" in reply.title
    assert not reply.rows


def test_a_list_by_nobodies_leaves_out_the_seed_and_whoever_has_a_hit(talk, conversation):
    seed = conversation.engine.best_known(1)[0]
    talk.say(f"/track track:{seed.track_id}")
    request = talk.say("find me something like it but by a nobody").request
    assert f"like:{seed.track_id}" in request
    assert "-artist:" in request
    assert "popularity:1-45" in request


def test_a_list_by_an_artist_is_still_narrowed_to_an_album(talk, conversation):
    album = next(one for one in conversation.engine.best_known(50) if one.album_name and one.artists)
    talk.say(f'/recommend artist:"{album.artists[0]}"')
    assert "genres such as" not in talk.say(f"any from {album.album_name}?").title
