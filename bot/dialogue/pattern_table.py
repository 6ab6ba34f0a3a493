"""Tables of patterns that are compiled when first read: a slash command, which needs none, does not wait for them."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property


class PatternTable:
    """Kinds and the patterns that tell them, in the order in which they are tried.

    Parameters
    ----------
    *rows : tuple of (str, str)
        Kind and pattern.
    after : str
        Put behind every pattern.

    Examples
    --------
    >>> [kind for kind, pattern in PatternTable(("greeting", "hi|hello")) if pattern.fullmatch("hello")]
    ['greeting']
    """

    def __init__(self, *rows: tuple[str, str], after: str = "") -> None:
        self._rows = rows
        self._after = after

    def __iter__(self) -> Iterator[tuple[str, re.Pattern[str]]]:
        return iter(self._compiled)

    @cached_property
    def _compiled(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((kind, re.compile(pattern + self._after)) for kind, pattern in self._rows)


class Pattern:
    """One pattern that is compiled when it is first tried.

    Parameters
    ----------
    pattern : str

    Examples
    --------
    >>> bool(Pattern("jazz|soul").fullmatch("soul"))
    True
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return self._compiled.fullmatch(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the start of the text."""
        return self._compiled.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in the text."""
        return self._compiled.search(text)

    def sub(self, with_: str, text: str, count: int = 0) -> str:
        """The text with ``with_`` in place of matches."""
        return self._compiled.sub(with_, text, count)


def first_match(patterns: Iterable[Pattern], text: str) -> re.Match[str] | None:
    """The match of the whole text by the first of the patterns that takes it."""
    return next((match for one in patterns if (match := one.fullmatch(text))), None)
