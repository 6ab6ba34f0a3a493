"""Names of people: on one line, and none that looks like another's or like the bot's."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

MOST_NAME: Final = 32
GUEST: Final = "Guest"
_BOT: Final = "cratebot"

_SHAPES: Final = {
    "a": "\u0430\u03b1\u0251\u0391\u0410\u13aa\u237a@\u2200\u2c6d4",
    "b": "\u0432\u03b2\u044c\u0392\u0412\u13f4\u13cf\u03d0\u044a\u0431\u15af8\u13cf",
    "c": "\u0441\u03f2\u0421\u03f9\u13df\u1d04\u2ca5\u0254(\u00a2",
    "e": "\u0435\u03b5\u0415\u0395\u13ac\u0454\u0404\u212e\u04bd\u01dd\u02593\u20ac",
    "i": "\u0456\u03b9\u0131\u0406\u0399\u13a5\u04c0\u04cf1l|!\u05c0\u05d5\u01c0\u2223",
    "o": "\u043e\u03bf\u041e\u039f\u0585\u0555\u03c3\u0c66\u0966\u0ae6\u0d20\u101d\u1040\u05e1"
    "\u25cb\u25ef\u25cf\u2b58\u13eb\u13ce0\u03b8",
    "p": "\u0440\u03c1\u0420\u03a1\u13e2",
    "r": "\u0433\u0491\u13a1\u13d2\u042f\u044f\u0280\u0281\uab47\uab48\u1d26\u2c85",
    "s": "\u0455\u0405\u054f\u13da5$",
    "t": "\u0442\u03c4\u0422\u03a4\u13a2\u0442\u0287\u2c7c+\u22a4\u2020\u271d7",
    "u": "\u03c5\u057d\u028b",
    "x": "\u0445\u03c7\u0425\u03a7\u00d7\u2715\u2716",
    "y": "\u0443\u03b3\u0423\u03a5\u04af",
}
_SHAPE: Final = {ord(one): plain for plain, others in _SHAPES.items() for one in others}
# Latin letters in boxes, circles, small capitals, with strokes and turned: their names say which letter it is.
_NAMED: Final = re.compile(r"(?:LATIN|SYMBOL|SQUARED|CIRCLED|PARENTHESIZED)\s.*?\b([A-Z])(?=$|\sWITH)")


def tidy_name(name: str) -> str:
    """A name on one line: no control or direction-changing characters, single spaces, at most 32 characters."""
    visible = "".join(c if unicodedata.category(c)[0] not in "C" else " " for c in unicodedata.normalize("NFC", name))
    return " ".join(visible.split())[:MOST_NAME].strip()


def skeleton(name: str) -> str:
    """A name as the eye takes it: without case, spaces, marks and signs; look-alike letters as plain Latin ones."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    shapes = "".join(_shape(letter) for letter in unicodedata.normalize("NFKD", plain))
    # A name of signs alone, such as emoji, is told apart by them.
    return shapes or "".join(plain.split())


@lru_cache(4096)
def _shape(letter: str) -> str:
    """One letter's shape, or nothing for what does not tell names apart."""
    if letter.isascii() and letter.isalpha():
        return letter
    if (shape := _SHAPE.get(ord(letter))) is not None:
        return shape
    if named := _NAMED.search(unicodedata.name(letter, "")):
        return named[1].lower()
    # Fillers are letters that show nothing.
    return letter if letter.isalnum() and "FILLER" not in unicodedata.name(letter, "") else ""


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The name somebody gets: what was wanted, numbered if it is taken; never one that looks like the bot's.

    Parameters
    ----------
    wanted : str
    taken : collection of str
        The skeletons of others' names.
    """
    tidy = tidy_name(wanted) or GUEST
    name = tidy = GUEST if _BOT in skeleton(tidy) else tidy
    number = 2
    while skeleton(name) in taken:
        name = f"{tidy[: MOST_NAME - 4]} {number}"
        number += 1
    return name
