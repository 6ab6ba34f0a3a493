"""Charts of the engine as pictures of a reply."""

from bot.reply import Picture
from charts import Chart


def picture(chart: Chart) -> Picture:
    """The chart, for a door to draw."""
    return Picture(f"{chart.name}.png", chart.png, chart.alt)
