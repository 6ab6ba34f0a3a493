"""Mentions: the names chosen in a message, what each stands for, its role, and names that the catalogue lacks."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from engine.catalogue.dictionary import ARTIST, PARTIAL, Dictionary, Named
from engine.catalogue.names import Names, fold
from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.language import entities
from engine.language.cues import (
    BY,
    CLOSE,
    FAMOUS,
    JOINS,
    LISTED_ARTIST,
    NOUNS,
    SPELLED,
    STYLES,
    UNHEARD,
    artist_name,
    asks,
    weak,
)
from engine.language.entities import Candidate, Context
from engine.language.frequency import Frequencies
from engine.language.listings import between_names, named_so
from engine.language.plausibility import SOMEBODY, Plausibility, genre_alone
from engine.language.regions import Regions
from engine.language.roles import Roles, title_start
from engine.language.slips import Slips
from engine.language.understanding import Mention, MissingName
from engine.list_names import title_parts
from engine.recommend.styles import Styles

THRESHOLD: Final = 0.0
"""Log-odds from which a span is taken for a name: set on one half of the requests, measured on the other."""
_CUED: Final = -1.6
"""The same in a message that says that a name follows."""
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
_MOST_SEARCHED: Final = 3
_RARELY: Final = 3.4
"""Zipf frequency below which a word that is the name of a well-known artist means hardly anything else."""
_FEW_SONGS: Final = 3
"""Songs from which an artist who only ever joins others sounds like something."""
_EVERYDAY: Final = 5.3
"""Zipf frequency from which a word is taken for a thing even beside the name of an artist."""
_LEAST_CAPITALS: Final = 3
"""Words in capitals from which a part of a list of artists is a name, whatever its words mean."""
_EDGE: Final = 0.01
_SECOND: Final = -2.5
"""Log-odds from which a span that stands where a name is expected is one."""
_THIRD: Final = -4.0
"""The same for a well-known artist in a list of artists, or after a negation."""


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
    styles : Styles
        Well-known artists, also those whom the catalogue lacks.
    """

    def __init__(
        self, catalogue: Catalogue, names: Names, weights: np.ndarray, frequencies: Frequencies, styles: Styles
    ) -> None:
        self._catalogue = catalogue
        self._names = names
        self._weights = weights
        self._frequencies = frequencies
        self._credits = entities.Credits(catalogue)
        self._regions = Regions(frequencies)
        self._slips = Slips(catalogue, names, frequencies)
        self._plausibility = Plausibility(catalogue, frequencies, self._regions, self._slips)
        self._roles = Roles(catalogue, names)
        self._styles = styles

    @cached_property
    def _dictionary(self) -> Dictionary:
        return Dictionary(self._catalogue.files)

    def find(self, context: Context) -> Found:
        """The names of a message, those with slips included, and those that the catalogue lacks."""
        scored = self._scored(context)
        picked = entities.chosen(scored, _CUED if self._announced(context) else THRESHOLD)
        picked = [one for one in picked if not self._half_said(context, one)]
        picked = [*self._joined_before(context, picked, scored), *picked]
        picked = _side_by_side(context, scored) or picked
        picked = sorted([*picked, *_between(context, picked, scored)], key=lambda one: one.start)
        picked = _their_own(picked, scored)
        picked = [*picked, *_listed_titles(context, picked, scored)]
        absent = self._absent(context, picked)
        lacking = [place for _, (start, end) in absent for place in range(start, end)]
        picked = [one for one in picked if not {*lacking} & {*range(one.start, one.end)}]
        searched, missing = self._search(context, picked, scored, lacking)
        missing += absent
        picked, longer = self._in_full(context, sorted([*picked, *searched], key=lambda one: one.start))
        missing.extend(longer)
        missing = [(name, _with_title(context, span, picked)) for name, span in missing]
        picked, missing = self._in_lists(context, picked, missing, scored)
        slipped = [one for one in picked if self._slip_beside_title(context, one, picked)]
        picked = [one for one in picked if one not in slipped]
        missing += [self._no_such_artist(context, one) for one in slipped]
        titles = self._missing_titles(context, picked, [span for _, span in missing])
        missing.extend(titles)
        listed = self._listed_in_capitals(context, picked)
        # A part of a list is one name, whatever of it was missed before.
        missing = [
            (name, span) for name, span in missing if not any(a <= span[0] and span[1] <= b for _, (a, b) in listed)
        ]
        missing.extend(listed)
        # A title of somebody else is not the one that was named with its artist.
        gone = [span for _, span in missing]
        picked = [one for one in picked if not any(a <= one.start and one.end <= b for a, b in gone)]
        few = [one for one in picked if self._guest_only(context, one, [span for _, span in titles])]
        picked = [one for one in picked if one not in few]
        mentions = self._roles.mentions(context, picked, [span for _, span in titles])
        return Found(
            tuple(mentions),
            tuple((one.start, one.end) for one in picked),
            tuple(name for name, _ in missing),
            (*(span for _, span in missing), *((one.start, one.end) for one in few)),
        )

    def _scored(self, context: Context) -> list[Candidate]:
        held = [
            one
            for one in entities.candidates(context, self._dictionary, self._credits)
            if self._plausibility.worded_so(context, one)
        ]
        spans = {(one.start, one.end) for one in held}
        misspelt = self._slips.of_one_word(context, spans)
        artists = [one for one in (*held, *misspelt) if one.kind == "artist"]
        misspelt += self._slips.titles(context, spans, artists)
        misspelt = [one for one in misspelt if not (one.kind == "work" and genre_alone(context, one.start, one.end))]
        found = entities.with_partners(context, [*_in_whole(held), *misspelt], self._credits)
        if not found:
            return []
        both = entities.both_kinds(found)
        rows = [entities.features(context, one, self._frequencies, (one.start, one.end) in both) for one in found]
        scores = (np.array(rows) @ self._weights).tolist()
        doubted = [
            # A slip is looked for only where a name is sure to stand, and the scorer knows names as they are written.
            replace(one, score=max(one.score, score - self._plausibility.doubt(context, one)))
            if one.score
            else replace(one, score=score - self._plausibility.doubt(context, one))
            for one, score in zip(found, scores, strict=True)
        ]
        return _with_article(context, doubted)

    def _announced(self, context: Context) -> bool:
        """Whether a cue such as "similar to" stands before a word that may begin a name."""
        words = context.words
        for place in range(1, len(words)):
            if context.like[place] and not weak(context, place):
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
            longer = self._slips.find(context, text, start, end, "artist")
            if longer is not None:
                kept.append(longer)
            elif start < one.start or self._begins_another(context, one):
                nearest = tuple(self._names.near_artists(text))
                missing.append((MissingName(text, "artist", nearest), (start, end)))
            else:
                kept.append(one)
        return kept, missing

    def _in_lists(
        self, context: Context, picked: Sequence[Candidate], missing: Sequence[tuple[MissingName, tuple[int, int]]],
        scored: Sequence[Candidate],
    ) -> tuple[list[Candidate], list[tuple[MissingName, tuple[int, int]]]]:  # fmt: skip
        """The names with those that only their place in a list of artists tells, and the missing ones in full."""
        held, lacking = list(picked), list(missing)
        for start, end in between_names(context, picked, [span for _, span in missing]):
            text = context.text[context.words[start].start : context.words[end - 1].end]
            one = _exact(scored, start, end, "artist") or self._small_name(context, text, start, end)
            known = one is not None and one.named[0].popularity >= LISTED_ARTIST and not context.content[start]
            if not known and not named_so(context, (start, end), self._rare_in(context)):
                continue
            one = one or self._slips.find(context, text, start, end, "artist")
            held = [other for other in held if other.end <= start or end <= other.start]
            lacking = [(name, span) for name, span in lacking if span[1] <= start or end <= span[0]]
            if one is not None:
                held.append(one)
            else:
                lacking.append((MissingName(text, "artist", tuple(self._names.near_artists(text))), (start, end)))
        return sorted(held, key=lambda one: one.start), lacking

    def _small_name(self, context: Context, text: str, start: int, end: int) -> Candidate | None:
        """The artist called as a small word that is written with a capital: "Nas" in a list of rappers."""
        small = context.small[start] and context.words[start].capital and fold(text) not in SOMEBODY
        if not small or end - start > 1:
            return None
        for name in (name for name, _ in self._names.find_artists(text, 2) if fold(name) == fold(text)):
            code = self._names.artist_code(name)
            return Candidate(start, end, "artist", (Named(ARTIST, code, self._names.artist_popularity(code)),))
        return None

    def _rare_in(self, context: Context) -> Callable[[int], bool]:
        return lambda place: self._frequencies.of(context.words[place].owner) < UNHEARD

    def _half_said(self, context: Context, one: Candidate) -> bool:
        """Whether a title of a few letters is the first name of somebody: "ry" in "like ry cooder"."""
        if one.kind != "work" or one.end - one.start > 1 or one.end >= len(context.words):
            return False
        following = context.words[one.end]
        short = len(context.words[one.start].owner) <= SPELLED and not context.capital(one.start)
        rare = context.loosely(one.end) and self._frequencies.of(following.owner) < UNHEARD
        return short and rare and not following.gap and len(following.owner) >= SPELLED

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
        works = word.plain in STYLES or word.plain in entities.NOUNS or word.plain.isdigit()
        return not word.gap and context.loosely(place) and not works

    def _begins_another(self, context: Context, one: Candidate) -> bool:
        """Whether the word after a name is a part of a longer name that the catalogue lacks."""
        word = context.words[one.end]
        if one.named[0].kind == PARTIAL or context.capital(one.end):
            return True
        unsaid = not self._frequencies.of(word.owner)
        return one.end - one.start == 1 and (unsaid or one.named[0].popularity < LISTED_ARTIST)

    def _joined_before(
        self, context: Context, picked: Sequence[Candidate], scored: Sequence[Candidate]
    ) -> list[Candidate]:
        """Well-known artists of an ordinary name that "and" joins to an artist: "queen and abba songs"."""
        found = []
        for artist in (one for one in picked if one.kind == "artist" and one.start > 1):
            joint = artist.start - 1
            if context.words[joint].plain not in ("and", "und", "y", "et", "e") or context.content[joint - 1]:
                continue
            alone = joint == 1 or context.small[joint - 2] or context.content[joint - 2]
            other = _exact(scored, joint - 1, joint, "artist")
            common = self._frequencies.of(context.words[joint - 1].owner) >= _EVERYDAY
            if other and alone and not common and other.named[0].popularity >= LISTED_ARTIST and other not in picked:
                found.append(other)
        return found

    def _absent(self, context: Context, picked: Sequence[Candidate]) -> list[tuple[MissingName, tuple[int, int]]]:
        """Well-known artists whom the catalogue lacks, where no name of it takes more words."""
        known, words = self._styles.absent, context.words
        found: list[tuple[MissingName, tuple[int, int]]] = []
        start = 0
        while start < len(words):
            said, best = "", 0
            for end in range(start + 1, min(len(words), start + entities.MOST_WORDS) + 1):
                word = words[end - 1]
                if end > start + 1 and entities.parts(word.gap, word, words[end - 2]):
                    break
                called = any(said + form in known for form in (word.plain, word.owner))
                best = end if called and self._meant(context, start, end, picked) else best
                said += word.plain
            if best:
                text = context.text[words[start].start : words[best - 1].end]
                spoken = "".join(word.plain for word in words[start : best - 1])
                name = known.get(spoken + words[best - 1].plain) or known[spoken + words[best - 1].owner]
                rejected = context.negated[start] or context.negated[entities.cue_place(context, start)]
                alike = () if rejected else self._styles.stand_ins(name)
                found.append((MissingName(text, "artist", alike=alike), (start, best)))
            start = best or start + 1
        return found

    def _meant(self, context: Context, start: int, end: int, picked: Sequence[Candidate]) -> bool:
        """Whether words that are the name of an artist whom the catalogue lacks are meant so where they stand."""
        beside = [one for one in picked if one.start < end and start < one.end]
        if any(one.partner or one.start < start or one.end > end for one in beside):
            return False
        if any((one.start, one.end) == (start, end) and one.kind == "artist" for one in beside):
            return False
        before = entities.cue_place(context, start)
        cued = any(context.like[at] or context.by[at] or context.negated[at] for at in (start, before))
        cued = cued or (start > 0 and asks(context, start - 1)) or (before > 0 and asks(context, before - 1))
        capital = context.capital(start)
        span = range(start, end)
        plain = all(context.content[place] or context.small[place] for place in span)
        if end - start == 1:
            goes_on = end < len(context.words) and context.capital(end) and not context.words[end].gap
            if goes_on:
                return False
            rare = self._frequencies.of(context.words[start].owner) < _RARELY and not plain
            return (rare and not beside) or (capital and (cued or self._in_list(context, start, end, picked)))
        return not plain or capital or cued or end - start == len(context.words)

    def _in_list(self, context: Context, start: int, end: int, picked: Sequence[Candidate]) -> bool:
        """Whether an artist stands right before or behind, parted by "and" or a comma."""
        artists = [one for one in picked if one.kind == "artist"]
        after = any(
            one.end == start or (one.end == start - 1 and context.words[one.end].plain in JOINS) for one in artists
        )
        return after or any(
            one.start == end or (one.start == end + 1 and context.words[end].plain in JOINS) for one in artists
        )

    def _search(
        self, context: Context, picked: Sequence[Candidate], scored: Sequence[Candidate], lacking: Sequence[int] = ()
    ) -> tuple[list[Candidate], list[tuple[MissingName, tuple[int, int]]]]:
        taken = [False] * len(context.words)
        for one in picked:
            taken[one.start : one.end] = [True] * (one.end - one.start)
        for place in lacking:
            taken[place] = True
        found: list[Candidate] = []
        missing: list[tuple[MissingName, tuple[int, int]]] = []
        for start, end, kind in self._regions.find(context, taken)[:_MOST_SEARCHED]:
            if start and context.words[start - 1].plain == "the" and context.capital(start - 1):
                start -= 1
            text = context.text[context.words[start].start : context.words[end - 1].end]
            if text.lower() in TRAIT_NAMES or text in SOMEBODY or genre_alone(context, start, end):
                continue  # "top techno by popularity", "more like him", "like rock and roll"
            candidate = _second_choice(scored, start, end, kind)
            if candidate is None or candidate.end - candidate.start < end - start:
                candidate = self._slips.find(context, text, start, end, kind) or candidate
            if candidate is not None and self._piece(context, candidate, start, end):
                candidate = None
            if candidate is None and kind == "name":
                candidate = _second_choice([one for one in scored if one.kind == "artist"], start, end, "famous")
            if candidate is not None and candidate.kind == "work" and self._of_duo(context, missing, start, end):
                candidate = None
            if candidate is None and kind in ("listed", "rejected") and end - start > 1:
                candidate = _exact(scored, start, end, "artist")
            if (
                candidate is None
                and end - start == 1
                and self._slips.derived(fold(text))
                and not context.capital(start)
            ):
                continue  # "loopable" is made of an ordinary word
            if candidate is None and kind in ("name", "artist") and self._regions.named_so(context, start, end):
                candidate = _exact(scored, start, end, kind)
            if candidate:
                found.append(candidate)
            elif kind not in ("listed", "owned", "famous", "rejected") and self._regions.named_so(context, start, end):
                nearest = tuple(self._names.near_artists(text))
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
        joined = start > 1 and context.words[start - 1].plain in JOINS and start - 1 in after
        return joined and end - start == 1

    def _piece(self, context: Context, one: Candidate, start: int, end: int) -> bool:
        """Whether a title is one capitalized word of a longer name: "Metro" in "Metro Station"."""
        single = one.kind == "work" and one.end - one.start == 1 and one.score <= THRESHOLD
        beside = [place for place in (one.start - 1, one.end) if start <= place < end]
        if one.end < end and self._half_said(context, one):
            return True
        return single and any(context.capital(place) and context.loosely(place) for place in beside)

    def _missing_titles(
        self, context: Context, picked: Sequence[Candidate], known: Sequence[tuple[int, int]]
    ) -> list[tuple[MissingName, tuple[int, int]]]:
        """Titles that stand before "by" and an artist who is credited for nothing of that name."""
        spans = [*((one.start, one.end) for one in picked), *known]
        found = []
        for one in picked:
            end = entities.cue_place(context, one.start) - 1
            if one.kind != "artist" or one.partner or end < 1 or context.words[end].plain not in BY:
                continue
            in_full = one.end - one.start > 1 and one.named[0].kind == ARTIST
            if (one.named[0].popularity < LISTED_ARTIST and not in_full) or one.score <= _CUED:
                continue
            last = _before_key(context, end)
            work = next((other for other in picked if other.kind == "work" and other.end in (last, end)), None)
            start = work.start if work else _quoted_from(context, last)
            start = title_start(context, last, spans) if start is None else start
            if 0 < end - start <= entities.MOST_WORDS:
                found.append(self._not_theirs(context, one, start, end))
        for first, second in pairwise(picked):
            dashed = first.end == second.start and any(sign in context.words[second.start].gap for sign in "-–—")
            by_part = second.kind == "artist" and second.named[0].kind == PARTIAL and second.score <= THRESHOLD
            if dashed and not first.partner and (first.kind != second.kind or by_part):
                artist, work = (first, second) if first.kind == "artist" else (second, first)
                found.append(self._not_theirs(context, artist, work.start, work.end))
        return found

    def _listed_in_capitals(
        self, context: Context, picked: Sequence[Candidate]
    ) -> list[tuple[MissingName, tuple[int, int]]]:
        """Names of several words that nobody here has, in capitals in a list of artists: "Sublime, Sad Boys Club"."""
        artists = [(one.start, one.end) for one in picked if one.kind == "artist"]
        taken = [(one.start, one.end) for one in picked]
        found = []
        for start, end in _parts_of_list(context):
            free = not any(a < end and start < b for a, b in taken)
            beside = any(b in (start, start - 1) or a in (end, end + 1) for a, b in artists)
            said = [place for place in range(start, end) if context.capital(place)]
            named = len(said) >= _LEAST_CAPITALS and any(context.loosely(place) for place in said)
            small = all(place in said or context.small[place] for place in range(start, end))
            noun = any(word.plain in entities.NOUNS | NOUNS for word in context.words[start:end])
            if free and beside and named and small and not noun and {start, end - 1} <= {*said}:
                text = context.text[context.words[start].start : context.words[end - 1].end]
                found.append((MissingName(text, "name", tuple(self._names.near_artists(text))), (start, end)))
        return found

    def _slip_beside_title(self, context: Context, one: Candidate, picked: Sequence[Candidate]) -> bool:
        """Whether an artist is read only by a slip, and is not credited for the title said to be theirs."""
        end = entities.cue_place(context, one.start) - 1
        if one.kind != "artist" or one.partner or end < 1 or context.words[end].plain not in BY:
            return False
        said = " ".join(fold(word.text[: len(word.owner)]) for word in context.words[one.start : one.end])
        same = entities.run_together(artist_name(self._catalogue, one.named[0])) == said.replace(" ", "")
        titled = any(other.kind == "work" and other.end == end for other in picked)
        return titled and not same and one.named[0].kind == ARTIST and one.named[0].popularity < FAMOUS

    def _no_such_artist(self, context: Context, one: Candidate) -> tuple[MissingName, tuple[int, int]]:
        text = context.text[context.words[one.start].start : context.words[one.end - 1].end]
        return MissingName(text, "artist", (artist_name(self._catalogue, one.named[0]),)), (one.start, one.end)

    def _guest_only(self, context: Context, one: Candidate, titles: Sequence[tuple[int, int]]) -> bool:
        """Whether an artist whose title is missing is but a guest on a few songs: none here sounds like them."""
        beside = any(end == entities.cue_place(context, one.start) - 1 for _, end in titles)
        if one.kind != "artist" or not beside:
            return False
        name, texts = artist_name(self._catalogue, one.named[0]), self._names.artists.texts
        rows = self._names.artist_recordings(name)
        leading = np.unique(self._catalogue.main_artists[rows]).tolist()
        songs = {title_parts(track.title).core for track in self._catalogue.tracks(rows[: _FEW_SONGS * 3].tolist())}
        return len(songs) < _FEW_SONGS and all(texts[code].as_py() != fold(name) for code in leading)

    def _not_theirs(
        self, context: Context, artist: Candidate, start: int, end: int
    ) -> tuple[MissingName, tuple[int, int]]:
        """A title that the artist beside it is not credited for, with the best known of theirs."""
        name = artist_name(self._catalogue, artist.named[0])
        text = context.text[context.words[start].start : context.words[end - 1].end]
        rows = self._names.artist_recordings(name)
        best = sorted(rows.tolist(), key=lambda row: -self._catalogue.traits[row, -1])[:3]
        nearest = tuple(track.title for track in self._catalogue.tracks(best))
        return MissingName(f"{text} - {name}", "track", nearest), (start, end)


