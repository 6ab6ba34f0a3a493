"""Charts of what is emerging: the best by a score, and what one track's score is made of."""

from collections.abc import Sequence

from charts.parts import bars, capital, diverging, points, shortened
from charts.style import Chart
from engine import EmergingArtist, EmergingTrack, Ranking, Score

_LONGEST = 44
_ROWS = 10
_FORMULA = "danceability + energy + valence + tempo/200 − loudness/60"


def emerging_ranking(of: Ranking) -> Chart:
    """The best by a score, as bars."""
    shown: Sequence[EmergingTrack | EmergingArtist] = of.entries[:_ROWS]
    names = [entry.name if isinstance(entry, EmergingArtist) else entry.track.track_name for entry in shown]
    values = [score_of(entry, of.score) for entry in shown]
    first = capital(shortened(names[0], _LONGEST))
    best = written_score(values[0], of.score)
    if of.score == "breakout":
        title = f"{first} is expected to rise most: {best} points"
        if values[0] <= 0:
            title = f"Nothing here is expected to rise; {first} holds best: {best} points"
        texts = [written_score(value, of.score) + _chance(entry) for entry, value in zip(shown, values, strict=True)]
        subtitle = "Expected change of popularity over two years, in points, " + (
            "and the chance to rise" if of.kind == "tracks" else "over the artist's recordings"
        )
    else:
        title, subtitle = f"{first} scores highest by the formula: {best}", _FORMULA
        texts = [written_score(value, of.score) for value in values]
    if min(values) < 0:
        return diverging("emerging", title, subtitle, list(zip(names, values, strict=True)), texts)
    return bars("emerging", title, subtitle, [shortened(name, 30) for name in names], values, texts)


def emerging_track(of: EmergingTrack, score: Score) -> Chart:
    """What one track's score is made of."""
    name = capital(shortened(of.track.track_name, _LONGEST))
    if score == "breakout" and of.change is not None:
        verb = "rise" if of.change > 0 else "fall"
        title = f"{name} is expected to {verb} by {abs(of.change):.1f} points in two years"
        subtitle = "Points that each kind of knowledge adds or takes, and their sum"
        parts = [*sorted(of.parts.items(), key=lambda part: -part[1]), ("expected change", of.change)]
    else:
        title = f"{name} scores {of.formula:.2f} by the formula"
        subtitle = f"The terms of {_FORMULA}"
        parts = [*of.formula_parts.items(), ("score", of.formula)]
    return diverging("emerging-track", title, subtitle, parts, [written_score(value, score) for _, value in parts])


def score_of(entry: EmergingTrack | EmergingArtist, score: Score) -> float:
    """The score that an entry is ranked by."""
    if isinstance(entry, EmergingArtist):
        return entry.score
    return entry.change if score == "breakout" and entry.change is not None else entry.formula


def written_score(value: float, score: Score) -> str:
    """``+3.2`` points, or ``3.66`` by the formula."""
    return points(value) if score == "breakout" else f"{value:.2f}"


def _chance(entry: EmergingTrack | EmergingArtist) -> str:
    chance = None if isinstance(entry, EmergingArtist) else entry.chance
    return "" if chance is None else f" · {chance:.0%}"
