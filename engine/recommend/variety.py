"""Genres in a list: what is asked for by an occasion or a mood alone is answered from several kinds of music."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.recommend.knn import Doubles, Rows

_PENALTY: Final = 2.0
"""What a recording loses whose genres are exactly those of everything before it, in units of the scores."""
_WINDOW: Final = 40  # recordings among which the next is chosen: a longer list begins as a shorter one does


def interleaved(catalogue: Catalogue, rows: Rows, scores: Doubles) -> Rows:
    """Recordings in an order in which one kind of music does not crowd out the others.

    Greedy maximal marginal relevance (J. Carbonell and J. Goldstein, "The Use of MMR", 1998): each time the recording
    with the highest score less its mean likeness in genres to those already taken, the likeness of two recordings being
    the share of their filed genres that they have in common.

    Parameters
    ----------
    catalogue : Catalogue
    rows : intp, shape (m,)
        Best first.
    scores : float64, shape (m,)

    Returns
    -------
    intp, shape (m,)
    """
    alike = _likeness(catalogue, rows)
    taken: list[int] = []
    waiting = list(range(len(rows)))
    crowd = np.zeros(len(rows))
    while waiting:
        near = waiting[:_WINDOW]
        worth = scores[near] - _PENALTY * crowd[near] / max(len(taken), 1)
        best = near[int(worth.argmax())]
        waiting.remove(best)
        taken.append(best)
        crowd += alike[best]
    return np.asarray(rows)[taken]


def _likeness(catalogue: Catalogue, rows: Rows) -> npt.NDArray[np.float64]:
    """Shares of common genres, shape (m, m)."""
    genres_of = catalogue.words["genres"]
    filed = [genres_of[int(row)].as_py() for row in rows]
    places = {genre: place for place, genre in enumerate(sorted(set().union(*filed)))}
    has = np.zeros((len(filed), max(len(places), 1)))
    for number, genres in enumerate(filed):
        has[number, [places[genre] for genre in genres]] = 1
    common = np.einsum("ik,jk->ij", has, has)
    sizes = has.sum(axis=1)
    shares: npt.NDArray[np.float64] = common / np.maximum(sizes[:, None] + sizes[None, :] - common, 1)
    return shares
