"""Charts of change: sound by year of release, popularity between two collections."""

from collections.abc import Sequence

from charts.parts import capital, legend, short, shortened, unit
from charts.style import LETTER, TEXT, Canvas, Chart
from engine import Change, FeatureTrend, Period, PopularityChanges, trait


def feature_trend(of: FeatureTrend, beside: FeatureTrend | None = None) -> Chart:
    """A feature's mean by release year, with its interval; larger dots where more recordings stand behind it.

    Parameters
    ----------
    beside : FeatureTrend or None
        The same feature in another genre, drawn in the second colour.
    """
    shape = trait(of.feature)
    is_duration = shape.name == "duration"
    shown = (of,) if beside is None else (of, beside)
    names = [one.genre or "all genres" for one in shown]

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        colours, marks = (theme.first, theme.second), ("o", "D")
        ax = sheet.axes(left=0.9, bottom=0.66)
        most = max(period.recordings for one in shown for period in one.periods)
        for one, colour, mark in zip(shown, colours, marks, strict=False):
            for run in unbroken(one.periods):
                years = [period.middle for period in run]
                lows, highs = [period.low for period in run], [period.high for period in run]
                if len(run) > 1:
                    ax.fill_between(years, lows, highs, color=colour, alpha=0.28, linewidth=0)
                else:
                    ax.vlines(years, lows, highs, color=colour, alpha=0.4, linewidth=6)
                ax.plot(years, [period.mean for period in run], color=colour, linewidth=2.5)
            middles, means = zip(*((period.middle, period.mean) for period in one.periods), strict=True)
            sizes = [12 + 80 * period.recordings / most for period in one.periods]
            ax.scatter(middles, means, s=sizes, color=colour, marker=mark, zorder=3)
        ax.set_xlabel("release year (larger dots: more recordings)")
        ax.set_ylabel(f"mean {shape.name}{'' if is_duration else unit(shape)}")
        ax.yaxis.set_major_formatter(lambda value, _: short(shape, value))
        # Half minutes are read more easily than 100 seconds.
        steps = [1, 1.5, 3, 6, 10] if is_duration else [1, 2, 2.5, 5, 10]
        ax.locator_params(axis="y", nbins=6, steps=steps)
        ax.locator_params(axis="x", nbins=7, integer=True)
        ax.grid(axis="y")
        ax.tick_params(axis="y", labelcolor=theme.muted)
        if beside is not None:
            legend(sheet, names, colours, marks)

    unit_of = " (minutes:seconds)" if is_duration else unit(shape)
    counted = " and ".join(f"{one.recordings:,}" for one in shown)
    subtitle = f"Mean {shape.name}{unit_of} by release year, 95% interval; {counted} recordings"
    if any(len(unbroken(one.periods)) > 1 for one in shown):
        subtitle += "; gaps: too few recordings"
    alt = " ".join(("Line chart.", *map(_told, shown), *of.caveats[:2]))
    title = _finding(of) if beside is None else f"{capital(of.feature)} by year in {names[0]} and {names[1]}"
    return Chart("trend", title, subtitle, alt, 3.5, paint)


def _finding(of: FeatureTrend) -> str:
    """What a trend comes to, without its extremes."""
    shown, (then, now), (change, low, high) = trait(of.feature).format, of.then_and_now, of.change
    name = f"{capital(of.feature)}{f' in {of.genre}' if of.genre else ''}"
    if low <= 0 <= high:
        return f"{name} ends where it began, within chance"
    way = "rose" if change > 0 else "fell"
    return f"{name} {way} from {shown(then.mean)} in {then.label} to {shown(now.mean)} in {now.label}"


def _told(of: FeatureTrend) -> str:
    """A trend in words, with some of its means."""
    periods = of.periods[:: max(1, len(of.periods) // 8)]
    return f"{of.conclusion} {', '.join(f'{one.label} {trait(of.feature).format(one.mean)}' for one in periods)}."


def unbroken(periods: Sequence[Period]) -> list[list[Period]]:
    """The periods in runs between which no years are missing.

    Examples
    --------
    >>> from types import SimpleNamespace as P
    >>> runs = unbroken([P(first=1960, last=1969), P(first=1970, last=1979), P(first=2000, last=2009)])
    >>> [len(run) for run in runs]
    [2, 1]
    """
    runs: list[list[Period]] = []
    for period in periods:
        if runs and period.first <= runs[-1][-1].last + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    return runs


def popularity_changes(of: PopularityChanges, *, most: int = 8) -> Chart:
    """The greatest rises and falls, from before to after."""
    rose, fell = of.rose[:most], of.fell[:most][::-1]
    shown = [*rose, *fell]
    if rose and rose[0].low > 0:
        title = f"{capital(shortened(rose[0].name, 44))} rose most, by {rose[0].change:.0f} points"
    else:
        title = f"No {of.kind.removesuffix('s')} rose more than chance would"
        title += f"; {shortened(fell[-1].name, 44)} fell most, by {-fell[-1].change:.0f} points" if fell else ""
    labels = [shortened(change.name, 30) for change in shown]
    places = [at + (0.7 if at >= len(rose) else 0) for at in range(len(shown))]

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        ax = sheet.axes(left=0.3 + 0.95 * LETTER * max(map(len, labels), default=5), right=0.62, bottom=0.6, top=0.08)
        for change, place in zip(shown, places, strict=True):
            colour = theme.first if change.change > 0 else theme.second
            ax.plot([change.before, change.after], [place, place], color=colour, linewidth=2.5, alpha=0.6)
            ax.plot(change.before, place, "o", color=theme.background, markeredgecolor=colour, markersize=8)
            ax.plot(change.after, place, "o", color=colour, markersize=8)
            ax.text(
                1.02, place, f"{change.change:+.0f}".replace("-", "−"), size=TEXT, va="center", color=colour,
                weight="bold", transform=ax.get_yaxis_transform(),
            )  # fmt: skip
        ax.set_yticks(places, [sheet.drawable(label) for label in labels])
        ax.set_ylim((places[-1] if places else 0) + 0.6, -0.6)
        ax.set_xlim(-2, max(80, *(max(c.before, c.after) + 4 for c in shown)) if shown else 100)
        ax.set_xlabel("popularity")
        ax.grid(axis="x")
        ax.spines["left"].set_visible(False)
        ax.tick_params(axis="y", length=0)

    subtitle = f"Popularity in {of.first} (hollow) and {of.last} (full); greatest rises and falls"
    alt = f"Dot plot. {title}. {of.conclusion} {_listed(rose, fell)} {of.caveat}"
    return Chart("movement", title, subtitle, alt, 0.32 * (places[-1] + 1 if places else 1) + 0.7, paint)


def _listed(rose: Sequence[Change], fell: Sequence[Change]) -> str:
    parts = [
        f"{verb}: " + "; ".join(f"{shortened(c.name, 40)} {c.before:.0f} to {c.after:.0f}" for c in changes[:5]) + "."
        for verb, changes in (("Rose", rose), ("Fell", fell[::-1]))
        if changes
    ]
    return " ".join(parts)
