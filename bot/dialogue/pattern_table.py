"""Tables of patterns that are compiled when first read: a slash command, which needs none, does not wait for them."""

import re
from collections.abc import Iterator
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
