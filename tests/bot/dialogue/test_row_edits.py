"""Rows judged or pointed at in short words: what was meant changes, the others stay, in a list and in a set."""

import pytest

from bot.request import read_request

LIST, SET = "techno", "house set 60 minutes, from 118 to 124 bpm"


@pytest.mark.parametrize("asked", [LIST, SET])
@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("swap 3", [2]),
        ("change number 2", [1]),
        ("number 3 is out, otherwise keep the list", [2]),
        ("the last one is boring", [-1]),
        ("the first is not my taste", [0]),
        ("2 and 3 suck", [1, 2]),
        ("the opener doesn't fit, the rest is great", [0]),
    ],
)
def test_a_row_judged_bad_goes_and_the_others_stay(talk, asked, text, gone):
    talk.say(asked)
    before = talk.ids()
    talk.say(text)
    out = [before[at] for at in gone]
    assert not {*out} & {*talk.ids()}
    assert [one for one in before if one not in out] == [one for one in talk.ids() if one in before]
    assert len(talk.ids()) == len(before)


@pytest.mark.parametrize("asked", [LIST, SET])
@pytest.mark.parametrize(
    "text", ["the last one is boring, give me something with more energy", "replace the last with something livelier"]
)
def test_what_is_wished_for_stands_where_the_row_stood(talk, engine, asked, text):
    talk.say(asked)
    before = talk.ids()
    talk.say(text)
    assert talk.ids()[:-1] == before[:-1]
    old, new = (engine.find_track(ids[-1]).values["energy"] for ids in (before, talk.ids()))
    assert new > old


def test_rows_that_are_praised_stay_and_others_like_them_come(talk):
    talk.say(LIST)
    before = talk.ids()
    reply = talk.say("1 and 4 are fire, rest is trash")
    assert talk.ids()[:2] == [before[0], before[3]]
    assert not {*before[1:3], *before[4:]} & {*talk.ids()}
    assert f"like:{before[3]}" in reply.request


@pytest.mark.parametrize(
    ("text", "seeds"), [("more like 2 and 4", [1, 3]), ("the 2nd one is close but too sad, something happier", [1])]
)
def test_a_list_is_like_all_the_rows_that_are_named(talk, text, seeds):
    talk.say(LIST)
    before = talk.ids()
    reply = talk.say(text)
    assert [token.value for token in reply_tokens(reply, "like")] == [before[at] for at in seeds]
    assert ("valence:>" in reply.request) == ("happier" in text)


def reply_tokens(reply, key):
    return [token for token in read_request(reply.request).tokens if token.key == key]


@pytest.mark.parametrize(
    ("text", "kind"), [("the first one is a parody", "-genre:comedy"), ("number 2 is a remix", "-kind:remix")]
)
def test_a_row_said_to_be_of_a_kind_is_a_complaint_and_never_asks_for_the_kind(talk, text, kind):
    talk.say(LIST)
    assert kind in talk.say(text).request


@pytest.mark.parametrize("text", ["how long is it now", "how long is the list", "total length?"])
def test_the_length_is_of_the_whole_list(talk, text):
    talk.say(LIST)
    assert "minutes: " in talk.say(text).title


@pytest.mark.parametrize(
    "text", ["same but for one hour", "the same set, but 60 minutes long", "same vibe for an hour"]
)
def test_the_same_for_an_hour_is_a_set_of_the_same(talk, text):
    talk.say(LIST)
    assert talk.say(text).request == "/playlist genre:techno minutes:60"


def test_which_of_these_picks_from_the_rows_shown(talk):
    talk.say(LIST)
    reply = talk.say("which of these would you put in a gym playlist")
    assert reply.title.startswith("Best for mood workout, of the 5 shown: number ")
    assert talk.say("which one is closest in key").title.startswith("Closest to what?")


def test_rows_shown_become_a_set_that_gets_faster(talk, engine):
    talk.say(LIST)
    before = talk.ids()
    assert talk.say("put them in one set that gets faster and faster").request.startswith("/playlist track:")
    assert sorted(talk.ids()) == sorted(before)
    tempos = [engine.find_track(one).values["tempo"] for one in talk.ids()]
    assert tempos == sorted(tempos)


def test_after_that_goes_on_from_what_was_to_be_played(talk):
    talk.say(LIST)
    first = talk.ids()[3]
    talk.say("what mixes well with number 4")
    second = talk.ids()[0]
    request = talk.say("and after that?").request
    assert f"like:{second}" in request
    assert f"-track:{first}" in request


def test_rows_go_to_the_list_of_the_team_that_is_named(talk):
    talk.say(LIST)
    first = talk.ids()[0]
    assert talk.say("ok add the first one to our roadtrip list").request == f'/crate new name:"roadtrip" track:{first}'


def test_a_jump_on_a_path_is_smoothed_by_more_steps(talk, conversation):
    first, second = conversation.engine.best_known(2)
    talk.say(f"/path a:{first.track_id} b:{second.track_id} steps:7")
    assert "steps:10" in talk.say("that's a massive jump between 3 and 4, smooth it").request


def test_a_path_between_rows_is_between_those_and_no_titles_of_digits(talk):
    talk.say("techno")
    first, second = talk.ids()[:2]
    assert talk.say("how do i get from track 1 to track 2").request == f"/path a:{first} b:{second}"
