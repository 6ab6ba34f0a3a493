"""Rewording of chats, complaints and briefs as the plain requests that they stand for, before a message is read.

"It is not rap" about the list shown asks for rap; "no party without Queen" asks for Queen.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, complaints, pointing, references, row_artists, short_names, small_words, wordings
from bot.dialogue.glosses import glossed
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import ADJECTIVES, COMPARATIVES, fold
from bot.dialogue.other_languages import going_on, in_english

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "That pick is ok but it is not 80s rap": what the list shown lacks.
_COMPLAINT: Final = re.compile(
    r"(?i)(?P<before>^|[.!?;,]\s*|\bbut\s+)(?:it|that|this|these|those|they|that pick|this one|some of (?:these|those|them))\s*"
    r"(?:(?:is|are|was|were|'s|'re)\s+not|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t)\s+(?:really |exactly |quite |all |even )*"
)
# "which daft punk tracks do you have", "how many daft punk tracks are there"
_WHICH_OF: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|then|well)[, ]+)*(?P<how>which|what|how many)\s+(?P<name>.+?)\s+(?:songs?|tracks?|recordings?|tunes?|titles?)(?P<there>\s+(?:(?:do|have|can) (?:you|u|we)(?: (?:have|got|know|offer|find))?|are(?: there)?|exist))?(?: (?:here|by them|there|in (?:there|here|total|all|the catalogue)))?[?!. ]*"
)
# "so no taylor swift midnights?"
_NOT_EVEN: Final = re.compile(
    r"(?i)(?:(?:so|and|what|oh|hm+)[, ]+)?(?:there(?:['’]s| is) )?no (?P<name>[^?,.!]+?)\s*\?+"
)
# "queen songs from the 80s"
_SONGS_OF: Final = re.compile(
    r"(?i)(?:(?:some|more|the|play|give me|show me|any|best|top|all|and|ok)\s+)*(?P<name>[^,;:.!?]{2,40}?)(?:['’]s?)?\s+(?:songs?|tracks?|music|stuff)(?P<rest>(?:,?\s+(?:from|in|that|with|without|but|under|over|not|no|only|please)\b.*)?)[.!?]*"
)
# "tame impala songs from Currents"
_FROM_ALBUM: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|the|some|show me|give me|play|any)[, ]+)*(?P<name>.+?)\s+(?:songs?|tracks?|stuff|tunes)\s+(?:from|off|on|of)\s+(?:(?:the|their|his|her) )?(?:album |record |lp )?(?P<album>.+?)[?!. ]*"
)
# "any song called Heroes?"
_CALLED: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|then|is there|are there|do you have|have you got|got|find me|show me|any|a|an|some|the)[, ]+)*(?:songs?|tracks?|tunes?|recordings?)\s+(?:that (?:is|are) )?(?:called|named|titled|with the (?:title|name))\s+[\"'“]?(?P<name>[^?\"”]+?)[\"'”]?\s*[?!. ]*"
)
# "no more than 2 by harry styles"
_AT_MOST_BY: Final = re.compile(
    r"(?i)(?:(?:and|but|ok|please)[, ]+)*(?:no more than|at most|max(?:imum)?|not more than|only)\s+(?P<many>\d|one|two|three|four|a couple)(?: (?:songs?|tracks?|ones?))?\s+(?:by|of|from)\s+(?P<name>[^,.;!?]+?)[.! ]*"
)
# "what tempo and key is As It Was"
_TWO_FACTS: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|then)[, ]+)*(?:what(?:['’]?s| is| are)?(?: the)? )?(?P<one>tempo|bpm|key|length|duration|popularity|energy|genre|album) (?:and|&|\+) (?:the )?(?P<two>tempo|bpm|key|length|duration|popularity|energy|genre|album)\s+(?:is|of|for|does|are|has)\s+(?P<name>.+?)(?: (?:in|have|then|at))*[?!. ]*"
)
# "how many streams does it have"
_STREAMS: Final = re.compile(
    r"(?i)(?:(?:and|ok|so)[, ]+)*how (?:many|much) (?:streams?|plays?|views?|listens|listeners|clicks) (?:does|do|did|has|have) (?P<name>.+?) (?:have|has|got|get|gotten)[?!. ]*"
)
# "average tempo of drum and bass vs house vs hip hop"
_AVERAGES: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|what(?:['’]?s| is| are)|the)[, ]+)*(?:average|mean|median|typical|usual) (?P<trait>\w+)\s+(?:of|for|in|between|among)\s+(?P<names>.+?(?:(?:\s*,\s*|\s+(?:vs\.?|versus|against|and|or|compared (?:to|with))\s+).+?)+)[?!. ]*"
)
# "compare black metal, death metal and heavy metal"
_COMPARES: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|now|then|please|can you|could you|i want to)[, ]+)*(?:compare|contrast|(?:what(?:['’]?s| is| are) )?(?:the )?differences? between)\s+(?:the (?P<trait>\w+) (?:of|in|for)\s+)?(?P<names>[^,?!.]+(?:,\s*[^,?!.]+)+)[?!. ]*"
)
# "explicit vs clean: which is more popular", "does explicit content correlate with popularity?"
_EXPLICIT: Final = re.compile(
    r"(?i)(?=.*\b(?:explicit|swear\w*|profan\w+)\b)(?=.*\bpopular(?:ity)?\b)(?=.*(?:\bvs\b|\bversus\b|\bclean\b|\bnon[- ]?explicit\b|\bcorrelat|\baffects?\b|\bmatters?\b|\bhelps?\b|\bhurts?\b|\bmore popular\b|\bless popular\b|\bcompared\b)).*?(?:\b(?:in|within|for|among) (?P<genre>[\w& -]+?))?[?!. ]*"
)
# "what genre would you file it under if you only heard it", "is it typical for its genre"
_FILED: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|but)[, ]+)*(?:(?:what|which) (?:genre|style)s? (?:would|do|should|could) (?:you|u|one|we) (?:file|put|call|place|class|tag|sort) (?P<what>it|that|this|them|the .+? one)\b.*|is (?P<typical>it|that|this) (?:a )?(?:typical|normal|usual|representative)(?: \w+)? (?:for|of|in) (?:its|the|that|this) genre\b.*)"
)
# "that's only 5 songs, i need a full hour"
_NEEDS_LENGTH: Final = re.compile(
    r"(?i)(?:(?:but|hm+|ok)[, ]+)*(?:that|this|it|those|these)(?:['’]?s| is| are|['’]?re)? (?:only|just|not|way too|too) [^,.;!]*[,.;!]+\s*(?:but )?(?:(?:i|we) (?:need|want|asked for|said|wanted)|make (?:it|that)|give me|(?:can|could) (?:you|we) (?:make it|have|get))\s+(?P<rest>\d{1,2}|[^,.;!?]*\b(?:hours?|minutes?|mins?|songs|tracks|h)\b[^,.;!?]*)[.! ]*"
)
# "like The xx but faster and not them"
_NOT_THEMSELVES: Final = re.compile(
    r"(?i)(?P<head>.*\b(?:like|similar to|in the style of|vein of)\s+.+?)(?:,|\s+(?:and|but))+\s*(?:not|no songs? by|nothing by|without|just not|only not|not by) (?:them|him|her|the band|the artist|the original)(?: (?:self|themselves|himself|herself))?[.! ]*"
)
# "what do lofi and jazz have in common"
_IN_COMMON: Final = re.compile(
    r"(?i)(?:(?:and|so|ok)[, ]+)*what (?:do|does) (?P<one>[^,?]+?) and (?P<other>[^,?]+?) have in common[?!. ]*"
)
# "who else sings like that"
_WHO_ELSE: Final = re.compile(
    r"(?i)(?:(?:and|so|ok)[, ]+)*who else (?:sings?|sounds?|plays?|makes? (?:music|songs)|does (?:music|stuff|it)|is)(?: (?:like|similar to))+ (?:that|this|it|him|her|them)[?!. ]*"
)
# "we have Sabrina Claudio on the brief but she's too expensive, who's similar but smaller"
_TOO_DEAR: Final = re.compile(
    r"(?i)(?:(?:ok|so|hi|hey|well)[, ]+)*(?:(?:we|i|they) (?:have|had|want|wanted|like|love|need|got|asked for)|the (?:brief|client|director) (?:has|wants|asks for|says)) (?P<name>.+?)(?: (?:on|for|in|as) (?:the|a|our|this) [^,;.]+?)?[,;]?\s+but (?:she|he|they|it|that|[\w ]+?)(?:['’]?s|['’]?re| is| are) (?:(?:way|far|just|a bit|probably) )*(?:too )?(?:expensive|big|famous|pricey|costly|dear|popular|busy|known)\b[^?]*?\b(?:similar|like (?:her|him|them|that|it)|alternatives?|instead|close)\b(?P<rest>.*)"
)
# "we need a cheaper alternative to Bohemian Rhapsody for a film"
_LESS_DEAR: Final = re.compile(
    r"(?i)(?:.*?\b)?(?:cheap(?:er)?|(?:more )?affordable|less expensive|low(?:er)?[- ]budget|budget|lower[- ]cost|inexpensive) (?:\w+ )?(?:alternatives?|replacements?|substitutes?|sound-?alikes?|options?|versions?|songs?|tracks?|stand-?ins?|something) (?:to|for|of|than|like|instead of|similar to) (?P<name>\"[^\"]+\"|“[^”]+”|.+?)(?:,? (?:for|in|on|as) (?:an?|the|our|my|this) .*)?[?.! ]*"
)
# "how does reggaeton compare to salsa"
_STACKS_UP: Final = re.compile(
    r"(?i)(?:(?:and|so|ok)[, ]+)*how (?:does|do|would) (?P<one>.+?) (?:compare|stack up|measure up|hold up) (?:to|with|against) (?P<other>.+?)[?!. ]*"
)
# "what about in terms of energy", after two were compared
_IN_TERMS: Final = re.compile(
    r"(?i)(?:(?:and|so|ok)[, ]+)*(?:(?:what|how) about|and)?\s*(?:in terms of|when it comes to|as for|by|on|regarding)\s+(?:the |their )?(?P<trait>[\w -]+?)[?!. ]*"
)
# "now the least danceable"
_OTHER_END: Final = re.compile(
    r"(?i)(?:(?:and|ok|now|then|what about|how about|show me|give me)[, ]+)*(?:the )?(?P<word>(?:least|most) [\w-]+|\w+est)(?: (?:ones?|songs?|tracks?))?[?!. ]*"
)
# "im writing about emo, what makes it different from punk"
_DIFFERENT: Final = re.compile(
    r"(?i)(?:.*?\b(?:about|on|with|into)\s+(?P<topic>[\w-]+(?: [\w-]+)?)[,.;:]*\s+(?:and |so )?)?what (?:makes|sets) (?P<one>[\w-]+(?: [\w-]+)?) (?:so |really |that )?(?:different|apart|differ) (?:from|to|than) (?P<other>.+?)[?!. ]*"
)
# "and house on it too", of a map
_ON_MAP: Final = re.compile(
    r"(?i)(?:(?:and|now|also|put|add|mark|with)[, ]+)*(?P<name>.+?) (?:on|onto|to|in) (?:it|there|the map|that map|the same map)(?: (?:too|as well|also))?[.!? ]*"
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
# "und sowas wie nummer 2 nur schneller", "algo como la numero 3 pero mas lento"
_LIKE_ROW_BUT: Final = re.compile(
    r"(?i)^(?:(?:und|y|et|e|ok|noch|and)[, ]+)*(?:so ?was|(?:et)?was|algo|quelque chose|un truc|alguma coisa|qualcosa|mehr|mas|more|something)\s+"
    r"(?:wie|como|comme|come|like)\s+(?:(?:die|der|das|la|el|le|il|a|o)\s+)?(?:nummer|nr\.?|numero|número|número|numéro|number|no\.?)\s*(?P<row>\d{1,2})\s*,?\s+"
    r"(?:nur|aber|pero|mais|mas|ma|but|only|just|en)\s+(?P<rest>.+)$"
)
# "whats a good opener for a techno set": a set starts easy.
_OPENER: Final = re.compile(
    r"(?i)^(?:(?:and|so|ok|now)[, ]+)*(?:what(?:['’]?s| is| would be| are)?|i need|we need|give me|find me|suggest|any) (?:an? |some |any )?(?:good |great |nice |strong )*(?:opener|opening (?:track|song|tune)|first track)s? (?:for|to|of|in) (?:an?|my|our|the|this) (?P<what>[\w&' -]+?) (?:set|mix|night|gig)[?.! ]*$"
)
# "the second one but calmer"
_ROW_BUT: Final = re.compile(
    r"(?i)(?:(?:give me |something |more |ones? |songs? |stuff )?like )?(?P<row>(?:the|that|number|option|pick|no\.?|#)\s*[\w&'. -]{1,40}?)\s*,?\s+but\s+(?P<rest>.+)"
)
# "the indian ones don't fit, take them out, and no classic rock either"; "these are mostly indian artists, can u drop those"
_TAKEN_OUT: Final = re.compile(
    r"(?i)(?:(?:but|hm+|ok|nah|no|sorry|well|ugh|wait)[,. ]+)*"
    r"(?:(?:these|those|they|it|that|this|half of (?:these|them|those)|most of (?:these|them|those)|some of (?:these|them|those))(?:['’]?s|['’]?re| are| is)? (?:(?:all|mostly|mainly|largely|still|just|full of|half) )+(?P<mostly>[^,.;!?]+?)"
    r"|(?:all )?(?P<name>[^,.;!?]+?)\s+(?:(?:really |just |so )*(?:do ?n['’]?t|does ?n['’]?t|do not|does not|did ?n['’]?t) (?:fit|belong|work|go)\b[^,.;!?]*|(?:isn['’]?t|aren['’]?t|is not|are not|ain['’]?t|is no|are no)\s+(?!bad\b|wrong\b)[^,.;!?]+|(?:is|are) (?:(?:so|really|all|too|just) )*(?:wrong|off|bad|awful|out of place|annoying)\b[^,.;!?]*))"
    r"\s*[,.;!?-]+\s*(?:(?:so|and|then|please|pls|(?:can|could|would|will) (?:you|u|we)|just|let['’]?s)[, ]+)*"
    r"(?:(?:take|leave|kick|throw|cut|get|keep|filter|weed) (?:them|those|these|it|that|him|her|all of (?:them|those)) (?:out|off|away)(?: of (?:it|there|the list))?|(?:drop|remove|lose|skip|ditch|exclude|delete|get rid of|cut|filter out|kick out|take out) (?:them|those|these|it|that|him|her|all of (?:them|those)))"
    r"(?: (?:please|pls|then))?\s*(?:(?:,|\band\b)[ ,]*(?:and )?(?P<rest>\S.*?))?[.!? ]*"
)
# "chopin in a horror trailer? i need drones", "this is rubbish, taylor swift?? thats nothing like it"
_SURPRISED: Final = re.compile(
    r"(?i)(?:[^.!?,]*[,.!]\s*)?(?:why(?: is| are)?(?: there)? |really[,? ]+|wait[, ]+)?(?P<name>[\w&'’. -]{2,40}?)(?: (?:in|on|for|at|as) (?:a|an|the|my|our|this|that)\b[^.!?]*)?\s*\?[?!]*\s*"
    r"(?:(?:that(?:['’]?s| is)|this is|it(?:['’]?s| is)|she(?:['’]?s| is)|he(?:['’]?s| is)|they(?:['’]?re| are)) (?:nothing like|not|no|so not|miles (?:away )?from|way off|wrong|off|really)\b[^.!?]*[.! ]*)?(?:no way|nope|nah|seriously|really|lol|why|no|ugh|hell no|god no)?[?!. ]*(?P<rest>.*)"
)
# "chopin is too boring for this"
_TOO_MUCH: Final = re.compile(
    r"(?i)(?:(?:but|hm+|ok|nah|no|sorry|well)[,. ]+)*(?P<name>[^,.;!?]+?) (?:is|are) (?:(?:way|far|just|really|a bit|kinda|much) )*too \w+(?: for (?:this|that|me|us|it))?[.! ]*"
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
    text = re.sub(r"([aeiou])\1{2,}", r"\1\1", re.sub(r"(?i)\b(s)o{3,}\b", r"\1o", text))
    text = short_names.spelled_out(turn, text)
    said = _LIKE_ROW_BUT.sub(r"more like number \g<row> but \g<rest>", text)
    said = _OPENER.sub(r"\g<what>, medium energy, instrumental", said)
    said = going_on(said) if turn.base() is not None else said
    english = in_english(said)
    if english == said and turn.context.last is not None:
        english = glossed(said)
    text = wordings.plain(small_words.plain(turn, complaints.as_wish(turn, english)))
    text = _IN_CAPITALS.sub(lambda match: _quoted(turn, match), text)
    last = turn.context.last
    goes_on = turn.base() is not None or (last is not None and last.task.command == "emerging")
    if len(text) <= acts.LONGEST:
        for pattern, request in (*_REQUESTS, *(_FOLLOW_UPS if goes_on else ())):
            match = pattern.fullmatch(text.strip())
            if match is not None and (plain := request(turn, match)):
                return plain
    return _COMPLAINT.sub(r"\g<before>I want ", text) if goes_on else text


# "and not We Will Rock You please", "do you have Dancing Queen": words in capitals that are a well-known title.
_IN_CAPITALS: Final = re.compile(
    r"\b(?i:not|no|without|(?:do|did) you have|have you got|you got|got) (?P<title>(?:[A-Z][\w.'’]*)(?: [A-Z][\w.'’]*){1,6})(?=\s|[,.;!?]|$)"
)
_LEAST_TITLE: Final = 50
"""Popularity from which words in capitals are meant as a title."""


def _quoted(turn: "Turn", match: re.Match[str]) -> str:
    title = match["title"]
    if genre_named(turn.engine, title) or artist_named(turn.engine, title):
        return match[0]
    found = turn.engine.find(title, 4)
    known = any(
        re.split(r" - | [(\[]", fold(one.track_name))[0] == fold(title) and (one.popularity or 0) >= _LEAST_TITLE
        for one in found
    )
    return match[0].replace(title, f'"{title}"') if known else match[0]


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


def _not_themselves(turn: "Turn", match: re.Match[str]) -> str:
    names = hear(turn.engine, match["head"]).query.like_artists
    return f"{match['head']}, not by {names[0]}" if names else ""


def _in_common(turn: "Turn", match: re.Match[str]) -> str:
    both = [
        genre_named(turn.engine, match[name]) or artist_named(turn.engine, match[name]) for name in ("one", "other")
    ]
    return f"compare {both[0]} and {both[1]}" if all(both) else ""


def _who_else(turn: "Turn", _: re.Match[str]) -> str:
    artist = references.focus_artist(turn.context)
    return f"artists like {artist}" if artist else ""


def _too_dear(turn: "Turn", match: re.Match[str]) -> str:
    name = artist_named(turn.engine, match["name"])
    return f"artists like {name} but less known" if name else f"artists like {match['name']}"


def _stacks_up(turn: "Turn", match: re.Match[str]) -> str:
    """Two genres side by side: the second named, the first named or just talked of."""
    other = genre_named(turn.engine, match["other"])
    one = genre_named(turn.engine, match["one"])
    if other and not one and match["one"].lower() in ("it", "that", "this", "they", "those", "these", "them"):
        one = next(iter(references.focus_genres(turn.context, turn.engine.catalogue.genres)), "")
        base = turn.base()
        one = one or next(iter(base[0].query.genres if base is not None and base[0].query is not None else ()), "")
    return f"compare {one} and {other}" if one and other else ""


def _in_terms(turn: "Turn", match: re.Match[str]) -> str:
    last = turn.context.last
    if last is None or last.task.command != "compare":
        return ""
    trait = acts.trait_of(match["trait"])
    return f"which one has more {trait}" if trait else ""


def _other_end(turn: "Turn", match: re.Match[str]) -> str:
    """Another end of an order that the list has: "and the happiest" after the saddest."""
    base = turn.base()
    query = base[0].query if base is not None else None
    # Of chosen songs the question is about those.
    if query is None or not (query.most or query.sort) or query.artists or query.tracks:
        return ""
    return (
        f"the {match['word']} {' or '.join(query.genres)} songs"
        if query.genres
        else f"the {match['word']} song you have"
    )


def _different(turn: "Turn", match: re.Match[str]) -> str:
    pointed = match["one"].lower() in ("it", "them", "that", "this")
    one = match["topic"] if pointed else match["one"]
    return f"compare {one} and {match['other']}" if one else ""


def _on_map(turn: "Turn", match: re.Match[str]) -> str:
    last = turn.context.last
    on_map = last is not None and last.task.command == "explore" and last.task.fields.get("what") == "map"
    asks = match["name"].lower().startswith(("what", "which", "who"))  # "what is closest to it"
    return f"put {match['name']} on the map" if on_map and not asks else ""


def _which_of(turn: "Turn", match: re.Match[str]) -> str:
    many = match["how"].lower() == "how many"
    if not many and not match["there"]:
        return ""
    heard = hear(turn.engine, f"{match['name']} songs")
    if heard.understood:
        name = next(iter(heard.query.artists), "")  # "love songs" are not those of Love
    else:
        name = match["name"] if match["name"][:1].isupper() else ""
    return "" if not name else f"how many songs by {name} do you have" if many else f"songs by {name}"


def _not_even(turn: "Turn", match: re.Match[str]) -> str:
    """Somebody's title, told apart by where the name ends."""
    said = match["name"].split()
    for end in range(len(said) - 1, 0, -1):
        if name := artist_named(turn.engine, " ".join(said[:end])):
            return f"do you have {name}'s {' '.join(said[end:])}"
    return ""


