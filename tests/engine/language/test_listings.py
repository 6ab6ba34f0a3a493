"""Lists of names: what stands between names is a name, whatever its words mean elsewhere; other wishes stay wishes."""

import pytest

from engine import Engine
from tests.conftest import MODELS


@pytest.fixture(scope="module")
def small(tmp_path_factory, row, make):
    rows = [
        row("a" * 22, "Miro Vale", "Hurt", "pop", 80, energy=0.1),
        row("b" * 22, "Queen", "Velvet Engine", "rock", 85, energy=0.3),
        row("c" * 22, "Daft Plonk", "Harbour", "electronic", 78, energy=0.4),
        row("d" * 22, "Nas", "Kettle", "hip-hop", 77, energy=0.5),
    ]
    return Engine.load(make(tmp_path_factory.mktemp("listings"), rows), MODELS)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("I like Queen, Heavy J, Kid N Sway, Miro Vale", {"Heavy J", "Kid N Sway"}),
        ("how about Miro Vale, Energetic Sue & The Boyz and Daft Plonk?", {"Energetic Sue & The Boyz"}),
        ("QUEEN, POPULAR T, DAFT PLONK", {"POPULAR T"}),
        ("songs by queen, heavy j or daft plonk", {"heavy j"}),
    ],
)
def test_an_unknown_name_between_names_is_missing_and_no_sound(small, text, missing):
    understood = small.understand(text)
    assert {name.text for name in understood.missing_names} == missing
    assert not understood.query.constraints
    assert not understood.query.scene


@pytest.mark.parametrize(
    "text",
    [
        "queen, miro vale and something upbeat",
        "Queen, Daft Plonk and some Jazz",
        "queen, rainy evenings and piano",
        "rock, Queen, Piano Ballads",
        "Queen, R&B or Soul",
    ],
)
def test_a_wish_beside_names_stays_a_wish(small, text):
    understood = small.understand(text)
    assert not understood.missing_names
    assert not understood.query.empty


def test_an_artist_called_as_a_small_word_is_found_in_a_list(small):
    assert set(small.parse("Miro Vale, Nas, Queen").artists) == {"Miro Vale", "Nas", "Queen"}


@pytest.mark.parametrize(
    ("text", "title"),
    [("please add Carry You by Queen", "Carry You - Queen"), ("Carry You by Queen", "Carry You - Queen")],
)
def test_a_title_in_capitals_before_by_is_no_scene(small, text, title):
    understood = small.understand(text)
    assert [name.text for name in understood.missing_names] == [title]
    assert not understood.query.scene
    assert understood.query.artists == ("Queen",)


@pytest.mark.parametrize("text", ["Something New by Queen", "slow songs by Queen", "Best Songs by Queen"])
def test_words_that_describe_songs_by_somebody_are_no_title(small, text):
    assert not small.understand(text).missing_names
