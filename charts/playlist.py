"""The chart of a playlist: what changes most, and the tempo, over its minutes."""

import math
from typing import Final

from charts.parts import capital, shortened
from charts.style import Canvas, Chart
from engine import Playlist, trait

_MOST_NUMBERS: Final = 40


def playlist_curve(of: Playlist) -> Chart:
    """The feature that changes most above, the tempo below, a step a track."""
    values = [track.values[of.curve] for track in of.tracks]
    tempos = [track.values["tempo"] for track in of.tracks]
    edges = [*(track.starts / 60 for track in of.tracks), of.seconds / 60]
    first, last = values[0], values[-1]
    minutes = f"{max(1, round(of.seconds / 60))} min"
    if abs(last - first) < 0.05:
        title = f"{capital(of.curve)} stays near {sum(values) / len(values):.2f} for {minutes}"
    else:
        verb = "rises" if last > first else "falls"
        title = f"{capital(of.curve)} {verb} from {first:.2f} to {last:.2f} in {minutes}"

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        above = sheet.panel((0, 0.42, 1, 0.58), left=0.72, right=0.22, bottom=0.12, top=0.1)
        below = sheet.panel((0, 0, 1, 0.42), left=0.72, right=0.22, bottom=0.62, top=0.12)
        above.stairs(values, edges, baseline=0, fill=True, color=theme.first, alpha=0.25)
        above.stairs(values, edges, baseline=None, color=theme.first, linewidth=2.5)
        above.set_ylim(0, 1.12)
        for number, (start, end, value) in enumerate(zip(edges[:-1], edges[1:], values, strict=True), start=1):
            # A narrow step has no room for its number.
            if end - start > edges[-1] / _MOST_NUMBERS:
                above.text((start + end) / 2, value + 0.02, str(number), ha="center", va="bottom", color=theme.text)
        above.set_ylabel(of.curve)
        above.tick_params(axis="x", labelbottom=False)
        known = [tempo for tempo in tempos if not math.isnan(tempo)]
        below.stairs(tempos, edges, baseline=None, color=theme.second, linewidth=2.5)
        below.set_ylim(min(known, default=100) - 10, max(known, default=100) + 10)
        below.set_ylabel("tempo, BPM")
        below.set_xlabel("minutes from the start")
        for ax in (above, below):
            ax.set_xlim(0, edges[-1])
            ax.grid(axis="y")
            ax.locator_params(axis="y", nbins=4)
            ax.tick_params(axis="y", labelcolor=theme.muted)

    listed = "; ".join(
        f"{shortened(track.title, 40)} {value:.2f}, {trait('tempo').format(track.values['tempo'])}"
        for track, value in zip(of.tracks, values, strict=True)
    )
    alt = f"Two step charts over {minutes}. {title}. {of.curve} and tempo by track: {listed}."
    return Chart("playlist", title, "A step a track, with its number in the list", alt, 3.9, paint)
