"""What was said of a list holds for the next one until somebody moves on to something else."""

import pytest


@pytest.fixture
def singer(engine):
    """Somebody who is filed under rock."""
    return engine.recommend("genre:rock").tracks[0].artists[0]


@pytest.fixture
def other(engine, singer):
    """Somebody who is filed under techno, and not under rock."""
    tracks = engine.recommend("genre:techno limit:20").tracks
    return next(one.artists[0] for one in tracks if singer not in one.artists and "rock" not in one.genres)


@pytest.mark.parametrize(
    "verdict",
    [
        "those weren't quite what I had in mind, can you add {}",
        "I don't really like these songs. How about songs by {}?",
        "hmm, they are not my style... songs by {} please",
    ],
)
def test_a_list_that_is_turned_down_does_not_limit_what_is_asked_for_next(talk, engine, singer, verdict):
    talk.say("calm techno for a party")
    query = engine.parse(talk.say(verdict.format(singer)).request.partition(" ")[2])
    assert (query.artists, query.genres, query.moods) == ((singer,), (), ())


@pytest.mark.parametrize(
    "text", ["these aren't what I wanted, calmer please", "that's not bad, calmer", "it's not my thing, but calmer"]
)
def test_a_change_beside_a_verdict_goes_on_from_the_list(talk, engine, text):
    talk.say("techno")
    assert engine.parse(talk.say(text).request.partition(" ")[2]).genres == ("techno",)


def test_whom_a_list_leaves_out_only_because_it_was_heard_is_not_rejected(talk, singer, other):
    talk.say(f'/recommend artist:"{singer}" limit:50')
    assert "-artist" in talk.say("more").request
    assert "-artist" not in talk.say(f"songs by {other}").request
    assert singer in talk.say(f"songs by {singer}").rows[0].title


@pytest.mark.parametrize("text", ["I don't like those, add {}", "no techno, play {}"])
def test_a_wish_behind_a_comma_is_not_rejected_with_what_stands_before_it(engine, singer, text):
    assert engine.parse(text.format(singer)).not_artists == ()


@pytest.mark.parametrize(
    "text", ["add some songs by {0} and {1}", "can we also have some {0}, {1} and Nobody Zzyzx in it?"]
)
def test_songs_by_each_of_several_artists_are_put_into_the_list(talk, engine, singer, other, text):
    before = (talk.say("jazz"), talk.ids())[1]
    reply = talk.say(text.format(singer, other))
    assert {*before} <= {*talk.ids()}
    artists = {name for track in talk.ids() for name in engine.find_track(track).artists}
    assert {singer, other} <= artists
    assert ("Nobody" in text) == any("Nobody Zzyzx" in note for note in reply.feedback)


@pytest.mark.parametrize("title", ["Beneath Her", "Above The Rest"])
def test_a_title_that_is_not_there_is_told_and_answered_with_its_artist(talk, engine, singer, title):
    talk.say("jazz")
    reply = talk.say(f"can we add {title} by {singer}")
    assert any(f'"{title}" by {singer} is not in the catalogue' in note for note in reply.feedback)
    assert singer in engine.find_track(talk.ids()[0]).artists


@pytest.mark.parametrize(
    "text", ["add more by {}", "can you add a few good ones by {}", "I want to hear something calm by {}"]
)
def test_words_before_an_artist_that_are_no_title_are_none(engine, singer, text):
    assert not engine.understand(text.format(singer)).missing_names


@pytest.mark.parametrize(
    ("remark", "wish"),
    [
        ("Not really.", "How about songs by {}?"),
        ("I have rated all 10 songs.", "Can you add songs by {}?"),
        ("You forgot to", "add {}"),
    ],
)
def test_a_remark_before_a_wish_changes_nothing_of_it(talk, engine, singer, remark, wish):
    talk.say("/recommend genre:jazz limit:5")
    request = talk.say(f"{remark} {wish.format(singer)}").request
    assert "-artist" not in request
    assert "limit:10" not in request
    assert any(singer in engine.find_track(track).artists for track in talk.ids())


@pytest.mark.parametrize("text", ["can you add more?", "add some more songs", "these are few. can you add more?"])
def test_more_is_the_next_of_the_list_and_nobody_of_that_name(talk, text):
    talk.say("jazz")
    assert talk.say(text).request.endswith("skip:5")


def test_a_list_that_is_used_up_goes_on_with_what_is_near_it(talk, engine):
    both = next(track.genres[:2] for track in engine.best_known(500) if len(track.genres) > 1)
    first = talk.say(
        f"/recommend genre:{'&'.join(both)} limit:50 skip:{engine.within(engine.parse('genre:' + '&'.join(both))) - 5}"
    )
    reply = talk.say("more please")
    assert reply.rows
    assert reply.request != first.request
    assert any(note.startswith("that was all") for note in reply.feedback)


def test_how_many_artists_were_listed_says_nothing_of_how_many_tracks_are(talk, singer):
    talk.say(f"artists like {singer}")
    assert len(talk.say(f"how about songs by {singer}", limit=20).rows) > 5


def test_a_limit_alone_is_of_the_list_whatever_it_begins_with(talk):
    talk.say("techno under 6 minutes")
    request = talk.say("they'd prefer something sung after all").request
    assert "genre:techno" in request
    assert "instrumentalness:low" in request
