"""Songs from a film, a show or a musical: what albums and titles of the catalogue say where they are from."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import not_there
from engine import Query

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_WORK: Final = r"(?:movie|film|musical|show|tv show|tv series|series|video ?game|game)"
# "songs from the movie Encanto", "the Frozen soundtrack"
_FROM: Final = re.compile(
    rf"(?i)\b(?:from|off) (?:the )?(?:(?:disney|pixar|marvel|animated|original) )*(?:{_WORK}|(?:original )?soundtracks? (?:of|to|for|from)(?: the(?: {_WORK})?)?) (?:called |named )?[\"“'‘]?(?P<name>(?!with\b|that\b|i\b|where\b|about\b|and\b|or\b|is\b)\w[\w'’:& -]{{1,40}}?)[\"”'’]?(?=\s*(?:[?.!,;]|$|\bplease\b|\btoo\b))"
    rf"|\b(?:the )?(?P<titled>(?-i:[A-Z])[\w'’&-]*(?: (?:of|the|in|and|(?-i:[A-Z])[\w'’&-]*))*) (?:(?:movie|film) )?(?:soundtrack|ost)\b"
)
_MOST: Final = 8
_SCORE: Final = re.compile(
    r"soundtrack|motion picture|original (?:score|cast)|\bfrom\b|music (?:from|of)|\bost\b|deluxe|songs from"
)


def read(turn: "Turn", text: str) -> Outcome | None:
    """What the catalogue has from a film or a show that a text names, or that it has nothing; None if it names none."""
    match = _FROM.search(text) if len(text) <= acts.LONGEST else None
    if match is None:
        return None
    name = (match["name"] or match["titled"]).strip()
    albums = _albums(turn, fold(name))
    if not albums and name[:1].islower():
        return None  # "from the musical side of things"
    if not albums:
        line = f'Nothing from "{name}" that says so is in the catalogue.'
        return Outcome(reply=not_there(line, "Say what it sounds like, or name a song of it."))
    query = turn.kept_out(Query(albums=albums, limit=turn.limit))
    return Outcome(request_of("recommend", query.text), notes=tuple(turn.notes))


def _albums(turn: "Turn", name: str) -> tuple[str, ...]:
    """The albums that are called after a film, or hold a title that says that it is from there."""
    words = turn.engine.catalogue.words
    called = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")

    def tells(said: str | None) -> bool:
        plain = fold(said or "")
        return name in plain and called.search(plain) is not None and _SCORE.search(plain) is not None

    albums, titles = words["album_name"].to_pylist(), words["track_name"].to_pylist()
    of_albums = [album for album in dict.fromkeys(albums) if tells(album)]
    of_titles = [album for album, title in zip(albums, titles, strict=True) if album and tells(title)]
    return tuple(dict.fromkeys(of_albums or of_titles))[:_MOST]
