"""/model: how good the genre model is."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated

from bot.definition import command
from bot.parameters import Choice
from bot.pictures import picture
from bot.reply import Action, Picture, Reply, Row
from charts import Chart, Theme
from charts import genre as charts
from engine import Engine
from engine.genre.report import Report

PICTURES = ("confusion", "importance", "calibration", "f1")
_ENDS = 5
_READINGS = {
    "audio": "audio alone",
    "full": "audio and names, artist known",
    "full, artist unknown": "audio and names, artist unknown",
}
_FIGURES = {"top1": "first genre right", "top5": "among the first five", "macro_f1": "macro F1"}


@command("model", examples=("/model", "/model show:calibration"))
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
        f"The genre model is right at once for {known:.0%} of tracks by artists it knows, {unknown:.0%} by others",
        f"Best read from audio and names: {best}. Worst: {worst}.\n\nMost often confused: {pairs}.\n\n"
        + " ".join(_verdicts(report))
        + "\n\nA reading is right if it is any genre that the recording is filed under.",
        tuple(_rows(report)),
        numbered=False,
        feedback=("Out of fold: each recording read by models that had not seen it. models/CARD.md has more.",),
        pictures=model_pictures(engine, show),
        actions=(
            *(Action(_LABELS[name], f"/model show:{name}") for name in PICTURES if name != show),
            Action("Read a track", "/help genre"),
        ),
    )


_LABELS = {
    "confusion": "What is confused",
    "importance": "What matters",
    "calibration": "Do probabilities come true?",
    "f1": "Genre by genre",
}


def model_pictures(engine: Engine, show: str) -> tuple[Picture, ...]:
    """The pictures of one kind; importance has one for each reading."""
    report = engine.genre_report()

    def drawn(name: str, draw: Callable[[Theme], Chart]) -> Picture:
        return picture(engine.charts.picture(("model", name), draw))

    if show == "confusion":
        return (drawn(show, lambda theme: charts.confusion(report.confused, theme)),)
    if show == "calibration":
        return (drawn(show, lambda theme: charts.calibration(report.curves, theme)),)
    if show == "importance":
        parts = {kind: [row for row in report.importance if row.kind == kind] for kind in ("audio", "full")}
        return tuple(
            drawn(f"importance {kind}", partial(charts.importance, rows)) for kind, rows in parts.items() if rows
        )
    return (drawn(show, lambda theme: charts.per_genre(report.f1["full"], theme)),)


def _ends(report: Report) -> tuple[str, str]:
    scores = report.f1["full"]
    return _listed(scores[:_ENDS]), _listed(scores[-_ENDS:][::-1])


def _listed(scores: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{genre} {f1:.2f}" for genre, f1 in scores)


def _verdicts(report: Report) -> list[str]:
    """How often each confidence_label is given by the full reading, and how often it is right."""
    return [
        f'"{confidence_label.capitalize()}" is said of {share:.0%} and right in {right:.0%}.'
        for confidence_label, (share, right) in report.thresholds["full"].items()
    ]


def _rows(report: Report) -> list[Row]:
    return [
        Row(
            _READINGS.get(reading, reading),
            measure=scores["top1"],
            amount=f"{scores['top1']:.1%}",
            detail=", ".join(f"{told} {scores[name]:.3f}" for name, told in _FIGURES.items())
            + f", calibration error {scores['calibration_error']:.3f}",
            data={"reading": reading, **scores},
        )
        for reading, scores in report.scores.items()
    ]
