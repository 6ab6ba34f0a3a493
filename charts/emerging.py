"""Pictures of what is emerging: the best by a score, and what one track's score is made of."""

from collections.abc import Sequence

from charts.explore import bars, capital
from charts.style import LETTER, TEXT, WIDTH, Chart, Theme, canvas, drawable, shortened
from engine.emerging.ranking import EmergingArtist, EmergingTrack, Ranking, Score

_LONGEST = 44
_ROWS = 10


def ranking(of: Ranking, theme: Theme) -> Chart:
    """The best by a score, as bars."""
    shown: Sequence[EmergingTrack | EmergingArtist] = of.entries[:_ROWS]
    names = [_name(entry) for entry in shown]
    values = [value_of(entry, of.score) for entry in shown]
    if of.score == "breakout":
        first = capital(shortened(names[0], _LONGEST))
        title = f"{first} is expected to rise most: {told(values[0], of.score)} points"
        if values[0] <= 0:
            title = f"Nothing here is expected to rise; {first} holds best: {told(values[0], of.score)} points"
        texts = [told(value, of.score) + _chance(entry) for entry, value in zip(shown, values, strict=True)]
        subtitle = "Expected change of popularity over two years, in points, " + (
            "and the chance to rise" if of.kind == "tracks" else "over the artist's recordings"
        )
    else:
        title = f"{capital(shortened(names[0], _LONGEST))} scores highest by the formula: {values[0]:.2f}"
        subtitle = "danceability + energy + valence + tempo/200 − loudness/60"
        texts = [told(value, of.score) for value in values]
    if min(values) < 0:
        parts = list(zip(names, values, strict=True))
        return diverging("emerging", title, subtitle, parts, texts, theme)
    labels = [shortened(name, 30) for name in names]
    return bars("emerging", title, subtitle, labels, values, texts, theme)


def track(of: EmergingTrack, score: Score, theme: Theme) -> Chart:
    """What one track's score is made of."""
    name = capital(shortened(of.track.track_name, _LONGEST))
    if score == "breakout" and of.change is not None:
        verb = "rise" if of.change > 0 else "fall"
        title = f"{name} is expected to {verb} by {abs(of.change):.1f} points in two years"
        subtitle = "Points that each kind of knowledge adds or takes, and their sum"
        parts = sorted(of.parts.items(), key=lambda part: -part[1])
        values = [*parts, ("expected change", of.change)]
        return diverging("emerging-track", title, subtitle, values, [told(value, score) for _, value in values], theme)
    title = f"{name} scores {of.formula:.2f} by the formula"
    parts = [*of.formula_parts.items(), ("score", of.formula)]
    subtitle = "The terms of danceability + energy + valence + tempo/200 − loudness/60"
    return diverging("emerging-track", title, subtitle, parts, [f"{value:.2f}" for _, value in parts], theme)


def diverging(
    name: str, title: str, subtitle: str, parts: Sequence[tuple[str, float]], texts: Sequence[str], theme: Theme
) -> Chart:
    """Bars to both sides of zero, from the top."""
    labels = [shortened(drawable(label), 30) for label, _ in parts]
    values = [value for _, value in parts]
    with canvas(title, subtitle, 0.34 * len(parts) + 0.25, theme) as sheet:
        left = 0.3 + LETTER * max(map(len, labels))
        ax = sheet.axes(left=left, right=0.22, bottom=0.1, top=0.1)
        places = [-float(at) for at in range(len(parts))]
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
        ax.set_ylim(places[-1] - 0.6, 0.6)
        ax.set_yticks(places, labels)
        ax.set_xticks([])
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.tick_params(length=0)
        listed = ", ".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True))
        return sheet.chart(name, f"Bar chart. {title}. {subtitle}. {listed}.")


def value_of(entry: EmergingTrack | EmergingArtist, score: Score) -> float:
    """The score that an entry is ranked by."""
    if isinstance(entry, EmergingArtist):
        return entry.score
    return entry.change if score == "breakout" and entry.change is not None else entry.formula


def told(value: float, score: Score) -> str:
    """``+3.2`` points, or ``3.66``."""
    # Without a negative zero.
    return f"{round(value, 1) + 0.0:+.1f}".replace("-", "−") if score == "breakout" else f"{value:.2f}"


def _name(entry: EmergingTrack | EmergingArtist) -> str:
    return entry.name if isinstance(entry, EmergingArtist) else entry.track.track_name


def _chance(entry: EmergingTrack | EmergingArtist) -> str:
    chance = None if isinstance(entry, EmergingArtist) else entry.chance
    return "" if chance is None else f" · {chance:.0%}"
