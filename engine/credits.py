"""The credited artists in a table's text, and which of them is the main artist."""

from collections.abc import Iterable


def credited(artists: Iterable[str]) -> list[list[str]]:
    """The credited artists of each row, each once; the first is the main artist.

    Parameters
    ----------
    artists : iterable of str
        Names separated by ``;``. Empty names between separators are left out; a text of nothing else is one name.

    Examples
    --------
    >>> credited(["Ann;Bob", ";Ann;", ";"])
    [['Ann', 'Bob'], ['Ann'], [';']]
    """
    return list(map(credits_of, artists))


def credits_of(text: str) -> list[str]:
    """The credited artists of one row; see ``credited``."""
    return list(dict.fromkeys(name for part in text.split(";") if (name := part.strip()))) or [text]
