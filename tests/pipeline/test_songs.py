"""Versions of one song share a number; other songs do not."""

import pytest

from pipeline.songs import core_title, song_numbers


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
    numbers = song_numbers(["Song", version, "Other"], [["Ann"], ["Bob", "Ann"], ["Ann"]])
    assert numbers.tolist() == [0, 0, 1]


def test_a_cover_by_somebody_else_is_another_song():
    assert song_numbers(["Song", "Song"], [["Ann"], ["Bob"]]).tolist() == [0, 1]


def test_a_title_of_brackets_or_signs_alone_keeps_its_name():
    assert core_title("(Intro)") == "intro"
    assert core_title("÷") == "÷"
    assert song_numbers(["÷", "×"], [["Ed"], ["Ed"]]).tolist() == [0, 1]
