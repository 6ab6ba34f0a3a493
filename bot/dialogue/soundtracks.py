"""Songs from a film, a musical or a series: those whose title or album says where they are from."""

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from bot.dialogue import acts
from bot.dialogue.language import hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import FEW, not_there
from engine import Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SCREEN: Final = r"(?:movies?|films?|musicals?|(?:tv )?shows?|series|soundtracks?|broadway)"
# "songs from the movie TITLE", "something from musicals like TITLE", "songs from TITLE"
_FROM: Final = re.compile(
    rf"(?i)\b(?:songs?|music|tracks?|tunes?|something|anything|some|any|stuff|ones?|hits|score|{_SCREEN})\s+(?:from|of|out of|in)\s+"
    rf"(?:(?:the|that|a|some|any)\s+)?(?P<screen>(?:[\w-]+\s+)?{_SCREEN}\s+(?:(?:called|named|like|such as|of|to)\s+)?)?"
    r"[\"“‘']?(?P<title>[^,.!?;\"”]+?)[\"”’']?(?:\s+(?:please|too|as well|also|now|then|to (?:it|the (?:list|playlist))|(?:movie|film|soundtrack|musical)))*\s*(?:[,.!?;].*)?$"
    # "the Frozen soundtrack"
    r"|\b(?:the )?(?P<titled>(?-i:[A-Z])[\w'’&-]*(?: (?:of|the|in|and|(?-i:[A-Z])[\w'’&-]*))*) (?:(?:movie|film|musical) )?(?:soundtrack|ost)\b"
)
# "the most tracks in here" names no film.
_POINTS: Final = re.compile(r"(?i)(?:in |over |on )?(?:here|there|this|that|them|these|those)")
# "... - From "TITLE"/Soundtrack Version", and albums such as "TITLE (Original Motion Picture Soundtrack)"
_SOURCE: Final = r"(?i)\bfrom [\"“'‘]?(?:(?:the )?(?:movie|film|series) )?[\"“'‘]?{title}(?![\w ]*\w [\"”])"
_ALBUM: Final = re.compile(
    r"(?i)\b(?:soundtrack|motion picture|original (?:\w+ )?cast|ost|musical|score|(?:music )?from the)\b"
)
_SURE: Final = 2
"""Songs that say so from which words that no screen is named beside are a title of one."""


def read(turn: "Turn", text: str) -> Outcome | None:
    """A list of the songs from what a text names; None where it names nothing that a song here is from."""
    match = _FROM.search(text) if len(text) <= acts.LONGEST else None
    title = (match["title"] or match["titled"]).strip() if match is not None else ""
    if match is None or not re.search(r"\w{3}", title) or _POINTS.fullmatch(title):
        return None
    screen = match["screen"] or match["titled"]
    found = _songs_from(turn, title)
    sure = len(found) >= (_SURE if " " not in title else 1)
    if not screen and (not sure or hear(turn.engine, f"songs by {title}").query.artists):
        return None
    if not found:
        written = title[:1].isupper() and any(word.islower() for word in text.split())
        return Outcome(reply=not_there(f'No song here is told to be from "{title}".', "")) if written else None
    shown = tuple(found[: turn.limit])
    if len(shown) >= FEW:
        return Outcome(request_of("recommend", Query(tracks=shown, limit=len(shown)).text))
    query = Query(tracks=shown, like=shown, limit=turn.limit)
    return Outcome(
        request_of("recommend", query.text), notes=("of the rest none is told to be from there: it is like that",)
    )


def _songs_from(turn: "Turn", title: str) -> list[Track]:
    """The recordings whose title or album says that they are from there, the best known first."""
    catalogue, said = turn.engine.catalogue, fold(title)
    source = re.compile(_SOURCE.format(title=re.escape(title)))
    rows = [row for row in turn.engine.names.titled(title) if source.search(catalogue.track(row).track_name)]
    albums = catalogue.words["album_name"]
    holding = np.flatnonzero(
        pc.match_substring(albums, title, ignore_case=True).to_numpy(zero_copy_only=False)
    ).tolist()
    rows += [row for row in holding if _of_screen(albums[row].as_py(), said)]
    tracks = {track.recording: track for track in map(catalogue.track, rows)}
    return sorted(tracks.values(), key=lambda track: -(track.popularity or 0))


def _of_screen(album: str, title: str) -> bool:
    """Whether an album is the music of what is called so: its name begins with that, or says "from" it."""
    name = fold(album)
    return bool(_ALBUM.search(album)) and bool(re.search(rf"(?:^|\bfrom (?:the \w+ )?){re.escape(title)}\b", name))
