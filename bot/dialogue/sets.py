"""The shape of a list: tempos from and to, parts, counts by genre, songs added at a place of it, two lists as one."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, artist_songs, moves, references, refining, set_parts, set_plans, set_rows, smalltalk
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Exchange, Task
from bot.dialogue.language import Heard, genre_named, hear
from bot.dialogue.lexicon import NUMBERS, fold
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.shared import MOST_MINUTES, more
from bot.reply import Action, Reply
from engine import Constraint, Part, Query, Token, Track, UserError, styles_in, without_styles

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_N: Final = r"(?:\d{1,2}|" + "|".join(sorted((word for word in NUMBERS if len(word) > 1), key=len, reverse=True)) + ")"
_START: Final = r"(?:(?:ok|okay|and|but|now|then|so|please|pls|maybe|also|can (?:you|u|we|i)|could (?:you|u|we|i)|i(?:'d| would) like (?:you )?to|i want(?: you)? to|let'?s|just)[, ]+)*"
_END: Final = r"(?:[, ]+(?:please|pls|too|as well|then|now|maybe|for me))*[ .?!]*"

# "118 rising to 124", "from 118 up to 124", "starting at 118 bpm and ending at 126"
_RISE: Final = re.compile(
    r"\b(?P<lead>(?:(?:going|rising|building|climbing|moving)\s+)?(?:from|starting(?: off| out)?(?: at| from| around| on)?|starts?(?: off| out)?(?: at| from| around)|begin(?:s|ning)?(?: at| from| around)|opening at)\s+(?:about |around )?)?"
    r"(?P<low>\d{2,3})(?: ?bpm)?\s*,?\s*(?P<way>(?:(?:and|then|slowly|gradually|steadily)[, ]+)*(?:(?:rising|going|climbing|building|moving|ramping|increasing|dropping|falling|slowing|coming|working|up|down|ending|ends?|finishing|finish(?:es)?|until|till)[, ]*)+(?:up |down )?(?:to|at|around|on|with|into)?|to|-+>|→|into|up to|through to)\s*(?:about |around )?"
    r"(?P<high>\d{2,3})(?: ?bpm)?(?!\s*(?:min|sec|song|track|popularity|%|:|minutes))\b"
)
_A_SET: Final = re.compile(r"\b(?:sets?|mix|mixtape|playlist|warm ?-?up|dj|hours?|minutes?|mins?|bpm)\b")
_SET_WORDS: Final = re.compile(
    r"\b(?:(?:dj|club|live|whole|one|an?|the)\s+)*(?:warm[ -]?up|opening|closing|peak[ -]time)?\s*\b(?:sets?|mix|mixtape|playlist)\b(?: for (?:an? )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: night)?)?|\bmostly\b|\bquick one\b|\b(?:make|build|give|need|want|plan|do)\b(?: me| us)?|\b(?:that|which) (?:climbs?|rises?|goes|builds?|moves?|starts?|ramps?)\b(?: up)?|\b(?:starting|ending|rising|climbing|building|of)\b"
)
_SLOWER: Final = re.compile(
    _START
    + r"(?:(?:make|let|have) (?:it|that|this|the (?:set|playlist|tempo|energy|curve)) (?:go up|rise|build(?: up)?|climb|ramp(?: up)?|grow|increase)(?: in tempo)? (?:a (?:bit|little) )?(?P<how>slower|more slowly|slowly|gradually|more gradually|later|faster|quicker|sooner|earlier)"
    r"|(?:a |make it a |give it a |with a )?(?P<how2>slower|more gradual|gentler|longer|slow|gradual|quicker|faster|steeper|sooner|earlier) (?:build(?:[ -]?up)?|rise|climb|ramp|curve|ascent|incline)|(?:stretch|draw|drag|delay|postpone|slow|hold)(?: down| out| back| off)? (?:the )?(?:build(?:[ -]?up)?|rise|climb|ramp|increase)(?: out| longer| down| back)?(?: (?:a (?:bit|little)|somewhat|more))?"
    r"|(?:build|rise|climb|ramp|go) (?:it )?up (?:a (?:bit|little) )?(?P<how3>slower|more slowly|more gradually|faster|quicker|sooner))"
    + _END
)
_SOONER: Final = ("faster", "quicker", "steeper", "sooner", "earlier")
# Words for stretches of a session, and the query that each stands for.
_STRETCHES: Final = (
    (re.compile(r"(?:a |the |for )*(?:warm(?:ing)?[ -]?up|warmup|start|build(?:[ -]?up)?|moderate|medium)(?: part| phase)?"), Query({"energy": Constraint("medium")})),
    (re.compile(r"(?:a |the |for )*(?:cool(?:ing)?[ -]?(?:down|off)|cooldown|wind(?:ing)?[ -]?down|savasana|shavasana|stretch(?:ing)?|relax(?:ation|ing)?|rest(?:ing)?|recovery|meditation|chill(?:ed)?(?: ?out)?|come ?down|calm(?:ing)?(?: down)?)(?: part| phase)?"), Query(moods=("calm",))),
    (re.compile(r"(?:a |the |for |really |very |going )*(?:hard|full on|all out|intense|peaks?|the peak|main (?:part|set|block)|intervals?|sprints?|push(?:ing)?|climbs?|hills?|max(?:imum)?|fast|banging|high(?:er)? energy|energetic|heavy|climax)(?: part| phase| stuff)?"), Query({"energy": Constraint("very high")})),
    (re.compile(r"(?:a |the |for |really |very |pretty )*(?:gentle|gently|easy|soft(?:ly)?|quiet(?:ly)?|slow(?:ly)?|low(?:er)?(?: energy| key)?|mellow|light|laid[ -]back)(?: part| phase| stuff)?"), Query({"energy": Constraint("low")})),
    (re.compile(r"(?:a |the |for |bit |more )*(?:lively|livelier|upbeat|moving|groovy|steady|brisk)(?: part| phase| stuff)?"), Query({"energy": Constraint("high")})),
)  # fmt: skip
_TIMED: Final = re.compile(
    rf"(?P<count>\d{{1,3}}|{_N})[ -]?(?:min(?:ute)?s?|m)\b(?: (?:of|for))?\s+(?P<what>[a-z][\w' /&-]*?)\s*(?=$|[,;.+]|\band\b|\bthen\b|\bfollowed by\b|(?:\d{{1,3}}|{_N})[ -]?(?:min|m\b))"
)
_HALVES: Final = re.compile(
    r"(?:the )?(?:first|1st) (?P<much>half|part|third|two thirds)(?: (?:of it|being|is|as|with|of))? (?P<a>[\w' &-]+?)\s*(?:,|;|\band\b|\bthen\b|\band then\b)+\s*(?:then |and then )?(?:the )?(?:(?:second|2nd|other|last) (?:half|part|third)|rest|then)?(?: (?:of it|being|is|as|with|of))? ?(?P<b>[\w' &-]+?)(?=$|[,.;!?])"
)
_ARC: Final = re.compile(
    r"(?:(?:it )?(?:starts?|begins?|opens?|starting|beginning)(?: off| out| with| on)? (?P<a>[\w' -]+?)|(?P<a2>[\w' -]+?) (?:at first|at the (?:start|beginning)|to (?:start|begin)(?: with)?))\s*(?:,|;|\band\b|\bthen\b)+\s*"
    r"(?:(?:it )?(?:(?P<peak>peaks?|peaking|climax(?:es)?)(?: (?P<b>[\w' -]+?))??|(?:(?:gets?|is|goes|becomes|getting) )?(?P<b2>[\w' -]+?)) (?:in|around|towards?|at) the middle|(?P<peak2>peaks?|peaking) (?:half ?way(?: through)?|mid ?way))\s*(?:,|;|\band\b|\bthen\b)+\s*"
    r"(?:(?:it )?(?:ends?|finish(?:es)?|closes?|ending|finishing|closing|winds? down|comes? down)(?: off| up| with| on| in| to)* ?(?P<c>[\w' -]+?)?|(?P<c2>[\w' -]+?)(?: again)? (?:at|towards?|in) the end)(?: again)?(?=$|[,.;!?])"
)
# "two jazz, two soul and one bossa"
_RUN: Final = re.compile(
    rf"(?P<before>.*?)(?P<run>(?:^|(?<=[.:;,!–-] )|(?<=\bwith )|(?<=\blike )|(?<=\bme )|(?<=\bneed )|(?<=\bwant ))(?:{_N}|an?|a couple of|a few)\s+[a-z][\w'& -]*?(?:\s*(?:,\s*and|,|\band\b|&|plus|\+)\s*(?:and )?(?:{_N}|an?|a couple of|a few)\s+[a-z][\w'& -]*?){{1,7}})"
    + _END
)
_ITEM: Final = re.compile(
    rf"\s*(?P<count>{_N}|an?|a couple of|a few)\s+(?P<what>.+?)(?:\s+(?:songs?|tracks?|ones?|pieces?|tunes?|options?|numbers?))?\s*"
)
_BETWEEN: Final = re.compile(rf"\s*(?:,\s*and|,|\band\b|&|\bplus\b|\+)\s*(?=(?:and )?(?:{_N}|an?|a couple of|a few)\b)")
_OPTIONS: Final = re.compile(rf"\b(?:{_N}\s+)?(?:options?|choices?|picks?|suggestions?|candidates?|ideas?)\b(?: for)?")
# "a bit of disco at the end", "a couple of brazilian things mixed in", "another gospel as well"
_AMOUNT: Final = rf"(?P<count>a couple(?: of)?|a few|a bit of|a little(?: bit of)?|some|a touch of|a dash of|another|one more|a single|{_N}(?: more)?|an?)"
_THING: Final = r"(?:songs?|tracks?|ones?|pieces?|tunes?|things?|stuff|numbers?|cuts?|bits?|music)"
_PLACE: Final = r"(?:(?:at|to|towards?|near|for|in|on) (?:the |its )?(?:very )?(?P<place>end|start|beginning|front|top|middle|finish|back))"
_ADDED: Final = tuple(
    re.compile(_START + pattern + _END)
    for pattern in (
        rf"(?:add|put|stick|tack|throw|bring|have|drop|append|include)(?: on| in)? (?:{_AMOUNT} )?(?P<what>.+?)(?: {_THING})? {_PLACE}",
        rf"(?:{_AMOUNT} )(?P<what>.+?)(?: {_THING})? {_PLACE}",
        rf"(?:add |throw in |put in |mix in )?{_AMOUNT} (?P<what>.+?)(?: {_THING})? (?P<mixed>(?:mixed|thrown|sprinkled|blended|scattered|woven|dropped|peppered)(?: in| between| among(?:st)?| through(?:out)?)?(?: (?:there|it|them|between|the list|with (?:it|them|that)))?)",
        rf"(?:mix|sprinkle|blend|weave|scatter) (?:in )?{_AMOUNT} (?P<what>.+?)(?: {_THING})?(?P<mixed>(?: in| between| among(?:st)?| through(?:out)?)?(?: (?:there|it|them|the list|with (?:it|them|that)))?)",
        rf"(?P<verb>finish|end|close|wrap up|round (?:it )?off|conclude|start|open|begin|kick off)(?: (?:it|the (?:set|list|playlist|show|hour|mix)|things))?(?: off| out| up)? (?:with|on) (?:{_AMOUNT} )?(?P<what>.+?)(?: {_THING})?",
    )
)
_ANOTHER: Final = re.compile(
    _START
    + rf"(?:add |give me |with |i need |we need )?(?P<count>another|one more|two more|an extra|a second|{_N} more) (?P<what>.+?)(?: {_THING})?"
    + _END
)
_TIME: Final = re.compile(rf"(?P<count>\d{{1,3}}|{_N})[ -]?(?:min(?:ute)?s?)(?: of)? (?P<what>.+)")
_BIG: Final = re.compile(
    r"(?:something|a|an|one|some)? ?(?:(?:really|very|properly|absolutely|super) )*(?:big|huge|massive|epic|iconic|massive hit|big hit|huge hit|hit|banger|classic everyone knows|crowd ?pleaser|smash(?: hit)?|(?:big |huge |massive )?anthem)(?: (?:song|track|tune|one|hit|number))?"
)
# "combine both into one playlist", "a mix of both"
_BOTH: Final = re.compile(
    _START
    + r"(?:(?:combine|merge|join|mix|blend|put|bring|fuse|stitch)(?: together)? (?:both|the two|these two|those two|them both|them|the lists|both (?:lists|of them))(?: (?:lists|together))*(?: (?:(?:in)?to|as|in) (?:one|a single|a|the same)(?: (?:list|playlist|mix|set))?)?"
    r"|(?:an? )?(?:mix(?:ture)?|blend|bit|combination|half and half) (?:of|from|out of) (?:both|the two|each)(?: (?:lists|of them))?|both (?:of them )?(?:together|in one(?: list| playlist)?|combined|mixed))"
    + _END
)
# "the folk one is wrong, it's too cheerful"
_WRONG: Final = re.compile(
    _START
    + r"the (?P<what>[\w' -]+?) (?:one|song|track|pick|option)(?:['’]s| is| was| feels| sounds)? (?:(?:just|all|really|a bit|kinda|so) )*(?:wrong|off|bad|no good|not (?:right|it|working|good)|too)\b[ ,.;:–-]*(?P<why>.*?)"
    + _END
)
_SWAP: Final = re.compile(
    _START
    + r"(?:swap|change|replace|exchange|switch)(?: out)? the (?P<which>warm[ -]?up|opening|opener|first|starting|start|closing|closer|last|final|cool[ -]?down|ending|end)(?: (?:song|track|one|tune))?(?: out)?(?: (?:for|with) (?:something|another)(?: else)?)?"
    + _END
)
_AMONG: Final = 30  # songs of which the best known is the big one
# "The hard part isn't hard enough", "can the warm up be calmer"
_PART_OF: Final = r"the (?P<what>[\w' -]+?)(?: (?:part|bit|section|phase|stretch|minutes|half))?"
_NOT_ENOUGH: Final = re.compile(
    _START
    + rf"{_PART_OF} (?:isn['’]?t|is not|ain['’]?t|was not|wasn['’]?t|feels not) (?:really |quite )?(?P<word>[\w-]+) enough"
    + _END
)
_PART_MORE: Final = re.compile(
    _START
    + rf"(?:(?:make|have) {_PART_OF}(?: be)?|(?:can |could )?{_PART_OF.replace('what', 'what2')} (?:be|(?:should|could|must|can|has to|needs to) be|is|feels|sounds)) (?:a (?:bit|little) )?(?P<how>(?:too |more |less )?[\w-]+)"
    + _END
)
# "Something like that but faster", before anything was shown.
_LIKE_NOTHING: Final = re.compile(
    _START
    + r"(?:(?:give me|show me|i want|find) )?(?:something|anything|songs?|tracks?|stuff|music|more) (?:just )?like (?:that|this|those|these|it|them)(?: one)?(?:,? but .*)?"
    + _END
)
_A_BIT: Final = 2  # songs of "a bit of disco"
_FEW_WORDS: Final = {
    "a": 1,
    "an": 1,
    "another": 1,
    "one more": 1,
    "an extra": 1,
    "a second": 1,
    "a single": 1,
    "a couple": 2,
    "a couple of": 2,
    "a few": 3,
}


def read(turn: "Turn", text: str) -> Outcome | None:
    """The list or playlist of the shape that a text asks for; None if it asks for none."""
    if len(text) > acts.LONGEST:
        return None
    said = fold(text).strip(" ¿¡")
    if turn.context.last is None and not turn.focus and turn.task is None and _LIKE_NOTHING.fullmatch(said):
        return Outcome(reply=smalltalk.reply("nothing"))
    if (made := artist_songs.read(turn, text) or set_rows.read(turn, said) or set_plans.read(turn, said)) is not None:
        return made
    if (made := _tempo_rise(turn, said) or _parts(turn, said) or _by_genre(turn, said)) is not None:
        return made
    base = turn.base()
    if base is None or base[0].query is None or turn.fresh:
        return None
    return (
        _slower_rise(turn, base[0], said) or _part_changed(turn, base[0], said) or _both(turn, said) or _placed(turn, base, said) or _one_more(turn, base, said)
        or _instead_of_row(turn, base, said) or _first_or_last(turn, base, said)
    )  # fmt: skip


# Playlists


def _tempo_rise(turn: "Turn", said: str) -> Outcome | None:
    match = _RISE.search(said)
    if match is None or not _A_SET.search(said):
        return None
    low, high = int(match["low"]), int(match["high"])
    plain = match["way"].strip() in ("to", "->", "-->", "→")
    if (
        low == high
        or not (60 <= low <= 220 and 60 <= high <= 220)
        or (plain and not (match["lead"] and re.search(r"\b(?:sets?|mix|mixtape|playlist|warm ?-?up)\b", said)))
    ):
        return None
    rest = f"{said[: match.start()]} , {said[match.end() :]}"
    minutes = acts.minutes(rest)
    rest = _SET_WORDS.sub(" ", acts.without_minutes(rest) if minutes else rest)
    rest = re.sub(r"(?:\s*[,.;–-]\s*)+", ", ", rest).strip(" ,.")
    heard = hear(turn.engine, rest) if re.search(r"[^\W\d]{3}", rest) else Heard()
    query, base = heard.query if heard.understood else Query(), turn.base()
    if not heard.understood and base is not None and base[0].query is not None:
        query = base[0].query
    query = replace(query, constraints={**query.constraints, "tempo": Constraint(float(low))}, notes=())
    fields = [Token("to", f"tempo:{high}"), *_minutes(turn, minutes)]
    notes = (*turn.notes, *(note for note in heard.query.notes if note))
    if minutes is None and not (base is not None and base[0].command == "playlist"):
        notes = (*notes, "45 minutes, as none were said")
    return Outcome(request_of("playlist", turn.kept_out(playlist_query(query)).text, *fields), notes=notes)


def _minutes(turn: "Turn", minutes: int | None) -> list[Token]:
    base = turn.base()
    if (
        minutes is None
        and base is not None
        and base[0].command == "playlist"
        and (held := base[0].fields.get("minutes"))
    ):
        return [Token("minutes", held)]
    return [Token("minutes", str(min(max(minutes, 5), MOST_MINUTES)))] if minutes is not None else []


def _slower_rise(turn: "Turn", task: Task, said: str) -> Outcome | None:
    match = _SLOWER.fullmatch(said)
    if match is None:
        return None
    if task.command != "playlist" or not task.fields.get("to"):
        line = "The list shown does not rise. Say from what to what, such as from 118 to 124 bpm, or from calm to energetic."
        return Outcome(
            reply=Reply(
                title=line, actions=(Action("From calm to energetic", "make it a playlist from calm to energetic"),)
            )
        )
    how = match["how"] or match["how2"] or match["how3"] or "slower"
    rise = "early" if how in _SOONER else "late"
    reached = "25" if rise == "early" else "71"
    turn.notes.append(f"half of the way is made after {reached} % of the time")
    return turn.list_of(replace(task, fields={**task.fields, "rise": rise}), task.query or Query())


def _parts(turn: "Turn", said: str) -> Outcome | None:
    """``5 min warm up, 20 hard, 5 cool down``, ``first half ambient then house``, ``starts gentle, peaks in the middle``."""
    found = _timed(turn, said) or _halves(turn, said) or _arc(turn, said) or _sections(turn, said)
    if found is None:
        return None
    start, end, parts = found
    total = sum(minutes or 0 for minutes, _, _ in parts)
    rest = f"{said[:start]} {said[end:]}"
    time = acts.minutes(rest)
    rest = re.sub(r"[\s:;,.]+$", "", _SET_WORDS.sub(" ", acts.without_minutes(rest) if time else rest)).strip(" ,.:;-")
    heard = hear(turn.engine, rest) if re.search(r"[^\W\d]{3}", rest) else Heard()
    base = turn.base()
    query = heard.query if heard.understood else Query()
    if not heard.understood and base is not None and base[0].query is not None:
        query = base[0].query
    if any(_names_genre(part) for _, part, _ in parts):
        query = moves.freed(query, "genre")
    if not total:
        whole = time or int(
            base[0].fields.get("minutes", 45) if base is not None and base[0].command == "playlist" else 45
        )
        parts = [(max(whole // len(parts), 1), part, to) for _, part, to in parts]
        if time is None:
            turn.notes.append(f"{whole} minutes in all, as none were said")
    if "workout" in query.moods:
        lively = ("high", "very high")
        parts = [
            (
                minutes,
                replace(part, moods=("workout",))
                if not part.moods and part.constraints.get("energy", Constraint()).target in lively
                else part,
                to,
            )
            for minutes, part, to in parts
        ]
    first_minutes, first, first_to = parts[0]
    opening = _with_part(query, first)
    fields = [Token("to", first_to.text, quoted=True)] if not first_to.empty else []
    fields.append(Token("minutes", str(min(max(first_minutes or 5, 5), MOST_MINUTES))))
    fields.append(Token("then", "; ".join(set_parts.text(*part) for part in parts[1:]), quoted=True))
    notes = (*turn.notes, *(note for note in heard.query.notes if note))
    return Outcome(request_of("playlist", turn.kept_out(playlist_query(opening)).text, *fields), notes=notes)


_Stretch = tuple[int | None, Query, Query]


def _with_part(query: Query, part: Query) -> Query:
    """The query of the first part: what is asked for of all, with the part's own level or mood in place of another."""
    if part.moods or part.constraints:
        limits = {name: one for name, one in query.constraints.items() if one.target is None}
        query = replace(query, moods=(), constraints=limits)
    return moves.merged(query, part)


