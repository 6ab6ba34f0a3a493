"""Edits of the list shown, clause by clause: rows moved, exchanged, replaced, taken out or put in; the others stay.

A clause is a verb, the rows or the kind of rows it is done to, and what else it needs: a place, a wish, a number. What
is no such clause is left to others, so that nothing of a message is dropped: ``swap 3 for something by Prince``,
``move the last one up two``, ``lose anything over six minutes and put some Sade in``.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, bounds, free_text, lists, moves, references, rows_said, set_parts, set_rows, unclear
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Task
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import ADJECTIVES, NUMBERS, ORDINALS, fold
from bot.dialogue.outcome import Outcome
from bot.dialogue.rows_said import Rows
from bot.dialogue.shared import failed
from bot.dialogue.subjects import Found
from bot.reply import Action, Reply
from bot.say import say
from engine import Constraint, Query, Track, UserError
from engine.features import TRAIT_NAMES

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_POLITE: Final = re.compile(
    r"^(?:(?:ok|okay|and|but|(?:no|nah)(?=[,.!])|hm+|ugh|well|now|then|so|please|pls|plz|also|sorry|great|nice|cool|thanks|actually|maybe|perhaps|yes|yeah|yep|right|alright"
    r"|(?:can|could|would|will) (?:you|u|we|i)(?: please| maybe| just| also)?|i(?:['’](?:d|ll)| would| will)(?: rather| like (?:you )?to)?(?! (?:like|want|love|need|have|take|keep)\b)|i want(?: you)? to|we should|you (?:can|could|should|may)|let['’]?s|lets|just|go ahead and)\b[,. ]*)+"
)
_TAIL: Final = re.compile(
    r"(?:[,.! ]+(?:please|pls|plz|thanks|thank you|thx|then|now|for me|if you can|will you|would you|ok|okay|though|tho))+$"
)
_ASKS: Final = re.compile(r"(?:what|which|why|how|who|whose|where|when|is|are|was|were|do|does|did|has|have you)\b")
_JOINT: Final = re.compile(
    r"\s*[;.!,]+\s*(?:and |but |then |also )*|\s+(?:and then|and also|then|but|and|plus)\s+|\s+[–-]+\s+"
)
_MOST_CLAUSES: Final = 6
_STAYS: Final = re.compile(
    r"(?:(?:keep|leave) (?:all )?(?:(?:the|my) )?(?:rest|others?|other ones|everything else|order|list|set)(?: .{0,30})?"
    r"|(?:(?:all )?(?:the )?(?:rest|others?|other ones)|everything else) (?:stays?|can stay|should stay|(?:is|are) (?:fine|good|great|ok|okay|perfect|nice))(?: .{0,20})?"
    r"|(?:otherwise|apart from that|other than that|the rest)[, ].{0,30}(?:fine|good|great|same|stay|stays|ok)|nothing else)"
)
_OUT: Final = (
    r"(?:drop|lose|ditch|scrap|delete|remove|skip|cut(?: out)?|bin|chuck(?: out)?|kick(?: out)?|throw(?: out| away)?|get rid of|"
    r"leave out|take (?:out|off|away)|throw away|weed out|filter out|clear out|strip out|toss(?: out)?|dump|kill|exclude)"
)
# Bare "take" and "leave" need their "out" behind what they take out.
_TAKE_OUT: Final = re.compile(
    rf"(?:{_OUT} (?P<a>.+?)(?: out| away| off)?|(?:take|leave|kick|throw) (?P<b>.+?) (?:out|away|off))(?: (?:of|from) (?:it|there|this|that|the (?:list|set|playlist)))?"
)
_MOVE: Final = re.compile(
    r"(?P<verb>move|put|place|shift|push|drag|bring|stick|bump|pull|slot|slide|have|play|make|send) (?P<rest>.+)"
)
_GOES: Final = re.compile(
    r"(?P<rows>.+?) (?:goes|go|should (?:be|go|come)|comes|must (?:be|go|come)|has to (?:be|go|come)|belongs|needs to (?:be|go|come)) (?P<place>.+)"
)
_OPEN_WITH: Final = re.compile(
    r"(?:it |that |the (?:list|set) )?(?:should )?(?P<verb>start|open|begin|kick off|lead|end|close|finish|wrap up)(?:s)?(?: (?:it|the (?:list|set|playlist)))?(?: off| out| up)? (?:with|on) (?P<rows>.+)"
)
_EXCHANGE: Final = re.compile(
    r"(?:swap|switch|exchange|flip|trade)(?: the (?:order|places?|positions?) of)? (?P<rest>.+?)(?: (?:around|round|over|places|positions))?"
)
_REPLACE: Final = re.compile(r"(?:swap|change|replace|exchange|switch|trade|sub|substitute)(?: out)? (?P<rest>.+?)")
_THAT_ROW: Final = r"(?:it|(?:that|this)(?: (?:one|song|track))?|that)(?: out| please| instead| then| now)*"
_FOR: Final = re.compile(r"\s+(?:for|with|by|to|into)\s+")
_IN_PLACE: Final = re.compile(
    r"(?:(?:put|use|get|give me|find(?: me)?|show me|have|play|i(?:['’]?d)? (?:want|like|need|prefer)|try)(?: in)? )?(?P<wish>.+?) (?:instead of|in place of|in the place of|for|rather than) (?P<rows>.+)"
)
_ANOTHER: Final = re.compile(
    r"(?:(?:give|show|get|find|bring|suggest|pick|put|add|have|i(?:['’]?d)? (?:want|like|need)|try)(?: me| us)?(?: in)? )?(?P<what>another|something else|a different|a new|a better|one more|an other|some other|others?|new|something different|something better)(?: (?:one|song|track|ones|songs|tracks))?(?P<instead>(?:,? (?:instead|for (?:it|that|them)|in (?:its|their) place|in there|there))*)"
)
_LIKE_IT: Final = re.compile(
    r"(?:(?:something|anything|one|another|a (?:song|track)|another one)(?: else)? )?(?:(?:more |just )?like (?:it|that|that one|this|this one)|similar(?: to (?:it|that|this))?|of the same (?:kind|sort|style|vibe)|in the same (?:style|vein|vibe))"
)
_NO_WISH: Final = re.compile(
    r"(?:(?:something|anything|another|some|one|a|an|the|other|others|else|different|new|better|fresh|of|that fits(?: better)?|more fitting|fitting|suitable|one|song|songs|track|tracks|ones|thing)\s*)*"
)
_BY: Final = re.compile(
    r"(?:(?:(?P<count>\d{1,2}|[a-z]+(?: of)?|a couple(?: of)?|a few|a bit of|a little(?: bit of)?) )??(?:(?:more|other|another|good|nice|else) )*(?:(?:songs?|tracks?|tunes?|ones?|things?|stuff|something|anything|music)(?: else)? )?)?(?:by|from) (?P<name>.+)"
)
_PUT: Final = re.compile(
    r"(?:put|add|throw|mix|sneak|work|slip|squeeze|include|have|get|chuck|(?:drop|toss)(?= in\b)|stick(?! to\b| with\b)|bring|sprinkle|insert|fit|want|like|need|pop)(?P<in> in)? (?P<what>.+?)"
    r"(?P<into>(?:,? (?:in(?:to)?(?: (?:there|it|this|that|the (?:mix|list|set|playlist|lot)|my (?:list|set|playlist)))?|in between|to (?:it|this|that|them|these|those|the (?:list|set|playlist|mix|lot))|on (?:there|it)|as well|too|also))*)"
)
_AMOUNT: Final = re.compile(
    r"(?P<count>a couple(?: of)?|a few|a bit(?: more)? of|a little(?: bit)?(?: of)?|some(?: more)?|a touch of|one|two|three|four|five|six|\d{1,2})(?: more)?(?: (?:songs?|tracks?|tunes?))? (?:(?:by|from|of) )?(?P<name>.+?)(?: (?:songs?|tracks?|tunes?))?"
)
_COUNTS: Final = {
    "a couple": 2,
    "a couple of": 2,
    "a few": 3,
    "something": 1,
    "a": 1,
    "an": 1,
    "another": 1,
    "one": 1,
}
_UNCOUNTED: Final = frozenset({"some", "some more"})
"""Amounts that are the larger, the longer the list is."""
_SOME: Final = 2
_MOST_ADDED: Final = 10
_MOST_TOLD: Final = 6
_MOST_UNCOUNTED: Final = 25
"""Songs that are put into a long list where no number is said."""
_KEEP: Final = re.compile(
    r"(?:(?:only |just )?(?:keep|i(?:['’]?ll)? (?:keep|take|like|love|want)|hold on to|leave)(?: only| just)?|only|just|yes to) (?P<rows>.+?)(?: (?:in|only))?"
)
_GOOD: Final = re.compile(
    r"(?P<rows>.+?)(?:['’]?s)?,? (?:(?:is|are|was|were|can|should|sounds?) )?(?:(?:a|an|so|really|very|both|all|definitely|totally|pretty|just|the) )*(?:yes(?: please)?|yep|yeah|in|stays?|keep(?:er|ers)?|good|great|fine|ok|okay|perfect|nice|cool|lovely|love it|spot on|right|winners?|works?|fits?|approved)"
)
_BAD: Final = re.compile(
    r"(?P<rows>.+?)(?:['’]?s)?,? (?:(?:is|are|was|were|can|should|has to|have to|must) )?(?:(?:a|so|really|very|both|all|just) )*(?:no|nope|nah|not|out|away|bad|bin|go|goes|wrong|nothing|meh|gone|rubbish|weak|no good)"
)
_REST: Final = re.compile(
    r"(?:all )?(?:of )?(?:the )?(?:rest|others?|other ones|remaining(?: ones)?)|everything else|all (?:the )?others?"
)
_REST_OUT: Final = re.compile(
    rf"(?:{_OUT}|without|not|no) (?:{_REST.pattern})(?: out)?|no (?:rest|others)|nothing else"
)
_MORE: Final = re.compile(
    r"(?:(?:give me|show me|find(?: me)?|i want|get me|bring|and|with|some|a few|now|plus|any) )*(?:more|others?|new ones|some new ones|other ones|fresh ones|different ones|fill (?:it |them |the rest |the list )?up)(?: (?:like|of) (?:that|those|these|them|this|it|the (?:two|three|first)))?(?: (?:ones|songs|tracks|instead|please|for the rest|in (?:its|their) place))*"
)
# "some more", "a few more of them": the next ones, and nobody of that name
_MORE_OF_IT: Final = re.compile(
    r"(?:(?:some|a few|a couple|a bit|even|any|many|much|a lot|lots?|few|\d{1,2}) (?:of )?)*(?:more|others?|another)(?: (?:songs?|tracks?|tunes?|music|ones?|stuff|suggestions?))?(?: (?:of|like|from|by|to) (?:it|them|this|that|these|those|the (?:same|list))(?: (?:songs?|tracks?|ones?|kinds?|artists?))?)?(?: (?:please|then|now))?"
)
_FILL: Final = re.compile(
    r"(?:fill|top|stock)(?: (?:it|them|the (?:list|set|rest|gaps?)))? (?:back )?up(?: again)?(?: (?:to|with) (?P<count>\d{1,2})(?: (?:songs|tracks))?)?(?: again)?|refill(?: (?:it|the list))?"
)
_EACH: Final = re.compile(
    r"(?:(?:and|with|make (?:it|that)|keep (?:it|them)(?: to| at)?|i want|limit (?:it|them) to|there should be|only|just|max(?:imum)?(?: of)?|at most|no more than|not more than|never more than|up to|a maximum of)[, ]*)*(?P<count>one|two|1|2|a single)(?: (?:songs?|tracks?|tunes?|only|max))*(?: (?:each|apiece|(?:per|for each|from each|by each|from every|by every|of each|for every|by any|from any|by) (?:artist|band|act|singer|name|one|person|group|the same (?:artist|band|act)|one (?:artist|band|act))))(?: (?:only|max|please))*"
)
_PLURAL: Final = re.compile(
    r"(?:all )?(?:of )?(?:the |those |these |any |all )?(?P<kind>.+?) (?:ones|songs|tracks|stuff|tunes|things|numbers|music)(?: (?:in (?:it|there|the list)|too))?"
    r"|(?:anything|everything|whatever|all|any(?: songs?| tracks?)?|the ones|those|songs|tracks)(?: (?:that|which))?(?:['’]?s| (?:is|are|sounds?|feels?))?(?: (?:too|so|very|really))? (?P<kind2>.+)"
)
_ANY_BOUND: Final = re.compile(
    r"(?:anything|everything|whatever|all(?: (?:songs|tracks))?|any(?: (?:songs?|tracks?|ones?))?|the ones|those|songs|tracks|(?:the |all the )(?:songs|tracks)|the)(?: (?:that|which))?(?:['’]?s| (?:is|are|lasts?|runs?|goes))? (?P<bound>.+)"
)
# "give us 20 of them", "make it 25"
_SIZE: Final = re.compile(
    r"(?:(?P<verb>give|show|get|find|bring|make|hand|send|extend|expand|stretch|fill|grow|cut|shorten|trim)(?: (?:me|us|it|that|this|them|the (?:list|lot)))*(?: (?:up |down )?to| a list of)? (?P<count>\d{1,3}|[a-z]+)|(?P<bare>\d{1,3}|[a-z]+)(?= (?:of|songs|tracks)\b))"
    r"(?P<of> of (?:them|em|these|those|it)| (?:songs|tracks|tunes|titles|rows|ones))*(?: (?:long|in total|altogether|in all|instead|overall|all together))*"
)
# "the two longest", "the 3 loudest ones"
_MOST_SO: Final = re.compile(
    r"(?:the )?(?P<count>\d|two|three|four|five|couple(?: of)?) (?P<how>most |least |best )?(?P<word>[\w-]+)(?: (?:ones|songs|tracks|tunes))?|(?:the )?(?P<how2>most |least |best )?(?P<word2>[\w-]+) (?P<count2>two|three|four|five|\d)(?: (?:ones|songs|tracks|tunes))?"
)
_BY_YEAR: Final = {"oldest": False, "earliest": False, "newest": True, "latest": True, "most recent": True}
_AN_END: Final = (
    r"(?P<place>first|last|(?:right )?(?:at|to|in|on|for|as) (?:the |its |a |an )?(?:very )?(?:top|start|beginning|front|opening|opener|end|bottom|close|closing|closer|finish|finale|(?:last|final|closing|first|opening) (?:song|one|track|dance|tune|number))"
    r"|to (?:start|open|begin|kick off|finish|end|close|wrap up|round off)(?: (?:with|it|off|on|things|us))*)"
)
# "add a Queen song at the end", "put Hallelujah by Jeff Buckley first"
_PUT_AT: Final = re.compile(
    rf"(?:(?:put|add|place|stick|throw|drop|get|have|play|include|slip|insert|move|bring|give me|need|want)(?: on| in| me| us)? )?(?P<what>.+?),? {_AN_END}"
)
# "a last dance to finish, something like it", "to close, some Sade"
_END_WITH: Final = re.compile(
    r"(?:(?:with|add|need|want|give me|put(?: in)?) )?(?:(?:an?|one|the|some) )?(?P<place>(?:last|final|closing|first|opening) (?:dance|song|track|tune|number|one|slow dance))(?: to (?:finish|end|close|start|open|begin|wrap up|round off)(?: (?:with|it|off|on|things|up))*)?[,:; ]+(?:(?:should|could|must) be |is |being |maybe |ideally |with )*(?P<what>.+)"
    r"|(?P<place2>to (?:finish|end|close|start|open|begin|wrap up|round off)(?: (?:with|it|off|on|things|up))*)[, ]+(?P<what2>.+)"
)
_LAST_PLACE: Final = re.compile(r"\b(?:last|end|bottom|clos\w*|fin\w+|wrap|round)\b")
_ONE_LIKE: Final = re.compile(
    r"(?:(?:maybe|perhaps|ideally|something|anything|one|an?|another|(?:song|track)|slow|big|old|nice|good|classic|just|along the lines of|in the style of|similar to|more) ?)*\b(?:like|similar to|in the (?:style|vein) of|along the lines of) (?P<name>.+)"
)
_A_SONG: Final = re.compile(
    r"(?:an?|one|some|another|any|two|three|a couple of|a few)(?: more)? (?P<name>.+?) (?:songs?|tracks?|tunes?|numbers?|ones?|hits?|classics?)"
)
_THIS_ONE: Final = re.compile(r"(?:this|that)(?: (?:one|song|track))")
# Words that no name has where nobody is called so: what was left of a sentence is not looked up as somebody.
_NO_NAME: Final = re.compile(
    r"\b(?:i|me|you|we|us|they|them|em|him|her|it|please|because|cause|meant|mean|asked|want|wanted|make|put|swap|give|first|last|end|top|start|beginning|finish|can['’]?t|don['’]?t|isn['’]?t|not)\b|^\d+$|^\d+ of\b"
)
_SO: Final = 65  # percentile of the catalogue from which a row counts as loud, slow and so on
_APART: Final = 15  # percentiles from the middle of the list, where no row is so by the catalogue


@dataclass(frozen=True)
class Screen:
    """The list shown, as the clauses before have left it.

    Parameters
    ----------
    task : Task
    rows : tuple of Track
    size : int
        How many rows it is to have: with fewer, others fill it up.
    notes : tuple of str
    gone : tuple of (int, Track)
        Rows that were taken out by a clause before, and where they stood.
    told : Reply or None
        What is said instead of a changed list.
    """

    task: Task
    rows: tuple[Track, ...]
    size: int
    notes: tuple[str, ...] = ()
    gone: tuple[tuple[int, Track], ...] = ()
    told: Reply | None = None


def screen(turn: "Turn") -> Screen | None:
    """The list that numbers count through, to be edited; None where none is shown."""
    shown = turn.context.counted
    if shown is None or turn.fresh or not shown.tracks or len(shown.tracks) != len(shown.rows):
        return None
    base = turn.base()
    if base is None or shown is not turn.context.last_list:
        # Rows of another answer, as of an artist: a list of these.
        return Screen(Task("recommend", Query()), shown.tracks, len(shown.tracks))
    task, rows = base
    if turn.task is not None and task.query is not None and task.query.tracks:
        rows = task.query.tracks
    return Screen(task, rows, len(rows)) if rows else None


def read(turn: "Turn", text: str) -> Outcome | None:
    """What a text of nothing but edits makes of the list shown; None if it is no such text."""
    on_screen = screen(turn) if len(text) <= acts.LONGEST else None
    said = plain(text)
    if on_screen is None or not said:
        return None
    if _ASKS.match(said) and not _OPEN_WITH.fullmatch(said):
        return None
    done = _kept_and_more(turn, on_screen, said) or _clauses(turn, on_screen, said, text)
    if done is None:
        return None
    if done.told is not None:
        return Outcome(reply=done.told)
    if done.gone:
        # What is taken out leaves a shorter list: nobody asked for others.
        done = replace(done, size=len(done.rows))
    turn.notes += list(done.notes)
    if done.rows == on_screen.rows and done.size > on_screen.size and not (done.task.query or Query()).tracks:
        return turn.list_of(done.task, moves.counted(done.task.query or Query(), done.size))
    return _made(turn, done)


def plain(text: str) -> str:
    """A text without the polite words around what it says."""
    said = _POLITE.sub("", fold(text).strip(" ¿¡?!.,"))
    return _TAIL.sub("", said.strip(" ?!.,"))


def _made(turn: "Turn", done: Screen) -> Outcome:
    """The list of the rows that are left, filled up where rows of it are missing."""
    task = replace(done.task, query=replace(done.task.query or Query(), tracks=(), sort="", most="", skip=0))
    if task.command == "playlist" or len(done.rows) >= done.size:
        return set_parts.with_rows(turn, task, done.rows)
    query = replace(task.query or Query(), tracks=done.rows, limit=done.size, notes=())
    return turn.list_of(task, query)


# Clauses


def _clauses(turn: "Turn", on_screen: Screen, said: str, text: str) -> Screen | None:
    """The list after the clauses of a text; None if a part of it is none."""
    if (whole := _clause(turn, on_screen, said, text)) is not None:
        return whole
    joints = list(_JOINT.finditer(said))
    for joint in reversed(joints[:_MOST_CLAUSES]):
        first, rest = said[: joint.start()], plain(said[joint.end() :])
        if not first or not rest:
            continue
        done = _clause(turn, on_screen, _TAIL.sub("", first), text)
        if done is None:
            continue
        if done.told is not None:
            # What cannot be done is told beside what can.
            told = replace(on_screen, notes=(*on_screen.notes, f"{done.told.title.rstrip('.')}"))
            if not {*".;!"} & {*joint[0]}:
                return done
            # Where another sentence is no edit, the message is not all of edits.
            after = _clauses(turn, told, rest, text)
            return done if after is not None and after.told is not None else after
        if (after := _clauses(turn, done, rest, text)) is not None:
            return after
    return None


def _clause(turn: "Turn", on_screen: Screen, said: str, text: str) -> Screen | None:
    if _STAYS.fullmatch(said):
        return on_screen if on_screen.notes else None
    for read_clause in _READERS:
        if (done := read_clause(turn, on_screen, said)) is not None:
            return done
    return None


def _rows(turn: "Turn", on_screen: Screen, text: str) -> tuple[list[int], Rows] | None:
    """Where the rows that a text means stand now; None if it means none."""
    shown = turn.context.counted
    meant = rows_said.read(text, turn.context)
    if meant is None or shown is None:
        return None
    places = {track.recording: at for at, track in enumerate(on_screen.rows)}
    found = [places[track.recording] for track in rows_said.tracks(meant, shown) if track.recording in places]
    return (found, meant) if found or meant.beyond else None


def _no_such(on_screen: Screen, number: int) -> Screen:
    count = len(on_screen.rows)
    error = UserError(f"The list has {count} rows, so there is no number {number}.", f"Say a number from 1 to {count}.")
    return replace(on_screen, told=failed(error))


def _moved(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``move 3 to the top``, ``put the last two first``, ``4 goes after 1``: those rows, the others in their order."""
    pairs: list[tuple[str, str]] = []
    strict = False
    if (goes := _GOES.fullmatch(said)) is not None:
        pairs.append((goes["rows"], goes["place"]))
    if (opens := _OPEN_WITH.fullmatch(said)) is not None:
        pairs.append((opens["rows"], "last" if re.match(r"end|clos|finish|wrap", opens["verb"]) else "first"))
    if (moved := _MOVE.fullmatch(said)) is not None:
        strict = moved["verb"] in ("have", "play", "send")
        pairs += _splits(moved["rest"])
    elif not pairs:
        pairs = [
            (rows, place)
            for rows, place in _splits(said)
            if re.match(r"(?:first|last|to the|up|down|before|after)\b", place)
        ]
    for rows, place in pairs:
        if (found := _rows(turn, on_screen, rows)) is None or found[1].kind == "all":
            continue
        if opens is not None and found[1].kind == "described":
            continue  # "start with the fastest one" is an order of all
        if found[1].beyond:
            return _no_such(on_screen, found[1].beyond) if _goal(turn, on_screen, place, found[0]) is not None else None
        if strict and place not in ("first", "last"):
            continue
        goal = _goal(turn, on_screen, place, found[0])
        if goal is not None:
            return _at(on_screen, found[0], goal)
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    """A text cut in two between any of its words, the longest first part last."""
    words = text.split()
    return [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]


