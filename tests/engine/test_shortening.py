"""A text of any length is shown in a message by its ends."""

import pytest

from engine.errors import shortened


class Whole(str):
    """A text that may be cut, but not looked at letter by letter."""

    def __iter__(self):
        raise AssertionError("every letter was looked at")


class Cell:
    def __str__(self):
        return Whole("a\n" + "x" * 1000 + "\nb")


def test_of_a_long_cell_only_the_ends_are_looked_at():
    assert shortened(Cell(), 10) == "a\\nxx…xx\\nb"


@pytest.mark.parametrize("text", ["", "short", "\x00" * 30, "y" * 80, "y" * 81])
def test_a_message_holds_no_more_than_it_may(text):
    assert len(shortened(text)) <= 81
    assert shortened(text).isprintable()
