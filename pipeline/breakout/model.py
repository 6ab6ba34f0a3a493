"""The breakout model: a forecast of how popularity changes after the table was collected.

It gives two forecasts: the change itself, and the change beyond what is usual in the track's genres (their drift).

Trained on the tracks of the listing that a later, dated table shows again. Its features are all from the first table;
the later one gives nothing but the change to be learned, and release dates before the listing was collected: for a
model of how a release sounds its age (``era``), and as an input of their own (``age``). Few tracks of a catalogue have
a date, so there are forests for those with one and forests for those without, each fitted on all training tracks.
Every forecast is by trees that have not seen the artist: those of the artist's fold, or, for artists that were not in
the training set, those that were fitted on all of it. Tracks that the later table does not show are not in the
training set: the score is about tracks that stay in sight.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor, GradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

from engine import artifacts
from engine.emerging.scores import MARGIN
from pipeline.breakout.additive import AdditiveModel
from pipeline.breakout.blend import MISSING, Blend
from pipeline.breakout.features import (
    DAYS,
    FEATURES,
    GROUPS,
    SOUND,
    build_features,
    genre_indicators,
    known_ages,
)
from pipeline.breakout.forest import RegressionForest
from pipeline.breakout.regions import regions
from pipeline.cleaning import to_recordings
from pipeline.similarity_inputs import name_key
from pipeline.splits import FOLDS, artist_groups, grouped_folds

NAME: Final = "emerging"
FORMAT_VERSION: Final = 6
# Popularity of the training tracks: around the band. A release at 0 that becomes its recording's main release jumps by
# 60 points, and a few of those would promise the same to whole genres.
TRAINED: Final = (30, 85)
MAX_CHANGE: Final = 20  # points; a greater change is learned as this one, for the same reason
# For the additive model, in which a few great changes would bend whole curves.
MAX_ADDITIVE_CHANGE: Final = 10
N_TREES: Final = 50  # of a fold
# Of the boosted half. Small shares of tracks and inputs a tree: there are few tracks, and many inputs say the same.
N_BOOSTED: Final = 200
LEARNING_RATE: Final = 0.04
_BOOSTED: Final = {"loss": "huber", "max_depth": 4, "subsample": 0.5, "max_features": 0.15, "min_samples_leaf": 10}
MIN_LEAF: Final = 3  # training tracks
MIN_RELATIVE_LEAF: Final = 5
DRIFT_SHRINKAGE: Final = 10  # tracks: a genre's median change counts as much as the overall one at so many
KNOWN_UP_TO: Final = 0.99  # quantile of held-out forecasts beyond which chances are not extrapolated
N_ERA_TREES: Final = 40
ERA_LEAVES: Final = 300
UNKNOWN: Final = FOLDS
"""The fold of artists that were not in the training set."""


@dataclass(frozen=True)
class Forecast:
    """What the breakout model expects of tracks.

    Parameters
    ----------
    change, relative : float64, shape (n,)
        Expected change of popularity in points, and expected change beyond the drift of the track's genres.
    chance, odds : float64, shape (n,)
        Chance to rise at all, and chance to change by ``engine.emerging.scores.MARGIN`` points more than the genres'
        drift; 0-1.
    parts, relative_parts : float64, shape (n, len(PARTS))
        What each group of features adds to ``change`` and ``relative``, in the order of
        ``engine.emerging.scores.PARTS``; a row's sum is its change.
    drift : float64, shape (n,)
        The usual change of the track's genres.
    era : float64, shape (n,)
        The age that the track sounds like, in years.
    """

    change: np.ndarray
    relative: np.ndarray
    chance: np.ndarray
    odds: np.ndarray
    parts: np.ndarray
    relative_parts: np.ndarray
    drift: np.ndarray
    era: np.ndarray

    @classmethod
    def unknown(cls, count: int) -> Self:
        """The forecast where there is no model: NaN."""
        nothing, parts = np.full(count, np.nan), np.full((count, len(GROUPS) + 1), np.nan)
        return cls(nothing, nothing, nothing, nothing, parts, parts, nothing, nothing)


@dataclass(frozen=True)
class Forests:
    """The models of both forecasts, for tracks with a release date or for tracks without.

    Parameters
    ----------
    change, relative : tuple of Blend
        Of the change of popularity, and of the change beyond the genres' drift; one a fold, fitted on the others, and
        last one that was fitted on all folds.
    calibration : float64, shape (2, 3)
        Intercept and slope of the log odds, and the highest expected change that they are known for: of rising on the
        expected change, and of beating the genres' drift by ``MARGIN`` on the expected change beyond it.
    """

    change: tuple[Blend, ...]
    relative: tuple[Blend, ...]
    calibration: np.ndarray

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str) -> Self:
        """The inverse of ``to_arrays``."""
        change, relative = (
            tuple(Blend.from_arrays(arrays, f"{prefix}{name}{fold}_") for fold in range(UNKNOWN + 1))
            for name in ("change", "relative")
        )
        return cls(change, relative, arrays[f"{prefix}calibration"])

    def to_arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """As named arrays for a file."""
        arrays = {f"{prefix}calibration": self.calibration}
        for name, models in (("change", self.change), ("relative", self.relative)):
            for fold, model in enumerate(models):
                arrays |= model.to_arrays(f"{prefix}{name}{fold}_")
        return arrays

    def splitter(self, inputs: int) -> "Splitter":
        """What gives the parts of both forecasts; made once for many calls.

        Parameters
        ----------
        inputs : int
            Columns of ``model_inputs``.
        """
        # What is beyond a genre's usual change is learned from the same inputs but the genres themselves.
        widths = inputs, len(FEATURES)
        both = [
            (width, [model.splitter(input_groups(width - len(FEATURES)), len(GROUPS)) for model in models])
            for width, models in zip(widths, (self.change, self.relative), strict=True)
        ]

        def split(rows: np.ndarray, folds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            parts, relative_parts = np.empty((2, len(rows), len(GROUPS) + 1))
            for out, (width, of_folds) in zip((parts, relative_parts), both, strict=True):
                for fold, of_fold in enumerate(of_folds):
                    chosen = np.flatnonzero(folds == fold)
                    out[chosen] = of_fold(rows[chosen, :width])
            return parts, relative_parts

        return split


Splitter: TypeAlias = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""The parts of both forecasts, float64, shape (n, len(PARTS)) each: of rows as ``model_inputs`` gives them, and the
fold of each row, whose models are asked; ``UNKNOWN`` for those that were fitted on all folds."""


