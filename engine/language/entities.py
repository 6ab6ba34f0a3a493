"""Names in free text: which spans of words name an artist, a track or an album of the catalogue.

Every span that the name dictionary holds is a candidate. A logistic regression, trained on requests in which people
marked the names (``pipeline.language``), gives each the log-odds of being meant as a name, from what the words are and
from what stands around them. The best set of spans that do not overlap is chosen (weighted interval scheduling).
"""

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from engine.catalogue.dictionary import ALBUM, ARTIST, INITIALS, PARTIAL, TRACK, Dictionary, Named
from engine.catalogue.names import fold
from engine.catalogue.store import Catalogue
from engine.language.free_text import Word, breaks, quoted_spans, words
from engine.language.frequency import Frequencies
from engine.language.lexicon import Lexicon, language_of, lexicons
from engine.language.numbers import find_amounts

MOST_WORDS: Final = 8
_SHORT_NICKNAME: Final = 3
_ORDINARY_NICKNAMES: Final = frozenset({"pink", "theboss", "thestones", "weekend", "florence"})
_NICKNAMES: Final = Path(__file__).with_name("nicknames.json")
_BETWEEN: Final = 4
"""Small words at most between a title and its artist."""
_SKIPPED: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "some",
        "artist",
        "artists",
        "band",
        "bands",
        "group",
        "singer",
        "rapper",
        "song",
        "songs",
        "track",
        "album",
        "ep",
        "from",
        "of",
        "to",
        "intro",
        "outro",
        "theme",
        "soundtrack",
    ]
)
_WOULD: Final = frozenset({"would", "id", "wed", "youd", "d"})
_MEASURES: Final = frozenset({"feeling", "sense", "full", "air", "amount", "element", "elements", "instead", "because"})
_FEELING: Final = frozenset({"feel", "feels", "feeling", "felt"})
_FELT: Final = frozenset({"i", "im", "ive", "you", "youre", "youve", "we", "were", "they", "it", "its", "theres"})
_COMPARING: Final = frozenset({"similar", "same", "comparable", "similiar"})
_INTRODUCING: Final = frozenset({"cover", "with", "featuring", "feat", "artists", "artist"})
_PARTING: Final = frozenset(';?"“”„«»()[]…|')
_COMPARED: Final = frozenset({"to", "as", "with"})
_LONGEST_COMPARISON: Final = 6
_HARDLY_KNOWN: Final = 25
PEOPLE: Final = frozenset(
    [
        "artist",
        "artists",
        "band",
        "bands",
        "group",
        "groups",
        "singer",
        "singers",
        "rapper",
        "rappers",
        "dj",
        "duo",
        "musician",
    ]
)
_WORKS: Final = frozenset(["song", "songs", "track", "tracks", "album", "albums", "ep", "single", "tune", "record"])
NOUNS: Final = PEOPLE | _WORKS
_JOINS: Final = frozenset(["and", "or", "und", "oder", "y", "o", "e", "ou", "et"])
_CONTENT: Final = frozenset(
    {"mood", "genre", "absent", "trait", "explicit", "language", "kind", "unknown", "situation", "idiom"}
)


_IN_TITLES: Final = frozenset({"the", "and", "for", "from", "with", "but", "not", "into", "over", "our", "her", "his"})
"""Small words that headings and titles leave without a capital."""


