"""Requests as text for actions, checked when they are made: ``say("compare", a=track, b="techno")``."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import TypeAlias

from bot.definition import Definition
from bot.parameters import Choice, Name
from bot.reply import Action
from engine import Engine, Query, Subject, Token, Track

Value: TypeAlias = str | float | Track | Subject | Query | None
_MOST_IN_A_SELECT = 25


def say(command: str, /, *words: str | Query, **values: Value) -> str:
    """The text that asks a command for something.

    Parameters
    ----------
    command : str
    words : str or Query
        What stands without a key: a query's own text, or words such as the ``map`` of ``/explore map``.
    values : str, number, bool, Track, Subject, Query or None
        By key (``for_`` for ``for``). A track is said by its id, names of tracks and artists stand in quotes; None
        leaves the key out.

    Raises
    ------
    ValueError
        If there is no such command or key, or a choice that it does not have. That is a mistake in the code.

    Examples
    --------
    >>> say("drivers", genre="metal", vs="jazz")
    '/drivers genre:metal vs:jazz'
    >>> say("artist", name="AC/DC")
    '/artist name:"AC/DC"'
    >>> say("playlist", to="energetic", minutes=45, save=True)
    '/playlist to:energetic minutes:45 save:yes'
    """
    definition = _definition(command)
    free = next((parameter for parameter in definition.parameters if parameter.kind.free), None)
    for word in words:
        if free is None or (isinstance(free.kind, Choice) and word not in free.kind.words):
            raise ValueError(f'/{command} takes no "{word}" without a key')
    parts = [word.text if isinstance(word, Query) else str(Token("", word)) for word in words]
    parts += [_said(definition, key.rstrip("_"), value) for key, value in values.items() if value is not None]
    return " ".join((f"/{command}", *filter(None, parts)))


@cache
def _definition(command: str) -> Definition:
    """The definition of a command. Its module is imported here because commands make texts for one another."""
    try:
        module = import_module(f"bot.commands.{command}")
    except ModuleNotFoundError:
        raise ValueError(f"there is no command /{command}") from None
    return next(value for value in vars(module).values() if isinstance(value, Definition) and value.name == command)


def _said(definition: Definition, key: str, value: Value) -> str:
    owner = definition.owners.get(key)
    if owner is None:
        raise ValueError(f'/{definition.name} has no "{key}"')
    if isinstance(owner.kind, Choice) and value not in owner.kind.words:
        raise ValueError(f'/{definition.name} {key}: takes no "{value}"')
    if isinstance(value, Track):
        return str(Token(key, value.track_id))
    if isinstance(value, Subject):
        return str(Token(key, value.key, quoted=value.kind == "artist"))
    if isinstance(value, Query):
        return str(Token(key, value.text)) if value.text else ""
    if isinstance(value, bool):
        return str(Token(key, "yes" if value else "no"))
    if isinstance(value, str):
        is_name = isinstance(owner.kind, Name) and owner.kind.source in ("track", "artist")
        return str(Token(key, value, quoted=is_name))
    return str(Token(key, f"{value:g}"))


def more_like(tracks: Sequence[Track]) -> tuple[Action, ...]:
    """A select of the tracks shown: more like each."""
    return tuple(
        Action(f"{place}. {track.title}", say("similar", track=track), group="More like ...")
        for place, track in enumerate(tracks[:_MOST_IN_A_SELECT], start=1)
    )


def pick_genre(
    engine: Engine, command: str, *words: str, among: Sequence[str] | None = None, **values: Value
) -> tuple[Action, ...]:
    """A select of the best known genres: the same request in each.

    Parameters
    ----------
    words, values
        As ``say`` takes them; ``genre`` is added.
    among : sequence of str or None
        The genres for which the request can be answered; None for all.
    """
    ranked = engine.genres("popularity" if engine.has_popularity else "size")
    known = [genre.name for genre in ranked if among is None or genre.name in among]
    return tuple(
        Action(name, say(command, *words, **values, genre=name), group="In one genre ...")
        for name in known[:_MOST_IN_A_SELECT]
    )
