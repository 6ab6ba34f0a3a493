"""Text as it arrives, made such that every file, database and protocol can hold it."""

import re
from typing import Final

# JSON can carry halves of surrogate pairs, which UTF-8 cannot; PostgreSQL has no place for NUL.
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")


def writable(text: str) -> str:
    """The text with a replacement character for what cannot be written: NUL and halves of surrogate pairs.

    >>> writable("caf\\u00e9 \\ud800")
    'café \N{REPLACEMENT CHARACTER}'
    """
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
