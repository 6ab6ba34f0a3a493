"""N-grams of whole columns are those that scikit-learn finds in single texts."""

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import HashingVectorizer

from pipeline.breakout.ngrams import FEATURES, SIZES, Ngrams, of_texts

TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"])) | st.text("aB \t\v\x1c\x85\u2003ßİſᎠꭰΣ한🎵\\"), min_size=1
)


@given(TEXTS)
def test_a_column_has_the_ngrams_of_each_text(texts):
    vectoriser = HashingVectorizer(
        analyzer="char_wb", ngram_range=SIZES, n_features=FEATURES, alternate_sign=False, norm=None, binary=True
    )
    expected = vectoriser.transform([text.casefold() for text in texts])
    found = of_texts(pa.array(texts, pa.large_string()))
    assert [set(row.indices) for row in found] == [set(row.indices) for row in expected]


def test_ngrams_in_a_file_are_those_in_memory(tmp_path):
    names = pd.DataFrame({"track_name": ["Rise", "Été", ""], "artists": ["Ann;Bob", "Eve", ""]})
    held, mapped = Ngrams.of(names), Ngrams.of(names, tmp_path)
    assert np.array_equal(held.columns, mapped.columns)
    assert np.array_equal(held.starts, mapped.starts)
    assert not list(tmp_path.iterdir())
    both = of_texts(pa.array(["rise \\ ann;bob"], pa.large_string()))
    assert set(held.part(0, 1).indices) == set(both.indices)
