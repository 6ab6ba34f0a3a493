"""Where a query points in the space of traits: a target, and a weight for each trait."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.catalogue.store import Track
from engine.features import AUDIO_NAMES, TRAIT_NAMES
from engine.levels import Levels
from engine.recommend.knn import Doubles, KnnIndex
from engine.recommend.moods import percentiles
from engine.recommend.query import Query

# A constraint said in so many words outweighs what a mood implies, and both outweigh one feature among a seed's nine.
_SAID, _MOOD, _SEED = 1.0, 0.7, 0.25
# Rocchio's formula for relevance feedback: how strongly an anti-seed pushes the target away.
_AWAY: Final = 0.5


@dataclass(frozen=True)
class Aim:
    """A target in the space of traits.

    Parameters
    ----------
    target : float64, shape (11,)
        In standard deviations.
    weights : float64, shape (11,), or None
        None: compare the nine audio features by cosine.
    whole : bool
        Whether it is a whole sound, so that distance alone decides.
    """

    target: Doubles
    weights: Doubles | None
    whole: bool


def aim_of(levels: Levels, knn: KnnIndex, query: Query, feedback: list[str]) -> Aim:
    """The target and weights that a query makes; remarks on them go to ``feedback``."""
    target = np.zeros(len(TRAIT_NAMES))
    weights = np.zeros(len(TRAIT_NAMES))
    seeded = bool(query.seeds or query.unlike)
    if seeded:
        liked, unliked = (_mean(knn, tracks) for tracks in (query.seeds, query.unlike))
        target = liked - _AWAY * unliked
        weights[: len(AUDIO_NAMES)] = _SEED
    for name, percentile in percentiles(query.moods).items():
        place = TRAIT_NAMES.index(name)
        target[place] = _standardised(knn, name, levels.value_at(name, percentile))
        weights[place] = _MOOD
    for name, constraint in query.constraints.items():
        if constraint.target is not None:
            place = TRAIT_NAMES.index(name)
            target[place] = _standardised(knn, name, levels.raw(name, constraint.target))
            weights[place] = _SAID
    named = [name for name, constraint in query.constraints.items() if constraint.target is not None]
    whole = (seeded and not query.moods and not named) or all(
        name in query.constraints and isinstance(query.constraints[name].target, float) for name in AUDIO_NAMES
    )
    if whole and query.metric != "euclidean" and not weights[len(AUDIO_NAMES) :].any():
        return Aim(target, None, True)
    if query.metric == "cosine":
        feedback.append("cosine compares whole sounds; for a few traits the weighted distance is used")
    return Aim(target, weights, whole)


def _standardised(knn: KnnIndex, name: str, value: float) -> float:
    place = TRAIT_NAMES.index(name)
    return float((value - knn.means[place]) / knn.deviations[place])


def _mean(knn: KnnIndex, tracks: tuple[Track, ...]) -> Doubles:
    if not tracks:
        return np.zeros(len(TRAIT_NAMES))
    return np.asarray(knn.standardised[:, [track.recording for track in tracks]].astype(np.float64).mean(axis=1))
