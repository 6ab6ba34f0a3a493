"""Judgements on the list shown: ``too clubby``, ``a bit sleepy for us``, ``cuter``, ``too old style, something modern``.

Each clause is read for the sign of a quality: a complaint moves the list away from it, a wish towards it. What the list
was asked to be otherwise stays.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import focus, joining, moves, references, smalltalk
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import ADJECTIVES, COMPARATIVES, FAULTS, FILLERS, NOUNS, QUALITIES, fold
from bot.dialogue.outcome import Outcome
from bot.dialogue.spelling import respelled
from bot.reply import Action
from engine import Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_LONGEST: Final = 120
_SPLIT: Final = re.compile(
    r"\s*(?:[,;:!.?]+\s+|[,;:!.?]+$|\s[-–—]\s|\s+(?:and|und|y|et|e)\s+(?:(?:with|mit|con|avec)\s+)?(?=(?:more|less|not|too|mehr|weniger|mas|menos|moins)\b)|\s+\b(?:but|aber|pero|mais|mas|ma|sondern|instead|and then)\b\s*)\s*"
)
_LEAD: Final = (
    r"(?:(?:ok(?:ay)?|hm+|mm+|well|no|nah|nope|yes|yeah|sorry|oh|ugh|nice|good|great|cool|fine|and|but|so|now|then|"
    r"actually|honestly|"
    r"please|bitte|i think|i find|i feel|for me|for us|und|y|et|e|close|almost|not bad|getting there)[, ]+)*"
)
_ROW: Final = (
    r"(?:the |number |no\.? ?|nr\.? ?|#)?(?:\d{1,2}|first|second|third|fourth|fifth|last)(?: (?:one|song|track))?"
)
_ROWS: Final = rf"{_ROW}(?:(?:,? and |, | & ){_ROW})*"
_ABOUT: Final = (
    rf"(?:(?:{_ROWS}|(?:the |this |these |those |all |all of |most of |some of )*(?:it|this|that|they|these|those|"
    rf"them|all|"
    r"everything|most|list|songs?|tracks?|ones?|music|das|es|die|est|c'est|sont|es|son|e|sono))"
    r"(?: (?:all|just|still|both))*(?: ?'?s|'re| is| are| was| were| feels?| sounds?| seems?| gets?| are getting|"
    r" is getting|"
    r" ist| sind| klingt| klingen| es| son| suena| suenan| est| sont| sonne| e| sono| soa)? )"
)
_DEGREE: Final = (
    r"(?:(?:a|bit|little|tad|touch|just|all|still|way|far|much|kinda|kind of|sort of|somewhat|slightly|rather|"
    r"really|very|so|pretty|quite|"
    r"even|too|super|zu|trop|demasiado|troppo|demais|un|peu|poco|etwas|bisschen|ein|sehr|tres|muy|muito|molto|"
    r"ziemlich) )*"
)
_TAIL: Final = (
    r"(?:[ ,]+(?:(?:even |still )?for (?:me|us|my [\w ]{2,20}|our [\w ]{2,20}|the [\w ]{2,20}|this|that|it|"
    r"a [\w ]{2,20})|please|pls|lol|haha|now|then|tho|"
    r"though|i think|i guess|in it|in there|to it|of it|bitte|ones?|songs?|tracks?|stuff|music|something|overall|"
    r"again|maybe|here|for (?:now|my taste)))*"
)
_AFTER: Final = (
    r"(?:[ ,]+(?:to be honest|honestly|really|actually|if i'?m honest|i must say|i (?:find|feel)|don'?t you think|right|no|innit|and all that))*"
    r"(?: (?:for|in|at|to|as|on|during|when|while|because|since|after) .{1,40})?"
)
_Q: Final = r"(?P<q>[a-z][a-z'-]+(?: (?:style|school|fashioned|sounding|feeling))?(?: (?:and|or|und|y|et|e|&) (?:too )?[a-z][a-z'-]+)?)"
_WANT: Final = (
    r"(?:(?:can|could|it|this|that|they|we|i|you|be|make|go|get|have|give|want|need|needs|would|like|with|a|bit|"
    r"little|tad|touch|something|"
    r"anything|some|much|way|even|slightly|somewhat|just|only|maybe|rather|lot|the|ones?|them|me|us|try|ein|"
    r"bisschen|etwas|nur|noch|"
    r"un|peu|poco|plus|mas|piu|should|keep|now|songs?|stuff) )*"
)
_TOO: Final = re.compile(
    rf"{_LEAD}{_ABOUT}?{_DEGREE}(?:too|zu|trop|demasiado|troppo|overly)(?: much(?: of an?)?)? {_Q}{_TAIL}{_AFTER}"
)
_IS: Final = re.compile(rf"{_LEAD}(?P<about>{_ABOUT})(?P<degree>{_DEGREE}){_Q}(?P<tail>{_TAIL}){_AFTER}")
_FAULT: Final = re.compile(
    rf"{_LEAD}{_ABOUT}?{_DEGREE}(?P<q>{'|'.join(sorted(FAULTS, key=len, reverse=True))}){_TAIL}{_AFTER}"
)
_FOR_US: Final = re.compile(
    rf"{_LEAD}(?:an? )?(?:bit|little|tad|touch|kinda|very|so|rather|pretty) {_Q} (?:even )?for (?:me|us|my|our|the|"
    rf"this)\b.*"
)
_GETTING: Final = re.compile(
    rf"{_LEAD}(?:(?:it|this|that|these|they)(?: ?'?s|'re| is| are)? )?(?:getting|gets|becoming|"
    rf"turning) {_DEGREE}{_Q}{_TAIL}"
)
_LESS: Final = re.compile(
    rf"{_LEAD}{_WANT}(?:less|fewer|weniger|moins|menos|meno|(?:not|isn'?t|aren'?t|nicht|pas|no|nao|non) (?:as|so|"
    rf"that|too|quite so|quite as|all that|very|zu|trop|tan|tao|troppo|demasiado|ganz so)) (?:of an? )?{_Q}{_TAIL}"
)
_MORE: Final = re.compile(
    rf"{_LEAD}{_WANT}(?:more|mehr|plus de|mas|piu|mais|not enough|too little|zu wenig|pas assez de) (?:of (?:an? |the )?)?{_Q}{_TAIL}"
)
_ENOUGH: Final = re.compile(
    rf"{_LEAD}{_ABOUT}?(?:not|isn'?t|aren'?t|nicht)(?: quite| really| nearly)? {_Q} (?:enough|genug){_TAIL}"
)
_ER: Final = re.compile(rf"{_LEAD}{_WANT}(?P<q>[a-z-]{{3,}}er){_TAIL}")
_INSTEAD: Final = re.compile(
    rf"{_LEAD}(?:(?:something|anything|some|more like|maybe|rather|i want|i need|make it|lieber|algo|"
    rf"quelque chose(?: de| d')?|try|we need|give me) )+(?P<rest>.+)"
)
_PRAISE: Final = re.compile(
    r"(?:(?:(?:that|this|it)s|they|these|those|it|this|that|all|is|are|s|not|very|really|so|quite|pretty|nice|good|great|cool|"
    r"lovely|close|fine|better|ok|okay|perfect|like|i|almost|there|bad|well|no|yes|nah|hm+|mm+|yeah|sorry|lol|"
    r"haha|thanks?|please|right|direction|start|idea|feeling|digging|into|my|thing|style|vibe|sure|exactly)\b[ ']*)+"
)
_PRAISING: Final = frozenset(
    "nice good great cool lovely close fine better perfect beautiful right best wrong bad different ok okay interesting "  # noqa: SIM905
    "awesome amazing wonderful excellent like not for my our me us enough much many few far important expensive cheap new sure true late early "
    "known".split()
)
_NO_COMPARATIVE: Final = frozenset(
    "better other another never ever whatever together number order later former either neither whether rather after however over "  # noqa: SIM905
    "under dinner summer winter computer singer rapper player paper river september october november december newer older younger "
    "earlier smaller bigger lesser".split()
)
_UP_OF_MOOD: Final[Mapping[str, dict[str, int]]] = {
    "sleepy": {"energy": -1}, "calm": {"energy": -1}, "sad": {"valence": -1}, "dark": {"valence": -1}, "happy": {"valence": 1},
    "angry": {"energy": 1}, "party": {"energy": 1}, "energetic": {"energy": 1}, "workout": {"energy": 1},
}  # fmt: skip
_AGE: Final = 'when a recording was made is not in the data; "{word}" is taken as its sound: {way} electronic'
_OF_AGE: Final = frozenset(
    {"old", "retro", "vintage", "dated", "antique", "modern", "contemporary", "current", "trendy"}
)


@dataclass
class _Change:
    """What the clauses of a message move, reject and ask for."""

    moves: dict[str, int] = field(default_factory=dict)
    strength: float = 1.0
    more: Query = field(default_factory=Query)
    complaint: bool = False
    notes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    scene: list[str] = field(default_factory=list)


def read(turn: "Turn", text: str) -> Outcome | None:
    """The list away from what is complained of and towards what is wished; None if a clause says anything else."""
    base = turn.base()
    if base is None or turn.fresh or len(text) > _LONGEST or not base[1]:
        return None
    said = fold(text).strip(" .!¿¡")
    if focus.beyond(turn, said) is not None:
        return None  # that there is no such row is said there
    if said.endswith("?") and not re.match(r"(?:can|could|maybe|perhaps|something|any|lovely|nice|ok)\b", said):
        return None
    task, shown = base
    query = task.query or Query()
    clauses = [one for one in _SPLIT.split(said.strip(" ?")) if one]
    plain = comparison(text)
    change = _Change()
    judged = False
    for clause in clauses:
        taken = _judged(turn, clause, query, change)
        judged |= taken
        if not taken and not _PRAISE.fullmatch(clause.strip()):
            inner = _INSTEAD.fullmatch(clause)
            if not (judged and _wished(turn, inner["rest"] if inner else clause, change)):
                return None
    if not judged:
        return None
    for trait in change.more.constraints:
        change.moves.pop(trait, None)  # "too long, keep them under four minutes": the number is what counts
    if change.unknown and not (change.added or change.moves or change.more != Query()):
        return _asked(turn, change.unknown[0], query, shown)
    covered = plain is not None and set(plain.moves.items()) == set(change.moves.items()) and change.more == Query()
    covered = covered and not (change.added or change.scene)
    if covered and not change.notes and not change.complaint:
        return None  # what the traits alone say is read there, with all that stands beside it
    kept = {*query.genres, *query.genres_all, *change.more.genres}
    change.more = replace(change.more, not_genres=tuple(one for one in change.more.not_genres if one not in kept))
    turn.notes += change.notes
    turn.notes += [f'how "{word}" a track is, the data does not tell' for word in change.unknown]
    changed = moves.merged(query, change.more) if change.more != Query() else query
    if change.scene:
        changed = replace(changed, scene=" ".join(dict.fromkeys(" ".join((changed.scene, *change.scene)).split())))
    if change.added:
        changed = joining.joined(turn, changed, Query(genres=tuple(change.added)), add=True)
    found = references.rows_of(text, turn.context)
    if change.complaint and found is not None and found.tracks and len(found.tracks) < len(shown):
        changed = moves.without_tracks(changed, found.tracks)
    if change.moves:
        changed = moves.compared(turn.engine, changed, shown, change.moves, change.strength)
    return turn.list_of(task, changed) if changed != query else None


_NOT_SO: Final = re.compile(
    rf"{_LEAD}(?:(?:this|the|that|song|track) )*(?P<row>{_ROW}) (?:is not|isn'?t|ain'?t|is no|no es|nao e|n'est pas|ist kein\w*)(?: really| even|(?: an?))? "
    r"(?P<kind>[\w -]{3,30}?)(?:\s*[,;-]+\s*(?:(?:but|it|this|that|sondern|sino) ?)*(?:'?s|is|es|e|ist)? ?(?:an? |more )?(?P<other>[\w -]{3,30}))?"
)


def misfiled(turn: "Turn", text: str) -> Outcome | None:
    """``number 4 is not bossa, it's pagode``: that row goes, and what the list was asked to be stays."""
    match = _NOT_SO.fullmatch(fold(text).strip(" .!¿¡")) if len(text) <= _LONGEST and not turn.fresh else None
    found = (
        references.rows_of(match["row"] if not match["row"].isdigit() else f"number {match['row']}", turn.context)
        if match
        else None
    )
    base = turn.base()
    if match is None or base is None or found is None or len(found.tracks) != 1:
        return None
    if not hear(turn.engine, match["kind"]).understood:
        return None
    track = found.tracks[0]
    turn.notes.append(f"took out {track.title}, which is filed under {', '.join(track.genres[:3]) or 'nothing'} here")
    return turn.list_of(base[0], moves.without_tracks(base[0].query or Query(), (track,)))


