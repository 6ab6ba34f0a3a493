"""How sound changed by year of release.

Only dated tables say when a track came out. Aggregates of one such table ship with the project, so that the question
has an answer out of the box; a catalogue built with a dated table of one's own answers from that instead.
A release year is the year of the release that was collected: a recording of 1965 on a collection of 2010 counts as
2010 unless an earlier release of it is in the table too.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.errors import UserError
from engine.features import TRAIT_NAMES, trait

if TYPE_CHECKING:
    import pandas as pd

FILE: Final = "yearly_features.json"
FEATURES: Final = TRAIT_NAMES[:-1]  # popularity by year of release would only say how old a track is
ENOUGH: Final = 30  # recordings in a period; below, it is left out
GENRE_YEARS: Final = 5  # years to a period within a genre, where single years are too thin

# The dated table's names for genres that the listing spells otherwise, once spaces are hyphens.
_SPELLINGS: Final = {"r&b": "r-n-b", "synthpop": "synth-pop", "world": "world-music"}


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
    def conclusion(self) -> str:
        """Two sentences in plain words."""
        shown, (then, now), (change, low, high) = trait(self.feature).format, self.then_and_now, self.change
        where = f"{self.feature.capitalize()}{f' in {self.genre}' if self.genre else ''}"
        told = f"from {shown(then.mean)} in {then.label} to {shown(now.mean)} in {now.label}"
        top = max(self.periods, key=lambda period: period.mean)
        bottom = min(self.periods, key=lambda period: period.mean)
        extremes = (
            f"It was highest in {top.label} ({shown(top.mean)}) and lowest in {bottom.label} ({shown(bottom.mean)})."
        )
        if low <= 0 <= high:
            return f"{where} ends where it began, within chance: {told}. {extremes}"
        return f"{where} {'rose' if change > 0 else 'fell'} {told}. {extremes}"

    @property
    def caveats(self) -> tuple[str, ...]:
        """Where the figures come from and what to keep in mind, a sentence each."""
        return (
            f"{self.recordings:,} recordings of the {self.source}, collected {self.collected}.",
            "By the year of the release that was collected, so reissues of old recordings count late.",
            "The intervals allow for chance, not for how the table was chosen.",
            "A finer or newer answer needs a table with release dates; whoever runs the bot can add one.",
        )


class Years:
    """Yearly aggregates, looked up.

    Parameters
    ----------
    aggregates : dict
        As ``aggregate`` makes it.
    """

    def __init__(self, aggregates: dict[str, Any]) -> None:
        self._aggregates = aggregates

    @classmethod
    def load(cls, directory: Path) -> "Years":
        """The aggregates of a catalogue directory, or where it was built without a dated table, the shipped ones."""
        own = directory / FILE
        text = own.read_text("utf-8") if own.is_file() else (files("engine.trends") / FILE).read_text("utf-8")
        return cls(json.loads(text))

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
                f"Genres with known dates: {', '.join(self.genres)}.",
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


def aggregate(snapshots: Sequence["pd.DataFrame"], source: str) -> dict[str, Any]:
    """Counts, means and deviations of the features by year of release, each recording once.

    Parameters
    ----------
    snapshots : sequence of DataFrame
        As ``pipeline.source.typed_snapshot`` gives them.
    source : str
        What to call the table in an answer.

    Returns
    -------
    dict
        ``source``, ``collected``, ``all`` by single years, and ``genres``, each by periods of five years. An entry
        holds ``first``, ``last``, ``recordings`` (one number a period) and ``means``, ``deviations`` (one row a
        period, one column a feature of ``FEATURES``). Recordings without a tempo are left out.
    """
    import pandas as pd

    from pipeline.cleaning import recording_numbers

    rows = pd.concat(snapshots, ignore_index=True)
    rows = rows.assign(
        year=pd.to_numeric(rows["release_date"].str[:4], errors="coerce"),
        genre=rows["search_genre"].map(genre_name),
        duration=rows["duration_ms"] / 1000,
        artists=rows["artist_name"],
    )
    rows = rows[(rows["year"] > 0) & (rows["tempo"] > 0)].dropna(subset=list(FEATURES))
    rows["recording"] = recording_numbers(rows)
    # The earliest known release stands for the recording.
    rows = rows.sort_values("year", kind="stable")
    genres = {
        genre: entry
        for genre, members in rows.drop_duplicates(["recording", "genre"]).groupby("genre")
        if len((entry := _periods(members, GENRE_YEARS))["first"]) >= 3
    }
    return {
        "source": source,
        "collected": max(rows["data_collection_date"], default=""),
        "features": list(FEATURES),
        "all": _periods(rows.drop_duplicates("recording"), 1),
        "genres": genres,
    }


def genre_name(name: str) -> str:
    """The listing's spelling of a snapshot's genre: ``hip hop`` is ``hip-hop``."""
    hyphenated = name.strip().casefold().replace(" ", "-")
    return _SPELLINGS.get(hyphenated, hyphenated)


def _periods(rows: "pd.DataFrame", years: int) -> dict[str, Any]:
    by_period = rows.groupby(rows["year"].astype(int) // years * years)[list(FEATURES)]
    counts = by_period.size()
    kept = counts.index[counts >= ENOUGH]
    return {
        "first": kept.tolist(),
        "last": (kept + years - 1).tolist(),
        "recordings": counts[kept].tolist(),
        "means": by_period.mean().loc[kept].round(4).to_numpy().tolist(),
        "deviations": by_period.std().loc[kept].round(4).to_numpy().tolist(),
    }


def write(snapshots: Sequence["pd.DataFrame"], source: str, directory: Path) -> None:
    """Aggregate and write ``yearly_features.json`` into a directory; nothing where there are no snapshots."""
    if snapshots:
        text = json.dumps(aggregate(snapshots, source), ensure_ascii=False, separators=(",", ":"))
        (directory / FILE).write_text(text + "\n", encoding="utf-8")
