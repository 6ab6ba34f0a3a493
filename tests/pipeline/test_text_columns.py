"""Functions of columns give what the functions of single texts give."""

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text_columns import by_ascii, encoded, lower


@given(st.lists(st.text()))
def test_columns_are_lowered_as_single_texts_are(texts):
    assert lower(pa.array(texts, pa.string())).to_pylist() == [text.lower() for text in texts]


def test_the_function_of_one_text_is_asked_where_that_of_the_column_cannot_tell():
    texts = pa.array(["a", "é", "skip"], pa.string())
    told = by_ascii(texts, lambda column: pc.if_else(pc.equal(column, "skip"), None, "column"), "one: {}".format)
    assert told.to_pylist() == ["column", "one: é", "one: skip"]


@given(st.lists(st.lists(st.sampled_from("abc")), min_size=1))
def test_codes_of_a_column_in_chunks_lead_back_to_its_texts(chunks):
    codes, different = encoded(pa.chunked_array(chunks, pa.string()))
    assert different.take(codes).to_pylist() == sum(chunks, [])
    assert len(set(different.to_pylist())) == len(different)
