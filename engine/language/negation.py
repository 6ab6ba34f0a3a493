"""Which items of a message are rejected, or wanted less: the scope of "no", "without", "not too" and their like.

A negation reaches the next item of its clause. It goes on to the item after that where the two are joined by "or", or
by "and" or a comma between things of one sort ("no rap, country or pop", "no drums and guitar"); "but" and the end of
the clause stop it.
"""

from collections.abc import Sequence
from typing import Final

from engine.language.cues import BY, WANTING
from engine.language.free_text import Word, breaks
from engine.language.items import CONTENT, Item

_OR: Final = frozenset({"or", "nor", "oder", "noch", "o", "ni", "ou", "nem", "oppure", "ne", "neanche", "nemmeno"})
_AND: Final = frozenset({"and", "und", "y", "e", "et", "ed"})
_BUT: Final = frozenset(
    {"but", "aber", "sondern", "pero", "sino", "mais", "mas", "just", "instead", "rather", "only", "nur", "ma", "bensi"}
)
_NOUNS: Final = frozenset({"genre", "absent", "name", "kind", "language", "vocal"})
# What may stand between a negation and what it rejects without being rejected itself.
_MOST_BETWEEN: Final = 2
_QUALIFIED: Final = frozenset({"genre", "kind", "mood", "trait", "situation"})
_AGAIN: Final = frozenset(
    {"anything", "any", "nothing", "everything", "alles", "nichts", "nada", "algo", "rien", "niente", "nulla", "nix"}
)
"""Words that take a negation up again behind a comma: "nothing sad, anything slow"."""
_WITHOUT: Final = frozenset({"without", "ohne", "sin", "sans", "sem", "senza"})
_NO: Final = frozenset({"no", "nein", "non", "nao", "nope", "nicht"})


def scopes(words: Sequence[Word], found: Sequence[Item]) -> tuple[dict[int, str], list[Item], list[Item]]:
    """What each item's negation is.

    Returns
    -------
    negated : dict of int to str
        By the place of an item in ``found``: ``no`` (rejected), ``less`` (wanted less of), or ``part`` of a phrase
        whose first genre is rejected.
    unattached : list of Item
        Words that stand after a negation that reaches nothing else.
    described : list of Item
        Unknown words that say which of the rejected is meant: "cheesy" in "no cheesy pop".
    """
    negated: dict[int, str] = {}
    unattached: list[Item] = []
    described: list[Item] = []
    kind = ""
    between: list[Item] = []
    opened: int | None = None
    for place, item in enumerate(found):
        if _ends(words, item) or "," in words[item.start].gap:
            opened = None
        if kind and _ends(words, item):
            unattached.extend(between)
            kind, between = "", []
        if kind and _asks_anew(words, item):
            unattached.extend(between)
            kind, between, opened = "", [], None
        again = words[item.start].plain in _AGAIN
        if kind and "," in words[item.start].gap and (between or item.kind == "small") and not again:
            # "not that one, the other": what follows the comma is something else.
            unattached.extend(between)
            kind, between = "", []
        if item.kind in ("negation", "less"):
            if _follows(words, found, place):
                negated[place - 1] = "no"
                continue
            if _answers(words, item):
                continue
            if opened is not None and words[item.start].plain in _WITHOUT:
                # "It won't be complete without Queen": twice negated is wanted.
                for held in range(opened, place):
                    negated.pop(held, None)
                kind, between, opened = "", [], None
                continue
            if not _reaches(words, found, place):
                continue
            opened = place
            # "not so", "no less": the outer one counts; twice negated is still said of the next item.
            kind, between = ("less" if item.kind == "less" else "no"), []
        elif item.kind == "small" and item.value in _BUT and kind:
            unattached.extend(between)
            kind, between = "", []
        elif kind and item.negative and item.kind in CONTENT:
            kind, between = "", []
        elif kind and item.kind == "name" and between and _credited(words, item):
            # "Don't threaten me with a good time - Panic! At The Disco" is a title of theirs.
            kind, between = "", []
        elif place in negated:
            continue
        elif kind and (item.kind in CONTENT or item.kind == "name"):
            negated[place] = kind
            if _side_by_side(words, found, place):
                # "Not indian classical" rejects that kind of classical, and asks for none.
                negated[place + 1] = "part"
            # Unknown words before it belong to it: "no cheesy pop".
            described.extend([*between, *_behind(words, found, place)])
            between = []
            if not _goes_on(words, found, place):
                kind = ""
        elif kind and item.kind == "word":
            between.append(item)
            if len(between) > _MOST_BETWEEN:
                unattached.extend(between)
                kind, between = "", []
    if kind:
        unattached.extend(between)
    return negated, unattached, described


