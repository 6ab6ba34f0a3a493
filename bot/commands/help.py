"""/help: the commands, or one of them."""

from typing import Annotated

from bot.commands import all_commands, example_names
from bot.definition import Definition, command
from bot.parameters import CommandName, Option, nearest
from bot.reply import Action, Reply, Row
from engine import Engine
from engine.errors import UserError


@command("help", examples=("/help", "/help recommend"))
def help(engine: Engine, *, command: Annotated[str, CommandName("the command to explain")] = "") -> Reply:
    """What you can ask, by example."""
    commands = all_commands(example_names(engine))
    if not command:
        return _all(commands)
    if command not in commands:
        raise UserError(
            f"There is no command /{command}.",
            f"{nearest(command, commands)} /help shows them all.".strip(),
            code="not_found",
        )
    return _one(commands[command])


def _all(commands: dict[str, Definition]) -> Reply:
    first = [name for name in ("recommend", "similar", "genre", "emerging", "drivers", "explore") if name in commands]
    names = [*first, *sorted(set(commands) - set(first))]
    return Reply(
        title="What you can ask",
        text="Commands take key:value words; names with spaces go in quotes. Without a slash, your words are a wish, "
        "or a plain question such as: what genre is Hey Jude?",
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
            *(Action(f"/{name}", f"/help {name}", group="Explain a command") for name in names[:25]),
        ),
    )


def _one(definition: Definition) -> Reply:
    return Reply(
        title=f"/{definition.name}",
        text="\n\n".join(
            part
            for part in (
                definition.summary,
                " ".join(definition.about.split()),
                "Try:\n" + "\n".join(definition.examples),
            )
            if part
        ),
        rows=tuple(
            Row(
                option.name + ("" if option.required else " (optional)"),
                detail=_takes(option),
                data={"option": option.name, "required": option.required, "description": option.description},
            )
            for option in definition.options
        ),
        numbered=False,
        actions=(
            *(Action(example[:80], example) for example in definition.examples[:4]),
            Action("All commands", "/help"),
        ),
    )


def _takes(option: Option) -> str:
    if option.choices:
        return f"{option.description} ({', '.join(option.choices)})"
    if option.type == "whole":
        return f"{option.description} ({option.low} to {option.high})"
    return f"{option.description} (yes or no)" if option.type == "yes/no" else option.description
