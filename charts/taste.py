"""Chart of a taste: where liked tracks lie in the catalogue, feature by feature."""

from collections.abc import Mapping

from charts.parts import diverging
from charts.style import Chart


def taste_profile(places: Mapping[str, float], whose: str) -> Chart:
    """Mean percentiles of liked tracks as bars to both sides of the catalogue's middle.

    Parameters
    ----------
    places : mapping of str to float
        0-100, by audio feature.
    whose : str
        ``Your taste``: begins the title.
    """
    most = max(places, key=lambda name: abs(places[name] - 50))
    title = f"{whose} lies furthest from the middle in {most}"
    parts = [(name, place - 50) for name, place in places.items()]
    texts = [f"{place:.0f}" for place in places.values()]
    subtitle = "Mean percentile of the liked tracks among all recordings; the middle is 50"
    return diverging("taste", title, subtitle, parts, texts)
