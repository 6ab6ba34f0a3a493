"""Fit one linear regression of popularity on the audio features a genre.

How the traps of the table are handled:

- A popularity of 0 mostly marks a stale release whose plays are counted under another id, not a disliked track.
  Such recordings are left out; ``Effect.points_with_zeros`` shows what including them would have said.
- Tempo is missing where no beat was found; such recordings are left out as well and counted.
- Intervals are heteroscedasticity-robust (HC3: MacKinnon & White 1985, J. Econometrics 29).
- An artist's recordings are alike in sound and in popularity, so a genre of 900 recordings by 50 artists says less
  than it seems: an effect also has to hold when recordings are counted by artist (cluster-robust errors).
- Nine features in 114 genres are a thousand tests: p-values are corrected over all of them together by the
  false-discovery rate (Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57).
- Features that move together (energy and loudness) share one effect; variance inflation factors say how much.
"""

import json
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant
from statsmodels.tools.sm_exceptions import SingularMatrixWarning
from threadpoolctl import threadpool_limits

from engine.drivers import FILE, Effect, GenreDrivers
from engine.features import AUDIO_NAMES
from pipeline.splits import FOLDS, grouped_folds


def write(recordings: pd.DataFrame, directory: Path, on_genre: Callable[[], object] = lambda: None) -> None:
    """Fit every genre and write ``drivers.json`` into a catalogue directory.

    Parameters
    ----------
    recordings : DataFrame
        As ``pipeline.cleaning.to_recordings`` gives it.
    directory : Path
        Must exist.
    on_genre : callable
        Called after each genre, for a progress bar.
    """
    # Each fit is small: threads that wait for one another double its cost.
    with threadpool_limits(1):
        entries = [asdict(entry) for entry in regress(recordings, on_genre)]
    (directory / FILE).write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def regress(recordings: pd.DataFrame, on_genre: Callable[[], object] = lambda: None) -> list[GenreDrivers]:
    """One regression a genre; genres with fewer than three recordings a coefficient are left out.

    Parameters
    ----------
    recordings : DataFrame
        Columns ``genres`` (tuple of str), ``main_artist``, ``popularity`` and the nine audio features.
    on_genre : callable
        Called after each genre.

    Returns
    -------
    list of GenreDrivers
        By name of genre.
    """
    members: dict[str, list[int]] = {}
    for row, genres in enumerate(recordings["genres"]):
        for genre in genres:
            members.setdefault(genre, []).append(row)
    audio = recordings[list(AUDIO_NAMES)].to_numpy(dtype=np.float64)
    popularity = recordings["popularity"].to_numpy(dtype=np.float64)
    artists = recordings["main_artist"].to_numpy()
    fits = []
    for genre in sorted(members):
        rows = np.asarray(members[genre], dtype=np.intp)
        has_tempo = ~np.isnan(audio[rows]).any(axis=1)
        used = rows[has_tempo & (popularity[rows] > 0)]
        on_genre()
        if len(used) < 3 * (len(AUDIO_NAMES) + 1):
            continue
        fit = least_squares(audio[used], popularity[used])
        everyone = least_squares(audio[rows[has_tempo]], popularity[rows[has_tempo]])
        left_out = (int((popularity[rows] == 0).sum()), int((~has_tempo).sum()))
        clustered = least_squares(audio[used], popularity[used], artists[used]).p
        unseen = unseen_r2(audio[used], popularity[used], artists[used])
        counts = (len(used), len(set(artists[used])), *left_out)
        fits.append((genre, counts, fit, clustered, everyone, unseen))
    if not fits:
        return []
    shape = (len(fits), len(AUDIO_NAMES))
    q = false_discovery_control(np.concatenate([fit.p for _, _, fit, *_ in fits])).reshape(shape)
    by_artist = false_discovery_control(np.concatenate([p for _, _, _, p, *_ in fits])).reshape(shape)
    return [
        GenreDrivers(genre, *counts, fit.r2, unseen, fit.effects(q[place], by_artist[place], everyone))
        for place, (genre, counts, fit, _, everyone, unseen) in enumerate(fits)
    ]


