"""Whether words that are somebody's name are meant as a name where they stand."""

from typing import Final

from rapidfuzz.distance import OSA

from engine.catalogue.dictionary import ARTIST, INITIALS, PARTIAL, TRACK
from engine.catalogue.names import fold
from engine.catalogue.store import Catalogue
from engine.language import entities
from engine.language.cues import (
    BY,
    FAMOUS,
    FIRST_NAME,
    JOINS,
    LISTED_ARTIST,
    NAME_ONLY,
    NOUNS,
    SOME,
    SPELLED,
    UNHEARD,
    artist_name,
    asks,
    weak,
)
from engine.language.entities import Candidate, Context
from engine.language.free_text import breaks
from engine.language.frequency import Frequencies
from engine.language.regions import Regions
from engine.language.roles import wanted
from engine.language.slips import Slips

_COMMON: Final = 5.0
_EVERYDAY: Final = 4.5
_LISTED_WORDS: Final = 3
"""Words in a row that commas part from which on they are a list of words."""
_LONG_MESSAGE: Final = 8
_ORDINARY: Final = 4.0
"""Zipf frequency from which a word is taken for a thing unless something marks it as a name."""
_EXPLAINED: Final = 2.5
_PLACE: Final = 75
"""Popularity from which a small word behind "in" is an artist all the same."""
_PARTIAL: Final = 4.0
_SCREENS: Final = frozenset({"movie", "film", "game", "videogame", "musical", "anime"})
_SOUNDTRACKS: Final = frozenset({"soundtrack", "ost", "soundtracks"})
_PARTS: Final = frozenset({"intro", "outro", "theme", "opening", "ending", "soundtrack"})
_ANNOUNCED: Final = 5.0
_LONG_TITLE: Final = 3
_PRONOUNS: Final = frozenset({"i", "me", "we", "you", "us", "them"})
_ASKED: Final = 2.5
_COMPARED: Final = 2.0
_HARDLY_ELSE: Final = 4.0
_ASKED_ARTIST: Final = 45
SOMEBODY: Final = frozenset({"he", "him", "his", "she", "her", "hers", "they", "them", "it", "us", "you", "me"})
_WHICH: Final = frozenset({"this", "that", "these", "those", "my", "our", "your", "same", "which", "each", "every"})
_OF_WHAT: Final = frozenset({"a", "an", "the", "my", "our", "your", "his", "her", "this", "that", "some", "every"})


