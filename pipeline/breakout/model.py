"""The breakout score: how popularity is expected to change over the two years after the table was collected.

Learned from the tracks of the listing that a later, dated table shows again. Its inputs (``known``) are all from the
first table; the later one gives nothing but the change to be learned, and for a model of how a release sounds
its age (``era``), release dates before the listing was collected. Tracks that the later table does not show are not
learned from: the score is about tracks that stay in sight.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from engine import artifacts
from engine.emerging.formula import MINIMUM, formula_score, in_band
from engine.features import AUDIO_NAMES
from pipeline.breakout.features import FEATURES, GROUPS, SOUND, genre_indicators, known
from pipeline.breakout.trees import Forest

if TYPE_CHECKING:
    import pandas as pd

NAME: Final = "emerging"
FORM: Final = 1
PARTS: Final = (*GROUPS, "to begin with")  # the last: the mean change of all tracks, before anything is known of one
TOP: Final = 100  # tracks
TOP_ARTISTS: Final = 20

_MISSING: Final = -99.0  # below every value, so that a tree can tell "nothing to say" from any number
_TREES: Final = 80
_LEAF: Final = 3  # training tracks
# Popularity of the tracks learned from: around the band. A release at 0 that becomes its recording's main release
# jumps by 60 points, and a few of those would promise the same to whole genres.
_LEARNED: Final = (30, 85)
_LARGEST: Final = 20  # points; a greater change is learned as this one, for the same reason
_FOLDS: Final = 5
_ERA_TREES: Final = 40
_ERA_LEAVES: Final = 300


@dataclass(frozen=True)
class Outlook:
    """What the breakout score says of tracks.

    Parameters
    ----------
    change : float64, shape (n,)
        Expected change of popularity over two years, in points.
    chance : float64, shape (n,)
        Chance to rise at all, 0-1.
    parts : float64, shape (n, 7)
        What each group of inputs adds to ``change``, in the order of ``PARTS``; a row's sum is its change.
    """

    change: np.ndarray
    chance: np.ndarray
    parts: np.ndarray


@dataclass(frozen=True)
class Breakout:
    """The fitted model.

    Parameters
    ----------
    genres : tuple of str
        The genres it knows, in the order of its inputs.
    change : Forest
        Of the change of popularity.
    era : Forest
        Of the logarithm of one more than a release's age in years, from its sound.
    calibration : float64, shape (2,)
        Intercept and slope of the log odds of rising on the expected change.
    """

    genres: tuple[str, ...]
    change: Forest
    era: Forest
    calibration: np.ndarray

    @classmethod
    def load(cls, models: Path) -> Self:
        """Read the model from a models directory. UserError if it is absent or its checksum differs."""
        arrays, _ = artifacts.load(models, NAME, form=FORM)
        return cls(
            tuple(arrays["genres"].tolist()),
            Forest.from_arrays(arrays, "change_"),
            Forest.from_arrays(arrays, "era_"),
            arrays["calibration"],
        )

    def save(self, models: Path, about: dict[str, Any]) -> Path:
        """Write the model into a models directory, with what is to be known about it."""
        arrays = {
            "genres": np.array(self.genres, dtype=np.str_),
            "calibration": self.calibration,
            **self.change.arrays("change_"),
            **self.era.arrays("era_"),
        }
        return artifacts.save(models, NAME, arrays, form=FORM, about=about)

    def outlook(self, tracks: "pd.DataFrame", standing: "pd.DataFrame") -> Outlook:
        """What is expected of every track.

        Parameters
        ----------
        tracks : DataFrame
            As ``pipeline.cleaning.clean`` gives them.
        standing : DataFrame
            What ``known`` says of them.
        """
        rows = inputs(standing, self.era.predict(filled(standing[list(SOUND)])), genre_indicators(tracks, self.genres))
        parts = self.change.parts(rows, input_groups(len(self.genres)), len(GROUPS))
        change = parts.sum(axis=1)
        return Outlook(change, chance_to_rise(change, self.calibration), parts)


def chance_to_rise(change: np.ndarray, calibration: np.ndarray) -> np.ndarray:
    """The chance that goes with an expected change, 0-1."""
    intercept, slope = calibration
    return np.asarray(1 / (1 + np.exp(-(intercept + slope * change))))


def filled(frame: "pd.DataFrame") -> np.ndarray:
    """The rows of a frame with a number below all others where there is none; float32."""
    return frame.fillna(_MISSING).to_numpy(dtype=np.float32)


def inputs(standing: "pd.DataFrame", era: np.ndarray, genres: np.ndarray) -> np.ndarray:
    """The model's inputs: ``FEATURES`` in their order, then one column a genre; float32."""
    return np.hstack([filled(standing.assign(era=era)[list(FEATURES)]), genres])


def input_groups(genres: int) -> np.ndarray:
    """The group of ``GROUPS`` that each input belongs to; intp."""
    of_features = [place for place, names in enumerate(GROUPS.values()) for _ in names]
    return np.array(of_features + [list(GROUPS).index("genre")] * genres, dtype=np.intp)


