"""Look up how sound changed by year of release.

Dated tables, tables of releases and a team's own ones may say when a track came out. Aggregates of one such table ship
with the project, so that the question has an answer out of the box; a catalogue built with tables that tell years
answers from these instead.
A release year is the year of the release that was collected: a recording of 1965 on a collection of 2010 counts as
2010 unless an earlier release of it is in the table too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.catalogue.files import Files
from engine.errors import UserError, some_of
from engine.features import TRAIT_NAMES, trait

FILE: Final = "yearly_features.json"
SHIPPED: Final = Path(__file__).parent
"""Directory of the aggregates that ship with the project."""
FEATURES: Final = TRAIT_NAMES[:-1]  # popularity by year of release would only say how old a track is


@dataclass(frozen=True)
class Period:
    """A feature over the recordings released in some years.

    Parameters
    ----------
    first, last : int
        Years, both included.
    recordings : int
    mean, low, high : float
        The mean and its 95% interval, in the feature's unit.
    """

    first: int
    last: int
    recordings: int
    mean: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Where to draw it on an axis of years."""
        return (self.first + self.last) / 2

    @property
    def label(self) -> str:
        """``1994`` or ``1990-1994``."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class FeatureTrend:
    """One feature by release year.

    Parameters
    ----------
    feature : str
    genre : str or None
        None for all genres together.
    periods : tuple of Period
        By time; years with too few recordings are absent.
    source, collected : str
        The table, and the day it was collected.
    """

    feature: str
    genre: str | None
    periods: tuple[Period, ...]
    source: str
    collected: str

    @property
    def recordings(self) -> int:
        """Recordings over all periods."""
        return sum(period.recordings for period in self.periods)

    @property
    def then_and_now(self) -> tuple[Period, Period]:
        """The first and the last ten years, each pooled to one period."""
        return (
            pooled([period for period in self.periods if period.last < self.periods[0].first + 10]),
            pooled([period for period in self.periods if period.first > self.periods[-1].last - 10]),
        )

    @property
    def change(self) -> tuple[float, float, float]:
        """From the first ten years to the last: the difference of the means, and its 95% interval."""
        then, now = self.then_and_now
        half = float(np.hypot(then.high - then.mean, now.high - now.mean))
        return now.mean - then.mean, now.mean - then.mean - half, now.mean - then.mean + half

    @property
    def _collected(self) -> str:
        return f"collected {self.collected}" if self.collected else "nobody knows when collected"

    @property
    def conclusion(self) -> str:
        """Two sentences in plain words."""
        shown, (then, now), (change, low, high) = trait(self.feature).format, self.then_and_now, self.change
        where = f"{self.feature.capitalize()}{f' in {self.genre}' if self.genre else ''}"
        span = f"from {shown(then.mean)} in {then.label} to {shown(now.mean)} in {now.label}"
        top = max(self.periods, key=lambda period: period.mean)
        bottom = min(self.periods, key=lambda period: period.mean)
        extremes = (
            f"It was highest in {top.label} ({shown(top.mean)}) and lowest in {bottom.label} ({shown(bottom.mean)})."
        )
        if low <= 0 <= high:
            return f"{where} ends where it began, within chance: {span}. {extremes}"
        return f"{where} {'rose' if change > 0 else 'fell'} {span}. {extremes}"

    @property
    def caveats(self) -> tuple[str, ...]:
        """Where the figures come from and what to keep in mind, a sentence each."""
        return (
            f"{self.recordings:,} recordings of the {self.source}, {self._collected}.",
            "By the year of the release that was collected, so reissues of old recordings count late.",
            "The intervals allow for chance, not for how the table was chosen.",
            "A finer or newer answer needs a table with years of release; whoever runs the bot can add one.",
        )


class Years:
    """Yearly aggregates by feature and genre.

    Parameters
    ----------
    aggregates : dict
        As ``pipeline.years.aggregate`` makes it.
    """

    def __init__(self, aggregates: dict[str, Any]) -> None:
        self._aggregates = aggregates

    @classmethod
    def load(cls, files: Files) -> "Years":
        """The aggregates of a catalogue, or where it was built without a dated table, the shipped ones."""
        return cls((files if FILE in files else Files(SHIPPED)).json(FILE))

    @property
    def genres(self) -> tuple[str, ...]:
        """Genres with enough dated recordings, by name."""
        return tuple(self._aggregates["genres"])

    def feature(self, name: str, genre: str | None = None) -> FeatureTrend:
        """A feature over time, in one genre or over all.

        Raises
        ------
        UserError
            If the feature is unknown, or no dates are known for the genre.
        """
        if name not in FEATURES:
            raise UserError(f'There is no yearly "{name}".', f"Features: {', '.join(FEATURES)}.")
        if genre is not None and genre not in self._aggregates["genres"]:
            raise UserError(
                f"Too few release dates are known for {genre}.",
                f"Genres with known dates: {some_of(self.genres)}.",
                code="not_found",
            )
        entry = self._aggregates["genres"][genre] if genre else self._aggregates["all"]
        column = FEATURES.index(name)
        recordings = np.array(entry["recordings"])
        means, deviations = (np.array(entry[key], dtype=np.float64)[:, column] for key in ("means", "deviations"))
        half = 1.96 * deviations / np.sqrt(recordings)
        first, last = np.array(entry["first"]), np.array(entry["last"])
        periods = tuple(
            Period(*(int(n) for n in whole), *(float(x) for x in real))
            for whole, real in zip(
                zip(first, last, recordings, strict=True),
                zip(means, means - half, means + half, strict=True),
                strict=True,
            )
        )
        return FeatureTrend(name, genre, periods, self._aggregates["source"], self._aggregates["collected"])


def pooled(periods: Sequence[Period]) -> Period:
    """Several periods as one: the mean over all their recordings, with its interval."""
    counts = np.array([period.recordings for period in periods], dtype=np.float64)
    share = counts / counts.sum()
    mean = float((share * [period.mean for period in periods]).sum())
    half = float(np.linalg.norm(share * [period.high - period.mean for period in periods]))
    return Period(periods[0].first, periods[-1].last, int(counts.sum()), mean, mean - half, mean + half)
