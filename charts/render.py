"""Drawing with matplotlib: a canvas in a theme's colours, from title to PNG.

The only module here that imports matplotlib; ``charts.style.Chart.png`` imports it when the first picture is drawn.
"""

import io
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from charts.style import DPI, EDGE, TEXT, TITLE, WIDTH, Theme

_TITLE_LETTERS: Final = 44
_SUBTITLE_LETTERS: Final = 68
_FONT: Final = "DejaVu Sans"


class Canvas:
    """A figure with its title set, to draw on.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    theme : Theme
    """

    def __init__(self, figure: Figure, theme: Theme, header: float) -> None:
        self.figure = figure
        self.theme = theme
        self._header = header

    def axes(
        self, left: float = 0.5, right: float = EDGE, bottom: float = 0.62, top: float = 0.12, **options: Any
    ) -> Axes:
        """Axes on all of the canvas below its title, with margins in inches."""
        return self.panel((0, 0, 1, 1), left, right, bottom, top, **options)

    def panel(
        self,
        part: tuple[float, float, float, float],
        left: float,
        right: float,
        bottom: float,
        top: float,
        **options: Any,
    ) -> Axes:
        """Axes on a part (x, y, width, height as shares) of the space below the title, with margins in inches."""
        width, height = self.figure.get_size_inches()
        space = height - self._header
        x, y, wide, high = part
        box = (
            (x * width + left) / width,
            (y * space + bottom) / height,
            (wide * width - left - right) / width,
            (high * space - bottom - top) / height,
        )
        return self.figure.add_axes(box, **options)

    def colour_map(self, *colours: str) -> Colormap:
        """A colour map that passes through these colours."""
        return LinearSegmentedColormap.from_list(f"{self.theme.name} {colours}", colours)

    def outline(self, text: Text) -> None:
        """Draw a text on a rim of the background's colour, so that it is read on any other."""
        text.set_path_effects([withStroke(linewidth=3, foreground=self.theme.background)])

    def drawable(self, text: str) -> str:
        """The text as the font can write it."""
        return drawable(text)

    def png(self) -> bytes:
        """The finished picture."""
        buffer = io.BytesIO()
        # Level 3 compresses to within a tenth of level 6 in a third of the time.
        dpi = DPI * self.theme.scale
        self.figure.savefig(buffer, format="png", dpi=dpi, pil_kwargs={"compress_level": 3})
        return buffer.getvalue()


@contextmanager
def canvas(title: str, subtitle: str, height: float, theme: Theme) -> Iterator[Canvas]:
    """A canvas with its title set, ``height`` inches below it to draw on, in the theme's colours."""
    with matplotlib.rc_context(_settings(theme)):  # type: ignore[arg-type]  # its stub lists every key
        lines = textwrap.wrap(drawable(title), _TITLE_LETTERS)
        small = textwrap.wrap(drawable(subtitle), _SUBTITLE_LETTERS)
        header = 0.2 + 0.275 * len(lines) + 0.2 * len(small) + 0.06
        figure = Figure(figsize=(WIDTH, height + header))
        FigureCanvasAgg(figure)
        y = height + header - 0.2
        for text, size, colour, weight, step in (
            *((line, TITLE, theme.text, "bold", 0.275) for line in lines),
            *((line, TEXT, theme.muted, "normal", 0.2) for line in small),
        ):
            figure.text(
                EDGE / WIDTH, y / (height + header), text,
                size=size, color=colour, weight=weight, va="top", parse_math=False,
            )  # fmt: skip
            y -= step
        yield Canvas(figure, theme, header)


def _settings(theme: Theme) -> dict[str, Any]:
    return {
        "figure.facecolor": theme.background,
        "savefig.facecolor": theme.background,
        "axes.facecolor": theme.background,
        "axes.edgecolor": theme.line,
        "axes.labelcolor": theme.muted,
        "axes.labelsize": TEXT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "axes.axisbelow": True,
        "grid.color": theme.line,
        "grid.linewidth": 0.8,
        "xtick.color": theme.line,
        "xtick.labelcolor": theme.muted,
        "xtick.labelsize": TEXT,
        "ytick.color": theme.line,
        "ytick.labelcolor": theme.text,
        "ytick.labelsize": TEXT,
        "text.color": theme.text,
        "text.parse_math": False,
        "font.size": TEXT,
        "font.family": _FONT,
        "legend.frameon": False,
        "legend.fontsize": TEXT,
        "axes.unicode_minus": True,
    }


def drawable(text: str) -> str:
    """The text with each letter that the font lacks (Chinese, emoji) replaced by a middle dot."""
    letters = _letters()
    return "".join(letter if ord(letter) in letters or letter.isspace() else "·" for letter in text)


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(findfont(_FONT)).get_charmap())
