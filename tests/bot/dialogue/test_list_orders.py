"""The list shown takes the order or the length that is said, out of its own rows where it can."""

import pytest

LIST, SET = "rock", "house set 60 minutes"


def _values(engine, ids, trait):
    return [engine.find_track(one).values[trait] for one in ids]


@pytest.mark.parametrize(
    ("text", "trait", "up"),
    [
        ("slower towards the end", "tempo", False),
        ("it should get faster by the end", "tempo", True),
        ("start easy then up", "energy", True),
        ("first half calm, second half livelier", "energy", True),
        ("lively at first, then calmer", "energy", False),
        ("sort it so it starts slow", "tempo", True),
        ("sort it so that it ends with the slowest", "tempo", False),
        ("sort it so it finishes with the slowest", "tempo", False),
    ],
)
def test_a_curve_orders_the_rows(talk, engine, text, trait, up):
    talk.say(f"{LIST} limit:12")
    before = talk.ids()
    talk.say(text)
    values = _values(engine, talk.ids(), trait)
    assert values == sorted(values, reverse=not up)
    assert {*talk.ids()} == {*before}


@pytest.mark.parametrize("text", ["cut it to 30 min", "trim that down to half an hour"])
def test_a_shorter_set_keeps_its_order(talk, engine, text):
    talk.say(SET)
    before = talk.ids()
    talk.say(text)
    after = talk.ids()
    assert after == [one for one in before if one in after]
    assert 20 <= sum(_values(engine, after, "duration")) / 60 <= 32


def test_a_set_of_a_time_and_a_curve_is_made_of_the_wish(talk):
    talk.say(LIST)
    request = talk.say("build me an hour that goes up").request
    assert request.startswith("/playlist")
    assert "genre:rock" in request
    assert "minutes:60" in request
    assert "to:" in request


@pytest.mark.parametrize("text", ["order it so it mixes", "put them in a good mix order"])
def test_rows_are_put_so_that_they_mix(talk, text):
    talk.say(LIST)
    before = talk.ids()
    talk.say(text)
    assert {*talk.ids()} == {*before}


@pytest.mark.parametrize("text", ["mix order ok?", "does the order work for mixing?", "anything clashing?"])
def test_an_order_is_judged_by_its_changes(talk, text):
    talk.say(LIST)
    reply = talk.say(text)
    assert "changes keep the tempo" in reply.title
    assert not reply.request


def test_so_many_tracks_begin_with_those_shown(talk):
    talk.say(LIST)
    before = talk.ids()
    talk.say("make one playlist of 12 with this")
    assert talk.ids()[: len(before)] == before
    assert len(talk.ids()) == 12


@pytest.mark.parametrize("text", ["the list before was better, go back", "undo that", "i liked the previous one more"])
def test_the_list_before_stands_again_with_all_its_rows(talk, text):
    talk.say(LIST)
    before = talk.ids()
    talk.say("drop 2")
    talk.say(text)
    assert talk.ids() == before


@pytest.mark.parametrize(
    ("text", "trait", "rises"),
    [
        ("8 rock songs that build up", "energy", True),
        ("8 pop songs that get faster", "tempo", True),
        ("8 happy songs which slowly wind down", "energy", False),
    ],
)
def test_songs_that_climb_stand_in_that_order(talk, text, trait, rises):
    reply = talk.say(text)
    tracks = talk.dialogue.engine.catalogue.tracks([talk.dialogue.engine.names.recording_of(one) for one in talk.ids()])
    values = [track.values[trait] for track in tracks]
    assert len(values) == 8
    assert values == sorted(values, reverse=not rises)
    assert any(note.startswith(f"in order of {trait}") for note in reply.feedback)


def test_how_long_an_edited_list_is_is_told_of_all_of_it(talk):
    talk.say("6 rock songs")
    talk.say("replace the last one")
    assert "over 6 tracks" in talk.say("how long is it now?").title


def test_a_longer_list_of_so_many_songs_asks_for_no_long_songs(talk):
    talk.say(LIST)
    assert talk.say("can you make it longer, like 15 songs").request.endswith("limit:15")
    assert len(talk.ids()) == 15
    assert "duration" not in talk.say("more").request


def test_songs_at_the_tempo_of_the_track_spoken_of_are_found(talk, engine):
    track = engine.best_known(1)[0]
    talk.say(f"what bpm is {track.title}")
    talk.say("songs at that tempo")
    assert all(abs(engine.find_track(one).values["tempo"] - track.values["tempo"]) < 5 for one in talk.ids())


@pytest.mark.parametrize("text", ["too many songs by the same artist", "the same artist twice, fix that"])
def test_too_much_of_one_artist_asks_for_one_song_each(talk, text):
    talk.say(LIST)
    assert talk.say(text).request == "/recommend genre:rock per_artist:1"


def test_what_a_client_rejected_goes_and_the_rest_stays(talk):
    talk.say("happy pop")
    before = talk.ids()
    talk.say("the client hated the first three, keep the last two")
    after = talk.ids()
    assert after[:2] == before[3:]
    assert not {*before[:3]} & {*after}


def test_so_many_minutes_of_the_list_make_a_playlist(talk):
    talk.say("happy pop")
    assert talk.say("i need exactly 30 minutes").request == "/playlist mood:happy genre:pop minutes:30"


def test_the_end_that_is_said_counts_beside_the_trait(talk, conversation):
    talk.say("techno")
    assert talk.say("sort that by bpm, slowest first").request.endswith("sort:tempo")
    tempos = [conversation.engine.find_track(one).values["tempo"] for one in talk.ids()]
    assert tempos == sorted(tempos)
    assert talk.say("sort it by bpm, fastest first").request.endswith("sort:-tempo")


def test_a_trait_creeps_up_over_the_list(talk, conversation):
    talk.say("techno or ambient, 8 songs")
    before = set(talk.ids())
    talk.say("can you make the energy creep up slowly until the end")
    energies = [conversation.engine.find_track(one).values["energy"] for one in talk.ids()]
    assert set(talk.ids()) == before
    assert energies == sorted(energies)
