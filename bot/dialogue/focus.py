"""The row that a message names or judges: it is what "it" and "that" mean in the rest of the message, and after it.

``4 is perfect. who is that?``, ``the third one is too sad, no?``, ``3 doesn't sound like her, why is that in there``.
A clause that does no more than name a row or judge it is a statement about that row, and never a number of tracks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from bot.dialogue import acts, facts, moves, patterns, references
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Context, Exchange, Shown, Task
from bot.dialogue.lexicon import ADJECTIVES, NUMBERS, ORDINALS, fold
from bot.dialogue.outcome import Outcome
from bot.dialogue.references import Reference
from bot.dialogue.shared import failed
from bot.reply import Action, Reply
from engine import TRAIT_NAMES, Query, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_MOST_ROWS: Final = 50
"""The highest number that means a row; what is higher is a tempo or a year."""
_JUDGES: Final = (
    r"(?:(?:(?:bores?|[a-z]{3,}s) (?:me|us|everyone|people|the|my|our|it|in|out|an?|too|so|nothing|like)|['’]s|s|is|was|are|were|r|isn['’]?t|wasn['’]?t|aren['’]?t|sounds?|feels?|looks?|seems?|does(?:n['’]?t| not)?|do(?:n['’]?t| not)?|"
    r"did(?:n['’]?t| not)?|has|have|might|could|would|rocks?|slaps?|works?|fits?|stands|caught|got|made|makes|reminds|drags|kills|hits|grabs|gets|brings|gives|moves|needs|lacks|misses|stood|sticks|stuck)\b"
    r"|[,: ]*(?:i|we|she|he|they|everyone|everybody|people|my \w+) (?:(?:really|also|quite|do|did|kind of|just|absolutely) )*(?:like|love|dig|want|prefer|enjoy|adore|know|hate|dislike|don['’]?t|can['’]?t)\w*\b)"
)
# What stands before a row that is only named: "ok i really like", "what about", "as for".
_BEFORE: Final = re.compile(
    r"(?:(?:o+h+|a+h+|u+gh+|ok|okay|hm+|and|but|so|well|wow|yes|yeah|no|nah|then|now|actually|honestly|also|nice|great|cool|lovely|thanks|wait|about|as for|regarding|for|take|my favou?rites?(?: so far)? (?:is|are|would be)|the (?:best|winner|one)(?: one)?(?: for me)? is|i(?:['’]?d| would) (?:go for|go with|take|pick|choose)|(?:i['’]?m |i am )?not (?:so |too |quite |entirely )?(?:sure|convinced|sold) (?:about|by|on|of)|"
    r"(?:i|we) (?:really |quite |do |think |guess |just |especially |mostly |only |also )*(?:like|love|dig|prefer|enjoy|mean|meant)?|loving|love|like|what about|how about)[, ]+)*"
)
_UNJUDGED: Final = re.compile(r"[ ,:]*(?:then|though|please|pls|again|only)?")
_AFTER: Final = re.compile(rf"\s*{_JUDGES}.*|{_UNJUDGED.pattern}")
# "2 is enough", "3 is too many", "5 would be better": a number of tracks, and no row.
_COUNTS: Final = re.compile(
    r"\b(?:many|few|enough|plenty|minutes?|mins?|hours?|songs|tracks|tunes|max\w*|min\w*|more than|less than|per|each|bpm|percent|points|years?|years old|a lot|(?:would|might|could) be better|instead|maximum|of them)\b"
)
_MOVES: Final = re.compile(
    r"\b(?:go|goes|out|away|removed?|deleted?|swap\w*|replac\w*|first|last|top|bottom|before|after|up|down|moved?|dropped|kept?|keep|stay\w*|rest|others?|else|more|next|in place)\b"
)
_NEGATIVE: Final = re.compile(
    r"\b(?:not|never|no|nothing|hate|dislike|bad|wrong|too|don'?t|doesn'?t|doesnt|dont|isn'?t|isnt|wasn'?t|didn'?t|didnt|can'?t)\b|n['’]t\b"
)
_CLOSE: Final = re.compile(r"\b(?:close|closer|closest|like|right|almost|near(?:ly)?|better|there)\b")
_TAG: Final = re.compile(
    r"[, ]*\b(?:no|right|or|isn['’]?t it|is it not|don['’]?t you think|wouldn['’]?t you say|innit|huh|eh|or is it (?:just )?me|or not)\s*\?+\s*$"
)
_BOUNDARY: Final = re.compile(r"[.!?;]+\s+|,\s*|\s+[-–—]\s+|\s+(?=(?:and|but|so)\s)")
_JOINS: Final = re.compile(r"^(?:and|but|so|then|now|,|\s)+\s+", re.IGNORECASE)
_MOST_HEAD: Final = 12
"""Words of a clause that names a row."""
_ITSELF: Final = re.compile(
    r"(?i)(?<!make )(?<!keep )(?<!play )\b(?:it|this one|that one|(?:this|that) (?:song|track|tune))\b(?!['’]s been)"
    r"|(?:(?<=like )|(?<=is )|(?<=was )|(?<=of )|(?<=about )|(?<=than )|(?<=to )|(?<=with )|(?<=add )|(?<=put )|(?<=swap )|(?<=by )|(?<=does )|(?<=who sings )|(?<=who made ))(?:that|this)\b(?! (?:kind|sort|type|list|set))"
)
_WHO: Final = re.compile(
    r"(?i)\b(?:who(?:['’]?s|s| is| are| was)?|what(?:['’]?s|s| is)) (?:it|that|this|they|he|she)\b"
)
_MORE_OF: Final = re.compile(r"(?i)\bmore of (?=(?:it|that|this)\b)")
_SIMILAR: Final = re.compile(r"(?i)\bsimilar\b(?! (?:to|artists?|bands?|acts?)\b)")
# What is like something that is not said: "something similar but calmer".
_ELLIPTICAL: Final = re.compile(r"\b(?:same|similar)\b(?! to)")
_BY_THEM: Final = re.compile(
    r"(?i)^(?:please |can you |could you )?(?:play |put on |give me |show me )?(?P<more>(?:some |a bit )?(?:more|others?|another|something else)) (?:of|from|by) (?:(?:that|this|the same) (?:band|artist|singer|group|guy|act|rapper|girl|woman|man)|them|him|her)\b"
)
_SLIP: Final = re.compile(r"(?i)\bthe (?P<word>[a-z]{4,8})(?= (?:one|song|track|tune)\b)")
_BARE: Final = re.compile(
    rf"(?i)(?P<before>^|[.!?;,]\s+|\b(?:and|but|so|ok|whats|what is|what['’]s|who is|whos|about|like|than|favou?rite is|best is|best one is|winner is|prefer|love|go (?:for|with)|(?:sure|convinced|sold) (?:about|by|on|of))\s+)(?P<number>\d{{1,2}})(?P<after>(?:['’]s)?(?=\s+{_JUDGES})|(?=\s*[.!?]+(?:\s|$)))"
)
# "is 3 really jazz", "does 5 have vocals": a number between a verb and what is asked of it.
_ASKED: Final = re.compile(
    r"(?i)(?P<before>\b(?:is|was|does|did|has|isn['’]?t|doesn['’]?t|why is|like|than|about|with|to)\s+)(?P<number>\d{1,2})(?P<after>(?=\s+(?:really|actually|even|still|also|not|in|on|an?|the|have|has|sound|any|sung|live|explicit|instrumental|filed|too|more|less|by|from|but|and)\b))"
    r"|(?P<before2>\b(?:why|whats|what['’]?s|what is|who is|whos|who['’]s)\s+)(?P<number2>\d{1,2})(?P<after2>(?=\s*[.!?]*$))"
)
_ASKED_ROW: Final = re.compile(
    r"(?:(?:and|so|ok|but)[, ]+)*(?:what|who|which|whats|whos|tell me|how|when|where|why)\b.*?\b(?P<title>(?:number|no\.?|nr\.?|track|song|row) ?(?P<number>\d{1,2}))\b(?: .*)?"
)
_BESIDE: Final = re.compile(
    r"(?i)(?P<before>\b(?:favou?rite is|best is|best one is|winner is|i prefer|i love|(?:sure|convinced|sold) (?:about|by|on|of))\s+)(?P<number>\d{1,2})(?P<after>(?=,\s|$))"
)
_LONG_ORDINALS: Final = tuple(word for word in ORDINALS if len(word) > 4 and word.isascii())


@dataclass(frozen=True)
class Named:
    """A clause that names rows, and what the message says after it.

    Parameters
    ----------
    rows : tuple of Shown
    rest : str
        With "it" and "that" put as the number of the row; empty where nothing follows.
    said : str
        The clause, folded.
    """

    rows: tuple[Shown, ...]
    rest: str
    said: str

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks of the rows."""
        return tuple(row.track for row in self.rows if row.track is not None)


