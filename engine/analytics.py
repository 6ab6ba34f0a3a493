"""The numbers behind the pictures of the catalogue: distributions, genres, correlations, profiles.

Everything counts recordings, each once, and leaves missing tempos out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.features import AUDIO, POPULARITY, TRAIT_NAMES, TRAITS, WORDS, Feature, trait

BINS: Final = 40

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.integer]


def than(trait: Feature, one: float, other: float) -> str:
    """How a value compares with another, as in ``louder``."""
    return WORDS[trait.name].more if one > other else WORDS[trait.name].less


@dataclass(frozen=True)
class Distribution:
    """How one trait is spread over some recordings.

    Parameters
    ----------
    trait : Feature
    count, missing : int
        Recordings with a value, and without.
    edges : float64, shape (bins + 1,)
        The outermost bins also hold what lies beyond them.
    shares : float64, shape (bins,)
        Share of the recordings with a value in each bin; sums to 1.
    low, quarter, median, three_quarters, high : float
        Percentiles 5, 25, 50, 75 and 95.
    zero : float
        Share of exact zeros.
    """

    trait: Feature
    count: int
    missing: int
    edges: Floats
    shares: Floats
    low: float
    quarter: float
    median: float
    three_quarters: float
    high: float
    zero: float


def values(catalogue: Catalogue, name: str, rows: Rows | None = None) -> npt.NDArray[np.float32]:
    """One trait of some recordings (all by default), missing values included."""
    column = catalogue.traits[:, TRAIT_NAMES.index(name)]
    return np.asarray(column if rows is None else column[rows])


def distribution(catalogue: Catalogue, name: str, rows: Rows | None = None) -> Distribution:
    """How a trait is spread over some recordings (all by default).

    The bins depend on the catalogue alone, so that two distributions of one trait can be laid over each other.
    """
    whole, chosen = values(catalogue, name), values(catalogue, name, rows)
    known = chosen[~np.isnan(chosen)].astype(np.float64)
    edges = _edges(whole, trait(name))
    counts, _ = np.histogram(np.clip(known, edges[0], edges[-1]), edges)
    percentiles = np.percentile(known, [5, 25, 50, 75, 95]) if len(known) else np.full(5, np.nan)
    low, quarter, median, three_quarters, high = (float(value) for value in percentiles)
    return Distribution(
        trait(name),
        len(known),
        len(chosen) - len(known),
        edges,
        counts / max(1, len(known)),
        low,
        quarter,
        median,
        three_quarters,
        high,
        zero=float(np.mean(known == 0)) if len(known) else 0.0,
    )


def _edges(column: npt.NDArray[np.float32], feature: Feature) -> Floats:
    if feature is POPULARITY:
        # Whole numbers, five to a bin; the first bin holds the zeros alone.
        return np.arange(-4.5, 101, 5)
    if feature.high - feature.low <= 1:
        return np.linspace(feature.low, feature.high, BINS + 1)
    # The ends of the long tails would leave one bar: the middle 99 in 100 set the range.
    low, high = np.nanpercentile(column, [0.5, 99.5])
    return np.linspace(low, high, BINS + 1) if high > low else np.linspace(low - 0.5, low + 0.5, BINS + 1)


@dataclass(frozen=True)
class Genre:
    """A genre in numbers.

    Parameters
    ----------
    count : int
        Recordings.
    popularity, error : float
        Mean over them, and its standard error.
    medians, quarters, three_quarters : float64, shape (11,)
        Percentiles 50, 25 and 75 of each trait, in the order of ``engine.features.TRAITS``.
    """

    name: str
    count: int
    popularity: float
    error: float
    medians: Floats
    quarters: Floats
    three_quarters: Floats

    def median(self, name: str) -> float:
        """Of the trait of that name."""
        return float(self.medians[TRAIT_NAMES.index(name)])


def genres(catalogue: Catalogue) -> tuple[Genre, ...]:
    """Every genre in numbers, by name. Takes some 50 ms at 100,000 memberships: keep the result."""
    return tuple(_genre(name, np.asarray(catalogue.traits[catalogue.genre_members(name)])) for name in catalogue.genres)


def _genre(name: str, traits: npt.NDArray[np.float32]) -> Genre:
    popularity = traits[:, TRAIT_NAMES.index("popularity")].astype(np.float64)
    quarters, medians, three_quarters = np.array([_quartiles(column) for column in traits.T]).T
    popularity = popularity[~np.isnan(popularity)]
    error = popularity.std(ddof=1) / np.sqrt(len(popularity)) if len(popularity) > 1 else np.nan
    mean = popularity.mean() if len(popularity) else np.nan
    return Genre(name, len(traits), float(mean), float(error), medians, quarters, three_quarters)


def _quartiles(column: npt.NDArray[np.float32]) -> Floats:
    known = column[~np.isnan(column)]
    return np.percentile(known.astype(np.float64), [25, 50, 75]) if len(known) else np.full(3, np.nan)


def nearest_genres(
    catalogue: Catalogue, all_genres: Sequence[Genre], name: str, count: int
) -> list[tuple[Genre, float]]:
    """The genres whose medians are closest, nearest first.

    Returns
    -------
    list of (Genre, float)
        The second is the Euclidean distance of the medians of the nine audio features, each in standard deviations
        over the catalogue.
    """
    table = (np.array([genre.medians[: len(AUDIO)] for genre in all_genres]) - catalogue.means) / catalogue.deviations
    asked = next(at for at, genre in enumerate(all_genres) if genre.name == name)
    distances = np.sqrt(np.nansum((table - table[asked]) ** 2, axis=1))
    order = [at for at in np.argsort(distances, kind="stable") if at != asked][:count]
    return [(all_genres[at], float(distances[at])) for at in order]


def correlations(catalogue: Catalogue, rows: Rows | None = None) -> Floats:
    """Pearson correlation of every pair of traits over the recordings that have both.

    Returns
    -------
    float64, shape (11, 11)
        In the order of ``engine.features.TRAITS``; NaN where a trait does not vary.
    """
    table = np.asarray(catalogue.traits if rows is None else catalogue.traits[rows], dtype=np.float64)
    there = (~np.isnan(table)).astype(np.float64)
    count = there.T @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        # Centring first keeps the differences of large sums small.
        filled = np.nan_to_num(table - np.nansum(table, axis=0) / there.sum(axis=0))
        means = filled.T @ there / count
        variances = (filled**2).T @ there / count - means**2
        covariances = filled.T @ filled / count - means * means.T
        return np.asarray(covariances / np.sqrt(variances * variances.T))


def strongest(matrix: Floats) -> list[tuple[Feature, Feature, float]]:
    """The pairs of traits by the size of their correlation, the largest first; pairs without one left out."""
    rows, columns = np.tril_indices(len(TRAITS), -1)
    found = [(at, other, matrix[at, other]) for at, other in zip(rows, columns, strict=True)]
    known = [(TRAITS[at], TRAITS[other], float(value)) for at, other, value in found if not np.isnan(value)]
    return sorted(known, key=lambda pair: -abs(pair[2]))


def percentiles(catalogue: Catalogue, raw: Floats) -> Floats:
    """Where raw trait values stand in the catalogue: the share of recordings below, half of those equal counted.

    Parameters
    ----------
    raw : float64, shape (11,)

    Returns
    -------
    float64, shape (11,)
        0-100; NaN where the value is missing.
    """
    return np.array([percentile(catalogue, at, float(value)) for at, value in enumerate(raw)])


def percentile(catalogue: Catalogue, at: int, value: float) -> float:
    """Where a value of the trait at a place of ``TRAITS`` stands, as ``percentiles`` gives it."""
    return float(percentiles_at(catalogue, at, [value])[0])


def percentiles_at(catalogue: Catalogue, at: int, values: Sequence[float]) -> npt.NDArray[np.float64]:
    """``percentile`` of several values of one trait: float64, shape (values,)."""
    known, wanted = catalogue.ascending(at), np.array(values, dtype=np.float32)
    if not len(known):
        return np.full(len(wanted), np.nan)
    below, through = known.searchsorted(wanted, "left"), known.searchsorted(wanted, "right")
    return np.where(np.isnan(wanted), np.nan, 100 * (below + (through - below) / 2) / len(known))


@dataclass(frozen=True)
class Profile:
    """A track, or the middle of an artist or a genre, trait by trait.

    Parameters
    ----------
    name : str
    count : int
        Recordings behind it.
    raw : float64, shape (11,)
        Medians, in the units of ``engine.features.TRAITS``; NaN where missing.
    places : float64, shape (11,)
        Percentile of each in the catalogue, 0-100.
    low, high : float64, shape (11,)
        Percentiles in the catalogue of the lower and upper quartile; equal to ``places`` for one recording.
    """

    name: str
    count: int
    raw: Floats
    places: Floats
    low: Floats
    high: Floats


def profile(catalogue: Catalogue, name: str, rows: Rows) -> Profile:
    """The profile of some recordings, at least one."""
    quarters, medians, three_quarters = np.array([_quartiles(column) for column in catalogue.traits[rows].T]).T
    places = percentiles(catalogue, medians)
    if len(rows) == 1:
        return Profile(name, 1, medians, places, places, places)
    low, high = percentiles(catalogue, quarters), percentiles(catalogue, three_quarters)
    return Profile(name, len(rows), medians, places, low, high)


def apart(of: Profile, count: int = 3) -> tuple[tuple[Feature, float], ...]:
    """The audio features in which a profile lies farthest from the catalogue's middle, by percentile.

    Returns
    -------
    tuple of (Feature, float)
        The second is the percentile in the catalogue, 0-100; the farthest first; missing ones left out.
    """
    return tuple((AUDIO[at], float(of.places[at])) for at in _largest(of.places - 50)[:count])


def typical(catalogue: Catalogue, genre: Genre, count: int = 3) -> tuple[str, ...]:
    """What sets a genre apart from the catalogue's mean, in words, farthest first: ``less acoustic``, ``faster``."""
    order = _largest((genre.medians[: len(AUDIO)] - catalogue.means) / catalogue.deviations)[:count]
    return tuple(than(AUDIO[at], float(genre.medians[at]), float(catalogue.means[at])) for at in order)


