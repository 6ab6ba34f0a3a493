"""Train and evaluate the genre classifier."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from tqdm import tqdm

from engine.features import AUDIO_NAMES
from engine.genre.encoding import CD_FRAMES, COLUMNS, WHOLE_TEMPO, WHOLE_TEMPO_WITHIN, artefact_features
from engine.genre.model import GenreModel
from pipeline.genre import card, out_of_fold
from pipeline.genre.fit import N_TREES, TREE_DEPTH, OutOfFold, TrainingSet, fit, training_set
from pipeline.genre.metrics import build_report, label_shares, per_genre, score
from pipeline.splits import Split, hold_out
from pipeline.tables import Tables

CLASSIC: Final = f"forest, {N_TREES} trees of depth {TREE_DEPTH}"
BALANCED: Final = "forest, 100 balanced trees"
_NEW_ARTIST: Final = "full, artist unknown"  # the kind of prediction, in reports
_HEADLINES: Final = {
    "audio": "right from audio alone",
    _NEW_ARTIST: "right from audio and names, artist unknown",
    "full": "right from audio and names",
}


def train(tables: Tables, out: Path, *, show_progress: bool = False) -> dict[str, float]:
    """Fit the classifier and write it, its out-of-fold predictions and its card to a models directory.

    Returns
    -------
    dict of str to float
        The headline figures, out of fold.
    """
    data = training_set(tables.tracks, tables.recordings)
    model, held = fit(data, show_progress=show_progress)
    return write(out, data, tables.recordings["track_id"].tolist(), tables.summary, model, held)


def write(
    out: Path,
    data: TrainingSet,
    track_ids: list[str],
    table: Mapping[str, Any],
    model: GenreModel,
    held: OutOfFold,
) -> dict[str, float]:
    """Write a fitted model, its out-of-fold predictions, its report and its card; the headline figures."""
    predictions = {"audio": held.audio, "full": held.full, _NEW_ARTIST: held.full_new_artist}
    full = model.calibration.full_thresholds
    thresholds = {"audio": model.calibration.audio_thresholds, "full": full, _NEW_ARTIST: full}
    report = build_report(data.genres, data.truth, predictions, thresholds, held.importance)
    headline = {text: report["scores"][kind]["top1"] for kind, text in _HEADLINES.items()}
    about = {"table": dict(table), "headline": headline, "report": report, "artefacts": artefact_shares(data)}
    model.save(out, about)
    out_of_fold.save(out, track_ids, data.genres, {"audio": held.audio, "full": held.full})
    card.write(out)
    return headline


def artefact_shares(data: TrainingSet) -> dict[str, Any]:
    """The genres with the largest and smallest share of whole tempos, and of lengths in whole CD frames.

    Returns
    -------
    dict
        ``whole_tempo`` and ``cd_frames``, each with ``most`` and ``least`` as (genre, share of the recordings with a
        known tempo); ``whole_tempo_within``, in BPM.
    """
    features = artefact_features(data.audio)
    known = features[:, 0] > 0
    found: dict[str, Any] = {"whole_tempo_within": WHOLE_TEMPO_WITHIN}
    for name, column in (("whole_tempo", WHOLE_TEMPO), ("cd_frames", CD_FRAMES)):
        shares = [
            (genre, round(float(features[known & data.truth[:, place], column].mean()), 4))
            for place, genre in enumerate(data.genres)
            if (known & data.truth[:, place]).any()
        ]
        shares.sort(key=lambda pair: -pair[1])
        found[name] = {"most": shares[0], "least": shares[-1]}
    return found


def evaluate(tables: Tables, split: Split, seed: int, *, show_progress: bool = False) -> dict[str, Any]:
    """Scores on a held-out fifth, beside a majority baseline and the two usual forests.

    Returns
    -------
    dict
        ``split``, ``seed``, ``table``, ``scores`` (by model), ``thresholds`` (by model), ``per_genre`` (by genre:
        precision, recall, F1 and recordings, from audio and names).
    """
    data = training_set(tables.tracks, tables.recordings)
    train_rows, test_rows = hold_out(tables.tracks, split, seed)
    known, test = data.take(train_rows), data.take(test_rows)
    predictions = {name: predict(known, test, show_progress) for name, predict in baselines()}
    model, _ = fit(known, show_progress=show_progress)
    predictions["audio"] = model.predict_proba(test.audio)
    predictions["audio, tempo rounded"] = model.predict_proba(round_tempo(test.audio))
    predictions["full"] = model.predict_proba(test.audio, test.credits)
    thresholds = {"audio": model.calibration.audio_thresholds, "full": model.calibration.full_thresholds}
    precision, recall, f1, present = per_genre(predictions["full"], test.truth)
    return {
        "split": split,
        "seed": seed,
        "table": tables.summary["sha256"],
        "scores": {name: asdict(score(of, test.truth)) for name, of in predictions.items()},
        "thresholds": {kind: label_shares(predictions[kind], test.truth, of) for kind, of in thresholds.items()},
        "per_genre": {
            genre: [float(precision[place]), float(recall[place]), float(f1[place]), int(test.truth[:, place].sum())]
            for place, genre in enumerate(data.genres)
            if present[place]
        },
    }


def baselines() -> Iterator[tuple[str, Callable[[TrainingSet, TrainingSet, bool], np.ndarray]]]:
    """What the classifier is measured against, by name: fit on the first set, predict the second."""
    yield "majority", lambda known, test, _: np.repeat(known.truth.mean(axis=0, keepdims=True), len(test), axis=0)
    yield CLASSIC, lambda known, test, bar: usual_forest(known, test, N_TREES, bar, max_depth=TREE_DEPTH)
    yield BALANCED, lambda known, test, bar: usual_forest(known, test, 100, bar, class_weight="balanced")


def round_tempo(audio: np.ndarray) -> np.ndarray:
    """Audio inputs with whole tempos, as people type them: without what the decimals tell of the production."""
    return np.where(np.array(COLUMNS) == "tempo", np.round(audio), audio)


def usual_forest(known: TrainingSet, test: TrainingSet, trees: int, show_progress: bool, **settings: Any) -> np.ndarray:
    """Probabilities of a scikit-learn forest over the nine audio features, fitted tree by tree to save memory."""
    columns = [COLUMNS.index(name) for name in AUDIO_NAMES]
    middle = np.nanmedian(known.audio[:, columns], axis=0)
    seen, new = (np.where(np.isnan(part), middle, part) for part in (known.audio[:, columns], test.audio[:, columns]))
    row, genre = np.nonzero(known.truth)
    total = np.zeros(test.truth.shape, dtype=np.float32)
    for seed in tqdm(range(trees), f"forest of {trees}", unit="tree", leave=False, disable=not show_progress):
        tree = RandomForestClassifier(1, random_state=seed, **settings).fit(seen[row], genre)
        total[:, tree.classes_] += tree.predict_proba(new) / trees
    return total


def table_of(result: dict[str, Any]) -> str:
    """The scores of an evaluation as lines of text, then the report by genre."""
    figures = ("top1", "top3", "top5", "macro_precision", "macro_recall", "macro_f1", "calibration_error")
    lines = [
        f"No {'main artist' if result['split'] == 'artist' else 'recording'} on both sides, seed {result['seed']}, "
        f"{result['scores']['full']['recordings']:,} recordings tested",
        " " * 30 + "".join(f"{figure.replace('_', ' '):>18}" for figure in figures),
    ]
    lines += [
        f"{name:30}" + "".join(f"{of[figure]:18.3f}" for figure in figures) for name, of in result["scores"].items()
    ]
    for name, shares in result["thresholds"].items():
        labels = ", ".join(f"{label} {share:.0%} ({right:.0%} right)" for label, (share, right) in shares.items())
        lines.append(f"{name}: {labels}")
    lines += ["", f"{'genre (from audio and names)':30}{'precision':>18}{'recall':>18}{'f1':>18}{'recordings':>18}"]
    lines += [
        f"{genre:30}{precision:18.3f}{recall:18.3f}{f1:18.3f}{count:18,}"
        for genre, (precision, recall, f1, count) in result["per_genre"].items()
    ]
    return "\n".join(lines)


def record(result: dict[str, Any], models: Path) -> None:
    """Keep an evaluation beside the models, in place of an earlier one of the same split and seed; renew the card."""
    path = models / card.EVALUATION
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    kept = [one for one in kept if (one["split"], one["seed"]) != (result["split"], result["seed"])]
    short = json.loads(json.dumps(result), parse_float=lambda digits: round(float(digits), 5))
    ordered = sorted([*kept, short], key=lambda one: (one["split"], one["seed"]))
    path.write_text("[" + ",\n".join(map(json.dumps, ordered)) + "]\n", encoding="utf-8")
    card.write(models)