def _songs_of(turn: "Turn", match: re.Match[str]) -> str:
    """Whoever is called so, where the words mean nothing else: "queen songs", but not "love songs"."""
    name = artist_named(turn.engine, match["name"])
    if not name or fold(name) != fold(match["name"]) or hear(turn.engine, f"{name} songs").understood:
        return ""
    return f"songs by {name}{match['rest']}"


def _from_album(turn: "Turn", match: re.Match[str]) -> str:
    name = artist_named(turn.engine, match["name"])
    if not name:
        return ""
    named_so = set(turn.engine.names.album_recordings(match["album"]).tolist())
    theirs = set(turn.engine.names.artist_recordings(name).tolist())
    written = match["album"][:1].isupper() and (named_so or hear(turn.engine, match["album"]).names)
    if not (named_so & theirs or written):
        return ""
    return f"do you have {name}'s {match['album']}"


def _called(turn: "Turn", match: re.Match[str]) -> str:
    return f'do you have "{match["name"]}"'


_COMPARED: Final = 3  # stand side by side at most
_EXPLICIT_WORD: Final = re.compile(r"(?i)\bexplicit\b")


def _averages(turn: "Turn", match: re.Match[str]) -> str:
    names = _listed(turn, match["names"])
    if len(names) < 2 or any(_EXPLICIT_WORD.search(name) for name in names):
        return ""
    return (
        f"compare the {match['trait']} of {' and '.join(_genre_or_as_said(turn, name) for name in names[:_COMPARED])}"
    )