def _side_by_side(context: Context, scored: Sequence[Candidate]) -> list[Candidate]:
    """The artists of a message that is nothing but their names, whatever parts them: "dua lipa future young thug"."""
    fewest: list[list[Candidate] | None] = [[], *[None] * len(context.words)]
    for end in range(1, len(context.words) + 1):
        for one in scored:
            known = one.kind == "artist" and one.named[0].kind == ARTIST and not one.stripped
            single = one.end - one.start == 1 and (context.content[one.start] or context.small[one.start])
            before = fewest[one.start] if one.end == end and known and not single else None
            held = fewest[end]
            if before is not None and (held is None or len(before) + 1 < len(held)):
                fewest[end] = [*before, one]
    found = fewest[-1] or []
    told = any(one.end - one.start > 1 and one.score > THRESHOLD for one in found)
    return found if told and len(found) > 1 else []


def _parts_of_list(context: Context) -> list[tuple[int, int]]:
    """The parts of a message between commas and joining words."""
    parts: list[tuple[int, int]] = []
    start = 0
    for place, word in enumerate(context.words):
        joint = word.plain in JOINS and not context.capital(place)
        if place > start and (word.gap.strip() or joint):
            parts.append((start, place))
            start = place
        if joint:
            start = place + 1
    return [*parts, (start, len(context.words))] if start < len(context.words) else parts