def _timed(turn: "Turn", said: str) -> tuple[int, int, list[_Stretch]] | None:
    found = list(_TIMED.finditer(said))
    if len(found) < 2:
        return _short_timed(turn, said)
    parts = [(acts.count(match["count"]), _stretch(turn, match["what"])) for match in found]
    if any(part is None or minutes is None for minutes, part in parts):
        return None
    stretches: list[_Stretch] = [(minutes, part, Query()) for minutes, part in parts if part is not None]
    return found[0].start(), found[-1].end(), stretches


_SHORT: Final = re.compile(
    r"(?P<first>\d{1,3}) ?(?:min(?:ute)?s?|m)\b (?P<a>[a-z][\w' -]*?)(?P<rest>(?:\s*(?:,|and|then)+\s*\d{1,3} [a-z][\w' -]*?){1,6})(?=$|[.;!?])"
)


def _short_timed(turn: "Turn", said: str) -> tuple[int, int, list[_Stretch]] | None:
    """``5 min warm up, 20 hard, 5 cool down``: the unit is said once."""
    match = _SHORT.search(said)
    if match is None:
        return None
    pairs = [
        (match["first"], match["a"]),
        *re.findall(r"(\d{1,3}) ([a-z][\w' -]*?)(?=\s*(?:,|\band\b|\bthen\b|$))", match["rest"]),
    ]
    parts = [(int(count), _stretch(turn, what)) for count, what in pairs]
    if any(part is None for _, part in parts):
        return None
    return match.start(), match.end(), [(minutes, part, Query()) for minutes, part in parts if part is not None]