@dataclass(frozen=True)
class Lesson:
    """The tracks of popularity 30 to 85 that both tables show, ready to learn from.

    Parameters
    ----------
    rows : intp, shape (m,)
        Their places in the tracks of the listing.
    change : float64, shape (m,)
        Popularity in the last snapshot less popularity in the listing.
    groups : int64, shape (m,)
        Tracks of one group share an artist or a recording, and may not be parted by a split.
    inputs : float32, shape (m, features)
        With each track's era read by a model that has not seen its artist.
    genres : tuple of str
        Names of the last columns of ``inputs``.
    era : Forest
        Fitted on all dated releases, for tracks that are not among these.
    """

    rows: np.ndarray
    change: np.ndarray
    groups: np.ndarray
    inputs: np.ndarray
    genres: tuple[str, ...]
    era: Forest


def prepare(tracks: "pd.DataFrame", snapshots: Sequence["pd.DataFrame"], collected: str, seed: int) -> Lesson:
    """What can be learned from a listing and the snapshots after it.

    Parameters
    ----------
    tracks : DataFrame
        As ``pipeline.cleaning.clean`` gives them.
    snapshots : sequence of DataFrame
        As ``pipeline.source.typed_snapshot`` gives them; where a track is in several, the last counts.
    collected : str
        The month the listing was collected, ``2022-10``.
    """
    import pandas as pd

    from pipeline.genre.evaluation import artist_groups

    dated = pd.concat(snapshots).sort_values("data_collection_date", kind="stable")
    later = dated.drop_duplicates("track_id", keep="last").set_index("track_id")
    tracks = tracks.reset_index(drop=True)
    rows = np.flatnonzero(tracks["track_id"].isin(later.index) & tracks["popularity"].between(*_LEARNED))
    seen = tracks.iloc[rows]
    era, eras = fit_era(later.reset_index(), collected, seed)
    genres = tuple(sorted({genre for listed in tracks["genres"] for genre in listed}))
    standing = known(tracks).iloc[rows]
    in_time = eras.reindex(seen["track_id"]).to_numpy()
    # A release dated after the listing (a re-release under its old id) has no held-out reading: use the whole model's.
    ages = np.where(np.isnan(in_time), era.predict(filled(standing[list(SOUND)])), in_time)
    return Lesson(
        rows,
        later.loc[seen["track_id"], "popularity"].to_numpy() - seen["popularity"].to_numpy(dtype=np.float64),
        artist_groups(tracks)[seen["recording"].to_numpy()],
        inputs(standing, ages, genre_indicators(seen, genres)),
        genres,
        era,
    )


def fit_era(releases: "pd.DataFrame", collected: str, seed: int) -> tuple[Forest, "pd.Series[float]"]:
    """A model of a release's age from its sound, and its readings of the releases it is fitted on, artists held out.

    Returns
    -------
    era : Forest
    readings : Series
        By track id, of releases dated before the month ``collected``.
    """
    import pandas as pd
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.model_selection import GroupKFold

    released = pd.to_datetime(releases["release_date"].str[:10], format="mixed", errors="coerce")
    years = (pd.Timestamp(collected) - released).dt.days / 365.25
    before = releases[years > 0]
    age = np.log1p(years[years > 0].to_numpy(dtype=np.float64))
    sound = filled(before.assign(duration=before["duration_ms"] / 1000)[list(SOUND)])
    artists = before["artist_name"].str.casefold().to_numpy()

    def fitted(chosen: np.ndarray) -> Forest:
        forest = RandomForestRegressor(_ERA_TREES, max_leaf_nodes=_ERA_LEAVES, max_features=0.5, random_state=seed).fit(
            sound[chosen], age[chosen]
        )
        return Forest.of(forest.estimators_)

    readings = np.empty(len(age))
    for train, test in GroupKFold(_FOLDS, shuffle=True, random_state=seed).split(sound, groups=artists):
        readings[test] = fitted(train).predict(sound[test])
    return fitted(np.arange(len(age))), pd.Series(readings, index=before["track_id"])


def fit_change(lesson: Lesson, chosen: np.ndarray, seed: int) -> Forest:
    """Extremely randomised trees (Geurts et al. 2006) of the change of the chosen tracks."""
    from sklearn.ensemble import ExtraTreesRegressor

    model = ExtraTreesRegressor(_TREES, min_samples_leaf=_LEAF, max_features=0.5, random_state=seed)
    return Forest.of(model.fit(lesson.inputs[chosen], np.clip(lesson.change[chosen], -_LARGEST, _LARGEST)).estimators_)


