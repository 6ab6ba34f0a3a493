"""How often the genre model finds one genre, and what it takes it for: "how often do you get metal right"."""

from typing import TYPE_CHECKING, Final

from bot.dialogue.inquiries.said import Said, where
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from bot.say import say

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_WHO: Final = r"(?:you|the (?:model|classifier)|your (?:model|classifier))"
_GUESS: Final = r"(?:get|recogni[sz]e|spot|guess|identify|detect|predict|classify|find|know|tell|label)"
_RIGHT: Final = r"(?: (?:right|wrong|correctly|apart|when you hear it|tracks?|songs?|music))*"
_ASKED: Final = tuple(
    Pattern(pattern)
    for pattern in (
        rf"how (?:often|well|reliably|accurately) (?:do|does|can|would|did) {_WHO} {_GUESS} (?P<genre>.+?){_RIGHT}",
        rf"how (?:good|accurate|reliable|bad|confident) (?:are|is) {_WHO} (?:at|with|on|for|about|in|when it comes to)(?: (?:recogni[sz]ing|spotting|guessing|telling|predicting|identifying|detecting|getting))? (?P<genre>.+?){_RIGHT}",
        rf"(?:what|which genres?)(?: else)? (?:do|does) {_WHO} (?:mix|confuse|take|mistake)(?: up)? (?P<genre>.+?)(?: up)? (?:with|for)",
    )
)

_AT_ALL: Final = Pattern(
    rf"how (?:good|accurate|reliable) (?:are|is) {_WHO}(?: (?:really|actually|anyway|at (?:this|it|that|genres?|guessing genres)))*"
)

_POINTS: Final = frozenset(
    ("that", "this", "it", "these", "those", "them", "that one", "this one", "all that", "all this")
)
_OTHER: Final = frozenset(("emerging", "trends", "drivers", "compare", "explore"))
"""Answers that are no guess at a genre: how sure they are is asked of them."""


def _of_another_answer(turn: "Turn") -> bool:
    """Whether the last answer was a forecast or an analysis."""
    last = turn.context.last
    return not turn.fresh and last is not None and last.task.command in _OTHER


def at_all(turn: "Turn", asked: Said) -> Outcome | None:
    """``how good are you``: the figures of the genre model."""
    if not _AT_ALL.fullmatch(asked.text):
        return None
    if "genre" not in asked.text and turn.context.last is not None and turn.context.last.task.command == "emerging":
        return None  # the forecast is meant
    return Outcome(request_of("model"))


def one_genre(turn: "Turn", asked: Said) -> Outcome | None:
    """The measured figures of one genre, of predictions by models that had not seen the track."""
    match = next(filter(None, (pattern.fullmatch(asked.text) for pattern in _ASKED)), None)
    if match is None or (match["genre"] in _POINTS and not asked.genre and _of_another_answer(turn)):
        return None
    genre = where(turn, asked, match["genre"])
    if not genre:
        return None
    report = turn.engine.genre_report()
    found = {kind: dict(scores) for kind, scores in report.f1.items()}
    known, unknown = (found[kind].get(genre) for kind in ("full", "full, artist unknown"))
    if known is None or unknown is None:
        return None
    place = 1 + sum(score > known for score in found["full"].values())
    text = (
        "1 would mean: every track of it found, and nothing else taken for it (F1). "
        f"That is place {place} of {len(found['full'])} genres, by artists I know."
    )
    taken = [f"{other} ({share:.0%})" for true, other, share in report.confused if true == genre]
    if taken:
        text += f" Most often taken for {', '.join(taken[:3])}."
    title = f"How well I recognise {genre}: {known:.2f} of 1 by artists I know, {unknown:.2f} by others"
    actions = (Action("All genres", say("model")), Action("What is confused", say("model", show="confusion")))
    return Outcome(reply=Reply(title=title, text=text, actions=actions))
