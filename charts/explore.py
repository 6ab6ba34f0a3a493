"""Pictures of the catalogue: distributions, genres, correlations, profiles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from charts.style import LETTER, TEXT, WIDTH, Canvas, Chart, Theme, between, canvas, drawable, shortened
from engine import analytics
from engine.analytics import WORDS, Distribution, Genre, Profile, than
from engine.features import POPULARITY, TRAITS, Feature

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# At 11 points, a picture holds this many labelled rows and is still seen whole on a phone.
MOST_ROWS: Final = 20

_LONG_NAME: Final = 24


def popularity(of: Distribution, whole: Distribution, name: str, theme: Theme) -> Chart:
    """Distribution of popularity, zeros apart, over the whole catalogue's if ``name`` is a genre."""
    positive = 1 - of.zero
    half = f"half {of.median:.0f} or more" if of.median else f"a quarter {of.three_quarters:.0f} or more"
    title = f"{share(of.zero)} of {name or 'all'} recordings have popularity 0, {half}"
    subtitle = f"Share of recordings by popularity (0-100); {of.count:,} recordings"
    with canvas(title, subtitle, 3.5, theme) as sheet:
        ax = sheet.axes(left=0.62, top=0.36 if name else 0.1)
        _histogram(sheet, ax, of, whole, name)
        if not name:
            ax.stairs(of.shares[:1], of.edges[:2], fill=True, color=theme.second)
        ax.set_xlabel("popularity")
        ax.set_xticks([0, 20, 40, 60, 80, 100])
        alt = (
            f"Histogram. {title}. A quarter have {of.quarter:.0f} or less, a quarter {of.three_quarters:.0f} or more, "
            f"one in twenty {of.high:.0f} or more; {share(positive)} are above 0."
        )
        return sheet.chart("popularity", alt)


def feature(of: Distribution, whole: Distribution, name: str, ranked: Sequence[Genre], theme: Theme) -> Chart:
    """Distribution of one trait, overall or in a genre; overall, also the genres at both ends.

    Parameters
    ----------
    of, whole : Distribution
        Of the genre and of the catalogue; the same if no genre was asked for.
    name : str
        Of the genre; empty for none.
    ranked : sequence of Genre
        By descending median of the trait; used if no genre was asked for.
    """
    trait = of.trait
    at = TRAITS.index(trait)
    ends = [] if name else _ends(ranked, 7)
    words = WORDS[trait.name]
    title = (
        _stand(of, whole, name)
        if name
        else f"{capital(ends[0].name)} is the {words.most} genre, {ends[-1].name} the {words.least}"
        if len(ends) > 1
        else f"Half of all recordings have a {trait.name} above {trait.format(of.median)}"
    )
    rows = 0.27 * len(ends)
    subtitle = f"{capital(trait.about)}{unit(trait)}; {of.count:,} recordings" + (
        "; below: median and middle half by genre" if ends else ""
    )
    with canvas(title, subtitle, (2.3 if ends else 3.3) + rows + (0.4 if ends else 0), theme) as sheet:
        left = 0.2 + LETTER * max((len(genre.name) for genre in ends), default=5)
        cut = (rows + 0.65) / (2.7 + rows) if ends else 0.0
        ax = sheet.panel((0, cut, 1, 1 - cut), left, 0.22, 0.1 if ends else 0.62, 0.36 if name else 0.1)
        _histogram(sheet, ax, of, whole, name)
        bottom = ax
        if ends:
            bottom = sheet.panel((0, 0, 1, cut), left, 0.22, 0.6, 0.06, sharex=ax)
            ax.tick_params(labelbottom=False, bottom=False)
            _ranges(bottom, ends, at, theme)
        bottom.set_xlabel(f"{trait.name}{unit(trait)}")
        _trait_ticks(bottom, trait)
        return sheet.chart("feature", _feature_alt(title, of, trait, ends))


