"""XML read piece by piece with expat: no tree, no entities of the file's own, in constant memory."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, Protocol
from xml.parsers import expat

from engine import UserError

_CHUNK: Final = 1 << 16
_LONGEST_TEXT: Final = 10_000


def damaged() -> UserError:
    """The error of a file that cannot be read."""
    return UserError("That file is damaged, or no list of tracks.", "Export it again.", code="bad_table")


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


class Element(NamedTuple):
    """An element that has ended: its name without namespace, attributes, and its own text."""

    name: str
    attributes: Mapping[str, str]
    text: str


class _Reader:
    """Collects the elements of some names as expat meets them."""

    def __init__(self, names: frozenset[str]) -> None:
        self.ended: list[Element] = []
        self._names = names
        self._open: list[tuple[str, Mapping[str, str], list[str]]] = []
        self._size = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        # Entities of its own let a small file unfold into gigabytes; no list of tracks has any.
        parser.EntityDeclHandler = self._refuse
        self.parser = parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in self._names:
            self._open.append((name, attributes, []))
            self._size = 0

    def _text(self, text: str) -> None:
        if self._open and self._size < _LONGEST_TEXT:
            self._open[-1][2].append(text[: _LONGEST_TEXT - self._size])
            self._size += len(text)

    def _end(self, name: str) -> None:
        if self._open and self._open[-1][0] == name.rpartition(":")[2]:
            name, attributes, texts = self._open.pop()
            self.ended.append(Element(name, attributes, "".join(texts)))

    def _refuse(self, *_: object) -> None:
        raise UserError("That file defines entities of its own.", "Export it again without them.", code="bad_table")


def elements(stream: Readable, *names: str) -> Iterator[Element]:
    """The elements of these names, in the order in which they end.

    Raises
    ------
    UserError
        If it is no XML, or defines entities.
    """
    reader = _Reader(frozenset(names))
    try:
        while chunk := stream.read(_CHUNK):
            reader.parser.Parse(chunk, False)
            yield from reader.ended
            reader.ended.clear()
        reader.parser.Parse(b"", True)
        yield from reader.ended
    except UserError:
        raise
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged() from None
