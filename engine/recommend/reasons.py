"""Why a track is in a list: what of the query it meets, and what it misses, in words."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from engine.catalogue.store import Track
from engine.features import AUDIO_NAMES, LEVELS, TRAIT_NAMES
from engine.levels import Levels
from engine.recommend.aim import Aim
from engine.recommend.knn import Doubles, KnnIndex
from engine.recommend.moods import percentiles
from engine.recommend.phrases import of_one_trait, phrase
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


def without_echoes(said: Sequence[str], more: Sequence[str]) -> list[str]:
    """Reasons, with those of ``more`` that tell of something else: no "calm" behind "moderate energy"."""
    return [*said, *(words for words in more if not any(words in one or of_one_trait(one, words) for one in said))]


def telling(rows: Sequence[Sequence[str]], most: int) -> tuple[list[list[str]], list[str]]:
    """For each track of a list the reasons that tell it from the others, and what all of them have in common.

    Parameters
    ----------
    rows : sequence of sequence of str
        All reasons of each track.
    most : int
        So many are kept of each, the rarest in the list, in the order given.

    Returns
    -------
    kept : list of list of str
    common : list of str
        Reasons of every track, if there are at least three; a track keeps them only where it has nothing else.

    Examples
    --------
    >>> telling([["pop", "calm"], ["pop", "fast"], ["pop"]], 3)
    ([['calm'], ['fast'], ['pop']], ['pop'])
    """
    counts = Counter(words for row in rows for words in row)
    common = [words for words, count in counts.items() if count == len(rows)] if len(rows) >= 3 else []
    kept = []
    for row in rows:
        own = [words for words in row if words not in common] or list(row)
        rarest = sorted(own, key=lambda words: counts[words])[:most]
        kept.append([words for words in own if words in rarest])
    return kept, common


# By trait, words that any reason about it holds, so that "calm" and "moderate energy" do not stand in one row.
_APART: Final = {
    "energy": ("calm", "energ"), "valence": ("mood",), "acousticness": ("acoustic", "electric"),
    "danceability": ("danceable",), "tempo": ("BPM", "fast", "slow"), "instrumentalness": ("instrumental", "sung"),
}  # fmt: skip


def set_apart(levels: Levels, knn: KnnIndex, tracks: Sequence[Track], said: Sequence[Sequence[str]]) -> list[str]:
    """For each track of a list, in words, the trait in which it is furthest from the list; "" where that is said."""
    if not tracks:
        return []
    names = list(_APART)
    places = [TRAIT_NAMES.index(name) for name in names]
    own = knn.standardised[np.ix_(places, [track.recording for track in tracks])].astype(np.float64)
    apart = np.abs(own - own.mean(axis=1, keepdims=True))
    out = []
    for column, track in enumerate(tracks):
        before = " ".join(said[column])
        left = [
            name
            for name in (names[place] for place in np.argsort(-apart[:, column]))
            if not any(word in before for word in _APART[name])
        ]
        words = (phrase(levels, name, track.values[name]) for name in left)
        out.append(next(filter(None, words), ""))
    return out


_MORE_LESS: Final = {
    "danceability": ("more danceable", "less danceable"), "energy": ("more energy", "less energy"),
    "loudness": ("louder", "quieter"), "speechiness": ("more spoken", "less spoken"),
    "acousticness": ("more acoustic", "less acoustic"), "instrumentalness": ("more instrumental", "more vocals"),
    "liveness": ("more live", "less live"), "valence": ("happier", "darker"), "tempo": ("faster", "slower"),
}  # fmt: skip