@dataclass(frozen=True)
class Context:
    """A message as the entity finder sees it.

    Parameters
    ----------
    text : str
    words : tuple of Word
    content : tuple of bool
        By word, whether a lexicon gives it a meaning of its own.
    small : tuple of bool
        By word, whether it says nothing by itself.
    like, by, unlike : tuple of bool
        By word, whether a cue such as "similar to", "by" or "not like" ends right before it.
    negated : tuple of bool
        By word, whether a negation ends right before it.
    cued : tuple of bool
        By word, whether it belongs to a cue.
    masked : tuple of bool
        By word, whether a number, a length or a key has taken it.
    mixed_case : bool
        Whether capitals tell names from other words here: some words have one, most have none.
    quotes : tuple of (start, end)
        Places of the quoted parts.
    phrases : tuple of (start, end)
        Words that a genre's name is made of together: "hop" in "hip-hop" is no name.
    loose : int
        How many words are loose (``loosely``).
    """

    text: str
    words: tuple[Word, ...]
    content: tuple[bool, ...]
    small: tuple[bool, ...]
    like: tuple[bool, ...]
    by: tuple[bool, ...]
    unlike: tuple[bool, ...]
    negated: tuple[bool, ...]
    cued: tuple[bool, ...]
    masked: tuple[bool, ...]
    mixed_case: bool
    quotes: tuple[tuple[int, int], ...]
    phrases: tuple[tuple[int, int], ...] = ()
    loose: int = 0

    @cached_property
    def said(self) -> frozenset[str]:
        """The plain words."""
        return frozenset(word.plain for word in self.words)

    @cached_property
    def cased(self) -> bool:
        """Whether some words are written without a capital that a heading would give one."""
        return any(len(word.plain) > 2 and word.text.islower() and word.plain not in _IN_TITLES for word in self.words)

    def loosely(self, place: int) -> bool:
        """Whether a word neither is small, nor has a meaning of its own, nor belongs to a cue."""
        return not (self.small[place] or self.content[place] or self.masked[place] or self.cued[place])

    def capital(self, place: int) -> bool:
        """Whether a word begins with a capital letter that its place does not ask for."""
        word = self.words[place]
        return self.mixed_case and word.capital and place > 0 and not breaks(word.gap)


def context_of(text: str, words: tuple[Word, ...], lexicons: Sequence[Lexicon], masked: Sequence[bool]) -> Context:
    """What stands where in a message."""
    count = len(words)
    plain = tuple(word.plain for word in words)
    content = [False] * count
    cued = [False] * count
    phrases: list[tuple[int, int]] = []
    cues = {kind: [False] * (count + 1) for kind in ("like", "by", "unlike", "no")}
    for lexicon in lexicons:
        for start in range(count):
            for size, meanings in lexicon.at(plain, start):
                kinds = {meaning.kind for meaning in meanings}
                if size > 1 and "genre" in kinds:
                    phrases.append((start, start + size))
                if kinds & _CONTENT:
                    content[start : start + size] = [True] * size
                if "negation" in kinds:
                    cues["no"][start + size] = True
                for meaning in meanings:
                    if meaning.kind != "cue" or (size == 1 and _no_cue(plain, start)):
                        continue
                    # A cue says nothing of what stands after the end of its clause.
                    if not (start + size < count and breaks(words[start + size].gap)):
                        cues[meaning.value][start + size] = True
                        cued[start : start + size] = [True] * size
    small = tuple(any(word in lexicon.small for lexicon in lexicons) for word in plain)
    for place in _compared_with(words):
        cues["like"][place] = True
    for place in range(count):
        # "don't play me Queen": small words may stand between.
        if cues["no"][place] and small[place] and not breaks(words[place].gap) and "," not in words[place].gap:
            cues["no"][place + 1] = True
    inner = [place for place in range(1, count) if not breaks(words[place].gap) and words[place].text[:1].isalpha()]
    capitals = sum(words[place].capital for place in inner)
    little = [place for place in inner if small[place]]
    # Capitals tell names only where other words are written without them. In a heading "Like" has one as well.
    lower_cue = any(cued[place] and len(words[place].plain) > 3 and not words[place].capital for place in inner)
    mixed = bool(capitals) and (lower_cue or sum(words[place].capital for place in little) <= len(little) / 3)
    mixed = mixed and (bool(little) or capitals < 0.75 * len(inner))
    made = Context(
        text=text,
        words=words,
        content=tuple(content),
        small=small,
        like=tuple(cues["like"]),
        by=tuple(cues["by"]),
        unlike=tuple(cues["unlike"]),
        negated=tuple(cues["no"]),
        cued=tuple(cued),
        masked=tuple(masked),
        mixed_case=mixed,
        quotes=tuple(quoted_spans(text)),
        phrases=tuple(phrases),
    )
    return replace(made, loose=sum(made.loosely(place) for place in range(count)))


def _no_cue(plain: Sequence[str], place: int) -> bool:
    """Whether a word brings no name here: "like" in "I would like some classic tunes", "of" in "a feeling of magic"."""
    if plain[place] == "of":
        return place > 0 and plain[place - 1] in _MEASURES
    if plain[place] == "like" and plain[place + 1 : place + 2] and plain[place + 1] in _FELT:
        return place > 0 and plain[place - 1] in _FEELING
    before = [word for word in plain[max(0, place - 3) : place] if word not in ("i", "we", "you", "also", "really")]
    return plain[place] in ("like", "love") and bool(before) and before[-1] in _WOULD


