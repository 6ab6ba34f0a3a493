"""A set planned in one sentence: how long it is, what comes first and what then, where it begins and where it ends.

``need 3 hours, dinner first then party``, ``first hour jazz, second hour house``, ``starts calm, ends wild``.
"""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves, set_parts
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Task
from bot.dialogue.language import Heard, hear
from bot.dialogue.lexicon import ADJECTIVES, fold
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.shared import MOST_MINUTES
from engine import Constraint, Query, Token, Track, styles_in

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_A_SET: Final = re.compile(r"\b(?:sets?|mix|mixtape|playlist|warm ?-?up|dj|hours?|hrs?|minutes?|mins?)\b")
_PART: Final = r"[a-z0-9][\w '&/+-]*?"
_STOP: Final = r"(?=\s*(?:$|[,.;!?)]))"
_BEGIN: Final = r"(?:it |that |which |and |to )*(?:starts?|starting|begins?|beginning|opens?|opening|kicks? off|kicking off)(?: (?:off|out))?"
_FINISH: Final = r"(?:it |that |which |to )*(?:ends?|ending|finish(?:es|ing)?|clos(?:es?|ing)|(?:build(?:s|ing)?|goes|going|turns?|moves?|moving|work(?:s|ing)?)(?: up| down| in)? to)(?: (?:off|up|out))?"
_LINK: Final = r"\s*(?:,|;|\band\b|\bthen\b|\bbut\b|-+>|→)(?:\s*(?:,|and|then|but|later))*\s*"
# "begin at 90 bpm soft soul, end with dance hits at 128 bpm", "starts calm, ends wild"
_ENDS: Final = re.compile(
    rf"\b{_BEGIN}(?: (?:with|on|at|as|from|in|around|about|near))* (?P<a>{_PART})(?:{_LINK}(?:{_LINK})?|\s+){_FINISH}(?: (?:with|on|at|as|in|around|about|near))* (?P<b>{_PART}){_STOP}"
)
# "dinner first, then party", "soul first then house then techno"
_THEN: Final = re.compile(
    rf"(?:^|[,;:.(]\s*|\bof (?:music )?|\bwith )(?:{_BEGIN}(?: (?:with|on))? )?(?P<a>{_PART}) (?:first|at first|to (?:start|begin)(?: with)?){_LINK}(?:then )?(?P<b>{_PART}(?:\s*,?\s*(?:and )?(?:then|finally) {_PART})*?){_STOP}"
)
# "first hour jazz, second hour house", "an hour of jazz, then two hours of house"
_ORDINAL: Final = r"(?:first|second|third|fourth|last|final|next|1st|2nd|3rd|4th|other)"
_HOURS: Final = re.compile(
    rf"(?:the )?(?:(?P<which>{_ORDINAL}) (?P<many>two |2 |three |3 )?hours?|(?P<count>an|one|two|three|four|\d) hours?)(?: (?:of|is|being|with|as|for|just|should be|:))* (?P<what>{_PART})(?=\s*(?:$|[,.;!?]|\band\b|\bthen\b|\bfollowed\b))"
)
_FIRST_OF: Final = {"two": 2, "2": 2, "three": 3, "3": 3}
_TEMPO: Final = re.compile(r"(?:\b(?:at|around|about|from|with)\s+)*\b(?P<bpm>\d{2,3}) ?bpm\b")
# "finish around 175"
_BARE_TEMPO: Final = re.compile(r"(?:(?:at|around|about|near|roughly|of) )*(?P<bpm>\d{2,3})")
_RISE: Final = re.compile(
    r"\b(?:from )?(?P<low>\d{2,3})(?: ?bpm)?\s*(?:to|-+>?|→|up to|down to|until)\s*(?P<high>\d{2,3}) ?bpm\b"
)
# "that gets harder towards the end", "for the last 20 minutes push it to 130"
_TOWARDS: Final = re.compile(
    r"(?:\b(?:that|which|it|and|but|should|to|make it|let it)\s+)*\b(?:gets?|getting|goes|grows?|becomes?|builds? up|turn(?:s|ing)?|be|is) (?P<how>(?:more |less )?[\w-]+)(?: and (?:more )?[\w-]+)? (?:towards?|near|at|by|until) (?:the )?(?:very )?(?:end|finish|close)\b"
)
_LAST: Final = re.compile(
    r"(?:and |then |ok |now |but |please )*(?:(?:for|in|over|during) )?(?:the )?(?:last|final) (?P<minutes>\d{1,3}) ?(?:minutes?|mins?|m)\b[, ]*(?:please |can you |should |to |it |that )*(?:push|bring|take|raise|get|go|move|speed|slow|drop|lower|lift)?(?: (?:it|that|things|the tempo|this))?(?: (?:up|down))*(?: (?:to|at|around|until))* (?P<bpm>\d{2,3})(?: ?bpm)?[ .!]*"
)
_ONLY: Final = re.compile(
    r"(?:.*\b(?:only|just)\b.*?[,;.]\s*)?(?:(?:but|and|so|ok|no|sorry|please|no,)\s+)*(?:(?:i|we) (?:really |actually |still )?(?:need|want|wanted|asked for|said|meant|have to fill)|make (?:it|that|this)|give me|fill) (?:it |that |to (?:fill )?|up )*(?P<time>(?:(?:a|one) (?:full |whole |solid )?|an |half an |\d{1,3} ?|\w+ )(?:hours?|hrs?|h|minutes?|mins?))(?: of (?:it|that|this|music|them))?(?: please| instead| in total| total| long)*[ .!]*"
)
# "make it 60 minutes of upbeat pop and dance"
_TIME_OF: Final = re.compile(
    r"(?:(?:ok|no|please|and|so|then|now|can you|could you)[, ]+)*(?:make|turn|do) (?:it|that|this)(?: into)? (?P<time>(?:an? |one |half an |\d{1,3} ?|\w+ )(?:hours?|hrs?|h|minutes?|mins?)) of (?P<what>(?!it\b|that\b|this\b|them\b|those\b|these\b).+)"
)
_COUNT_MORE: Final = re.compile(
    r"(?:that['’]?s|thats|this is|these are|it['’]?s|its|there(?:['’]s| are| is))? ?(?:only|just|too)? ?(?:an? )?(?:few|\w+ (?:songs|tracks)|not (?:much|many|enough))[,;. –-]+(?:(?:please|pls|can you|so|i need|i want|give me|make (?:it|that)|we need)\s+)+(?P<count>\d{1,2})(?: (?:songs|tracks|of them|please))*[ .!]*"
)
# "no, I meant the spot is 30 seconds, not the song"
_NOT_THE_SONG: Final = re.compile(
    r"(?:.*\b)?(?:the )?(?:spots?|ads?|adverts?|commercials?|films?|videos?|scenes?|trailers?|clips?|cut)(?:['’]s| is| are| has| lasts?| should be| runs?)? (?:only |just )?(?:about )?\d{1,3} ?-?(?:s|secs?|seconds?|minutes?|mins?)\b(?: long)?(?:[,; ]+(?:and )?not (?:the|each|every) (?:songs?|tracks?|music))?[ .!]*"
)
_STARTS: Final = r"(?:starts?|starting|begins?|beginning|opens?|anfangt|beginnt|startet|empie[cz][ea]|comien[cz][ea]|comec[ea]|comience|arran(?:ca|que)|inici[ea]|commence|debute|demarre|inizi|inizia|comincia|part[ea])"
_STOPS: Final = r"(?:ends?|ending|finish(?:es)?|clos(?:es?|ing)|endet|aufhort|wird|acab[ea]|termin[ea]|vire|vira|se vuelva|finisse|finit|devienne|devient|finisca|finisce|termini|diventi|diventa|fique|fica)"
_AND: Final = r"(?:\s*,\s*|\s+)(?:(?:and|then|but|und|dann|y|luego|despues|e|depois|et|puis|ed|poi|later|to)(?:\s+|$))*"
_ONE_WORD: Final = r"(?:(?:off|out|with|very|really|quite|muy|muito|tres|sehr|molto|plus|mas|mais|piu|more|nice and) )*"
# "que comece calma e acabe animada", "das ruhig anfängt und wild endet", "start slow then get going"
_LEVELLED: Final = (
    re.compile(rf"\b{_STARTS} {_ONE_WORD}(?P<a>[\w-]+){_AND}{_STOPS} {_ONE_WORD}(?P<b>[\w-]+)"),
    re.compile(rf"\b{_ONE_WORD}(?P<a>[\w-]+) {_STARTS}{_AND}{_ONE_WORD}(?P<b>[\w-]+) {_STOPS}"),
    re.compile(
        rf"\b{_STARTS} {_ONE_WORD}(?P<a>[\w-]+){_AND}(?:it |that |slowly |gradually )*(?P<rise>gets? (?:going|moving|wilder|livelier|louder|faster|harder|busier|more \w+)|builds?(?: up)?|picks? up(?: the pace)?|ramps? up|speeds? up|warms? up|heats? up|kicks? (?:in|off)|rises?|grows?|takes? off|climbs?|lets? (?:go|loose|rip)|goes wild|goes? (?:up|off)|explodes?)"
    ),
    re.compile(
        r"\b(?:from |von |de |da |du |vom )(?P<a>[\w-]+) (?:to|zu|bis|a|ate|hasta|vers|jusqu'a|fino a) (?P<b>[\w-]+)(?=\s*(?:$|[,.;!]))"
    ),
)
# "that slowly builds", "das langsam anzieht", "que vaya subiendo"
_BUILDS: Final = re.compile(
    r"\b(?:that|which|it|should|das|die|der|sich|que|qui|che)\b[\w ',-]{0,24}?\b(?:anzieh\w*|steiger\w*|ansteig\w*|aufbau\w*|hochfahr\w*|subiendo|crezca|suba|aumente|crescendo|subindo|cresca|cresce|salga|monte|monter|augmente|builds?(?: up)?|picks? up|ramps? up|gets? going|warms up|heats? up|takes? off)\b(?: (?:slowly|gradually|langsam|poco a poco|aos poucos|doucement|piano piano))*"
)
_FALLS: Final = re.compile(
    r"\b(?:that|which|it|should|das|die|der|sich|que|qui|che)\b[\w ',-]{0,24}?\b(?:ausklingt|abflaut|runterkommt|runterfahrt|ruhiger wird|bajando|baje|descendo|diminua|caindo|redescende|descende|scenda|cali|winds? down|calms? down|cools? (?:down|off)|comes? down|slows? down)\b"
)
_SORTS: Final = re.compile(r"(?:(?:please|can you|could you|now|and|ok)[ ,]+)*(?:order|sort|arrange|rank|list)\b")
_OF_EACH: Final = re.compile(
    r"\b(?:songs?|tracks?|ones?|tunes?|lieder|canciones|chansons|musicas|canzoni) (?:that|which|die|que|qui|che)\b"
)
_WORDS: Final = (
    (re.compile(r"(?:(?:really|very|totally|completely|absolutely) )*(?:wild|crazy|mad|hard|banging|explosive|full on|full power|massive|hype|intense|at full (?:blast|throttle)|party mode|peak|fire)"), Query({"energy": Constraint("very high")})),
    (re.compile(r"(?:(?:really|very|nice and|super) )*(?:calm|chill(?:ed)?(?: out)?|relaxed|mellow|gentle|soft|quiet|easy|slow|laid ?back)"), Query(moods=("calm",))),
)  # fmt: skip
_SOFT: Final = re.compile(r"\b(?:soft|softer|gentle|quiet)\b")
_HITS: Final = re.compile(r"\b(?:hits?|bangers?|anthems?|classics)\b")
_FILLER: Final = re.compile(
    r"\b(?:warm ?-?up|opening|closing|peak[ -]time|sets?|mix|mixtape|playlist|dj|music|need|want|give|make|build|plan|do|please|pls|me|us|i|we|it|a|an|of|for my|in all|in total|long|that|which|with|and)\b"
)
_MANY: Final = 8  # rows of a list that is as long as it should be
_LEVELS: Final = {1: "very high", -1: "very low"}


