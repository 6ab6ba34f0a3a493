"""Which of the rows shown are as somebody describes: ``anything in there under 3 minutes?``, ``do any have vocals?``."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, moves, patterns
from bot.dialogue.language import Heard, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome
from bot.dialogue.references import value
from bot.reply import Action, Reply, cut
from engine import LEVELS, MOODS, TRAIT_NAMES, Constraint, Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_OPENING: Final = r"(?:(?:and|so|but|ok|okay|hm+|wait|also|hey|quick question|btw)[, ]+)*"
_THESE: Final = r"(?:it|this|that|they|these|those|them|(?:the|this|that|my|our) (?:list|set|playlist|mix|crate|lot|bunch)|(?:these|those|the) (?:songs|tracks|ones|rows|five|ten))"
_PLACE: Final = rf"(?:in|on|among|within|of) (?:there|here|{_THESE})"
_THINGS: Final = r"(?:songs?|tracks?|tunes?|ones?|rows?|numbers?|things?|stuff)"
_SUCH: Final = r"(?P<what>[\w'’:.$&%-]+(?: [\w'’:.$&%-]+){0,6}?)"
_SUCH2: Final = r"(?P<what2>[\w'’:.$&%-]+(?: [\w'’:.$&%-]+){0,6}?)"
_ASKED: Final = tuple(
    re.compile(_OPENING + pattern + r"(?: at all| though| then| by any chance)*[ ?!.]*")
    for pattern in (
        rf"(?:is|are) there (?:any(?:thing)?|some(?:thing)?|one|an?)(?: {_THINGS})?(?: (?:that(?:['’]?s| is| are)|which (?:is|are)))? {_SUCH}(?: {_THINGS})? {_PLACE}",
        rf"(?:is there |are there |got )?any(?:thing|body|one)?(?: {_THINGS})? {_PLACE} (?:(?:that(?:['’]?s| is| are| has| have)|which (?:is|are|has|have)|with) )?{_SUCH2}",
        rf"(?:got )?any(?:thing)?(?: {_THINGS})? {_SUCH}(?: {_THINGS})? {_PLACE}",
        rf"(?:has|have|does|do) {_THESE}(?: (?:have|got|contain|include|use))? any(?:thing)? {_SUCH}(?: {_THINGS})?(?: {_PLACE})?",
        rf"(?:are|is|do|does|have|has) (?:any|some|all|most|both|none|each|either|one|every one)(?: of)? {_THESE} (?:(?:have|has|contain|got|in|under|be|a|an|really|actually|too) )*{_SUCH2}",
        rf"(?:which|how many)(?: {_THINGS})?(?: {_PLACE})?(?: {_THINGS})? (?:are|is|have|has|run|runs|last|lasts|go|goes) (?:(?:got|in|a|an|really|actually) )*{_SUCH}(?: {_THINGS})?(?: {_PLACE})?",
    )
)
# "which one has the most energy" is one row.
_END: Final = re.compile(
    r"\b(?:most|least|best|worst|highest|lowest|(?!(?:rest|latest|honest|interest|west|east|test)\b)\w{3,}est)\b"
)
_ALL: Final = re.compile(r"\b(?:all|both|each|every)\b")
_SUNG_BELOW: Final = 0.5
"""Instrumentalness from which on Spotify counts a track as instrumental."""
_LONGEST: Final = 250


def read(turn: "Turn", text: str) -> Outcome | None:
    """The rows that are as described, by number; None if the text asks no such thing of the rows shown."""
    shown = turn.context.counted
    if turn.fresh or shown is None or len(text) > acts.LONGEST:
        return None
    tracks = shown.tracks
    if not tracks or len(tracks) != len(shown.rows):
        return None
    question, *reasons = [part for part in patterns.SENTENCES.split(text) if part.strip(" .!?")] or [""]
    if any(patterns.REQUESTS.search(fold(part)) or patterns.ASKS_FOR.search(fold(part)) for part in reasons):
        return None
    said = fold(question).strip()
    match = next((one for pattern in _ASKED if (one := pattern.fullmatch(said)) is not None), None)
    if (
        match is None
        or _END.search(said)
        or re.search(r"\bmore\b(?! than \d)|\bless\b(?! than \d)|\belse\b|\bother\b|\b\w+er\b than\b(?! \d)", said)
    ):
        return None
    groups = match.groupdict()
    what = (groups.get("what") or groups.get("what2") or "").strip()
    heard = hear(turn.engine, f"{what} songs")
    dated = heard.no_years or (heard.query.years is not None and not any(track.release_year for track in tracks))
    if dated and not heard.missing:
        return Outcome(reply=Reply(title=facts.NO_YEARS))
    if not _plain(heard):
        return None
    so = [at for at, track in enumerate(tracks) if is_so(turn, heard.query, track)]
    return Outcome(reply=_told(turn, heard.query, what, so, every=_ALL.search(said) is not None))


def _plain(heard: Heard) -> bool:
    """Whether words describe tracks by what the data tells of each."""
    query = heard.query
    said = (
        query.constraints, query.moods, query.genres, query.keys, query.languages, query.kinds, query.years,
        query.artists, query.explicit is not None,
    )  # fmt: skip
    rest = (
        query.scene or query.like or query.like_artists or query.tracks or query.most or query.sort or query.not_moods
    )
    return any(said) and not (rest or heard.missing or heard.passed_over or heard.untold or heard.counted)


def is_so(turn: "Turn", query: Query, track: Track) -> bool:
    """Whether a track is all that a query asks for, by its own figures."""
    engine = turn.engine
    if query.explicit is not None and track.explicit != query.explicit:
        return False
    if query.genres and not {*query.genres} & {*track.genres}:
        return False
    if query.artists and not {*query.artists} & {*track.artists}:
        return False
    if query.languages and engine.language(track) not in query.languages:
        return False
    if query.kinds and not {*query.kinds} & {*engine.kinds(track)}:
        return False
    if query.keys:
        key = engine.key(track)
        if not {key.camelot, key.name, key.name.rpartition(" ")[2]} & {*query.keys}:
            return False
    if query.years is not None and not _between(query.years, float(track.release_year or 0)):
        return False
    levels = [
        Query({name: Constraint(level)})
        for mood in query.moods
        for name, level in MOODS[mood].items()
        if name in TRAIT_NAMES
    ]
    limits = [*query.constraints.items(), *(item for one in levels for item in one.constraints.items())]
    return all(_meets(turn, name, one, value(track, name)) for name, one in limits)


def _between(limit: Constraint, number: float) -> bool:
    low, high = limit.low, limit.high
    return (not isinstance(low, int | float) or number >= low) and (not isinstance(high, int | float) or number <= high)


def _meets(turn: "Turn", name: str, limit: Constraint, number: float) -> bool:
    """Whether a value lies where a constraint wants it: a level from its percentile on, a number within its limits."""
    if number != number:
        return False
    if name == "instrumentalness":
        sung = limit.target in ("low", "very low") or limit.high is not None
        return (number < _SUNG_BELOW) == sung
    if isinstance(limit.target, str):
        place = list(LEVELS).index(limit.target) - list(LEVELS).index("medium")
        if place == 0:
            return turn.engine.level(name, number) == "medium"
        bound = turn.engine.levels.raw(name, limit.target)
        return number >= bound if place > 0 else number <= bound
    low, high = (turn.engine.levels.raw(name, end) if isinstance(end, str) else end for end in (limit.low, limit.high))
    if limit.target is not None and low is None and high is None:
        return round(number) == round(limit.target)
    return (low is None or number >= low) and (high is None or number <= high)


def _told(turn: "Turn", query: Query, said: str, so: list[int], *, every: bool) -> Reply:
    """How many of the rows are so, and which; a button for a list of nothing else."""
    tracks = turn.context.counted.tracks if turn.context.counted is not None else ()
    name, count = f'"{said}" ({query.summary})', len(tracks)
    listed = ", ".join(f"number {at + 1} ({tracks[at].track_name})" for at in so)
    if not so:
        title = f"None of the {count} for {name}."
    elif len(so) == count:
        title = f"Yes, all {count} for {name}."
    else:
        title = f"{'No: only ' if every else ''}{len(so)} of the {count} for {name}: {listed}."
    base = turn.base()
    asked = base[0].query if base is not None else None
    actions: tuple[Action, ...] = ()
    if asked is not None and len(so) < count and not query.artists:
        only = turn.kept_out(moves.merged(asked, query))
        actions = (Action(f"Only such: {query.summary}"[:60], f"/recommend {only.text}"),)
    return Reply(title=cut(title, _LONGEST), actions=actions)
