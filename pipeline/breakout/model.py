"""The breakout model: a forecast of how popularity changes over the two years after the table was collected.

Trained on the tracks of the listing that a later, dated table shows again. Its features are all from the first table;
the later one gives nothing but the change to be learned, and for a model of how a release sounds its age (``era``),
release dates before the listing was collected. Tracks that the later table does not show are not in the training set:
the score is about tracks that stay in sight.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

from engine import artifacts
from engine.trees import RegressionForest
from pipeline.breakout.features import FEATURES, GROUPS, SOUND, build_features, genre_indicators
from pipeline.splits import artist_groups, grouped_folds

NAME: Final = "emerging"
FORMAT_VERSION: Final = 1
# Popularity of the training tracks: around the band. A release at 0 that becomes its recording's main release jumps by
# 60 points, and a few of those would promise the same to whole genres.
TRAINED: Final = (30, 85)
MAX_CHANGE: Final = 20  # points; a greater change is learned as this one, for the same reason
MISSING: Final = -99.0  # below every value, so that a tree can tell a missing value from any number
N_TREES: Final = 80
MIN_LEAF: Final = 3  # training tracks
N_ERA_TREES: Final = 40
ERA_LEAVES: Final = 300

_DAYS: Final = 365.25  # a year


@dataclass(frozen=True)
class Forecast:
    """What the breakout model expects of tracks.

    Parameters
    ----------
    change : float64, shape (n,)
        Expected change of popularity over two years, in points.
    chance : float64, shape (n,)
        Chance to rise at all, 0-1.
    parts : float64, shape (n, len(PARTS))
        What each group of features adds to ``change``, in the order of ``engine.emerging.scores.PARTS``; a row's sum
        is its change.
    """

    change: np.ndarray
    chance: np.ndarray
    parts: np.ndarray


@dataclass(frozen=True)
class BreakoutModel:
    """The fitted model.

    Parameters
    ----------
    genres : tuple of str
        The genres it knows, in the order of its inputs.
    change : RegressionForest
        Of the change of popularity.
    era : RegressionForest
        Of the logarithm of one more than a release's age in years, from its sound.
    calibration : float64, shape (2,)
        Intercept and slope of the log odds of rising on the expected change.
    """

    genres: tuple[str, ...]
    change: RegressionForest
    era: RegressionForest
    calibration: np.ndarray

    @classmethod
    def load(cls, models: Path) -> Self:
        """Load the model from a models directory. UserError if it is absent or its checksum differs."""
        arrays, _ = artifacts.load(models, NAME, format_version=FORMAT_VERSION)
        return cls(
            tuple(arrays["genres"].tolist()),
            RegressionForest.from_arrays(arrays, "change_"),
            RegressionForest.from_arrays(arrays, "era_"),
            arrays["calibration"],
        )

    def save(self, models: Path, about: dict[str, Any]) -> Path:
        """Save the model to a models directory; ``about`` is added to its manifest entry."""
        arrays = {
            "genres": np.array(self.genres, dtype=np.str_),
            "calibration": self.calibration,
            **self.change.to_arrays("change_"),
            **self.era.to_arrays("era_"),
        }
        return artifacts.save(models, NAME, arrays, format_version=FORMAT_VERSION, about=about)

    def predict(self, tracks: pd.DataFrame, features: pd.DataFrame) -> Forecast:
        """The forecast of every track.

        Parameters
        ----------
        tracks : DataFrame
            As ``pipeline.cleaning.clean`` gives them.
        features : DataFrame
            As ``build_features`` gives them for these tracks.
        """
        era = self.era.predict(impute(features[list(SOUND)]))
        rows = model_inputs(features, era, genre_indicators(tracks, self.genres))
        parts = self.change.contributions(rows, input_groups(len(self.genres)), len(GROUPS))
        change = parts.sum(axis=1)
        return Forecast(change, chance_to_rise(change, self.calibration), parts)


def chance_to_rise(change: np.ndarray, calibration: np.ndarray) -> np.ndarray:
    """The calibrated chance that goes with an expected change, 0-1."""
    intercept, slope = calibration
    return np.asarray(1 / (1 + np.exp(-(intercept + slope * change))))


def impute(features: pd.DataFrame) -> np.ndarray:
    """The rows of a frame with ``MISSING`` where there is no value; float32."""
    return features.fillna(MISSING).to_numpy(dtype=np.float32)


def model_inputs(features: pd.DataFrame, era: np.ndarray, genres: np.ndarray) -> np.ndarray:
    """The model's inputs: ``FEATURES`` in their order, then one column a genre; float32."""
    return np.hstack([impute(features.assign(era=era)[list(FEATURES)]), genres])


def input_groups(genres: int) -> np.ndarray:
    """The group of ``GROUPS`` that each input belongs to; intp."""
    of_features = [place for place, names in enumerate(GROUPS.values()) for _ in names]
    return np.array(of_features + [list(GROUPS).index("genre")] * genres, dtype=np.intp)


