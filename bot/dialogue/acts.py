"""Dialogue acts: what kind of move a message is, and its slots as text. Tables of patterns, no catalogue, no context.

The patterns read folded text (``lexicon.fold``: lower case, no accents), so one table serves several languages.
Slots are cut from the text as it was written, since names have capitals and accents.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.dialogue import lexicon
from bot.dialogue.comparisons import comparison
from bot.dialogue.lexicon import ADJECTIVES, NOUNS, NUMBERS, fold
from bot.dialogue.pattern_table import PatternTable

_N: Final = r"(?:\d{1,3}|" + "|".join(sorted((word for word in NUMBERS if len(word) > 1), key=len, reverse=True)) + ")"
_TAIL: Final = (
    r"(?:\s*+(?:,\s*+)?(?>please|pls|plz|thanks|thank you|thx|then|now|again|maybe|instead|though|bitte|por favor|s'il (?:te|vous) "
    r"plait|mate|for me|pra mim|para mi|pour moi|fur mich|if possible|if you can|okay|ok|too))*\s*[?!.…]*\s*$"
)
_REF: Final = (
    r"(?:it|that|this|those|these|them|they|the (?:first|second|third|fourth|fifth|last)|that one|this one|number \w+|"
    r"the (?:two|list|result|results|songs|tracks))"
)

# What may be asked of a track: the aspect's name, the words that ask for it after "how", and its nouns.
_ASPECTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("tempo", "fast|slow|quick|schnell|rapide|rapida|rapido", "bpm|bpms|tempo|beats per minute|speed|pace"),
    ("duration", "long|short|lang|larga|longue|longa", "length|duration|running time|run time|playing time|lange|laenge|dauer|duracion|duree"),
    (
        "popularity", "popular|well[- ]known|famous|known|big|successful|beliebt|bekannt|conocida|connue",
        "popularity|popularity score|fame|popularitat|popularidad|popularite",
    ),
    ("key", "", "key|musical key|camelot code|camelot key|camelot|key and bpm|key and tempo|tonart|tonalidad|tonalite|tonalidade"),
    ("valence", "happy|sad|gloomy|cheerful|positive|dark|upbeat|depressing|melancholic|frohlich|traurig|alegre|triste", "valence|positivity"),
    ("energy", "energetic|intense|calm|lively|aggressive|heavy|hard|energisch", "energy|energy level|intensity"),
    ("danceability", "danceable|dancey|groovy|tanzbar|bailable", "danceability"),
    ("loudness", "loud|quiet|laut|leise", "loudness|volume"),
    ("acousticness", "acoustic|electronic|akustisch", "acousticness"),
    ("instrumentalness", "instrumental|vocal|vocals|singing|sung|lyrics|words|voice|voices|singer", "instrumentalness"),
    ("speechiness", "wordy|talky|spoken", "speechiness"),
    ("liveness", "live", "liveness"),
    ("explicit", "explicit|clean|dirty", "explicit flag"),
    ("album", "", "album|record"),
    ("year", "old|new|recent|alt", "year|release date|release year|date|jahr|decade"),
    ("artist", "", "artist|singer|band|performer|composer|musician|kunstler|interpret|artista|cantante|artiste"),
    ("title", "", "name|title|titel|titulo|titre"),
    ("genre", "", "genre|genres|style|genero|stil|estilo"),
)  # fmt: skip
_HOW: Final = "|".join(words for _, words, _ in _ASPECTS if words)
_WHAT: Final = "|".join(sorted("|".join(nouns for _, _, nouns in _ASPECTS).split("|"), key=len, reverse=True))
_VERSION: Final = (
    r"(?:live|acoustic|unplugged|remix(?:ed)?|remixes|instrumental|original|studio|covers?|radio|sped[- ]up|slowed|karaoke|"
    r"demo|extended|orchestral)"
)
_GENRE: Final = (
    r"(?:genres?|styles?|genero|kind of music|type of music|sort of music|category|musikrichtung|stil|estilo)"
)
_TOPIC: Final = r"(?:in|of|for|within|en|dans|em|im|bei|no|na|de)"
_RISING: Final = (
    r"(?:rising(?! sun)|emerging|bubbling(?: up| under)?|up[- ]and[- ]coming|on the rise|on the up|on the come[- ]?up|(?<=who )coming up|(?<=whos )coming up|(?<=who's )coming up|(?<=who is )coming up|(?<=artists )coming up|about to (?:rise|break|blow|explode|pop|take off|make it|be|go|hit)|"
    r"(?:going to|gonna|will|could|set to|likely to|bound to|might|poised to) (?:be (?:big|huge|famous|popular|the next|next|a hit|massive)|rise|"
    r"break|blow up|take off|make it|explode|go viral|pop off|grow)|next big|future (?:stars?|hits?|talents?)|breaking (?:out|through)|breakout|break out|blowing up|newcomers?|"
    r"rising stars?|one to watch|ones to watch|next in|the next \w+ star|worth (?:signing|watching|scouting)|"
    r"im kommen|aufsteig\w*|durchstart\w*|subiendo|emergentes?|en ascenso|va a (?:pegar|triunfar|petar|subir)|promesas|"
    r"va percer|vont percer|qui monte\w*|emergents?|emergente|em ascensao|vai (?:estourar|bombar)|promessas|should (?:we|i) "
    r"(?:be )?(?:sign|watch|scout|keep an eye on|look at|looking at|watching|scouting|signing|keeping an eye on)|to sign)"
)
_POPULAR: Final = r"(?:popular|unpopular|a hit|hits?|big|successful|well[- ]liked|famous|chart|sell|succeed|take off|popularity|popularen?|populaire|erfolgreich|beliebt)"
_MODEL: Final = (
    r"(?:classif\w+|genre (?:model|detection|guess\w*|predict\w*|recogni\w+|label\w*|read\w*|tagging|id\w*)|models?|predictions?|guess\w*|genre\w* accuracy|"
    r"algorithm|detection|genre readings?)"
)
_SAVE: Final = r"(?:save|export|store|write|dump(?= (?:it|this|that|them|all|everything|the list)\b)|download|speicher\w*|exportier\w*|guarda\w*|exporta\w*|sauvegarde\w*|enregistre\w*|exporte\w*|salva\w*|salve|baixa\w*)"
_FILE: Final = (
    r"(?:csv|files?|excel|xlsx|spreadsheet|m3u8?|links|table|datei|archivo|fichier|arquivo|document|disk|text file)"
)
_DURATION: Final = re.compile(
    rf"\b(?:(?P<half>half an hour|half hour|media hora|demi[- ]heure|halbe stunde|einer halben stunde|halbstundige?|meia hora|mezz'ora)|(?P<hourhalf>an hour and a half|one and a half hours?|anderthalb stunden|un'ora e mezza|una hora y media|une heure et demie|uma hora e meia)|"
    rf"(?P<an>an hour|one hour|einer? stunde|una hora|une heure|uma hora|un'ora)|(?P<number>\d{{1,3}}(?:[.,]\d)?|{_N})[ -]?(?P<unit>min(?:s|ute|utes|uten|utos)?|h|hr|hrs|hours?|stunden?|horas?|heures?|minuti|or[ae])(?:[ -]?(?P<more>\d{{1,2}})\s*(?:min\w*|m)?)?)(?=\b|-)"
)
_LIMITING: Final = re.compile(
    r"\b(?:under|over|below|above|than|least|most|between|max|maximum|min|minimum|shorter|longer|unter|uber|menos de|mas de|"
    r"moins de|plus de|mais de|meno di|piu di|up to|around|about|each|long|tracks? of|songs? of)\s*(?:the\s*)?$"
)


LONGEST: Final = 200
"""Characters of a move; what is longer describes music, and patterns would take long to tell."""


@dataclass(frozen=True)
class Act:
    """A move in a conversation.

    Parameters
    ----------
    kind : str
        ``fact``, ``compare``, ``remove``, ``more`` ...; ``request`` for what none of the tables holds.
    slots : mapping of str to str
        The parts, as written.
    """

    kind: str
    slots: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """A slot; empty if it is not there."""
        return self.slots.get(name, "")


# The order decides: what is more telling stands first.
_QUESTIONS: Final = PatternTable(
    # Trends.
    ("explain", r"what(?:'s|s| is| does| do)?\s+[\"“'‘]?(?P<trait>danceability|energy|loudness|speechiness|acousticness|instrumentalness|liveness|valence|tempo|popularity)[\"”'’]?\s+(?:actually |really |supposed to |meant to )*(?:mean|be|stand for|say|tell)(?: here| exactly)?" + _TAIL),
    ("trends", r"(?:is|are|has|have|did|does|do|was)\s+(?P<what>.+?)\s+(?:been\s+)?(?:getting|become|becoming|got|gotten|grow\w*|going|turn\w*|be)\s+(?P<trait>(?:more |less )?\w+)\b.*"),
    ("trends", r"(?:is|are)\s+(?P<what>.+?)\s+(?P<trait>(?:more |less )?\w+)\s+(?:now |today |these days )?than\s+(?:(?:it|they) (?:was|were|used to be)|in (?:the )?(?:past|old days|\d0s|(?:19|20)\d\ds?|\w+ties|noughties)|before|ever|back then)\b.*"),
    ("trends", r"(?:is|are) there (?:more|less|fewer)\s+(?P<trait>\w+)\b(?P<what>.*)\b(?:than|now|nowadays|these days|today|over)\b.*"),
    ("trends", r".*\b(?:over (?:the )?(?:(?:last|past) )?(?:few |couple of )?(?:years|decades|time)|through the (?:years|decades)|since the \w+|nowadays than|than (?:before|in the past|it used to|they used to)|used to be)\b.*"),
    ("trends", r"(?:what|which|show me|how|tell me about|any|explain|plot)?\b.*\btrends?\b\s*(?:in|of|for|on)?\s*(?P<what>.*)"),
    ("trends", r"(?:how|in what way) (?:has|have|did|is|are)\s+(?P<what>.+?)\s+(?:chang\w*|evolv\w*|develop\w*).*"),
    ("trends", r"(?:wird|werden|wurde|sind|ist)\s+(?P<what>.+?)\s+(?P<trait>schneller|langsamer|lauter|leiser|trauriger|frohlicher|kurzer|langer)\b.*"),
    ("trends", r"(?P<what>.+)\s+(?:es|son|est|sont|e|sao)\s+(?:cada vez|de plus en plus|mais e mais)\s+(?:mas |mais )?(?P<trait>\w+).*"),
    # The model.
    ("trust", r"(?:and )?how (?:reliable|trustworthy|accurate|sure|certain|good|confident|solid|likely|precise) (?:is|are) (?:that|this|it|those|these|they|the (?:prediction|forecast|ranking|list|score)s?)(?: \w+)?" + _TAIL),
    ("model", rf"(?:and )?(?:how|is|are|what'?s|what is|can|should|do)\b.*\b(?:good|accura\w+|reliab\w+|trust\w*|precise|well|often|sure|confident|right|wrong|correct|believ\w*|perform\w*|quality|solid)\b.*\b{_MODEL}\b.*"),
    ("model", rf"(?:how|can|is|are|do).*\b{_MODEL}\b.*\b(?:good|accura\w+|reliab\w+|trust\w*|right|wrong|correct|work|perform\w*|fail\w*|well|confident|sure)\b.*"),
    ("model", r".*\b(?:accuracy|macro f1|f1 score|confusion matrix|calibrat\w+)\b.*"),
    ("model", r"(?:(?:show|tell|explain)(?: me| us| to me)? )?(?:where|what|which|when|how).*\b(?:mess\w*(?: up)?|fail\w*|go(?:es)? wrong|confus\w+|mix(?:es|ed)? up|worst|weak\w*|struggl\w+|mistak\w+|gets? (?:it |things |them |that |genres? )?wrong|hardest)\b.*"),
    ("trust", r"(?:and )?how (?:sure|confident|certain) are you(?: (?:about|of|with) .+)?" + _TAIL),
    ("trust", r"(?:and )?(?:can|could|should|do) (?:i|we|you) (?:really )?(?:trust|rely on|believe|depend on)\b.*"),
    # The data.
    ("about", r"(?:and |so )?(?:where|from where)\b.*\b(?:data|songs?|tracks?|music|catalog\w*|information|info|numbers|figures|database|all (?:this|that))\b.*\b(?:from|get|come|taken|source\w*)\b.*"),
    ("about", r"(?:what|which|whose|tell me about|describe)\b(?:'s| is| are)?\s*(?:the |your |this )?(?:data|data ?set|catalog\w*|database|data ?base|source|sources|collection)\b.*"),
    ("about", r"(?:what|which) (?:data|dataset|catalog\w*|source).*"),
    ("about", r"(?:and |so )?how (?:old|fresh|recent|current|new|big|large|up[- ]to[- ]date) (?:is|are) (?:the|your|this|that|these|all)?\s*(?:data\w*|catalog\w*|database|dataset|info\w*|numbers|collection|songs|tracks|music)\b.*"),
    ("howmany", r"(?:and |so )*how many (?:songs? |tracks? |recordings? )?(?:have you(?: got)?|do you have|are there|you got)(?: here)? (?:by|from|of)\s+(?P<subject>(?!those\b|these\b|them\b|it\b).+?)" + _TAIL),
    ("howmany", r"(?:and |so )*how many (?:songs?|tracks?|recordings?|titles|tunes)\s+(?:by|of|from)\s+(?P<subject>(?!those\b|these\b|them\b|(?<!by )the\b|it\b).+?)(?:\s+(?:do you have|do you know|are there|have you(?: got)?|are (?:in|on) .+|is there|in (?:the|your) \w+|you got|there))?" + _TAIL),
    ("about", r"(?:and |so )?how many (?:songs?|tracks?|recordings?|titles|artists?|tunes)\b(?!.*\b(?:of (?:those|these|them)|in (?:the|this|that) list)\b).*\b(?:total|all|there|have|know|hold|catalog\w*|database|here|contain\w*)\b.*"),
    ("about", r"(?:and |so )?(?:do you have |is there |are there |have you )?(?:nothing|anything|no(?:thing)? (?:songs|tracks|music)|any(?:thing)? (?:songs|music)?)\s*(?:new(?:er)?|more recent|later)?\s*(?:from|of|in|after|since|than)\s+(?:this year|last year|20[23]\d|now|today|recently|the last years?).*"),
    ("about", r"(?:when|how often) (?:was|were|is|are|did)\b.*\b(?:data\w*|catalog\w*|database|dataset|collect\w*|updat\w*|scrap\w*|gather\w*|popularity)\b.*"),
    ("about", r"(?:is|are) (?:the|your|this|it)\s*(?:data|catalog\w*|info\w*|music|songs)?\s*(?:up[- ]to[- ]date|current|recent|live|real[- ]time|still valid)\b.*"),
    ("about", r"how (?:do|does|did) (?:your|the|you|this|it)\b.*\b(?:recommend\w*|work|choose|pick|decide|know|match\w*|suggest\w*|find)\b.*"),
    ("about", r"(?:who|what) is behind (?:this|you|the answers)|what version.*|(?:are you|is it|is this) (?:real|fake|synthetic) data.*|woher .*(?:daten|songs|musik).*|wie alt sind .*daten.*|de donde .*datos.*|d'ou .*donnees.*|de onde .*dados.*"),
    # Emerging.
    ("emerging", rf"(?:.*\b)?(?:who|whos|who's|what|what's|which|any|show|list|find|give|tell|artists?|artistas|artistes|acts?|bands?|songs?|tracks?|talent|wer|welche|cuales|quien|quienes|que|qui|quels|quem|quais|future)\b.*\b{_RISING}\b.*"),
    ("emerging", rf"(?:the )?{_RISING}\b.*\b(?:artists?|acts?|bands?|talents?|songs?|tracks?|musicians?|stars?|in|of)\b.*"),
    ("emerging", r"(?:what|which|any)\s+(?:genres?|styles?)\s+(?:is|are)\s+(?:currently |now )?(?:growing|gaining|climbing|trending|going up|getting bigger|taking off)(?: up)?\b.*"),
    ("emerging", r"(?:.*\b)?(?:up[- ]and[- ]coming|emerging|rising)\s+(?:[\w-]+ ){0,2}(?:rappers?|artists?|bands?|acts?|singers?|djs?|producers?|talents?|stars?|names?)\b.*"),
    ("emerging", r"(?:(?:who|what|which).*\b(?:next year|sign this year|tomorrow's|future stars?|watch out for)\b.*)|emerging" + _TAIL),
    # Drivers.
    ("drivers", r"(?:and |so )*(?:does|do|will|would)\s+(?P<quality>.+?)\s+(?:music|songs?|tracks?|stuff|tunes)\s+(?:do|does|perform|sell|chart|stream|fare|work)\s+(?:better|well|best|more|worse)\b(?: in (?P<where>.+?))?" + _TAIL),
    ("drivers", rf"(?:and |so )?what (?:makes|made|drives|moves|determines|affects|influences|explains|gives|decides)\b(?: (?:an?|the|some))?\s*(?P<what>.*?)\s*\b{_POPULAR}\b\s*(?:{_TOPIC}\s+(?P<where>.+?))?" + _TAIL),
    ("drivers", rf"(?:and |so )?(?:which|what|how (?:do|does|much do|much does))\b.*\b(?:factors?|features?|things|traits|matters?|affects?|influences?|counts?|drives?|drivers?|important|explains?|goes with|go with|helps?|hurts?|correlates? with)\b.*\b(?:{_POPULAR})\b\s*(?:(?:{_TOPIC})\s+(?P<where>.+?))?" + _TAIL),
    ("drivers", rf"(?:and |so )?(?:which|what)(?: (?:audio |sound )?(?:traits?|features?|factors?|qualit(?:y|ies)|things?))? (?:matters?|counts?|helps?|sells?)(?: the)?(?: most| best)? (?:{_TOPIC})\s+(?P<where>.+?)" + _TAIL),
    ("drivers", rf"why (?:is|are|do|does)\s+(?P<what>.+?)\s+(?:so |not |this |that )*(?:{_POPULAR})\b.*"),
    ("drivers", rf"(?:does|do|is|are)\s+(?P<what>.+?)\s+(?:make|makes|help|helps|hurt|matter|matters)\b.*\b(?:{_POPULAR})\b.*"),
    ("drivers", rf"(?:popularity |hit )?(?:drivers?|recipe|formula|secret|ingredients)\b.*?\b(?:(?:for|of) (?:a |an )?)?(?:{_POPULAR}|popularity)?\s*(?:{_TOPIC})\s+(?P<where>.+?)" + _TAIL),
    ("drivers", rf"was macht (?P<what>.+?) (?:so )?(?:{_POPULAR}).*|que hace (?:que )?(?P<es>.+?) (?:sea |tan )*(?:{_POPULAR}).*|qu'est-ce qui rend (?P<fr>.+?) (?:si )?(?:{_POPULAR}).*|o que (?:faz|torna) (?P<pt>.+?) (?:ser |tao )*(?:{_POPULAR}).*"),
    # A walk between two tracks.
    ("path", r"(?:.*\b)?(?:path|walk|bridge|journey|route|trip|transition|stepping stones)\s+(?:leading |going |that (?:goes|leads) )?(?:from|between)\s+(?P<a>.+?)\s+(?:to|into|towards|and)\s+(?P<b>.+?)(?:,?\s+(?:in|with|over)\s+(?P<steps>\d+|\w+)\s+(?:songs?|tracks?|steps?|moves?))?" + _TAIL),
    ("path", r"(?:and |so |ok )*how (?:do|can|could|would|should) (?:i|we|you|one) (?:get|go|come|move|transition|mix) from\s+(?P<a>.+?)\s+to\s+(?P<b>.+?)(?:,?\s+(?:in|with|over)\s+(?P<steps>\d+|\w+)\s+(?:songs?|tracks?|steps?|moves?))?" + _TAIL),
    ("path", r"(?:.*\b)?(?:segue|cross-?fade|fade|blend|morph|glide|ease|drift|flow|slide)s?(?: (?:me|us|it|smoothly|gently|slowly|gradually|over|across|out))*(?:\s+from)?\s+(?P<a>.+?)\s+into\s+(?P<b>.+?)(?:,?\s+(?:in|with|over|using)\s+(?P<steps>\d+|\w+)\s+(?:songs?|tracks?|steps?|moves?))?" + _TAIL),
    ("path", r"(?:(?>ok|please|can you|could you|give me|make me|make|build|i want|i need|an?|the|some|\d+|playlist|mix|set|list|songs?|tracks?|something|music|that|which|goes|gets|leads|moves|takes|me|us|segue|go|get|fade|blend|flow)[, ]+)*from\s+(?P<a>.+?)\s+(?:in)?to\s+(?P<b>.+?)(?:,?\s+(?:in|with|over|using)\s+(?P<steps>\d+|\w+)\s+(?:songs?|tracks?|steps?|moves?))?" + _TAIL),
    ("path", r"(?:(?:can|could) you |please )*(?:connect|bridge|take me from|walk me from|lead me from)\s+(?P<a>.+?)\s+(?:to|with|and)\s+(?P<b>.+?)(?:,?\s+(?:in|with|over)\s+(?P<steps>\d+|\w+)\s+(?:songs?|tracks?|steps?|moves?))?" + _TAIL),
    # Comparing.
    ("compare", r"(?:can you |please )?(?:compare|contrast|vergleiche?|compara|comparez?|comparar|comparer)\s+(?P<a>.+?)\s+(?:and|with|to|vs\.?|versus|against|und|mit|y|con|et|avec|a|e|com)\s+(?P<b>.+?)" + _TAIL),
    ("compare", r"(?:what(?:'s| is| are)|tell me|explain|show me)?\s*(?:the )?(?:main |biggest )?(?:differences?|unterschied|diferencia|difference|diferenca)\s+(?:between|zwischen|entre)\s+(?P<a>.+?)\s+(?:and|und|y|et|e)\s+(?P<b>.+?)" + _TAIL),
    ("compare", r"how(?:'s| is| are| does| do| did|s)\s+(?P<a>.+?)\s+(?:differ\w*|compare\w*|different|stack up)\s*(?:from|to|with|against|than)\s+(?P<b>.+?)" + _TAIL),
    ("compare", r"(?:what|how) (?:sets|distinguishes)\s+(?P<a>.+?)\s+(?:apart )?from\s+(?P<b>.+?)" + _TAIL),
    ("compare", r"(?:and |so )*(?:is|are|does|do)\s+(?P<a>.+?)\s+(?:really |usually |sound |sounds |get |gets )*(?:(?P<how>more|less)\s+)?(?P<word>[\w-]+)\s+than\s+(?P<b>(?!it\b|they\b|before\b|in\b|during\b|back\b|ever\b|last\b|now\b|usual\b|normal\b|that\b|this\b).+?)" + _TAIL),
    ("compare", r"(?P<a>(?!is\b|are\b|which\b).+?)\s+(?:vs\.?|versus)\s+(?P<b>.+?)" + _TAIL),
    ("compare", r"(?:and |so )?(?:how (?:does|do) (?:it|that|this|they|he|she) )?(?:compared?|compares|in comparison|measured|next) (?:to|with|against)\s+(?P<with>.+?)" + _TAIL),
    ("compare", r"(?:and )?(?:how (?:do|does|are|is)\s+(?P<both>.+?)\s+(?:compare\w*|differ\w*|different)|(?:compare|contrast|vergleiche?|compara|comparez?)\s+(?P<these>.+?)|what(?:'s| is) the difference(?: between (?P<between>.+?))?)" + _TAIL),
    # Which of those; how many of those.
    ("superlative", r"(?:which|what|whats|who|show me|find|pick|give me)(?:'s| is| one| ones| of (?:those|these|them|the \w+|all)| song| track|\s)*\s*(?:is|was|are|has|have|do you|would be)?\s*(?:the )?(?P<how>more|most|least|less|highest|lowest|best|biggest|strongest|greatest)?\s*(?P<word>[\w-]+)(?:\s+(?:one|song|track|out|of (?:those|these|them|the \w+|all|it|all of them)|here|there|in (?:there|the list|that list)))*" + _TAIL),
    ("rejected", r"(?:and |so )?(?:what|who|which(?: ones?)?)(?:'s| is| are| have| has| did)?\s*(?:i|you|we|they)?\s*(?:been |already |all )*(?:take|taken|took|throw|thrown|threw|leave|left|rule|kick|turn(?:ed)?|reject(?:ed)?|exclude[ds]?|removed?|dropp?(?:ed)?|banned|blocked)(?: out| off| away| down| so far)*(?: of (?:it|the list|this list|here))?" + _TAIL),
    ("intitle", r"(?:.*\b)?(?:songs?|tracks?|anything|something|music|ones?|titles?)\s+(?:with|that (?:have|has|contains?)|containing|having)\s+(?:the words? )?(?P<subject>[^,]{2,40}?)\s+in (?:the|their|its)\s+(?:titles?|names?)(?:[,;].*)?" + _TAIL),
    ("left", r"(?:and |so |ok )*how many\s+(?:(?:songs?|tracks?|of (?:them|those|these))\s+)?(?:are|is|do (?:i|we) have)\s*(?:there|left|remaining|still left|in total|in (?:it|there|the list|this list|that list)|on (?:it|the list)|now)*" + _TAIL),
    ("countof", r"(?:and |so )?how many\s+(?!genres\b)(?:of\s+(?:those|these|them|the \w+)\s+)?(?:are|is|have|has|songs?|tracks?)?\b(?P<what>.*)"),
    # Similar artists.
    ("artists_like", r"(?:who|which (?:artists?|bands?|singers?)|what (?:artists?|bands?))\s+(?:else )?(?:sounds?|is|are|sing|makes? music|make|makes)\s*(?:like|similar to|close to|comparable to|in the vein of)\s+(?P<subject>.+?)" + _TAIL),
    ("artists_like", r"(?:.*\b)?(?:artists?|bands?|singers?|musicians?|acts?|rappers?|djs?|kunstler|artistas|artistes)\s+(?:who (?:are |sound )?|that (?:are |sound )?)?(?:like|similar to|close to|comparable to|related to|in the vein of|wie|como|comme)\s+(?P<subject>.+?)" + _TAIL),
    ("artists_like", r"(?:.*\b)?(?:similar|related|comparable) (?:artists?|bands?|singers?|acts?)(?:\s+(?:to|like|as)\s+(?P<subject>.+?))?" + _TAIL),
    ("artists_like", r"(?:and |ok |so )*(?:any(?:one|body)|some(?:one|body)|who(?:'s| is)?)(?: else)?(?: (?:is|that's|that is))?\s+similar(?: to (?P<subject>.+?))?" + _TAIL),
    ("artists_like", r"(?:wer klingt wie|quien suena como|qui ressemble a|quem (?:soa|parece)(?: com| como)?)\s+(?P<subject>.+?)" + _TAIL),
    ("genres", r"(?:.*\b)?genres?\s+(?:that are |that sound )?(?:similar to|like|close to|near|related to)\s+(?P<like>.+?)" + _TAIL),
    ("genres", r"(?:what|which|list|show|name|how many|give|tell|the|all|your|available|most popular|biggest|top|popular|me|a\b|\d|of|are|your|\s)*+\bgenres\b(?:\s+(?:are|do|have|can|exist|exists|there|available|you|i|know|offer|hear|get|here|got|the|most|popular|biggest|best|liked|are most popular|list|choose|from|ask|for|in the catalog\w*|in total))*" + _TAIL),
    # Genre of a track.
    ("goes", r"(?:.*\b)?(?:song|track|tune|one)\s+(?:that|which|where (?:they|he|she|it))\s+(?:kinda |sort of )?(?:goes?|sings?|says?)(?:\s+like)?\s*[,:]?\s*(?P<subject>.+?)" + _TAIL),
    ("genre", rf"(?:and |so )?(?:what|which|welche[sr]?|que|quel)\b(?:'s| is| are| the| ist)*\s*{_GENRE}(?:'s)?\s+(?:is|are|does|do|would|of|for|has|was|from|ist|es|est|did|hat|tiene)\s+(?P<subject>.+?)(?:\s+(?:belong|belongs|filed|fall|fit|have|be|in|under|to|called|hat|tiene|considered))*" + _TAIL),
    ("genre", rf"(?:what|which|how) (?:is|are)\s+(?:called )?(?:the )?{_GENRE}\s+(?:of|for|from|to)\s+(?P<subject>.+?)" + _TAIL),
    ("genre", r"how (?:would|do|could|can) (?:you|one|i) (?:classify|categori[sz]e|label|describe|call)\s+(?P<subject>.+?)" + _TAIL),
    ("genre", rf"(?:guess|predict|tell me|identify|name|classify|find|give me) (?:the )?{_GENRE}\s+(?:of|for)\s+(?P<subject>.+?)" + _TAIL),
    ("genre", r"what does\s+(?P<subject>.+?)\s+sound like(?:,? (?:which|what|as a|of) genre)?" + _TAIL),
    ("genre", rf"(?:(?:can|could|would) you )?(?:please )?tell me (?:what |which |the ){_GENRE}\s+(?:of )?(?P<subject>.+?)(?: is| belongs to)?" + _TAIL),
    ("genre", rf"what (?:would|do|should) (?:you|i|we) call the {_GENRE} of\s+(?P<subject>.+?)" + _TAIL),
    ("genre", rf"(?P<subject>.+?)[:,]\s*(?:what|which) {_GENRE}(?: is (?:that|it|this))?" + _TAIL),
    ("genre", r"(?:classify|categori[sz]e)\s+(?P<subject>.+?)" + _TAIL),
    ("genre", rf"(?:de que|zu welchem|welchem|de quel|de qual) {_GENRE} (?:es|est|e|gehort)\s+(?P<subject>.+?)" + _TAIL),
    ("genre", rf"(?P<subject>its?|their|it's|.+?'s)\s+{_GENRE}" + _TAIL),
    ("genre", rf"(?:and )?(?:the )?{_GENRE}(?:\s+(?:of|for)\s+(?P<subject>.+?))?" + _TAIL),
    ("info", r"(?:is|are)\s+(?P<subject>.+?)\s+(?:overrated|underrated|any good|worth (?:it|a listen|hearing|listening to)|still relevant|dead|overhyped)" + _TAIL),
    ("genre", r"is\s+(?P<subject>.+?)\s+(?:really |actually |more )?(?:an? )?(?P<genre>\w[\w -]+?) or (?:an? )?(?P<other>\w[\w -]+)" + _TAIL),
    # Facts of a track.
    ("year", r"(?:and |so )?(?:when|what year|which year|in what year|how old)\b\s*(?:was|were|did|is|are|does|do)?\s*(?P<subject>.+?)\s*(?:come out|came out|released|release|made|recorded|written|published|from|out|date from|appear)?" + _TAIL),
    ("year", r"(?:and |so )?(?:the|its|their|which is the|which one is the|what(?:'s| is) the)\s+(?:new|late|old|earli)(?:est|er)\s*(?:one|ones|song|track|album|release|of (?:those|them|these))?" + _TAIL),
    ("year", r"(?:the )?(?:release (?:date|year)|year|date)s?\s+(?:of|for)\s+(?P<subject>.+?)" + _TAIL),
    ("versions", rf"(?:and |so |ok )*(?:(?:is|are) there|do you have|have you(?: got)?|got|any|show me|find|what about)\s+(?:an?|any|some|the|other|more)*\s*(?P<kind>{_VERSION})(?:\s+(?:versions?|cuts?|mix(?:es)?|recordings?|takes?|renditions?|ones?|edits?))?(?:\s+(?:of|for)\s+(?P<subject>.+?))?" + _TAIL),
    ("versions", r"(?:and |so |ok )*(?:(?:is|are) there|do you have|have you(?: got)?|any|what|which|show me|find|other|list)\s+(?:any|all|some|the|other|different|more|an)*\s*versions?(?:\s+(?:of|for)\s+(?P<subject>.+?))?(?: (?:do you have|are there))?" + _TAIL),
    ("inlist", r"(?:and |so |ok )*(?:is there |are there |do you have |have you got |got )?(?:any(?:thing|one|body|\s+songs?|\s+tracks?)?|something|some|a song)\s+(?:by|from|of)\s+(?P<name>.+?)\s+(?:in there|in (?:it|them|this|that|here)|(?:in|on) (?:the|this|that) list|among (?:them|those|these))" + _TAIL),
    ("whichof", r"(?:and |so )*(?:which|what)(?: ones?| songs?| tracks?| of (?:those|these|them|it))*\s+(?:is|are|has|have)\s+(?:an? |marked )*(?P<what>explicit|clean|instrumental|not explicit|(?:over|above|under|below|faster than|slower than) \d+(?: bpm)?)(?:\s+(?:ones?|songs?|tracks?|lyrics|words))?" + _TAIL),
    ("album", r"(?:and |so |ok )*(?:(?:what|anything|something)(?:'s| is|) else(?: is| do you have)?|what(?:'s| is)|(?:show me |play )?(?:more|all|the rest|(?:the )?(?:other|others|more) (?:songs|tracks))|(?:the )?others?)\s+(?:on|from|off|of)\s+(?:that|this|the|the same|its|his|her|their)\s+(?:same )?(?:album|record|lp|ep)" + _TAIL),
    ("versions", r"(?:and |so )*who(?:'s| has| have| else(?: has)?)?\s*(?:also )?(?P<kind>covered|remixed)\s+(?P<subject>.+?)" + _TAIL),
    ("versions", r"(?:and |so )*who else (?:has |have )?(?:recorded|sang|sung|did|done|performed|played|sings|plays)\s+(?P<subject>.+?)" + _TAIL),
    ("inlist", r"(?:and |so |ok )*is\s+(?P<name>.+?)\s+(?:in there|in it|on it|(?:in|on) (?:the|this|that) list|among (?:them|those|these))" + _TAIL),
    ("middle", rf"(?:and |so |ok )*(?:(?:what(?:'s| is| are| was)?|whats|tell me)\s+)?(?:the |their |its )*(?:average|mean|median|typical|usual)\s+(?P<aspect>{_WHAT})(?:\s+(?:of|for|in|on)\s+(?:those|these|them|that|this|it|all|here|the \w+|all of (?:them|these|those)))?" + _TAIL),
    ("middle", rf"(?:and |so |ok )*(?:what|which)\s+(?P<aspect>{_WHAT})\s+(?:is|are)\s+(?:that|those|these|they|it|this|the \w+)(?: all)?\s+(?:on average|roughly|overall|in total|altogether|typically|usually)" + _TAIL),
    ("middle", rf"(?:and |so |ok )*how (?P<aspect>{_HOW})\s+(?:is|are)\s+(?:that|those|these|they|it|this|the \w+|all of (?:them|these|those))(?: all)?\s+(?:on average|overall|in total|altogether|all together|together)" + _TAIL),
    ("fact", rf"(?:and |so )?(?:the|its|their)\s+(?P<aspect>(?!artist|band|name|title){_WHAT}) ?(?:too|then)?\?+\s*"),
    ("fact", rf"(?:and|und|y|et|e) (?:the |its |what about (?:the |its ))?(?P<aspect>{_WHAT})" + _TAIL),
    ("fact", rf"(?:and |so |ok )?(?:in )?(?:what|which|whats|what's)(?:'s| is| was| are|)?\s*(?:the\s+|its\s+|exact\s+)*(?P<aspect>{_WHAT})\s+(?:is|does|has|do|did|was|are|of|for|from|on|in|'s|des|von|de|du|da|do|has got)\s+(?P<subject>.+?)(?:\s+(?:have|has|in|on|run at|running at|from|at|written in|recorded in|clock in at))*" + _TAIL),
    ("fact", rf"(?:and |so |ok )?(?:(?:tell|give|show) me|find|check|get me)\s+(?:the\s+|its\s+)*(?P<aspect>{_WHAT})\s+(?:of|for|from|on)\s+(?P<subject>.+?)" + _TAIL),
    ("fact", rf"(?:and |so )?(?:what|which|whats|what's)(?:'s| is| was)?\s+(?P<subject>its|their|his|her|.+?'s)\s+(?P<aspect>{_WHAT})" + _TAIL),
    ("fact", rf"(?:and |so )?(?:how|wie|que tan|com quanto)\s+(?P<aspect>{_HOW})\s+(?:is|are|was|does|do|would you say|ist|es|est|e)\s+(?P<subject>.+?)(?:\s+(?:really|actually|exactly|these days|now|on a scale.*|out of \d+|in percent|run|last|get|go))*" + _TAIL),
    ("fact", rf"(?:and )?(?:the\s+)?(?P<aspect>{_WHAT})\s*(?:of|for|from|von|de|du|da|do|in)\s+(?P<subject>.+?)" + _TAIL),
    ("fact", rf"(?P<subject>its|it's|their|his|her|(?:[\w.&' -]+?)'s)\s+(?P<aspect>{_WHAT})" + _TAIL),
    ("fact", r"(?:and )?(?:is|are|was)\s+(?P<subject>.+?)\s+(?:an? |really |very |actually |marked |at all |quite |rather )*(?P<aspect>explicit|clean|instrumental|sung|live|acoustic|danceable|popular|famous|well[- ]known|fast|slow|sad|happy|loud|energetic|calm|long)(?:\s+(?:one|song|track|recording|version))?" + _TAIL),
    ("fact", r"(?:does|do|did|has|have)\s+(?P<subject>.+?)\s+(?:have |contain |got |come with )?(?:any )?(?P<aspect>vocals?|singing|sung|lyrics|words|voices?|singer)(?: in it| on it)?" + _TAIL),
    ("fact", r"(?:does|do|did|has|have)\s+(?P<subject>.+?)\s+(?:have |contain |got )?(?:any )?(?P<aspect>explicit|swear\w*|curs\w*|profan\w*|dirty words|bad language)\b.*" + _TAIL),
    ("who", r"(?:and |so )?(?:who|whos|who's|who is|wer|quien|qui|quem)(?:'s| is| was| does| did|)\b\s*(?:the )?(?:artist|singer|band|performer|musician|composer|person|group|guy|woman)?\s*(?:behind|singing|sings?|sang|made|makes|wrote|writes|performs?|performed|recorded|did|does|plays?|played|responsible for|of|on|for|singt|canta|chante|hat)\s+(?P<subject>.+?)" + _TAIL),
    ("who", r"(?:and |so )?(?:who|whos|who's|who is|by whom)(?:'s| is| was)?\s+(?P<subject>.+?)\s*(?:by|from|sung by|made by)?" + _TAIL),
    ("who", r"(?:what|which) (?:artist|band|singer|group)\s+(?:is|was|made|did|sings|sang|plays|recorded|performs)\s*(?:behind )?(?P<subject>.+?)(?:\s+by)?" + _TAIL),
    ("named", r"(?:and |so )?(?:what|whats|what's|what is|what was|which is|tell me|wie heisst|como se llama|comment s'appelle)(?:'s| is| was| the name of)?\s*(?P<subject>.+?)\s+(?:called|named|again|title)(?: again)?" + _TAIL),
    # What about somebody or something.
    ("info", r"(?:ok |now )?(?:tell me (?:more |something |all )?about|more (?:info(?:rmation)? )?(?:about|on)|(?:what|anything) (?:do|can) you (?:know|tell me) (?:about|of|on)|info(?:rmation)? (?:about|on)|details (?:about|on|of|for)|describe|who (?:is|are)|look up|facts about|erzahl mir (?:was |mehr )?(?:uber|von)|hablame de|parle[- ]moi de|fale sobre)\s+(?P<subject>.+?)" + _TAIL),
    ("theirs", r"(?:and )?(?:what|which|anything|something|songs|tracks|stuff|music|what songs|which songs|what else)\s*(?:else )?(?:do|have|did|is|are)?\s*(?:you|we|they|there)?\s*(?:have|got|here|there|know|do|make)?\s*(?:is there |else )*(?:by|from|of)\s+(?P<subject>him|her|them|that (?:artist|band|singer|group|guy)|this (?:artist|band|singer|group)|the same (?:artist|band|singer)|(?:the )?same (?:artist|band)|that one)" + _TAIL),
    ("others", r"(?:and )?what else (?:do|did|does|have|has) (?P<subject>they|he|she|(?:this|that|the same) (?:artist|band|singer|group|rapper))\s*(?:have|do|done|make|made|sing|record|recorded|got|release|released|out|here|got here)*" + _TAIL),
    ("theirmost", r"(?:and )?(?:(?:what|which)(?:'s| is| are| was| were)\s+)?(?P<subject>their|his|her|the (?:artist|band|singer)'s)\s+(?:(?P<how>most|least)\s+)?(?P<word>[\w-]+)\s*(?P<what>songs?|tracks?|tunes?|ones?|recordings?)?" + _TAIL),
    ("theyhave", r"(?:and |so |but )*(?:do|does|did|have|has|got)\s+(?P<subject>they|he|she|(?:this|that|the same) (?:artist|band|singer|group|rapper))\s+(?:have |make |made |do |done |got |sing |play )*(?:anything|something|any|some|songs|tracks|ones|music|stuff)(?:\s+(?:songs?|tracks?|that(?:'s| is| are)))*\s+(?P<what>.+?)" + _TAIL),
    ("biggest", r"(?:and )?(?:(?:what|which)(?:'s| is| are| was| were)\s+)?(?P<subject>their|his|her|.+?'s|the (?:artist|band|singer)'s)\s+(?:biggest|most popular|best[- ]known|greatest|top|most famous|best)\s*(?:\d+ )?(?P<what>hits?|songs?|tracks?|tunes?|ones?|work)?" + _TAIL),
    # Words that are explained, and what the catalogue looks like.
    ("explain", rf"(?:what (?:is|does|are)|what's|whats|explain|define|describe|meaning of|tell me what|how (?:is|do you measure|is it measured)|was (?:ist|bedeutet)|que es|c'est quoi|o que e)\s+(?:meant by\s+)?(?:the )?(?P<trait>{'|'.join(('danceability', 'energy', 'loudness', 'speechiness', 'acousticness', 'instrumentalness', 'liveness', 'valence', 'tempo', 'popularity', 'duration'))})\b\s*(?:mean\w*|stand for|measured?|exactly|here|feature|score|calculated|to me)*" + _TAIL),
    ("spread", r"(?:and )?how (?:is|are) (?:the )?(?P<trait>\w+) (?:spread|distributed|spread out)\b(?: (?:in|for) (?P<genre>.+?))?" + _TAIL),
    ("spread", r".*\b(?:distribution|spread|histogram|range)\s+of\s+(?P<trait>\w+)\b(?:\s+(?:in|for|of)\s+(?P<genre>.+?))?" + _TAIL),
    ("correlations", r".*\b(?:correlat\w+|(?:features|traits) (?:go|belong|move) together|related features)\b.*"),
    ("map", r"(?:can you |could you |please |now )*(?:show|put|mark|place|find|locate|see|draw|plot|pinpoint)\s+(?!(?:me\s+)?where\b)(?:me\s+)?(?P<subject>.+?)\s+(?:on|in)\s+(?:it|the|your|a|this)\s*(?:sound )?(?:map)?" + _TAIL),
    ("map", r"(?:.*\b)?(?:show me where|where(?:'s| is| are| do| does| would)?|and where(?:'s| is)?|pinpoint|locate|mark|find|put|show me where|show where|plot where)\s+(?P<subject>.+?)\s+(?:(?:sits?|lies?|is|are|falls?|lands?|located|goes|go)\s*)?(?:on (?:it|that|the map|your map|this|this map)|on the (?:sound )?map|sits?|lies?|lands?|located|falls?)" + _TAIL),
    ("map", r"(?:.*\b)?(?:where(?:'s| is| are)|and where(?:'s| is))\s+(?P<subject>.+?)" + _TAIL),
    ("map", r"(?:.*\b)?(?:sound ?)?(?:map|karte|mapa|carte)\b\s*(?:of|for|from|with|von|de|del|du)?\s*(?P<subject>.*?)" + _TAIL),
    ("map", r"(?:can you |could you |please |now )?(?:plot|draw|chart|graph|visuali[sz]e|picture|diagram|zeichne|dibuja|dessine|desenha|pinpoint)\b\s*(?P<subject>.*?)" + _TAIL),
)  # fmt: skip

_FOLLOWS: Final = PatternTable(
    ("reorder", r"(?:(?:can|could) you |please |now |and )*(?:(?:swap|switch|flip|exchange) (?:the )?(?:rows? |numbers? |tracks? |songs? )?(?:\d+|\w+) (?:and|with) (?:the )?(?:number )?(?:\d+|first|second|third|fourth|fifth|last)(?: ones?)?|(?:put|move|place)\s+(?:it|that(?: one)?|this(?: one)?|number \w+|the \w+(?: one| song| track)?)\s+(?:first|last|(?:to|at|on|in) (?:the )?(?:top|start|beginning|end|bottom|front))(?: of the list)?)" + _TAIL),
    ("each", r"(?:(?:can|could) (?:you|i) |please |now |and |give me |show me |let me hear |get |list |name |have )*(?P<count>\d+|an?|one|two|three|four|five|some|a few|a couple(?: of)?)?\s*(?:of )?(?:good |typical |great )?(?:examples?|songs?|tracks?|ones?)?\s*(?:of|from|by|for|in)\s+(?:each|both)(?: of (?:them|those|these))?(?: (?:genre|artist|style)s?)?" + _TAIL),
    ("within", r"(?:(?:but|and|ok|please|keep|stay|all|only|make|it|them|that|those|should be|must be|everything|tempo|the|bpm|be)\s+)*(?:within|inside|no more than|at most)\s+(?:\+/?-\s*)?(?P<count>\d{1,2})\s*(?:bpm|beats)(?:\s+(?:of|from|off|around|away from)\s+(?P<subject>.+?))?(?:\s+(?:either way|of each other|apart))?" + _TAIL),
    ("same", r"(?:(?:but|and|all|only|keep it|make it|stay|give me|find(?: me)?|show me|\d{1,2}|some|any|songs?|tracks?|music|something|ones?|that (?:are|have)|with|having|in|at|of)\s+)*(?:the |exactly the )?same\s+(?P<what>key|bpm|tempo|speed|energy|loudness|length|duration)(?:\s+and\s+(?:(?:the same|near(?: to)?|close to|around|about|that|similar|roughly|nearly)\s+)*(?P<also>key|bpm|tempo|speed|energy|loudness|length|duration))?(?P<rest>,?\s+(?:that (?:are|is|isn'?t|aren'?t|arent)|but|without|not|no|and not)\b.*?)?(?:\s+(?:as|like|of)\s+(?P<subject>.+?))?" + _TAIL),
    ("sort", r"(?:(?:can|could) you |please |and |now |then |just )*(?:re-?)?(?:sort|order|rank|arrange)(?:ed)?(?:\s+(?:it|them|those|these|that|this|the list|the tracks|the songs))?\s*(?:by|on|from|in order of|so(?: that)?|in)\s+(?P<what>.+?)" + _TAIL),
    ("ending", r"(?:and |then |but |make it |let it |have it |(?:can|could) (?:it|you) |it should |should )*(?:end|ends|finish|finishes|close|closes|wind down|land)(?:\s+(?:it|off|up|the (?:set|playlist|list|mix)))*\s+(?:(?:on|with|in|at|by|a|an|something|some|more)\s+)*(?P<what>.+?)(?:\s+(?:note|one|songs?|tracks?|tune|stuff|music|mood))?" + _TAIL),
    ("reject", r"(?:(?:can|could|would) you |please |and |just )*(?:swap|switch|replace|exchange|change|take|throw|kick)\s+(?P<subject>(?:the |that |this |number |no\.? ?|#)[\w' ]{1,30}?)\s+(?:out(?: (?:for|with) (?P<for>.+?))?|(?:for|with) (?P<for2>(?:something|another|one|a)\b.*?))" + _TAIL),
    ("reject", r"(?:(?:can|could|would) you |please |and |just )*(?:replace|swap|exchange)\s+(?P<subject>(?:the |that |this |number |no\.? ?|#)[\w' ]{1,30}?)" + _TAIL),
    ("save", rf"(?:can|could|would) (?:you|i|we) {_SAVE}\b.*|(?:(?:please|now|ok|and|then|just|let's|i want to|i'd like to)\s+)*{_SAVE}(?:\s+(?P<what>(?:it|that|this|those|these|them|all|everything|the|my|me|das|die|es|sie|eso|esto|esos|esas|estas|la|lo|los|las|ca|cela|le|les|isso|isto|essas?|esses?|esta|este|a|o|as|os)\b.*|(?:as|to|in|into|als|como|en|comme|em)\b.*))?" + _TAIL),
    ("save", r"(?:(?:please|now|ok|and|then|can (?:you|i|we)|could (?:you|i)) )*(?:export|save|send|convert|get|download)\b.*\b(?:rekordbox|serato|traktor|engine dj|virtual ?dj|itunes|apple music|spotify|deezer|tidal|excel|google sheets?)" + _TAIL),
    ("reorder", r"(?:(?:can|could) you |please |now |and )*(?:move|put|place|shift|push|drag)\s+(?:it|that(?: one)?|this(?: one)?|number \w+|the \w+(?: one| song| track)?)\s+(?:to|at|into|up|down|before|after|further|in)\b.*\b(?:in|middle|halfway|thirds?|spot|slot|place|position|up|down|earlier|later|number \w+|\d+)" + _TAIL),
    ("save", rf"(?:.*\b)?(?:as|to|in|into|als|in eine|como|en|comme|em)\s+(?:an?\s+|one\s+|un\s+|une\s+|um\s+|eine\s+|my\s+)?{_FILE}" + _TAIL),
    ("save", rf"(?:give|send|get|make|hand|show|can i (?:have|get))\s+(?:me\s+)?(?:that|this|it|those|them|these|the list|a|an|the)?\s*(?:as\s+)?(?:an?\s+|the\s+)?{_FILE}(?: of (?:it|that|those|them|this))?" + _TAIL),
    ("save", r"(?:an? )?(?:csv|export|m3u8?|spreadsheet)(?: file| it| those| please)*" + _TAIL),
    ("playlist", r"(?:.*\b)?(?P<what>make|turn|build|create|do|put|give|extend|stretch|convert|fill|mach|haz|fais|faca|erstell\w*|crea|cree|cria)\b\s*(?:me\s+|us\s+|up\s+)?(?P<ref>it|that|this|those|these|them|the list|all of (?:them|that|those)|daraus|eso|con eso|esto|ca|isso|avec ca|com isso)?\b\s*(?:up\s+|out\s+)?(?:into\s+|to\s+|in\s+|as\s+|last\s+)?(?:an?\s+|one\s+|eine\s+|una\s+|une\s+|uma\s+)?(?P<time>[\w.,-]+(?:[ -]\w+){0,4}?)?[ -]?(?:long )?(?:playlist|mix|set|mixtape|sequence|wiedergabeliste)(?:\s+(?:of|from|out of|with|using|based on|aus|de|con|avec|com)\s+(?P<from>it|that|this|those|these|them|the list|that list|all of (?:them|that|those)))?(?:\s+(?:of|for|that lasts|lasting)\s+(?P<time2>[\w., -]+?))?" + _TAIL),
    ("playlist", r"(?:make|turn|extend|stretch|bring|get|expand|cut|shorten|let it be|fill)\s+(?:it|that|this|those|them|these|the (?:list|playlist))\s*(?:up\s+|out\s+|down\s+)?(?:into|to|in|up to|last|run|be|go for|for)?\s*(?P<time>(?:about |around |roughly )?(?:an?|one|half an|\d+|\w+)[ -]?(?:and a half )?(?:min\w*|hours?|h|hr|hrs)\b.*?)" + _TAIL),
    ("playlist", r"(?P<time>(?:about |around |roughly |make it |make that |for |say )?(?:(?:an?|one|half an|\d+(?:[.,]\d)?|\w+)[ -]?(?:and a half )?(?:min\w*|hours?|h|hr|hrs|stunden?|horas?|heures?)|eine halbe stunde))" + _TAIL),
    ("playlist", r"(?P<time>(?:about |around |roughly )?(?:an?|one|half an|\d+(?:[.,]\d)?|\w+)[ -]?(?:and a half )?(?:min\w*|hours?|h|hr|hrs))\s+(?:of|with|from)\s+(?P<ref>it|that|this|those|these|them|the same|the list)" + _TAIL),
    ("playlist", r"(?:an? |in |make it (?:an? )?|as an? )?(?:harmonic(?:ally)?(?: mixed)?|in[- ]key|beat[- ]?matched)\s+(?:mix|order|set|playlist|sequence)" + _TAIL),
    ("playlist", r"(?:as|into|a|als|como|comme|make a|now a|and a)\s*(?:an?|una|une|eine|uma)?\s*(?:playlist|mix|set)" + _TAIL),
    ("playlist", r"(?:(?:ok|und|y|et|e|bitte|jetzt|ahora)[, ]+)*(?:mach\w*|erstell\w*|bau\w*|haz(?:me)?|hazlo|crea(?:me)?|fais(?:[- ](?:en|moi))?|cree|faz|faca|cria)\s+(?:mir |uns )?(?P<ref>daraus|davon|con eso|con esto|avec ca|com isso)?\s*(?:eine? |una? |une? |uma? )?(?:playlist|lista|set|mix)(?:\s+(?:con eso|con esto|avec ca|com isso|daraus))?(?:\s+(?:von|mit|uber|fur|de|d'|du)\s*(?P<time>.+?))?" + _TAIL),
    ("longer", r"(?:(?:make|can) (?:it|that|you make it|the playlist) )?(?P<by>\d+|\w+) (?:more )?minutes (?P<way>longer|shorter|more|less)" + _TAIL),
    ("longer", r"(?:(?:can you |please )?(?:make|can) (?:it|that|the (?:playlist|set|mix)|you make it) )?(?:a (?:bit|little) |slightly |even |much )*(?P<way>longer|shorter)" + _TAIL),
    ("why", r"(?:and |but |so |ok |hm )?(?:why|why's|whys|how come|warum|wieso|weshalb|por que|pourquoi|porque)\b\s*(?P<subject>.*?)" + _TAIL),
    ("why", r"(?:and |so )*what (?:do|does|have|has) (?P<subject>these|those|they|them|it|the (?:list|songs|tracks|rows)|all of (?:them|these|those)) (?:all )?(?:have|got) in common" + _TAIL),
    ("why", r"(?:and |so )*what (?:connects|links|unites|ties) (?P<subject>these|those|them|the (?:list|songs|tracks|rows))(?: together)?" + _TAIL),
    ("why", r"(?:explain|justify|erklar\w*|explica|explique)\s+(?P<subject>(?:it|that|this|those|these|the|number|your|me)\b.*?)" + _TAIL),
    ("undo", r"(?:no|nope|hm|wait|actually|ok|oh|sorry)?[, ]*(?:please )?(?:can you |let's |let us )?(?:(?:go|get|take me|take us|jump|roll|switch|step|bring me)\s+)?back(?: (?:one|a step|one step|once|up))?\s*(?:to (?P<target>.+?))?" + _TAIL),
    ("undo", r"(?:no|nope|hm|wait|actually|ok|oh|sorry)?[, ]*(?:undo|revert|restore|take (?:that|it) back|reverse)(?: (?:that|it|this|the last(?: one| step| change)?|last))*" + _TAIL),
    ("undo", r"(?:no|nope|hm|wait|actually|ok|oh|sorry)?[, ]*(?:the )?(?:(?:one|list|ones|results?|songs?) )?(?:(?:(?<=one )|(?<=list )|(?<=ones )|(?<=results ))before(?: last)?|before (?:that|this|it)|previous(?: (?:one|list|ones|results?|songs|version))?|(?:as|like|what) (?:it was |you had |we had |i had )?before|(?:the )?last (?:list|results) again|i (?:liked|preferred|want) (?:the )?(?:previous|last|old|earlier|first) (?:one|ones|list|version)s?(?: better| more| back)?)" + _TAIL),
    ("undo", r"(?:.*\b)?(?:wants?|needs?|bring|give (?:me|us)|get (?:me|us)?|have|prefer(?:s|red)?|liked?)\s+(?P<target>(?:the|our|my) (?:very )?(?:first|original|previous|old|earlier|last)(?: (?:version|list|one|selection|playlist|results?|batch|set)))(?: back| again| better| more)" + _TAIL),
    ("undo", r"(?:zuruck|nochmal zuruck|ruckgangig|mach das ruckgangig|atras|vuelve(?: atras)?|volver|deshacer|retour|reviens|revenir|annuler?|volta\w*|desfaz\w*|davor|lo anterior|d'avant|o anterior)(?: (?:zu[mr]?|a|al|au|ao) (?P<target>.+?))?" + _TAIL),
    ("undo", r"(?:return|switch|revert) to (?P<target>.+?)" + _TAIL),
    ("surprise", r"(?:no |nah |haha |ok |just |maybe )*(?:surprise me|(?:throw (?:in |me )?)?(?:a bit of )?a (?:curve ?ball|wild ?card)|(?:something|anything|one) (?:i(?:'d| would|'ll)? (?:never|not)|(?:totally |completely |more )?(?:unexpected|random|surprising|weird|crazy|out there|unusual|off the wall))(?: \w+){0,5}|random|anything|whatever you (?:like|want)|you choose|(?:pick|choose) (?:one|something|anything|a (?:song|track)|songs|some) for (?:me|us)|your choice|dealer'?s choice|uberrasch mich|sorprendeme|surprends[- ]moi|me surpreenda|feeling lucky|more adventurous|less obvious)" + _TAIL),
    ("more", rf"(?:(?:any|some|show|give|list|got|have|get|add|see|hear|suggest|recommend|find|(?:can|could|may) (?:i|we|you)|let'?s|can i (?:have|get|see)|i(?:'d| would)? (?:want|like|need)|let me see|let's (?:see|hear)|what(?:'s| are| about)|are there|do you have|you got|how about|with|und|noch|dame|give us|quiero|quero|je veux|encore|ein paar|einige|unas?|quelques|alguns|algumas|algunos|please|a few|the|yes|ok)\s+(?:me\s+|us\s+|you\s+|there\s+)?)*(?P<count>{_N}\s+)?(?:more|others?|another|next|further|additional|different|extra|mehr|andere|weitere|noch|mas|otr[ao]s?|plus|autres?|d'autres|encore|mais|outr[ao]s?|else|new|fresh)(?:\s+(?P<count2>{_N}))?(?:\s+(?:ones?|songs?|tracks?|suggestions?|ideas?|results?|please|options?|recommendations?|picks?|lieder|vorschlage|titel|canciones|temas|sugerencias|chansons|morceaux|musicas|sugestoes|like (?:that|those|these|this|them)|from (?:other|different) artists?|artists?|of (?:the same|those|them|these|that|this)(?: kind| sort| ones)?|from (?:that|this) list|batch|page|set|davon|de (?:eso|esas|esos|ca|cela|esto)|disso|desse tipo|desse jeito|from (?:her|him|them)|(?:by|from) (?:her|him|them|(?:that|this|the same) (?:artist|band|singer|group|rapper))))*" + _TAIL),
    ("more", rf"(?:just |maybe |only |a )*(?P<count>{_N}|few)\s+more(?:\s+(?:songs?|tracks?|ones?))?[ ,]+(?:and|then|so|before)\b.*"),
    ("more", r"(?:what else(?: do you have| have you got| is there)?|anything else|something else|keep going|go on|keep (?:them|it|'?em) coming|(?:can|could) (?:you|we) (?:suggest|recommend|find|add|get) (?:some |any )?similar (?:songs|tracks|ones|music)|similar (?:songs|ones|tracks)|increase\s?the (?:play)?list|(?:let'?s )?see what (?:else )?you have|continue|again|once more|noch (?:eins|welche|mehr|einmal)|weiter|sigue|siguiente|suivant\w*|continue|continua|proximo|proximas|noch ein paar|not (?:these|those|them)|(?:none of|i know|already know) (?:those|these|them)(?: already)?|refresh|shuffle|reroll|try again)" + _TAIL),
    ("count", rf"(?:(?:just|only|make (?:it|that|them)|give me|show me|show|i (?:want|need)|let's have|can i (?:have|get)|keep|limit (?:it )?to|cut (?:it|that) (?:down )?to|and|but|the|nur|solo|seulement|so|apenas)\s+)*(?:the\s+)?(?P<top>top |best |first )?(?:an? )?(?P<count>{_N})(?:\s+(?:of\s+(?:them|those|these|it|that)|only|tracks?|songs?|ones?|results?|please|is enough|are enough|will do|would do|instead|in total|at most|max|stuck|titel|lieder|canciones|morceaux|musicas|is fine))*" + _TAIL),
    ("any", r"(?:fine|ok|and|but|any)?[, ]*any (?P<what>year|decade|era|age|tempo|speed|bpm|genre|style|artist|mood|length|duration|popularity|language|key|energy|loudness|artist)s?\b(?: is (?:fine|ok|good)| will do| works| goes| then| is okay)*" + _TAIL),
    ("any", r"(?:the )?(?P<what>year|decade|era|age|tempo|speed|bpm|genre|style|artist|mood|length|duration|popularity|language|key|energy|loudness|explicitness)s? (?:does(?:n't| not) matter|do(?:n't| not) matter|is(?:n't| not) important|is irrelevant|can be any\w*|is up to you|egal|ist egal|no importa|n'a pas d'importance|nao importa)" + _TAIL),
    ("any", r"(?:forget|ignore|drop|never ?mind|lose|lift|clear|remove|skip|without|no)\s+(?:about\s+)?(?:the\s+|that\s+|any\s+)?(?P<what>year|decade|era|age|tempo|speed|bpm|genre|style|artist|mood|length|duration|popularity|language|key|energy|loudness|explicit)(?:\s+(?:limit|limits|constraint|filter|restriction|thing|part|requirement|bit|limitation)s?)" + _TAIL),
    ("any", r"(?:forget|ignore|never ?mind|drop)\s+(?:about\s+)?(?:the\s+|that\s+)?(?P<what>year|decade|era|tempo|speed|bpm|length|duration|popularity|language|key|mood|genre|energy|loudness)" + _TAIL),
    ("any", r"(?:forget|ignore|never ?mind)\s+(?:about\s+)?(?:the\s+|that\s+)?(?:female |male )?(?P<what>vocals?|voices?|singing|singers?|lyrics)" + _TAIL),
    ("any", r"(?:forget|ignore|never ?mind)\s+(?P<when>when (?:it|they) (?:was|were|is) (?:made|released|recorded|from).*|how old.*|the age.*)" + _TAIL),
    ("nearest", r"(?:(?:ok|okay|fine|yes|then|just|give me|show me|i'll take|take|use)\s+)*(?:the |your )?(?:nearest|closest|next best|most similar)(?: (?:thing|one|ones|match|matches|you have|you've got|you got|there is|to it|to that|possible))*" + _TAIL),
    ("accept", r"(?:i (?:really )?(?:love|like|dig|want|prefer|take|enjoy|adore)|love|like|keep|loving|ich mag|me gusta|me encanta|j'aime|j'adore|gosto d[eoa]|adoro|i'll take|let's take|we(?:'ll| will) take)\s+(?P<subject>(?:the|that|this|number|no\.?|#|it|das|la|el|le|o|a|those|these|them|both|all)\b.*?)(?: a lot| best| most| the (?:most|best)| very much)?" + _TAIL),
    ("accept", r"(?P<subject>(?:the |that |number |no\.? ?|#|this |those |these |das |la |el |le |o |a |them |both )?[\w' ]{1,30}?)\s+(?:is|are|was|looks?|sounds?|ist|es|est|e)\s+(?:(?:just|really|so|very|pretty|quite|super|absolutely|genau|muy|tres|muito)\s+)*(?:it|nice|great|perfect|good|lovely|cool|awesome|the one|amazing|excellent|brilliant|beautiful|spot on|my favou?rite|exactly it|right|what i (?:want|wanted|need|meant)|super|toll|gut|bien|buena|bueno|geil|fantastic|interesting|promising)" + _TAIL),
    ("reject", r"(?:i (?:really )?(?:hate|dislike|don'?t (?:like|want|love|need|care for)|can'?t stand|do not (?:like|want)|didn'?t like)|hate|dislike|not|no|nicht|no quiero|pas|nao)\s+(?P<subject>that one|this one|it|that song|this song|that track|das|ese|esa|celle-la|celui-la|essa|esse|(?:that|this))" + _TAIL),
    ("reject", r"(?:i (?:really )?)?(?:hate|dislike|can'?t stand|don'?t (?:like|love|want|need)|do not (?:like|want)|didn'?t like)\s+(?P<subject>(?:the|number|no\.?|#|that)\b ?[\w' ]{1,30}?)" + _TAIL),
    ("reject", r"(?P<subject>(?:the |that |number |no\.? ?|#|this |those |these |das )[\w' ]{1,30}?)\s+(?:is|are|was|sounds?|does(?:n't| not)|don't|ist|isn't)\s+(?:(?:just|really|so|very|pretty|quite|absolutely|a bit|kinda|too)\s+)*(?:bad|awful|terrible|horrible|wrong|rubbish|crap|shit|not (?:good|it|right|for me|my thing|what i (?:want|wanted|meant))|no good|off|out of place|weird|fit|work|belong|ugly|the wrong one|annoying|cheesy|out)" + _TAIL),
    ("reject", r"(?P<subject>(?:the |that |number |no\.? ?|#|this |das )[\w' ]{1,30}?)\s+(?:(?:just|really|totally|kinda|completely)\s+)*(?:kill(?:s|ed|ing)?|ruin(?:s|ed|ing)?|spoil(?:s|ed|ing)?|break(?:s|ing)?|sticks? out|drags|sucks|bores me|throws me off|has (?:to|got to) go|must go|needs to go|can go|should go)(?: (?:the|our|my) (?:vibe|mood|flow|list|playlist|set|mix)| it| everything)?(?:[,.;]+ ?(?:and |so )?(?:please )?(?:replace|swap|change|drop|remove|lose|ditch|kick)(?: out)? (?:it|that(?: one)?|this(?: one)?)(?: out)?)?" + _TAIL),
    ("row", r"(?:(?:and|ok|so|but|then|what about|how about|what of|tell me about|show me)[, ]+)*(?P<subject>(?:(?:the|that|number)\b|(?:no\.?|#|nr\.?)(?=\s*\d))\s*(?!other\b|same\b|right\b|wrong\b|original\b|previous\b|last list\b)[\w&'. -]{1,40}?(?:\s+(?:one|thing|song|track|tune))?)(?:\s+(?:there|here|again))?" + _TAIL),
)  # fmt: skip

_NOT: Final = (
    r"(?:and |but |ok |or |please |just |maybe |(?:can|could) (?:you|we) |let'?s |i(?:'d| would) (?:like|prefer|rather) (?:to )?)*(?:no more(?: of)?|"
    r"(?:move|get|steer|stay|keep) (?:away|clear|off) (?:from|of)|(?:i'?m )?(?:tired|sick|bored) of|(?:i'?m )?not (?:really )?(?:into|feeling|a (?:big )?fan of|keen on)|not more of|without(?: any)?|w/o|no|not|none of|minus|excluding|exclude|except(?: for)?|apart from|but not|skip|"
    r"leave out|leave off|take out|take off|get rid of|remove|drop|lose|ditch|scrap|dump|(?:toss|chuck)(?: out)?(?! (?:in|into|on|me|us)\b)|bin|weed out|strip out|cut(?: out)?|kick(?: out)?|throw out|ban|block|filter out|delete|anything but|everything but|"
    r"no quiero|sin|nada de|sans|pas de|plus de|sem|nada|ohne|keine?[nrs]?(?: mehr)?|nicht|nix(?: mit)?|nichts|raus mit|weg mit|senza|niente|nessun[ao]?|basta(?: con)?|non voglio|togli|leva|elimina|rimuovi|je ne veux pas de|nao quero|chega de|quita|enleve|retire|tira|remova|"
    r"i (?:really )?(?:hate|dislike|don'?t (?:like|want)|can'?t stand|do not (?:like|want))|hate|never(?! (?:heard|seen|knew|known|had|tried|been|listened|gets?|fails?)\b)|nothing(?! (?:beats?|tops?|compares?|comes close|better|says?|wrong|against)\b)|avoid|stop (?:with )?(?:the )?|enough (?:of|with)|"
    r"not so (?:much|many)|less)"
)
_REMOVE: Final = re.compile(
    rf"{_NOT}\s+(?:of\s+)?(?:by |from |with |von |mit |de |di |del |della |con |com |par |por )?(?P<what>.+?)(?:\s+(?:in (?:there|it)|from (?:it|the list|that|there)|themselves|himself|herself|itself|anymore|any more|this time|either|at all|mehr|played out|allowed|out|if (?:there (?:are|is)|you (?:have|find)) any|too|as well))*"
    + _TAIL
)
_TAKE: Final = re.compile(
    r"(?:take|leave|kick|throw|filter|cut|weed)\s+(?P<what>.+?)\s+(?:out|off|away)(?: of (?:it|there|the list))?"
    + _TAIL
)
_CORRECTION: Final = PatternTable(
    ("kind", r"(?:no|sorry|wait|actually|oh)?[, ]*(?:i (?:meant|mean|wanted|was (?:thinking of|talking about|after))\s+)?(?:the )?(?P<kind>band|artist|singer|group|rapper|musician|song|track|tune|title|genre|style|album|music style)(?:s)?(?:,? not the (?:\w+))?" + _TAIL),
    ("kinds", r"(?:no|sorry|ok|i (?:meant|mean|want(?:ed)?))?[, ]*(?P<kind>artists?|bands?|songs?|tracks?)[, ]+(?:not|instead of|rather than|no)\s+(?P<not>artists?|bands?|songs?|tracks?)" + _TAIL),
    ("version", r"(?:no|sorry|wait|not that one)?[, ]*(?:i (?:meant|mean|want(?:ed)?)\s+)?(?:the|an?)\s+(?:other|another|different|original|right)\s+(?:one|version|song|recording|track)" + _TAIL),
    ("asked", r"(?:no+|hey|but|sorry|hm)?[, ]*(?:i|we) (?:asked for|said|wanted|want|told you|ordered|requested)\s+(?P<what>.+?)" + _TAIL),
    ("other", r"(?:(?:no+|not that(?: one)?)[,.;:]+ ?|(?:no+ )?(?:nope|sorry|wait|oh|ah|hm|actually|wrong (?:one|song|artist|track|version))[,.;: ]+)(?:i (?:meant|mean|was (?:thinking of|looking for|after|talking about)|want(?:ed)?)\s+)?(?:the )?(?:one )?(?P<what>.+?)(?:'s)?(?:\s+(?:one|version|song|track|cover|recording))?" + _TAIL),
    ("meant", r"(?:(?:no+|nope|sorry|wait|oh|ah|hm|actually)[,.;: ]+)?i (?:meant|mean|was (?:thinking of|looking for|after|talking about))\s+(?:the )?(?P<what>.+?)(?:'s)?(?:\s+(?:one|version|song|track|cover|recording))?" + _TAIL),
    ("one", r"(?:the )?(?P<what>[\w&.' -]{2,40}?)(?:'s)?\s+(?:one|version)" + _TAIL),
)  # fmt: skip
_RESTART: Final = re.compile(
    r"(?:(?:ok|okay|no|actually|alright|perfect|well|right|sorry|hm|so|great|thanks|now)[,.! ]+)*(?:(?:let'?s )?start(?:ing)? (?:over|again|afresh|fresh|new)|(?:new|different|another|other) (?:topic|search|list|question|request|thing|subject)(?: now)?|"
    r"(?:something|(?:and )?now (?:for )?something|a) (?:totally|completely|entirely) (?:different|else|new)(?: (?:thing|topic|list))?(?: now)?|(?:totally|completely|entirely) (?:different|new)(?: (?:thing|topic|one|question))?(?: now)?|"
    r"change of (?:topic|plan|mind|subject|mood)|changed my mind|(?:scrap|scratch|forget|drop|ditch|never ?mind) (?:that|it|all (?:that|of that)|everything|this|those|the last one)|never ?mind|reset|from scratch|clear|wrong tab|wrong chat|wrong window|"
    r"switching (?:gears|topics?)|moving on|on to something else|neues thema|was anderes|etwas (?:ganz )?anderes|von vorne|otra cosa|cambiando de tema|nuevo tema|autre chose|nouveau sujet|outra coisa|novo assunto|de novo)"
    r"\s*(?:now|then|please|jetzt|ahora|maintenant|agora)?\s*(?P<sep>[,.:;!–—-]+\s*|$|\s+(?=i |give|show|find|let|we ))"
)
_LIKE: Final = re.compile(
    rf"(?:(?P<lead>.*?)\b)??(?:(?P<count>{_N})\s+)?(?:more|else|something|anything|things|stuff|songs?|tracks?|tunes?|music|ones?|others?|similar|another|mehr|etwas|lieder|mas|algo|canciones|plus|quelque chose|chansons|mais|musicas)?\s*"
    r"(?:is |are |that (?:is |are |sounds? )|which |just |exactly |sounding |to mix (?:in|out|with) )*(?P<link>like|similar to|in the (?:style|spirit|vein|mood|manner) of|of|along the lines of|in|close to|after|next to|reminiscent of|resembling|wie|von|como|parecid[oa]s? a|comme|du|das|based on|around|out of|into|with)\s+(?P<what>.+?)"
    + _TAIL
)
_ELLIPSIS: Final = re.compile(
    r"(?:(?:and|but|so|ok) )?(?:(?:does|do) (?:that|this|it|they) (?:hold|apply|go|count|stand|work)(?: true)?|(?:is|are) (?:that|this|it|they) (?:the same|true|so)(?: true)?) (?:for|in|with|of) (?P<same>.+?)(?: as well| too| also)?"
    + _TAIL
    + r"|(?:(?:and|und|y|et|e|but|so|ok|now|then|or)[, ]+)?(?:what about|how about|what of|how's about|was ist mit|wie (?:ist|ware) es mit|wie steht'?s mit|que tal|y que (?:hay|tal) de|et (?:pour|si)|e (?:quanto a|que tal)|same (?:for|but (?:for|in|with)|thing (?:for|in|with)|question for|again (?:for|in)))\s+(?:for |in |from |with |the |some |fur |en |dans |em |a )*(?P<what>.+?)(?:\s+(?:equivalent|version|one|ones|side|stuff|world))?"
    + _TAIL
)
_ELLIPSIS_AND: Final = re.compile(
    r"(?:and|und|y|et|e|ok and|or)[, ]+(?:now |then )?(?P<link>for|in|of|with|the|on|by|fur|im|in|bei|en|para|dans|pour|em|no|na)\s+(?:the )?(?P<what>.+?)(?:\s+(?:equivalent|version|one|ones|side|stuff|world))?"
    + _TAIL
)
_INSTEAD: Final = re.compile(
    r"(?:(?:and|ok|no|nah|but|rather|maybe|please|let'?s (?:do|try|have|hear)|give me|try|do|make it|i want|show me|some)[, ]+)*"
    r"(?:what if (?:i|we)(?:'d| had|ve| have)? (?:said|asked for|wanted|chosen|picked|taken) )?(?P<what>\S+(?: \S+){0,3}?)\s+instead(?: (?:please|then|now))?\s*[?!.]*"
)
_ADD: Final = re.compile(
    r"(?:(?:ok|okay|yes|yeah|now|and|but|then|aber|pero|mais|und|please|can|could|would|you|we|i|i'd|like|want|to|let's|maybe)[, ]+)*(?P<how>plus|also add|also|add(?: in)?|and(?: also)?|as well as|mix in|throw in|include|along with|und(?: auch)?|auch|dazu|tambien|y(?: tambien)?|anade|aussi|et(?: aussi)?|ajoute|tambem|e(?: tambem)?)[, ]+(?:(?:some|a bit of|a little|a few|more|in|please|music|songs|tracks|from|by|of|the artist|etwas|un poco de|un peu de|um pouco de)\s+)*(?P<what>.+?)"
    r"(?:\s+(?:too|as well|also|(?:in|into|on|onto|to) (?:it|that|(?:the|my|our|this) (?:list|playlist|mix|queue))|auch|tambien|aussi|tambem))*"
    + _TAIL
)
_ONLY: Final = re.compile(
    r"(?:(?:ok|okay|yes|yeah|now|and|but|then|aber|pero|mais|und|fine|great)[, ]+)*(?:(?P<how>only|just|nur|solo|solamente|soltanto|seulement|que des|uniquement|so|somente|apenas|exclusively|strictly|make (?:it|that|them|this|those)(?: all| more| only| just| entirely)?|keep (?:it|them)(?: all)?|"
    r"(?:can|could) (?:it|they|those|that|you make (?:it|them)) (?:all )?(?:be )?|(?:it|they) (?:should|must|has to|have to|needs? to) (?:all )?be|should be|must be|has to be|have to be|needs? to be|all|let it be|limit (?:it )?to|restrict (?:it )?to|stick to)[, ]+)(?P<what>.+?)"
    r"(?:\s+(?:only|stuff|ones?|songs?|tracks?|music|lieder|canciones|chansons|musicas))?" + _TAIL
)
_ONLY_AFTER: Final = re.compile(r"(?P<what>.{2,60}?)[, ]+(?:only|nur|solo|seulement|apenas|exclusively|ones?)" + _TAIL)
_BUT: Final = re.compile(
    r"(?:same(?: (?:but|thing but|again but|list but|ones but|with))?|but|aber|pero|mais|mas|sondern|with|in|mit|con|en|avec|com|em|auf|de|from|by|nothing|at|around|under|over|above|below|between|should|more|less|a bit|for|"
    r"preferably|ideally|instead|rather)\b[, ]*(?P<what>.+)"
)

_LINK: Final = re.compile(r"^[¿¡\s]*(?:(?:and|so|but|ok|okay|then|now|also|und|y|et|e|pero|aber|mais)[, ]+)*")

# "Are jazz songs longer than pop songs?" is answered by yes or no.
WHETHER: Final = re.compile(r"(?i)(?:(?:and|so|but)[, ]+)*(?:is|are|does|do)\b")


def read(text: str) -> Act:
    """The dialogue act of one message, or of one of its sentences.

    >>> read("how popular is Levitating?")
    Act(kind='fact', slots={'aspect': 'popularity', 'subject': 'Levitating'})
    >>> read("10 more")
    Act(kind='more', slots={'count': '10'})
    """
    text = text.strip()
    if len(text) > LONGEST:
        return Act("request", {"text": text})
    folded = fold(text)
    bare = _LINK.sub("", folded)
    for start in dict.fromkeys((len(text) - len(bare), 0)):
        for table, make in ((_QUESTIONS, _question), (_FOLLOWS, _follow)):
            for kind, pattern in table:
                match = pattern.fullmatch(folded[start:])
                if match and (act := make(kind, _slots(match, text[start:]))):
                    return act
    return Act("request", {"text": text})


def restart(text: str) -> str | None:
    """What follows a change of topic that is said ("new topic: ..."), may be empty; None if none is said."""
    match = _RESTART.match(fold(text).lstrip())
    if match is None:
        return None
    return text.lstrip()[match.end() :].strip()


def removal(text: str) -> str:
    """What a text wants out: ``rap`` of ``but no rap``; empty if nothing."""
    return _named(_REMOVE, text) or _named(_TAKE, text)


def correction(text: str) -> Act | None:
    """What a correction means instead: kinds ``kind``, ``kinds``, ``version``, ``asked``, ``other``, ``meant``, ``one``."""
    said = fold(text).strip()
    for kind, pattern in _CORRECTION:
        if match := pattern.fullmatch(said):
            return Act(kind, _slots(match, text.strip()))
    return None


def likeness(text: str) -> Act | None:
    """``more like the second one``: slots ``what`` and ``count``."""
    said = fold(text).strip()
    match = _LIKE.fullmatch(said)
    return Act("like", _slots(match, text.strip())) if match else None


def ellipsis(text: str) -> str:
    """What takes the place of the subject before: ``jazz`` of ``and for jazz?``; empty if nothing."""
    return _named(_ELLIPSIS, text, "same") or _named(_ELLIPSIS, text) or _named(_ELLIPSIS_AND, text)


def instead(text: str) -> str:
    """What takes the place of the subject before: ``house`` of ``house instead``; empty if nothing."""
    return _named(_INSTEAD, text)


def addition(text: str) -> str:
    """What is added to what was asked for: ``black metal`` of ``plus black metal``; empty if nothing."""
    return _named(_ADD, text)


def restriction(text: str) -> str:
    """What all of it is to be: ``german`` of ``only german``; empty if nothing."""
    return _named(_ONLY, text) or _named(_ONLY_AFTER, text)


def continues(text: str) -> str:
    """What a text says after a word that goes on from before ("but ...", "in ..."); empty if it stands alone."""
    return _named(_BUT, text)


def minutes(text: str) -> int | None:
    """How long a list is to be, in minutes; None if it is not said, or said of each track ("under 3 minutes")."""
    match = _length(text)
    return _minutes(match) if match is not None else None


def without_minutes(text: str) -> str:
    """The text without the words that say how long a list is to be."""
    match = _length(text)
    return f"{text[: match.start()]} {text[match.end() :]}" if match is not None else text


def _length(text: str) -> re.Match[str] | None:
    """The words that say how long a list is to be: minutes that nothing limits, or hours, which no track lasts."""
    said = fold(text)
    for match in _DURATION.finditer(said):
        of_hours = (match["unit"] or "m")[0] in "hso" or any(match[one] for one in ("an", "half", "hourhalf"))
        if of_hours or not _LIMITING.search(said[: match.start()]):
            return match
    return None


def _minutes(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["hourhalf"]:
        return 90
    if match["an"]:
        return 60
    number = match["number"].replace(",", ".")
    amount = float(number) if number[0].isdigit() else float(NUMBERS[number])
    if match["unit"].startswith(("h", "s", "o")):
        return round(60 * amount) + int(match["more"] or 0)
    return round(amount)


def count(text: str) -> int | None:
    """The number that a slot says."""
    said = text.strip()
    return lexicon.count(fold(said)) if said else None


def _named(pattern: re.Pattern[str], text: str, slot: str = "what") -> str:
    text = text.strip().lstrip("¿¡ ")
    match = pattern.fullmatch(fold(text)) if len(text) <= LONGEST else None
    return _slots(match, text).get(slot, "") if match else ""


def _slots(match: re.Match[str], text: str) -> dict[str, str]:
    """The named groups that took part, as written in the text."""
    return {
        name: re.sub(r"^(?:'s|s) ", "", text[match.start(name) : match.end(name)].strip(" ,.;:!?¿¡"))
        for name in match.re.groupindex
        if match.start(name) >= 0
    }


def _question(kind: str, slots: dict[str, str]) -> Act | None:
    """The act of a question; None where the words fit but the sense does not."""
    if kind in ("fact", "middle"):
        slots["aspect"] = _aspect(fold(slots["aspect"]))
    if kind == "fact":
        if slots["aspect"] == "genre":
            return Act("genre", {"subject": slots["subject"]})
        if slots["aspect"] in ("year", "artist", "title"):
            name = {"year": "year", "artist": "who", "title": "named"}[slots["aspect"]]
            return Act(name, {"subject": slots["subject"]})
    if kind == "trends":
        trait = trait_of(slots.get("trait", "")) or trait_of(slots.get("what", ""))
        if not trait and "trait" in slots:
            return None
        slots = {"what": slots.get("what", ""), "trait": trait}
    if kind == "compare" and slots.get("a", "").count('"') % 2:
        return None  # a title in quotes, such as "A vs B"
    if kind == "compare" and slots.get("word") and not trait_of(f"{slots.get('how', '')} {slots['word']}"):
        return None
    if kind in ("superlative", "theirmost") and not extreme_of(slots):
        return None
    return Act(kind, slots)


def extreme_of(slots: Mapping[str, str]) -> tuple[str, bool] | None:
    """The trait that "the fastest" or "least known" singles out by, and whether most of it; None for none."""
    word = fold(slots.get("word", ""))
    how = fold(slots.get("how", ""))
    moves = ADJECTIVES.get(word) or NOUNS.get(word) if how else lexicon.superlative(word)
    if not moves:
        return None
    trait, way = next(iter(moves.items()))
    return trait, (way > 0) != (how in ("least", "less", "lowest"))


def _follow(kind: str, slots: dict[str, str]) -> Act | None:
    if kind == "count" and (
        count(slots["count"]) is None or fold(f"{slots.get('top')} {slots['count']}") == "first one"
    ):
        return None  # "the first one" is a row
    if kind in ("playlist", "longer"):
        said = " ".join(slots.get(name, "") for name in ("time", "time2"))
        if kind == "playlist" and said.strip() and minutes(said) is None:
            return None
        if (time := minutes(said)) is not None:
            slots["minutes"] = str(time)
    if kind == "more" and slots.get("count2") and not slots.get("count"):
        slots["count"] = slots.pop("count2")
    return Act(kind, {name: one for name, one in slots.items() if one or name in ("subject",)})


def _aspect(word: str) -> str:
    for name, how, nouns in _ASPECTS:
        if re.fullmatch(f"(?:{how or nouns})", word) or re.fullmatch(f"(?:{nouns})", word):
            return name
    return "explicit"


def trait_of(text: str) -> str:
    """The trait that the words of a text speak of; empty for none."""
    said = comparison(text)
    if said is not None:
        return next(iter(said.moves))
    names = ("danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence",
             "tempo", "popularity", "duration")  # fmt: skip
    for word in lexicon.words(text):
        if word in names:
            return word
        if found := ADJECTIVES.get(word) or NOUNS.get(word):
            return next(iter(found))
    return ""