def _stand(of: Distribution, whole: Distribution, name: str) -> str:
    """How a genre stands to all recordings, in a sentence."""
    trait = of.trait
    medians = f"median {trait.format(of.median)} against {trait.format(whole.median)}"
    # Within a tenth of the catalogue's middle half, nobody would hear the difference.
    if abs(of.median - whole.median) < 0.1 * (whole.three_quarters - whole.quarter):
        return f"{capital(name)} is near the middle in {trait.name}: {medians}"
    return f"{capital(name)} is {than(trait, of.median, whole.median)} than most: {medians}"


def _feature_alt(title: str, of: Distribution, trait: Feature, ends: Sequence[Genre]) -> str:
    middle = f"The middle half lies from {trait.format(of.quarter)} to {trait.format(of.three_quarters)}."
    shown = "; ".join(f"{genre.name} {trait.format(genre.median(trait.name))}" for genre in ends)
    return f"Histogram. {title}. {middle}" + (f" Medians by genre: {shown}." if shown else "")


def features(of: Sequence[Distribution], whole: Sequence[Distribution], name: str, theme: Theme) -> Chart:
    """The nine audio features, each its own histogram, over the catalogue's if ``name`` is a genre."""
    if name:
        gaps = [abs(a.median - b.median) / ((b.high - b.low) or 1) for a, b in zip(of, whole, strict=True)]
        most = of[int(np.argmax(gaps))]
        usual = whole[int(np.argmax(gaps))]
        title = f"What sets {name} apart most: it is {than(most.trait, most.median, usual.median)}"
    else:
        skewed = min(of, key=lambda one: (one.median - one.low) / ((one.high - one.low) or 1)).trait
        title = f"Features differ in shape: a high {skewed.name} is rare, whatever its range"
    with canvas(title, f"Share of recordings; {of[0].count:,} recordings; line: median", 5.4, theme) as sheet:
        for place, (mine, all_of_it) in enumerate(zip(of, whole, strict=True)):
            row, column = divmod(place, 3)
            ax = sheet.panel((column / 3, 1 - (row + 1) / 3, 1 / 3, 1 / 3), 0.2, 0.14, 0.38, 0.42)
            _steps(ax, mine, all_of_it if name else None, theme)
            ax.axvline(mine.median, color=theme.third, linewidth=2)
            if mine.trait.high == 1:
                ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
            else:
                ax.locator_params(axis="x", nbins=3)
            ax.set_title(f"{mine.trait.name}{unit(mine.trait)}", size=TEXT, loc="left", color=theme.text)
            ax.set_yticks([])
            ax.spines["left"].set_visible(False)
        alt = f"Nine histograms. {title}. Medians: " + ", ".join(
            f"{mine.trait.name} {mine.trait.format(mine.median)}"
            + (f" (all: {all_of_it.trait.format(all_of_it.median)})" if name else "")
            for mine, all_of_it in zip(of, whole, strict=True)
        )
        return sheet.chart("features", alt + ".")


