"""Every action of an answer works: pressed, and what the pressed answer offers pressed again."""

import os
import random
import time
from pathlib import Path

import pytest

from bot.blocks import Blocks
from bot.conversation import Conversation
from bot.request import Request, read_request
from engine import Engine

SECONDS = 40  # for the real catalogue, which is sampled
NOT_PRESSED = ("/label", "/forget", "/export", "/crate", "/like", "/dislike", "/block", "/watch", "/digest", "/link")
"""Commands that take a file, or change what is remembered: their own tests press them."""
OF_MEMORY = " for:"  # by what somebody liked before, which nobody has here
_PER_GROUP = 2  # entries of a select: they differ in the name alone


def starts(conversation: Conversation) -> list[str]:
    """The examples of every command, which are what people press first."""
    examples = [example for one in conversation.commands.values() for example in one.examples]
    return [example for example in examples if pressable(example)]


def pressable(command: str) -> bool:
    """Whether a command is answered without anything being remembered or attached."""
    return not command.startswith(NOT_PRESSED) and OF_MEMORY not in command


def offered(reply) -> list[str]:
    """The commands of a reply's buttons, and of the first entries of each of its selects."""
    seen: dict[str, int] = {}
    commands = []
    for action in reply.actions:
        seen[action.group] = seen.get(action.group, 0) + 1
        if (not action.group or seen[action.group] <= _PER_GROUP) and pressable(action.command):
            commands.append(action.command)
    return commands


def dead(conversation: Conversation, seconds: float) -> tuple[dict[str, str], int]:
    """What failed when pressed, by command, and how many were pressed; no picture is drawn."""
    ends, pressed, failed = time.monotonic() + seconds, set[str](), dict[str, str]()
    level = starts(conversation)
    for _ in range(3):  # the examples themselves, then two levels of buttons
        random.Random(7).shuffle(level)
        following: list[str] = []
        for text in level:
            if text in pressed or time.monotonic() > ends:
                continue
            pressed.add(text)
            request: Request = read_request(text)
            try:
                reply = _undrawn(conversation, request)
            except Exception as error:
                failed[text] = f"{type(error).__name__}: {error}"
                continue
            following += offered(reply)
        level = list(dict.fromkeys(following))
    return failed, len(pressed)


def _undrawn(conversation: Conversation, request: Request):
    """The reply of a request's command, before pictures are drawn."""
    definition = conversation.definition(request.command)
    bound = definition.bind(request, conversation.engine)
    if definition.wants_progress:
        bound["progress"] = lambda done, total: None
    if definition.wants_memory:
        bound |= {"memory": conversation.memory, "caller": request.asked_by}
    if definition.wants_blocks:
        bound["blocks"] = Blocks(conversation.memory, request.asked_by)
    if definition.wants_commands:
        bound["commands"] = conversation.commands
    return definition.run(conversation.engine, **bound)


def test_every_button_of_the_demo_works_two_levels_deep(conversation):
    failed, pressed = dead(conversation, SECONDS)
    assert not failed
    assert pressed > 200


@pytest.mark.parametrize("name", ["label", "import"])
def test_the_help_of_a_command_that_takes_a_file_offers_nothing_that_fails_without_one(conversation, name):
    offered = [action.command for action in conversation.answer(read_request(f"/help {name}")).actions]
    assert offered
    for text in offered:
        assert conversation.answer(read_request(text)).ok, text


def test_buttons_of_the_real_catalogue_work_two_levels_deep():
    directory = os.environ.get("CRATEBOT_REAL_CATALOGUE")
    if not directory:
        pytest.skip("CRATEBOT_REAL_CATALOGUE is not set: no built real catalogue")
    conversation = Conversation(Engine.load(Path(directory), Path(__file__).parents[2] / "models"))
    failed, pressed = dead(conversation, SECONDS)
    conversation.close()
    assert not failed
    assert pressed > 200
