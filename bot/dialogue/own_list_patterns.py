"""Patterns of what people say about a list of their own."""

import re
from typing import Final

from bot.dialogue.lexicon import NUMBERS

LIST_NAME: Final = re.compile(r"\blist:(list-[0-9a-f]{8})\b")

NOUN: Final = r"(?:list|playlist|tracks?|songs?|tunes?|music|file|export|library|collection|titles?|set|mix|crate)"
REF: Final = (
    rf"(?:(?:(?:all|any|some|most)(?: of)? )?(?:my|the|this|that|our|these|those|attached|imported|whole|entire|own)"
    rf"(?: (?:attached|imported|whole|entire|own))* {NOUN}|this|these|those|that|it|them|here)"
)
NUMBER: Final = rf"(?:\d{{1,3}}|{'|'.join(sorted((w for w in NUMBERS if len(w) > 2), key=len, reverse=True))})"
POLITE: Final = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|and|then|now|please|pls|thanks|just|also|can you|could you|would you|will you|"
    r"i(?:'d| would)? (?:want|like|need) (?:you )?to|i want|let'?s)[ ,!.]+)+"
)
END: Final = re.compile(r"(?:[ ,]+(?:please|pls|thanks|thank you|for me|now|then))+$|[?.!:,; ]+$")
PARTS: Final = re.compile(
    r"(?<=[\w)\"'])(?:[.;!?]+\s+|\n+|(?:,|,?\s+(?:and then|and|then))\s+(?=(?:then |also )?(?:what|which|how|who|compare|order|sort|"
    r"arrange|fill|extend|make|build|create|put|save|show|tell|find|add|recommend|suggest|give|remove|drop|label|turn)\b))"
)
# Nothing is asked but to read it, or only what the answer to an import says by itself.
ONLY_READ: Final = re.compile(
    rf"(?:(?:here(?:'?s| is| are)?|this is|these are|check(?: out)?|look (?:at|up)|see|read|match|take|load|find|"
    rf"import|use|got|i made|i have|what (?:can you do|about|do you do) with)?:? ?"
    rf"(?:{REF}|{NOUN}|a {NOUN})(?: of mine)?(?: (?:attached|in the file|in (?:your|the) (?:catalogue|catalog|database)|from .+))?"
    rf"|(?:which|what(?:'?s)?|how (?:many|much)|do|did|can)\b.*\b(?:missing(?: from .*)?|not (?:there|found|in .*)|(?:do )?you (?:have|know|got|find|found)|"
    rf"are (?:there|in .+)|match(?:ed|es)?)(?: {REF})?(?: (?:of|in|from) {REF})?)"
)
LABEL: Final = re.compile(
    r"(?:label|tag|classify)\b.*|.*\bgenres? (?:of|for|to) (?:each|every)\b.*|what genre (?:is|has) (?:each|every)\b.*"
)
GROW: Final = (
    r"(?:fill|extend|expand|lengthen|grow|top|pad|stretch|bring|flesh|beef|complete|continue|round|get|make|take)"
)
FILL: Final = re.compile(
    rf"{GROW}\b[\w' ]*?\b(?:to|until|till|up) (?:it (?:has|is) |there are |about |around |a total of )?(?P<n>{NUMBER})"
    rf"(?: (?:tracks?|songs?|titles?|tunes?))?(?: (?:long|in total|total|overall))?(?P<rest>.*)"
    rf"|(?:make|get) {REF} (?P<m>{NUMBER})(?: (?:tracks?|songs?|titles?|tunes?))?(?: long| in total)?(?P<rest2>.*)"
)
ADD: Final = re.compile(
    rf"(?:add|give me|find|get|show me|i need) (?:(?:me|us|about) )?(?P<n>{NUMBER}) (?:more |other |similar |further |new |extra )?"
    rf"(?:tracks?|songs?|titles?|tunes?|ones)?(?P<rest>.*)"
)
EXTEND: Final = re.compile(
    rf"(?:fill|extend|expand|lengthen|grow|top|pad|flesh|beef|complete|continue)\b(?: up| out)?(?: {REF})?(?: up| out)?(?P<rest>.*)"
)
COMPARE: Final = re.compile(
    rf"(?:compare|contrast|match)\b(?: up)?(?: {REF})? (?:with|to|against|and|vs\.?) (?P<a>.+)"
    rf"|how (?:does|do|is|are|would) {REF} (?:compare|differ|different|stack up|measure up)\w*(?: up)? (?:with|to|from|against) (?P<b>.+)"
    rf"|{REF} (?:vs\.?|versus|against|compared (?:to|with)) (?P<c>.+)"
    rf"|(?:what(?:'?s| is| are) )?(?:the )?differences? between {REF} and (?P<d>.+)"
    rf"|(?:is|are) {REF} (?:(?:more|less) \w+|\w+er) than (?P<e>.+)"
)
OTHER_LIST: Final = re.compile(
    r"(?:my|the|that) (?:other|last|previous|first|earlier) (?:list|playlist|one|file)(?: before)?"
)
CRATE: Final = re.compile(
    r"(?:save|put|add|store|keep|turn|make|copy|move|import)\b.*?\b(?:(?:in|into|to) (?:the |my |our |a )?(?!new crate|crate)(?P<before>.+) crate"
    r"|(?:new )?crate(?: (?:called|named|for))? ?(?P<name>.*))"
)
FILES: Final = re.compile(
    r"(?:export|download|save|convert|turn|give|send|get|make)\b.*\b(?:csv|m3u8?|files?|links?|spotify|xlsx|excel|spreadsheet|table)\b.*"
)
ORDER: Final = re.compile(
    rf"(?:re-?)?(?:order|sort|arrange|sequence|rank|organi[sz]e|line up)\b(?P<how>.*)|put {REF} in(?:to)? (?P<how2>.*\border\b.*)"
    r"|(?P<ends>from \w+ to \w+)"
    rf"|(?P<order>.*\b(?:in|into) (?:a |the )?(?:good |right |best )?order\b.*)"
)
FROM_TO: Final = re.compile(r"\b(?:from )?(?P<first>[\w-]+) (?:to|into|->|towards) (?P<last>[\w-]+)")
MOST_OF_ALL: Final = re.compile(
    rf"(?:which|what)(?:'?s| is| are)?(?: (?:song|track|one|tune)s?)?(?: (?:is|are))? the (?P<most>\w+est|most \w+|least \w+)\b.*|"
    rf"(?:the )?(?P<most2>\w+est|most \w+|least \w+)(?: (?:song|track|one|tune)s?)?(?: (?:in|of|on|from|first) ?(?:{REF})?)?"
)
PLAYLIST: Final = re.compile(
    r"(?:(?:make|build|create|give|turn|generate|do|mix|want|need|i'?d like)\b.*\b(?:playlist|mix|mixtape|dj set|set|radio)\b.*"
    r"|(?:a |an )?[\w ]*?\b(?:playlist|mixtape|dj set|mix)\b.*\b(?:like|around|based|similar|from|of|out of)\b.*)"
)
LIKE_LIST: Final = (
    rf"(?:(?:that (?:are|is|sound) )?(?:like|similar to|around|based on|inspired by|along the lines of|close to|near|in the (?:style|vein|spirit) of)"
    rf"|(?:(?:that|which|what) )?(?:(?:would )?(?:fits?|goes?|match(?:es)?|suits?))(?: well)?(?: (?:with|to|in|into|together with))?) {REF}"
)
FITS: Final = re.compile(
    rf".*\b{LIKE_LIST}\b.*|.*\bsimilar (?:songs?|tracks?|music|ones|stuff|tunes?|artists?)\b.*"
    rf"|what (?:else )?(?:fits|goes|matches|would (?:fit|go|match)|could i add|should i add|can i add|to add)\b.*"
    rf"|(?:please )?(?:suggest|recommend)\b.*|(?:give|show|find|play)?(?: me| us)?(?: some| a few| {NUMBER})? ?(?:more|others|additions|new ones)\b.*"
    rf"|add (?:some|a few|more)\b.*"
)
PROFILE: Final = re.compile(
    rf"tell me (?:more )?about {REF}|(?:what|which|tell me|show|give)\b.*\b(?:genres?|languages?|decades?|eras?|years?|styles?|kinds? of|types? of|sorts? of|keys?|tempos?|bpm|moods?|vibes?|profile|"
    r"average|in common|feel|like|taste|typical|overview|summary|statistics|stats|think)\b.*"
    rf"|how (?!many|much|about)[\w-]+ (?:is|are) {REF}.*|(?:profile|analy[sz]e|describe|summari[sz]e|rate|roast|judge|review|characteri[sz]e)\b.*"
    rf"|(?:genres?|styles?|tempo|bpm|keys?|mood|vibe|profile|statistics|stats|summary|overview|analysis)(?: (?:of|in|for) {REF})?"
    rf"|what(?:'?s| is| are| do| does)? {REF}(?: (?:about|mostly|like|mainly|sound like|have in common))?"
)
FILTER: Final = re.compile(
    rf"(?:is|are) there (?:any(?:thing)?|something|some)? ?(?P<a>.+)|any(?:thing|one)? ?(?P<b>.+)|something (?P<c>.+)"
    rf"|(?:which|what|how many)(?: (?:ones?|{NOUN}))?(?: of {REF}| (?:in|on) {REF})? (?:(?:is|are|has|have|sounds?|counts? as) |(?:was|were) )?(?P<d>.+)"
    rf"|(?:show|list|give|find|pick|pull|get|keep|take|filter)(?: me| us)?(?: out)?(?: {REF})?(?: for| by| to)? ?(?P<e>.+)"
    rf"|(?P<j>.+) (?:in|on|among|inside) {REF}"
    rf"|only (?P<f>.+)|just (?P<g>.+)|(?:do|have) i (?:have|got) (?:any(?:thing)?|some)? ?(?P<h>.+)|(?:is|are) (?:any|some|one)(?: of {REF})? (?P<i>.+)"
)
WITHOUT: Final = re.compile(
    r"(?:remove|drop|delete|without|leave out|take out|exclude|skip|kick(?: out)?|no|get rid of) (?P<what>.+)"
)
# What stands around the words that describe tracks of the list.
FRAME: Final = re.compile(
    rf"\b(?:(?:in|on|of|from|inside|among) {REF}|of mine|(?:that|which|who)(?:'?s| is| are| sounds?| has| have| would be)|{REF}(?= (?:is|are)\b)"
    rf"|(?:songs?|tracks?|tunes?|ones?|titles|stuff|music)|i (?:have|own)|me|there|here|the|any|all|only|for me|out)\b"
)


