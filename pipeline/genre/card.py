"""The model card, written from the manifest and the evaluations kept beside it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine import artifacts
from engine.genre.model import FOREST_NAME, NAME

EVALUATION: Final = "evaluation.json"
COMPARISON: Final = "comparison.json"
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
        _verdicts(about),
        _genres(about),
        _importance(about),
        _comparison(_kept(models / COMPARISON)),
        _LEAKS,
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
# Genre readings

What a track sounds like, as probabilities over {len(about["genres"])} genres. Two readings: **audio** (nine audio
features, duration, key, mode, time signature, explicit) and **full** (the same and what names carry: words and
character n-grams of artists, album and title, how they are written, and the genres of other recordings of the
credited artists and of the album, where the training table has them). Popularity is never an input.

## Data

The public Spotify Tracks Dataset (`{table["name"]}`, SHA-256 `{table["sha256"][:16]}...`): {table["rows"]:,} rows,
{table["tracks"]:,} track ids, {table["recordings"]:,} recordings. A recording is one sound under however many track
ids: ids with the same nine audio values, or the same artists and title, and so on along the chain. Its true genres
are those of all its ids together; each recording counts once.

## Model

- **audio**: networks of two hidden layers over a piecewise-linear encoding, and a forest of 50 trees of depth 15
  (leaves cut to their eight likeliest genres, a byte each), {1 - forest:.0%} to {forest:.0%}. The forest alone is
  `model:forest`. The networks that serve have seen every recording; smaller ones, each without some artists,
  give the readings out of fold.
- The networks also see what the last digits of tempo and duration tell of the making: how near the tempo is to a whole
  one (sequencers keep whole ones: within 0.03 bpm for 88% of minimal techno, 6% of grindcore), and whether the duration
  is a whole number of CD frames (75 a second: 93% of honky-tonk, 22% of deep house), codec frames or beats. Where the
  tempo comes without decimals, typed or rounded, nothing of this is known; the networks learnt some tracks so.
- **full**: networks over the same encoding, how the names are written, the log-probabilities of a linear model on
  hashed n-grams, and the table of known artists and albums. The linear model and the table know their training
  artists by heart, so the networks learn from out-of-fold values in two views, drawn at random: whole artist held
  out, or only the recording. That teaches them how far to trust the names of strangers.
- The loss asks that the true genres of a recording hold the probability between them.
- Each member leaves out the artists of one fold in four. Calibration, mixture and thresholds come from readings by
  the member that left the track out: a temperature, and for the full reading also a part spread evenly, for each of
  four situations (nothing known beside the track; another artist or the album; the main artist, as a guest only; the
  main artist). The readings shown for catalogue tracks are these too: never a memory of the track.
"""


def _figures(evaluations: list[dict[str, Any]]) -> str:
    if not evaluations:
        return "## Figures\n\nNot evaluated on held-out tracks yet: `python -m engine evaluate`."
    lines = [
        "## Figures",
        "",
        "A fifth of the recordings, or of the artists, held out; everything trained again without them, calibration",
        "and thresholds too. A reading is right if it is any of the recording's genres. Mean and standard deviation",
        "over seeds. Precision, recall and F1 look at the first genre only, averaged over genres: those of several",
        "genres keep recall below 1. Calibration error: ten bins, first genre.",
    ]
    for split, title in _SIDES.items():
        runs = [one for one in evaluations if one["split"] == split]
        if not runs:
            continue
        lines += ["", f"### {title} (seeds {', '.join(str(one['seed']) for one in runs)})", ""]
        lines += ["| reading | seeds | " + " | ".join(figure.replace("_", " ") for figure in _SHOWN) + " |"]
        lines += ["|---" * (len(_SHOWN) + 2) + "|"]
        names = max((one["scores"] for one in runs), key=len)
        for name in names:
            scores = [one["scores"][name] for one in runs if name in one["scores"]]
            told = " | ".join(_spread([of[figure] for of in scores]) for figure in _SHOWN)
            lines.append(f"| {name} | {len(scores)} | {told} |")
    return "\n".join(lines)


def _spread(values: Iterable[float]) -> str:
    found = list(values)
    return f"{np.mean(found):.3f}" + (f" ± {np.std(found):.3f}" if len(found) > 1 else "")


