"""/help: the commands, or one of them."""

from typing import Annotated

from bot.definition import Commands, Definition, command
from bot.parameters import Name, Option, nearest
from bot.reply import Action, Reply, Row
from bot.say import say
from engine import Engine, UserError

_FIRST = ("recommend", "similar", "genre", "emerging", "drivers", "explore")


@command("help", examples=("/help", "/help recommend"), provenance=False)
def help(
    engine: Engine,
    *,
    command: Annotated[str, Name("the command to explain", source="command")] = "",
    commands: Commands,
) -> Reply:
    """What you can ask, by example."""
    if not command:
        return _all(commands)
    if command not in commands:
        raise UserError(
            f"There is no command /{command}.",
            f"{nearest(command, commands)} /help shows them all.".strip(),
            code="unknown_command",
        )
    return _one(commands[command])


def _all(commands: Commands) -> Reply:
    first = [name for name in _FIRST if name in commands]
    names = [*first, *sorted(set(commands) - set(first))]
    return Reply(
        title="What you can ask",
        text="Say what you want to hear in your own words, or ask a question such as: what genre is Hey Jude? "
        "Commands take key:value words; names with spaces go in quotes.",
        rows=tuple(
            Row(
                f"/{name}",
                detail=f"{commands[name].summary} Example: {commands[name].examples[0]}",
                data={"command": name, "summary": commands[name].summary, "examples": list(commands[name].examples)},
            )
            for name in names
        ),
        numbered=False,
        actions=(
            *(Action(commands[name].examples[0], commands[name].examples[0]) for name in first[:4]),
            *(Action(f"/{name}", say("help", name), group="Explain a command") for name in names[:25]),
        ),
    )


def _one(definition: Definition) -> Reply:
    # What needs a file cannot be asked by pressing.
    pressed = (Action(example, example) for example in definition.examples[:4] if " file:" not in example)
    parts = (definition.summary, " ".join(definition.about.split()), "Try:\n" + "\n".join(definition.examples))
    return Reply(
        title=f"/{definition.name}",
        text="\n\n".join(part for part in parts if part),
        rows=tuple(
            Row(
                option.name + ("" if option.required else " (optional)"),
                detail=_takes(option),
                data={"option": option.name, "required": option.required, "description": option.description},
            )
            for option in definition.options
        ),
        numbered=False,
        actions=(*pressed, Action("All commands", say("help"))),
    )


def _takes(option: Option) -> str:
    if option.choices:
        return f"{option.description} ({', '.join(option.choices)})"
    if option.type == "whole":
        return f"{option.description} ({option.low} to {option.high})"
    return f"{option.description} (yes or no)" if option.type == "yes/no" else option.description
