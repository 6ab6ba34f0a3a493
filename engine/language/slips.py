"""Names with slips of the finger, and names that are said in part."""

from typing import Final

from rapidfuzz.distance import OSA

from engine.catalogue.dictionary import ARTIST, TRACK, Named
from engine.catalogue.names import Names, fold, same_words
from engine.catalogue.store import Catalogue
from engine.language.cues import FAMOUS, FIRST_NAME, LISTED_ARTIST, NAME_ONLY, SOME
from engine.language.entities import Candidate, Context
from engine.language.frequency import Frequencies

_UNLIKELY_BY_CHANCE: Final = 3
"""Ordinary words in a row that are a slip of a famous name only on purpose: "lana del ray"."""
_SHORT: Final = 6
"""Letters up to which a slip is too likely to be another name."""
_KNOWN_ARTIST: Final = 30
_KNOWN_TITLE: Final = 45
_LONG_WORD: Final = 5
_NAMED_IN_PART: Final = 30
"""From this popularity on, two words of a longer name are enough for it."""
_NAMESAKES: Final = 8
_CLOSE_NAMESAKE: Final = 15
"""Of so many artists whose names begin alike; by so much the best known must lead to be meant by the first word."""
_HOUSEHOLD: Final = 75
"""From this popularity on, an artist is meant even by two slips in one word of the name."""
_LISTED_BY_SLIP: Final = 40
"""Popularity from which three ordinary words are a slip of an artist's name."""


class Slips:
    """Names with slips of the finger, and names that are said in part.

    Parameters
    ----------
    catalogue : Catalogue
    names : Names
    frequencies : Frequencies
    """

    def __init__(self, catalogue: Catalogue, names: Names, frequencies: Frequencies) -> None:
        self._catalogue = catalogue
        self._names = names
        self._frequencies = frequencies

    def find(self, context: Context, text: str, start: int, end: int, kind: str) -> Candidate | None:
        """The artist or track that a region names but for slips. An ordinary word is never a slip for another."""
        query = fold(text)
        if kind in ("listed", "rejected") or len(query) < 5:
            return None
        bare = query.removeprefix("the ")
        tells = kind != "owned" and self._tells(context, start, end, kind)
        if tells and (famous := self._in_part(bare, text)):
            return Candidate(start, end, "artist", (famous,), score=1.0)
        ordinary = all(self._frequencies.of(word.owner) for word in context.words[start:end])
        written = end - start > 1 and all(context.capital(place) for place in range(start, end))
        if ordinary and end - start < _UNLIKELY_BY_CHANCE and not written:
            return None
        bar = self._slip_bar(bare, end - start, ordinary=ordinary, written=written)
        articled = start > 0 and context.words[start - 1].plain == "the"
        for name, _ in self._names.find_artists(text, 5):
            known = fold(name).removeprefix("the ")
            if articled and known == fold(name):
                continue  # "the hunna" is no slip for Gunna
            once = known != bare and same_words(bare, known)
            if once or (known != bare and _two_slips(bare, known)):
                code = self._names.artist_code(name)
                popularity = self._names.artist_popularity(code)
                if popularity >= (bar if once else _HOUSEHOLD):
                    return Candidate(start, end, "artist", (Named(ARTIST, code, popularity),), score=1.0)
        if kind == "artist" or ordinary or (start and context.words[start - 1].plain in SOME):
            return None
        recording = self._names.near_title(text)
        if recording is not None:
            popularity = self._catalogue.track(recording).popularity or 0
            if popularity >= _KNOWN_TITLE or end - start > 1:
                return Candidate(start, end, "work", (Named(TRACK, recording, popularity),), score=1.0)
        return None

    def _slip_bar(self, said: str, words: int, *, ordinary: bool, written: bool) -> int:
        """Popularity from which an artist is meant by a slip; the more, the likelier the words are something else."""
        if ordinary:
            return FAMOUS if written and words < _UNLIKELY_BY_CHANCE else _LISTED_BY_SLIP
        if words > 1:
            return 0
        return LISTED_ARTIST if len(said) <= _SHORT else _KNOWN_ARTIST

    def _tells(self, context: Context, start: int, end: int, kind: str) -> bool:
        """Whether words are enough of a longer name: two, or one that is hardly a word of the language."""
        if end - start > 1:
            return True
        common = self._frequencies.of(context.words[start].owner)
        return common < (FIRST_NAME if kind == "artist" else NAME_ONLY)

    def _in_part(self, said: str, text: str) -> Named | None:
        """The well-known artist whose name is longer than what was said of it: "Elvis", "Tasha Cobbs"."""
        for name, _ in self._names.find_artists(text, 5):
            known = fold(name)
            if known == said or f" {said} " not in f" {known} " or self.namesakes(said, known):
                continue
            try:
                code = self._names.artist_code(name)
            except ValueError:  # of two spellings only one is credited
                continue
            popularity = self._names.artist_popularity(code)
            if popularity >= (_NAMED_IN_PART if " " in said else LISTED_ARTIST):
                return Named(ARTIST, code, popularity)
        return None

    def namesakes(self, said: str, name: str) -> bool:
        """Whether a name begins with what was said, and so does another's who is nearly as well known."""
        if not name.startswith(f"{said} "):
            return False
        found = [one for one, _ in self._names.find_artists(said, _NAMESAKES) if fold(one).startswith(f"{said} ")]
        known = sorted((self._names.artist_popularity(self._names.artist_code(one)) for one in found), reverse=True)
        return len(known) > 1 and known[0] - known[1] < _CLOSE_NAMESAKE


def _two_slips(said: str, name: str) -> bool:
    """Whether one word of a name is off by two letters, and the others, of which there is a long one, are the same."""
    words, others = said.split(), name.split()
    if len(words) != len(others) or len(words) == 1:
        return False
    pairs = list(zip(words, others, strict=True))
    off = [(word, other) for word, other in pairs if word != other]
    same = [word for word, other in pairs if word == other]
    long = any(len(word) >= _LONG_WORD for word in same) and all(len(word) >= _LONG_WORD for word, _ in off)
    return len(off) == 1 and long and OSA.distance(*off[0], score_cutoff=2) <= 2
