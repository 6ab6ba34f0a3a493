"""Functions of single texts applied to whole columns: ASCII by Arrow's functions, and each other text once by Python's.

Columns of texts are Arrow's, of strings or of large strings, and in one piece where nothing else is said.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engine.credits import SEPARATOR

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

_PART: Final = 65_536  # texts that are looked at at once
# Signs of ASCII that are neither blanks nor invisible: what stands between two of them, stripping leaves alone.
_VISIBLE: Final = "[!-~]"
_BARE: Final = f"^{_VISIBLE}(?:(?s:.*){_VISIBLE})?$"


def texts_of(column: "pd.Series[Any]") -> pa.LargeStringArray:
    """A column of texts as Arrow has it; None and NaN are null."""
    of_pandas = isinstance(column.dtype, pd.StringDtype)
    texts = pa.array(column.array if of_pandas else column.to_numpy(), pa.large_string(), from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def pieces(column: pa.ChunkedArray | pa.Array) -> Iterator[pa.Array]:
    """A column in arrays of bounded length; one empty array of an empty column."""
    for start in range(0, max(len(column), 1), _PART):
        piece = column.slice(start, _PART)
        yield piece.combine_chunks() if isinstance(piece, pa.ChunkedArray) else piece


def coded(texts: pa.Array | pa.ChunkedArray) -> tuple[Codes, pa.Array]:
    """Each text as the number of a different one, by first appearance, and these.

    Returns
    -------
    codes : int64, shape (texts,)
        -1 where the text is null.
    values : Array
    """
    if not len(texts):
        return np.zeros(0, np.int64), pa.array([], texts.type)
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    found = pa.chunked_array(chunks).dictionary_encode().chunks
    codes = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in found]
    return np.concatenate(codes).astype(np.int64), found[0].dictionary


def changed(texts: pa.Array, quick: pa.Array, holds: pa.BooleanArray, plain: Callable[[str], str]) -> pa.Array:
    """The quick results where they hold, and elsewhere those of the plain function of the texts."""
    rest = pc.invert(holds.fill_null(True))
    if not pc.any(rest).as_py():
        return quick
    codes, values = coded(texts.filter(rest))
    done = pa.array(map(plain, values.to_pylist()), texts.type)
    return pc.replace_with_mask(quick, rest, done.take(pa.array(codes)))


def by_ascii(texts: pa.Array, of_ascii: Callable[[pa.Array], pa.Array], of_any: Callable[[str], str]) -> pa.Array:
    """What a function of a text gives for each text of a column; null stays null.

    Parameters
    ----------
    texts : Array, shape (n,)
    of_ascii : callable
        The same function of a column, but right for ASCII only; null where it cannot tell.
    of_any : callable
        The function of one text.
    """
    quick = of_ascii(texts)
    return changed(texts, quick, pc.and_(pc.string_is_ascii(texts), quick.is_valid()), of_any)


def lower(texts: pa.Array) -> pa.Array:
    """``str.lower`` of each text."""
    return by_ascii(texts, pc.ascii_lower, str.lower)


def casefolded(texts: pa.Array) -> pa.Array:
    """``str.casefold`` of each text."""
    # Of ASCII the small letters are all there is to it.
    return by_ascii(texts, pc.ascii_lower, str.casefold)


def stripped(texts: pa.Array) -> pa.Array:
    """The texts as ``str.strip`` gives them."""
    return changed(texts, texts, pc.match_substring_regex(texts, _BARE), str.strip)


def blank(texts: pa.Array) -> Flags:
    """Which texts show nothing, being of blanks and invisible signs alone; bool, False where the text is null."""
    found = ~_numpy(pc.match_substring_regex(texts, _VISIBLE).fill_null(True))
    codes, values = coded(texts.filter(pa.array(found)))
    found[found] = np.array([not shows(text) for text in values.to_pylist()], dtype=np.bool_)[codes]
    return found


def shows(text: str) -> bool:
    """Whether a text shows anything: is not of blanks and invisible signs alone."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


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
        for row in np.flatnonzero(~_numpy(pc.string_is_ascii(some))):
            exact[row] = search(some[row].as_py()) is not None
        found[found] = exact
    return found


def _matches(texts: pa.Array, pattern: str) -> Flags:
    return _numpy(pc.match_substring_regex(texts, pattern))


class Credited(NamedTuple):
    """The credited artists of each row, each once; the first is the main artist.

    Parameters
    ----------
    names : StringArray
        Of all artists, in code point order.
    codes : int32, shape (credits,)
        Places in ``names``: those of row ``r`` are ``codes[starts[r]:starts[r + 1]]``, at least one.
    starts : int32, shape (rows + 1,)
    """

    names: pa.StringArray
    codes: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]

    @property
    def lists(self) -> pa.ListArray:
        """The names of each row."""
        return pa.ListArray.from_arrays(pa.array(self.starts), self.names.take(pa.array(self.codes)))

    @property
    def main(self) -> npt.NDArray[np.int32]:
        """The code of the first artist of each row."""
        return self.codes[self.starts[:-1]]


def credited(texts: pa.Array) -> Credited:
    """The credited artists of each row, as ``engine.credits.credits_of`` gives them of one."""
    of_row, different = coded(texts)
    parts = pc.split_pattern(different, SEPARATOR)
    text = np.repeat(np.arange(len(different)), pc.list_value_length(parts).to_numpy())
    part, values = coded(parts.flatten())
    found, names = coded(stripped(values))
    part = found[part]
    kept = _numpy(pc.not_equal(names, ""))[part] & ~pd.Series(text * len(names) + part).duplicated().to_numpy()
    text, part = text[kept], part[kept]
    # What is of separators and blanks alone is a name itself.
    nameless = np.flatnonzero(np.bincount(text, minlength=len(different)) == 0)
    part = np.concatenate([part, len(names) + np.arange(len(nameless))])
    text = np.concatenate([text, nameless])
    names = pa.concat_arrays([names, different.take(pa.array(nameless))])
    artist, names = _ordered(part[np.argsort(text, kind="stable")], names)
    codes, starts = gathered(artist, np.bincount(text, minlength=len(different)), of_row)
    return Credited(names.cast(pa.string()), codes.astype(np.int32), starts.astype(np.int32))


def _ordered(codes: Codes, values: pa.Array) -> tuple[Codes, pa.Array]:
    """The codes of values in ascending order, and these; only those that some code has."""
    used = np.flatnonzero(np.bincount(codes, minlength=len(values)))
    values = values.take(pa.array(used))
    order = pc.array_sort_indices(values)
    place = np.zeros(len(used) and used[-1] + 1, dtype=np.int64)
    place[used[order.to_numpy()]] = np.arange(len(used))
    return place[codes], values.take(order)


def gathered(values: Codes, counts: Codes, groups: Codes) -> tuple[Codes, Codes]:
    """The values of each row, of which each group has so many, one group after the other, and where they start.

    Parameters
    ----------
    values : int64, shape (sum of counts,)
    counts : int64, shape (groups,)
    groups : int64, shape (rows,)
        Of which group each row has the values.

    Returns
    -------
    values : int64
    starts : int64, shape (rows + 1,)
    """
    starts = np.concatenate([[0], np.cumsum(counts[groups])])
    shift = (np.cumsum(counts) - counts)[groups] - starts[:-1]
    return values[np.repeat(shift, counts[groups]) + np.arange(starts[-1])], starts


def _numpy(flags: pa.BooleanArray) -> Flags:
    return np.array(flags.to_numpy(zero_copy_only=False))
