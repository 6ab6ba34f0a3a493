"""The shape of a list: tempos from and to, parts, songs counted by genre, songs added at a place of it."""

import pytest


def tracks(talk, turn=-1):
    return [talk.dialogue.engine.find_track(one) for one in talk.ids(turn)]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        (
            "warmup set for a friday, 118 rising to 124, house mostly, an hour",
            "/playlist tempo:118 genre:house to:tempo:124 minutes:60",
        ),
        (
            "one hour set starting at 128 bpm and going down to 120, techno",
            "/playlist tempo:128 genre:techno to:tempo:120 minutes:60",
        ),
        (
            "a workout mix: 5 min warm up, 20 hard, 5 cool down",
            '/playlist energy:medium minutes:5 then:"minutes:20 energy:\\"very high\\" mood:workout; '
            'minutes:5 mood:calm"',
        ),
        (
            "a 40 minutes set, first half ambient then house",
            '/playlist genre:ambient minutes:20 then:"minutes:20 genre:house"',
        ),
        (
            "jazz, half an hour, starts gentle, peaks in the middle, ends calm",
            '/playlist energy:low genre:jazz to:"energy:\\"very high\\"" minutes:15 '
            'then:"minutes:15 energy:\\"very high\\" to:mood:calm"',
        ),
    ],
)
def test_a_set_has_the_shape_that_is_said(talk, text, request_):
    assert talk.say(text).request == request_


def test_a_rise_is_made_later_and_a_part_put_at_its_end(talk):
    talk.say("set from 118 up to 124, house, 30 minutes")
    assert talk.say("make it go up slower").request.endswith("rise:late")
    request = talk.say("can u add a bit of disco at the end").request
    assert 'then:"minutes:10 genre:disco"' in request
    assert "to:tempo:124" in request


def test_one_part_is_made_harder_and_the_others_stay(talk):
    talk.say("a workout mix: 5 min warm up, 20 hard, 5 cool down")
    request = talk.say("the hard part isnt hard enough").request
    assert 'then:"minutes:20 energy:\\">very high\\" mood:workout; minutes:5 mood:calm"' in request
    assert talk.say("can the warm up be calmer").request.startswith("/playlist energy:low minutes:5")


def test_a_list_that_does_not_rise_is_not_slowed_down(talk):
    talk.say("house")
    assert "does not rise" in talk.say("slower build please").title


def test_so_many_of_each_genre_in_the_order_said(talk):
    talk.say("two jazz, two soul and one blues")
    assert [
        next(genre for genre in wanted if genre in track.genres)
        for track, wanted in zip(tracks(talk), (["jazz"], ["jazz"], ["soul"], ["soul"], ["blues"]), strict=True)
    ] == ["jazz", "jazz", "soul", "soul", "blues"]


def test_another_one_is_added_and_a_wrong_one_replaced_with_the_others_kept(talk):
    talk.say("for a film: one classical, one folk, one gospel")
    first = talk.ids()
    talk.say("another gospel as well")
    assert talk.ids()[:3] == first
    assert "gospel" in tracks(talk)[3].genres
    talk.say("the folk one is wrong, its too cheerful")
    now = talk.ids()
    assert now[0] == first[0]
    assert now[1] != first[1]
    assert "folk" in tracks(talk)[1].genres
    assert tracks(talk)[1].values["valence"] < tracks(talk, 0)[1].values["valence"]


def test_more_of_the_genre_of_the_list_goes_on_with_it(talk):
    talk.say("calm jazz for dinner")
    request = talk.say("10 more jazz songs").request
    assert request.startswith("/recommend mood:calm genre:jazz")
    assert request.endswith("limit:10 skip:5")


def test_songs_are_mixed_into_the_list_shown_or_stand_at_its_end(talk):
    talk.say("happy pop")
    shown = talk.ids()
    talk.say("a couple of reggae songs mixed in")
    mixed = talk.ids()
    assert [one for one in mixed if one in shown] == shown
    assert len(mixed) == len(shown) + 2
    assert mixed[0] == shown[0]
    assert mixed[-1] == shown[-1]
    talk.say("put some blues at the end")
    assert talk.ids()[: len(mixed)] == mixed


def test_what_cannot_be_added_is_said(talk):
    talk.say("happy pop")
    reply = talk.say("a couple of zyzzyq songs mixed in")
    assert "nothing was added" in reply.title


def test_a_change_of_chosen_songs_keeps_only_those_within_it(talk):
    talk.say("three techno, two ambient, one jazz")
    talk.say("make it calmer")
    limit = float(talk.replies[-1].request.split("energy:<")[1].split()[0])
    assert len(talk.ids()) == 6
    assert all(track.values["energy"] <= limit for track in tracks(talk))


def test_both_lists_become_one(talk):
    talk.say("sad jazz")
    talk.say("happy soul")
    talk.say("combine both into one playlist")
    assert set(talk.ids()) == {*talk.ids(0), *talk.ids(1)}
    assert talk.ids()[:2] == [talk.ids(0)[0], talk.ids(1)[0]]


def test_no_artist_stands_twice_where_that_is_asked_for(talk):
    talk.say("rock limit:20")
    request = talk.say("no two songs from the same artist please").request
    assert "per_artist:1" in request
    names = [name for track in tracks(talk) for name in track.artists]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "text",
    [
        "una playlist de 30 minutos que empiece tranquila y termine animada",
        "ein set von 30 minuten das ruhig anfängt und wild endet",
        "30 minute playlist, start slow then get going",
        "une playlist de 30 minutes qui commence calme et finisse agressive",
    ],
)
def test_a_curve_is_followed_in_any_language(talk, text):
    reply = talk.say(text)
    assert "to:" in reply.request
    assert "minutes:30" in reply.request


@pytest.mark.parametrize(
    "text", ["begin quiet then get going", "make it a set that slowly builds", "das soll langsam anziehen"]
)
def test_a_list_follows_the_curve_that_is_asked_of_it(talk, text):
    talk.say("techno")
    assert "/playlist" in talk.say(text).request


@pytest.mark.parametrize(
    "text",
    ["workout 40 mins: warm up, two climbs, cool down", "45 minutes of spinning, warm-up then hills then cool down"],
)
def test_parts_that_are_named_are_parts_of_the_set(talk, text):
    reply = talk.say(text)
    assert reply.request.count("minutes:") >= 3
    before = reply.request
    assert talk.say("the warm up is too slow").request.partition("then:")[0] != before.partition("then:")[0]