def _judged(turn: "Turn", clause: str, query: Query, change: _Change) -> bool:
    """Whether a clause says that the list has too much or too little of something; that is put into ``change``."""
    for pattern, sign in (
        (_FAULT, -1), (_TOO, -1), (_FOR_US, -1), (_GETTING, -1), (_ENOUGH, 1), (_LESS, -1), (_MORE, 1), (_ER, 1), (_IS, -1),
    ):  # fmt: skip
        match = pattern.fullmatch(clause)
        if match is None:
            continue
        said = [one for one in re.split(r" (?:and|or|und|y|et|e|&) (?:too )?", match["q"]) if one]
        if any(one in _PRAISING or one in FILLERS for one in said):
            return False
        if pattern is _ER and (said[0] in _NO_COMPARATIVE or artist_named(turn.engine, said[0])):
            return False
        if pattern is _IS and not _complains(turn, match, query, said):
            return False
        if (
            pattern is _MORE
            and not clause.startswith("more")
            and (genre := genre_named(turn.engine, said[0]))
            and said[0] not in ADJECTIVES
        ):
            change.added.append(genre)
            return True
        if pattern is _MORE and any(
            genre_named(turn.engine, one) and not (one in QUALITIES or _traits_of(one, comparative=False))
            for one in said
        ):
            return False  # "more jazz" adds it
        change.complaint |= pattern in (_TOO, _FOR_US, _GETTING, _IS)
        if re.search(r"(?:bit|little|tad|touch|slightly|etwas|bisschen|peu|poco)", clause):
            change.strength = 0.6
        for one in said:
            if _put(turn, one, sign, change, comparative=pattern is _ER):
                continue
            if sign > 0 and any(hear(turn.engine, form).understood for form in _forms(one)):
                return False  # "weirder" is found by what the word means
            change.unknown.append(one)
        return True
    return False


