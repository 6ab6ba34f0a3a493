"""Rows taken out, by number or by what they are like: ``lose the two longest``, ``kick out anything over 6 minutes``."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, bounds, moves, references
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import ADJECTIVES
from bot.dialogue.list_edits.screen import THIS_ONE, Screen, no_such_row, rows_meant, which_row
from bot.dialogue.list_edits.wording import count_of
from bot.reply import Reply
from engine import Constraint, Query, Track
from engine.features import TRAIT_NAMES

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "drop", "get rid of", "kick out"
OUT: Final = (
    r"(?:drop|lose|ditch|scrap|delete|remove|skip|cut(?: out)?|bin|chuck(?: out)?|kick(?: out)?|throw(?: out| away)?|get rid of|"
    r"leave out|take (?:out|off|away)|throw away|weed out|filter out|clear out|strip out|toss(?: out)?|dump|kill|exclude)"
)
# "lose the slow ones", "take 3 out of the list"
# Bare "take" and "leave" need their "out" behind what they take out.
_TAKE_OUT: Final = re.compile(
    rf"(?:{OUT} (?P<a>.+?)(?: out| away| off)?|(?:take|leave|kick|throw) (?P<b>.+?) (?:out|away|off))(?: (?:of|from) (?:it|there|this|that|the (?:list|set|playlist)))?"
)
# "anything over five minutes", "all songs that are under 100 bpm"
_ANY_BOUND: Final = re.compile(
    r"(?:anything|everything|whatever|all(?: (?:songs|tracks))?|any(?: (?:songs?|tracks?|ones?))?|the ones|those|songs|tracks|(?:the |all the )(?:songs|tracks)|the)(?: (?:that|which))?(?:['’]?s| (?:is|are|lasts?|runs?|goes))? (?P<bound>.+)"
)
# "the slow ones", "anything that is too sad"
_PLURAL: Final = re.compile(
    r"(?:all )?(?:of )?(?:the |those |these |any |all )?(?P<kind>.+?) (?:ones|songs|tracks|stuff|tunes|things|numbers|music)(?: (?:in (?:it|there|the list)|too))?"
    r"|(?:anything|everything|whatever|all|any(?: songs?| tracks?)?|the ones|those|songs|tracks)(?: (?:that|which))?(?:['’]?s| (?:is|are|sounds?|feels?))?(?: (?:too|so|very|really))? (?P<kind2>.+)"
)


def taken_out(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``lose the slow ones``, ``kick out anything over five minutes``: what is so goes, and nothing comes for it."""
    match = _TAKE_OUT.fullmatch(said)
    if match is None:
        return None
    what = (match["a"] or match["b"]).strip()
    if not re.search(r"\d", what) and artist_named(turn.engine, what):
        return None  # "skip Drake" is about all that is by them
    if (most := _one_by_year(on_screen, what) or _most_so(on_screen, what)) is not None:
        return most
    if (found := rows_meant(turn, on_screen, what)) is not None:
        if found[1].beyond:
            return no_such_row(on_screen, found[1].beyond)
        return _without(on_screen, found[0]) if found[1].kind != "all" else None
    if what in ("it", "that", "this") or THIS_ONE.fullmatch(what):
        return replace(on_screen, told=which_row(on_screen))
    if (bound := _ANY_BOUND.fullmatch(what)) is not None:
        limits = bounds.read(f"nothing {bound['bound']}", on_screen.task.query or Query())
        if limits is not None:
            return _beyond_limits(on_screen, limits, bound["bound"])
    plural = _PLURAL.fullmatch(what)
    kind = (plural["kind"] or plural["kind2"] or "").strip() if plural is not None else ""
    return _of_kind(turn, on_screen, kind) if kind else None


# "the two longest", "the 3 loudest ones"
_MOST_SO: Final = re.compile(
    r"(?:the )?(?P<count>\d|two|three|four|five|couple(?: of)?) (?P<how>most |least |best )?(?P<word>[\w-]+)(?: (?:ones|songs|tracks|tunes))?|(?:the )?(?P<how2>most |least |best )?(?P<word2>[\w-]+) (?P<count2>two|three|four|five|\d)(?: (?:ones|songs|tracks|tunes))?"
)
_BY_YEAR: Final = {"oldest": False, "earliest": False, "newest": True, "latest": True, "most recent": True}


