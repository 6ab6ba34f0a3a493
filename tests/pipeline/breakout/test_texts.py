"""Columns of names say what each name says by itself."""

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.breakout.features import ALBUM_WORDS, EITHER_WORDS, TITLE_WORDS, YEAR
from pipeline.breakout.texts import casefolded, holding

PATTERNS = [*EITHER_WORDS.values(), *TITLE_WORDS.values(), *ALBUM_WORDS.values(), YEAR]
PIECES = ["live", "MIX", "2021", "19", "۹٩", "_", "é", "ß", "(", ".", "\n", " ", "vol.", "ft.", "with", "K"]
TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(PIECES)).map("".join), min_size=1
)


@given(TEXTS)
def test_a_column_is_casefolded_as_each_text(texts):
    assert casefolded(pa.array(texts, pa.large_string())).to_pylist() == [text.casefold() for text in texts]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(texts=TEXTS)
def test_a_pattern_is_found_in_a_column_as_in_each_text(pattern, texts):
    folded = [text.casefold() for text in texts]
    found = holding(pa.array(folded, pa.large_string()), pattern)
    assert found.tolist() == [re.search(pattern, text) is not None for text in folded]
