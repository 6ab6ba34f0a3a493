"""Songs of one artist by their likeness to another's, and those from one album of whoever is talked of."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves
from bot.dialogue.language import artist_named
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from engine import Query, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SOUNDS: Final = r"(?:(?:that|which|who) )?(?:(?:most |closely )*(?:sound|sounds|are|is|feel|come)(?: (?:most|the most|close|closest|similar|nearest|more|a bit))* (?:like|to)|(?:closest|nearest|similar) to)"
_PLACE: Final = r"(?:first|former|second|latter)"
# "5 tracks by the first that sound like the second"
_OF_TWO: Final = re.compile(
    rf"(?:.*\b)?(?:by|from|of) (?:the )?(?P<one>{_PLACE})(?: (?:one|artist|band))? {_SOUNDS} (?:the )?(?P<other>{_PLACE})(?: (?:one|artist|band)(?:['’]?s)?)?[ .?!]*"
)
# "arctic monkeys songs that sound like the strokes"
_NAMED: Final = re.compile(
    rf"(?:(?:give|show|find)(?: me)? |(?:i )?(?:want|need) |some |any |an? |which |what |one |the |\d{{1,2}} )*(?P<one>.+?) (?:songs?|tracks?|tunes?|music) {_SOUNDS} (?P<other>.+?)[ .?!]*"
)
# "a track by coldplay that sounds like radiohead"
_BY: Final = re.compile(
    rf"(?:(?:give|show|find|name|play)(?: me)? |(?:i )?(?:want|need) |is there |do you have |what(?:['’]?s| is) |some |any |the |an? |one |\d{{1,2}} )*(?:songs?|tracks?|tunes?|music) (?:by|of|from) (?P<one>.+?),? {_SOUNDS} (?P<other>.+?)[ .?!]*"
)
_ONE: Final = re.compile(
    r"(?:(?:give|show|find|name|play)(?: me)? |(?:i )?(?:want|need) |is there |do you have |what(?:['’]?s| is) )*(?:an?|one|the|which|what) (?:.+ )?(?:song|track|tune)\b"
)
_COUNT: Final = re.compile(r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight|ten)\b (?:songs?|tracks?|tunes?)")
# "only the ones from AM"
_FROM: Final = re.compile(
    r"(?i)(?:(?:ok|and|but|now|please|no)[, ]+)*(?:(?>(?:only|just|keep|give me|show me)(?: only| just)?) )+(?:(?:the|those|tracks|songs|ones|stuff|music) )*(?:from|off|on|of) (?:the )?(?:album |record |lp )?[\"“']?(?P<album>.+?)[\"”']?(?: album| record)?[ .!]*"
)


def read(turn: "Turn", text: str) -> Outcome | None:
    """Songs by an artist that are like another's, or those from an album; None if the text asks for neither."""
    if len(text) > acts.LONGEST:
        return None
    return _of_two(turn, fold(text)) or _named(turn, fold(text)) or _from_album(turn, text)


def _of_two(turn: "Turn", said: str) -> Outcome | None:
    match = _OF_TWO.fullmatch(said)
    compared = next((one for one in reversed(turn.context.exchanges[-4:]) if one.task.command == "compare"), None)
    if match is None or compared is None or compared.task.tracks:
        return None
    names = [compared.task.fields.get(key, "").strip('"') for key in ("a", "b")]
    if match["one"] in ("second", "latter"):
        names.reverse()
    if not all(names) or match["one"] == match["other"] or set(names) & set(turn.engine.catalogue.genres):
        return None
    return _by_likeness(turn, names[0], names[1], said)


def _named(turn: "Turn", said: str) -> Outcome | None:
    match = _BY.fullmatch(said) or _NAMED.fullmatch(said)
    if match is None:
        return None
    names = [artist_named(turn.engine, match[name]) for name in ("one", "other")]
    return _by_likeness(turn, names[0], names[1], said) if all(names) else None


def _by_likeness(turn: "Turn", artist: str, other: str, said: str) -> Outcome:
    """Songs by an artist, those most like another's first."""
    found = _COUNT.search(said)
    one = 1 if _ONE.match(said) else turn.limit
    count = (acts.count(found[1]) if found is not None else None) or one
    query = Query(artists=(artist,), like_artists=(other,), limit=min(count, moves.MOST_TRACKS))
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _from_album(turn: "Turn", text: str) -> Outcome | None:
    """``only the ones from AM``: an album of an artist who is asked for or shown."""
    match, base = _FROM.fullmatch(text.strip()), turn.base()
    if match is None or base is None or base[0].query is None or base[0].command == "playlist":
        return None
    query = base[0].query
    shown = [name for track in base[1] for name in track.artists[:1]]
    for artist in dict.fromkeys((*query.artists, *query.like_artists, *shown)):
        try:
            album = turn.engine.parse(f'album:"{match["album"]}"').albums
            if not album or not turn.engine.within(Query(artists=(artist,), albums=album)):
                continue
        except UserError:
            continue
        likes = tuple(name for name in query.like_artists if name != artist)
        bare = replace(query, artists=(artist,), albums=album, like_artists=likes, tracks=(), skip=0, notes=())
        return turn.list_of(base[0], bare)
    return None
