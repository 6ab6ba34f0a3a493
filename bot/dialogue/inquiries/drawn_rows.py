"""A picture of the rows shown by one trait, which there is of a playlist alone: else the figures with bars, row by row."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, references
from bot.dialogue.context import Exchange, Shown
from bot.dialogue.inquiries.said import Said
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern, first_match
from bot.dialogue.shared import read_again
from bot.reply import Action, Reply, Row
from engine import TRAIT_NAMES, Token, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_COUNT: Final = r"two|three|four|five|six|seven|eight|nine|ten|\d{1,2}"
_THINGS: Final = r"(?:songs?|tracks?|ones|rows|tunes|titles|recordings|artists|bands|acts)"
_ROWS: Final = (
    rf"(?:(?:all|each|every one|both) )?(?:of )?(?:the )?(?:first )?(?:these|those|them)(?: (?P<count1>{_COUNT}))?(?: {_THINGS})?"
    rf"|(?:all )?(?:of )?(?:the|this|that|my|our) (?:first |top )?(?:(?P<count2>{_COUNT}) )?(?:{_THINGS}|list|playlist|set)"
    rf"|(?:each|every) (?:one|{_THINGS})"
)
_POINTS: Final = Pattern(
    r".*\b(?:these|those|them|their|they|each|every|(?:the|this|that|my|our) (?:\w+ )?(?:list|playlist|set|songs|tracks|rows|ones))\b.*"
)
_PICTURE: Final = (
    r"(?:pictures?|charts?|graphs?|plots?|diagrams?|images?|bars?|bar charts?|histograms?|visuals?|curves?|lines?)"
)
_DRAWS: Final = r"(?:draw|plot|chart|graph|visuali[sz]e|sketch)"
_SHOWS: Final = r"(?:show|see|give|put|make|get|have|display|do|turn)"
_WANTS: Final = r"(?:(?:can|could|would) (?:you|i|we) |please |now |i(?:'d| would) like (?:to (?:see )?)?|i want (?:to see )?|let me |just )*"
_AS: Final = rf" (?:as|in|on|into)(?: to)? (?:an? |one )?{_PICTURE}"
_TRAIT: Final = r"(?:the |their )?(?P<trait>(?!these\b|those\b|them\b|all\b|each\b|every\b)[\w-]+)(?: (?:levels?|values?|figures?|numbers?|scores?))?"
_OF_ROWS: Final = rf"(?:of|for|across|over|by|in) (?:{_ROWS})"
_DRAWN: Final = tuple(
    Pattern(_WANTS + pattern)
    for pattern in (
        rf"{_DRAWS}(?: me)? {_TRAIT}(?: {_OF_ROWS})?(?:{_AS})?",
        rf"{_SHOWS}(?: me)? {_TRAIT}(?: {_OF_ROWS})?{_AS}",
        rf"(?:(?:{_SHOWS}|{_DRAWS})(?: me)? )?(?:an? |the |one )?{_PICTURE} (?:of|with|showing|for) {_TRAIT}(?: {_OF_ROWS})?",
        rf"(?:{_SHOWS}|{_DRAWS})(?: me)? (?:{_ROWS}) by (?P<trait>[\w-]+)(?:{_AS})?",
        rf"(?:{_SHOWS}|{_DRAWS})(?: me)? how (?P<trait>[\w-]+) (?:{_ROWS}|they) (?:are|is)(?:{_AS})?",
        rf"{_SHOWS}(?: me)? (?:{_ROWS}){_AS}",
    )
)  # fmt: skip
_QUIETEST: Final = 60.0
"""Decibels below full scale, where the bars of loudness begin."""
NONE: Final = "I have no picture of rows by one trait: these are the figures, with a bar each."


def drawn(turn: "Turn", asked: Said) -> Outcome | None:
    """``plot the energy of these``: the trait row by row, and that there is no picture of rows."""
    shown = turn.context.counted
    if shown is None or turn.fresh or not _POINTS.fullmatch(asked.text):
        return None
    match = first_match(_DRAWN, asked.text)
    if match is None:
        return None
    said = match.groupdict()
    named = said.get("trait") or ""
    name = acts.trait_of(named) if named else ""
    if named and name not in TRAIT_NAMES:
        return None
    count = acts.count(said.get("count1") or said.get("count2") or "")
    rows = shown.rows[: count or len(shown.rows)]
    if shown.task.command == "playlist" and name in ("tempo", "") and len(rows) == len(shown.rows):
        return Outcome(read_again(shown), lead="The playlist has a picture: a step a track, the tempo below.")
    reply = _by_row(shown, rows, name, [_value(turn, row, name) for row in rows]) if name else _which(rows)
    return Outcome(reply=reply, focus=turn.context.focus)


def _value(turn: "Turn", row: Shown, name: str) -> float:
    """A trait of the track of a row, or the median of its artist; NaN where it is unknown."""
    if row.track is not None and not row.artist:
        return references.value(row.track, name)
    if not row.artist:
        return math.nan
    return float(turn.engine.artist(row.artist).profile.raw[TRAIT_NAMES.index(name)])


def _by_row(shown: Exchange, rows: Sequence[Shown], name: str, values: Sequence[float]) -> Reply:
    """The figures of one trait, row by row, with bars."""
    known = [value for value in values if value == value]
    show = trait(name).format
    if not known:
        return Reply(title=f"The {name} of these is not known.")
    most = max(range(len(rows)), key=lambda at: values[at] if values[at] == values[at] else -math.inf)
    least = min(range(len(rows)), key=lambda at: values[at] if values[at] == values[at] else math.inf)
    ends = (
        f"from {show(values[least])} (number {rows[least].number}) to {show(values[most])} (number {rows[most].number})"
    )
    title = f"{name.capitalize()} row by row: {ends}." if len(known) > 1 else f"{name.capitalize()}: {show(known[0])}."
    bars = tuple(
        Row(
            row.title,
            measure=bar(name, value, max(known)),
            amount=show(value) if value == value else "unknown",
            data={
                **({"track_id": row.track.track_id} if row.track is not None else {}),
                name: None if value != value else round(value, 4),
            },
        )
        for row, value in zip(rows, values, strict=True)
    )
    medians = " Of artists it is the median of their recordings." if any(row.artist for row in rows) else ""
    return Reply(title=title, text=f"{NONE}{medians}", rows=bars, actions=(Action("That list again", shown.request),))


def bar(name: str, value: float, most: float) -> float | None:
    """How long the bar of a value is, from 0 to 1, where another one has the most.

    >>> bar("energy", 0.4, 0.9), bar("tempo", 60, 120), bar("loudness", -30, -5)
    (0.4, 0.5, 0.5)
    """
    if value != value:
        return None
    if name == "loudness":
        return min(max(1 + value / _QUIETEST, 0.0), 1.0)
    size = value if trait(name).high == 1 else value / most if most > 0 else 0.0
    return min(max(size, 0.0), 1.0)


def _which(rows: Sequence[Shown]) -> Reply:
    """That there is no picture of rows, and what can be drawn or told of them."""
    keys = [row.track.track_id if row.track is not None else row.artist for row in rows[:2]]
    tokens = [Token(key, name, quoted=" " in name) for key, name in zip("ab", keys, strict=False)]
    compared = Action("The first two compared", request_of("compare", *tokens).text)
    return Reply(
        title="There is no picture of all rows of a list.",
        text='Two compared have one, and a playlist. Name a trait, such as "plot their energy", for the figures row by row.',
        actions=(compared,) if len(keys) > 1 and all(keys) else (),
    )
