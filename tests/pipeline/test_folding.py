"""Whole columns of names are folded, split into forms and hashed as one name is."""

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from engine.catalogue.dictionary import key_of
from engine.catalogue.names import fold, title_forms
from engine.recommend.words import without_markup
from pipeline.folding import fold_column, hash_column, title_forms_column, without_markup_column

# What the rules of folding are about, among letters of several scripts, kinds of blanks and line breaks.
_PIECES = [
    *"aZ1 !&$'-()[]<>;`\n\t\x0b\x1c\x85\xa0\u2028\u3000éßİıſøæ½ﬁ÷’（）【】中я\u0301\u0345",
    *(" part ", " mister", "featuring ", " feat", "(ft ", " - ", "&amp;", "<b>", "&#10;"),
]
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.lists(
    st.sampled_from(_PIECES), max_size=10
).map("".join)
_TEXTS = st.lists(_TEXT, max_size=8)


@given(_TEXTS)
@example(["Ft ft part Part", "", "÷\n ÷", "a\nb", "Ａ＆Ｂ", "P!nk", "!a!é!b!"])
def test_a_column_is_folded_as_each_text_is(texts):
    column = pa.array(texts, pa.string())
    assert fold_column(column).to_pylist() == [fold(text) for text in texts]


@given(_TEXTS)
@example(["A (Live) - Mono", "A - Mono", "a", "(???)", " - ", "A\x0b-\x0bB", "é [ft x]"])
def test_a_column_has_the_title_forms_of_each_title_in_order_of_appearance(texts):
    forms, codes = title_forms_column(pa.array(texts, pa.string()))
    found = [tuple(forms[code].as_py() for code in row) for row in codes.tolist()]
    assert found == [title_forms(text) for text in texts]
    assert forms.to_pylist() == list(dict.fromkeys(form for row in found for form in row))


@given(_TEXTS)
def test_a_column_is_hashed_and_loses_html_as_each_text_does(texts):
    column = pa.array(texts, pa.string())
    assert hash_column(column).tolist() == [key_of(text) for text in texts]
    assert without_markup_column(column).to_pylist() == [without_markup(text) for text in texts]
