import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Mistake
from engine.features import LEVELS, TRAITS, trait
from engine.recommend.preferences import Preferences, Wish, read_value

SCALE = {
    feature.name: [feature.low + part * (feature.high - feature.low) for part in (0.1, 0.3, 0.5, 0.7, 0.9)]
    for feature in TRAITS
}


def mistake_in(reading):
    try:
        reading()
    except Mistake as mistake:
        return mistake
    return None


def read(name, text):
    return read_value(trait(name), text, SCALE)


@pytest.mark.parametrize(
    ("name", "text", "wish"),
    [
        ("energy", "high", Wish("high")),
        ("energy", "Very High", Wish("very high")),
        ("energy", "0.8", Wish(0.8)),
        ("energy", "80%", Wish(0.8)),
        ("energy", ">0.8", Wish(low=0.8)),
        ("energy", "<= 0.25", Wish(high=0.25)),
        ("energy", "high!", Wish("high", low="high", firm=True)),
        ("energy", "very low!", Wish("very low", high="very low", firm=True)),
        ("energy", "medium!", Wish("medium", "low", "high", firm=True)),
        ("tempo", "110-125", Wish(low=110, high=125)),
        ("tempo", "110 to 125 bpm", Wish(low=110, high=125)),
        ("tempo", "128!", Wish(128, 127.5, 128.5, firm=True)),
        ("loudness", "-10--5", Wish(low=-10, high=-5)),
        ("loudness", "-6dB", Wish(-6)),
        ("duration", "<3:30", Wish(high=210)),
        ("duration", "3-4 min", Wish(low=180, high=240)),
        ("duration", "200s", Wish(200)),
        ("energy", "low-medium", Wish(low="low", high="medium")),
    ],
)
def test_values_mean_what_people_mean(name, text, wish):
    assert read(name, text) == wish


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("energy", "80", "energy:0.8"),
        ("energy", "hihg", "high"),
        ("tempo", "fastish", "tempo:high"),
        ("tempo", "999", "tempo:250"),
        ("tempo", "150-120", "tempo:120-150"),
    ],
)
def test_a_wrong_value_is_told_what_would_do(name, text, says):
    with pytest.raises(Mistake) as mistake:
        read(name, text)
    assert says in mistake.value.hint


@given(st.sampled_from(TRAITS), st.text())
def test_any_value_makes_a_wish_or_a_sentence(feature, text):
    mistake = mistake_in(lambda: read_value(feature, text, SCALE))
    assert mistake is None or (feature.name in mistake.message and mistake.hint)


points = st.one_of(st.sampled_from(list(LEVELS)), st.integers(1, 99).map(lambda hundredths: hundredths / 100))


@given(points, st.sampled_from(["", ">", "<"]), st.booleans())
def test_a_wish_is_written_as_it_was_read(point, comparison, firm):
    said = f"{comparison}{point}{'!' if firm else ''}"
    wish = read("energy", said)
    again = [read("energy", token.partition(":")[2].strip('"')) for token in _split(Preferences({"energy": wish}).text)]
    merged = again[0]
    for other in again[1:]:
        merged = Wish(merged.target, other.low, other.high, other.firm)
    assert merged == wish


def _split(text):
    return [f"energy:{part.strip()}" for part in text.split("energy:")[1:]]
