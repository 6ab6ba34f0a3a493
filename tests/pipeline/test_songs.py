"""Versions of one song share a number; other songs do not."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.songs import core_title, core_titles, letters, letters_of, song_numbers

TITLES = st.one_of(
    st.text(),
    st.text("ab_1 \t\n\v\x1c-–()[]（）."),
    st.lists(st.sampled_from(["a", "Feat.", "feature", "FT", "(", ")", "[", "]", " ", " - ", "é", "ſ"])).map("".join),
)


def songs(titles, artists):
    return song_numbers(pa.array(titles, pa.string()), pa.array(artists, pa.list_(pa.string()))).tolist()


@pytest.mark.parametrize(
    "version",
    [
        "Song - Remastered 2011",
        "Song (feat. Bob)",
        "SONG",
        "Song - Live at Wembley",
        "Song [Radio Edit]",
        "Sóng ft. Bob",
    ],
)
def test_versions_by_one_artist_are_one_song(version):
    assert songs(["Song", version, "Other"], [["Ann"], ["Bob", "Ann"], ["Ann"]]) == [0, 0, 1]


def test_a_cover_by_somebody_else_is_another_song():
    assert songs(["Song", "Song"], [["Ann"], ["Bob"]]) == [0, 1]


def test_a_title_of_brackets_or_signs_alone_keeps_its_name():
    assert core_title("(Intro)") == "intro"
    assert core_title("÷") == "÷"
    assert songs(["÷", "×"], [["Ed"], ["Ed"]]) == [0, 1]


@given(st.lists(TITLES))
def test_columns_give_what_each_title_gives(titles):
    column = pa.array(titles, pa.string())
    assert core_titles(column).to_pylist() == [core_title(title) for title in titles]
    assert letters_of(column).to_pylist() == [letters(title) for title in titles]
