"""Comparatives: ``a bit calmer``, ``less sad``, ``the first one is too slow``, ``bring the tempo down``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.dialogue.lexicon import (
    ADJECTIVES,
    FILLERS,
    GREATLY,
    LESS,
    MORE,
    NOUNS,
    SLIGHTLY,
    TOO,
    longest_comparative,
    words,
)  # fmt: skip

_NOT: Final = frozenset("not isn't aren't nicht kein no pas nao non niente".split())  # noqa: SIM905
_SO: Final = frozenset("so as that such quite tan si tao so very cosi molto".split())  # noqa: SIM905
_UP: Final = frozenset("up higher rauf hoch".split())  # noqa: SIM905
_DOWN: Final = frozenset("down lower runter".split())  # noqa: SIM905
_TURN: Final = frozenset("turn bring take crank dial push drop lower raise pump cut reduce increase".split())  # noqa: SIM905


@dataclass(frozen=True)
class Comparison:
    """What is to move, compared with something else.

    Parameters
    ----------
    moves : mapping of str to int
        By trait: 1 for more, -1 for less.
    strength : float
        1, less for "a bit", more for "much".
    rest : tuple of str
        The words that say something else, without fillers.
    """

    moves: Mapping[str, int]
    strength: float
    rest: tuple[str, ...]


def comparison(text: str) -> Comparison | None:
    """The comparison that a text makes; None if it makes none.

    >>> comparison("a bit calmer, please").moves
    {'energy': -1}
    >>> comparison("not so sad").moves
    {'valence': 1}
    """
    said = words(text)
    moves: dict[str, int] = {}
    rest: list[str] = []
    strength = 1.0
    place = 0
    while place < len(said):
        taken, found = _at(said, place)
        if taken:
            moves |= found
            if said[place] in TOO:
                strength = max(strength, 1.2)
            place += taken
            continue
        word = said[place]
        if word in SLIGHTLY:
            strength = 0.6
        elif word in GREATLY and word != "even":
            strength = 1.8
        if word not in FILLERS:
            rest.append(word)
        place += 1
    return Comparison(moves, strength, tuple(rest)) if moves else None


def _at(said: list[str], place: int) -> tuple[int, dict[str, int]]:
    """How many words from here make a comparison, and what it moves; 0 for none."""
    word, after = said[place], said[place + 1 : place + 5]
    if word in _NOT and after[:1] and (after[0] in _SO or after[0] in TOO):
        size = 2 if after[1:2] != ["much"] else 3
        if found := _quality(said[place + size : place + size + 1]):
            return size + 1, _turned(found)
    if word in _NOT and len(after) >= 2 and after[1] == "enough" and (found := _quality(after[:1])):
        return 3, found
    if word in TOO:
        size = 2 if after[:1] and after[0] in ("much", "many", "mucho", "viel", "muito") else 1
        if found := _quality(said[place + size : place + size + 1]):
            return size + 1, _turned(found)
    if word in LESS or (word == "not" and after[:1] == ["more"]):
        size = 1 if word in LESS else 2
        size += after[:1] == ["of"]
        if found := _quality(said[place + size : place + size + 1]):
            return size + 1, _turned(found)
    if (size_and_moves := _turning(said, place)) is not None:
        return size_and_moves
    if one := longest_comparative(said[place:]):
        return one[0], dict(one[1])
    if word in MORE and (found := _quality(after[:1])):
        return 2, found
    if after[:1] == ["enough"] and word in ADJECTIVES and place and said[place - 1] in _NOT:
        return 2, dict(ADJECTIVES[word])
    return 0, {}


def _turning(said: list[str], place: int) -> tuple[int, dict[str, int]] | None:
    """``bring the tempo down``, ``turn up the energy``, ``tempo up``, ``lower the tempo``, ``higher bpm``."""
    word = said[place]
    window = said[place : place + 5]
    noun = next((at for at, one in enumerate(window) if one in NOUNS), None)
    if noun is None or any(one not in FILLERS | _UP | _DOWN | _TURN | {"the"} for one in window[:noun]):
        return None
    turned = next((at for at, one in enumerate(window[: noun + 3]) if one in _UP | _DOWN), None)
    if word in _TURN | {"tempo", "energy", "volume", "bpm"} and turned is not None:
        way = 1 if window[turned] in _UP else -1
    elif word in ("raise", "increase", "higher"):
        turned, way = noun, 1
    elif word in ("lower", "reduce", "cut", "drop"):
        turned, way = noun, -1
    else:
        return None
    return max(noun, turned) + 1, {name: one * way for name, one in NOUNS[window[noun]].items()}


def _quality(said: list[str]) -> dict[str, int]:
    """What the next word says of traits, adjective or noun."""
    if not said:
        return {}
    return dict(ADJECTIVES.get(said[0]) or NOUNS.get(said[0]) or {})


def _turned(moves: Mapping[str, int]) -> dict[str, int]:
    return {name: -way for name, way in moves.items()}
