"""``engine train`` and ``engine evaluate``: from the public table to models, and to figures nobody need believe."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from tqdm import tqdm

from engine.features import AUDIO_NAMES
from engine.genre import predictor as readings
from engine.genre.encoding import COLUMNS
from engine.genre.model import GenreModel
from engine.genre.report import measured, verdict_shares
from pipeline.genre import card
from pipeline.genre.evaluation import Split, hold_out, per_genre, score
from pipeline.genre.fit import Examples, OutOfFold, examples, fit
from pipeline.tables import Tables

CLASSIC: Final = "forest, 50 trees of depth 15"
BALANCED: Final = "forest, 100 balanced trees"


def train(tables: Tables, out: Path, *, show_progress: bool = False) -> dict[str, float]:
    """Fit the readings to a table and write them, their report and their card to a models directory.

    Returns
    -------
    dict of str to float
        The headline figures, measured out of fold.
    """
    data = examples(tables.tracks, tables.recordings)
    model, held = fit(data, show_progress=show_progress)
    return write(out, data, tables.recordings["track_id"].tolist(), tables.summary, model, held)


def write(
    out: Path, data: Examples, track_ids: list[str], table: dict[str, Any], model: GenreModel, held: OutOfFold
) -> dict[str, float]:
    """Write a fitted model, its readings of the training recordings, its report and its card; the headline figures."""
    readings_of = {"audio": held.audio, "full": held.full, "full, artist unknown": held.full_stranger}
    full = model.calibration.full_verdicts
    thresholds = {"audio": model.calibration.audio_verdicts, "full": full, "full, artist unknown": full}
    report = measured(data.genres, data.truth, readings_of, thresholds, held.importance)
    told = {
        "audio": "right from audio alone",
        "full, artist unknown": "right from audio and names, artist unknown",
        "full": "right from audio and names",
    }
    headline = {what: report["scores"][name]["top1"] for name, what in told.items()}
    model.save(out, {"table": table, "headline": headline, "report": report})
    readings.save(out, track_ids, data.genres, {"audio": held.audio, "full": held.full})
    card.write(out)
    return headline


def evaluate(tables: Tables, split: Split, seed: int, *, show_progress: bool = False) -> dict[str, Any]:
    """Scores on a held-out fifth, next to a majority baseline and the two usual forests.

    Returns
    -------
    dict
        ``split``, ``seed``, ``table``, ``scores`` (by reading), ``thresholds`` (by reading), ``per_genre`` (by genre:
        precision, recall, F1 and recordings, of the full reading).
    """
    data = examples(tables.tracks, tables.recordings)
    train_rows, test_rows = hold_out(tables.tracks, split, seed)
    learn, test = data.take(train_rows), data.take(test_rows)
    read = {name: reading(learn, test, show_progress) for name, reading in baselines()}
    model, _ = fit(learn, show_progress=show_progress)
    read["audio"] = model.audio(test.audio)
    read["audio, tempo rounded"] = model.audio(rounded(test.audio))
    read["full"] = model.full(test.audio, test.credits)
    thresholds = {"audio": model.calibration.audio_verdicts, "full": model.calibration.full_verdicts}
    precision, recall, f1, present = per_genre(read["full"], test.truth)
    return {
        "split": split,
        "seed": seed,
        "table": tables.summary["sha256"],
        "scores": {name: asdict(score(reading, test.truth)) for name, reading in read.items()},
        "thresholds": {
            name: verdict_shares(read[name], test.truth, confidence_label)
            for name, confidence_label in thresholds.items()
        },
        "per_genre": {
            genre: [float(precision[place]), float(recall[place]), float(f1[place]), int(test.truth[:, place].sum())]
            for place, genre in enumerate(data.genres)
            if present[place]
        },
    }


def baselines() -> Iterator[tuple[str, Callable[[Examples, Examples, bool], np.ndarray]]]:
    """What the readings are measured against, by name: fit on some examples, read others."""
    yield "majority", lambda learn, test, _: np.repeat(learn.truth.mean(axis=0, keepdims=True), len(test), axis=0)
    yield CLASSIC, lambda learn, test, bar: usual_forest(learn, test, 50, bar, max_depth=15)
    yield BALANCED, lambda learn, test, bar: usual_forest(learn, test, 100, bar, class_weight="balanced")


def rounded(audio: np.ndarray) -> np.ndarray:
    """Audio inputs with whole tempos, as people type them: what their decimals tell is gone."""
    return np.where(np.array(COLUMNS) == "tempo", np.round(audio), audio)


def usual_forest(learn: Examples, test: Examples, trees: int, show_progress: bool, **settings: Any) -> np.ndarray:
    """A scikit-learn forest over the nine audio features, tree by tree: whole, it would fill the memory."""
    columns = [COLUMNS.index(name) for name in AUDIO_NAMES]
    middle = np.nanmedian(learn.audio[:, columns], axis=0)
    seen, new = (np.where(np.isnan(part), middle, part) for part in (learn.audio[:, columns], test.audio[:, columns]))
    row, genre = np.nonzero(learn.truth)
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
    for name, thresholds in result["thresholds"].items():
        told = ", ".join(
            f"{confidence_label} {share:.0%} ({right:.0%} right)"
            for confidence_label, (share, right) in thresholds.items()
        )
        lines.append(f"{name}: {told}")
    lines += ["", f"{'genre (full reading)':30}{'precision':>18}{'recall':>18}{'f1':>18}{'recordings':>18}"]
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