def _complains(turn: "Turn", match: re.Match[str], query: Query, said: Sequence[str]) -> bool:
    """Whether "it is very X" finds fault: it says a degree, and X was not what was asked for."""
    degree = match["degree"].split() or match["about"].split()[-1:]
    if not {"bit", "little", "tad", "touch", "kinda", "kind", "sort", "very", "so", "really", "pretty", "quite", "rather", "sehr", "tres", "muy",
            "muito", "molto", "ziemlich", "etwas", "bisschen", "getting"} & set(degree):  # fmt: skip
        return False
    heard = [hear(turn.engine, one).query for one in said]
    asked = {*query.moods, *query.genres, *query.genres_all, *query.scene.split()}
    return not any({*one.moods, *one.genres, *one.scene.split()} & asked for one in heard)


# "Too samey", "more variety": of the list as a whole, and of no track.
_ALIKE: Final = frozenset({"similar", "samey", "alike", "repetitive", "uniform", "same", "one-note"})
_VARIED: Final = frozenset({"variety", "varied", "diverse", "diversity", "mixed", "variation", "eclectic"})


def _put(turn: "Turn", said: str, sign: int, change: _Change, *, comparative: bool = False) -> bool:
    """Whether a word for a quality is known; what more (1) or less (-1) of it means is put into ``change``."""
    if (said in _ALIKE and sign < 0) or (said in _VARIED and sign > 0):
        change.more = moves.merged(change.more, Query(per_artist=1, surprise="some"))
        return True
    for word in _forms(said) if comparative else (said, *said.split()[:1], respelled(said)):
        traits, genres = QUALITIES.get(word, ({}, ""))
        traits = traits or _traits_of(word, comparative=comparative and word == said)
        mood = next(iter(hear(turn.engine, word).query.moods), "") if len(word) > 2 else ""
        traits = traits or _UP_OF_MOOD.get(mood, {})
        rejected = [one for one in genres.split() if one in turn.engine.catalogue.genres]
        stem = _stem(word) or (word if sign < 0 else "")
        if not traits and not rejected and (genre := genre_named(turn.engine, stem) if stem else ""):
            rejected = [genre]
        if not (traits or mood or rejected):
            continue
        change.moves |= {name: way * sign for name, way in traits.items()}
        if sign < 0:
            change.more = moves.merged(
                change.more,
                Query(not_genres=tuple(rejected), not_moods=(mood,) if mood and word not in QUALITIES else ()),
            )
        elif rejected and not traits:
            change.more = moves.merged(change.more, Query(genres=tuple(rejected[:1])))
        elif mood and not traits:
            change.more = moves.merged(change.more, Query(moods=(mood,)))
        if word in _OF_AGE or word.startswith("old"):
            way = "more" if traits["acousticness"] * sign < 0 else "less"
            if not any(note.startswith(_AGE[:20]) for note in change.notes):
                change.notes.append(_AGE.format(word=said, way=way))
        return True
    return False


