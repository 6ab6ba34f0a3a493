"""Charts of the catalogue: distributions, genres, correlations, comparisons, artists."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from charts.parts import (
    MOST_ROWS,
    bars,
    capital,
    correlation,
    legend,
    percentile,
    share,
    short,
    shortened,
    unit,
)
from charts.style import LETTER, TEXT, Axes, Canvas, Chart, Theme
from engine import (
    POPULARITY,
    TRAITS,
    WORDS,
    Comparison,
    Correlations,
    Distribution,
    Feature,
    Genre,
    Portrait,
    Profile,
    Spread,
    than,
)

_LONG_NAME: Final = 24
_DWARFS: Final = 4  # times the second highest bar


def distribution(of: Spread) -> Chart:
    """How one trait is spread, before the whole catalogue's spread if it is that of a genre."""
    return _popularity(of) if of.of.trait == POPULARITY else _feature(of)


def _popularity(of: Spread) -> Chart:
    mine, name = of.of, of.genre or ""
    half = f"half {mine.median:.0f} or more" if mine.median else f"a quarter {mine.three_quarters:.0f} or more"
    title = f"{share(mine.zero)} of {name or 'all'} recordings have popularity 0, {half}"

    def paint(sheet: Canvas) -> None:
        ax = sheet.axes(left=0.62, top=0.36 if name else 0.1)
        _histogram(sheet, ax, of)
        if not name:
            ax.stairs(mine.shares[:1], mine.edges[:2], fill=True, color=sheet.theme.second)
        ax.set_xlabel("popularity")
        ax.set_xticks([0, 20, 40, 60, 80, 100])

    alt = (
        f"Histogram. {title}. A quarter have {mine.quarter:.0f} or less, a quarter {mine.three_quarters:.0f} or more, "
        f"one in twenty {mine.high:.0f} or more; {share(1 - mine.zero)} are above 0."
    )
    subtitle = f"Share of recordings by popularity (0-100); {mine.count:,} recordings"
    subtitle += "" if name else "; other colour: exactly 0"
    return Chart("popularity", title, subtitle, alt, 3.5, paint)


def _feature(of: Spread) -> Chart:
    mine, trait, name = of.of, of.of.trait, of.genre or ""
    ends = [] if name else _ends(of.ranked, 7)
    rows = 0.27 * len(ends)
    title = _feature_title(of, ends)

    def paint(sheet: Canvas) -> None:
        left = 0.2 + LETTER * max((len(genre.name) for genre in ends), default=5)
        cut = (rows + 0.65) / (2.7 + rows) if ends else 0.0
        ax = sheet.panel((0, cut, 1, 1 - cut), left, 0.22, 0.1 if ends else 0.62, 0.36 if name else 0.1)
        _histogram(sheet, ax, of)
        bottom = ax
        if ends:
            bottom = sheet.panel((0, 0, 1, cut), left, 0.22, 0.6, 0.06, sharex=ax)
            ax.tick_params(labelbottom=False, bottom=False)
            _ranges(bottom, ends, TRAITS.index(trait), sheet.theme)
        bottom.set_xlabel(f"{trait.name}{unit(trait)}")
        if trait.name == "duration":
            bottom.xaxis.set_major_formatter(lambda value, _: trait.format(value))
            bottom.set_xticks(range(60, int(mine.edges[-1]), 60 if mine.edges[-1] < 500 else 120))
            bottom.set_xlabel("duration (minutes:seconds)")

    middle = f"The middle half lies from {trait.format(mine.quarter)} to {trait.format(mine.three_quarters)}."
    shown = "; ".join(f"{genre.name} {trait.format(genre.median(trait.name))}" for genre in ends)
    alt = f"Histogram. {title}. {middle}" + (f" Medians by genre: {shown}." if shown else "")
    unit_of = " (minutes:seconds)" if trait.name == "duration" else unit(trait)
    subtitle = (
        f"{capital(trait.about)}{unit_of}; {mine.count:,} recordings"
        + ("" if name else _beyond(mine))
        + ("; below: median and middle half by genre" if ends else "")
    )
    return Chart("feature", title, subtitle, alt, (2.3 if ends else 3.3) + rows + (0.4 if ends else 0), paint)


def _beyond(of: Distribution) -> str:
    """What the outermost bars hold, where the range is not the feature's own."""
    return "; grey bars: all beyond" if of.trait.high - of.trait.low > 1 and of.trait is not POPULARITY else ""


