"""Command definitions: from one function, the fields, help and examples that every platform shows."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from bot.binding import bind_arguments
from bot.blocks import Blocks
from bot.memory import Memory
from bot.parameters import Kind, Option, Parameter, Progress, options_of
from bot.reply import Reply
from bot.request import Request
from engine import Engine, UserError


@dataclass(frozen=True)
class Definition:
    """A command.

    Parameters
    ----------
    name : str
    summary : str
        Its docstring's first line: the help text on every platform.
    about : str
        The rest of its docstring.
    examples : tuple of str
        Requests that work as they stand, on any catalogue.
    parameters : tuple of Parameter
    run : callable
        ``run(engine, **bound)`` gives a Reply or raises UserError. Runs in a worker.
    provenance : bool
        Whether its answers come from the catalogue, so that a line under them says which and of when.
    heavy : bool
        Whether an answer takes long, so that it must not keep every worker from short ones.
    wants_progress, wants_commands, wants_memory, wants_blocks : bool
        Whether ``run`` takes ``progress``, ``commands``, ``memory`` with ``caller``, and ``blocks``.
    """

    name: str
    summary: str
    about: str
    examples: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    run: Callable[..., Reply]
    provenance: bool = True
    heavy: bool = False
    wants_progress: bool = False
    wants_commands: bool = False
    wants_memory: bool = False
    wants_blocks: bool = False

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """All fields a platform offers, required ones first, ``private`` last."""
        return options_of(self.parameters)

    @property
    def fields(self) -> tuple[Option, ...]:
        """All fields for programs, required ones first."""
        found = [field for one in self.parameters for field in one.kind.fields(one.name, one.required)]
        return tuple(sorted(found, key=lambda field: not field.required))

    @cached_property
    def owners(self) -> Mapping[str, Parameter]:
        """The parameter that a key belongs to: by its own name and those of its fields."""
        return {option.name: one for one in self.parameters for option in one.options} | {
            one.name: one for one in self.parameters
        }

    def bind(self, request: Request, engine: Engine) -> dict[str, Any]:
        """The function's keyword arguments.

        Raises
        ------
        UserError
            If a key is unknown, a required one is missing, or a value cannot be read.
        """
        given = bind_arguments(self.name, self.parameters, request.tokens)
        bound = {}
        for parameter in self.parameters:
            words = tuple(given[parameter.name])
            if words or parameter.name in request.uploads:
                bound[parameter.argument] = parameter.kind.read(parameter.name, words, request, engine)
            elif parameter.required:
                raise UserError(
                    f"/{self.name} needs {parameter.name}.", f"Try {self.examples[0]}", code="missing_parameter"
                )
        return bound


Commands: TypeAlias = Mapping[str, Definition]
"""All commands by name. A command gets them by a parameter ``commands`` of this type."""


def command(
    name: str, *, examples: tuple[str, ...], provenance: bool = True, heavy: bool = False
) -> Callable[[Callable[..., Reply]], Definition]:
    """Make a function the definition of a command. It stands in the module ``bot.commands.<name>``.

    Its first parameter is the engine. The others are keyword-only, annotated ``Annotated[type, Kind(...)]``; one
    of type ``Progress`` is told how far the command is, one of type ``Commands`` gets all commands, those of type
    ``Memory`` and ``Caller`` (named ``memory`` and ``caller``) what the team keeps and who asks, one of type ``Blocks``
    (named ``blocks``) what that person is never shown. A parameter named like a keyword of Python has an underscore
    after it. The docstring's first line is its help text everywhere.
    """

    def define(function: Callable[..., Reply]) -> Definition:
        hints = get_type_hints(function, include_extras=True)
        parameters = []
        for parameter in inspect.signature(function).parameters.values():
            hint = hints[parameter.name]
            # An optional parameter reads "Annotated[X, Kind] | None = None".
            annotated = next((part for part in (hint, *get_args(hint)) if get_origin(part) is Annotated), None)
            if annotated is not None:
                kind = next(extra for extra in get_args(annotated)[1:] if isinstance(extra, Kind))
                required = parameter.default is inspect.Parameter.empty
                parameters.append(Parameter(parameter.name.rstrip("_"), kind, required))
        summary, _, about = inspect.cleandoc(function.__doc__ or "").partition("\n")
        return Definition(
            name=name,
            summary=summary,
            about=about.strip(),
            examples=examples,
            parameters=tuple(parameters),
            run=function,
            provenance=provenance,
            heavy=heavy,
            wants_progress=Progress in hints.values(),
            wants_commands=Commands in hints.values(),
            wants_memory=Memory in hints.values(),
            wants_blocks=Blocks in hints.values(),
        )

    return define
