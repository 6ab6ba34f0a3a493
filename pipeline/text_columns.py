"""Columns of texts, worked on as a whole: Python sees only those that need it, and of these each different one once."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engine.credits import SEPARATOR

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

# Signs of ASCII that are neither blanks nor invisible: what stands between two of them, stripping leaves alone.
_VISIBLE: Final = "[!-~]"
_BARE: Final = f"^{_VISIBLE}(?:(?s:.*){_VISIBLE})?$"


def texts_of(column: "pd.Series[Any]") -> pa.LargeStringArray:
    """A column of texts as Arrow has it; None and NaN are null."""
    of_pandas = isinstance(column.dtype, pd.StringDtype)
    texts = pa.array(column.array if of_pandas else column.to_numpy(), pa.large_string(), from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def coded(texts: pa.Array) -> tuple[Codes, pa.Array]:
    """Each text as the number of a different one, by first appearance, and these.

    Returns
    -------
    codes : int64, shape (texts,)
        -1 where the text is null.
    values : Array
    """
    encoded = texts.dictionary_encode()
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary


def casefolded(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """The texts as ``str.casefold`` gives them."""
    # Of ASCII the small letters are all there is to it.
    return _changed(texts, pc.ascii_lower(texts), pc.string_is_ascii(texts), str.casefold)


def stripped(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """The texts as ``str.strip`` gives them."""
    return _changed(texts, texts, pc.match_substring_regex(texts, _BARE), str.strip)


def blank(texts: pa.LargeStringArray) -> Flags:
    """Which texts show nothing, being of blanks and invisible signs alone; bool, False where the text is null."""
    found = ~_numpy(pc.match_substring_regex(texts, _VISIBLE).fill_null(True))
    codes, values = coded(texts.filter(pa.array(found)))
    found[found] = np.array([not shows(text) for text in values.to_pylist()], dtype=np.bool_)[codes]
    return found


def shows(text: str) -> bool:
    """Whether a text shows anything: is not of blanks and invisible signs alone."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


def _changed(
    texts: pa.LargeStringArray, quick: pa.LargeStringArray, holds: pa.BooleanArray, plain: Callable[[str], str]
) -> pa.LargeStringArray:
    """The quick results where they hold, and elsewhere those of the plain function."""
    rest = pc.invert(holds.fill_null(True))
    if not pc.any(rest).as_py():
        return quick
    codes, values = coded(texts.filter(rest))
    done = pa.array(map(plain, values.to_pylist()), pa.large_string())
    return pc.replace_with_mask(quick, rest, done.take(pa.array(codes)))


def _numpy(flags: pa.BooleanArray) -> Flags:
    return np.array(flags.to_numpy(zero_copy_only=False))


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


def credited(texts: pa.LargeStringArray) -> Credited:
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
