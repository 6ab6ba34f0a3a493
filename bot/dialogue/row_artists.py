"""Who made a row, and what else they made: "who sings the second one, and do they have more?" asks for more by them."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.dialogue import pointing, references, rows_said
from bot.dialogue.lexicon import ORDINALS
from engine import Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SOMEBODY: Final = r"(?:artists?|singers?|bands?|musicians?|performers?|groups?|rappers?|producers?|djs?|composers?|guy|man|woman|girl|people|person|one)"
_THEM: Final = rf"(?:them|him|her|(?:this|that|the same|the) {_SOMEBODY}|whoever (?:that|it) is)"
_THEY: Final = rf"(?:they|he|she|(?:this|that|the same|the) {_SOMEBODY})"
_SONGS: Final = r"(?:songs?|tracks?|tunes?|music|stuff|ones?|work|things?|releases?|albums?|material|hits?)"
_DONE: Final = r"(?:have|has|got|do|does|did|done|make|made|sing|sung|sang|record(?:ed)?|releas(?:e|ed)|put out|play(?:ed)?|out|written|wrote|here|there|you have)"
_ASKS: Final = r"(?:(?:and|so|then|also|now|please|can you|could you|would you)[, ]+)*"
# "do they have more"
_THEIRS: Final = rf"(?:do|did|does|have|has) {_THEY}(?: {_DONE})* (?:any |some )?(?:more|other|others|anything else|else)(?: {_SONGS})?(?: {_DONE})*"
# "what else do they have", "show me their other stuff", "where can I hear more of them"
_MORE_OF_THEM: Final = (
    rf"(?:what else (?:do|did|does|have|has) {_THEY}(?: {_DONE})*"
    rf"|(?:(?:what|anything|something) else|(?:any |some |got |have you got |do you have |is there |are there |show me |give me |play |find )*(?:more|other)(?: {_SONGS})?) (?:do you have |is there |there is )?(?:by|from|of) {_THEM}"
    rf"|{_THEIRS}"
    rf"|(?:show|give|play|find|get|let)(?: me| us)?(?: hear| see)?(?: some| all| more)?(?: of)? (?:their|his|her)(?: other| best| biggest)? {_SONGS}"
    rf"|(?:where |how )?(?:can|could|may) (?:i|we) (?:hear|get|find|listen to|have|see) (?:more|other {_SONGS})(?: (?:by|from|of) {_THEM})"
    rf"|(?:i(?:['’]?d| would) (?:like|love)|i want|let me)(?: to)? (?:hear|see|have|get|find)? ?(?:more|other {_SONGS}) (?:by|from|of) {_THEM})"
    r"(?: (?:in the catalogue|in here|here|too|as well|please))*"
)  # fmt: skip
_ROW_AND_MORE: Final = re.compile(
    rf"(?i)(?P<row>(?:.*\b)?(?:who|whose|i (?:really )?(?:like|love|dig)|what about|regarding|about)\b.*?|.*?)[,.?!;:]*\s+{_ASKS}{_MORE_OF_THEM}[?.! ]*"
)
# "do they have more?", of a list by one artist
_HAVE_THEY_MORE: Final = re.compile(rf"(?i){_ASKS}{_THEIRS}[?.! ]*")
# "lose the third one and anything else by the same people" wants less of them.
_LESS: Final = re.compile(
    r"(?i)\b(?:lose|drop|remove|without|no|not|never|\w+n['’]?t|skip|out|delete|cut|swap|replace|block|ban|hate[ds]?|dislike[ds]?|kill|dump|exclude|enough|less|stop|sick|tired)\b"
)
# "what else has the artist of 2 done", "other songs by whoever made the third one"
_MORE_BY_MAKER: Final = re.compile(
    rf"(?i){_ASKS}(?:(?:what|anything|something) else|(?:any |some |got |have you got |do you have |is there |show me |give me |play |find )*(?:more|other|all)(?: {_SONGS})?)"
    rf"(?: (?:do you have|have you got|is there|there is|has|have|did|does|do))*(?: (?:by|from|of))? (?:the (?:same )?{_SOMEBODY}|whoever|who) (?:of|on|behind|from|for|who|that|(?:sings|sang|made|makes|did|does|plays|wrote))"
    rf"(?: (?:sings|sang|made|makes|did|does|plays|wrote|is on))? (?P<row>.+?)(?: {_DONE})*[?.! ]*"
)
# "who's the most popular in there"
_WHO_IS_MOST: Final = re.compile(
    r"(?i)(?:(?:and|so|ok|now)[, ]+)*who(?:['’]?s| is| are)? the (?P<end>(?:most|least) [\w -]+?|best known|least known|[\w-]+est)(?: (?:artists?|names?|acts?|bands?|stars?|ones?|of (?:these|those|them|the (?:lot|list|bunch))|(?:in|on) (?:there|here|this|that|it|the list|this list)|there|here))+[?.! ]*"
)
# "more like 3 but by other artists", "more in that direction, not the same artist"
_BY_OTHERS: Final = re.compile(
    rf"(?i)(?P<head>.*\b(?:like|similar to|in (?:that|this) (?:direction|vein|style|lane))\b.*?)[, ]+(?:but |and |just |only )*(?:not (?:by |from )?(?:the|that|this) same {_SOMEBODY}|(?:by|from) (?:other|different|another|new) {_SOMEBODY}|(?:by|from) (?:somebody|someone) else|(?:other|different) (?:artists|bands|people|acts))(?: again| only| please)*[.!? ]*"
)
# "what are they like", "what kind of music does the artist of 2 make"
_LIKE_WHAT: Final = re.compile(
    rf"(?i){_ASKS}(?:what (?:are|is|do|does) (?P<who>{_THEY}|the {_SOMEBODY} (?:of|on|behind|from) (?P<row>.+?))(?: (?:usually|normally|generally|otherwise))? (?:like|sound like)|what (?:kind|sort|type|style) of (?:music|stuff|songs|sound|thing) (?:do|does|is|are) (?P<who2>{_THEY}|the {_SOMEBODY} (?:of|on|behind|from) (?P<row2>.+?)) (?:make|do|play|sing|known for|have))[?.! ]*"
)
# "I like 2, who is that?"
_WHO_IS_IT: Final = re.compile(
    r"(?i)(?:(?:i|we) (?:(?:really|quite|kinda) )*(?:like|love|dig|enjoy)(?:ed)? )?(?P<row>.+?)(?: (?:is|sounds|was) (?:so |really |very )*(?:great|good|nice|lovely|cool|amazing|beautiful|interesting|fun))?"
    r"[,.;!]+\s*(?:and |so |but )*who(?:['’]?s| is| was)? (?:that|this|it|the (?:artist|singer|band))(?: by| from| singing)?[?.! ]*"
)
# "remove the artist of the first one", "no more of the second artist"
_ORDINAL: Final = rf"(?:{'|'.join(sorted(map(re.escape, ORDINALS), key=len, reverse=True))})"
_MAKER_OUT: Final = re.compile(
    rf"(?i){_ASKS}(?:i (?:do ?n['’]?t|do not) want )?(?:(?:drop|lose|ditch|delete|remove|skip|exclude|get rid of|leave out|take out|kick out|throw out|no|no more|nothing(?: more)?|without|not|never|any more)(?: (?:songs?|tracks?|stuff|music|of|by|from))*|(?:take|kick|throw|leave))"
    rf" (?:the|that|this) (?:very )?(?:(?P<row>{_ORDINAL}) {_SOMEBODY}|(?:{_SOMEBODY}) (?:of|on|behind|from|for|in) (?P<row2>[^,;.!?]+?))(?: (?:out|off|away))?"
    r"(?:[,;.!–-]+ *(?:because )?(?:i|we|my|nobody|no one|he|she|they|it|not)\b[^?]*)?[.! ]*"
)


def _number(turn: "Turn", text: str) -> int:
    """The number of the one row that a text speaks of; 0 for none, or several."""
    shown, meant = turn.context.counted, rows_said.named_in(text, turn.context)
    if shown is None:
        return 0
    if len(meant) == 1:
        rows = (row.track.recording if row.track is not None else None for row in shown.rows)
        return next((number for number, one in enumerate(rows, start=1) if one == meant[0].recording), 0)
    # "who did 1"
    said = re.findall(r"\b\d+\b(?!\s*(?:songs?|tracks?|tunes?|ones|minutes?|mins?|bpm|%|/))", text)
    bare = int(said[0]) if len(said) == 1 and not meant else 0
    return bare if bare <= len(shown.rows) else 0


def _track(turn: "Turn", text: str) -> Track | None:
    """The track of that row."""
    shown, number = turn.context.counted, _number(turn, text)
    return shown.rows[number - 1].track if shown is not None and number else None


def _more(turn: "Turn", match: re.Match[str]) -> str:
    number = 0 if _LESS.search(match["row"]) else _number(turn, match["row"])
    return f"more by number {number}" if number else ""


def _who(turn: "Turn", match: re.Match[str]) -> str:
    row = match["row"].strip()
    number = _number(turn, row) if row.isdecimal() or pointing.is_row(row, turn.context) else 0
    return f"who is number {number} by" if number else ""


def _most(turn: "Turn", match: re.Match[str]) -> str:
    last = turn.context.last
    known = match["end"].lower() in ("biggest", "hugest", "most famous", "most popular", "most known")
    end = "most popular" if known else match["end"]
    return f"which one is the {end}" if last is not None and last.is_list else ""


def _by_others(turn: "Turn", match: re.Match[str]) -> str:
    """The same without the artist of the row, or of the one track spoken of."""
    number, track = _number(turn, match["head"]), _track(turn, match["head"])
    if track is None and re.search(r"(?i)\b(?:that|this|it)\b", match["head"]):
        track = next(iter(turn.context.exchanges[-1].focus), None) if turn.context.exchanges else None
    if track is None:
        return ""
    head = f"more like number {number}" if number else match["head"]
    return f"{head} but not by {track.artists[0]}"


def _described(turn: "Turn", match: re.Match[str]) -> str:
    """The artist of the row that is named, or of the one track or artist that was asked about."""
    row, last = match["row"] or match["row2"], turn.context.last
    if row:
        track = _track(turn, row)
        return f"tell me about {track.artists[0]}" if track is not None else ""
    asked_who = bool(turn.context.said) and re.search(r"(?i)\b(?:who|artist|singer|band)\b", turn.context.said[-1])
    if last is None or last.is_list or not (asked_who or last.task.command == "artist"):
        return ""
    name = references.focus_artist(turn.context)
    return f"tell me about {name}" if name else ""


def _without_maker(turn: "Turn", match: re.Match[str]) -> str:
    """The list without whoever made that row."""
    row = match["row2"] or f"the {match['row']} one"
    if match["row"] and re.search(rf"(?i){match['row']} one\b", match[0]):
        return ""  # "the first one" is a track
    track = _track(turn, row) if row.isdecimal() or pointing.is_row(row, turn.context) else None
    return f"no {track.artists[0]}" if track is not None else ""


def _they(turn: "Turn", _: re.Match[str]) -> str:
    last = turn.context.last
    if last is not None and last.is_list:
        return "more"
    return "what else do they have" if references.focus_artist(turn.context) else ""


RULES: Final[tuple[tuple[re.Pattern[str], Callable[["Turn", re.Match[str]], str]], ...]] = (
    (_MAKER_OUT, _without_maker),
    (_MORE_BY_MAKER, _more),
    (_ROW_AND_MORE, _more),
    (_BY_OTHERS, _by_others),
    (_WHO_IS_IT, _who),
    (_WHO_IS_MOST, _most),
    (_LIKE_WHAT, _described),
    (_HAVE_THEY_MORE, _they),
)
"""What such a message is, and the plain request that it stands for; empty where it speaks of no one row."""
