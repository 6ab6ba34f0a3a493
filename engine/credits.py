"""The credited artists in a table's text, and which of them is the main artist."""

from typing import Final

SEPARATOR: Final = ";"
"""Between the names of the artists of a row."""


def credits_of(text: str) -> list[str]:
    """The credited artists of one row, each once; the first is the main artist.

    Parameters
    ----------
    text : str
        Names separated by ``;``. Empty names between separators are left out; a text of nothing else is one name.

    Examples
    --------
    >>> credits_of("Ann;Bob"), credits_of(";Ann;"), credits_of(";")
    (['Ann', 'Bob'], ['Ann'], [';'])
    """
    return list(dict.fromkeys(name for part in text.split(SEPARATOR) if (name := part.strip()))) or [text]