def _halves(turn: "Turn", said: str) -> tuple[int, int, list[_Stretch]] | None:
    match = _HALVES.search(said)
    if match is None:
        return None
    first, second = _stretch(turn, match["a"]), _stretch(turn, match["b"])
    if first is None or second is None:
        return None
    return match.start(), match.end(), [(None, first, Query()), (None, second, Query())]


_SECTION: Final = r"(?:(?:an?|the|one|two|three|four|[1-4]) )?(?:(?:long|short|big|hard|steep|slow|gentle) )?(?:warm(?:ing)?[ -]?up|warmup|cool(?:ing)?[ -]?(?:down|off)|cooldown|wind(?:ing)?[ -]?down|climbs?|hills?|sprints?|intervals?|peaks?|main (?:part|set|block)|recovery|stretch(?:ing)?)"
# "warm up, two climbs, cool down"
_SECTIONS: Final = re.compile(rf"\b{_SECTION}(?:\s*(?:,|;|\+|->|\band\b|\bthen\b)+\s*{_SECTION}){{2,6}}")


def _sections(turn: "Turn", said: str) -> tuple[int, int, list[_Stretch]] | None:
    """Parts that are named and not timed: each as long as the others, and a climb rises."""
    match = _SECTIONS.search(said)
    if match is None:
        return None
    parts: list[_Stretch] = []
    for name in re.split(r"\s*(?:,|;|\+|->|\band\b|\bthen\b)+\s*", match[0]):
        count, _, bare = name.partition(" ")
        many = acts.count(count) or 1
        bare = bare if acts.count(count) or count in ("a", "an", "the") else name
        bare = re.sub(r"^(?:long|short|big|hard|steep|slow|gentle) ", "", bare)
        query = _stretch(turn, bare)
        if query is None:
            return None
        rises = re.fullmatch(r"climbs?|hills?", bare) is not None
        start = Query({"energy": Constraint("medium")}) if rises else query
        parts += [(None, start, query if rises else Query())] * min(many, 4)
    return match.start(), match.end(), parts


