"""Wordings and the plain ones that they stand for, wherever they stand in a message: "less 80s" is "no 80s"."""

import re
from typing import Final

from bot.dialogue.list_wordings import of_lists

# "what genre is X according to you", "techno against house in your data": who says so is no part of a name.
_SOURCE: Final = re.compile(
    r"(?i)(?<=\w)(?<!\bare)(?<!\bis)(?<!\bthere)(?<!\bthat's)(?<!\bwhat's)(?<!\bgot)(?<!\bhave)(?<!\banything)(?<!\bmusic),?\s+(?:(?:according|going) (?:to|by) (?:you|this|the (?:data|model)|your (?:data|numbers|model|catalogue|opinion))|"
    r"(?:in|by|from|within) (?:your|the|this) (?:data ?(?:set|base)?|numbers|catalog(?:ue)?|collection|library|figures)|in your (?:opinion|view)|"
    r"by your (?:reckoning|measure)|statistically(?: speaking)?|data[- ]?wise)(?=\s*[?.!]*$)"
)
# "no party without Queen", "it won't be a reunion without Fats Domino"
_NOT_WITHOUT: Final = re.compile(
    r"(?i)\b(?:no|can['’]?t|cannot|won['’]?t|wouldn['’]?t|isn['’]?t|not|never|(?:what(?:['’]?s| is| would)|how (?:can|could) (?:you|we|i|anyone) have) (?:an?|any|the))\b(?P<between>[^.!?;,]{0,40}?\b)without\b"
)
_KINDS_OF_MORE: Final = {
    "jazzier": "jazz", "folkier": "folk", "poppier": "pop", "rockier": "rock", "bluesier": "blues", "punkier": "punk",
    "housier": "house", "discoier": "disco", "trancier": "trance",
}  # fmt: skip
# Words of chats that say nothing of the music: "lol", ", like, actually", "honestly", "be serious".
_CHATTER: Final = re.compile(
    r"(?i)(?:(?<=[\w\"'),.!?])|(?<=[\w\"'),.!?] ))(?:[,.!?-]*\s+)?\b(?:lol|lmao|rofl|haha+|hehe+|tbh|ngl|imo|imho|fwiw|btw|thx|ty)\b(?=\s*(?:[.,!?;]|$))"
    r"|^(?:lol|haha+|hehe+|tbh|ngl|honestly|to be honest|in all honesty|frankly|real talk|not gonna lie)\b[,.! ]+(?=\w)"
    r"|,?\s+like,?\s+(?:actually|really|literally|seriously)\b,?(?=\s*(?:[.,!?]|$|in\b|by\b))"
    r"|(?<=,)\s*like,(?=\s)"
    r"|(?<=\w),?\s+if (?:that(?:['’]?s| is)? |it(?:['’]?s| is) |at all )?possible\b"
    r"|[,.;]\s*(?:and )?that(?:['’]?s| is) what i (?:mean|meant|want|wanted)\b(?=\s*(?:[.!]|$))"
    r"|(?<=[.!?])\s*(?:be serious|come on|seriously|for real)\s*[.!?]*"
)
# "ok so my boss wants a vibe between ..."
_AIMED: Final = re.compile(
    r"(?i)^(?:(?:ok|okay|so|well|hey|hi|right)[, ]+)*(?:my|the|our) (?:boss|manager|director|client|customer|agency|team|editor|producer|a&r)"
    r" (?:wants?|needs?|asked for|is asking for|is looking for|would like)(?:,| to (?:hear|have|get))*\s+"
)
_NOBODY: Final = r"(?i)\b(?:no ?one|nobody|no (?:artists?|acts?|bands?|names?|songs?|tracks?|body)|none|nothing|not|never|no)(?: (?:who|that|which)?(?:['’]?s| is| are| has| have)?| with| at| having| of)*? (?:an? )?"
_YOUNG_OR_OLD: Final = r"(?:my|our|your|the|a|any|his|her) (?:\w+ )?(?:mum|mom|mother|mama|gran|grandma|granny|grandmother|nan|nana|dad|father|grandad|grandpa|parents|grandparents|kids?|children|child|toddlers?|daughters?|sons?|nieces?|nephews?|family|boss|teacher|priest|in-laws|pupils|students|class)"
_WHAT: Final = r"(?P<what>[\w&'-]+(?: [\w&'-]+){0,2}?)"
_HERE: Final = r"(?=\s*(?:[,.;!]|$|\bplease\b|\bpls\b|\bthen\b|\btoo\b|\bthanks\b))"
WORDINGS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # "what do people who like Radiohead also like"
    (
        re.compile(
            r"(?i)^(?:(?:and|so|ok)[, ]+)*what (?:else )?(?:do|would|might|should) (?:(?:people|fans|folks|listeners|those|someone|somebody|anyone|a fan) )?(?:(?:who|that) (?:likes?|loves?|listens? to|is into|are into|enjoys?)|of) (?P<name>[^,.;!?]+?) (?:also |else |usually |probably |tend to )*(?:like|love|listen to|enjoy|play|hear|be into)(?: (?:too|as well|else))?[?.! ]*$"
        ),
        r"songs like \g<name>",
    ),
    # "mix it with a bit of salsa": the list shown stays, and some of that comes to it
    (
        re.compile(
            r"(?i)^(?P<lead>(?:(?:ok|okay|and|now|then|please|can you|could you|let['’]?s)[, ]+)*)(?:mix|blend|spice|combine) (?:it|this|that|these|those|them|the (?:list|set))(?: up)? with (?:a (?:little )?(?:bit|touch|dash|pinch|hint) of|a little|some|a few) (?P<what>[^,;.!?]+?)[.! ]*$"
        ),
        r"\g<lead>mix in some \g<what>",
    ),
    # "Coldplay never again", "never again Coldplay"
    (
        re.compile(
            r"(?i)^(?!(?:it|this|that|them|those|these|him|her|the|number|no|please|i|we|you|ok|and|but)\b)(?P<what>[^,;.!?]+?)[,:]? never (?:ever )?again[.! ]*$"
        ),
        r"no \g<what>",
    ),
    (
        re.compile(
            r"(?i)^(?:please )?never (?:ever )?again:?,? (?!(?:it|this|that|them|those|these|him|her|the|number|please)\b)(?P<what>[^,;.!?]+?)[.! ]*$"
        ),
        r"no \g<what>",
    ),
    # "ad for a bank"
    (
        re.compile(r"(?i)(?<![\w-])(?:tv |radio |web |online )?ad(?= for\b)"),
        "advert",
    ),
    # "genre check for As It Was"
    (
        re.compile(
            r"(?i)^(?:and |now |ok |please )*genre[- ]?check(?: (?:for|on|of|please))?:? (?P<what>[^.!?]+?)[.!? ]*$"
        ),
        r"what genre is \g<what>",
    ),
    # "deeper cuts", of somebody well known
    (re.compile(r"(?i)\b(?:some |more )?deep(?:er)? cuts\b"), "less known ones"),
    # "what did we talk about", "where were we"
    (
        re.compile(
            r"(?i)^(?:(?:hey|ok|so|wait|hm+|and|sorry)[, ]+)*(?:what (?:did|have|were|was) (?:we|you and i|you and me) (?:(?:just|been) )*(?:talk(?:ed|ing)? about|discuss(?:ed|ing)?|do(?:ing|ne)?|look(?:ed|ing)? (?:at|for))|where (?:were|was|did) we(?: leave off| stop| end)?|(?:recap|sum up|summari[sz]e)(?: (?:our|this|the|that) (?:talk|chat|conversation))?)(?: (?:so far|before|earlier|today|until now|please))*[?.! ]*$"
        ),
        "what did i ask so far",
    ),
    # "can you explain valence"
    (
        re.compile(r"(?i)^(?:(?:can|could|would) (?:you|u)|please|pls)(?: please)? (?=(?:explain|define|describe) \w)"),
        "",
    ),
    # "give me 3 alternatives to the first one": no alternative music
    (re.compile(r"(?i)\b(?:an |some |any )?alternatives? (?:to|for) (?=\S)"), "songs like "),
    # "three alternatives that are more organic"
    (
        re.compile(
            r"(?i)\balternatives(?:,? (?:that|which) (?:are|is|sound|feel)|,? but)?(?= (?:more|less|a bit|slightly|much)\b|\s*[.?!]*$)"
        ),
        "tracks",
    ),
    # "who are the most underrated artists in soul"
    (
        re.compile(
            r"(?i)^(?:(?:and|so|ok)[, ]+)*(?:who|what|which)(?: are|['’]?s| is)? (?:some (?:of )?)?(?:the )?(?:most |very |really )?(?:underrated|overlooked|slept[- ]on|underappreciated|unsung) (?:artists?|bands?|acts?|singers?|songs?|tracks?) (?:in|of|from) (?P<what>[\w&' -]+?)[?.! ]*$"
        ),
        r"little known \g<what> artists",
    ),
    # "songs released last week"
    (
        re.compile(
            r"(?i)^(?:(?:and|so|ok|any|some|the|show me|give me|find me|what are|do you have)[, ]+)*(?:(?:brand )?new (?:releases|music|songs|tracks)|(?:songs?|music|tracks?|anything|something|stuff)(?: that (?:was|were|got|came))? (?:new |released |out |dropped |from )+)(?: (?:from|of|in|on))?(?: ?(?:this|last|the last|the past|today|yesterday|friday)(?: (?:weeks?|months?|few days|days?|friday|year))?)+[?.! ]*$"
        ),
        "anything new from this year",
    ),
    # "the client hated the first three, keep the last two"
    (
        re.compile(
            r"(?i)^(?:the|my|our) (?:client|boss|director|label|team|artist|customer|agency|editor|producer|manager)s? (?:(?:really|just|all) )*(?:hated?|hates|disliked?|rejected|vetoed|turned down|(?:did|do|does) ?n['’]?t (?:like|want)|won['’]?t take) [^,.;!?]+?[,.;!]+ (?:(?:so|but|and|please)[, ]+)*keep (?:only |just )?(?P<kept>[^,.;!?]+?)[.! ]*$"
        ),
        r"keep \g<kept>, change the rest",
    ),
    # "new risers in indie"
    (
        re.compile(r"(?i)\b(?:the )?(?:(?:new|top|biggest|fastest) )*risers\b(?=\s+(?:in|of|from)\b|[.!? ]*$)"),
        "rising artists",
    ),
    # "shorter than a minute"
    (re.compile(r"(?i)\b(?P<than>than|under|over|below|above) (?:a|one) minute\b"), r"\g<than> 1 minute"),
    # "are there any tracks shorter than 1 minute"
    (
        re.compile(
            r"(?i)^(?:(?:and|so|ok)[, ]+)*(?:are|is) there (?:any |some )?(?P<what>tracks|songs|music|anything|recordings)(?: (?:that|which) (?:are|is))? (?=(?:shorter|longer|faster|slower|louder|quieter) than \d)"
        ),
        r"\g<what> ",
    ),
    # "quick one: best song to test speakers"
    (
        re.compile(
            r"(?i)^(?:(?:a |one )?(?:quick|short|random|silly|weird) (?:one|question|q|thing)|question)\s*[:,–-]+\s*(?=\w)"
        ),
        "",
    ),
    # "give me a random track"
    (
        re.compile(
            r"(?i)^(?:(?:give|play|show|find|send|tell)(?: me| us)? )?(?:an?|some|any|one|\d{1,2})?\s*random (?:tracks?|songs?|ones?|picks?|tunes?|music)[.!? ]*$"
        ),
        "surprise me",
    ),
    # "something for a campfire": what it is for, and no name
    (re.compile(r"(?i)\b(?:something|anything|stuff|tunes?) for (?=(?:an?|my|our|the|when|while)\b)"), "music for "),
    # "something to stop crying"
    (
        re.compile(
            r"(?i)\b(?:to|that|which)?\s*(?:stops?|end|quit)(?: me| us| my| the)? (?:from )?(?:crying|being (?:so )?sad|feeling (?:so )?(?:sad|down|blue|low)|moping|sobbing|(?:the )?(?:sadness|blues|tears))\b"
        ),
        " to cheer me up",
    ),
    # "what should i listen to if i'm tired of radiohead"
    (
        re.compile(
            r"(?i)^(?:(?:so|and|ok)[, ]+)*(?:what (?:should|could|can|do) (?:i|we) (?:listen to|play|hear|try|put on)|(?:any|some|give me)?\s*(?:ideas|suggestions|something)) (?:if|when|now that|because|since|for when) (?:i|we)(?:['’]?m| am|['’]?re| are) (?:(?:a bit|so|really|kinda|getting) )*(?:tired|bored|sick|fed up)(?: of| with) (?P<name>[^,.;!?]+?)[?.! ]*$"
        ),
        r"like \g<name> but not by \g<name>",
    ),
    # "start at 120 and go up to 140"
    (
        re.compile(
            r"(?i)^(?:(?:and|now|ok|please|but)[, ]+)*(?:start(?:ing)?|begin(?:ning)?|from) (?:at|with|around|on) (?P<low>\d{2,3})(?: ?bpm)?,? (?:and |then )?(?:(?:go|going|build|building|work|ramp|climb|rise|get|end|ending|finish)(?:ing)?(?: it)?(?: (?:up|slowly|gradually))* (?:to|at|around)|up to) (?P<high>\d{2,3})(?: ?bpm)?[.! ]*$"
        ),
        r"between \g<low> and \g<high> bpm",
    ),
    # "the kids are 3": who listens is said, and nothing is asked
    (
        re.compile(
            r"(?i)^(?:(?:btw|by the way|oh|and|ok)[, ]+)*(?:the|my|our) (?:kids?|children|little ones?|boys?|girls?|twins|guests?) (?:is|are) (?:(?:about|only|around|between) )?\d{1,2}(?:(?: and | or | to |-)\d{1,2})?(?: (?:years? old|years|months old|or so))?[.! ]*$"
        ),
        "for kids",
    ),
    # "can you make it longer, like 15 songs"
    (
        re.compile(
            r"(?i)^(?:(?:can you|could you|please|and|ok|now)[, ]+)*make (?:it|this|that|the (?:list|playlist|set|mix)) (?:a (?:bit|little) |much )?(?:longer|shorter|bigger|smaller)[,:;. ]+(?:(?:to|like|say|maybe|about|around|with|so)[, ]+)*(?P<many>\d{1,2}) (?:songs?|tracks?|tunes?)[.!? ]*$"
        ),
        r"make it \g<many> songs",
    ),
    # "can you check if Espresso by Sabrina Carpenter is in there"
    (
        re.compile(
            r"(?i)^(?:(?:hey|hi|ok|and|can you|could you|please|also)[, ]+)*(?:check|see|look|find out|tell me) (?:if|whether) (?:(?:you|we) have )?(?!(?:any|it|they|these|those|there|that|this|the)\b)(?P<name>[^,.;!?]+?)(?: (?:is|are)|(?: is| are)? (?:in (?:there|here|(?:the|your|our) (?:catalog(?:ue)?|data\w*|collection|library))|available))[.!? ]*$"
        ),
        r"do you have \g<name>",
    ),
    # "songs at that tempo", "more in that key"
    (
        re.compile(
            r"(?i)\b(?:(?:more|others?|another)(?: (?:songs?|tracks?|music|ones?))? )?(?P<at>in|at|with|of|around) (?:that|this)(?: exact| very)? (?P<what>tempo|bpm|speed|key)\b"
        ),
        r"songs \g<at> the same \g<what>",
    ),
    # "we're doing a 70s night": people dance to that decade, and it is no night.
    (
        re.compile(
            r"(?i)\b(?P<lead>(?:an?|the|our|my|for|doing|having|hosting|djing) )(?P<what>(?:19|20)?\d0['’]?s|seventies|eighties|nineties|noughties"
            r"|disco|salsa|latin|techno|house|funk|soul|motown|reggae(?:ton)?|hip[- ]?hop|dance|club) (?:theme[d]? )?night\b(?! (?:drive|drives|driving|walk|walks|shift|bus|out|ride))"
        ),
        r"\g<lead>\g<what> party",
    ),
    # "under popularity 40"; beside a negation the parser reads it as it stands
    (
        re.compile(
            r"(?i)^(?P<head>(?:(?!\b(?:no|not|nobody|nothing|none|without|exclude|never|no one)\b).)*?)\b(?P<way>under|below|over|above|less than|more than|at least|at most) popularity (?:of )?(?P<number>\d{1,3})\b"
        ),
        r"\g<head>popularity \g<way> \g<number>",
    ),
    # "less 80s, more current"
    (
        re.compile(
            r"(?i)\b(?:less|fewer) (?:of )?(?:the )?(?P<decade>(?:(?:19|20)?\d0)['’]?s)\b(?: (?:songs|stuff|music|tracks|hits))?(?:,? (?:and )?more (?:current|modern|recent|contemporary|up to date))?"
        ),
        r"no \g<decade>",
    ),
    # "the list again please", "again the list"
    (
        re.compile(
            r"(?i)^(?:(?:ok|and|so|please|can (?:you|i|we)|show|give|see|have|me|us)[, ]+)*(?:(?:the|that|this) (?:list|playlist|set|tracks|songs) (?:once )?(?:again|once more)|again the (?:list|playlist|set|tracks|songs)|repeat (?:the|that|this) (?:list|playlist|set))(?:[, ]+(?:please|pls|for me))*[ .!?]*$"
        ),
        "show the list again",
    ),
    # "whats the gap between A and B"
    (
        re.compile(
            r"(?i)^(?:(?:and|so|ok)[, ]+)*(?:what(?:['’]?s| is| are)? |how big is |tell me )?(?:the )?(?:gap|differences?|distance) between (?P<a>.+?) and (?P<b>[^?]+?)\??$"
        ),
        r"compare \g<a> and \g<b>",
    ),
    # "a shorter list, just 3"
    (
        re.compile(
            r"(?i)^(?:(?:and|ok|please|give me|make it|i want)[, ]+)*(?:an? |the )?(?:shorter|smaller) (?:list|one|selection)[,;: ]+(?:just|only|of|like|say|with)? ?(?P<count>\d{1,2})(?: (?:songs|tracks|ones))?[ .!]*$"
        ),
        r"make it \g<count> tracks",
    ),
    # "replace the 3rd, its overplayed": a reason is no wish
    (
        re.compile(
            r"(?i)^(?P<edit>(?:(?:ok|and|please)[, ]+)*(?:replace|swap|drop|remove|lose|cut|take out|change|skip)\b[^,;]{2,40})[,;] ?(?:(?:it|that|this|they|these|he|she)(?:['’]?s|['’]?re| is| are| was)) [^,;.]+[ .!]*$"
        ),
        r"\g<edit>",
    ),
    (_SOURCE, ""),
    (
        re.compile(
            r"(?i)\bhow long (?:does|do|will|would) (?:(?:that|this|it|they|these|those|all (?:of )?(?:that|this)|the (?:whole )?(?:list|set|playlist|thing)) )?"
            r"(?:last|run|go on|take)\b(?: (?:us|me|them))?(?! (?:one|track|song))"
        ),
        "how long is the list",
    ),
    # "which genres are the most popular right now": the figures are of one day.
    (
        re.compile(
            r"(?i)(?<=popular)(?<!what is popular)(?<!what's popular) (?:right now|nowadays|these days|today|at the moment|currently|now)(?=\s*[?.!]*$)"
        ),
        "",
    ),
    *((re.compile(rf"(?i)\b{word}\b"), f"more {genre}") for word, genre in _KINDS_OF_MORE.items()),
    (_CHATTER, ""),
    (_AIMED, "i want "),
    (
        re.compile(r"(?i)\b(?:from|of|in) the (?:last|past) (?:\d+|few|couple of|two|three|five|ten) years\b"),
        "that are recent",
    ),
    (
        re.compile(r"(?i)\b(?:the )?(?:last|past) (?:few|couple (?:of )?|two|2|three|several) ?decades\b"),
        "the 2000s and 2010s",
    ),
    (re.compile(r"(?i)\bsleep sounds?\b"), "sleep music"),
    (
        re.compile(
            r"(?i)\b(?:(?:any|some|a few|your|got)\s+)*(?:(?:fresh|new|good|great|nice|cool|other)\s+)?(?:ideas|suggestions?|recommendations?|recs|picks) for (?=an?\b|the\b|my\b|our\b|\w+ing\b)"
        ),
        "songs for ",
    ),
    (
        re.compile(
            r"(?i)\bexplain (?:your|the|its) (tempo|popularity|energy|valence|danceability|key) (?:number|score|value|figure|rating) (?:for|of)\b"
        ),
        r"what tempo and \1 is",
    ),
    (re.compile(r"(?i)\b(?:a|an|one|1) (?:full|whole|solid|good) (hour|half hour)\b"), r"an \1"),
    (
        re.compile(
            r"(?i)\b(?:no more than|at most|max(?:imum)?|not more than) (\d|one|two|three|four) (?:songs?|tracks? )?(?:by|of|from|per|for) (?:each|every|an?|any|one|the same) (?:artist|band|act|singer)\b"
        ),
        r"at most \1 per artist",
    ),
    (
        re.compile(r"(?i)\b([\w-]+(?: [\w-]+)?) (?:are |is )?not (?:needed|necessary|required|wanted|welcome)\b"),
        r"no \1",
    ),
    (re.compile(r"(?i)\b(?:smth|smthg|sumthin|somethin|sth)\b"), "something"),
    (re.compile(r"(?i)\b(?:gimme)\b"), "give me"),
    # "you forgot to add Queen" asks for them, and so does "you didn't add any Queen".
    (
        re.compile(
            r"(?i)\byou (?:(?:have|had) )?(?:failed|forgot(?:ten)?|neglected|omitted|missed) to (?=(?:add|include|put|play|give)\b)"
        ),
        "",
    ),
    (
        re.compile(
            r"(?i)\byou (?:did(?: not|n['’]?t)|have(?: not|n['’]?t)) (?:actually |really )?(?:add|include|put in|give me|play)(?:ed|d)?\b(?: any| the)?"
        ),
        "add",
    ),
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
            r"(?i)\b(?:(?:we|i) )?(?:need|want|have|looking|got)(?: to find)? (?:to replace|an? (?:sync |good |similar )*(?:replacement for|alternative (?:to|for)|substitute for|stand-?in for)|an? sound-?alike (?:for|of|to))\s+"
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
    # "something my mum could hear", "safe for work", "with kids in the car"
    (
        re.compile(
            rf"(?i)(?:,? ?\b(?:but|and|only)\b)?[, ]*\b(?:(?:something|anything|stuff|music|songs?|ones?|it (?:should|must) be something) )?(?:that |which )?{_YOUNG_OR_OLD} (?:can|could|may|might|would|should|is allowed to|are allowed to|is able to) (?:also |safely |actually )?(?:hear|listen to|overhear|be (?:around|in the room) for|approve of|be ok(?:ay)? with)(?: (?:it|that|this|them|too|as well))*(?=\s*(?:[.,;!?]|$))"
        ),
        ", not explicit",
    ),
    (
        re.compile(
            rf"(?i)(?:,? ?\b(?:but|and|only)\b)?[, ]*\b(?:(?:something|anything|stuff|songs?|ones?|keep it|make it|all) )?(?:safe for (?:kids|children|work|school|the (?:office|family|classroom)|families|all ages|radio|everyone)|(?:kid|child|family|work|school|office|grandma|granny|mum|mom|parent|radio)[- ](?:safe|approved|proof|appropriate)|sfw|(?:which|that) i can play in front of {_YOUNG_OR_OLD}|(?:playable |ok |fine )?in front of {_YOUNG_OR_OLD}|with (?:my |the )?(?:kids|children|grandma|parents) (?:around|listening|present|in the (?:room|car|house|office|shop)))(?: only)?(?=\s*(?:[.,;!?]|$|\bplease\b))"
        ),
        ", not explicit",
    ),
    (
        re.compile(
            r"(?i)^(?:but |aber |bitte |please )?(?:not|nicht|less|weniger) (?:(?:so|too|quite|that|as|ganz|zu|very) )*(?P<genre>jazz|folk|pop|rock|blues|punk)p?(?:y|ig)(?: (?:bitte|please|pls))?[.! ]*$"
        ),
        r"less \g<genre>",
    ),
    (re.compile(r"(?i)\bmore (?:recent|up[- ]to[- ]date)\b"), "newer"),
    (
        re.compile(
            r"(?i)\b(?:(?:ein )?(?:bisschen|bissl|bisserl)|etwas|noch|viel|un peu|plus) (?P<genre>jazz|folk|pop|rock|blues|punk|funk|soul)iger\b"
        ),
        r"a bit more \g<genre>",
    ),
    (re.compile(r"(?i)\b(?P<genre>jazz|folk|popp|rock|blues|punk|funk|soul)iger\b"), r"more \g<genre>"),
    # Parts of a wedding and of a party, in the words of others.
    (
        re.compile(
            r"(?i)\b(?:premi[eè]re danse|ouverture d[eu] bal|er(?:ö|oe)ffnungstanz|hochzeitstanz|brauttanz|ersten? tanz|primer baile|primo ballo|primeira dan[cç]a)\b"
        ),
        "wedding first dance",
    ),
    (
        re.compile(
            r"(?i)\b(?:l['’])?entr[eé]e de la mari[eé]e\b|\beinzug der braut\b|\bentrada de la novia\b|\bentrada da noiva\b|\bingresso della sposa\b"
        ),
        "wedding ceremony",
    ),
    (re.compile(r"(?i)\b(?:sektempfang|vin d['’]honneur|aperitivo de boda)\b"), "reception"),
    # "and without feat. bad bunny too": whoever stands on a recording is its artist, guests included.
    (
        re.compile(
            r"(?i)\b(without|no|not|nothing|none|exclude|remove|skip)(?: (?:any|the|more|songs?|tracks?|ones?|stuff|that (?:has|have|is|are)))*\s+(?:feat\b\.?|ft\b\.?|featuring|features?|featured|featurings?|collabs?|collaborations?|duets?|guest (?:spots?|verses?))(?: (?:by|from|of|with))?\s+(?=\w)(?!(?:please|at all|in it|too|either)\b)"
        ),
        "without ",
    ),
    # "no one above popularity 50, indie"
    (
        re.compile(
            rf"{_NOBODY}(?:more|over|above|higher|bigger|greater|beyond|past|exceeding)(?: than)? (?:(?:a )?popularity(?: (?:of|score))? (?P<n>\d{{1,3}})|(?P<n2>\d{{1,3}})(?: (?:in|of))? popularity)\b"
        ),
        r"popularity under \g<n>\g<n2>",
    ),
    (
        re.compile(
            rf"{_NOBODY}(?:less|under|below|lower|smaller|fewer)(?: than)? (?:(?:a )?popularity(?: (?:of|score))? (?P<n>\d{{1,3}})|(?P<n2>\d{{1,3}})(?: (?:in|of))? popularity)\b"
        ),
        r"popularity over \g<n>\g<n2>",
    ),
    # "nothing that has rap in it", "keep country out of it", "jazz is a no-go", "I've had enough of jazz"
    (
        re.compile(
            rf"(?i)\b(?:nothing|none|not (?:one|anything)) (?:that|which) (?:has|have|contains?|includes?|features?|uses?) {_WHAT}(?: (?:in|on) (?:it|them))?{_HERE}"
        ),
        r"no \g<what>",
    ),
    (
        re.compile(
            rf"(?i)\b(?:keep|leave) (?!(?:it|this|that|them|those|these|me|us|him|her)\b){_WHAT} (?:out|away|off)(?: (?:of|from) (?:it|this|that|there|here|the (?:list|set|playlist|mix)))?{_HERE}"
        ),
        r"no \g<what>",
    ),
    (
        re.compile(
            rf"(?i)(?:(?<=^)|(?<=[,.;:!] ))(?!(?:it|this|that|they|these|those|which|what|who|number|the|is|there|he|she)\b){_WHAT} (?:is|are)(?: (?:just|totally|really|absolutely|strictly|definitely|all|a|an))* (?:no[- ]gos?|off[- ]limits|banned|forbidden|not allowed|out of the question|taboo|prohibited)\b"
        ),
        r"no \g<what>",
    ),
    (
        re.compile(
            rf"(?i)\b(?:i(?:['’]?ve| have)|we(?:['’]?ve| have)) (?:really |now )?had (?:more than )?enough (?:of )?(?:all |the )*{_WHAT}{_HERE}"
        ),
        r"no \g<what>",
    ),
    (
        re.compile(
            rf"(?i)^(?:(?:ok|okay|and|please|now|that['’]?s)[, ]+)*(?:enough (?:of|with) (?:the |all the |that )?|hold the |(?:lay|go) off the |knock off the |less of (?:the|that) ){_WHAT}(?: (?:already|now|please|then|for now))*[.! ]*$"
        ),
        r"no \g<what>",
    ),
)
"""Patterns, and what replaces them; one after the other."""


def plain(text: str) -> str:
    """The text in plain wordings.

    >>> plain("can you explain valence"), plain("something for a campfire")
    ('explain valence', 'music for a campfire')
    """
    text = of_lists(text)
    for pattern, words in WORDINGS:
        text = pattern.sub(words, text)
    return text
