"""Politeness and reasons beside a wish are no part of a name."""

import pytest

from bot.dialogue import asides


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("no Coldplay please, my husband can't bear them", "no Coldplay"),
        ("without Muse, we're all sick of them", "without Muse"),
        ("skip the rap pls, nobody here likes it", "skip the rap"),
        ("kein Techno bitte, weil die Nachbarn schlafen", "kein Techno"),
        ("no metal because it gives me a headache", "no metal"),
    ],
)
def test_a_reason_is_no_part_of_what_is_not_wanted(text, wish):
    assert asides.without(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "Please Please Me by The Beatles",
        "songs my wife can't stand without crying",
        "something calm, my kids love Adele",
        "why is it sad? because of the key?",
        "no rap, more soul please",
    ],
)
def test_what_asks_for_music_stays(text):
    assert asides.without(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I love the energy, now add some jazz", "now add some jazz"),
        ("something calm, I forget what the band is called", "something calm"),
        ("i like the mood so can we have more", "so can we have more"),
        ("I like the energy of techno", "I like the energy of techno"),
        ("I like the mood", "I like the mood"),
    ],
)
def test_praise_of_a_sound_and_what_was_forgotten_are_no_wish(text, left):
    assert asides.without(text).strip(" ,") == left
