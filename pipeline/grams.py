"""Trigrams of folded texts, as ``engine.catalogue.names.gram_codes`` gives those of one."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa

from pipeline.postings import MOST_OWNERS, Part, grouped

_POINT: Final = 21  # bits of a code point
_BLANK: Final = ord(" ")
_BREAK: Final = ord("\n")


def gram_parts(texts: pa.StringArray) -> Iterator[Part]:
    """Which folded texts hold which trigrams: codes are int64, three code points of 21 bits each."""
    for first in range(0, max(len(texts), 1), MOST_OWNERS):
        yield from _parts(texts.slice(first, MOST_OWNERS), first)


def _parts(texts: pa.StringArray, first: int) -> Iterator[Part]:
    """Some texts, in one part where a trigram of their letters and the place of a text fit into one number."""
    # Folded texts hold no line breaks.
    lines = "\n" + "".join(f"{text}\n" for text in texts.to_pylist())
    points = np.frombuffer(lines.encode("utf-32-le"), dtype=np.uint32)
    breaks = points == _BREAK
    points = np.where(breaks, np.uint32(_BLANK), points)
    # Letters are numbered in the order of their code points; 0 stands where a trigram is a first letter alone.
    letters = np.flatnonzero(np.bincount(np.append(points, [0, _BLANK])))
    bits, owner_bits = (len(letters) - 1).bit_length(), max(len(texts) - 1, 0).bit_length()
    if 3 * bits + owner_bits > 64:
        half = len(texts) // 2
        yield from _parts(texts.slice(0, half), first)
        yield from _parts(texts.slice(half), first + half)
        return
    numbers = np.zeros(letters[-1] + 1, dtype=np.uint64)
    numbers[letters] = np.arange(len(letters))
    numbered = numbers[points]
    # A trigram lies within one word: its middle is no blank.
    middles = np.flatnonzero(points != _BLANK)
    begins = middles[points[middles - 1] == _BLANK]
    found = (numbered[middles - 1] << bits | numbered[middles]) << bits | numbered[middles + 1]
    initials = (numbered[begins - 1] << bits | numbered[begins]) << bits
    owners = np.cumsum(breaks).astype(np.uint64) - 1
    held = np.concatenate([found << owner_bits | owners[middles], initials << owner_bits | owners[begins]])
    held.sort()
    held, _ = grouped(held)
    keys, counts = grouped(held >> owner_bits)
    one = (1 << bits) - 1
    codes = letters[keys >> 2 * bits] << 2 * _POINT | letters[keys >> bits & one] << _POINT | letters[keys & one]
    yield Part(first, len(texts), codes, counts, (held & ((1 << owner_bits) - 1)).astype(np.uint16))
