"""Wordings of what is done with a list and asked of it, and the plain ones that they stand for.

``put them in order slow to fast`` is ``sort them by tempo, slowest first``.
"""

import re
from typing import Final

_LEAD: Final = r"(?:(?:ok|okay|and|so|now|then|please|pls|better|good|nice|can you|could you|also)[,. ]+)*"
_END: Final = r"[?.! ]*$"
_ORDER: Final = rf"(?i)^{_LEAD}(?:(?:put|arrange|order|sort|line up|list)(?: (?:them|these|those|it|the (?:list|tracks|songs)))?(?: up)? )?(?:in(?:to)? (?:an )?order(?: of)?,? |by tempo,? )?(?:from )?"
_WORDINGS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # "put them in order slow to fast"
    (
        re.compile(_ORDER + r"(?:the )?slow(?:est)? (?:ones )?to (?:the )?fast(?:est)?(?: ones)?" + _END),
        "sort them by tempo, slowest first",
    ),
    (
        re.compile(_ORDER + r"(?:the )?fast(?:est)? (?:ones )?to (?:the )?slow(?:est)?(?: ones)?" + _END),
        "sort them by tempo, fastest first",
    ),
    # "can you give me fewer, like 4"
    (
        re.compile(
            rf"(?i)^{_LEAD}(?:give (?:me|us) |show (?:me|us) |make it |i (?:want|need) )?(?:fewer|less)(?: (?:of them|tracks|songs))?,? (?:like|say|maybe|about|around|only|just) (?P<count>\d{{1,2}})(?: (?:tracks|songs))?"
            + _END
        ),
        r"only \g<count>",
    ),
    # "what genre is Bohemian Rhapsody even"
    (re.compile(rf"(?i)^(?P<asked>{_LEAD}what (?:genre|style|key|tempo)\b.+?) even" + _END), r"\g<asked>"),
    # "what do I like so far"
    (
        re.compile(
            rf"(?i)^(?P<asked>{_LEAD}(?:what|who) (?:do i like|have i (?:liked|blocked|saved)|did i (?:like|block|save))) (?:so far|until now|up to now|by now|already)"
            + _END
        ),
        r"\g<asked>",
    ),
    # "nothing the whole world already knows", "nothing everybody has heard"
    (
        re.compile(
            r"(?i)\b(?:nothing|no (?:songs?|tracks?)|not (?:something|songs|tracks|anything))(?: that)? (?:the (?:whole|entire) world|every ?(?:one|body)|all the world|the world)(?: and (?:his|their) \w+)? (?:already |has |have |'s )*(?:knows?|knew|heard|hears|loves|plays|is sick of)(?: already| before| by heart)*"
        ),
        "only lesser known ones",
    ),
    # "are you sure none of them swear"
    (
        re.compile(
            rf"(?i)^{_LEAD}(?:are|r) (?:you|u) (?:sure|certain)(?: that)? (?:none|nobody|no one|not one)(?: of (?:them|these|those))? (?:swears?|curses?|cusses?|says? (?:bad|dirty) words|(?:is|are) (?:explicit|dirty))"
            + _END
        ),
        "is any of them explicit?",
    ),
    # "songs for gym class about 15"
    (
        re.compile(
            r"(?i)(?P<what>\b(?:songs|tracks|tunes)\b[^.;!?\d]*?),? (?:about|around|maybe|say|roughly) (?P<count>[1-4]?\d)"
            + _END
        ),
        r"\g<count> \g<what>",
    ),
    # "songs like Burna Boy but not Burna himself"
    (
        re.compile(
            r"(?i)\blike (?P<name>[^,.;!?]+?),? (?:but|only|and|just) (?:not|no|without)(?: by| from)?(?: (?!himself|herself|themselves)[\w'.-]+)?(?: [\w'.-]+)? (?:himself|herself|themselves)"
            + _END
        ),
        r"like \g<name> but not by \g<name>",
    ),
    # "number 2 is nice but a bit sleepy. More like that with a pulse"
    (
        re.compile(
            rf"(?i)^{_LEAD}(?P<row>the \w+ (?:one|track|song)|number \d+|#\d+) (?:is|was|sounds) (?:[\w ]+?),? but (?:(?:it|that)(?:['’]?s| is) )?(?:just |still |maybe )*(?:a (?:bit|little|touch|tad) |too |rather |kind of |kinda )(?:too )?(?P<what>sleepy|slow|calm|sad|dark|quiet|loud|soft|wild|happy|cheerful|fast|aggressive)[.,;!]+ (?:give me |i want |so )?more like (?:that|it|this)(?:,? (?:but )?with (?:a|some|more) (?:pulse|beat|groove|drive|energy|kick|pep))?"
            + _END
        ),
        r"more like \g<row> but less \g<what>",
    ),
    # "also add a cool down at the end, 3 songs"
    (
        re.compile(
            rf"(?i)^{_LEAD}add (?:an? )?(?:cool[- ]?down|wind[- ]?down|come[- ]?down)(?: (?:at|to|on) the end)?,? (?:of )?(?P<count>\d{{1,2}}) (?:songs|tracks)(?: (?:at|to) the end)?"
            + _END
        ),
        r"add \g<count> calm songs",
    ),
    # "und jetzt noch 5 deutsche Sachen dazu"
    (
        re.compile(
            r"(?i)^(?:(?:und|jetzt|bitte|dann)[, ]+)*noch (?P<count>\d{1,2}) (?P<what>\w+?)e (?:sachen|lieder|songs|titel|stücke) (?:dazu|obendrauf)(?: bitte)?"
            + _END
        ),
        r"add \g<count> \g<what>e songs",
    ),
    # "wie lang ist die Liste jetzt", "combien de temps dure la liste", "cuánto dura la lista"
    (
        re.compile(
            r"(?i)^(?:(?:und|et|y|e)[, ]+)*(?:wie lange? (?:ist|geht|dauert) (?:die liste|das|die playlist|sie)(?: (?:jetzt|insgesamt))*|"
            r"(?:combien de temps )?dure(?: combien de temps)? (?:la liste|la playlist)(?: maintenant)?|(?:cu[aá]nto|quanto) dura (?:la|a) (?:lista|playlist)(?: (?:ahora|agora|adesso))?)"
            + _END
        ),
        "how long is the list",
    ),
    # "pourquoi celle-là en premier", "warum das zuerst"
    (
        re.compile(
            r"(?i)^(?:(?:et|und|y|e|mais)[, ]+)*(?:pourquoi (?:celle|celui)[- ]?(?:là|la|ci)? (?:en premier|d'abord)|warum (?:steht )?(?:das|der|die) (?:zuerst|als erstes|ganz oben|vorne|oben)|por qu[eé] (?:esa|ese|essa|esse|esta|este) (?:primero|primera|primeiro|primeira))"
            + _END
        ),
        "why that one first",
    ),
    # "qué hay en mis listas", "was ist in meinen Listen"
    (
        re.compile(
            r"(?i)^(?:qu[eé] (?:hay|tengo) en mis (?:listas|cajas)|was (?:ist|habe ich) in meinen (?:listen|kisten)|qu['’]?(?:est-ce qu['’]il )?y a[- ]t[- ]il dans mes listes|qu['’]est-ce qu['’]il y a dans mes listes|o que (?:há|tem|tenho) nas minhas listas|cosa c['’]è nelle mie liste)"
            + _END
        ),
        "what's in my crates",
    ),
    # "how is energy spread across techno and ambient"
    (
        re.compile(
            rf"(?i)^{_LEAD}how (?:is|does) (?:the )?(?P<trait>energy|danceability|valence|tempo|loudness|acousticness|instrumentalness|speechiness|liveness|popularity|duration) (?:spread|distributed|differ|vary|compare|change)(?: out)? (?:across|between|in|over|from) (?P<a>[\w&' -]+?) (?:and|to|versus|vs\.?) (?P<b>[\w&' -]+?)"
            + _END
        ),
        r"compare \g<trait> of \g<a> and \g<b>",
    ),
    # "which hip-hop songs should be hits by that logic but aren't"
    (
        re.compile(
            rf"(?i)^{_LEAD}(?:which|what) (?P<what>[\w&' -]+?) (?:songs|tracks) (?:should(?: really)? be|could be|sound like|deserve to be|look like) (?:a )?hits?(?: (?:by|after|going by) (?:that|this) (?:logic|measure|reasoning))?,? (?:but|yet|and) (?:they )?(?:are(?:n['’]?t| not)|never (?:were|became)|weren['’]?t)(?: (?:any|one|hits))?"
            + _END
        ),
        r"emerging \g<what>",
    ),
    # "for a wedding when grandma dances too"
    (
        re.compile(
            r"(?i)\b(?:when|where|so|that)(?: that| even)? (?:my |our |the |even )*(?:grand(?:ma|pa|mother|father|parents)|gran|granny|nan|nana|parents|mum|dad|whole family)(?: and \w+)? (?:will |can |would |could )*(?:dances?|sings? along|joins? in|gets? up)(?: along)?(?: too| as well)?\b"
        ),
        "for all ages",
    ),
    # "show me the curve", where one is drawn under what is shown
    (
        re.compile(
            rf"(?i)^{_LEAD}(?:show|draw|plot|give) (?:me |us )?(?:the |its )?(?:energy |tempo )?(?:curve|arc)(?: of (?:it|that|this|the (?:list|set|playlist)))?"
            + _END
        ),
        "chart it",
    ),
    # "show me", of an answer that can be drawn
    (re.compile(rf"(?i)^{_LEAD}show (?:me|us)" + _END), "chart it"),
    # "Ed is fine, take him off the list", "take Ed Sheeran off the block list"
    (
        re.compile(
            rf"(?i)^{_LEAD}(?:actually )?(?P<name>[^,.;!?]+?) (?:is|are) (?:fine|ok|okay|allowed|good)(?: again| after all| now| with me)*[,.;]? (?:so |and |you can )*(?:take|get|strike) (?:him|her|them) off (?:the|my|that) (?:block ?|black ?)?list"
            + _END
        ),
        r"unblock \g<name>",
    ),
    (
        re.compile(
            rf"(?i)^{_LEAD}(?:take|get|strike|remove) (?P<name>[^,.;!?]+?) (?:off|from) (?:the|my|that) (?:block|black) ?list"
            + _END
        ),
        r"unblock \g<name>",
    ),
    # "make me a 12 track list with all of them"
    (
        re.compile(
            rf"(?i)^{_LEAD}(?:make|give) (?:me |us )?(?:an? )?(?P<count>\d{{1,2}})[- ](?:track|song) (?:list|playlist) (?:w/?|with|of|from|out of) (?:all of )?(?:them|these|those)(?=,|$)"
        ),
        r"\g<count> tracks",
    ),
    # "faster than 140" with nothing that says of what
    (
        re.compile(r"(?i)(?<=[ ,])faster than (?P<tempo>[5-9]\d|1\d\d|2[0-3]\d)(?= ?(?:$|[,.;!?]| and\b| but\b))"),
        r"over \g<tempo> bpm",
    ),
    (
        re.compile(r"(?i)(?<=[ ,])slower than (?P<tempo>[5-9]\d|1\d\d|2[0-3]\d)(?= ?(?:$|[,.;!?]| and\b| but\b))"),
        r"under \g<tempo> bpm",
    ),
)
"""Patterns, and what replaces them; one after the other."""


def of_lists(text: str) -> str:
    """The text in the plain wordings of lists.

    >>> of_lists("ok, put them in order slow to fast"), of_lists("what do I like so far?")
    ('sort them by tempo, slowest first', 'what do I like')
    """
    for pattern, words in _WORDINGS:
        text = pattern.sub(words, text)
    return text
