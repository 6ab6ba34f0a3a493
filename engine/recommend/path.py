"""From one track to another: a walk of tracks each a little nearer to the goal, and how far along a track stands."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.deadlines import check_deadline
from engine.errors import UserError
from engine.features import AUDIO_NAMES, TRAIT_NAMES
from engine.recommend.knn import Doubles, KnnIndex, NeighbourSearch
from engine.recommend.playlist import recordings_of_its_artists

FEWEST_STEPS: Final = 3
MOST_STEPS: Final = 25
_LOOK: Final = 400
# A known track may stand a little further from the line than an unknown one, in standard deviations.
_UNKNOWN: Final = 0.25
_AUDIO_WEIGHTS: Final = np.where(np.arange(len(TRAIT_NAMES)) < len(AUDIO_NAMES), 1.0, 0.0)


@dataclass(frozen=True)
class Step(Track):
    """A track of a walk.

    Parameters
    ----------
    progress : float
        Where it stands between the first track (0) and the last (1): its projection on the line through both.
    distance : float
        From the track before it: root mean square over the nine audio features, in standard deviations; 0 for the
        first.
    """

    progress: float
    distance: float


def walk(
    catalogue: Catalogue, knn: KnnIndex, search: NeighbourSearch, names: Names, first: Track, last: Track, steps: int
) -> tuple[Step, ...]:
    """Tracks that lead from one to another.

    What is left of the straight line between the two sounds is divided evenly, and at the first mark the nearest
    recording is taken that stands further along than the one before, not much beyond the mark, and shares no artist
    with any track of the walk; then again from there.

    Parameters
    ----------
    steps : int
        Tracks in all, both ends among them. Fewer come back where nothing stands between.

    Raises
    ------
    UserError
        If both are the same sound.
    """
    rows = [first.recording]
    reached = 0.0
    taken = np.zeros(len(catalogue), dtype=bool)
    for end in (first, last):
        taken |= recordings_of_its_artists(catalogue, names, end.recording)
    along = line(knn, first, last)
    ends = knn.standardised[:, [first.recording, last.recording]].astype(np.float64)
    for left in range(steps - 1, 1, -1):
        check_deadline()
        stride = (1 - reached) / left
        share = reached + stride
        target = (1 - share) * ends[:, 0] + share * ends[:, 1]
        near, cost = search.nearest(target, _LOOK, weights=_AUDIO_WEIGHTS, among=np.flatnonzero(~taken))
        onward = (along[near] > reached) & (along[near] < share + stride / 2)
        if not onward.any():
            continue
        near, cost = near[onward], cost[onward]
        known = catalogue.rank_popularity[near] / 100
        row = int(near[np.argmin(cost + _UNKNOWN * (1 - known))])
        rows.append(row)
        reached = float(along[row])
        taken |= recordings_of_its_artists(catalogue, names, row)
    rows.append(last.recording)
    sounds = knn.standardised[: len(AUDIO_NAMES), rows].astype(np.float64)
    distances = [0.0, *np.sqrt(np.square(np.diff(sounds, axis=1)).mean(axis=0))]
    return tuple(
        Step(**vars(track), progress=float(along[row]), distance=float(distance))
        for track, row, distance in zip(catalogue.tracks(rows), rows, distances, strict=True)
    )


def line(knn: KnnIndex, first: Track, last: Track) -> Doubles:
    """Where every recording stands between two: 0 at the first, 1 at the last, by projection; float64, shape (n,).

    Raises
    ------
    UserError
        If both are the same sound: there is no line.
    """
    audio = knn.standardised[: len(AUDIO_NAMES)]
    start = audio[:, first.recording].astype(np.float64)
    way = audio[:, last.recording].astype(np.float64) - start
    length = float(way @ way)
    if length < 1e-6:
        raise UserError(
            f"{first.track_name} and {last.track_name} are the same sound: nothing lies between them.",
            "Choose another second track.",
        )
    return (way @ audio - way @ start) / length
