"""Encode artist, album and title names: how they are written, and their words and character n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self
from zlib import crc32

import numpy as np

FIELDS: Final = ("artists", "album_name", "track_name")
# Unicode blocks that tell a language or a scene: (first, last) code point.
_SCRIPTS: Final = (
    (0x00C0, 0x024F),  # Latin with diacritics
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x0590, 0x06FF),  # Hebrew and Arabic
    (0x0900, 0x0DFF),  # the scripts of India
    (0x0E00, 0x0E7F),  # Thai
    (0x3040, 0x30FF),  # Kana
    (0x4E00, 0x9FFF),  # Han
    (0xAC00, 0xD7AF),  # Hangul
)
_KEYWORDS: Final = (
    ("feat", "ft.", "with "),
    ("remix", "mix", "edit", "version"),
    ("live", "concert", "session"),
    ("remaster", "deluxe", "anniversary"),
    ("original", "soundtrack", "score", "from "),
    ("christmas", "xmas", "halloween", "navidad"),
    ("(",),
    (" - ",),
    ("op.", "no.", "major", "minor"),
    ("sleep", "rain", "study", "noise", "relax"),
)


@dataclass(frozen=True)
class Credits:
    """The names of some tracks, one entry a track; empty text where unknown.

    Parameters
    ----------
    artists : sequence of str
        Several artists are separated by ``;``, the main artist first.
    album_name, track_name : sequence of str

    Examples
    --------
    >>> len(Credits(["Ann;Bob"], ["Album"], ["Song"]))
    1
    """

    artists: Sequence[str]
    album_name: Sequence[str]
    track_name: Sequence[str]

    def __len__(self) -> int:
        return len(self.artists)

    def take(self, rows: np.ndarray) -> Self:
        """The names of some rows."""
        return type(self)(*([getattr(self, field)[row] for row in rows] for field in FIELDS))


def spelling_features(credits: Credits) -> np.ndarray:
    """How names are written, which holds for new artists too: script, case, length, and keywords.

    Returns
    -------
    float32, shape (tracks, features)

    Examples
    --------
    >>> spelling_features(Credits(["Ann"], ["Album"], ["Song (Live)"])).shape[0]
    1
    """
    columns: list[np.ndarray] = []
    for field in FIELDS:
        texts = list(getattr(credits, field))
        columns += _letters(texts)
        if field != "artists":
            folded = [text.casefold() for text in texts]
            columns += [np.array([any(word in text for word in words) for text in folded]) for words in _KEYWORDS]
    columns.append(np.array([artists.count(";") for artists in credits.artists]) / 2)
    columns.append(
        np.array([a.casefold() == t.casefold() for a, t in zip(credits.album_name, credits.track_name, strict=True)])
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _letters(texts: list[str]) -> list[np.ndarray]:
    """Length, case, digits and scripts of some texts, one array a feature."""
    length = np.array([len(text) for text in texts])
    filled = np.maximum(length, 1)
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32)
    row = np.repeat(np.arange(len(texts)), length)
    return [
        np.log1p(length) / 3,
        np.array([len(text.split()) for text in texts]) / 5,
        np.array([text.isupper() for text in texts]),
        np.array([text.islower() for text in texts]),
        np.array([sum(map(str.isupper, text)) for text in texts]) / filled,
        np.array([sum(map(str.isdigit, text)) for text in texts]) / filled,
        *(
            np.bincount(row, (codes >= first) & (codes <= last), minlength=len(texts)) / filled
            for first, last in _SCRIPTS
        ),
    ]


def hashed_ngrams(credits: Credits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The distinct words and runs of 2 to 5 characters of each name, hashed, each field by its own hash.

    Returns
    -------
    row : int64, shape (ngrams,)
    field : uint8, shape (ngrams,)
        0 artists, 1 album, 2 title.
    ngram : uint32, shape (ngrams,)
        The hash.
    """
    pairs: list[np.ndarray] = []
    fields: list[np.ndarray] = []
    for number, name in enumerate(FIELDS):
        texts = [" " + " ".join(text.casefold().replace(";", " ; ").split()) + " " for text in getattr(credits, name)]
        words = [
            (row, crc32(f"{number} {word}".encode("utf-8", "replace")))
            for row, text in enumerate(texts)
            for word in text.split()
        ]
        row, hashed = np.array(words, dtype=np.uint64).reshape(-1, 2).T
        found = [row << np.uint64(32) | hashed, *(_windows(texts, number + 1, size) for size in (2, 3, 4, 5))]
        ordered = np.sort(np.concatenate(found))
        pairs.append(ordered[np.diff(ordered, prepend=np.uint64(1 << 63)) != 0])
        fields.append(np.full(len(pairs[-1]), number, dtype=np.uint8))
    pair = np.concatenate(pairs)
    return (pair >> np.uint64(32)).astype(np.int64), np.concatenate(fields), pair.astype(np.uint32)


def _windows(texts: list[str], salt: int, size: int) -> np.ndarray:
    """Row (high 32 bits) and hash (low 32) of each run of ``size`` characters that lies within one text."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    row = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) for text in texts])
    count = max(len(codes) - size + 1, 0)
    hashed = np.full(count, salt, dtype=np.uint64)
    for step in range(size):
        hashed = (hashed ^ codes[step : step + count]) * np.uint64(0xFF51AFD7ED558CCD)  # wraps, as a hash should
        hashed ^= hashed >> np.uint64(32)
    pairs = row[:count] << np.uint64(32) | hashed & np.uint64(0xFFFFFFFF)
    return np.asarray(pairs[row[:count] == row[size - 1 : size - 1 + count]])