_ONE_BY_YEAR: Final = re.compile(rf"(?:the )?(?P<word>{'|'.join(_BY_YEAR)})(?: (?:one|song|track|tune))?")


def _one_by_year(on_screen: Screen, what: str) -> Screen | None:
    """Without the ``oldest``, where the year of every row is known; None for other words."""
    match = _ONE_BY_YEAR.fullmatch(what)
    if match is None:
        return None
    years = {at: track.release_year for at, track in enumerate(on_screen.rows) if track.release_year}
    if not years:
        return replace(on_screen, told=Reply(title="The year of release is known of none of these."))
    end = (max if _BY_YEAR[match["word"]] else min)(years, key=lambda at: years[at])
    named = f"number {end + 1} ({on_screen.rows[end].title}, {years[end]})"
    if len(years) < len(on_screen.rows):
        line = (
            f"The year is known of {len(years)} of the {len(on_screen.rows)}; the {match['word']} of those is {named}."
        )
        return replace(on_screen, told=Reply(title=line, text=f'Say "drop number {end + 1}" to take it out.'))
    return _without(on_screen, (end,))


def _most_so(on_screen: Screen, what: str) -> Screen | None:
    """Without the ``two longest``, the ``3 oldest``: so many rows by that measure; None for other words."""
    match = _MOST_SO.fullmatch(what)
    if match is None:
        return None
    how, word = (match["how"] or match["how2"] or "").strip(), match["word"] or match["word2"]
    count = count_of(match["count"] or match["count2"])
    by_year = _BY_YEAR.get(f"{how} {word}".strip())
    found = ("year", by_year) if by_year is not None else acts.extreme_of({"how": how, "word": word})
    if found is None:
        return None
    trait, most = found
    rows = on_screen.rows
    marks = [_mark(track, trait) for track in rows]
    known = sorted((at for at in range(len(rows)) if marks[at] == marks[at]), key=lambda at: marks[at], reverse=most)
    if len(known) < count or count >= len(rows):
        line = f"Of {len(known)} of the {len(rows)} rows the {trait} is known, so {count} can not be taken out by it."
        return replace(on_screen, told=Reply(title=line, text="Say the numbers of the rows that should go."))
    return _only(on_screen, sorted(known[:count]), word, lambda track: f" ({_figure(track, trait)})")


def _beyond_limits(on_screen: Screen, limits: Mapping[str, Constraint], said: str) -> Screen | None:
    """Without the rows that lie outside a limit, which holds for what comes later, too."""
    if len(limits) != 1:
        return None
    trait, limit = next(iter(limits.items()))
    out = [at for at, track in enumerate(on_screen.rows) if _outside(references.value(track, trait), limit)]
    done = _only(on_screen, out, re.sub(r" (?:long|please)$", "", said), lambda track: f" ({_figure(track, trait)})")
    if done.told is not None:
        return done
    query = done.task.query or Query()
    held = replace(query, constraints={**query.constraints, trait: limit})
    return replace(done, task=replace(done.task, query=held))


def _outside(value: float, limit: Constraint) -> bool:
    """Whether a value lies outside a limit."""
    low, high = limit.low, limit.high
    return (isinstance(high, float | int) and value > high) or (isinstance(low, float | int) and value < low)


def _of_kind(turn: "Turn", on_screen: Screen, kind: str) -> Screen | None:
    """Without the rows by an artist, of a genre, or that are so by their sound; None for other words."""
    rows = on_screen.rows
    by = re.fullmatch(r"(?:songs? |tracks? )?(?:by|from) (?P<name>.+)", kind)
    artist = artist_named(turn.engine, by["name"] if by else kind)
    if artist and (by or any(artist in track.artists for track in rows)):
        out = [at for at, track in enumerate(rows) if artist in track.artists]
        return _only(on_screen, out, f"by {artist}", lambda _track: "")
    if genre := genre_named(turn.engine, kind):
        out = [at for at, track in enumerate(rows) if genre in track.genres]
        return _only(on_screen, out, f"filed as {genre}", lambda _track: "")
    if hear(turn.engine, f"no {kind}").query.not_kinds:
        return None  # "anything live" is a kind of recording
    words = re.sub(r"^(?:(?:too|so|very|really|more|most|super|overly) )+", "", kind)
    ways = ADJECTIVES.get(words) or (than.moves if (than := comparison(f"more {words}")) and not than.rest else {})
    known = {trait: way for trait, way in ways.items() if trait in TRAIT_NAMES}
    return _extreme(turn, on_screen, known, words) if known else None


