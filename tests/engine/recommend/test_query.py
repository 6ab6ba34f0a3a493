import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UserError
from engine.features import LEVELS, TRAITS, trait
from engine.recommend.query import Constraint, Query, merge, read_value
from engine.tokens import tokens

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


points = st.one_of(st.sampled_from(list(LEVELS)), st.integers(0, 100).map(lambda hundredths: hundredths / 100))
values = st.builds(
    lambda point, comparison, hard: f"{comparison}{point}{'!' if hard else ''}",
    points,
    st.sampled_from(["", ">", "<"]),
    st.booleans(),
)


def read_in_turn(said):
    """The constraint that several values make of one trait, or None if they contradict each other."""
    constraint = None
    for text in said:
        value = read("energy", text)
        try:
            constraint = merge("energy", constraint, value, SCALE) if constraint else value
        except UserError:
            return None
    return constraint


@given(st.lists(values, min_size=1, max_size=4))
def test_any_values_of_a_trait_are_written_so_that_they_read_back(said):
    constraint = read_in_turn(said)
    if constraint is not None:
        written = tokens(Query({"energy": constraint}).text)
        assert read_in_turn([token.value for token in written]) == constraint


@pytest.mark.parametrize(
    ("name", "text"),
    [("instrumentalness", "0!"), ("energy", "1!"), ("popularity", "100!"), ("popularity", "0!"), ("loudness", "-60!")],
)
def test_a_hard_value_at_the_end_of_a_range_is_written_within_it(name, text):
    constraint = read(name, text)
    for token in tokens(Query({name: constraint}).text):
        assert read(name, token.value)


def test_two_constraints_on_one_trait_are_both_kept():
    both = merge("energy", read("energy", "high!"), read("energy", ">0.95"), SCALE)
    assert Query({"energy": both}).text == "energy:high energy:>0.95!"


def test_constraints_that_nothing_can_meet_are_told():
    with pytest.raises(UserError, match="cannot be over high and under low"):
        merge("energy", read("energy", "low!"), read("energy", "high!"), SCALE)
