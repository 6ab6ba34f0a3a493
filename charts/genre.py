"""Charts of the genre model: predictions, calibration, what is confused with what."""

from collections.abc import Mapping, Sequence
from typing import Final

from charts.parts import bars, capital, chance, legend, share, shortened
from charts.style import LETTER, TEXT, Canvas, Chart
from engine import Curve, Importance, Prediction, Report

_MOST_PAIRS: Final = 16
_ENDS: Final = 10
_MOST_INPUTS: Final = 18
_NAMES: Final = {"audio": "audio", "full": "with names", "full, artist unknown": "artist unknown"}


def genre_prediction(predictions: Mapping[str, Prediction], filed: frozenset[str], title: str) -> Chart:
    """One or two predictions below each other; genres that the track is filed under stand in the second colour.

    Parameters
    ----------
    predictions : mapping of str to Prediction
        By heading.
    filed : set of str
    """
    rows = {heading: prediction.top for heading, prediction in predictions.items()}
    most = max(probability for top in rows.values() for _, probability in top)
    heights = [0.3 * len(top) + 0.5 for top in rows.values()]
    letters = max(len(genre) for top in rows.values() for genre, _ in top)

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        for at, (heading, top) in enumerate(rows.items()):
            below = sum(heights[at + 1 :])
            part = (0.0, below / sum(heights), 1.0, heights[at] / sum(heights))
            ax = sheet.panel(part, 0.3 + LETTER * letters, 0.3, 0.06, 0.42)
            amounts = [probability for _, probability in top]
            places = [-float(place) for place in range(len(amounts))]
            ax.barh(places, amounts, height=0.68, color=[theme.second if g in filed else theme.first for g, _ in top])
            for place, amount in zip(places, amounts, strict=True):
                ax.text(amount + 0.015 * most, place, chance(amount), va="center", color=theme.text)
            ax.set_xlim(0, most * 1.2)
            ax.set_ylim(places[-1] - 0.6, 0.6)
            ax.set_yticks(places, [genre for genre, _ in top])
            ax.set_xticks([])
            ax.spines["bottom"].set_visible(False)
            ax.tick_params(length=0)
            ax.set_title(heading, size=TEXT, loc="left", color=theme.muted)

    listed = ". ".join(
        f"{heading}: " + ", ".join(f"{genre} {chance(amount)}" for genre, amount in top)
        for heading, top in rows.items()
    )
    where = f"; orange: where it is filed ({shortened(', '.join(sorted(filed)), 40)})" if filed else ""
    return Chart(
        "genre", title, f"Probability of each genre{where}", f"Bar chart. {title}. {listed}.", sum(heights) + 0.1, paint
    )


def calibration(report: Report) -> Chart:
    """How often predictions are right, against the probability that they state."""
    curves = report.curves[:3]
    worst = max(curve.error for curve in curves)
    title = f"Stated probabilities come true{'' if worst < 0.03 else ' roughly'}, off by {100 * worst:.1f} points"

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        ax = sheet.axes(left=0.75, right=0.4, bottom=0.66, top=0.38)
        ax.plot([0, 1], [0, 1], color=theme.muted, linewidth=1.2, linestyle=(0, (4, 3)))
        colours, marks = (theme.first, theme.second, theme.third), ("o", "D", "s")
        for curve, colour, mark in zip(curves, colours, marks, strict=False):
            filled = curve.count > 0
            ax.plot(curve.stated[filled], curve.found[filled], color=colour, linewidth=1.5, alpha=0.6)
            sizes = 16 + 130 * curve.count[filled] / max(1, curve.count.max())
            ax.scatter(
                curve.stated[filled], curve.found[filled], s=sizes, color=colour, marker=mark, zorder=3, clip_on=False
            )
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%")
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="probability stated")
        ax.tick_params(axis="y", labelcolor=theme.muted)
        ax.grid()
        legend(sheet, [_NAMES.get(curve.name, curve.name) for curve in curves], colours, marks)

    listed = "; ".join(f"{curve.name}: {_bins(curve)}" for curve in curves)
    subtitle = "Up: share that is right, by probability; larger: more predictions"
    return Chart("calibration", title, subtitle, f"Reliability diagram. {title}. {listed}.", 4.6, paint)


def _bins(curve: Curve) -> str:
    """``35% stated, 37% right`` by bin."""
    pairs = zip(curve.stated, curve.found, strict=True)
    return ", ".join(f"{share(stated)} stated, {share(found)} right" for stated, found in pairs if stated == stated)


def confusion(report: Report) -> Chart:
    """The genres most often predicted as another."""
    shown = report.confused[:_MOST_PAIRS]
    genre, other, most = shown[0]
    title = f"{capital(genre)} is read as {other} most often: {share(most)} of its tracks"
    return bars(
        "confusion", title, "Share of a genre's tracks read as another; tracks filed under both count as right",
        [f"{true} → {read}" for true, read, _ in shown], [amount for *_, amount in shown],
        [share(amount) for *_, amount in shown],
    )  # fmt: skip


def genre_scores(report: Report) -> Chart:
    """F1 of each genre from audio and names: the best and the worst."""
    scores: Sequence[tuple[str, float]] = report.f1["full"]
    all_shown = len(scores) <= 2 * _ENDS
    shown = list(scores) if all_shown else [*scores[:_ENDS], *scores[-_ENDS:]]
    title = f"{capital(scores[0][0])} is read best, {scores[-1][0]} worst"
    subtitle = "Accuracy by genre (F1), 0 to 1"
    subtitle += "" if all_shown else f"; first and last {_ENDS} of {len(scores)} genres"
    return bars(
        "f1", title, subtitle, [genre for genre, _ in shown], [f1 for _, f1 in shown],
        [f"{f1:.2f}" for _, f1 in shown], gap=None if all_shown else _ENDS,
    )  # fmt: skip


def importance(rows: Sequence[Importance]) -> Chart:
    """What a prediction loses when one of its inputs is shuffled; the largest loss first.

    Parameters
    ----------
    rows : sequence of Importance
        Of one kind of prediction.
    """
    shown = rows[:_MOST_INPUTS]
    whose = "audio alone" if shown[0].kind == "audio" else "audio and names"
    title = f"{capital(shown[0].label)} matters most to genre from {whose}: {100 * shown[0].lost:.1f} points"
    names = frozenset(at for at, row in enumerate(shown) if row.part == "names")
    subtitle = "Points of accuracy lost when it is shuffled, with spread over repeats"
    return bars(
        f"importance-{shown[0].kind}", title, subtitle + ("; orange: names" if names else ""),
        [row.label for row in shown], [max(0.0, 100 * row.lost) for row in shown],
        [f"{round(100 * row.lost, 1) + 0.0:.1f}" for row in shown],
        errors=[100 * row.deviation for row in shown], second=names,
    )  # fmt: skip
