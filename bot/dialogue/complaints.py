"""Complaints about the list shown and reasons beside a wish, as the wishes that they stand for.

"That's more metal than orchestra" is about too much metal; "we have kids in the building" asks for clean words.
"""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue.language import genre_named
from bot.dialogue.lexicon import ADJECTIVES, fold

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_OPENING: Final = r"(?:(?:hm+|well|no|nah|but|ok|okay|so|sorry|again|also|and|actually|oh|ugh|honestly)[, ]+)*"
_THIS: Final = r"(?:(?:that|this|these|those|it|they|(?:most|some|all|half) of (?:it|them|these|those)|the (?:first|last|second) (?:one|few))(?: all)?\s*(?:['’]?s|['’]?re| is| are| was| were| sounds?| feels?| seems?| looks?)(?: (?:to me|more like))?)"
_LIST: Final = r"(?:(?:that|this|these|those|it|they|any of (?:these|those|them)|(?:these|those|this|that|the) (?:songs?|tracks?|lists?|playlists?|ones|suggestions?|picks?))(?: all)?)"
_DEGREE: Final = (
    r"(?:(?:way|a lot|much|far|kind of|kinda|a bit|rather|still|really|all|just|clearly|too|pretty|very|quite|so) )*"
)
# "that's more metal than orchestra", "these sound way more happy than sad"
_MORE_THAN: Final = re.compile(
    rf"(?i){_OPENING}{_THIS} {_DEGREE}more (?:of )?(?:an? )?(?P<much>[\w&'’-]+(?: [\w&'’-]+)?) than (?P<little>[\w&'’-]+(?: [\w&'’-]+)?)(?: (?:music|songs?|tracks?|though|to me|now|if you ask me))?[.!? ]*"
)
# "that's scary but I want tense, not horror"
_BUT_WANTED: Final = re.compile(
    rf"(?i){_OPENING}(?:{_THIS} )?{_DEGREE}(?P<is>[\w-]+)(?: now)?[,;. ]+but (?:i|we) (?:want|wanted|need|needed|meant|asked for|was after|were after)(?: something| it)? (?:more )?(?P<wanted>[\w-]+)(?:[,; ]+(?:and )?(?:not|no) (?P<not>[\w-]+))?(?: please)?[.! ]*"
)
# "not Swedish necessarily", "they needn't be Swedish"
_NOT_NEEDED: Final = re.compile(
    r"(?i)^(?:(?:it|they|and|but|ok|that) )*(?:not (?P<one>[\w-]+),? necessarily|not necessarily (?:in )?(?P<two>[\w-]+)|(?:(?:it|they|that) )?(?:does ?n['’]?t|do ?n['’]?t|need ?n['’]?t|does not|do not)(?: (?:have|need) to)? be (?:in )?(?P<three>[\w-]+)|(?P<four>[\w-]+) (?:is|are) not (?:a must|essential|mandatory))(?: though)?(?=$|[,;.!])[,;.! ]*(?:but |just |and )?(?P<rest>.*)$"
)
# "not the super obvious ones", "nothing too obvious", "no usual suspects"
_OBVIOUS: Final = re.compile(
    r"(?i)\b(?:not|nothing|no|without|skip|avoid|fewer|less of)(?: (?:just|only|the|all|those|these|too|so|super|very|really|most|totally|quite|that))* (?:obvious|predictable|usual suspects?|well[- ]worn|overplayed|cliched?|done to death)(?: (?:ones?|songs?|tracks?|picks?|choices?|stuff|names|hits|artists?))?\b"
)
# "these have vocals", "but number 2 has singing in it"
_HAVE_VOCALS: Final = re.compile(
    r"(?i)(?:(?:hm+|wait|but|no|nah|ugh|sorry|hey|well)[, ]+)*(?:these|those|they|it|this|that|most of (?:these|them)|some of (?:these|them)|(?:all|half) of (?:these|them))(?: (?:all|still|both|clearly|do))?"
    r" (?:have|has|got|contain|contains) (?:got )?(?:(?:some|a lot of|loads of|human) )?(?:vocals|vocal parts|singing|singers?|voices?|lyrics|words|people singing)(?: (?:in (?:it|them)|on (?:it|them)|though|all over))*(?:[.!,;]+(?: *(?:i (?:said|asked for|wanted|meant|need)|you were) [^,;.!?]*)?|(?P<rest>, .+))?[.! ]*$"
)
_KIDS: Final = (
    r"(?:kids|children|toddlers|pupils|students|minors|little ones|babies|teenagers|a (?:kid|child|toddler|baby))"
)
# "we have kids in the building", "there are children around", "kids are listening"
_OVERHEARD: Final = re.compile(
    rf"(?i)(?:[,;.]|\b(?:because|since|as|cause|cuz|and|but))?\s*\b(?:(?:we|i|they)(?:['’]?ve| have| got| have got|['’]?ve got)|there(?:['’]?s|['’]?re| is| are| will be|['’]?ll be| might be))(?: (?:some|a few|little|young|small|also|always|lots of|many))* {_KIDS} (?:in|at|around|present|here|listening|with us|there|nearby|next door|about|upstairs|on site|coming)\b[^,;.!?]*"
    rf"|(?:[,;.]|\b(?:because|since|as|cause|cuz|and|but))?\s*\b(?:the |our |my )?{_KIDS} (?:are|is|will be|might be|['’]?ll be) (?:listening|around|present|here|there|in the \w+|nearby|with us|in earshot)\b[^,;.!?]*"
)
_SWEARING: Final = re.compile(r"(?i)\b(?:swear\w*|explicit|clean|curs\w+|profan\w*|bad (?:words|language))\b")
# "sin voces tristes": it is the sadness that is not wanted.
_SAD_VOICES: Final = re.compile(
    r"(?i)\b(?P<no>sin|sem|sans|senza|ohne)\s+(?:(?P<before>\w+)\s+(?=stimmen?\b))?(?:voces|voz|vozes|voix|voce|voci|stimmen?)\b(?P<after>\s+(?!y\b|e\b|et\b|und\b|ni\b|por|pls|please|bitte|stp|svp|s'il)\w+)?"
)
# "those weren't what I had in mind, ...", "I don't really like these. ...": the list as a whole is not wanted.
_TURNED_DOWN: Final = re.compile(
    rf"(?i){_OPENING}(?:(?:{_LIST}\s*(?:(?:['’]?s|['’]?re| is| are| was| were)? not|\s(?:is|are|was|were)n['’]?t|\sain['’]?t)"
    rf"(?: (?:really|quite|exactly|at all|all|even|truly|what you['’]d call))*"
    rf" (?:what|(?:the|my) (?:\w+ )?(?:music|songs?|kind|sort|type|style|vibe|thing|taste|one|cup)|for (?:me|us)|it\b(?! (?:is|was)\b)|(?:good|great|right|relevant)\b)[^,.!?;…]{{0,40}}"
    rf"|i (?:do|did)(?: not|n['’]?t)(?: (?:really|quite|particularly|actually|much))* (?:like|love|care for|enjoy|dig|feel) {_LIST}(?: (?:very )?much| at all| really)*))"
    r"\s*(?:[,.!;…–-]+\s*(?:(?:so|but|and|instead|please|maybe)[, ]+)*|\s+(?=(?:can|could|would|please|give|show|play|how about|what about|i(?:['’]d| would| want| need))\b))(?P<rest>\S.*)"
)
_TURNED: Final = {"valence": {1: "not happy", -1: "not sad"}, "energy": {1: "not energetic", -1: "not calm"}}