_SO: Final = 65  # percentile of the catalogue from which a row counts as loud, slow and so on
_APART: Final = 15  # percentiles from the middle of the list, where no row is so by the catalogue


def _extreme(turn: "Turn", on_screen: Screen, ways: Mapping[str, int], word: str) -> Screen:
    """Without the rows that are so by the catalogue; of a list where none or all are, without those that stand out."""
    each = [
        [mark if way > 0 else 100 - mark for mark in turn.engine.percentiles(trait, _values(on_screen.rows, trait))]
        for trait, way in ways.items()
    ]
    marks = [sum(row) / len(row) for row in zip(*each, strict=True)]
    out = [at for at, mark in enumerate(marks) if mark > _SO]
    if not out or len(out) == len(marks):
        known = sorted(mark for mark in marks if mark == mark)
        middle = known[len(known) // 2] if known else 50.0
        out = [at for at, mark in enumerate(marks) if mark - middle > _APART]
    trait = next(iter(ways))
    if not out:
        most = on_screen.rows[max(range(len(marks)), key=lambda at: marks[at])]
        line = f"None of these stands out as {word}: {most.title} comes nearest ({_figure(most, trait)})."
        return replace(
            on_screen, told=Reply(title=line, text="So nothing is taken out. Say a number to take a row out.")
        )
    return _only(on_screen, out, word, lambda track: f" ({_figure(track, trait)})")


def _values(rows: Sequence[Track], trait: str) -> list[float]:
    """The values of a trait of rows."""
    return [references.value(track, trait) for track in rows]


def _only(on_screen: Screen, out: Sequence[int], what: str, figures: Callable[[Track], str]) -> Screen:
    """The list without these rows, which nothing replaces."""
    if not out:
        line = f"None of the {len(on_screen.rows)} is {what}, so nothing is taken out."
        return replace(on_screen, told=Reply(title=line))
    if len(out) == len(on_screen.rows):
        line = f"All {len(out)} are {what}: without them nothing is left, so the list stays."
        return replace(on_screen, told=Reply(title=line, text="Say what should come instead."))
    left = _without(on_screen, out)
    told = ", ".join(f"{on_screen.rows[at].title}{figures(on_screen.rows[at])}" for at in out)
    note = f'out: {told}; the others stay. Say "fill it up" for others in their place'
    return replace(left, size=len(left.rows), notes=(*on_screen.notes, note), gone=())


def _without(on_screen: Screen, places: Sequence[int]) -> Screen:
    """The list without these rows, which are remembered with their places."""
    gone = [(at, on_screen.rows[at]) for at in sorted(places)]
    rows = tuple(track for at, track in enumerate(on_screen.rows) if at not in places)
    query = moves.without_tracks(replace(on_screen.task.query or Query(), tracks=()), [track for _, track in gone])
    note = f"out: {', '.join(track.title for _, track in gone)}; the others stay"
    return replace(
        on_screen,
        task=replace(on_screen.task, query=query),
        rows=rows,
        gone=tuple(gone),
        notes=(*on_screen.notes, note),
    )


def _mark(track: Track, trait: str) -> float:
    """What a track has of a trait, or the year of its release; not a number where that is not known."""
    if trait == "year":
        return math.nan if track.release_year is None else float(track.release_year)
    return references.value(track, trait)


def _figure(track: Track, trait: str) -> str:
    """A track's value of a trait, as it is told."""
    value = _mark(track, trait)
    if trait == "year":
        return f"{value:.0f}"
    if trait == "duration":
        return f"{int(value // 60)}:{int(value % 60):02}"
    return (
        f"{value:.0f} BPM"
        if trait == "tempo"
        else f"{trait} {value:.0f}"
        if trait == "popularity"
        else f"{trait} {value:.2f}"
    )
