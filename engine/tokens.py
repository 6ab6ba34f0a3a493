"""The words of a query or a command, before anyone knows what they mean: ``key:value key:"two words" free text``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Typographic quotes arrive from phones; they mean the same.
_QUOTES: Final = '"“”„«»'
_KEY: Final = re.compile(r"(?P<minus>[-−–])?(?P<key>[A-Za-z][A-Za-z_]*):(?!//)\s*")
_MINUS: Final = re.compile(r"[-−–](?=[A-Za-z\"])")
# A link or a URI is one word, although it has a colon.
_NOT_KEYS: Final = frozenset({"http", "https", "spotify"})


@dataclass(frozen=True)
class Token:
    """One part of a text.

    Parameters
    ----------
    key : str
        Lower case; empty for free text.
    value : str
        Without its quotes.
    negated : bool
        Whether a minus stood before it, as in ``-genre:rock``.
    quoted : bool
        Whether the value stood in quotes: a quoted free word is a name, not a description.
    """

    key: str
    value: str
    negated: bool = False
    quoted: bool = False

    def __str__(self) -> str:
        value = self.value
        plain = value and not self.quoted and not re.search(r'[\s"\\“”„«»]', value)
        if not plain or value.startswith("//") or (not self.key and (_KEY.match(value) or _MINUS.match(value))):
            value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return f"{'-' if self.negated else ''}{self.key + ':' if self.key else ''}{value}"


def tokens(text: str) -> tuple[Token, ...]:
    """The parts of a text, in order. Any text has some: an unclosed quote runs to the end.

    A space may follow the colon (``genre: pop``). ``join`` writes tokens back; reading that gives them again.
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        negated, key = False, ""
        match = _KEY.match(text, at)
        if match and match["key"].lower() not in _NOT_KEYS:
            negated, key = bool(match["minus"]), match["key"].lower()
            at = match.end()
        elif minus := _MINUS.match(text, at):
            negated = True
            at = minus.end()
        value, quoted, at = _value(text, at)
        found.append(Token(key, value, negated, quoted))
    return tuple(found)


def join(parts: Iterable[Token]) -> str:
    """The text whose tokens these are."""
    return " ".join(str(part) for part in parts)


def _value(text: str, at: int) -> tuple[str, bool, int]:
    """The word or quoted text that starts here, whether it was quoted, and where it ends."""
    if at < len(text) and text[at] in _QUOTES:
        closing = '"' if text[at] == '"' else _QUOTES
        letters: list[str] = []
        at += 1
        while at < len(text):
            letter = text[at]
            if letter == "\\" and at + 1 < len(text):
                letters.append(text[at + 1])
                at += 2
            elif letter in closing:
                return "".join(letters), True, at + 1
            else:
                letters.append(letter)
                at += 1
        return "".join(letters), True, at
    end = at
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[at:end], False, end
