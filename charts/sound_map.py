"""The map of all recordings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from charts.parts import capital, legend, share, shortened
from charts.style import LETTER, TEXT, Axes, Canvas, Chart
from engine import MapView

_HEIGHT: Final = 5.4
_SPACE: Final = 5.7  # width of the axes, in inches
# More points than this are a blot, and slow.
_MOST_POINTS: Final = 1500
_LINE: Final = 0.045  # height of a name, as a share of the axes
_MOVES: Final = (
    (0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1), (0, 2), (0, -2), (0, 3), (0, -3),
    (2, 0), (-2, 0),
)  # fmt: skip
# Named first: what people look for.
_MAJOR: Final = (
    "pop", "rock", "hip-hop", "jazz", "classical", "metal", "techno", "house", "country", "folk", "soul", "reggae",
    "latin", "punk", "blues", "ambient", "indie", "k-pop", "electronic", "r-n-b", "funk", "disco", "trance", "gospel",
)  # fmt: skip


def map_of_sounds(of: MapView) -> Chart:
    """All recordings as density, with the genres and the track asked for upon it; with neither, genre names."""
    title = _title(of)
    subtitle = (
        "Tracks that sound alike lie near each other; stronger colour: more tracks"
        if of.map.method == "neighbours"
        else f"Across: {of.map.axes[0]}. Up: {of.map.axes[1]}"
    )
    frame = _Frame.around(of.map.places)
    labels = _labels(of, frame)

    def paint(sheet: Canvas) -> None:
        theme = sheet.theme
        ax = sheet.axes(left=0.15, right=0.15, bottom=0.15, top=0.36 if of.genres else 0.1)
        ax.set(xlim=(frame.left, frame.right), ylim=(frame.low, frame.high))
        ax.set_xticks([])
        ax.set_yticks([])
        for spine in ax.spines.values():
            spine.set_visible(False)
        plain = not of.genres and of.track is None
        _density(sheet, ax, of.map.places, frame, theme.first if plain else theme.muted)
        colours, marks = (theme.first, theme.second), ("o", "D")
        for genre, colour, mark in zip(of.genres, colours, marks, strict=False):
            places = of.map.places[genre.rows[:: len(genre.rows) // _MOST_POINTS + 1]]
            ax.plot(places[:, 0], places[:, 1], mark, color=colour, markersize=3, alpha=0.6, markeredgewidth=0)
        if of.genres:
            legend(sheet, [genre.name for genre in of.genres], colours, marks)
        if of.track is not None:
            _mark(sheet, ax, of.map.places[of.track.recording], frame, of.track.track_name)
        colour = theme.muted if of.genres else theme.text
        for name, box in labels.items():
            text = ax.text(box.x, box.y, name, ha="center", va="center", color=colour, transform=ax.transAxes)
            sheet.outline(text)

    kind = "t-SNE neighbour map" if of.map.method == "neighbours" else "Map of the first two principal components"
    alt = f"{kind} of {len(of.map.places):,} recordings. {title}."
    if of.map.axes[0]:
        alt += f" Across: {of.map.axes[0]}. Up: {of.map.axes[1]}."
    if labels:
        alt += f" Named: {', '.join(labels)}."
    return Chart("map", title, subtitle, alt, _HEIGHT, paint)


def _title(of: MapView) -> str:
    if of.track is not None:
        return f"{shortened(of.track.track_name, 40)} lies among {_listed(of.near)}"
    if len(of.genres) == 1:
        (genre,) = of.genres
        return capital(f"half of {genre.name} shares its ground with {share(genre.spread)} of all music")
    if of.genres:
        first, second = of.genres
        return capital(
            f"half of {first.name} lies within {share(first.spread)} of all music, "
            f"half of {second.name} within {share(second.spread)}"
        )
    if of.map.method == "components" or not of.places:
        return "The two widest directions leave genres overlapping"
    return f"{capital(of.places[0].name)} keeps most to itself, {of.places[-1].name} is everywhere"


@dataclass(frozen=True)
class _Frame:
    """The part of the plane that is shown."""

    left: float
    right: float
    low: float
    high: float

    @classmethod
    def around(cls, places: npt.NDArray[np.float32]) -> "_Frame":
        """All but a few far-out places, and a margin."""
        low, high = np.percentile(places[::7] if len(places) > 700 else places, [0.3, 99.7], axis=0)
        margin = 0.04 * (high - low) + 1e-6
        low, high = low - margin, high + margin
        return cls(float(low[0]), float(high[0]), float(low[1]), float(high[1]))

    def share(self, place: npt.NDArray[np.floating[Any]]) -> tuple[float, float]:
        """Where a place lies in the frame, as shares of its width and height."""
        across = (place[0] - self.left) / (self.right - self.left)
        return float(across), float((place[1] - self.low) / (self.high - self.low))


@dataclass(frozen=True)
class _Box:
    """Space on the axes that is taken: its middle, and half its width and height, as shares."""

    x: float
    y: float
    half_width: float
    half_height: float

    def meets(self, other: "_Box") -> bool:
        """Whether the two overlap."""
        wide, high = self.half_width + other.half_width, self.half_height + other.half_height
        return abs(self.x - other.x) < wide and abs(self.y - other.y) < high


def _labels(of: MapView, frame: _Frame) -> Mapping[str, _Box]:
    """The genre names that there is room for, those around the track first, and where each is written."""
    middles = {place.name: place.middle for place in of.places}
    boxes = _track_boxes(of, frame)
    written: dict[str, _Box] = {}
    shown = {genre.name for genre in of.genres}
    ends = [of.places[0].name, of.places[-1].name] if of.places else []
    major = [genre for genre in _MAJOR if genre in middles]
    for genre in dict.fromkeys((*of.near, *ends, *major, *middles)):
        if genre in shown:
            continue
        x, y = frame.share(middles[genre])
        half = (len(genre) + 1) * LETTER / 2 / _SPACE
        # A name that matters may stand a little beside its place; of the others, those that have room are written.
        moves = _MOVES if genre in (*of.near, *ends, *major) else _MOVES[:1]
        for across, up in moves:
            box = _Box(
                min(max(x + across * half, half), 1 - half), min(max(y + up * _LINE, 0.03), 0.97), half, _LINE / 2
            )
            if not any(box.meets(other) for other in (*boxes, *written.values())):
                written[genre] = box
                break
    return written


def _track_boxes(of: MapView, frame: _Frame) -> Sequence[_Box]:
    """The space that the track's star and its name take."""
    if of.track is None:
        return ()
    x, y = frame.share(of.map.places[of.track.recording])
    half = 1.2 * len(shortened(of.track.track_name, 28)) * LETTER / 2 / _SPACE
    side = -1 if x > 0.5 else 1
    return _Box(x, y, 0.035, 0.035), _Box(x + side * (0.035 + half), y, half, 0.03)