def _feature_title(of: Spread, ends: Sequence[Genre]) -> str:
    mine, whole, trait = of.of, of.whole, of.of.trait
    if of.genre is None:
        words = WORDS[trait.name]
        if len(ends) > 1:
            return f"{capital(ends[0].name)} is the {words.most} genre, {ends[-1].name} the {words.least}"
        return f"Half of all recordings have a {trait.name} above {trait.format(mine.median)}"
    medians = f"median {trait.format(mine.median)} against {trait.format(whole.median)}"
    # Within a tenth of the catalogue's middle half, nobody would hear the difference.
    if abs(mine.median - whole.median) < 0.1 * (whole.three_quarters - whole.quarter):
        return f"{capital(of.genre)} is near the middle in {trait.name}: {medians}"
    return f"{capital(of.genre)} is {than(trait, mine.median, whole.median)} than most: {medians}"


def feature_grid(of: Sequence[Spread]) -> Chart:
    """The nine audio features, each its own histogram, over the catalogue's if they are a genre's."""
    name = of[0].genre or ""
    if name:
        gaps = [abs(a.of.median - a.whole.median) / ((a.whole.high - a.whole.low) or 1) for a in of]
        most = of[int(np.argmax(gaps))]
        title = f"What sets {name} apart most: it is {than(most.of.trait, most.of.median, most.whole.median)}"
    else:
        skewed = min((one.of for one in of), key=lambda one: (one.median - one.low) / ((one.high - one.low) or 1))
        title = f"Features differ in shape: a high {skewed.trait.name} is rare, whatever its range"

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        for place, one in enumerate(of):
            row, column = divmod(place, 3)
            ax = sheet.panel((column / 3, 1 - (row + 1) / 3, 1 / 3, 1 / 3), 0.2, 0.14, 0.38, 0.42)
            trait = one.of.trait
            _steps(ax, one.of, one.whole if name else None, theme)
            ax.axvline(one.of.median, color=theme.third, linewidth=2)
            if trait.high == 1:
                ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
            else:
                ax.locator_params(axis="x", nbins=3)
            ax.set_title(f"{trait.name}{unit(trait)}", size=TEXT, loc="left", color=theme.text)
            ax.set_yticks([])
            ax.spines["left"].set_visible(False)

    medians = ", ".join(
        f"{one.of.trait.name} {one.of.trait.format(one.of.median)}"
        + (f" (all: {one.of.trait.format(one.whole.median)})" if name else "")
        for one in of
    )
    subtitle = f"Share of recordings; {of[0].of.count:,} recordings; line: median"
    return Chart("features", title, subtitle, f"Nine histograms. {title}. Medians: {medians}.", 5.4, paint)


