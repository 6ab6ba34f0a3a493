"""Questions about each of those that were just talked of: how many there are of each, some of each."""

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.dialogue import small_words
from bot.dialogue.inquiries.said import Said, listed, said
from bot.dialogue.language import artist_named, hear
from bot.dialogue.lexicon import count
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.dialogue.shared import phrases
from bot.reply import Action, Reply, Row
from engine import Query, Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_EACH: Final = r"(?:each|both|either|the (?:two|three)|all (?:of them|three)|every one)(?: (?:genre|one|artist|band|of (?:them|these|those|the (?:two|three))))?"
_THINGS: Final = r"(?:songs?|tracks?|recordings?|ones?|tunes?)"
_HOW_MANY: Final = Pattern(
    rf"how many(?: {_THINGS})?(?: (?:do you have|have you(?: got)?|are there|you got|exist|do they have))?(?: (?:of|in|by|for|from|with))? {_EACH}(?: (?:do you have|are there|have))?"
)
_SOME: Final = Pattern(
    rf"(?:(?:show|give|play|find|list|get|i want|i'd like|can i (?:have|hear|get)|let me hear|put on)(?: me| us)? )?(?P<count>\d{{1,2}}|an?|one|two|three|four|five|ten|some|a few|a couple)(?: {_THINGS})?(?: (?:of|from|by|in|for))? {_EACH}"
)
_ALL: Final = Pattern(
    rf"how many(?: {_THINGS})?(?: (?:are there|do you have|is that|have you(?: got)?|are in here|in total|in all))?(?: (?:of|by|from) (?:them|her|him|those|that|it))?(?: (?:in total|in all|altogether))?"
)
# "how many songs by Adele do you have", and half of the question after it
_HOW_MANY_BY: Final = Pattern(rf"how many {_THINGS} (?:by|of|from) .+")
_AND: Final = Pattern(r"(?:(?:what|how) about )?(?:the (?:artist|band) )?(?P<name>[^,?!]{2,40})")
_SUITED: Final = Pattern(
    r"(?:which|what|who|whose)(?: (?:music|songs|stuff|one|genre|style|artist|band|of (?:them|these|those|the (?:two|three))))*(?: (?:would|should|could|do|can) (?:you|u|i|we|one)(?: (?:rather|better))?(?: (?:put on|put|use|play|pick|choose|take|go with|recommend))?(?: (?:in|into|for|on|at|to|during))?"
    r"|(?: (?:is|are|would|will|could|might|does|do))?(?: (?:be|fit|suit|work|do|go))?(?: (?:the|a))?(?: (?:best|better|good|nicer|right|suited|suits?|fits?|works?|go|goes|well))+(?: (?:in|into|for|on|at|to|with|during|as)))(?: music for)? (?P<what>.+)"
)
_AND_FOR: Final = Pattern(r"(?:(?:and|ok|so|but|what about|how about) )*(?:for|at|in|during) (?P<what>.+)")
_MEASURED: Final = Pattern(r"\b(?:is|are|has|have|more|most|less|least)\b")  # a trait is asked for, and no use
_SAMPLE: Final = 100
_FEW: Final = 3
_MOST: Final = 10
_BACK: Final = 4
_ALL_OF_ONE: Final = 1000


def talked_of(turn: "Turn") -> list[str]:
    """Genres and artists that the last answers of one kind named, in order; of a question without an answer those in it.

    Where it names none, those of the answers before it.
    """
    last = turn.context.exchanges[-1] if turn.context.exchanges else None
    if last is None or turn.fresh:
        return []
    answers = [one for one in turn.context.current if one.request][-_BACK:]
    if not last.request:
        named = _named_in(turn, turn.context.said[-1] if turn.context.said else "")
        if named or not answers:
            return named
        last = answers[-1]
    found: list[str] = []
    for exchange in reversed(answers):
        task = exchange.task
        if task.command != last.task.command or task.tracks:
            break
        names = [task.fields[key].strip('"') for key in ("a", "b", "c", "genre", "vs", "name") if key in task.fields]
        if task.query is not None:
            names += [*task.query.genres, *task.query.artists]
        found = [name for name in names if name not in found] + found
        if len(names) > 1:
            break
    return found


def _named_in(turn: "Turn", text: str) -> list[str]:
    """Genres that a text names, the longest first, none within another."""
    found: list[str] = []
    taken: set[str] = set()
    for phrase in phrases(text):
        genre = phrase.lower().replace(" ", "-")
        if genre in turn.engine.catalogue.genres and not taken & set(phrase.split()):
            found.append(genre)
            taken |= set(phrase.split())
    return sorted(found, key=lambda name: text.lower().replace(" ", "-").find(name))


def counted(turn: "Turn", asked: Said) -> Outcome | None:
    """``how many tracks do you have of each``: recordings of the genres or artists just talked of."""
    if not _HOW_MANY.fullmatch(asked.text) or len(names := talked_of(turn)) < 2:
        return None
    counts = [_count(turn, name) for name in names]
    told = listed([f"{number:,} of {name}" for name, number in zip(names, counts, strict=True)])
    rows = tuple(
        Row(
            name,
            measure=number / max(1, *counts),
            amount=f"{number:,} recordings",
            data={"name": name, "count": number},
        )
        for name, number in zip(names, counts, strict=True)
    )
    return Outcome(reply=Reply(title=f"{told}.", rows=rows, actions=tuple(_shown(turn, name) for name in names[:_FEW])))


