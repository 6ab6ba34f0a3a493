"""Charts of what goes with popularity: estimates with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts.parts import LONGEST_LABEL, capital, legend, points, shortened
from charts.style import LETTER, TEXT, Axes, Canvas, Chart
from engine import WORDS, Effect, FeatureDrivers, GenreContrast, GenreDrivers

_MOST_ENDS: Final = 9
_UNIT: Final = "Points of popularity for one standard deviation more, 95% interval"


@dataclass(frozen=True)
class Interval:
    """One row of a forest plot; ``significant`` if it is more than chance."""

    label: str
    estimate: float
    low: float
    high: float
    significant: bool


def drivers_of_genre(of: GenreDrivers) -> Chart:
    """The effects in one genre, largest first."""
    rows = [Interval(e.feature, e.points, e.low, e.high, e.significant) for e in of.ranked]
    significant = [effect for effect in of.ranked if effect.significant]
    title = (
        f"In {of.genre}, {_in_words(significant[0])}"
        if significant
        else f"No audio feature goes with popularity in {of.genre} more than chance would"
    )
    subtitle = f"{_UNIT}; {of.recordings:,} recordings; grey: may be chance"
    return _forest("drivers", title, subtitle, rows, of.conclusion)


def drivers_of_feature(of: FeatureDrivers) -> Chart:
    """One feature over the genres, the most positive and most negative of them."""
    pairs = of.pairs
    significant = [(entry, effect) for entry, effect in pairs if effect.significant]
    shown = list(pairs) if len(pairs) <= 2 * _MOST_ENDS else [*pairs[:_MOST_ENDS], *pairs[-_MOST_ENDS:]]
    rows = [Interval(entry.genre, e.points, e.low, e.high, e.significant) for entry, e in shown]
    up = sum(effect.points > 0 for _, effect in significant)
    down = len(significant) - up
    counts = f"more popular in {up}, less in {down} of {len(pairs)} genres"
    if not up or not down:
        counts = f"{'more' if up else 'less'} popular in {up or down} of {len(pairs)} genres, and nowhere the opposite"
    title = (
        f"{capital(WORDS[of.feature].more)} tracks are {counts}"
        if significant
        else f"{capital(of.feature)} goes with popularity nowhere more than chance would"
    )
    gap = _MOST_ENDS if len(shown) < len(pairs) else None
    return _forest("drivers-feature", title, f"{_UNIT}; grey: may be chance", rows, of.conclusion, gap=gap)


def drivers_compared(of: GenreContrast) -> Chart:
    """The effects of two genres side by side, the largest difference first."""
    a, b = of.a, of.b
    significant = [contrast for contrast in of.ranked if contrast.significant]
    title = (
        f"{capital(significant[0].feature)} sets them apart most: {points(significant[0].a.points)} in {a.genre}, "
        f"{points(significant[0].b.points)} in {b.genre}"
        if significant
        else f"{capital(a.genre)} and {b.genre} reward the same sound, within chance"
    )

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        places = [float(at) for at in range(len(of.ranked))]
        ax = _axes(sheet, [contrast.feature for contrast in of.ranked], places, top=0.36)
        sides = (
            (-0.16, [contrast.a for contrast in of.ranked], theme.first, "o"),
            (0.16, [contrast.b for contrast in of.ranked], theme.second, "D"),
        )
        for shift, effects, colour, mark in sides:
            shifted = [place + shift for place in places]
            ax.hlines(shifted, [e.low for e in effects], [e.high for e in effects], color=colour, linewidth=2.5)
            ax.plot([e.points for e in effects], shifted, mark, color=colour, markersize=7)
        legend(sheet, (a.genre, b.genre), (theme.first, theme.second), ("o", "D"))

    listed = "; ".join(
        f"{c.feature} {points(c.a.points)} against {points(c.b.points)}" + (" (differs)" if c.significant else "")
        for c in of.ranked
    )
    alt = f"Forest plot of {a.genre} and {b.genre}. {title}. {listed}."
    return Chart("drivers-versus", title, _UNIT, alt, 0.44 * len(of.ranked) + 0.95, paint)


def _forest(
    name: str, title: str, subtitle: str, rows: Sequence[Interval], conclusion: str, *, gap: int | None = None
) -> Chart:
    """Estimates with their intervals around zero; grey where they may be chance.

    Parameters
    ----------
    conclusion : str
        The finding in words, for the alt text; the rows are added.
    gap : int or None
        Leave a space before this row: some were left out there.
    """
    places = [at + (0.8 if gap is not None and at >= gap else 0) for at in range(len(rows))]

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        ax = _axes(sheet, [row.label for row in rows], places, right=0.75)
        for row, place in zip(rows, places, strict=True):
            colour = theme.muted if not row.significant else theme.first if row.estimate > 0 else theme.second
            ax.hlines(place, row.low, row.high, color=colour, linewidth=3, alpha=0.55 if row.significant else 0.4)
            ax.plot(row.estimate, place, "o", color=colour, markersize=8)
            ax.text(
                1.02, place, points(row.estimate), size=TEXT, va="center", color=colour,
                transform=ax.get_yaxis_transform(), weight="bold" if row.significant else "normal",
            )  # fmt: skip

        if gap is not None:
            ax.text(
                -0.02, (places[gap - 1] + places[gap]) / 2, "⋯", ha="right", va="center", size=TEXT + 3,
                color=theme.muted, transform=ax.get_yaxis_transform(),
            )  # fmt: skip

    listed = "; ".join(
        f"{row.label} {points(row.estimate)} ({row.low:.1f} to {row.high:.1f})" for row in rows if row.significant
    )
    alt = f"Forest plot. {title}. {conclusion}" + (f" More than chance: {listed}." if listed else "")
    return Chart(name, title, subtitle, alt, 0.3 * (places[-1] + 1) + 0.75, paint)


def _axes(sheet: Canvas, labels: Sequence[str], places: Sequence[float], right: float = 0.3, top: float = 0.08) -> Axes:
    labels = [shortened(label, LONGEST_LABEL) for label in labels]
    ax = sheet.axes(left=0.3 + LETTER * max(map(len, labels)), right=right, bottom=0.62, top=top)
    ax.axvline(0, color=sheet.theme.text, linewidth=1)
    ax.set_yticks(places, labels)
    ax.set_ylim(max(places) + 0.6, min(places) - 0.6)
    ax.set_xlabel("points of popularity per standard deviation")
    ax.locator_params(axis="x", nbins=6)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax


def _in_words(effect: Effect) -> str:
    """``louder tracks are more popular: +2.1 points``."""
    side = "more" if effect.points > 0 else "less"
    return f"{WORDS[effect.feature].more} tracks are {side} popular: {points(effect.points)} points"
