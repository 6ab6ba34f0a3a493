"""One definition a command, from which every door takes what it shows and how it asks."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.grammar import Request, yes_or_no
from bot.parameters import Choice, Count, End, GenreName, Kind, Option, Progress, Single, nearest
from bot.reply import Reply
from engine import Engine
from engine.errors import Mistake
from engine.grammar import Token

PRIVATE = Option("private", "show the answer to me alone", "yes/no")
_AGAINST = frozenset({"vs", "vs.", "versus"})


@dataclass(frozen=True)
class Parameter:
    """One parameter of a command's function."""

    name: str
    kind: Kind
    required: bool

    @property
    def options(self) -> tuple[Option, ...]:
        """The fields that a door offers for it."""
        return self.kind.options(self.name, self.required)


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
        ``run(engine, **bound)`` gives a Reply or raises Mistake. Runs in a worker.
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
        fields = [option for parameter in self.parameters for option in parameter.options]
        return (*sorted(fields, key=lambda option: not option.required), PRIVATE)

    def bind(self, request: Request, engine: Engine) -> dict[str, Any]:
        """The function's keyword arguments.

        Raises
        ------
        Mistake
            If a key is unknown, a required one is missing, or a value cannot be read.
        """
        said = self._assign(request.tokens)
        bound = {}
        for parameter in self.parameters:
            words = said[parameter.name]
            if words or parameter.name in request.uploads:
                bound[parameter.name] = parameter.kind.read(parameter.name, words, request, engine)
            elif parameter.required:
                raise Mistake(
                    f"/{self.name} needs {parameter.name}.", f"Try {self.examples[0]}", code="missing_parameter"
                )
        return bound

    def _assign(self, tokens: tuple[Token, ...]) -> dict[str, tuple[Token, ...]]:
        """Which tokens belong to which parameter."""
        owners = {option.name: p for p in self.parameters for option in p.options} | {
            p.name: p for p in self.parameters
        }
        open_ended = next((p for p in self.parameters if p.kind.free and not isinstance(p.kind, Single)), None)
        free = open_ended or next((p for p in self.parameters if p.kind.free), None)
        said: dict[str, list[Token]] = {parameter.name: [] for parameter in self.parameters}
        before: Parameter | None = None
        for token in self._spoken(tokens):
            owner = owners.get(token.key) if token.key else None
            if token.key == PRIVATE.name:
                yes_or_no(token.value, PRIVATE.name)
                before = None
                continue
            if not token.key:
                other = before and self._rival(before, said)
                if other and not token.quoted and token.value.lower() in _AGAINST:
                    before = other
                    continue
                # Free words after "track:Blinding" finish the name, unless the command reads free text itself.
                continues = (
                    before is not None and before.kind.free and isinstance(before.kind, Single) and not open_ended
                )
                owner = self._by_choice(token, before if continues else free, said)
            owner = owner or open_ended
            if owner is None:
                raise self._unknown(token, list(owners))
            said[owner.name].append(token)
            before = owner
        return {name: tuple(words) for name, words in said.items()}

    def _spoken(self, tokens: tuple[Token, ...]) -> Iterator[Token]:
        """The tokens, with "to energetic" and "45 minutes" as the keys that they name."""
        ends = {p.name for p in self.parameters if isinstance(p.kind, End)}
        counts = {p.name for p in self.parameters if isinstance(p.kind, Count)}
        left = list(tokens)
        while left:
            token = left.pop(0)
            if left and not (token.key or left[0].key or token.quoted):
                word, following = token.value.lower(), left[0].value
                if word in ends:
                    token = Token(word, left.pop(0).value)
                elif word.isdigit() and following.lower() in counts:
                    token = Token(left.pop(0).value.lower(), word)
            yield token

    def _rival(self, owner: Parameter, said: Mapping[str, list[Token]]) -> Parameter | None:
        """Whom "vs" sets against what was just named: a field of the same kind that nothing was said for."""
        return next((p for p in self.parameters if type(p.kind) is type(owner.kind) and not said[p.name]), None)

    def _by_choice(self, token: Token, owner: Parameter | None, said: Mapping[str, list[Token]]) -> Parameter | None:
        """Who gets a free word: where a choice or a genre may stand, it may be the choice, or the genre, of another."""
        if owner is not None and not isinstance(owner.kind, Choice | GenreName):
            return owner
        fields = sorted(self.parameters, key=lambda parameter: parameter is not owner)
        for field in fields:
            if isinstance(field.kind, Choice) and not said[field.name] and field.kind.meant(token.value):
                return field
        genre = next((p for p in fields if isinstance(p.kind, GenreName) and not said[p.name]), None)
        chosen = any(said[p.name] for p in fields if isinstance(p.kind, Choice))
        return genre if owner is not None and isinstance(owner.kind, Choice) and chosen and genre else owner

    def _unknown(self, token: Token, names: list[str]) -> Mistake:
        allowed = ", ".join(option.name for option in self.options)
        if not token.key:
            return Mistake(
                f'/{self.name} takes no free words; "{token.value}" is one.',
                f"It takes {allowed}.",
                code="unknown_parameter",
            )
        near = nearest(token.key, names)
        return Mistake(
            f'/{self.name} has no "{token.key}".', f"{near} It takes {allowed}.".strip(), code="unknown_parameter"
        )


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