def _compared(turn: "Turn", match: re.Match[str]) -> str:
    """Three or more with commas between, as far as they can stand side by side."""
    names = _listed(turn, match["names"])
    if len(names) > _COMPARED:
        turn.notes.append(f"{_COMPARED} stand side by side at most: passed over {', '.join(names[_COMPARED:])}")
    of = f"the {match['trait']} of " if match["trait"] else ""
    return f"compare {of}{' and '.join(_genre_or_as_said(turn, name) for name in names[:_COMPARED])}"


def _listed(turn: "Turn", text: str) -> list[str]:
    """The names of a list; "and" is part of a genre's own."""
    names: list[str] = []
    for part in re.split(
        r"(?i)\s*,\s*(?:and\s+|&\s*|or\s+)?|\s+(?:vs\.?|versus|against|compared (?:to|with))\s+", text
    ):
        whole = not re.search(r" and | & | or ", part) or genre_named(turn.engine, part)
        names += [part] if whole else re.split(r"\s+(?:and|&|or)\s+", part)
    return [name.strip() for name in names if name.strip()]


def _at_most_by(turn: "Turn", match: re.Match[str]) -> str:
    """So many of one artist: the limit of rows an artist is the nearest there is."""
    base = turn.base()
    # The rows of a set are changed one by one.
    if base is None or base[0].command == "playlist" or not artist_named(turn.engine, match["name"]):
        return ""
    turn.notes.append(f"I count every artist alike: {match['many']} each at most")
    many = {"one": "1", "two": "2", "three": "3", "four": "4", "a couple": "2"}.get(
        match["many"].lower(), match["many"]
    )
    return f"at most {many} per artist"


