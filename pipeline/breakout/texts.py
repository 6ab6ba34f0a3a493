"""Columns of names as Arrow has them, and what casefolded names hold."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def text_column(names: "pd.Series[str]") -> pa.Array:
    """A column of text as one array of large strings."""
    column = pa.array(names.array, pa.large_string())
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def casefolded(texts: pa.Array) -> pa.Array:
    """``str.casefold`` of each text."""
    others = pc.invert(pc.string_is_ascii(texts))
    folded = [text.casefold() for text in texts.filter(others).to_pylist()]
    return pc.replace_with_mask(pc.ascii_lower(texts), others, pa.array(folded, texts.type))


def holding(texts: pa.Array, pattern: str) -> np.ndarray:
    r"""Which texts a pattern is found in, as ``re.search`` finds it; bool, shape (texts,).

    Parameters
    ----------
    texts : Array of large string, shape (texts,)
    pattern : str
        Of literals, groups, ``\b`` and ``\d``.
    """
    # RE2 knows words and digits of ASCII alone: it finds the rest of the pattern, and Python looks at those texts.
    rest = pattern.replace(r"\b", "").replace(r"\d", ".")
    found = np.array(pc.match_substring_regex(texts, rest), dtype=np.bool_)
    if rest != pattern:
        rows, search = np.flatnonzero(found), re.compile(pattern).search
        found[rows] = [search(text) is not None for text in texts.take(pa.array(rows)).to_pylist()]
    return found
