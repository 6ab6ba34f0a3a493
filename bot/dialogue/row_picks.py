"""The rows shown put to a use: which of them suit it best, all of them as one set that rises, what plays after them.

``which of these would you put in a gym playlist``, ``put them in one set that gets faster``, ``and after that?``.
"""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, mixing_next, references, set_parts
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Shown, Task
from bot.dialogue.language import genre_named, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome
from bot.dialogue.shared import MOST_MINUTES
from bot.reply import Action, Reply, cut
from engine import Query, Token, Track, join

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_START: Final = r"(?:(?:ok|okay|and|but|so|now|then|please|hm+|great|cool|can you|could you|let'?s|just)[, ]+)*"
_OF: Final = r"(?:of|from|among|out of)"
_SHOWN: Final = (
    r"(?:these|those|them|the (?:list|ones|songs|tracks|rows)|this list|that list)(?: (?:\d|two|three|four|five|ten))?"
)
_USED: Final = r"(?:put|use|play|pick|choose|take|have|recommend|go with|keep|suggest|select|go for|say)"
# "which of these would you put in a gym playlist", "which one is best for a wedding"
_WHICH: Final = re.compile(
    rf"{_START}(?:which|what)(?: (?:one|ones|song|songs|track|tracks|number|numbers))?(?: {_OF} {_SHOWN})?(?: (?:songs?|tracks?|ones?))?"
    rf"(?:,? (?:would|should|could|can|do|will|is|are|fits?|suits?|works?|goes?|belongs?|makes?))?(?: (?:you|u|i|we|one))?(?: (?:{_USED}|be|fit|work|suit|go))?(?: (?:the )?(?:best|better|good|right|nicest|most suitable|suitable|most fitting|well|perfect|a good fit|a fit|ideal))*"
    r"(?: (?:in|into|for|on|at|as|with|to|during))?(?: (?:an?|the|my|our|some))? (?P<what>.+?)[ ?.!]*"
)
_POINTS: Final = re.compile(rf"\b{_OF} {_SHOWN}\b|\b(?:which|what) (?:one|ones|number|numbers)\b")
_SUITS: Final = re.compile(
    rf"\b(?:{_USED}|(?:would|should|could) (?:you|u|i|we)|best|better|good|right|suit\w*|fits?|fitting|works?|goes?|belongs?|ideal|perfect)\b|{_SHOWN} for\b|\bones? for\b"
)
_STRAY: Final = re.compile(
    r"^(?:put|use|play|have|in|for|an?|the|my|our|some)\s+|\s+(?:playlist|set|mix|list|then|please|best|better|with|to|at|for)$"
)
# "put them in one set that gets faster and faster"
_AS_SET: Final = re.compile(
    rf"{_START}(?:put|make|turn|combine|merge|join|mix|throw|pack|line|build|order|arrange|do)(?: (?:them|these|those|it|all|everything|the (?:songs|tracks|list|rows|lot)|of (?:them|these|those)|(?:up|together)))+"
    r" (?:in|into|as|to|in to|up as|up in) (?:one |a |an |the same |a single |one single |one big |one long )?(?:set|playlist|mix|mixtape|list)(?:,)?(?: (?:that|which|where it|and it|so (?:that )?it))? (?P<how>.+?)[ .?!]*"
)
_RISES: Final = re.compile(
    r"^(?:slowly |gradually |steadily |keeps? |should |can )*(?:gets?|getting|goes|going|becom(?:es?|ing)|grow(?:s|ing)?|build(?:s|ing)?(?: up)?(?: to)?|is|be|from)\s+"
)
_SPEEDS: Final = (
    (re.compile(r"(?:speed(?:s|ing)? up|rising|rises|climb(?:s|ing)?|accelerat\w+|ramp(?:s|ing)? up|slow to fast|slow(?:er)? and then fast(?:er)?|(?:by )?tempo|bpm)"), ("tempo", 1)),
    (re.compile(r"(?:slow(?:s|ing)? down|fall(?:s|ing)?|fast to slow|decelerat\w+)"), ("tempo", -1)),
    (re.compile(r"(?:build(?:s|ing)?(?: up)?|heat(?:s|ing)? up|calm to (?:wild|energetic|lively)|(?:wilder|harder|hotter)(?: and \w+)?|(?:by )?energy)"), ("energy", 1)),
    (re.compile(r"(?:wind(?:s|ing)? down|calm(?:s|ing)? down|cool(?:s|ing)? (?:down|off)|come(?:s)? down|(?:wild|energetic) to calm)"), ("energy", -1)),
)  # fmt: skip
_NEXT: Final = re.compile(
    rf"{_START}(?:and |so )*(?:(?:what|which one|which|something)(?: (?:would|should|could|do|can) (?:you|i|we|u)(?: play| put| spin| mix| drop| use| go with)?)? )?(?:comes? |goes? |plays? |is )?(?:after (?:that|it|this|that one)|next(?: after (?:that|it))?|and then|then(?: what)?)[ ?.!]*"
)
_ANY: Final = re.compile(
    rf"{_START}(?:is|are) there (?:(?:any|some|a|an|much|actual|real) )*(?P<what>.+?)(?: (?:songs?|tracks?|music|stuff|ones?))? (?:in|on|among|between) (?:it|there|them|these|those|here|this|(?:the|this|that) (?:list|set|playlist|mix|lot))[ ?.!]*"
)
_MOST_NAMED: Final = 3
_LEAST: Final = 5  # minutes of a set