@dataclass(frozen=True)
class _Stretch:
    """What a stretch of a set is of, and the tempo named for it."""

    query: Query
    tempo: float | None = None
    hours: int = 1
    said: str = ""


def read(turn: "Turn", said: str) -> Outcome | None:
    """The set that a text plans, or the shown list as a set of another length; None if it plans none."""
    if (changed := _changed(turn, said)) is not None:
        return changed
    base = turn.base()
    if not _A_SET.search(said) and not (base is not None and base[0].command == "playlist"):
        # Of a list shown, "start slow then get going" is about its order; of songs it is about each of them.
        shown = base is not None and len(base[1]) > 1 and not _OF_EACH.search(said)
        return _levels(turn, said) if shown else None
    return (
        _in_hours(turn, said)
        or _first_then(turn, said)
        or _ends(turn, said)
        or _towards(turn, said)
        or _rise(turn, said)
        or _levels(turn, said)
    )


def _in_hours(turn: "Turn", said: str) -> Outcome | None:
    found = list(_HOURS.finditer(said))
    while found and acts.minutes(found[0]["what"]) is not None:
        found = found[1:]
    if len(found) < 2:
        return None
    stretches = [_stretch(turn, match["what"]) for match in found]
    if any(one is None for one in stretches):
        return None
    hours = [_FIRST_OF.get((match["many"] or match["count"] or "").strip(), 0) for match in found]
    hours = [
        one or (acts.count(match["count"]) if match["count"] else 1) or 1
        for one, match in zip(hours, found, strict=True)
    ]
    rest = f"{said[: found[0].start()]} {said[found[-1].end() :]}"
    parts = [replace(one, hours=many) for one, many in zip(stretches, hours, strict=True) if one is not None]
    return _made(turn, parts, rest, minutes=60 * sum(hours))