def _between(context: Context, picked: Sequence[Candidate], scored: Sequence[Candidate]) -> list[Candidate]:
    """The second of two between whom something should lie, whatever else the word means: "aphex twin and burial"."""
    words = context.words
    found = []
    for one in picked:
        last = one.end + 1
        told = any(word.plain == "between" for word in words[max(0, one.start - 2) : one.start])
        if one.kind != "artist" or not told or last >= len(words) or words[one.end].plain not in ("and", "&", "und"):
            continue
        if any(other.start <= last < other.end for other in picked):
            continue
        named = [other for other in scored if other.kind == "artist" and other.start == last and not other.stripped]
        found += sorted(named, key=lambda other: -other.end)[:1]
    return found


def _their_own(picked: Sequence[Candidate], scored: Sequence[Candidate]) -> list[Candidate]:
    """The works of artists named beside them in the place of other artists of that name: "Radiohead's Kid A"."""
    owned = {one.partner for one in picked if one.kind == "artist" and one.partner}
    works = {(one.start, one.end): one for one in scored if one.kind == "work"}
    return [
        works.get((one.start, one.end), one) if one.kind == "artist" and (one.start, one.end) in owned else one
        for one in picked
    ]


def _with_title(context: Context, span: tuple[int, int], picked: Sequence[Candidate]) -> tuple[int, int]:
    """The words of a missing artist, and of the title before "by" that should be resembled, if nobody has one so."""
    end = span[0] - 1
    if end < 1 or context.words[end].plain not in BY:
        return span
    start = _quoted_from(context, end)
    if start is None:
        near = range(max(1, end - entities.MOST_WORDS), end)
        start = next((at for at in near if context.like[at] and context.capital(at)), end)
    held = start < end and context.like[entities.cue_place(context, start)]
    return (start, span[1]) if held and not any(one.start < end and start < one.end for one in picked) else span


