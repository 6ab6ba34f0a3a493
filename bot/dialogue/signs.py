"""The sign of a wish: praise and rejection in words that hide it, as the plain wishes that they stand for.

"Nothing beats Queen" wants Queen; "could we move away from rock" wants no rock.
"""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import fold, words

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_QUITE: Final = r"(?:(?:quite|really|ever|else|much|in the world) )*"
_THERE_IS: Final = r"(?:there(?:['’]?s| is| was) )"
# "nothing beats Queen", "can't go wrong with Queen", "who doesn't love Queen"
_PRAISE: Final = re.compile(
    rf"(?i)\b(?:{_THERE_IS}?nothing {_QUITE}(?:beats|tops|touches|rivals|(?:better|greater) than|compares (?:to|with)|comes (?:even )?close to|can (?:beat|top|touch|rival|compare (?:to|with)))"
    rf"|{_THERE_IS}nothing {_QUITE}(?:like|as good as|better than)(?! (?:that|this|it|them|those|these)\b)(?![^.!?]*\b(?:in|on) (?:here|this|there|the (?:list|playlist|mix))\b)"
    r"|(?:i |we |you )?(?:can ?not|can['’]?t|could ?n['’]?t|could not|never) (?:ever )?(?:get enough(?: of)?|go (?:far )?wrong with|beat|get tired of|have enough(?: of)?|say no to|live without|do without)"
    r"|who (?:does ?n['’]?t|does not|would ?n['’]?t) (?:love|like|enjoy))\s+(?=\w)"
)
# "nothing says the nineties like Nirvana"
_SAYS: Final = re.compile(
    rf"(?i)\b{_THERE_IS}?nothing (?:that )?{_QUITE}(?:says|screams|spells|means|feels like|brings back|sums up|captures)\s+(?P<what>[^.!?,;]{{2,40}}?) (?:quite )?(?:like|more than|better than)\s+(?P<who>[^.!?;]+)"
)
# "Nothing like classic rock!", praise only where the sentence goes on so.
_NOTHING_LIKE: Final = re.compile(
    r"(?i)(?:^|(?<=[.!?;] ))(?:(?:ah|oh|yes|yeah|wow|ha)[,! ]+)*nothing (?:quite )?like (?!(?:that|this|it|them|those|these|him|her)\b)"
    r"(?=[^.!?;,]*(?:!|,? (?:to (?!the\b)\w+|for (?:a|an|the)\b|in the (?:morning|evening|summer)|on (?:a|an)\b)|[,;.] *(?:keep|more|let|love|great|give me more|bring|play)\b))"
)
_LEAVES: Final = r"(?:move|get|go|stay|steer|shift|step|stray|turn|veer|drift|keep|branch|break|moving|staying|steering|getting|shifting)"
_ASKING: Final = r"(?:(?:can|could|shall|should|may|would|will) (?:we|you|i|u) (?:please |maybe )?|let['’]?s |(?:(?:i|we)(?:['’]d| would) (?:like|love|prefer|rather)|(?:i|we) (?:want|need)) (?:you |us )?to |(?:i|we)['’]d rather |please |maybe |try to )*"
_NO_ONE: Final = r"(?!(?:that|this|it|them|those|these|the (?:\w+ )?(?:ones?|list|song|track|last|first|second|third)|number|what|him|her|you|i|we|an?|in|any|me|us|before|last|when|if)\b)"
_REJECTING: Final = r"(?:avoid(?:ing)?|nothing|not|no|never|without|(?:stay|keep|steer|stays?) (?:away|clear) (?:from|of)|(?:do ?n['’]?t|do not|must ?n['’]?t|should ?n['’]?t|cannot|can ?not|can['’]?t|must not|should not))"
_TO_GIVE: Final = (
    r"(?:(?:want|need|give|play|add|include|show|use|like|to|me|us|it|they|please|just|really|ever|all|be)\s+)*"
)
# "avoid anything that sounds like Nightcall", "it shouldn't remind people of Coldplay"
_AVOID_ALIKE: Final = re.compile(
    rf"(?i)\b{_REJECTING}\s+{_TO_GIVE}(?:(?:(?:anything|something|stuff|songs?|tracks?|music|things?|tunes?|any)\s+)+(?:(?:that|which|who)(?:['’]s)?\s+)?(?:(?:sounds?|sounding|feels?|is|are|seems?)\s+)?|(?:sounds?|sounding|feels?|come across)\s+)"
    rf"(?:(?:too|so|very|much|a lot|remotely|even|close|at all|just)\s+)*(?:like|similar to|reminiscent of|in the style of|close to)\s+{_NO_ONE}(?=\w)"
    rf"|\b{_REJECTING}\s+{_TO_GIVE}(?:(?:too|so|very)\s+)?(?:similar to|reminiscent of|(?:(?:something|anything)\s+)?(?:that\s+)?(?:reminds?|reminding)(?: (?:me|us|you|people|anyone|anybody|everyone|everybody|them|listeners))? of)\s+{_NO_ONE}(?=\w)"
)
# "Could we move away from the rock genre?"
_AWAY: Final = re.compile(
    rf"(?i)\b{_ASKING}{_LEAVES} (?:(?:a bit|a little|further|well|far|right|on) )*(?:away|clear|off) (?:from|of) (?:all )?(?:the |this |that )?(?!(?:it|them|him|her|that|this|those|these|here|there)\b)(?=\w)"
)
# "... and into jazz", behind what is left
_INTO: Final = re.compile(
    r"(?i)\s+(?:and |, ?)?(?:(?:move|go|head|more|closer|over|instead) )*(?:in|on)?to(?:wards?)? (?=\w)"
)
_NOT: Final = r"(?:not|never(?: been)?|ain['’]?t|are ?n['’]?t|no longer)"
_POINTS: Final = r"(?!(?:it|him|her|them|that|this|those|these|any|anything|everything|all|the (?:other|first|second|third|last|rest|songs?|list|one)|what|how|if|to|here|number)\b)"
# "not the biggest fan of techno", "not keen on techno", "not in the mood for techno"
_NO_FAN: Final = re.compile(
    rf"(?i)\b(?:i(?:['’]?m| am| was|['’]?ve)|we(?:['’]?re| are)|honestly|but|just)?\s*\b{_NOT} (?:(?:really|much|exactly|such|that|so|too|very|particularly|currently|much of|a|an|the|my) )*(?:(?:big|huge|biggest|massive|great|greatest|real) )?"
    rf"(?:fan of|keen on|crazy about|wild about|big on|fond of|liking|loving|digging|enjoying|vibing with|interested in|in the mood for|up for)\s+{_POINTS}(?=\w)"
)
# "I don't know if I'm a fan of techno", "not sure I like techno", "I don't care for techno"
_DOUBTED: Final = re.compile(
    rf"(?i)\b(?:i(?:['’]?m| am)? |we )(?:{_NOT} (?:(?:too|so|really) )*sure|(?:do ?n['’]?t|do not|dunno) ?(?:really )?(?:know|think)) (?:(?:if|whether|that) )?(?:i|we)(?:['’]?m| am| are|['’]?re| do)? (?:(?:really|much|such|a|an|the) )*(?:(?:big|huge) )?(?:fan of|into|like|love|enjoy|want|care for|feeling|feel)\s+{_POINTS}(?![^.!?;,]*\bor\b)(?=\w)"
    rf"|\b(?:i |we )(?:do ?n['’]?t|do not|never) (?:(?:really|much|particularly) )*(?:care (?:much )?for|prefer)\s+{_POINTS}(?=\w)"
)
# "I'm not a country person"
_NO_PERSON: Final = re.compile(
    rf"(?i)\b(?:i(?:['’]?m| am)|we(?:['’]?re| are)) {_NOT} (?:(?:really|much of|such|exactly) )*an? (?:(?:big|huge) )?(?P<what>[\w&'’-]+(?: [\w&'’-]+)?) (?:fan|person|lover|guy|girl|kind of (?:guy|girl|person))\b"
)
# "techno isn't my thing"
_NOT_MINE: Final = re.compile(
    rf"(?i)(?:(?<=^)|(?<=[.!?;,] )|(?<=\bbut ))(?P<what>{_POINTS}[\w$&'’. -]{{2,40}}?) (?:is|are|was|were)(?:n['’]?t| not) (?:(?:really|exactly|quite|so much|much) )*(?:(?:my|our) (?:thing|cup of tea|jam|style|favou?rites?|bag|taste|type)|for (?:me|us)|doing it for (?:me|us))\b"
)
# "I think that's enough Nina Simone"
_ENOUGH: Final = re.compile(
    r"(?i)\b(?:(?:ok|okay|i think|i guess|i believe|maybe|now) )*(?:that(?:['’]?s| is| was| will be)|(?:i|we)(?:['’]?ve| have) (?:had|heard|got)|there(?:['’]?s| is| are| has been)) (?:(?:about|more than|quite|plenty|now) )*enough (?:of )?(?:the )?(?P<what>[\w$&'’ -]{2,40}?)(?: (?:songs?|tracks?|music|stuff))?(?: (?:for (?:now|today|me|us|one day)|already|now|then|here))*(?=\s*(?:[.,;!?]|$))"
)
# "Evanescence is more of a hard rock and doesn't fit", "the songs by Adele don't belong here"
_UNFIT: Final = re.compile(
    rf"(?i)(?:^|(?<=[.!?;,] )|(?<=\bexcept )|(?<=\bthink )|(?<=\bbut )|(?<=\bthat ))(?:(?:all |except |i think |but |that )*(?:the )?(?:songs?|tracks?|ones?|stuff|music) (?:by|from|of) )?(?P<what>{_POINTS}(?!(?:i|we|that|except|but)\b)[\w$&'’./-]+(?: [\w$&'’./-]+){{0,3}}?)"
    r"(?: songs?| tracks?| stuff)?(?: (?:is|are|was|were|sounds?|feels?) [^.!?;,]{2,40}?(?: and|,))?(?: (?:it|they|that|just|really|also))*"
    r" (?:does ?n['’]?t|do ?n['’]?t|does not|do not|did ?n['’]?t) (?:(?:really|quite|exactly) )*(?:fit|belong|match|suit|go with)\b[^.!?;,]*"
)
# "not liking the songs by the other artists", "no other artists": only the ones asked for are wanted.
OTHERS_REJECTED: Final = re.compile(
    r"\b(?:no|not|none|without|do ?n['’]?t|do not|didn['’]?t|did not|drop|skip|remove|lose|ditch|leave out|take out|get rid of|hate|dislike|never)\b(?: \w+){0,3}?(?: (?:the|any|those|these|all|of))*(?: (?:songs?|tracks?|music|stuff|ones?) (?:by|from|of))?(?: (?:the|any|those|these))* others?(?: (?:artists?|bands?|singers?|groups?|rappers?|people|acts?))?\b(?! than)"
)
# "other artists such as A and B": they are the others.
OTHERS_NAMED: Final = re.compile(
    r"\bother (?:artists?|bands?|singers?|groups?|rappers?|musicians?|acts?)[,:]? (?:such as|including|e\.? ?g\.?|for example|for instance|namely)\b"
)


