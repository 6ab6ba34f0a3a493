"""Plain words for crates: "put the first three into summer ad", "show me the summer ad crate"."""

import re
from typing import Final

from bot.dialogue import references
from bot.dialogue.context import Context
from bot.request import Request
from engine import Token, Track

_PUT: Final = re.compile(
    r"(?:please |can you |could you )?(?:put|add|move|stick|throw|drop) (?P<what>.+?) (?:in|into|on|onto|to) "
    r"(?:the |our |my |a )?(?P<name>.+?)(?: crate| shortlist)?(?: please)?[.!?]*",
    re.IGNORECASE,
)
_SHOW: Final = re.compile(
    r"(?:please )?(?:show|open|what(?:'s| is) in)(?: me| us)? (?:the |our |my )?(?P<name>.+?) crate[.!?]*",
    re.IGNORECASE,
)
# What else things are added to: the list that is talked of.
_NO_CRATE: Final = frozenset({"it", "that", "this", "list", "the list", "playlist", "mix", "queue", "them", "those"})


# "add more that is like what's on the list" is about the list shown.
_OF_THE_TALK: Final = re.compile(r"(?i)\b(?:list|playlist|mix|this|that|these|those|what(?:['’]?s)?|it|them)\b")


def kept(text: str, context: Context) -> Request | None:
    """The request to a crate that the words make; None if they speak of something else."""
    if match := _SHOW.fullmatch(text):
        return Request("crate", (Token("", "show"), _name(match)))
    match = _PUT.fullmatch(text)
    if match is None or match["name"].lower() in _NO_CRATE or _OF_THE_TALK.search(match["name"]):
        return None
    tracks = _meant(match["what"], context)
    if not tracks:
        return None
    return Request("crate", (Token("", "add"), _name(match), *(Token("track", track.track_id) for track in tracks)))


def _name(match: re.Match[str]) -> Token:
    return Token("name", match["name"].strip('"“”'), quoted=True)


def _meant(what: str, context: Context) -> tuple[Track, ...]:
    """The tracks of the rows that are meant: counted, described, all of them, or the one in focus."""
    found = references.find(what, context)
    if found is None:
        return ()
    return found.tracks or references.focus_tracks(context)