@dataclass(frozen=True)
class Fit:
    """Ordinary least squares of popularity on standardised features; every array has shape (9,)."""

    points: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    deviation: np.ndarray
    inflation: np.ndarray
    r2: float

    @property
    def per_unit(self) -> np.ndarray:
        """Coefficients in points per raw unit; 0 for a feature that never varies."""
        varies = self.deviation > 0
        return np.where(varies, self.points / np.where(varies, self.deviation, 1), 0)

    def effects(self, q: np.ndarray, q_artists: np.ndarray, with_zeros: "Fit") -> tuple[Effect, ...]:
        """As records, with the corrected p-values and the alternative fit."""
        significance = [self.p, q, q_artists]
        alternative = with_zeros.per_unit * self.deviation
        columns = [self.points, self.low, self.high, self.per_unit, self.deviation, *significance, self.inflation]
        rows = np.column_stack([*columns, alternative]).tolist()
        return tuple(Effect(name, *row) for name, row in zip(AUDIO_NAMES, rows, strict=True))


def least_squares(audio: np.ndarray, popularity: np.ndarray, clusters: np.ndarray | None = None) -> Fit:
    """Popularity on the nine standardised audio features, with HC3 intervals.

    Parameters
    ----------
    audio : float64, shape (n, 9)
        No NaN. A feature that never varies gets an effect of 0 and a p of 1.
    popularity : float64, shape (n,)
    clusters : shape (n,), optional
        The artist of each recording: intervals and p then allow for likeness within an artist instead.
    """
    deviation = audio.std(axis=0)
    varies = deviation > 0
    standardised = (audio[:, varies] - audio[:, varies].mean(axis=0)) / deviation[varies]
    model = OLS(popularity, add_constant(standardised))
    if clusters is None:
        result = _fitted(model, cov_type="HC3")
    else:
        codes = np.unique(clusters, return_inverse=True)[1]
        result = _fitted(model, cov_type="cluster", cov_kwds={"groups": codes})
    interval = result.conf_int()
    # The diagonal of the inverse correlation matrix holds the variance inflation factors.
    inflation = np.diag(np.linalg.pinv(np.corrcoef(standardised, rowvar=False)))

    def spread(values: np.ndarray, absent: float) -> np.ndarray:
        full = np.full(len(deviation), absent)
        full[varies] = values
        return full

    return Fit(
        points=spread(result.params[1:], 0.0),
        low=spread(interval[1:, 0], 0.0),
        high=spread(interval[1:, 1], 0.0),
        p=spread(result.pvalues[1:], 1.0),
        deviation=deviation,
        inflation=spread(inflation, 1.0),
        r2=float(result.rsquared),
    )


def _fitted(model: OLS, **errors: Any) -> Any:
    with warnings.catch_warnings():
        # Features that move exactly together share one effect; their inflation says so.
        warnings.simplefilter("ignore", SingularMatrixWarning)
        return model.fit(use_t=True, **errors)


def unseen_r2(audio: np.ndarray, popularity: np.ndarray, artists: np.ndarray) -> float:
    """R² on artists held out, over five folds; the baseline is each training part's mean."""
    names, codes = np.unique(artists, return_inverse=True)
    folds = min(FOLDS, len(names))
    if folds < 2:
        return float("nan")
    wrong = baseline = 0.0
    for known, unseen in grouped_folds(codes, seed=0, count=folds):
        centre, mean = audio[known].mean(axis=0), popularity[known].mean()
        slopes = np.linalg.lstsq(audio[known] - centre, popularity[known] - mean, rcond=None)[0]
        wrong += float(((popularity[unseen] - mean - (audio[unseen] - centre) @ slopes) ** 2).sum())
        baseline += float(((popularity[unseen] - mean) ** 2).sum())
    return 1 - wrong / baseline if baseline > 0 else float("nan")
