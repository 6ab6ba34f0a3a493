"""Like somebody and not them: ``like X but too obvious``, ``isn't as big``, ``not X again``, ``who else is in that lane``."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, briefs, moves, signs
from bot.dialogue.language import Heard, artist_named, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, request_of
from bot.reply import Reply
from engine import Query, Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_WHO: Final = r"(?:but |and |though |only |just |, ?)*(?:(?:it|that|this|he|she|they|which|who|that one)(?: ?'?s|s|'re| is| are)? |is |are )?"
_OBVIOUS: Final = re.compile(
    rf"[,;. -]*\b{_WHO}(?:(?:way|just|a bit|a little|all|much|kinda|far|so) )*too (?:obvious|predictable|well[- ]known|famous|"
    r"popular|mainstream|overplayed|overdone|cliched?|common|big|expensive|on the nose)\b(?: (?:for (?:me|us|that|this)|a choice|though))?"
)
_SMALLER: Final = re.compile(
    rf"[,;. -]*\b{_WHO}(?:(?:not|isn'?t|aren'?t|is not|are not|ain'?t)(?: quite| nearly| half)? (?:as|so|that) (?:big|famous|popular|known|well[- ]known|"
    r"huge|mainstream|established)(?: as (?:him|her|them|that))?|(?:much |way |a lot )?(?:smaller|lesser[- ]known|less (?:known|famous|popular|big))(?: (?:artists?|acts?|bands?|names?|ones|than (?:him|her|them)))?)\b"
)
_OTHERS: Final = re.compile(
    r"[,;.]*\s*\b(?:(?:and )?who (?:are the others|are others|else (?:is|are|is there))(?: in (?:that|this|the same) (?:lane|vein|style|space|field|corner|world|area))?|(?:other|different) (?:artists?|acts?|bands?)|(?:the )?others in (?:that|this|the same) (?:lane|vein|style|space|corner))\b[?.! ]*"
)
_PEOPLE: Final = re.compile(
    r"\b(?:who|artists?|acts?|bands?|names?|singers?|rappers?|somebody|someone|anybody|anyone)\b"
)
# "Anything by her that's less known" is by her.
_THEIRS: Final = re.compile(r"\b(?:by|from|of) (?:him|her|them|the same)\b|\b(?:of theirs|of his|of hers)\b")
_THEMSELVES: Final = re.compile(
    r"[,;. ]*\b(?:(?:but|and|just) )*(?:not|no|without)(?: by| from)? (?P<name>[\w.$&' -]{2,40}?) (?:himself|herself|themselves|itself|again)\b"
)
_NOT_AGAIN: Final = re.compile(
    r"\b(?:i |we )?(?:do not|dont|don't|don’t|never|no longer|can'?t|cant) (?:really )?(?:want|wanna|need|play|hear|use|like)(?: to)?(?: (?:play|hear|use|have|listen to|see|get|any|more|of))*"
    r" (?P<name>[\w.$&' -]{2,40}?)(?: (?:again|any ?more|in (?:it|there)|either|now|myself))+(?=\s*(?:[,;.!]|$|\bbut\b))"
)
_FOLLOWS: Final = re.compile(
    r"\b(?:(?:something|anything) else|that (?:follows|goes|carries) on(?: from (?:it|that|there))?|i guess|i mean|other artists,? not tracks|not (?:the )?(?:tracks|songs))\b"
)


def read(turn: "Turn", text: str) -> Outcome | None:
    """A list like somebody and by others; None if the text keeps nobody out so."""
    if len(text) > acts.LONGEST:
        return None
    said = fold(text)
    again = _NOT_AGAIN.search(said) or _THEMSELVES.search(said)
    names = _meant(turn, again["name"]) if again else []
    smaller, obvious, others = _SMALLER.search(said), _OBVIOUS.search(said), _OTHERS.search(said)
    if signs.OTHERS_NAMED.search(said) or signs.OTHERS_REJECTED.search(said):
        others = None
    if again and not names:
        again = None
    plain = smaller is not None and re.search(r"\b(?:less|lesser)[- ]\w+$", smaller[0].strip()) is not None
    if plain and not _PEOPLE.search(said):
        smaller = None  # "like X but less known" is about tracks
    if not (again or obvious or others or smaller) or _THEIRS.search(said):
        return None
    bare = text
    for match in sorted(filter(None, (again, smaller, obvious, others)), key=lambda one: -one.start()):
        bare = f"{bare[: match.start()]}, {bare[match.end() :]}"
    bare = re.sub(r"(?:\s*,)+", ",", _FOLLOWS.sub(" ", bare)).strip(" ,;.!?")
    heard = hear(turn.engine, bare) if re.search(r"\w{2}", bare) else Heard()
    query = _asked(turn, heard, names)
    if query is None or heard.readings:
        return None
    liked = tuple(dict.fromkeys((*query.like_artists, *query.artists)))
    seeds = tuple(name for track in query.like for name in track.artists)
    kept_out = tuple(dict.fromkeys((*names, *(liked if not again or smaller or obvious or others else ()), *seeds)))
    if not kept_out:
        return None
    query = replace(query, artists=(), albums=(), tracks=(), like_artists=liked, skip=0, notes=())
    query = moves.without_artists(query, kept_out)
    turn.notes += [note for note in heard.query.notes if note and not _said_of(note, bare)]
    if smaller and (query.like_artists or query.like):
        query = moves.without_artists(briefs.smaller_names(turn, query), kept_out)
    query = turn.kept_out(query)
    if query.limit == Query().limit:
        query = replace(query, limit=turn.limit)
    return Outcome(request_of("recommend", query.text), notes=tuple(turn.notes))


def _asked(turn: "Turn", heard: Heard, names: Sequence[str]) -> Query | None:
    """What the list is like: whom the text names, or whom the list shown is like or by; None for nobody."""
    if heard.query.like_artists or heard.query.like or (heard.query.artists and not names):
        return heard.query
    base = turn.base()
    before = base[0].query if base is not None and base[0].query is not None else None
    if before is None or not (before.like_artists or before.artists or before.like or names):
        return None
    if heard.missing:
        return None
    more = replace(heard.query, artists=(), like_artists=(), like=(), limit=Query().limit)
    changed = moves.merged(before, more)
    if names and not (changed.like_artists or changed.like or changed.artists):
        return changed
    return changed


def _meant(turn: "Turn", text: str) -> list[str]:
    """The artist whom words name: in whole, or in part one of those shown or asked for before."""
    wanted = set(words(text))
    base = turn.base()
    query = base[0].query if base is not None and base[0].query is not None else Query()
    shown = [name for one in reversed(turn.context.exchanges[-4:]) for track in one.tracks for name in track.artists]
    near = list(dict.fromkeys((*query.artists, *query.like_artists, *shown)))
    for name in near:
        if wanted and wanted <= set(words(name)):
            return [name]
    name = artist_named(turn.engine, text)
    return [name] if name else []


def _said_of(note: str, text: str) -> bool:
    """Whether a note only tells of small words of the sentence that were passed over."""
    return note.startswith("passed over") and len(words(note)) <= 3 and bool(text)


_GOES: Final = re.compile(
    r"(?i).*\b(?:song|track|tune|one)\s+(?:that |which )?(?:goes|went|going|with the (?:line|words|lyrics?)|where (?:he|she|they) sings?)\s*(?:like\s+)?[:,]?\s*[\"'“‘«]?(?P<title>[^\"”’»]+?)[\"'”’»]?(?:\s*[,;?.!]+\s*(?:who|what|which|do you|can you|any idea|is that).*)?[?.! ]*"
)
_IT_IS: Final = re.compile(
    r"(?i)(?:(?:i think|i believe|maybe|oh|ah|yes|yeah|ok|no|well)[, ]+)*(?:it(?:['’]?s| is| was)|that(?:['’]?s| is| was))\s+(?P<one>.+?)(?:\s+(?:i think|i believe|i guess|maybe|right|isn'?t it|no))*[,;]?\s*(?:i think[, ]*)?(?:,|\bby\b)\s*(?P<two>.+?)(?:\s+(?:i think|i believe|right))?[?.! ]*"
)


def titled(turn: "Turn", text: str) -> Outcome | None:
    """A title that a sentence gives, looked up: ``a song that goes 'running up that hill'``, ``it's X by Y I think``."""
    if len(text) > acts.LONGEST:
        return None
    if (goes := _GOES.fullmatch(text.strip())) is not None:
        track = _of_title(turn, goes["title"])
        if track is None:
            return None
        return Outcome(
            request_of("track", Token("track", track)), notes=("looked up as a title: no lyrics are in the data",)
        )
    match = _IT_IS.fullmatch(text.strip())
    if match is None:
        return None
    for artist, title in ((match["one"], match["two"]), (match["two"], match["one"])):
        artist = re.sub(r"(?i)\s+(?:i think|i guess|i believe)$", "", artist)
        if (name := artist_named(turn.engine, artist)) and (track := _of_title(turn, title, name)):
            return Outcome(request_of("track", Token("track", track)))
        if name and len(words(title)) > 1 and not hear(turn.engine, title).understood:
            return Outcome(reply=Reply(title=f'"{title}" by {name} is not in the catalogue.'))
    return None


def _of_title(turn: "Turn", title: str, artist: str = "") -> str:
    """The id of the best known track of a title that words are, or that they repeat with others; empty for none."""
    said = fold(title).strip(" '\".,!?")
    parts = [
        said,
        *(
            part
            for size in range(len(said.split()) - 1, 1, -1)
            for part in (" ".join(said.split()[-size:]), " ".join(said.split()[:size]))
        ),
    ]
    for part in parts:
        found = turn.engine.find(f"{part} {artist}".strip(), 8)
        fits = [
            one
            for one in found
            if re.split(r" - | [(\[]", fold(one.track_name))[0] == part and (not artist or artist in one.artists)
        ]
        if fits and (len(part.split()) > 1 or artist):
            return max(fits, key=lambda one: one.popularity or 0).track_id
    return ""
