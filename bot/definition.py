"""One definition a command, from which every door takes what it shows and how it asks."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.parameters import Kind, Option, Progress
from bot.reply import Reply
from bot.request import Request
from bot.words import Parameter, assign, options_of
from engine import Engine
from engine.errors import UserError


@dataclass(frozen=True)
class Definition:
    """A command.

    Parameters
    ----------
    name : str
    summary : str
        Its docstring's first line: the help text on every door.
    about : str
        The rest of its docstring.
    examples : tuple of str
        Requests that work as they stand, on any catalogue.
    parameters : tuple of Parameter
    run : callable
        ``run(engine, **bound)`` gives a Reply or raises UserError. Runs in a worker.
    wants_progress : bool
        Whether ``run`` takes ``progress``.
    """

    name: str
    summary: str
    about: str
    examples: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    run: Callable[..., Reply]
    wants_progress: bool

    @property
    def options(self) -> tuple[Option, ...]:
        """All fields a door offers, required ones first, ``private`` last."""
        return options_of(self.parameters)

    def bind(self, request: Request, engine: Engine) -> dict[str, Any]:
        """The function's keyword arguments.

        Raises
        ------
        UserError
            If a key is unknown, a required one is missing, or a value cannot be read.
        """
        said = assign(self.name, self.parameters, request.tokens)
        bound = {}
        for parameter in self.parameters:
            words = tuple(said[parameter.name])
            if words or parameter.name in request.uploads:
                bound[parameter.name] = parameter.kind.read(parameter.name, words, request, engine)
            elif parameter.required:
                raise UserError(
                    f"/{self.name} needs {parameter.name}.", f"Try {self.examples[0]}", code="missing_parameter"
                )
        return bound


def command(name: str, *, examples: tuple[str, ...]) -> Callable[[Callable[..., Reply]], Definition]:
    """Make a function the definition of a command.

    Its first parameter is the engine. The others are keyword-only, annotated ``Annotated[type, Kind(...)]``; one
    of type ``Progress`` is told how far the command is. The docstring's first line is its help text everywhere.
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
                parameters.append(Parameter(parameter.name, kind, required))
        summary, _, about = inspect.cleandoc(function.__doc__ or "").partition("\n")
        return Definition(
            name, summary, about.strip(), examples, tuple(parameters), function, Progress in hints.values()
        )

    return define
