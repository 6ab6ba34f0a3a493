"""Every command, whatever is put into its fields, makes a message that Discord takes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import all_commands
from bot.platforms.discord.custom_id import LONGEST, pack
from bot.platforms.discord.read import slash
from bot.request import read_request
from tests.bot.platforms.discord.limits import check

COMMANDS = all_commands()
TYPES = {"text": 3, "whole": 4, "yes/no": 5}


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_is_explained_and_shown_by_example(conversation, name):
    definition = conversation.commands[name]
    assert 1 <= len(definition.summary) <= 100
    assert definition.examples
    explained = conversation.answer(read_request(f"/help {name}"))
    assert definition.examples[0] in explained.text
    check(explained)
    for example in definition.examples:
        reply = conversation.answer(read_request(example))
        check(reply)
        check(reply, user="a" * 400, embeds=False, attachments=False)
        lost = [action.command for action in reply.actions if len(pack(action.command) or "x" * 101) > LONGEST]
        assert not lost, f"no button holds {lost}"


def value(option):
    """Any value that may arrive for an option: what Discord's client would let through, and what it would not."""
    if option.type == "whole":
        return st.integers(-5, 10**6)
    if option.type == "yes/no":
        return st.booleans()
    text = st.text(max_size=60) | st.sampled_from(["energy:high!", '"', "\ud800", "@everyone", "a-b", ">", "9" * 400])
    return text | st.sampled_from(option.choices) if option.choices else text


@st.composite
def interactions(draw):
    definition = COMMANDS[draw(st.sampled_from(sorted(COMMANDS)))]
    fields = [option for option in definition.options if option.type != "file"]
    chosen = draw(st.lists(st.sampled_from(fields), max_size=4, unique_by=lambda option: option.name))
    options = [{"name": one.name, "type": TYPES[one.type], "value": draw(value(one))} for one in chosen]
    return {"name": definition.name, "type": 1, "options": options}


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(interactions())
async def test_any_text_in_any_option_makes_a_message_within_the_limits(conversation, data):
    request, _ = slash(data)
    reply = conversation.answer(request)
    assert reply.error is None or reply.error.code != "fault", request.text
    check(reply)