class Plausibility:
    """Whether words that are somebody's name are meant as a name where they stand.

    Parameters
    ----------
    catalogue : Catalogue
    frequencies : Frequencies
    regions : Regions
    slips : Slips
    """

    def __init__(self, catalogue: Catalogue, frequencies: Frequencies, regions: Regions, slips: Slips) -> None:
        self._catalogue = catalogue
        self._frequencies = frequencies
        self._regions = regions
        self._slips = slips

    def worded_so(self, context: Context, one: Candidate) -> bool:
        """Whether a name of several words that begins with a small one has several words: "a run" is not Arun."""
        if one.kind == "work" and (self._artist_wanted(context, one) or _bare_phrase(context, one)):
            return False
        if one.kind == "work" and genre_alone(context, one.start, one.end):
            return False
        if _in_theme(context, one) or self._thing(context, one) or _placed(context, one) or _among_words(context, one):
            return False
        following = context.words[one.end].plain if one.end < len(context.words) else ""
        if one.end - one.start == 1 and context.words[one.start].plain in _PARTS and following in ("to", "of", "from"):
            return False
        if one.kind == "work" and (_goes_on_with_of(context, one) or self._said_in_passing(context, one)):
            return False
        if one.kind == "artist" and _points_back(context, one):
            return False
        if not self._marked(context, one) and self._unlikely(context, one):
            return False
        if one.kind == "artist" and context.by[one.start] and self._longer(context, one):
            return False  # "by Kai Straw" is not by KAI
        if one.named[0].kind == PARTIAL and context.content[one.start]:
            return False  # "hip-hop" is the genre, and not Hiphop Tamizha
        if one.named[0].kind == PARTIAL:
            common = self._frequencies.of(context.words[one.start].owner)
            rare = one.end - one.start > 1 or common < (FIRST_NAME if self._asked_for(context, one) else _PARTIAL)
            return rare and self._stands_alone(context, one) and self._one_bearer(context, one)
        if one.end - one.start == 1 or not context.small[one.start] or one.end - one.start > 3:
            return True
        row = one.named[0].owner
        if one.kind == "artist":
            return " " in fold(artist_name(self._catalogue, one.named[0]))
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
        name = fold(artist_name(self._catalogue, one.named[0]))
        if one.start and context.words[one.start - 1].plain == "the" and f"the {said}" not in name:
            return False
        following = context.words[one.end].plain if one.end < len(context.words) else ""
        # "Megan the Stallion" is read as a whole later.
        return following in ("the", "thee") or said in entities.nicknames() or not self._slips.namesakes(said, name)

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
        if self._slips.derived(word) and one.named[0].popularity < LISTED_ARTIST and len(context.words) > 1:
            return True  # "loopable, under two minutes"
        unknown = not self._frequencies.of(word) and one.named[0].popularity < FAMOUS
        short = len(word) < SPELLED and unknown and context.loose > 1
        return short or (word.endswith("s") and self._regions.slipped(context, one.start))

    def _thing(self, context: Context, one: Candidate) -> bool:
        """Whether an ordinary word is a thing and no name: "crushed by a crush", "that 'night' feel"."""
        word = context.words[one.start]
        if one.end - one.start > 1 or word.capital or self._frequencies.of(word.owner) < _ORDINARY:
            return False
        place = entities.cue_place(context, one.start)
        before = context.words[one.start - 1].plain if one.start else ""
        following = context.words[one.end].plain if one.end < len(context.words) else ""
        if before in _WHICH and not word.gap and (not following or context.words[one.end].gap):
            return True  # "in that range"
        if before in ("a", "an") and not word.gap:
            return bool(context.by[place]) and not context.like[place]
        asked = any(asks(context, near) for near in range(max(0, one.start - 3), one.start))
        cued = any(context.like[near] or context.by[near] for near in (one.start, place))
        few = context.loose <= 1 or (before in JOINS and any(context.like[: one.start]))
        return entities.quoted(context, one.start, one.end) and not (asked or cued or few or one.start == 0)

    def _said_in_passing(self, context: Context, one: Candidate) -> bool:
        """Whether an ordinary small word inside a message is no title of something hardly known: "or broadcast"."""
        word = context.words[one.start]
        known = one.named[0].kind == TRACK and one.named[0].popularity >= FAMOUS
        if one.end - one.start > 1 or one.partner or word.capital or known:
            return False
        marked = context.like[one.start] or context.by[one.start] or entities.quoted(context, one.start, one.end)
        return len(context.words) > 1 and not marked and self._frequencies.of(word.owner) >= _ORDINARY

    def _artist_wanted(self, context: Context, one: Candidate) -> bool:
        """Whether what stands here can only be an artist: "groups like NAME", "some NAME"."""
        before = context.words[one.start - 1].plain if one.start else ""
        some = one.end - one.start == 1 and before in SOME and not context.words[one.start].gap
        by = before == "by" and self._regions.after_by(context, one.start)
        return some or by or self._regions.people_asked(context, one.start)

    def _stands_alone(self, context: Context, one: Candidate) -> bool:
        """Whether no capital letter right beside makes a word a part of a longer name."""
        words = context.words
        before = one.start > 0 and not words[one.start].gap and context.capital(one.start - 1)
        after = one.end < len(words) and not words[one.end].gap and context.capital(one.end)
        return not (before or after or self._with_a_rare_word(context, one))

    def _with_a_rare_word(self, context: Context, one: Candidate) -> bool:
        """Whether a word right beside is hardly one of the language: "cocteau twins" are no Nova Twins.

        One that is but for slips in the artist's own name stays: "billie elishe".
        """
        words = context.words
        own = fold(artist_name(self._catalogue, one.named[0])).split() if one.kind == "artist" else []
        before = one.start - 1 if one.start and not words[one.start].gap else None
        after = one.end if one.end < len(words) and not words[one.end].gap else None
        return any(
            context.loosely(place)
            and len(words[place].owner) >= SPELLED
            and self._frequencies.of(words[place].owner) < UNHEARD
            and not self._regions.slipped(context, place)
            and not any(OSA.distance(words[place].plain, word, score_cutoff=2) <= 2 for word in own)
            for place in (before, after)
            if place is not None
        )

    def doubt(self, context: Context, one: Candidate) -> float:
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
            known = one.named[0].kind == ARTIST and one.named[0].popularity >= LISTED_ARTIST and not one.stripped
            word = context.words[one.start]
            rare = len(span) == 1 and len(word.owner) >= 4 and self._frequencies.of(word.owner) < NAME_ONLY
            if known and rare and one.named[0].popularity >= FAMOUS:
                return -_HARDLY_ELSE
            spelled = one.named[0].kind == INITIALS and one.named[0].popularity >= FAMOUS and context.like[one.start]
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
        bar = _EVERYDAY if one.kind == "work" and not wanted(context, one) else _COMMON
        return all(self._frequencies.of(word.plain) > bar for word in context.words[one.start : one.end])

    def _asked_for(self, context: Context, one: Candidate) -> bool:
        """Whether a known artist's name stands where one asks for music: "add some NAME", "what about NAME"."""
        artist = one.named[0]
        if artist.kind not in (ARTIST, PARTIAL) or one.stripped or artist.popularity < _ASKED_ARTIST:
            return False
        word = context.words[one.start].owner
        unheard = artist.kind == ARTIST and self._frequencies.of(word) < UNHEARD
        after = context.words[one.end].plain if one.end < len(context.words) else ""
        bar = LISTED_ARTIST if after in NOUNS else FAMOUS
        if one.end - one.start == 1 and artist.popularity < bar and not unheard:
            return False
        return any(asks(context, place) for place in range(max(0, one.start - 3), one.start))


