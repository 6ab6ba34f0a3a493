"""Patterns that tell how free text goes on from what was shown."""

import re
from typing import Final

from bot.dialogue.lexicon import fold

# Genres that say where music is from, or in which language: "only german" narrows, it does not replace.
COUNTRIES: Final = frozenset(
    "brazil british cantopop french german indian iranian j-dance j-idol j-pop j-rock k-pop latin latino malay mandopop "  # noqa: SIM905
    "mpb spanish swedish turkish world-music".split()
)
PLAY: Final = re.compile(
    r"(?i)^(?:(?:can|could|would|will) (?:you|u) |please |pls |just |now )*(?:play(?:ing)?|start playback(?: of)?|start playing|"
    r"put on|spiele?|pon|reproduce|joue|mets|toca|toque)\b"
)
# Where a message is parted: at the ends of sentences, and before "more like it".
SENTENCES: Final = re.compile(
    r"(?<=[\w)\"'])(?:\.\s+|[;!?]+\s*|\.{2,}\s*"
    r"|\s*(?:,|\band\b|-)\s+(?=(?:(?:give|show|find|get) (?:me |us )?)?(?:some )?more (?:like|of) (?:it|that|this)\b)"
    r"|,\s+(?=(?:hate|skip|drop|lose|remove)\b))(?=\S)"
)
# Words of "back to ..." that name no subject.
STEPS: Final = re.compile(
    r"\b(?:the|that|my|our|we|i|you|it|one|list|before|previous|last|first|original|old|earlier|start|beginning|had|what|where|were)\b"
)
# "back to the first list", "the original one"
FIRST_LIST: Final = re.compile(
    r"(?:the |our |my )?(?:very )?(?:first|original|initial) (?:list|one|ones|results?|songs?|tracks?|playlist|version)(?: (?:you|we|i) had)?|"
    r"(?:the )?(?:very )?(?:start|beginning)"
)
# "similar but newer" beside the songs of an artist: what is like them.
SIMILAR: Final = re.compile(r"(?:ok |and |now |something |anything |stuff |more )*similar\b(?! (?:to|as) \w)")
# "that's too cheesy": said of a list, whatever the word means.
TOO_MUCH: Final = re.compile(
    r"(?i)(?:(?:but|hm+|ok|well|nah|no|sorry)[, ]+)*(?:(?:that|this|it|they|these|those|all of (?:it|them|that))(?:['’]?s|['’]re| is| are| was| feels?| sounds?)?\s+)?"
    r"(?:all |a bit |a little |way |far |much |just |kinda |still )*too\s+(?P<word>[\w-]+)(?: for (?:me|us|this|that|it))?[.!]*"
)
# "put dancing queen first", "open with Thriller"
LEADING: Final = re.compile(
    r"(?i)(?:and |then |ok |please |can you |could you |now )*(?:put|have|move|place|play) (?P<first>[^,.!?]+?) (?:first|at the (?:top|start|beginning)|on top)[.!? ]*"
    r"|(?i:(?:and |then |ok |please )*(?:start|open|begin|kick off)(?: it| off)? with (?P<opening>(?!the\b|something\b|a\b|some\b)[^,.!?]+?)[.!? ]*)"
)
# "chill hop... no wait, deep house": what stands behind counts.
MEANT: Final = re.compile(
    r"\b(?:no,? wait|wait,? no|no,? actually|actually,? no|no,? sorry|sorry,? no|no,? scratch that|scratch that|or rather|i mean|"
    r"make that|nein,? doch lieber|no,? mejor|non,? plutot|nao,? melhor)\b[,:;. ]*"
)
# Questions that are ours, whatever words stand in them.
OURS: Final = frozenset(
    {"explain", "about", "trends", "emerging", "drivers", "model", "genres", "compare", "artists_like"}
)
# Acts that a sentence of a description may look like.
DESCRIBES: Final = frozenset({"request", "more", "any", "nearest", "artists_like", "surprise", "count", "accept"})
# ", k?" at the end only asks for consent.
AGREED: Final = re.compile(r"(?i)(?<=\w),\s*(?:k|ok|okay|alright|all right|yeah|right|deal)\s*\?+\s*$")
# "ok fair. hidden gems in shoegaze then": an answer to what was told stands before what is asked for.
CONCEDED: Final = re.compile(
    r"(?i)^(?:(?:ok(?:ay)?|alright|well|hm+|oh|ah|right|good|yeah|yes|cool)[,. ]+)*(?:fair(?: enough| point| play)?|makes sense|understood|good (?:to know|point)|"
    r"noted|i see|got it|no worries|no problem|never mind that|sounds (?:fair|good|right)|interesting|thought so)\s*(?:[.,;:!…–-]+\s*)(?=\w)"
)
# "what is this?", asked before anything was shown.
WHAT_IS_THIS: Final = re.compile(
    r"(?:so |ok |and |wait |new here |i'?m new here |[, ])*(?:what(?:'s|s| is| are)(?: all)? (?:this|that|it)(?: (?:here|all about|about))?|was ist das(?: hier)?|que es esto|c'est quoi(?: ca)?|o que e isso)"
)
# "everything by Queen, best known first"
FIRST_COMES: Final = re.compile(
    r"(?i)(?P<what>.+?)[,;–-]+\s*(?:the |with the |and )*(?:(?P<how>most|least|highest|lowest)\s+)?(?P<word>[\w-]+(?:[ -]known)?)\s+(?:ones? |songs? |tracks? )?first[.!]*"
)
# What the parser says of qualities that no column holds: who sings, how new it is, which instruments play.
NOT_IN_DATA: Final = re.compile(r".* is not in the data: passed over .*")
CLEAN: Final = re.compile(
    r"(?:cleaner|clean|less explicit|not explicit|no explicit|without explicit|(?:drop|remove|skip|no|lose|cut) explicit|explicit out|"
    r"family friendly|kid friendly|child friendly|radio edits?|no (?:swearing|swear words|cursing|profanity)|sauber|jugendfrei|limpio|propre|limpo)"
)
LINKED: Final = re.compile(
    r"(?:and|but|also|plus|only|just|with|without|no|not|in|same|make (?:it|them|that)|keep|more|less|can it|should|must|it|they|"
    r"still|now|maybe|rather|instead|aber|und|nur|mit|ohne|auf|pero|y|solo|con|sin|en|mais|et|avec|sans|seulement|e|com|sem|so|em|ma|senza|niente|piu|meno|anche|pas|rien|nix|plutot|lieber|moins|plus|mas|menos|mais|tambien|auch|nichts|kein\w*|"
    r"even|nothing|at|around|under|over|between|for|a bit|slightly|too|from|by)\b"
)
BY: Final = re.compile(
    r"(?i)(?P<title>.+?)\s+(?:by|from|von|de|par)\s+(?P<artist>.+?)(?:,?\s+(?:similar|something similar|please))?"
)
BEFORE_TITLE: Final = re.compile(
    r"(?i)^(?:(?:(?:can|could|would|will) (?:you|we|i)|please|also|and|maybe|i(?:['’]d| would)? (?:want|like|love)|to|add|include|hear|put(?: in| on)?|throw in|"
    r"do you have|have you(?: got)?|got|find|show me|give me|play|is there|the (?:song|track)|songs? like|like|something like|similar to|any|hast du)\s+)+"
)
GENERIC: Final = re.compile(
    r"\b(?:songs?|tracks?|music|stuff|something|anything|hits?|tunes?|albums?|best|everything|all|more|some|lieder|canciones|chansons|canzoni|for|vibes?)\b"
)
ASKS_FOR: Final = re.compile(
    r"\b(?:do you (?:have|know)|have you|got any|got some|some more|how about|what about|add|play|any|by|like|from|songs?|tracks?|music|similar|sounds?|find|show|give|hast du|kennst du|"
    r"tienes|conoces|as[- ]tu|tu as|tem|conhece|artists?|bands?|albums?|tunes?|genre|playlist|suggestions?|suggest|recommend(?:ations?)?|listen|something|anything|new)\b"
)
# Words of somebody who wants the next ones, where nothing else was understood.
FURTHER: Final = re.compile(
    r"\b(?:more|another|others?|additional|further|else|again|keep (?:them|it|this|that|these|em|'em|going)|bring (?:it|them) on|give it a try|go ahead|let'?s go|see what you have|suggestions?|suggest|recommend|few|different|similar|like (?:this|these|that|those))\b"
)
# "... and save it": the same list as files, too.
SAVE_TOO: Final = re.compile(
    r"(?i)\s+and (?:then )?(?:save|export|download) (?:it|that|this|them|those|these|the list)[.! ]*$"
)
# "give me Queen": music is asked for, and not what is known of somebody.
WISHES: Final = re.compile(r"\b(?:give|play|add|hear|listen to|want|put (?:on|in)|need)\b")
# Words of somebody who wants something.
REQUESTS: Final = re.compile(
    r"\b(?:want|need|like to|make|i'?d (?:like|love|prefer)|build|create|turn|save|export|put|change|compare|plot|draw|explain|tell|more|add|added|may i|some|find|give|show|get|hear|play|search|looking|recommend|suggest|what|which|who|how|can|could|"
    r"would|do you|have you|got|let'?s|try|not|don'?t|no|without|less|another|other|similar|by|something|anything)\b|\?"
)
# Somebody wants the next ones, whatever else was said: "we are in sync! do you have anymore suggestions"
MORE_OF_IT: Final = re.compile(
    r"\b(?:any ?more|some more|more|last|further|additional)\s+(?:songs?|tracks?|suggestions?|ideas?|recommendations?|ones|tunes)\b"
    r"|\bkeep (?:them|it|these|'?em) coming\b|\b(?:one|a few|a couple) more\b"
)
# "i don't really like the sound of those songs much"
NONE_LIKED: Final = re.compile(
    r"(?:no,? |nah,? |hm+,? |sorry,? |well,? )*i (?:do not|don'?t|didn'?t|did not|can'?t say i) (?:really |much |particularly )*(?:like|love|feel|dig)"
    r"(?: the sound of)? (?:those|these|them|any)(?: of (?:those|these|them))?(?: songs?| tracks?| ones?)?(?: (?:very )?much| at all| really)*[.! ]*"
)
# "songs like this": what is meant was not said, or stands in a link that did not come along.
POINTS: Final = re.compile(r"\b(?:this|these|those|that one|similar|same|like\s*(?:\.{2,}|$))")
# "There is no such crate yet. Make it?" "yes please"
CONSENT: Final = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok|okay|please|please do|go ahead|do it|make it)"
    r"(?:[ ,!]+(?:please|do|do it|do that|make it|go ahead))*[ .!]*"
)
# After a list, consent asks for what the bot offers with it: more of the same.
GO_ON: Final = re.compile(
    r"(?:(?:yes|yeah|yep|sure|oh yes|ok)[ ,!]*(?:please|sure|do)|(?:yes |yeah )?(?:of course|please do|go ahead|sure thing|sure))"
    r"[ .!]*"
)
# "Artist - Title (Somebody Remix)" and nothing else.
TITLE: Final = re.compile(
    r"(?i)(?!.*\b(?:songs?|music|playlist|tracks?|something|anything|vibes?|like|similar|please|want|need|looking|for)\b)"
    r"[^-–—\n?!:]{2,40}(?:\s[-–—]\s?|[-–—]\s)[^-–—\n?!:]{2,60}"
)
ALIKE: Final = re.compile(r"\b(?:like|similar|wie|como|comme|come|vibes?|style|sounds?)\b")
# "list everything by Arctic Monkeys"
EVERYTHING: Final = re.compile(
    r"\b(?:everything|all (?:of )?(?:the |their |his |her )?(?:songs|tracks|recordings|music|tunes)|(?:whole|full|complete|entire) (?:catalogue?|discography|back catalogue?))\b"
)
# "find the same but with a beat": it goes on from what was shown.
SAME_BUT: Final = re.compile(
    r"(?:(?:now|and|ok|then|can (?:i|we|you)|find|give|show|get|have|do|make|me|us)[, ]+)*(?:it |that )?(?:the |exactly the )?same\b"
)
# "indie ones", "is there also something with more guitar", "a bit of indian flavour": it narrows what was shown.
NARROWS: Final = re.compile(
    r"^(?:(?:the|some|any|maybe|more|only|just|now)[, ]+)*[\w&'-]+(?: [\w&'-]+)? ones?(?: please| then| only)?[?.! ]*$"
    r"|\b(?:(?:some|any)thing|one|ones|some|was|sowas|algo|quelque chose|qualcosa) (?:(?:also|too|auch|noch|aussi|tambien|anche) )*(?:with|mit|con|avec|com) (?:(?:a bit|a little|a touch|some|etwas|ein bisschen|un peu|un poco|mehr|more|mas|plus|mais|piu)(?: of| de| d'| di)? ?)+"
    r"|\b(?:da|davon|hier|dort) (?:auch|noch)\b|\bauch (?:was|etwas)\b"
)
# Asked for of somebody by name, and still not here: dates of concerts, a song by its words.
NOT_HERE: Final = re.compile(
    r"\b(?:tickets?|concert dates?|tour ?dates?|on tour|touring|gigs? near|festival dates|goes? (?:something )?like [\"'“‘]|(?:song|one|track) (?:that|which) goes)"
)
# "who produced As It Was?", "when is Billie Eilish playing in Berlin": whom or what a question is about.
ABOUT_SOMEBODY: Final = re.compile(
    r"(?i)\bwho (?:produced|wrote|composed|mixed|mastered|directed|sampled|manages|signed|designed)\s+(?P<made>[^?!.]+)"
    r"|\b(?:when|where|how|why) (?:is|are|was|were|did|does|do|will|has|have)\s+(?P<asked>[^?!.]+?)\s+(?:playing|play|born|come out|coming|released|recorded|from|touring|performing|living|die|doing|called)\b"
    r"|\bhow old (?:is|was|are)\s+(?P<old>[^?!.]+)"
    r"|\bhow many (?:streams|plays|views|followers|listeners|fans|awards|albums) (?:does|do|did|has|have)\s+(?P<counted>[^?!.]+?)\s+(?:have|got|get|make|win)\b"
    r"|\bis (?P<state>[^?!.]+?) (?:touring|on tour|married|alive|dead|single|performing|still together)\b"
    r"|^(?P<touring>[^?!.]+?) (?:concert|tour) ?dates?\b"
    r"|\b(?:lyrics|words) (?:of|to|for) (?P<sung>[^?!.]+)"
)
# "songs like Françoise Hardy", "more by Wet Leg": a name stands behind.
LIKE_OR_BY: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|now|then|some|more|any|other|a few|give me|show me|find me|play|i want|how about|what about|rather)[, ]+)*"
    r"(?:songs?|tracks?|music|something|anything|stuff|tunes|more|artists?)\s+(?:like|similar to|by|from)\s+(?!(?:it|this|that|these|those|them|him|her|the|number|no\.?|#)\b)\w"
)
# "something more modern, and none of those punk tracks": it speaks of the list shown.
OF_THOSE: Final = re.compile(
    r"\b(?:none|no more|not so many|fewer|less|more) of (?:those|these|them|the)\b|\b(?:some|any)thing (?:(?:a (?:bit|little|touch)|much|way|slightly|rather|far|even) )?(?:more|less) (?!like\b|of\b|by\b)\w"
)
# "from sad to happy", "starting lively and winding down"
ARC: Final = re.compile(
    r"(?i)\b(?:(?:slowly |gradually )?(?:going|moving|rising|building|growing|starting|ramping|changing|shifting|journey|goes|moves|builds)\s+(?:up )?)?"
    r"\bfrom\s+(?:(?:a|an|the|very|really|something)\s+)?(?P<start>[\w-]+(?: (?:and|&) [\w-]+)?)\s+(?:all the way |through |slowly |gradually )?(?:to|into|up to)\s+"
    r"(?:(?:a|an|the|very|really|something)\s+)?(?P<end>[\w-]+(?: (?:and|&) [\w-]+)?)\b"
)
ARC_ENDS: Final = re.compile(
    r"(?i)\b(?:start(?:s|ing)?|begin(?:s|ning)?|open(?:s|ing)?)\s+(?:off |out )?(?:with |on )?(?:(?:a|an|something|very|really)\s+)*(?P<start>[\w-]+)(?:\s+(?:songs?|tracks?|one|note))?"
    r"\s*(?:,|and|then|,? and then|but)\s+(?:then )?(?:end(?:s|ing)?(?: up)?|finish(?:es|ing)?|clos(?:es|e|ing)|get(?:s|ting)?|becom(?:es|ing)|turn(?:s|ing)?)?\s*(?:with |on |off )?"
    r"(?:(?:a|an|something|very|really)\s+)*(?P<end>winding down|wind down|[\w-]+)"
)
# "and something for dancing": a link, but a new request.
ANEW: Final = re.compile(
    r"(?:and|und|y|et|e|ok|now|then|also)[, ]+(?:now |maybe |then |for )?(?:something|anything|some (?:music|songs|tracks)|songs|music|"
    r"tracks|algo|musica|canciones|etwas|was|musik|lieder|quelque chose|de la musique|des chansons|alguma coisa|musicas)\b"
)
NEW: Final = re.compile(
    r"\b(?:i (?:want|need|would like|'d like|am looking|'m looking)|i'd like|looking for|give me|find me|show me|recommend|suggest|"
    r"something|some|songs?|tracks?|music|tunes?|playlist|suche|ich (?:mochte|will|brauche|hatte)|etwas|musik|lieder|quiero|busco|"
    r"algo|musica|canciones|cherche|je (?:veux|voudrais)|quelque chose|musique|chansons|quero|procuro|alguma|need)\b"
)
# Words of somebody who is content, where nothing else was understood.
LIKED: Final = re.compile(
    r"(?<!would )(?<!would be )(?<!['’]d )(?<!['’]d be )\b(?:great|awesome|amazing|perfect|excellent|nice|lovely|good|love|loved|like it|like them|like these|like those|wonderful|"
    r"fantastic|beautiful|incredible|spot on|bangers?|my jam|up my alley|read my mind|nailed it|thumbs up|do nicely|can'?t stop listening|(?:exactly )?what i(?: am|'m| was) (?:looking for|thinking)|enjoy\w*|thank|thanks|cool(?! (?:down|off)))\b(?!.*\b(?:more|add|another|other|songs like|find|give|show|want|need)\b)"
)
# What is asked for behind praise: "I like these, do you have more k-pop as well?"
ASKED_BESIDE: Final = re.compile(
    r"(?i)(?<=\w[\s,.!;])[\s,.!;]*(?:\b(?:and|but|also|now|please)\s+)*\b(?P<asked>(?:can|could|may|would|will) (?:you|u|we|i)\b|"
    r"can add\b|do you (?:have|know)\b|have you\b|got any\b|(?:i )?(?:would|['’]d) (?:also |really )?(?:love|like|prefer)\b|"
    r"(?:i )?(?:want|need)\b|how about\b|what about\b|(?:i )?also (?:like|love)\b|add\b|give me\b|show me\b|let['’]?s\b)"
)
# Somebody wants a thing done or told that has nothing to do with music.
TASK: Final = re.compile(
    r"\?|\b(?:what|who|when|where|why|how|do|does|is|are|can|could|order|book|buy|get|find|call|solve|write|tell|send|set|make|cheap|"
    r"flights|weather|forecast|bitcoin|crypto|president|election|translate|joke|poem|alarm|timer)\b"
)
# "songs similar but by a different artist", "someone else"
OTHER_ARTISTS: Final = re.compile(
    r"\b(?:(?:other|different|another|new) (?:artists?|bands?|singers?|groups?|musicians?|acts?)|(?:someone|somebody) else)\b"
)
# "add more so I can rate them", "add one more song to round it up"
ADD_MORE: Final = re.compile(r"\badd (?:(?:some|a few|a couple|a bit|even|(?P<many>\w+)) )?more\b")
# Behind these words stand names: "add some music from Common and Nas".
NAMES_FOLLOW: Final = re.compile(r"\b(?:from|by|von|de|par)\b")
# A question for something, whatever it is.
ASKS: Final = re.compile(r"(?:can|could|may|would|will) (?:you|u|we|i)\b")
# "the playlist is the same", "same songs again"
REPEATED: Final = re.compile(
    r"(?:\b(?:playlist|list|songs?|tracks?|they|these|those|it)\b.*\b(?:is|are|'s|'re|look|stay\w*)\b.*\bthe same\b(?! but\b)|"
    r"^(?:the )?same (?:list|songs?|tracks?|ones?) again\b)"
)