def _at(on_screen: Screen, places: Sequence[int], goal: int) -> Screen:
    """The rows at these places put together where they stand before the row at ``goal``, counted without them."""
    taken = [on_screen.rows[at] for at in places]
    rest = [track for at, track in enumerate(on_screen.rows) if at not in places]
    goal = min(max(goal, 0), len(rest))
    names = " and ".join(track.track_name for track in taken[:3])
    note = f"{names} {'are' if len(taken) > 1 else 'is'} number {goal + 1} now; the others keep their order"
    return replace(on_screen, rows=(*rest[:goal], *taken, *rest[goal:]), notes=(*on_screen.notes, note))


_PLACE: Final = re.compile(
    r"(?P<to>(?:(?:right|straight|all the way|directly|back|up|down) )*(?:to|at|in|into|on|onto|as) )?(?:the |its )?(?:very )?"
    r"(?:(?P<top>top|start|beginning|front|opening|opener|head)|(?P<first>first(?: (?:place|position|spot|slot|one|row|song|track))?|up front|number one|number 1)"
    r"|(?P<end>end|bottom|back|finish|closing|closer|close)|(?P<last>last(?: (?:place|position|spot|slot|one|row|song|track))?)|(?P<middle>middle|centre|center|halfway(?: point)?)"
    r"|(?:(?P<word>place|position|spot|slot|number|no\.?|row|#) ?)?(?P<number>\d{1,2}(?:st|nd|rd|th)?|[a-z]+)(?: (?P<word2>place|position|spot|slot|one|row))?)(?: (?:of|in) (?:it|the (?:list|set|playlist|order)))?"
)
_SIDE: Final = re.compile(
    r"(?:to )?(?:right |just |straight |directly )?(?P<side>before|above|ahead of|in front of|after|behind|below|under|beneath|following) (?P<row>.+)"
)
_STEPS: Final = re.compile(
    r"(?P<way>up|down|earlier|later|forward|back)(?: (?:by )?(?P<count>one|two|three|four|five|\d|a|a bit|a little|some)(?: (?:places?|rows?|spots?|steps?|slots?|notch|notches))?)?"
)


