"""Target encoding: genre counts per artist and album."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

import numpy as np

from engine.genre.name_features import Credits

# How a track may be connected to recordings whose genres are known.
LINKS: Final = ("main artist", "main artist as a guest", "other artists", "album", "album by the same artist")


def _hash(kind: str, name: str) -> int:
    return int.from_bytes(blake2b(f"{kind}\n{name}".encode("utf-8", "replace"), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class HistoryKeys:
    """Keys looked up and keys updated by each track, as pairs of row and hashed name (int64 and uint64).

    Parameters
    ----------
    looked_up : tuple of (row, key)
        One pair for each of ``LINKS``: whose counts tell something of the track.
    updated : (row, key)
        Whose counts the track's genres are added to.
    count : int
        Tracks.
    """

    looked_up: tuple[tuple[np.ndarray, np.ndarray], ...]
    updated: tuple[np.ndarray, np.ndarray]
    count: int

    @classmethod
    def of(cls, credits: Credits) -> Self:
        """The keys of some names."""
        looked_up: tuple[list[tuple[int, int]], ...] = tuple([] for _ in LINKS)
        updated: list[tuple[int, int]] = []
        for row, (artists, album) in enumerate(zip(credits.artists, credits.album_name, strict=True)):
            names = list(dict.fromkeys(name.strip().casefold() for name in artists.split(";") if name.strip()))
            leads, guests = ([(row, _hash(role, name)) for name in names] for role in ("lead", "guest"))
            title = album.strip().casefold()
            albums = [[(row, _hash("album", title))], [(row, _hash("album", f"{title}\n{names[:1]}"))]]
            of_row = (leads[:1], guests[:1], leads[1:] + guests[1:], *(albums if title else ([], [])))
            for link, pairs in zip(looked_up, of_row, strict=True):
                link.extend(pairs)
            updated += [pair for pairs in (leads[:1], guests[1:], *of_row[3:]) for pair in pairs]
        return cls(tuple(_arrays(pairs) for pairs in looked_up), _arrays(updated), len(credits))


def _arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([row for row, _ in pairs], dtype=np.int64),
        np.array([key for _, key in pairs], dtype=np.uint64),
    )


@dataclass(frozen=True)
class TargetEncoder:
    """Counts of recordings by hashed artist or album and by genre.

    Parameters
    ----------
    keys : uint64, shape (entries,), ascending
        A key repeats for each of its genres.
    genre : uint8 or uint16, shape (entries,)
    count : uint16, shape (entries,)
    genres : int
        How many genres there are.

    Examples
    --------
    The artist's one known recording is of genre 1; a count is shrunk toward none by one recording:

    >>> keys = HistoryKeys.of(Credits(["Ann", "Ann"], ["", ""], ["Song", "Other song"]))
    >>> genres = np.array([[False, True], [False, False]])
    >>> encoder = TargetEncoder.fit(keys, genres, rows=np.array([0]))
    >>> encoder.transform(keys)[1, :2].tolist()
    [0.0, 0.5]
    """

    keys: np.ndarray
    genre: np.ndarray
    count: np.ndarray
    genres: int

    @classmethod
    def fit(cls, keys: HistoryKeys, truth: np.ndarray, rows: np.ndarray) -> Self:
        """Count the genres of some training rows; ``truth`` is bool, shape (tracks, genres)."""
        chosen = np.zeros(keys.count, dtype=bool)
        chosen[rows] = True
        row, key = keys.updated
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

    def transform(self, keys: HistoryKeys) -> np.ndarray:
        """Encode some tracks by what is known of their artists and albums.

        Returns
        -------
        float32, shape (tracks, links * (genres + 1))
            For each of ``LINKS`` the share of each genre, shrunk toward none by one recording, and a last column
            with the logarithm of 1 + the count of entries. All zero where nothing is known.
        """
        out = np.zeros((keys.count, len(LINKS), self.genres + 1), dtype=np.float32)
        for link, (row, key) in enumerate(keys.looked_up):
            start, stop = np.searchsorted(self.keys, key, "left"), np.searchsorted(self.keys, key, "right")
            size = stop - start
            entry = np.repeat(start - np.cumsum(size) + size, size) + np.arange(size.sum())
            np.add.at(out[:, link], (np.repeat(row, size), self.genre[entry]), self.count[entry])
        total = out.sum(axis=2)
        out /= 1 + total[:, :, None]
        out[:, :, -1] = np.log1p(total)
        return out.reshape(keys.count, -1)


def evidence_level(history: np.ndarray, genres: int) -> np.ndarray:
    """How much is known of each track's artists and album; the calibration depends on it.

    Parameters
    ----------
    history : float, shape (tracks, links * (genres + 1))
        As ``TargetEncoder.transform`` gives it.
    genres : int

    Returns
    -------
    int, shape (tracks,)
        3 the main artist, 2 the main artist as a guest only, 1 another artist or the album, 0 nothing.
    """
    counts = history.reshape(len(history), len(LINKS), genres + 1)[:, :, -1]
    return np.select([counts[:, 0] > 0, counts[:, 1] > 0, (counts > 0).any(axis=1)], [3, 2, 1], 0)