_THESE: Final = r"(?:this|that|these|those|it|they|them)"
# "these are right up my alley", "that takes me back", "my kids love this one", "I haven't heard those in years"
REMARK: Final = re.compile(
    rf"(?:(?:wow|oh|man|ok|okay|yes|yeah|haha\w*|omg|damn|and|so|well|hm+|[a-z]+ (?:taste|choice|choices|picks?))[,.! ]+)*"
    rf"(?:(?:all of )?{_THESE}(?: (?:one|ones|songs?|tracks?|list|playlist))?(?:['’]?(?:s|re|ll|ve|d))? \w.*"
    r"|(?:brings?|takes?|took|brought) (?:me |us )?back\b.*"
    r"|you(?:['’]?(?:ve|re))? (?:really |just |totally )*(?:read|nailed|killed|crushed|know|rock|did)\b.*"
    rf"|.*\b(?:lov|like|enjoy|dig|hear|stop|know|recogni[sz]|feel|vib|look|listen|recall|remember|rat(?=e|in))\w*\b.*\b{_THESE}"
    r"(?: (?:one|ones|songs?|tracks?|tunes|artists?|bands?|guys))?"
    r"(?: (?:forever|in (?:years|ages|a while|forever)|before|all|so much|too|already|a lot|either|again))*)[.! ]*"
)
# Words of somebody who wants something of the list, or says what is wrong with it.
_NO_REMARK: Final = re.compile(
    r"\b(?:want|need|add|more|less|fewer|can(?!['’]?t stop)|could|please|give|show|find|play|but|not|too|should|than|without|only|instead|"
    rf"any(?! of {_THESE})|some|other|another|different|new|similar|make|keep|let|lets|no|for(?! (?:{_THESE}|years|ages|so long|forever)\b)|"
    r"do ?n['’]?t(?! (?:really )?(?:know|recogni[sz]e|remember)\b)|is ?n['’]?t|are ?n['’]?t|does ?n['’]?t|like (?:this|that|these|those)|"
    rf"they (?:all |really |just )*(?:love|like|prefer|enjoy|dig)\b(?! {_THESE})|it(?:['’]?s| is) \w+ing|"
    r"\w{3,}er|sounds?|feels?|seems?|hate\w*|dislike\w*|worst|bad|boring|wrong|explicit)\b|\?"
)


