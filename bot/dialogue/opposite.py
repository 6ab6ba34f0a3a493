"""``the opposite``, after a list: its moods, levels and limits the other way round, and everything else as it stands."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.references import value
from bot.reply import Reply
from engine import LEVELS, Constraint, Query

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_ASKS: Final = re.compile(
    r"(?:(?:ok|okay|and|so|now|then|well|actually|hm+|please|just|can (?:you|we)|could (?:you|we)|let'?s|how about|what about|i (?:want|need)|give me|show me|do|try|play|hear|make it|go|for|me|us)[, ]+)*"
    r"(?:the )?(?:(?:exact|complete|total|very|polar) )?(?:opposite|contrary|inverse|other extreme)(?: (?:of|to) (?:that|this|it|these|those|them|the list))?"
    r"(?: (?:please|then|now|instead|direction|mood|list|next))*"
)
_OF_TRACK: Final = re.compile(r"(?i).*?\b(?:opposite|contrary|inverse) (?:of|to) (?P<what>.+?)[ ?!.]*")
_TURNED: Final = ("energy", "valence", "danceability", "acousticness", "tempo")
"""The traits of a track by which others are its opposite."""
_MOODS: Final = {
    "happy": "sad", "sad": "happy", "calm": "energetic", "energetic": "calm", "angry": "calm", "dark": "happy",
    "dreamy": "energetic", "party": "calm", "workout": "calm", "sleepy": "energetic",
}  # fmt: skip
_LEVELS: Final = dict(zip(LEVELS, reversed(list(LEVELS)), strict=True))


def read(turn: "Turn", text: str) -> Outcome | None:
    """The list shown or a track, turned round; what has no opposite is told. None if the text asks for something else."""
    if (of_track := _of_track(turn, text)) is not None:
        return of_track
    if not _ASKS.fullmatch(fold(text).strip(" ?!.,")) or turn.fresh or (base := turn.base()) is None:
        return None
    task, _ = base
    query = task.query or Query()
    turned, kept = opposite(query)
    if turned == query:
        return Outcome(
            reply=Reply(
                title="The opposite in what? This list goes by no mood and no level that could be turned round.",
                text="Say which way: calmer or livelier, happier or darker, slower or faster, less known or better known.",
            )
        )
    if kept:
        turn.notes.append(f"kept as it was, since it has no opposite here: {', '.join(kept)}")
    return turn.list_of(task, turned)


def _of_track(turn: "Turn", text: str) -> Outcome | None:
    """``the opposite of Blinding Lights``: tracks on the other side of the catalogue in what sets it apart."""
    match = _OF_TRACK.fullmatch(text) if len(text) <= acts.LONGEST else None
    found = turn.subjects.resolve(match["what"], ("track",)) if match is not None else None
    if found is None or found.track is None:
        return None
    engine, track = turn.engine, found.track
    levels = {
        name: engine.level(name, value(track, name)) for name in _TURNED if value(track, name) == value(track, name)
    }
    turned = {name: Constraint(_LEVELS[level]) for name, level in levels.items() if level != "medium"}
    if not turned:
        title = f"{track.title} lies in the middle in all that I could turn round: {', '.join(_TURNED)}."
        return Outcome(reply=Reply(title=title))
    query = Query(turned, not_tracks=(track,), limit=turn.list_limit())
    told = ", ".join(f"{name} {levels[name]}" for name in turned)
    note = f"{track.title} has {told}: these are on the other side"
    return Outcome(request_of("recommend", turn.kept_out(query).text), notes=(*turn.notes, note), fresh=True)


def opposite(query: Query) -> tuple[Query, list[str]]:
    """A query with its moods and levels turned round, and what of it has no opposite, in words.

    >>> query, kept = opposite(Query({"tempo": Constraint("high")}, moods=("happy",), genres=("rock",)))
    >>> query.text, kept
    ('tempo:low mood:sad genre:rock', ['rock'])
    """
    moods = tuple(dict.fromkeys(_MOODS.get(mood, mood) for mood in query.moods))
    constraints = {name: _turned(one) for name, one in query.constraints.items()}
    kept = [mood for mood in query.moods if mood not in _MOODS]
    kept += [*query.genres, *query.genres_all, *query.artists, *query.like_artists]
    kept += [f'"{query.scene}"'] if query.scene else []
    kept += [track.track_name for track in (*query.like, *query.tracks)]
    return replace(query, moods=moods, constraints=constraints, tracks=(), skip=0, notes=()), kept


def _turned(constraint: Constraint) -> Constraint:
    """A level as the one on the other end, a limit as that of what it left out; what is medium, or between, stays."""
    target = (
        _LEVELS.get(constraint.target, constraint.target) if isinstance(constraint.target, str) else constraint.target
    )
    if (constraint.low is None) != (constraint.high is None):
        return replace(constraint, target=target, low=constraint.high, high=constraint.low)
    return replace(constraint, target=target)