def _first_then(turn: "Turn", said: str) -> Outcome | None:
    match = _THEN.search(said)
    if match is None:
        return None
    names = [match["a"], *re.split(r"\s*,?\s*(?:\band )?\b(?:then|finally)\b\s*", match["b"])]
    # "3 hours, soul first": what stands before the name is of the whole.
    stretches = [_stretch(turn, name) for name in names if name.strip()]
    if len(stretches) < 2 or any(one is None for one in stretches):
        return None
    return _made(
        turn, [one for one in stretches if one is not None], f"{said[: match.start()]} , {said[match.end() :]}"
    )


def _ends(turn: "Turn", said: str) -> Outcome | None:
    match = _ENDS.search(said)
    if match is None:
        return None
    first, last = _stretch(turn, match["a"]), _stretch(turn, match["b"])
    if first is None or last is None:
        return None
    rest = f"{said[: match.start()]} , {said[match.end() :]}"
    if _kind(first.query) and _kind(last.query):
        return _made(turn, [first, last], rest)
    if _kind(last.query) and not _kind(first.query):
        return None
    return _curved(turn, first, last, rest)


def _towards(turn: "Turn", said: str) -> Outcome | None:
    match = _TOWARDS.search(said)
    if match is None:
        return None
    how = comparison(match["how"])
    if how is None or how.rest:
        return None
    end = Query({trait: Constraint(_LEVELS[way]) for trait, way in how.moves.items() if trait != "popularity"})
    base = turn.base()
    minutes = acts.minutes(said)
    if end.empty or (minutes is None and (base is None or base[0].command != "playlist")):
        return None
    return _curved(turn, _Stretch(Query()), _Stretch(end), f"{said[: match.start()]} , {said[match.end() :]}")


