"""A song of one's own, told in words: its likely genres, songs to compare it with, and how popular such songs are.

``it's 128 bpm, very danceable, in minor, no vocals`` after ``i have a track``, then ``which genre would that be`` and
``how popular are such songs``. Nobody's file is heard: what counts are the recordings that are all that was told.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.dialogue import acts
from bot.dialogue.inquiries.said import listed
from bot.dialogue.language import hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from engine import TRAIT_NAMES, Query, Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_MINE: Final = r"(?:my|our|the band['’]?s|a friend['’]?s)"
_SONG: Final = (
    r"(?:songs?|tracks?|demos?|single|tunes?|recordings?|mix(?:es)?|beats?|music|ep|album|mp3s?|wavs?|audio|files?)"
)
_OWN: Final = Pattern(
    rf"\b{_MINE} (?:\w+ ){{0,2}}?{_SONG}\b|\b(?:i|we)(?:['’]ve| have| just)?(?: (?:got|have|made|wrote|written|recorded|produced|finished|just))+(?! (?:\w+ed|heard)\b) (?:\w+ ){{0,3}}?{_SONG}\b|\b{_SONG} (?:of|from|by) (?:mine|ours|my band|our band|my own|me)\b"
)
_TELLS: Final = Pattern(
    r"(?:(?:ok|okay|so|well|hm+|right|fine|and|then)[, ]+)*(?:it(?:['’]s|s| is| has)|(?:mine|ours) (?:is|has)|(?:my|our|the) (?:\w+ ){0,2}(?:song|track|demo|single|tune|one|beat)(?:['’]s|s| is| has)|(?:i|we) (?:have|made|wrote|recorded|produced|finished)|(?:i|we)['’]ve (?:got|made|written)) .+"
)
_CANNOT_HEAR: Final = Pattern(
    rf".*\b(?:you|u) (?:can|could|can['’]?t|cannot|do|don['’]?t|are able to|able to)?(?: (?:not|actually|even|probably))* ?(?:listen|hear|open|play|analy[sz]e|read|check) (?:to |into )?(?:(?:my|our|the|any|a|an|some|own|audio|sound|music|actual|uploaded) )*(?:{_SONG}|uploads?|attachments?|audio files?)\b.*"
    rf"|.*\b(?:can|could|will|would|do) (?:you|u) (?:listen to|hear|rate|judge|review|analy[sz]e|check out) (?:my|our) .*"
)
_JUDGE: Final = Pattern(
    r".*\b(?:which (?:one|of (?:them|these|those))?|what|is it|will it|would it|could it|how good|good enough|be a hit|the (?:lead )?single|rate|judge)\b.*"
)
_GENRE: Final = Pattern(
    r"(?:(?:and|so|ok|then|but)[, ]+)*(?:what|which) (?:genres?|styles?|kind of music|category)(?: (?:would|could|might|should))? ?(?:that|it|this|such a (?:song|track)|(?:my|our|the) (?:song|track|one|tune)|something like (?:that|this))? ?(?:(?:would|could|might|is|be|count as|fall (?:in|under)|go under|fit|sound like)[ ?.!]*)*(?:that|it|this)?[ ?.!]*"
)
_WOULD: Final = re.compile(r"\b(?:would|could|might|my|our|such)\b")
_POPULAR: Final = Pattern(
    r"(?:(?:and|so|ok|then|but)[, ]+)*(?:how (?:popular|successful|well[- ]known|big|known|common) (?:are|is|do|does|would|will) (?:such (?:a )?(?:songs?|tracks?|music|things?|ones?)|(?:songs?|tracks?|music|ones?|things?|stuff) (?:like (?:that|this|it|mine|ours)|of (?:that|this) kind)|that kind of (?:song|track|music)|comparable (?:songs?|tracks?))(?: (?:be|get|usually|normally|typically))*"
    r"|how (?:do|does|would|will|well do) (?:such (?:a )?(?:songs?|tracks?|music)|(?:songs?|tracks?|music) like (?:that|this|it|mine|ours))(?: (?:do|perform|fare|chart|go|sell))?(?: (?:usually|normally))?|do (?:people|listeners) (?:like|listen to) (?:such (?:songs?|tracks?|music)|(?:songs?|tracks?|music) like (?:that|this|it)))[ ?.!]*"
)
_FEWEST: Final = 20
_MOST_GENRES: Final = 3
_LIKELY: Final = 5  # recordings of a genre that are so, from which on it is named
_CAVEAT: Final = "It tells what such songs reached, and not what one more of them will."


def read(turn: "Turn", text: str) -> Outcome | None:
    """What the text asks or tells of somebody's own song; None if it speaks of none."""
    if len(text) > acts.LONGEST:
        return None
    said = fold(text).strip(" ¿¡")
    if _CANNOT_HEAR.fullmatch(said):
        return _ask_for_words()
    own = _OWN.search(said) is not None
    spoken_of = own or (not turn.fresh and any(_OWN.search(fold(one)) for one in turn.context.said))
    if spoken_of and _TELLS.fullmatch(said) and (query := _description(turn, text)) is not None:
        return _described(turn, query)
    if own and _JUDGE.fullmatch(said) and _asks_for_verdict(turn, text):
        return _ask_for_words()
    query = _shown(turn)
    if query is None:
        return None
    if _GENRE.fullmatch(said) and (_WOULD.search(said) or spoken_of):
        told = _genres(turn, query)
        return Outcome(
            reply=Reply(title=told or "Too few recordings here are like that to tell a genre.", text=_WORDS_ONLY)
        )
    if _POPULAR.fullmatch(said):
        told = _popularity(turn, query)
        title = told or "Too few recordings here are like that to tell how popular they are."
        return Outcome(reply=Reply(title=title, text=_CAVEAT, actions=_by_genre(turn, query)))
    return None