# "there's still a christmas song in there", "why is there a remix in it": what stands there and should not.
_STILL_THERE: Final = re.compile(
    r"(?i)^(?:(?:hey|ok|no|but|and|ugh|hm+|oh|wait|huh|um)[, !.]+)*(?:(?:why|how come) (?:is|are|do i see|do you have)(?: there)?(?: still)?|there(?:['’]?s|s| is| are)(?: still)|(?:i|you)(?: (?:can|still|do))* (?:still )?(?:see|have|got|left)(?: still)?|(?:i|we) still (?:see|have|got))"
    r" (?:an?|some|one|two|three|several|many|these|all these) (?P<what>[\w&'’ -]{2,40}?)(?: (?:songs?|tracks?|tunes?|ones?|stuff|thing))?(?: left)? (?:in|on|among|between) (?:there|it|here|this|that|them|these|the (?:list|set|playlist|mix))[ .!?]*$"
)


def plain(turn: "Turn", text: str) -> str:
    """The text with praise and rejection in plain words: "I love Queen", "no rock".

    Parameters
    ----------
    turn : Turn
        What was shown, and what names mean.
    text : str
    """
    text = _SAYS.sub(lambda match: f"I love {match['who'].strip()} for {match['what']}", text)
    text = _NOTHING_LIKE.sub("I love ", _PRAISE.sub("I love ", text))
    text = _STILL_THERE.sub(lambda match: f"no {match['what']} songs", text)
    text = _left(_AVOID_ALIKE.sub("unlike ", text))
    text = _DOUBTED.sub("no ", _NO_FAN.sub(" no ", text)).strip()
    text = _NO_PERSON.sub(lambda match: f"no {match['what']}" if _music(turn, match["what"]) else match[0], text)
    text = _NOT_MINE.sub(lambda match: f"no {match['what']}" if _music(turn, match["what"]) else match[0], text)
    text = _UNFIT.sub(lambda match: f"no {name}" if (name := _music(turn, match["what"])) else match[0], text)
    return _ENOUGH.sub(lambda match: f"no {name}" if (name := _music(turn, match["what"])) else match[0], text)