def _two_facts(turn: "Turn", match: re.Match[str]) -> str:
    """The sheet of a track tells both."""
    name = match["name"].strip()
    if name.lower() in ("it", "that", "this", "that one", "this one"):
        return "what is the tempo of it"
    found = turn.subjects.resolve(name, ("track",))
    return f"tell me about {name}" if found is not None and found.track is not None else ""


def _streams(turn: "Turn", match: re.Match[str]) -> str:
    turn.notes.append("streams are not in the data; Spotify's popularity is")
    return f"how popular is {match['name']}"


def _genre_or_as_said(turn: "Turn", name: str) -> str:
    """A genre by its own name, which no "and" parts: "drum and bass" is drum-and-bass."""
    return genre_named(turn.engine, name) or name


def _explicit(turn: "Turn", match: re.Match[str]) -> str:
    question = "are explicit songs more popular than clean ones"
    genre = genre_named(turn.engine, match["genre"]) if match["genre"] else ""
    return f"{question} in {genre}" if genre else question


def _filed(_: "Turn", match: re.Match[str]) -> str:
    return f"what genre is {match['what'] or match['typical']}"


def _needs_length(turn: "Turn", match: re.Match[str]) -> str:
    rest = f"{match['rest']} tracks" if match["rest"].isdecimal() else match["rest"]
    return f"make it {rest}" if turn.base() is not None else ""


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


