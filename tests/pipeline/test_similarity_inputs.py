"""What names tell of a recording's age is the same for a column as for each recording; parts are worked in order."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.similarity_inputs import parts, wordings, worked

NAMES = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                *("remaster", "2011", "1984", "19٨٤", "feat", "ft", "with", "version", "live", "remix"),
                *("deluxe", "hits", "original", "é", " ", " (", ")", "\n", ".", "x"),
            ]
        )
    ).map("".join),
)


def plain(title, album):
    remaster = "remaster" in title or "remaster" in album
    years = [int(year) for year in re.findall(r"\b(?:19[5-9]\d|20[0-2]\d)\b", f"{title} {album}") if not remaster]
    return (
        remaster,
        bool(re.search(r"\b(feat|ft|with)\b", title)),
        "version" in title,
        "live" in title,
        bool(re.search("deluxe|anniversary|expanded|reissue", album)),
        bool(re.search("best of|greatest|essential|collection|very best|hits|anthology|gold", album)),
        "original" in album or "motion picture" in album,
        "remix" in title,
        title.split(" (")[0] == album.split(" (")[0],
        min(years) / 20 - 100 if years else 0,
        bool(years),
        len(title) / 40,
    )


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1))
def test_columns_tell_what_each_pair_of_names_tells(names):
    titles, albums = (pa.array(texts, pa.string()) for texts in zip(*names, strict=True))
    expected = np.array([plain(*pair) for pair in names], dtype=np.float32)
    np.testing.assert_array_equal(wordings(titles, albums), expected)


def test_what_is_worked_side_by_side_comes_in_order_and_a_fault_of_a_part_is_raised():
    some = parts(40_000)
    assert list(worked(lambda part: part.start, some)) == [part.start for part in some]
    with pytest.raises(ZeroDivisionError):
        list(worked(lambda part: 1 // part.start, some))
