"""Why a track is in a list: what of the query it meets, and what it misses, in words."""

from typing import Final

import numpy as np

from engine.catalogue.store import Track
from engine.features import AUDIO_NAMES, LEVELS, TRAIT_NAMES
from engine.levels import Levels
from engine.recommend.aim import Aim
from engine.recommend.knn import Doubles, KnnIndex
from engine.recommend.moods import percentiles
from engine.recommend.phrases import phrase
from engine.recommend.query import Constraint, Query


def asked_traits(levels: Levels, knn: KnnIndex, query: Query, track: Track) -> tuple[list[str], list[str]]:
    """Which of the traits that a query asks for, itself or by its moods, a track meets, and which it misses."""
    meets: list[str] = []
    misses: list[str] = []
    for name, constraint in query.constraints.items():
        words = phrase(levels, name, track.values[name])
        if words:
            (meets if _meets(levels, knn, name, constraint, track.values[name]) else misses).append(words)
    for name, percentile in percentiles(query.moods).items():
        value = track.values[name]
        words = phrase(levels, name, value)
        if name in query.constraints or not words:
            continue
        # A mood asks for a direction: one level off is near enough, and beyond an end is more of the same.
        order = list(LEVELS)
        wanted = levels.level_of(name, levels.value_at(name, percentile))
        apart = abs(order.index(levels.level_of(name, value)) - order.index(wanted))
        if apart <= 1 and wanted != "medium":
            meets.append(words)
        elif apart > 2:
            misses.append(words)
    return meets, misses


def _meets(levels: Levels, knn: KnnIndex, name: str, constraint: Constraint, value: float) -> bool:
    low = -np.inf if constraint.low is None else levels.raw(name, constraint.low)
    high = np.inf if constraint.high is None else levels.raw(name, constraint.high)
    if not low <= value <= high:
        return False
    if constraint.target is None:
        return True
    if isinstance(constraint.target, str):
        order = list(LEVELS)
        level, wanted = order.index(levels.level_of(name, value)), order.index(constraint.target)
        famous = name == "popularity" and wanted > 2
        return level >= wanted if famous else level == wanted
    return bool(abs(value - constraint.target) <= knn.deviations[TRAIT_NAMES.index(name)] / 4)


def like_whole_sound(levels: Levels, knn: KnnIndex, aim: Aim, track: Track) -> tuple[list[str], list[str]]:
    """The three features nearest to a whole sound, and the one furthest from it if it can be heard."""
    own = knn.standardised[: len(AUDIO_NAMES), track.recording].astype(np.float64)
    apart = own - aim.target[: len(AUDIO_NAMES)]
    # What stands out in the sound argues for it; that neither is live argues for nothing.
    tells: Doubles = np.abs(aim.target[: len(AUDIO_NAMES)]) - 2 * np.abs(apart)
    near = [AUDIO_NAMES[place] for place in np.argsort(-tells, kind="stable")[:3] if abs(apart[place]) < 0.5]
    meets = [phrase(levels, name, track.values[name]) for name in near]
    far = int(np.argmax(np.abs(apart)))
    misses = [_MORE_LESS[AUDIO_NAMES[far]][int(apart[far] < 0)]] if abs(apart[far]) >= 0.5 else []
    return [words for words in meets if words], misses


_MORE_LESS: Final = {
    "danceability": ("more danceable", "less danceable"), "energy": ("more energy", "less energy"),
    "loudness": ("louder", "quieter"), "speechiness": ("more spoken", "less spoken"),
    "acousticness": ("more acoustic", "less acoustic"), "instrumentalness": ("more instrumental", "more vocals"),
    "liveness": ("more live", "less live"), "valence": ("happier", "darker"), "tempo": ("faster", "slower"),
}  # fmt: skip
