"""Fit the genre readings: names and tables out of fold, then networks over everything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy.sparse import csr_array
from sklearn.ensemble import RandomForestClassifier
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from engine.errors import UserError
from engine.genre import network
from engine.genre.artist_history import KINDS as KNOWN_BY
from engine.genre.artist_history import Known, Links
from engine.genre.encoding import COLUMNS, TRACES, AudioEncoder, Credits, style
from engine.genre.forest import Forest
from engine.genre.model import (
    Calibration,
    ConfidenceThresholds,
    GenreModel,
    mix,
    name_inputs,
    read_names,
    situation,
    spread,
    tempered,
)
from engine.genre.name_model import SCALE, NameModel, Vocabulary
from engine.genre.network import Network, any_of_gradient, forward, softmax
from engine.genre.report import Importance, permutation_importance
from pipeline.genre.evaluation import Split, artist_groups, calibration_error, truth_table

FOLDS: Final = 4  # members of each reading; each leaves out the artists of one fold
BINS: Final = 32
TRACELESS: Final = 0.05  # share of what is learnt without traces, so that typed features are read too
WHOLE: Final = 3  # larger audio networks on all recordings, which serve; the members calibrate
TREES: Final = 50
SEED: Final = 0
SURE: Final = 0.84  # asked of validation data, so that four in five holds on new data
LEANING: Final = 0.5
FEWEST: Final = 40
LAPSES: Final = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.18)
FEWEST_STEPS: Final = 120  # of the name model; small tables get more epochs
STRANGERS: Final = 0.65  # share of the view with the artist held out: the harder one
MILDER: Final = 0.96  # the members together are more often right than each alone, at milder probabilities
SAMPLE: Final = 3000


@dataclass(frozen=True)
class Examples:
    """Recordings to learn from or to test on.

    Parameters
    ----------
    audio : float64, shape (recordings, columns of ``inputs.COLUMNS``)
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

    def take(self, rows: np.ndarray) -> "Examples":
        """Some of the recordings."""
        return replace(
            self,
            audio=self.audio[rows],
            credits=self.credits.take(rows),
            truth=self.truth[rows],
            group=self.group[rows],
        )


def examples(tracks: pd.DataFrame, recordings: pd.DataFrame) -> Examples:
    """Examples from what ``pipeline.cleaning`` gives."""
    genres = sorted({genre for genres in recordings["genres"] for genre in genres})
    return Examples(
        audio=recordings[list(COLUMNS)].astype(float).to_numpy(),
        credits=Credits(*(recordings[name].tolist() for name in ("artists", "album_name", "track_name"))),
        truth=truth_table(recordings["genres"], genres),
        genres=genres,
        group=artist_groups(tracks),
    )


def fold_numbers(data: Examples, split: Split, seed: int) -> np.ndarray:
    """A fold 0 .. FOLDS - 1 for each recording; whole artists fall into one fold if ``split`` is by artist."""
    groups = data.group if split == "artist" else np.arange(len(data))
    _, number = np.unique(groups, return_inverse=True)
    return (np.random.default_rng(seed).permutation(number.max() + 1) % FOLDS)[number]