def as_wish(turn: "Turn", text: str) -> str:
    """What a complaint or a reason asks for, in plain words; the text itself where it is neither.

    Parameters
    ----------
    turn : Turn
        What was shown and what names mean.
    text : str
    """
    text = clean(_OBVIOUS.sub("less known", voices(text)))
    if turn.base() is None:
        return text
    if (match := _MORE_THAN.fullmatch(text.strip())) is not None:
        return _too_much_of(turn, match)
    if (match := _HAVE_VOCALS.match(text.strip())) is not None:
        return f"without vocals{match['rest'] or ''}"
    if (match := _BUT_WANTED.fullmatch(text.strip())) is not None:
        unwanted = f", no {match['not']}" if match["not"] and genre_named(turn.engine, match["not"]) else ""
        return f"more {match['wanted']}{unwanted}"
    if (match := _NOT_NEEDED.match(text.strip())) is not None:
        return _not_needed(turn, match)
    return text


def turned_down(text: str) -> str:
    """What is asked for behind a verdict that the list as a whole was not what was wanted; empty for no such text."""
    match = _TURNED_DOWN.fullmatch(text.strip())
    return match["rest"] if match is not None else ""


def clean(text: str) -> str:
    """The text with "not explicit" for children who hear it: "we have kids in the building"."""
    rest = _OVERHEARD.sub(" ", text, count=1)
    if rest == text:
        return text
    rest = re.sub(r"^[,;. ]+|[,;. ]+$", "", re.sub(r"\s+", " ", rest))
    if _SWEARING.search(rest):
        return rest
    return f"{rest}, not explicit" if rest else "not explicit"


def voices(text: str) -> str:
    """The text with "not sad" for voices that are not to be sad: "sin voces tristes"."""

    def turned(match: re.Match[str]) -> str:
        said = fold((match["before"] or match["after"] or "").strip())
        moves = next(
            (ADJECTIVES[one] for one in (said, said.rstrip("s"), re.sub("e[nrs]?$", "", said)) if one in ADJECTIVES), {}
        )
        return next((_TURNED[trait][way] for trait, way in moves.items() if trait in _TURNED), match[0])

    return _SAD_VOICES.sub(turned, text)


def _too_much_of(turn: "Turn", match: re.Match[str]) -> str:
    """Less of what there is too much of; a genre goes, a quality moves."""
    if genre_named(turn.engine, match["much"]):
        wanted = f", more {match['little']}" if genre_named(turn.engine, match["little"]) else ""
        return f"no {match['much']}{wanted}"
    return f"less {match['much']}"


def _not_needed(turn: "Turn", match: re.Match[str]) -> str:
    """What follows, as nothing is to be excluded; what becomes of the limit is said."""
    name = next(filter(None, (match["one"], match["two"], match["three"], match["four"])))
    genre = genre_named(turn.engine, name)
    base = turn.base()
    query = base[0].query if base is not None else None
    limited = query is not None and (genre in (*query.genres, *query.genres_all) or fold(name) in query.languages)
    stays = f"{name} stays asked for until another genre or language is named"
    turn.notes.append(stays if limited else f"nothing here is limited to {name}")
    return match["rest"] or "others"
