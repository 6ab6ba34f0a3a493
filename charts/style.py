"""What a chart is, its themes, and the cache of drawn ones.

A picture is 900 pixels wide: the width of a phone at two pixels a point. Text is at least 11 points of 1/72 inch on
a canvas of 6 inches, which a phone shows at about the size of its own labels. The first line is the finding, the
second says what is drawn and in which unit. Colours are told apart under the common colour vision deficiencies:
they are of the palette of Okabe and Ito (2008), "Color Universal Design", two at a time and of unlike lightness.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Axes

    from charts.render import Canvas as Canvas
else:  # names in annotations only: matplotlib is loaded when a picture is drawn
    Axes = Canvas = object

WIDTH: Final = 6.0  # inches
DPI: Final = 150
TEXT: Final = 11  # points
TITLE: Final = 15
LETTER: Final = 0.089  # width of one character of the label size, on average, in inches
EDGE: Final = 0.22  # margin of a picture, in inches


@dataclass(frozen=True)
class Theme:
    """The colours and the size of a picture.

    Parameters
    ----------
    background, text, muted, line : str
        ``muted`` is for what stands behind the finding, ``line`` for grids.
    first, second, third : str
        The subject, what it is compared with, and the one thing to point at.
    scale : float
        1 for 900 pixels of width, 2 for 1,800.
    """

    name: str
    background: str
    text: str
    muted: str
    line: str
    first: str
    second: str
    third: str
    scale: float = 1.0


DARK: Final = Theme("dark", "#1b1d21", "#eceef0", "#9aa1ab", "#33373e", "#56b4e9", "#e69f00", "#f0e442")
LIGHT: Final = Theme("light", "#ffffff", "#1b1d21", "#5d646e", "#e1e4e8", "#0072b2", "#d55e00", "#009e73")
THEMES: Final = {theme.name: theme for theme in (DARK, LIGHT)}


@dataclass(frozen=True)
class Chart:
    """A picture that can be drawn, in words and as a recipe.

    Two charts of one catalogue with the same words are equal: they draw the same picture.

    Parameters
    ----------
    name : str
        For a file, without suffix.
    title : str
        The finding, in a sentence without full stop.
    subtitle : str
        What is drawn, and its unit.
    alt : str
        What the picture shows, in words, for people who do not see it.
    height : float
        Of the space below title and subtitle, in inches.
    paint : callable
        Draws on a canvas. Not part of what makes two charts equal.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    height: float
    paint: Callable[[Canvas], object] = field(repr=False, compare=False)

    def png(self, theme: Theme = DARK) -> bytes:
        """Draw the chart, 100 to 300 ms. Not safe to call from several threads at once: see ``ChartCache``."""
        # matplotlib takes half a second and 40 MB to load, which an answer in words should not pay: the only place.
        from charts.render import canvas

        with canvas(self.title, self.subtitle, self.height, theme) as sheet:
            self.paint(sheet)
            return sheet.png()


class ChartCache:
    """The PNGs drawn last: each chart of one catalogue is drawn at most once in a theme while it is kept.

    Safe to use from several threads.

    Parameters
    ----------
    size : int
        Pictures to keep, some 50 kB each.
    """

    def __init__(self, size: int = 128) -> None:
        self._size = size
        self._drawn: OrderedDict[tuple[Chart, Theme], bytes] = OrderedDict()
        self._looking = Lock()
        # matplotlib keeps global state (settings, glyphs): one picture at a time.
        self._drawing = Lock()

    def png(self, chart: Chart, theme: Theme = DARK) -> bytes:
        """The chart as PNG: kept, or drawn once no other picture is being drawn."""
        kept = self._kept((chart, theme))
        if kept is not None:
            return kept
        with self._drawing:
            # Another thread may have drawn the same while this one waited.
            png = self._kept((chart, theme)) or chart.png(theme)
            with self._looking:
                self._drawn[chart, theme] = png
                if len(self._drawn) > self._size:
                    self._drawn.popitem(last=False)
            return png

    def _kept(self, key: tuple[Chart, Theme]) -> bytes | None:
        with self._looking:
            if key in self._drawn:
                self._drawn.move_to_end(key)
            return self._drawn.get(key)

    def warm(self) -> None:
        """Load what drawing needs (about half a second), so that the first question need not wait for it."""
        self.png(Chart("warm", "warming", "", "", 1.0, lambda sheet: sheet.axes().set_xticks([])))
