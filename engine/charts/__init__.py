"""The pictures: numbers in, PNG and alt text out. Nothing here imports matplotlib before the first picture is drawn."""

from engine.charts.style import DARK, LIGHT, Album, Chart, Theme

__all__ = ["DARK", "LIGHT", "Album", "Chart", "Theme"]