def plain(context: Context, text: str) -> str:
    """The text with rows written as other modules read them, where a list stands: ``the secnd one``, ``3 doesn't fit``."""
    if context.counted is None:
        return text
    text = _SLIP.sub(_spelled, text)
    for pattern in (_BARE, _ASKED, _BESIDE):
        text = pattern.sub(_numbered, text)
    return text


def _spelled(match: re.Match[str]) -> str:
    word = match["word"].lower()
    if word in ORDINALS or word in ADJECTIVES or word in NUMBERS:
        return match[0]
    near = next((one for one in _LONG_ORDINALS if OSA.distance(word, one, score_cutoff=1) <= 1), "")
    return f"the {near}" if near else match[0]


def _numbered(match: re.Match[str]) -> str:
    if match.groupdict().get("number2"):
        return f"{match['before2']}number {match['number2']}"
    after = match.string[match.end() :]
    clause = re.split(r"[.!?;,]", after, maxsplit=1)[0]
    if int(match["number"]) > _MOST_ROWS or _COUNTS.search(fold(clause)):
        return match[0]
    return f"{match['before']}number {match['number']}{match['after']}"


def named(turn: "Turn", text: str) -> Named | None:
    """The clause that names rows, at the start of a text that goes on about them; None if there is none."""
    if len(text) > acts.LONGEST or turn.context.counted is None or turn.fresh:
        return None
    for match in _BOUNDARY.finditer(text):
        head, tail = text[: match.start()], _JOINS.sub("", text[match.end() :]).strip()
        if not tail or (rows := _names(turn, head)) is None or _MOVES.search(_without(fold(head), turn)):
            continue
        if references.rows_of(tail, turn.context) is not None or not _refers(tail, turn.context):
            return None
        return Named(rows, _with_number(tail, rows), fold(head))
    return None