def _arc(turn: "Turn", said: str) -> tuple[int, int, list[_Stretch]] | None:
    match = _ARC.search(said)
    if match is None:
        return None
    peak = match["peak"] or match["peak2"]
    names = [
        match["a"] or match["a2"],
        match["b"] or match["b2"] or (peak and "peak"),
        match["c"] or match["c2"] or "calm",
    ]
    first, middle, last = (_stretch(turn, name) if name else None for name in names)
    if first is None or middle is None or last is None:
        return None
    return match.start(), match.end(), [(None, first, middle), (None, middle, last)]


def _stretch(turn: "Turn", what: str) -> Query | None:
    """The query that the name of a part stands for; None for words that say nothing of sound."""
    what = re.sub(r"\s+(?:again|too|music|songs?|tracks?|stuff)$", "", what.strip(" ,.")).strip()
    for pattern, query in _STRETCHES:
        if pattern.fullmatch(what):
            return query
    heard = hear(turn.engine, what)
    said = heard.query
    if not heard.understood or heard.names or not (said.moods or said.constraints or _names_genre(said)):
        return None
    return Query(
        dict(said.constraints),
        moods=said.moods,
        genres=said.genres,
        genres_all=said.genres_all,
        scene=" ".join(styles_in(said.scene)),
    )


