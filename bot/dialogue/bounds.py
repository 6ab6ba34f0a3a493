"""Numbers that limit what is shown: ``nothing above 130``, ``drop anything longer than five minutes``, ``120 to 125``."""

import re
from collections.abc import Mapping
from typing import Final

from bot.dialogue.lexicon import NUMBERS, fold
from engine import Constraint, Query

_N: Final = (
    r"(?:\d+(?:[.:,]\d+)?|(?:"
    + "|".join(sorted((word for word in NUMBERS if len(word) > 2), key=len, reverse=True))
    + r")(?![a-z]))"
)
_UNIT: Final = r"\s*(?:in |of )?(?P<unit>bpm|beats(?: per minute)?|minutes?|mins?|minuten|minutos|min|m|seconds?|secs?|sekunden|segundos|s|popularity|%)?\b"
_BEFORE: Final = r"(?P<adjective>longer|shorter|faster|slower|quicker|louder|over|above|under|below|more|less|higher|lower|at least|at most|up to|no more|no less|beyond|exceeding|past|langer|kurzer|schneller|langsamer|uber|unter|mas de|menos de|plus de|moins de|mais de|less popular|more popular)"
_BOUND: Final = re.compile(
    rf"(?P<out>(?:(?:and|but|ok|okay|so|please|just|also|then|now|with|hm+|well|maybe|no|i want|i need|i'd like|keep|can you|could you|let's have|there should be|make it|me|give|songs?|tracks?|music)[, ]+)*\b(?:nothing|no(?:ne|thing)?|not|drop|remove|without|exclude|skip|cut|leave out|kick out|delete|avoid|nichts|nada|rien|ohne)\b\s*)?"
    rf"(?:(?:the |any|all |anything |everything |songs?|tracks?|ones?|that are|which are|that's|thats|it|is|are|to|with|a|in|und|and|but|only|keep|make|should be|must be|them|those|please|\s)*)\b{_BEFORE}\s*(?:than\s+|als\s+|que\s+)?(?P<number>{_N}){_UNIT}(?:\s+(?:long|fast|please|only|or (?:so|less|more)))*(?P<gone>\s+(?:(?:is|are|can be|should be|must be|goes|can go)\s+)?(?:out|gone|excluded|forbidden|too much|not ok|dropped))?\s*[.!?]*"
)  # fmt: skip
_RANGE: Final = re.compile(
    rf"(?:(?:only|but|and|between|from|keep|make|it|them|in|the|range|around|tempo|bpm|length|at|with|stay|should be|\s)*)\b(?P<low>{_N})\s*(?:-|–|to|and|bis|a|und|y)\s*(?P<high>{_N}){_UNIT}(?:\s+(?:please|only|range))*\s*[.!?]*"
)
_SET: Final = re.compile(
    rf"(?:(?:only|but|and|keep|make|it|them|at|around|about|roughly|exactly|with|the|set|tempo|to|of|is|should be|more like|closer to|say|bei|um|\s)*)\b(?P<number>{_N})\s*(?P<unit>bpm|beats(?: per minute)?)(?:\s+(?:please|only|or so))*\s*[.!?]*"
)
# "more 80s" is about a decade, "under 80s" about seconds.
_DECADE: Final = re.compile(r"\b(?:more|less)\s+(?:like |of )?(?:the )?\d0['’]?s\b")
_UP: Final = frozenset(
    [
        "over",
        "above",
        "more",
        "higher",
        "faster",
        "quicker",
        "longer",
        "louder",
        "beyond",
        "exceeding",
        "past",
        "langer",
        "schneller",
        "uber",
    ]
)


def read(text: str, query: Query) -> Mapping[str, Constraint] | None:
    """The limits that a message of nothing but limits sets, by trait; None if it sets none.

    Parameters
    ----------
    query : Query
        What was asked before: a bare number is of the trait that it limits, else of the one that the number fits.

    >>> read("nothing above 130", Query())
    {'tempo': Constraint(target=None, low=None, high=130.0, hard=False)}
    """
    said = re.sub(r"[ ,]+(?:though|tho|then|instead)(?=[ .!?]*$)", "", " ".join(fold(text).split()))
    if _DECADE.search(said):
        return None
    if match := _BOUND.fullmatch(said):
        trait, value = _measured(match["number"], match["unit"] or "", match["adjective"], query)
        if trait is None:
            return None
        up = match["adjective"].split()[0] in _UP or match["adjective"] in (
            "mas de",
            "plus de",
            "mais de",
            "at least",
            "no less",
        )
        if (match["out"] or match["gone"]) and match["adjective"] not in ("at least", "at most", "no more", "no less"):
            up = not up
        hard = Constraint(low=value) if up else Constraint(high=value)
        return {trait: hard}
    if match := _RANGE.fullmatch(said):
        (trait, low), (_, high) = (_measured(match[name], match["unit"] or "", "", query) for name in ("low", "high"))
        return {trait: Constraint(low=low, high=high)} if trait is not None and low < high else None
    if match := _SET.fullmatch(said):
        value = _number(match["number"])
        return {"tempo": Constraint(low=value - 3, high=value + 3)}
    return None


def _measured(number: str, unit: str, adjective: str, query: Query) -> tuple[str | None, float]:
    """The trait that a number measures, and its value in the trait's unit."""
    value = _number(number)
    if unit.startswith("m") or (not unit and ":" in number):
        return "duration", value * (1 if ":" in number else 60)
    if unit.startswith("s"):
        return "duration", value
    if unit.startswith("b") or adjective in ("faster", "slower", "quicker", "schneller", "langsamer"):
        return "tempo", value
    if unit == "popularity" or "popular" in adjective:
        return "popularity", value
    if adjective in ("longer", "shorter", "langer", "kurzer"):
        return "duration", value * 60 if value < 20 else value
    if 40 <= value <= 250:
        return (
            "popularity"
            if "popularity" in query.constraints and "tempo" not in query.constraints and value <= 100
            else "tempo"
        ), value
    return None, value


def _number(text: str) -> float:
    if ":" in text:
        minutes, _, seconds = text.partition(":")
        return 60 * float(minutes) + float(seconds)
    return float(text.replace(",", ".")) if text[0].isdigit() else float(NUMBERS[text])