NAMED_LINE: Final = re.compile(
    r"\S\s+[-–—]\s+\S|open\.spotify\.com/\S*track/\w{22}|spotify:track:\w{22}|^\w{22}$|"
    r"[\"“”][^\"“”]+[\"“”]{1,3}\s+by\s+\S"
)
ASKS: Final = re.compile(
    r"(?:(?:and|please|can you|could you) )*(?:what|which|how|fill|compare|order|sort|make|is there|are there|any)\b(?!.* [-–—] )"
)
# What points to a list that was imported by an earlier message.
POINTS: Final = re.compile(
    rf"\b(?:(?:my|the|this|our|these|those|that) (?:(?:attached|imported|whole|entire|own) )*{NOUN}|this|these|those|it|them|in here)\b"
)
MINE: Final = re.compile(rf"\bmy (?:own |imported |attached )?{NOUN}\b|\b(?:imported|attached) {NOUN}\b")
# Words of a request for what fits that say nothing of how it is to be.
NO_LIMIT: Final = re.compile(
    rf"\b(?:fill|extend|expand|suggest|recommend|give|show|find|add|complete|continue|get|make|what|else|up|out|me|us|some|more|others?|similar|"
    rf"a few|new|fits?|goes?|match(?:es)?|would|with|but|that|are|is|i|could|should|can|to|tracks?|songs?|music|ones|{NUMBER})\b"
)
# Links that name no track: what they hold is not known here.
CLOSED: Final = re.compile(
    r"<?(?:https?://)?(?:open\.spotify\.com/(?:[\w-]+/)?(?:playlist|album|artist|user|show|episode)/|spotify:(?:playlist|album|artist):"
    r"|(?:www\.|m\.|music\.)?youtube\.com/|youtu\.be/|music\.apple\.com/|(?:www\.)?(?:soundcloud|deezer|tidal)\.com/)\S+",
    re.IGNORECASE,
)
TRACK_LINK: Final = re.compile(r"(?:(?:https?://)?open\.spotify\.com/(?:[\w-]+/)?track/\w{22}|spotify:track:\w{22})\S*")
SHOW: Final = re.compile(
    rf"(?:show|see|open|back to|print|display)(?: me| us)? (?:the|my|that|this) (?:whole |imported |original )?{NOUN}(?: again)?"
)
_OTHER_LANGUAGE: Final = re.compile(
    r"\b(?:liste|lista|titel|lieder|stucke|canciones|temas|morceaux|titres|chansons|musicas|faixas|diese[rsnm]?|meine[rsnm]?|estas?|estos|cette|ces|"
    r"minhas?|essas?|daraus|davon)\b"
)
# What German, Spanish, French and Portuguese say of a list, folded, by English words of the same meaning.
_IN_ENGLISH: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            r"\b(?:welche[sn]? genres?|was fur (?:ein |eine )?(?:genre|musik|musikrichtung)|welche musikrichtung|que genero|cual es el genero|quels? genres?|qual (?:e o )?genero)\b(?: (?:ist|sind|haben|hat|tiene|tienen|es|son|a|ont|est|tem|e))?",
            "what genre is",
        ),
        (
            r"\b(?:meine[rsnm]?|mis?|mes|ma|mon|minhas?|meus?) (?:\w*liste|lista|titel|lieder|stucke|canciones|temas|morceaux|titres|chansons|musicas|faixas|playlist)\b",
            "my list",
        ),
        (
            r"\b(?:diese[rsnm]?|die|der|estas?|estos|la|las|los|cette|ces|la|les|essas?|as|a) (?:\w*liste|lista|titel|lieder|stucke|canciones|temas|morceaux|titres|chansons|musicas|faixas)\b",
            "this list",
        ),
        (
            r"\b(?:mehr|mas|plus|mais) (?:wie|como|comme) (?:diese|das|esto|estas?|estos|ca|ceux-ci|essas?|isso)\b|\b(?:ahnliche|similares?|similaires?|semelhantes)\b(?: \w+)?",
            "more like these",
        ),
        (
            r"\b(?:erweitere?|verlangere?|fulle?|erganze?|amplia|completa|extiende|alarga|complete|allonge|etends|aumente|estenda)\b",
            "extend",
        ),
        (
            r"\b(?:auf|hasta|jusqu'a|ate|a|para) (\d{1,3})(?: (?:titel|lieder|songs|stucke|canciones|temas|morceaux|titres|chansons|musicas|faixas))?(?: auf)?",
            r"to \1 tracks",
        ),
        (r"\b(?:vergleiche?|compara|comparez)\b", "compare"),
        (r"\b(?:sortiere?|ordne|ordena|ordene|trie|classe|ordonne|organiza|organize)\b", "order"),
        (r"\b(?:von|de|du|do|da) (\w+) (?:bis|nach|zu|a|au|para|ate) (\w+)\b", r"from \1 to \2"),
        (r"\b(?:nach|por|par) (\w+)$", r"by \1"),
        (r"\b(?:mit|con|avec|com)\b", "with"),
    )
)


def in_english(said: str) -> str:
    """Folded words about a list, in English where they are of one of the other four languages.

    Examples
    --------
    >>> in_english("erweitere diese liste auf 30 titel"), in_english("compara mi lista con techno")
    ('extend this list to 30 tracks', 'compare my list with techno')
    """
    if not _OTHER_LANGUAGE.search(said):
        return said
    for pattern, english in _IN_ENGLISH:
        said = pattern.sub(english, said)
    return said
