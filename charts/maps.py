"""The map of all recordings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from charts.explore import capital, legend, share
from charts.style import LETTER, TEXT, Chart, Theme, between, canvas, drawable, shortened
from engine.catalogue.store import Catalogue, Track
from engine.sound_map import SoundMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT: Final = 5.4
_SPACE: Final = 5.7  # width of the axes, in inches
# More points than this are a blot, and slow.
_MOST_POINTS: Final = 1500


def sound(
    catalogue: Catalogue, of: SoundMap, genres: tuple[str, ...], track: Track | None, near: list[str], theme: Theme
) -> Chart:
    """All recordings as density, with at most two genres and one track upon it; with none, genre names.

    Parameters
    ----------
    near : list of str
        The genres around the track.
    """
    order = sorted(catalogue.genres, key=lambda genre: of.room(catalogue.genre_members(genre)))
    title = _title(catalogue, of, genres, track, near, order)
    subtitle = (
        "Tracks that sound alike lie near each other; colour: more tracks"
        if of.method == "neighbours"
        else f"Across: {of.axes[0]}. Up: {of.axes[1]}"
    )
    plain = not genres and track is None
    with canvas(title, subtitle, _HEIGHT, theme) as sheet:
        ax = sheet.axes(left=0.15, right=0.15, bottom=0.15, top=0.36 if genres else 0.1)
        low, high = np.percentile(of.places[::7], [0.3, 99.7], axis=0)
        margin = 0.04 * (high - low) + 1e-6
        ax.set(xlim=(low[0] - margin[0], high[0] + margin[0]), ylim=(low[1] - margin[1], high[1] + margin[1]))
        ax.set_xticks([])
        ax.set_yticks([])
        for spine in ax.spines.values():
            spine.set_visible(False)
        _density(ax, of.places, theme, theme.first if plain else theme.muted)
        colours = (theme.first, theme.second)
        for genre, colour, mark in zip(genres, colours, ("o", "D"), strict=False):
            rows = catalogue.genre_members(genre)
            places = of.places[rows[:: len(rows) // _MOST_POINTS + 1]]
            ax.plot(places[:, 0], places[:, 1], mark, color=colour, markersize=3, alpha=0.6, markeredgewidth=0)
        if genres:
            legend(sheet, genres, colours, ("o", "D"))
        taken: list[Box] = []
        if track is not None:
            taken = _point(ax, of.places[track.recording], track.track_name, theme)
        named = [] if genres else dict.fromkeys((*near, *order))
        shown = _names(ax, {genre: of.middle(catalogue.genre_members(genre)) for genre in named}, theme, taken)
        return sheet.chart("map", _alt(of, title, shown))


def _title(
    catalogue: Catalogue,
    of: SoundMap,
    genres: tuple[str, ...],
    track: Track | None,
    near: list[str],
    order: list[str],
) -> str:
    if track is not None:
        return f"{shortened(track.track_name, 40)} lies among {_listed(near)}"
    if genres:
        parts = [
            f"half of {genre} shares its ground with {_room(catalogue, of, genre)} of all music" for genre in genres
        ]
        return (
            capital(parts[0])
            if len(parts) == 1
            else capital(
                f"half of {genres[0]} lies within {_room(catalogue, of, genres[0])} of all music, "
                f"half of {genres[1]} within {_room(catalogue, of, genres[1])}"
            )
        )
    if of.method == "components":
        return "The two widest directions leave genres overlapping"
    return f"{capital(order[0])} keeps most to itself, {order[-1]} is everywhere"


def _room(catalogue: Catalogue, of: SoundMap, genre: str) -> str:
    return share(of.room(catalogue.genre_members(genre)))


def _alt(of: SoundMap, title: str, shown: list[str]) -> str:
    kind = "t-SNE neighbour map" if of.method == "neighbours" else "Map of the first two principal components"
    alt = f"{kind} of {len(of.places):,} recordings. {title}."
    if of.axes[0]:
        alt += f" Across: {of.axes[0]}. Up: {of.axes[1]}."
    return f"{alt} Named: {', '.join(shown)}." if shown else alt


def _density(ax: "Axes", places: npt.NDArray[np.float32], theme: Theme, brightest: str) -> None:
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    counts, _, _ = np.histogram2d(places[:, 0], places[:, 1], 100, [[left, right], [low, high]])
    # The root keeps thin regions visible beside dense ones.
    image = np.sqrt(counts.T)
    ax.imshow(
        image, extent=(left, right, low, high), origin="lower", aspect="auto", interpolation="bilinear",
        cmap=between(theme, theme.background, theme.line, brightest), vmax=1.5 * np.percentile(image[image > 0], 98),
    )  # fmt: skip


def _point(ax: "Axes", place: npt.NDArray[np.float32], name: str, theme: Theme) -> "list[Box]":
    """Mark a track and write its name beside it; the space that both take."""
    x, y = _share(ax, place)
    ax.plot(*place, "*", color=theme.third, markersize=20, markeredgecolor=theme.background)
    label = shortened(drawable(name), 28)
    side = -1 if x > 0.5 else 1
    ax.annotate(
        label, tuple(place), (14 * side, 0), textcoords="offset points", ha="right" if side < 0 else "left",
        va="center", size=TEXT + 1, weight="bold", color=theme.third,
    )  # fmt: skip
    half = 1.2 * len(label) * LETTER / 2 / _SPACE
    return [Box(x, y, 0.035, 0.035), Box(x + side * (0.035 + half), y, half, 0.03)]


def _names(
    ax: "Axes", middles: Mapping[str, npt.NDArray[np.float64]], theme: Theme, taken: "Sequence[Box]"
) -> list[str]:
    """Write the genres' names where there is room, in the order given; those written."""
    boxes, written = list(taken), []
    for genre, place in middles.items():
        x, y = _share(ax, place)
        half = (len(genre) + 2) * LETTER / 2 / _SPACE
        box = Box(min(max(x, half), 1 - half), min(max(y, 0.03), 0.97), half, 0.026)
        if any(box.meets(other) for other in boxes):
            continue
        boxes.append(box)
        written.append(genre)
        ax.text(box.x, box.y, genre, ha="center", va="center", color=theme.text, transform=ax.transAxes)
    return written


@dataclass(frozen=True)
class Box:
    """KnnIndex on the axes that is taken: its middle, and half its width and height, as shares."""

    x: float
    y: float
    half_width: float
    half_height: float

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap."""
        wide, high = self.half_width + other.half_width, self.half_height + other.half_height
        return abs(self.x - other.x) < wide and abs(self.y - other.y) < high


def _share(ax: "Axes", place: npt.NDArray[np.floating[Any]]) -> tuple[float, float]:
    """Where a place lies on the axes, as shares."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    return float((place[0] - left) / (right - left)), float((place[1] - low) / (high - low))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "everything"
