"""Pictures of change: sound by year of release, popularity between two collections."""

from collections.abc import Sequence

from charts.explore import capital, short, unit
from charts.style import LETTER, TEXT, Chart, Theme, canvas, drawable, shortened
from engine.features import trait
from engine.trends.popularity import Change, PopularityChanges
from engine.trends.years import FeatureTrend


def feature(of: FeatureTrend, theme: Theme) -> Chart:
    """A feature's mean by release year, with its interval; wide marks where more recordings stand behind it."""
    shape = trait(of.feature)
    then, now = of.then_and_now
    change, low, high = of.change
    where = f" in {of.genre}" if of.genre else ""
    title = (
        f"{capital(of.feature)}{where} ends where it began, within chance"
        if low <= 0 <= high
        else f"{capital(of.feature)}{where} {'rose' if change > 0 else 'fell'} from {shape.format(then.mean)} in "
        f"{then.label} to {shape.format(now.mean)} in {now.label}"
    )
    told = " (minutes:seconds)" if shape.name == "duration" else unit(shape)
    subtitle = f"Mean {shape.name}{told} by release year, 95% interval; {of.recordings:,} recordings"
    from matplotlib.ticker import MultipleLocator

    with canvas(title, subtitle, 3.5, theme) as sheet:
        ax = sheet.axes(left=0.72, bottom=0.66)
        middles = [period.middle for period in of.periods]
        means = [period.mean for period in of.periods]
        ax.fill_between(
            middles,
            [p.low for p in of.periods],
            [p.high for p in of.periods],
            color=theme.first,
            alpha=0.28,
            linewidth=0,
        )
        ax.plot(middles, means, color=theme.first, linewidth=2.5)
        most = max(period.recordings for period in of.periods)
        sizes = [12 + 80 * period.recordings / most for period in of.periods]
        ax.scatter(middles, means, s=sizes, color=theme.first, zorder=3)
        ax.set_xlabel("release year (larger dots: more recordings)")
        ax.yaxis.set_major_formatter(lambda value, _: short(shape, value))
        if shape.name == "duration":
            ax.yaxis.set_major_locator(MultipleLocator(30))
        else:
            ax.locator_params(axis="y", nbins=6)
        ax.locator_params(axis="x", nbins=7, integer=True)
        ax.grid(axis="y")
        ax.tick_params(axis="y", labelcolor=theme.muted)
        listed = ", ".join(f"{p.label} {shape.format(p.mean)}" for p in of.periods[:: max(1, len(of.periods) // 8)])
        return sheet.chart("trend", f"Line chart. {of.conclusion} {listed}. {' '.join(of.caveats[:2])}")


def moved(of: PopularityChanges, theme: Theme, *, most: int = 8) -> Chart:
    """The greatest rises and falls, from before to after."""
    rose, fell = of.rose[:most], of.fell[:most][::-1]
    shown = [*rose, *fell]
    single = of.kind.removesuffix("s")
    if rose and rose[0].low > 0:
        title = f"{capital(shortened(rose[0].name, 44))} rose most, by {rose[0].change:.0f} points"
    else:
        title = f"No {single} rose more than chance would"
        title += f"; {shortened(fell[-1].name, 44)} fell most, by {-fell[-1].change:.0f} points" if fell else ""
    subtitle = f"Popularity in {of.first} (hollow) and {of.last} (full); greatest rises and falls"
    labels = [shortened(drawable(change.name), 30) for change in shown]
    places = [at + (0.7 if at >= len(rose) else 0) for at in range(len(shown))]
    with canvas(title, subtitle, 0.32 * (places[-1] + 1 if places else 1) + 0.7, theme) as sheet:
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
        ax.set_yticks(places, labels)
        ax.set_ylim((places[-1] if places else 0) + 0.6, -0.6)
        ax.set_xlim(-2, max(80, *(max(c.before, c.after) + 4 for c in shown)) if shown else 100)
        ax.set_xlabel("popularity")
        ax.grid(axis="x")
        ax.spines["left"].set_visible(False)
        ax.tick_params(axis="y", length=0)
        return sheet.chart("movement", f"Dot plot. {title}. {of.conclusion} {_listed(rose, fell)} {of.caveat}")


def _listed(rose: Sequence[Change], fell: Sequence[Change]) -> str:
    parts = [
        f"{told}: " + "; ".join(f"{shortened(c.name, 40)} {c.before:.0f} to {c.after:.0f}" for c in changes[:5]) + "."
        for told, changes in (("Rose", rose), ("Fell", fell[::-1]))
        if changes
    ]
    return " ".join(parts)