def _left(text: str) -> str:
    """A text without what it moves away from: ``no rock, jazz`` of ``move away from rock and into jazz``."""
    match = _AWAY.search(text)
    if match is None:
        return text
    rest = text[match.end() :]
    end = re.search(r"[.!?;,]|$", rest)
    what, after = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    what = re.sub(r"(?i)\s+(?:genre|music|songs|tracks|stuff|sound|side|thing)s?\b(?=\s|$)", "", what)
    return f"{text[: match.start()]}no {_INTO.sub(', ', what)}{after.replace('?', '.', 1)}"


def _music(turn: "Turn", text: str) -> str:
    """The genre or artist that words mean, one of the list shown first; empty for none."""
    if genre_named(turn.engine, text):
        return text
    wanted = set(words(text))
    base = turn.base()
    query = base[0].query if base is not None else None
    near = [*query.artists, *query.like_artists] if query is not None else []
    near += [name for one in reversed(turn.context.exchanges[-4:]) for track in one.tracks for name in track.artists]
    for name in near:
        if wanted and wanted <= set(words(name)):
            return name
    if name := artist_named(turn.engine, text):
        return name
    return text if hear(turn.engine, f"no {text}").query.not_genres else ""


def only_named(turn: "Turn", text: str) -> tuple[str, ...]:
    """Who is wanted where a text rejects the others: whom it names beside, or who was asked for; else none."""
    base = turn.base()
    rejected = OTHERS_REJECTED.search(fold(text)) if base is not None else None
    if rejected is None or base is None:
        return ()
    beside = hear(turn.engine, text[: rejected.start()]).query
    query = beside if beside.artists or beside.like_artists else base[0].query or beside
    return tuple(dict.fromkeys((*query.artists, *query.like_artists)))
