"""Other words for what is rising: ``what's bubbling up in k-pop``, ``who should we be looking at in folk``."""

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.language import genre_named, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import genre_in
from bot.reply import Action, Reply
from engine import BAND, Query, Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_FEW_WORDS: Final = 10
_WE: Final = r"(?:we|i|you|one|our label|the label|labels?)"
_PHRASE: Final = re.compile(
    r"\b(?:bubbling (?:up|under)|up[ -]and[ -](?:coming|comers?)|on (?:the|our|my|your|everyone'?s) radar|on the (?:way up|rise|up)|making waves|gaining (?:traction|momentum|steam)|picking up steam|"
    rf"(?:should|could|would|can|do|must) {_WE} (?:be )?(?:look(?:ing)?|watch(?:ing)?|sign(?:ing)?|scout(?:ing)?|listen(?:ing)?|keep(?:ing)? (?:an eye|tabs))\s?(?:at|out for|on|into|to)?|"
    r"to (?:look out for|keep an eye on|watch out for)|(?:new|fresh|young|rising|raw|undiscovered|unsigned) (?:talents?|faces|blood|names|voices|acts|artists)|"
    r"next (?:wave|generation|gen|big (?:thing|name|artist)s?)|about to (?:pop|break|blow)(?: off| through| up)?|breaking(?: through| out| now)?|buzzing|emergentes?|emergents?|emerging|"
    r"aufstrebend\w*|newcomers?|nuevas? promesas|en ascenso|en devenir|em ascensao)(?!\w)"
)
# Words beside the phrase that ask for who or what that is.
_ASKS: Final = re.compile(
    r"\b(?:who|whos|who's|what|whats|what's|which|any|anyone|anybody|anything|somebody|someone|show|list|find|give|tell|artists?|acts?|bands?|names?|singers?|rappers?|talents?|"
    r"quien|quienes|que|cuales|cual|qui|quels?|quem|quais|wer|welche|right now|at the moment|these days)\b"
)
_PEOPLE: Final = re.compile(
    r"\b(?:who|whos|who's|anyone|anybody|somebody|someone|artists?|acts?|bands?|names?|singers?|rappers?|talents?|faces|people|artistas?|artistes?|kunstler|bandas?|groupes?|quien|quienes|wer|quem|qui)\b"
)
# "Breaking" alone may be in a title or a mood: "breaking bad soundtrack".
_WEAK: Final = re.compile(r"^(?:breaking|buzzing)$")
_NOT_BY: Final = re.compile(
    r"(?:,? (?:that (?:is|are)n?['’]?t|that (?:is|are) not|who (?:is|are)n?['’]?t|which (?:is|are)n?['’]?t|but not|not|without|except|besides|other than|apart from|no))\s+(?P<names>.+?)[?.! ]*$"
)
_MORE: Final = re.compile(
    r"(?i)[,;]\s*(?P<what>(?:(?:but|and|or)\s+)?(?:not|no|more|less|without|rather|nothing|only|with)\b.*?)[?.! ]*$"
)


# "rising techno", "some up and coming k-pop acts": the word stands before a genre.
_BEFORE_GENRE: Final = re.compile(
    r"(?:(?:and|now|ok|so|what about|show|give|find|list|tell|me|us|some|any|the|more|please|top|\d{1,2})[, ]+)*(?:rising|emerging|upcoming|up[ -]and[ -]coming|breakout|breaking|soon to be big)\s+"
    r"(?P<genre>[\w&' -]+?)(?P<people>\s+(?:artists?|acts?|bands?|stars?|talents?|names|singers?|rappers?|producers?|djs?))?(?:\s+(?:songs?|tracks?|music|hits|tunes))?(?:\s+(?:right now|now|please|these days|at the moment))*[?!. ]*"
)