def _verdicts(about: dict[str, Any]) -> str:
    lines = [
        "## ConfidenceThresholds",
        "",
        'Thresholds on the first probability, chosen out of fold: "sure" is right at least four times in five,',
        "for the full reading whether or not the artist is known. Share of recordings, and how many are right:",
        "",
        "| reading | sure | leaning | can't tell |",
        "|---|---|---|---|",
    ]
    for name, thresholds in about["report"]["thresholds"].items():
        told = " | ".join(f"{share:.0%}, {right:.0%} right" for share, right in thresholds.values())
        lines.append(f"| {name} | {told} |")
    for name in ("audio", "full"):
        limits = about["calibration"][f"{name}_verdicts"]
        lines += ["", f"The {name} reading is sure from {limits['sure']:.2f}, leaning from {limits['leaning']:.2f}."]
    return "\n".join(lines)


def _genres(about: dict[str, Any]) -> str:
    shared = about["report"]["shared"]
    lines = ["## Best and worst genres", "", "F1 of the first genre read, out of fold.", ""]
    for name, rows in about["report"]["f1"].items():
        best = ", ".join(f"{genre} {value:.2f}" for genre, value in rows[:_ENDS])
        worst = ", ".join(f"{genre} {value:.2f} ({shared[genre]:.0%})" for genre, value in rows[-_ENDS:][::-1])
        lines += [f"- **{name}**: best {best}; worst {worst}."]
    pairs = "; ".join(f"{true} as {read} ({share:.0%})" for true, read, share in about["report"]["confused"][:12])
    lines += [
        "",
        f"Most often confused by the full reading: {pairs}.",
        "",
        "In brackets: how many of the genre's recordings are filed under another genre too. Where nearly all are,",
        "the other is read and counts as right, and this one is never read first. Genres with their own sound are",
        "read well from audio (sleep, comedy, grindcore, study). Others nest (punk and punk-rock; latin and latino),",
        "name a place or a language (german, british, swedish) or a mood (sad, party): their audio features",
        "overlap, and only names part them.",
    ]
    return "\n".join(lines)


def _importance(about: dict[str, Any]) -> str:
    lines = [
        "## What matters",
        "",
        "Points of top-1 accuracy lost when an input is shuffled among recordings that the member had not seen, with",
        "the standard deviation over five shuffles.",
        "",
        "| reading | input | part | points lost |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row['reading']} | {row['label']} | {row['part']} | {100 * row['lost']:.1f} ± {100 * row['spread']:.1f} |"
        for row in about["report"]["importance"]
    ]
    return "\n".join(lines)


def _comparison(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    columns = ("model", *(key for key in rows[0] if key != "model"))
    lines = ["## Side by side", "", "Top-1 by seed 0 of each split; size in a file, time to load, time a reading.", ""]
    lines += ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    lines += ["| " + " | ".join(str(row.get(column, "")) for column in columns) + " |" for row in rows]
    return "\n".join(lines)


_LEAKS: Final = """
## What leaks in the usual protocol

The same forest (50 trees of depth 15) on one fifth held out, first genre right (`python -m benchmarks genre_leaks`):

| split by | nine features | and popularity |
|---|---|---|
| track id | 0.304 | 0.413 |
| recording | 0.241 | 0.370 |
| main artist | 0.207 | 0.333 |

Splitting by track id puts releases of one recording, and an artist's other tracks, on both sides: that gain
is memory. Popularity would be the strongest "feature" of all and is an artefact: the table was crawled genre by
genre, so that popularity tells which crawl a track came from; it is never an input here. Under the recording split the
full reading leans on the artist's other recordings, which is honest where a new track of a known artist is to be read,
and only there; for strangers see the artist split.
"""

_LIMITS: Final = """
## Limits

- The genres are one catalogue's shelves in autumn 2022, about a thousand tracks each: no prior of any real collection.
- A track may belong to genres it is not filed under; such a reading counts as wrong here.
- The audio features are Spotify's; other analysers' values are not interchangeable with them.
- Names carry language and scene. That is what the full reading uses, and a bias to know of: a name says where an artist
  is from before it says what is played.
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
before it is opened. `{FOREST_NAME}.npz` is a member of the audio reading and `model:forest` at once.
"""
