"""Words of a text, and BM25 over the words of a catalogue."""

from pathlib import Path

import numpy as np
import pytest

from engine.catalogue.store import Catalogue
from engine.recommend.words import FUNCTION_WORDS, WordIndex, content_words, tokens
from pipeline.word_index import write_word_index


@pytest.fixture(scope="module")
def catalogue(demo_catalogue: Path) -> Catalogue:
    catalogue = Catalogue.load(demo_catalogue)
    write_word_index(catalogue)
    return catalogue


def test_tokens_drop_html_case_accents_and_punctuation() -> None:
    assert tokens("Kick back to <a href='x:y'>Café</a> &amp; Soul!") == ["kick", "back", "to", "cafe", "and", "soul"]


def test_content_words_leave_out_function_words_of_other_languages() -> None:
    assert content_words("Ich möchte ruhige Musik zum Lernen") == ["ruhige", "lernen"]
    assert content_words("je veux de la musique douce pour dormir") == ["douce", "dormir"]


def test_function_words_are_written_as_tokens() -> None:
    assert all(tokens(word) == [word] for word in FUNCTION_WORDS)


def test_every_word_of_a_recording_finds_it(catalogue: Catalogue) -> None:
    index = WordIndex.load(catalogue)
    for row in range(0, len(catalogue), max(1, len(catalogue) // 40)):
        track = catalogue.track(row)
        for word in tokens(" ".join((track.track_name, *track.artists, track.album_name))):
            assert row in index.recordings(word)
            assert index.scores({word: 1.0})[row] > 0


def test_a_title_and_artist_rank_their_recording_first(catalogue: Catalogue) -> None:
    index = WordIndex.load(catalogue)
    track = catalogue.track(len(catalogue) // 2)
    scores = index.scores(dict.fromkeys(tokens(track.title), 1.0))
    assert scores[track.recording] >= np.sort(scores)[-3]


def test_scores_add_up_and_scale_with_the_weights(catalogue: Catalogue) -> None:
    index = WordIndex.load(catalogue)
    first, second = tokens(catalogue.track(0).title)[:2]
    both = index.scores({first: 1.0, second: 0.5})
    np.testing.assert_allclose(both, index.scores({first: 1.0}) + 0.5 * index.scores({second: 1.0}), rtol=1e-5)


def test_an_unknown_word_scores_nothing(catalogue: Catalogue) -> None:
    index = WordIndex.load(catalogue)
    assert index.inverse_frequency("xyzzyx") == 0
    assert not index.scores({"xyzzyx": 1.0}).any()
