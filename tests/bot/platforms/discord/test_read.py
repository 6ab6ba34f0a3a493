"""What Discord sends becomes the request that was meant."""

import pytest

from bot.platforms.discord.custom_id import pack
from bot.platforms.discord.read import focused, message_request, named_track, press, slash
from bot.request import read_request

TRACK = "0VjIjW4GlUZAMYd2vXMi3b"


def test_options_become_tokens_whatever_text_they_hold():
    request, files = slash(
        {
            "name": "recommend",
            "options": [
                {"name": "query", "type": 3, "value": 'like "x" energy:high'},
                {"name": "limit", "type": 4, "value": 7},
                {"name": "private", "type": 5, "value": True},
            ],
        }
    )
    assert files == ()
    assert request.private
    assert [(token.key, token.value) for token in request.tokens] == [
        ("query", 'like "x" energy:high'), ("limit", "7"), ("private", "yes")
    ]  # fmt: skip
    assert read_request(request.text).tokens == request.tokens


def test_an_attachment_is_named_but_not_yet_read():
    found = {"id": "9", "filename": "list.csv", "size": 12, "url": "https://cdn.discordapp.com/x", "proxy_url": ""}
    data = {
        "name": "label",
        "options": [{"name": "file", "type": 11, "value": "9"}],
        "resolved": {"attachments": {"9": found}},
    }
    request, files = slash(data)
    assert request.tokens == ()
    assert [(file.option, file.name, file.size) for file in files] == [("file", "list.csv", 12)]


def test_a_press_and_a_choice_say_what_was_packed():
    packed = pack("/recommend mood:happy")
    assert press({"custom_id": packed, "component_type": 2}).text == "/recommend mood:happy"
    assert press({"custom_id": "select-0", "component_type": 3, "values": [packed]}).text == "/recommend mood:happy"
    assert press({"custom_id": "forged", "component_type": 2}) is None


@pytest.mark.parametrize(
    ("texts", "track"),
    [
        ([f"listen! https://open.spotify.com/track/{TRACK}?si=1"], TRACK),
        ([f"<https://open.spotify.com/intl-de/track/{TRACK}>"], TRACK),
        ([f"spotify:track:{TRACK}"], TRACK),
        (["what about this one?\n**The Weeknd** – Blinding Lights\nso good"], "The Weeknd – Blinding Lights"),
        (["Blinding Lights"], "Blinding Lights"),
        (
            ["https://youtu.be/x", "", "The Weeknd - Blinding Lights (Official)"],
            "The Weeknd - Blinding Lights (Official)",
        ),
        (["", f"[Blue](https://open.spotify.com/track/{TRACK})"], TRACK),
        ([""], ""),
    ],
)
def test_a_message_names_a_track_by_link_or_by_artist_and_title(texts, track):
    assert named_track(texts) == track


def test_the_message_command_asks_for_similar_tracks():
    found = {"content": "", "embeds": [{"title": "Daft Punk - Around the World", "url": "https://youtu.be/x"}]}
    request = message_request({"target_id": "5", "resolved": {"messages": {"5": found}}})
    assert request.text == '/similar track:"Daft Punk - Around the World"'


def test_the_field_being_typed_is_found():
    data = {"options": [{"name": "genre", "value": "pop"}, {"name": "mood", "value": "ha", "focused": True}]}
    assert focused(data) == ("mood", "ha")