# "without indian", "only the german ones", "only women"
_NARROWS: Final = re.compile(
    r"(?:(?:and|but|ok|now|please|can (?:you|u|we)|just)[, ]+)*(?:without|no|not|drop|remove|lose|skip|exclude|only|just|take out|leave out)\s+(?:the |any |all )?(?P<what>[\w' -]+?)(?: (?:ones?|artists?|acts?|tracks?|songs?|names?|bands?))?[.!? ]*"
)


# "same for latin but only under popularity 40"
_SAME: Final = re.compile(
    r"(?:(?:and|now|ok|the|please|show me)[, ]+)*same(?: (?:thing|list|again|question))? (?:for|in|with) (?P<genre>[\w&' -]+?)(?:,? (?:but|and|only|with|just|without)\b.*)?[?.! ]*"
)
# "exclude anyone already over 60"
_ALREADY: Final = re.compile(
    r"(?:(?:and|but|ok|now|please|can (?:you|u|we)|just)[, ]+)*(?:exclude|without|no|not|drop|remove|skip|leave out|take out|lose)\s+(?:(?:any(?:one|body|thing)?|every(?:one|body|thing)|those|the ones?|ones|all|artists?|acts?|names?|tracks?|songs?|who|that|with|a|of)\s+)*"
    r"(?:(?:is|are|['’]?s|['’]?re)\s+)?(?:already\s+)?(?:(?:a |with )?popularity\s+)?(?P<way>over|above|past|under|below)\s+(?:popularity\s+)?(?P<number>\d{1,2})(?: (?:popularity|points))?[.! ]*"
)


def _narrowed(turn: "Turn", said: str) -> Outcome | None:
    """What narrows a list of what is rising: another genre or limits of popularity, and nothing else."""
    last = turn.context.last
    if turn.fresh or last is None or last.task.command != "emerging":
        return None
    fields = {name: value for name, value in last.task.fields.items() if name != "popularity"}
    band = popularity_band(turn, said if "popularity" in said else f"{said} popularity")
    if band is not None and re.fullmatch(
        r"\W*(?:(?:only|just|and|but|the ones?|those|keep it|anything|any|anyone|something|somebody|some|what about|now|ok|with) )*(?:under|below|over|above|between|less than|more than|up to|popularity)\b.*",
        said,
    ):
        tokens = [Token(name, value, quoted=" " in value) for name, value in fields.items()]
        return Outcome(request_of("emerging", *tokens, f"popularity:{band[0]}-{band[1]}"))
    same = _SAME.fullmatch(said)
    if same is not None and (genre := genre_named(turn.engine, same["genre"])):
        limits = [f"popularity:{band[0]}-{band[1]}"] if band is not None else []
        tokens = [Token(name, value, quoted=" " in value) for name, value in fields.items() if name != "genre"]
        return Outcome(request_of("emerging", *tokens, Token("genre", genre), *limits))
    if (cut_off := _ALREADY.fullmatch(said)) is not None:
        # What is excluded is beyond the limit.
        number, over = int(cut_off["number"]), cut_off["way"] in ("over", "above", "past")
        tokens = [Token(name, value, quoted=" " in value) for name, value in fields.items()]
        low, high = (min(BAND[0], number), number) if over else (number, max(BAND[1], number))
        return Outcome(request_of("emerging", *tokens, f"popularity:{low}-{high}"))
    if (others := _without_somebody(turn, said, fields)) is not None:
        return others
    match = _NARROWS.fullmatch(said)
    if match is None or genre_named(turn.engine, match["what"]) in ("", last.task.fields.get("genre", "")):
        return None
    line = "What is rising I can narrow to one genre and to a band of popularity, not by where artists are from or by style."
    actions = (
        Action(
            "Popularity 40 to 55",
            request_of("emerging", *(Token(*one) for one in fields.items()), "popularity:40-55").text,
        ),
        Action("Another genre", "/genres"),
    )
    return Outcome(reply=Reply(title=line, text='Name a genre, or say such as "under 50".', actions=actions))


