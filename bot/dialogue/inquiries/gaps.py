"""How large the difference is that the last answer told: of two compared, of the first genre and the next, over years."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, data_facts
from bot.dialogue.context import Exchange
from bot.dialogue.inquiries.said import Said
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from engine import AUDIO_NAMES, TRAIT_NAMES, Comparison, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_IT: Final = r"(?:that|this|it|they|these|those|them|the (?:two|three|first(?: one)?)|both|(?:the )?(?:one|winner|first|top one))"
_TOLD: Final = "a difference of"
_HOW_MUCH: Final = Pattern(
    rf"by how (?:much|many(?: \w+)?)(?: (?:is|are|do|does|did|has|have) {_IT}(?: (?:differ|apart|ahead|lead|more|less|higher|lower|change|win))?)?"
    rf"|how (?:much|many \w+) (?P<word>(?:more|less)(?: [\w-]+)?|\w+er)(?: (?:is|are) (?P<who>{_IT}|[\w&' -]+?))?"
    rf"|how (?:big|large|small|wide|great)(?:'s| is| was) (?:the|that|this) (?:difference|gap|lead|distance|change|margin)(?: (?:between {_IT}|there|exactly|in numbers))*"
    rf"|how far (?:apart|ahead) (?:is|are) {_IT}|(?:what(?:'s|s| is) )?the (?:difference|gap|margin) in (?:numbers|figures|points|percent)"
    rf"|(?:much|a lot)(?: more| less)?|is (?:that|it) (?:much|a lot|a big difference)"
)


def gap(turn: "Turn", asked: Said) -> Outcome | None:
    """``by how much``: the figures of the difference that the answer just told, and the difference itself."""
    last = turn.context.last
    match = _HOW_MUCH.fullmatch(asked.text)
    if last is None or turn.fresh or not last.ok or match is None:
        return None
    if last is not turn.context.exchanges[-1] and _TOLD not in turn.context.exchanges[-1].told:
        return None  # something else was said since
    if (
        match["who"]
        and not re.fullmatch(_IT, match["who"])
        and match["who"] not in map(fold, last.task.fields.values())
    ):
        return None
    if last.task.command == "compare":
        told = _of_compared(turn, last, acts.trait_of(match["word"] or ""))
    elif last.task.command == "explore" and "genre" not in last.task.fields and last.task.fields.get("feature"):
        told = _of_genres(turn, last.task.fields["feature"])
    elif last.task.command == "trends" and last.task.fields.get("what") != "popularity":
        told = _over_years(turn, last)
    else:
        return None
    again = Action("That answer again", last.request)
    return Outcome(reply=Reply(title=told[0], text=told[1], actions=(again,))) if told else None


def _spoken_of(turn: "Turn", title: str) -> str:
    """The trait that the last questions or the answer named; empty if none did."""
    asked = next(filter(None, map(acts.trait_of, reversed(turn.context.said))), "")
    return asked if asked in TRAIT_NAMES else next((name for name in TRAIT_NAMES if name in title.lower()), "")


def _of_compared(turn: "Turn", last: Exchange, named: str) -> tuple[str, str]:
    """By how much two or three that were compared differ in what was asked about, or in what sets them apart most."""
    sides = [last.task.tracks.get(key) or last.task.fields[key].strip('"') for key in "abc" if key in last.task.fields]
    pairs = [turn.engine.compare(sides[0], other) for other in sides[1:]]
    found = pairs[0]
    name = named if named in TRAIT_NAMES else _spoken_of(turn, last.told)
    name = name or next((one.name for one in found.apart), AUDIO_NAMES[0])
    at = TRAIT_NAMES.index(name)
    profiles = [found.first, *(pair.second for pair in pairs)]
    known = sorted((one for one in profiles if one.raw[at] == one.raw[at]), key=lambda one: -one.raw[at])
    if len(known) < 2:
        return f"The {name} of at most one of these is known, so neither is the difference.", ""
    show = trait(name).format
    values = ", ".join(f"{one.name} {show(one.raw[at])}" for one in known)
    size = difference(name, known[0].raw[at], known[-1].raw[at])
    places = known[0].places[at] - known[-1].places[at]
    ends = "" if len(known) == 2 else f" between {known[0].name} and {known[-1].name}"
    title = f"{name.capitalize()}: {values}, {_TOLD} {size}{ends}."
    if places == places:
        title += f" That is {abs(places):.0f} percentiles among all recordings."
    return title, _others(found, name) if len(sides) == 2 else ""


def _others(found: Comparison, told: str) -> str:
    """What else sets two apart, with figures; empty if nothing else does."""
    parts = []
    for one in found.apart:
        at = TRAIT_NAMES.index(one.name)
        if one.name != told:
            first, second = (one.format(side.raw[at]) for side in (found.first, found.second))
            parts.append(f"{one.name} {first} against {second}")
    return f"Apart from that: {'; '.join(parts[:3])} ({found.first.name} first)." if parts else ""


def _of_genres(turn: "Turn", name: str) -> tuple[str, str]:
    """By how much the first genre of a ranking is ahead of the next, and of the last."""
    title = turn.context.said[-1] if turn.context.said else ""
    way = acts.extreme_of(
        {"how": "", "word": next((one for one in title.split() if one.strip("?").endswith("est")), "")}
    )
    ordered = data_facts.genre_ends(turn.engine, name, most=not (way is not None and way[0] == name and not way[1]))
    if len(ordered) < 2:
        return "", ""
    first, second, last = ordered[0], ordered[1], ordered[-1]
    show = trait(name).format
    ahead, whole = (difference(name, first.median(name), one.median(name)) for one in (second, last))
    text = f"{first.name.capitalize()} and {last.name} ({show(last.median(name))}), the other end, are {whole} apart."
    return (
        f"By {ahead}: median {name} {show(first.median(name))} in {first.name}, {show(second.median(name))} in {second.name}, the next.",
        text,
    )


def _over_years(turn: "Turn", last: Exchange) -> tuple[str, str]:
    """By how much a trait changed from the first ten years to the last."""
    name = last.task.fields.get("feature") or "energy"
    found = turn.engine.trend(name, last.task.fields.get("genre") or None)
    change, low, high = found.change
    then, now = found.then_and_now
    show = trait(name).format
    text = f"With 95 % certainty between {signed(name, low)} and {signed(name, high)}, as far as chance goes."
    return (
        f"By {'−' if change < 0 else '+'}{difference(name, now.mean, then.mean)}: from {show(then.mean)} in {then.label} to {show(now.mean)} in {now.label}.",
        text,
    )


_DIGITS: Final = {"duration": 0, "tempo": 0, "popularity": 0, "loudness": 1}


def difference(name: str, one: float, other: float) -> str:
    """The difference of two values of a trait as they are shown, so that a reader who subtracts finds the same.

    >>> difference("energy", 0.034, 0.086)
    '0.06'
    """
    digits = _DIGITS.get(name, 2)
    size = abs(round(float(one), digits) - round(float(other), digits))
    return f"{size:.0f} seconds" if name == "duration" else trait(name).format(size)


def signed(name: str, size: float) -> str:
    """A change of a trait with its sign.

    >>> signed("energy", -0.123)
    '−0.12'
    """
    return f"{'−' if size < 0 else '+'}{difference(name, size, 0.0)}"