def _goal(turn: "Turn", on_screen: Screen, place: str, moved: Sequence[int]) -> int | None:
    """The place, from 0 and counted without the rows that move, that words for a place mean; None if they mean none."""
    left = len(on_screen.rows) - len(moved)
    if (side := _SIDE.fullmatch(place)) is not None:
        other = _rows(turn, on_screen, side["row"])
        if other is None or len(other[0]) != 1 or other[0][0] in moved:
            return None
        before = other[0][0] - sum(at < other[0][0] for at in moved)
        return before + (side["side"] in ("after", "behind", "below", "under", "beneath", "following"))
    if (steps := _STEPS.fullmatch(place)) is not None:
        by = acts.count(steps["count"] or "") or 1
        return (min(moved, default=0)) + (-by if steps["way"] in ("up", "earlier", "forward") else by)
    match = _PLACE.fullmatch(place)
    if match is None:
        return None
    if match["first"] or (match["top"] and match["to"]):
        return 0
    if match["last"] or (match["end"] and match["to"]):
        return left
    if match["middle"]:
        return left // 2 if match["to"] else None
    word = match["number"] or ""
    number = int(re.sub(r"\D", "", word)) if word[:1].isdecimal() else ORDINALS.get(word) or NUMBERS.get(word, 0)
    said_so = word in ORDINALS or match["to"] or match["word"] or match["word2"]
    return number - 1 if number > 0 and said_so else None