def _forms(word: str) -> tuple[str, ...]:
    """A comparative and the adjective that it is of: cuter, cute; rougher, rough; clubbier, clubby."""
    bare = word.removesuffix("er")
    twice = bare[:-1] if len(bare) > 3 and bare[-1:] == bare[-2:-1] else bare
    return tuple(dict.fromkeys((word, f"{bare[:-1]}y" if bare.endswith("i") else bare, f"{bare}e", twice)))


def _traits_of(word: str, *, comparative: bool) -> dict[str, int]:
    return dict((COMPARATIVES if comparative else {}).get(word) or ADJECTIVES.get(word) or NOUNS.get(word) or {})


def _stem(word: str) -> str:
    """What an adjective in -y or -ish is made of: jazzy of jazz, clubbish of club, poppy of pop; empty for none."""
    bare = word.removesuffix("ish") if word.endswith("ish") else word.removesuffix("y")
    if bare == word or len(bare) < 3:
        return ""
    return bare[:-1] if bare[-1] == bare[-2] and bare[-1] not in "lsz" else bare


def _wished(turn: "Turn", what: str, change: _Change) -> bool:
    """Whether what a clause asks for beside a judgement is known: "something modern", "jazz rather"."""
    what = re.sub(r"(?:,? (?:please|pls|instead|rather|then|bitte))+$", "", what)
    more = re.sub(r"^(?:(?:more|a bit|a little|much|really|very) )+", "", what)
    if " " not in more and _put(turn, more.removesuffix("er") if more not in QUALITIES else more, 1, change):
        return True
    heard = hear(turn.engine, what)
    if heard.missing and not heard.names:
        change.notes.append(heard.query.notes[0])
        return True
    if not heard.understood or heard.names or heard.passed_over:
        return False
    if heard.only_scene:
        change.scene.append(heard.query.scene)
        return True
    change.more = moves.merged(change.more, heard.query)
    change.notes += [note for note in heard.query.notes if note]
    return True


def _asked(turn: "Turn", word: str, query: Query, shown: Sequence[Track]) -> Outcome:
    """What the word means for the list is asked back, with the nearest directions as buttons."""
    ways = (("Calmer", {"energy": -1}), ("Livelier", {"energy": 1}), ("Less known", {"popularity": -1}))
    actions = tuple(
        Action(label, f"/recommend {turn.kept_out(moves.compared(turn.engine, query, shown, way)).text}")
        for label, way in ways
    )
    line = f'How "{word}" a track is, the data does not tell. {smalltalk.line("change").partition(". ")[2]}'
    return Outcome(reply=smalltalk.reply("change", actions, line=line))