def looked_at(context: Context, tracks: Sequence[Track]) -> Context:
    """The context in which "it" means these tracks."""
    return replace(context, exchanges=(*context.exchanges, Exchange("", Task(""), focus=tuple(tracks))))


def read(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a text that does no more than judge or name a row; None if it does more."""
    if len(text) > acts.LONGEST or turn.context.counted is None or turn.fresh:
        return None
    for match in _BOUNDARY.finditer(text):
        head, tail = text[: match.start()], _JOINS.sub("", text[match.end() :]).strip()
        if _names(turn, head) is not None and _names(turn, tail, alone=True) is not None:
            return read(turn, tail)  # "1 is okay but 3 is better"
    tag = _TAG.search(text)
    said = fold(text[: tag.start()] if tag else text).strip(" .!,")
    if (number := beyond(turn, said)) is not None and not text.rstrip().endswith("?"):
        return no_row(len(turn.context.counted.rows), number)
    if (number := _asked_beyond(turn, said)) is not None:
        return no_row(len(turn.context.counted.rows), number)
    rows = _names(turn, said, alone=True) if tag or not text.rstrip().endswith("?") else None
    tracks = tuple(row.track for row in rows or () if row.track is not None)
    if not tracks or rows is None or _MOVES.search(_without(said, turn)):
        return None
    if not (tag or _NEGATIVE.search(said)) and (patterns.LIKED.search(said) or _CLOSE.search(said)):
        return Outcome(reply=facts.noted(tracks), focus=tracks)
    return _doubted(turn, rows[0], said)


def no_row(count: int, number: int) -> Outcome:
    """That there is no row of such a number."""
    error = UserError(
        f"The last list has {count} rows, so there is no number {number}.", f"Say a number from 1 to {count}."
    )
    return Outcome(reply=failed(error))


def _without(said: str, turn: "Turn") -> str:
    """The clause without the words that point at the row: "the last one" puts nothing last."""
    found = references.rows_of(said, turn.context)
    return said if found is None else f"{said[: found.start]} {said[found.end :]}"


def _names(turn: "Turn", text: str, *, alone: bool = False) -> tuple[Shown, ...] | None:
    """The rows that a clause names or judges; None where it says something else, or nothing of them where ``alone``."""
    said = fold(text).strip(" .!,")
    found = references.rows_of(said, turn.context)
    if found is None or len(said.split()) > _MOST_HEAD or not _points(found, said) or _COUNTS.search(said[found.end :]):
        return None
    before, after = said[: found.start], said[found.end :]
    if not _BEFORE.fullmatch(f"{before.strip()} " if before.strip() else "") or not _AFTER.fullmatch(after):
        return None
    if (
        alone
        and _UNJUDGED.fullmatch(after)
        and not re.search(r"\b(?:like|love|dig|prefer|enjoy|loving|adore)\b", before)
    ):
        return None  # "the second one" asks for it
    return found.rows if all(row.track is not None for row in found.rows) else None


def _points(found: Reference, said: str) -> bool:
    """Whether rows are counted, rather than found by a description such as "the piano one" that may be a wish."""
    said = said[found.start : found.end]
    ordinals = "|".join(map(re.escape, ORDINALS))
    return re.search(rf"\d|\b(?:{ordinals})\b|\b(?:number|track|song|row|no\.?|nr\.?) \w+$", said) is not None


def _refers(text: str, context: Context) -> bool:
    pointed = references.pronoun(text, context, said_now=True) is not None
    return pointed or _ELLIPTICAL.search(fold(text)) is not None


def _with_number(text: str, rows: Sequence[Shown]) -> str:
    """The text with "it" and "that" put as the row they mean."""
    if len(rows) > 1:
        numbers = " and ".join(str(row.number) for row in rows)
        return re.sub(r"(?i)\b(?:these|those|them|both)\b", f"numbers {numbers}", text, count=1)
    text = _BY_THEM.sub(rf"\g<more> by the artist of number {rows[0].number}", text, count=1)
    text = _MORE_OF.sub("more like ", text)
    text = _SIMILAR.sub(rf"\g<0> to number {rows[0].number}", text, count=1)
    if _WHO.search(text):
        return _WHO.sub(f"who made number {rows[0].number}", text, count=1)
    return _ITSELF.sub(f"number {rows[0].number}", text, count=1)


def beyond(turn: "Turn", said: str) -> int | None:
    """The number of a row that a clause judges and that was not shown."""
    number = references.beyond(said, turn.context)
    match = re.search(rf"\b{number}\b", said) if number is not None else None
    if number is None or match is None or number > _MOST_ROWS or _COUNTS.search(said[match.end() :]):
        return None
    before = re.sub(r"\b(?:the|number|track|song|no|nr|row|numero|nummer|#)[. ]*$", "", said[: match.start()].strip())
    judged = re.fullmatch(rf"(?:st|nd|rd|th)?(?: (?:one|song|track))?\s*{_JUDGES}.*", said[match.end() :])
    return number if judged and _BEFORE.fullmatch(f"{before.strip()} " if before.strip() else "") else None


def _asked_beyond(turn: "Turn", said: str) -> int | None:
    """The number of a row that is asked about and was not shown: "what's track 40"."""
    match, number = _ASKED_ROW.fullmatch(said), references.beyond(said, turn.context)
    if match is None or number is None or str(number) != match["number"] or number > 2 * _MOST_ROWS:
        return None
    titled = turn.subjects.track(match["title"]) if not match["title"].startswith(("number", "no", "nr", "#")) else None
    return None if titled is not None and fold(titled.track_name) == match["title"] else number


def _doubted(turn: "Turn", row: Shown, said: str) -> Outcome | None:
    """What the data say of a row that somebody finds wrong, and the ways to be rid of it."""
    base = turn.base()
    if row.track is None:
        return None
    trait = acts.trait_of(said)
    than = comparison(said)
    trait = trait if trait in TRAIT_NAMES else next(iter(than.moves), "") if than is not None else ""
    told = facts.sentence(turn.engine, row.track, trait) if trait in TRAIT_NAMES else ""
    actions: tuple[Action, ...] = ()
    if base is not None and row.track in base[1]:
        out = turn.list_of(base[0], moves.without_tracks(base[0].query or Query(), (row.track,)))
        actions = (Action(f"Without number {row.number}", out.text),)
    return Outcome(
        reply=Reply(
            title=told or f"Number {row.number} is {row.track.title}.",
            text=f'Say "more like number {row.number}", "swap number {row.number}" or "without number {row.number}", or ask why it is there.',
            actions=actions,
        ),
        focus=(row.track,),
    )