def _taken_out(turn: "Turn", match: re.Match[str]) -> str:
    name = re.sub(r"(?i)^(?:the|all(?: the)?|these|those|any) ", "", match["mostly"] or match["name"])
    name = re.sub(r"(?i) (?:ones?|songs?|tracks?|artists?|people|stuff|music|names|acts|bands)$", "", name)
    rest = f" and {match['rest']}" if match["rest"] else ""
    return f"without {name}{rest}"


_DISDAIN: Final = re.compile(
    r"(?i)\?\W*(?:no way|nope|nah|hell no|god no|ugh|that(?:['’]?s| is) (?:nothing|not|way off|wrong))\b"
)


def _surprised(turn: "Turn", match: re.Match[str]) -> str:
    shown = {fold(name) for one in turn.context.exchanges[-1:] for track in one.tracks for name in track.artists}
    said = fold(match["name"])
    name = next((name for name in shown if said == name or said in name.split()), "")
    located = "?" in match[0] and (match["rest"] or match[0].rstrip("?! ").lower() != said)
    if not name and _DISDAIN.search(match[0]):
        name = artist_named(turn.engine, match["name"])
    if not name or not located:
        return ""
    return f"no {name}. {match['rest']}" if match["rest"] else f"no {name}"


def _too_much(turn: "Turn", match: re.Match[str]) -> str:
    """An artist who is too something is not wanted."""
    shown = {fold(name) for one in turn.context.exchanges[-1:] for track in one.tracks for name in track.artists}
    said = fold(match["name"])
    known = artist_named(turn.engine, match["name"]) or any(said == name or said in name.split() for name in shown)
    return f"no {match['name']}" if known else ""


