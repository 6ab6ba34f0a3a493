"""A line of text is a request, and what it says is read as it was meant."""

import pytest

from bot.request import read_request


@pytest.mark.parametrize(
    ("text", "command", "private"),
    [
        ("/ private:yes", "", True),
        ("/ recommend happy private:yes", "recommend", True),
        ("/ happy", "happy", False),
        ("/", "", False),
    ],
)
def test_a_key_is_no_command(text, command, private):
    request = read_request(text)
    assert (request.command, request.private) == (command, private)
    assert read_request(request.text) == request