def _compared_with(words: Sequence[Word]) -> list[int]:
    """Words before which a comparison ends, "a similar style/vibe to", or a list of artists is introduced, "With:"."""
    places = []
    last = -_LONGEST_COMPARISON
    for place, word in enumerate(words):
        if breaks(word.gap):
            last = -_LONGEST_COMPARISON
        if word.gap == ":" and words[place - 1].plain in _INTRODUCING:
            places.append(place)
        if word.plain in _COMPARING:
            last = place
        elif word.plain in _COMPARED and 1 < place - last < _LONGEST_COMPARISON:
            places.append(place + 1)
            last = -_LONGEST_COMPARISON
    return places


@dataclass(frozen=True)
class Candidate:
    """A span of words that may be a name.

    Parameters
    ----------
    start, end : int
        Words, the end not included.
    kind : str
        ``artist`` or ``work`` (a track or an album).
    named : tuple of Named
        What it may stand for, the best known first.
    score : float
        Log-odds that it is meant as a name.
    partner : tuple of int or None
        The span of the artist who credits the work, or of the work that the artist is credited for.
    """

    start: int
    end: int
    kind: str
    named: tuple[Named, ...]
    stripped: bool = False
    score: float = 0.0
    partner: tuple[int, int] | None = None


@lru_cache(maxsize=1)
def nicknames() -> dict[str, str]:
    """What people call artists besides their names: by nickname, as plain words run together, the credited name."""
    listed = json.loads(_NICKNAMES.read_text(encoding="utf-8"))
    return {run_together(one): name for name, said in listed.items() for one in said.split(",")}


def run_together(text: str) -> str:
    """The plain words of a text without anything between them."""
    return "".join(word.plain for word in words(text))


def candidates(context: Context, dictionary: Dictionary, credits: "Credits") -> list[Candidate]:
    """Every span that the dictionary holds, as an artist and as a work."""
    spans: list[tuple[int, int, str, bool]] = []
    for start in range(len(context.words)):
        said = ""
        around = [(a, b) for a, b in context.phrases if a <= start < b]
        for end in range(start + 1, min(len(context.words), start + MOST_WORDS) + 1):
            word = context.words[end - 1]
            if end > start + 1 and parts(word.gap, word, context.words[end - 2]):
                break
            if any(end <= b and (a, b) != (start, end) for a, b in around):
                said += word.plain
                continue
            spans.append((start, end, said + word.plain, False))
            if word.owner != word.plain:
                spans.append((start, end, said + word.owner, False))
            elif len(word.plain) > 4 and word.plain.endswith("s"):
                spans.append((start, end, said + word.plain[:-1], True))
            said += word.plain
    found: list[Candidate] = []
    held: set[tuple[int, int, str]] = set()
    called = _called(context, spans, dictionary)
    for (start, end, said, stripped), held_as in zip(spans, dictionary.find([span[2] for span in spans]), strict=True):
        named = called.get((start, end), ()) + tuple(held_as or ())
        if not named or _hopeless(context, start, end):
            continue
        artists = tuple(name for name in named if name.kind in (ARTIST, INITIALS))
        works = tuple(name for name in named if name.kind in (TRACK, ALBUM))
        if artists and all(name.kind == INITIALS for name in artists) and not _initials_fit(context, start, end):
            artists = ()
        partial = tuple(name for name in named if name.kind == PARTIAL)
        # "Mozart" is Wolfgang Amadeus, and not somebody hardly known of that name; but "Nelly" is Nelly.
        if (
            partial
            and not called.get((start, end))
            and (
                not artists
                or (
                    artists[0].popularity + 15 < partial[0].popularity
                    and (artists[0].popularity < _HARDLY_KNOWN or credits.ends_with(partial[0], said))
                )
            )
        ):
            artists = partial
        for kind, group in (("artist", artists), ("work", works)):
            if group and (start, end, kind) not in held:
                held.add((start, end, kind))
                found.append(Candidate(start, end, kind, group, stripped))
    return found


