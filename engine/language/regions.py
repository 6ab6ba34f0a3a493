"""Where a name stands, or something looks like one, that the dictionary does not hold."""

from collections.abc import Sequence
from typing import Final

from engine.language import entities
from engine.language.cues import BY, JOINS, NOUNS, SPELLED, UNHEARD, asks, weak
from engine.language.entities import Context
from engine.language.free_text import breaks
from engine.language.frequency import Frequencies
from engine.language.items import meant_by_slip
from engine.language.lexicon import lexicons

_INSIDE: Final = frozenset(["of", "the", "and", "in", "to", "de", "la", "for", "a"])
_POLITE: Final = frozenset({"please", "pls", "instead", "then", "too", "though", "but", "and"})
_RARE: Final = 3.4
_ADDING: Final = frozenset({"of", "course", "also", "maybe", "even", "perhaps", "especially"})


class Regions:
    """Where a name stands, or something looks like one, that the dictionary does not hold.

    Parameters
    ----------
    frequencies : Frequencies
    """

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies

    def find(self, context: Context, taken: Sequence[bool]) -> list[tuple[int, int, str]]:
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
            named_by = self._only_a_name(context, start)
            if covered[start] or not (
                rejected or listed or owned or asked or named_by or self._expects(context, start)
            ):
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
            named = self._like_a_name(context, first, end) or self.after_by(context, first)
            if asked and not (context.like[start] or context.by[start]) and not self._unheard(context, first, end):
                continue
            if end > first and (plain_like or rejected or listed or owned or named):
                kind = "artist" if context.by[start] and not context.like[start] else "name"
                kind = "listed" if not named and listed else kind
                kind = "rejected" if rejected and not context.capital(first) else kind
                kind = "owned" if owned else kind
                # "Some dreamish music" describes; a name before such a noun is told by its capitals.
                noun = end < len(context.words) and context.words[end].plain in NOUNS
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
        if not weak(context, start) or self._example(context, start):
            return True
        return context.capital(start) and self._frequencies.of(context.words[start].owner) < _RARE

    def _example(self, context: Context, start: int) -> bool:
        """Whether "think" begins a clause and hardly a word of the language follows: "think ry cooder, paris"."""
        words = context.words
        begins = start == 1 or bool(words[start - 1].gap)
        near = [
            place for place in (start, start + 1) if place < len(words) and not (place > start and words[place].gap)
        ]
        rare = any(context.loosely(place) and self._frequencies.of(words[place].owner) < UNHEARD for place in near)
        return words[start - 1].plain == "think" and begins and context.loosely(start) and rare

    def _only_a_name(self, context: Context, start: int) -> bool:
        """Whether a word in capitals ends a clause behind "by": in "something by Jungle" it is no genre."""
        words = context.words
        last = start + 1 == len(words) or bool(words[start + 1].gap) or words[start + 1].plain in _POLITE
        return last and context.capital(start) and context.content[start] and self.after_by(context, start)

    def _asks_for(self, context: Context, start: int) -> bool:
        """Whether music is asked for right before a word that means nothing by itself: "can you add some NAME"."""
        words = context.words
        if start < 1 or not context.loosely(start) or words[start].gap:
            return False
        before = entities.cue_place(context, start)
        return asks(context, start - 1) or (before > 0 and asks(context, before - 1))

    def after_by(self, context: Context, start: int) -> bool:
        """Whether a word stands where only a name can: "songs by NAME", "anything by NAME"."""
        words = context.words
        if self.people_asked(context, start):
            return True
        by = start > 1 and words[start - 1].plain in BY and context.by[start] and not words[start].gap
        return by and words[start - 2].plain in NOUNS | {"anything", "something", "stuff", "more", "tunes", "tune"}

    def people_asked(self, context: Context, start: int) -> bool:
        """Whether artists are compared right before: "groups like NAME", "bands similar to NAME"."""
        words = context.words
        place = start - 1
        while place > 0 and context.cued[place] and start - place < 4:
            place -= 1
        return context.like[start] and place >= 0 and words[place].plain in entities.PEOPLE and not words[start].gap

    def _unheard(self, context: Context, start: int, end: int) -> bool:
        """Whether the words asked for are hardly words of the language, or are written as a name."""
        span = range(start, end)
        said = [context.words[place].owner for place in span if len(context.words[place].owner) >= SPELLED]
        rare = any(max(map(self._frequencies.of, (word, word.removesuffix("s")))) < UNHEARD for word in said)
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
        return join > 0 and covered[join - 1] and context.words[join].plain in JOINS

    def _region_end(self, context: Context, start: int, covered: Sequence[bool]) -> int:
        end = start
        while end < len(context.words) and end - start < 6 and not covered[end] and not context.masked[end]:
            word = context.words[end]
            if end > start and ((word.gap and word.gap not in ("&", ".", "'", "’")) or breaks(word.gap)):
                break
            lower = not context.capital(end)
            if lower and (context.content[end] or (word.plain in JOINS and end > start)):
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

    def named_so(self, context: Context, start: int, end: int) -> bool:
        """Whether a region is told to be a name that the catalogue lacks."""
        span = context.words[start:end]
        if all(self.slipped(context, place) for place in range(start, end)) or all(w.plain.isdigit() for w in span):
            return False
        return self._like_a_name(context, start, end) or self.after_by(context, start)

    def _rest(self, context: Context, covered: Sequence[bool]) -> list[tuple[int, int, str]]:
        """Where a message says nothing else: its rare words, as "u2" in "have you any u2?"."""
        if any(context.content) or any(word.plain in NOUNS for word in context.words):
            return []
        regions: list[tuple[int, int, str]] = []
        for clause in _clauses(context):
            places = [
                place
                for place in clause
                if not context.small[place] and not context.masked[place] and not self.slipped(context, place)
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
            context.words[place].plain in _INSIDE or context.words[place].plain in JOINS for place in between
        )

    def slipped(self, context: Context, place: int) -> bool:
        """Whether a word is a slip of one that a lexicon holds."""
        word = context.words[place]
        return meant_by_slip(word, (lexicons()["english"],), self._frequencies) is not None


def _clauses(context: Context) -> list[list[int]]:
    """The places of the words, clause by clause."""
    clauses: list[list[int]] = [[]]
    for place, word in enumerate(context.words):
        if place and breaks(word.gap):
            clauses.append([])
        clauses[-1].append(place)
    return clauses
