"""The commands as Discord registers them, made from the definitions."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.definition import Definition
from bot.parameters import Option

FIND_SIMILAR: Final = "Find music like this"
"""The command in a message's own menu."""

TALK: Final = "talk"
"""The command that opens a thread, which is a thing of Discord's alone."""

TALK_ABOUT: Final = "about"

_MOST_OPTIONS: Final = 25
_LONGEST_DESCRIPTION: Final = 100
_TYPES: Final = {"text": 3, "whole": 4, "yes/no": 5, "file": 11}
# Installed to servers and to people; used in servers, in direct messages and in private channels.
_EVERYWHERE: Final = {"integration_types": [0, 1], "contexts": [0, 1, 2]}

_TALK_COMMAND: Final[dict[str, Any]] = {
    "type": 1,
    "name": TALK,
    "description": "Open a thread and talk there: what you say goes on from what was said before",
    "options": [
        {"type": 3, "name": TALK_ABOUT, "description": "how the talk begins: calm jazz for a dinner", "required": False}
    ],
    # Threads are in servers alone, and only a bot that was added to the server may open one.
    "integration_types": [0],
    "contexts": [0],
}


def payload(definitions: Mapping[str, Definition]) -> list[dict[str, Any]]:
    """The body that registers all commands, in the shape of Discord's ``ApplicationCommandUpdateRequest``."""
    commands: list[dict[str, Any]] = [
        {
            "type": 1,
            "name": definition.name,
            "description": _shorten(definition.summary),
            "options": [_option(option) for option in _offered(definition)],
            **_EVERYWHERE,
        }
        for definition in definitions.values()
    ]
    if "similar" in definitions:
        commands.append({"type": 3, "name": FIND_SIMILAR, **_EVERYWHERE})
    commands.append(_TALK_COMMAND)
    return commands


def unchanged(ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]) -> bool:
    """Whether what Discord has registered is what we would register.

    Comparing with Discord itself, not with a note of what was sent last, holds for any number of processes and after
    somebody else has changed the commands. Discord adds ids and versions, and leaves out or fills in what is empty.
    """
    return _counting(ours) == _counting(theirs)


def _offered(definition: Definition) -> tuple[Option, ...]:
    """The options that fit, ``private`` among them; what does not fit can still be said in free text."""
    return (*definition.options[:-1][: _MOST_OPTIONS - 1], definition.options[-1])


def _option(option: Option) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": _TYPES[option.type],
        "name": option.name,
        "description": _shorten(option.description),
        "required": option.required,
    }
    if option.choices:
        made["choices"] = [{"name": choice, "value": choice} for choice in option.choices]
    elif option.source:
        made["autocomplete"] = True
    if option.low is not None:
        made["min_value"] = option.low
    if option.high is not None:
        made["max_value"] = option.high
    return made


def _shorten(text: str) -> str:
    """A description within its limit, cut on a word."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _counting(commands: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    """What counts of each command, by its kind and name."""
    return {
        (command.get("type") or 1, command["name"]): {
            "description": command.get("description") or "",
            "options": [_counting_option(option) for option in command.get("options") or ()],
            **{key: sorted(command.get(key) or ()) for key in _EVERYWHERE},
        }
        for command in commands
    }


def _counting_option(option: Mapping[str, Any]) -> dict[str, Any]:
    truths = {key: bool(option.get(key)) for key in ("required", "autocomplete")}
    values = {key: option.get(key) for key in ("type", "name", "description", "min_value", "max_value")}
    return truths | values | {"choices": [(choice["name"], choice["value"]) for choice in option.get("choices") or ()]}
