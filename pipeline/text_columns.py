"""Functions of single texts applied to whole columns: ASCII by Arrow's functions, the few other texts one by one."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Flags = npt.NDArray[np.bool_]

_PART: Final = 65_536  # texts that are looked at at once


def pieces(column: pa.ChunkedArray | pa.Array) -> Iterator[pa.Array]:
    """A column in arrays of bounded length; one empty array of an empty column."""
    for start in range(0, max(len(column), 1), _PART):
        piece = column.slice(start, _PART)
        yield piece.combine_chunks() if isinstance(piece, pa.ChunkedArray) else piece


def encoded(texts: pa.Array | pa.ChunkedArray) -> tuple[npt.NDArray[np.int32], pa.Array]:
    """Which of the different texts of a column each one is, int32, shape (n,), and the different texts."""
    if not len(texts):
        return np.zeros(0, np.int32), pa.array([], pa.string())
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    found = pa.chunked_array(chunks).dictionary_encode().chunks
    return np.concatenate([chunk.indices.to_numpy() for chunk in found]), found[0].dictionary


def by_ascii(texts: pa.Array, of_ascii: Callable[[pa.Array], pa.Array], of_any: Callable[[str], str]) -> pa.Array:
    """What a function of a text gives for each text of a column.

    Parameters
    ----------
    texts : Array of string, shape (n,)
        None of them null.
    of_ascii : callable
        The same function of a column, but right for ASCII only; null where it cannot tell.
    of_any : callable
        The function of one text.

    Returns
    -------
    Array of string, shape (n,)
    """
    told = pc.if_else(pc.string_is_ascii(texts), of_ascii(texts), pa.scalar(None, texts.type))
    if not told.null_count:
        return told
    rest = [of_any(text) for text in texts.filter(told.is_null()).to_pylist()]
    return pc.replace_with_mask(told, told.is_null(), pa.array(rest, texts.type))


def lower(texts: pa.Array) -> pa.Array:
    """``str.lower`` of each text."""
    return by_ascii(texts, pc.ascii_lower, str.lower)


def without_bytes(texts: pa.Array, kept: Flags) -> pa.Array:
    """ASCII texts without some of their characters.

    Parameters
    ----------
    texts : Array of string, shape (n,)
        None of them null.
    kept : bool, shape (256,)
        Which bytes stay.
    """
    starts = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[starts[0] : starts[-1]]
    stay = kept[letters]
    before = np.zeros(len(letters) + 1, np.int32)
    np.cumsum(stay, out=before[1:])
    return pa.StringArray.from_buffers(
        len(texts), pa.py_buffer(before[starts - starts[0]]), pa.py_buffer(letters[stay])
    )


def found_in(texts: pa.Array, pattern: str) -> Flags:
    """Which texts ``re.search`` finds a pattern in: bool, shape (n,).

    The pattern may hold no classes but ``\\b``, ``\\w`` and ``\\d``, which Arrow knows for ASCII only: other texts are
    left to Python where the pattern without its word boundaries is found.
    """
    wider = pattern.replace(r"\b", "").replace(r"\w", r"\S").replace(r"\d", r"\pN")
    found = _matches(texts, wider)
    if wider != pattern:
        some = texts.filter(pa.array(found))
        exact = _matches(some, pattern)
        search = re.compile(pattern).search
        for row in np.flatnonzero(~_flags(pc.string_is_ascii(some))):
            exact[row] = search(some[row].as_py()) is not None
        found[found] = exact
    return found


def _matches(texts: pa.Array, pattern: str) -> Flags:
    return _flags(pc.match_substring_regex(texts, pattern))


def _flags(column: pa.Array) -> Flags:
    return np.array(column.to_numpy(zero_copy_only=False), dtype=np.bool_)
