"""Another time for the occasion shown: ``and friday at 11pm?`` keeps the wine bar."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays?|tonight|tomorrow"
_PART: Final = r"(?:early |late )?(?:mornings?|noon|lunchtime|afternoons?|evenings?|nights?|midnight|dawn|sunset|late)"
_CLOCK: Final = r"(?P<hour>\d{1,2})(?:[:.]\d{2})?\s*(?P<half>am|pm|h|o'?clock|uhr)"
_WHEN: Final = re.compile(rf"\b(?:{_DAY}|{_PART})\b|\b{_CLOCK}(?!\w)")
_ONLY: Final = re.compile(
    r"(?:(?:and|ok|now|then|so|what|how|about|for|on|at|in|the|a|around|later|after|from|until|till|that|same|next|this|instead|by|it is|it's|say|maybe|of)[\s,]+|[\s,.!?]+|WHEN)+"
)
_ASKS: Final = re.compile(r"^(?:and|ok|now|then|so|what about|how about|for|on|at|later|in the|the same|same)\b")


def read(turn: "Turn", text: str) -> Outcome | None:
    """The occasion shown at another time; None if the text says more than a time, or no occasion is shown."""
    said = fold(text).strip(" ¿¡")
    base = turn.base()
    query = base[0].query if base is not None and len(text) <= acts.LONGEST else None
    if base is None or query is None or not query.scene or not _ASKS.match(said) or not _WHEN.search(said):
        return None
    if not _ONLY.fullmatch(_WHEN.sub("WHEN", said) + " "):
        return None
    kept = " ".join(_WHEN.sub(" ", query.scene).split())
    if not kept:
        return None
    times = dict.fromkeys(_named(match) for match in _WHEN.finditer(said))
    return turn.list_of(base[0], replace(query, scene=" ".join((kept, *times)), skip=0))


def _named(match: re.Match[str]) -> str:
    """A day or part of it as said, an hour as the part of the day that it lies in."""
    if not match["hour"]:
        return match[0]
    hour = (
        int(match["hour"]) % 12 + 12 * (match["half"] == "pm") if match["half"] in ("am", "pm") else int(match["hour"])
    )
    parts = ((5, "late night"), (11, "morning"), (14, "lunch"), (17, "afternoon"), (22, "evening"))
    return next((name for end, name in parts if hour < end), "late night")
