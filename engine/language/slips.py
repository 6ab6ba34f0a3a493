"""Names with slips of the finger, and names that are said in part."""

from collections.abc import Container, Iterable
from functools import cached_property
from typing import Final

from rapidfuzz.distance import OSA

from engine.catalogue.dictionary import ARTIST, TRACK, Named
from engine.catalogue.names import Names, fold, same_words, slip
from engine.catalogue.store import Catalogue
from engine.language.cues import BY, FAMOUS, FIRST_NAME, LISTED_ARTIST, NAME_ONLY, SOME
from engine.language.entities import MOST_WORDS, Candidate, Context, cue_place, parts
from engine.language.free_text import breaks
from engine.language.frequency import Frequencies

_UNLIKELY_BY_CHANCE: Final = 3
"""Ordinary words in a row that are a slip of a famous name only on purpose: "lana del ray"."""
_SHORT: Final = 6
"""Letters up to which a slip is too likely to be another name."""
_KNOWN_ARTIST: Final = 30
_KNOWN_TITLE: Final = 45
_LONG_WORD: Final = 5
_SHORTEST: Final = 4
"""Letters from which words may be a part of a name."""
_KEY_WORDS: Final = frozenset({"minor", "major", "sharp"})
_NAMED_IN_PART: Final = 30
"""From this popularity on, two words of a longer name are enough for it."""
_NAMESAKES: Final = 8
_CLOSE_NAMESAKE: Final = 15
"""Of so many artists whose names begin alike; by so much the best known must lead to be meant by the first word."""
_HOUSEHOLD: Final = 75
"""From this popularity on, an artist is meant even by two slips in one word of the name."""
_LISTED_BY_SLIP: Final = 40
"""Popularity from which three ordinary words are a slip of an artist's name."""
_AFTER_TITLES: Final = frozenset({"but", "by", "from", "only", "just", "though", "please", "and", "or", "with"})
_ENDINGS: Final = ("able", "ible", "ish", "ness", "less", "ful", "like", "wise", "worthy")
_MOST_CUES: Final = 3
"""Places where a title may begin that are tried."""
_MOST_ENDS: Final = 3
"""Places where a title may end that are tried: each takes a search."""
_ANY_WORD: Final = "*"
_SCORE: Final = 2.0
"""Log-odds of a name of two words that is the same but for a slip in one of them; half as much for each word more."""
_ORDINARY: Final = 3.0
"""Zipf frequency from which a word is one of the language, and a slip only where a name is sure to stand."""


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
        if kind in ("listed", "rejected") or len(query) < _SHORTEST:
            return None
        if end - start == 1 and self.derived(query):
            return None
        bare = query.removeprefix("the ")
        tells = kind != "owned" and self._tells(context, start, end, kind)
        if tells and (famous := self._in_part(bare, text)):
            return Candidate(start, end, "artist", (famous,), score=1.0)
        if len(query) < _LONG_WORD:
            return None
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
            if end - start == 1 and known[:1] != bare[:1] and len(bare) < _LONG_WORD + 2:
                continue  # "vespa" is no slip for aespa: people get the first letter of a short name right
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

    def derived(self, word: str) -> bool:
        """Whether a word is made of an ordinary one: "listenable" is no slip for Listenbee."""
        stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
        return any(len(stem) > 2 and self._frequencies.of(stem) for stem in stems)

    def of_one_word(self, context: Context, held: Container[tuple[int, int]]) -> list[Candidate]:
        """Artists of two words or more whose names are said but for a slip in one word: "swdish house mafia".

        Parameters
        ----------
        context : Context
        held : container of (start, end)
            The words that are names as they stand.
        """
        folded = [fold(word.text[: len(word.owner)]) for word in context.words]
        known = [self._words_of_names.issuperset(word.split()) for word in folded]
        found = []
        for start in range(len(folded)):
            odd = [] if known[start] else [start]
            for end in range(start + 2, min(len(folded), start + MOST_WORDS) + 1):
                if parts(context.words[end - 1].gap, context.words[end - 1], context.words[end - 2]):
                    break
                odd += [] if known[end - 1] else [end - 1]
                if len(odd) > 1:
                    break  # no name is so but for one word
                if (start, end) in held:
                    continue
                places = odd or range(start, end)
                if (end - start, folded[start]) not in self._first_words:
                    places = [start] if start in places else []
                named = self._but_for_one(context, folded, start, end, places)
                if named is not None:
                    found.append(Candidate(start, end, "artist", (named,), score=_SCORE + (end - start - 2) / 2))
        return found

    def titles(
        self, context: Context, held: Container[tuple[int, int]], artists: Iterable[Candidate]
    ) -> list[Candidate]:
        """Titles that are said but for slips: after "like", and before or after the artist that they are by.

        Parameters
        ----------
        context : Context
        held : container of (start, end)
            The words that are names as they stand.
        artists : iterable of Candidate
        """
        starts = [start for start in range(1, len(context.words) - 1) if context.like[start]][:_MOST_CUES]
        found = [self._title_after(context, start, held) for start in starts]
        found += [self._title_before(context, artist, held) for artist in artists]
        return [one for one in found if one is not None]

    def _title_after(self, context: Context, start: int, held: Container[tuple[int, int]]) -> Candidate | None:
        """The title that is said from here on but for slips: to the end of the sentence, or to where it may end."""
        words = context.words
        last = start + 1
        while last < len(words) and last - start < MOST_WORDS and not breaks(words[last].gap):
            last += 1
        ends = [at for at in range(start + 2, last) if words[at].gap or words[at].plain in _AFTER_TITLES]
        for end in [last, *ends[::-1]][:_MOST_ENDS]:
            if (start, end) in held:
                return None
            if end - start > 1 and (found := self._title_of(context, start, end)) is not None:
                return found
        return None

    def _title_of(self, context: Context, start: int, end: int) -> Candidate | None:
        """The known title that all these words are but for slips."""
        words, span = context.words, range(start, end)
        odd = any(self._frequencies.of(words[place].owner) < _ORDINARY and context.loosely(place) for place in span)
        if not odd and len(span) < _UNLIKELY_BY_CHANCE:
            return None
        said = context.text[words[start].start : words[end - 1].end]
        recording = self._names.near_title(said)
        if recording is None and len(span) > 2:
            recording = self._names.near_title(f"the {said}")
        popularity = -1 if recording is None else self._catalogue.track(recording).popularity or 0
        if recording is None or popularity < (_KNOWN_TITLE if odd else LISTED_ARTIST):
            return None
        return Candidate(start, end, "work", (Named(TRACK, recording, popularity),), score=_SCORE + len(span) / 2)

    def _title_before(self, context: Context, artist: Candidate, held: Container[tuple[int, int]]) -> Candidate | None:
        """The artist's title that is said before "by" but for slips: "blinding lihgts by the weeknd"."""
        end = cue_place(context, artist.start) - 1
        if end < 1 or context.words[end].plain not in BY:
            return None
        rows = self._catalogue.artist_members(artist.named[0].owner).tolist()
        titles = [(title, row) for row in rows for title in self._names.titles_of(row)]
        for start in range(max(0, end - MOST_WORDS), end):
            said = fold(context.text[context.words[start].start : context.words[end - 1].end])
            if (start, end) in held and any(said == title for title, _ in titles):
                return None
            alike = [row for title, row in titles if len(said) >= _LONG_WORD and same_words(said, title)]
            if not alike:
                alike = [row for title, row in titles if self._part_of(said, title)]
            if alike:
                best = max(alike, key=lambda row: (self._catalogue.traits[row, -1], -row))
                popularity = int(self._catalogue.track(best).popularity or 0)
                return Candidate(start, end, "work", (Named(TRACK, best, popularity),), score=_SCORE + (end - start))
        return None

    @staticmethod
    def _part_of(said: str, title: str) -> bool:
        """Whether words that end before "by" are enough of an artist's title: "clair de lune" of one with an opus."""
        words = said.split()
        if not any(len(word) >= _LONG_WORD and word not in _KEY_WORDS for word in words):
            return False
        rest = iter(title.split())
        return f" {said} " in f" {title} " or (len(words) > 2 and all(word in rest for word in words))

    def _but_for_one(
        self, context: Context, folded: list[str], start: int, end: int, places: Iterable[int]
    ) -> Named | None:
        """The best known artist whose name is these words but for a slip in one of some; None if there is none."""
        found = []
        for place in places:
            key = " ".join([*folded[start:place], _ANY_WORD, *folded[place + 1 : end]])
            alike = [
                named
                for word, named in self._but_for_a_word.get(key, ())
                if folded[place] != word and slip(folded[place], word)
            ]
            found += [named for named in alike if self._meant(context, start, end, place, named)]
        return max(found, key=lambda named: named.popularity, default=None)

    def _meant(self, context: Context, start: int, end: int, place: int, named: Named) -> bool:
        """Whether words that are a name but for one word can only be the name."""
        before = cue_place(context, start)
        cued = any(context.like[at] or context.by[at] for at in (start, before)) or end - start == len(context.words)
        ordinary = self._frequencies.of(context.words[place].owner) >= _ORDINARY or context.content[place]
        if ordinary:
            ends = end == len(context.words) or bool(context.words[end].gap)
            return cued and ends and not context.content[place] and named.popularity >= LISTED_ARTIST
        telling = any(context.loosely(other) for other in range(start, end) if other != place)
        return cued or end - start > 2 or (telling and named.popularity >= LISTED_ARTIST)

    @cached_property
    def _but_for_a_word(self) -> dict[str, list[tuple[str, Named]]]:
        """Names of known artists without one word, with that word: by "swedish * mafia", "house"."""
        table: dict[str, list[tuple[str, Named]]] = {}
        for code, popularity in self._names.known_artists(_KNOWN_ARTIST):
            words = self._names.artists.texts[code].as_py().split()
            if not 2 <= len(words) <= MOST_WORDS:
                continue
            named = Named(ARTIST, code, popularity)
            for place, word in enumerate(words):
                key = " ".join([*words[:place], _ANY_WORD, *words[place + 1 :]])
                table.setdefault(key, []).append((word, named))
        return table

    @cached_property
    def _words_of_names(self) -> frozenset[str]:
        """The words that the names of known artists are made of."""
        return frozenset(word for key in self._but_for_a_word for word in key.split() if word != _ANY_WORD)

    @cached_property
    def _first_words(self) -> frozenset[tuple[int, str]]:
        """Of the names of known artists, how many words they have and the first of them."""
        starts = (key.split() for key in self._but_for_a_word)
        return frozenset((len(words), words[0]) for words in starts if words[0] != _ANY_WORD)

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