def genres(ranked: Sequence[Genre], by: str, theme: Theme) -> Chart:
    """Genres by ``size`` or by mean ``popularity``, the first and last of them if there are many.

    Parameters
    ----------
    ranked : sequence of Genre
        The largest first.
    """
    ends = _ends(ranked, MOST_ROWS // 2)
    if by == "size":
        title = f"{capital(ranked[0].name)} has the most recordings, {ranked[-1].name} the fewest"
        amounts, unit = [float(genre.count) for genre in ends], "recordings"
    else:
        title = f"{capital(ranked[0].name)} is the most popular genre, {ranked[-1].name} the least popular"
        amounts, unit = [genre.popularity for genre in ends], "mean popularity, with 95% interval"
    subtitle = f"By {unit}; " + (
        f"first and last {len(ends) // 2} of {len(ranked)} genres"
        if len(ends) < len(ranked)
        else f"{len(ranked)} genres"
    )
    errors = None if by == "size" else [1.96 * genre.error for genre in ends]
    texts = [f"{amount:,.0f}" if by == "size" else f"{amount:.0f}" for amount in amounts]
    chart = bars(
        f"genres-{by}", title, subtitle, [genre.name for genre in ends], amounts, texts, theme,
        errors=errors, gap=len(ends) // 2 if len(ends) < len(ranked) else None,
    )  # fmt: skip
    return chart


def bars(
    name: str,
    title: str,
    subtitle: str,
    labels: Sequence[str],
    amounts: Sequence[float],
    texts: Sequence[str],
    theme: Theme,
    *,
    errors: Sequence[float] | None = None,
    gap: int | None = None,
    second: frozenset[int] = frozenset(),
    most: float | None = None,
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
    most : float or None
        Where the axis ends; the longest bar by default.
    """
    labels = [shortened(drawable(label), 34) for label in labels]
    places = [-at - (0.7 if gap is not None and at >= gap else 0) for at in range(len(labels))]
    with canvas(title, subtitle, 0.3 * len(labels) + (0.2 if gap else 0) + 0.25, theme) as sheet:
        left = 0.3 + LETTER * max(map(len, labels))
        ax = sheet.axes(left=left, bottom=0.1, right=0.22, top=0.1)
        colours = [theme.second if at in second else theme.first for at in range(len(labels))]
        ax.barh(places, amounts, height=0.68, color=colours)
        tips = list(amounts)
        if errors is not None:
            widths = np.nan_to_num(np.asarray(errors, dtype=float))
            ax.errorbar(amounts, places, xerr=widths, fmt="none", ecolor=theme.text, elinewidth=1.5, capsize=3)
            tips = [amount + width for amount, width in zip(amounts, widths, strict=True)]
        end = most if most is not None else max([*tips, 1e-9])
        for place, tip, text in zip(places, tips, texts, strict=True):
            ax.text(tip + 0.015 * end, place, text, va="center", size=TEXT, color=theme.text)
        # The longest text fits behind the longest bar.
        space = WIDTH - left - 0.22
        ax.set_xlim(0, end * space / (space - 0.1 - LETTER * max(map(len, texts))))
        ax.set_ylim(min(places) - 0.6, 0.6)
        ax.set_yticks(places, labels)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.tick_params(length=0)
        if gap is not None:
            ax.text(0, -gap + 0.15, "⋯", va="center", ha="center", size=TEXT + 3, color=theme.muted)
        listed = ", ".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
        return sheet.chart(name, f"Bar chart. {title}. {subtitle}. {listed}.")


def correlations(matrix: analytics.Floats, name: str, count: int, theme: Theme) -> Chart:
    """Heat map of the correlations of all traits."""
    pairs = analytics.strongest(matrix)
    first, second, value = pairs[0]
    where = f" in {name}" if name else ""
    together = "rise together" if value > 0 else "pull apart"
    title = f"{capital(first.name)} and {second.name} {together} most{where}: r\u00a0=\u00a0{signed(value)}"
    names = [trait.name for trait in TRAITS]
    with canvas(title, f"Pearson correlation, −1 to 1; {count:,} recordings", 5.2, theme) as sheet:
        ax = sheet.axes(left=1.55, bottom=1.42, right=0.15, top=0.05)
        shown = np.where(np.tri(len(names), k=-1, dtype=bool), matrix, np.nan)[1:, :-1]
        colours = between(theme, theme.second, theme.background, theme.first)
        ax.imshow(shown, cmap=colours, vmin=-1, vmax=1, aspect="auto")
        for (row, column), r in np.ndenumerate(shown):
            if not np.isnan(r):
                ink = theme.background if abs(r) > 0.62 else theme.text
                ax.text(column, row, signed(r), ha="center", va="center", size=TEXT - 1, color=ink)
        ax.set_yticks(range(len(names) - 1), names[1:])
        ax.set_xticks(range(len(names) - 1), names[:-1], rotation=50, ha="right", rotation_mode="anchor")
        ax.tick_params(length=0, labelcolor=theme.text)
        for spine in ax.spines.values():
            spine.set_visible(False)
        weak = [pair for pair in pairs if POPULARITY in pair[:2]]
        alt = f"Heat map. {title}. Strongest: " + listed_pairs(pairs[:5])
        if weak:
            alt += f". Strongest with popularity: {listed_pairs(weak[:1])}"
        return sheet.chart("correlations", alt + ".")


def listed_pairs(pairs: Sequence[tuple[Feature, Feature, float]]) -> str:
    """``energy and loudness .76; ...``."""
    return "; ".join(f"{first.name} and {second.name} {signed(value)}" for first, second, value in pairs)


def comparison(of: tuple[Profile, Profile], apart: Sequence[Feature], theme: Theme) -> Chart:
    """Two profiles under the trait in which they differ most, the first of ``apart``."""
    first, second = (shortened(one.name, 40) for one in of)
    if not apart:
        return profiles(of, f"{capital(first)} and {second} sound alike in every feature", theme)
    trait = apart[0]
    one, other = (float(profile.raw[TRAITS.index(trait)]) for profile in of)
    title = f"{capital(first)} is {than(trait, one, other)} than {second}: "
    title += f"{trait.format(one)} against {trait.format(other)}"
    return profiles(of, title, theme)


def portrait(of: Profile, apart: tuple[Feature, float], theme: Theme) -> Chart:
    """One profile under the feature that sets it apart most, with its percentile."""
    feature, place = apart
    adjective = than(feature, place, 50)
    title = f"{capital(shortened(of.name, 60))}: {adjective} than {max(place, 100 - place):.0f}% of all recordings"
    return profiles([of], title, theme)


def profiles(of: Sequence[Profile], title: str, theme: Theme) -> Chart:
    """One or two profiles, trait by trait, as percentiles of the catalogue."""
    colours, marks = (theme.first, theme.second), ("o", "D")
    many = any(one.count > 1 for one in of)
    subtitle = "Percentile among all recordings, 50 the middle" + ("; bar: middle half" if many else "")
    names = [shortened(drawable(one.name), _LONG_NAME) for one in of]
    with canvas(title, subtitle, 0.36 * len(TRAITS) + 1.0, theme) as sheet:
        ax = sheet.axes(left=1.62, bottom=0.42, right=1.42 if len(of) > 1 else 0.95, top=0.36)
        ax.axvline(50, color=theme.muted, linewidth=1, linestyle=(0, (4, 3)))
        for number, one in enumerate(of):
            shift = 0.0 if len(of) == 1 else (-0.16, 0.16)[number]
            places = np.arange(len(TRAITS)) + shift
            ax.hlines(places, one.low, one.high, color=colours[number], linewidth=6, alpha=0.35)
            ax.plot(one.places, places, marks[number], color=colours[number], markersize=8, label=names[number])
            for place, (trait, raw) in enumerate(zip(TRAITS, one.raw, strict=True)):
                ax.text(
                    1.02 + 0.235 * number, place, short(trait, raw), size=TEXT, va="center", color=colours[number],
                    transform=ax.get_yaxis_transform(),
                )  # fmt: skip
        ax.set_xlim(-2, 102)
        ax.set_ylim(len(TRAITS) - 0.4, -0.6)
        ax.set_yticks(range(len(TRAITS)), [trait.name for trait in TRAITS])
        ax.set_xticks([0, 25, 50, 75, 100])
        ax.grid(axis="x")
        ax.spines["left"].set_visible(False)
        ax.tick_params(length=0)
        legend(sheet, names, colours, marks)
        return sheet.chart("profile", _profiles_alt(of, title))


def _profiles_alt(of: Sequence[Profile], title: str) -> str:
    lines = [
        f"{trait.name} "
        + " against ".join(f"{trait.format(one.raw[at])} (percentile {number(one.places[at])})" for one in of)
        for at, trait in enumerate(TRAITS)
    ]
    who = " against ".join(shortened(one.name, 60) for one in of)
    return f"Dot plot of {who}. {title}. " + "; ".join(lines) + "."


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


def _histogram(sheet: Canvas, ax: "Axes", of: Distribution, whole: Distribution, name: str) -> None:
    """A distribution with its median, before the whole catalogue's if it is a genre's."""
    theme = sheet.theme
    _steps(ax, of, whole if name else None, theme)
    # Room for the words above the bars.
    ax.set_ylim(0, 1.2 * max(of.shares.max(), whole.shares.max() if name else 0, 1e-9))
    ax.vlines(of.median, 0, 1, color=theme.third, linewidth=2, transform=ax.get_xaxis_transform())
    right = of.median < (of.edges[0] + of.edges[-1]) / 2
    ax.text(
        of.median, 0.98, f"  median {of.trait.format(of.median)}  ", ha="left" if right else "right", va="top",
        color=theme.third, transform=ax.get_xaxis_transform(),
    )  # fmt: skip
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
    ax.locator_params(axis="y", nbins=4)
    ax.tick_params(axis="y", labelcolor=theme.muted)
    ax.grid(axis="y")
    if name:
        legend(sheet, (name, "all recordings"), (theme.first, theme.muted), ("s", "s"))


def _steps(ax: "Axes", of: Distribution, behind: Distribution | None, theme: Theme) -> None:
    if behind is not None:
        ax.stairs(behind.shares, behind.edges, fill=True, color=theme.muted, alpha=0.35)
        ax.stairs(behind.shares, behind.edges, color=theme.muted, linewidth=1.2)
        ax.stairs(of.shares, of.edges, color=theme.first, linewidth=2.2)
    ax.stairs(of.shares, of.edges, fill=True, color=theme.first, alpha=1 if behind is None else 0.3)
    ax.set_ylim(bottom=0)
    ax.set_xlim(of.edges[0], of.edges[-1])


def _ranges(ax: "Axes", ends: Sequence[Genre], at: int, theme: Theme) -> None:
    """The middle half of each genre, and its median; a gap where genres were left out."""
    half = len(ends) // 2
    places = [-place - (0.8 if place >= half else 0) for place in range(len(ends))]
    low = [genre.quarters[at] for genre in ends]
    high = [genre.three_quarters[at] for genre in ends]
    ax.hlines(places, low, high, color=theme.first, linewidth=6, alpha=0.4)
    ax.plot([genre.medians[at] for genre in ends], places, "o", color=theme.first, markersize=7)
    ax.set_yticks(places, [genre.name for genre in ends])
    ax.set_ylim(places[-1] - 0.6, 0.6)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.text(
        -0.02, (places[half - 1] + places[half]) / 2, "⋯", ha="right", va="center", size=TEXT + 3, color=theme.muted,
        transform=ax.get_yaxis_transform(),
    )  # fmt: skip


def _ends(ranked: Sequence[Genre], count: int) -> list[Genre]:
    """The first and the last ``count``, or all if there are no more."""
    return list(ranked) if len(ranked) <= 2 * count else [*ranked[:count], *ranked[-count:]]


def _trait_ticks(ax: "Axes", trait: Feature) -> None:
    if trait.name == "duration":
        ax.xaxis.set_major_formatter(lambda value, _: trait.format(value))
        ax.set_xlabel("duration (minutes:seconds)")


def unit(trait: Feature) -> str:
    """The unit in brackets after a blank, or nothing."""
    return f" ({trait.unit})" if trait.unit else ""


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def share(value: float) -> str:
    """A share as people say it: ``17%``, ``under 1%``."""
    return "under 1%" if 0 < value < 0.01 else f"{100 * value:.0f}%"


def signed(value: float) -> str:
    """A correlation in two digits with a true minus: ``.76``, ``−.73``."""
    return ("−" if round(value, 2) < 0 else "") + f"{abs(value):.2f}".removeprefix("0")


def number(value: float) -> str:
    """A whole number, or ``unknown``."""
    return "unknown" if np.isnan(value) else f"{value:.0f}"


def short(trait: Feature, value: float) -> str:
    """A trait's value in at most six letters."""
    return "?" if np.isnan(value) else trait.format(value).replace(" BPM", "").replace(" dB", "")
