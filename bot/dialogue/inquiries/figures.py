"""Figures for questions about the data: shares, means with their interval, places in a genre, quarters and tenths."""

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from engine import AUDIO_NAMES, TRAIT_NAMES, WORDS, Engine, UserError, trait

Rows: TypeAlias = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Mean:
    """The mean of a trait over recordings.

    Parameters
    ----------
    value : float
    error : float
        Its standard error, with recordings taken as independent.
    count : int
        Recordings it is measured on.
    """

    value: float
    error: float
    count: int


def column(engine: Engine, name: str, rows: Rows) -> npt.NDArray[np.float64]:
    """Known values of a trait, float64; of popularity without 0, which is mostly a stale release."""
    values = engine.catalogue.traits[rows, TRAIT_NAMES.index(name)].astype(np.float64)
    values = values[~np.isnan(values)]
    return np.asarray(values[values > 0] if name == "popularity" else values)


def mean(engine: Engine, name: str, rows: Rows) -> Mean:
    """The mean of a trait over recordings."""
    values = column(engine, name, rows)
    if len(values) < 2:
        return Mean(float(values[0]) if len(values) else math.nan, math.nan, len(values))
    return Mean(float(values.mean()), float(values.std(ddof=1) / math.sqrt(len(values))), len(values))


def difference(one: Mean, other: Mean) -> tuple[float, float, float]:
    """How much more the first has, and the 95% interval of that."""
    gap = one.value - other.value
    half = 1.96 * math.hypot(one.error, other.error)
    return gap, gap - half, gap + half


def percentile(engine: Engine, rows: Rows, name: str, value: float) -> float:
    """The share of recordings, in percent, that a value is above; half of the equal ones count."""
    values = engine.catalogue.traits[rows, TRAIT_NAMES.index(name)]
    values = values[~np.isnan(values)]
    if not len(values):
        return math.nan
    return float(100 * (np.mean(values < value) + np.mean(values == value) / 2))


def members(engine: Engine, genre: str) -> Rows:
    """Recordings filed under a genre; all there are where it is empty."""
    if not genre:
        return np.arange(len(engine.catalogue))
    return engine.catalogue.genre_members(genre)


def ends_by(engine: Engine, rows: Rows, name: str) -> tuple[Rows, Rows, float, float]:
    """The quarters of recordings with least and with most of a trait, and the values that bound them."""
    values = engine.catalogue.traits[rows, TRAIT_NAMES.index(name)]
    low, high = np.nanpercentile(values, [25, 75])
    return rows[values <= low], rows[values >= high], float(low), float(high)


def top_share(engine: Engine, rows: Rows, share: float) -> tuple[Rows, Rows, float]:
    """The most popular share of recordings, the others, and the popularity from which on one belongs to the first."""
    popularity = engine.catalogue.traits[rows, TRAIT_NAMES.index("popularity")]
    known = rows[~np.isnan(popularity)]
    popularity = popularity[~np.isnan(popularity)]
    bound = float(np.percentile(popularity, 100 * (1 - share)))
    return known[popularity >= bound], known[popularity < bound], bound


def most_popular(engine: Engine, rows: Rows, count: int) -> Rows:
    """The most popular recordings, the first first."""
    popularity = engine.catalogue.traits[rows, TRAIT_NAMES.index("popularity")]
    order = np.argsort(-np.nan_to_num(popularity, nan=-1.0), kind="stable")
    return rows[order[:count]]


def apart(engine: Engine, one: Rows, other: Rows, count: int = 3) -> list[str]:
    """How the medians of the first differ from those of the second, the largest gap first, in words with figures."""
    gaps = []
    for at, name in enumerate(AUDIO_NAMES):
        first, second = (column(engine, name, rows) for rows in (one, other))
        if len(first) and len(second):
            gap = float(np.median(first) - np.median(second))
            gaps.append(
                (
                    abs(gap) / float(engine.catalogue.deviations[at]),
                    name,
                    float(np.median(first)),
                    float(np.median(second)),
                )
            )
    told = []
    for size, name, first_median, second_median in sorted(gaps, reverse=True)[:count]:
        show = trait(name).format
        if size >= 0.05 and show(first_median) != show(second_median):
            word = WORDS[name].more if first_median > second_median else WORDS[name].less
            told.append(f"{word} ({show(first_median)} against {show(second_median)})")
    return told


def driven(engine: Engine, genre: str) -> bool:
    """Whether what goes with popularity was measured in a genre."""
    try:
        return genre in engine.driver_table.genres
    except UserError:
        return False


def share(part: int, of: int) -> str:
    """``12%``; ``under 1%`` for little."""
    if not of:
        return "0%"
    percent = 100 * part / of
    return "under 1%" if 0 < percent < 1 else f"{percent:.0f}%"