def _count(turn: "Turn", name: str) -> int:
    if name in turn.engine.catalogue.genres:
        return len(turn.engine.catalogue.genre_members(name))
    return len(turn.subjects.recordings(name, _ALL_OF_ONE))


def _shown(turn: "Turn", name: str) -> Action:
    token = Token("genre" if name in turn.engine.catalogue.genres else "artist", name, quoted=" " in name)
    return Action(f"Songs: {name}", request_of("recommend", token).text)


def some(turn: "Turn", asked: Said) -> Outcome | None:
    """``show me 3 of each``: the first of each of those just talked of, one after the other."""
    match = _SOME.fullmatch(asked.text)
    if match is None or len(names := talked_of(turn)) < 2:
        return None
    number = count(match["count"]) or (1 if match["count"] in ("a", "an") else _FEW)
    chosen: list[Track] = []
    for name in names:
        genre = name in turn.engine.catalogue.genres
        if not genre and not artist_named(turn.engine, name):
            return None
        query = Query(genres=(name,)) if genre else Query(artists=(name,))
        found = turn.engine.recommend(turn.kept_out(query), min(number, _MOST))
        taken = {one.recording for one in chosen}
        chosen += [one for one in found.tracks if one.recording not in taken]
    return Outcome(request_of("recommend", Query(tracks=tuple(chosen), limit=len(chosen)).text)) if chosen else None


def suited(turn: "Turn", asked: Said) -> Outcome | None:
    """``which one would you warm up with``, after genres or artists were talked of: the one whose songs fit it best."""
    match = _SUITED.fullmatch(asked.text)
    if match is None and turn.context.said and _SUITED.fullmatch(said(turn.context.said[-1]).text):
        match = _AND_FOR.fullmatch(asked.text)  # "and for a workout"
    names = talked_of(turn) if match is not None else []
    if match is None or len(names) < 2:
        return None
    what = re.sub(r"^(?:an?|the|my|our)\s+|\s+(?:with|to|at|for|in|set|playlist)$", "", match["what"])
    heard = hear(turn.engine, what)
    query = Query(heard.query.constraints, moods=heard.query.moods, scene=heard.query.scene)
    if not (query.moods or query.scene) or heard.names or _MEASURED.search(what) or len(names) > _FEW:
        return None
    fits = sorted(((_fit(turn, query, name), name) for name in names), reverse=True)
    first, *others = fits
    told = listed([f"{name} {value:.0f}" for value, name in others])
    title = f"{first[1]}: for {what} its songs fit best on average, {first[0]:.0f} of 100; {told}."
    return Outcome(
        reply=Reply(title=title[:1].upper() + title[1:], actions=tuple(_shown(turn, one) for _, one in fits))
    )


def _fit(turn: "Turn", query: Query, name: str) -> float:
    """How well the songs of a genre or artist fit on average, 0-100; of many a tenth as many, evenly spread."""
    catalogue = turn.engine.catalogue
    rows = catalogue.genre_members(name) if name in catalogue.genres else turn.engine.names.artist_recordings(name)
    spread = rows[:: max(1, len(rows) // _SAMPLE)]
    fits = turn.engine.match(query, [catalogue.track(int(row)).track_id for row in spread])
    return float(np.mean(fits[np.isfinite(fits)])) if np.isfinite(fits).any() else 0.0


def all_of_it(turn: "Turn", asked: Said) -> Outcome | None:
    """``how many tracks``, after songs of one artist or genre: all there are of it, and not only those shown."""
    last = turn.context.exchanges[-1] if turn.context.exchanges else None
    if last is None or turn.fresh or not last.is_list or not _ALL.fullmatch(asked.text):
        return None
    query = last.task.query or Query()
    names = (*query.artists, *query.genres)
    plain = Query(artists=query.artists, genres=query.genres, limit=query.limit, skip=query.skip)
    if len(names) != 1 or query != plain or last.task.command != "recommend":
        return None
    number = _count(turn, names[0])
    title = f"{number:,} {'in' if query.genres else 'by'} {names[0]}; {len(last.rows)} of them are shown."
    return Outcome(reply=Reply(title=title, actions=(_shown(turn, names[0]),)))


def by_another(turn: "Turn", asked: Said) -> Outcome | None:
    """``and The Rolling Stones``, after songs of an artist were counted: theirs, counted."""
    before = small_words.plain(turn, turn.context.said[-1]) if turn.context.said and not turn.fresh else ""
    match = _AND.fullmatch(asked.text) if _HOW_MANY_BY.match(said(before).text) else None
    artist = artist_named(turn.engine, match["name"]) if match is not None else ""
    if not artist or artist_named(turn.engine, before):
        return None
    return Outcome(reply=Reply(title=f"{_count(turn, artist):,} by {artist}.", actions=(_shown(turn, artist),)))
