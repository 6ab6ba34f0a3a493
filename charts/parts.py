"""What several charts share: bars, bars to both sides of zero, a legend, and numbers in words."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from charts.style import LETTER, TEXT, WIDTH, Axes, Canvas, Chart
from engine import Feature

MOST_ROWS: Final = 20
"""Labelled rows that a picture holds at 11 points while it is still seen whole on a phone."""

LONGEST_LABEL: Final = 34


def bars(
    name: str,
    title: str,
    subtitle: str,
    labels: Sequence[str],
    amounts: Sequence[float],
    texts: Sequence[str],
    *,
    errors: Sequence[float] | None = None,
    gap: int | None = None,
    second: frozenset[int] = frozenset(),
) -> Chart:
    """Horizontal bars from the top, each with its amount in figures.

    Parameters
    ----------
    texts : sequence of str
        What stands behind each bar.
    errors : sequence of float or None
        Half the width of each interval.
    gap : int or None
        Leave a space before this bar: some were left out there.
    second : set of int
        Bars in the second colour.
    """
    labels = [shortened(label, LONGEST_LABEL) for label in labels]
    places = [-at - (0.7 if gap is not None and at >= gap else 0) for at in range(len(labels))]
    widths = np.zeros(len(labels)) if errors is None else np.nan_to_num(np.asarray(errors, dtype=float))

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        left = 0.3 + LETTER * max(map(len, labels))
        ax = sheet.axes(left=left, bottom=0.1, right=0.22, top=0.1)
        colours = [theme.second if at in second else theme.first for at in range(len(labels))]
        ax.barh(places, amounts, height=0.68, color=colours)
        if errors is not None:
            ax.errorbar(amounts, places, xerr=widths, fmt="none", ecolor=theme.text, elinewidth=1.5, capsize=3)
        tips = [amount + width for amount, width in zip(amounts, widths, strict=True)]
        end = max([*tips, 1e-9])
        for place, tip, text in zip(places, tips, texts, strict=True):
            ax.text(tip + 0.015 * end, place, text, va="center", size=TEXT, color=theme.text)
        # The longest text fits behind the longest bar.
        space = WIDTH - left - 0.22
        ax.set_xlim(0, end * space / (space - 0.1 - LETTER * max(map(len, texts))))
        label_rows(ax, places, [sheet.drawable(label) for label in labels])
        if gap is not None:
            ax.text(0, -gap + 0.15, "⋯", va="center", ha="center", size=TEXT + 3, color=theme.muted)

    listed = ", ".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
    height = 0.3 * len(labels) + (0.2 if gap else 0) + 0.25
    return Chart(name, title, subtitle, f"Bar chart. {title}. {subtitle}. {listed}.", height, paint)


def diverging(name: str, title: str, subtitle: str, parts: Sequence[tuple[str, float]], texts: Sequence[str]) -> Chart:
    """Bars to both sides of zero, from the top."""
    labels = [shortened(label, 30) for label, _ in parts]
    values = [value for _, value in parts]
    places = [-float(at) for at in range(len(parts))]

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        left = 0.3 + LETTER * max(map(len, labels))
        ax = sheet.axes(left=left, right=0.22, bottom=0.1, top=0.1)
        ax.barh(places, values, height=0.68, color=[theme.first if value >= 0 else theme.second for value in values])
        low, high = min(0.0, *values), max(0.0, *values)
        room = 0.1 + LETTER * max(map(len, texts))
        sides = (low < 0) + (high > 0)
        inch = (high - low or 1.0) / (WIDTH - left - 0.22 - room * sides)
        for place, value, text in zip(places, values, texts, strict=True):
            side = 1 if value >= 0 else -1
            ax.text(
                value + side * 0.06 * inch, place, text, va="center", size=TEXT,
                ha="left" if side > 0 else "right", color=theme.text,
            )  # fmt: skip
        ax.axvline(0, color=theme.muted, linewidth=1)
        ax.set_xlim(low - room * inch * (low < 0), high + room * inch * (high > 0))
        label_rows(ax, places, [sheet.drawable(label) for label in labels])
        ax.spines["left"].set_visible(False)

    listed = ", ".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
    return Chart(name, title, subtitle, f"Bar chart. {title}. {subtitle}. {listed}.", 0.34 * len(parts) + 0.25, paint)


def label_rows(ax: Axes, places: Sequence[float], labels: Sequence[str]) -> None:
    """Names beside horizontal bars, and no other axis."""
    ax.set_ylim(min(places) - 0.6, 0.6)
    ax.set_yticks(places, labels)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)


def legend(sheet: Canvas, names: Sequence[str], colours: Sequence[str], marks: Sequence[str]) -> None:
    """Names above the axes in their colours, side by side."""
    width = sheet.figure.get_figwidth()
    x = 0.22
    ax = sheet.panel((0, 1, 1, 0), 0.22, 0.22, -0.3, 0.06)
    ax.set_axis_off()
    ax.set_xlim(0.22, width - 0.22)
    ax.set_ylim(-1, 1)
    for name, colour, mark in zip(names, colours, marks, strict=False):
        ax.plot([x + 0.08], [0], mark, color=colour, markersize=8)
        ax.text(x + 0.2, 0, name, color=colour, va="center", size=TEXT, weight="bold")
        x += 0.55 + 1.12 * LETTER * len(name)


def shortened(text: str, letters: int) -> str:
    """The text, cut with an ellipsis if it is longer."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def unit(trait: Feature) -> str:
    """The unit in brackets after a blank, or nothing."""
    return f" ({trait.unit})" if trait.unit else ""


def share(value: float) -> str:
    """A share as people say it: ``17%``, ``under 1%``."""
    return "under 1%" if 0 < value < 0.01 else f"{100 * value:.0f}%"


def chance(probability: float) -> str:
    """A probability as people say it; never certain, never none: ``41%``, ``over 99%``."""
    return "over 99%" if probability >= 0.995 else "under 1%" if probability < 0.005 else f"{probability:.0%}"


def points(value: float) -> str:
    """Signed points of popularity with a true minus and a zero without sign: ``+3.2``, ``−0.4``, ``0.0``."""
    return f"{value:+.1f}".replace("-", "−") if round(value, 1) else "0.0"


def correlation(value: float) -> str:
    """A correlation in two digits with a true minus: ``.76``, ``−.73``."""
    return ("−" if round(value, 2) < 0 else "") + f"{abs(value):.2f}".removeprefix("0")


def percentile(value: float) -> str:
    """A whole number, or ``unknown``."""
    return "unknown" if np.isnan(value) else f"{value:.0f}"


def short(trait: Feature, value: float) -> str:
    """A trait's value in at most six letters."""
    return "?" if np.isnan(value) else trait.format(value).replace(" BPM", "").replace(" dB", "")
