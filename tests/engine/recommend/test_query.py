import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UserError
from engine.features import LEVELS, TRAITS, trait
from engine.recommend.query import Constraint, Query, read_value

SCALE = {
    feature.name: [feature.low + part * (feature.high - feature.low) for part in (0.1, 0.3, 0.5, 0.7, 0.9)]
    for feature in TRAITS
}


def mistake_in(reading):
    try:
        reading()
    except UserError as mistake:
        return mistake
    return None


def read(name, text):
    return read_value(trait(name), text, SCALE)


@pytest.mark.parametrize(
    ("name", "text", "constraint"),
    [
        ("energy", "high", Constraint("high")),
        ("energy", "Very High", Constraint("very high")),
        ("energy", "0.8", Constraint(0.8)),
        ("energy", "80%", Constraint(0.8)),
        ("energy", ">0.8", Constraint(low=0.8)),
        ("energy", "<= 0.25", Constraint(high=0.25)),
        ("energy", "high!", Constraint("high", low="high", hard=True)),
        ("energy", "very low!", Constraint("very low", high="very low", hard=True)),
        ("energy", "medium!", Constraint("medium", "low", "high", hard=True)),
        ("tempo", "110-125", Constraint(low=110, high=125)),
        ("tempo", "110 to 125 bpm", Constraint(low=110, high=125)),
        ("tempo", "128!", Constraint(128, 127.5, 128.5, hard=True)),
        ("loudness", "-10--5", Constraint(low=-10, high=-5)),
        ("loudness", "-6dB", Constraint(-6)),
        ("duration", "<3:30", Constraint(high=210)),
        ("duration", "3-4 min", Constraint(low=180, high=240)),
        ("duration", "200s", Constraint(200)),
        ("energy", "low-medium", Constraint(low="low", high="medium")),
    ],
)
def test_values_mean_what_people_mean(name, text, constraint):
    assert read(name, text) == constraint


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
    with pytest.raises(UserError) as mistake:
        read(name, text)
    assert says in mistake.value.hint


@given(st.sampled_from(TRAITS), st.text())
def test_any_value_makes_a_wish_or_a_sentence(feature, text):
    mistake = mistake_in(lambda: read_value(feature, text, SCALE))
    assert mistake is None or (feature.name in mistake.message and mistake.hint)


points = st.one_of(st.sampled_from(list(LEVELS)), st.integers(1, 99).map(lambda hundredths: hundredths / 100))


@given(points, st.sampled_from(["", ">", "<"]), st.booleans())
def test_a_wish_is_written_as_it_was_read(point, comparison, hard):
    said = f"{comparison}{point}{'!' if hard else ''}"
    constraint = read("energy", said)
    again = [read("energy", token.partition(":")[2].strip('"')) for token in _split(Query({"energy": constraint}).text)]
    merged = again[0]
    for other in again[1:]:
        merged = Constraint(merged.target, other.low, other.high, other.hard)
    assert merged == constraint


def _split(text):
    return [f"energy:{part.strip()}" for part in text.split("energy:")[1:]]
