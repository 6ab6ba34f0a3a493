"""Lists of names in a message, "NAME, NAME and NAME": between names stand names, whatever their words mean."""

from collections.abc import Callable, Sequence
from typing import Final

from engine.language.cues import JOINS, NOUNS
from engine.language.entities import MOST_WORDS, Candidate, Context
from engine.language.free_text import breaks

_LED_BY: Final = frozenset({"maybe", "also", "even", "perhaps", "especially", "possibly", "then", "some", "the"})
_TRAILING: Final = frozenset({"please", "too", "etc", "maybe", "also"})
_FEWEST: Final = 3
"""Items that make a list where one name alone tells that it is one of names."""

Span = tuple[int, int]


def between_names(context: Context, picked: Sequence[Candidate], spans: Sequence[Span]) -> list[Span]:
    """Items of lists of artists that no name takes as a whole: names, or other wishes.

    Parameters
    ----------
    context : Context
    picked : sequence of Candidate
        The names found.
    spans : sequence of (start, end)
        Words that are names which the catalogue lacks.
    """
    artists = {(one.start, one.end) for one in picked if one.kind == "artist"}
    held = [*((one.start, one.end) for one in picked), *spans]
    found: list[Span] = []
    for items in _lists(context, held):
        named = sum(item in artists for item in items)
        if not named or (len(items) < _FEWEST and named < len(items) - 1):
            continue
        found += [item for item in items if _unread(context, item, artists, spans)]
    return found


def _lists(context: Context, held: Sequence[Span]) -> list[list[Span]]:
    """The items of each clause that signs or joining words part, where there are two or more."""
    inside = {place for start, end in held for place in range(start + 1, end)}
    lists: list[list[Span]] = [[]]
    start = 0
    for place, word in enumerate([*context.words, None]):
        ends = word is None or (place not in inside and breaks(word.gap))
        comma = word is not None and place not in inside and any(sign in word.gap for sign in ",/")
        joined = word is not None and word.plain in JOINS and word.text != "&" and _joins(context, place, held)
        if not (ends or comma or joined):
            continue
        if (item := _bare(context, start, place, held)) is not None:
            lists[-1].append(item)
        start = place + 1 if joined and not ends else place
        if ends:
            lists.append([])
    return [items for items in lists if len(items) > 1]


def _joins(context: Context, place: int, held: Sequence[Span]) -> bool:
    """Whether a joining word stands between items, and is no part of a name, as in "Kid N Play"."""
    within = any(start <= place < end for start, end in held)
    return not within and len(context.words[place].plain) > 1


def _bare(context: Context, start: int, end: int, held: Sequence[Span]) -> Span | None:
    """An item without what leads to it and what follows it: "some music from NAME" is the name."""
    words = context.words
    while start < end and (
        context.cued[start] or (words[start].plain in _LED_BY and not any(first == start for first, _ in held))
    ):
        start += 1
    first = next((place for place in range(end, start, -1) if context.like[place] or context.by[place]), start)
    start = first if first < end else start
    while start < end and words[end - 1].plain in _TRAILING:
        end -= 1
    return (start, end) if start < end else None


def _unread(context: Context, item: Span, artists: set[Span], spans: Sequence[Span]) -> bool:
    """Whether no name takes an item: names of artists inside it are names of their own."""
    start, end = item
    within = any(start <= first and last <= end for first, last in artists)
    whole = any(first <= start and end <= last for first, last in spans)
    return not (within or whole) and end - start <= MOST_WORDS and not any(context.masked[start:end])


def named_so(context: Context, item: Span, rare: Callable[[int], bool]) -> bool:
    """Whether an item is told to be a name: by capitals, or by words that are hardly of the language.

    Parameters
    ----------
    context : Context
    item : (start, end)
    rare : callable
        Whether the word at a place is hardly one of the language.
    """
    places = range(*item)
    words = context.words
    # Letters alone are no words: "heavy d", "unknown t".
    loose = [place for place in places if context.loosely(place) or _letter(context, place)]
    if not loose or any(context.negated[place] for place in places):
        return False
    if any(words[place].plain in NOUNS for place in places):
        return False
    telling = [place for place in places if not context.small[place]]
    if context.cased and telling and all(words[place].capital for place in telling):
        return True
    return any(rare(place) or _letter(context, place) for place in loose)


def _letter(context: Context, place: int) -> bool:
    """Whether a word is a letter that a lexicon gives no meaning."""
    plain = context.words[place].plain
    alone = len(plain) == 1 and plain.isalpha() and plain not in ("a", "i")
    return alone and not (context.content[place] or context.masked[place])
