"""The artists of a genre: who records there, how much, and how well known."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.catalogue.store import Catalogue, Track
from engine.genre.members import credible_members
from engine.recommend.similarity import Similarity

_SHARE: Final = 1 / 3  # of an artist's recordings here: with fewer in the genre they are of another
ARTIST_ORDERS: Final = ("popularity", "recordings")


@dataclass(frozen=True)
class GenreArtist:
    """An artist of a genre.

    Parameters
    ----------
    name : str
    count : int
        Recordings of theirs that are credibly of the genre.
    recordings : int
        All of theirs here.
    best : Track
        The best known of those of the genre.
    """

    name: str
    count: int
    recordings: int
    best: Track


def genre_artists(
    catalogue: Catalogue,
    similarity: Similarity,
    genre: str,
    k: int = 10,
    popularity: tuple[float, float] = (0, 100),
    by: str = "popularity",
) -> tuple[GenreArtist, ...]:
    """Artists with a third or more of their recordings credibly in a genre.

    Parameters
    ----------
    genre : str
    k : int
    popularity : tuple of float
        Least and greatest popularity of their best known recording in the genre.
    by : {"popularity", "recordings"}
        What the first has most of.

    Returns
    -------
    tuple of GenreArtist
        At most ``k``.

    Raises
    ------
    UserError
        If there is no such genre.
    """
    rows = credible_members(catalogue, similarity, genre)
    best_first = rows[np.argsort(-catalogue.rank_popularity[rows], kind="stable")]
    main = np.asarray(catalogue.main_artists)
    artists, first, counts = np.unique(main[best_first], return_index=True, return_counts=True)
    of_all = np.bincount(main, minlength=int(artists.max(initial=-1)) + 1)[artists]
    best = catalogue.rank_popularity[best_first[first]]
    chosen = np.flatnonzero((counts >= _SHARE * of_all) & (best >= popularity[0]) & (best <= popularity[1]))
    keys = (-counts[chosen], -best[chosen]) if by == "recordings" else (-best[chosen], -counts[chosen])
    chosen = chosen[np.lexsort(keys[::-1])][:k]
    tracks = catalogue.tracks(best_first[first[chosen]])
    return tuple(
        GenreArtist(catalogue.artist_names[int(artists[at])].as_py(), int(counts[at]), int(of_all[at]), track)
        for at, track in zip(chosen.tolist(), tracks, strict=True)
    )
