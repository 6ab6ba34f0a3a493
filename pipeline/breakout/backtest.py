"""Backtest the emerging scores on what became of tracks and artists, whole artists held out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from engine.emerging.formula import MINIMUM, formula_score, in_band
from engine.emerging.scores import DATED, MARGIN
from engine.features import AUDIO_NAMES
from pipeline.breakout.blend import MISSING
from pipeline.breakout.features import FEATURES
from pipeline.breakout.model import TrainingSet, cross_validated, relative_change, undated

TOP: Final = 100  # tracks
TOP_ARTISTS: Final = 20
LEARNED: Final = ("absolute", "relative", f"absolute{DATED}", f"relative{DATED}")
ARTIST_MARGIN: Final = 3  # points, of an artist's mean: it varies less than a track

Run = tuple[np.ndarray, np.ndarray]
"""A score and the fold of each track, or artist, for one seed."""


@dataclass(frozen=True)
class ScoreResult:
    """How a score did on tracks, or artists, whose later popularity is known.

    Parameters
    ----------
    score : str
    correlation, correlation_spread : float
        Spearman rank correlation with the change of popularity: mean and standard deviation, for tracks over the
        folds of all seeds, for artists over seeds.
    risen, risen_spread : float
        Of those it ranks first, how many rose, or beat their genres: mean and standard deviation over seeds.
    """

    score: str
    correlation: float
    correlation_spread: float
    risen: float
    risen_spread: float


@dataclass(frozen=True)
class Backtest:
    """The scores side by side.

    Parameters
    ----------
    count : int
        Tracks in the band of popularity that the later table shows again; or the artists who have at least
        ``MINIMUM`` of these, judged by the means over them.
    rose : float
        Share of all that changed by more than ``margin``: of tracks, or of artists on average.
    margin : float
        0 where the change itself counts; ``MARGIN`` or ``ARTIST_MARGIN`` where the change beyond the usual change of
        the genres does.
    top : int
        How many of those ranked first are counted.
    results : tuple of ScoreResult
        ``absolute`` and ``relative``, the model's two forecasts (artists held out) without release dates, and the same
        with them, under names that end in ``engine.emerging.scores.DATED``; ``formula``; ``catches up`` (the mean of
        the artist's other recordings less the track's popularity); and ``majority``, which expects the same of all and
        takes them as they come.
    """

    count: int
    rose: float
    margin: float
    top: int
    results: tuple[ScoreResult, ...]


def backtest(
    tracks: pd.DataFrame, data: TrainingSet, seeds: Sequence[int], on_fold: Callable[[], object] = lambda: None
) -> dict[str, Backtest]:
    """Backtest the scores on tracks and artists, by their change and by their change beyond that of their genres.

    Parameters
    ----------
    tracks : DataFrame
        Of the listing, as ``pipeline.cleaning.clean`` gives them.
    data : TrainingSet
        Of the same tracks.
    seeds : sequence of int
        Each splits the artists into folds anew.
    on_fold : callable
        Called after each fold of each seed, without release dates and with them.

    Returns
    -------
    dict of str to Backtest
        ``tracks``, ``artists``, ``relative tracks`` and ``relative artists``.
    """
    seen = tracks.reset_index(drop=True).iloc[data.rows]
    band = in_band(seen["popularity"].to_numpy())
    baselines = _baselines(seen, data, float(tracks["tempo"].median()))
    _, artist, recordings = np.unique(
        seen["main_artist"].str.casefold().to_numpy()[band], return_inverse=True, return_counts=True
    )
    judged = recordings >= MINIMUM

    def by_artist(values: np.ndarray) -> np.ndarray:
        return np.asarray((np.bincount(artist, values) / recordings)[judged])

    of_tracks: dict[str, list[Run]] = {name: [] for name in (*LEARNED, *baselines)}
    of_artists: dict[str, list[Run]] = {name: [] for name in of_tracks}
    for seed in seeds:
        runs = [cross_validated(of, seed, on_fold) for of in (undated(data), data)]
        learned = [expected for run in runs for expected in (run.expected, run.expected_relative)]
        scores = {**dict(zip(LEARNED, learned, strict=True)), **baselines}
        for name, score in scores.items():
            of_tracks[name].append((score[band], runs[0].fold[band]))
            # Too few artists for a figure a fold.
            of_artists[name].append((by_artist(score[band]), np.zeros(judged.sum(), dtype=np.int64)))
    change, relative = data.change[band], relative_change(data)[band]
    return {
        "tracks": side_by_side(of_tracks, change, TOP),
        "artists": side_by_side(of_artists, by_artist(change), TOP_ARTISTS),
        "relative tracks": side_by_side(of_tracks, relative, TOP, MARGIN),
        "relative artists": side_by_side(of_artists, by_artist(relative), TOP_ARTISTS, ARTIST_MARGIN),
    }


def _baselines(seen: pd.DataFrame, data: TrainingSet, typical_tempo: float) -> dict[str, np.ndarray]:
    """Scores that need no training, by name."""
    gap = data.inputs[:, FEATURES.index("artist_mean_gap")].astype(np.float64)
    gap[gap == MISSING] = 0  # nothing to catch up with
    audio = seen[list(AUDIO_NAMES)].to_numpy(dtype=np.float64)
    return {"formula": formula_score(audio, typical_tempo), "catches up": gap}


def side_by_side(runs: Mapping[str, Sequence[Run]], change: np.ndarray, top: int, margin: float = 0) -> Backtest:
    """The result of each score, from its runs, one a seed; and of a baseline that expects the same of all."""
    share = float((change > margin).mean()) if len(change) else 0.0
    majority = ScoreResult("majority", 0.0, 0.0, top * share, 0.0)
    results = (score_result(name, run, change, top, margin) for name, run in runs.items())
    return Backtest(len(change), share, margin, top, (*results, majority))


def score_result(name: str, runs: Sequence[Run], change: np.ndarray, top: int, margin: float = 0) -> ScoreResult:
    """The figures of a score over its runs, one a seed."""
    correlations = [
        float(spearmanr(score[fold == number], change[fold == number]).statistic)
        for score, fold in runs
        for number in np.unique(fold)
    ]
    risen = [float((change[np.argsort(-score, kind="stable")[:top]] > margin).sum()) for score, _ in runs]
    return ScoreResult(
        name,
        float(np.mean(correlations or [0])),
        float(np.std(correlations or [0])),
        float(np.mean(risen)),
        float(np.std(risen)),
    )
