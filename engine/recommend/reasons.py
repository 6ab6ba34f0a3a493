"""Why a track is in the list: what of the query it meets, and what it misses."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from engine.catalogue.store import Track
from engine.features import AUDIO_NAMES, LEVELS, TRAIT_NAMES, trait
from engine.recommend.aim import Aim, level_of, value_at
from engine.recommend.knn import Doubles, KnnIndex
from engine.recommend.moods import percentiles
from engine.recommend.query import Point, Query, raw_value


def reasons(
    levels: Mapping[str, list[float]], knn: KnnIndex, query: Query, aim: Aim, track: Track
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which constraints a track meets and which it misses, in words."""
    meets: list[str] = []
    misses: list[str] = []
    asked = percentiles(query.moods)
    aimed: dict[str, Point] = {
        name: level_of(levels, name, value_at(levels, name, mark)) for name, mark in asked.items()
    }
    aimed |= {
        name: constraint.target for name, constraint in query.constraints.items() if constraint.target is not None
    }
    for name, point in aimed.items():
        value = track.values[name]
        if value != value:
            continue
        if isinstance(point, str):
            level = level_of(levels, name, value)
            order = list(LEVELS)
            apart = abs(order.index(level) - order.index(point))
            # One level off is near enough for what a mood implies, and beyond an end is more of the same.
            (meets if apart == 0 or (apart == 1 and name not in query.constraints) else misses).append(
                f"{name} {level}"
            )
        else:
            near = abs(value - point) <= knn.deviations[TRAIT_NAMES.index(name)] / 4
            (meets if near else misses).append(f"{name} {trait(name).format(value)}")
    for name, constraint in query.constraints.items():
        if constraint.target is None:
            low = -math.inf if constraint.low is None else raw_value(levels, name, constraint.low)
            high = math.inf if constraint.high is None else raw_value(levels, name, constraint.high)
            (meets if low <= track.values[name] <= high else misses).append(
                f"{name} {trait(name).format(track.values[name])}"
            )
    if (query.like or query.unlike) and not aimed:
        seed_meets, seed_misses = _against_seed(knn, levels, aim.target, track)
        meets += seed_meets
        misses += seed_misses
    return tuple(meets), tuple(misses)


_MORE_LESS: Final = {
    "danceability": ("more danceable", "less danceable"), "energy": ("more energy", "less energy"),
    "loudness": ("louder", "quieter"), "speechiness": ("more spoken", "less spoken"),
    "acousticness": ("more acoustic", "less acoustic"), "instrumentalness": ("more instrumental", "more vocals"),
    "liveness": ("more live", "less live"), "valence": ("happier", "darker"), "tempo": ("faster", "slower"),
}  # fmt: skip


def _against_seed(
    knn: KnnIndex, levels: Mapping[str, list[float]], target: Doubles, track: Track
) -> tuple[list[str], list[str]]:
    """The three features nearest to a whole sound, and the one furthest if it can be heard."""
    own = knn.standardised[: len(AUDIO_NAMES), track.recording].astype(np.float64)
    apart = own - target[: len(AUDIO_NAMES)]
    # What stands out in the sound argues for it; that neither is live argues for nothing.
    tells = np.abs(target[: len(AUDIO_NAMES)]) - 2 * np.abs(apart)
    meets = [
        f"{AUDIO_NAMES[place]} {level_of(levels, AUDIO_NAMES[place], track.values[AUDIO_NAMES[place]])}"
        for place in np.argsort(-tells, kind="stable")[:3]
        if abs(apart[place]) < 0.5 and not math.isnan(track.values[AUDIO_NAMES[place]])
    ]
    far = int(np.argmax(np.abs(apart)))
    misses = [_MORE_LESS[AUDIO_NAMES[far]][int(apart[far] < 0)]] if abs(apart[far]) >= 0.5 else []
    return meets, misses