def _names_genre(query: Query) -> bool:
    return bool(query.genres or query.genres_all or styles_in(query.scene))


def _part_changed(turn: "Turn", task: Task, said: str) -> Outcome | None:
    """``the hard part isn't hard enough``: one part of the playlist further up or down a trait, the others as they are."""
    # As it was written, too: "isn't hard enough" has become "harder" by now.
    match = _NOT_ENOUGH.fullmatch(fold(turn.text)) or _PART_MORE.fullmatch(said)
    if match is None or task.command != "playlist" or not task.fields.get("then"):
        return None
    groups = match.groupdict()
    how = comparison(f"more {groups['word']}" if groups.get("word") else groups["how"])
    parts = set_parts.of(turn, task)
    at = _part_named(turn, groups["what"] or groups.get("what2") or "", parts)
    if at is None or how is None:
        return None
    moved = replace(parts[at].query, tracks=())
    rows = set_parts.counted(turn, task, turn.shown.tracks if turn.shown is not None else ())
    for trait, way in how.moves.items():
        if moved.constraints.get(trait, Constraint(0.0)).target is None:
            # A limit is moved on from; a level would be taken for less.
            moved = set_parts.moved(turn, moved, rows[at], {trait: way}, how.strength)
        else:
            moved = set_parts.further(moved, trait, way)
    changed = [replace(part, query=moved) if number == at else part for number, part in enumerate(parts)]
    if at + 1 < len(parts):
        changed[at + 1] = replace(parts[at + 1], query=_as_before(parts[at + 1].query, how.moves))
    return set_parts.changed(turn, task, changed[0].query, changed[1:])