def _mark(sheet: Canvas, ax: Axes, place: npt.NDArray[np.float32], frame: _Frame, name: str) -> None:
    """Mark a track with a star and write its name beside it."""
    colour = sheet.theme.third
    side = -1 if frame.share(place)[0] > 0.5 else 1
    ax.plot(*place, "*", color=colour, markersize=20, markeredgecolor=sheet.theme.background)
    ax.annotate(
        sheet.drawable(shortened(name, 28)), (float(place[0]), float(place[1])), (14 * side, 0),
        textcoords="offset points", ha="right" if side < 0 else "left", va="center", size=TEXT + 1, weight="bold",
        color=colour,
    )  # fmt: skip


def _density(sheet: Canvas, ax: Axes, places: npt.NDArray[np.float32], frame: _Frame, brightest: str) -> None:
    area = [[frame.left, frame.right], [frame.low, frame.high]]
    counts, _, _ = np.histogram2d(places[:, 0], places[:, 1], 100, area)
    # The root keeps thin regions visible beside dense ones.
    image = np.sqrt(counts.T)
    ax.imshow(
        image, extent=(frame.left, frame.right, frame.low, frame.high), origin="lower", aspect="auto",
        interpolation="bilinear", cmap=sheet.colour_map(sheet.theme.background, sheet.theme.line, brightest),
        vmax=np.percentile(image[image > 0], 97),
    )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "everything"
