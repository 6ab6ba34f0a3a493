"""Genres in a list: what is asked for by an occasion or a mood alone is answered from several kinds of music."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.catalogue.store import Catalogue
from engine.recommend.knn import Doubles, Rows

_PENALTY: Final = 2.0
"""What a recording loses whose genres are exactly those of everything before it, in units of the scores."""
_WINDOW: Final = 40  # recordings among which the next is chosen: a longer list begins as a shorter one does


def interleaved(catalogue: Catalogue, rows: Rows, scores: Doubles) -> Iterator[int]:
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

    Yields
    ------
    int
        The next recording. A short list needs the first few only.
    """
    has = _filed(catalogue, rows)
    sizes = has.sum(axis=1)
    waiting = list(range(len(rows)))
    crowd = np.zeros(len(rows))
    for taken in range(len(rows)):
        near = waiting[:_WINDOW]
        worth = scores[near] - _PENALTY * crowd[near] / max(taken, 1)
        best = near[int(worth.argmax())]
        waiting.remove(best)
        yield int(rows[best])
        common = np.einsum("ik,k->i", has, has[best])
        crowd += common / np.maximum(sizes + sizes[best] - common, 1)


def _filed(catalogue: Catalogue, rows: Rows) -> npt.NDArray[np.float64]:
    """Which genres recordings are filed under, of those of them all: 0 or 1, shape (m, genres)."""
    filed = catalogue.words["genres"].chunk(0).take(pa.array(rows))
    genres = filed.flatten().dictionary_encode()
    has = np.zeros((len(rows), max(len(genres.dictionary), 1)))
    has[np.repeat(np.arange(len(rows)), np.diff(filed.offsets)), genres.indices] = 1
    return has
