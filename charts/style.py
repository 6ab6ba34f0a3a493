"""One look for every picture, and the album that draws each question's picture once.

A picture is 900 pixels wide: the width of a phone at two pixels a point. Text is at least 11 points of 1/72 inch on
a canvas of 6 inches, which a phone shows at about the size of its own labels. The first line is the finding, the
second says what is drawn and in which unit. Colours are told apart under the common colour vision deficiencies:
they are of the palette of Okabe and Ito (2008), "Color Universal Design", two at a time and of unlike lightness.
"""

import io
import textwrap
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

WIDTH: Final = 6.0
DPI: Final = 150
TEXT: Final = 11
TITLE: Final = 15
# Of one character of the label size, on average, in inches.
LETTER: Final = 0.089
ALT_LIMIT: Final = 1024

_TITLE_LETTERS: Final = 44
_SUBTITLE_LETTERS: Final = 70
_EDGE: Final = 0.22


@dataclass(frozen=True)
class Theme:
    """The colours of a picture.

    Parameters
    ----------
    background, text, muted, line : str
        ``muted`` is for what stands behind the finding, ``line`` for grids.
    first, second, third : str
        The subject, what it is compared with, and the one thing to point at.
    """

    name: str
    background: str
    text: str
    muted: str
    line: str
    first: str
    second: str
    third: str


DARK: Final = Theme("dark", "#1b1d21", "#eceef0", "#9aa1ab", "#33373e", "#56b4e9", "#e69f00", "#f0e442")
LIGHT: Final = Theme("light", "#ffffff", "#1b1d21", "#5d646e", "#e1e4e8", "#0072b2", "#d55e00", "#009e73")


@dataclass(frozen=True)
class Chart:
    """A drawn picture.

    Parameters
    ----------
    name : str
        For a file, without suffix.
    title : str
        The finding, in a sentence without full stop.
    alt : str
        What the picture shows, in words; at most 1024 characters.
    png : bytes
        Not part of what makes two charts equal.
    """

    name: str
    title: str
    alt: str
    png: bytes = field(repr=False, compare=False)


class ChartCache:
    """The pictures drawn last, by question: each is drawn at most once while it is kept.

    Parameters
    ----------
    theme : Theme
    size : int
        Pictures to keep, some 50 kB each.
    """

    def __init__(self, theme: Theme = DARK, size: int = 128) -> None:
        self._theme = theme
        self._size = size
        self._charts: OrderedDict[Hashable, Chart] = OrderedDict()
        self._looking = Lock()
        # matplotlib keeps global state (settings, glyphs): one picture at a time.
        self._drawing = Lock()

    def picture(self, question: Hashable, draw: Callable[[Theme], Chart]) -> Chart:
        """The picture that answers a question: kept, or drawn once nobody else draws."""
        kept = self._kept(question)
        if kept is not None:
            return kept
        with self._drawing:
            # Somebody may have asked the same while this waited.
            chart = self._kept(question) or draw(self._theme)
            with self._looking:
                self._charts[question] = chart
                if len(self._charts) > self._size:
                    self._charts.popitem(last=False)
            return chart

    def _kept(self, question: Hashable) -> Chart | None:
        with self._looking:
            if question in self._charts:
                self._charts.move_to_end(question)
            return self._charts.get(question)

    def warm(self) -> None:
        """Import what drawing needs (about half a second), so that the first question need not wait for it."""
        with self._drawing, canvas("warming", "", 1.0, self._theme) as sheet:
            sheet.axes()
            sheet.chart("warm", "")


class Canvas:
    """A figure under its title, and what turns it into a chart.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    theme : Theme
    """

    def __init__(self, figure: "Figure", title: str, theme: Theme, header: float) -> None:
        self.figure = figure
        self.theme = theme
        self.title = title
        self._header = header

    def axes(
        self, left: float = 0.5, right: float = _EDGE, bottom: float = 0.62, top: float = 0.12, **options: Any
    ) -> "Axes":
        """Axes on all of the sheet below its title, with margins in inches."""
        return self.panel((0, 0, 1, 1), left, right, bottom, top, **options)

    def panel(
        self,
        part: tuple[float, float, float, float],
        left: float,
        right: float,
        bottom: float,
        top: float,
        **options: Any,
    ) -> "Axes":
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

    def chart(self, name: str, alt: str) -> Chart:
        """The finished picture."""
        buffer = io.BytesIO()
        # Level 3 compresses to within a tenth of level 6 in a third of the time.
        self.figure.savefig(buffer, format="png", dpi=DPI, pil_kwargs={"compress_level": 3})
        return Chart(name, self.title, shortened(alt, ALT_LIMIT), buffer.getvalue())


@contextmanager
def canvas(title: str, subtitle: str, height: float, theme: Theme) -> Iterator[Canvas]:
    """A sheet with its title set, ``height`` inches below it to draw on, in the theme's colours."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

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
                _EDGE / WIDTH, y / (height + header), text,
                size=size, color=colour, weight=weight, va="top", parse_math=False,
            )  # fmt: skip
            y -= step
        yield Canvas(figure, title, theme, header)


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
        "font.family": "DejaVu Sans",
        "legend.frameon": False,
        "legend.fontsize": TEXT,
        "axes.unicode_minus": True,
    }


def between(theme: Theme, *colours: str) -> "Colormap":
    """A colour map that passes through these colours."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(f"{theme.name} {colours}", colours)


def shortened(text: str, letters: int) -> str:
    """The text, cut with an ellipsis if it is longer."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def drawable(text: str) -> str:
    """The text with each letter that the font lacks (Chinese, emoji) replaced by a middle dot."""
    letters = _letters()
    return "".join(letter if ord(letter) in letters or letter.isspace() else "·" for letter in text)


@cache
def _letters() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())