_NUMBERED: Final = {
    "first": 0,
    "opening": 0,
    "second": 1,
    "middle": 1,
    "third": 2,
    "last": -1,
    "final": -1,
    "closing": -1,
}


def _as_before(query: Query, traits: Collection[str]) -> Query:
    """The query of the part after a changed one: without levels of its own it would take over the new one."""
    if query.moods or any(one.target is not None for one in query.constraints.values()):
        return query
    return replace(query, constraints={**query.constraints, **{name: Constraint("medium") for name in traits}})


def _part_named(turn: "Turn", name: str, parts: Sequence[Part]) -> int | None:
    """Which part a name means: its number, or what it is of."""
    if name in _NUMBERED:
        number = _NUMBERED[name]
        return number % len(parts) if number < len(parts) else None
    queries = [part.query for part in parts]
    for meant in filter(None, (_stretch(turn, name), set_plans.stretch(turn, name))):
        if (at := next((at for at, one in enumerate(queries) if _is_part(one, meant)), None)) is not None:
            return at
    return None


def _is_part(query: Query, meant: Query) -> bool:
    """Whether a part's query is the one that a word for a stretch stands for."""
    same = all(
        query.constraints.get(name, Constraint()).target == one.target for name, one in meant.constraints.items()
    )
    situation = not meant.scene or meant.scene in query.scene
    return same and situation and set(meant.moods) <= set(query.moods) and set(meant.genres) <= set(query.genres)


# Lists of single songs


def _by_genre(turn: "Turn", said: str) -> Outcome | None:
    """``one classical, one folk, one gospel``: so many of each, in that order."""
    match = _RUN.fullmatch(said)
    if match is None:
        return None
    items: list[tuple[int, Query]] = []
    for part in _BETWEEN.split(match["run"]):
        one = _ITEM.fullmatch(re.sub(r"^and ", "", part))
        heard = hear(turn.engine, one["what"]) if one is not None else Heard()
        count = _count(one["count"]) if one is not None else None
        if (
            one is None
            or not count
            or not heard.understood
            or heard.names
            or not _names_genre(heard.query)
            or acts.minutes(part)
        ):
            return None
        items.append((count, heard.query))
    before = _OPTIONS.sub(" ", match["before"]).strip(" .,:;-")
    heard = hear(turn.engine, before) if re.search(r"\w{3}", before) else Heard()
    base = turn.base()
    query = (
        heard.query
        if heard.understood
        else base[0].query
        if base is not None and base[0].query is not None
        else Query()
    )
    query = replace(query, tracks=(), limit=Query().limit, skip=0, most="", sort="", notes=())
    turn.notes += [note for note in heard.query.notes if note] if heard.understood else []
    chosen: list[Track] = []
    for count, wanted in items:
        found = _songs(turn, query, wanted, count, chosen)
        if len(found) < count:
            turn.notes.append(f"only {len(found)} of {count} found: {wanted.summary}")
        chosen += found
    return _shown(turn, query, [wanted for _, wanted in items], chosen) if chosen else None


def _count(text: str) -> int | None:
    plain = text.strip()
    return _FEW_WORDS.get(plain) or acts.count(plain.removesuffix(" more"))


def _songs(turn: "Turn", query: Query, wanted: Query, count: int, without: Sequence[Track]) -> list[Track]:
    """The best songs of what is wanted within a query, none of those that are there already."""
    known_first = wanted.sort == "-popularity"
    one = moves.swapped(replace(query, tracks=()), replace(wanted, notes=(), sort="", limit=Query().limit))
    one = moves.without_tracks(replace(one, limit=_AMONG if known_first else count, skip=0, sort=""), without)
    if known_first:
        one = replace(one, scene=" ".join(styles_in(one.scene)))
    try:
        found: list[Track] = list(turn.engine.recommend(turn.kept_out(one)).tracks)
    except UserError:
        return []
    return sorted(found, key=lambda track: -(track.popularity or 0))[:count] if known_first else found


def _shown(
    turn: "Turn", query: Query, wanted: Sequence[Query], tracks: Sequence[Track], task: Task | None = None
) -> Outcome:
    """A list of these songs and no others; its query holds what all of them are of, for what is said next."""
    whole = replace(
        query, tracks=tuple(tracks), limit=min(len(tracks), moves.MOST_TRACKS), skip=0, most="", sort="", notes=()
    )
    if wanted and all(map(_names_genre, wanted)):
        genres = tuple(dict.fromkeys(name for one in wanted for name in (*one.genres, *one.genres_all)))
        styles = [word for one in wanted for style in styles_in(one.scene) for word in style.split()]
        scene = " ".join(dict.fromkeys((*without_styles(query.scene).split(), *styles)))
        whole = replace(whole, genres=genres, genres_all=(), scene=scene)
    return turn.list_of(replace(task or Task("recommend"), command="recommend", fields={}), whole)


