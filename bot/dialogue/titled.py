"""Songs with a word in their title, and what narrows such a list: the word stays."""

from typing import TYPE_CHECKING

import numpy as np

from bot.dialogue import acts
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import missing
from bot.reply import Reply
from engine import Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def word_of(text: str) -> str:
    """The word that is asked for in titles; empty if a text asks for none."""
    act = acts.read(text)
    return act["subject"].strip(" '\"“”‘’") if act.kind == "intitle" else ""


def listed(turn: "Turn", word: str) -> Outcome:
    """``songs with "love" in the title``: the best known of those that are found by the word."""
    found = _with(turn, word)
    return _shown(turn, found) if found else missing(turn, word)


def narrowed(turn: "Turn", more: Query, what: str) -> Outcome | None:
    """``only jazz ones`` after such a list: songs with the word that are so; None after any other list."""
    base = turn.base()
    query = base[0].query if base is not None else None
    if query is None or not query.tracks or query != Query(tracks=query.tracks, limit=query.limit):
        return None
    word = next((one for text in reversed(turn.context.said) if (one := word_of(text))), "")
    tracks = _with(turn, word) if word else []
    if not tracks or {one.recording for one in query.tracks} - {one.recording for one in tracks}:
        return None
    fit = turn.engine.match(more, [one.track_id for one in tracks])
    kept = [one for one, value in zip(tracks, fit, strict=True) if np.isfinite(value)]
    if not kept:
        return Outcome(
            reply=Reply(title=f'None of the {len(tracks):,} songs here with "{word}" in the title is that ({what}).')
        )
    return _shown(turn, kept)


def _with(turn: "Turn", word: str) -> list[Track]:
    found = map(turn.engine.catalogue.track, turn.engine.names.titled(word))
    return sorted(found, key=lambda track: -(track.popularity or 0))


def _shown(turn: "Turn", found: list[Track]) -> Outcome:
    shown = tuple(found[: turn.limit])
    return Outcome(request_of("recommend", Query(tracks=shown, limit=len(shown)).text))