def _puts_to_sleep(_: "Turn", match: re.Match[str]) -> str:
    return match["rest"] or "more energy"


def _would_be_nice(turn: "Turn", match: re.Match[str]) -> str:
    """What no data tell is said to be so, and not thanked for as praise."""
    return f"any with {match['what']}?" if hear(turn.engine, match["what"]).untold else ""


def _wakes(_: "Turn", match: re.Match[str]) -> str:
    return "more energy"


def _cheaper(turn: "Turn", _: re.Match[str]) -> str:
    turn.notes.append(_NO_PRICES)
    return "less known"


def _less_dear(turn: "Turn", match: re.Match[str]) -> str:
    turn.notes.append(_NO_PRICES)
    return f"songs like {match['name']}, less known"


def _missed(turn: "Turn", match: re.Match[str]) -> str:
    known = artist_named(turn.engine, match["name"]) or hear(turn.engine, f"add {match['name']}").alike
    return f"add {match['name']}" if known else ""


def _gems(turn: "Turn", match: re.Match[str]) -> str:
    asked = f"give me little known {match['what']} songs{match['rest'] or ''}"
    return asked if genre_named(turn.engine, match["what"]) else ""


# "how big is A compared to B", "A next to B in terms of mood"
_COMPARED_TO: Final = re.compile(
    r"(?i)(?:(?:and|so|ok|now|what about|how about)[, ]+)*(?:how (?:(?P<how>\w+) )?(?:is|are|was|does|do) |what (?:is|about) |is |are )?(?P<a>[^,?!]{2,40}?)(?: (?:in|on|from) (?:your|the|this) (?:data\w*|catalog(?:ue)?|collection|list|numbers|figures)| (?:do|doing|sound|stack up|rank))*,? (?:when )?(?:compared?|in comparison|relative|as opposed|versus|vs\.?)(?: (?:to|with))? (?P<b>[^,?!]{2,40}?)(?: in (?:your|the) (?:data\w*|catalog(?:ue)?))?[ ?.!]*"
)
# "what about their mood, who is happier"
_WHO_IS_MORE: Final = re.compile(
    r"(?i)(?:.{0,40}[,;.?!] *)?(?:and |so |ok |but )*(?:who|which(?: (?:one|of (?:them|the two|those)))?)(?:['’]?s| is| are| has| sounds?| makes?)?(?: (?:the|a bit|a lot|much))* (?P<how>more |less )?(?P<word>[\w-]+)(?: (?:one|music|songs|of (?:them|the two)|overall|then|in general))*[ ?.!]*"
)