def genre_ranking(ranked: Sequence[Genre], by: str) -> Chart:
    """Genres by ``size`` or by mean ``popularity``, the first and last of them if there are many.

    Parameters
    ----------
    ranked : sequence of Genre
        The largest first.
    """
    ends = _ends(ranked, MOST_ROWS // 2)
    if by == "size":
        title = f"{capital(ranked[0].name)} has the most recordings, {ranked[-1].name} the fewest"
        amounts, what = [float(genre.count) for genre in ends], "recordings"
    else:
        title = f"{capital(ranked[0].name)} is the most popular genre, {ranked[-1].name} the least popular"
        amounts, what = [genre.popularity for genre in ends], "mean popularity, with 95% interval"
    all_shown = len(ends) == len(ranked)
    which = f"{len(ranked)} genres" if all_shown else f"first and last {len(ends) // 2} of {len(ranked)} genres"
    errors = None if by == "size" else [1.96 * genre.error for genre in ends]
    texts = [f"{amount:,.0f}" if by == "size" else f"{amount:.0f}" for amount in amounts]
    return bars(
        f"genres-{by}", title, f"By {what}; {which}", [genre.name for genre in ends], amounts, texts,
        errors=errors, gap=None if all_shown else len(ends) // 2,
    )  # fmt: skip


def correlation_matrix(of: Correlations) -> Chart:
    """Heat map of the correlations of all traits."""
    first, second, value = of.pairs[0]
    where = f" in {of.genre}" if of.genre else ""
    together = "rise together" if value > 0 else "pull apart"
    title = f"{capital(first.name)} and {second.name} {together} most{where}: r\u00a0=\u00a0{correlation(value)}"
    names = [trait.name for trait in TRAITS]

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        ax = sheet.axes(left=1.55, bottom=0.15, right=0.42, top=0.35)
        shown = np.where(np.tri(len(names), k=-1, dtype=bool), of.matrix, np.nan)[1:, :-1]
        colours = sheet.colour_map(theme.second, theme.background, theme.first)
        ax.imshow(shown, cmap=colours, vmin=-1, vmax=1, aspect="auto")
        for (row, column), r in np.ndenumerate(shown):
            if not np.isnan(r):
                ink = theme.background if abs(r) > 0.62 else theme.text
                ax.text(column, row, correlation(r), ha="center", va="center", size=TEXT - 1, color=ink)
        ax.set_yticks(range(len(names) - 1), names[1:])
        ax.set_xticks([])
        for column, name in enumerate(names[:-1]):  # each above its column, where the other half would repeat this one
            ax.text(column - 0.45, column - 0.75, name, va="center", size=TEXT - 1, color=theme.text)
        ax.tick_params(length=0, labelcolor=theme.text)
        for spine in ax.spines.values():
            spine.set_visible(False)

    weak = [pair for pair in of.pairs if POPULARITY in pair[:2]]
    alt = f"Heat map. {title}. Strongest: {_listed_pairs(of.pairs[:5])}"
    if weak:
        alt += f". Strongest with popularity: {_listed_pairs(weak[:1])}"
    subtitle = f"Pearson correlation, −1 to 1: blue rises together, orange pulls apart; {of.count:,} recordings"
    return Chart("correlations", title, subtitle, f"{alt}.", 4.4, paint)


def _listed_pairs(pairs: Sequence[tuple[Feature, Feature, float]]) -> str:
    return "; ".join(f"{first.name} and {second.name} {correlation(value)}" for first, second, value in pairs)


def comparison(of: Comparison) -> Chart:
    """Two profiles under the audible trait in which they differ most."""
    both = of.first, of.second
    kinds = of.a.kind, of.b.kind
    first, second = (
        _counted(one, shortened(one.name, 40), alone=kind != "track") for one, kind in zip(both, kinds, strict=True)
    )
    if not of.apart:
        return _profiles(both, f"{capital(first)} and {second} sound alike in every feature")
    trait = of.apart[0]
    one, other = (float(profile.raw[TRAITS.index(trait)]) for profile in both)
    title = f"{capital(first)} is {than(trait, one, other)} than {second}: "
    return _profiles(both, title + f"{trait.format(one)} against {trait.format(other)}")


def _counted(of: Profile, name: str, *, alone: bool = False) -> str:
    """The name, and how many recordings stand behind it; one is named where it stands ``alone`` for more."""
    if of.count == 1:
        return f"{name} (1 track)" if alone else name
    return f"{name} ({of.count:,} tracks)"


def portrait(of: Portrait) -> Chart:
    """The profile of an artist or a list under the feature that sets it apart most, with its percentile."""
    profile, (feature, place) = of.profile, of.apart[0]
    adjective = than(feature, place, 50)
    name = _counted(profile, capital(shortened(profile.name, 60)))
    if profile.count == 1:
        name += " (one recording)"
    return _profiles([profile], f"{name}: {adjective} than {max(place, 100 - place):.0f}% of all recordings")


def _profiles(of: Sequence[Profile], title: str) -> Chart:
    """One or two profiles, trait by trait, as percentiles of the catalogue."""
    marks = ("o", "D")
    names = [shortened(one.name, _LONG_NAME) for one in of]

    def paint(sheet: Canvas) -> None:
        colours = (sheet.theme.first, sheet.theme.second)
        ax = sheet.axes(left=1.62, bottom=0.66, right=1.42 if len(of) > 1 else 0.95, top=0.5)
        ax.axvline(50, color=sheet.theme.muted, linewidth=1, linestyle=(0, (4, 3)))
        for number, one in enumerate(of):
            shift = 0.0 if len(of) == 1 else (-0.16, 0.16)[number]
            places = np.arange(len(TRAITS)) + shift
            ax.hlines(places, one.low, one.high, color=colours[number], linewidth=6, alpha=0.35)
            ax.plot(_levelled(of, one), places, marks[number], color=colours[number], markersize=8, clip_on=False)
            ax.text(
                1.02 + 0.235 * number, -0.75, "median" if one.count > 1 else "value", size=TEXT, va="bottom",
                color=colours[number], transform=ax.get_yaxis_transform(),
            )  # fmt: skip
            for place, (trait, raw) in enumerate(zip(TRAITS, one.raw, strict=True)):
                ax.text(
                    1.02 + 0.235 * number, place, short(trait, raw), size=TEXT, va="center", color=colours[number],
                    transform=ax.get_yaxis_transform(),
                )  # fmt: skip
        ax.set_xlim(-2, 102)
        ax.set_ylim(len(TRAITS) - 0.4, -0.6)
        ax.set_yticks(range(len(TRAITS)), [f"{trait.name}{_short_unit(trait)}" for trait in TRAITS])
        ax.set_xticks([0, 25, 50, 75, 100])
        ax.set_xlabel("percentile among all recordings")
        ax.grid(axis="x")
        ax.spines["left"].set_visible(False)
        ax.tick_params(length=0)
        legend(sheet, [sheet.drawable(name) for name in names], colours, marks)

    many = any(one.count > 1 for one in of)
    subtitle = "Percentile among all recordings, 50 the middle" + ("; bar: middle half" if many else "")
    return Chart("profile", title, subtitle, _profiles_alt(of, title), 0.36 * len(TRAITS) + 1.3, paint)


def _levelled(of: Sequence[Profile], one: Profile) -> list[float]:
    """Percentiles of a profile; where two are written with the same value, they are drawn at the same place."""
    places = []
    for at, trait in enumerate(TRAITS):
        same = len({short(trait, other.raw[at]) for other in of}) == 1
        places.append(float(np.mean([other.places[at] for other in of])) if same else float(one.places[at]))
    return places


def _short_unit(trait: Feature) -> str:
    return " (m:s)" if trait.name == "duration" else unit(trait)


def _profiles_alt(of: Sequence[Profile], title: str) -> str:
    lines = [
        f"{trait.name} "
        + " against ".join(f"{trait.format(one.raw[at])} (percentile {percentile(one.places[at])})" for one in of)
        for at, trait in enumerate(TRAITS)
    ]
    who = " against ".join(shortened(one.name, 60) for one in of)
    return f"Dot plot of {who}. {title}. " + "; ".join(lines) + "."


def _histogram(sheet: Canvas, ax: Axes, of: Spread) -> None:
    """A distribution with its median, before the whole catalogue's if it is a genre's."""
    theme, mine = sheet.theme, of.of
    _steps(ax, mine, of.whole if of.genre else None, theme)
    # Room for the words above the bars; a bar that dwarfs the rest is cut, and its height written.
    beside = mine.median
    highest = max(mine.shares.max(), of.whole.shares.max() if of.genre else 0, 1e-9)
    second = float(np.partition(mine.shares, -2)[-2]) if len(mine.shares) > 1 else 0.0
    if highest > _DWARFS * second > 0:
        top, tallest = 2.2 * second, int(mine.shares.argmax())
        ax.set_ylim(0, top)
        x = (mine.edges[tallest] + mine.edges[tallest + 1]) / 2
        ax.text(x, 0.8 * top, f"  ↑ {share(float(mine.shares[tallest]))}", color=theme.text, va="center")
        if mine.edges[tallest] <= mine.median <= mine.edges[tallest + 1]:
            beside = float(mine.edges[tallest + 1])  # not on the bar itself
    else:
        ax.set_ylim(0, 1.2 * highest)
    if _beyond(mine) and not of.genre:
        for end in (0, len(mine.shares) - 1):
            ax.stairs(mine.shares[end : end + 1], mine.edges[end : end + 2], fill=True, color=theme.muted)
    ax.vlines(mine.median, 0, 1, color=theme.third, linewidth=2, transform=ax.get_xaxis_transform())
    right = mine.median < (mine.edges[0] + mine.edges[-1]) / 2
    ax.text(
        beside, 0.98, f"  median {mine.trait.format(mine.median)}  ", ha="left" if right else "right", va="top",
        color=theme.third, transform=ax.get_xaxis_transform(),
    )  # fmt: skip
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
    ax.locator_params(axis="y", nbins=4)
    ax.tick_params(axis="y", labelcolor=theme.muted)
    ax.grid(axis="y")
    if of.genre:
        legend(sheet, (of.genre, "all recordings"), (theme.first, theme.muted), ("s", "s"))


def _steps(ax: Axes, of: Distribution, behind: Distribution | None, theme: Theme) -> None:
    if behind is not None:
        ax.stairs(behind.shares, behind.edges, fill=True, color=theme.muted, alpha=0.35)
        ax.stairs(behind.shares, behind.edges, color=theme.muted, linewidth=1.2)
        ax.stairs(of.shares, of.edges, color=theme.first, linewidth=2.2)
    ax.stairs(of.shares, of.edges, fill=True, color=theme.first, alpha=1 if behind is None else 0.3)
    ax.set_ylim(bottom=0)
    ax.set_xlim(of.edges[0], of.edges[-1])


def _ranges(ax: Axes, ends: Sequence[Genre], at: int, theme: Theme) -> None:
    """The middle half of each genre, and its median; a gap where genres were left out."""
    half = len(ends) // 2
    places = [-place - (0.8 if place >= half else 0) for place in range(len(ends))]
    low = [genre.quarters[at] for genre in ends]
    high = [genre.three_quarters[at] for genre in ends]
    ax.hlines(places, low, high, color=theme.first, linewidth=6, alpha=0.4)
    ax.plot([genre.medians[at] for genre in ends], places, "o", color=theme.first, markersize=7, clip_on=False)
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
