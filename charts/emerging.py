"""Charts of what is emerging: the best by a score, and what one track's score is made of."""

from collections.abc import Sequence

from charts.parts import bars, capital, diverging, label_rows, legend, points, shortened
from charts.style import LETTER, TEXT, Canvas, Chart
from engine import EmergingArtist, EmergingTrack, Ranking, Score

_LONGEST = 44
_ROWS = 10
_FORMULA = "danceability + energy + valence + tempo/200 − loudness/60"
_MEANING = {
    "relative": "expected beyond the usual change of its genre",
    "absolute": "expected change of popularity",
}


def emerging_ranking(of: Ranking, *, until: str = "") -> Chart:
    """The best by a score: tracks from where they stand to where they are expected, artists as bars.

    Parameters
    ----------
    until : str
        The month that the forecast reaches to.
    """
    shown: Sequence[EmergingTrack | EmergingArtist] = of.entries[:_ROWS]
    first, value = shown[0], score_of(shown[0], of.score)
    best = written_score(value, of.score)
    if of.score == "formula":
        title = f"{capital(_name(first, _LONGEST))} scores highest by the formula: {best}"
    elif value <= 0:
        title = f"Nothing here is expected to rise; {_name(first, _LONGEST)} holds best: {best} points"
    elif of.score == "relative":
        title = f"{capital(_name(first, _LONGEST))} is expected to gain most on its genre: {best} points"
    else:
        title = f"{capital(_name(first, _LONGEST))} is expected to rise most: {best} points"
    tracks = [entry for entry in shown if isinstance(entry, EmergingTrack)]
    if tracks and of.score != "formula":
        return _expected(tracks, of.score, title, until)
    names = [f"{number}. {_name(entry, 30)}" for number, entry in enumerate(shown, start=1)]
    values = [score_of(entry, of.score) for entry in shown]
    texts = [written_score(value, of.score) for value in values]
    subtitle = _FORMULA if of.score == "formula" else f"Points {_MEANING[of.score]}, mean over the artist's tracks"
    if min(values) < 0:
        return diverging("emerging", title, subtitle, list(zip(names, values, strict=True)), texts)
    return bars("emerging", title, subtitle, names, values, texts)


def _expected(tracks: Sequence[EmergingTrack], score: Score, title: str, until: str) -> Chart:
    """Popularity when collected, where the usual change of the genre would lead, and where the track is expected."""
    labels = [f"{number}. {_name(track, 32)}" for number, track in enumerate(tracks, start=1)]
    places = [-float(at) for at in range(len(tracks))]
    now = [float(track.track.popularity or 0) for track in tracks]
    usual = [at + (track.drift or 0) for at, track in zip(now, tracks, strict=True)]
    expected = [
        (one + (track.relative or 0)) if score == "relative" else at + (track.change or 0)
        for at, one, track in zip(now, usual, tracks, strict=True)
    ]

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        ax = sheet.axes(left=0.3 + 0.97 * LETTER * max(map(len, labels)), right=0.66, bottom=0.6, top=0.36)
        for at, one, end, place, track in zip(now, usual, expected, places, tracks, strict=True):
            ax.plot([one, end], [place, place], color=theme.first, linewidth=2.5, alpha=0.6)
            ax.plot(at, place, "|", color=theme.text, markersize=13, markeredgewidth=2)
            ax.plot(one, place, "o", color=theme.background, markeredgecolor=theme.second, markersize=8)
            ax.plot(end, place, "o", color=theme.first, markersize=8)
            ax.text(
                1.02, place, points(track.value(score)), size=TEXT, va="center", weight="bold", color=theme.first,
                transform=ax.get_yaxis_transform(),
            )  # fmt: skip
        label_rows(ax, places, [sheet.drawable(label) for label in labels])
        low, high = min(*now, *usual, *expected), max(*now, *usual, *expected)
        step = 2 if high - low < 14 else 5 if high - low < 35 else 10
        ax.set_xticks(range(int(low - 2) // step * step, int(high + 2) + 1, step))
        ax.set_xlim(low - 2, high + 2)
        ax.set_xlabel("popularity (0-100)")
        ax.grid(axis="x")
        legend(
            sheet, ["when collected", "usual for its genre", "expected"],
            (theme.text, theme.second, theme.first), ("|", "o", "o"),
        )  # fmt: skip

    listed = "; ".join(
        f"{label}: {at:.0f} when collected, expected {end:.0f}"
        for label, at, end in zip(labels, now, expected, strict=True)
    )
    later = f"in {until}" if until else "later"
    subtitle = f"Popularity when collected and {later}; right: points {_MEANING[score]}"
    return Chart(
        "emerging", title, subtitle, f"Dot plot. {title}. {subtitle}. {listed}.", 0.34 * len(tracks) + 1, paint
    )


def emerging_track(of: EmergingTrack, score: Score) -> Chart:
    """What one track's score is made of."""
    name = capital(shortened(of.track.track_name, _LONGEST))
    value = of.value(score)
    if score == "formula" or not of.parts:
        title = f"{name} scores {of.formula:.2f} by the formula"
        subtitle = f"The terms of {_FORMULA}"
        parts = [*of.formula_parts.items(), ("score", of.formula)]
    else:
        verb = ("gain", "lose") if score == "relative" else ("rise", "fall")
        by = f"{verb[value <= 0]} {'' if score == 'relative' else 'by '}{abs(value):.1f} points"
        title = f"{name} is expected to {by}{' on its genre' if score == 'relative' else ''}"
        subtitle = "Points that each kind of knowledge adds or takes, and their sum"
        parts = [*sorted(of.parts.items(), key=lambda part: -part[1]), ("expected", value)]
    return diverging("emerging-track", title, subtitle, parts, [written_score(value, score) for _, value in parts])


def _name(entry: EmergingTrack | EmergingArtist, letters: int) -> str:
    """A track with its main artist, or an artist."""
    if isinstance(entry, EmergingArtist):
        return shortened(entry.name, letters)
    artist = shortened(entry.track.artists[0], letters // 2)
    return f"{shortened(entry.track.track_name, letters - len(artist) - 3)} - {artist}"


def score_of(entry: EmergingTrack | EmergingArtist, score: Score) -> float:
    """The score that an entry is ranked by."""
    return entry.score if isinstance(entry, EmergingArtist) else entry.value(score)


def written_score(value: float, score: Score) -> str:
    """``+3.2`` points, or ``3.66`` by the formula."""
    return f"{value:.2f}" if score == "formula" else points(value)
