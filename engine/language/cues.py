"""Words that tell that a name follows, or that something else does."""

from typing import Final

from engine.catalogue.dictionary import Named
from engine.catalogue.store import Catalogue
from engine.language.entities import Context

_LIKENESS: Final = frozenset({"vibe", "vibes", "style", "sound", "feel", "mood"})
_WEAK_CUES: Final = frozenset(
    [
        "with",
        "of",
        "off",
        "into",
        "between",
        "type",
        "esque",
        "think",
        "by_",
        "love",
        "listening",
        "enjoy",
        "similar",
        "examples",
        "in",
        "du",
        "des",
        "de",
        "del",
        "do",
        "da",
        "dos",
        "das",
        "par",
        "por",
        "von",
        "aus",
        "vom",
        "di",
        "dei",
        "della",
        "tipo",
        "estilo",
        "des",
    ]
)
# Words shortly before a name that ask for music by it.
_ASKING: Final = frozenset(
    [
        "add",
        "about",
        "some",
        "any",
        "got",
        "more",
        "play",
        "hear",
        "try",
        "want",
        "love",
        "listen",
        "listening",
        "include",
        "throw",
    ]
)
BY: Final = frozenset({"by", "von", "de", "par", "por", "di"})
CLOSE: Final = 0.7
"""A work this share as well known as the best known of its name may be the one that is meant."""
FAMOUS: Final = 65
"""Popularity from which an artist is famous."""
JOINS: Final = frozenset(
    {"and", "or", "und", "oder", "y", "o", "e", "ed", "et", "ou", "meets", "x", "vs", "feat", "ft"}
)
LISTED_ARTIST: Final = 55
"""Popularity from which an artist is meant in a list of artists."""
FIRST_NAME: Final = 4.6
NAME_ONLY: Final = 3.7
"""Zipf frequency below which a word stands for an artist by the last name, or for little else than the artist."""
NOUNS: Final = frozenset(
    [
        "song",
        "songs",
        "music",
        "track",
        "tracks",
        "playlist",
        "playlists",
        "musik",
        "lieder",
        "canciones",
        "musicas",
        "chansons",
        "canzoni",
        "brani",
    ]
)
SOME: Final = frozenset({"some", "more", "any"})
SPELLED: Final = 4
"""Words of fewer letters tell little by how they are spelled."""
STYLES: Final = frozenset(
    ("style", "styled", "vibe", "vibes", "type", "esque", "sound", "sounding", "ish", "inspired", "like")
)
UNHEARD: Final = 2.6
"""Zipf frequency below which a word is hardly one of the language."""

WANTING: Final = frozenset(
    ["add", "include", "play", "hear", "find", "get", "have", "need", "want", "put", "throw", "show"]
)
"""Verbs of somebody who asks for music."""


def asks(context: Context, place: int) -> bool:
    """Whether a word asks for music: "more", "add", and "about" in "how about"."""
    words = context.words
    if words[place].plain == "about":
        return place > 0 and words[place - 1].plain in ("how", "what", "hows", "whats")
    return words[place].plain in _ASKING


def weak(context: Context, place: int) -> bool:
    """Whether the cue before a word stands before other things than names as well, as in "to listen to at work"."""
    before = context.words[max(0, place - 2) : place]
    if before[0].plain in _LIKENESS and before[-1].plain == "of" and context.capital(place):
        return False  # "the vibe of Use Me"
    return before[-1].plain in _WEAK_CUES or (before[0].plain in ("listen", "listening") and before[-1].plain == "to")


def artist_name(catalogue: Catalogue, named: Named) -> str:
    """An artist as credited."""
    return str(catalogue.artist_names[named.owner].as_py())
