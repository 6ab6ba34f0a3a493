"""Every recording on a plane: near each other where they sound alike.

Two maps. The first two principal components are the plane that keeps most of the variance; they are a product of
the catalogue and need no model. The neighbour map keeps who is next to whom instead (t-SNE, van der Maaten and
Hinton 2008). Fitting it to a whole catalogue takes minutes, so training fits it to landmarks, the centres of
1,500 clusters of recordings, and a build places each recording amid its nearest landmarks. Landmarks are
means over many recordings: the file in ``models/`` holds no track.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import AUDIO, AUDIO_NAMES

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["neighbours", "components"]
METHODS: Final[tuple[Method, ...]] = ("neighbours", "components")

NAME: Final = "sound_map"
FILE: Final = "sound_map.npy"
FORM: Final = 1
LANDMARKS: Final = 1500
FEWEST: Final = 5  # recordings to a landmark: a mean over fewer would come close to giving one away
NEAREST: Final = 6
GRID: Final = 24

Floats = npt.NDArray[np.float64]


def standardised(audio: npt.NDArray[np.floating[Any]], means: Floats, deviations: Floats) -> Floats:
    """Features in standard deviations from the mean, shape (n, 9); a missing tempo becomes the mean."""
    return np.nan_to_num((np.asarray(audio, dtype=np.float64) - means) / deviations)


@dataclass(frozen=True)
class Landmarks:
    """A fitted neighbour map.

    Parameters
    ----------
    means, deviations : float64, shape (9,)
        Of the audio features that it was fitted to.
    centres : float64, shape (landmarks, 9)
        Standardised features.
    places : float64, shape (landmarks, 2)
    kept : dict of str to float
        By method, the share of recordings' ten nearest in sound that are among their hundred nearest on the map.
    """

    means: Floats
    deviations: Floats
    centres: Floats
    places: Floats
    kept: dict[str, float]

    def place(self, audio: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.float32]:
        """Where recordings lie: the mean of their nearest landmarks, weighted by inverse squared distance.

        Parameters
        ----------
        audio : shape (n, 9), raw

        Returns
        -------
        float32, shape (n, 2)
        """
        from scipy.spatial import cKDTree

        points = standardised(audio, self.means, self.deviations)
        count = min(NEAREST, len(self.centres))
        distances, nearest = cKDTree(self.centres).query(points, k=range(1, count + 1))
        # A recording that is a landmark lies on it.
        weights = 1 / np.maximum(distances, 1e-6) ** 2
        weights /= weights.sum(axis=1, keepdims=True)
        return np.asarray((weights[:, :, None] * self.places[nearest]).sum(axis=1), dtype=np.float32)


def fit(
    audio: npt.NDArray[np.floating[Any]], *, landmarks: int = LANDMARKS, seed: int = 0, show_progress: bool = False
) -> Landmarks:
    """Fit the neighbour map.

    Parameters
    ----------
    audio : shape (n, 9), raw
        One row a recording; NaN is a missing tempo.
    landmarks : int
        Fewer are used where there are not four recordings to each.
    """
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.manifold import TSNE
    from tqdm import tqdm

    steps = tqdm(total=3, desc="map", disable=not show_progress)
    means = np.asarray(np.nanmean(audio, 0, dtype=np.float64))
    deviations = np.asarray(np.nanstd(audio, 0, dtype=np.float64))
    deviations = np.where(deviations > 0, deviations, 1.0)
    points = standardised(audio, means, deviations)
    count = max(2, min(landmarks, len(points) // 4))
    clusters = MiniBatchKMeans(count, batch_size=4096, n_init=1, max_iter=30, random_state=seed).fit(points)
    steps.update()
    shared = np.bincount(clusters.labels_, minlength=count) >= min(FEWEST, len(points) // count)
    centres = clusters.cluster_centers_[shared].astype(np.float32).astype(np.float64)
    tsne = TSNE(2, perplexity=min(40, (len(centres) - 1) / 3), init="pca", max_iter=600, random_state=seed)
    places = tsne.fit_transform(centres)
    steps.update()
    fitted = Landmarks(means, deviations, centres, places / np.abs(places).max(), {})
    kept = {
        "neighbours": neighbours_kept(points, fitted.place(audio), seed),
        "components": neighbours_kept(points, points @ _axes(points), seed),
    }
    steps.update()
    steps.close()
    return replace(fitted, kept=kept)


def neighbours_kept(points: Floats, places: npt.NDArray[np.floating[Any]], seed: int, sample: int = 500) -> float:
    """Share of recordings' ten nearest in sound that are among their hundred nearest on a map, over a sample."""
    from scipy.spatial import cKDTree

    chosen = np.random.default_rng(seed).choice(len(points), min(sample, len(points)), replace=False)
    near, around = min(11, len(points)), min(101, len(points))
    in_sound = np.asarray(cKDTree(points).query(points[chosen], k=range(2, near + 1))[1])
    on_map = np.asarray(cKDTree(places).query(places[chosen], k=range(2, around + 1))[1])
    return float(np.mean([np.isin(mine, theirs).mean() for mine, theirs in zip(in_sound, on_map, strict=True)]))