def _called(
    context: Context, spans: Sequence[tuple[int, int, str, bool]], dictionary: Dictionary
) -> dict[tuple[int, int], tuple[Named, ...]]:
    """The artists whom spans call by a nickname. A short or ordinary one counts only where a cue stands before it."""
    listed = nicknames()
    told = [span for span in spans if span[2] in listed]
    artists = {}
    for (start, end, said, _), named in zip(
        told, dictionary.find([run_together(listed[span[2]]) for span in told]), strict=True
    ):
        place = cue_place(context, start)
        listed_after = context.capital(start) and any(context.like[:start]) and context.words[start - 1].plain in _JOINS
        cued = listed_after or any(context.like[at] or context.by[at] for at in (start, place))
        if cued or (len(said) > _SHORT_NICKNAME and said not in _ORDINARY_NICKNAMES):
            artists[start, end] = tuple(one for one in named or () if one.kind == ARTIST)
    return artists


def parts(gap: str, word: Word, before: Word) -> bool:
    """Whether a name does not go on across these signs; across a slash only short ones do, as AC/DC."""
    if "/" in gap and max(len(word.plain), len(before.plain)) > 3:
        return True
    if "," in gap and min(len(word.plain), len(before.plain)) == 1:
        return True  # "R&B, and" is not The Band
    return bool(gap) and not _PARTING.isdisjoint(gap)


def _hopeless(context: Context, start: int, end: int) -> bool:
    """Small words alone, or what is a number or a key, are no names, unless marked by quotes or capitals."""
    if all(context.masked[start:end]):
        return True
    if all(context.content[place] or context.small[place] for place in range(start, end)):
        # What a lexicon explains in full is a name only where something marks it as one.
        marked = context.like[start] or context.by[start] or quoted(context, start, end) or end - start > 2
        marked = marked or (end - start > 1 and end < len(context.words) and context.by[end + 1])
        marked = marked or (end - start > 1 and listed_in_capitals(context, start, end))
        return not (
            marked or (context.capital(start) and not context.small[start]) or end - start == len(context.words)
        )
    return False


def listed_in_capitals(context: Context, start: int, end: int) -> bool:
    """Whether words in capitals are one part of a list: "No Doubt" in "Sublime, No Doubt and Drake"."""
    words = context.words
    before = start > 0 and ("," in words[start].gap or words[start - 1].plain in _JOINS)
    after = end == len(words) or bool(words[end].gap.strip()) or words[end].plain in _JOINS
    return before and after and all(context.capital(place) for place in (start, end - 1))


def _initials_fit(context: Context, start: int, end: int) -> bool:
    word = context.words[start]
    typed = word.text[: len(word.owner)]
    return end == start + 1 and (typed.isupper() or context.like[start] or context.by[start])


def quoted(context: Context, start: int, end: int) -> bool:
    """Whether a span stands in quotes of its own."""
    first, last = context.words[start].start, context.words[end - 1].end
    place = bisect_left(context.quotes, (first - 1,))
    while place < len(context.quotes) and context.quotes[place][0] <= first + 1:
        if abs(last - context.quotes[place][1]) <= 2:
            return True
        place += 1
    return False


def cue_place(context: Context, start: int) -> int:
    """The place that decides what stands before a span: determiners, "band" and "1980s" do not count."""
    place = start
    while place and _skipped(context, place - 1) and not context.words[place].gap:
        if context.like[place] or context.by[place]:
            return place
        place -= 1
    return place


def _skipped(context: Context, place: int) -> bool:
    return context.words[place].plain in _SKIPPED or context.masked[place]


FEATURES: Final = (
    "bias", "artist", "two_words", "three_words", "four_words", "length", "rarest", "mean_frequency",
    "single_frequency",
    "capitals", "no_capitals", "all_capitals", "quoted", "popularity", "recordings", "content", "small", "edge_small",
    "whole",
    "text_start", "like_before", "by_before", "join_before", "dash_before", "possessive_before", "noun_before",
    "text_end", "by_after", "join_after", "dash_after", "possessive", "like_earlier", "partner", "both_kinds",
    "stripped", "initials", "artist_popularity", "single_like", "single_by", "single_popularity", "common_single_cue",
    "artist_like", "artist_by", "work_before_by", "content_like", "content_single", "breaks_after", "masked",
    "artist_partner", "single_capital", "long_work", "single_work", "single_no_cue", "noun_kind_fits",
    "rest_small", "rest_small_cue", "cue_to_end", "start_to_dash", "dash_to_end", "common_capital", "rare_artist",
    "common_surname",
)  # fmt: skip


