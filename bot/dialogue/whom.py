"""Whom "her" and "him" mean: a name in a question that had no answer, or nobody, which is asked about."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import references, smalltalk
from bot.dialogue.inquiries import kind
from bot.dialogue.language import artist_named, hear
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.subjects import Found
from bot.reply import Action
from engine import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_OF_THEM: Final = r"(?:songs?|tracks?|music|hits?|stuff|albums?|voice|sound|singles?|recordings?|catalogue|discography|work|genres?|popularity|tunes?|ones?|best|biggest|popular)"
# "her biggest song", "songs like him", "is she popular", "what does he sound like"
_POINTS: Final = re.compile(
    rf"\b(?P<whose>her|his)\s+(?:[\w-]+\s+){{0,3}}?(?:{_OF_THEM}|\w+est)\b"
    r"|\b(?:like|by|from|of|as|than|to)\s+(?P<whom>her|him)\W*$"
    r"|\b(?:is|was|does|did|has|who(?:['’]s)?|what(?:['’]s)?|how(?:['’]s)?)\s+(?P<who>she|he)\b"
)
# Somebody of whom the message itself speaks: "my mum likes jazz, her favourite songs are old".
_SPOKEN_OF: Final = re.compile(
    r"(?i)\b(?:my|our|his|her|a|an|the|this|that|some)\s+(?:\w+\s+){0,2}?(?:mum|mom|mother|dad|father|wife|husband|kid|son|daughter|girl\w*|boy\w*|"
    r"friend|boss|client|sister|brother|grand\w+|man|woman|guy|lady|singer|artist|rapper|dj|teacher|partner|bride|groom|baby|dog|cat|character|hero|heroine|actor|actress)\b"
    r"|\b(?:someone|somebody|who|whose)\b.*\b(?:who|that|whose)\b"
)
# "show me tracks by that artist"
_THAT_ONE: Final = re.compile(
    r"(?i)\b(?:by|from|of|like) (?P<one>(?:that|this) (?:artist|band|singer|group|rapper|guy|producer|dj))\W*$"
)
_MOST_NAMES: Final = 5
_MOST_WORDS: Final = 12
_NAME: Final = re.compile(
    r"(?<![\w'’])[A-Z0-9][\w'’.&$-]*(?:\s+(?:(?:of|the|and|&|de|la|von|van)\s+){0,2}[A-Z0-9][\w'’.&$-]*)*"
)
_FIRST_WORD: Final = re.compile(
    r"^(?:Is|Are|Was|Were|Does|Do|Did|Has|Have|Can|Could|Will|Would|Should|What|Who|Which|Where|When|Why|How|And|So|But|Ok|Okay|Hey|Hi|Tell|I)\b['’s]*\s*"
)


def asked_back(turn: "Turn", text: str) -> Outcome | None:
    """The question whom a pronoun means, where nobody was named or shown alone; None where somebody was.

    The artist of the first row of a list by many would be a guess.
    """
    match = _POINTS.search(text)
    one = _THAT_ONE.search(text) if match is None else None
    match = match or one
    if match is None or len(text.split()) > _MOST_WORDS or (one is None and _SPOKEN_OF.search(text)):
        return None
    if _referent(turn) if one is None else not _one_of_several(turn):
        return None
    if hear(turn.engine, text[: match.start()]).names or hear(turn.engine, text[match.end() :]).names:
        return None
    word = match[match.lastgroup or 0].lower()
    line = f'Whom do you mean by "{word}"? Write the name of the artist, and I go on from there.'
    counted = turn.context.counted
    names = list(dict.fromkeys(track.artists[0] for track in counted.tracks)) if counted is not None else []
    songs = tuple(
        Action(f"Songs by {name}", request_of("recommend", Token("artist", name, quoted=" " in name)).text)
        for name in names[:_MOST_NAMES]
    )
    return Outcome(reply=smalltalk.reply("which", songs, line))


def _referent(turn: "Turn") -> bool:
    """Whether the talk has somebody whom "her" may mean."""
    if turn.focus or turn.context.focus or turn.mentioned_artist():
        return True
    if turn.fresh or not references.focus_artist(turn.context):
        return False
    for exchange in reversed([one for one in turn.context.current if one.request]):
        task, query = exchange.task, exchange.task.query
        if (
            task.tracks
            or "name" in task.fields
            or (query is not None and (query.artists or query.like_artists or query.named))
        ):
            return True
        if exchange.counts and exchange.tracks:
            return (
                len({track.artists[0] for track in exchange.tracks}) < len(exchange.tracks) or len(exchange.tracks) == 1
            )
    return True


def _one_of_several(turn: "Turn") -> bool:
    """Whether "that artist" may be any of those on the list shown: none of them was asked for or spoken of."""
    last = turn.context.last
    if turn.fresh or last is None or not last.is_list or turn.focus or turn.context.focus:
        return False
    query = last.task.query
    asked = query is not None and (query.artists or query.like_artists)
    return not asked and len({track.artists[0] for track in last.tracks}) > 1


def named_in(turn: "Turn", text: str) -> Found | None:
    """The artist or track whose name a question without an answer holds, written with capitals; None for none."""
    if kind(text) not in ("data", "rows", "bot"):
        return None
    for match in _NAME.finditer(_FIRST_WORD.sub("", text)):
        if artist := artist_named(turn.engine, match[0]):
            return Found(artist=artist)
        if " " in match[0] and (track := turn.subjects.track(match[0])) is not None:
            return Found(track=track)
    return None
