"""Which feature goes with popularity most, least or second most, after that was shown for a genre."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.dialogue.inquiries.said import Said, listed
from bot.dialogue.outcome import Outcome
from bot.dialogue.pattern_table import Pattern
from bot.dialogue.shared import read_again
from engine import Effect

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_PLACES: Final = {"second": 1, "2nd": 1, "next": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4}
_PLACE: Final = rf"(?P<place>{'|'.join(_PLACES)})"
_FEATURE: Final = r"(?:features?|factors?|traits?|things?|ones?|effects?|drivers?|variables?|measures?)"
_ASKS: Final = r"(?:(?:what|which|show me|tell me)(?:'s|s| is| are| was| one(?:'s| is)?)?(?: (?:the|its))? ?)?"
_BEHIND: Final = r"(?: (?:of (?:them|these|those|all|the (?:nine|features))|there|for popularity|in (?:it|there|that genre)|with popularity|then))*"
_END: Final = Pattern(
    rf"{_ASKS}(?:{_FEATURE} |of (?:them|these) )?(?:(?:is|are|has|have) )?(?:(?:matters?|counts?|does|do|moves?(?: it)?|helps?|hurts?|influences?(?: it)?|says?|tells?|goes) )?(?:the )?"
    rf"(?:{_PLACE}(?:[- ](?P<way>most|least|strongest|weakest|biggest|smallest))?|(?P<end>most|least|strongest|weakest|biggest|smallest|largest|lowest|highest|nothing|fewest))"
    rf"(?: (?:important|relevant|decisive|influential|significant|useful))?(?: {_FEATURE}| effect| influence| connection| role)?{_BEHIND}"
    rf"|{_ASKS}(?:comes|is|was) {_PLACE.replace('place', 'place2')}{_BEHIND}"
)
_HELPS: Final = Pattern(
    rf"{_ASKS}(?:{_FEATURE} )?(?P<what>helps?|hurts?|harms?|(?:goes )?up with|raises?(?: it)?|lowers?(?: it)?)(?: popularity)?(?: the)? most{_BEHIND}"
)
_LEAST: Final = frozenset(("least", "weakest", "smallest", "lowest", "nothing", "fewest"))
_LOWERS: Final = ("hurt", "harm", "lower")


def end(turn: "Turn", asked: Said) -> Outcome | None:
    """``which feature matters least``, ``second most``: the row of the table that was asked for, before the table again."""
    last = turn.context.last
    if last is None or turn.fresh or last.task.command != "drivers" or not last.ok:
        return None
    genres = [last.task.fields[key] for key in ("genre", "vs") if key in last.task.fields]
    if not genres:
        return None
    told = [_told(genre, turn.engine.drivers(genre).ranked, asked) for genre in genres]
    if not all(told):
        return None
    return Outcome(read_again(last), headline=" ".join(told))


def _told(genre: str, ranked: Sequence[Effect], asked: Said) -> str:
    """The sentence on the effect that was asked for; empty if none was."""
    if (match := _HELPS.fullmatch(asked.text)) is not None:
        lowers = match["what"].startswith(_LOWERS)
        ordered = sorted(ranked, key=lambda one: one.points if lowers else -one.points)
        way = "lower" if lowers else "higher"
        return f"In {genre}, {ordered[0].feature} goes most with {way} popularity: {_points(ordered[0])}."
    match = _END.fullmatch(asked.text)
    if match is None:
        return ""
    place = _PLACES.get(match["place"] or match["place2"] or "", 0)
    least = (match["end"] or match["way"]) in _LEAST
    chosen = ranked[-1 - place] if least else ranked[place]
    size = chosen.feature
    nth = f"{_ORDINALS[place]} " if place else ""
    doubt = ""
    sure = [one.feature for one in ranked if one.significant]
    if not least and not sure:
        doubt = " None goes with it beyond chance."
    elif least and sure:
        doubt = f" Beyond chance go {listed(sure)}." if len(sure) > 1 else f" Beyond chance goes {sure[0]} alone."
    return f"In {genre}, {size} goes {nth}{'least' if least else 'most'} with popularity: {_points(chosen)}.{doubt}"


_ORDINALS: Final = ("", "second", "third", "fourth", "fifth")


def _points(effect: Effect) -> str:
    """The size of an effect with its interval, and whether it may be chance."""
    size = f"{effect.points:+.1f} points per standard deviation ({effect.low:+.1f} to {effect.high:+.1f})"
    return f"{size}, {'more than chance' if effect.significant else 'which may be chance'}"
