"""The audio features: their names, units and ranges, and what "high" means.

Definitions follow Spotify's published description of its audio features.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Feature:
    """One measured trait of a track.

    Parameters
    ----------
    name : str
        As the public table calls its column, except ``duration``, which is in seconds here.
    unit : str
        Empty where the feature is a share from 0 to 1.
    low, high : float
        The range that a query may name. A track's value may lie outside (a few masters are louder than 0 dB).
    about : str
        What it measures, in a few words.
    """

    name: str
    unit: str
    low: float
    high: float
    about: str

    def format(self, value: float) -> str:
        """The value as people write it: ``0.72``, ``-6.1 dB``, ``128 BPM``, ``3:25``."""
        if value != value:
            return "unknown"
        if self.name == "duration":
            return f"{round(value) // 60}:{round(value) % 60:02d}"
        if self.name == "loudness":
            return f"{value:.1f} dB"
        if self.name == "tempo":
            return f"{value:.0f} BPM"
        if self.name == "popularity":
            return f"{value:.0f}"
        return f"{value:.2f}"


# The order of the nine audio features is the order of every feature vector in the project.
AUDIO: Final[tuple[Feature, ...]] = (
    Feature("danceability", "", 0, 1, "how well it suits dancing"),
    Feature("energy", "", 0, 1, "intensity and activity"),
    Feature("loudness", "dB", -60, 5, "average loudness"),
    Feature("speechiness", "", 0, 1, "share of spoken words"),
    Feature("acousticness", "", 0, 1, "confidence that it is acoustic"),
    Feature("instrumentalness", "", 0, 1, "confidence that nobody sings"),
    Feature("liveness", "", 0, 1, "confidence that an audience is present"),
    Feature("valence", "", 0, 1, "musical positiveness"),
    Feature("tempo", "BPM", 0, 250, "beats per minute"),
)
DURATION: Final = Feature("duration", "s", 0, 6000, "length of the track")
POPULARITY: Final = Feature("popularity", "", 0, 100, "Spotify's popularity on the day the table was collected")

TRAITS: Final[tuple[Feature, ...]] = (*AUDIO, DURATION, POPULARITY)
AUDIO_NAMES: Final[tuple[str, ...]] = tuple(feature.name for feature in AUDIO)
TRAIT_NAMES: Final[tuple[str, ...]] = tuple(feature.name for feature in TRAITS)

# A level is a fixed percentile of the feature in the catalogue: raw 0.5 means nothing for speechiness.
LEVELS: Final[dict[str, int]] = {"very low": 5, "low": 20, "medium": 50, "high": 80, "very high": 95}


def trait(name: str) -> Feature:
    """The trait of that name.

    Raises
    ------
    KeyError
        If there is none.
    """
    return {feature.name: feature for feature in TRAITS}[name]


@dataclass(frozen=True)
class Words:
    """How people say that a trait is higher or lower than elsewhere, or the highest or lowest."""

    more: str
    less: str
    most: str
    least: str


def _plain(adjective: str) -> Words:
    return Words(f"more {adjective}", f"less {adjective}", f"most {adjective}", f"least {adjective}")


WORDS: Final = {
    "danceability": _plain("danceable"),
    "energy": _plain("energetic"),
    "loudness": Words("louder", "quieter", "loudest", "quietest"),
    "speechiness": _plain("wordy"),
    "acousticness": _plain("acoustic"),
    "instrumentalness": _plain("instrumental"),
    "liveness": Words("more live", "less live", "most live-sounding", "least live-sounding"),
    "valence": _plain("positive"),
    "tempo": Words("faster", "slower", "fastest", "slowest"),
    "duration": Words("longer", "shorter", "longest", "shortest"),
    "popularity": _plain("popular"),
}
