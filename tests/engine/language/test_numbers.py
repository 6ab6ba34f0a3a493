"""Amounts in free text, each sentence with what it must give."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.numbers import find_amounts


def found(text, language="english"):
    return [(a.kind, a.low, a.high, a.target, a.name) for a in find_amounts(text, language)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20 happy songs", ("limit", None, None, 20, "")),
        ("top 10 techno tracks", ("limit", None, None, 10, "")),
        ("eight feel-good reggae songs", ("limit", None, None, 8, "")),
        ("a dozen of them", ("limit", None, None, 12, "")),
        ("around 128", ("tempo", None, None, 128, "")),
        ("trance at roughly 138", ("tempo", None, None, 138, "")),
        ("120-125 bpm", ("tempo", 120, 125, None, "")),
        ("between 100 and 110 bpm", ("tempo", 100, 110, None, "")),
        ("124 to 126", ("tempo", 124, 126, None, "")),
        ("over 130 bpm", ("tempo", 130, None, None, "")),
        ("90ish bpm", ("tempo", None, None, 90, "")),
        ("under 3 min", ("duration", None, 180, None, "")),
        ("at least 7 minutes long", ("duration", 420, None, None, "")),
        ("2:30-3:30", ("duration", 150, 210, None, "")),
        ("shorter than 3:30", ("duration", None, 210, None, "")),
        ("an hour of jazz", ("length", None, None, 3600, "")),
        ("half an hour", ("length", None, None, 1800, "")),
        ("2h", ("length", None, None, 7200, "")),
        ("gym playlist, 45 mins", ("length", None, None, 2700, "")),
        ("in A minor", ("key", None, None, None, "A minor")),
        ("something in F# major", ("key", None, None, None, "F# major")),
        ("8A", ("key", None, None, None, "8A")),
        ("90s trip hop", ("year", 1990, 1999, None, "")),
        ("gospel from the seventies", ("year", 1970, 1979, None, "")),
        ("from 1985", ("year", 1985, 1985, None, "")),
        ("1990-1999", ("year", 1990, 1999, None, "")),
        ("since 2010", ("year", 2010, None, None, "")),
        ("nothing with a popularity above 50", ("popularity", 50, None, None, "")),
        ("popularity between 30 and 50 please", ("popularity", 30, 50, None, "")),
        ("popularity 80 plus", ("popularity", 80, None, None, "")),
        ("too famous, keep it below 50", ("popularity", None, 50, None, "")),
        ("only the ones w less than 30 pop", ("popularity", None, 30, None, "")),
        ("famous songs above 120", ("tempo", 120, None, None, "")),
    ],
)
def test_an_amount_is_read_wherever_it_stands(text, amount):
    assert found(text) == [amount]


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("zehn ruhige lieder", "german", ("limit", None, None, 10, "")),
        ("unter 3 minuten", "german", ("duration", None, 180, None, "")),
        ("menos de 3 minutos", "spanish", ("duration", None, 180, None, "")),
        ("cinco canciones tristes", "spanish", ("limit", None, None, 5, "")),
        ("chansons des années 80", "french", ("year", 1980, 1989, None, "")),
        ("une heure", "french", ("length", None, None, 3600, "")),
        ("vinte músicas", "portuguese", ("limit", None, None, 20, "")),
    ],
)
def test_amounts_are_read_in_other_languages(text, language, amount):
    assert found(text, language) == [amount]


@pytest.mark.parametrize(
    "text",
    [
        "songs like 1979 by smashing pumpkins",
        "blink 182",
        "100 gecs",
        "like Summer of 69",
        "a minor problem",
        "one more time",
    ],
)
def test_a_number_in_a_name_is_no_amount(text):
    assert found(text) == []


@given(st.text(max_size=80))
def test_amounts_lie_in_the_text_and_do_not_overlap(text):
    amounts = find_amounts(text)
    assert all(0 <= a.start < a.end <= len(text) for a in amounts)
    assert all(a.end <= b.start for a, b in pairwise(amounts))
