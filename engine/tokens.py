"""The words of a query or a command, before anyone knows what they mean: ``key:value key:"two words" free text``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Typographic quotes arrive from phones; they mean the same.
_QUOTES: Final = '"“”„«»'
_KEY: Final = re.compile(r"(?P<minus>[-−–])?(?P<key>[A-Za-z][A-Za-z_]*):(?!//)\s*")
_MINUS: Final = re.compile(r"[-−–](?=[A-Za-z\"])")
_UNQUOTED: Final = re.compile(r"\S*")
_WITHIN: Final = {quote: re.compile(r"[^\\" + ('"' if quote == '"' else _QUOTES) + "]*") for quote in _QUOTES}
"""By opening quote, what stands up to the next closing one or backslash."""
# A link or a URI is one word, although it has a colon.
_NOT_KEYS: Final = frozenset({"http", "https", "spotify"})
_UNPLAIN: Final = re.compile(r'[\s"\\“”„«»]')
_KEPT: Final = 16
_LONGEST_KEPT: Final = 8192


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
        plain = value and not self.quoted and not _UNPLAIN.search(value)
        if not plain or value.startswith("//") or (not self.key and (_KEY.match(value) or _MINUS.match(value))):
            value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return f"{'-' if self.negated else ''}{self.key + ':' if self.key else ''}{value}"


def tokens(text: str) -> tuple[Token, ...]:
    """The parts of a text, in order. Any text has some: an unclosed quote runs to the end.

    A space may follow the colon (``genre: pop``). ``join`` writes tokens back; reading that gives them again.
    """
    return cached_tokens(text) if len(text) <= _LONGEST_KEPT else _read(text)


def _read(text: str) -> tuple[Token, ...]:
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


cached_tokens = lru_cache(maxsize=_KEPT)(_read)
"""``_read`` that remembers the last messages: several parts of the program read the same one."""


def join(parts: Iterable[Token]) -> str:
    """The text whose tokens these are."""
    return " ".join(str(part) for part in parts)


def _value(text: str, at: int) -> tuple[str, bool, int]:
    """The word or quoted text that starts here, whether it was quoted, and where it ends."""
    if at < len(text) and text[at] in _QUOTES:
        within = _WITHIN[text[at]]
        parts: list[str] = []
        at += 1
        while at < len(text):
            part = _matched(within, text, at)
            parts.append(part)
            at += len(part)
            if text[at : at + 1] != "\\":
                return "".join(parts), True, min(at + 1, len(text))
            # A backslash at the very end stands for itself.
            parts.append(text[at + 1 : at + 2] or "\\")
            at += 2
        return "".join(parts), True, len(text)
    value = _matched(_UNQUOTED, text, at)
    return value, False, at + len(value)


def _matched(pattern: re.Pattern[str], text: str, at: int) -> str:
    """What a pattern that matches anywhere takes from a place on."""
    match = pattern.match(text, at)
    return match[0] if match else ""
