"""The phrases of a message that a lexicon holds, in order, one meaning each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.features import LEVELS
from engine.language.free_text import Word
from engine.language.frequency import Frequencies
from engine.language.keys import TRAIT_WORDS
from engine.language.lexicon import Lexicon, Meaning

CONTENT: Final = frozenset(
    [
        "mood",
        "genre",
        "absent",
        "trait",
        "vocal",
        "explicit",
        "language",
        "kind",
        "unknown",
        "situation",
        "sort",
        "surprise",
        "comparative",
    ]
)
# Of several meanings of one phrase, the first of these kinds counts.
_ORDER: Final = (
    "idiom", "absent", "negation", "less", "explicit", "trait", "mood", "genre", "language", "kind", "unknown", "vocal",
    "situation", "sort", "surprise", "comparative", "more", "very", "only", "cue", "amount", "number", "noun", "decade",
    "unit",
)  # fmt: skip
_SHORTEST_SLIP: Final = 5
_LONG: Final = 8
_DRAWN_OUT: Final = re.compile(r"(\w)\1+$")
"""Letters from which two slips are forgiven."""
_SLIPPED: Final = CONTENT | {"noun"}
_OF_SCENES: Final = frozenset({"duration", "liveness", "danceability"})
"""Traits whose words describe other things as well."""


@dataclass(frozen=True)
class Item:
    """A phrase with its meaning.

    Parameters
    ----------
    kind, value, near : str
        As of ``engine.language.lexicon.Meaning``; the kind ``name`` is a mention, its value the place in the list,
        ``word`` is a word that no lexicon holds.
    start, end : int
        Words, the end not included.
    comparison : str
        ``tempo up`` and the like, where the phrase compares.
    vocal : bool
        Whether it speaks of voices or words: negated, it asks for instrumental tracks.
    corrected : str
        The word that a slip was read as.
    negative : bool
        Whether the phrase itself says no, as "without vocals": a negation before it does not reach it.
    """

    kind: str
    value: str
    start: int
    end: int
    near: str = ""
    comparison: str = ""
    vocal: bool = False
    corrected: str = ""
    negative: bool = False


_LONGEST_PHRASE: Final = 12
_APART: Final = frozenset('.,;:!?()…"')


def items(
    words: Sequence[Word],
    lexicons: Sequence[Lexicon],
    taken: Sequence[int | None],
    frequencies: Frequencies,
) -> list[Item]:
    """The items of a message, in order.

    Parameters
    ----------
    words : sequence of Word
    lexicons : sequence of Lexicon
        The first that holds a phrase says what it means.
    taken : sequence of int or None
        By word: the number of the mention that it belongs to, -1 for an amount, None for neither.
    frequencies : Frequencies
        A slip is forgiven only in a word that is not an ordinary one.
    """
    found: list[Item] = []
    place = 0
    while place < len(words):
        held = taken[place]
        if held is not None:
            end = place + 1
            while end < len(words) and taken[end] == held and held >= 0:
                end += 1
            if held >= 0:
                found.append(Item("name", str(held), place, end))
            place = end
            continue
        item = _level(words, place) or _at(words, place, lexicons, taken) or _slip(words, place, lexicons, frequencies)
        found.append(item)
        place = item.end
    return [_in_place(words, found, number) for number in range(len(found))]


def _in_place(words: Sequence[Word], found: Sequence[Item], number: int) -> Item:
    """The item; none if its word belongs to an unknown word or an occasion: a "long train ride" is no long track."""
    item = found[number]
    following = found[number + 1] if number + 1 < len(found) else None
    loose = item.kind == "trait" and item.value.partition(":")[0] in _OF_SCENES and not item.comparison
    if loose and following and following.kind in ("word", "situation") and not words[following.start].gap:
        return Item("word", words[item.start].text, item.start, item.end)
    return item


def _at(words: Sequence[Word], start: int, lexicons: Sequence[Lexicon], taken: Sequence[int | None]) -> Item | None:
    free = start
    # A phrase does not run across the end of a clause.
    last = min(len(words), start + _LONGEST_PHRASE)
    while free < last and taken[free] is None and (free == start or not _apart(words[free].gap)):
        free += 1
    plain = tuple(word.plain for word in words[start:free])
    best: Item | None = None
    for lexicon in lexicons:
        for size, meanings in lexicon.at(plain, 0):
            if best is None or size > best.end - best.start:
                begins = lexicon.phrases.get(plain[0], ())
                negative = size > 1 and any(meaning.kind == "negation" for meaning in begins)
                best = replace(_item(meanings, start, size), negative=negative)
            break
    return best


def _level(words: Sequence[Word], start: int) -> Item | None:
    """A level and a trait side by side, in either order: "very high energy", "valence low"."""
    for size in (3, 2):
        said = [word.plain for word in words[start : start + size]]
        if len(said) < size or any(_apart(word.gap) for word in words[start + 1 : start + size]):
            continue
        for level, name in ((said[:-1], said[-1]), (said[1:], said[0])):
            if " ".join(level) in LEVELS and name in TRAIT_WORDS:
                return Item("trait", f"{TRAIT_WORDS[name]}:{' '.join(level)}", start, start + size)
    return None


def _apart(gap: str) -> bool:
    return bool(gap) and not _APART.isdisjoint(gap)


def _item(meanings: Sequence[Meaning], start: int, size: int) -> Item:
    """The item of a phrase, by the meaning that comes first in order."""
    chosen = min(meanings, key=lambda meaning: _ORDER.index(meaning.kind))
    comparison = next((meaning.value for meaning in meanings if meaning.kind == "comparative"), "")
    vocal = any(meaning.kind == "vocal" for meaning in meanings)
    return Item(chosen.kind, chosen.value, start, start + size, chosen.near, comparison, vocal)


def _slip(words: Sequence[Word], place: int, lexicons: Sequence[Lexicon], frequencies: Frequencies) -> Item:
    """A word that no lexicon holds: small, or a slip of the finger for one that they hold, or unknown."""
    word = words[place]
    if any(word.plain in lexicon.small for lexicon in lexicons):
        return Item("small", word.plain, place, place + 1)
    meant = meant_by_slip(word, lexicons, frequencies)
    if meant is None:
        return Item("word", word.text, place, place + 1)
    said, meanings = meant
    if not meanings:
        return Item("small", said, place, place + 1)
    return replace(_item(meanings, place, 1), corrected=said)


def meant_by_slip(
    word: Word, lexicons: Sequence[Lexicon], frequencies: Frequencies
) -> tuple[str, tuple[Meaning, ...]] | None:
    """The word of a lexicon that an unknown word is a slip of, and what it means: nothing for a small one."""
    if len(word.plain) < _SHORTEST_SLIP or not word.plain.isalpha() or frequencies.of(word.plain):
        return None
    drawn = _DRAWN_OUT.sub(r"\1", word.plain)
    if drawn != word.plain and frequencies.of(drawn):
        # "Nicee" is nice, and no slip of another word.
        known = next((lexicon.phrases[drawn] for lexicon in lexicons if drawn in lexicon.phrases), ())
        return (drawn, known)
    long = len(word.plain) >= _LONG
    for lexicon in lexicons:
        match = process.extractOne(
            word.plain, lexicon.single, scorer=OSA.distance, score_cutoff=2 if long else 1, processor=None
        )
        if match and match[0][0] == word.plain[0] and _item(lexicon.phrases[match[0]], 0, 1).kind in _SLIPPED:
            return match[0], lexicon.phrases[match[0]]
    if long:
        # "Sugesstions" is no name.
        small = process.extractOne(
            word.plain, lexicons[-1].long_small, scorer=OSA.distance, score_cutoff=2, processor=None
        )
        if small and small[0][0] == word.plain[0]:
            return small[0], ()
    return None
