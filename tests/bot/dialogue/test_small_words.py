"""Small words change no answer; a question without an answer leaves its names; nobody is guessed behind "her"."""

import re

import pytest

from bot.commands import example_names
from engine import Query


def _filled(engine, text):
    names = example_names(engine)
    return text.format(**names)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("whats the difference between rock and techno", "what's the difference between rock and techno"),
        ('how does "rock" compare to "techno" here?', "how does rock compare to techno"),
        ("are shorter songs more popular these days?", "are shorter songs more popular"),
        ("is {artist} in there?", "do you have {artist}"),
        ("and are {artist} in your catalogue too?", "do you have {artist}"),
        ("whats in 124 bpm and A minor", "songs in 124 bpm and A minor"),
        ("ok gimme {artist}'s longest song", "the longest song by {artist}"),
        ("rising techno", "what is rising in techno"),
        ("some up and coming rock bands please", "which rock bands are rising"),
    ],
)
def test_small_words_change_no_answer(new_talk, engine, said, plain):
    one, other = new_talk().say(_filled(engine, said)), new_talk().say(_filled(engine, plain))
    assert (one.request, one.title, one.ok) == (other.request, other.title, True)


@pytest.mark.parametrize(
    "said",
    [
        "how many songs does {artist} have", "how many tracks has {artist} got in there?",
        "how many {artist} songs", "how many {artist} tracks are there in total",
    ],
)  # fmt: skip
def test_songs_of_an_artist_are_counted_however_it_is_asked(talk, engine, said):
    artist = example_names(engine)["artist"]
    count = len(engine.rows_within(Query(artists=(artist,))))
    assert talk.say(said.format(artist=artist)).title.startswith(f"{count} by {artist}")


@pytest.mark.parametrize(
    "said", ["hidden gems in techno, nothing explicit", "ok fair. show me deep cuts of techno then"]
)
def test_hidden_gems_in_a_genre_are_a_wish_of_their_own(talk, said):
    talk.say("calm rock")
    request = talk.say(said).request
    assert "genre:techno" in request
    assert "popularity:" in request
    assert not any(part in request for part in ("calm", "rock"))


def test_each_of_those_talked_of_is_counted_and_shown(talk, engine):
    talk.say("compare rock and techno")
    counts = [len(engine.catalogue.genre_members(name)) for name in ("rock", "techno")]
    assert (
        talk.say("how many tracks do you have of each").title == f"{counts[0]:,} of rock and {counts[1]:,} of techno."
    )


def test_an_unanswered_question_leaves_its_names(talk, engine):
    artist = example_names(engine)["artist"]
    assert not talk.say(f"is {artist} vegan?").request
    assert artist in talk.say("whats her saddest song").title


@pytest.mark.parametrize("before", ["", "popular songs"])
@pytest.mark.parametrize("said", ["whats her biggest song", "songs like him", "who is she?"])
def test_nobody_is_guessed_behind_a_pronoun(talk, before, said):
    if before:
        talk.say(before)
    reply = talk.say(said)
    assert reply.title.startswith("Whom do you mean")
    assert not reply.rows


def _plainly_named(engine, count):
    """Tracks that their title alone names, without a word that parts a list."""
    known = [
        track for track in engine.best_known(200) if re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+", track.track_name)
    ]
    return [track for track in known if engine.find_track(track.track_name).track_id == track.track_id][:count]


@pytest.mark.parametrize(
    ("said", "trait", "way"),
    [
        ("rank these by danceability: {names}", "danceability", -1),
        ("sort {names} by tempo", "tempo", -1),
        ("which is more energetic, {names}?", "energy", -1),
        ("{names}: which is the saddest?", "valence", 1),
    ],
)
def test_named_tracks_stand_in_the_order_asked_for(talk, engine, said, trait, way):
    tracks = _plainly_named(engine, 3)
    link = ", " if said.startswith(("rank", "sort")) else " or "
    names = link.join(track.track_name for track in tracks)
    ordered = sorted(tracks, key=lambda track: way * track.values[trait])
    talk.say(said.format(names=names))
    assert talk.ids() == [track.track_id for track in ordered]
    talk.say("and by energy")
    assert talk.ids() == [track.track_id for track in sorted(tracks, key=lambda track: -track.values["energy"])]


@pytest.mark.parametrize("said", ["and the least?", "what about the least", "ok, and which is the least?"])
def test_the_other_end_is_asked_of_the_question_before(new_talk, said):
    whole = new_talk().say("which genres are the least popular")
    talk = new_talk()
    talk.say("which genres are the most popular")
    assert talk.say(said).text == whole.text


def test_a_limit_of_the_question_before_stays_what_it_is(new_talk):
    talk = new_talk()
    talk.say("rock of at least 100 bpm")
    assert "<100" not in talk.say("and the most?").request


def test_at_the_end_of_a_trait_it_is_told_and_others_are_shown(talk, conversation):
    engine = conversation.engine
    top = engine.sorted_values("acousticness")[-1]
    talk.say(f"/recommend acousticness:>{top - 0.001:.3f}")
    first = talk.ids()
    reply = talk.say("even more acoustic")
    assert any("at the end of what there is in acousticness" in line for line in reply.feedback) or set(
        talk.ids()
    ) != set(first)
    assert not any("relaxed" in line for line in reply.feedback)