def features(context: Context, candidate: Candidate, frequencies: Frequencies, both: bool) -> list[float]:
    """The features of a candidate, in the order of ``FEATURES``."""
    start, end = candidate.start, candidate.end
    words, span = context.words, context.words[candidate.start : candidate.end]
    size = end - start
    common = [frequencies.of(word.owner) for word in span]
    artist = candidate.kind == "artist"
    place = cue_place(context, start)
    like = context.like[start] or context.like[place]
    by = context.by[start] or context.by[place]
    gap_before = words[start].gap if start else ""
    gap_after = words[end].gap if end < len(words) else ""
    join_before = bool(start) and (
        gap_before in (",", "/", ", ", "+") or words[start - 1].plain in _JOINS or words[start].gap == "&"
    )
    join_after = end < len(words) and (gap_after in (",", "/", "+") or words[end].plain in _JOINS)
    dash_before = any(sign in gap_before for sign in "-–—:~|")
    dash_after = any(sign in gap_after for sign in "-–—:~|")
    letters = [word for word in span if word.text[:1].isalpha()]
    capital = (
        bool(letters)
        and context.mixed_case
        and all(
            word.capital or word.plain in ("the", "of", "and", "a", "in", "to", "for", "my", "on") for word in letters
        )
        and any(word.capital for word in letters)
        and (start > 0 or size > 1)
    )
    lower = bool(letters) and context.mixed_case and not any(word.capital for word in letters)
    earlier = any(context.like[max(0, start - 14) : start + 1])
    whole = size == len(words)
    popularity = candidate.named[0].popularity / 100
    content = sum(context.content[start:end]) / size
    small = sum(context.small[start:end]) / size
    noun = start > 0 and words[start - 1].plain in NOUNS and not gap_before
    noun_fits = noun and (words[start - 1].plain in PEOPLE) == artist
    single = size == 1
    partner = candidate.partner is not None
    ends = end == len(words) or breaks(gap_after)
    begins = start == 0 or breaks(gap_before)
    rest_small = context.loose == sum(context.loosely(place) for place in range(start, end))
    cue = like or by
    values = {
        "bias": 1.0, "artist": artist, "two_words": size == 2, "three_words": size == 3, "four_words": size >= 4,
        "length": min(sum(len(word.plain) for word in span), 24) / 10, "rarest": min(common) / 8,
        "mean_frequency": sum(common) / size / 8, "single_frequency": single * common[0] / 8, "capitals": capital,
        "no_capitals": lower, "all_capitals": single and len(span[0].text) > 2 and span[0].text.isupper(),
        "quoted": quoted(context, start, end), "popularity": popularity,
        "recordings": math.log1p(len(candidate.named)), "content": content, "small": small,
        "edge_small": context.small[start] or context.small[end - 1], "whole": whole, "text_start": start == 0,
        "like_before": like, "by_before": by, "join_before": join_before, "dash_before": dash_before,
        "possessive_before": bool(start) and words[start - 1].owner != words[start - 1].plain,
        "noun_before": noun, "text_end": end == len(words), "by_after": end < len(words) and context.by[end + 1],
        "join_after": join_after, "dash_after": dash_after,
        "possessive": span[-1].owner != span[-1].plain, "like_earlier": earlier, "partner": partner,
        "both_kinds": both, "stripped": candidate.stripped,
        "initials": candidate.named[0].kind == INITIALS,
        "common_surname": candidate.named[0].kind == PARTIAL and max(0.0, common[0] - 3.5),
        "artist_popularity": artist * popularity,
        "single_like": single and like, "single_by": single and by, "single_popularity": single * popularity,
        "common_single_cue": single and cue and common[0] > 5, "artist_like": artist and like,
        "artist_by": artist and by, "work_before_by": not artist and end < len(words) and context.by[end + 1],
        "content_like": content == 1 and cue, "content_single": single and content == 1,
        "breaks_after": breaks(gap_after), "masked": any(context.masked[start:end]),
        "artist_partner": artist and partner, "single_capital": single and capital,
        "long_work": not artist and size >= 3, "single_work": single and not artist,
        "single_no_cue": single and not cue and not join_before and not dash_before,
        "noun_kind_fits": noun_fits, "rest_small": rest_small, "rest_small_cue": rest_small and cue,
        "cue_to_end": cue and ends, "start_to_dash": begins and dash_after, "dash_to_end": dash_before and ends,
        "rare_artist": artist and single and common[0] < 3.6 and popularity,
        "common_capital": capital and single and common[0] > 4.5,
    }  # fmt: skip
    return [float(values[name]) for name in FEATURES]