@dataclass(frozen=True)
class TrainingSet:
    """The tracks whose popularity is in ``TRAINED`` and that both tables show.

    Parameters
    ----------
    rows : intp, shape (m,)
        Their places in the tracks of the listing.
    change : float64, shape (m,)
        Popularity in the last snapshot less popularity in the listing.
    groups : int64, shape (m,)
        Tracks of one group share an artist or a recording, and may not be parted by a split.
    inputs : float32, shape (m, features)
        With each track's era predicted by a model that has not seen its artist.
    genres : tuple of str
        Names of the last columns of ``inputs``.
    era : RegressionForest
        Fitted on all dated releases, for tracks that are not among these.
    """

    rows: np.ndarray
    change: np.ndarray
    groups: np.ndarray
    inputs: np.ndarray
    genres: tuple[str, ...]
    era: RegressionForest


def training_set(tracks: pd.DataFrame, snapshots: Sequence[pd.DataFrame], collected: str, seed: int) -> TrainingSet:
    """The training set of a listing and the snapshots after it.

    Parameters
    ----------
    tracks : DataFrame
        As ``pipeline.cleaning.clean`` gives them.
    snapshots : sequence of DataFrame
        As ``pipeline.source.typed_snapshot`` gives them; where a track is in several, the last counts.
    collected : str
        The month the listing was collected, such as ``2022-10``.
    """
    dated = pd.concat(snapshots).sort_values("data_collection_date", kind="stable")
    later = dated.drop_duplicates("track_id", keep="last").set_index("track_id")
    tracks = tracks.reset_index(drop=True)
    rows = np.flatnonzero(tracks["track_id"].isin(later.index) & tracks["popularity"].between(*TRAINED))
    seen = tracks.iloc[rows]
    era, out_of_fold = fit_era(later.reset_index(), collected, seed)
    genres = tuple(sorted({genre for listed in tracks["genres"] for genre in listed}))
    features = build_features(tracks).iloc[rows]
    ages = out_of_fold.reindex(seen["track_id"]).to_numpy()
    # A release dated after the listing (a re-release under its old id) has no out-of-fold age: use the final model's.
    ages = np.where(np.isnan(ages), era.predict(impute(features[list(SOUND)])), ages)
    return TrainingSet(
        rows,
        later.loc[seen["track_id"], "popularity"].to_numpy() - seen["popularity"].to_numpy(dtype=np.float64),
        artist_groups(tracks)[seen["recording"].to_numpy()],
        model_inputs(features, ages, genre_indicators(seen, genres)),
        genres,
        era,
    )


def fit_era(releases: pd.DataFrame, collected: str, seed: int) -> tuple[RegressionForest, "pd.Series[float]"]:
    """Fit a model of a release's age to its sound.

    Returns
    -------
    era : RegressionForest
    out_of_fold : Series
        Its cross-validated predictions, artists held out; by track id, of releases dated before the month
        ``collected``.
    """
    released = pd.to_datetime(releases["release_date"].str[:10], format="mixed", errors="coerce")
    years = (pd.Timestamp(collected) - released).dt.days / _DAYS
    before = releases[years > 0]
    age = np.log1p(years[years > 0].to_numpy(dtype=np.float64))
    sound = impute(before.assign(duration=before["duration_ms"] / 1000)[list(SOUND)])
    artists = before["artist_name"].str.casefold().to_numpy()

    def fitted(chosen: np.ndarray) -> RegressionForest:
        forest = RandomForestRegressor(N_ERA_TREES, max_leaf_nodes=ERA_LEAVES, max_features=0.5, random_state=seed)
        return RegressionForest.from_sklearn(forest.fit(sound[chosen], age[chosen]).estimators_)

    predictions = np.empty(len(age))
    for train, test in grouped_folds(artists, seed):
        predictions[test] = fitted(train).predict(sound[test])
    return fitted(np.arange(len(age))), pd.Series(predictions, index=before["track_id"])


def fit_change(data: TrainingSet, chosen: np.ndarray, seed: int) -> RegressionForest:
    """Extremely randomised trees (Geurts et al. 2006) of the change of the chosen tracks."""
    model = ExtraTreesRegressor(N_TREES, min_samples_leaf=MIN_LEAF, max_features=0.5, random_state=seed)
    change = np.clip(data.change[chosen], -MAX_CHANGE, MAX_CHANGE)
    return RegressionForest.from_sklearn(model.fit(data.inputs[chosen], change).estimators_)


def cross_validated(
    data: TrainingSet, seed: int, on_fold: Callable[[], object] = lambda: None
) -> tuple[np.ndarray, np.ndarray]:
    """Cross-validated predictions, grouped by artist.

    Returns
    -------
    expected : float64, shape (m,)
        Change of popularity, by models that have not seen the artist.
    fold : int64, shape (m,)
        The fold in which each track was held out.
    """
    expected, fold = np.empty(len(data.change)), np.empty(len(data.change), dtype=np.int64)
    for number, (train, test) in enumerate(grouped_folds(data.groups, seed)):
        expected[test] = fit_change(data, train, seed).predict(data.inputs[test])
        fold[test] = number
        on_fold()
    return expected, fold


def fit(data: TrainingSet, seed: int, on_fold: Callable[[], object] = lambda: None) -> BreakoutModel:
    """Fit the model, its chance to rise calibrated on held-out artists."""
    expected, _ = cross_validated(data, seed, on_fold)
    odds = LogisticRegression(C=1e6).fit(expected[:, None], data.change > 0)
    return BreakoutModel(
        data.genres,
        fit_change(data, np.arange(len(data.change)), seed),
        data.era,
        np.array([odds.intercept_[0], odds.coef_[0, 0]]),
    )
