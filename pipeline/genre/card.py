"""Write the model card of the genre classifier from the manifest and the figures kept beside it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine import artifacts
from engine.genre.model import FOREST_NAME, NAME
from engine.trees import KEPT
from pipeline.genre.fit import N_FINAL_MODELS, N_FOLD_MODELS, N_TREES, NEW_ARTIST, NO_ARTEFACTS, TREE_DEPTH
from pipeline.genre.metrics import REPEATS

EVALUATION: Final = "evaluation.json"
COMPARISON: Final = "comparison.json"
LEAKS: Final = "leaks.json"
CARD: Final = "CARD.md"
_SHOWN: Final = ("top1", "top3", "top5", "macro_precision", "macro_recall", "macro_f1", "calibration_error")
_SIDES: Final = {"recording": "No recording on both sides", "artist": "No main artist on both sides"}
_ENDS: Final = 10


def write(models: Path) -> Path:
    """Write ``CARD.md`` in a models directory. UserError if there is no genre model there."""
    about = artifacts.about(models, NAME)
    parts = [
        _head(about),
        _figures(_kept(models / EVALUATION)),
        _thresholds(about),
        _genres(about),
        _importance(about),
        _comparison(_kept(models / COMPARISON)),
        _leaks(_kept(models / LEAKS)),
        _LIMITS,
        _size(models),
        _LICENCE,
    ]
    path = models / CARD
    path.write_text("\n\n".join(part.strip() for part in parts if part) + "\n", encoding="utf-8")
    return path


def _kept(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def _head(about: dict[str, Any]) -> str:
    table, forest = about["table"], about["calibration"]["forest_weight"]
    return f"""
# Genre classifier

Probabilities of {len(about["genres"])} genres for a track. Two predictions: **audio** (nine audio
features, duration, key, mode, time signature, explicit) and **full** (the same and what names carry: words and
character n-grams of artists, album and title, how they are written, and the genres of other recordings of the
credited artists and of the album, where the training table has them). Popularity is never an input.

## Data

The public Spotify Tracks Dataset (`{table["name"]}`, SHA-256 `{table["sha256"][:16]}...`): {table["rows"]:,} rows,
{table["tracks"]:,} track ids, {table["recordings"]:,} recordings. A recording is one sound under however many track
ids: ids with the same nine audio values, or the same artists and title, and so on along the chain. Its true genres
are those of all its ids together; each recording counts once.

## Model

- **audio**: networks of two hidden layers over a piecewise-linear encoding, and a forest of {N_TREES} trees of depth
  {TREE_DEPTH} (a leaf keeps its {KEPT} likeliest genres, a byte each), {1 - forest:.0%} to {forest:.0%}. The forest
  alone is `model:forest`. The {N_FINAL_MODELS} final networks are fitted on every recording; the {N_FOLD_MODELS} fold
  models, smaller, each without some artists, make the out-of-fold predictions.
- The networks also see production-artefact features, from the last digits of tempo and duration: how near the tempo is
  to a whole one (sequencers keep whole ones), and whether the duration is a whole number of CD frames (75 a second),
  codec frames or beats. {_artefacts(about)}
  Where the tempo comes without decimals, typed or rounded, nothing of this is known; {NO_ARTEFACTS:.0%} of the
  training samples came without these features.
- **full**: networks over the same encoding, how the names are written, the log-probabilities of a linear model on
  hashed n-grams, and the target encoding: genre counts of known artists and albums. The linear model and the target
  encoding know their training artists by heart, so the networks learn from out-of-fold values in two views, drawn at
  random: whole artist held out ({NEW_ARTIST:.0%}), or only the recording. That teaches them how far to trust the names
  of new artists.
- The loss asks that the true genres of a recording hold the probability between them.
- Each fold model leaves out the artists of one fold in {N_FOLD_MODELS}. Forest weight, calibration and thresholds come
  from out-of-fold predictions: a temperature, and for the full prediction also label smoothing, for each of four
  evidence levels (nothing known beside the track; another artist or the album; the main artist, as a guest only; the
  main artist). The predictions shown for catalogue tracks are out of fold too.
