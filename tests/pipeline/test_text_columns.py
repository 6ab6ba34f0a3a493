"""Functions of columns give what the functions of single texts give."""

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text_columns import by_ascii, encoded, found_in, lower


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
    codes, different = encoded(texts)
    assert different.take(codes).to_pylist() == texts.to_pylist()
    assert len(set(different.to_pylist())) == len(different)


@pytest.mark.parametrize("pattern", [r"\bft\b|x", r"t \w+\b.*\d", "[eé]d", r"\(\d\w\)"])
@given(texts=st.lists(st.one_of(st.text(), st.text("ftx éd(1٣_\n)"), st.from_regex(r"\A(?:f?t \w?)?\(?\d\w\)?"))))
def test_a_pattern_is_found_in_a_column_where_it_is_found_in_a_text(pattern, texts):
    found = found_in(pa.array(texts, pa.string()), pattern).tolist()
    assert found == [re.search(pattern, text) is not None for text in texts]
