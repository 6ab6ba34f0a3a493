"""What an outcome is completed with once the message is understood, whichever move read it.

Somebody whom only a part of the message named, the length of the music, notes on what no data tell or on the nearest
genre, and what "it" means next.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import free_text, list_orders, moves, patterns, references, whom
from bot.dialogue.language import hear
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.shared import phrases
from bot.request import read_request
from engine import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def completed(turn: "Turn", outcome: Outcome, text: str) -> Outcome:
    """The outcome of a message with what it still lacks; most of them lack nothing."""
    outcome = _lasting(turn, _named_too(turn, outcome, text), text)
    told = _told_untold(turn, _told_nearest(turn, outcome, text), text)
    return _carried(turn, _kept_in_mind(turn, told, text), text)


def _named_too(turn: "Turn", outcome: Outcome, text: str) -> Outcome:
    """The outcome; where it only goes on with the list shown and the text names somebody else, theirs instead."""
    base = turn.context.last_list
    if outcome.request is None or outcome.request.command != "recommend" or base is None or base.task.query is None:
        return outcome
    query = turn.task_of(outcome.request).query
    heard = hear(turn.engine, text)
    asked = moves.people(heard.query, wanted=True)
    if query is None or not asked or asked & (moves.people(query) | moves.people(base.task.query)):
        return outcome
    if moves.bare(query) == moves.bare(base.task.query):
        return free_text.as_heard(turn.anew(text), text, heard)
    if query.seeded or not moves.compared_with(text, heard.query):
        return outcome
    both = replace(query, like=heard.query.like, like_artists=heard.query.like_artists)
    return replace(outcome, request=read_request(f"/recommend {both.text}"))


def _lasting(turn: "Turn", outcome: Outcome, text: str) -> Outcome:
    """A new list as a playlist where the message says how long the music is to be, and not how many tracks."""
    request = outcome.request
    if request is None or request.command != "recommend" or not (turn.fresh or turn.base() is None):
        return outcome
    minutes = list_orders.minutes_asked(text)
    if minutes is None or any(token.key in ("limit", "track") for token in request.tokens):
        return outcome
    query = turn.task_of(request).query
    if query is None or "duration" in query.constraints:
        return outcome
    made = request_of("playlist", playlist_query(query).text, Token("minutes", str(minutes)))
    notes = tuple(note for note in outcome.notes if "say how long" not in note)
    return replace(outcome, request=made, notes=notes)


_TELL_THEMSELVES: Final = frozenset({"recommend", "playlist", "similar", "save"})
"""Commands whose answers say which of the words were taken as what."""


def _told_nearest(turn: "Turn", outcome: Outcome, text: str) -> Outcome:
    """The outcome with a note where another genre stands for one that the catalogue does not have."""
    if outcome.request is None or outcome.request.command in _TELL_THEMSELVES:
        return outcome
    taken = {token.value for token in outcome.request.tokens}
    for said in phrases(text):
        nearest = turn.engine.genres_in_place_of(said)
        if nearest and nearest[0] in taken:
            note = f'"{said}" is not one of the genres here; the nearest, {nearest[0]}, is shown instead.'
            return replace(outcome, notes=(*outcome.notes, note))
    return outcome


def _told_untold(turn: "Turn", outcome: Outcome, text: str) -> Outcome:
    """The outcome of a list with a note on what was asked for that no data tell, whatever move read the message."""
    if outcome.request is None or outcome.request.command not in ("recommend", "playlist", "similar", "save"):
        return outcome
    # Other words may have been put for it, which are told as well.
    told = " ".join(outcome.notes)
    notes = [
        note
        for part in turn.parts or (text,)
        for note in hear(turn.engine, part).query.notes
        if patterns.NOT_IN_DATA.fullmatch(note) and note.partition(":")[0] not in told
    ]
    return replace(outcome, notes=(*outcome.notes, *dict.fromkeys(notes))) if notes else outcome


def _kept_in_mind(turn: "Turn", outcome: Outcome, text: str) -> Outcome:
    """The outcome with what a question was about that nothing here answers: "her" and "it" mean it next."""
    if outcome.reply is None or outcome.focus or outcome.question is not None:
        return outcome
    match = patterns.ABOUT_SOMEBODY.search(text)
    first = ("track", "artist") if match and match.lastgroup in ("made", "sung") else ("artist", "track")
    found = turn.subjects.resolve(match[match.lastgroup or 0], first) if match else None
    found = found or whom.named_in(turn, text)
    if found is None:
        return outcome
    theirs = turn.subjects.recordings(found.artist) if found.track is None else [found.track]
    # "Her" means the first credited: of theirs one that they lead.
    track = next((one for one in theirs if one.artists[0] == found.artist), next(iter(theirs), None))
    return replace(outcome, focus=(track,)) if track is not None else outcome


def _carried(turn: "Turn", outcome: Outcome, text: str) -> Outcome:
    """The outcome with the track that was spoken of, where it lists more by its artist: "it" is that one still."""
    last = turn.context.last
    held = turn.focus or (tuple(last.task.tracks.values())[:1] if last is not None else ())
    if outcome.request is None or outcome.focus or not held or references.pronoun(text, turn.context) is None:
        return outcome
    query = turn.task_of(outcome.request).query
    theirs = query is not None and not query.named and {*query.artists} & {*held[0].artists}
    return replace(outcome, focus=held) if theirs else outcome