def differences(first: Profile, second: Profile) -> tuple[Feature, ...]:
    """The audio features by how many percentiles of the catalogue lie between two profiles, the farthest first.

    Those that are missing, or equal to the digits shown, are left out.
    """
    order = _largest(first.places - second.places)
    return tuple(AUDIO[at] for at in order if AUDIO[at].format(first.raw[at]) != AUDIO[at].format(second.raw[at]))


# How readily people hear a difference: tempo and energy make a headline before whether an audience was present.
_HEARD: Final = np.array(
    [
        {"speechiness": 0.3, "loudness": 0.5, "instrumentalness": 0.7, "liveness": 0.2}.get(feature.name, 1.0)
        for feature in AUDIO
    ]
)


def _largest(gaps: Floats) -> list[int]:
    """Places of the audio features by the size of their gap, weighted by how readily it is heard, the largest first.

    Missing ones are left out.
    """
    sizes = np.abs(gaps[: len(AUDIO)]) * _HEARD
    return [int(at) for at in np.argsort(-sizes, kind="stable") if not np.isnan(sizes[at])]


def by_typicality(catalogue: Catalogue, rows: Rows) -> tuple[Rows, Floats]:
    """Recordings by their distance from the middle of their group, the most typical first.

    Returns
    -------
    rows : the same, ordered; ties in catalogue order
    distances : float64
        Euclidean, from the median of the nine audio features, each in standard deviations over the catalogue.
        A missing tempo counts as the median.
    """
    audio = (catalogue.traits[rows, : len(AUDIO)].astype(np.float64) - catalogue.means) / catalogue.deviations
    middle = np.array([_quartiles(column)[1] for column in audio.T])
    distances = np.sqrt(np.nansum((audio - middle) ** 2, axis=1))
    order = np.argsort(distances, kind="stable")
    return rows[order], distances[order]
