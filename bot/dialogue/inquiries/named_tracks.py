"""Tracks named in a question, side by side by one trait: ``rank these by energy: A, B, C``, ``which is faster, A or B``."""

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, references
from bot.dialogue.inquiries.said import Said, listed
from bot.dialogue.language import artist_named, genre_or_nearest
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from engine import TRAIT_NAMES, WORDS, Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_THINGS: Final = r"(?:songs?|tracks?|tunes?|ones?|titles|two|three|four|five|\d)"
_ORDER: Final = r"(?:rank|sort|order|rate|list|arrange)"
_BY: Final = r"(?:by|for|in order of|according to|in terms of|on)(?: (?:the|their))?"
_RANKED: Final = (
    Pattern(
        rf"{_ORDER}(?: me)?(?: (?:these|those|this|the(?: following)?|{_THINGS}))* {_BY} (?P<trait>[\w -]+?)\s*(?:[:;,–-]+|\bof)\s*(?P<names>.+)"
    ),
    Pattern(rf"{_ORDER}(?: me)?(?: (?:these|those|the(?: following)?|{_THINGS}))*[:;,]*\s*(?P<names>.+?) {_BY} (?P<trait>[\w -]+)"),
    Pattern(
        rf"(?:which|what|who)(?: (?:of (?:them|these|those)|{_THINGS}))*(?:'s|s| is| has| have| sounds| feels| got| was| would be)?(?: (?:the|a))?(?: (?P<how>more|most|less|least|higher|highest|lower|lowest))? (?P<word>[\w-]+)(?: {_THINGS})?\s*[,:;–-]?\s*(?:of |between |out of |among )?(?P<names>.+? (?:or|and|vs\.?|versus) .+)"
    ),
    Pattern(
        rf"(?P<names>.+? (?:or|and|vs\.?|versus) .+?)\s*[,:;?–-]+\s*(?:which|what|who)(?: (?:of (?:them|these|those|the two)|{_THINGS}))*(?:'s|s| is| has| sounds| feels| got)?(?: the)?(?: (?P<how>more|most|less|least|higher|highest|lower|lowest))? (?P<word>[\w-]+)(?: {_THINGS})?"
    ),
    Pattern(r"(?:is|are|was) (?P<names>.+? or .+?) (?:the )?(?:(?P<how>more|most|less|least) )?(?P<word>[\w-]+)"),
)  # fmt: skip
_BY_TRAIT: Final = Pattern(
    rf"(?:(?:what|how) about |now |and |then |(?:{_ORDER}) (?:them|these|those|it) )*(?:{_BY} )?(?:the )?(?P<trait>[\w-]+)(?: instead)?"
)
_ONE_MORE: Final = Pattern(
    r"(?:(?:what|how) about|add|with|include|put in|throw in|plus|where (?:is|does|would)|compared (?:to|with)) (?:the (?:song|track) )?(?P<name>.+?)(?: (?:to (?:it|that|them|the list)|too|as well|fit|fit in|rank|stand|come|land|in (?:it|there)|added))*"
)
_MOST: Final = 20


def ranked(turn: "Turn", asked: Said) -> Outcome | None:
    """The tracks that are named, in the order of the trait that is asked for, each with its figure."""
    # As written first: a title may begin with what opens a message, such as "No".
    texts = dict.fromkeys((fold(asked.written).strip(" ?!."), asked.text))
    for text, pattern in itertools.product(texts, _RANKED):
        match = pattern.fullmatch(text)
        if match is None or (order := _order(match.groupdict())) is None:
            continue
        names = _names(turn, match["names"])
        if not 2 <= len(names) <= _MOST or all(
            genre_or_nearest(turn.engine, name) or artist_named(turn.engine, name) for name in names
        ):
            continue
        found = [turn.subjects.track(name) for name in names]
        tracks = list({one.recording: one for one in found if one is not None}.values())
        if len(tracks) < 2:
            continue
        turn.notes += [
            f'"{name}" is not in the catalogue' for name, one in zip(names, found, strict=True) if one is None
        ]
        return _in_order(turn, tracks, *order)
    return None


def _order(slots: dict[str, str | None]) -> tuple[str, bool] | None:
    """The trait to order by and whether most of it comes first."""
    if "trait" in slots:
        name = acts.trait_of(slots["trait"] or "")
        return (name, True) if name else None
    how = {"higher": "more", "lower": "less"}.get(slots.get("how") or "", slots.get("how") or "")
    return acts.extreme_of({"how": how, "word": slots["word"] or ""})


def _names(turn: "Turn", text: str) -> list[str]:
    """The names of a list: between commas and "or"; "and" parts only what is no title by itself."""
    names: list[str] = []
    for part in re.split(r"\s*[,;]\s*(?:and\s+|or\s+|&\s+)?|\s+(?:or|vs\.?|versus)\s+", text.strip(" :;,?!.")):
        whole = " and " not in part or turn.subjects.track(part) is not None
        names += [part] if whole else part.split(" and ")
    return [name.strip(" \"'“”‘’") for name in names if name.strip(" \"'“”‘’")]


def _in_order(turn: "Turn", tracks: list[Track], trait: str, most: bool) -> Outcome:
    known = [one for one in tracks if references.value(one, trait) == references.value(one, trait)]
    ordered = sorted(known, key=lambda one: -references.value(one, trait) if most else references.value(one, trait))
    ordered += [one for one in tracks if one not in known]
    told = listed([f"{one.track_name} {facts.value_text(one, trait)}" for one in ordered], _MOST)
    lead = f"By {trait}, {'highest' if most else 'lowest'} first: {told}."
    if len(known) > 1 and facts.value_text(known[0], trait) != facts.value_text(known[-1], trait):
        word = WORDS[trait].most if most else WORDS[trait].least
        lead = f"{ordered[0].title} is the {word}. {lead}"
    query = Query(tracks=tuple(ordered), sort=f"-{trait}" if most else trait, limit=len(ordered))
    return Outcome(request_of("recommend", query.text), lead=lead, notes=tuple(turn.notes))


def again(turn: "Turn", asked: Said) -> Outcome | None:
    """``and by energy``, ``what about As It Was``, after named tracks were put in an order: by that, or with it."""
    last = turn.context.last
    query = last.task.query if last is not None and not turn.fresh and last is turn.context.exchanges[-1] else None
    if query is None or not query.tracks or query != replace(
        Query(), tracks=query.tracks, sort=query.sort, limit=len(query.tracks), notes=query.notes
    ):  # fmt: skip
        return None
    trait, most = query.sort.removeprefix("-"), query.sort.startswith("-")
    if trait not in TRAIT_NAMES:
        return None
    if (match := _BY_TRAIT.fullmatch(asked.text)) and (name := acts.trait_of(match["trait"])):
        return _in_order(turn, list(query.tracks), name, True)
    match = _ONE_MORE.fullmatch(asked.text)
    track = turn.subjects.track(match["name"]) if match is not None else None
    if track is None or len(query.tracks) >= _MOST:
        return None
    others = [one for one in query.tracks if one.recording != track.recording]
    return _in_order(turn, [*others, track], trait, most)
