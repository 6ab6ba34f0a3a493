"""What the networks read: a track's audio and names as numbers. NumPy only, as answering needs it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

# Audio inputs by the public table's column names; popularity is not among them and never will be: in this table
# it is an artefact of how each genre was crawled.
MEASURED: Final = (
    "danceability",
    "energy",
    "loudness",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
    "duration_ms",
)
COUNTED: Final = ("key", "mode", "time_signature", "explicit")
COLUMNS: Final = (*MEASURED, *COUNTED)
SETTINGS: Final = {"key": 12, "mode": 2, "time_signature": 8, "explicit": 2}

# How a recording was made shows in the last digits. Sequencers keep whole tempos; what came on CD lasts a whole number
# of frames (75 a second, IEC 60908), a file a whole number of its codec's, an export from a sequencer of beats.
_FROM_WHOLE: Final = (0.004, 0.008, 0.012, 0.017, 0.023, 0.03, 0.04, 0.055, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4)  # bpm
_CD: Final = tuple(1000 / 75 * frames for frames in (1, 3, 5, 15, 75))  # ms
_CODECS: Final = (1152 / 44.1, 1024 / 44.1, 1152 / 48, 1024 / 48)  # ms: MP3 and AAC, at 44.1 and 48 kHz
_ROUND: Final = (500.0, 250.0, 100.0, 20.0, 10.0)  # ms
_BEATS: Final = (1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32)
_FROM_BEAT: Final = (1.01, 4, 16)  # ms
TRACES: Final = 1 + len(_FROM_WHOLE) + len(_CD) + len(_CODECS) + len(_ROUND) + len(_BEATS) * len(_FROM_BEAT)

_FIELDS: Final = ("artists", "album_name", "track_name")
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
_HINTS: Final = (
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
    """The names of some tracks, one entry a track; empty text where unknown. ``artists`` are split by ``;``."""

    artists: Sequence[str]
    album_name: Sequence[str]
    track_name: Sequence[str]

    def __len__(self) -> int:
        return len(self.artists)

    def take(self, rows: np.ndarray) -> "Credits":
        """The names of some rows."""
        return Credits(*([getattr(self, field)[row] for row in rows] for field in _FIELDS))

    def known(self) -> np.ndarray:
        """Which tracks have any name at all: bool, shape (tracks,)."""
        return np.array([bool(artists or title) for artists, title in zip(self.artists, self.track_name, strict=True)])


@dataclass(frozen=True)
class AudioEncoder:
    """Piecewise-linear encoding of the measured features, one-hot encoding of the counted ones.

    A value is given as how far it fills each of the bins between the training quantiles, which lets a small
    network see the exact place of a value in a skewed feature (Gorishniy et al. 2022, "On Embeddings for
    Numerical Features in Tabular Deep Learning").

    Parameters
    ----------
    edges : float32, shape (measured, bins + 1)
        Quantiles of each measured feature in training, ascending; equal edges enclose an empty bin.
    medians : float32, shape (columns,)
        What a missing value is taken to be.
    """

    edges: np.ndarray
    medians: np.ndarray

    @classmethod
    def fit(cls, audio: np.ndarray, bins: int) -> "AudioEncoder":
        """Quantiles and medians of ``audio``, float, shape (tracks, columns), NaN where missing."""
        measured = audio[:, : len(MEASURED)]
        edges = np.nanquantile(measured, np.linspace(0, 1, bins + 1), axis=0).T
        return cls(edges.astype(np.float32), np.nanquantile(audio, 0.5, axis=0, method="lower").astype(np.float32))

    def filled(self, audio: np.ndarray) -> np.ndarray:
        """The audio with the training median where a value is missing: float32."""
        return np.where(np.isnan(audio), self.medians, audio).astype(np.float32)

    def __call__(self, audio: np.ndarray) -> np.ndarray:
        """Encode ``audio``, float, shape (tracks, columns): float32, shape (tracks, inputs); the traces come last."""
        filled = self.filled(audio)
        low, high = self.edges[:, :-1], self.edges[:, 1:]
        width = np.where(high > low, high - low, 1)
        bins = np.clip((filled[:, : len(MEASURED), None] - low) / width, 0, 1) * (high > low)
        middle, spread = self.edges.mean(axis=1), self.edges.std(axis=1)
        linear = np.clip((filled[:, : len(MEASURED)] - middle) / np.where(spread > 0, spread, 1), -4, 4)
        settings = [
            np.arange(size) == np.clip(filled[:, COLUMNS.index(name)], 0, size - 1).astype(int)[:, None]
            for name, size in SETTINGS.items()
        ]
        tempo_known = ~np.isnan(audio[:, [MEASURED.index("tempo")]])
        return np.concatenate(
            [bins.reshape(len(audio), -1), linear, *settings, tempo_known, traces(audio)], axis=1, dtype=np.float32
        )


def traces(audio: np.ndarray) -> np.ndarray:
    """What the last digits of tempo and duration tell of how a recording was made.

    How near the tempo is to a whole one, and whether the duration is a whole number of CD frames, codec frames, round
    parts of a second, or beats. A tempo without decimals was rounded, or typed: then nothing is known, all is 0.

    Parameters
    ----------
    audio : float, shape (tracks, columns)
        NaN where missing.

    Returns
    -------
    float32, shape (tracks, TRACES)
        0 or 1; the first column is whether anything is known.
    """
    tempo, duration = (audio[:, [MEASURED.index(name)]] for name in ("tempo", "duration_ms"))
    whole, duration = np.round(tempo), np.round(duration)
    from_whole = np.abs(tempo - whole)
    known = from_whole > 0.0005
    units = np.array((*_CD, *_CODECS, *_ROUND))
    # The source cuts durations to milliseconds.
    fitting = np.floor(np.ceil(duration / units - 1e-6) * units + 1e-6) == duration
    spans = 60_000 * np.array(_BEATS) / np.maximum(whole, 1)
    over = (duration + 0.5) % spans
    from_beat = np.minimum(over, spans - over)
    near_beat = (from_beat[:, :, None] <= np.array(_FROM_BEAT)).reshape(len(audio), -1)
    return np.asarray(
        known & np.concatenate([known, from_whole <= np.array(_FROM_WHOLE), fitting, near_beat], axis=1),
        dtype=np.float32,
    )


def style(credits: Credits) -> np.ndarray:
    """How names are written, which outlives any single artist: script, case, length, and telling words.

    Returns
    -------
    float32, shape (tracks, styles)
    """
    columns: list[np.ndarray] = []
    for field in _FIELDS:
        texts = list(getattr(credits, field))
        length = np.array([len(text) for text in texts])
        filled = np.maximum(length, 1)
        columns += [
            np.log1p(length) / 3,
            np.array([len(text.split()) for text in texts]) / 5,
            np.array([text.isupper() for text in texts]),
            np.array([text.islower() for text in texts]),
            np.array([sum(map(str.isupper, text)) for text in texts]) / filled,
            np.array([sum(map(str.isdigit, text)) for text in texts]) / filled,
        ]
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32)
        row = np.repeat(np.arange(len(texts)), length)
        columns += [
            np.bincount(row, (codes >= first) & (codes <= last), minlength=len(texts)) / filled
            for first, last in _SCRIPTS
        ]
        if field != "artists":
            folded = [text.casefold() for text in texts]
            columns += [np.array([any(word in text for word in words) for text in folded]) for words in _HINTS]
    columns.append(np.array([artists.count(";") for artists in credits.artists]) / 2)
    columns.append(
        np.array([a.casefold() == t.casefold() for a, t in zip(credits.album_name, credits.track_name, strict=True)])
    )
    return np.stack(columns, axis=1).astype(np.float32)


def grams(credits: Credits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The distinct words and runs of 2 to 5 characters of each name, hashed, each field by its own hash.

    Returns
    -------
    row : int64, shape (grams,)
    field : uint8, shape (grams,)
        0 artists, 1 album, 2 title.
    gram : uint32, shape (grams,)
    """
    pairs: list[np.ndarray] = []
    fields: list[np.ndarray] = []
    for number, name in enumerate(_FIELDS):
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