def _quoted_from(context: Context, end: int) -> int | None:
    """The first word of the quotation that ends with a word; None where none does."""
    if not end:
        return None
    last = context.words[end - 1]
    quote = next((quote for quote in context.quotes if quote[0] <= last.start and last.end <= quote[1]), None)
    return next(place for place, word in enumerate(context.words) if word.start >= quote[0]) if quote else None


def _listed_titles(context: Context, picked: Sequence[Candidate], scored: Sequence[Candidate]) -> list[Candidate]:
    """Known titles and artists that stand between commas beside names: "mr brightside, last nite, take me out"."""
    words = context.words

    def listed(one: Candidate) -> bool:
        before = one.start == 0 or any(sign in words[one.start].gap for sign in ",;:\n(")
        after = one.end == len(words) or any(sign in words[one.end].gap for sign in ",;.?!\n)")
        return before and after and not one.stripped and one.named[0].popularity >= LISTED_ARTIST

    taken = {place for one in picked for place in range(one.start, one.end)}
    edges = {one.start for one in picked if listed(one)} | {one.end for one in picked if listed(one)}
    found: list[Candidate] = []
    waiting = [one for one in scored if listed(one) and not taken.intersection(range(one.start, one.end))]
    while beside := [one for one in waiting if one.start in edges or one.end in edges]:
        best = max(beside, key=lambda one: (one.end - one.start, one.score))
        found.append(best)
        edges |= {best.start, best.end}
        taken.update(range(best.start, best.end))
        waiting = [one for one in waiting if not taken.intersection(range(one.start, one.end))]
    return found