_WORDS_ONLY: Final = "By the recordings here that are all that was said; a genre is more than these figures."


def _asks_for_verdict(turn: "Turn", text: str) -> bool:
    """Whether nothing is asked for that could be found: "my track is sad, what is like it" goes on elsewhere."""
    query = hear(turn.engine, text).query
    return not (query.constraints or query.moods or query.keys or query.named or query.genres)


def _ask_for_words() -> Outcome:
    line = "I can't listen to files. Tell me of a song its tempo, key, mood and whether somebody sings, and I say what genre it is like, which songs to compare it with and how popular those are."
    example = "it's 128 bpm, very danceable, in minor, no vocals"
    return Outcome(reply=Reply(title=line, text=f'For example: "{example}".'))


def _description(turn: "Turn", text: str) -> Query | None:
    """What a text tells of a song's sound; None where it tells less than two things."""
    heard = hear(turn.engine, text)
    query = heard.query
    keys = query.keys
    if not keys and (mode := re.search(r"\b(minor|major)\b", fold(text))):
        keys = turn.engine.parse(f"key:{mode[1]}").keys
    if len(query.constraints) + len(query.moods) + bool(keys) < 2 or query.named or query.artists:
        return None
    return Query(query.constraints, moods=query.moods, genres=query.genres, keys=keys, limit=turn.limit)


def _shown(turn: "Turn") -> Query | None:
    """The sound that the list shown was described by; None where it is somebody's, or like something."""
    base = turn.base()
    query = base[0].query if base is not None else None
    if query is None or query.named or query.artists or query.like_artists or query.albums:
        return None
    return query if query.constraints or query.moods or query.keys else None


def _described(turn: "Turn", query: Query) -> Outcome:
    told = [_genres(turn, query), _popularity(turn, query)]
    lead = " ".join(part for part in told if part) or "Hardly anything here is all of that; these come nearest."
    return Outcome(request_of("recommend", turn.kept_out(query).text), lead=f"{lead} {_CAVEAT}" if told[1] else lead)


def _rows(turn: "Turn", query: Query) -> np.ndarray:
    return turn.engine.rows_within(replace(query, scene="", limit=Query().limit, skip=0, notes=()))


def _genres(turn: "Turn", query: Query) -> str:
    """The genres of which most are so; empty where hardly any recording is."""
    rows = _rows(turn, replace(query, genres=(), genres_all=()))
    if len(rows) < _FEWEST:
        return ""
    so = np.zeros(len(turn.engine.catalogue), dtype=bool)
    so[rows] = True
    shares = []
    for genre in turn.engine.catalogue.genres:
        members = turn.engine.catalogue.genre_members(genre)
        count = int(so[members].sum())
        if count >= _LIKELY:
            shares.append((count / len(members), count, genre))
    best = sorted(shares, reverse=True)[:_MOST_GENRES]
    if not best:
        return ""
    told = listed([f"{count} under {genre}" for _, count, genre in best])
    return f"Likely {best[0][2]}: of {len(rows):,} recordings here that are all of that, {told} are filed."


def _popularity(turn: "Turn", query: Query) -> str:
    """The median popularity of what is so, beside that of all; empty where too few have one."""
    place = TRAIT_NAMES.index("popularity")
    rows = _rows(turn, query)
    such, every = (
        values[values > 0]
        for values in (turn.engine.catalogue.traits[rows, place], turn.engine.catalogue.traits[:, place])
    )
    if len(such) < _FEWEST:
        return ""
    return f"The median popularity of such songs is {np.median(such):.0f}, that of all recordings {np.median(every):.0f} (0 left out)."


def _by_genre(turn: "Turn", query: Query) -> tuple[Action, ...]:
    genre = next(iter((*query.genres, *query.genres_all)), "")
    return (
        (Action(f"What goes with popularity in {genre}", request_of("drivers", Token("genre", genre)).text),)
        if genre
        else ()
    )