@dataclass(frozen=True)
class BreakoutModel:
    """The fitted model.

    Parameters
    ----------
    genres : tuple of str
        The genres it knows, in the order of its inputs.
    undated, dated : Forests
        For tracks without a release date, and for those with one.
    era : RegressionForest
        Of the logarithm of one more than a release's age in years, from its sound.
    drift : float64, shape (genres + 1,)
        The median change of each genre's training tracks, drawn toward that of all, which is the last.
    artists : uint64, ascending
        Keys of the artists of the training set.
    folds : int8
        The fold of each of them.
    """

    genres: tuple[str, ...]
    undated: Forests
    dated: Forests
    era: RegressionForest
    drift: np.ndarray
    artists: np.ndarray
    folds: np.ndarray

    @classmethod
    def load(cls, models: Path) -> Self:
        """Load the model from a models directory. UserError if it is absent or its checksum differs."""
        arrays, _ = artifacts.load(models, NAME, format_version=FORMAT_VERSION)
        return cls(
            tuple(arrays["genres"].tolist()),
            Forests.from_arrays(arrays, "undated_"),
            Forests.from_arrays(arrays, "dated_"),
            RegressionForest.from_arrays(arrays, "era_"),
            arrays["drift"],
            arrays["artists"],
            arrays["folds"],
        )

    def save(self, models: Path, about: dict[str, Any]) -> Path:
        """Save the model to a models directory; ``about`` is added to its manifest entry."""
        arrays = {
            "genres": np.array(self.genres, dtype=np.str_),
            "drift": self.drift,
            "artists": self.artists,
            "folds": self.folds,
            **self.era.to_arrays("era_"),
            **self.undated.to_arrays("undated_"),
            **self.dated.to_arrays("dated_"),
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
        listed = genre_indicators(tracks["genres"], self.genres)
        folds = self._folds_of(tracks)
        rows = model_inputs(features, era, listed)
        parts, relative_parts = np.empty((2, len(rows), len(GROUPS) + 1))
        change, relative, chance, odds = np.empty((4, len(rows)))
        dated = features["age"].notna().to_numpy()
        for forests, split, of in (
            (self.undated, self._split_undated, np.flatnonzero(~dated)),
            (self.dated, self._split_dated, np.flatnonzero(dated)),
        ):
            parts[of], relative_parts[of] = split(rows[of], folds[of])
            change[of], relative[of] = parts[of].sum(axis=1), relative_parts[of].sum(axis=1)
            chance[of] = calibrated(change[of], forests.calibration[0])
            odds[of] = calibrated(relative[of], forests.calibration[1])
        return Forecast(
            change=change,
            relative=relative,
            chance=chance,
            odds=odds,
            parts=parts,
            relative_parts=relative_parts,
            drift=drift_of(listed, self.drift),
            era=np.expm1(era),
        )

    @cached_property
    def _split_undated(self) -> Splitter:
        return self.undated.splitter(len(FEATURES) + len(self.genres))

    @cached_property
    def _split_dated(self) -> Splitter:
        return self.dated.splitter(len(FEATURES) + len(self.genres))

    def _folds_of(self, tracks: pd.DataFrame) -> np.ndarray:
        """The fold of each track's artist; ``UNKNOWN`` for those that were not in the training set."""
        keys = artist_keys(tracks["main_artist"])
        places = np.minimum(np.searchsorted(self.artists, keys), len(self.artists) - 1)
        return np.asarray(np.where(self.artists[places] == keys, self.folds[places], UNKNOWN))


def calibrated(expected: np.ndarray, calibration: np.ndarray) -> np.ndarray:
    """The calibrated chance that goes with an expected change, 0-1; no higher than held-out tracks bear out."""
    intercept, slope, highest = calibration
    return np.asarray(1 / (1 + np.exp(-(intercept + slope * np.minimum(expected, highest)))))


def artist_keys(names: Iterable[str]) -> np.ndarray:
    """A hash of each artist's name, case aside; uint64."""
    codes, different = pd.factorize(pd.Series(names, dtype=object))
    return np.array([name_key(name) for name in different], dtype=np.uint64)[codes]


def genre_drift(change: np.ndarray, listed: np.ndarray) -> np.ndarray:
    """The usual change of each genre: its median, drawn toward the median of all tracks where it has few.

    Parameters
    ----------
    change : float, shape (m,)
    listed : shape (m, genres)
        1 where a track is filed under a genre.

    Returns
    -------
    float64, shape (genres + 1,)
        The last is that of all tracks.
    """
    overall = float(np.median(change))
    medians = [(np.median(change[members]) if members.any() else overall) for members in listed.T > 0]
    sizes = (listed > 0).sum(axis=0)
    shrunk = (np.array(medians) * sizes + overall * DRIFT_SHRINKAGE) / (sizes + DRIFT_SHRINKAGE)
    return np.append(shrunk, overall)


def drift_of(listed: np.ndarray, drift: np.ndarray) -> np.ndarray:
    """The mean drift of each track's genres; that of all tracks where it is filed under none that is known."""
    count = listed.sum(axis=1)
    return np.asarray(np.where(count > 0, (listed @ drift[:-1]) / np.maximum(count, 1), drift[-1]))


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
    region = regions(to_recordings(tracks))[tracks["recording"].to_numpy()]
    rows = np.flatnonzero(tracks["track_id"].isin(later.index) & tracks["popularity"].between(*TRAINED))
    seen = tracks.iloc[rows]
    era, out_of_fold = fit_era(later.reset_index(), collected, seed)
    genres = tuple(sorted({genre for listed in tracks["genres"] for genre in listed}))
    features = build_features(tracks, region, known_ages(tracks, snapshots, collected)).iloc[rows]
    ages = out_of_fold.reindex(seen["track_id"]).to_numpy()
    # A release dated after the listing (a re-release under its old id) has no out-of-fold age: use the final model's.
    ages = np.where(np.isnan(ages), era.predict(impute(features[list(SOUND)])), ages)
    return TrainingSet(
        rows,
        later.loc[seen["track_id"], "popularity"].to_numpy() - seen["popularity"].to_numpy(dtype=np.float64),
        artist_groups(tracks)[seen["recording"].to_numpy()],
        model_inputs(features, ages, genre_indicators(seen["genres"], genres)),
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
    years = (pd.Timestamp(collected) - released).dt.days / DAYS
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


def undated(data: TrainingSet) -> TrainingSet:
    """The same training set with the release dates withheld."""
    inputs = data.inputs.copy()
    inputs[:, FEATURES.index("age")] = MISSING
    return replace(data, inputs=inputs)


def relative_change(data: TrainingSet, chosen: np.ndarray | None = None) -> np.ndarray:
    """The change of each track less the drift of its genres; float64, shape (m,).

    Parameters
    ----------
    data : TrainingSet
    chosen : int array, or None
        The tracks that the drift is computed from; None for all.
    """
    listed = data.inputs[:, -len(data.genres) :]
    rows = slice(None) if chosen is None else chosen
    return np.asarray(data.change - drift_of(listed, genre_drift(data.change[rows], listed[rows])))


@dataclass(frozen=True)
class FoldModels:
    """Models of one split, each fitted on all folds but its own.

    Parameters
    ----------
    change, relative : tuple of Blend
    expected, expected_relative : float64, shape (m,)
        Cross-validated predictions, by models that have not seen the artist.
    fold : int64, shape (m,)
        The fold in which each track was held out.
    """

    change: tuple[Blend, ...]
    relative: tuple[Blend, ...]
    expected: np.ndarray
    expected_relative: np.ndarray
    fold: np.ndarray


def fit_forest(inputs: np.ndarray, change: np.ndarray, leaf: int, seed: int) -> RegressionForest:
    """The mean of two forecasts of a change, as one forest.

    One is by extremely randomised trees (Geurts et al. 2006) with at least ``leaf`` tracks in a leaf, one by stochastic
    gradient boosting (Friedman 2002) with Huber's loss.
    """
    learned = np.clip(change, -MAX_CHANGE, MAX_CHANGE)
    random = ExtraTreesRegressor(N_TREES, min_samples_leaf=leaf, max_features=0.5, random_state=seed)
    boosted = GradientBoostingRegressor(
        n_estimators=N_BOOSTED, learning_rate=LEARNING_RATE, random_state=seed, **_BOOSTED
    )
    trees = [*random.fit(inputs, learned).estimators_, *boosted.fit(inputs, learned).estimators_.ravel()]
    # A forest is the mean over its trees; boosted trees are added up, after a constant.
    half = len(trees) / 2
    scales = [half / N_TREES] * N_TREES + [half * LEARNING_RATE] * N_BOOSTED
    return RegressionForest.from_sklearn(trees, scales, float(boosted.init_.constant_.item()) / 2)


def fit_change(inputs: np.ndarray, change: np.ndarray, seed: int) -> Blend:
    """The model of the change itself: a forest, and an additive model that counts as much."""
    learned = np.clip(change, -MAX_ADDITIVE_CHANGE, MAX_ADDITIVE_CHANGE)
    return Blend(fit_forest(inputs, change, MIN_LEAF, seed), AdditiveModel.fit(inputs, learned, MISSING))


def fit_both(data: TrainingSet, chosen: np.ndarray, seed: int) -> tuple[Blend, Blend]:
    """The models of the change, and of the change beyond the genres' drift, fitted on the tracks ``chosen``."""
    inputs = data.inputs[chosen]
    beyond = relative_change(data, chosen)[chosen]
    # An additive model beside the second one changed nothing.
    relative = Blend(fit_forest(inputs[:, : len(FEATURES)], beyond, MIN_RELATIVE_LEAF, seed))
    return fit_change(inputs, data.change[chosen], seed), relative


def cross_validated(data: TrainingSet, seed: int, on_fold: Callable[[], object] = lambda: None) -> FoldModels:
    """Fit both forecasts fold by fold, grouped by artist."""
    expected, relative = np.empty(len(data.change)), np.empty(len(data.change))
    fold = np.empty(len(data.change), dtype=np.int64)
    of_change: list[Blend] = []
    of_relative: list[Blend] = []
    for number, (train, test) in enumerate(grouped_folds(data.groups, seed)):
        for models, model in zip((of_change, of_relative), fit_both(data, train, seed), strict=True):
            models.append(model)
        expected[test] = of_change[-1].predict(data.inputs[test])
        relative[test] = of_relative[-1].predict(data.inputs[test, : len(FEATURES)])
        fold[test] = number
        on_fold()
    return FoldModels(tuple(of_change), tuple(of_relative), expected, relative, fold)


def fit(
    data: TrainingSet, artists: Iterable[str], seed: int, on_fold: Callable[[], object] = lambda: None
) -> BreakoutModel:
    """Fit the model, its chances calibrated on held-out artists.

    Parameters
    ----------
    data : TrainingSet
    artists : iterable of str
        The main artist of each of its tracks.
    on_fold : callable
        Called as often as something was fitted: once a fold and once more, with release dates and without.
    """
    rose, beat = data.change > 0, relative_change(data) > MARGIN

    def forests(of: TrainingSet) -> tuple[Forests, np.ndarray]:
        held_out = cross_validated(of, seed, on_fold)
        change, relative = fit_both(of, np.arange(len(of.change)), seed)
        on_fold()
        calibration = np.array([_odds(held_out.expected, rose), _odds(held_out.expected_relative, beat)])
        return Forests((*held_out.change, change), (*held_out.relative, relative), calibration), held_out.fold

    with_dates, fold = forests(data)
    keys, first = np.unique(artist_keys(artists), return_index=True)
    return BreakoutModel(
        data.genres,
        forests(undated(data))[0],
        with_dates,
        data.era,
        genre_drift(data.change, data.inputs[:, -len(data.genres) :]),
        keys,
        fold[first].astype(np.int8),
    )


def _odds(expected: np.ndarray, came: np.ndarray) -> tuple[float, float, float]:
    """Intercept and slope of the log odds that something came, on what was expected, and where they end."""
    highest = float(np.quantile(expected, KNOWN_UP_TO))
    if came.all() or not came.any():
        return (9.0 if came.all() else -9.0), 0.0, highest
    model = LogisticRegression(C=1e6).fit(expected[:, None], came)
    return float(model.intercept_[0]), float(model.coef_[0, 0]), highest