def _compared_to(turn: "Turn", match: re.Match[str]) -> str:
    """Two genres or two artists side by side, where both are called exactly so."""
    genres = [genre_named(turn.engine, match[which]) for which in ("a", "b")]
    if all(genres) and match["how"] in ADJECTIVES:
        return f"which is more {match['how']}, {genres[0]} or {genres[1]}"
    if all(genres):
        return f"compare {genres[0]} and {genres[1]}"
    names = [artist_named(turn.engine, match[which]) for which in ("a", "b")]
    same = all(name and fold(name) == fold(match[which].strip()) for name, which in zip(names, ("a", "b"), strict=True))
    return f"compare {names[0]} and {names[1]}" if same else ""


def _who_is_more(turn: "Turn", match: re.Match[str]) -> str:
    """Of two or three that were just compared, that trait of each."""
    last = turn.context.last
    if last is None or last.task.command != "compare" or not {"a", "b"} <= last.task.fields.keys():
        return ""
    word = fold(match["word"])
    moves = ADJECTIVES.get(word, {}) if match["how"] else COMPARATIVES.get(word) or ADJECTIVES.get(word, {})
    sides = [last.task.fields[which].strip('"') for which in "abc" if which in last.task.fields]
    return f"compare the {next(iter(moves))} of {' and '.join(sides)}" if moves else ""


_Rules = tuple[tuple[re.Pattern[str], Callable[["Turn", re.Match[str]], str]], ...]
# "hidden gems in soul, nothing explicit" asks for songs of that, and not for less known ones of the list shown.
_GEMS: Final = re.compile(
    r"(?i)(?:(?:ok|and|now|then|some|any|the|show me|give me|find me|i want|let['’]?s hear)[, ]+)*(?:hidden gems?|deep cuts?) (?:in|of) (?P<what>[\w&'’ -]+?)(?: then| please)?(?P<rest>[,;.] ?.+)?[ .!?]*"
)
# "anything similar but happier", after a track or an artist was told of
_SIMILAR_BUT: Final = re.compile(
    r"(?i)(?:(?:ok|and|now|then|is there|do you have|got|have you got|give me|show me|find me|i want)[, ]+)*(?:any(?:thing|one|body|thing else)?|some(?:thing|one|body)?|songs?|tracks?|music|stuff|artists?) ?(?:that(?:['’]?s| is| are) )?similar,?(?P<rest> (?:but|only|just|though|and) .+)"
)


