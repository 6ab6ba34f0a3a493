"""/model: how good the genre model is."""

from collections.abc import Iterable
from typing import Annotated

import charts
from bot.definition import command
from bot.parameters import Choice
from bot.reply import Action, Reply, Row
from bot.say import say
from charts import Chart
from engine import Engine, Report

PICTURES = ("confusion", "importance", "calibration", "f1")
_ENDS = 5
_READINGS = {
    "audio": "audio alone",
    "full": "audio and names, artist known",
    "full, artist unknown": "audio and names, artist unknown",
}
_FIGURES = {
    "top1": "first genre right",
    "top5": "one of the first five right",
    "macro_f1": "accuracy with every genre counting the same (macro F1)",
}


@command("model", examples=("/model", "/model show:calibration"), provenance=False)
def model(
    engine: Engine,
    *,
    show: Annotated[str, Choice("which picture", PICTURES)] = "f1",
) -> Reply:
    """How good the genre model is: figures, best and worst genres, and pictures of its mistakes.

    All figures are over tracks whose artist or recording the model had not seen.
    """
    report = engine.genre_report()
    known, unknown = (report.scores[name]["top1"] for name in ("full", "full, artist unknown"))
    best, worst = _ends(report)
    pairs = "; ".join(f"{true} as {read} ({share:.0%})" for true, read, share in report.confused[:3])
    return Reply(
        f"The genre model's first guess is right for {known:.0%} of tracks by known artists, {unknown:.0%} by others",
        f"Best predicted from audio and names: {best}. Worst: {worst}.\n\nMost often confused: {pairs}.\n\n"
        + " ".join(_labels(report))
        + "\n\nA prediction is right if it is any genre that the recording is filed under.",
        tuple(_rows(report)),
        numbered=False,
        feedback=("Each recording was predicted by models that had not seen it. models/CARD.md has more.",),
        charts=model_charts(engine, show),
        actions=(
            *(Action(_LABELS[name], say("model", show=name)) for name in PICTURES if name != show),
            Action("The genre of a track", say("help", "genre")),
        ),
    )


_LABELS = {
    "confusion": "What is confused",
    "importance": "What matters",
    "calibration": "Do probabilities come true?",
    "f1": "Genre by genre",
}


def model_charts(engine: Engine, show: str) -> tuple[Chart, ...]:
    """The charts of one kind; importance has one for each kind of prediction."""
    report = engine.genre_report()
    if show == "confusion":
        return (charts.confusion(report),)
    if show == "calibration":
        return (charts.calibration(report),)
    if show == "importance":
        parts = [[row for row in report.importance if row.kind == kind] for kind in ("audio", "full")]
        return tuple(charts.importance(rows) for rows in parts if rows)
    return (charts.genre_scores(report),)


def _ends(report: Report) -> tuple[str, str]:
    scores = report.f1["full"]
    return _listed(scores[:_ENDS]), _listed(scores[-_ENDS:][::-1])


def _listed(scores: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{genre} {f1:.2f}" for genre, f1 in scores)


def _labels(report: Report) -> list[str]:
    """How often each confidence label is given from audio and names, and how often it is right."""
    return [
        f'"{label.capitalize()}" is said of {share:.0%} and right in {right:.0%}.'
        for label, (share, right) in report.thresholds["full"].items()
    ]


def _rows(report: Report) -> list[Row]:
    return [
        Row(
            _READINGS.get(reading, reading),
            measure=scores["top1"],
            amount=f"{scores['top1']:.1%}",
            detail=", ".join(f"{words} {scores[name]:.3f}" for name, words in _FIGURES.items())
            + f", stated probabilities off by {100 * scores['calibration_error']:.1f} points on average",
            data={"reading": reading, **scores},
        )
        for reading, scores in report.scores.items()
    ]
