"""Those that were talked of in one picture: ``compare the two in a picture``, ``put all three on a chart``."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from bot.dialogue.inquiries.said import Said, listed
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.dialogue.shared import names_in, not_there
from engine import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_ALL: Final = r"(?P<all{0}>both(?: of (?:them|these|those))?|(?:the|these|those) (?:two|three|2|3)(?: (?:genres|artists|bands|of them))?|all (?:of (?:them|these|those)|three|3|the three|three of (?:them|these|those))|(?:them|these|those)(?: (?:all|both|two|three))?)"
_CHART: Final = r"(?:charts?|pictures?|graphs?|plots?|diagrams?|images?|visuals?)"
_WANTS: Final = r"(?:(?:can|could) (?:you|i|we) |please |now |(?:i'd|i would) like (?:to )?|let's |let me )*"
_DRAWN: Final = Pattern(
    rf"{_WANTS}(?:compare|put|show|see|place|contrast|draw|plot|get|have|give|display)(?: me)? {_ALL.format(1)}(?: (?:together|side by side|next to each other))?(?: (?:in|on|as|into|onto|with)(?: to)? (?:an?|one|the same|the|a single)? ?{_CHART})(?: (?:together|then|please))*"
    rf"|{_WANTS}(?:(?:show|draw|give|make|do|plot)(?: me)? )?(?:an?|one|a single|the) {_CHART} (?:of|with|for|comparing) {_ALL.format(2)}(?: (?:together|in it|on it))?"
    rf"|{_WANTS}(?:plot|draw|chart|graph) (?P<all3>both(?: of them)?|all (?:three|3|of them)|the (?:two|three))(?: (?:together|side by side|against each other))?"
)
_NAMING: Final = re.compile(
    r"^(?:(?:and|ok|okay|now|so|please|can you|could you)[, ]+)*(?:compare(?:d to| with| to)?|contrast|add|include|plus|with|what about|how about|vs\.?|versus|(?:what(?:'s| is) )?the difference between|how (?:do|does|is|are))?\s*(?P<names>.+?)[ ?!.]*$"
)
_NAMES_ONLY: Final = re.compile(
    r"^(?:(?:and|ok|now|so)[, ]+)*(?:compare|contrast|add|include|plus|what about|how about|vs\.?|versus)\b|,|\bvs\b|\bversus\b|^and\b"
)
_MOST: Final = 3


def drawn(turn: "Turn", asked: Said) -> Outcome | None:
    """The comparison, which has a picture, of those talked of; who of them is not in the catalogue is told."""
    match = _DRAWN.fullmatch(asked.text)
    if match is None or turn.fresh:
        return None
    several = next(match[name] for name in ("all1", "all2", "all3") if match[name])
    count = 3 if re.search(r"three|3", several) else 2 if re.search(r"both|two|2", several) else 0
    compared = turn.context.last is not None and turn.context.last.task.command == "compare"
    lacking: list[str] = []
    names = list(dict.fromkeys((*_compared(turn), *_said(turn, lacking))))
    if len(names) < 2 or (not compared and not lacking):
        # The latest come first where nothing was compared.
        names = list(dict.fromkeys((*names, *_talked_of(turn))))[: count or _MOST][::-1]
    if len(names) < 2:
        return Outcome(reply=not_there(f"{listed(lacking)} is not in the catalogue.")) if lacking and names else None
    notes = [f'"{name}" is not in the catalogue, so it is left out' for name in lacking]
    if len(names) > _MOST:
        notes.append(f"three can be compared at a time, so {listed(names[:-_MOST])} gave way")
        names = names[-_MOST:]
    if len(names) < count and not lacking:
        notes.append(f"only {listed(names)} were talked of")
    names = names[:2] if count == 2 and not compared else names
    tokens = [Token(key, name, quoted=" " in name) for key, name in zip("abc", names, strict=False)]
    return Outcome(request_of("compare", *tokens), notes=tuple(notes))


def _compared(turn: "Turn") -> list[str]:
    """The genres and artists of the last comparison; none where it was of tracks, or something else came since."""
    last = turn.context.last
    if last is None or last.task.command != "compare" or last.task.tracks:
        return []
    return [last.task.fields[key].strip('"') for key in "abc" if key in last.task.fields]


def _said(turn: "Turn", lacking: list[str]) -> Iterator[str]:
    """The genres and artists that the last messages name to compare; those unknown are put to ``lacking``."""
    for text in turn.context.said:
        said = fold(text)
        match = _NAMING.match(said) if _NAMES_ONLY.search(said) else None
        known, unknown = names_in(turn, re.sub(r"\s+or\s+", ", ", match["names"])) if match is not None else ([], [])
        lacking += unknown
        yield from known


def _talked_of(turn: "Turn") -> Iterator[str]:
    """The genres and artists of the last answers, the latest first."""
    genres = turn.engine.catalogue.genres
    for exchange in reversed([one for one in turn.context.current if one.request][-6:]):
        task = exchange.task
        for key in ("c", "b", "a", "vs", "genre", "name", "like"):
            name = task.fields.get(key, "").strip('"')
            if key not in task.tracks and name and (name in genres or key in ("a", "b", "c", "name")):
                yield name
        if task.query is not None:
            yield from (*task.query.genres, *task.query.artists)
