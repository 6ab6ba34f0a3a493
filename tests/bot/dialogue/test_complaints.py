"""Complaints and reasons are read as what they ask for, and never as the opposite."""

import pytest

from bot.dialogue.complaints import clean, voices


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("we have kids in the building, no swearing", "no swearing"),
        ("soul please, there are children around", "soul please, not explicit"),
        ("the kids are listening", "not explicit"),
        ("music for kids", "music for kids"),
        ("songs by Kids in Glass Houses", "songs by Kids in Glass Houses"),
    ],
)
def test_children_who_hear_it_ask_for_clean_words_and_not_for_their_music(said, means):
    assert clean(said) == means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("sin voces tristes", "not sad"),
        ("ohne traurige Stimmen", "not sad"),
        ("senza voci allegre", "not happy"),
        ("sin voces", "sin voces"),
        ("sans voix stp", "sans voix stp"),
    ],
)
def test_voices_that_are_not_to_be_sad_are_kept(said, means):
    assert voices(said) == means