def _rise(turn: "Turn", said: str) -> Outcome | None:
    """``techno set, 60 minutes, 120 to 126 bpm``: of a set that lasts, two tempos are where it begins and ends."""
    match = _RISE.search(said)
    if match is None or acts.minutes(said) is None or not re.search(r"\b(?:sets?|warm ?-?up)\b", said):
        return None
    low, high = int(match["low"]), int(match["high"])
    if low == high or not all(60 <= one <= 220 for one in (low, high)):
        return None
    return _curved(turn, _Stretch(Query()), _Stretch(Query()), said)


def _level(turn: "Turn", word: str) -> Query | None:
    """The level at one end of a curve that a word in any language says: calm, ruhig and tranquila are low energy."""
    if (one := next((query for pattern, query in _WORDS if pattern.fullmatch(word)), None)) is not None:
        return one
    heard = hear(turn.engine, word)
    ways = {} if heard.query.moods else ADJECTIVES.get(word, {})
    trait = next((name for name in ("energy", "tempo", "valence") if name in ways), "")
    if not trait:
        plain = heard.understood and not heard.names and (heard.query.moods or heard.query.constraints)
        return Query(dict(heard.query.constraints), moods=heard.query.moods) if plain else None
    return Query({trait: Constraint("very high" if ways[trait] > 0 else "low")})