"""


def _artefacts(about: dict[str, Any]) -> str:
    """The genres with the most and the fewest whole tempos and lengths."""
    shares = about["artefacts"]
    sentences = [
        f"{what} for {shares[key]['most'][1]:.0%} of {shares[key]['most'][0]}, {shares[key]['least'][1]:.0%} of "
        f"{shares[key]['least'][0]}"
        for key, what in (
            ("whole_tempo", f"Within {shares['whole_tempo_within']:g} BPM of a whole tempo"),
            ("cd_frames", "a whole number of CD frames"),
        )
    ]
    return "; ".join(sentences) + "."


def _figures(evaluations: list[dict[str, Any]]) -> str:
    if not evaluations:
        return "## Figures\n\nNot evaluated on held-out tracks yet: `python -m engine evaluate`."
    lines = [
        "## Figures",
        "",
        "A fifth of the recordings, or of the artists, held out; everything trained again without them, calibration",
        "and thresholds too. A prediction is right if it is any of the recording's genres. Mean and standard deviation",
        "over seeds. Precision, recall and F1 look at the first genre only, averaged over genres: those of several",
        "genres keep recall below 1. Calibration error: ten bins, first genre.",
    ]
    for split, title in _SIDES.items():
        runs = [one for one in evaluations if one["split"] == split]
        if not runs:
            continue
        lines += ["", f"### {title} (seeds {', '.join(str(one['seed']) for one in runs)})", ""]
        lines += ["| prediction | seeds | " + " | ".join(figure.replace("_", " ") for figure in _SHOWN) + " |"]
        lines += ["|---" * (len(_SHOWN) + 2) + "|"]
        names = max((one["scores"] for one in runs), key=len)
        for name in names:
            scores = [one["scores"][name] for one in runs if name in one["scores"]]
            cells = " | ".join(_mean_and_deviation([of[figure] for of in scores]) for figure in _SHOWN)
            lines.append(f"| {name} | {len(scores)} | {cells} |")
    return "\n".join(lines)


def _mean_and_deviation(values: Iterable[float]) -> str:
    found = list(values)
    return f"{np.mean(found):.3f}" + (f" ± {np.std(found):.3f}" if len(found) > 1 else "")


def _thresholds(about: dict[str, Any]) -> str:
    lines = [
        "## Confidence labels",
        "",
        'Thresholds on the first probability, chosen out of fold: "sure" is right at least four times in five,',
        "for the full prediction whether or not the artist is known. Share of recordings, and how many are right:",
        "",
        "| prediction | sure | leaning | can't tell |",
        "|---|---|---|---|",
    ]
    for kind, shares in about["report"]["thresholds"].items():
        cells = " | ".join(f"{share:.0%}, {right:.0%} right" for share, right in shares.values())
        lines.append(f"| {kind} | {cells} |")
    for kind in ("audio", "full"):
        limits = about["calibration"][f"{kind}_thresholds"]
        lines += ["", f"The {kind} prediction is sure from {limits['sure']:.2f}, leaning from {limits['leaning']:.2f}."]
    return "\n".join(lines)


def _genres(about: dict[str, Any]) -> str:
    shared = about["report"]["shared"]
    lines = ["## Best and worst genres", "", "F1 of the first genre predicted, out of fold.", ""]
    for name, rows in about["report"]["f1"].items():
        best = ", ".join(f"{genre} {value:.2f}" for genre, value in rows[:_ENDS])
        worst = ", ".join(f"{genre} {value:.2f} ({shared[genre]:.0%})" for genre, value in rows[-_ENDS:][::-1])
        lines += [f"- **{name}**: best {best}; worst {worst}."]
    pairs = "; ".join(f"{true} as {other} ({share:.0%})" for true, other, share in about["report"]["confused"][:12])
    lines += [
        "",
        f"Most often confused by the full prediction: {pairs}.",
        "",
        "In brackets: how many of the genre's recordings are filed under another genre too. Where nearly all are,",
        "the other is predicted and counts as right; this one never comes first. Genres with their own sound are",
        "well predicted by audio (sleep, comedy, grindcore, study). Others overlap (punk, punk-rock; latin, latino),",
        "name a place or a language (german, british, swedish) or a mood (sad, party): their audio features",
        "overlap, and only names separate them.",
    ]
    return "\n".join(lines)


def _importance(about: dict[str, Any]) -> str:
    lines = [
        "## What matters",
        "",
        "Points of top-1 accuracy lost when an input is shuffled among recordings that the fold model had not seen,",
        f"with the standard deviation over {REPEATS} shuffles.",
        "",
        "| prediction | input | part | points lost |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row['kind']} | {row['label']} | {row['part']} | {100 * row['lost']:.1f} ± {100 * row['deviation']:.1f} |"
        for row in about["report"]["importance"]
    ]
    return "\n".join(lines)


def _comparison(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    columns = ("model", *(key for key in rows[0] if key != "model"))
    lines = [
        "## Side by side",
        "",
        "Top-1 by seed 0 of each split; size in a file, time to load, time a prediction.",
        "",
    ]
    lines += ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    lines += ["| " + " | ".join(str(row.get(column, "")) for column in columns) + " |" for row in rows]
    return "\n".join(lines)


def _leaks(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    cells = "\n".join(f"| {row['split']} | {row['nine features']:.3f} | {row['and popularity']:.3f} |" for row in rows)
    return f"""
## What leaks in the usual protocol

The same forest ({N_TREES} trees of depth {TREE_DEPTH}) on one fifth held out, share of first genres that are right
(`python -m benchmarks genre_leaks`):

| split by | nine features | and popularity |
|---|---|---|
{cells}

Splitting by track id puts releases of one recording, and an artist's other tracks, on both sides: that gain
is memory. Popularity would be the strongest "feature" of all and is an artefact: the table was crawled genre by
genre, so that popularity tells which crawl a track came from; it is never an input here. Under the recording split the
full prediction uses the artist's other recordings, which is what happens when a new track of a known artist is
predicted, and only then; for new artists see the artist split.
"""


_LIMITS: Final = """
## Limits

- The genres are one catalogue's shelves in autumn 2022, about a thousand tracks each: no prior of any real collection.
- A track may belong to genres it is not filed under; such a prediction counts as wrong here.
- The audio features are Spotify's; other analysers' values are not interchangeable with them.
- Names carry language and scene. That is what the full prediction uses, and a bias to know of: a name says where an
  artist is from before it says what is played.
"""

_LICENCE: Final = """
## Licence

The table is under ODbL 1.0 (DOI 10.34740/KAGGLE/DSV/4372070). The files here are fitted aggregates: they hold no row of
it; names and track ids are kept only as hashes.
"""


def _size(models: Path) -> str:
    sizes = {path.name: path.stat().st_size / 1e6 for path in sorted(models.glob("genre*.npz"))}
    listed = ", ".join(f"`{name}` {size:.1f} MB" for name, size in sizes.items())
    return f"""
## Files

{listed}. Plain NumPy arrays, each checked against its SHA-256
before it is opened. `{FOREST_NAME}.npz` is a part of the audio prediction and `model:forest` at once.
"""
