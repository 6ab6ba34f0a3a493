"""The words of a question without what surrounds them, and what the talk before makes of them: which genre, which rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.dialogue import references
from bot.dialogue.language import genre_or_nearest
from bot.dialogue.lexicon import fold
from bot.dialogue.pattern_table import Pattern
from engine import Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_OPENING: Final = Pattern(
    r"^[\s¿¡]*(?:(?:so|and|ok|okay|but|hm+|well|wait|now|also|then|hey|btw|lol|haha+|tbh|honestly|interesting|cool|nice|right|ah|oh|fine|"
    r"great|good|yeah|yes|no|just (?:curious|wondering)|i wonder(?: if)?|i'm wondering|quick question|one more thing|"
    r"(?:can|could|would) (?:you|u) (?:please )?tell me(?: if| whether)?|do (?:you|u) know(?: if| whether)?|tell me(?: if| whether)?)"
    r"(?:[\s,.!:;-]+|$))+"
)
_CLOSING: Final = Pattern(
    r"(?:[\s,]+(?:then|though|tho|lol|haha|pls|please|btw|exactly|actually|again|roughly|though|by the way|do you (?:think|know)|you (?:think|reckon)|"
    r"according to you|(?:according to|in|by|from|going by) (?:your|the|this|these) (?:numbers|data|data ?base|figures)|in general|generally|typically|usually|on average|on the whole|overall|at all|"
    r"here|u think|right now|now|right|nowadays|these days|today|at the moment|currently))*[\s?!.]*$"
)
_HERE: Final = Pattern(
    r"(?:there|here|it|this|that|them|those|these|(?:this|that|the|its|their|the same|our|my) (?:genre|style|scene|field)|its own genre)"
)
_AROUND_GENRE: Final = Pattern(
    r"^(?:(?:the|all|only|just|whole|modern|some|other|its|within|in|among|for)\s+)+|"
    r"\s+(?:specifically|alone|only|in particular|especially|music|songs?|tracks?|tunes?|world|scene|genre|stuff|people|artists?|acts?|as well|too|itself)$"
)


@dataclass(frozen=True)
class Said:
    """One question, ready to be read.

    Parameters
    ----------
    text : str
        Folded, without opening and closing words and marks.
    asks : bool
        Whether it ends with a question mark, as written.
    genre : str
        The genre to ask it of, where a later message named one; empty: the one that it names, or that was talked of.
    number : int
        How many rows a later message asked for; 0 if none did.
    """

    text: str
    asks: bool = False
    genre: str = ""
    number: int = 0
    written: str = field(default="", compare=False)


def said(text: str, genre: str = "", number: int = 0) -> Said:
    """A message as a question.

    >>> said("so, does loudness matter though?").text
    'does loudness matter'
    """
    folded = fold(text)
    bare = _OPENING.sub("", folded, count=1) or folded
    return Said(" ".join(_CLOSING.sub("", bare).split()), text.rstrip().endswith("?"), genre, number, text)


def genre_talked_of(turn: "Turn") -> str:
    """The genre that "there" means: of the last answer, of the track that it was about; empty if none."""
    last = turn.context.last
    if last is None or turn.fresh:
        return ""
    known = turn.engine.catalogue.genres
    if last.task.command == "genres" and (name := last.task.fields.get("name", "")) in known:
        return name
    if last.task.tracks and last.task.command in ("track", "genre"):
        return turn.engine.main_genre(next(iter(last.task.tracks.values())))
    if genres := references.focus_genres(turn.context, known):
        return genres[-1]
    names = [turn.engine.main_genre(track) for track in last.tracks]
    return max(names, key=names.count) if names else ""


def genre_of(turn: "Turn", phrase: str) -> str | None:
    """The genre that a phrase names or points to; None where it names something else, empty for an empty phrase."""
    bare = phrase.strip(" ,.")
    if not bare or re.fullmatch(
        r"(?:general|total|all|the (?:whole )?(?:catalog\w*|data)|everything|music|songs|tracks|popularity)", bare
    ):
        return ""
    if _HERE.fullmatch(bare):
        return genre_talked_of(turn) or None
    before = ""
    while bare != before:
        if genre := genre_or_nearest(turn.engine, bare):
            return genre
        before, bare = bare, _AROUND_GENRE.sub("", bare).strip()
    return None


def where(turn: "Turn", asked: Said, *phrases: str | None) -> str | None:
    """The genre a question is about: said later, named in it, else the one talked of; None where it names no genre."""
    if asked.genre:
        return asked.genre
    named = next((one for one in phrases if one), "")
    if named:
        return genre_of(turn, named)
    return genre_talked_of(turn)


def tracks_meant(turn: "Turn", phrase: str, *, all_rows: bool = True) -> tuple[Track, ...]:
    """The tracks that a phrase points to or names: a row, several, the one talked of, all rows; none if it names nothing."""
    bare = phrase.strip()
    if (found := references.rows_of(bare, turn.context)) is not None and found.tracks:
        return found.tracks
    shown = turn.context.counted
    if re.fullmatch(
        r"(?:they|these|those|them|all of (?:them|these|those)|all|(?:these|those|the) (?:songs|tracks|ones|rows)|(?:the|this|that) (?:whole )?(?:list|playlist|set)|there|here)",
        bare,
    ):
        return shown.tracks if shown is not None and all_rows else ()
    if re.fullmatch(
        r"(?:it|that|this|that one|this one|the (?:song|track|one)|(?:that|this) (?:song|track|tune))", bare
    ):
        return (turn.focus or references.focus_tracks(turn.context))[:1]
    found_name = turn.subjects.resolve(bare, ("track",)) if bare else None
    return (found_name.track,) if found_name is not None and found_name.track is not None else ()


def listed(names: Sequence[str], most: int = 5) -> str:
    """``a, b and c``; of many the first few.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