def _side_by_side(words: Sequence[Word], found: Sequence[Item], place: int) -> bool:
    """Whether a genre and the next one are one phrase: "indian classical", "french rap"."""
    if place + 1 >= len(found) or found[place].kind != "genre" or found[place + 1].kind != "genre":
        return False
    return found[place].end == found[place + 1].start and not words[found[place + 1].start].gap


def _behind(words: Sequence[Word], found: Sequence[Item], place: int) -> list[Item]:
    """Unknown words right behind a rejected item, which belong to it: "carols" in "no christmas carols"."""
    if found[place].kind not in _QUALIFIED or found[place].vocal:
        return []
    behind: list[Item] = []
    for item in found[place + 1 :]:
        if item.kind != "word" or words[item.start].gap:
            break
        behind.append(item)
    return behind if len(behind) <= _MOST_BETWEEN else []


def _credited(words: Sequence[Word], item: Item) -> bool:
    """Whether a name stands after a title, parted by "by" or a dash."""
    before = words[item.start - 1].plain
    return before in BY or any(sign in words[item.start].gap for sign in "-–—")


def _answers(words: Sequence[Word], item: Item) -> bool:
    """Whether a "no" answers, as in "no, the other one", and rejects nothing that follows."""
    following = words[item.end].gap if item.end < len(words) else ""
    return item.end - item.start == 1 and words[item.start].plain in _NO and any(sign in following for sign in ",.;!")


def _reaches(words: Sequence[Word], found: Sequence[Item], place: int) -> bool:
    """Whether a negation reaches anything: nothing beyond a comma; "too" the word right after it, "non-" its own."""
    item, following = found[place], found[place + 1] if place + 1 < len(found) else None
    word = words[item.end - 1].plain
    if item.end < len(words) and "," in words[item.end].gap:
        return False
    if word == "too" and item.end - item.start == 1:
        return following is not None and (
            following.kind in CONTENT or following.kind == "very" or _complains(words, following)
        )
    if word == "non" and following is not None and words[following.start].gap in ("-", "–"):
        return following.kind in CONTENT
    return True


def _complains(words: Sequence[Word], item: Item) -> bool:
    """Whether an unknown word behind "too" ends its clause, as in "too retro, ...", and not "me too thanks a lot"."""
    last = item.end == len(words) or bool(words[item.end].gap)
    return item.kind == "word" and last and not words[item.start].gap


def _follows(words: Sequence[Word], found: Sequence[Item], place: int) -> bool:
    """Whether a "no" stands after what it rejects, as in "reggaeton no, salsa sí"."""
    item = found[place]
    if not place or item.end - item.start > 1 or words[item.start].plain not in _NO or words[item.start].gap:
        return False
    last = item.end == len(words) or any(sign in words[item.end].gap for sign in ",.;!")
    return last and (found[place - 1].kind in CONTENT or found[place - 1].kind == "name")


def _ends(words: Sequence[Word], item: Item) -> bool:
    """Whether a clause ends before the item."""
    return breaks(words[item.start].gap) or ")" in words[item.start].gap or "(" in words[item.start].gap


def _asks_anew(words: Sequence[Word], item: Item) -> bool:
    """Whether a wish begins behind a comma: "I don't like those, add Drake"."""
    return words[item.start].plain in WANTING and "," in words[item.start].gap


def _goes_on(words: Sequence[Word], found: Sequence[Item], place: int) -> bool:
    """Whether the negation of an item holds for the next one as well."""
    item = found[place]
    behind = len(_behind(words, found, place))
    following = list(found[place + 1 + behind :])
    joint = ""
    for one in following:
        if _ends(words, one):
            return False
        gap = words[one.start].gap
        word = words[one.start].plain if one.end - one.start == 1 else ""
        if "," in gap or "/" in gap:
            joint = "or" if word in _AGAIN else joint or ","
        if one.kind in ("negation", "less", "word") or one.negative or word in _BUT:
            return False
        if word in _OR:
            joint = "or"
        elif word in _AND:
            joint = "and"
        elif one.kind in CONTENT or one.kind == "name":
            break
        elif one.kind not in ("small", "very", "cue"):
            return False
    else:
        return False
    alike = (item.kind in _NOUNS or item.vocal) == (one.kind in _NOUNS or one.vocal)
    if joint == "or":
        return True
    if joint == "and":
        return alike
    return joint == "," and alike and _joined_later(words, found, found.index(one))


def _joined_later(words: Sequence[Word], found: Sequence[Item], place: int) -> bool:
    """Whether a list that commas part ends in "or" or "and": "a, b or c"."""
    for one in found[place + 1 :]:
        if _ends(words, one) or one.kind in ("negation", "less"):
            return False
        word = words[one.start].plain
        if word in _OR or word in _AND:
            return True
        if word in _BUT or (one.kind not in ("small",) and "," not in words[one.start].gap):
            return False
    return False