def read(turn: "Turn", text: str) -> Outcome | None:
    """What the text makes of the rows shown; None if it puts them to no use."""
    if len(text) > acts.LONGEST or turn.fresh:
        return None
    said = fold(text).strip(" ¿¡")
    return _any_of(turn, said) or _which(turn, said) or _as_set(turn, said) or _after(turn, said)


def _any_of(turn: "Turn", said: str) -> Outcome | None:
    """``is there any disco in it?``: which rows shown are filed under a genre."""
    match, shown = _ANY.fullmatch(said), turn.context.counted
    genre = genre_named(turn.engine, match["what"]) if match is not None else ""
    if not genre or shown is None or len(shown.tracks) < 2:
        return None
    so = [row for row in shown.rows if row.track is not None and genre in row.track.genres]
    if not so:
        return Outcome(reply=Reply(title=f"No, none of the {len(shown.rows)} shown is filed under {genre}."))
    told = ", ".join(f"number {row.number} ({row.title})" for row in so)
    return Outcome(reply=Reply(title=cut(f"Yes, {len(so)} of the {len(shown.rows)}: {told}.", 250)))


def _which(turn: "Turn", said: str) -> Outcome | None:
    """Which rows shown suit an occasion, a mood or a genre, the best first."""
    shown = turn.context.counted
    match = _WHICH.fullmatch(said)
    if match is None or shown is None or not (_POINTS.search(said) and _SUITS.search(said)):
        return None
    rows = [row for row in shown.rows if row.track is not None]
    what = match["what"]
    while (bare := _STRAY.sub("", what)) != what:
        what = bare
    heard = hear(turn.engine, what)
    query = heard.query
    if len(rows) < 2 or not heard.understood or heard.names or query.named or query.most or query.sort:
        return None
    if not (query.moods or query.scene or query.genres or query.genres_all) or references.find(what, turn.context):
        return None
    asked = Query(
        query.constraints, moods=query.moods, genres=query.genres, genres_all=query.genres_all, scene=query.scene
    )
    fits = turn.engine.match(asked, [row.track.track_id for row in rows if row.track is not None])
    order = sorted((at for at in range(len(rows)) if fits[at] > 0), key=lambda at: -fits[at])[:_MOST_NAMED]
    best = [rows[at] for at in order]
    if not best:
        return Outcome(reply=Reply(title=f"None of the {len(rows)} shown suits {query.summary}."))
    first, *others = [f"number {row.number} ({row.title})" for row in best]
    then = f", then {' and '.join(others)}" if others else ""
    figures = ", ".join(f"{fits[at]:.0f}" for at in order)
    tracks = [row.track for row in best if row.track is not None]
    only = join([*(Token("track", track.track_id) for track in tracks), Token("limit", str(len(tracks)))])
    return Outcome(
        reply=Reply(
            title=cut(f"Best for {query.summary}, of the {len(rows)} shown: {first}{then}.", 250),
            text=f"By how well each fits {query.summary}: {figures} of 100.",
            actions=(Action("Only these", f"/recommend {only}"),),
        ),
        focus=tuple(tracks[:1]),
    )


def _way(how: str) -> tuple[str, int] | None:
    """The trait in whose order a set goes, and whether up or down."""
    bare = _RISES.sub("", how)
    for pattern, way in _SPEEDS:
        if pattern.fullmatch(how) or pattern.fullmatch(bare):
            return way
    said = comparison(bare)
    return next(iter(said.moves.items())) if said is not None and not said.rest else None


def _as_set(turn: "Turn", said: str) -> Outcome | None:
    """All rows shown as a set in the order of a trait, and no others."""
    match = _AS_SET.fullmatch(said)
    base = turn.base()
    way = _way(match["how"]) if match is not None else None
    if way is None or base is None or len(base[1]) < 2:
        return None
    trait, up = way
    known = [track for track in base[1] if references.value(track, trait) == references.value(track, trait)]
    rows = sorted(known, key=lambda track: up * references.value(track, trait))
    rows += [track for track in base[1] if track not in known]
    task = base[0] if base[0].command == "playlist" else Task("playlist", Query(), {"minutes": _minutes(rows)})
    turn.notes.append(f"the tracks shown in order of {trait}, {'lowest' if up > 0 else 'highest'} first")
    return set_parts.with_rows(turn, task, rows)


def _minutes(rows: list[Track]) -> str:
    seconds = sum(track.values["duration"] for track in rows)
    return str(min(max(round(seconds / 60), _LEAST), MOST_MINUTES))


def _after(turn: "Turn", said: str) -> Outcome | None:
    """``and after that?``: what mixes with the first of the list that was shown to go after another track."""
    last = turn.context.last
    if last is None or last is not turn.context.last_list or not _NEXT.fullmatch(said):
        return None
    query = last.task.query
    if query is None or not query.keys or len(query.like) != 1 or not last.rows:
        return None
    row: Shown = last.rows[0]
    return mixing_next.after(turn, row.track, (*query.not_tracks, *query.like)) if row.track is not None else None
