"""The order and the length of the list shown: it rises, slows down, mixes from row to row, or lasts so many minutes.

An order is of the rows that are there; a length makes a set of the same wish, or takes rows out of one, and its curve
stays: ``slower towards the end``, ``order it so it mixes``, ``cut it to 45 min``, ``build me an hour that goes up``.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves, references, set_parts
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Task
from bot.dialogue.lexicon import ADJECTIVES, NUMBERS, fold
from bot.dialogue.list_edits.screen import Screen, screen_of
from bot.dialogue.list_edits.wording import plain
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.shared import MOST_MINUTES
from bot.reply import Action, Reply
from bot.say import say
from engine import Constraint, Query, Token, Track
from engine.features import TRAIT_NAMES

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_Way = tuple[str, int]
# Words for a rise or a fall that name no trait.
_RISES: Final = re.compile(
    r"(?:(?:then|and|it|that|which|just|slowly|gradually|steadily|going|goes|go|keeps?|to|more|a bit|builds?|building|works?) )*"
    r"(?:up(?:wards?)?|rises?|rising|builds?(?: up)?|building(?: up)?|climbs?|climbing|ramps?(?: up)?|picks? up|picking up|grows?|growing|lifts?(?: off)?|heats? up|peaks?|peaking|intensif\w+|harder|livelier|more lively|lively|energetic|party|bangers?|wild|full on|hard|crazy|pumping|dancey|dancing)(?: from there| and up| more)*"
)
_FALLS: Final = re.compile(
    r"(?:(?:then|and|it|that|which|just|slowly|gradually|steadily|going|goes|go|keeps?|to|more|a bit|winds?|comes?|calms?|cools?) )*"
    r"(?:down(?:wards?)?|falls?|falling|winds? down|winding down|calms? down|cools? (?:down|off)|comes? down|drops?(?: off)?|fades?(?: out)?|softer|gentle|gentler|easy|easier|easy going|laid back|mellow|soft|calm|quiet|low key|low|relaxed|chill(?:ed)?)(?: again)*"
)
_SPEEDS: Final = re.compile(
    r"(?:.*\b)?(?:speed(?:s|ing)? up|accelerat\w+|(?:faster and|more and more) (?:faster|speed))"
)
_SLOWS: Final = re.compile(r"(?:.*\b)?(?:slow(?:s|ing)? down|decelerat\w+)")
_STUFF: Final = r"(?: (?:songs?|tracks?|ones?|stuff|music|things|tunes|part|bit|vibe|mood|numbers?))?"
_END: Final = r"(?:towards?|near|nearer|by|at|for|in|until|till|coming up to) (?:the )?(?:very )?(?:end|close|finish|last (?:part|bit|third|half|few|quarter))"
_START: Final = r"(?:at (?:first|the (?:start|beginning))|first|to (?:start|begin|open)(?: (?:with|off))?|in the beginning|for (?:a start|starters)|early on|initially)"
_LATER: Final = r"(?:later(?: on)?|afterwards?|after that|in the end|at the end|towards the end|second|last)"
# "slower towards the end", "let it get darker by the end"
_TOWARDS: Final = re.compile(
    rf"(?:(?:make|let|have|get|keep|bring|take|order|sort|put|with) )?(?:(?:it|this|that|them|the (?:list|set|playlist|tempo|energy|mood|vibe)) )?(?:(?:should|to|so it|so that it|can|a bit|a little|getting|get|gets|go|goes|going|be|become|becomes|becoming|turn|ending|end|is|and) )*(?P<how>.+?),? {_END}"
)
_GETS: Final = re.compile(
    r"(?:(?:make|let|have|order|sort|put|arrange) )?(?:(?:it|this|that|them|the (?:list|set|playlist)) )?(?:(?:so )?(?:that )?it )?(?:should |to )?(?:gradually |slowly |steadily )?(?:gets?|getting|becomes?|becoming|grows?|goes?|builds?|winds?|speeds?|slows?|calms?|ris(?:e|es|ing)|climbs?|falls?|cools?)(?P<how> .+?|)(?: (?:as it goes(?: on| along)?|over time|all the way|through(?:out)?|from start to (?:end|finish)|bit by bit|step by step))"
)
# "make the energy creep up slowly", "let the tempo rise until the end"
# "Bring the tempo down" alone asks for slower ones.
_TRAIT_GOES: Final = re.compile(
    r"(?=.*\b(?:slowly|gradually|gently|steadily|creep|inch|edge|crawl|ramp|climb|bit by bit|over time|as it goes|until|till|towards?|through(?:out)?|the end)\b)(?:(?:can|could|would) (?:you|we) )?(?:make|let|have|get|i want|bring) (?:the |its |their )?(?P<trait>energy|tempo|speed|pace|bpm|loudness|volume|mood|intensity) (?:to )?(?:(?:slowly|gradually|gently|steadily|really) )*"
    r"(?:(?:creep|go|move|inch|edge|come|drift|work|build|ramp|tick|crawl|climb)s? )?(?P<way>up(?:wards?)?|down(?:wards?)?|rise|climb|build|grow|increase|fall|drop|sink|decrease)(?: (?:slowly|gradually|gently|steadily|bit by bit|over time|as it goes(?: on| along)?|(?:until|till|to|towards?|by|from|over|throughout|through) .{1,30}))*"
)
_GOES_UP: Final = re.compile(r"up(?:wards?)?|rise|climb|build|grow|increase")
_CALLED: Final = {
    "speed": "tempo",
    "pace": "tempo",
    "bpm": "tempo",
    "volume": "loudness",
    "mood": "valence",
    "intensity": "energy",
}
# "start easy then up", "calm first, livelier later", "first half calm, second half livelier"
_BEGINS: Final = r"(?:(?:it|that|they|and|should|to|let|make|have|i want) )*(?:start|begin|open|kick off)(?:s|ing)?(?: it| off| out| us)*(?: (?:with|on|from|at|as))? "
_ENDS: Final = r"(?:(?:it|that|they|and|then|should|to) )*(?:end|finish|close|get|go|build|work|move|turn|become|wind|come|ramp|grow|rise|be)(?:s|ing|ting|es)?(?: it| up| off| out| us| over)*(?: (?:with|on|to|in|into|at|as))* ?"
_THEN: Final = r"(?:\s*[,;:]\s*|\s+)(?:(?:and|but|then|so|after that|later|afterwards)\s+)*"
_AND: Final = r"(?:\s*[,;:]\s*(?:(?:and|but|then|so|after that|later|afterwards)\s+)*|\s+(?:(?:and|but|then|so|after that|later|afterwards)\s+)+)"
_TWO_ENDS: Final = tuple(
    re.compile(pattern + r"(?: again)?")
    for pattern in (
        rf"{_BEGINS}(?P<a>.+?){_THEN}(?:{_ENDS})(?P<b>.+)",
        rf"{_BEGINS}(?P<a>.+?)(?:\s*[,;:]\s*(?:(?:and|then|but) )*|\s+(?:and then|then|and|but) )(?P<b>.+)",
        rf"(?P<a>.+?)(?:{_STUFF}) {_START}{_AND}(?P<b>.+?)(?: {_LATER})?",
        rf"(?:{_START}) (?P<a>.+?){_AND}(?P<b>.+?)(?: {_LATER})?",
        rf"(?P<a>.+?){_STUFF}{_AND}(?P<b>.+?){_STUFF} {_LATER}",
    )
)
_HALVES: Final = re.compile(
    r"(?:the |make the |with the |have the )?(?:first|1st) (?:half|part|bit|two|three|few|third)(?: (?:of it|being|is|be|as|with|should be|to be|songs|tracks|a bit))* (?P<a>.+?)(?:\s*[,;:]\s*|\s+)(?:(?:and|then|but|with)\s+)*(?:the )?(?:(?:second|2nd|other|last) (?:half|part|bit|two|three|few|third)|rest|then)(?: (?:of it|being|is|be|as|with|should be|to be|songs|tracks))* (?P<b>.+)"
)
_MIX: Final = r"(?:mix(?:es|ed|ing|able)?|blend(?:s|ing)?|flow(?:s|ing)?|transitions?|segues?|beat ?match(?:es|ed|ing)?|harmonic(?:ally)?|in key|dj)"
_MIX_ORDER: Final = re.compile(
    rf"(?:(?:can|could|would) (?:you|we) )?(?:(?:please )?(?:re-?)?(?:order|sort|arrange|sequence|put|line up|organi[sz]e|place|shuffle|make|get|have|set|fix))(?: up)?(?: (?:it|this|that|them|these|those|all|everything|the (?:list|set|songs|tracks|order|playlist|lot|rows)))?(?: up| in| into| in an)?(?: (?:the|a|an|some|proper|good|best|right|order|better|nice))*(?: (?:so(?: that)?|for|to|by|in|where|that|such that))?(?: (?:it|they|these|the songs|the tracks|everything|all|each|one|i|we|you))?(?: (?:can|could|will|would|all|actually|to|be|a|smooth(?:ly)?|nice(?:ly)?|good|better|well|best|easy|easily|harmonic|clean|dj))* {_MIX}(?: (?:well|better|nicely|smoothly|together|order|mixing|into each other|from one (?:to|into) (?:the next|another)|into one another|it|them|good|properly|easily|and|flow|key))*"
)
# "key compatible?", "are these in key with each other"
_IN_KEY: Final = re.compile(
    r"(?:(?:and|so|ok|but|are|is|do|does|all|they|these|those|it|the|keys?|tracks|songs|this|that|set|list|playlist|everything|them|of)\s+)*"
    r"(?:key[- ]compatible|compatible(?: (?:in )?keys?)?|in (?:compatible|matching|neighbou?ring) keys?|harmonic(?:ally)?(?: (?:compatible|mixed|ok|fine))?|in key)(?: (?:with each other|together|throughout|all the way))?"
)
_A_MIX: Final = re.compile(r"\b(?:a|an|one|dj|some|the|my)\s+(?:[\w-]+ ){0,2}(?:mix|transitions?|dj)$")
_ORDER_OK: Final = re.compile(
    rf"(?:(?:and|so|but|ok|hm+|is|are|does|do|will|would|can|was|check|how(?:['’]?s| is| does| do)|what about|what do you think of|the|this|that|my|your)[, ]+)*(?:(?:{_MIX}|running|track|song|playing|set|list) )?(?:order|sequence|sequencing|transitions?|running order)(?: of (?:it|this|these|them|the (?:list|set|songs|tracks)))?(?: (?:like (?:this|that)|now|as it is|here))*(?: (?:is|are|be|any|all|really|actually|it|make|makes|a|look|looks|sound|sounds|for|to|work|works|would|will|does|do|mix|flow|in))*(?: (?:ok|okay|good|fine|alright|all right|right|well|sense|smooth|smoothly|mixing|{_MIX}|clean|work|works|a mix|dj(?:ing)?|a set))*(?: (?:or not|then|for (?:mixing|a mix|djing|a dj|dj)|in key|already))*"
)
_CLASH: Final = re.compile(
    r"(?:(?:and|so|but|ok|is there|are there|do|does|will|would|which|what|any(?:thing|one|body)?|where|of (?:these|them)|the|(?:two|rows|songs|tracks|transitions|changes|neighbou?rs))[, ]*)*(?:clash(?:es|ing)?|train ?wrecks?|bad transitions?|rough (?:changes|transitions|spots))(?: (?:in (?:key|tempo|it|there|here)|in (?:this|that) order|here|there|with each other|at all))*"
    rf"|(?:(?:and|so|but|ok)[, ]+)*(?:do|does|will|would|can|could|should) (?:it|they|these|those|all of (?:these|them)|the (?:songs|tracks|list|set)|this(?: (?:list|set))?|i|we)(?: (?:all|even|really|actually))? {_MIX}(?: (?:it|them|these))?(?: (?:well|ok|okay|nicely|smoothly|together|into each other|in (?:this|that|the) order|like (?:this|that)|from one to the next|one after (?:the other|another)))+"
)
_FILLERS: Final = frozenset(
    "make build give do plan create need want cut trim shorten bring get reduce limit keep squeeze turn stretch extend lengthen expand blow pad let fill "  # noqa: SIM905
    "it this that them these those the list set playlist mix thing down up out back to into at under last be run for a an about around only just roughly max exactly "
    "long in total version of with from and same curve please me us i we one whole instead should needs has songs tracks all now then so can could you like would lasting lasts long hour time "
    "music more less there here must not maximum altogether mixtape got have".split()
)
_NUMBER: Final = re.compile(rf"\b(?:\d{{1,2}}|{'|'.join(word for word in NUMBERS if len(word) > 3)})\b")
_COUNTED: Final = re.compile(
    r"\b(?:tracks?|songs?|tunes?|playlist|list|set|mix|mixtape|of (?:these|those|them|this|it))\b"
)
_SHORTEST: Final = 10  # minutes of a set; less is the length of a track
_WIDE: Final = 25.0  # percentiles between the ends of rows that an order of theirs can be heard in
_SPAN: Final = 25.0  # percentiles from the middle of a list to where a set begins and ends
_TEMPO_SPAN: Final = 0.06  # of the tempo, up and down
_SMOOTH: Final = math.log2(1.06)
_SWEEPS: Final = 40  # attempts to better an order


def read(turn: "Turn", text: str) -> Outcome | None:
    """The list shown in the order, or of the length, that a text asks for; or what its order is worth."""
    on_screen = screen_of(turn) if len(text) <= acts.LONGEST else None
    said = plain(text)
    if on_screen is None or not said:
        return None
    if len(on_screen.rows) > 1:
        if (
            _CLASH.fullmatch(said)
            or (_IN_KEY.fullmatch(said) and (_asks(text, said) or re.match(r"(?:is|are|does|do)\b", said)))
            or (_ORDER_OK.fullmatch(said) and _asks(text, said))
        ):
            return Outcome(reply=_judged(turn, on_screen))
        if _MIX_ORDER.fullmatch(said) and not _A_MIX.search(said):
            return _mixed(turn, on_screen)
        if acts.minutes(said) is None and (way := _curve(said) or _two_ended(said)) is not None:
            return _ordered(turn, on_screen, way)
    return _lasting(turn, on_screen, said) or _of_count(turn, on_screen, said)


def _asks(text: str, said: str) -> bool:
    return text.rstrip().endswith("?") or re.search(r"\b(?:ok|okay|good|fine|alright|right|check)\b", said) is not None


# Curves


def _direction(words: str) -> _Way | None:
    """The trait that words say more or less of; None if they say neither."""
    said = re.sub(
        rf"^(?:(?:the|with|some|a bit|a little|much|really|very|nice and|and|then) )+|{_STUFF}$", "", words.strip(" ,.")
    )
    if not said:
        return None
    for pattern, way in ((_SPEEDS, ("tempo", 1)), (_SLOWS, ("tempo", -1))):
        if pattern.fullmatch(said):
            return way
    than = comparison(said) or comparison(f"more {said}")
    ways: Mapping[str, int] = dict(than.moves) if than is not None and not than.rest else ADJECTIVES.get(said, {})
    doubled = re.fullmatch(r"(?:more and more (\w+)|(\w+) and (\w+))", said)
    if not ways and doubled is not None:
        return _direction(f"more {doubled[1]}" if doubled[1] else doubled[3])
    known = [(trait, way) for trait, way in ways.items() if trait in TRAIT_NAMES]
    if known:
        return known[0]
    if _RISES.fullmatch(said):
        return "energy", 1
    return ("energy", -1) if _FALLS.fullmatch(said) else None


def _curve(said: str) -> _Way | None:
    """The trait by which a list is to go up or down from its start to its end; None if a text says no such thing."""
    if (match := _TOWARDS.fullmatch(said)) is not None and (way := _direction(match["how"])) is not None:
        return way
    if (match := _TRAIT_GOES.fullmatch(said)) is not None:
        return _CALLED.get(match["trait"], match["trait"]), 1 if _GOES_UP.fullmatch(match["way"]) else -1
    if (match := _GETS.fullmatch(said)) is not None:
        verb = re.search(r"\b(?:builds?|winds?|speeds?|slows?|calms?|ris\w+|climbs?|falls?|cools?)\b", said)
        return _direction(match["how"]) or _direction(f"{verb[0] if verb else ''}{match['how']}")
    return None


def _two_ended(said: str) -> _Way | None:
    """The same of a text that says both how it starts and how it goes on."""
    if (match := _HALVES.fullmatch(said)) is not None:
        return _between(match["a"], match["b"])
    for pattern in _TWO_ENDS:
        if (match := pattern.fullmatch(said)) is not None and (way := _between(match["a"], match["b"])) is not None:
            return way
    return None


def _between(first: str, last: str) -> _Way | None:
    """The way from one description to another; None unless both say something of the sound and they differ."""
    begin, end = _direction(first), _direction(re.sub(rf" (?:{_END}|{_LATER})$", "", last))
    if begin is None or end is None:
        return None
    if begin[0] == end[0]:
        return end if begin[1] != end[1] else None
    # "Calm, then faster": what the end says counts, unless only the start names a trait of its own.
    return end


def _ordered(turn: "Turn", on_screen: Screen, way: _Way) -> Outcome:
    """The rows in the order of a trait; where they hardly differ in it, a set that goes that way."""
    trait, up = way
    values = [references.value(track, trait) for track in on_screen.rows]
    marks = [mark for mark in turn.engine.percentiles(trait, values) if mark == mark]
    if not marks or max(marks) - min(marks) < _WIDE:
        minutes = int(on_screen.task.fields.get("minutes", 45)) if on_screen.task.command == "playlist" else 45
        turn.notes.append(f"the rows shown hardly differ in {trait}, so this is a set of the same that does")
        return _as_set(turn, on_screen, minutes, way)
    known = sorted(
        (track for track in on_screen.rows if references.value(track, trait) == references.value(track, trait)),
        key=lambda track: up * references.value(track, trait),
    )
    rest = [track for track in on_screen.rows if track not in known]
    turn.notes.append(
        f"the same tracks in order of {trait}, from {_figure(known[0], trait)} to {_figure(known[-1], trait)}"
    )
    return set_parts.with_rows(turn, _free(on_screen.task), [*known, *rest])


def climb(how: str) -> tuple[str, bool] | None:
    """The trait that words let a list climb in, and whether it rises; None if they say no such thing.

    >>> climb("build up"), climb("wind down"), climb("gets faster")
    (('energy', True), ('energy', False), ('tempo', True))
    """
    said = re.sub(r"\b(?:progressively|slowly|gradually|steadily|ever) ", "", fold(how))
    if than := comparison(said):
        trait, way = next(iter(than.moves.items()))
        return trait, way > 0
    if re.match(r"(?:build|ramp|rise|climb|pick)", said):
        return "energy", True
    if re.match(r"(?:wind|calm|cool)s? down", said):
        return "energy", False
    if match := re.match(r"(?P<way>speed|slow)s? (?:up|down)", said):
        return "tempo", match["way"] == "speed"
    return None


def _figure(track: Track, trait: str) -> str:
    value = references.value(track, trait)
    if trait == "duration":
        return f"{int(value // 60)}:{int(value % 60):02}"
    return f"{value:.0f} BPM" if trait == "tempo" else f"{value:.0f}" if trait == "popularity" else f"{value:.2f}"


def _free(task: Task) -> Task:
    """The task without an order or an end of its own: its rows stand as they are put."""
    fields = {name: one for name, one in task.fields.items() if name not in ("to", "rise")}
    query = replace(task.query or Query(), tracks=(), sort="", most="", skip=0)
    return replace(task, query=query, fields=fields if not task.fields.get("then") else task.fields)


# Orders that mix


def gap(turn: "Turn", first: Track, second: Track) -> tuple[bool, bool]:
    """Whether a change keeps the tempo, or half or twice of it, and whether it keeps to a neighbouring key."""
    a, b = first.values["tempo"], second.values["tempo"]
    octaves = math.log2(b / a) if a > 0 and b > 0 else math.nan
    tempo = abs(octaves - round(octaves)) <= _SMOOTH if octaves == octaves else False
    keys = turn.engine.key(first).camelot, turn.engine.key(second).camelot
    return tempo, bool(keys[0]) and (keys[0] == keys[1] or keys[1] in set_parts.neighbours(keys[0]))


def cost(turn: "Turn", rows: Sequence[Track]) -> float:
    """How badly rows mix in their order, over all changes: 0 where each keeps its tempo and its key."""
    total = 0.0
    for first, second in pairwise(rows):
        tempo, key = gap(turn, first, second)
        a, b = first.values["tempo"], second.values["tempo"]
        octaves = math.log2(b / a) if a > 0 and b > 0 else 0.5
        total += (not tempo) + 0.8 * (not key) + abs(octaves - round(octaves))
    return total


def _best_order(turn: "Turn", rows: Sequence[Track]) -> list[Track]:
    """The rows so that as many changes as can be keep tempo and key: each next to its nearest, then bettered."""
    best = min((_from(turn, rows, start) for start in range(len(rows))), key=lambda one: cost(turn, one))
    best = min((list(rows), best), key=lambda one: cost(turn, one))
    for _ in range(_SWEEPS):
        least, found = cost(turn, best), None
        for at in range(len(best)):
            for to in range(at + 1, len(best)):
                turned = [*best[:at], *best[at : to + 1][::-1], *best[to + 1 :]]
                if (new := cost(turn, turned)) < least - 1e-9:
                    least, found = new, turned
        if found is None or len(best) > 20:
            return found or best
        best = found
    return best


def _from(turn: "Turn", rows: Sequence[Track], start: int) -> list[Track]:
    left = [track for at, track in enumerate(rows) if at != start]
    order = [rows[start]]
    while left:
        nearest = min(left, key=lambda track: cost(turn, (order[-1], track)))
        left.remove(nearest)
        order.append(nearest)
    return order


def _counts(turn: "Turn", rows: Sequence[Track]) -> tuple[int, int]:
    gaps = [gap(turn, first, second) for first, second in pairwise(rows)]
    return sum(tempo for tempo, _ in gaps), sum(key for _, key in gaps)


def _mixed(turn: "Turn", on_screen: Screen) -> Outcome:
    """The rows shown in an order that mixes."""
    rows = _best_order(turn, on_screen.rows)
    tempos, keys = _counts(turn, rows)
    turn.notes.append(
        f"the same tracks so that they mix: {tempos} of {len(rows) - 1} changes keep the tempo within 6 %, "
        f"{keys} stay in a neighbouring key"
    )
    return set_parts.with_rows(turn, _free(on_screen.task), rows)


def _judged(turn: "Turn", on_screen: Screen) -> Reply:
    """How well the rows mix in their order, where they clash, and the better order to press."""
    rows = on_screen.rows
    changes = len(rows) - 1
    tempos, keys = _counts(turn, rows)
    clashes = []
    for at, (first, second) in enumerate(pairwise(rows), start=1):
        tempo, key = gap(turn, first, second)
        told = [] if tempo else [f"{first.values['tempo']:.0f} to {second.values['tempo']:.0f} BPM"]
        codes = [turn.engine.key(one).camelot or "unknown key" for one in (first, second)]
        told += [] if key else [f"{codes[0]} to {codes[1]}"]
        clashes += [f"{at} to {at + 1} ({', '.join(told)})"] if told else []
    if not clashes:
        return Reply(title=f"The order mixes: all {changes} changes keep the tempo within 6 % and a neighbouring key.")
    better = _best_order(turn, rows)
    best = _counts(turn, better)
    title = f"{'Mostly' if 2 * len(clashes) <= changes else 'Not well'}: {tempos} of {changes} changes keep the tempo within 6 %, {keys} stay in a neighbouring key."
    text = f"They clash from {'; '.join(clashes[:8])}{' and more' if len(clashes) > 8 else ''}."
    if sum(best) <= tempos + keys:
        return Reply(title=title, text=f"{text} No order of these tracks is better.")
    text += f" In another order {best[0]} would keep the tempo and {best[1]} the key."
    if on_screen.task.command == "playlist":
        return Reply(title=title, text=text, actions=(Action("Order it so it mixes", "order it so it mixes"),))
    query = replace(_free(on_screen.task).query or Query(), tracks=tuple(better), limit=len(better), notes=())
    command = say("recommend", turn.kept_out(query))
    return Reply(title=title, text=text, actions=(Action("Order it so it mixes", command),))


# Lengths


_OTHER_TIME: Final = re.compile(
    r"\b(?:in|within|last|past|next|after|before|every|since|until|than|per)\s+(?:the |an? |about |around )?(?:\d+|[a-z]+)[ -]?(?:min|hour|hr|h\b)"
    r"|\b(?:spots?|ads?|adverts?|commercials?|scenes?|clips?|films?|trailers?|videos?|dialogue|silence|happy hour|rush hour|each|long songs?|long tracks?)\b|\bago\b"
)
_LEAST: Final = 15  # minutes of music that somebody asks for as a set


def minutes_asked(text: str) -> int | None:
    """How long music is asked for, wherever in a wish it is said; None where the time is of something else."""
    minutes = acts.minutes(text)
    if minutes is None or minutes < _LEAST or _OTHER_TIME.search(fold(text)):
        return None
    return min(minutes, MOST_MINUTES)


def _lasting(turn: "Turn", on_screen: Screen, said: str) -> Outcome | None:
    """``cut it to 45 min``, ``build me an hour that goes up``: of the wish shown, with its curve or the one said."""
    minutes = acts.minutes(said)
    if minutes is None or minutes < _SHORTEST:
        return None
    way = None
    rest = _said_of_it(acts.without_minutes(said))
    if rest:
        way = _curve(rest) or _direction(re.sub(r"^(?:goes|go|going|gets|getting|becomes|should) ", "", rest))
        if way is None:
            return None
    minutes = min(minutes, MOST_MINUTES)
    if way is not None:
        return _as_set(turn, on_screen, minutes, way)
    task = on_screen.task
    if task.command != "playlist":
        return None  # a list as a set has an act of its own
    return _cut(turn, on_screen, minutes)


def _said_of_it(said: str) -> str:
    """What a text says from its first word on that is more than "make it ... long"."""
    first = next((one for one in re.finditer(r"[\w'’-]+", said) if one[0] not in _FILLERS), None)
    return said[first.start() :].strip(" ,.") if first is not None else ""


# "I like a couple of the songs": praise, and no length that the list is to have.
_LIKES: Final = re.compile(r"\b(?:i|we) (?:really |also |do |did )*(?:like|love|enjoy)d?\b")


def _of_count(turn: "Turn", on_screen: Screen, said: str) -> Outcome | None:
    """``make one playlist of 20 with this``: so many tracks, of which those shown stay."""
    numbers = list(_NUMBER.finditer(said))
    if len(numbers) != 1 or not _COUNTED.search(said) or _LIKES.search(said):
        return None
    rest = f"{said[: numbers[0].start()]} {said[numbers[0].end() :]}"
    count = acts.count(numbers[0][0])
    if count is None or count < 2 or any(word not in _FILLERS for word in re.findall(r"[\w'’-]+", rest)):
        return None
    task, rows = on_screen.task, on_screen.rows
    if task.command != "playlist":
        if acts.read(said).kind == "count":
            return None
        query = moves.counted(replace(task.query or Query(), skip=0), count)
        turn.notes.append(f"{query.limit} tracks, those shown first")
        return turn.list_of(task, replace(query, tracks=rows[: query.limit]))
    if count < len(rows):
        kept = [rows[round(at * (len(rows) - 1) / (count - 1))] for at in range(count)]
        seconds = sum(track.values["duration"] for track in kept)
        cut = _cut(turn, on_screen, max(round(seconds / 60), 5))
        return cut if task.fields.get("then") else set_parts.with_rows(turn, _lasts(task, seconds), kept)
    seconds = sum(track.values["duration"] for track in rows) * count / len(rows)
    return _cut(turn, on_screen, min(round(seconds / 60), MOST_MINUTES))


def _lasts(task: Task, seconds: float) -> Task:
    minutes = str(min(max(round(seconds / 60), 5), MOST_MINUTES))
    return replace(task, fields={**task.fields, "minutes": minutes})


def _cut(turn: "Turn", on_screen: Screen, minutes: int) -> Outcome | None:
    """A set made longer or shorter, part by part: of a shorter one rows go evenly, so that its curve stays."""
    task = on_screen.task
    parts = set_parts.of(turn, task)
    whole = sum(part.minutes for part in parts)
    rows = set_parts.counted(turn, task, on_screen.rows)
    changed = []
    for part, own in zip(parts, rows, strict=True):
        time = max(round(part.minutes * minutes / whole), 5)
        left = tuple(_thinned(own, 60.0 * time)) if minutes < whole else part.query.tracks
        changed.append(replace(part, minutes=time, query=replace(part.query, tracks=left, notes=())))
    if minutes < whole:
        turn.notes.append(f"{sum(len(own) for own in rows)} tracks cut to fit {minutes} minutes; the order stays")
    held = replace(task, fields={**task.fields, "minutes": str(changed[0].minutes)})
    return set_parts.changed(turn, held, changed[0].query, changed[1:])


def _thinned(rows: Sequence[Track], seconds: float) -> list[Track]:
    """As many of the rows, spread evenly from the first to the last, as last no longer than so many seconds."""
    for count in range(len(rows), 1, -1):
        kept = [rows[round(at * (len(rows) - 1) / (count - 1))] for at in range(count)]
        if sum(track.values["duration"] for track in kept) <= seconds + 60:
            return kept
    return list(rows[:1])


def _as_set(turn: "Turn", on_screen: Screen, minutes: int, way: _Way) -> Outcome:
    """A set of the wish shown that goes up or down a trait, from below what is shown to above it."""
    trait, up = way
    values = [one for track in on_screen.rows if (one := references.value(track, trait)) == one]
    middle = sum(values) / len(values) if values else 0.0
    if trait == "tempo":
        ends = [float(round(middle * (1 + side * _TEMPO_SPAN))) for side in (-up, up)]
    else:
        mark = turn.engine.percentile(trait, middle)
        marks = [min(max(mark + side * _SPAN, 3.0), 97.0) for side in (-up, up)]
        ends = [round(turn.engine.levels.value_at(trait, one), 2) for one in marks]
    query = on_screen.task.query or Query()
    limits = {name: one for name, one in query.constraints.items() if name != trait}
    moods = moves.compared(turn.engine, query, on_screen.rows, {trait: up}).moods if on_screen.rows else query.moods
    query = replace(query, constraints={**limits, trait: Constraint(float(ends[0]))}, moods=moods, tracks=(), notes=())
    end = Query({trait: Constraint(float(ends[1]))})
    made = turn.kept_out(playlist_query(query))
    turn.notes.append(f"{trait} goes from {ends[0]:g} to {ends[1]:g}")
    fields = (Token("to", end.text, quoted=True), Token("minutes", str(minutes)))
    return Outcome(request_of("playlist", made.text, *fields), notes=tuple(turn.notes))