def _placed(context: Context, one: Candidate) -> bool:
    """Whether a small word behind "in" or "at" is a place or a state and nobody: "ends in savasana"."""
    before = context.words[one.start - 1].plain if one.start else ""
    single = one.kind == "artist" and one.end - one.start == 1 and not context.capital(one.start)
    return single and before in ("in", "at", "on", "into", "during") and one.named[0].popularity < _PLACE


def _among_words(context: Context, one: Candidate) -> bool:
    """Whether a word in small letters stands in a list of such words, and is not known as a name: "dusty, lonely"."""
    if one.end - one.start > 1 or (one.named[0].popularity >= FAMOUS and one.named[0].kind == ARTIST):
        return False
    words = context.words
    first, last = one.start, one.end
    while first and _comma(context, first) and not words[first].capital:
        first -= 1
    while last < len(words) and _comma(context, last) and not words[last].capital:
        last += 1
    cued = any(context.like[place] or context.by[place] for place in range(first, one.end))
    small = not any(words[place].capital for place in range(first, last))
    return last - first >= _LISTED_WORDS and small and not cued


def _comma(context: Context, place: int) -> bool:
    """Whether a comma alone stands before the word at a place."""
    return context.words[place].gap.strip() == ","


def genre_alone(context: Context, start: int, end: int) -> bool:
    """Whether words are what a genre is called, and nothing marks them as a title: "oldies like rock and roll"."""
    if (start, end) not in context.phrases or entities.quoted(context, start, end):
        return False
    following = context.words[end] if end < len(context.words) else None
    dashed = following is not None and any(sign in following.gap for sign in "-–—")
    by = following is not None and following.plain in BY and following.plain != "de"
    return not (dashed or by or end - start == len(context.words))


def _bare_phrase(context: Context, one: Candidate) -> bool:
    """Whether a title that begins a message says only common things before "from" or "by": "something new from"."""
    span = range(one.start, one.end)
    ordinary = all(context.content[place] or context.small[place] for place in span)
    followed = one.end < len(context.words) and context.by[one.end + 1]
    return ordinary and followed and one.start == 0 and one.partner is None


def _goes_on_with_of(context: Context, one: Candidate) -> bool:
    """Whether words that are a title go on as a phrase: "like the end of a film"."""
    after = [word.plain for word in context.words[one.end : one.end + 2]]
    before = context.words[one.start - 1] if one.start else None
    # "the last day of summer" is no song called Last Day.
    the = before is not None and before.plain == "the" and not (before.gap or context.words[one.start].capital)
    whole = len(after) == 2 and after[0] == "of" and (after[1] in _OF_WHAT or (the and one.end - one.start > 1))
    return whole and not entities.quoted(context, one.start, one.end)


def _points_back(context: Context, one: Candidate) -> bool:
    """Whether a small "him" or "them" means somebody spoken of, and not those who are called so."""
    pronoun = one.end - one.start == 1 and context.words[one.start].plain in SOMEBODY
    return pronoun and not context.words[one.start].capital and not entities.quoted(context, one.start, one.end)


def _in_theme(context: Context, one: Candidate) -> bool:
    """Whether a span tells what songs are about, and no name: "songs about the imperfect sides of love"."""
    words = context.words
    if "about" not in context.said:
        return False
    for place in range(one.start - 1, 0, -1):
        if breaks(words[place + 1].gap) or (context.like[place + 1] and not weak(context, place + 1)):
            return False
        if words[place].plain == "about":
            return words[place - 1].plain in NOUNS and not entities.quoted(context, one.start, one.end)
    return False


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