def _before_key(context: Context, end: int) -> int:
    """Where a title ends without its key: "Prelude in E minor" after the prelude."""
    plain = [word.plain for word in context.words[:end]]
    for length in (4, 3):
        key = plain[-length:]
        if len(plain) > length and key[0] == "in" and key[-1] in ("minor", "major"):
            return end - length
    return end


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
        if articled and without and one.named[0].popularity >= CLOSE * without.named[0].popularity:
            one = replace(one, score=max(one.score, without.score + _EDGE))
        made.append(one)
    return made


def _second_choice(scored: Sequence[Candidate], start: int, end: int, kind: str) -> Candidate | None:
    """The best span that begins a region and that the scorer almost took for a name."""
    inside = [one for one in scored if start <= one.start and one.end <= end]
    if kind == "rejected":
        known = [one for one in inside if one.partner or one.named[0].popularity >= LISTED_ARTIST]
        inside = [one for one in known if one.score > _THIRD and (one.kind == "artist" or one.partner)]
    elif kind == "famous":
        known = [one for one in inside if one.named[0].popularity >= FAMOUS and not one.stripped]
        inside = [one for one in known if one.score > _THIRD]
    elif kind == "listed":
        known = [one for one in inside if one.kind == "artist" and one.named[0].popularity >= LISTED_ARTIST]
        inside = [one for one in known if one.score > _THIRD]
    elif kind == "owned":
        known = [one for one in inside if one.kind == "artist" and one.named[0].popularity >= LISTED_ARTIST]
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
