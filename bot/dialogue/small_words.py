"""Small words that change nothing of a question: ``whats``, ``these days``, ``in there``, a genre in quotes."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue.acts import extreme_of
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.shared import artist_of

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_OPENING: Final = r"(?:(?:and|so|but|ok|okay|hey|hi|oh|wait|now|then|well|also)[, ]+)*"
# "whats", "whos", "hows": written without the apostrophe.
_APOSTROPHE: Final = re.compile(r"(?i)\b(what|who|how|where|when)s\b(?!['’])")
# "which of em"
_THEM: Final = re.compile(r"(?i)\b(?P<link>of|between|among|for|compare|with) ['’]?em\b")
_DATA: Final = r"(?:(?:your|the|this|that) (?:data ?(?:set|base)?|catalog(?:ue)?|collection|library|list of songs|table)|spotify data)"
# "is Phoebe Bridgers in there?", "are Wilco in your data"
_IN_THERE: Final = re.compile(
    rf"(?i){_OPENING}(?:is|are)\s+(?P<name>(?!(?:it|this|that|these|those|they|he|she|there|any(?:thing|body|one)?|some\w*|all|most|every\w*)\b)[^?!]+?)\s+"
    rf"(?:(?:also|even|actually|already|included|represented) )*(?:(?:in|on|part of)\s+(?:there|here|{_DATA})|included|represented)\s*(?:too|as well|at all)?\s*[?!.]*"
)
# What a question may end with and does not need.
_ASKS: Final = re.compile(
    rf"(?i)^{_OPENING}(?:what|which|who|how|where|is|are|was|were|do|does|did|can|could|has|have|compare|rank)\b"
)
_TRAILING: Final = re.compile(
    r"(?i)(?<=\w)[\"”’']?(?P<tail>,?\s+(?:these days|nowadays|as of (?:now|today)|(?:in|for|during|with|to use in) (?:a|an|my|the|our|your) (?:dj|club|live|radio|techno|house)[- ](?:sets?|mix|night|show)|in (?:a|my|the|our) mix))\s*(?P<end>[?!.]*)$"
)
# Words of a question about what is in fashion, of which "these days" says something.
_FASHION: Final = re.compile(
    r"\b(?:charts?|trend\w*|hot|hottest|big|popular|rising|up and coming|next|new|listen\w*|into|play\w*)\b(?!er)"
)
_AUXILIARY: Final = re.compile(rf"(?i)^{_OPENING}(?:is|are|do|does|did|which genres?)\b")
# "what's in 124 bpm and A minor", "whats around 98 bpm"
_WHAT_IN: Final = re.compile(
    rf"(?i)^{_OPENING}(?:what(?:['’]?s| is)?|which (?:are|is)|anything|what (?:do you have|have you got))\s+(?P<how>(?:in|at|around|about|near|between|with)\s+(?:(?:\d{{2,3}}(?:\s*(?:-|to|and)\s*\d{{2,3}})?\s*bpm|(?:the key of )?[a-g](?:#|b| sharp| flat)? (?:minor|major)|(?:1[0-2]|[1-9])[ab])\b[\s,&]*(?:and|in|at)?\s*)+)[?!.]*$"
)
# "Tool's longest song", "Adele's 3 saddest tracks"
_THEIR_EXTREME: Final = re.compile(
    r"(?i)^(?P<before>.*?)(?P<name>[^,;:.!?]{2,40}?)(?:['’]s|(?<=s)['’])\s+(?:(?P<count>\d|two|three|four|five) )?(?P<most>most |least )?(?P<word>[\w-]+) (?P<thing>songs?|tracks?|tunes?|ones?)[?!. ]*$"
)
_LEADING: Final = re.compile(
    r"(?i)^(?:(?:and|so|ok|okay|then|now|please|just|give|show|play|find|tell|gimme|me|us|i want|what(?:['’]?s| is)|which is|how about|what about|what are|the)[, ]+)*"
)
# "how many songs does Adele have", "how many tracks has Tool got in there"
_THEY_HAVE: Final = re.compile(
    rf"(?i)^{_OPENING}how many (?:songs?|tracks?|recordings?|titles|tunes) (?:does|do|has|have|did|are there (?:by|from)|of|by|from) (?P<name>[^?!]+?)"
    rf"(?: (?:have|has|got|do you have|have you got|are there|made|make|released?|recorded?|there are))*(?: (?:here|in (?:here|there|total|all)|on here|in {_DATA}))*[?!. ]*$"
)
_NOBODY: Final = frozenset(
    "you u we i they these those them it she he her him each that this there people most artists all".split()  # noqa: SIM905
)
_COMPARES: Final = re.compile(r"(?i)\b(?:differen\w+|compare[sd]?|versus|vs)\b")
_SPREAD: Final = re.compile(r"(?i)\b(?:distribution|histogram|spread|average|mean|median)\b")
_QUOTED: Final = re.compile(r"[\"“”„«»‘'’](?P<name>[A-Za-z][\w &'-]{1,30}?)[\"“”»’'](?!\w)")
_HERE: Final = re.compile(r"(?i)\s+(?:(?:genres?|tags?)\s+)?(?:here|in (?:there|here))\s*(?P<end>[?!.]*)$")
# "so Happy by Pharrell is sad?" asks what "is Happy by Pharrell sad?" asks.
_STATED: Final = re.compile(
    rf"^{_OPENING}(?P<name>[^,;:.!?]{{1,40}}?) by (?P<artist>[^,;:.!?]{{2,40}}?) (?P<verb>is|has|sounds|was)(?: (?:really|actually|just|supposedly|apparently))* (?P<what>[^?]+?)(?:[, ]+(?:right|isn['’]?t it|no|or not|correct|then|yes))?\s*\?+\s*$"
)
# "which genre makes people more happy, salsa or samba" asks which is happier.
_MAKES: Final = re.compile(
    r"(?i)\b(?:(?:makes?|gets?|feels?|puts?|leaves?)(?: (?:people|you|me|us|one|listeners|everybody|everyone|folks))?|sounds?|feels?)(?: feel)? (?=(?:the )?(?:more|most|less|least) [a-z]+,)"
)


# "my 6 year old" is a child, and nothing old.
_AGED: Final = re.compile(
    r"(?i)\b(?P<age>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)[- ]*(?:years?|yrs?|y/?o)[- ]*olds?\b(?:\s+(?:sons?|daughters?|girls?|boys?|kids?|child(?:ren)?|nephews?|nieces?|brother|sister|grand\w+))?"
)
_CHILD, _ADULT = 13, 20
# "weird. what about Tool" says how the answer before was taken, and asks something else.
_ASIDE: Final = re.compile(
    r"(?i)^(?:(?:hm+|oh|ok|ah|well|that(?:['’]?s| is)|how|so|very|too|really|a bit|what a)[, ]+)*(?:weird|strange|odd|curious|surprising|disappointing|bummer|shame|pity|too bad|huh|damn|wow|interesting|whatever|ouch|nuts|insane|fascinating|unexpected)\s*[.!?…]+\s*(?=(?:(?:and|so|but|ok|then)[, ]+)?(?:what|how|do|does|is|are|can|could|who|which|give|show|find|try|got|have)\b)"
)
# "and compared to Muse?" after a comparison adds one.
_BESIDE: Final = re.compile(
    rf"(?i)^{_OPENING}(?:(?:what|how) about |how (?:does|is) (?:that|it|this) )?(?:when |if )?(?:compared?|in comparison|relative|next|versus|against|vs\.?)\s*(?:to|with)?\s+(?P<name>[^,?!]{{2,40}}?)\s*[?!.]*$"
)

# "and the least?" after a question about the most asks it of the other end.
_OTHER_END: Final = re.compile(
    rf"(?i)^{_OPENING}(?:(?:what|how) about |which (?:one |ones )?(?:is|are) |who(?:['’]?s| is| are) )?the (?P<end>least|most)(?: ones?)?\s*[?!.]*$"
)
# But for "at least 120 bpm", which is a limit and no end.
_END: Final = re.compile(r"(?i)(?<!\bat )\b(?:most|least)\b")


def _aged(match: re.Match[str]) -> str:
    age = int(match["age"]) if match["age"].isdecimal() else 0
    return "kids" if age < _CHILD else "teenager" if age < _ADULT else match[0]


def plain(turn: "Turn", text: str) -> str:
    """The text without the small words that change nothing of what it asks.

    Parameters
    ----------
    turn : Turn
        What names mean.
    text : str
    """
    text = _APOSTROPHE.sub(lambda match: f"{match[1]}'s", text)
    text = _THEM.sub(r"\g<link> them", text)
    text = _AGED.sub(_aged, _ASIDE.sub("", text))
    last = turn.context.last
    before = turn.context.said[-1] if turn.context.said else ""
    if (match := _OTHER_END.match(text)) is not None and _END.search(before):
        return _END.sub(match["end"], before)
    if (match := _BESIDE.match(text)) is not None and last is not None and last.task.command == "compare":
        return f"and {match['name']}?"
    if (match := _IN_THERE.fullmatch(text.strip())) is not None and "," not in match["name"]:
        return f"do you have {match['name']}"
    if (match := _WHAT_IN.match(text)) is not None:
        return f"songs {match['how'].strip()}"
    if (match := _THEY_HAVE.match(text)) is not None and (name := _somebody(turn, match["name"])):
        return f"how many songs by {name} do you have"
    if (theirs := _their_extreme(turn, text)) != "":
        return theirs
    if not _ASKS.match(text):
        match = _STATED.match(text)
        if match is None or not hear(turn.engine, f"songs by {match['artist']}").query.artists:
            return _genres_joined(turn, text) if _SPREAD.search(text) else text
        verb = {"has": "does", "sounds": "does"}.get(match["verb"], "is")
        then = {"has": "have ", "sounds": "sound "}.get(match["verb"], "")
        return f"{verb} {match['name']} by {match['artist']} {then}{match['what']}?"
    text = _genres_joined(turn, _MAKES.sub("is ", text))
    if _COMPARES.search(text):
        text = _HERE.sub(r"\g<end>", _QUOTED.sub(lambda match: _unquoted(turn, match), text))
    match = _TRAILING.search(text)
    fashion = match is not None and re.search(r"days|now", match["tail"])
    if match is None or (fashion and (not _AUXILIARY.match(text) and _FASHION.search(fold(text)))):
        return text
    return text[: match.start()] + match["end"]


def _somebody(turn: "Turn", name: str) -> str:
    """The artist whom a name names or "she" means, but for words that point to rows or to people at large."""
    bare = name.strip(" \"'“”")
    if fold(bare) in ("she", "he", "they"):
        return artist_of(turn, bare)
    return "" if fold(bare) in _NOBODY or genre_named(turn.engine, bare) else artist_named(turn.engine, bare)


def _their_extreme(turn: "Turn", text: str) -> str:
    """``Tool's longest song`` as ``the longest song by Tool``; empty for any other text."""
    match = _THEIR_EXTREME.match(text)
    if match is None or extreme_of({"how": (match["most"] or "").strip(), "word": match["word"]}) is None:
        return ""
    name = _LEADING.sub("", match["before"] + match["name"])
    artist = _somebody(turn, name)
    if not artist:
        return ""
    count = f"{match['count']} " if match["count"] else ""
    return f"the {count}{match['most'] or ''}{match['word']} {match['thing']} by {artist}"


def _genres_joined(turn: "Turn", text: str) -> str:
    """The text with genres whose names have an "and" in them as one word: ``drum and bass`` as ``drum-and-bass``."""
    for genre in turn.engine.catalogue.genres:
        one, link, other = genre.partition("-and-") if "-and-" in genre else genre.partition("-n-")
        if link:
            pattern = rf"(?i)(?<![\w-]){re.escape(one)}\s*(?:and|&|n|['’]n['’]?)\s*{re.escape(other)}(?![\w-])"
            text = re.sub(pattern, genre, text)
    return text


def _unquoted(turn: "Turn", match: re.Match[str]) -> str:
    return match["name"] if genre_named(turn.engine, match["name"]) else match[0]