_LOW, _HIGH = Query(moods=("calm",)), Query({"energy": Constraint("very high")})


def _levels(turn: "Turn", said: str) -> Outcome | None:
    """``que comece calma e acabe animada``, ``start slow then get going``, ``das langsam anzieht``: a curve."""
    if _SORTS.match(said):
        return None  # "order them from slow to fast" puts the rows shown in order
    for pattern in _LEVELLED:
        if (match := pattern.search(said)) is None:
            continue
        groups = match.groupdict()
        start = _level(turn, match["a"])
        end = _HIGH if groups.get("rise") else _level(turn, groups.get("b") or "")
        if start is None or end is None:
            continue
        return _curved(turn, _Stretch(start), _Stretch(end), f"{said[: match.start()]} , {said[match.end() :]}")
    rises, falls = _BUILDS.search(said), _FALLS.search(said)
    match = rises or falls
    if match is None or not (_A_SET.search(said) or turn.base() is not None):
        return None
    start, end = (_LOW, _HIGH) if rises else (_HIGH, _LOW)
    return _curved(turn, _Stretch(start), _Stretch(end), f"{said[: match.start()]} , {said[match.end() :]}")


def stretch(turn: "Turn", what: str) -> Query | None:
    """The query that words for a stretch of a set stand for; None for words that say nothing of sound."""
    one = _stretch(turn, what)
    return one.query if one is not None else None


def _stretch(turn: "Turn", what: str) -> _Stretch | None:
    tempo = _TEMPO.search(what) or _BARE_TEMPO.fullmatch(what.strip(" ,."))
    bpm = float(tempo["bpm"]) if tempo is not None and 50 <= int(tempo["bpm"]) <= 220 else None
    what = f"{what[: tempo.start()]} {what[tempo.end() :]}" if bpm is not None and tempo is not None else what
    what = re.sub(
        r"^(?:(?:with|of|some|a bit of|a|at|on|the|as|music|songs?) )+|\s+(?:music|songs?|tracks?|stuff|again)$",
        "",
        " ".join(what.split()).strip(" ,."),
    )
    what = re.sub(r"^(?:with|of|at|on) ", "", what)
    if not what:
        return _Stretch(Query(), bpm) if bpm is not None else None
    for pattern, query in _WORDS:
        if pattern.fullmatch(what):
            return _Stretch(query, bpm, said=what)
    soft, hits = _SOFT.search(what), _HITS.search(what)
    bare = " ".join(_SOFT.sub(" ", what).split())
    heard = hear(turn.engine, bare)
    said = heard.query
    if not heard.understood or heard.names or said.named:
        return None
    query = Query(
        dict(said.constraints), moods=said.moods, genres=said.genres, genres_all=said.genres_all, scene=said.scene,
        explicit=said.explicit, not_genres=said.not_genres,
    )  # fmt: skip
    if query.empty:
        return None
    if soft:
        query = replace(query, constraints={**query.constraints, "energy": Constraint("low")})
    if hits and "popularity" not in query.constraints:
        query = replace(query, constraints={**query.constraints, "popularity": Constraint(low="high")})
    return _Stretch(query, bpm, said=bare)


def _kind(query: Query) -> bool:
    return bool(query.genres or query.genres_all or query.scene or styles_in(query.scene))


