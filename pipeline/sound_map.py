"""Train the neighbour map, and place the recordings of a catalogue on it when it is built.

The map keeps neighbours together (t-SNE, van der Maaten and Hinton 2008). Fitting it to a whole catalogue takes
minutes, so training fits it to landmarks, the centres of 1,500 clusters of recordings, and a build places each
recording amid its nearest landmarks. Landmarks are means over many recordings: the file in ``models/`` holds no track.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree
from sklearn.cluster import MiniBatchKMeans
from sklearn.manifold import TSNE
from tqdm import tqdm

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.features import AUDIO, AUDIO_NAMES
from engine.sound_map import FILE, NAME, Floats, principal_axes
from engine.statistics import standardise

FORMAT_VERSION: Final = 1
LANDMARKS: Final = 1500
MIN_CLUSTER: Final = 5  # recordings to a landmark: a mean over fewer would come close to giving one away
NEAREST: Final = 6  # landmarks that place a recording


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
        points = standardise(audio, self.means, self.deviations)
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
    means = np.asarray(np.nanmean(audio, 0, dtype=np.float64))
    deviations = np.asarray(np.nanstd(audio, 0, dtype=np.float64))
    deviations = np.where(deviations > 0, deviations, 1.0)
    points = standardise(audio, means, deviations)
    with tqdm(total=3, desc="map", disable=not show_progress) as bar:
        centres = fit_landmarks(points, max(2, min(landmarks, len(points) // 4)), seed)
        bar.update()
        tsne = TSNE(2, perplexity=min(40, (len(centres) - 1) / 3), init="pca", max_iter=600, random_state=seed)
        places = tsne.fit_transform(centres)
        bar.update()
        fitted = Landmarks(means, deviations, centres, places / np.abs(places).max(), {})
        kept = {
            "neighbours": neighbours_kept(points, fitted.place(audio), seed),
            "components": neighbours_kept(points, points @ principal_axes(points), seed),
        }
        bar.update()
    return replace(fitted, kept=kept)


def fit_landmarks(points: Floats, count: int, seed: int) -> Floats:
    """Centres of at most ``count`` clusters, those with very few recordings left out; shape (landmarks, 9)."""
    clusters = MiniBatchKMeans(count, batch_size=4096, n_init=1, max_iter=30, random_state=seed).fit(points)
    shared = np.bincount(clusters.labels_, minlength=count) >= min(MIN_CLUSTER, len(points) // count)
    return np.asarray(clusters.cluster_centers_[shared].astype(np.float32).astype(np.float64))


def neighbours_kept(points: Floats, places: npt.NDArray[np.floating[Any]], seed: int, sample: int = 500) -> float:
    """Share of recordings' ten nearest in sound that are among their hundred nearest on a map, over a sample."""
    chosen = np.random.default_rng(seed).choice(len(points), min(sample, len(points)), replace=False)
    near, around = min(11, len(points)), min(101, len(points))
    in_sound = np.asarray(cKDTree(points).query(points[chosen], k=range(2, near + 1))[1])
    on_map = np.asarray(cKDTree(places).query(places[chosen], k=range(2, around + 1))[1])
    return float(np.mean([np.isin(mine, theirs).mean() for mine, theirs in zip(in_sound, on_map, strict=True)]))


def save(fitted: Landmarks, directory: Path, about: dict[str, Any]) -> None:
    """Save the landmarks to a models directory."""
    arrays = {
        name: np.asarray(getattr(fitted, name), dtype=np.float32)
        for name in ("means", "deviations", "centres", "places")
    }
    artifacts.save(
        directory,
        NAME,
        arrays,
        format_version=FORMAT_VERSION,
        about={**about, "kept": fitted.kept, "features": AUDIO_NAMES},
    )


def train(
    recordings: pd.DataFrame, sources: Sequence[Mapping[str, Any]], out: Path, *, show_progress: bool = False
) -> str:
    """Fit the neighbour map and write it into a models directory.

    Parameters
    ----------
    recordings : DataFrame
        As ``pipeline.cleaning.to_recordings`` gives them.
    sources : sequence of mapping
        Entries of the listings, as ``pipeline.tables.Tables`` holds them.

    Returns
    -------
    str
        What was done.
    """
    fitted = fit(recordings[list(AUDIO_NAMES)].to_numpy(np.float64), show_progress=show_progress)
    about = {
        "what": "a plane on which recordings that sound alike lie together; centres of clusters, no tracks",
        "sources": [{"name": source["name"], "sha256": source["sha256"]} for source in sources],
    }
    save(fitted, out, about)
    return (
        f"Map: {len(fitted.centres):,} landmarks; {fitted.kept['neighbours']:.0%} of each recording's ten nearest are "
        f"among its hundred nearest there, against {fitted.kept['components']:.0%} on the principal components"
    )


def load(directory: Path) -> Landmarks:
    """Load the landmarks from a models directory.

    Raises
    ------
    UserError
        If they are absent or do not match their checksum.
    """
    arrays, about = artifacts.load(directory, NAME, format_version=FORMAT_VERSION)
    wide = {name: values.astype(np.float64) for name, values in arrays.items()}
    return Landmarks(wide["means"], wide["deviations"], wide["centres"], wide["places"], dict(about["kept"]))


def write(catalogue: Catalogue, models: Path) -> dict[str, float]:
    """Place the recordings of a catalogue that is being built. UserError if the fitted map is absent or damaged."""
    fitted = load(models)
    np.save(catalogue.directory / FILE, fitted.place(catalogue.traits[:, : len(AUDIO)]))
    return fitted.kept