def save(fitted: Landmarks, directory: Path, about: dict[str, Any]) -> None:
    """Write the landmarks among the models."""
    arrays = {
        name: np.asarray(getattr(fitted, name), dtype=np.float32)
        for name in ("means", "deviations", "centres", "places")
    }
    artifacts.save(directory, NAME, arrays, form=FORM, about={**about, "kept": fitted.kept, "features": AUDIO_NAMES})


def train(
    recordings: "pd.DataFrame", listings: Sequence[Mapping[str, Any]], out: Path, *, show_progress: bool = False
) -> str:
    """Fit the neighbour map to recordings and write it into a models directory; what was done.

    Parameters
    ----------
    recordings, listings
        As ``pipeline.tables.Tables`` holds them.
    """
    fitted = fit(recordings[list(AUDIO_NAMES)].to_numpy(np.float64), show_progress=show_progress)
    about = {
        "what": "a plane on which recordings that sound alike lie together; centres of clusters, no tracks",
        "sources": [{"name": source["name"], "sha256": source["sha256"]} for source in listings],
    }
    save(fitted, out, about)
    return (
        f"Map: {len(fitted.centres):,} landmarks; {fitted.kept['neighbours']:.0%} of each recording's ten nearest are "
        f"among its hundred nearest there, against {fitted.kept['components']:.0%} on the principal components"
    )


def load(directory: Path) -> Landmarks:
    """The landmarks among the models.

    Raises
    ------
    UserError
        If they are absent or do not match their checksum.
    """
    arrays, about = artifacts.load(directory, NAME, form=FORM)
    wide = {name: values.astype(np.float64) for name, values in arrays.items()}
    return Landmarks(wide["means"], wide["deviations"], wide["centres"], wide["places"], dict(about["kept"]))


def write(catalogue: Catalogue, models: Path) -> dict[str, float]:
    """Place the recordings of a catalogue that is being built. UserError if the fitted map is absent or damaged."""
    fitted = load(models)
    np.save(catalogue.directory / FILE, fitted.place(catalogue.traits[:, : len(AUDIO)]))
    return fitted.kept


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
        points = standardised(catalogue.traits[:, : len(AUDIO)], catalogue.means, catalogue.deviations)
        axes = _axes(points)
        share = np.var(points @ axes, axis=0) / np.var(points, axis=0).sum()
        names = (_axis_name(axes[:, 0], share[0]), _axis_name(axes[:, 1], share[1]))
        return _on_grid(method, (points @ axes).astype(np.float32), kept, names)
    if not has_neighbours(catalogue):
        raise UserError(
            "This catalogue was built without a neighbour map.",
            "Ask for method:components, or build it again with trained models.",
            code="no_models",
        )
    return _on_grid(method, np.load(catalogue.directory / FILE), kept, ("", ""))


def has_neighbours(catalogue: Catalogue) -> bool:
    """Whether the neighbour map was placed at build time."""
    return (catalogue.directory / FILE).is_file()


def _on_grid(method: Method, places: npt.NDArray[np.float32], kept: float | None, axes: tuple[str, str]) -> SoundMap:
    low, high = np.percentile(places, [0.5, 99.5], axis=0)
    square = np.clip((places - low) / np.maximum(high - low, 1e-9) * GRID, 0, GRID - 1).astype(np.int64)
    squares = square[:, 0] * GRID + square[:, 1]
    return SoundMap(method, places, kept, axes, squares, np.bincount(squares, minlength=GRID**2))


def _axes(points: Floats) -> Floats:
    """The first two principal axes of centred points, shape (9, 2); the largest loading of each is positive."""
    _, vectors = np.linalg.eigh(np.cov(points, rowvar=False))
    axes = vectors[:, ::-1][:, :2]
    return np.asarray(axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]]))


def _axis_name(loadings: Floats, share: float) -> str:
    """``energy and less acousticness (32% of variance)``: the two largest loadings."""
    largest = np.argsort(-np.abs(loadings))[:2]
    parts = " and ".join(f"{'' if loadings[at] > 0 else 'less '}{AUDIO_NAMES[at]}" for at in largest)
    return f"{parts} ({100 * share:.0f}% of variance)"