def _placed(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``a bit of disco at the end``, ``a couple of brazilian things mixed in``, ``open with something really big``."""
    for pattern in _ADDED:
        match = pattern.fullmatch(said)
        if match is None:
            continue
        groups = match.groupdict()
        place = groups.get("place") or groups.get("verb") or ""
        where = (
            "mixed"
            if groups.get("mixed") is not None or place == "middle"
            else "start"
            if re.match(r"start|begin|open|kick|front|top", place)
            else "end"
        )
        strong = groups.get("mixed") is not None or groups.get("place") is not None
        outcome = _put(turn, base, match["what"], groups.get("count") or "", where, strong=strong)
        if outcome is not None or not strong:
            return outcome
        return _nothing_of(turn, match["what"])
    return None


def _nothing_of(turn: "Turn", what: str) -> Outcome | None:
    """That something cannot be added, where its name says nothing; None where it may mean rows or another move."""
    heard = hear(turn.engine, what)
    if references.find(what, turn.context) is not None or heard.names or comparison(what) is not None:
        return None
    if heard.understood and not heard.only_scene:
        return None
    line = f'I know no genre, style or artist called "{what}", so nothing was added.'
    return Outcome(
        reply=Reply(title=line, text="Instruments and themes are not in the data, unless a genre is called so.")
    )


def _put(
    turn: "Turn", base: tuple[Task, tuple[Track, ...]], what: str, amount: str, where: str, *, strong: bool
) -> Outcome | None:
    task, shown = base
    if not amount and (named := _track_put(turn, base, what, where)) is not None:
        return named
    timed = _TIME.fullmatch(f"{amount} {what}".strip())
    minutes = acts.count(timed["count"]) if timed else None
    what = timed["what"] if timed else re.sub(r"^(?:minutes?|mins?) (?:of )?", "", what)
    wanted = _wanted(turn, what, kinds_only=not strong)
    if wanted is None or references.rows_of(what, turn.context) is not None or re.search(r"\bthen\b", what):
        return None
    if task.command == "playlist":
        return _part_put(turn, task, wanted, minutes or set_parts.MINUTES_OF_A_BIT, where)
    count = _count(amount) if amount else None
    count = count or (1 if re.match(r"(?:something|one|an?)\b", what) else _A_BIT)
    query = task.query or Query()
    found = _songs(turn, query, wanted, count, shown)
    if not found:
        turn.notes.append(f"nothing of that is within the rest of what you asked for: {wanted.summary}")
        return turn.list_of(task, query)
    ways = {"mixed": _spread(shown, found), "start": [*found, *shown], "end": [*shown, *found]}
    tracks = ways[where]
    told = ", ".join(track.title for track in found)
    turn.notes.append(f"{'added' if where == 'mixed' else f'put at the {where}'}: {told}")
    return _shown(turn, query, [_kinds(query), wanted], tracks, task)


def _track_put(turn: "Turn", base: tuple[Task, tuple[Track, ...]], what: str, where: str) -> Outcome | None:
    """``put Dancing Queen near the end``: that track at that place, all other rows as they are."""
    if genre_named(turn.engine, what) or references.find(what, turn.context) is not None or not base[1]:
        return None
    found = turn.subjects.resolve(what, ("track",))
    track = found.track if found is not None else None
    if track is None or fold(track.track_name) not in (what, what.rpartition(" by ")[0]):
        return None
    rows = [one for one in base[1] if one.recording != track.recording]
    near = re.search(r"\b(?:near|towards?)\b", fold(turn.text)) is not None
    place = {"start": 0, "mixed": len(rows) // 2}.get(where, len(rows) - 1 if near and len(rows) > 1 else len(rows))
    rows.insert(place, track)
    turn.notes.append(f"{track.title} is number {place + 1} of {len(rows)}; the others stay")
    return set_parts.with_rows(turn, replace(base[0], query=replace(base[0].query or Query(), sort="", most="")), rows)


def _kinds(query: Query) -> Query:
    """The genres and styles of a query alone."""
    return Query(genres=query.genres or query.genres_all, scene=" ".join(styles_in(query.scene)))


def _wanted(turn: "Turn", what: str, *, kinds_only: bool) -> Query | None:
    """What is to be added; None where it names no kind of music, so that other moves take the text."""
    what = what.strip(" ,.")
    if _BIG.fullmatch(what):
        turn.notes.append("big is taken for well known and full of energy")
        return Query({"popularity": Constraint(low="high"), "energy": Constraint(low="medium")}, sort="-popularity")
    heard = hear(turn.engine, what)
    said = heard.query
    named = _names_genre(said) or (said.artists and not said.named)
    described = not kinds_only and not heard.names and (said.moods or said.constraints)
    if not heard.understood or heard.readings or not (named or described):
        return None
    return Query(
        dict(said.constraints),
        moods=said.moods,
        genres=said.genres,
        genres_all=said.genres_all,
        artists=said.artists,
        scene=" ".join(styles_in(said.scene)),
    )


def _spread(shown: Sequence[Track], added: Sequence[Track]) -> list[Track]:
    """The songs of a list with others among them, at even distances, none at its beginning."""
    tracks = list(shown)
    for number, one in enumerate(added, start=1):
        tracks.insert(round(number * len(shown) / (len(added) + 1)) + number - 1, one)
    return tracks


def _part_put(turn: "Turn", task: Task, wanted: Query, minutes: int, where: str) -> Outcome | None:
    query, fields = task.query or Query(), dict(task.fields)
    if where == "mixed":
        line = (
            "A playlist follows its curve, so single songs cannot be mixed in. I can put them at its start or its end."
        )
        return Outcome(reply=Reply(title=line))
    if where == "end":
        parts = [one for one in (fields.get("then", "").strip('"'), set_parts.text(minutes, wanted, Query())) if one]
        fields["then"] = "; ".join(parts)
        return turn.list_of(replace(task, fields=fields), query)
    before = set_parts.text(
        int(fields.get("minutes", 45)), query, turn.engine.parse(fields["to"]) if fields.get("to") else Query()
    )
    after = "; ".join(filter(None, (before, fields.get("then", "").strip('"'))))
    kept = {name: one for name, one in fields.items() if name not in ("to", "then", "minutes")}
    opening = moves.swapped(
        replace(query, constraints={name: one for name, one in query.constraints.items() if one.target is None}), wanted
    )
    return turn.list_of(replace(task, fields={**kept, "minutes": str(max(minutes, 5)), "then": after}), opening)


def _one_more(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``another gospel as well``: one more song of that, all else as it is."""
    match = _ANOTHER.fullmatch(said)
    query = base[0].query or Query()
    if match is None or base[0].command == "playlist":
        return None
    genre = genre_named(turn.engine, match["what"])
    if not genre or not base[1]:
        return None
    count = _count(match["count"]) or 1
    chosen = bool(query.tracks) and len(query.tracks) >= len(base[1])
    if not chosen and genre in (*query.genres, *query.genres_all):
        return more(turn, count)
    if not chosen and count > 1:
        return None
    found = _songs(turn, query, Query(genres=(genre,)), count, base[1])
    if not found:
        return None
    turn.notes.append(f"added: {', '.join(track.title for track in found)}")
    return _shown(turn, query, [_kinds(query), Query(genres=(genre,))], [*base[1], *found], base[0])


def _both(turn: "Turn", said: str) -> Outcome | None:
    """``combine both into one playlist``: the rows of the last two lists, in turns."""
    if not _BOTH.fullmatch(said):
        return None
    lists: list[Exchange] = []
    for one in reversed(turn.context.current):
        if one.is_list and one.tracks and all(one.tracks != other.tracks for other in lists):
            lists.append(one)
        if len(lists) == 2:
            break
    if len(lists) < 2:
        return None
    second, first = lists
    pairs = zip_longest(first.tracks, second.tracks)
    tracks = list({track.recording: track for pair in pairs for track in pair if track is not None}.values())[
        : moves.MOST_TRACKS
    ]
    queries = [one.task.query or Query() for one in (first, second)]
    common = Query(
        {name: one for name, one in queries[0].constraints.items() if queries[1].constraints.get(name) == one},
        moods=tuple(mood for mood in queries[0].moods if mood in queries[1].moods),
        explicit=queries[0].explicit if queries[0].explicit == queries[1].explicit else None,
    )
    turn.notes.append(f"both lists in turns, {len(tracks)} songs")
    return _shown(turn, common, [_kinds(one) for one in queries], tracks)


def _instead_of_row(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``the folk one is wrong, it's too cheerful``: another of its kind in its place, the others as they are."""
    match, query = _WRONG.fullmatch(said), base[0].query or Query()
    chosen = {track.recording for track in query.tracks}
    if match is None or len(query.tracks) < len(base[1]) or not base[1]:
        return None  # not a list of songs chosen one by one
    genre = genre_named(turn.engine, match["what"])
    found = references.rows_of(f"the {match['what']} one", turn.context)
    rows = [track for track in base[1] if genre and genre in track.genres] or list(
        found.tracks if found is not None else ()
    )
    if not rows or rows[0].recording not in chosen:
        return None
    gone = rows[0]
    own = genre or next((name for name in query.genres if name in gone.genres), "")
    asked = replace(query, tracks=(), genres=(own,) if own else query.genres)
    why = re.sub(r"^(?:it|that|this)(?:['’]?s| is| was| sounds| feels)? ", "", match["why"])
    complaint = (
        why
        if re.match(r"(?:way |far |much |a bit |just )*too\b", why)
        else f"too {why}"
        if " too " in f" {said} " and why
        else ""
    )
    if complaint and comparison(complaint) is not None:
        moved = refining.compared(turn, complaint, asked, (gone,))
        asked = moved if isinstance(moved, Query) else asked
    others = _songs(turn, asked, Query(), 1, base[1])
    tracks = [others[0] if track is gone and others else track for track in base[1]]
    if not others:
        turn.notes.append("nothing else of that is within the rest of what you asked for")
    else:
        turn.notes.append(f"{others[0].title} in place of {gone.title}")
    whole = replace(moves.without_tracks(query, (gone,)), tracks=tuple(tracks), limit=len(tracks))
    return turn.list_of(base[0], whole)


def _first_or_last(turn: "Turn", base: tuple[Task, tuple[Track, ...]], said: str) -> Outcome | None:
    """``swap the warm up song``: the first or last one of a playlist is left out, and the list made anew."""
    match = _SWAP.fullmatch(said)
    if match is None or base[0].command != "playlist" or not base[1]:
        return None
    last = bool(re.match(r"clos|last|final|cool|end", match["which"]))
    gone = base[1][-1 if last else 0]
    turn.notes.append(f"without {gone.title}")
    return turn.list_of(base[0], moves.without_tracks(base[0].query or Query(), (gone,)))
