"""Every command over catalogues far smaller than the public one: an answer or a sentence, never a fault."""

import pytest

from bot.conversation import Conversation
from bot.request import read_request
from engine import Engine
from tests.conftest import MODELS


@pytest.fixture
def small(tmp_path, make, row):
    """Asking over three genres: one of twelve recordings, one of two, one of a single recording."""
    rows = [row(f"p{n}", f"Artist {n % 4}", f"Song {n}", "pop", 40 + n, energy=0.3 + n / 20) for n in range(12)]
    rows += [row(f"j{n}", "Bill", f"Waltz {n}", "jazz", 20 + n, valence=0.1 + n / 10) for n in range(2)]
    rows += [row("o", "Maria", "Aria", "opera", 5, danceability=0.2)]
    conversation = Conversation(Engine.load(make(tmp_path, rows), MODELS))
    yield lambda text: conversation.answer(read_request(text))
    conversation.close()


def test_a_track_that_reads_as_a_genre_the_catalogue_lacks_is_still_read(small):
    replies = [small(f'/genre track:"{title}"') for title in ("Song 1", "Song 9", "Waltz 0", "Waltz 1")]
    assert all(reply.ok for reply in replies), [reply.error for reply in replies]
    firsts = {reply.rows[0].title for reply in replies}
    assert firsts - {"pop", "jazz", "opera"}, "choose other tracks: none of these reads as a foreign genre"
    for reply in replies:
        assert all(
            "/compare" not in action.command or reply.rows[0].title in action.command for action in reply.actions
        )


def test_drivers_of_a_feature_without_any_genre_large_enough_are_a_sentence(small):
    error = small("/drivers feature:energy").error
    assert error.code == "not_found"
    assert "recordings" in error.message + error.hint


def test_correlations_of_a_genre_of_one_recording_are_a_sentence(small):
    error = small("/explore correlations genre:opera").error
    assert error.code == "not_found"
    assert small("/explore correlations genre:pop").ok


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_catalogue_of_a_few_numbered_titles_starts_and_answers(tmp_path, make, row, count):
    rows = [row(f"t{n}", f"Artist {n}", f"Track {n}", popularity=n, energy=n / 9) for n in range(count)]
    conversation = Conversation(Engine.load(make(tmp_path, rows), MODELS))
    reply = conversation.answer(read_request("/help"))
    assert reply.ok
    assert conversation.answer(read_request("/track Track 0")).ok
    conversation.close()


def test_no_action_under_a_reply_of_a_small_catalogue_is_a_fault(small):
    for text in ("/genres", "/explore", "/artist Bill", "/compare pop vs jazz", "/track Song 1", "/similar Song 1"):
        reply = small(text)
        assert reply.ok, (text, reply.error)
        for action in reply.actions:
            answer = small(action.command)
            assert answer.ok or answer.error.code != "fault", (action.command, answer.error)
