"""Free text as words with their places: what every other part of the language package reads."""

import re
from dataclasses import dataclass
from typing import Final

from engine.catalogue.names import fold

# A word may hold an apostrophe, a full stop or a sign that stands for a letter: don't, B.B., A$AP, P!nk, bbno$.
_WORD: Final = re.compile(
    r"[^\W_][\w$€]*(?:['’‘`´!.](?=[^\W_])[^\W_][\w$€]*)*[$+]*|[$€][^\W_]\w*|&"
    r"|[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?(?:\u200d[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?)*"
)
_BREAKS: Final = frozenset(".;!?…")
_OPENING: Final = '"“„«»‘”(['
_POSSESSIVE: Final = re.compile(r"(?<=\w)(?:['’‘`´]s|(?<=s)['’])$", re.IGNORECASE)

_QUOTED: Final = re.compile(
    r"\"([^\"]+)\"|“([^”\"]+)[”\"]|„([^“”\"]+)[“”\"]|«([^»]+)»"
    r"|(?<!\w)['‘]([^'‘’]+(?:['’]\w+[^'’]*)*)['’](?!\w)"
)


@dataclass(frozen=True)
class Word:
    """One word of a text.

    Parameters
    ----------
    text : str
        As written.
    plain : str
        Folded, its blanks taken out: what dictionaries hold.
    start, end : int
        Its place in the text.
    gap : str
        What stands between it and the word before, stripped; "" for a blank.
    owner : str
        ``plain`` without a possessive "'s"; the same as ``plain`` where there is none.
    """

    text: str
    plain: str
    start: int
    end: int
    gap: str
    owner: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order.

    Examples
    --------
    >>> [word.plain for word in words("Radiohead's lo-fi R&B, don't!")]
    ['radioheads', 'lo', 'fi', 'r', 'and', 'b', 'dont']
    """
    found: list[Word] = []
    at = 0
    for match in _WORD.finditer(text):
        written = match[0]
        # Signs have no folded form of their own: an emoji stands for itself, without its variation selector.
        sign = written[0] >= "\u2190" and not written[0].isalnum()
        plain = written.replace("\ufe0f", "") if sign else fold(written).replace(" ", "")
        if not plain:
            continue
        owner = fold(bare(written)).replace(" ", "") or plain
        found.append(Word(written, plain, match.start(), match.end(), text[at : match.start()].strip(), owner))
        at = match.end()
    return tuple(found)


def bare(written: str) -> str:
    """A word without a possessive "'s"."""
    return _POSSESSIVE.sub("", written)


def breaks(gap: str) -> bool:
    """Whether the signs between two words end a clause."""
    return bool(gap) and not _BREAKS.isdisjoint(gap)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Places of the quoted parts of a text, without their quotes.

    Examples
    --------
    >>> quoted_spans('songs like "Kid A" please')
    [(12, 17)]
    """
    return [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)]