_SMALLER: Final = re.compile(
    r"\b(?:smaller|less (?:known|famous|popular|big|obvious)|lesser[- ]known|more (?:obscure|unknown|underground|niche)|not (?:so|that|too) (?:big|known|famous|popular)|lower (?:down|popularity))\b"
)
_SMALL_BAND: Final = (40, 55)


def _without_somebody(turn: "Turn", said: str, fields: dict[str, str]) -> Outcome | None:
    """``not BTS obviously, smaller``: the same ranking further down; who is well known is never in it, which is told."""
    smaller = _SMALLER.search(said) is not None
    heard = hear(turn.engine, _SMALLER.sub(" ", said)).query
    others = replace(heard, not_artists=(), notes=()) != Query()
    if others or not (smaller or heard.not_artists) or len(said.split()) > _FEW_WORDS:
        return None
    shown = turn.context.last.rows if turn.context.last is not None else ()
    held = {name for row in shown for name in (row.artist, *(row.track.artists if row.track else ()))}
    there = [name for name in heard.not_artists if name in held]
    notes = [f"{name} is not in this list" for name in heard.not_artists if name not in held]
    notes += [f"of what rises nobody can be left out: pass over {name}" for name in there]
    if smaller:
        notes.append(f"the same with popularity {_SMALL_BAND[0]} to {_SMALL_BAND[1]}, and not up to {BAND[1]}")
    tokens = [Token(name, value, quoted=" " in value) for name, value in fields.items()]
    band = (f"popularity:{_SMALL_BAND[0]}-{_SMALL_BAND[1]}",) if smaller else ()
    return Outcome(request_of("emerging", *tokens, *band), notes=tuple(notes))


# "artists, not tracks"
NOT_THESE: Final = re.compile(
    r"[,;]?\s*\b(?:(?:and|but) )?(?:not|no|rather than|instead of|don't want)\s+(?:the |any |single )?(?:songs?|tracks?|titles|tunes|artists?|acts?|bands?|names)\b"
)
_KIND: Final = re.compile(
    r"(?:(?:no|nah|nope|i|we|mean|meant|asked for|asked about|want|wanted|said|the|as|just|only|rather|actually|show|give|me|sorry|ok|and|but|please|what about)[, ]+)*"
    r"(?:(?P<people>artists?|acts?|bands?|names|people|singers?|rappers?|musicians?)|(?P<things>songs?|tracks?|titles|tunes))(?: (?:instead|please|then|only|i said|i meant))*[.!? ]*"
)


def _other_kind(turn: "Turn", said: str) -> Outcome | None:
    """``no, artists, not tracks``, after what is rising: the same ranking of the other kind."""
    last = turn.context.last
    match = _KIND.fullmatch(NOT_THESE.sub("", said).strip(" ,"))
    if turn.fresh or last is None or last.task.command != "emerging" or match is None:
        return None
    fields = [Token(*one) for one in last.task.fields.items() if one[0] not in ("kind", "track")]
    return Outcome(request_of("emerging", *(["kind:artists"] if match["people"] else []), *fields))


def beside(turn: "Turn", said: str, genre: str) -> str:
    """What to say where the words name a second genre, as "french rap" does; empty if they name one."""
    match = re.search(r"\b(?:in|within|of|en|im|dans)\s+(?P<what>[\w&'-]+ [\w&'-]+)\W*$", said)
    if match is None or not genre or genre_named(turn.engine, match["what"]):
        return ""
    others = [one for part in match["what"].split() if (one := genre_named(turn.engine, part)) not in ("", genre)]
    if not others:
        return ""
    return f'What rises is ranked within one genre, and "{match["what"]}" is none here: this is {genre}, {others[0]} is another list.'