def _whole(turn: "Turn", rest: str) -> tuple[Query, int | None, tuple[float, float] | None, list[str]]:
    """What is said of the whole set beside its stretches: a query, minutes, tempos from and to, notes."""
    rise = _RISE.search(rest)
    tempos = (float(rise["low"]), float(rise["high"])) if rise is not None else None
    rest = _RISE.sub(" ", rest)
    minutes = acts.minutes(rest)
    bare = _FILLER.sub(" ", acts.without_minutes(rest) if minutes else rest)
    bare = re.sub(r"(?:\s*[,.;:–-]\s*)+", ", ", bare).strip(" ,.:;-")
    heard = hear(turn.engine, bare) if re.search(r"[^\W\d]{3}", bare) else Heard()
    base = turn.base()
    query = heard.query if heard.understood else Query()
    if base is not None and base[0].query is not None and not heard.has_subject:
        query = moves.merged(base[0].query, query)
    if minutes is None and base is not None and base[0].command == "playlist":
        minutes = sum(part.minutes for part in set_parts.of(turn, base[0]))
    return replace(query, notes=()), minutes, tempos, [note for note in heard.query.notes if note]


def _made(turn: "Turn", stretches: list[_Stretch], rest: str, *, minutes: int | None = None) -> Outcome:
    """A set of these stretches, one after the other."""
    query, time, tempos, notes = _whole(turn, rest)
    total = minutes or time
    if total is None:
        total = 60
        notes.append("60 minutes in all, as none were said")
    total = min(max(total, 5 * len(stretches)), MOST_MINUTES)
    if any(_kind(one.query) for one in stretches):
        query = moves.freed(query, "genre")
    bounds = _tempos(stretches, tempos)
    hours = sum(one.hours for one in stretches)
    texts: list[str] = []
    fields: list[Token] = []
    for number, one in enumerate(stretches):
        own, end = one.query, Query()
        if bounds:
            own = replace(own, constraints={**own.constraints, "tempo": Constraint(bounds[number])})
            end = Query({"tempo": Constraint(bounds[number + 1])})
        length = max(total * one.hours // hours, 5)
        if number and stretches[0].query.scene and not own.scene:
            # The situation of the first stretch would hold on.
            own = replace(own, scene=one.said)
        if number:
            texts.append(set_parts.text(length, own, end))
            continue
        scene = " ".join(filter(None, (own.scene, query.scene)))
        query = replace(moves.merged(replace(query, scene=""), replace(own, scene="")), scene=scene)
        fields += [Token("to", end.text, quoted=True)] if not end.empty else []
        fields.append(Token("minutes", str(length)))
    fields.append(Token("then", "; ".join(texts), quoted=True))
    made = turn.kept_out(playlist_query(replace(query, tracks=(), notes=())))
    return Outcome(request_of("playlist", made.text, *fields), notes=(*turn.notes, *notes))


def _tempos(stretches: list[_Stretch], whole: tuple[float, float] | None) -> list[float]:
    """The tempos at which each stretch begins and the last ends; none where two ends are not named."""
    low, high = whole or (stretches[0].tempo, stretches[-1].tempo)
    if low is None or high is None or low == high:
        return []
    steps = len(stretches)
    return [round(low + (high - low) * number / steps) for number in range(steps + 1)]


def _curved(turn: "Turn", first: _Stretch, last: _Stretch, rest: str) -> Outcome:
    """A set from one level, mood or tempo to another, of one kind of music."""
    query, time, tempos, notes = _whole(turn, rest)
    low, high = tempos or (first.tempo, last.tempo)
    start, end = first.query, last.query
    if _kind(start):
        query = moves.freed(query, "genre")
    if start.moods or start.constraints:
        limits = {name: one for name, one in query.constraints.items() if one.target is None}
        query = replace(query, moods=(), constraints=limits)
    # What the end is to be would be kept out by limits on the same trait.
    free = {name: one for name, one in query.constraints.items() if name not in end.constraints}
    query = moves.merged(replace(query, constraints=free), start)
    if low is not None and high is not None:
        query = replace(query, constraints={**query.constraints, "tempo": Constraint(low)})
        end = replace(end, constraints={**end.constraints, "tempo": Constraint(high)})
    if time is None:
        shown = turn.base()
        rows = shown[1] if shown is not None else ()
        time = max(round(sum(track.values["duration"] for track in rows) / 60), 5) if len(rows) >= _MANY else 60
        notes.append(f"{time} minutes, {'as long as the list' if len(rows) >= _MANY else 'as none were said'}")
    target = {name: one for name, one in end.constraints.items() if one.target is not None}
    ends = Query(target, moods=end.moods)
    minutes = Token("minutes", str(min(max(time, 5), MOST_MINUTES)))
    made = turn.kept_out(playlist_query(replace(query, tracks=(), notes=())))
    return Outcome(
        request_of("playlist", made.text, Token("to", ends.text, quoted=True), minutes), notes=(*turn.notes, *notes)
    )


# Of the list shown


def _changed(turn: "Turn", said: str) -> Outcome | None:
    base = turn.base()
    if base is None or base[0].query is None or turn.fresh:
        return None
    task, query = base[0], base[0].query
    if (last := _LAST.fullmatch(said)) is not None and task.command == "playlist":
        return _last_minutes(turn, task, int(last["minutes"]), float(last["bpm"]))
    meant = re.search(r"\bmeant?\b|not (?:the|each|every) (?:song|track|music)", fold(turn.text))
    if ("duration" in query.constraints or meant) and _NOT_THE_SONG.fullmatch(fold(turn.text)):
        turn.notes.append("that is how long the film is: the tracks may be of any length")
        return turn.list_of(task, moves.freed(query, "duration"))
    if (count := _COUNT_MORE.fullmatch(said)) is not None and task.command != "playlist":
        return turn.list_of(task, moves.counted(replace(query, skip=0), int(count["count"])))
    if (of := _TIME_OF.fullmatch(said)) is not None and (time := acts.minutes(of["time"])) is not None:
        heard = hear(turn.engine, of["what"])
        if heard.understood and heard.has_subject and not heard.query.named:
            fields = {"minutes": str(min(max(time, 5), MOST_MINUTES))}
            turn.notes += [note for note in heard.query.notes if note]
            query = moves.swapped(replace(query, tracks=()), replace(heard.query, notes=()))
            return turn.list_of(Task("playlist", query, fields), query, "playlist")
    match = _ONLY.fullmatch(said)
    minutes = acts.minutes(match["time"]) if match is not None else None
    if minutes is None or minutes < 15:
        return None
    if task.command == "playlist" and task.fields.get("then"):
        parts = set_parts.of(turn, task)
        whole = sum(part.minutes for part in parts)
        first, *others = [replace(part, minutes=max(round(part.minutes * minutes / whole), 5)) for part in parts]
        changed = replace(task, fields={**task.fields, "minutes": str(first.minutes)})
        return set_parts.changed(turn, changed, query, others)
    held = task.fields if task.command == "playlist" else {}
    fields = {**held, "minutes": str(min(minutes, MOST_MINUTES))}
    return turn.list_of(replace(task, command="playlist", fields=fields), query, "playlist")


def _last_minutes(turn: "Turn", task: Task, minutes: int, tempo: float) -> Outcome | None:
    """``for the last 20 minutes push it to 130``: a last part that goes there, out of the whole time."""
    parts = list(set_parts.of(turn, task))
    last = parts[-1]
    if last.minutes - minutes < 5:
        return None
    ends = last.to.constraints.get("tempo") or last.query.constraints.get("tempo")
    begin = ends if ends is not None and isinstance(ends.target, float | int) else Constraint(tempo)
    kept: list[Track] = []
    for track in last.query.tracks:
        # Of rows that were chosen, those that play before.
        if sum(one.values["duration"] for one in kept) + track.values["duration"] / 2 < 60 * (last.minutes - minutes):
            kept.append(track)
    parts[-1] = replace(last, query=replace(last.query, tracks=tuple(kept)), minutes=last.minutes - minutes)
    others = [
        *parts[1:],
        replace(last, query=Query({"tempo": begin}), to=Query({"tempo": Constraint(tempo)}), minutes=minutes),
    ]
    fields = {**task.fields, "minutes": str(parts[0].minutes)}
    return set_parts.changed(turn, replace(task, fields=fields), parts[0].query, others)
