"""Pictures of the genre model: readings, calibration, what is confused with what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts.explore import bars, capital, legend, share
from charts.style import LETTER, TEXT, Chart, Theme, canvas, shortened
from engine.genre.report import Curve, Importance

_MOST_PAIRS: Final = 16
_ENDS: Final = 10
_READINGS: Final = {"audio": "audio", "full": "with names", "full, artist unknown": "artist unknown"}


@dataclass(frozen=True)
class Bars:
    """One reading as bars: a heading, and (genre, probability) from the likeliest."""

    heading: str
    rows: tuple[tuple[str, float], ...]


def chance(probability: float) -> str:
    """A probability as people say it; never certain, never none."""
    return "over 99%" if probability >= 0.995 else "under 1%" if probability < 0.005 else f"{probability:.0%}"


def readings(name: str, of: Sequence[Bars], filed: frozenset[str], title: str, theme: Theme) -> Chart:
    """One or two readings side by side; genres that the track is filed under stand in the second colour."""
    subtitle = "Probability of each genre" + (
        f"; orange: where it is filed ({shortened(', '.join(sorted(filed)), 40)})" if filed else ""
    )
    most = max(probability for reading in of for _, probability in reading.rows)
    heights = [0.3 * len(reading.rows) + 0.5 for reading in of]
    letters = max(len(genre) for reading in of for genre, _ in reading.rows)
    with canvas(title, subtitle, sum(heights) + 0.1, theme) as sheet:
        for at, reading in enumerate(of):
            below = sum(heights[at + 1 :])
            part = (0.0, below / sum(heights), 1.0, heights[at] / sum(heights))
            ax = sheet.panel(part, 0.3 + LETTER * letters, 0.3, 0.06, 0.42)
            amounts = [probability for _, probability in reading.rows]
            places = [-float(place) for place in range(len(amounts))]
            colours = [theme.second if genre in filed else theme.first for genre, _ in reading.rows]
            ax.barh(places, amounts, height=0.68, color=colours)
            for place, amount in zip(places, amounts, strict=True):
                ax.text(amount + 0.015 * most, place, chance(amount), va="center", color=theme.text)
            ax.set_xlim(0, most * 1.2)
            ax.set_ylim(places[-1] - 0.6, 0.6)
            ax.set_yticks(places, [genre for genre, _ in reading.rows])
            ax.set_xticks([])
            ax.spines["bottom"].set_visible(False)
            ax.tick_params(length=0)
            ax.set_title(reading.heading, size=TEXT, loc="left", color=theme.muted)
        listed = ". ".join(
            f"{reading.heading}: " + ", ".join(f"{genre} {chance(amount)}" for genre, amount in reading.rows)
            for reading in of
        )
        return sheet.chart(name, f"Bar chart. {title}. {listed}.")


def calibration(curves: Sequence[Curve], theme: Theme) -> Chart:
    """How often readings are right, against the probability that they state."""
    shown = curves[:3]
    worst = max(curve.error for curve in shown)
    title = f"Stated probabilities come true{'' if worst < 0.03 else ' roughly'}, off by {100 * worst:.1f} points"
    with canvas(title, "Up: share that is right, by probability; larger: more readings", 4.6, theme) as sheet:
        ax = sheet.axes(left=0.75, right=0.4, bottom=0.66, top=0.38)
        ax.plot([0, 1], [0, 1], color=theme.muted, linewidth=1.2, linestyle=(0, (4, 3)))
        colours, marks = (theme.first, theme.second, theme.third), ("o", "D", "s")
        for curve, colour, mark in zip(shown, colours, marks, strict=False):
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
        legend(sheet, [_READINGS.get(curve.name, curve.name) for curve in shown], colours, marks)
        listed = "; ".join(f"{curve.name}: {_points(curve)}" for curve in shown)
        return sheet.chart("calibration", f"Reliability diagram. {title}. {listed}.")


def _points(curve: Curve) -> str:
    """``35% stated, 37% right`` by bin."""
    pairs = zip(curve.stated, curve.found, strict=True)
    return ", ".join(f"{share(stated)} stated, {share(found)} right" for stated, found in pairs if stated == stated)


def confusion(pairs: Sequence[tuple[str, str, float]], theme: Theme) -> Chart:
    """The genres most often taken for another.

    Parameters
    ----------
    pairs : sequence of (str, str, float)
        True genre, the genre read, and the share of the true genre's tracks read so; the largest first.
    """
    shown = pairs[:_MOST_PAIRS]
    genre, other, most = shown[0]
    title = f"{capital(genre)} is read as {other} most often: {share(most)} of its tracks"
    labels = [f"{true} → {read}" for true, read, _ in shown]
    return bars(
        "confusion", title, "Share of a genre's tracks read as another; tracks filed under both count as right",
        labels, [amount for *_, amount in shown], [share(amount) for *_, amount in shown], theme,
    )  # fmt: skip


def per_genre(scores: Sequence[tuple[str, float]], theme: Theme) -> Chart:
    """F1 by genre, the best and the worst; the highest first."""
    shown = list(scores) if len(scores) <= 2 * _ENDS else [*scores[:_ENDS], *scores[-_ENDS:]]
    title = f"{capital(scores[0][0])} is read best, {scores[-1][0]} worst"
    subtitle = "F1 of the first genre read, 0 to 1" + (
        f"; first and last {_ENDS} of {len(scores)} genres" if len(shown) < len(scores) else ""
    )
    return bars(
        "f1", title, subtitle, [genre for genre, _ in shown], [f1 for _, f1 in shown],
        [f"{f1:.2f}" for _, f1 in shown], theme, gap=_ENDS if len(shown) < len(scores) else None,
    )  # fmt: skip


def importance(rows: Sequence[Importance], theme: Theme) -> Chart:
    """What a prediction loses when one of its inputs is shuffled; the largest loss first."""
    shown = rows[:18]
    whose = "the prediction from audio" if shown[0].kind == "audio" else "the prediction from audio and names"
    title = f"{capital(shown[0].label)} matters most to {whose}: {100 * shown[0].lost:.1f} points"
    names = frozenset(at for at, row in enumerate(shown) if row.part == "names")
    subtitle = "Points of top-1 accuracy lost when shuffled, with spread over repeats"
    return bars(
        f"importance-{shown[0].kind}", title, subtitle + ("; orange: names" if names else ""),
        [row.label for row in shown], [max(0.0, 100 * row.lost) for row in shown],
        [f"{round(100 * row.lost, 1) + 0.0:.1f}" for row in shown], theme,
        errors=[100 * row.deviation for row in shown], second=names,
    )  # fmt: skip
