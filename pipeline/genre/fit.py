"""Fit the genre classifier: names and artist history out of fold, fold models, calibration, final models.

The name model and the target encoding know their training artists by heart, so what they tell of them is no guide to
what they will tell of others. The full networks therefore learn from out-of-fold values, drawn at random from two
views of each recording: its artist held out, or only the recording itself. Each fold model leaves out the artists of
one fold, which gives every recording an out-of-fold prediction: for calibration, and to show.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy.sparse import csr_array
from sklearn.ensemble import RandomForestClassifier
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from engine.errors import UserError
from engine.genre.artist_history import LINKS, HistoryKeys, TargetEncoder, evidence_level
from engine.genre.encoding import ARTEFACTS, COLUMNS, AudioEncoder
from engine.genre.model import GenreModel, add_name_logits
from engine.genre.name_features import FIELDS, Credits, spelling_features
from engine.genre.name_model import Vocabulary
from engine.genre.network import Network, forward, softmax
from engine.genre.report import Importance
from engine.trees import ClassForest
from pipeline.genre.calibration import Uncalibrated, calibrate
from pipeline.genre.metrics import permutation_importance, truth_table
from pipeline.genre.names import fit_name_model, name_view, tf_idf
from pipeline.genre.networks import NetworkSettings, fit_network
from pipeline.splits import Split, artist_groups

N_FOLD_MODELS: Final = 4  # each leaves out the artists of one fold
N_FINAL_MODELS: Final = 3  # larger audio networks on all recordings, which answer
AUDIO_FOLD: Final = NetworkSettings(hidden=512, epochs=16, rate=2e-3)
FULL_FOLD: Final = NetworkSettings(hidden=384, epochs=10, rate=2e-3)
AUDIO_FINAL: Final = NetworkSettings(hidden=640, epochs=20, rate=1.5e-3)
BINS: Final = 32
N_TREES: Final = 50
TREE_DEPTH: Final = 15
SEED: Final = 0
MIN_RECORDINGS: Final = 40
NO_ARTEFACTS: Final = 0.05  # share of the training samples without artefact features: typed features have none
NEW_ARTIST: Final = 0.65  # share of the training samples with artist-held-out features: the harder view
IMPORTANCE_SAMPLE: Final = 3000

_STEPS: Final = 7 * N_FOLD_MODELS + 1 + 4 * N_FINAL_MODELS  # of the progress bar, by time
Progress = Callable[[int], object]
T = TypeVar("T")


@dataclass(frozen=True)
class TrainingSet:
    """Recordings to train or test on.

    Parameters
    ----------
    audio : float64, shape (recordings, columns of ``encoding.COLUMNS``)
        NaN where missing.
    credits : Credits
    truth : bool, shape (recordings, genres)
    genres : list of str
    group : int64, shape (recordings,)
        Recordings of one main artist (or of artists who share a recording) have one number.
    """

    audio: np.ndarray
    credits: Credits
    truth: np.ndarray
    genres: list[str]
    group: np.ndarray

    def __len__(self) -> int:
        return len(self.truth)

    def take(self, rows: np.ndarray) -> "TrainingSet":
        """Some of the recordings."""
        return replace(
            self,
            audio=self.audio[rows],
            credits=self.credits.take(rows),
            truth=self.truth[rows],
            group=self.group[rows],
        )


@dataclass(frozen=True)
class OutOfFold:
    """Out-of-fold predictions of the training recordings; float32, shape (recordings, genres).

    Parameters
    ----------
    audio
        By models that never saw the artist.
    full
        As for a new recording of an artist whose other recordings are known.
    full_new_artist
        As for an artist that is not in the training set.
    importance : list of Importance
    """

    audio: np.ndarray
    full: np.ndarray
    full_new_artist: np.ndarray
    importance: list[Importance]


@dataclass(frozen=True)
class NetworkInputs:
    """What the networks learn from.

    Parameters
    ----------
    audio : float32, shape (recordings, audio inputs)
        Encoded; the artefact features come last.
    spelling : float32, shape (recordings, spelling features)
    names : mapping of split to float16, shape (recordings, name inputs)
        As ``name_view`` gives them, with the recording or its whole artist held out.
    genres : int
    """

    audio: np.ndarray
    spelling: np.ndarray
    names: dict[Split, np.ndarray]
    genres: int

    def sample_audio(self, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Inputs of the audio networks; a part of them, drawn at random, without artefact features."""
        return drop_artefacts(self.audio[rows], rng)

    def sample_full(self, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Inputs of the full networks, of either view drawn at random; some without artefact features."""
        new_artist = rng.random((len(rows), 1)) < NEW_ARTIST
        names = np.where(new_artist, self.names["artist"][rows], self.names["recording"][rows])
        return np.concatenate(
            [drop_artefacts(self.audio[rows], rng), self.spelling[rows], names], axis=1, dtype=np.float32
        )

    def full(self, rows: np.ndarray, view: Split) -> np.ndarray:
        """Inputs of the full networks in one view."""
        return np.concatenate([self.audio[rows], self.spelling[rows], self.names[view][rows]], axis=1, dtype=np.float32)

    def predict_full(self, network: Network, inputs: np.ndarray) -> np.ndarray:
        """Probabilities of one full network, uncalibrated."""
        start = self.audio.shape[1] + self.spelling.shape[1]
        return add_name_logits(softmax(forward(network, inputs)), inputs[:, start : start + self.genres])

    def evidence_level(self, view: Split) -> np.ndarray:
        """The evidence level of each recording in one view."""
        return evidence_level(self.names[view][:, self.genres :], self.genres)

    def column_groups(self) -> dict[tuple[str, str], list[int]]:
        """Columns of the full networks' inputs by what they come from: (label, part) to columns."""
        sound, total = self.audio.shape[1], self.full(np.arange(1), "recording").shape[1]
        history = total - len(LINKS) * (self.genres + 1)
        groups = {("audio", "audio"): range(sound), ("how names are spelt", "names"): range(sound, history)}
        for number, link in enumerate(LINKS):
            start = history + number * (self.genres + 1)
            groups[f"known {link}", "names"] = range(start, start + self.genres + 1)
        return {key: list(columns) for key, columns in groups.items()}


@dataclass(frozen=True)
class FoldModels:
    """Models that each leave out the artists of one fold, one of each kind a fold."""

    audio_networks: list[Network]
    full_networks: list[Network]
    forests: list[ClassForest]


def training_set(tracks: pd.DataFrame, recordings: pd.DataFrame) -> TrainingSet:
    """The training set of a cleaned listing.

    Parameters
    ----------
    tracks, recordings : DataFrame
        As ``pipeline.cleaning.clean`` and ``to_recordings`` give them.
    """
    genres = sorted({genre for genres in recordings["genres"] for genre in genres})
    return TrainingSet(
        audio=recordings[list(COLUMNS)].astype(float).to_numpy(),
        credits=Credits(*(recordings[name].tolist() for name in FIELDS)),
        truth=truth_table(recordings["genres"], genres),
        genres=genres,
        group=artist_groups(tracks),
    )


def fit(data: TrainingSet, *, show_progress: bool = False) -> tuple[GenreModel, OutOfFold]:
    """Fit the genre classifier.

    Raises
    ------
    UserError
        If there are fewer than ``MIN_RECORDINGS`` recordings, or all are of one genre.
    """
    if len(data) < MIN_RECORDINGS or len(data.genres) < 2:
        raise UserError(
            f"{len(data)} recordings of {len(data.genres)} genres are too few to learn from.",
            f"At least {MIN_RECORDINGS} recordings of two genres are needed.",
            code="bad_table",
        )
    # Networks are fitted side by side: threads inside each would only wait for one another.
    with (
        threadpool_limits(1),
        tqdm(total=_STEPS, desc="train", unit="fit", disable=not show_progress) as bar,
    ):
        return _fit(data, Shown(bar))


class Shown:
    """Moves a progress bar on; a copy in another process, which cannot reach it, does nothing."""

    def __init__(self, bar: "tqdm[Any] | None") -> None:
        self._bar = bar

    def __call__(self, steps: int) -> None:
        """Move it by so many steps."""
        if self._bar is not None:
            self._bar.update(steps)

    def __reduce__(self) -> tuple[type["Shown"], tuple[None]]:
        return Shown, (None,)


def _fit(data: TrainingSet, advance: Progress) -> tuple[GenreModel, OutOfFold]:
    everything = np.arange(len(data))
    truth = data.truth.astype(np.float32)
    folds = make_folds(data)
    encoder = AudioEncoder.fit(data.audio, BINS)
    vocabulary = Vocabulary.fit(data.credits, np.unique(data.group, return_inverse=True)[1])
    weights, keys = tf_idf(vocabulary, data.credits), HistoryKeys.of(data.credits)
    inputs = NetworkInputs(
        audio=encoder.transform(data.audio),
        spelling=spelling_features(data.credits),
        names=out_of_fold_names(weights, keys, data.truth, folds, advance),
        genres=len(data.genres),
    )
    names = fit_name_model(weights, truth, everything)
    advance(1)
    imputed = encoder.impute(data.audio)
    audio_networks, full_networks = fit_fold_networks(inputs, truth, folds["artist"], advance)
    final_networks = fit_final_networks(inputs, truth, advance)
    forests = fit_fold_forests(imputed, data.truth, folds["artist"], advance)
    fold_models = FoldModels(audio_networks, full_networks, forests)
    calibrated = calibrate(data.truth, predict_out_of_fold(fold_models, inputs, imputed, folds["artist"]))
    model = GenreModel(
        genres=tuple(data.genres),
        encoder=encoder,
        audio_networks=final_networks,
        full_networks=full_networks,
        forest=ClassForest.concatenate(forests),
        vocabulary=vocabulary,
        name_model=names.quantized(),
        history=TargetEncoder.fit(keys, data.truth, everything),
        calibration=calibrated.calibration,
    )
    sample = everything[folds["artist"] == 0][:IMPORTANCE_SAMPLE]
    importance = measure_importance(data, encoder, inputs, fold_models, sample)
    return model, OutOfFold(calibrated.audio, calibrated.full, calibrated.full_new_artist, importance)


def make_folds(data: TrainingSet) -> dict[Split, np.ndarray]:
    """A fold 0 .. N_FOLD_MODELS - 1 for each recording, by artist and by recording.

    Where there are too few artists to hold out, both are by recording.
    """
    by_recording = fold_numbers(np.arange(len(data)), SEED)
    enough = len(np.unique(data.group)) >= 2 * N_FOLD_MODELS
    return {"artist": fold_numbers(data.group, SEED) if enough else by_recording, "recording": by_recording}


def fold_numbers(groups: np.ndarray, seed: int) -> np.ndarray:
    """A fold for each row, drawn at random; the rows of a group fall into one fold."""
    _, number = np.unique(groups, return_inverse=True)
    return (np.random.default_rng(seed).permutation(number.max() + 1) % N_FOLD_MODELS)[number]


def out_of_fold_names(
    weights: csr_array, keys: HistoryKeys, truth: np.ndarray, folds: dict[Split, np.ndarray], advance: Progress
) -> dict[Split, np.ndarray]:
    """What names and artist history tell of each recording, fitted without its artist, and without itself alone.

    Parameters
    ----------
    weights : csr_array, shape (recordings, ngrams)
    truth : bool, shape (recordings, genres)
    folds : mapping of split to int, shape (recordings,)
    """
    rows = np.arange(len(truth))

    def of_fold(fold: np.ndarray, number: int) -> np.ndarray:
        part = name_view(weights, keys, truth, rows[fold != number], rows[fold == number])
        advance(1)
        return part

    views: dict[Split, np.ndarray] = {}
    for split, fold in folds.items():
        parts = _in_parallel(of_fold, [(fold, number) for number in range(N_FOLD_MODELS)])
        views[split] = np.empty((len(rows), parts[0].shape[1]), dtype=np.float16)
        for number, part in enumerate(parts):
            views[split][fold == number] = part
    return views


def drop_artefacts(inputs: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Set the artefact features, the last columns, to 0 in ``NO_ARTEFACTS`` of the rows, in place."""
    inputs[rng.random(len(inputs)) < NO_ARTEFACTS, -ARTEFACTS:] = 0
    return inputs


def fit_fold_networks(
    inputs: NetworkInputs, truth: np.ndarray, fold: np.ndarray, advance: Progress
) -> tuple[list[Network], list[Network]]:
    """Audio networks and full networks, one of each for each fold that it leaves out."""
    rows = np.arange(len(truth))

    def without_fold(full: bool, number: int) -> Network:
        sample, settings = (inputs.sample_full, FULL_FOLD) if full else (inputs.sample_audio, AUDIO_FOLD)
        fitted = fit_network(sample, truth, rows[fold != number], settings, seed=number)
        advance(2)
        return fitted

    fitted = _in_parallel(without_fold, [(full, number) for full in (False, True) for number in range(N_FOLD_MODELS)])
    return fitted[:N_FOLD_MODELS], fitted[N_FOLD_MODELS:]


def fit_final_networks(inputs: NetworkInputs, truth: np.ndarray, advance: Progress) -> list[Network]:
    """Larger audio networks on all recordings: they know more than the fold models, which left artists out."""
    rows = np.arange(len(truth))

    def on_everything(number: int) -> Network:
        fitted = fit_network(inputs.sample_audio, truth, rows, AUDIO_FINAL, seed=N_FOLD_MODELS + number)
        advance(4)
        return fitted

    return _in_parallel(on_everything, [(number,) for number in range(N_FINAL_MODELS)])


def fit_fold_forests(imputed: np.ndarray, truth: np.ndarray, fold: np.ndarray, advance: Progress) -> list[ClassForest]:
    """Parts of the forest, ``N_TREES`` trees in all, each without the recordings of one fold."""
    rows = np.arange(len(truth))

    def without_fold(number: int) -> ClassForest:
        part = rows[fold != number]
        trees = len(range(number, N_TREES, N_FOLD_MODELS))
        grown = fit_forest(imputed[part], truth[part], trees, seed=number)
        advance(1)
        return grown

    return _in_parallel(without_fold, [(number,) for number in range(N_FOLD_MODELS)])


def fit_forest(imputed: np.ndarray, truth: np.ndarray, trees: int, *, seed: int) -> ClassForest:
    """A random forest; a recording of several genres is one training row for each.

    Parameters
    ----------
    imputed : float32, shape (recordings, columns), none NaN
    truth : bool, shape (recordings, genres)
    """
    row, genre = np.nonzero(truth)
    forest = RandomForestClassifier(trees, max_depth=TREE_DEPTH, min_samples_leaf=4, random_state=seed)
    forest.fit(imputed[row], genre)
    return ClassForest.from_sklearn(forest.estimators_, truth.shape[1], forest.classes_)


def predict_out_of_fold(
    models: FoldModels, inputs: NetworkInputs, imputed: np.ndarray, fold: np.ndarray
) -> Uncalibrated:
    """Predict each recording by the fold models that left its artist out."""
    networks, forest, full, new_artist = (np.empty((len(fold), inputs.genres), dtype=np.float32) for _ in range(4))
    for number in range(N_FOLD_MODELS):
        out = np.flatnonzero(fold == number)
        networks[out] = softmax(forward(models.audio_networks[number], inputs.audio[out]))
        forest[out] = models.forests[number].predict_proba(imputed[out])
        network = models.full_networks[number]
        new_artist[out] = inputs.predict_full(network, inputs.full(out, "artist"))
        full[out] = inputs.predict_full(network, inputs.full(out, "recording"))
    levels = inputs.evidence_level("recording"), inputs.evidence_level("artist")
    return Uncalibrated(networks, forest, full, new_artist, *levels)


def measure_importance(
    data: TrainingSet, encoder: AudioEncoder, inputs: NetworkInputs, models: FoldModels, sample: np.ndarray
) -> list[Importance]:
    """Permutation importance for the audio and the full network of fold 0, on recordings it left out."""
    audio_network, full_network = models.audio_networks[0], models.full_networks[0]
    truth = data.truth[sample]
    columns = {(name.removesuffix("_ms").replace("_", " "), "audio"): [at] for at, name in enumerate(COLUMNS)}
    of_audio = permutation_importance(
        "audio",
        columns,
        data.audio[sample],
        truth,
        lambda audio: softmax(forward(audio_network, encoder.transform(audio))),
    )
    of_full = permutation_importance(
        "full",
        inputs.column_groups(),
        inputs.full(sample, "recording"),
        truth,
        lambda values: inputs.predict_full(full_network, values),
    )
    return [*of_audio, *of_full]


def _in_parallel(run: Callable[..., T], arguments: Sequence[tuple[object, ...]]) -> list[T]:
    """The results of some calls in their order, side by side in threads, or where joblib's configuration says."""
    return list(Parallel(n_jobs=-1, prefer="threads")(delayed(run)(*each) for each in arguments))
