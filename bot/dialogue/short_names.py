"""First and last names of artists who were spoken of before, as their full names: ``between Billie and Phoebe``."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue.lexicon import fold

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_RECENT: Final = 6  # answers back
_LEAST: Final = 3  # letters
# A word in capitals where a name stands, and no part of a longer one.
_ALONE: Final = re.compile(
    r"(?<![A-Z]\w )\b(?P<lead>(?i:between|like|by|from|than|versus|vs\.?|and|or|meant|mean|not|no|without|about|more|with|is|does))\s+(?P<name>[A-Z][\w’'-]+?)(?P<tail>['’]s)?(?=\s*(?:$|[,.;!?]|\b(?!(?:[A-Z]))\w))(?!\s+[A-Z])"
)


def spelled_out(turn: "Turn", text: str) -> str:
    """The text with each name that only one artist of the talk bears put in full.

    Parameters
    ----------
    turn : Turn
    text : str
    """
    if turn.fresh or not _ALONE.search(text):
        return text
    names = _artists(turn)
    return _ALONE.sub(lambda match: _full(match, names), text) if names else text


def _full(match: re.Match[str], names: tuple[str, ...]) -> str:
    said = fold(match["name"])
    if len(said) < _LEAST or any(fold(name) == said for name in names):
        return match[0]
    bearers = [name for name in names if said in (fold(name).split()[0], fold(name).split()[-1])]
    return f"{match['lead']} {bearers[0]}{match['tail'] or ''}" if len(bearers) == 1 else match[0]


def _artists(turn: "Turn") -> tuple[str, ...]:
    """The artists of more than one word whom the last answers were about or showed."""
    found: dict[str, str] = {}
    for one in turn.context.current[-_RECENT:]:
        query = one.task.query
        spoken = [*one.task.fields.values(), *((*query.artists, *query.like_artists) if query is not None else ())]
        shown = [name for track in one.tracks for name in track.artists]
        rows = [row.artist for row in one.rows if row.artist]
        for name in (*spoken, *rows, *shown):
            if " " in name.strip('" '):
                found.setdefault(fold(name), name.strip('"'))
    return tuple(found.values())