def fit_names(
    grams: csr_array, truth: np.ndarray, rows: np.ndarray, *, epochs: int = 2, rate: float = 6e-3, ridge: float = 3e-3
) -> NameModel:
    """Softmax regression by Adam over the grams that a batch holds; ``ridge`` draws the logits toward 0."""
    rng = np.random.default_rng(0)
    weights = np.zeros((grams.shape[1], truth.shape[1]), dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    bias = np.log((truth[rows].sum(axis=0) + 1) / len(rows)).astype(np.float32)
    batches = network.batches_of(len(rows), 1024)
    epochs = max(epochs, -(-FEWEST_STEPS // batches))
    step = 0
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(rows), batches):
            held = grams[batch]
            seen, place = np.unique(held.indices, return_inverse=True)
            held = csr_array((held.data, place, held.indptr), (len(batch), len(seen)))
            logits = SCALE * (held @ weights[seen]) + bias
            slope = (any_of_gradient(logits, truth[batch]) + 2 * ridge * (logits - bias)) / np.float32(len(batch))
            slope = SCALE * (held.T @ slope)
            step += 1
            size = np.float32(rate * (1 - step / (batches * epochs)) * np.sqrt(1 - 0.999**step) / (1 - 0.9**step))
            first[seen] = mean = first[seen] * np.float32(0.9) + slope * np.float32(0.1)
            second[seen] = square = second[seen] * np.float32(0.999) + slope**2 * np.float32(0.001)
            weights[seen] -= size * mean / (np.sqrt(square) + np.float32(1e-8))
    return NameModel(weights, np.full(truth.shape[1], SCALE), bias)


@dataclass(frozen=True)
class OutOfFold:
    """Readings of the training recordings by members that never saw them: float32, shape (recordings, genres).

    ``audio`` is by members that never saw the artist. ``full`` is as for a new recording of an artist whose other
    recordings are known, ``full_stranger`` as for an artist never met.
    """

    audio: np.ndarray
    full: np.ndarray
    full_stranger: np.ndarray
    importance: list[Importance]


def fit(data: Examples, *, show_progress: bool = False) -> tuple[GenreModel, OutOfFold]:
    """Fit both readings.

    The name model and the table of known artists know their training artists by heart, so what they say of them is
    no guide to what they will say of others. The full networks therefore learn from out-of-fold values, drawn at
    random from two views of each recording: its artist held out, or only the recording itself. Each network and
    each part of the forest leaves out the artists of one fold, which gives every recording a reading by a member
    that never saw it: for calibration, and to show.

    Raises
    ------
    UserError
        If there are fewer than 40 recordings, or all are of one genre.
    """
    if len(data) < FEWEST or len(data.genres) < 2:
        raise UserError(
            f"{len(data)} recordings of {len(data.genres)} genres are too few to learn from.",
            f"At least {FEWEST} recordings of two genres are needed.",
            code="bad_table",
        )
    with (
        threadpool_limits(1),
        tqdm(total=7 * FOLDS + 1 + 4 * WHOLE, desc="train", unit="fit", disable=not show_progress) as bar,
    ):
        return _fit(data, bar)


def _fit(data: Examples, bar: Any) -> tuple[GenreModel, OutOfFold]:
    run = Parallel(n_jobs=-1, prefer="threads")
    rows = np.arange(len(data))
    truth = data.truth.astype(np.float32)
    folds = {
        "artist": fold_numbers(data, "artist" if len(np.unique(data.group)) >= 2 * FOLDS else "recording", SEED),
        "recording": fold_numbers(data, "recording", SEED),
    }
    encoder = AudioEncoder.fit(data.audio, BINS)
    vocabulary = Vocabulary.fit(data.credits, np.unique(data.group, return_inverse=True)[1])
    row, gram, weight = vocabulary(data.credits)
    grams = csr_array((weight, (row, gram)), (len(data), len(vocabulary.grams)))
    links = Links.of(data.credits)

    def said(train: np.ndarray, test: np.ndarray) -> np.ndarray:
        """What names and known artists, fitted on some rows, say of others."""
        model = fit_names(grams, truth, train)
        named = name_inputs(SCALE * (grams[test] @ model.weights) + model.bias)
        evidence = Known.fit(links, data.truth, train).evidence(links)[test]
        bar.update()
        return np.concatenate([named, evidence], axis=1, dtype=np.float16)

    views: dict[str, np.ndarray] = {}
    for view, fold in folds.items():
        parts = run(delayed(said)(rows[fold != number], rows[fold == number]) for number in range(FOLDS))
        views[view] = np.empty((len(data), parts[0].shape[1]), dtype=np.float16)
        for number, part in enumerate(parts):
            views[view][fold == number] = part
    names = fit_names(grams, truth, rows)
    bar.update()

    sound = encoder(data.audio)
    always = np.concatenate([sound, style(data.credits)], axis=1)
    traces = np.arange(sound.shape[1] - TRACES, sound.shape[1])

    def draw_sound(batch: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return without_traces(sound[batch], traces, rng)

    def draw_both(batch: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        stranger = rng.random((len(batch), 1)) < STRANGERS
        drawn = np.where(stranger, views["artist"][batch], views["recording"][batch])
        return np.concatenate([without_traces(always[batch], traces, rng), drawn], axis=1, dtype=np.float32)

    def member(full: bool, number: int) -> Network:
        fitted = network.fit(
            draw_both if full else draw_sound,
            truth,
            rows[folds["artist"] != number],
            hidden=384 if full else 512,
            epochs=10 if full else 16,
            dropout=0.3,
            rate=2e-3,
            seed=number,
        )
        bar.update(2)
        return fitted

    members = run(delayed(member)(full, number) for full in (False, True) for number in range(FOLDS))
    audio_networks, full_networks = members[:FOLDS], members[FOLDS:]

    def whole(seed: int) -> Network:
        fitted = fit_whole(draw_sound, truth, seed)
        bar.update(4)
        return fitted

    served = run(delayed(whole)(FOLDS + number) for number in range(WHOLE))
    filled = encoder.filled(data.audio)

    def trees(number: int) -> Forest:
        part = rows[folds["artist"] != number]
        count = len(range(number, TREES, FOLDS))
        grown = fit_forest(filled[part], data.truth[part], count, seed=number)
        bar.update()
        return grown

    forests = run(delayed(trees)(number) for number in range(FOLDS))

    named = range(always.shape[1], always.shape[1] + len(data.genres))

    def read(members: Network, inputs: np.ndarray) -> np.ndarray:
        return read_names(softmax(forward(members, inputs)), inputs[:, named])

    by_networks, by_forest, full, stranger = (np.empty(truth.shape, dtype=np.float32) for _ in range(4))
    for number in range(FOLDS):
        out = folds["artist"] == number
        by_networks[out] = softmax(forward(audio_networks[number], sound[out]))
        by_forest[out] = forests[number](filled[out])
        for view, readings in (("artist", stranger), ("recording", full)):
            inputs = np.concatenate([always[out], views[view][out]], axis=1, dtype=np.float32)
            readings[out] = read(full_networks[number], inputs)
    met, met_anyway = (
        situation(views[view][:, len(data.genres) :], len(data.genres)) for view in ("recording", "artist")
    )
    audio, full, stranger, calibration = _calibrate(data.truth, by_networks, by_forest, full, stranger, met, met_anyway)
    model = GenreModel(
        tuple(data.genres),
        encoder,
        served,
        full_networks,
        Forest.join(forests),
        vocabulary,
        names.rounded(),
        Known.fit(links, data.truth, rows),
        calibration,
    )
    sample = rows[folds["artist"] == 0][:SAMPLE]
    inputs = np.concatenate([always[sample], views["recording"][sample]], axis=1, dtype=np.float32)
    importance = [
        *permutation_importance(
            "audio",
            {(name.removesuffix("_ms").replace("_", " "), "audio"): [at] for at, name in enumerate(COLUMNS)},
            data.audio[sample],
            data.truth[sample],
            lambda audio: softmax(forward(audio_networks[0], encoder(audio))),
        ),
        *permutation_importance(
            "full",
            _blocks(sound.shape[1], inputs.shape[1], len(data.genres)),
            inputs,
            data.truth[sample],
            lambda values: read(full_networks[0], values),
        ),
    ]
    return model, OutOfFold(audio, full, stranger, importance)


def _blocks(sound: int, total: int, genres: int) -> dict[tuple[str, str], list[int]]:
    """Columns of the full networks' inputs by what they come from."""
    evidence = total - len(KNOWN_BY) * (genres + 1)
    blocks = {("audio", "audio"): range(sound), ("how names are spelt", "names"): range(sound, evidence)}
    for kind, label in enumerate(KNOWN_BY):
        start = evidence + kind * (genres + 1)
        blocks[f"known {label}", "names"] = range(start, start + genres + 1)
    return {key: list(columns) for key, columns in blocks.items()}


def without_traces(inputs: np.ndarray, traces: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The inputs of some rows; in ``TRACELESS`` of them, drawn at random, the columns of the traces are 0."""
    inputs[np.ix_(rng.random(len(inputs)) < TRACELESS, traces)] = 0
    return inputs


def fit_whole(draw: network.Draw, truth: np.ndarray, seed: int) -> Network:
    """A larger audio network on all recordings, to serve: it knows more than the members that left artists out."""
    return network.fit(
        draw,
        truth,
        np.arange(len(truth)),
        hidden=640,
        epochs=20,
        dropout=0.3,
        rate=1.5e-3,
        seed=seed,
    )


def fit_forest(values: np.ndarray, truth: np.ndarray, trees: int, *, seed: int) -> Forest:
    """The classic forest, depth 15; a recording of several genres stands once under each.

    Parameters
    ----------
    values : float32, shape (recordings, columns), none NaN
    truth : bool, shape (recordings, genres)
    """
    row, genre = np.nonzero(truth)
    forest = RandomForestClassifier(trees, max_depth=15, min_samples_leaf=4, random_state=seed)
    forest.fit(values[row], genre)
    return Forest.flatten(forest.estimators_, truth.shape[1], forest.classes_)


def _calibrate(
    truth: np.ndarray,
    by_networks: np.ndarray,
    by_forest: np.ndarray,
    full: np.ndarray,
    stranger: np.ndarray,
    met: np.ndarray,
    met_anyway: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Calibration]:
    """Mixture, temperatures and thresholds from out-of-fold readings, and those readings calibrated."""
    weights = [step / 10 for step in range(7)]
    weight = max(weights, key=lambda value: _right(mix(by_networks, by_forest, value), truth).mean())
    mixed = mix(by_networks, by_forest, weight)
    heat, _ = _least_error(mixed, truth)
    # Strangers are rare where only recordings are held out, and other than those met where artists are.
    by_situation = [
        *(_least_error(stranger[met_anyway == of], truth[met_anyway == of], LAPSES) for of in (0, 1, 2)),
        _least_error(full[met == 3], truth[met == 3], LAPSES),
    ]
    heats, lapses = zip(*by_situation, strict=True)
    audio = tempered(mixed, heat)
    calibration = Calibration(
        audio=heat,
        full=heats,
        lapse=lapses,
        forest_weight=weight,
        audio_verdicts=_verdicts([audio], truth),
        full_verdicts=ConfidenceThresholds(1, 1),
    )
    full, stranger = calibration.calibrated(full, met), calibration.calibrated(stranger, met_anyway)
    calibration = replace(
        calibration,
        audio=heat * MILDER,
        full=tuple(value * MILDER for value in heats),
        full_verdicts=_verdicts([full, stranger], truth),
    )
    return audio, full, stranger, calibration


def _right(readings: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return np.asarray(truth[np.arange(len(truth)), readings.argmax(axis=1)])


def _least_error(reading: np.ndarray, truth: np.ndarray, lapses: Sequence[float] = (0.0,)) -> tuple[float, float]:
    """Temperature and lapse with the least calibration error; 1 and 0 if there are too few readings to tell."""
    if len(reading) < FEWEST:
        return 1.0, 0.0
    right = _right(reading, truth)
    heats = [round(0.6 + 0.04 * step, 2) for step in range(30)]
    tried = {
        (heat, lapse): calibration_error(spread(found, lapse).max(axis=1), right)
        for heat in heats
        for found in [tempered(reading, heat)]
        for lapse in lapses
    }
    return min(tried, key=lambda key: tried[key])


def _verdicts(readings: Sequence[np.ndarray], truth: np.ndarray) -> ConfidenceThresholds:
    """The lowest thresholds that hold in each of some readings: "sure" is right at least ``SURE``, "leaning" half."""
    stated = [reading.max(axis=1) for reading in readings]
    right = [_right(reading, truth) for reading in readings]

    def lowest(top: float, share: float) -> float:
        for step in range(round(60 * share), 100):  # whatever holds on average, 0.3 is not "sure"
            low = step / 100
            inside = [(low <= probability) & (probability < top) for probability in stated]
            if all(part.any() and hit[part].mean() >= share for part, hit in zip(inside, right, strict=True)):
                return low
        return min(top, 1.01)

    sure = lowest(1.01, SURE)
    return ConfidenceThresholds(sure, lowest(sure, LEANING))
