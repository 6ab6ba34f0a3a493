"""Mentions: the names chosen in a message, what each stands for, its role, and names that the catalogue lacks."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA

from engine.catalogue.dictionary import ALBUM, ARTIST, INITIALS, PARTIAL, TRACK, Dictionary, Named
from engine.catalogue.names import Names, fold, same_words
from engine.catalogue.store import Catalogue
from engine.language import entities
from engine.language.entities import Candidate, Context
from engine.language.free_text import breaks
from engine.language.frequency import Frequencies
from engine.language.items import meant_by_slip
from engine.language.lexicon import lexicons
from engine.language.understanding import Mention, MissingName

THRESHOLD: Final = 0.0
"""Log-odds from which a span is taken for a name: set on one half of the requests, measured on the other."""
_CUED: Final = -1.6
"""The same in a message that says that a name follows."""
_STYLES: Final = frozenset(
    ("style", "styled", "vibe", "vibes", "type", "esque", "sound", "sounding", "ish", "inspired", "like")
)
_LIKENESS: Final = frozenset({"vibe", "vibes", "style", "sound", "feel", "mood"})
_BY: Final = frozenset({"by", "von", "de", "par", "por"})
_INSIDE: Final = frozenset(["of", "the", "and", "in", "to", "de", "la", "for", "a"])
_POINTERS: Final = frozenset(
    [
        "this",
        "these",
        "that",
        "those",
        "it",
        "them",
        "one",
        "ones",
        "the",
        "following",
        "here",
        "mine",
        "to",
        "a",
        "an",
        "my",
        "of",
    ]
)
_RARE: Final = 3.4
_UNHEARD: Final = 2.6
_COMMON: Final = 5.0
_EVERYDAY: Final = 4.5
_LONG_MESSAGE: Final = 8
_MOST_SEARCHED: Final = 3
_UNLIKELY_BY_CHANCE: Final = 3
"""Ordinary words in a row that are a slip of a famous name only on purpose: "lana del ray"."""
_SHORT: Final = 6
"""Letters up to which a slip is too likely to be another name."""
_BY_ARTIST: Final = 0.5
_EDGE: Final = 0.01
_ORDINARY: Final = 4.0
"""Zipf frequency from which a word is taken for a thing unless something marks it as a name."""
_CLOSE: Final = 0.7
_SECOND: Final = -2.5
"""Log-odds from which a span that stands where a name is expected is one."""
_THIRD: Final = -4.0
"""The same for a well-known artist in a list of artists, or after a negation."""
_KNOWN_ARTIST: Final = 30
_KNOWN_TITLE: Final = 45
_LISTED_ARTIST: Final = 55
_FAMOUS: Final = 65
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
_EXPLAINED: Final = 2.5
_PARTIAL: Final = 4.0
_FIRST_NAME: Final = 4.6
_NAME_ONLY: Final = 3.7
"""Zipf frequency below which a word stands for an artist by the last name, or for little else than the artist."""
"""Popularity from which a slip of the finger is read as a name."""
_JOINS: Final = frozenset({"and", "or", "und", "oder", "y", "o", "e", "et", "ou", "meets", "x", "vs", "feat", "ft"})
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
_SCREENS: Final = frozenset({"movie", "film", "game", "videogame", "musical", "anime"})
_SOUNDTRACKS: Final = frozenset({"soundtrack", "ost", "soundtracks"})
_PARTS: Final = frozenset({"intro", "outro", "theme", "opening", "ending", "soundtrack"})
_ANNOUNCED: Final = 5.0
_LONG_TITLE: Final = 3
_SOME: Final = frozenset({"some", "more", "any"})
_ADDING: Final = frozenset({"of", "course", "also", "maybe", "even", "perhaps", "especially"})
_PRONOUNS: Final = frozenset({"i", "me", "we", "you", "us", "them"})
_SPELLED: Final = 4
_WANTING: Final = frozenset(
    ["add", "include", "play", "hear", "find", "get", "have", "need", "want", "put", "throw", "show"]
)
_ASKED: Final = 2.5
_COMPARED: Final = 2.0
_HARDLY_ELSE: Final = 4.0
_ASKED_ARTIST: Final = 45
_NOUNS: Final = frozenset(
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
    ]
)


@dataclass(frozen=True)
class Found:
    """The names of a message, with the words that each takes."""

    mentions: tuple[Mention, ...]
    spans: tuple[tuple[int, int], ...]
    missing: tuple[MissingName, ...]
    missing_spans: tuple[tuple[int, int], ...]


class MentionFinder:
    """Finds names in messages, over one catalogue.

    Parameters
    ----------
    catalogue : Catalogue
    names : Names
    weights : float64, shape (len(entities.FEATURES),)
        Of the name scorer.
    frequencies : Frequencies
    """

    def __init__(self, catalogue: Catalogue, names: Names, weights: np.ndarray, frequencies: Frequencies) -> None:
        self._catalogue = catalogue
        self._names = names
        self._weights = weights
        self._frequencies = frequencies
        self._credits = entities.Credits(catalogue)

    @cached_property
    def _dictionary(self) -> Dictionary:
        return Dictionary(self._catalogue.files)

    def find(self, context: Context) -> Found:
        """The names of a message, those with slips included, and those that the catalogue lacks."""
        scored = self._scored(context)
        picked = entities.chosen(scored, _CUED if self._announced(context) else THRESHOLD)
        searched, missing = self._search(context, picked, scored)
        picked, longer = self._in_full(context, sorted([*picked, *searched], key=lambda one: one.start))
        missing.extend(longer)
        missing.extend(self._missing_titles(context, picked, [span for _, span in missing]))
        # A title of somebody else is not the one that was named with its artist.
        gone = {span for _, span in missing}
        picked = [one for one in picked if (one.start, one.end) not in gone]
        mentions = self._mentions(context, picked)
        return Found(
            tuple(mentions),
            tuple((one.start, one.end) for one in picked),
            tuple(name for name, _ in missing),
            tuple(span for _, span in missing),
        )

    def _scored(self, context: Context) -> list[Candidate]:
        held = [
            one
            for one in entities.candidates(context, self._dictionary, self._credits)
            if self._worded_so(context, one)
        ]
        found = entities.with_partners(context, _in_whole(held), self._credits)
        if not found:
            return []
        both = entities.both_kinds(found)
        rows = [entities.features(context, one, self._frequencies, (one.start, one.end) in both) for one in found]
        scores = (np.array(rows) @ self._weights).tolist()
        doubted = [
            replace(one, score=score - self._doubt(context, one)) for one, score in zip(found, scores, strict=True)
        ]
        return _with_article(context, doubted)

    def _worded_so(self, context: Context, one: Candidate) -> bool:
        """Whether a name of several words that begins with a small one has several words: "a run" is not Arun."""
        if one.kind == "work" and (self._artist_wanted(context, one) or _bare_phrase(context, one)):
            return False
        if _in_theme(context, one) or self._thing(context, one):
            return False
        following = context.words[one.end].plain if one.end < len(context.words) else ""
        if one.end - one.start == 1 and context.words[one.start].plain in _PARTS and following in ("to", "of", "from"):
            return False
        if not self._marked(context, one) and self._unlikely(context, one):
            return False
        if one.kind == "artist" and context.by[one.start] and self._longer(context, one):
            return False  # "by Kai Straw" is not by KAI
        if one.named[0].kind == PARTIAL and context.content[one.start]:
            return False  # "hip-hop" is the genre, and not Hiphop Tamizha
        if one.named[0].kind == PARTIAL:
            common = self._frequencies.of(context.words[one.start].owner)
            rare = one.end - one.start > 1 or common < (_FIRST_NAME if self._asked_for(context, one) else _PARTIAL)
            return rare and self._stands_alone(context, one) and self._one_bearer(context, one)
        if one.end - one.start == 1 or not context.small[one.start] or one.end - one.start > 3:
            return True
        row = one.named[0].owner
        if one.kind == "artist":
            return " " in fold(self._artist(one.named[0]))
        column = "track_name" if one.named[0].kind == TRACK else "album_name"
        return " " in fold(self._catalogue.words[column][row].as_py())

    def _longer(self, context: Context, one: Candidate) -> bool:
        """Whether a name of one word goes on in the text with a rare word in capitals: it is part of another name."""
        if one.end - one.start > 1 or one.end >= len(context.words) or context.words[one.end].gap:
            return False
        if context.content[one.end] or context.small[one.end]:
            return False
        rare = self._frequencies.of(context.words[one.end].owner) < _ORDINARY
        return rare and context.capital(one.start) and context.capital(one.end)

    def _one_bearer(self, context: Context, one: Candidate) -> bool:
        """Whether a part of a name tells its artist: "ariana" does; "sebastian" is many, "the drums" no Ape Drums."""
        said = " ".join(fold(word.owner) for word in context.words[one.start : one.end])
        name = fold(self._artist(one.named[0]))
        if one.start and context.words[one.start - 1].plain == "the" and f"the {said}" not in name:
            return False
        following = context.words[one.end].plain if one.end < len(context.words) else ""
        # "Megan the Stallion" is read as a whole later.
        return following in ("the", "thee") or said in entities.nicknames() or not self._namesakes(said, name)

    def _namesakes(self, said: str, name: str) -> bool:
        """Whether a name begins with what was said, and so does another's who is nearly as well known."""
        if not name.startswith(f"{said} "):
            return False
        found = [one for one, _ in self._names.find_artists(said, _NAMESAKES) if fold(one).startswith(f"{said} ")]
        known = sorted((self._names.artist_popularity(self._names.artist_code(one)) for one in found), reverse=True)
        return len(known) > 1 and known[0] - known[1] < _CLOSE_NAMESAKE

    def _marked(self, context: Context, one: Candidate) -> bool:
        """Whether a cue, a capital letter or quotes mark a span as a name, or the message is nothing else."""
        place = entities.cue_place(context, one.start)
        cued = any(context.like[at] or context.by[at] for at in (one.start, place))
        whole = one.end - one.start == len(context.words)
        return cued or whole or context.capital(one.start) or entities.quoted(context, one.start, one.end)

    def _unlikely(self, context: Context, one: Candidate) -> bool:
        """Whether a span that nothing marks is hardly a name: a number, "friends and i", "upbeats", "nto"."""
        span = context.words[one.start : one.end]
        if all(word.plain.isdigit() for word in span) or (len(span) > 1 and span[-1].plain in _PRONOUNS):
            return True
        if len(span) > 1 or one.kind != "artist":
            return False
        word = span[0].owner
        short = len(word) < _SPELLED and not self._frequencies.of(word) and context.loose > 1
        return short or (word.endswith("s") and self._slipped(context, one.start))

    def _thing(self, context: Context, one: Candidate) -> bool:
        """Whether an ordinary word is a thing and no name: "crushed by a crush", "that 'night' feel"."""
        word = context.words[one.start]
        if one.end - one.start > 1 or word.capital or self._frequencies.of(word.owner) < _ORDINARY:
            return False
        place = entities.cue_place(context, one.start)
        before = context.words[one.start - 1].plain if one.start else ""
        if before in ("a", "an") and not word.gap:
            return bool(context.by[place]) and not context.like[place]
        asked = any(_asks(context, near) for near in range(max(0, one.start - 3), one.start))
        cued = any(context.like[near] or context.by[near] for near in (one.start, place))
        few = context.loose <= 1 or (before in _JOINS and any(context.like[: one.start]))
        return entities.quoted(context, one.start, one.end) and not (asked or cued or few or one.start == 0)

    def _artist_wanted(self, context: Context, one: Candidate) -> bool:
        """Whether what stands here can only be an artist: "groups like NAME", "some NAME"."""
        before = context.words[one.start - 1].plain if one.start else ""
        some = one.end - one.start == 1 and before in _SOME and not context.words[one.start].gap
        by = before == "by" and self._after_by(context, one.start)
        return some or by or self._people_asked(context, one.start)

    def _people_asked(self, context: Context, start: int) -> bool:
        """Whether artists are compared right before: "groups like NAME", "bands similar to NAME"."""
        words = context.words
        place = start - 1
        while place > 0 and context.cued[place] and start - place < 4:
            place -= 1
        return context.like[start] and place >= 0 and words[place].plain in entities.PEOPLE and not words[start].gap

    def _stands_alone(self, context: Context, one: Candidate) -> bool:
        """Whether no capital letter right beside makes a word a part of a longer name."""
        words = context.words
        before = one.start > 0 and not words[one.start].gap and context.capital(one.start - 1)
        after = one.end < len(words) and not words[one.end].gap and context.capital(one.end)
        return not before and not after

    def _announced(self, context: Context) -> bool:
        """Whether a cue such as "similar to" stands before a word that may begin a name."""
        words = context.words
        for place in range(1, len(words)):
            if context.like[place] and not _weak(context, place):
                first = place
                while first < len(words) and words[first].plain in (
                    "the",
                    "a",
                    "an",
                    "song",
                    "band",
                    "artist",
                    "album",
                ):
                    first += 1
                if first < len(words) and words[first].plain not in _POINTERS and not context.content[first]:
                    return True
        return any(word.gap in ("-", "–", "—", ":") for word in words) and len(words) <= 8

    def _doubt(self, context: Context, one: Candidate) -> float:
        """Log-odds to take off a span that a lexicon explains in part and that nothing marks as a name.

        A word that is hardly more than the name of somebody well known gets some instead.
        """
        span = range(one.start, one.end)
        if one.kind == "work" and _introduced(context, one):
            return -_ANNOUNCED
        if self._says_itself(context, one):
            return _EXPLAINED
        place = entities.cue_place(context, one.start)
        if len(span) >= _LONG_TITLE and context.like[place] and all(map(context.capital, span)):
            return -1.0
        if not any(context.content[place] for place in span):
            known = one.named[0].kind == ARTIST and one.named[0].popularity >= _LISTED_ARTIST and not one.stripped
            word = context.words[one.start]
            rare = len(span) == 1 and len(word.owner) >= 4 and self._frequencies.of(word.owner) < _NAME_ONLY
            if known and rare and one.named[0].popularity >= _FAMOUS:
                return -_HARDLY_ELSE
            spelled = one.named[0].kind == INITIALS and one.named[0].popularity >= _FAMOUS and context.like[one.start]
            if self._asked_for(context, one) or (spelled and not self._frequencies.of(word.owner)):
                return -_ASKED
            compared = context.capital(one.start) and any(context.like[: one.start + 1])
            return (-_COMPARED if compared else -1.0) if known and rare else 0.0
        place = entities.cue_place(context, one.start)
        quoted = entities.quoted(context, one.start, one.end)
        marked = one.partner or context.like[place] or context.by[place] or context.capital(one.start) or quoted
        return 0.0 if marked else _EXPLAINED

    def _says_itself(self, context: Context, one: Candidate) -> bool:
        """Whether a span inside a longer message is nothing but common words, and nothing marks it as a name."""
        near = range(max(0, one.start - 3), one.start + 1)
        cued = any(context.like[place] or context.by[place] for place in near)
        if cued or context.capital(one.start) or one.partner or entities.quoted(context, one.start, one.end):
            return False
        if len(context.words) < _LONG_MESSAGE:
            return False
        # Ordinary words that happen to be a title are one only where it is asked for: "going on a road trip".
        bar = _EVERYDAY if one.kind == "work" and not self._wanted(context, one) else _COMMON
        return all(self._frequencies.of(word.plain) > bar for word in context.words[one.start : one.end])

    def _asked_for(self, context: Context, one: Candidate) -> bool:
        """Whether a known artist's name stands where one asks for music: "add some NAME", "what about NAME"."""
        artist = one.named[0]
        if artist.kind not in (ARTIST, PARTIAL) or one.stripped or artist.popularity < _ASKED_ARTIST:
            return False
        word = context.words[one.start].owner
        unheard = artist.kind == ARTIST and self._frequencies.of(word) < _UNHEARD
        after = context.words[one.end].plain if one.end < len(context.words) else ""
        bar = _LISTED_ARTIST if after in _NOUNS else _FAMOUS
        if one.end - one.start == 1 and artist.popularity < bar and not unheard:
            return False
        return any(_asks(context, place) for place in range(max(0, one.start - 3), one.start))

    # What the dictionary does not hold

    def _in_full(
        self, context: Context, picked: Sequence[Candidate]
    ) -> tuple[list[Candidate], list[tuple[MissingName, tuple[int, int]]]]:
        """The names, each as long as it was said: "Bob Marley" is not Bob, and "Leela James" nobody called Leela."""
        kept: list[Candidate] = []
        missing: list[tuple[MissingName, tuple[int, int]]] = []
        starts = {one.start for one in picked}
        for one in picked:
            start, end = self._said_from(context, one, starts), self._said_until(context, one, starts)
            if (start, end) == (one.start, one.end):
                kept.append(one)
                continue
            text = context.text[context.words[start].start : context.words[end - 1].end]
            longer = self._with_slips(context, text, start, end, "artist")
            if longer is not None:
                kept.append(longer)
            elif start < one.start or self._begins_another(context, one):
                nearest = tuple(name for name, _ in self._names.find_artists(text, 3))
                missing.append((MissingName(text, "artist", nearest), (start, end)))
            else:
                kept.append(one)
        return kept, missing

    def _said_from(self, context: Context, one: Candidate, starts: Container[int]) -> int:
        """Where an artist's name begins if the word before it belongs to it: "Meredith Brooks" is not Brooks."""
        before = one.start - 1
        whole = one.kind != "artist" or one.partner or one.stripped or one.end - one.start > 1
        if whole or before < 1 or context.words[one.start].gap or before in starts:
            return one.start
        joined = context.capital(before) and context.capital(one.start) and context.loosely(before)
        return before if joined and context.words[before].owner == context.words[before].plain else one.start

    def _said_until(self, context: Context, one: Candidate, starts: Container[int]) -> int:
        """Where an artist's name ends if the words after it, which mean nothing by themselves, belong to it."""
        words = context.words
        whole = one.partner or one.stripped or one.end - one.start > 2 or entities.quoted(context, one.start, one.end)
        if one.kind != "artist" or whole or words[one.end - 1].owner != words[one.end - 1].plain:
            return one.end
        end = one.end
        if end + 1 < len(words) and words[end].plain in ("the", "thee") and one.named[0].kind == PARTIAL:
            end += 1
        first = end
        while end < len(words) and end - first < 2 and end not in starts and self._goes_with(context, end):
            end += 1
        return end if end > first else one.end

    def _goes_with(self, context: Context, place: int) -> bool:
        word = context.words[place]
        works = word.plain in _STYLES or word.plain in entities.NOUNS or word.plain.isdigit()
        return not word.gap and context.loosely(place) and not works

    def _begins_another(self, context: Context, one: Candidate) -> bool:
        """Whether the word after a name is a part of a longer name that the catalogue lacks."""
        word = context.words[one.end]
        if one.named[0].kind == PARTIAL or context.capital(one.end):
            return True
        unsaid = not self._frequencies.of(word.owner)
        return one.end - one.start == 1 and (unsaid or one.named[0].popularity < _LISTED_ARTIST)

    def _search(
        self, context: Context, picked: Sequence[Candidate], scored: Sequence[Candidate]
    ) -> tuple[list[Candidate], list[tuple[MissingName, tuple[int, int]]]]:
        taken = [False] * len(context.words)
        for one in picked:
            taken[one.start : one.end] = [True] * (one.end - one.start)
        found: list[Candidate] = []
        missing: list[tuple[MissingName, tuple[int, int]]] = []
        for start, end, kind in self._regions(context, taken)[:_MOST_SEARCHED]:
            if start and context.words[start - 1].plain == "the" and context.capital(start - 1):
                start -= 1
            text = context.text[context.words[start].start : context.words[end - 1].end]
            candidate = _second_choice(scored, start, end, kind)
            if candidate is None or candidate.end - candidate.start < end - start:
                candidate = self._with_slips(context, text, start, end, kind) or candidate
            if candidate is not None and self._piece(context, candidate, start, end):
                candidate = None
            if candidate is None and kind == "name":
                candidate = _second_choice([one for one in scored if one.kind == "artist"], start, end, "famous")
            if candidate is not None and candidate.kind == "work" and self._of_duo(context, missing, start, end):
                candidate = None
            if candidate is None and kind in ("name", "artist") and self._named_so(context, start, end):
                candidate = _exact(scored, start, end, kind)
            if candidate:
                found.append(candidate)
            elif kind not in ("listed", "owned", "famous", "rejected") and self._named_so(context, start, end):
                nearest = tuple(name for name, _ in self._names.find_artists(text, 3))
                missing.append((MissingName(text, kind, nearest), (start, end)))
            else:
                continue
            taken[start:end] = [True] * (end - start)
        return found, missing

    def _of_duo(
        self, context: Context, missing: Sequence[tuple[MissingName, tuple[int, int]]], start: int, end: int
    ) -> bool:
        """Whether one word follows "and" and a name that is missing, as in "Krept and Konan"."""
        after = {known for _, (_, known) in missing}
        joined = start > 1 and context.words[start - 1].plain in _JOINS and start - 1 in after
        return joined and end - start == 1

    def _piece(self, context: Context, one: Candidate, start: int, end: int) -> bool:
        """Whether a title is one capitalized word of a longer name: "Metro" in "Metro Station"."""
        single = one.kind == "work" and one.end - one.start == 1 and one.score <= THRESHOLD
        beside = [place for place in (one.start - 1, one.end) if start <= place < end]
        return single and any(context.capital(place) and context.loosely(place) for place in beside)

    def _missing_titles(
        self, context: Context, picked: Sequence[Candidate], known: Sequence[tuple[int, int]]
    ) -> list[tuple[MissingName, tuple[int, int]]]:
        """Titles that stand before "by" and an artist who is credited for nothing of that name."""
        spans = [*((one.start, one.end) for one in picked), *known]
        found = []
        for one in picked:
            end = entities.cue_place(context, one.start) - 1
            if one.kind != "artist" or one.partner or end < 1 or context.words[end].plain not in _BY:
                continue
            if one.named[0].popularity < _LISTED_ARTIST or one.score <= _CUED:
                continue
            work = next((other for other in picked if other.kind == "work" and other.end == end), None)
            start = work.start if work else self._title_start(context, end, spans)
            if 0 < end - start <= entities.MOST_WORDS:
                found.append(self._not_theirs(context, one, start, end))
        for first, second in pairwise(picked):
            dashed = first.end == second.start and any(sign in context.words[second.start].gap for sign in "-–—")
            if dashed and not first.partner and {first.kind, second.kind} == {"artist", "work"}:
                artist, work = (first, second) if first.kind == "artist" else (second, first)
                found.append(self._not_theirs(context, artist, work.start, work.end))
        return found

    def _not_theirs(
        self, context: Context, artist: Candidate, start: int, end: int
    ) -> tuple[MissingName, tuple[int, int]]:
        """A title that the artist beside it is not credited for, with the best known of theirs."""
        name = self._artist(artist.named[0])
        text = context.text[context.words[start].start : context.words[end - 1].end]
        rows = self._names.artist_recordings(name)
        best = sorted(rows.tolist(), key=lambda row: -self._catalogue.traits[row, -1])[:3]
        nearest = tuple(track.title for track in self._catalogue.tracks(best))
        return MissingName(f"{text} - {name}", "track", nearest), (start, end)

    def _title_start(self, context: Context, end: int, spans: Sequence[tuple[int, int]]) -> int:
        """Where a title that ends here may begin: small words count only between others."""
        start = end
        while start > 0 and not any(a < start <= b for a, b in spans):
            inner = start < end and start > 1 and context.small[start - 1] and context.loosely(start - 2)
            inner = inner or (context.small[start - 1] and context.capital(start - 1))
            cue = context.like[start] or context.by[start] or context.unlike[start] or context.negated[start]
            if cue and start < end:
                return start
            if cue or not (context.loosely(start - 1) or inner):
                break
            start -= 1
            if context.words[start].gap:
                break
        named = any(word.plain in _NOUNS for word in context.words[max(0, start - 5) : start])
        return end if named else start

    def _with_slips(self, context: Context, text: str, start: int, end: int, kind: str) -> Candidate | None:
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
        if kind == "artist" or ordinary or (start and context.words[start - 1].plain in _SOME):
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
            return _FAMOUS if written and words < _UNLIKELY_BY_CHANCE else _LISTED_BY_SLIP
        if words > 1:
            return 0
        return _LISTED_ARTIST if len(said) <= _SHORT else _KNOWN_ARTIST

    def _tells(self, context: Context, start: int, end: int, kind: str) -> bool:
        """Whether words are enough of a longer name: two, or one that is hardly a word of the language."""
        if end - start > 1:
            return True
        common = self._frequencies.of(context.words[start].owner)
        return common < (_FIRST_NAME if kind == "artist" else _NAME_ONLY)

    def _in_part(self, said: str, text: str) -> Named | None:
        """The well-known artist whose name is longer than what was said of it: "Elvis", "Tasha Cobbs"."""
        for name, _ in self._names.find_artists(text, 5):
            known = fold(name)
            if known == said or f" {said} " not in f" {known} " or self._namesakes(said, known):
                continue
            try:
                code = self._names.artist_code(name)
            except ValueError:  # of two spellings only one is credited
                continue
            popularity = self._names.artist_popularity(code)
            if popularity >= (_NAMED_IN_PART if " " in said else _LISTED_ARTIST):
                return Named(ARTIST, code, popularity)
        return None

    def _regions(self, context: Context, taken: Sequence[bool]) -> list[tuple[int, int, str]]:
        """Spans that stand where a name stands, or look like one, and are none that the dictionary holds."""
        regions: list[tuple[int, int, str]] = []
        covered = list(taken)
        for a, b in context.quotes:
            inside = [place for place, word in enumerate(context.words) if a <= word.start and word.end <= b]
            fits = 0 < len(inside) <= entities.MOST_WORDS + 2 and not any(covered[place] for place in inside)
            if fits and not all(context.content[place] or context.small[place] for place in inside):
                regions.append((inside[0], inside[-1] + 1, "name"))
                covered[inside[0] : inside[-1] + 1] = [True] * len(inside)
        for start in range(len(context.words)):
            rejected = context.negated[start] and not context.content[start] and not context.small[start]
            owned = self._owned(context, start)
            listed = self._follows(context, start, covered)
            asked = self._asks_for(context, start)
            if covered[start] or not (rejected or listed or owned or asked or self._expects(context, start)):
                continue
            first = start
            while first < len(context.words) and context.words[first].plain in (
                "the",
                "a",
                "an",
                "some",
                "band",
                "artist",
                "song",
            ):
                first += 1
            end = self._region_end(context, first, covered)
            plain_like = (context.like[start] or context.by[start]) and context.loose == sum(
                context.loosely(p) for p in range(first, end)
            )
            named = self._like_a_name(context, first, end) or self._after_by(context, first)
            if asked and not (context.like[start] or context.by[start]) and not self._unheard(context, first, end):
                continue
            if end > first and (plain_like or rejected or listed or owned or named):
                kind = "artist" if context.by[start] and not context.like[start] else "name"
                kind = "listed" if not named and listed else kind
                kind = "rejected" if rejected and not context.capital(first) else kind
                kind = "owned" if owned else kind
                # "Some dreamish music" describes; a name before such a noun is told by its capitals.
                noun = end < len(context.words) and context.words[end].plain in _NOUNS
                described = asked and noun and not any(context.capital(place) for place in range(first, end))
                kind = "listed" if described else kind
                regions.append((first, end, kind))
                covered[first:end] = [True] * (end - first)
        if not regions and not any(taken):
            regions.extend(self._rest(context, covered))
        return regions

    def _expects(self, context: Context, start: int) -> bool:
        """Whether a cue right before makes a name likely here."""
        if not (context.like[start] or context.by[start]) or not start or context.content[start]:
            return False
        if not _weak(context, start):
            return True
        return context.capital(start) and self._frequencies.of(context.words[start].owner) < _RARE

    def _asks_for(self, context: Context, start: int) -> bool:
        """Whether music is asked for right before a word that means nothing by itself: "can you add some NAME"."""
        words = context.words
        if start < 1 or not context.loosely(start) or words[start].gap:
            return False
        before = entities.cue_place(context, start)
        return _asks(context, start - 1) or (before > 0 and _asks(context, before - 1))

    def _after_by(self, context: Context, start: int) -> bool:
        """Whether a word stands where only a name can: "songs by NAME", "anything by NAME"."""
        words = context.words
        if self._people_asked(context, start):
            return True
        by = start > 1 and words[start - 1].plain in _BY and context.by[start] and not words[start].gap
        return by and words[start - 2].plain in _NOUNS | {"anything", "something", "stuff", "more", "tunes", "tune"}

    def _unheard(self, context: Context, start: int, end: int) -> bool:
        """Whether the words asked for are hardly words of the language, or are written as a name."""
        span = range(start, end)
        said = [context.words[place].owner for place in span if len(context.words[place].owner) >= _SPELLED]
        rare = any(max(map(self._frequencies.of, (word, word.removesuffix("s")))) < _UNHEARD for word in said)
        return any(context.capital(place) for place in span) or rare

    def _owned(self, context: Context, start: int) -> bool:
        """Whether a possessive stands before, as in "Radiohead's Kid A", or a bracket that may name whose it is."""
        word = context.words[start]
        before = context.words[start - 1] if start else word
        possessive = start > 0 and before.owner != before.plain and not word.gap and before.capital
        return possessive or (word.gap.endswith("(") and start > 1 and any(context.like[:start]))

    def _follows(self, context: Context, start: int, covered: Sequence[bool]) -> bool:
        """Whether it goes on a list of names: "like Adele, Xyz and ..."."""
        if start < 1 or context.content[start] or (context.small[start] and not context.capital(start)):
            return False
        if covered[start - 1]:
            return context.words[start].gap in (",", "/", "-", "–", "—")
        join = start - 1
        while join > 1 and context.words[join].plain in _ADDING:
            join -= 1
        return join > 0 and covered[join - 1] and context.words[join].plain in _JOINS

    def _region_end(self, context: Context, start: int, covered: Sequence[bool]) -> int:
        end = start
        while end < len(context.words) and end - start < 6 and not covered[end] and not context.masked[end]:
            word = context.words[end]
            if end > start and ((word.gap and word.gap not in ("&", ".", "'", "’")) or breaks(word.gap)):
                break
            lower = not context.capital(end)
            if lower and (context.content[end] or (word.plain in _JOINS and end > start)):
                break
            if lower and context.small[end] and not self._name_goes_on(context, end, start):
                break
            end += 1
            if word.owner != word.plain:
                break
        while end > start and context.small[end - 1] and not context.capital(end - 1):
            end -= 1
        return end

    def _name_goes_on(self, context: Context, place: int, start: int) -> bool:
        """Whether a small word lies inside a name: before capitals, as in "Lord of the Lost"."""
        following = range(place + 1, min(place + 3, len(context.words)))
        inner = context.words[place].plain in _INSIDE
        return place > start and inner and any(context.capital(later) for later in following)

    def _like_a_name(self, context: Context, start: int, end: int) -> bool:
        span = range(start, end)
        if any(context.capital(place) and not (context.content[place] or context.small[place]) for place in span):
            return True
        rare = [place for place in span if self._frequencies.of(context.words[place].owner) < _RARE]
        return any(not (context.content[place] or context.small[place]) for place in rare)

    def _named_so(self, context: Context, start: int, end: int) -> bool:
        """Whether a region is told to be a name that the catalogue lacks."""
        span = context.words[start:end]
        if all(self._slipped(context, place) for place in range(start, end)) or all(w.plain.isdigit() for w in span):
            return False
        return self._like_a_name(context, start, end) or self._after_by(context, start)

    def _rest(self, context: Context, covered: Sequence[bool]) -> list[tuple[int, int, str]]:
        """Where a message says nothing else: its rare words, as "u2" in "have you any u2?"."""
        if any(context.content) or any(word.plain in _NOUNS for word in context.words):
            return []
        regions: list[tuple[int, int, str]] = []
        for clause in _clauses(context):
            places = [
                place
                for place in clause
                if not context.small[place] and not context.masked[place] and not self._slipped(context, place)
            ]
            rare = [
                place
                for place in places
                if self._frequencies.of(context.words[place].owner) < _RARE and context.words[place].plain.isalnum()
            ]
            close = places and 2 * len(rare) >= len(places) and self._side_by_side(context, places)
            few = len(places) <= 3 or any(context.capital(place) for place in places)
            if close and few:
                regions.append((places[0], places[-1] + 1, "name"))
            else:
                regions.extend((place, place + 1, "famous") for place in rare)
        return regions

    def _side_by_side(self, context: Context, places: Sequence[int]) -> bool:
        """Whether places are those of one name: nothing between them but words that stand inside names."""
        between = set(range(places[0], places[-1])) - set(places)
        return places[-1] - places[0] < 6 and all(
            context.words[place].plain in _INSIDE or context.words[place].plain in _JOINS for place in between
        )

    def _slipped(self, context: Context, place: int) -> bool:
        """Whether a word is a slip of one that a lexicon holds."""
        word = context.words[place]
        return meant_by_slip(word, (lexicons()["english"],), self._frequencies) is not None

    # What the chosen spans stand for

    def _mentions(self, context: Context, picked: Sequence[Candidate]) -> list[Mention]:
        roles = self._roles(context, picked)
        spans = {(one.start, one.end) for one in picked}
        mentions = []
        for one, role in zip(picked, roles, strict=True):
            start, end = context.words[one.start].start, context.words[one.end - 1].end
            text = context.text[start:end]
            if one.kind == "artist":
                named = role
                if one.partner in spans and role in ("like", "by"):
                    named = "named"
                value = self._artist(one.named[0])
                others = tuple(
                    self._artist(other)
                    for other in one.named[1:3]
                    if other.popularity >= _CLOSE * one.named[0].popularity
                )
                mentions.append(Mention("artist", text, start, end, value, named, one.score, others))
            else:
                mentions.append(self._work(context, one, text, start, end, role))
        return mentions

    def _artist(self, named: Named) -> str:
        return str(self._catalogue.artist_names[named.owner].as_py())

    def _work(self, context: Context, one: Candidate, text: str, start: int, end: int, role: str) -> Mention:
        tracks = sorted((named for named in one.named if named.kind == TRACK), key=self._fame, reverse=True)
        albums = [named for named in one.named if named.kind == ALBUM]
        before = context.words[one.start - 1].plain if one.start else ""
        wants_album = before in ("album", "albums", "lp", "record") or (
            role == "by" and before in ("from", "off", "of", "aus", "de")
        )
        if albums and (wants_album or not tracks):
            row = albums[0].owner
            name = str(self._catalogue.words["album_name"][row].as_py())
            return Mention("album", text, start, end, name, role, one.score, (), row)
        best = tracks[0]
        track = self._catalogue.track(best.owner)
        others = tuple(
            self._catalogue.words["track_id"][named.owner].as_py()
            for named in tracks[1:4]
            if named.popularity >= _CLOSE * best.popularity
            and self._catalogue.main_artists[named.owner] != self._catalogue.main_artists[best.owner]
        )
        return Mention(
            "track", text, start, end, track.track_id, "like" if role == "by" else role, one.score, others, best.owner
        )

    def _fame(self, track: Named) -> float:
        """How well known a track and its artist are: where neither recording is, "Poker Face" is Lady Gaga's."""
        artist = int(self._catalogue.main_artists[track.owner])
        return track.popularity + _BY_ARTIST * self._names.artist_popularity(artist)

    def _roles(self, context: Context, picked: Sequence[Candidate]) -> list[str]:
        wishes_alike = any(
            word.plain
            in (
                "similar",
                "resemble",
                "resembling",
                "sounds",
                "remind",
                "reminds",
                "reminiscent",
                "ähnlich",
                "parecido",
            )
            or word.plain.startswith(("simil", "ahnlich", "parecid"))
            for word in context.words
        ) or any(context.like)
        roles: list[str] = []
        for place, one in enumerate(picked):
            before = entities.cue_place(context, one.start)
            if context.unlike[one.start] or context.unlike[before]:
                role = "unlike"
            elif context.like[one.start] or context.like[before]:
                role = "like"
            elif context.by[one.start] or context.by[before]:
                role = "by"
            elif place and self._listed(context, picked[place - 1], one):
                role = roles[-1]
            elif one.kind == "work" and self._wanted(context, one):
                role = "wanted"
            elif one.kind == "work" or wishes_alike:
                role = "like"
            else:
                role = "by"
            following = context.words[one.end].plain if one.end < len(context.words) else ""
            if role == "by" and following in _STYLES:
                role = "like"
            if role == "by" and before and self._title_liked(context, before):
                role = "like"
            if place and {"meets", "x", "vs"} & {
                word.plain for word in context.words[picked[place - 1].end : one.start]
            }:
                role = roles[-1] = "like"
            roles.append(role)
        return roles

    def _wanted(self, context: Context, one: Candidate) -> bool:
        """Whether a title is asked for itself, as in "please add TITLE" and "how about TITLE"."""
        words = context.words
        for near in range(one.start - 1, -1, -1):
            if breaks(words[near + 1].gap) or context.like[near + 1]:
                return False
            if words[near].plain in _WANTING or (words[near].plain == "about" and _asks(context, near)):
                return True
        return False

    def _title_liked(self, context: Context, place: int) -> bool:
        """Whether a title that "by" parts from an artist is one to resemble: "songs like TITLE by ARTIST"."""
        if context.words[place - 1].plain not in _BY:
            return False
        first = self._title_start(context, place - 1, ())
        return first < place - 1 and context.like[entities.cue_place(context, first)]

    def _listed(self, context: Context, before: Candidate, one: Candidate) -> bool:
        between = context.words[before.end : one.start]
        gap = context.words[one.start].gap
        return len(between) <= 2 and not breaks(gap) and (
            any(word.plain in _JOINS for word in between) or any(sign in gap for sign in ",/&+-–")
        )  # fmt: skip


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


