"""A map of all recordings: near each other where they sound alike.

Two maps. The first two principal components are the plane that keeps most of the variance; they are computed from
the catalogue and need no model. The neighbour map preserves neighbourhoods instead (t-SNE); ``pipeline.sound_map``
fits it and places the recordings on it when the catalogue is built.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import AUDIO, AUDIO_NAMES
from engine.statistics import standardise

Method = Literal["neighbours", "components"]
METHODS: Final[tuple[Method, ...]] = ("neighbours", "components")

NAME: Final = "sound_map"
FILE: Final = "sound_map.npy"
GRID: Final = 24

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SoundMap:
    """All recordings on a plane.

    Parameters
    ----------
    method : {"neighbours", "components"}
    places : float32, shape (n, 2)
    kept : float or None
        Share of recordings' ten nearest in sound that are among their hundred nearest here, measured in training.
    axes : tuple of two str
        What each axis means; empty where it means nothing by itself.
    squares : int64, shape (n,)
        The square of a grid of 24 by 24 over the map that each recording lies in.
    crowd : int64, shape (576,)
        Recordings in each square.
    """

    method: Method
    places: npt.NDArray[np.float32]
    kept: float | None
    axes: tuple[str, str]
    squares: npt.NDArray[np.int64]
    crowd: npt.NDArray[np.int64]

    def middle(self, rows: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
        """Where some recordings are densest: the mean of those in their fullest square, shape (2,)."""
        fullest = np.bincount(self.squares[rows]).argmax()
        return np.asarray(self.places[rows[self.squares[rows] == fullest]].mean(axis=0, dtype=np.float64))

    def room(self, rows: npt.NDArray[np.integer]) -> float:
        """How closely some recordings keep together: the share of all recordings in the squares that hold half of
        these. About 0.5 where they are spread like everything else, near 0 where they have a corner to themselves.
        """
        inside = np.bincount(self.squares[rows], minlength=GRID**2)
        densest = np.argsort(-inside / np.maximum(self.crowd, 1), kind="stable")
        count = int(np.searchsorted(np.cumsum(inside[densest]), len(rows) / 2)) + 1
        return float(self.crowd[densest[:count]].sum() / len(self.places))


def around(catalogue: Catalogue, of: SoundMap, row: int, count: int = 3, near: int = 300) -> list[str]:
    """The genres that are most over-represented among the recordings nearest to one on the map."""
    distances = ((np.asarray(of.places) - of.places[row]) ** 2).sum(axis=1)
    nearest = np.argpartition(distances, min(near, len(distances) - 1))[:near]
    is_near = np.zeros(len(distances), dtype=bool)
    is_near[nearest] = True
    inside = np.array([is_near[catalogue.genre_members(genre)].sum() for genre in catalogue.genres])
    size = np.diff(catalogue.genre_starts)
    # A dozen members are lent to every genre, so that a small one does not lead by one recording.
    lift = inside / (size + 12)
    return [catalogue.genres[at] for at in np.argsort(-lift, kind="stable")[:count] if inside[at]]


def sound_map(catalogue: Catalogue, method: Method) -> SoundMap:
    """A map of the catalogue. The components take some 50 ms at 80,000 recordings: keep the result.

    Raises
    ------
    UserError
        If the neighbour map was not placed at build time.
    """
    kept = (catalogue.manifest.get(NAME) or {}).get(method)
    if method == "components":
        points = standardise(catalogue.traits[:, : len(AUDIO)], catalogue.means, catalogue.deviations)
        axes = principal_axes(points)
        share = np.var(points @ axes, axis=0) / np.var(points, axis=0).sum()
        names = (_axis_name(axes[:, 0], share[0]), _axis_name(axes[:, 1], share[1]))
        return _on_grid(method, (points @ axes).astype(np.float32), kept, names)
    if not has_neighbours(catalogue):
        raise UserError(
            "This catalogue was built without a neighbour map.",
            "Ask for method:components, or build it again with trained models.",
            code="no_models",
        )
    return _on_grid(method, catalogue.files.array(FILE), kept, ("", ""))


def has_neighbours(catalogue: Catalogue) -> bool:
    """Whether the neighbour map was placed at build time."""
    return FILE in catalogue.files


def _on_grid(method: Method, places: npt.NDArray[np.float32], kept: float | None, axes: tuple[str, str]) -> SoundMap:
    low, high = np.percentile(places, [0.5, 99.5], axis=0)
    square = np.clip((places - low) / np.maximum(high - low, 1e-9) * GRID, 0, GRID - 1).astype(np.int64)
    squares = square[:, 0] * GRID + square[:, 1]
    return SoundMap(method, places, kept, axes, squares, np.bincount(squares, minlength=GRID**2))


def principal_axes(points: Floats) -> Floats:
    """The first two principal axes of centred points, shape (9, 2); the largest loading of each is positive."""
    _, vectors = np.linalg.eigh(np.cov(points, rowvar=False))
    axes = vectors[:, ::-1][:, :2]
    return np.asarray(axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]]))


def _axis_name(loadings: Floats, share: float) -> str:
    """``energy and less acousticness (32% of variance)``: the two largest loadings."""
    largest = np.argsort(-np.abs(loadings))[:2]
    parts = " and ".join(f"{'' if loadings[at] > 0 else 'less '}{AUDIO_NAMES[at]}" for at in largest)
    return f"{parts} ({100 * share:.0f}% of variance)"
