"""What was understood as chips."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chips import chips
from bot.commands import all_commands
from bot.request import read_request
from engine import Token, join

COMMANDS = all_commands()


def of(text):
    return [
        (chip.label, chip.without) for chip in chips(text, COMMANDS, lambda value: "Song" if value == "ID" else value)
    ]


def test_each_part_can_go():
    assert of("/recommend energy:>0.5 mood:happy+calm -genre:rock like:ID") == [
        ("energy over 0.5", "/recommend mood:happy+calm -genre:rock like:ID"),
        ("happy + calm", "/recommend energy:>0.5 -genre:rock like:ID"),
        ("not rock", "/recommend energy:>0.5 mood:happy+calm like:ID"),
        ("like Song", "/recommend energy:>0.5 mood:happy+calm -genre:rock"),
    ]


def test_what_is_left_asks_for_something():
    assert of("/recommend mood:calm limit:10") == [("calm", ""), ("10 tracks", "/recommend mood:calm")]
    assert of("/compare a:techno b:jazz") == [("a techno", ""), ("b jazz", "")]


def test_the_shorter_request_starts_at_its_first_page():
    assert of("/recommend mood:calm genre:jazz skip:5")[0] == ("calm", "/recommend genre:jazz")


def test_the_orders_of_a_crate_are_said_in_words():
    assert of('/crate show name:"summer ad" sort:flow')[-1][0] == "in the order for listening"
    assert of("/recommend genre:jazz sort:-tempo")[-1][0] == "by tempo, highest first"


def test_rejected_tracks_stay_out():
    assert of("/recommend mood:calm genre:jazz -track:ID -track:B")[0] == (
        "calm",
        "/recommend genre:jazz -track:ID -track:B",
    )
    assert of("/recommend mood:calm -track:ID -track:B")[-1] == ("without 2 you turned down", "")


@given(
    st.lists(
        st.builds(Token, st.sampled_from(["mood", "scene", "genre", "like", "limit", ""]), st.text(min_size=1)),
        max_size=5,
    )
)
def test_a_chip_takes_away_its_part_and_nothing_else(tokens):
    request = read_request(f"/recommend {join(tokens)}")
    for chip in chips(request.text, COMMANDS, str):
        if chip.without:
            left = read_request(chip.without)
            assert len(left.tokens) < len(request.tokens)
            assert set(left.tokens) <= set(request.tokens)
