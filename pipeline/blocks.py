"""Divide the recordings of a large catalogue into blocks of near ones, for ``engine.recommend.blocks``."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.features import AUDIO
from engine.recommend.blocks import BLOCK, DIRECTORY, LEAST
from engine.recommend.knn import standardised_traits

Floats = npt.NDArray[np.float32]
_SAMPLE = 2000  # recordings from which the trait to divide by is chosen


def write_blocks(catalogue: Catalogue, out: Path) -> None:
    """Write the blocks of a catalogue into the directory ``blocks`` of its build, where it is large enough for them."""
    if len(catalogue) < LEAST:
        return
    (out / DIRECTORY).mkdir()
    standardised, _, _ = standardised_traits(catalogue.traits, catalogue.manifest["features"])
    for name, array in blocks_of(standardised).items():
        np.save(out / DIRECTORY / f"{name}.npy", array)


def blocks_of(standardised: Floats) -> dict[str, npt.NDArray[np.generic]]:
    """Blocks of recordings, as the leaves of a k-d tree over the audio features.

    A branch is divided where half of its blocks are full, by the feature that varies most in it.

    Parameters
    ----------
    standardised : float32, shape (11, n)

    Returns
    -------
    dict of arrays
        ``points``, ``rows``, ``low`` and ``high``; see ``engine.recommend.blocks.BlockIndex``.
    """
    traits, count = standardised.shape
    blocks = -(-count // BLOCK)
    points = np.full((blocks * BLOCK, traits), np.nan, dtype=np.float32)
    points[:count] = standardised.T
    rows = np.zeros(blocks * BLOCK, dtype=np.int32)
    rows[:count] = np.arange(count)
    branches = [(0, blocks)]
    while branches:
        first, last = branches.pop()
        if last - first == 1:
            continue
        middle = (first + last) // 2
        here = slice(first * BLOCK, min(last * BLOCK, count))
        branch = points[here]
        varied = int(branch[:: len(branch) // _SAMPLE + 1, : len(AUDIO)].var(axis=0).argmax())
        order = np.argpartition(branch[:, varied], (middle - first) * BLOCK)
        points[here], rows[here] = branch[order], rows[here][order]
        branches += [(first, middle), (middle, last)]
    points = np.ascontiguousarray(points.reshape(blocks, BLOCK, traits).transpose(0, 2, 1))
    low, high = np.nanmin(points, axis=2).T, np.nanmax(points, axis=2).T
    return {
        "points": points, "rows": rows.reshape(blocks, BLOCK),
        "low": np.ascontiguousarray(low), "high": np.ascontiguousarray(high),
    }  # fmt: skip
