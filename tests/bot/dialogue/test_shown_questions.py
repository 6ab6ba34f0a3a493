"""A question about what is on screen is answered from it and starts no new search."""

import pytest


@pytest.mark.parametrize("text", ["can we rely on those numbers or is it just luck?", "is that only a coincidence?"])
def test_whether_an_answer_can_be_trusted_is_told_of_that_answer(talk, text):
    told = talk.say("what makes techno popular").title
    reply = talk.say(text)
    assert not reply.rows
    assert told in reply.text


@pytest.mark.parametrize(
    "text", ["and does energy matter or not?", "so is energy any good then?", "does more energy help?"]
)
def test_a_trait_is_told_from_what_goes_with_popularity(talk, text):
    talk.say("what makes techno popular")
    assert talk.say(text).request.startswith("/drivers")


@pytest.mark.parametrize("text", ["how many times were you right before?", "how often was that correct in the past"])
def test_how_often_the_forecast_was_right_is_told_from_its_test(talk, text):
    talk.say("what is rising in techno")
    reply = talk.say(text)
    assert "when tested" in reply.title


@pytest.mark.parametrize("text", ["which styles are these from?", "what genres did you use for this?"])
def test_genres_are_counted_over_the_rows(talk, text):
    talk.say("techno")
    assert "techno (5)" in talk.say(text).title


@pytest.mark.parametrize("text", ["which of these would mix in key?", "do they work together harmonically?"])
def test_what_goes_together_in_key_is_told_of_the_rows(talk, text):
    talk.say("techno")
    reply = talk.say(text)
    assert "number 1" in reply.text
    assert not reply.rows


@pytest.mark.parametrize("text", ["describe the sound of number 2", "what does the second one sound like?"])
def test_a_track_is_told_in_words(talk, text):
    title = talk.say("techno").rows[1].title
    reply = talk.say(text)
    assert reply.title.startswith(title)
    assert "BPM" in reply.title


@pytest.mark.parametrize(
    "text", ["how long does that last?", "how long is it all together?", "so how long will this run in total"]
)
def test_how_long_means_all_rows(talk, text):
    talk.say("techno")
    assert "over 5 tracks" in talk.say(text).title


def test_somebody_in_there_is_answered_with_yes_or_no(talk):
    rows = talk.say("techno").rows
    artist = rows[0].data["artists"][0]
    assert talk.say(f"any {artist} in there?").title.startswith("Yes: number 1")
    other = next(row.data["artists"][0] for row in talk.say("ambient").rows if row.data["artists"][0] not in str(rows))
    talk.say("techno")
    assert talk.say(f"is there anything by {other} on the list?").title.startswith("No, none")


@pytest.mark.parametrize("text", ["show me the whole thing again", "read the list back to me"])
def test_the_list_is_shown_again(talk, text):
    talk.say("techno")
    before = talk.ids()
    talk.say(text)
    assert talk.ids() == before


def test_the_row_at_an_end_is_asked_about(talk):
    rows = talk.say("techno").rows
    reply = talk.say("the slowest one, what key and genre is it")
    assert any(row.title in reply.title for row in rows)
    assert "techno" in reply.text


def test_a_trend_is_asked_of_another_trait(talk):
    talk.say("is music getting sadder over the years?")
    if talk.replies[-1].request.startswith("/trends"):
        assert "feature:duration" in talk.say("and longer?").request


def test_both_are_the_two_just_compared(talk):
    rows = talk.say("techno").rows
    other = talk.say("ambient").rows[0]
    talk.say(f"how popular is number 2 compared to {rows[0].title.split(' - ')[0]}")
    if "compare" not in str(talk.replies[-1].actions):
        pytest.skip("the title names several tracks")
    made = talk.say("add both to a crate called two of a kind").request
    assert made.count("track:") == 2
    assert other.data["track_id"] not in made


def test_a_crate_just_made_is_opened_by_its_name(talk):
    talk.say("techno")
    talk.say("put 1 and 2 in a crate called Harbour")
    assert talk.say("what's in harbour now?").request.startswith("/crate show")


def test_nothing_is_played_but_linked(talk):
    talk.say("techno")
    assert "no sound" in talk.say("can I listen to number 1?").title


@pytest.mark.parametrize(
    "text",
    [
        "can i get some soul",
        "which jazz songs are there",
        "what sounds like number 2",
        "read me some jazz",
        "a whole list of ambient",
    ],
)
def test_a_wish_for_music_is_none_of_these_questions(talk, text):
    talk.say("techno")
    assert talk.say(text).rows


@pytest.mark.parametrize(
    "text", ["rising techno artists, not songs", "what is rising in techno", "emerging techno tracks"]
)
def test_artists_instead_of_tracks_are_the_same_ranking(talk, text):
    talk.say(text)
    assert "genre:techno" in talk.replies[-1].request
    assert ("kind:artists" in talk.replies[-1].request) == text.startswith("rising")
    assert "kind:artists" in talk.say("no, I meant artists, not tracks").request
    assert "kind:artists" not in talk.say("tracks please").request
