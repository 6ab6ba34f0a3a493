"""A part of the recordings of a catalogue, and figures over all of it that are the same however it is divided.

Scores are made of figures over a whole catalogue, such as a mean. Whoever computes them for a part of it asks for those
figures, as a generator (``Scoring``), and goes on once they are there. The parts' summaries are merged in the order of
the recordings, from sums of fixed blocks, so that no division into parts moves the last digit.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Self, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from engine.recommend.knn import Doubles, Floats

_SMALLEST_BLOCK: Final = 64  # recordings
_PIECE: Final = 1 << 15  # recordings
_BLOCKS: Final = 4096  # at most so many and a few in a catalogue, so that a summary is short
T = TypeVar("T")
Row = TypeVar("Row", bound=np.generic)


def block_of(count: int) -> int:
    """How many recordings of a catalogue of so many are added up first; a part begins at a multiple of it."""
    return max(_SMALLEST_BLOCK, 1 << (count // _BLOCKS).bit_length())


def divided(count: int, parts: int) -> list["Span"]:
    """A catalogue of so many recordings in at most so many parts, as equal as blocks allow.

    Examples
    --------
    >>> [(part.start, part.stop) for part in divided(1000, 3)]
    [(0, 320), (320, 640), (640, 1000)]
    """
    block = block_of(count)
    blocks = -(-count // block)
    bounds = [block * (number * blocks // min(parts, blocks)) for number in range(min(parts, blocks))] + [count]
    return [Span(start, stop, count) for start, stop in pairwise(bounds)]


@dataclass(frozen=True)
class Span:
    """The recordings from ``start`` to before ``stop`` of a catalogue of ``count``."""

    start: int
    stop: int
    count: int

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def rows(self) -> slice:
        """Where its recordings stand in an array over the catalogue."""
        return slice(self.start, self.stop)

    def among(self, rows: npt.NDArray[Any]) -> slice:
        """Where its recordings stand among some in ascending order."""
        if self.stop - self.start == self.count:
            return slice(0, len(rows))
        return slice(int(np.searchsorted(rows, self.start)), int(np.searchsorted(rows, self.stop)))

    def local(self, rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Those of some recordings that lie in it, in their order, counted from its first."""
        if self.stop - self.start == self.count:
            return rows
        return rows[(rows >= self.start) & (rows < self.stop)] - self.start


@dataclass(frozen=True)
class Request:
    """What figures are wanted of.

    Parameters
    ----------
    values : float32, shape (n,)
        One a recording of the span.
    rows : sequence of int
        Recordings, anywhere in the catalogue, whose values are wanted too.
    extremes : bool
        Whether the least and the most are enough.
    """

    values: Floats
    rows: Sequence[int] = ()
    extremes: bool = False


@dataclass(frozen=True)
class Summary:
    """What a span tells of its values: sums and sums of squares by block, extremes, and single values by row."""

    sums: Doubles
    squares: Doubles
    least: np.float32
    most: np.float32
    single: dict[int, np.float32]
    count: int

    @classmethod
    def of(cls, request: Request, span: Span) -> Self:
        """The summary of a span's values."""
        values = request.values
        sums, squares = (np.zeros(0), np.zeros(0)) if request.extremes else _added_up(values, block_of(span.count))
        single = {row: values[row - span.start] for row in request.rows if span.start <= row < span.stop}
        return cls(sums, squares, values.min(), values.max(), single, len(values))


def _added_up(values: Floats, block: int) -> tuple[Doubles, Doubles]:
    """Sums and sums of squares of blocks, in double precision, a piece that fits the processor's cache at a time."""
    count = -(-len(values) // block)
    sums, squares = np.empty(count), np.empty(count)
    piece = np.empty((max(_PIECE // block, 1), block))
    for first in range(0, count, len(piece)):
        blocks = piece[: min(len(piece), count - first)]
        part, flat = values[first * block : (first + len(blocks)) * block], blocks.reshape(-1)
        flat[: len(part)] = part
        flat[len(part) :] = 0
        np.einsum("ij->i", blocks, out=sums[first : first + len(blocks)])
        np.einsum("ij,ij->i", blocks, blocks, out=squares[first : first + len(blocks)])
    return sums, squares


@dataclass(frozen=True)
class Spread:
    """Figures over all values of a catalogue.

    Parameters
    ----------
    mean, deviation : float
        0 where only the extremes were asked for.
    least, most : float32
    single : dict of int to float32
        Values of the recordings that were asked for.
    """

    mean: float
    deviation: float
    least: np.float32
    most: np.float32
    single: dict[int, np.float32]

    @classmethod
    def of(cls, parts: Sequence[Summary]) -> Self:
        """The figures over parts that make up a catalogue, in their order."""
        count = sum(part.count for part in parts)
        mean = float(np.concatenate([part.sums for part in parts]).sum()) / count
        square = float(np.concatenate([part.squares for part in parts]).sum()) / count
        return cls(
            mean,
            max(square - mean * mean, 0.0) ** 0.5,
            min(part.least for part in parts),
            max(part.most for part in parts),
            {row: value for part in parts for row, value in part.single.items()},
        )


Scoring: TypeAlias = Generator[Sequence[Request], Sequence[Spread], T]
"""Computes something for a span; on its way it asks for figures over the whole catalogue."""


def whole(scoring: Scoring[T], count: int) -> T:
    """What a scoring of a whole catalogue of so many recordings comes to."""
    span = Span(0, count, count)
    try:
        wanted = next(scoring)
        while True:
            wanted = scoring.send([Spread.of([Summary.of(request, span)]) for request in wanted])
    except StopIteration as end:
        found: T = end.value
        return found


def together(scorings: Sequence[Scoring[T]]) -> Scoring[list[T]]:
    """Several scorings side by side: what they ask for at the same time is asked for at once."""
    found: dict[int, T] = {}
    answers: dict[int, Sequence[Spread] | None] = dict.fromkeys(range(len(scorings)))
    while answers:
        asked: dict[int, Sequence[Request]] = {}
        for place, answer in answers.items():
            try:
                # A generator begins with None.
                asked[place] = scorings[place].send(answer)  # type: ignore[arg-type]
            except StopIteration as end:
                found[place] = end.value
        if not asked:
            break
        spreads = iter((yield [request for requests in asked.values() for request in requests]))
        answers = {place: [next(spreads) for _ in requests] for place, requests in asked.items()}
    return [found[place] for place in range(len(scorings))]
