"""Pictures of what goes with popularity: estimates with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from charts.explore import capital, legend
from charts.style import LETTER, TEXT, Canvas, Chart, Theme, canvas
from engine.analytics import WORDS
from engine.drivers import Contrast, Drivers, Effect, GenreDrivers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_ENDS: Final = 9
_UNIT: Final = "points of popularity per standard deviation, 95% interval"


@dataclass(frozen=True)
class Interval:
    """One row of a forest plot; ``significant`` if it is more than chance."""

    label: str
    estimate: float
    low: float
    high: float
    significant: bool

    @property
    def text(self) -> str:
        """``+3.2``, ``−0.4``."""
        return _points(self.estimate)


def genre(of: GenreDrivers, theme: Theme) -> Chart:
    """The effects in one genre, largest first."""
    rows = [Interval(e.feature, e.points, e.low, e.high, e.significant) for e in of.ranked]
    standing = [effect for effect in of.ranked if effect.significant]
    title = (
        f"In {of.genre}, {_told(standing[0])}"
        if standing
        else f"No audio feature goes with popularity in {of.genre} more than chance would"
    )
    alt = f"{of.conclusion} R² {of.r2:.0%} in sample, {max(0.0, of.cv_r2):.0%} on unseen artists."
    return forest(
        "drivers", title, f"{capital(_UNIT)}; {of.recordings:,} recordings; grey: may be chance", rows, alt, theme
    )


def feature(name: str, pairs: Sequence[tuple[GenreDrivers, Effect]], table: Drivers, theme: Theme) -> Chart:
    """One feature over the genres, the most positive and most negative of them."""
    standing = [(entry, effect) for entry, effect in pairs if effect.significant]
    shown = list(pairs) if len(pairs) <= 2 * _MOST_ENDS else [*pairs[:_MOST_ENDS], *pairs[-_MOST_ENDS:]]
    rows = [Interval(entry.genre, e.points, e.low, e.high, e.significant) for entry, e in shown]
    up = sum(effect.points > 0 for _, effect in standing)
    counts = f"more popular in {up}, less in {len(standing) - up} of {len(pairs)} genres"
    title = (
        f"{capital(WORDS[name].more)} tracks are {counts}"
        if standing
        else f"{capital(name)} goes with popularity nowhere more than chance would"
    )
    subtitle = f"{capital(_UNIT)}; grey: may be chance"
    gap = _MOST_ENDS if len(shown) < len(pairs) else None
    return forest("drivers-feature", title, subtitle, rows, table.feature_conclusion(name), theme, gap=gap)


def versus(a: GenreDrivers, b: GenreDrivers, contrasts: Sequence[Contrast], theme: Theme) -> Chart:
    """The effects of two genres side by side, the largest difference first."""
    ordered = sorted(contrasts, key=lambda contrast: -abs(contrast.difference))
    standing = [contrast for contrast in ordered if contrast.significant]
    title = (
        f"{capital(standing[0].feature)} sets them apart most: {_points(standing[0].a.points)} in {a.genre}, "
        f"{_points(standing[0].b.points)} in {b.genre}"
        if standing
        else f"{capital(a.genre)} and {b.genre} reward the same sound, within chance"
    )
    with canvas(title, capital(_UNIT), 0.44 * len(ordered) + 0.95, theme) as sheet:
        ax = _axes(
            sheet, [contrast.feature for contrast in ordered], [float(at) for at in range(len(ordered))], top=0.36
        )
        for shift, side, colour, mark in ((-0.16, "a", theme.first, "o"), (0.16, "b", theme.second, "D")):
            effects: list[Effect] = [getattr(contrast, side) for contrast in ordered]
            places = [at + shift for at in range(len(ordered))]
            ax.hlines(places, [e.low for e in effects], [e.high for e in effects], color=colour, linewidth=2.5)
            ax.plot([e.points for e in effects], places, mark, color=colour, markersize=7)
        legend(sheet, (a.genre, b.genre), (theme.first, theme.second), ("o", "D"))
        listed = "; ".join(
            f"{c.feature} {_points(c.a.points)} against {_points(c.b.points)}" + (" (differs)" if c.significant else "")
            for c in ordered
        )
        return sheet.chart("drivers-versus", f"Forest plot. {title}. {listed}.")


def forest(
    name: str, title: str, subtitle: str, rows: Sequence[Interval], alt: str, theme: Theme, *, gap: int | None = None
) -> Chart:
    """Estimates with their intervals around zero; grey where they may be chance.

    Parameters
    ----------
    alt : str
        The finding in words; the rows are added.
    gap : int or None
        Leave a space before this row: some were left out there.
    """
    places = [at + (0.8 if gap is not None and at >= gap else 0) for at in range(len(rows))]
    with canvas(title, subtitle, 0.3 * (places[-1] + 1) + 0.75, theme) as sheet:
        ax = _axes(sheet, [row.label for row in rows], places, right=0.75)
        for row, place in zip(rows, places, strict=True):
            colour = theme.muted if not row.significant else theme.first if row.estimate > 0 else theme.second
            ax.hlines(place, row.low, row.high, color=colour, linewidth=3, alpha=0.55 if row.significant else 0.4)
            ax.plot(row.estimate, place, "o", color=colour, markersize=8)
            ax.text(
                1.02, place, row.text, size=TEXT, va="center", color=colour, transform=ax.get_yaxis_transform(),
                weight="bold" if row.significant else "normal",
            )  # fmt: skip
        listed = "; ".join(
            f"{row.label} {row.text} ({row.low:.1f} to {row.high:.1f})" for row in rows if row.significant
        )
        return sheet.chart(name, f"Forest plot. {title}. {alt}" + (f" More than chance: {listed}." if listed else ""))


def _axes(
    sheet: Canvas, labels: Sequence[str], places: Sequence[float], right: float = 0.3, top: float = 0.08
) -> "Axes":
    ax = sheet.axes(left=0.3 + LETTER * max(map(len, labels)), right=right, bottom=0.62, top=top)
    ax.axvline(0, color=sheet.theme.text, linewidth=1)
    ax.set_yticks(places, labels)
    ax.set_ylim(max(places) + 0.6, min(places) - 0.6)
    ax.set_xlabel("points of popularity")
    ax.locator_params(axis="x", nbins=6)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax


def _told(effect: Effect) -> str:
    """``louder tracks are more popular: +2.1 points``."""
    side = "more" if effect.points > 0 else "less"
    return f"{WORDS[effect.feature].more} tracks are {side} popular: {_points(effect.points)} points"


def _points(value: float) -> str:
    # Without a negative zero.
    return f"{round(value, 1) + 0.0:+.1f}".replace("-", "−")
