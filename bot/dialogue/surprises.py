"""Less surprise: "not that weird", said of a list that looked further out, asks for what is nearer."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue.outcome import Outcome

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_TAMER: Final = re.compile(
    r"(?i)(?:(?:hm+|ok|but|no|nah|whoa|wow|maybe|well|(?:that|it)(?:['’]?s| is)|this is|these are|they(?:['’]?re| are))[, ]+)*"
    r"(?:not (?:that|so|too|as|quite (?:that|so))|(?:(?:a (?:bit|little)|just|way|far|much) )*(?:too|less))\s+"
    r"(?:weird|random|surprising|out there|far out|crazy|strange|odd|unusual|adventurous|experimental|wild|surprise)(?: (?:please|though|for (?:me|us|this)))*[.!? ]*"
    r"|(?:(?:ok|okay|and|now|please|then|so)[, ]+)*(?:back to normal|normal again|normal ones(?: again)?|(?:less|no more) weird(?:ness)?|enough (?:weird|surprises?)(?:ness)?)(?: (?:please|now|again|then))*[.!? ]*"
    r"|(?:(?:ha)+|hm+|ok|but|no|nah|whoa|maybe|(?:that|it)(?:['’]?s| is)(?: (?:a (?:bit|little)|way|too|all))* (?:much|far|weird)|[,. ])*"
    r"(?:(?:give me|show me|i want|something|anything|a (?:bit|little)|more|some)[, ]+)+(?:normal|familiar|mainstream|ordinary|conventional|usual|expected|predictable)(?: (?:please|though|stuff|songs|ones))*[.!? ]*"
)


def read(turn: "Turn", text: str) -> Outcome | None:
    """The list with less surprise; None for other texts, and where the list has none."""
    base = turn.base() if _TAMER.fullmatch(text.strip()) else None
    query = base[0].query if base is not None else None
    if base is None or query is None or query.surprise == "none":
        return None
    return turn.list_of(base[0], replace(query, surprise="some" if query.surprise == "much" else "none", skip=0))
