"""Whole columns of texts give what the plain functions give of each text."""

import pandas as pd
import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from engine.credits import credits_of
from pipeline.text_columns import blank, casefolded, credited, shows, stripped, texts_of

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