def _in_whole(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without parts of a name that stands there in full: "daft" where "daft punk" was said."""
    whole = [one for one in found if one.kind == "artist" and one.named[0].kind == ARTIST]
    return [
        one
        for one in found
        if one.named[0].kind != PARTIAL
        or not any(
            longer.start <= one.start and one.end <= longer.end and longer.named[0].owner == one.named[0].owner
            for longer in whole
        )
    ]


def _with_article(context: Context, scored: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, "The Chain" at least as likely as "Chain" where the article was said and belongs to the name."""
    by_span = {(one.start, one.end, one.kind): one for one in scored}
    made = []
    for one in scored:
        without = by_span.get((one.start + 1, one.end, one.kind))
        articled = context.words[one.start].plain == "the" and without is not None and not one.stripped
        if articled and without and one.named[0].popularity >= _CLOSE * without.named[0].popularity:
            one = replace(one, score=max(one.score, without.score + _EDGE))
        made.append(one)
    return made


def _introduced(context: Context, one: Candidate) -> bool:
    """Whether the words around announce a title: "the movie TITLE", "TITLE (2016) soundtrack", "(TITLE)"."""
    words = context.words
    if one.end - one.start >= _LONG_TITLE and one.start and words[one.start].gap.endswith("("):
        after = words[one.end].gap if one.end < len(words) else context.text[words[one.end - 1].end :]
        if ")" in after:
            return True
    if not context.capital(one.start):
        return False
    if words[one.start - 1].plain in _SCREENS and not words[one.start].gap:
        return True
    place = one.end
    while place < len(words) and words[place].plain.isdigit():
        place += 1
    cued = context.like[one.start] or context.by[one.start]
    return cued and place < len(words) and words[place].plain in _SOUNDTRACKS


def _bare_phrase(context: Context, one: Candidate) -> bool:
    """Whether a title that begins a message says only common things before "from" or "by": "something new from"."""
    span = range(one.start, one.end)
    ordinary = all(context.content[place] or context.small[place] for place in span)
    followed = one.end < len(context.words) and context.by[one.end + 1]
    return ordinary and followed and one.start == 0 and one.partner is None


def _in_theme(context: Context, one: Candidate) -> bool:
    """Whether a span tells what songs are about, and no name: "songs about the imperfect sides of love"."""
    words = context.words
    for place in range(one.start - 1, 0, -1):
        if breaks(words[place + 1].gap) or (context.like[place + 1] and not _weak(context, place + 1)):
            return False
        if words[place].plain == "about":
            return words[place - 1].plain in _NOUNS and not entities.quoted(context, one.start, one.end)
    return False


def _second_choice(scored: Sequence[Candidate], start: int, end: int, kind: str) -> Candidate | None:
    """The best span that begins a region and that the scorer almost took for a name."""
    inside = [one for one in scored if start <= one.start and one.end <= end]
    if kind == "rejected":
        known = [one for one in inside if one.partner or one.named[0].popularity >= _LISTED_ARTIST]
        inside = [one for one in known if one.score > _THIRD and (one.kind == "artist" or one.partner)]
    elif kind == "famous":
        known = [one for one in inside if one.named[0].popularity >= _FAMOUS and not one.stripped]
        inside = [one for one in known if one.score > _THIRD]
    elif kind == "listed":
        known = [one for one in inside if one.kind == "artist" and one.named[0].popularity >= _LISTED_ARTIST]
        inside = [one for one in known if one.score > _THIRD]
    elif kind == "owned":
        known = [one for one in inside if one.kind == "artist" and one.named[0].popularity >= _LISTED_ARTIST]
        # What stands in a bracket by itself and is credited so is the artist, however little known.
        known += [one for one in inside if one.kind == "artist" and (one.start, one.end) == (start, end)]
        inside = [one for one in inside if one.score > (_THIRD if one in known else _SECOND)]
    else:
        inside = [one for one in inside if one.score > _SECOND]
    return max(inside, key=lambda one: (one.end - one.start, one.score), default=None)


def _exact(scored: Sequence[Candidate], start: int, end: int, kind: str) -> Candidate | None:
    """The candidate that holds a whole region, an artist first: what is there is not said to be missing."""
    whole = [one for one in scored if (one.start, one.end) == (start, end) and not one.stripped]
    kinds = ("artist",) if kind == "artist" or end - start == 1 else ("artist", "work")
    return next((one for wanted in kinds for one in whole if one.kind == wanted), None)


def _clauses(context: Context) -> list[list[int]]:
    """The places of the words, clause by clause."""
    clauses: list[list[int]] = [[]]
    for place, word in enumerate(context.words):
        if place and breaks(word.gap):
            clauses.append([])
        clauses[-1].append(place)
    return clauses


def _asks(context: Context, place: int) -> bool:
    """Whether a word asks for music: "more", "add", and "about" in "how about"."""
    words = context.words
    if words[place].plain == "about":
        return place > 0 and words[place - 1].plain in ("how", "what", "hows", "whats")
    return words[place].plain in _ASKING


def _weak(context: Context, place: int) -> bool:
    """Whether the cue before a word stands before other things than names as well, as in "to listen to at work"."""
    before = context.words[max(0, place - 2) : place]
    if before[0].plain in _LIKENESS and before[-1].plain == "of" and context.capital(place):
        return False  # "the vibe of Use Me"
    return before[-1].plain in _WEAK_CUES or (before[0].plain in ("listen", "listening") and before[-1].plain == "to")
