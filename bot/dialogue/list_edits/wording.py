"""Words that the readers of edits have in common: politeness, amounts, and names with their capitals."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.lexicon import fold

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "ok, could you please ...", "let's ..."
_POLITE: Final = re.compile(
    r"^(?:(?>okay|ok|and|but|(?:no|nah)(?=[,.!])|hm+|ugh|well|now|then|so|please|pls|plz|also|sorry|great|nice|cool|thanks|actually|maybe|perhaps|yes|yeah|yep|right|alright"
    r"|(?:can|could|would|will) (?:you|u|we|i)(?: please| maybe| just| also)?|i(?:['’](?:d|ll)| would| will)(?: rather| like (?:you )?to)?(?! (?:like|want|love|need|have|take|keep)\b)|i want(?: you)? to|we should|you (?:can|could|should|may)|let['’]?s|just|go ahead and)\b[,. ]*)+"
)
# "..., please", "... if you can"
_TAIL: Final = re.compile(
    r"(?:[,.! ]+(?:please|pls|plz|thanks|thank you|thx|then|now|for me|if you can|will you|would you|ok|okay|though|tho))+$"
)


def plain(text: str) -> str:
    """A text without the polite words around what it says."""
    said = _POLITE.sub("", fold(text).strip(" ¿¡?!.,"))
    return without_tail(said.strip(" ?!.,"))


def without_tail(text: str) -> str:
    """A text without the polite words at its end."""
    return _TAIL.sub("", text)


def as_written(turn: "Turn", name: str) -> str:
    """A name with its capitals."""
    at = fold(turn.text).find(name)
    return turn.text[at : at + len(name)] if at >= 0 else name


_COUNTS: Final = {
    "a couple": 2,
    "a couple of": 2,
    "a few": 3,
    "something": 1,
    "a": 1,
    "an": 1,
    "another": 1,
    "one": 1,
}
_UNCOUNTED: Final = frozenset({"some", "some more"})
"""Amounts that are the larger, the longer the list is."""
_MOST_ADDED: Final = 10


def is_count(said: str) -> bool:
    """Whether words are a number or an amount."""
    return said.strip() in _COUNTS or acts.count(said) is not None


def count_of(said: str | None) -> int:
    """The number that words for an amount mean, at most as many as are put in at once; 0 where they say none."""
    said = (said or "").strip()
    if said in _UNCOUNTED:
        return 0
    return min(_COUNTS.get(said) or acts.count(said) or 0, _MOST_ADDED) if said else 0