def remarks(text: str) -> bool:
    """Whether somebody says something of the list shown, and wants nothing of it."""
    said = fold(text).strip()
    return bool(REMARK.fullmatch(said)) and not _NO_REMARK.search(said)


def goes_on(folded: str) -> bool:
    """Whether somebody agrees to more of a list: "yes please", "yes please. those were incredible"; or likes none."""
    first, *rest = re.split(r"(?<=[.!])\s+", folded.strip(), maxsplit=1)
    agreed = GO_ON.fullmatch(first) and not any(REQUESTS.search(one) or FURTHER.search(one) for one in rest)
    return bool(agreed or NONE_LIKED.fullmatch(folded))


def praises(text: str) -> bool:
    """Whether somebody says that they are content, and asks nothing."""
    return bool(LIKED.search(fold(text))) and not text.rstrip().endswith("?")


# Words around a playlist that say nothing of what is in it.
EMPTY: Final = re.compile(
    r"\b(?:hi|hello|hey|good|morning|afternoon|evening|day|please|help|need|want|would|like|can|could|you|me|my|some|new|make|making|"
    r"create|creating|build|building|start|put|together|get|looking|playlist|list|music|songs|i|a|an|the|to|of|for|with|and|am|im|is)\b"
)
# "ten songs for a spin class that build up", "dinner music that gets livelier"
CLIMBS: Final = re.compile(
    r"(?i)(?P<what>.{4,}?),? (?:that|which|and (?:it )?(?:should|must|has to|then)?|but|to) ?(?:(?:slowly|gradually|gently|steadily|progressively|should|will|then) )*"
    r"(?P<how>builds?(?: up)?|ramps? up|rises?|climbs?|picks? up|speeds? up|winds? down|calms? down|slows? down|cools? down|(?:gets?|becomes?|grows?|goes?) (?:(?:progressively|slowly|gradually|steadily|ever) )*(?:(?:more|less) )?[\w-]+)"
    r"(?: (?:slowly|gradually|steadily|bit by bit|over time|song by song|track by track|towards? the end|as (?:it|they) goes? on|all the way))*[.! ]*"
)