def _exchanged(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``swap 2 and 5``: each where the other stood."""
    match = _EXCHANGE.fullmatch(said)
    if match is None:
        return None
    for joint in re.finditer(r"\s+(?:and|with|for|&)\s+", match["rest"]):
        both = [_rows(turn, on_screen, one) for one in (match["rest"][: joint.start()], match["rest"][joint.end() :])]
        if any(one is None for one in both):
            continue
        one, other = (found for found in both if found is not None)
        if beyond := one[1].beyond or other[1].beyond:
            return _no_such(on_screen, beyond)
        if len(one[0]) == len(other[0]) == 1 and one[0] != other[0]:
            rows = list(on_screen.rows)
            a, b = one[0][0], other[0][0]
            rows[a], rows[b] = rows[b], rows[a]
            note = f"{rows[b].track_name} and {rows[a].track_name} have changed places"
            return replace(on_screen, rows=tuple(rows), notes=(*on_screen.notes, note))
    return None


# Rows replaced


def _replaced(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``swap 7 for something by Jungle``, ``change it``, ``something slower instead of 2``: a row in another's place."""
    if (match := _REPLACE.fullmatch(said)) is not None:
        rest = match["rest"]
        if (bare := _rows(turn, on_screen, re.sub(r" (?:out|instead)$", "", rest))) is not None:
            return _in_place(turn, on_screen, bare, "")
        if re.fullmatch(_THAT_ROW, rest):
            return replace(on_screen, told=_which_row(on_screen))
        for joint in _FOR.finditer(rest):
            found = _rows(turn, on_screen, re.sub(r" out$", "", rest[: joint.start()]))
            if found is not None:
                return _in_place(turn, on_screen, found, rest[joint.end() :])
            if re.fullmatch(_THAT_ROW, rest[: joint.start()]):
                return replace(on_screen, told=_which_row(on_screen))
        return None
    if (match := _IN_PLACE.fullmatch(said)) is not None and (
        found := _rows(turn, on_screen, match["rows"])
    ) is not None:
        with_for = re.search(r"\bfor\b", said[match.end("wish") : match.start("rows")]) is not None
        pointed = re.search(r"\b(?:number|track|song|row|no|one)\b|#", match["rows"]) is not None
        if not with_for or pointed or _ANOTHER.fullmatch(match["wish"]):
            return _in_place(turn, on_screen, found, match["wish"])
    return None


def _another(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``and give me another``, after a row was taken out or complained of."""
    match = _ANOTHER.fullmatch(said)
    if match is None:
        return None
    if on_screen.gone:
        return _filled(turn, on_screen)
    if not match["instead"] or (found := _rows(turn, on_screen, "it")) is None:
        return None
    return _in_place(turn, on_screen, found, "")


def _filled(turn: "Turn", on_screen: Screen) -> Screen | None:
    """Others where rows were taken out in the same message."""
    rows = list(on_screen.rows)
    for at, track in on_screen.gone:
        rows.insert(at, track)
    restored = replace(on_screen, rows=tuple(rows), gone=(), notes=on_screen.notes[:-1])
    places = [next(n for n, one in enumerate(rows) if one.recording == track.recording) for _, track in on_screen.gone]
    return _in_place(turn, restored, (places, Rows(tuple(places))), "")


def _in_place(turn: "Turn", on_screen: Screen, found: tuple[list[int], Rows], wish: str) -> Screen | None:
    """Others, as wished, where these rows stand; what is wished for and not there is said, and nothing changes."""
    places, meant = found
    if meant.beyond:
        return _no_such(on_screen, meant.beyond)
    if meant.kind == "all":
        return None
    gone = [on_screen.rows[at] for at in places]
    wish = _TAIL.sub("", wish.strip(" ,."))
    by = _BY.fullmatch(wish) or _A_SONG.fullmatch(wish)
    if by is not None and by.re is _A_SONG and not _names_somebody(turn, by["name"]):
        by = None
    name = by["name"] if by is not None else wish
    if by is not None or _names_somebody(turn, wish):
        other = _by_artist(turn, on_screen, name, len(gone))
        if other is not None:
            return other if other.told is not None else _put_at(on_screen, places, other.rows)
    task = on_screen.task
    if _LIKE_IT.fullmatch(wish):
        wish = ""
        if task.command != "playlist":
            task = replace(task, query=Query(like=(gone[0],), explicit=(task.query or Query()).explicit))
    elif _NO_WISH.fullmatch(wish):
        wish = ""
    made = set_rows.in_place_of(turn, (task, on_screen.rows), gone, _bare_wish(wish))
    if made is None or isinstance(made, Reply):
        return replace(on_screen, told=made) if made is not None else None
    rows, notes = made
    left = {track.recording for track in rows}
    out = [track for track in gone if track.recording not in left]
    query = moves.without_tracks(replace(on_screen.task.query or Query(), tracks=()), out)
    return replace(
        on_screen, task=replace(on_screen.task, query=query), rows=tuple(rows), size=len(rows),
        notes=(*on_screen.notes, *notes),
    )  # fmt: skip


def _names_somebody(turn: "Turn", wish: str) -> bool:
    """Whether a wish is the name of an artist and no word for a genre, a mood or a sound."""
    if not wish or _genre_meant(turn, wish) or not artist_named(turn.engine, wish):
        return False
    heard = hear(turn.engine, wish)
    return comparison(wish) is None and not (heard.query.moods or heard.query.constraints)


def _bare_wish(wish: str) -> str:
    return (
        re.sub(
            r"^(?:(?:something|anything|one|another|a (?:song|track)|some|a|an)\b (?:else )?(?:that(?:['’]?s| is) )?)+",
            "",
            wish,
        ).strip()
        or wish
    )


def _put_at(on_screen: Screen, places: Sequence[int], new: Sequence[Track]) -> Screen:
    rows = list(on_screen.rows)
    notes = []
    gone = []
    for at, track in zip(places, new, strict=False):
        notes.append(f"{track.title} in place of number {at + 1}, {rows[at].title}; the others stay")
        gone.append(rows[at])
        rows[at] = track
    if len(new) < len(places):
        notes.append(f"only {len(new)} of theirs {'is' if len(new) == 1 else 'are'} here, so the other rows stay")
    query = moves.without_tracks(replace(on_screen.task.query or Query(), tracks=()), gone)
    task = replace(on_screen.task, query=query)
    return replace(on_screen, task=task, rows=tuple(rows), notes=(*on_screen.notes, *notes))


def _by_artist(turn: "Turn", on_screen: Screen, name: str, count: int) -> Screen | None:
    """Songs by somebody that are not in the list yet, as rows; or that the catalogue has nobody or nothing of theirs."""
    name = re.sub(r"^(?:the (?:artist|band|group) )", "", name.strip(" \"'“”"))
    artist = artist_named(turn.engine, name)
    if not artist:
        if name in (
            "them",
            "him",
            "her",
            "the same artist",
            "that artist",
            "the same band",
            "someone else",
            "somebody else",
            "another artist",
        ):
            return None
        if _NO_NAME.search(name):
            return None
        if hear(turn.engine, f"add {name}").alike:
            return None  # a well-known artist whom the catalogue lacks: others play that
        name = as_written(turn, name)
        near = turn.engine.names.near_artists(name)[:1]
        hint = f"The list stays as it is. The nearest name here is {near[0]}." if near else "The list stays as it is."
        return replace(on_screen, told=Reply(title=f'No artist called "{name}" is in the catalogue.', text=hint))
    query = on_screen.task.query or Query()
    wanted = Query(artists=(artist,), explicit=query.explicit, limit=count, sort="-popularity")
    fitting = moves.merged(replace(moves.limits_of(query), artists=(), genres=(), genres_all=()), wanted)
    for one in (fitting, wanted):
        try:
            found = turn.engine.recommend(turn.kept_out(moves.without_tracks(one, on_screen.rows))).tracks
        except UserError:
            continue
        theirs = tuple(track for track in found if artist in track.artists)
        if len(theirs) >= count or (one is wanted and theirs):
            return replace(on_screen, rows=theirs[:count])
    line = f"There is nothing more by {artist} in the catalogue."
    return replace(on_screen, told=Reply(title=line, text="The list stays as it is."))


def as_written(turn: "Turn", name: str) -> str:
    """A name with its capitals."""
    at = fold(turn.text).find(name)
    return turn.text[at : at + len(name)] if at >= 0 else name


def _genre_meant(turn: "Turn", name: str) -> str:
    """The genre that a name means; none where somebody is called exactly so and the genre is not: Sade is not sad."""
    genre = genre_named(turn.engine, name)
    artist = artist_named(turn.engine, name)
    return "" if artist and fold(artist) == name and genre != name else genre


# Rows taken out


def _taken_out(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``lose the slow ones``, ``kick out anything over five minutes``: what is so goes, and nothing comes for it."""
    match = _TAKE_OUT.fullmatch(said)
    if match is None:
        return None
    what = (match["a"] or match["b"]).strip()
    if not re.search(r"\d", what) and artist_named(turn.engine, what):
        return None  # "skip Drake" is about all that is by them
    if (most := _most_so(on_screen, what)) is not None:
        return most
    if (found := _rows(turn, on_screen, what)) is not None:
        if found[1].beyond:
            return _no_such(on_screen, found[1].beyond)
        return _without(on_screen, found[0]) if found[1].kind != "all" else None
    if what in ("it", "that", "this") or _THIS_ONE.fullmatch(what):
        return replace(on_screen, told=_which_row(on_screen))
    if (bound := _ANY_BOUND.fullmatch(what)) is not None:
        limits = bounds.read(f"nothing {bound['bound']}", on_screen.task.query or Query())
        if limits is not None:
            return _beyond_limits(on_screen, limits, bound["bound"])
    plural = _PLURAL.fullmatch(what)
    kind = (plural["kind"] or plural["kind2"] or "").strip() if plural is not None else ""
    return _of_kind(turn, on_screen, kind) if kind else None


def _most_so(on_screen: Screen, what: str) -> Screen | None:
    """Without the ``two longest``, the ``3 oldest``: so many rows by that measure; None for other words."""
    match = _MOST_SO.fullmatch(what)
    if match is None:
        return None
    how, word = (match["how"] or match["how2"] or "").strip(), match["word"] or match["word2"]
    count = _count(match["count"] or match["count2"])
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


def _mark(track: Track, trait: str) -> float:
    if trait == "year":
        return math.nan if track.release_year is None else float(track.release_year)
    return references.value(track, trait)


def _complained(_: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``this one no`` where no row was spoken of: which one is asked, and nothing changes."""
    match = _BAD.fullmatch(said)
    return replace(on_screen, told=_which_row(on_screen)) if match and _THIS_ONE.fullmatch(match["rows"]) else None


def _without(on_screen: Screen, places: Sequence[int]) -> Screen:
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
    low, high = limit.low, limit.high
    return (isinstance(high, float | int) and value > high) or (isinstance(low, float | int) and value < low)


def _figure(track: Track, trait: str) -> str:
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


def _of_kind(turn: "Turn", on_screen: Screen, kind: str) -> Screen | None:
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
    return [references.value(track, trait) for track in rows]


def _refilled(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``fill it up again``: as many as the list before it had, or as said."""
    match = _FILL.fullmatch(said)
    if match is None or on_screen.task.command == "playlist":
        return None
    before = [len(one.tracks) for one in turn.context.current if one.is_list][-2:]
    size = int(match["count"]) if match["count"] else max((*before, len(on_screen.rows) + 1))
    note = f"filled up to {size}; the rows that were there stay"
    return replace(on_screen, size=min(size, moves.MOST_TRACKS), notes=(*on_screen.notes, note))


def _sized(_: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``give us 20 of them``, ``make it 25``: the list with so many rows."""
    match = _SIZE.fullmatch(said)
    if match is None or on_screen.task.command == "playlist":
        return None
    size = acts.count(match["count"] or match["bare"] or "") or 0
    rows = on_screen.rows
    if not 0 < size <= moves.MOST_TRACKS or size == len(rows) == on_screen.size:
        return None
    if size > len(rows):
        note = f"{size} rows; those that were there stay"
        return replace(on_screen, size=size, gone=(), notes=(*on_screen.notes, note))
    if not re.match(r"(?:make|cut|shorten|trim)\b", said):
        return None  # "give me 2 of them" may be any two
    note = f"the first {size} of the list"
    return replace(on_screen, rows=rows[:size], size=size, gone=(), notes=(*on_screen.notes, note))


# Rows put in


def _put_at_end(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``put Hallelujah first``, ``a last dance to finish, something like it``: what is put in stands at that end."""
    opens = _OPEN_WITH.fullmatch(said)
    match = opens or _END_WITH.fullmatch(said) or _PUT_AT.fullmatch(said)
    if match is None:
        return None
    groups = match.groupdict()
    what = groups.get("rows") or groups.get("what") or groups.get("what2") or ""
    place = groups.get("verb") or groups.get("place") or groups.get("place2") or ""
    what = _TAIL.sub("", what.strip(" ,."))
    new = _meant_rows(turn, on_screen, what)
    if new is None or new.told is not None:
        return new
    there = {track.recording for track in new.rows}
    rest = [track for track in on_screen.rows if track.recording not in there]
    last = _LAST_PLACE.search(place) is not None
    rows = (*rest, *new.rows) if last else (*new.rows, *rest)
    names = " and ".join(track.title for track in new.rows)
    verb = "stand" if len(new.rows) > 1 else "stands"
    note = f"{names} {verb} {'last' if last else 'first'} now; the others stay"
    return replace(on_screen, rows=rows, size=len(rows), notes=(*on_screen.notes, note))


def _meant_rows(turn: "Turn", on_screen: Screen, what: str) -> Screen | None:
    """The rows that a wish for one to be put in means: a track, one like it, one by somebody; None for other words."""
    if not what or re.match(r"(?:me|us|on|together|it|them|this|that|these|those|more|less)\b", what):
        return None
    query = on_screen.task.query or Query()
    if (like := _ONE_LIKE.fullmatch(what)) is not None:
        seed = turn.subjects.resolve(like["name"], ("track", "artist"))
        if seed is None:
            return None
        seeded = Query(like=(seed.track,)) if seed.track is not None else Query(like_artists=(seed.artist,))
        wanted = replace(seeded, explicit=query.explicit, limit=1)
        return _found(turn, on_screen, wanted)
    by = _A_SONG.fullmatch(what) or _BY.fullmatch(what)
    titled = (
        turn.subjects.track(what) if " by " in what and not re.match(r"(?:something|an?|one|some)\b", what) else None
    )
    if titled is not None:
        return replace(on_screen, rows=(titled,))
    if by is not None and by.re is _BY and by["count"] and not _count_said(by["count"]):
        # A title that the catalogue does not have, and not any song of theirs.
        artist = artist_named(turn.engine, by["name"])
        line = f'There is no "{as_written(turn, by["count"])}" by {artist} in the catalogue.'
        return replace(on_screen, told=Reply(title=line, text="The list stays as it is.")) if artist else None
    if by is not None and (by.re is _BY or _names_somebody(turn, by["name"])):
        return _by_artist(turn, on_screen, by["name"], 1)
    if _names_somebody(turn, what):
        return _by_artist(turn, on_screen, what, 1)
    found = turn.subjects.named(what, ("track",))
    return replace(on_screen, rows=(found.track,)) if found is not None and found.track is not None else None


def _found(turn: "Turn", on_screen: Screen, wanted: Query) -> Screen | None:
    try:
        found = turn.engine.recommend(turn.kept_out(moves.without_tracks(wanted, on_screen.rows))).tracks
    except UserError:
        return None
    return replace(on_screen, rows=tuple(found[: wanted.limit])) if found else None


def _put_in(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``put some Sade in``, ``add two by Prince``: songs by somebody, or of a genre, behind or between the rows."""
    match = _PUT.fullmatch(said)
    if match is None:
        return _and_somebody(turn, on_screen, said)
    what, into = match["what"].strip(), bool(match["into"] or match["in"])
    if (
        re.match(r"(?:me|us|on|together|it|them|this|that)\b", what)
        or _MORE_OF_IT.fullmatch(what)
        or re.search(r"[.!?;] ", what)
    ):
        return None
    wants = re.match(r"(?:want|like|need|get|have|fit)\b", said) is not None
    if wants and not into:
        return None
    if (theirs := _instead_of_title(turn, on_screen, what)) is not None:
        return theirs
    if (by := _BY.fullmatch(what)) is not None and not re.match(
        r"(?:from|of) (?:the )?(?:\d0|19|20|another|other)", by["name"]
    ):
        single = re.match(r"(?:something|anything|(?:an?|one) )", what) is not None
        sure = re.search(r"\bby\b", what) is not None
        if sure and by["count"] and not _count_said(by["count"]) and (one := turn.subjects.track(what)) is not None:
            return _added(on_screen, (one,))  # "add Hurt by Johnny Cash"
        return _with(turn, on_screen, by["name"], _count(by["count"]) or int(single), sure=sure)
    amount = _AMOUNT.fullmatch(what)
    name = amount["name"] if amount is not None else what
    if amount is None and not into:
        if (
            (there := _rows(turn, on_screen, name)) is not None
            and there[1].kind == "rows"
            and not re.search(r"\d", name)
        ):
            line = f"{on_screen.rows[there[0][0]].title} is in the list already, as number {there[0][0] + 1}."
            return replace(on_screen, told=Reply(title=line)) if re.match(r"(?:add|include|put)\b", said) else None
        if not turn.subjects.named(name, ("artist",)):
            return _by_several(turn, on_screen, name, 0)
    return _with(turn, on_screen, name, _count(amount["count"] if amount is not None else ""), into=into)


def _instead_of_title(turn: "Turn", on_screen: Screen, what: str) -> Screen | None:
    """Songs by the artist of a title that the catalogue lacks, which is said; None for any other text."""
    if " by " not in what:
        return None
    said = as_written(turn, what)
    heard = hear(turn.engine, f"add {said}")
    lacking = [name.rpartition(" - ") for name in heard.missing if " - " in name]
    if not lacking and heard.query.scene and (bare := free_text.without_title(said, heard)) != heard:
        lacking = [(said, " - ", name) for name in bare.query.artists[:1]]
    for title, _, artist in lacking[:1]:
        if not artist_named(turn.engine, artist):
            continue
        found = _by_artist(turn, on_screen, artist, _some(on_screen))
        title = re.sub(rf"(?i)\s+by\s+{re.escape(artist)}$", "", title)
        note = f'"{title}" by {artist} is not in the catalogue'
        if found is None or found.told is not None:
            return replace(on_screen, notes=(*on_screen.notes, f"{note}, and nothing else by {artist}"))
        return _added(replace(on_screen, notes=(*on_screen.notes, note)), found.rows)
    return None


def _and_somebody(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``and Erykah Badu``, after somebody was put in."""
    before = turn.context.said[-1] if turn.context.said else ""
    if not re.match(r"(?i)\W*(?:ok |oh |yes )*(?:and|plus|also|maybe)\b", turn.text) or not before:
        return None
    last = _PUT.fullmatch(plain(before))
    if last is None or not (last["into"] or last["in"] or _BY.fullmatch(last["what"])):
        return None
    name = re.sub(r"(?:,? (?:too|as well|also|maybe))+$", "", said)
    amount = _AMOUNT.fullmatch(name)
    return _with(
        turn, on_screen, amount["name"] if amount else name, _count(amount["count"] if amount else ""), sure=True
    )


def _count_said(said: str) -> bool:
    return said.strip() in _COUNTS or acts.count(said) is not None


def _count(said: str | None) -> int:
    said = (said or "").strip()
    if said in _UNCOUNTED:
        return 0
    return min(_COUNTS.get(said) or acts.count(said) or 0, _MOST_ADDED) if said else 0


def _some(on_screen: Screen) -> int:
    """How many songs are put in where no number is said: the more, the longer the list, and what it has room for."""
    room = (on_screen.task.query or Query()).limit - len(on_screen.rows)
    return min(max(_SOME, len(on_screen.rows) // 2, room), _MOST_UNCOUNTED)


def _with(
    turn: "Turn", on_screen: Screen, name: str, count: int, *, sure: bool = False, into: bool = False
) -> Screen | None:
    """The list with songs of what a name means; None if it means neither somebody nor a genre."""
    heard = hear(turn.engine, name)
    if heard.alike:
        return None  # a well-known artist whom the catalogue lacks: others play that
    genre = "" if sure else _genre_meant(turn, name)
    artist = artist_named(turn.engine, name)
    if not artist and not genre and (several := _by_several(turn, on_screen, name, count)) is not None:
        return several
    if artist and not genre and not sure and not (heard.names or unclear.well_known(turn, Found(artist=artist))):
        artist = ""
    if artist and not genre:
        new = _by_artist(turn, on_screen, name, count or _some(on_screen))
        return new if new is None or new.told is not None else _added(on_screen, new.rows)
    if genre and (into or count):
        return _of_genre(turn, on_screen, genre, count or _some(on_screen))
    if (
        not genre
        and (found := turn.subjects.named(name, ("track",))) is not None
        and found.track is not None
        and not sure
        and fold(found.track.track_name)[:1]
        == name[:1]  # a slip is seldom in the first letter: no "Best Life" for Westlife
    ):
        if found.track.recording in {track.recording for track in on_screen.rows}:
            return replace(on_screen, told=Reply(title=f"{found.track.title} is in the list already."))
        return _added(on_screen, (found.track,))
    if sure or (into and heard.missing):
        return _by_artist(turn, on_screen, name, count or _some(on_screen))
    return None


def _by_several(turn: "Turn", on_screen: Screen, names: str, count: int) -> Screen | None:
    """The list with songs by each of several artists in turn; who is not in the catalogue is told. None for others."""
    said = as_written(turn, names)
    one, heard = hear(turn.engine, said), hear(turn.engine, f"songs by {said}")
    heard = one if one.query.artists and not heard.missing else heard
    query = heard.query
    alone = replace(query, artists=(), notes=()) == Query()
    # One of them alone is somebody only where nothing but the name says so: "add some life".
    several = len(query.artists) + len(heard.missing) > 1 or one.query.artists == query.artists
    if not (alone and several and query.artists) or heard.passed_over:
        return None
    each = max(count or _some(on_screen), len(query.artists)) // len(query.artists)
    found = [(artist, _by_artist(turn, on_screen, artist, each)) for artist in query.artists]
    rows = [one.rows for _, one in found if one is not None and one.told is None]
    if not rows:
        return None
    nobody = [f"there is nothing more by {artist}" for artist, one in found if one is None or one.told is not None]
    mixed = [track for at in zip_longest(*rows) for track in at if track is not None]
    new = list({track.recording: track for track in mixed}.values())
    return _added(replace(on_screen, notes=(*on_screen.notes, *query.notes, *nobody)), new)


def _of_genre(turn: "Turn", on_screen: Screen, genre: str, count: int) -> Screen | None:
    query = on_screen.task.query or Query()
    wanted = replace(moves.limits_of(query), genres=(genre,), genres_all=(), artists=(), limit=count, moods=query.moods)
    for one in (wanted, Query(genres=(genre,), explicit=query.explicit, limit=count)):
        try:
            found = turn.engine.recommend(turn.kept_out(moves.without_tracks(one, on_screen.rows))).tracks
        except UserError:
            continue
        if len(found) >= count:
            return _added(on_screen, found)
    return None


def _listed(tracks: Sequence[Track]) -> str:
    """The titles of a few tracks, and how many more there are."""
    told = ", ".join(track.title for track in tracks[:_MOST_TOLD])
    more = len(tracks) - _MOST_TOLD
    return f"{told} and {more} more" if more > 0 else told


def _added(on_screen: Screen, new: Sequence[Track]) -> Screen:
    """The rows with new ones: in a set where their tempos fit, in a list on top, where they are seen."""
    if on_screen.task.command != "playlist":
        rows = [*new, *on_screen.rows]
        note = f"added on top: {_listed(new)}; the others stay"
        return replace(on_screen, rows=tuple(rows), size=len(rows), notes=(*on_screen.notes, note))
    rows = list(on_screen.rows)
    for track in new:
        gaps = [abs(one.values["tempo"] - track.values["tempo"]) for one in rows[1:]]
        known = [(gap, at) for at, gap in enumerate(gaps, start=1) if gap == gap]
        rows.insert(min(known)[1] if known else len(rows), track)
    note = f"added: {_listed(new)}; the others stay"
    return replace(on_screen, rows=tuple(rows), size=len(rows), notes=(*on_screen.notes, note))


# Fewer by each, and some kept


def _thinned(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``no more than one song each``: those beyond give way to others like the rest."""
    match = _EACH.fullmatch(said)
    if match is None or on_screen.task.command == "playlist":
        return None
    many = 2 if match["count"] in ("two", "2") else 1
    kept: list[Track] = []
    for track in on_screen.rows:
        if all(sum(name in one.artists for one in kept) < many for name in track.artists[:1]):
            kept.append(track)
    query = on_screen.task.query or Query()
    if query.artists:
        # A list of one artist's songs: others like them.
        query = replace(query, artists=(), like_artists=tuple(dict.fromkeys((*query.like_artists, *query.artists))))
    gone = len(on_screen.rows) - len(kept)
    note = f"{gone} gave way to others" if gone else "it is so already: nobody is in it more often"
    task = replace(on_screen.task, query=replace(query, per_artist=many))
    return replace(on_screen, task=task, rows=tuple(kept), notes=(*on_screen.notes, note))


def _kept_and_more(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``1 and 3 yes, rest no, more``: what is good stays, others like it come for what is not."""
    parts = [
        part
        for part in re.split(
            r"\s*[,;.!]+\s*(?:(?:and|but|so|then)\s+)?|\s+(?:but|and)\s+(?=(?:the )?(?:rest|others?|more|give|drop|lose|not|no|only)\b)|\s+[–-]+\s+",
            said,
        )
        if part
    ]
    good: list[int] = []
    bad: list[int] = []
    rest_out = more = False
    pending = ""
    for part in parts if len(parts) > 1 else ():
        # A comma may stand within the rows: "1, 3 yes".
        part = f"{pending}{part}"
        pending = ""
        one = re.sub(r"^(?:(?:and|but|so|then|the|please)\s+)+(?=\d)", "", plain(part))
        if _MORE.fullmatch(one) or (_ANOTHER.fullmatch(one) and not one.startswith("new")):
            more = True
        elif _REST_OUT.fullmatch(one) or (
            (match := _BAD.fullmatch(one)) is not None and _REST.fullmatch(match["rows"])
        ):
            rest_out = True
        elif (
            (match := _KEEP.fullmatch(one) or _GOOD.fullmatch(one)) is not None
            and (found := _rows(turn, on_screen, match["rows"])) is not None
            and found[0]
        ):
            good += found[0]
        elif (match := _BAD.fullmatch(one)) is not None and (
            found := _rows(turn, on_screen, match["rows"])
        ) is not None:
            bad += found[0]
        elif (found := _rows(turn, on_screen, one)) is not None and found[1].kind == "rows":
            pending = f"{part}, "
        else:
            return None
    if pending or not good or not (rest_out or (more and bad)) or on_screen.task.command == "playlist":
        return None
    keep = [at for at in range(len(on_screen.rows)) if (at in good if rest_out else at not in bad)]
    kept = [on_screen.rows[at] for at in keep]
    gone = [track for at, track in enumerate(on_screen.rows) if at not in keep]
    query = on_screen.task.query or Query()
    alike = replace(query, like=tuple(kept[: lists.MOST_SEEDS]), tracks=())
    if turn.engine.within(alike) < 2 * len(on_screen.rows):
        alike = replace(moves.limits_of(query), not_tracks=query.not_tracks, like=alike.like)
    query = moves.without_tracks(alike, gone)
    told = f"{' and '.join(track.title for track in kept)} stay{'s' if len(kept) == 1 else ''}, with others like that"
    return replace(on_screen, task=replace(on_screen.task, query=query), rows=tuple(kept), notes=(told,))


_READERS: Final[tuple[Callable[["Turn", Screen, str], Screen | None], ...]] = (
    _moved, _exchanged, _replaced, _taken_out, _complained, _another, _thinned, _refilled, _sized, _put_at_end, _put_in,
)  # fmt: skip


# Agreement with nothing to do


_AGREED: Final = re.compile(
    r"(?:(?:ok|okay|yes|yeah|yep|sure|right|alright|fine|please|well|so|then|good|great|and|cool|go on)[, .!]*)*(?:do|change|fix|adjust|update|edit|alter)(?: (?:it|that|this|so|them|something))(?: (?:then|now|please|for me|accordingly))*[ .!]*"
)


def agreed(turn: "Turn", text: str) -> Outcome | None:
    """``ok do it`` where nothing was offered: a question about the list shown; None if there is none, or another text."""
    on_screen = screen(turn) if _AGREED.fullmatch(fold(text).strip()) else None
    if on_screen is None:
        return None
    if re.search(r"\bdo\b", fold(text)) or (edited := read(turn, text)) is None:
        return Outcome(reply=_which_row(on_screen))
    return edited


def _which_row(on_screen: Screen) -> Reply:
    """What is to be changed, asked back with what can be said."""
    count = len(on_screen.rows)
    actions = [Action(f"Swap number {at + 1}", f"swap number {at + 1}") for at in range(min(count, 3))]
    if on_screen.task.command != "playlist":
        actions.append(Action("Others", say("recommend", moves.others(on_screen.task.query or Query()))))
    line = "What should I change: one of the rows (say its number), or the whole list?"
    text = f'The list has {count}: for example "swap 2", "move 3 to the top", "calmer", or "others".'
    return Reply(title=line, text=text, actions=tuple(actions))
