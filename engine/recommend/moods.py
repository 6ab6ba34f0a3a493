"""Moods: named regions of the valence-energy plane, with what else belongs to them.

The plane is Russell's circumplex of affect (J. A. Russell, "A circumplex model of affect", 1980): valence from
unpleasant to pleasant, arousal (energy) from sleepy to alert. Loudness, tempo and the rest sharpen what the two
leave open, such as "focus" (nobody sings) against "calm".
"""

from collections.abc import Iterable
from typing import Final

from engine.features import LEVELS

MOODS: Final[dict[str, dict[str, str]]] = {
    "happy": {"valence": "very high", "energy": "high"},
    "sad": {"valence": "very low", "energy": "low", "tempo": "low"},
    "calm": {"energy": "low", "loudness": "low", "valence": "medium"},
    "energetic": {"energy": "very high", "tempo": "high"},
    "angry": {"energy": "very high", "loudness": "very high", "valence": "low"},
    "dark": {"valence": "very low", "energy": "medium", "danceability": "medium"},
    "romantic": {"valence": "medium", "energy": "low", "acousticness": "high", "instrumentalness": "low"},
    "dreamy": {"energy": "low", "instrumentalness": "high", "valence": "low", "acousticness": "medium"},
    "party": {"danceability": "very high", "energy": "high", "valence": "high"},
    "focus": {"instrumentalness": "very high", "speechiness": "very low", "energy": "low"},
    "workout": {"energy": "very high", "tempo": "high", "danceability": "high"},
    "sleepy": {"energy": "very low", "loudness": "very low", "acousticness": "very high", "tempo": "low"},
}

_SAID_OTHERWISE: Final = {
    "happy": "cheerful joyful joyous feelgood sunny positive",
    "sad": "melancholic melancholy sorrowful heartbreak blue depressing",
    "calm": "chill chilled relaxed relaxing mellow peaceful",
    "energetic": "energizing pumped powerful intense",
    "angry": "aggressive furious rage",
    "dark": "moody gloomy brooding",
    "romantic": "love tender intimate",
    "dreamy": "ethereal atmospheric",
    "party": "club partying celebration",
    "focus": "study studying concentration working",
    "workout": "gym running training",
    "sleepy": "sleeping bedtime drowsy",
}

SYNONYMS: Final[dict[str, str]] = {word: mood for mood, words in _SAID_OTHERWISE.items() for word in words.split()}


def percentiles(moods: Iterable[str]) -> dict[str, float]:
    """By trait, the percentile that these moods mixed evenly aim at; a trait that only some name is theirs alone."""
    named: dict[str, list[int]] = {}
    for mood in moods:
        for trait, level in MOODS[mood].items():
            named.setdefault(trait, []).append(LEVELS[level])
    return {trait: sum(marks) / len(marks) for trait, marks in named.items()}
