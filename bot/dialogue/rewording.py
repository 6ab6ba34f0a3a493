"""Rewording of chats, complaints and briefs as the plain requests that they stand for, before a message is read.

"It is not rap" about the list shown asks for rap; "no party without Queen" asks for Queen.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, pointing, references
from bot.dialogue.language import artist_named, hear
from bot.dialogue.other_languages import in_english

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "what genre is X according to you", "techno against house in your data": who says so is no part of a name.
_SOURCE: Final = re.compile(
    r"(?i)(?<=\w)(?<!\bare)(?<!\bis)(?<!\bthere)(?<!\bthat's)(?<!\bwhat's)(?<!\bgot)(?<!\bhave)(?<!\banything)(?<!\bmusic),?\s+(?:(?:according|going) (?:to|by) (?:you|this|the (?:data|model)|your (?:data|numbers|model|catalogue|opinion))|"
    r"(?:in|by|from|within) (?:your|the|this) (?:data ?(?:set|base)?|numbers|catalog(?:ue)?|collection|library|figures)|in your (?:opinion|view)|"
    r"by your (?:reckoning|measure)|statistically(?: speaking)?|data[- ]?wise)(?=\s*[?.!]*$)"
)
# "no party without Queen", "it won't be a reunion without Fats Domino"
_NOT_WITHOUT: Final = re.compile(
    r"(?i)\b(?:no|can['’]?t|cannot|won['’]?t|wouldn['’]?t|isn['’]?t|not|never)\b(?P<between>[^.!?;,]{0,40}?\b)without\b"
)
# Wordings, and what replaces them wherever they stand.
_WORDINGS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (_SOURCE, ""),
    (re.compile(r"(?i)\b(?:smth|smthg|sumthin|somethin|sth)\b"), "something"),
    (re.compile(r"(?i)\b(?:gimme)\b"), "give me"),
    (re.compile(r"(?i)\bw/o\b\s*"), "without "),
    (
        re.compile(
            r"(?i)\b(?<=which )acts(?= sounds?\b)|\b(?<=what )acts(?= sounds?\b)|\bacts(?= (?:like|similar to)\b)"
        ),
        "artists",
    ),
    (re.compile(r"(?i)\bw/\s*"), "with "),
    # "Dump the ones shorter than two minutes" takes them out; "dump it to a file" saves.
    (
        re.compile(
            r"(?i)^(?P<lead>(?:(?:ok|and|now|then|please|just)[, ]+)*)dump\s+(?=(?:(?:the|all|any|those|these)\s+)+(?:[\w-]+\s+){0,2}ones?\b|(?:all|any|every)(?: the| of the)?\s*(?:thing|songs?|tracks?)\s+"
            r"(?:that|which|with|under|over|below|above|shorter|longer|slower|faster|by|from)\b|number\b|the (?:first|second|third|fourth|fifth|last)\b|no\.? ?\d)(?!.*\b(?:csv|file|excel|m3u8?|disk|spreadsheet)\b)"
        ),
        r"\g<lead>drop ",
    ),
    (
        re.compile(
            r"(?i)\b(?:that|which|what) (?:really |just |absolutely )?(?:slaps?|bangs?|goes hard|go hard|bops?|hits hard|hit hard)\b"
        ),
        "energetic and danceable",
    ),
    # "client cant clear Dog Days, need a replacement", "we have to replace Strobe"
    (
        re.compile(
            r"(?i)^(?:(?:the )?(?:client|director|agency|we|they|i) )?(?:cannot|can['’]?t|could ?n['’]?t) (?:clear|get|afford|license) (.+?)[,;.]\s*(?:(?:we|so|and|i) )*need (?:a replacement|an alternative|something (?:like it|similar|instead))\b"
        ),
        r"songs like \1",
    ),
    (
        re.compile(
            r"(?i)\b(?:(?:we|i) )?(?:need|want|have|looking|got)(?: to find)? (?:to replace|a replacement for|an? alternative (?:to|for)|an? sound-?alike (?:for|of|to))\s+"
        ),
        "songs like ",
    ),
    (re.compile(r"(?i)\b(no|nothing|without|not|avoid)\s+live\b(?!\s+\w)"), r"\1 live versions"),
    # "the hard part isnt hard enough" wants more of it
    (
        re.compile(
            r"(?i)^[^.!?]*?\b(?:(?:is|are|was)(?:n['’]?t| not)|ain['’]?t|not)\s+(?:quite |really |nearly )?(\w+)\s+enough\b[^.!?]*[.!]*$"
        ),
        r"more \1",
    ),
    (_NOT_WITHOUT, r"\g<between>with"),
)
# "That pick is ok but it is not 80s rap": what the list shown lacks.
_COMPLAINT: Final = re.compile(
    r"(?i)(?P<before>^|[.!?;,]\s*|\bbut\s+)(?:it|that|this|these|those|they|that pick|this one|some of (?:these|those|them))\s*"
    r"(?:(?:is|are|was|were|'s|'re)\s+not|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t)\s+(?:really |exactly |quite |all |even )*"
)
# "add funk to that comparison"
_INTO_COMPARISON: Final = re.compile(
    r"(?i)(?:and |ok |now |please |can you )*(?:add|include|put|throw in|bring in)\s+(?P<name>.+?)\s+(?:to|in|into)\s+(?:the|that|this|your) comparison[.!?]*"
)
# "how come there's no beatles": they are asked for.
_WHY_NONE: Final = re.compile(
    r"(?i)(?:how come|why)(?:['’]s| is| are)?(?: there(?:['’]s| is| are)?)? no(?:ne by| songs? by|body called)? (?P<name>.+?)[?!.]*"
)
# "who is the French Luis Fonsi?"
_ANOTHER: Final = re.compile(
    r"(?i)(?:and |so )*who(?:['’]s| is| would be) the (?P<what>[\w-]+) (?P<name>[^?.!]+?)[?.! ]*"
)
# "compare the top two" of a list of artists
_COMPARE_FIRST: Final = re.compile(
    r"(?i)(?:can you |please |now |and )*compare (?:(?:the )?(?:first|top) (?:two|2)|(?:number |no\.? ?)?1 (?:and|with|to) (?:number |no\.? ?)?2)(?: (?:artists|acts|ones|of (?:them|these|those)))?[.!? ]*"
)
# "recommend me something you like", "what's your favourite?"
_OF_YOURS: Final = re.compile(
    r"(?i)(?:please |can you |could you |just )*(?:recommend|give|show|play|suggest|find)(?: me| us)? (?:something|anything|a (?:song|track)|songs|one|some) (?:that )?(?:you (?:like|love|enjoy|would recommend|recommend|think is good)|you['’]?re into|of your choice|of your liking)[.!? ]*"
)
# "looking for similar artists; Glass Phantoms: Call My Name"
_SIMILAR_LISTED: Final = re.compile(
    r"(?i)(?:(?:i'?m )?looking for|any|find me|need|want|more)?\s*similar (?:artists?|bands?|songs?|tracks?|music)(?: to)?\s*[;:–-]\s*(?P<names>\S.+)"
)
# "the third one is perfect, build the list around it"
_BUILT_AROUND: Final = re.compile(
    r"(?i)(?P<row>.+?)\s+is (?:just |so |absolutely )?\w+[,;.!:]+\s*(?:so |and |now |please )*(?:build|make|base|shape|plan)\s+"
    r"(?:me )?(?:the|a|my|our|everything|it|the whole)\s?(?:list|playlist|set|rest|mix|thing)?\s*(?:around|on|upon|from|out of)\s+(?:it|that(?: one)?|this(?: one)?)[.!]*"
)
# "songs in the same vein": like what was spoken of last.
_SAME_VEIN: Final = re.compile(
    r"(?i)(?:(?:show|give|find) me |i want |some |any |more |other )*(?:songs?|tracks?|music|stuff|something|ones|things?)?\s*"
    r"(?:in (?:the same|that|a similar) (?:vein|spirit|style|lane|ballpark|area|territory|direction)|along (?:the same|those|these|that) lines?|of (?:that|this|the same) (?:ilk|kind|sort))"
    r"(?P<rest>(?:[, ]+(?:but|and|without|no|only)\b.*)?)[.!?]*"
)
# "great!! i also have a thing for drake", "may i also have some brandy songs added to the list too"
_WANTED_TOO: Final = re.compile(
    r"(?i)(?:.*[.!]+\s*)?(?:i (?:also |really |just )*(?:have a (?:soft spot|thing|weakness) for|am (?:really |also )*into|could go for)\s+(?P<liked>[^.!?]+?)"
    r"|(?:may|can|could) (?:i|we|you)(?: please)?(?: also)? (?:have|get|see|hear|include)(?: also)? (?:some|a few|more)(?: of)?\s+(?P<wanted>[^.!?]+?)(?:['’]s?)?"
    r"\s+(?:songs?|tracks?|music|tunes)(?: added)?(?: (?:to|on|in|into) (?:the|my|this|it)(?: (?:list|playlist|mix))?)?"
    r"|(?:some|a bit of|a little|more) (?P<nice>[^.!?]+?) would be (?:nice|great|good|cool|lovely|awesome|perfect))"
    r"(?:,? (?:too|as well|also|please))*[.!? ]*"
)
# "Ornette Coleman is really good, can we add that?" asks for Ornette Coleman.
_PRAISED_AND_ADDED: Final = re.compile(
    r"(?i)(?:.*[.!?]\s+)?(?P<name>[^.!?,;]+?) (?:is|are|was|were) (?:(?:really|so|very|pretty|quite|also) )*"
    r"(?:good|great|amazing|awesome|nice|cool|the best|fantastic|brilliant|excellent)[,.!;]+\s*(?:and )?(?:(?:can|could|may) (?:we|you|i) )?"
    r"(?:please )?(?:add|have|get|include|hear) (?:that|it|them|him|her|those|some)(?: too| as well)?(?: please)?[?.! ]*"
)
# "the second one but calmer"
_ROW_BUT: Final = re.compile(
    r"(?i)(?:(?:give me |something |more |ones? |songs? |stuff )?like )?(?P<row>(?:the|that|number|option|pick|no\.?|#)\s*[\w&'. -]{1,40}?)\s*,?\s+but\s+(?P<rest>.+)"
)
# "arijit singh must be in there somewhere"
_MUST_BE_IN: Final = re.compile(
    r"(?i)(?:and |but )?(?P<name>.+?) (?:must|should|has to|have to|needs? to|ought to) (?:also )?(?:be (?:in )?(?:there|here|it|included|part of it)|"
    r"be (?:in|on) (?:the|this|that) \w+)(?: too| as well| also)?(?: somewhere)?[.!]*"
)
# "there is no outkast on this list", "no earth wind and fire?"
_MISSED: Final = re.compile(
    r"(?i)(?:.*[.!?]\s*|this is \w+[, ]+)?(?:there(?:['’]s| is| are) no|where (?:is|are)|no)\s+(?P<name>.+?)"
    r"(?:\s+(?:on|in) (?:this|the|that|here|your)\b.*|\s+here|\s+there|\?)\??"
)


def reworded(turn: "Turn", text: str) -> str:
    """The plain request that a text stands for; the text itself where it needs no other words.

    Parameters
    ----------
    turn : Turn
        What was shown and what names mean.
    text : str
    """
    text = in_english(text)
    for pattern, plain in _WORDINGS:
        text = pattern.sub(plain, text)
    goes_on = turn.base() is not None
    if len(text) <= acts.LONGEST:
        for pattern, request in (*_REQUESTS, *(_FOLLOW_UPS if goes_on else ())):
            match = pattern.fullmatch(text.strip())
            if match is not None and (plain := request(turn, match)):
                return plain
    return _COMPLAINT.sub(r"\g<before>I want ", text) if goes_on else text


# Each gives the plain request that a match stands for, or an empty string where it stands for none.


def _into_comparison(_: "Turn", match: re.Match[str]) -> str:
    return f"throw in {match['name']}"


def _why_none(turn: "Turn", match: re.Match[str]) -> str:
    return _wanted(turn, match["name"])


def _wanted_too(turn: "Turn", match: re.Match[str]) -> str:
    return _wanted(turn, next(filter(None, match.groups())))


def _wanted(turn: "Turn", name: str) -> str:
    """An artist is asked for, or somebody who is not in the catalogue: what else is understood is no name."""
    if not artist_named(turn.engine, name) and hear(turn.engine, name).understood:
        return ""
    return f"songs by {name}" if turn.base() is None else f"add {name}"


def _another(turn: "Turn", match: re.Match[str]) -> str:
    name = artist_named(turn.engine, match["name"])
    return f"{match['what']} songs like {name}" if name else ""


def _compare_first(turn: "Turn", _: re.Match[str]) -> str:
    rows = turn.context.last.rows[:2] if turn.context.last is not None else ()
    artists = [row.artist for row in rows if row.artist and row.track is None]
    return f"compare {' and '.join(artists)}" if artists[1:] else ""


def _of_yours(_: "Turn", match: re.Match[str]) -> str:
    return "surprise me"


def _similar_listed(_: "Turn", match: re.Match[str]) -> str:
    artist, _colon, title = match["names"].partition(":")
    return f"songs like {title.strip()} by {artist.strip()}" if title else f"songs like {match['names']}"


def _built_around(turn: "Turn", match: re.Match[str]) -> str:
    return f"more like {match['row']}" if turn.context.counted is not None else ""


def _same_vein(turn: "Turn", match: re.Match[str]) -> str:
    return f"more like that{match['rest']}" if turn.context.last is not None else ""


def _praised_and_added(turn: "Turn", match: re.Match[str]) -> str:
    return f"add {match['name']}" if references.find(match["name"], turn.context) is None else ""


def _row_but(turn: "Turn", match: re.Match[str]) -> str:
    return f"more like {match['row']} but {match['rest']}" if pointing.is_row(match["row"], turn.context) else ""


def _missed(turn: "Turn", match: re.Match[str]) -> str:
    return f"add {match['name']}" if artist_named(turn.engine, match["name"]) else ""


_Rules = tuple[tuple[re.Pattern[str], Callable[["Turn", re.Match[str]], str]], ...]
_REQUESTS: Final[_Rules] = (
    (_INTO_COMPARISON, _into_comparison),
    (_WHY_NONE, _why_none),
    (_ANOTHER, _another),
    (_COMPARE_FIRST, _compare_first),
    (_OF_YOURS, _of_yours),
    (_SIMILAR_LISTED, _similar_listed),
    (_BUILT_AROUND, _built_around),
    (_SAME_VEIN, _same_vein),
    (_WANTED_TOO, _wanted_too),
)
# Of what goes on from a list.
_FOLLOW_UPS: Final[_Rules] = (
    (_PRAISED_AND_ADDED, _praised_and_added),
    (_ROW_BUT, _row_but),
    (_MUST_BE_IN, _missed),
    (_MISSED, _missed),
)
