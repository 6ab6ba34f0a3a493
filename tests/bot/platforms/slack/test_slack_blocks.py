import json

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.blocks import escape, message
from bot.platforms.slack.manifest import RESERVED, manifest, typed
from bot.reply import Action, Error, Reply, Row
from bot.request import read_request

HOSTILE = "<!channel> *N_E~R`D* <https://x.com|y> & |pipe> :tada: ‏שלום"


def texts(value):
    """Every string under a "text" key, anywhere in a message."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


anything = st.text(max_size=400)
rows = st.builds(
    Row, anything, st.none() | st.just("https://open.spotify.com/track/x"), st.none() | st.floats(-1, 2), anything,
    st.lists(anything, max_size=4).map(tuple), st.text(max_size=4000),
)  # fmt: skip
actions = st.builds(
    Action, anything, st.text(min_size=1, max_size=2500), st.sampled_from(["", "More like ...", "x" * 200])
)
replies = st.builds(
    Reply, anything, st.text(max_size=20_000), st.lists(rows, max_size=120).map(tuple), st.booleans(),
    st.lists(anything, max_size=5).map(tuple), actions=st.lists(actions, max_size=60).map(tuple),
    error=st.none() | st.builds(Error, st.just("x"), anything, anything),
)  # fmt: skip


@given(replies)
def test_any_reply_becomes_a_message_within_slacks_limits(problems_of, reply):
    assert problems_of(message(reply, "ana asked")) == []


def test_a_hostile_name_is_shown_as_it_is_and_pings_nobody():
    reply = Reply(
        HOSTILE, HOSTILE, (Row(HOSTILE, "https://open.spotify.com/track/x", 0.5, detail=HOSTILE),), feedback=(HOSTILE,)
    )
    sent = message(reply, HOSTILE)
    assert "<" not in sent["text"]
    assert "&lt;!channel&gt;" in sent["text"]
    assert list(texts(sent["blocks"])).count(HOSTILE) == 5  # title, text, link, feedback, who asked; detail has a break
    assert "mrkdwn" not in json.dumps(sent)


def test_what_does_not_fit_is_counted():
    reply = Reply("Many", rows=tuple(Row(f"Title {number} " + "x" * 200) for number in range(120)))
    sent = message(reply, "")
    shown = sum(len(block["elements"]) for block in sent["blocks"] if block["type"] == "rich_text")
    assert 20 < shown < 120
    assert f"{120 - shown} more would not fit" in json.dumps(sent)


def test_a_command_too_long_for_a_select_is_a_button():
    long = "/recommend like:" + "x" * 200
    reply = Reply(
        "Like", actions=(Action("One", "/recommend x", "More like ..."), Action("Two", long, "More like ..."))
    )
    select, button = message(reply, "")["blocks"][1]["elements"]
    assert [option["value"] for option in select["options"]] == ["/recommend x"]
    assert (button["text"]["text"], button["value"]) == ("More like Two", long)


def test_an_error_says_what_was_wrong_and_what_to_do():
    sent = message(Reply("That did not work", error=Error("bad_value", "No such mood.", "/help shows them all.")), "")
    assert "No such mood." in texts(sent["blocks"])
    assert "/cratebot help shows them all." in texts(sent["blocks"])


def test_commands_whose_names_slack_keeps_are_named_under_the_umbrella():
    assert typed("Type /help mood or /recommend, see https://x.com/help") == (
        "Type /cratebot help mood or /recommend, see https://x.com/help"
    )


def test_the_help_list_shows_commands_as_they_are_typed_and_titles_as_they_are():
    rows = (Row("/help", detail="Example: /help recommend", data={"command": "help"}), Row("/who - The Band"))
    said = list(texts(message(Reply("Help", rows=rows), "")["blocks"]))
    assert "/cratebot help" in said
    assert "\nExample: /cratebot help recommend" in said
    assert "/who - The Band" in said


def test_the_manifest_registers_free_names_and_reaches_the_rest_by_the_umbrella(world):
    made = manifest(world.commands.values())
    names = [command["command"] for command in made["features"]["slash_commands"]]
    assert names[0] == "/cratebot"
    assert set(names[1:]) == {f"/{name}" for name in world.commands if name not in RESERVED}
    assert len(names) <= 50
    assert all(len(command["command"]) <= 32 for command in made["features"]["slash_commands"])
    assert all(0 < len(command["description"]) <= 2000 for command in made["features"]["slash_commands"])
    assert made["settings"]["socket_mode_enabled"]
    assert made["settings"]["interactivity"]["is_enabled"]


@given(st.text())
def test_escaping_leaves_nothing_that_mrkdwn_reads(text):
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_every_example_of_every_command_makes_a_message_slack_takes(conversation, problems_of):
    for definition in conversation.commands.values():
        for example in definition.examples:
            reply = conversation.answer(read_request(example))
            assert problems_of(message(reply, f"ana asked: {example}")) == [], example
            assert reply.error is None or reply.error.code != "fault", example
