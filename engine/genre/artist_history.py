"""What an artist's or album's other recordings are filed under: a fitted table of counts by hashed name."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

import numpy as np

from engine.genre.encoding import Credits

# The ways in which a track leans on recordings already filed.
KINDS: Final = ("main artist", "main artist as a guest", "other artists", "album", "album by the same artist")


def _hash(kind: str, name: str) -> int:
    return int.from_bytes(blake2b(f"{kind}\n{name}".encode("utf-8", "replace"), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class Links:
    """Which keys each track leans on, and which it adds to, as pairs of row and key (int64 and uint64).

    Parameters
    ----------
    used : tuple of (row, key)
        One for each of ``KINDS``.
    fed : (row, key)
    count : int
        Tracks.
    """

    used: tuple[tuple[np.ndarray, np.ndarray], ...]
    fed: tuple[np.ndarray, np.ndarray]
    count: int

    @classmethod
    def of(cls, credits: Credits) -> Self:
        """The links of some names."""
        used: tuple[list[tuple[int, int]], ...] = tuple([] for _ in KINDS)
        fed: list[tuple[int, int]] = []
        for row, (artists, album) in enumerate(zip(credits.artists, credits.album_name, strict=True)):
            names = list(dict.fromkeys(name.strip().casefold() for name in artists.split(";") if name.strip()))
            leads, guests = ([(row, _hash(role, name)) for name in names] for role in ("lead", "guest"))
            title = album.strip().casefold()
            albums = [[(row, _hash("album", title))], [(row, _hash("album", f"{title}\n{names[:1]}"))]]
            of_row = (leads[:1], guests[:1], leads[1:] + guests[1:], *(albums if title else ([], [])))
            for kind, pairs in zip(used, of_row, strict=True):
                kind.extend(pairs)
            fed += [pair for pairs in (leads[:1], guests[1:], *of_row[3:]) for pair in pairs]
        return cls(tuple(_arrays(pairs) for pairs in used), _arrays(fed), len(credits))


def _arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([row for row, _ in pairs], dtype=np.int64),
        np.array([key for _, key in pairs], dtype=np.uint64),
    )


@dataclass(frozen=True)
class Known:
    """Counts of recordings by key and genre.

    Parameters
    ----------
    keys : uint64, shape (entries,), ascending; a key repeats for each of its genres
    genre : uint8 or uint16, shape (entries,)
    count : uint16, shape (entries,)
    genres : int
        How many genres there are.
    """

    keys: np.ndarray
    genre: np.ndarray
    count: np.ndarray
    genres: int

    @classmethod
    def fit(cls, links: Links, truth: np.ndarray, rows: np.ndarray) -> Self:
        """The table of some training rows; ``truth`` is bool, shape (tracks, genres)."""
        chosen = np.zeros(links.count, dtype=bool)
        chosen[rows] = True
        row, key = links.fed
        row, key = row[chosen[row]], key[chosen[row]]
        entry, genre = np.nonzero(truth[row])
        order = np.lexsort((genre, key[entry]))
        pairs = np.stack([key[entry][order], genre[order].astype(np.uint64)])
        first = np.flatnonzero(np.any(np.diff(pairs, axis=1, prepend=np.uint64(1 << 63)) != 0, axis=0))
        count = np.diff(np.append(first, pairs.shape[1]))
        small = np.uint8 if truth.shape[1] <= 256 else np.uint16
        return cls(
            pairs[0, first], pairs[1, first].astype(small), np.minimum(count, 65535).astype(np.uint16), truth.shape[1]
        )

    def evidence(self, links: Links) -> np.ndarray:
        """What the table says of some tracks.

        Returns
        -------
        float32, shape (tracks, kinds * (genres + 1))
            For each of ``KINDS`` the share of each genre, shrunk toward none by one recording, and a last column
            with the logarithm of 1 + the count of entries. All zero where nothing is known.
        """
        out = np.zeros((links.count, len(KINDS), self.genres + 1), dtype=np.float32)
        for kind, (row, key) in enumerate(links.used):
            start, stop = np.searchsorted(self.keys, key, "left"), np.searchsorted(self.keys, key, "right")
            size = stop - start
            entry = np.repeat(start - np.cumsum(size) + size, size) + np.arange(size.sum())
            np.add.at(out[:, kind], (np.repeat(row, size), self.genre[entry]), self.count[entry])
        total = out.sum(axis=2)
        out /= 1 + total[:, :, None]
        out[:, :, -1] = np.log1p(total)
        return out.reshape(links.count, -1)