def held_out(lesson: Lesson, seed: int, on_fold: Callable[[], object] = lambda: None) -> tuple[np.ndarray, np.ndarray]:
    """What models say of tracks by artists they have not seen.

    Returns
    -------
    expected : float64, shape (m,)
    fold : int64, shape (m,)
        The fold in which each track was held out.
    """
    from sklearn.model_selection import GroupKFold

    expected, fold = np.empty(len(lesson.change)), np.empty(len(lesson.change), dtype=np.int64)
    splits = GroupKFold(_FOLDS, shuffle=True, random_state=seed).split(lesson.inputs, groups=lesson.groups)
    for number, (train, test) in enumerate(splits):
        expected[test] = fit_change(lesson, train, seed).predict(lesson.inputs[test])
        fold[test] = number
        on_fold()
    return expected, fold


def fit(lesson: Lesson, seed: int, on_fold: Callable[[], object] = lambda: None) -> Breakout:
    """The model for use, its chance to rise calibrated on artists held out."""
    from sklearn.linear_model import LogisticRegression

    expected, _ = held_out(lesson, seed, on_fold)
    odds = LogisticRegression(C=1e6).fit(expected[:, None], lesson.change > 0)
    return Breakout(
        lesson.genres,
        fit_change(lesson, np.arange(len(lesson.change)), seed),
        lesson.era,
        np.array([odds.intercept_[0], odds.coef_[0, 0]]),
    )


@dataclass(frozen=True)
class Tested:
    """How a score did on tracks, or artists, whose later popularity is known.

    Parameters
    ----------
    score : str
    correlation, correlation_spread : float
        Spearman rank correlation with the change of popularity: mean and standard deviation, for tracks over the
        folds of all seeds, for artists over seeds.
    risen, risen_spread : float
        Of those it ranks first, how many rose at all: mean and standard deviation over seeds.
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
        Tracks of popularity 40 to 70 that the later table shows again; or the artists who have at least ``MINIMUM``
        of these, judged by the means over them.
    rose : float
        Share of them whose popularity rose: of tracks by a point or more, of artists on average.
    top : int
        How many of those ranked first are counted.
    tested : tuple of Tested
        Breakout (artists held out), formula, ``catches up`` (the mean of the artist's other recordings less the
        track's popularity), and ``majority``, which expects the same of all and takes them as they come.
    """

    count: int
    rose: float
    top: int
    tested: tuple[Tested, ...]


def backtest(
    tracks: "pd.DataFrame", lesson: Lesson, seeds: Sequence[int], on_fold: Callable[[], object] = lambda: None
) -> tuple[Backtest, Backtest]:
    """Test the scores on what became of tracks, and of artists: whole artists held out, five folds for every seed."""
    seen = tracks.reset_index(drop=True).iloc[lesson.rows]
    band = in_band(seen["popularity"].to_numpy())
    change = lesson.change[band]
    audio = seen[list(AUDIO_NAMES)].to_numpy(dtype=np.float64)
    formula = formula_score(audio, float(tracks["tempo"].median()))
    gap = lesson.inputs[:, FEATURES.index("artist_mean_gap")].astype(np.float64)
    gap[gap == _MISSING] = 0  # nothing to catch up with
    _, artist, recordings = np.unique(
        seen["main_artist"].str.casefold().to_numpy()[band], return_inverse=True, return_counts=True
    )
    judged = recordings >= MINIMUM

    def by_artist(values: np.ndarray) -> np.ndarray:
        return np.asarray((np.bincount(artist, values) / recordings)[judged])

    of_tracks: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {"breakout": [], "formula": [], "catches up": []}
    of_artists: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {name: [] for name in of_tracks}
    for seed in seeds:
        expected, fold = held_out(lesson, seed, on_fold)
        for name, score in (("breakout", expected), ("formula", formula), ("catches up", gap)):
            of_tracks[name].append((score[band], fold[band]))
            # Too few artists for a figure a fold.
            of_artists[name].append((by_artist(score[band]), np.zeros(judged.sum(), dtype=np.int64)))
    return side_by_side(of_tracks, change, TOP), side_by_side(of_artists, by_artist(change), TOP_ARTISTS)


def side_by_side(runs: Mapping[str, Sequence[tuple[np.ndarray, np.ndarray]]], change: np.ndarray, top: int) -> Backtest:
    """Scores by name, each with its values and folds, one pair a seed; and what expects the same of all."""
    share = float((change > 0).mean()) if len(change) else 0.0
    majority = Tested("majority", 0.0, 0.0, top * share, 0.0)
    return Backtest(
        len(change), share, top, (*(tested(name, run, change, top) for name, run in runs.items()), majority)
    )


def tested(name: str, runs: Sequence[tuple[np.ndarray, np.ndarray]], change: np.ndarray, top: int) -> Tested:
    """Figures of a score from its values and folds, one pair a seed."""
    from scipy.stats import spearmanr

    correlations = [
        float(spearmanr(score[fold == number], change[fold == number]).statistic)
        for score, fold in runs
        for number in np.unique(fold)
    ]
    risen = [float((change[np.argsort(-score, kind="stable")[:top]] > 0).sum()) for score, _ in runs]
    return Tested(
        name,
        float(np.mean(correlations or [0])),
        float(np.std(correlations or [0])),
        float(np.mean(risen)),
        float(np.std(risen)),
    )
