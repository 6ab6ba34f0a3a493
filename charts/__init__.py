"""The pictures: numbers in, PNG and alt text out. Nothing here imports matplotlib before the first picture is drawn."""

from charts.style import DARK, LIGHT, Chart, ChartCache, Theme

__all__ = ["DARK", "LIGHT", "Chart", "ChartCache", "Theme"]