def _similar_but(turn: "Turn", match: re.Match[str]) -> str:
    last = turn.context.last
    if last is None or last.task.command not in ("track", "artist", "genre"):
        return ""
    return f"something like {last.task.fields.get('name') or 'it'}{match['rest']}"


_NO_PRICES: Final = "what a track costs is not in the data; less known ones are taken, as they usually cost less"
_REQUESTS: Final[_Rules] = (
    *row_artists.RULES,
    (_LESS_DEAR, _less_dear),
    (_COMPARED_TO, _compared_to),
    (_WHO_IS_MORE, _who_is_more),
    (_GEMS, _gems),
    (_SIMILAR_BUT, _similar_but),
    (_INTO_COMPARISON, _into_comparison),
    (_NOT_THEMSELVES, _not_themselves),
    (_IN_COMMON, _in_common),
    (_WHO_ELSE, _who_else),
    (_TOO_DEAR, _too_dear),
    (_STACKS_UP, _stacks_up),
    (_IN_TERMS, _in_terms),
    (_OTHER_END, _other_end),
    (_DIFFERENT, _different),
    (_ON_MAP, _on_map),
    (_WHICH_OF, _which_of),
    (_NOT_EVEN, _not_even),
    (_FROM_ALBUM, _from_album),
    (_SONGS_OF, _songs_of),
    (_CALLED, _called),
    (_AVERAGES, _averages),
    (_COMPARES, _compared),
    (_EXPLICIT, _explicit),
    (_FILED, _filed),
    (_AT_MOST_BY, _at_most_by),
    (_TWO_FACTS, _two_facts),
    (_STREAMS, _streams),
    (_NEEDS_LENGTH, _needs_length),
    (_WHY_NONE, _why_none),
    (_ANOTHER, _another),
    (_COMPARE_FIRST, _compare_first),
    (_OF_YOURS, _of_yours),
    (_SIMILAR_LISTED, _similar_listed),
    (_BUILT_AROUND, _built_around),
    (_SAME_VEIN, _same_vein),
    (_WANTED_TOO, _wanted_too),
)
# "this puts me to sleep", "wake it up a bit"
_PUTS_TO_SLEEP: Final = re.compile(
    r"(?i)(?:(?:hm+|ok|but|ugh|sorry|no)[, ]+)*(?:(?:this|it|that|these|those|they|the (?:list|set))(?: (?:just|all|really|almost|will))* (?:puts?|put|putting|sends?|makes?|lulls?)(?: (?:me|us|everyone|everybody|people|them))? (?:to sleep|asleep|fall asleep|sleepy|yawn|drowsy|tired)\b|i(?:['’]?m| am) (?:falling asleep|nodding off|yawning|half asleep)|(?:this|it|these|they)(?:['’]?s| is|['’]?re| are) (?:(?:too|so|way|much|very) )*(?:sleep|sleeping|sleep music|snooze|snoozy)\b)[.! ]*(?P<rest>.*)"
)
_WAKES: Final = re.compile(
    r"(?i)(?:(?:ok|and|please|can you|could you)[, ]+)*(?:wake|liven|perk|pep|spice|jazz) (?:it|them|this|that|things|everyone|us|me|the (?:list|set)) up(?: (?:a (?:bit|little)|please|more))*[.! ]*"
)
# "something cheaper"
_CHEAPER: Final = re.compile(
    r"(?i)(?:(?:ok|and|but|is there|do you have|any|can we (?:have|get)|give me|show me|i need|we need|something|anything|ones?|songs?|tracks?|way|much|a bit|more)[, ]+)*(?:cheaper|less expensive|more affordable|affordable|cheap|budget[- ]friendly|low[- ]budget)(?: (?:ones?|options?|alternatives?|songs?|tracks?|please|instead|than that|than this))*[?.! ]*"
)
# "a woman singing would be great"
_WOULD_BE_NICE: Final = re.compile(
    r"(?i)(?:(?:ok|and|but|maybe|actually|oh)[, ]+)*(?P<what>(?:an?|some) [^.!?,;]+?) would (?:also |really )?be (?:(?:so|very|really|even) )*(?:nice|great|good|cool|lovely|awesome|perfect|ideal|better)(?: (?:too|as well|though|please))*[.! ]*"
)
# Of what goes on from a list.
_FOLLOW_UPS: Final[_Rules] = (
    (_WOULD_BE_NICE, _would_be_nice),
    (_PUTS_TO_SLEEP, _puts_to_sleep),
    (_WAKES, _wakes),
    (_CHEAPER, _cheaper),
    (_TAKEN_OUT, _taken_out),
    (_SURPRISED, _surprised),
    (_TOO_MUCH, _too_much),
    (_PRAISED_AND_ADDED, _praised_and_added),
    (_ROW_BUT, _row_but),
    (_MUST_BE_IN, _missed),
    (_MISSED, _missed),
)
