"""Functions of columns give what the functions of single texts give."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.credits import credits_of
from pipeline.breakout.features import ALBUM_WORDS, EITHER_WORDS, TITLE_WORDS, YEAR
from pipeline.text_columns import (
    blank,
    by_ascii,
    casefolded,
    coded,
    credited,
    found_in,
    lower,
    shows,
    stripped,
    texts_of,
)

# Besides any signs many of those on which the quick way and the plain function could differ.
_SIGNS = st.one_of(st.sampled_from("aZ;; \t\n\x0b\x1c\x1f\x7f\x85\xa0\u2003\u200bßİıΣΑ"), st.characters(codec="utf-8"))
_TEXTS = st.lists(st.text(_SIGNS, max_size=6), max_size=8)


@given(_TEXTS)
@example(["", " ", "\x1c", "Straße", "A\nB"])
def test_a_column_changes_as_each_of_its_texts_does(texts):
    column = pa.array(texts, pa.large_string())
    assert casefolded(column).to_pylist() == [text.casefold() for text in texts]
    assert stripped(column).to_pylist() == [text.strip() for text in texts]
    assert blank(column).tolist() == [not shows(text) for text in texts]


@given(_TEXTS)
@example([";", "", "Ann; Bob ;Ann", " ", "; ;", "Bob"])
def test_the_artists_of_a_column_are_those_of_each_text(texts):
    found = credited(pa.array(texts, pa.large_string()))
    assert found.lists.to_pylist() == [credits_of(text) for text in texts]
    assert found.names.take(pa.array(found.main)).to_pylist() == [credits_of(text)[0] for text in texts]
    assert found.names.to_pylist() == sorted({name for text in texts for name in credits_of(text)})


def test_a_missing_text_stays_missing():
    column = texts_of(pd.Series(["Ä", None, "B"], dtype=object))
    assert casefolded(column).to_pylist() == ["ä", None, "b"]
    assert stripped(column).to_pylist() == ["Ä", None, "B"]
    assert blank(column).tolist() == [False, False, False]


@given(st.lists(st.text()))
def test_columns_are_lowered_as_single_texts_are(texts):
    assert lower(pa.array(texts, pa.string())).to_pylist() == [text.lower() for text in texts]


def test_the_function_of_one_text_is_asked_where_that_of_the_column_cannot_tell():
    texts = pa.array(["a", "é", "skip"], pa.string())
    told = by_ascii(texts, lambda column: pc.if_else(pc.equal(column, "skip"), None, "column"), "one: {}".format)
    assert told.to_pylist() == ["column", "one: é", "one: skip"]


@given(st.lists(st.lists(st.sampled_from("abc")), min_size=1))
def test_codes_of_a_column_in_chunks_lead_back_to_its_texts(chunks):
    texts = pa.chunked_array(chunks, pa.string())
    codes, different = coded(texts)
    assert different.take(codes).to_pylist() == texts.to_pylist()
    assert len(set(different.to_pylist())) == len(different)


@pytest.mark.parametrize("pattern", [r"\bft\b|x", r"t \w+\b.*\d", "[eé]d", r"\(\d\w\)"])
@given(texts=st.lists(st.one_of(st.text(), st.text("ftx éd(1٣_\n)"), st.from_regex(r"\A(?:f?t \w?)?\(?\d\w\)?"))))
def test_a_pattern_is_found_in_a_column_where_it_is_found_in_a_text(pattern, texts):
    found = found_in(pa.array(texts, pa.string()), pattern).tolist()
    assert found == [re.search(pattern, text) is not None for text in texts]


_PATTERNS = [*EITHER_WORDS.values(), *TITLE_WORDS.values(), *ALBUM_WORDS.values(), YEAR]
_PIECES = ["live", "MIX", "2021", "19", "۹٩", "_", "é", "ß", "(", ".", "\n", " ", "vol.", "ft.", "with", "K"]


@pytest.mark.parametrize("pattern", _PATTERNS)
@given(st.lists(st.text() | st.lists(st.sampled_from(_PIECES)).map("".join), min_size=1))
def test_words_of_releases_are_found_in_columns_as_in_each_text(pattern, texts):
    folded = [text.casefold() for text in texts]
    found = found_in(pa.array(folded, pa.large_string()), pattern)
    assert found.tolist() == [re.search(pattern, text) is not None for text in folded]