def read(turn: "Turn", text: str) -> Outcome | None:
    """What is rising, in the genre that the words name; None if they ask for something else."""
    said = fold(text)
    if len(text) <= acts.LONGEST and (narrowed := _narrowed(turn, said)) is not None:
        return narrowed
    if len(text) > acts.LONGEST:
        return None
    if (other := _other_kind(turn, said)) is not None:
        return other
    said = NOT_THESE.sub("", said)
    if (before := _BEFORE_GENRE.fullmatch(said)) is not None and (genre := genre_named(turn.engine, before["genre"])):
        fields = ["kind:artists"] if before["people"] else []
        return Outcome(request_of("emerging", *fields, Token("genre", genre)), notes=tuple(turn.notes))
    if (match := _PHRASE.search(said)) is None:
        return None
    if "listen" in match[0] and not re.search(r"\bwho\b", said):
        return None  # "what should I listen to" asks for music
    rest = f"{said[: match.start()]} , {said[match.end() :]}"
    without = _NOT_BY.search(rest)
    # Accents folded keep places but for letters that fold to two.
    genre = _genre(turn, rest[: without.start()] if without else rest)
    asks = _ASKS.search(rest)
    bare = not re.search(
        r"\w", re.sub(r"\b(?:and|now|please|some|the|in|of|for|music|songs?|tracks?)\b", "", rest.replace(genre, ""))
    )
    if not asks and not (genre and (bare or len(rest.split()) <= 5)):
        return None
    if _WEAK.match(match[0]) and not (genre and asks and re.search(r"\bin\b", rest)):
        return None
    fields = ["kind:artists"] if _PEOPLE.search(f"{rest} {match[0]}") else []
    fields += [str(Token("genre", genre, quoted=" " in genre))] if genre else []
    band = popularity_band(turn, text)
    fields += [f"popularity:{band[0]}-{band[1]}"] if band else []
    notes = list(turn.notes)
    if without and (named := hear(turn.engine, f"not {without['names']}").query.not_artists):
        notes.append(f"{' and '.join(named)}: whoever has a hit of 70 or more is never among these")
    elif not band and (more := _MORE.search(NOT_THESE.sub("", text))) is not None:
        notes.append(f'what is rising is ranked within one genre and no further: passed over "{more["what"]}"')
    if second := beside(turn, rest, genre):
        notes.append(second)
    return Outcome(request_of("emerging", *fields), notes=tuple(notes))


def popularity_band(turn: "Turn", text: str) -> tuple[int, int] | None:
    """The limits that words set to popularity by numbers: ``under 40 popularity``, ``popularity 20 to 40``."""
    said = fold(text)
    if "popularity" not in said or not re.search(r"\d", said):
        return None
    limits = hear(turn.engine, text).query.constraints.get("popularity")
    if limits is None or (limits.low is None and limits.high is None):
        return None
    lowest, highest = 0 if limits.low is None else limits.low, 100 if limits.high is None else limits.high
    if isinstance(lowest, str) or isinstance(highest, str):
        return None  # levels such as "high" are no numbers
    low, high = math.ceil(max(0, lowest)), math.floor(min(100, highest))
    return (low, high) if low <= high else None


def _genre(turn: "Turn", text: str) -> str:
    """The genre that stands behind "in" or anywhere beside the phrase; empty for all of them."""
    match = re.search(
        r"\b(?:in|within|of|for|en|de|im|em|dans)\s+(?:the )?(?P<what>[\w&' -]+?)(?:\s+(?:scene|music|world|space|right now|now|these days|at the moment|this year|lately|currently))*\s*(?:[,?.!]|$)",
        text,
    )
    if match is not None and (genre := genre_named(turn.engine, match["what"]) or genre_in(turn, match["what"])):
        return genre
    words = re.sub(
        r"\b(?:who|what|whats|any|should|the|right|now|new|is|are|in|on|it|at|some|me|show|artists?)\b|[^\w\s&-]",
        " ",
        text,
    )
    return genre_in(turn, " ".join(words.split())) if re.search(r"\w{3}", words) else ""