class Credits:
    """Who is credited for what, of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def ends_with(self, artist: Named, said: str) -> bool:
        """Whether the words said are the last of the artist's name, as a family name is."""
        return fold(str(self._catalogue.artist_names[artist.owner].as_py())).replace(" ", "").endswith(said)

    def shared(self, works: Sequence[Named], artists: Sequence[Named]) -> tuple[Named, ...]:
        """The works that one of the artists is credited for."""
        rows = {row for artist in artists for row in self._catalogue.artist_members(artist.owner).tolist()}
        return tuple(work for work in works if work.owner in rows)


def with_partners(context: Context, found: Sequence[Candidate], credits: Credits) -> list[Candidate]:
    """The candidates, each with the span of its artist or its work where both stand side by side."""
    starting: dict[int, list[Candidate]] = {}
    for one in found:
        if one.kind == "artist":
            starting.setdefault(one.start, []).append(one)
    partner: dict[tuple[int, int, str], tuple[int, int]] = {}
    narrowed: dict[tuple[int, int, str], tuple[Named, ...]] = {}
    for work in found:
        if work.kind != "work":
            continue
        near = range(work.start - MOST_WORDS - _BETWEEN, work.end + _BETWEEN + 1)
        for artist in (one for start in near for one in starting.get(start, ())):
            if artist.start < work.end and work.start < artist.end:
                continue
            if _distance(context, work, artist) > _BETWEEN:
                continue
            both = credits.shared(work.named, artist.named)
            if both and (work.start, work.end, "work") not in narrowed:
                partner[work.start, work.end, "work"] = (artist.start, artist.end)
                partner.setdefault((artist.start, artist.end, "artist"), (work.start, work.end))
                narrowed[work.start, work.end, "work"] = both
    spans = [(one.start, one.end, one.kind) for one in found]
    return [
        replace(one, partner=partner.get(span), named=narrowed.get(span, one.named)) if span in partner else one
        for one, span in zip(found, spans, strict=True)
    ]


def _distance(context: Context, one: Candidate, other: Candidate) -> int:
    first, last = (one, other) if one.start < other.start else (other, one)
    between = range(first.end, last.start)
    if len(between) > _BETWEEN or any(not (context.small[place] or context.by[place + 1]) for place in between):
        return 99
    return len(between)


def chosen(found: Sequence[Candidate], threshold: float = 0.0) -> list[Candidate]:
    """The spans that do not overlap with the greatest sum of scores above the threshold, in order."""
    ranked = sorted((one for one in found if one.score > threshold), key=lambda one: one.end)
    # By the number of spans looked at: the best sum, the last span taken, and where its predecessors stand.
    best: list[tuple[float, Candidate | None, int]] = [(0.0, None, 0)]
    ends = [0]
    for one in ranked:
        place = bisect_right(ends, one.start) - 1
        total = best[place][0] + one.score - threshold
        best.append((total, one, place) if total > best[-1][0] else (best[-1][0], None, len(best) - 1))
        ends.append(one.end)
    taken: list[Candidate] = []
    place = len(best) - 1
    while place:
        _, last, place = best[place]
        if last is not None:
            taken.append(last)
    return taken[::-1]


def both_kinds(found: Sequence[Candidate]) -> set[tuple[int, int]]:
    """The spans that may be an artist as well as a work."""
    spans = {kind: {(one.start, one.end) for one in found if one.kind == kind} for kind in ("artist", "work")}
    return spans["artist"] & spans["work"]


def read_context(text: str) -> Context:
    """The context of a message in the language that it seems to be in."""
    said = words(text)
    language = language_of(tuple(word.plain for word in said))
    spans = [(amount.start, amount.end) for amount in find_amounts(text, language)]
    masked = [any(start <= word.start and word.end <= end for start, end in spans) for word in said]
    return context_of(text, said, [lexicons()[name] for name in dict.fromkeys(("english", language))], masked)
