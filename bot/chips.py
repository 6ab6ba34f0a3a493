"""A request as chips: each part in words, and the request without it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.definition import Definition
from bot.reply import cut
from bot.request import Request, read_request
from engine import Token

_TRACKS: Final = frozenset({"like", "unlike", "track", "a", "b", "from", "to", "first", "second"})
# What says how a list is shown, not what is in it: alone it asks for nothing.
_SHOWN: Final = frozenset(
    {"limit", "skip", "most", "least", "sort", "metric", "surprise", "include", "per_artist", "name"}
)
_PLAIN: Final = frozenset({"genre", "mood", "artist", "album", "scene", "kind", "language", "track", "name", ""})

# Orders of a crate, which are not those of a trait.
_ORDERS: Final = {"votes": "of votes", "status": "of status", "added": "of adding", "flow": "for listening"}


@dataclass(frozen=True)
class Chip:
    """One part of what a message was understood as.

    Parameters
    ----------
    label : str
        In words: ``energy over 0.5``, ``not rock``.
    without : str
        The request without this part; empty if it cannot do without.
    """

    label: str
    without: str = ""


def chips(text: str, commands: Mapping[str, Definition], title: Callable[[str], str]) -> tuple[Chip, ...]:
    """The parts of a canonical request.

    Parameters
    ----------
    text : str
        Such as ``/recommend energy:high genre:jazz``.
    commands : mapping of str to Definition
    title : callable
        A track's id to its title; gives other texts back as they are.

    Examples
    --------
    >>> chips("/recommend energy:high -genre:rock", {}, str)[1].label
    'not rock'
    """
    request = read_request(text) if text else Request("")
    definition = commands.get(request.command)
    needed = {option.name for option in definition.options if option.required} if definition else set()
    rejected = [token for token in request.tokens if token.key == "track" and token.negated]
    shown = [token for token in request.tokens if token not in rejected and token.key not in ("private", "skip")]
    found = [
        Chip(_label(token, title), _without(request, token, needed))
        for token in shown
    ]  # fmt: skip
    if rejected:
        found.append(Chip(f"without {len(rejected)} you turned down"))
    return tuple(found)


def _without(request: Request, token: Token, needed: set[str]) -> str:
    """The request without one part, from its first page on; empty if nothing is left to ask for."""
    rest = tuple(one for one in request.tokens if one is not token and one.key != "skip")
    asks = any(one.key not in _SHOWN and not (one.key == "track" and one.negated) for one in rest)
    query = request.command in ("recommend", "save", "why")
    if (not token.key and not query) or token.key in needed or (query and not asks):
        return ""
    return replace(request, tokens=rest).text


def _label(token: Token, title: Callable[[str], str]) -> str:
    value = title(token.value) if token.key in _TRACKS else token.value
    value = (
        value.replace("+", " + " if token.key == "mood" else " or ").replace("&", " and ")
        if not token.quoted
        else value
    )
    hard = value.endswith("!")
    value = value.rstrip("!")
    if value[:1] in (">", "<"):
        value = f"{'over' if value[0] == '>' else 'under'} {value[1:].lstrip('=')}"
    name = token.key.replace("_", " ")
    if token.key in _PLAIN:
        words = value
    elif token.key == "limit":
        words = f"{value} tracks"
    elif token.key == "per_artist":
        words = f"{value} an artist at most"
    elif token.key == "explicit":
        words = "explicit" if value == "yes" else "not explicit"
    elif token.key == "like_artist":
        words = f"like {value}"
    elif token.key == "sort" and value in _ORDERS:
        words = f"in the order {_ORDERS[value]}"
    elif token.key in ("most", "least"):
        words = f"{'most' if token.key == 'most' else 'least'} {value} first"
    elif token.key == "sort":
        words = f"by {value.lstrip('-')}, {'highest' if value.startswith('-') else 'lowest'} first"
    else:
        words = f"{name} {value}"
    return cut(f"{'not ' if token.negated else ''}{words}{' only' if hard and value[:1].isalpha() else ''}")
