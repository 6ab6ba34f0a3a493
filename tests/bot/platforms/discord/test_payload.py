"""The commands that are registered are ones that Discord takes, and are registered only when they changed."""

import copy
import re

import pytest

from bot.commands import all_commands
from bot.definition import Definition
from bot.parameters import PRIVATE, Count, Kind, Option, Parameter
from bot.platforms.discord.payload import FIND_SIMILAR, TALK, payload, unchanged
from tests.bot.platforms.discord.description import needs_description, problems

COMMANDS = all_commands()
OURS = payload(COMMANDS)


@needs_description
def test_the_description_of_the_api_takes_them():
    assert problems("PUT", "/applications/1/commands", OURS) == []


@pytest.mark.parametrize("command", OURS, ids=lambda command: command["name"])
def test_they_keep_the_rules_that_the_description_does_not_hold(command):
    options = command.get("options", [])
    if command["type"] == 1:
        assert all(re.fullmatch(r"[a-z0-9_-]{1,32}", named["name"]) for named in (command, *options))
    names = [option["name"] for option in options]
    assert len(set(names)) == len(names)
    required = [option["required"] for option in options]
    assert required == sorted(required, reverse=True)
    assert not any(option.get("choices") and option.get("autocomplete") for option in options)
    assert all(option["type"] == 4 or "min_value" not in option for option in options)
    text = [command["name"], command.get("description", "")]
    for option in options:
        text += [option["name"], option["description"]]
        text += [part for choice in option.get("choices", ()) for part in (choice["name"], str(choice["value"]))]
    assert sum(map(len, text)) <= 4000


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_is_offered(name):
    offered = next(command for command in OURS if command["name"] == name)["options"]
    assert [option["name"] for option in offered] == [option.name for option in COMMANDS[name].options]


def test_each_command_may_be_installed_and_used_everywhere():
    ours = [command for command in OURS if command["name"] != TALK]
    assert all(command["integration_types"] == [0, 1] and command["contexts"] == [0, 1, 2] for command in ours)
    assert [command["name"] for command in OURS if command["type"] == 3] == [FIND_SIMILAR]


class Many(Kind):
    def options(self, name, required):
        return tuple(Option(f"key{n}", "a very long sentence about it " * 9) for n in range(40))

    def read(self, name, said, request, engine):
        return None


def test_too_many_options_and_long_words_are_cut_and_private_stays():
    definition = Definition(
        "wide", "long " * 50, "", ("/wide",), (Parameter("wide", Many(), False),), lambda: None, False
    )
    command, _ = payload({"wide": definition})
    assert len(command["options"]) == 25
    assert command["options"][-1]["name"] == PRIVATE.name
    assert max(len(option["description"]) for option in command["options"]) <= 100
    assert command["description"].endswith("long…")


def test_bounds_and_choices_come_from_the_definition():
    definition = Definition(
        "n", "N", "", ("/n",), (Parameter("n", Count("how many", 1, 9), True),), lambda: None, False
    )
    command, _ = payload({"n": definition})
    assert command["options"][0] == {
        "type": 4, "name": "n", "description": "how many", "required": True, "min_value": 1, "max_value": 9
    }  # fmt: skip


def as_registered(commands):
    """The commands as Discord gives them back: with ids, with what is empty filled in or left out."""
    registered = copy.deepcopy(commands)
    for number, command in enumerate(reversed(registered)):
        command |= {"id": str(number), "version": "1", "application_id": "1", "nsfw": False, "dm_permission": True}
        command |= {"default_member_permissions": None, "name_localizations": None}
        command["description"] = command.get("description", "")
        command["contexts"] = command["contexts"][::-1]
        for option in command.get("options", ()):
            if not option.pop("required"):
                option["name_localizations"] = None
            else:
                option["required"] = True
    return registered[::-1]


def test_what_is_registered_already_is_not_registered_again():
    assert unchanged(OURS, as_registered(OURS))


@pytest.mark.parametrize(
    "change",
    [
        lambda commands: commands.pop(),
        lambda commands: commands[0].update(description="Another"),
        lambda commands: commands[0]["options"].reverse(),
        lambda commands: commands[0]["options"].pop(),
        lambda commands: commands[0]["options"][0].update(description="Another"),
        lambda commands: commands[0].update(contexts=[0]),
        lambda commands: commands.append({"type": 1, "name": "foreign", "description": "x"}),
    ],
)
def test_any_change_is_noticed(change):
    theirs = as_registered(OURS)
    theirs.sort(key=lambda command: -len(command.get("options", ())))
    change(theirs)
    assert not unchanged(OURS, theirs)
